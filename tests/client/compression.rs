//! Answers that are compressed, and those that are said to be.

use std::fmt::Debug;

use binance_usdm::{Error, Outcome, Stage, reqwest};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::{Answer, Server, compressed, gzipped, ok, response};

/// `{"serverTime":1760000010123}`
const GZIPPED_TIME: [u8; 45] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0x56, 0x2a, 0x4e, 0x2d, 0x2a, 0x4b, 0x2d, 0x0a,
    0xc9, 0xcc, 0x4d, 0x55, 0xb2, 0x32, 0x34, 0x37, 0x33, 0x00, 0x01, 0x43, 0x03, 0x43, 0x23, 0xe3, 0x5a, 0x00, 0x05,
    0x99, 0xad, 0x11, 0x1c, 0x00, 0x00, 0x00,
];

const TIME: &[u8] = br#"{"serverTime":1760000010123}"#;

async fn time(answer: Answer) -> Result<i64, Error> {
    let server = Server::answering(answer).await;
    server.client().get_server_time().send().await.map(|time| time.server_time.as_millis())
}

/// The answer had begun, with status 200, and could not be decompressed.
#[track_caller]
fn assert_broken<T: Debug>(answer: Result<T, Error>) {
    let Error::Transport(error) = answer.unwrap_err() else { panic!("of another kind") };
    assert!(matches!(error.stage(), Stage::Read(status) if status == 200), "{error}");
    assert!(!error.is_too_large() && !error.is_timeout());
    let start = "getServerTime: the answer (HTTP 200) broke off: it cannot be decompressed, ";
    assert!(error.to_string().starts_with(start), "{error}");
    assert!(std::error::Error::source(&*error).is_some());
}

#[tokio::test]
async fn a_compressed_answer_is_decoded() {
    assert_eq!(time(compressed(GZIPPED_TIME)).await.unwrap(), 1_760_000_010_123);
}

#[tokio::test]
async fn the_name_of_the_encoding_has_no_case_and_an_old_form() {
    for name in ["GZIP", "x-gzip"] {
        let answer = response("200 OK", &format!("content-encoding: {name}\r\n"), GZIPPED_TIME);
        assert_eq!(time(answer).await.unwrap(), 1_760_000_010_123, "{name}");
    }
    assert_eq!(time(response("200 OK", "content-encoding: identity\r\n", TIME)).await.unwrap(), 1_760_000_010_123);
}

#[tokio::test]
async fn a_compressed_answer_may_come_in_pieces_of_a_byte() {
    let mut bytes = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    for byte in GZIPPED_TIME {
        bytes.extend([b"1\r\n", &[byte][..], b"\r\n"].concat());
    }
    bytes.extend(b"0\r\n\r\n");
    assert_eq!(time(Answer::Write(bytes)).await.unwrap(), 1_760_000_010_123);
}

