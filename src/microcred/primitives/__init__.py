"""What takes most of the time of signing and verifying, each by a compiled library or plainly.

With the extra `fast` base58 is GMP's, base64 pybase64's and Ed25519 libsodium's; without it they are
Python's and `cryptography`'s. Bytes and verdicts are the same (decisions 0002, 0005 and 0006).
"""
