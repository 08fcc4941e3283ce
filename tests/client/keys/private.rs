//! What private keys sign, verified by another implementation.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use binance_usdm::{Client, Credentials};
use ring::signature::{UnparsedPublicKey, VerificationAlgorithm};

use super::{client_of, signed};
use crate::support::{API_KEY, Request, Server, ok};

/// Calls of several forms: without parameters, with text that has to be encoded, with JSON, and each method.
async fn call_all(client: &Client) {
    // What the server answers does not decode everywhere, which is not what this is about.
    drop(client.get_balance().send().await);
    drop(client.get_open_orders().symbol("币安人生USDT").recv_window(2_000).send().await);
    let order = || client.create_order().symbol("BTCUSDT").side("BUY").type_("LIMIT").time_in_force("GTC");
    for id in 0..8 {
        drop(order().quantity("0.010").price("50000.10").new_client_order_id(format!("a.b:{id}/_")).send().await);
    }
    let row = binance_usdm::BatchOrder::new().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
    drop(client.create_batch_orders().batch_orders(vec![row]).send().await);
    drop(client.cancel_order().symbol("BTCUSDT").order_id(8).send().await);
}

/// Sends with a key, and verifies every signature that arrives.
async fn assert_verified(credentials: Credentials, algorithm: &'static dyn VerificationAlgorithm, public: &[u8]) {
    let server = Server::answering(ok("[]")).await;
    call_all(&client_of(&server, credentials)).await;
    let requests = server.requests();
    assert_eq!(requests.len(), 12);
    let public = UnparsedPublicKey::new(algorithm, public);
    let verified = |request: &Request| {
        let signature = STANDARD.decode(request.parameter("signature")).unwrap();
        public.verify(signed(request).0.as_bytes(), &signature).is_ok()
    };
    assert!(requests.iter().all(verified), "{requests:?}");
    assert!(requests.iter().all(|request| request.header("x-mbx-apikey") == [API_KEY]));
}

#[cfg(feature = "ed25519")]
mod ed25519 {
    use base64::Engine as _;
    use ring::rand::SystemRandom;
    use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _};

    use super::{API_KEY, Credentials, STANDARD, assert_verified};
    use crate::keys::pem::{ED25519 as OPENSSL, armored, der};

    /// The keys that RFC 8410 publishes: version 1, and version 2 with an attribute and the public key.
    const PUBLISHED: [&str; 2] = [
        "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC",
        "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
         oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\n\
         Z9w7lshQhqowtrbLDFw4rXAxZuE=",
    ];

    #[tokio::test]
    async fn the_published_keys_sign_with_and_without_their_public_key() {
        let public = STANDARD.decode("Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=").unwrap();
        for body in PUBLISHED {
            assert_verified(Credentials::ed25519(API_KEY, armored(body)), &ED25519, &public).await;
        }
    }

    #[tokio::test]
    async fn a_key_made_by_openssl_signs() {
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der(OPENSSL)).unwrap();
        assert_verified(Credentials::ed25519(API_KEY, OPENSSL), &ED25519, pair.public_key().as_ref()).await;
    }

    #[tokio::test]
    async fn a_key_made_by_another_implementation_signs() {
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap();
        let pem = armored(&STANDARD.encode(pkcs8.as_ref()));
        assert_verified(Credentials::ed25519(API_KEY, pem), &ED25519, pair.public_key().as_ref()).await;
    }
}

#[cfg(feature = "rsa")]
#[tokio::test]
async fn an_rsa_key_made_by_openssl_signs() {
    use ring::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair};

    use super::pem::{RSA, der};

    let pair = RsaKeyPair::from_pkcs8(&der(RSA)).unwrap();
    let public = pair.public_key().as_ref();
    assert_verified(Credentials::rsa(API_KEY, RSA), &RSA_PKCS1_2048_8192_SHA256, public).await;
}
