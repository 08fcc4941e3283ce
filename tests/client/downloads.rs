//! Links to files of the account's history, which are secrets.

use binance_usdm::sandbox::{ManualClock, Sandbox};
use binance_usdm::types::DownloadStatus;
use binance_usdm::{Client, Outcome, RetryPolicy, Timestamp};

use crate::redaction::shown_error;
use crate::support::{Answer, NOW, Server, after, ok, response};

const URL: &str = "https://files.example.com/h/1.zip?Expires=1763896242&Signature=b2tfdGhpc19pc19ub3Rfb25l";

/// An answer with this as its link, in JSON.
fn link(url: &str) -> String {
    format!(r#"{{"downloadId":"1","status":"completed","url":{url},"expirationTimestamp":1763896242000}}"#)
}

#[track_caller]
fn assert_hidden(text: &str) {
    assert!(!text.contains("Signature=") && !text.contains("b2tfdGhpc19pc19"), "{text}");
}

#[tokio::test]
async fn a_link_is_there_for_who_asks_and_not_printed() {
    let server = Server::answering(ok(&link(&format!("\"{URL}\"")))).await;
    let client = server.client();
    let answer = client.get_income_download_link().download_id("1").send().await.unwrap();
    assert_eq!(answer.url.as_ref().unwrap().as_str(), URL);
    assert_hidden(&format!("{answer:?} {answer:#?} {:?}", answer.clone().into_inner()));
    assert_eq!(serde_json::to_value(&*answer).unwrap()["url"], URL);
}

#[tokio::test]
async fn an_answer_with_a_link_that_does_not_decode_is_not_shown() {
    let hostile =
        [format!("[\"{URL}\"]"), format!("{{\"{URL}\":1}}"), format!("\"{URL}"), format!("\"{URL}\"}} {URL}")];
    for body in hostile.iter().map(|url| link(url)).chain([URL.to_owned(), format!("\"{URL}\"")]) {
        for answer in [ok(&body), response("502 Bad Gateway", "", &body)] {
            let server = Server::answering(answer).await;
            let client = server.client();
            for error in [
                client.get_income_download_link().download_id("1").send().await.unwrap_err(),
                client.get_order_download_link().download_id("1").send().await.unwrap_err(),
                client.get_trade_download_link().download_id("1").send().await.unwrap_err(),
            ] {
                assert_hidden(&shown_error(&error));
            }
        }
    }
}

#[tokio::test]
async fn there_is_no_link_until_the_file_is_ready() {
    let clock = ManualClock::new(NOW);
    let sandbox = Sandbox::builder().clock(clock.clone()).start().await.unwrap();
    let client = Client::builder().base_url(sandbox.base_url()).credentials(sandbox.credentials());
    let client = client.clock(clock.clone()).build().unwrap();
    let file = client.get_trade_download_id().start_time(after(-86_400_000)).end_time(after(0)).send().await.unwrap();
    let ask = async || client.get_trade_download_link().download_id(&*file.download_id).send().await.unwrap();
    let early = ask().await;
    assert_eq!((&early.status, &early.url), (&DownloadStatus::Processing, &None));
    assert_eq!((early.expiration_timestamp, early.is_expired), (Some(Timestamp::from_millis(-1)), None));
    clock.advance(10_000);
    let ready = ask().await;
    assert_eq!(ready.status, DownloadStatus::Completed);
    assert!(ready.url.as_ref().unwrap().as_str().starts_with("https://"));
}

/// An account has five files a month.
#[tokio::test]
async fn a_file_is_never_asked_for_twice() {
    for answer in [Answer::HangUp(Vec::new()), response("503 Service Unavailable", "", "")] {
        let server = Server::answering(answer).await;
        let client = server.configure(|builder| builder.retry(RetryPolicy::default()));
        let call = client.get_order_download_id().start_time(after(-1_000)).end_time(after(0));
        assert_eq!(call.send().await.unwrap_err().outcome(), Outcome::Unknown);
        assert_eq!(server.requests().len(), 1);
    }
}
