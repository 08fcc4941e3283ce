//! Nothing of a key or a signature in anything that can be printed.

use binance_usdm::{Client, Credentials};

use super::{Recorder, client_of, shown, signed};
use crate::support::{API_KEY, Answer, NOW, Request, SECRET_KEY, Server, hmac, ok, response};

/// So much of a secret is not to be seen anywhere.
const FRAGMENT: usize = 12;

/// Keys of every kind, with what must not be seen of each.
fn kinds() -> Vec<(Credentials, Vec<String>)> {
    let of = |secret: &str| vec![API_KEY.to_owned(), secret.to_owned()];
    vec![
        (Credentials::new(API_KEY, SECRET_KEY), of(SECRET_KEY)),
        (Credentials::external(API_KEY, Recorder::answering(BASE64)), of(BASE64)),
        #[cfg(feature = "ed25519")]
        (Credentials::ed25519(API_KEY, super::pem::ED25519), of(super::pem::ED25519)),
        #[cfg(feature = "rsa")]
        (Credentials::rsa(API_KEY, super::pem::RSA), of(super::pem::RSA)),
    ]
}

/// As long as a signature of Ed25519.
const BASE64: &str = "q8+vT/1kZ9w7lshQhqow/trbLDFw4rXAxZuEq8+vT/1kZ9w7lshQhqowtrbLD+Fw4rXAxZuEq8vT1kZ9w7lsA==";

#[track_caller]
fn assert_clean(text: &str, secrets: &[String]) {
    for secret in secrets {
        let tokens = secret.split(|character: char| !character.is_ascii_alphanumeric());
        for token in tokens.filter(|token| token.len() >= FRAGMENT) {
            for start in 0..=token.len() - FRAGMENT {
                assert!(!text.contains(&token[start..start + FRAGMENT]), "a secret in: {text}");
            }
        }
    }
}

/// The signature as it was sent and as it was before it was encoded.
fn signatures(request: &Request) -> Vec<String> {
    vec![signed(request).1.to_owned(), request.parameter("signature")]
}

#[test]
fn credentials_builders_and_clients_of_every_kind_are_redacted() {
    for (credentials, secrets) in kinds() {
        assert_eq!(format!("{credentials:?} {credentials:#?}"), "Credentials(redacted) Credentials(redacted)");
        let builder = Client::builder().credentials(credentials.clone());
        let before = format!("{builder:?} {builder:#?}");
        let client = builder.build().unwrap();
        let text = before + &format!("{client:?} {client:#?} {:?}", client.get_balance());
        assert_eq!(text.matches("Credentials(redacted)").count(), 5, "{text}");
        assert_clean(&text, &secrets);
    }
}

/// Sends a signed order with every kind of key, and looks at the error that comes back.
async fn assert_clean_against(answer: impl Fn(&Request) -> Answer + Send + Sync + Clone + 'static) {
    for (credentials, mut secrets) in kinds() {
        let server = Server::with(answer.clone()).await;
        let client = client_of(&server, credentials);
        let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
        let text = shown(&order.send().await.unwrap_err());
        assert!(text.contains("createOrder"), "{text}");
        secrets.extend(signatures(&server.request()));
        assert_clean(&text, &secrets);
    }
}

#[tokio::test]
async fn a_page_that_quotes_the_request_is_shown_without_key_and_signature() {
    let quoted = |request: &Request| response("502 Bad Gateway", "", format!("<pre>{}</pre>", request.head));
    assert_clean_against(quoted).await;
    assert_clean_against(|request| response("502 Bad Gateway", "", request.parameter("signature"))).await;
    assert_clean_against(|request| ok(&format!("\"{}\"", request.query()))).await;
}

#[tokio::test]
async fn a_page_that_escapes_the_signature_is_shown_without_it() {
    assert_clean_against(|request| {
        let signature = request.parameter("signature").replace('+', "&#43;").replace('/', "&#x2F;");
        response("502 Bad Gateway", "", format!("<p>/fapi/v1/order?signature={signature}</p>"))
    })
    .await;
}

#[tokio::test]
async fn a_page_is_cut_without_leaving_the_beginning_of_a_signature() {
    for before in (1_700..2_100).step_by(20) {
        assert_clean_against(move |request| {
            let text = format!("{}{}", "x ".repeat(before / 2), request.parameter("signature"));
            response("502 Bad Gateway", "", text + &" y".repeat(9_000))
        })
        .await;
    }
}

#[tokio::test]
async fn a_refusal_of_the_exchange_that_quotes_the_signature_is_shown_without_it() {
    assert_clean_against(|request| {
        let signature = request.parameter("signature");
        response("400 Bad Request", "", format!(r#"{{"code":-1022,"msg":"Signature {signature} is not valid."}}"#))
    })
    .await;
}

#[tokio::test]
async fn what_a_signer_says_is_shown_without_key_and_signature() {
    let server = Server::answering(ok("{}")).await;
    let signature = hmac(SECRET_KEY, &format!("timestamp={NOW}"));
    let said = format!("HTTP 500 of the vault\nfor {API_KEY}: signature={BASE64} or {signature}\u{1b}[2J");
    let client = client_of(&server, Credentials::external(API_KEY, Recorder::failing(&said)));
    let text = shown(&client.get_balance().send().await.unwrap_err());
    assert!(text.contains("HTTP 500 of the vault for …: signature=… or …"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
    assert_clean(&text, &[API_KEY.to_owned(), BASE64.to_owned(), signature]);
}

#[tokio::test]
async fn an_api_key_that_a_signer_quotes_is_hidden_however_short_it_is() {
    let server = Server::answering(ok("{}")).await;
    let client = client_of(&server, Credentials::external("desk-7", Recorder::failing("no rights for desk-7 here")));
    let error = client.get_balance().send().await.unwrap_err();
    assert!(error.to_string().ends_with("failed: no rights for … here"), "{error}");
}
