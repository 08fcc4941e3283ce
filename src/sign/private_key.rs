//! PKCS#8: what kind of private key it is.

use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef};

use crate::error::ConfigurationError;

/// A kind of key: its identifier, its name, and what to do with it.
#[derive(Clone, Copy)]
pub(super) struct Algorithm {
    identifier: ObjectIdentifier,
    name: &'static str,
    instead: &'static str,
}

pub(super) const ED25519: Algorithm = Algorithm {
    identifier: ObjectIdentifier::new_unwrap("1.3.101.112"),
    name: "an Ed25519 key",
    instead: "; use Credentials::ed25519",
};

pub(super) const RSA: Algorithm = Algorithm {
    identifier: ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1"),
    name: "an RSA key",
    instead: "; use Credentials::rsa",
};

/// Keys that the exchange does not take, but that people have.
const EC: Algorithm = Algorithm {
    identifier: ObjectIdentifier::new_unwrap("1.2.840.10045.2.1"),
    name: "an EC key",
    instead: ", which the exchange does not take",
};

const RSA_PSS: Algorithm = Algorithm {
    identifier: ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10"),
    name: "an RSA key for PSS signatures only",
    instead: ", which the exchange does not take",
};

/// Reads a private key of the kind that is wanted.
pub(super) fn read(der: &[u8], wanted: Algorithm) -> Result<PrivateKeyInfoRef<'_>, ConfigurationError> {
    let key = PrivateKeyInfoRef::try_from(der)
        .map_err(|_| ConfigurationError::new("credentials: what the PEM holds is not a PKCS#8 private key"))?;
    if key.algorithm.oid == wanted.identifier {
        return Ok(key);
    }
    let known = [ED25519, RSA, EC, RSA_PSS].into_iter().find(|known| known.identifier == key.algorithm.oid);
    let (name, instead) = known.map_or(("a key of another kind", ""), |known| (known.name, known.instead));
    Err(ConfigurationError::new(format!("credentials: {} is wanted, and this is {name}{instead}", wanted.name)))
}
