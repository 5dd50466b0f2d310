//! Bytes in any encoding as a stream of UTF-8, and no more of it than is allowed.
//!
//! The formats that hold many articles are read through it, one article in memory at a time: before
//! each, [`Utf8::allow`] says how long it may be, and what is longer is an error instead of a full
//! memory.

use std::io::{self, BufRead, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8};

use super::encoding::{declared, wide};

/// Bytes by which the encoding is known.
const SAMPLE: u64 = 4096;
/// Bytes that are converted at a time.
const CHUNK: usize = 1 << 14;

/// UTF-8 made of the bytes of a reader; what is no letter becomes U+FFFD.
pub(super) struct Utf8<R> {
    inner: R,
    raw: Vec<u8>,
    decoder: Decoder,
    guess: Guess,
    letters: Vec<u8>,
    at: usize,
    left: usize,
    ended: bool,
}

/// Whether the encoding is sure.
enum Guess {
    /// It is.
    Settled,
    /// All so far was ASCII; the first other byte tells, or else what the text says of itself.
    Open(Option<&'static Encoding>),
}

impl<R: Read> Utf8<R> {
    /// Reads the start, by which the encoding is known.
    ///
    /// # Errors
    ///
    /// If the start cannot be read, or is no text.
    pub(super) fn new(mut inner: R) -> io::Result<Self> {
        let mut raw = Vec::new();
        inner.by_ref().take(SAMPLE).read_to_end(&mut raw)?;
        let sure = Encoding::for_bom(&raw).map(|(encoding, _)| encoding).or_else(|| wide(&raw));
        if sure.is_none() && raw.contains(&0) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "it holds bytes that are no text",
            ));
        }
        let (decoder, guess) = match sure {
            Some(encoding) => (encoding.new_decoder_with_bom_removal(), Guess::Settled),
            None => (
                UTF_8.new_decoder_without_bom_handling(),
                Guess::Open(declared(&raw).or_else(|| declared_in_xml(&raw))),
            ),
        };
        let mut made = Self {
            inner,
            raw,
            decoder,
            guess,
            letters: Vec::new(),
            at: 0,
            left: usize::MAX,
            ended: false,
        };
        made.convert(false);
        Ok(made)
    }

    /// Lets this many bytes more be read.
    pub(super) fn allow(&mut self, bytes: usize) {
        self.left = bytes;
    }

    /// Reads and converts some more.
    fn advance(&mut self) -> io::Result<()> {
        self.raw.resize(CHUNK, 0);
        let count = loop {
            match self.inner.read(&mut self.raw) {
                Ok(count) => break count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    // What cannot be read now will not be on a second try.
                    self.ended = true;
                    return Err(error);
                }
            }
        };
        self.raw.truncate(count);
        self.ended = count == 0;
        self.convert(count == 0);
        Ok(())
    }

    /// Converts the bytes read last.
    fn convert(&mut self, last: bool) {
        if let Guess::Open(declared) = self.guess
            && !self.raw.is_ascii()
        {
            // A text that says otherwise of itself and is UTF-8 is UTF-8.
            let is_utf8 =
                std::str::from_utf8(&self.raw).err().is_none_or(|it| it.error_len().is_none());
            if !is_utf8 {
                let encoding = declared.unwrap_or_else(|| {
                    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
                    detector.feed(&self.raw, true);
                    detector.guess(None, Utf8Detection::Allow)
                });
                self.decoder = encoding.new_decoder_without_bom_handling();
            }
            self.guess = Guess::Settled;
        }
        let room = self.decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(CHUNK * 4);
        self.letters.resize(room, 0);
        let (_, _, written, _) = self.decoder.decode_to_utf8(&self.raw, &mut self.letters, last);
        self.letters.truncate(written);
        self.at = 0;
    }
}

impl<R: Read> BufRead for Utf8<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.letters.len() && !self.ended {
            self.advance()?;
        }
        let rest = &self.letters[self.at..];
        if self.left == 0 && !rest.is_empty() {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is longer than allowed"));
        }
        Ok(&rest[..rest.len().min(self.left)])
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
        self.left = self.left.saturating_sub(count);
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let some = self.fill_buf()?;
        let count = some.len().min(buffer.len());
        buffer[..count].copy_from_slice(&some[..count]);
        self.consume(count);
        Ok(count)
    }
}

/// The encoding that the first line of XML declares.
fn declared_in_xml(start: &[u8]) -> Option<&'static Encoding> {
    let line = start.strip_prefix(b"<?xml")?;
    let line = String::from_utf8_lossy(line.split(|&byte| byte == b'>').next()?).into_owned();
    let value = line.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    // Wide letters would have been seen before; what says so and has none is read as it looks.
    Encoding::for_label(value[1..].split(quote).next()?.as_bytes())
        .filter(|it| *it != UTF_8 && it.is_ascii_compatible())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(bytes: &[u8]) -> String {
        let mut text = String::new();
        Utf8::new(bytes).expect("it is text").read_to_string(&mut text).expect("it is UTF-8");
        text
    }

    #[test]
    fn every_encoding_becomes_utf8() {
        let far = format!("{}Élodie Müller", "met in Oslo. ".repeat(5000));
        for text in ["Élodie Müller met Bjørn Åse", &far] {
            assert_eq!(converted(text.as_bytes()), text);
            assert_eq!(converted(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), text);
            let latin = encoding_rs::WINDOWS_1252.encode(text).0;
            assert_eq!(converted(&latin), text);
            let mut wide = vec![0xff, 0xfe];
            wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
            assert_eq!(converted(&wide), text);
        }
    }

    #[test]
    fn xml_is_read_as_it_declares_unless_it_is_utf8() {
        let page = "<?xml version='1.0' encoding='windows-1251'?><a>Иван Петров</a>";
        assert_eq!(converted(&encoding_rs::WINDOWS_1251.encode(page).0), page);
        assert_eq!(converted(page.as_bytes()), page);
    }

    #[test]
    fn no_more_is_read_than_is_allowed() {
        let text = "a".repeat(100_000);
        let mut reader = Utf8::new(text.as_bytes()).expect("it is text");
        reader.allow(70_000);
        let mut read = Vec::new();
        let error = reader.read_to_end(&mut read).expect_err("it is longer");
        assert_eq!((error.kind(), read.len()), (io::ErrorKind::FileTooLarge, 70_000));
        reader.allow(40_000);
        reader.read_to_end(&mut read).expect("the rest is allowed");
        assert_eq!(read.len(), 100_000);
    }

    #[test]
    fn bytes_that_are_no_text_are_told() {
        assert!(Utf8::new(&[1u8, 0, 200, 3][..]).is_err());
    }
}
