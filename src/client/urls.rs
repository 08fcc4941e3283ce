//! The URLs of the operations, put together once.

use std::sync::OnceLock;

use reqwest::Url;

use crate::operations::{self, Operation};

/// The URL of each operation, without a query. Each is made when it is first called.
pub(super) struct Urls {
    base: Url,
    /// By [`Operation::index`].
    of: Box<[OnceLock<Url>]>,
}

impl Urls {
    pub(super) fn new(base: Url) -> Self {
        Self { base, of: (0..operations::COUNT).map(|_| OnceLock::new()).collect() }
    }

    /// What comes before the path of every operation.
    pub(super) fn base(&self) -> &Url {
        &self.base
    }

    pub(super) fn of(&self, operation: &Operation) -> &Url {
        self.of[operation.index].get_or_init(|| {
            let mut url = self.base.clone();
            url.set_path(&format!("{}{}", self.base.path().trim_end_matches('/'), operation.path));
            url
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::ALL;

    #[test]
    fn an_operation_is_reached_below_the_base_url() {
        for base in ["https://example.com", "https://example.com/", "http://127.0.0.1:8080/gate/", "http://[::1]/a/b"] {
            let urls = Urls::new(base.parse().unwrap());
            for operation in ALL {
                let expected = format!("{}{}", base.trim_end_matches('/'), operation.path);
                assert_eq!((urls.of(operation).as_str(), urls.of(operation).query()), (expected.as_str(), None));
            }
        }
    }
}
