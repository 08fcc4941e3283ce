//! A candidate behind a URL.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use super::super::SPEC;
use super::super::command::candidate::sha256;
use super::{Said, folder, repository, run};

/// Looks at what a server on this machine answers with.
async fn served(head: &str, body: &str) -> Said {
    fetched(&["diff", "URL"], head, body).await
}

/// Runs the command on the address of such a server.
async fn fetched(arguments: &[&str], head: &str, body: &str) -> Said {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/spec.yml", listener.local_addr().unwrap());
    let answer = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        stream.write_all(answer.as_bytes()).unwrap();
    });
    let arguments: Vec<&str> =
        arguments.iter().map(|argument| if *argument == "URL" { &address } else { *argument }).collect();
    let said = run(repository(), &arguments).await;
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
async fn a_spec_that_is_fetched_is_kept_as_it_came_and_told_by_its_hash() {
    let kept = folder("url_kept").join("kept.yml");
    let said = fetched(&["fetch", "URL", "--save", kept.to_str().unwrap()], "200 OK", SPEC).await;
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert_eq!(said.out, format!("{}\n", sha256(SPEC)));
    assert_eq!(fs::read_to_string(&kept).unwrap(), SPEC);
}

#[tokio::test]
async fn a_spec_that_ends_in_the_middle_of_a_line_is_refused() {
    let said = served("200 OK", SPEC.trim_end()).await;
    let problem = "URL: it ends in the middle of a line: the download may be cut off\n";
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (5, "", problem));
}

#[tokio::test]
async fn a_page_of_html_is_no_spec_whatever_the_server_calls_it() {
    let said = served("200 OK", "<!doctype html>\n<p>Rate limited</p>").await;
    let problem = "URL: a page of HTML or XML, not a spec\n";
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (5, "", problem));
}

#[tokio::test]
async fn an_empty_answer_is_no_spec() {
    let said = served("200 OK", "\n").await;
    assert_eq!((said.code, said.err.as_str()), (5, "URL: empty, so not a spec\n"));
}

/// Neither the length nor the end of the last line tells of such a cut, if the server counts what it sends.
#[tokio::test]
async fn a_spec_that_is_cut_off_between_two_lines_is_never_compatible() {
    let lines: Vec<&str> = SPEC.split_inclusive('\n').collect();
    let cut = folder("url_cut").join("cut.yml");
    for quarter in 1..4 {
        let kept = lines.len() * quarter / 4;
        fs::write(&cut, lines[..kept].concat()).unwrap();
        let said = run(repository(), &["diff", cut.to_str().unwrap()]).await;
        assert!((2..=3).contains(&said.code), "{kept} lines: {} {}", said.code, said.out);
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_is_one_line() {
    let said = served("404 Not Found", "<html>").await;
    let problem = "URL: 404 Not Found: upstream has moved or removed the file\n";
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (4, "", problem));
}
