"""Keys: Ed25519, P-256, P-384 and RSA, as Multikey, JWK and PEM, and wrapped for storage."""

from microcred.keys.public import Kind, PublicKey
from microcred.keys.signing import Signer, SigningKey, generate, rewrap, unwrap, wrap

__all__ = ["Kind", "PublicKey", "Signer", "SigningKey", "generate", "rewrap", "unwrap", "wrap"]
