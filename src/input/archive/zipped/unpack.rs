//! One file of a ZIP archive, unpacked.

use std::io::{self, BufReader, Read};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::Window;
use crate::input::archive::bounds::{Meter, Total};

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Stored,
    Deflated,
}

/// What is known of a file that is packed.
pub(super) struct Packed {
    pub(super) method: Method,
    /// Its checksum, where it is told beforehand.
    pub(super) sum: Option<u32>,
    pub(super) total: Total,
}

impl Packed {
    /// The file, unpacked.
    pub(super) fn unpack(self, window: Window) -> Box<dyn Read> {
        let body = match self.method {
            Method::Stored => Body::Stored(window),
            Method::Deflated => Body::Deflated(DeflateDecoder::new(BufReader::new(window))),
        };
        Box::new(Unpacked { body, meter: Meter::new(self.total), crc: Crc::new(), sum: self.sum })
    }
}

enum Body {
    Stored(Window),
    Deflated(DeflateDecoder<BufReader<Window>>),
}

struct Unpacked {
    body: Body,
    meter: Meter,
    crc: Crc,
    sum: Option<u32>,
}

impl Read for Unpacked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        let (count, packed) = match &mut self.body {
            Body::Stored(window) => (window.read(into), window.at - window.start),
            Body::Deflated(decoder) => (decoder.read(into), decoder.total_in()),
        };
        let count = count.map_err(in_words)?;
        if count == 0 {
            return match self.sum {
                Some(sum) if sum != self.crc.sum() => {
                    Err(io::Error::new(io::ErrorKind::InvalidData, DAMAGED))
                }
                _ => Ok(0),
            };
        }
        self.crc.update(&into[..count]);
        self.meter.count(count, packed)?;
        Ok(count)
    }
}

const DAMAGED: &str = "it is damaged in the archive";

/// What a decoder complains of, in words that name the cause.
fn in_words(error: io::Error) -> io::Error {
    let kind = error.kind();
    match kind {
        io::ErrorKind::UnexpectedEof => io::Error::new(kind, "the archive breaks off in it"),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => io::Error::new(kind, DAMAGED),
        _ => error,
    }
}
