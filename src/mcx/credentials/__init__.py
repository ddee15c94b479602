"""Awards and the signed credentials made from them: keys, status lists, DID documents (ELM
EuropeanDigitalCredential, OB 3.0).
"""
