//! Answers that are no errors by their status: what decodes, what does not, and what is not followed.

use binance_usdm::builder::BatchOrder;
use binance_usdm::{DecodeError, Error, reqwest};

use crate::support::{Answer, Server, ok, response};

#[track_caller]
fn decode(error: Error) -> DecodeError {
    let Error::Decode(error) = error else { panic!("{error:?}") };
    *error
}

async fn time(answer: Answer) -> Result<i64, Error> {
    let server = Server::answering(answer).await;
    server.client().get_server_time().send().await.map(|time| time.server_time.as_millis())
}

#[tokio::test]
async fn a_chunked_answer_is_decoded() {
    let body = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\ne\r\n{\"serverTime\":\r\n2\r\n7}\r\n0\r\n\r\n";
    assert_eq!(time(Answer::Write(body.into())).await.unwrap(), 7);
}

#[tokio::test]
async fn fields_that_nobody_knows_yet_are_passed_over() {
    assert_eq!(time(ok(r#"{"new":[{"a":1e400}],"serverTime":5}"#)).await.unwrap(), 5);
}

#[tokio::test]
async fn an_accepted_request_with_an_unreadable_answer_is_told_with_path_and_body() {
    for (body, path, problem) in [
        (r#"{"serverTime":"soon"}"#, "serverTime", "invalid value: string \"soon\", expected a 64-bit integer"),
        (r#"{"serverTime":1.5}"#, "serverTime", "expected a 64-bit integer"),
        (r#"{"servertime":1}"#, ".", "missing field `serverTime`"),
        (r#"{"serverTime":"#, "serverTime", "EOF while parsing"),
        ("<html>maintenance</html>", ".", "expected value"),
        ("", ".", "EOF while parsing"),
        (r#"{"serverTime":1}{"serverTime":2}"#, ".", "trailing characters"),
    ] {
        let error = time(ok(body)).await.unwrap_err();
        let message = error.to_string();
        let start = format!("getServerTime: accepted (HTTP 200), but the answer does not decode at `{path}`: ");
        assert!(message.starts_with(&start) && message.contains(problem), "{body}: {message}");
        let error = decode(error);
        assert_eq!((error.path(), error.body(), error.status().as_u16()), (path, body.as_bytes(), 200));
        assert_eq!(
            (error.operation().id, error.headers()["content-type"].as_bytes()),
            ("getServerTime", &b"application/json"[..])
        );
    }
}

#[tokio::test]
async fn an_answer_that_is_no_text_is_told_with_the_place_and_all_its_bytes() {
    let body = b"{\"serverTime\":\"\xff\"}";
    let error = time(response("200 OK", "", body)).await.unwrap_err();
    let says = "does not decode at `.`: invalid utf-8 sequence of 1 bytes from index 15";
    assert!(error.to_string().contains(says), "{error}");
    assert_eq!(decode(error).body(), body);
}

#[tokio::test]
async fn bytes_that_are_no_text_cost_nothing_in_a_field_that_nobody_knows() {
    assert_eq!(time(response("200 OK", "", b"{\"note\":\"\xff\",\"serverTime\":7}")).await.unwrap(), 7);
}

#[tokio::test]
async fn the_path_leads_into_lists_rows_and_batches() {
    let server = Server::answering(ok(r#"{"bids":[["65000.10","0.4"],["64999.90","4 %"]]}"#)).await;
    let error = decode(server.client().get_order_book().symbol("A").send().await.unwrap_err());
    assert_eq!(error.path(), "bids[1][1]");

    let server = Server::answering(ok(r#"[{"asset":"A"},{"asset":7}]"#)).await;
    let error = decode(server.client().get_balance().send().await.unwrap_err());
    assert_eq!(error.path(), "[0]");

    let server = Server::answering(ok(r#"[{"code":-2022,"msg":"no"},{"symbol":"A","orderId":"8"}]"#)).await;
    let row = BatchOrder::new().symbol("A").side("BUY").type_("MARKET").quantity("1");
    let error = decode(server.client().create_batch_orders().batch_orders(vec![row; 2]).send().await.unwrap_err());
    assert_eq!(error.path(), "[1].orderId");
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_the_key_stays_here() {
    let elsewhere = Server::answering(ok("[]")).await;
    for status in
        ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let location = format!("location: {}/fapi/v2/balance\r\n", elsewhere.base_url());
        let server = Server::answering(response(status, &location, "")).await;
        let follows = reqwest::Client::builder().redirect(reqwest::redirect::Policy::limited(5));
        for client in [server.client(), server.configure(|builder| builder.http(follows))] {
            let Err(Error::Unexpected(error)) = client.get_balance().send().await else { panic!("{status} followed") };
            assert_eq!(error.status().as_str(), &status[..3]);
        }
        assert_eq!(server.requests().len(), 2);
    }
    assert_eq!((elsewhere.connections(), elsewhere.requests().len()), (0, 0));
    elsewhere.client_without_keys().get_funding_info().send().await.unwrap();
    assert_eq!(elsewhere.connections(), 1);
}
