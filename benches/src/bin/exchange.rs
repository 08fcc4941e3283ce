//! An exchange that answers at once and always the same, in a process of its own, so that what it costs is not counted.
//!
//! It tells its address in the first line that it prints, and ends with the process that started it.

use binance_usdm_benches::inputs::{PLACED, PRICE, ROOMY};
use tokio::io::{AsyncReadExt, AsyncWriteExt, Result};
use tokio::net::{TcpListener, TcpStream};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    let mut parent = tokio::io::stdin();
    let mut end = [0];
    loop {
        tokio::select! {
            accepted = listener.accept() => drop(tokio::spawn(serve(accepted?.0))),
            // Nothing is ever written there: this is the end of it.
            _ = parent.read(&mut end) => return Ok(()),
        }
    }
}

async fn serve(mut connection: TcpStream) -> Result<()> {
    connection.set_nodelay(true)?;
    let (mut received, mut length) = (vec![0; 16 * 1024], 0);
    loop {
        let read = connection.read(&mut received[length..]).await?;
        if read == 0 {
            return Ok(());
        }
        length += read;
        // No request has a body, and no client sends the next before it has the answer.
        if received[..length].ends_with(b"\r\n\r\n") {
            connection.write_all(answer(&received[..length]).as_bytes()).await?;
            length = 0;
        }
    }
}

fn answer(request: &[u8]) -> String {
    let path = request.split(|byte| *byte == b' ').nth(1).unwrap_or_default();
    let body = match path.split(|byte| *byte == b'?').next().unwrap_or_default() {
        b"/fapi/v1/order" => PLACED,
        b"/fapi/v1/exchangeInfo" => ROOMY,
        _ => PRICE,
    };
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nDate: Sat, 22 Aug 2026 10:00:00 GMT\r\nX-MBX-USED-WEIGHT-1M: 1\r\nX-MBX-ORDER-COUNT-10S: 1\r\nX-MBX-ORDER-COUNT-1M: 1\r\nX-Response-Time: 4ms\r\n\r\n{body}",
        body.len()
    )
}
