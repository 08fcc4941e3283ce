//! Why a request was not answered.

use serde_json::{Value, json};

/// An error of the exchange: HTTP status, code and message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub code: i32,
    pub msg: String,
    /// In seconds.
    pub retry_after: Option<u64>,
}

impl Refusal {
    /// HTTP 400, which is what the exchange sends with nearly every code.
    pub fn new(code: i32, msg: impl Into<String>) -> Self {
        Self { status: 400, code, msg: msg.into(), retry_after: None }
    }

    /// HTTP 401: the API key is missing or not known.
    pub fn unauthorized(code: i32, msg: &str) -> Self {
        Self::new(code, msg).status(401)
    }

    /// The same with another HTTP status.
    pub fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// The same with a `Retry-After` of so many seconds.
    pub fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// A parameter that has to be sent was not, or could not be read. The exchange names parameters in lower case.
    pub fn missing(parameter: &str) -> Self {
        let name = parameter.to_lowercase();
        Self::new(-1102, format!("Mandatory parameter '{name}' was not sent, was empty/null, or malformed."))
    }

    /// A parameter that does not go with the others.
    pub fn unwanted(parameter: &str) -> Self {
        Self::new(-1106, format!("Parameter '{}' sent when not required.", parameter.to_lowercase()))
    }

    /// A value outside what the parameter allows.
    pub fn invalid(parameter: &str) -> Self {
        Self::new(-1130, format!("Data sent for parameter '{parameter}' is not valid."))
    }

    pub fn body(&self) -> Value {
        json!({ "code": self.code, "msg": self.msg })
    }
}
