//! An answer of a web server, as WARC keeps it: a status, headers, and a body that may come in
//! chunks and be packed.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use encoding_rs::Encoding;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::gzip;

/// Bytes of all headers together beyond which they are none.
const LONGEST_HEAD: u64 = 256 << 10;

/// Headers, with their names in small letters.
#[derive(Debug, Default)]
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    /// Reads lines up to an empty one; says whether it came.
    ///
    /// # Errors
    ///
    /// If the bytes cannot be read.
    pub(super) fn read(reader: &mut impl BufRead) -> io::Result<(Self, bool)> {
        let mut headers = Self::default();
        let mut reader = reader.by_ref().take(LONGEST_HEAD);
        loop {
            let mut line = Vec::new();
            reader.read_until(b'\n', &mut line)?;
            let is_whole = line.last() == Some(&b'\n');
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches(['\r', '\n']);
            if text.is_empty() || !is_whole {
                return Ok((headers, is_whole));
            }
            if text.starts_with([' ', '\t']) {
                // The line before goes on.
                if let Some((_, value)) = headers.0.last_mut() {
                    value.push(' ');
                    value.push_str(text.trim());
                }
            } else if let Some((name, value)) = text.split_once(':') {
                headers.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
    }

    /// The value of the first header of a name.
    pub(super) fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value)
    }
}

/// Reads the first line of an answer, and gives its status.
///
/// # Errors
///
/// If the bytes cannot be read.
pub(super) fn status(reader: &mut impl BufRead) -> io::Result<Option<u16>> {
    let mut line = Vec::new();
    reader.by_ref().take(LONGEST_HEAD).read_until(b'\n', &mut line)?;
    let line = String::from_utf8_lossy(&line);
    let is_http = line.starts_with("HTTP/");
    Ok(line.split_whitespace().nth(1).filter(|_| is_http).and_then(|word| word.parse().ok()))
}

/// What a header such as `text/html; charset=utf-8` tells.
pub(super) struct ContentType {
    /// The type in small letters.
    pub(super) essence: String,
    /// The character set, or empty.
    charset: String,
}

impl ContentType {
    pub(super) fn of(header: &str) -> Self {
        let mut parts = header.split(';');
        let essence = parts.next().unwrap_or("").trim().to_ascii_lowercase();
        let charset = parts
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
            .map_or("", |(_, value)| value.trim().trim_matches(['"', '\'']));
        Self { essence, charset: charset.to_owned() }
    }

    /// A body in UTF-8, if it is in another character set that the header names. What the body says
    /// of itself is left to its reader.
    pub(super) fn decode(&self, body: Vec<u8>) -> Vec<u8> {
        let is_marked = Encoding::for_bom(&body).is_some();
        if is_marked || std::str::from_utf8(&body).is_ok() {
            return body;
        }
        match Encoding::for_label(self.charset.as_bytes()) {
            Some(encoding) if encoding != encoding_rs::UTF_8 => {
                encoding.decode(&body).0.into_owned().into_bytes()
            }
            _ => body,
        }
    }
}

/// A body as it was before it was sent.
///
/// # Errors
///
/// If it is packed in a way that is not known, is damaged, or is longer than `most`.
pub(super) fn unpack(headers: &Headers, body: Vec<u8>, most: usize) -> Result<Vec<u8>, String> {
    let chunked = headers.value("transfer-encoding").to_ascii_lowercase().contains("chunked");
    let mut body = if chunked { join(&body).unwrap_or(body) } else { body };
    // The last one was put on last.
    for encoding in headers.value("content-encoding").rsplit(',') {
        let encoding = encoding.trim().to_ascii_lowercase();
        let packed = Cow::Borrowed(&body[..]);
        let out = match encoding.as_str() {
            "" | "identity" => continue,
            // Some archives keep the header of what they have unpacked.
            "gzip" | "x-gzip" if !packed.starts_with(&gzip::MAGIC[..2]) => continue,
            "gzip" | "x-gzip" => bounded(MultiGzDecoder::new(&packed[..]), most),
            // Servers disagree whether a header belongs to it.
            "deflate" => bounded(ZlibDecoder::new(&packed[..]), most)
                .or_else(|_| bounded(DeflateDecoder::new(&packed[..]), most)),
            other => return Err(format!("its encoding ‘{other}’ is not known; store it unpacked")),
        };
        body = out?;
    }
    Ok(body)
}

