//! How a client is made, and what it is not made from.

use binance_usdm::{Client, ClientBuilder, Credentials, Environment, Error, Stage};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use crate::support::{SECRET_KEY, Server, keyed, ok};

/// The message of a refusal; it must not hold what is to be hidden, in any form.
#[track_caller]
fn refused(builder: ClientBuilder, hidden: &[&str]) -> String {
    let error = builder.build().unwrap_err();
    assert!(matches!(error, Error::Configuration(_)), "{error:?}");
    assert!(error.operation().is_none());
    let all = format!("{error} {error:?} {error:#?}");
    for hidden in hidden {
        assert!(!all.contains(hidden), "{all}");
    }
    error.to_string()
}

#[test]
fn the_environments_are_where_the_exchange_says() {
    assert_eq!(Environment::Production.base_url(), "https://fapi.binance.com");
    assert_eq!(Environment::Testnet.base_url(), "https://demo-fapi.binance.com");
    assert_eq!(Client::builder().build().unwrap().base_url(), "https://fapi.binance.com");
    let testnet = Client::builder().environment(Environment::Testnet).build().unwrap();
    assert_eq!(testnet.base_url(), "https://demo-fapi.binance.com");
}

#[test]
fn the_last_of_environment_and_base_url_counts() {
    let url = "https://gateway.example/binance/";
    let own = Client::builder().environment(Environment::Testnet).base_url(url).build().unwrap();
    assert_eq!(own.base_url(), "https://gateway.example/binance");
    let testnet = Client::builder().base_url(url).environment(Environment::Testnet).build().unwrap();
    assert_eq!(testnet.base_url(), Environment::Testnet.base_url());
}

#[test]
fn plain_http_to_another_machine_has_to_be_allowed() {
    for host in ["gateway.example", "192.168.0.7:8080", "127.0.0.1.example", "localhost.example", "[2001:db8::1]"] {
        let url = format!("http://{host}");
        let message = refused(keyed().base_url(&url), &[host]);
        assert!(message.contains("plain http") && message.contains("allow_plain_http"), "{message}");
        refused(keyed().base_url(&url).allow_plain_http(true).allow_plain_http(false), &[host]);
        assert_eq!(keyed().base_url(&url).allow_plain_http(true).build().unwrap().base_url(), url);
    }
}

#[test]
fn plain_http_to_this_machine_is_allowed() {
    for host in ["localhost:8080", "127.0.0.1", "127.8.8.8:81", "[::1]:8080", "LOCALHOST"] {
        let client = keyed().base_url(format!("http://{host}")).build().unwrap();
        assert_eq!(client.base_url(), format!("http://{}", host.to_lowercase()));
    }
}

#[test]
fn a_base_url_has_no_user_query_or_fragment() {
    for url in [
        "https://desk:hidden-word@fapi.binance.com",
        "https://hidden-word@fapi.binance.com",
        "https://:hidden-word@fapi.binance.com",
        "http://127.0.0.1@hidden-word.example",
        "https://fapi.binance.com?token=hidden-word",
        "https://fapi.binance.com/?",
        "https://fapi.binance.com/#hidden-word",
    ] {
        let message = refused(Client::builder().base_url(url), &["hidden-word", "desk:"]);
        assert!(message.starts_with("base_url: a user name, query or fragment"), "{message}");
    }
}

#[test]
fn what_is_no_http_url_is_refused() {
    for url in [
        "",
        "hidden-word",
        "fapi.hidden-word.example:443",
        "https://",
        "https://hidden word",
        "https://hidden-word:99999",
        "ftp://hidden-word.example",
        "file:///hidden-word",
        "data:text/plain,hidden-word",
        "wss://hidden-word.example",
    ] {
        let message = refused(Client::builder().base_url(url).allow_plain_http(true), &["hidden-word", "hidden word"]);
        assert!(message.starts_with("base_url: not a"), "{url}: {message}");
        assert!(message.contains("such as https://fapi.binance.com"), "{url}: {message}");
    }
}

#[test]
fn a_receive_window_is_one_millisecond_to_a_minute() {
    for millis in [0, 60_001, u32::MAX] {
        let message = refused(Client::builder().recv_window(millis), &[]);
        assert_eq!(message, format!("recv_window: {millis} milliseconds is out of range (1 to 60000)"));
    }
    for millis in [1, 60_000] {
        Client::builder().recv_window(millis).build().unwrap();
    }
}

#[test]
fn keys_that_cannot_be_sent_are_refused_and_not_quoted() {
    for (key, secret, problem) in [
        ("", SECRET_KEY, "empty"),
        ("kQ7vZr2mXw9TnYh4", "", "empty"),
        ("kQ7vZr2mXw9TnYh4\n", SECRET_KEY, "no header"),
        ("kQ7vZr2m\r\nx-forged: Xw9TnYh4", SECRET_KEY, "no header"),
        ("kQ7vZr2m\0Xw9TnYh4", SECRET_KEY, "no header"),
    ] {
        let builder = Client::builder().credentials(Credentials::new(key, secret));
        let message = refused(builder, &["kQ7vZr2m", "Xw9TnYh4", SECRET_KEY]);
        assert!(message.starts_with("credentials: ") && message.contains(problem), "{message}");
    }
}

#[test]
fn an_http_client_that_cannot_be_built_is_told_with_its_cause() {
    let error = Client::builder().user_agent("desk\r\nx-forged: 1").build().unwrap_err();
    assert!(error.to_string().starts_with("the HTTP client cannot be built: "), "{error}");
    assert!(std::error::Error::source(&error).is_some());
    assert!(!error.to_string().contains("x-forged"), "{error}");
}

#[tokio::test]
async fn an_https_url_is_never_spoken_to_in_the_clear() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let client = keyed().base_url(format!("https://{}", listener.local_addr().unwrap())).build().unwrap();
    let first_byte = async { listener.accept().await.unwrap().0.read_u8().await.unwrap() };
    let (first_byte, result) = tokio::join!(first_byte, client.get_balance().send());
    assert_eq!(first_byte, 0x16, "a TLS handshake");
    assert!(matches!(result, Err(Error::Transport(error)) if error.stage() == Stage::Connect));
}

#[tokio::test]
async fn a_client_can_be_built_outside_and_shared_between_tasks() {
    let server = Server::answering(ok("[]")).await;
    let client = server.client();
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.get_balance().send().await.map(|balances| balances.len()) })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap(), 0);
    }
    assert_eq!(server.requests().len(), 8);
}
