//! A candidate behind a URL.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use super::super::SPEC;
use super::{Said, repository, run};

/// Looks at what a server on this machine answers with.
async fn served(head: &str, body: &str) -> Said {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/spec.yml", listener.local_addr().unwrap());
    let answer = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        stream.write_all(answer.as_bytes()).unwrap();
    });
    let said = run(repository(), &["diff", &address]).await;
    server.join().unwrap();
    Said { out: said.out.replace(&address, "URL"), err: said.err.replace(&address, "URL"), ..said }
}

#[tokio::test]
async fn a_spec_behind_a_url_is_compared() {
    let said = served("200 OK", SPEC).await;
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("\n`URL`, sha256 `"), "{}", said.out);
}

#[tokio::test]
async fn a_spec_that_ends_in_the_middle_of_a_line_is_refused() {
    let said = served("200 OK", SPEC.trim_end()).await;
    let problem = "URL: it ends in the middle of a line: the download may be cut off\n";
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (3, "", problem));
}

#[tokio::test]
async fn half_a_spec_is_not_usable() {
    let half = SPEC[..SPEC.len() / 2].rsplit_once('\n').unwrap().0;
    let said = served("200 OK", &format!("{half}\n")).await;
    assert_eq!(said.code, 3, "{}", said.out);
}

#[tokio::test]
async fn a_file_that_is_not_there_is_one_line() {
    let said = served("404 Not Found", "<html>").await;
    let problem = "URL: 404, there is no such file: upstream may have moved it\n";
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (3, "", problem));
}
