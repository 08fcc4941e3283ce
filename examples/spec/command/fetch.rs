//! Downloads a spec. Whatever is not the whole file is an error that says so in one line.

use std::time::Duration;

use binance_usdm::reqwest::{Client, Response, StatusCode, Url, header, redirect};

use super::candidate::Missing;

/// More than any spec has.
const MOST: usize = 10 * 1024 * 1024;
const TIME: Duration = Duration::from_secs(60);

/// The address as it may be shown, and the text that it answers with.
pub async fn text(address: &str) -> Result<(String, String), Missing> {
    let url = Url::parse(address).map_err(|error| Missing::Unread(format!("`{address}` is no URL: {error}")))?;
    let name = shown(&url);
    let text = answer(url).await.map_err(|missing| missing.at(&name))?;
    Ok((name, text))
}

/// Without what may be a secret: a password or a token.
fn shown(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path())
}

async fn answer(url: Url) -> Result<String, Missing> {
    let is_loopback = ["127.0.0.1", "localhost", "[::1]"].contains(&url.host_str().unwrap_or_default());
    if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback) {
        return Err(Missing::Unread("only https is fetched, or http from this machine".to_owned()));
    }
    let response = client(is_loopback).map_err(Missing::Unread)?.get(url).send().await;
    let response = response.map_err(|error| Missing::Unread(format!("no answer: {}", told(error))))?;
    accept(&response)?;
    body(response).await.map_err(Missing::Unread)
}

/// What can be said before the body is read.
fn accept(response: &Response) -> Result<(), Missing> {
    let status = response.status();
    let value = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
    if status.is_redirection() {
        let to = value(header::LOCATION).unwrap_or("nowhere");
        return Err(Missing::Gone(format!("{status}, it redirects to {to}: give that address if it is the right one")));
    }
    if matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE) {
        return Err(Missing::Gone(format!("{status}: upstream has moved or removed the file")));
    }
    if status != StatusCode::OK {
        return Err(Missing::Unread(format!("it answers {status}")));
    }
    if value(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html")) {
        return Err(Missing::Unread("a page of HTML, not a spec".to_owned()));
    }
    Ok(())
}

fn client(is_loopback: bool) -> Result<Client, String> {
    install_crypto_provider();
    // Not compressed: the length that is announced is that of the text.
    let builder = Client::builder().timeout(TIME).redirect(redirect::Policy::none()).no_gzip();
    let builder = if is_loopback { builder.no_proxy() } else { builder };
    builder.build().map_err(|error| format!("no HTTP client: {error}"))
}

/// reqwest wants one even for plain HTTP.
fn install_crypto_provider() {
    #[cfg(feature = "rustls")]
    drop(rustls::crypto::ring::default_provider().install_default());
}

async fn body(mut response: Response) -> Result<String, String> {
    let mut bytes = Vec::new();
    while let Some(chunk) =
        response.chunk().await.map_err(|error| format!("the download is cut off: {}", told(error)))?
    {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MOST {
            return Err(format!("larger than {} MB, so not a spec", MOST / 1024 / 1024));
        }
    }
    String::from_utf8(bytes).map_err(|_| "not text in UTF-8".to_owned())
}

/// The innermost cause, which is the one that says something.
fn told(error: binance_usdm::reqwest::Error) -> String {
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// Answers one request with these bytes and gives what became of it, without the address.
    async fn fetched(answer: impl Into<Vec<u8>>) -> Result<String, Missing> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/spec.yml", listener.local_addr().unwrap());
        let answer = answer.into();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]).unwrap();
            // The client hangs up on an answer that is too large.
            let _ = stream.write_all(&answer);
        });
        let outcome = text(&format!("{address}?token=secret")).await;
        server.join().unwrap();
        outcome
            .map(|(name, text)| {
                assert_eq!(name, address);
                text
            })
            .map_err(|missing| match missing {
                Missing::Gone(problem) => Missing::Gone(problem.replace(&address, "")),
                Missing::Unread(problem) => Missing::Unread(problem.replace(&address, "")),
            })
    }

    /// What a missing spec is told as, if another attempt may find it.
    fn unread(outcome: Result<String, Missing>) -> String {
        let missing = outcome.unwrap_err();
        assert!(matches!(missing, Missing::Unread(_)), "{missing:?}");
        one_line(missing.problem())
    }

    fn gone(outcome: Result<String, Missing>) -> String {
        let missing = outcome.unwrap_err();
        assert!(matches!(missing, Missing::Gone(_)), "{missing:?}");
        one_line(missing.problem())
    }

    fn one_line(problem: &str) -> String {
        assert!(!problem.contains("secret") && problem.lines().count() == 1, "{problem}");
        problem.to_owned()
    }

    #[tokio::test]
    async fn a_file_is_fetched_as_it_is() {
        let text = fetched("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\na: ü").await;
        assert_eq!(text.unwrap(), "a: ü");
    }

    #[tokio::test]
    async fn a_file_that_is_gone_is_told_as_such() {
        let problem = gone(fetched("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n").await);
        assert_eq!(problem, ": 404 Not Found: upstream has moved or removed the file");
        let problem = gone(fetched("HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n").await);
        assert_eq!(problem, ": 410 Gone: upstream has moved or removed the file");
    }

    #[tokio::test]
    async fn a_server_in_trouble_does_not_mean_that_the_file_is_gone() {
        let problem = unread(fetched("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n").await);
        assert_eq!(problem, ": it answers 503 Service Unavailable");
    }

    #[tokio::test]
    async fn redirects_are_told_and_not_followed() {
        let answer = "HTTP/1.1 301 Moved\r\nlocation: https://elsewhere/x\r\ncontent-length: 0\r\n\r\n";
        let told = "it redirects to https://elsewhere/x: give that address if it is the right one";
        assert_eq!(gone(fetched(answer).await), format!(": 301 Moved Permanently, {told}"));
    }

    #[tokio::test]
    async fn a_download_that_is_cut_off_is_refused() {
        let problem = unread(fetched("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\na: 1\n").await);
        assert!(problem.starts_with(": the download is cut off: "), "{problem}");
    }

    #[tokio::test]
    async fn a_page_of_html_is_refused() {
        let answer = "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: 2\r\n\r\nhi";
        assert_eq!(unread(fetched(answer).await), ": a page of HTML, not a spec");
    }

    #[tokio::test]
    async fn what_is_larger_than_any_spec_is_refused() {
        let mut answer = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
        answer.resize(MOST + 1000, b' ');
        assert_eq!(unread(fetched(answer).await), ": larger than 10 MB, so not a spec");
    }

    #[tokio::test]
    async fn what_is_no_text_is_refused() {
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n\xff\xfe";
        assert_eq!(unread(fetched(answer).await), ": not text in UTF-8");
    }

    #[tokio::test]
    async fn nothing_is_fetched_in_the_clear_from_elsewhere() {
        for address in ["http://example.com/spec.yml", "ftp://127.0.0.1/spec.yml", "file:///etc/passwd"] {
            let missing = text(address).await.unwrap_err();
            assert!(missing.problem().ends_with("only https is fetched, or http from this machine"));
        }
        assert!(text("://").await.unwrap_err().problem().contains("is no URL"));
    }
}