/// All that comes out, unless that is more than `most`.
fn bounded(reader: impl Read, most: usize) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let read = reader.take(most as u64 + 1).read_to_end(&mut out);
    match read {
        Ok(_) if out.len() > most => Err(format!("over {} MiB come out of it", most >> 20)),
        Ok(_) => Ok(out),
        Err(error) => Err(format!("what it is packed with is damaged: {error}")),
    }
}

/// A body without the lengths of its chunks; none if it has none. One that breaks off is kept so far.
fn join(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let line = String::from_utf8_lossy(&rest[..end]);
        let digits = line.split(';').next().unwrap_or("").trim();
        let Ok(length) = usize::from_str_radix(digits, 16) else {
            // Some archives keep the header of what they have joined.
            if out.is_empty() {
                return None;
            }
            break;
        };
        rest = &rest[end + 1..];
        if length == 0 {
            break;
        }
        let length = length.min(rest.len());
        out.extend_from_slice(&rest[..length]);
        rest = &rest[length..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(text: &str) -> Headers {
        Headers::read(&mut text.as_bytes()).expect("memory is readable").0
    }

    #[test]
    fn headers_end_with_an_empty_line() {
        let mut reader = &b"Content-Type: text/html;\r\n  charset=utf-8\r\nX: y: z\r\n\r\n<p>"[..];
        let (headers, is_whole) = Headers::read(&mut reader).expect("memory is readable");
        assert!(is_whole);
        assert_eq!(headers.value("content-type"), "text/html; charset=utf-8");
        assert_eq!(headers.value("x"), "y: z");
        assert_eq!(reader, b"<p>");
        assert!(!Headers::read(&mut &b"Content-Ty"[..]).expect("memory is readable").1);
    }

    #[test]
    fn chunks_are_joined_where_there_are_any() {
        let chunked = headers("Transfer-Encoding: chunked\n\n");
        let read = |body: &[u8]| unpack(&chunked, body.to_vec(), 100).expect("it is sound");
        assert_eq!(read(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"), b"abcde");
        assert_eq!(read(b"ff\r\nit breaks off"), b"it breaks off");
        assert_eq!(read(b"<p>joined before</p>\n"), b"<p>joined before</p>\n");
    }

    #[test]
    fn what_is_packed_is_unpacked_and_bounded() {
        use std::io::Write;
        let pack = |text: &[u8]| {
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(text).expect("memory takes all");
            encoder.finish().expect("memory takes all")
        };
        let gzip = headers("Content-Encoding: gzip\n\n");
        assert_eq!(unpack(&gzip, pack(b"text"), 100).as_deref(), Ok(&b"text"[..]));
        assert_eq!(unpack(&gzip, b"text".to_vec(), 100).as_deref(), Ok(&b"text"[..]));
        let told = unpack(&gzip, pack(&[b'a'; 1000]), 100).expect_err("it is too long");
        assert!(told.starts_with("over 0 MiB"), "{told}");
        let cut = pack(b"text")[..12].to_vec();
        assert!(unpack(&gzip, cut, 100).expect_err("it is cut").contains("damaged"));
        let other = headers("Content-Encoding: br\n\n");
        assert!(unpack(&other, vec![1], 100).expect_err("it is not known").contains("‘br’"));
    }

    #[test]
    fn a_character_set_is_heeded_where_it_is_needed() {
        let latin = ContentType::of("Text/HTML; Charset=\"windows-1252\"");
        assert_eq!(latin.essence, "text/html");
        assert_eq!(latin.decode(b"Andr\xe9".to_vec()), "André".as_bytes());
        assert_eq!(latin.decode("André".into()), "André".as_bytes());
    }
}
