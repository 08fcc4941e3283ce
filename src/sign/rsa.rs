//! RSA, for keys made by the caller.

use aws_lc_rs::error::KeyRejected;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use base64ct::{Base64, Encoding};

use super::{pem, private_key};
use crate::error::{ConfigurationError, SigningFailure};

/// A private key in memory of AWS-LC's, which wipes all that it frees.
pub(crate) struct Key(KeyPair);

impl Key {
    /// Reads a key and checks that its parts belong together.
    pub(super) fn read(pem: &str) -> Result<Self, ConfigurationError> {
        let der = pem::read(pem)?;
        // AWS-LC reads it once more; it would pass over what follows the key.
        private_key::read(&der, private_key::RSA)?;
        KeyPair::from_pkcs8(&der).map(Self).map_err(|rejected| refused(&rejected))
    }

    /// The signature of a payload, in base64.
    pub(super) fn signature(&self, payload: &[u8]) -> Result<String, SigningFailure> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0
            // This padding has nothing random about it; the argument is there because another has.
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), payload, &mut signature)
            .map_err(|_| SigningFailure::new("the RSA key does not sign"))?;
        Ok(Base64::encode_string(&signature))
    }
}

fn refused(rejected: &KeyRejected) -> ConfigurationError {
    // The crate has words alone to tell by, none of which depends on the key. A test holds the first.
    let problem = match rejected.to_string().as_str() {
        "TooSmall" => "too small (2048 bits at least)".to_owned(),
        "TooLarge" => "too large (8192 bits at most)".to_owned(),
        other => format!("damaged, or not one that can be used ({other})"),
    };
    ConfigurationError::new(format!("credentials: the RSA key is {problem}"))
}
