//! Ed25519, for keys made by the caller.

use base64ct::{Base64, Encoding};
use ed25519_dalek::SigningKey;
use ed25519_dalek::ed25519::signature::Signer as _;

use super::{pem, private_key};
use crate::error::{ConfigurationError, SigningFailure};

/// A private key that is wiped on drop; boxed, so that moving it leaves no copies behind.
pub(crate) struct Key(Box<SigningKey>);

impl Key {
    /// Reads a key, with its public key (PKCS#8 version 2) or without (version 1).
    pub(super) fn read(pem: &str) -> Result<Self, ConfigurationError> {
        let der = pem::read(pem)?;
        let key = private_key::read(&der, private_key::ED25519)?;
        let key = SigningKey::try_from(key).map_err(|_| {
            ConfigurationError::new("credentials: the Ed25519 key is damaged, or its public key another's")
        })?;
        Ok(Self(Box::new(key)))
    }

    /// The signature of a payload, in base64.
    pub(super) fn signature(&self, payload: &[u8]) -> Result<String, SigningFailure> {
        let signature = self.0.try_sign(payload).map_err(|_| SigningFailure::new("the Ed25519 key does not sign"))?;
        Ok(Base64::encode_string(&signature.to_bytes()))
    }
}
