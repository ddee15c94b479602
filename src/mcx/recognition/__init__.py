"""Home programmes, agreements, recognition cases, decisions, grade conversion and appeals (Lisbon
Recognition Convention).
"""
