//! The body of an answer, read and decompressed.

use std::io::{self, Write};

use bytes::{Bytes, BytesMut};
use flate2::write::MultiGzDecoder;
use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderValue};

use crate::error::Cause;

/// The encodings that the exchange may choose from.
pub(super) const ACCEPTED: HeaderValue = HeaderValue::from_static("gzip");

/// Reads a body up to this many bytes, which are those after decompression.
///
/// A body that is decompressed takes the headers with it that are not true of it any more. One in an encoding that was
/// not asked for stays as it is, with the header that says so.
pub(super) async fn read(response: &mut Response, headers: &mut HeaderMap, limit: usize) -> Result<Bytes, Cause> {
    if headers.get(CONTENT_ENCODING).is_some_and(is_gzip) {
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
        return decompressed(response, limit).await;
    }
    plain(response, limit).await
}

fn is_gzip(encoding: &HeaderValue) -> bool {
    // RFC 9110, 8.4: the names have no case, and the second is an old one of the first.
    ["gzip", "x-gzip"].iter().any(|name| encoding.as_bytes().eq_ignore_ascii_case(name.as_bytes()))
}

async fn plain(response: &mut Response, limit: usize) -> Result<Bytes, Cause> {
    let told = response.content_length().and_then(|length| usize::try_from(length).ok());
    if told.is_some_and(|length| length > limit) {
        return Err(Cause::TooLarge(limit));
    }
    let (mut first, mut rest) = (Bytes::new(), BytesMut::new());
    while let Some(piece) = response.chunk().await.map_err(Cause::Http)? {
        if first.len().max(rest.len()) + piece.len() > limit {
            return Err(Cause::TooLarge(limit));
        }
        if first.is_empty() {
            // An answer of one piece is taken as it is.
            first = piece;
            continue;
        }
        if rest.is_empty() {
            rest.reserve(told.unwrap_or_default().max(first.len() + piece.len()));
            rest.extend_from_slice(&first);
        }
        rest.extend_from_slice(&piece);
    }
    Ok(if rest.is_empty() { first } else { rest.freeze() })
}

/// Decompresses each piece as it comes, so that no more is ever held than may be.
async fn decompressed(response: &mut Response, limit: usize) -> Result<Bytes, Cause> {
    let broken = |error: io::Error| match error.kind() {
        io::ErrorKind::FileTooLarge => Cause::TooLarge(limit),
        _ => Cause::Gzip(error),
    };
    let Some(mut piece) = response.chunk().await.map_err(Cause::Http)? else {
        // Some servers say of nothing that it is compressed.
        return Ok(Bytes::new());
    };
    let mut gzip = MultiGzDecoder::new(Bounded { bytes: Vec::new(), limit });
    loop {
        gzip.write_all(&piece).map_err(broken)?;
        match response.chunk().await.map_err(Cause::Http)? {
            Some(next) => piece = next,
            None => break,
        }
    }
    gzip.finish().map(|bounded| bounded.bytes.into()).map_err(broken)
}

/// Bytes up to a number of them.
struct Bounded {
    bytes: Vec<u8>,
    limit: usize,
}

impl Write for Bounded {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let length = self.bytes.len() + piece.len();
        if length > self.limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if length > self.bytes.capacity() {
            // Twice as much, as a `Vec` grows by itself, but within the limit.
            let capacity = length.max(2 * self.bytes.capacity()).min(self.limit);
            self.bytes.reserve_exact(capacity - self.bytes.len());
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Write as _};

    use super::Bounded;

    #[test]
    fn bytes_take_no_more_memory_than_their_limit() {
        let mut bounded = Bounded { bytes: Vec::new(), limit: 100_000 };
        while bounded.write_all(&[b' '; 10_000]).is_ok() {}
        assert_eq!((bounded.bytes.len(), bounded.bytes.capacity()), (100_000, 100_000));
        assert_eq!(bounded.write_all(b" ").unwrap_err().kind(), ErrorKind::FileTooLarge);
    }
}
