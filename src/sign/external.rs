//! Keys that are kept elsewhere.

use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::error::SigningFailure;

/// The signature that an [`ExternalSigner`] will give, or why it gives none.
pub type ExternalSignature<'a> =
    Pin<Box<dyn Future<Output = Result<String, Box<dyn StdError + Send + Sync>>> + Send + 'a>>;

/// Signs requests with a key that this process does not hold.
///
/// [`Credentials::external`](crate::Credentials::external) takes one. It is asked once for each request that is sent. The timestamp is in the payload by then, so what it takes counts
/// against the receive window. The client's timeout does not cover it: a signer that may hang needs a time limit of its
/// own.
pub trait ExternalSigner: Send + Sync + 'static {
    /// Signs exactly these bytes: the query of the request, percent-encoded, directly followed by its body.
    ///
    /// The answer is the text that the exchange wants to see: hexadecimal for HMAC-SHA256, base64 with padding for
    /// Ed25519 and RSA (PKCS#1 v1.5 with SHA-256). It is percent-encoded on its way.
    ///
    /// # Errors
    ///
    /// Whatever kept it from signing. Nothing is sent then, and the call fails with
    /// [`Error::Signing`](crate::Error::Signing), which has this error as its source.
    fn sign<'a>(&'a self, payload: &'a [u8]) -> ExternalSignature<'a>;
}

impl<S: ExternalSigner + ?Sized> ExternalSigner for Arc<S> {
    fn sign<'a>(&'a self, payload: &'a [u8]) -> ExternalSignature<'a> {
        (**self).sign(payload)
    }
}

/// Asks a signer, and takes nothing that cannot be a signature.
pub(super) async fn signature(signer: &dyn ExternalSigner, payload: &[u8]) -> Result<String, SigningFailure> {
    let text = signer.sign(payload).await.map_err(SigningFailure::by_signer)?;
    if text.is_empty() {
        return Err(SigningFailure::new("the external signer's answer is empty"));
    }
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)) {
        // Such as a line break after it, base64 for URLs, or text that is percent-encoded already.
        return Err(SigningFailure::new("the external signer's answer is neither hexadecimal nor base64"));
    }
    Ok(text)
}
