//! Messages as they stand on the wire: header lines, a blank line, and a body of `Content-Length` bytes.
//!
//! Tolerant where clients differ (case and order of headers), and able to find the next message behind bytes that make no sense. Knows
//! nothing of JSON, and never holds more than one message.

use std::io::{self, BufRead, Read, Write};

/// No environment of the largest size that is read becomes a longer message; a header that says more is not believed.
const MAX_BODY: u64 = 256 * 1024 * 1024;

/// No header line is longer.
const MAX_LINE: u64 = 8 * 1024;

const LENGTH: &str = "content-length:";

/// Reads the next body, or `None` at the end of the input. Bytes that belong to no message are skipped; a body that is cut off by the end
/// is none.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&line);
        match (text.trim().is_empty(), length) {
            (true, Some(length)) => return read_body(input, length),
            (true, None) => {}
            (false, _) => length = content_length(&text).or(length),
        }
    }
}

/// The length that a header line states. The header may stand behind the remains of a body that was longer than it said.
fn content_length(line: &str) -> Option<u64> {
    let at = line.to_ascii_lowercase().rfind(LENGTH)?;
    let length = line.get(at + LENGTH.len()..)?.trim().parse().ok()?;
    (length <= MAX_BODY).then_some(length)
}

fn read_body(input: &mut impl BufRead, length: u64) -> io::Result<Option<Vec<u8>>> {
    // The length is a claim: memory is used for what really comes.
    let mut body = Vec::new();
    input.by_ref().take(length).read_to_end(&mut body)?;
    Ok((body.len() as u64 == length).then_some(body))
}

/// Writes one body with its header.
pub(super) fn write(output: &mut impl Write, body: &[u8]) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n", body.len())?;
    output.write_all(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: &[&str]) {
        let mut input = input.as_bytes();
        let mut bodies = Vec::new();
        while let Some(body) = read(&mut input).unwrap() {
            bodies.push(String::from_utf8(body).unwrap());
        }
        assert_eq!(bodies, expected);
    }

    #[test]
    fn reads_bodies_by_their_length() {
        check("Content-Length: 2\r\n\r\n{}Content-Length: 4\r\n\r\n[\r\n]", &["{}", "[\r\n]"]);
        check("Content-Length: 0\r\n\r\nContent-Length: 2\r\n\r\n{}", &["", "{}"]);
    }

    #[test]
    fn headers_come_in_any_case_and_order() {
        check("content-length: 2\r\n\r\n{}", &["{}"]);
        check("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nCONTENT-LENGTH:2\r\n\r\n{}", &["{}"]);
        check("Content-Length: 2\nContent-Type: x\n\n{}", &["{}"]);
    }

    #[test]
    fn finds_the_next_message_behind_nonsense() {
        check("hello\r\n\r\nContent-Length: 2\r\n\r\n{}", &["{}"]);
        check("Content-Length: x\r\n\r\n{}\r\nContent-Length: 2\r\n\r\n{}", &["{}"]);
        check("Content-Length: 99999999999999\r\n\r\n{}\r\nContent-Length: 2\r\n\r\n{}", &["{}"]);
        check("Content-Length: -1\r\n\r\nContent-Length: 2\r\n\r\n{}", &["{}"]);
        // The first body is longer than its header says.
        check("Content-Length: 3\r\n\r\n{\"a\":1}Content-Length: 2\r\n\r\n{}", &["{\"a", "{}"]);
    }

    #[test]
    fn a_body_that_is_cut_off_is_none() {
        check("Content-Length: 10\r\n\r\n{}", &[]);
        check("Content-Length: 10\r\n", &[]);
    }

    #[test]
    fn writes_what_it_reads() {
        let mut wire = Vec::new();
        write(&mut wire, "{\"é\":1}".as_bytes()).unwrap();
        check(std::str::from_utf8(&wire).unwrap(), &["{\"é\":1}"]);
    }
}
