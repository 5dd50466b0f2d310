//! Bytes to text: a byte order mark, a declared character set, or what the bytes look like.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

/// Bytes in which a page declares its character set.
const DECLARATION: usize = 2048;

/// What is told of bytes with zeros among them.
const NO_TEXT: &str = "it holds zero bytes: it is no text, or UTF-16 that needs a byte order mark";

/// The text of some bytes, or why they are none.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, &'static str> {
    let marked = Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
    let bytes = match marked.or_else(|| wide(&bytes)) {
        None => match String::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => return Ok(text),
            Ok(_) => return Err(NO_TEXT),
            Err(error) => error.into_bytes(),
        },
        Some(encoding) => {
            let (text, _, wrong) = encoding.decode(&bytes);
            return if wrong {
                Err("it breaks off within a letter")
            } else {
                Ok(text.into_owned())
            };
        }
    };
    if bytes.iter().take(DECLARATION).any(|&byte| byte == 0) {
        return Err(NO_TEXT);
    }
    let encoding = declared(&bytes).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&bytes, true);
        detector.guess(None, Utf8Detection::Allow)
    });
    Ok(encoding.decode(&bytes).0.into_owned())
}

/// Whether bytes are UTF-16, by a mark at their start or by what they look like.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    let marked = Encoding::for_bom(bytes).is_some_and(|(it, _)| it != encoding_rs::UTF_8);
    marked || wide(bytes).is_some()
}

/// UTF-16 without a mark: most letters of English have a zero byte before or after them.
pub(super) fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let (pairs, _) = bytes[..bytes.len().min(DECLARATION)].as_chunks::<2>();
    let zeros = |at: usize| pairs.iter().filter(|pair| pair[at] == 0 && pair[1 - at] != 0).count();
    let most = |count: usize| pairs.len() >= 8 && count * 4 > pairs.len() * 3;
    match (zeros(0), zeros(1)) {
        (high, 0) if most(high) => Some(encoding_rs::UTF_16BE),
        (0, high) if most(high) => Some(encoding_rs::UTF_16LE),
        _ => None,
    }
}

/// The character set that a page declares of itself.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(DECLARATION)];
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let at = start.find("charset=").map(|at| at + 8)?;
    let label: String = start[at..]
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_'))
        .collect();
    // A page that says UTF-8 and is not is read as what it looks like.
    Encoding::for_label(label.as_bytes()).filter(|found| *found != encoding_rs::UTF_8)
}
