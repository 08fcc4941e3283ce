//! A server on this machine that gives the same answer to everybody.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

/// Answers with this text and gives the address.
pub fn serves(text: &str) -> String {
    answers("200 OK", text.len(), text)
}

/// Answers with this head and text, and announces this length.
pub fn answers(head: &str, length: usize, text: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/spec.yml", listener.local_addr().unwrap());
    let answer = format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{text}");
    // Ends with the tests.
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}