#[tokio::test]
async fn a_long_compressed_answer_is_taken_whole() {
    let rows: Vec<String> = (0..50_000).map(|row| format!(r#"["{row}.5","{}"]"#, row * 7919 % 1000)).collect();
    let book = format!(r#"{{"lastUpdateId":1,"E":1,"T":1,"bids":[{}],"asks":[]}}"#, rows.join(","));
    let body = gzipped(&book);
    assert!(book.len() > 3 * body.len());
    let server = Server::answering(compressed(body)).await;
    let book = server.client().get_order_book().symbol("BTCUSDT").send().await.unwrap();
    assert_eq!((book.bids.len(), book.bids[49_999].price.to_string()), (50_000, "49999.5".to_owned()));
}

#[tokio::test]
async fn a_body_of_several_members_is_taken_whole() {
    let (start, end) = TIME.split_at(9);
    assert_eq!(time(compressed([gzipped(start), gzipped(end)].concat())).await.unwrap(), 1_760_000_010_123);
}

#[tokio::test]
async fn the_headers_that_told_of_the_compressed_body_are_gone() {
    let headers = "content-encoding: gzip\r\nx-mbx-used-weight-1m: 7\r\n";
    let server = Server::answering(response("200 OK", headers, GZIPPED_TIME)).await;
    let time = server.client().get_server_time().send().await.unwrap();
    let names: Vec<&str> = time.headers().keys().map(reqwest::header::HeaderName::as_str).collect();
    assert_eq!(names, ["x-mbx-used-weight-1m"]);
    let server = Server::answering(ok(r#"{"serverTime":7}"#)).await;
    let time = server.client().get_server_time().send().await.unwrap();
    assert_eq!(time.headers()["content-length"], "16");
}

#[tokio::test]
async fn a_compressed_error_is_read_as_any_other() {
    let body = gzipped(r#"{"code":-1121,"msg":"Invalid symbol."}"#);
    let error = time(response("400 Bad Request", "content-encoding: gzip\r\n", body)).await.unwrap_err();
    assert_eq!(error.exchange().unwrap().message(), "Invalid symbol.");
}

#[tokio::test]
async fn an_answer_cut_anywhere_is_broken() {
    for length in 1..GZIPPED_TIME.len() {
        assert_broken(time(compressed(&GZIPPED_TIME[..length])).await);
    }
}

#[tokio::test]
async fn an_answer_with_something_after_it_is_broken() {
    for garbage in [&b"x"[..], &[0; 20], TIME] {
        assert_broken(time(compressed([&GZIPPED_TIME, garbage].concat())).await);
    }
}

#[tokio::test]
async fn an_answer_whose_checksum_or_length_is_wrong_is_broken() {
    for place in 1..=8 {
        let mut body = GZIPPED_TIME;
        body[GZIPPED_TIME.len() - place] ^= 1;
        assert_broken(time(compressed(body)).await);
    }
}

#[tokio::test]
async fn an_answer_that_is_no_gzip_is_broken() {
    for body in [TIME, b"[]", b"\x1f\x8b\x07", b"\x1f\x8b\x08\0\0\0\0\0\x02\x03 no deflate"] {
        assert_broken(time(compressed(body)).await);
    }
}

#[tokio::test]
async fn an_answer_of_nothing_is_nothing() {
    let Error::Decode(error) = time(compressed("")).await.unwrap_err() else { panic!("of another kind") };
    assert_eq!(error.body(), b"");
    let error = time(response("400 Bad Request", "content-encoding: gzip\r\n", "")).await.unwrap_err();
    assert!(matches!(&error, Error::Unexpected(error) if error.status() == 400), "{error}");
}

#[tokio::test]
async fn what_became_of_an_order_is_unknown_after_a_broken_answer() {
    let headers = "content-encoding: gzip\r\nx-mbx-order-count-1m: 9\r\n";
    let server = Server::answering(response("200 OK", headers, &GZIPPED_TIME[..30])).await;
    let client = server.client();
    let order = client.create_order().symbol("BTCUSDT").side("BUY").type_("MARKET").quantity("0.010");
    let error = order.send().await.unwrap_err();
    assert_eq!((error.outcome(), error.orders().len(), server.requests().len()), (Outcome::Unknown, 1, 1));
    let Error::Transport(error) = error else { panic!("of another kind") };
    assert_eq!(error.rate_limits().order_count_1m, Some(9));
}

#[tokio::test]
async fn an_encoding_that_was_not_asked_for_is_named() {
    let body = GzEncoder::new(Vec::new(), Compression::fast()).finish().unwrap();
    let error = time(response("200 OK", "content-encoding: br\r\n", &body)).await.unwrap_err();
    let says = "does not decode at `.`: it is encoded as \"br\", which was not asked for";
    assert!(error.to_string().contains(says), "{error}");
    let Error::Decode(error) = error else { panic!("of another kind") };
    assert_eq!((error.body(), error.headers()["content-encoding"].as_bytes()), (&body[..], &b"br"[..]));
}
