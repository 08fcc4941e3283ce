//! Signers that keep their keys elsewhere.

use std::future::pending;
use std::sync::Arc;

use binance_usdm::sandbox::Sandbox;
use binance_usdm::{Client, Credentials, Error, ExternalSignature, ExternalSigner, Outcome};

use super::{Recorder, client_of, signed};
use crate::support::{API_KEY, NOW, Server, hmac, ok};

/// Signs as the exchange wants it, with a secret that the library does not see.
struct Vault(String);

impl ExternalSigner for Vault {
    fn sign<'a>(&'a self, payload: &'a [u8]) -> ExternalSignature<'a> {
        let payload = std::str::from_utf8(payload).unwrap();
        Box::pin(async move { Ok(hmac(&self.0, payload)) })
    }
}

/// Never answers.
struct Silent;

impl ExternalSigner for Silent {
    fn sign<'a>(&'a self, _: &'a [u8]) -> ExternalSignature<'a> {
        Box::pin(pending())
    }
}

#[tokio::test]
async fn it_is_asked_once_for_each_request_with_exactly_the_bytes_before_the_signature() {
    let server = Server::answering(ok("[]")).await;
    let signer = Arc::new(Recorder::answering("aZ+/09=="));
    let client = client_of(&server, Credentials::external(API_KEY, Arc::clone(&signer)));
    client.get_balance().send().await.unwrap();
    client.get_open_orders().symbol("币安人生USDT").recv_window(2_000).send().await.unwrap();
    let requests = server.requests();
    let payloads: Vec<_> = requests.iter().map(|request| signed(request).0.to_owned()).collect();
    assert_eq!(signer.payloads(), payloads);
    assert_eq!(payloads[0], format!("timestamp={NOW}"));
    assert!(requests.iter().all(|request| signed(request).1 == "aZ%2B%2F09%3D%3D"), "{requests:?}");
    assert!(requests.iter().all(|request| request.header("x-mbx-apikey") == [API_KEY]));
}

#[tokio::test]
async fn it_is_not_asked_about_requests_that_are_not_signed() {
    let server = Server::answering(ok("{}")).await;
    let signer = Arc::new(Recorder::failing("no"));
    let client = client_of(&server, Credentials::external(API_KEY, Arc::clone(&signer)));
    client.test_connectivity().send().await.unwrap();
    client.close_listen_key().send().await.unwrap();
    assert_eq!(server.requests()[1].header("x-mbx-apikey"), [API_KEY]);
    assert!(signer.payloads().is_empty());
}

#[tokio::test]
async fn nothing_is_sent_when_it_fails() {
    let server = Server::answering(ok("{}")).await;
    let client = client_of(&server, Credentials::external(API_KEY, Recorder::failing("the module is locked")));
    let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
    let error = order.send().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_eq!(error.operation().unwrap().id, "createOrder");
    assert_eq!(error.to_string(), "createOrder: not signed: the external signer failed: the module is locked");
    assert!(matches!(&error, Error::Signing(kind) if kind.operation().id == "createOrder"));
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the module is locked");
    assert_eq!((server.connections(), server.requests().len()), (0, 0));
}

#[tokio::test]
async fn nothing_is_sent_when_its_answer_is_no_signature() {
    let server = Server::answering(ok("{}")).await;
    for answer in ["", "aZ==\n", "aZ&side=SELL", "aZ%3D"] {
        let client = client_of(&server, Credentials::external(API_KEY, Recorder::answering(answer)));
        let error = client.get_balance().send().await.unwrap_err();
        assert!(matches!(error, Error::Signing(_)), "{error:?}");
        assert_eq!(error.outcome(), Outcome::NotSent);
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn nothing_is_sent_of_a_call_that_is_dropped_while_it_signs() {
    let server = Server::answering(ok("{}")).await;
    let client = client_of(&server, Credentials::external(API_KEY, Silent));
    tokio::select! {
        biased;
        result = client.get_balance().send() => panic!("{result:?}"),
        () = tokio::task::yield_now() => {}
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn its_signatures_are_as_good_as_the_librarys_own() {
    let sandbox = Sandbox::start().await.unwrap();
    let keys = Credentials::external(sandbox.api_key(), Vault(sandbox.secret_key().to_owned()));
    let client = Client::builder().base_url(sandbox.base_url()).credentials(keys).build().unwrap();
    // Spawned, as the future of a call has to be one that can move between threads.
    let balances = tokio::spawn(async move { client.get_balance().send().await.map(|balances| balances.len()) });
    assert!(balances.await.unwrap().unwrap() > 0);
}
