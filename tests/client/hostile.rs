//! Servers and networks that mean no good.

use std::net::Ipv4Addr;
use std::time::Duration;

use binance_usdm::{Error, Outcome, RetryPolicy, Stage, reqwest};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{Server, compressed, gzipped, keyed, ok, response};

const LIMIT: usize = 100_000;

/// The failure of a read of an answer, and that of an order with the same answer.
async fn too_large(server: &Server) -> [Error; 2] {
    let client = server.configure(|builder| builder.max_response_size(LIMIT));
    let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
    [client.get_exchange_info().send().await.unwrap_err(), order.send().await.unwrap_err()]
}

#[track_caller]
fn assert_too_large([read, order]: &[Error; 2]) {
    for error in [read, order] {
        let Error::Transport(error) = error else { panic!("{error}") };
        assert!(error.is_too_large() && !error.is_timeout() && matches!(error.stage(), Stage::Read(_)));
    }
    assert_eq!(
        read.to_string(),
        "getExchangeInfo: the answer (HTTP 200) broke off: it is longer than the 100000 bytes that are taken"
    );
    assert_eq!((read.outcome(), order.outcome()), (Outcome::Rejected, Outcome::Unknown));
    assert_eq!(order.orders().len(), 1);
}

#[tokio::test]
async fn an_answer_is_taken_up_to_a_size() {
    let answer = format!("[{}]", " ".repeat(LIMIT - 2));
    let server = Server::answering(ok(&answer)).await;
    let client = server.configure(|builder| builder.max_response_size(LIMIT));
    assert!(client.get_open_orders().send().await.unwrap().is_empty());
    let server = Server::answering(ok(&format!("{answer} "))).await;
    assert_too_large(&too_large(&server).await);
}

#[tokio::test]
async fn the_size_is_that_after_decompression() {
    let bomb = gzipped(vec![b' '; 50 * 1024 * 1024]);
    assert!(bomb.len() < LIMIT);
    let server = Server::answering(compressed(bomb)).await;
    assert_too_large(&too_large(&server).await);
}

#[tokio::test]
async fn what_is_decompressed_is_taken_up_to_the_size() {
    let answer = format!("[{}]", " ".repeat(LIMIT - 2));
    let server = Server::answering(compressed(gzipped(answer.as_bytes()))).await;
    let client = server.configure(|builder| builder.max_response_size(LIMIT));
    assert!(client.get_open_orders().send().await.unwrap().is_empty());
    let server = Server::answering(compressed(gzipped(format!("{answer} ").as_bytes()))).await;
    assert_too_large(&too_large(&server).await);
}

#[tokio::test]
async fn the_size_holds_where_none_is_told() {
    let chunk = format!("{:x}\r\n{}\r\n", 50_000, " ".repeat(50_000));
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let server =
        Server::answering(crate::support::Answer::Stall(format!("{head}{}", chunk.repeat(3)).into_bytes())).await;
    assert_too_large(&too_large(&server).await);
}

#[tokio::test]
async fn a_long_page_of_an_error_does_no_harm() {
    let server = Server::answering(response("502 Bad Gateway", "", "x ".repeat(LIMIT))).await;
    let [read, order] = too_large(&server).await;
    assert_eq!((read.outcome(), order.outcome()), (Outcome::Rejected, Outcome::Unknown));
}

/// Accepts one connection, and does this with it.
async fn with_peer<T>(peer: impl AsyncFnOnce(TcpStream) -> T, call: impl AsyncFnOnce(String)) -> T {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let accept = async { peer(listener.accept().await.unwrap().0).await };
    tokio::join!(accept, call(address)).0
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}

#[tokio::test]
async fn an_answer_that_comes_byte_by_byte_ends_with_the_time() {
    let drip = async |mut stream: TcpStream| {
        read_head(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n").await.unwrap();
        while stream.write_all(b" ").await.is_ok() {
            for _ in 0..1_000 {
                tokio::task::yield_now().await;
            }
        }
    };
    let call = async |address: String| {
        let builder = keyed().base_url(format!("http://{address}")).timeout(Duration::from_millis(200));
        let error = builder.build().unwrap().get_server_time().send().await.unwrap_err();
        let Error::Transport(error) = error else { panic!("{error}") };
        assert!(error.is_timeout() && matches!(error.stage(), Stage::Read(_)), "{error}");
    };
    with_peer(drip, call).await;
}

#[tokio::test]
async fn a_proxy_sees_the_host_of_https_and_nothing_more() {
    let proxy = async |mut stream: TcpStream| {
        let asked = read_head(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        let mut tunnelled = vec![0; 5];
        stream.read_exact(&mut tunnelled).await.unwrap();
        (asked, tunnelled)
    };
    let call = async |address: String| {
        let proxy = reqwest::Proxy::all(format!("http://{address}")).unwrap();
        let client = keyed().base_url("https://exchange.example").proxy(proxy).build().unwrap();
        let error = client.get_order().symbol("BTCUSDT").order_id(1).send().await.unwrap_err();
        assert!(!error.to_string().contains("BTCUSDT"), "{error}");
    };
    let (asked, tunnelled) = with_peer(proxy, call).await;
    assert!(asked.starts_with("CONNECT exchange.example:443 HTTP/1.1\r\n"), "{asked}");
    for secret in ["BTCUSDT", "signature", "timestamp", "fapi/v1", crate::support::API_KEY] {
        assert!(!asked.contains(secret), "{asked}");
    }
    // The first bytes through the tunnel are a TLS handshake.
    assert_eq!((tunnelled[0], tunnelled[1]), (22, 3));
}

#[tokio::test]
async fn control_characters_are_refused_before_sending() {
    let server = Server::answering(ok("{}")).await;
    let client = server.configure(|builder| builder.retry(RetryPolicy::default()));
    for symbol in ["BTCUSDT\r\nX-Evil: 1", "BTC\0USDT", "\u{7f}", "\u{9b}31m"] {
        let error = client.get_order_book().symbol(symbol).send().await.unwrap_err();
        let Error::InvalidParameter(refused) = &error else { panic!("{error}") };
        assert_eq!(refused.parameter(), "symbol");
        assert!(!error.to_string().chars().any(char::is_control), "{error:?}");
    }
    assert_eq!(server.connections(), 0);
    for bad in ["agent\r\nX-Evil: 1", "agent\0"] {
        let error = keyed().base_url(server.base_url()).user_agent(bad).build().unwrap_err();
        assert!(matches!(error, Error::Configuration(_)), "{error}");
    }
}
