//! The error about a request that could not be signed.

use std::error::Error as StdError;
use std::fmt;

use super::about::About;
use super::body::{OneLine, clean};
use crate::operations::Operation;

/// A request could not be signed, so nothing was sent.
///
/// Most often an [`ExternalSigner`](crate::ExternalSigner) did not sign: its error is quoted here, without what must
/// not be printed, and [`source`](StdError::source) is that error as the signer gave it.
pub struct SigningError {
    operation: &'static Operation,
    pub(crate) about: About,
    problem: &'static str,
    /// What the signer said, fit to be printed.
    said: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// Why a signature did not come about, before it is known for which operation.
pub(crate) struct SigningFailure {
    problem: &'static str,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl SigningFailure {
    pub(crate) fn new(problem: &'static str) -> Self {
        Self { problem, source: None }
    }

    /// The external signer says why.
    pub(crate) fn by_signer(source: Box<dyn StdError + Send + Sync>) -> Self {
        Self { problem: "the external signer failed", source: Some(source) }
    }
}

impl SigningError {
    #[cold]
    pub(crate) fn new(operation: &'static Operation, failure: SigningFailure, secrets: &[&str]) -> Self {
        let SigningFailure { problem, source } = failure;
        let said = source.as_ref().map(|source| clean(&source.to_string(), secrets));
        Self { operation, about: About::default(), problem, said, source }
    }

    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }
}

impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: not signed: {}", self.operation.id, self.problem)?;
        self.said.as_ref().map_or(Ok(()), |said| write!(f, ": {}", OneLine(said)))
    }
}

impl fmt::Debug for SigningError {
    /// Without the source's own `Debug`, which may show anything.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningError({self})")
    }
}

impl StdError for SigningError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
