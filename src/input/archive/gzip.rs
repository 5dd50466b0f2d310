//! Gzip: members one after the other, as one stream of bytes.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use memchr::memchr;

use super::bounds::{Limits, Meter, Total};
use crate::input::flow::Flow;

/// How a member begins: two bytes that mark it, and the only method there is.
pub(super) const MAGIC: &[u8] = &[0x1f, 0x8b, 8];

/// Bits of a member's fourth byte that are always zero.
const RESERVED: u8 = 0xe0;

/// The members of a gzip file, unpacked.
pub(in crate::input) struct Members {
    /// The member that is unpacked, or what follows after the last.
    state: State,
    /// Members that were begun.
    count: u64,
    meter: Meter,
    /// What went wrong; it is told as often as it is asked for.
    failed: Option<Fault>,
}

enum State {
    Within(Box<GzDecoder<Flow<Box<dyn Read>>>>),
    Between(Flow<Box<dyn Read>>),
    /// Only while one state becomes another.
    Moving,
}

/// A fault that can be told again.
#[derive(Clone)]
struct Fault {
    kind: io::ErrorKind,
    message: String,
    /// Whether what follows may be sound.
    is_damage: bool,
}

impl Fault {
    /// What a decoder complains of, in words that name the cause.
    fn of(error: &io::Error) -> Self {
        let kind = error.kind();
        let (message, is_damage) = match kind {
            io::ErrorKind::UnexpectedEof => ("the gzip file breaks off".to_owned(), true),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                ("the gzip file is damaged".to_owned(), true)
            }
            _ => (error.to_string(), false),
        };
        Self { kind, message, is_damage }
    }

    fn error(&self) -> io::Error {
        io::Error::new(self.kind, self.message.clone())
    }
}

impl Members {
    pub(super) fn new(packed: Flow<Box<dyn Read>>, limits: Limits) -> Self {
        let meter = Meter::new(Total::new(limits, None));
        Self { state: State::Between(packed), count: 0, meter, failed: None }
    }

    /// Members that were begun.
    pub(super) const fn count(&self) -> u64 {
        self.count
    }

    /// Goes to the member after the one that is damaged; says whether there is one.
    pub(super) fn resume(&mut self) -> bool {
        if self.failed.take_if(|fault| fault.is_damage).is_none() {
            return false;
        }
        let mut packed = match std::mem::replace(&mut self.state, State::Moving) {
            State::Within(decoder) => decoder.into_inner(),
            State::Between(packed) => {
                let mut packed = packed;
                // It begins with no member, or it would be within it.
                packed.consume(1);
                packed
            }
            State::Moving => return false,
        };
        let found = loop {
            let waiting = packed.ahead(MAGIC.len() + 1);
            if waiting.len() <= MAGIC.len() {
                break false;
            }
            let begins = |at: usize| {
                waiting[at..].starts_with(MAGIC) && waiting[at + MAGIC.len()] & RESERVED == 0
            };
            let last = waiting.len() - MAGIC.len();
            match memchr(MAGIC[0], &waiting[..last]) {
                Some(at) if begins(at) => {
                    packed.consume(at);
                    break true;
                }
                Some(at) => packed.consume(at + 1),
                None => packed.consume(last),
            }
        };
        self.state = State::Between(packed);
        found
    }

    /// Unpacks some bytes; 0 at the end of the last member.
    fn unpack(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Moving) {
                State::Within(mut decoder) => {
                    let read = decoder.read(into);
                    let packed = decoder.get_ref().passed();
                    match read {
                        Ok(0) => self.state = State::Between(decoder.into_inner()),
                        Ok(count) => {
                            self.state = State::Within(decoder);
                            self.meter.count(count, packed)?;
                            return Ok(count);
                        }
                        Err(error) => {
                            self.state = State::Within(decoder);
                            return Err(error);
                        }
                    }
                }
                State::Between(mut packed) => {
                    if packed.ahead(MAGIC.len()).starts_with(MAGIC) {
                        self.count += 1;
                        self.state = State::Within(Box::new(GzDecoder::new(packed)));
                        continue;
                    }
                    let read = only_zeros(&mut packed);
                    self.state = State::Between(packed);
                    return if read? {
                        Ok(0)
                    } else {
                        Err(io::Error::from(io::ErrorKind::InvalidData))
                    };
                }
                State::Moving => return Ok(0),
            }
        }
    }
}

/// Whether nothing but zeros follow, as tapes are filled up with.
fn only_zeros(packed: &mut Flow<Box<dyn Read>>) -> io::Result<bool> {
    loop {
        let waiting = packed.fill_buf()?;
        let count = waiting.len();
        if count == 0 {
            return Ok(true);
        }
        if waiting.iter().any(|&byte| byte != 0) {
            return Ok(false);
        }
        packed.consume(count);
    }
}

impl Read for Members {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        if let Some(fault) = &self.failed {
            return Err(fault.error());
        }
        self.unpack(into).map_err(|error| {
            let fault = Fault::of(&error);
            let error = fault.error();
            self.failed = Some(fault);
            error
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use flate2::{Compression, write::GzEncoder};

    use super::super::bounds::LIMITS;
    use super::*;

    fn pack(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).expect("memory takes all");
        encoder.finish().expect("memory takes all")
    }

    fn members(packed: Vec<u8>, limits: Limits) -> Members {
        Members::new(Flow::new(Box::new(Cursor::new(packed))), limits)
    }

    fn unpack(packed: Vec<u8>) -> (Vec<u8>, Option<String>) {
        let mut out = Vec::new();
        let read = members(packed, LIMITS).read_to_end(&mut out);
        (out, read.err().map(|error| error.to_string()))
    }

    #[test]
    fn members_follow_one_another_and_zeros_fill_up() {
        let two = [pack(b"one "), pack(b"two")].concat();
        assert_eq!(unpack(two.clone()), (b"one two".to_vec(), None));
        assert_eq!(unpack([two, vec![0; 1000]].concat()), (b"one two".to_vec(), None));
        assert_eq!(unpack(pack(b"")), (Vec::new(), None));
    }

    #[test]
    fn what_came_before_a_fault_is_kept() {
        let whole = pack(&b"a line\n".repeat(3000));
        let (out, fault) = unpack(whole[..whole.len() - 9].to_vec());
        assert!(out.starts_with(b"a line\na line\n"));
        assert_eq!(fault.as_deref(), Some("the gzip file breaks off"));
        let (out, fault) = unpack([pack(b"one"), b"rubbish".to_vec()].concat());
        assert_eq!((out, fault.as_deref()), (b"one".to_vec(), Some("the gzip file is damaged")));
    }

    #[test]
    fn reading_goes_on_at_the_member_after_a_damaged_one() {
        let mut damaged = pack(b"two, which is damaged in its middle");
        let middle = damaged.len() / 2;
        damaged[middle..middle + 4].fill(0xff);
        let mut members = members([pack(b"one "), damaged, pack(b"three")].concat(), LIMITS);
        let mut out = Vec::new();
        assert!(members.read_to_end(&mut out).is_err());
        // The fault is told as often as it is asked for.
        assert!(members.read(&mut [0; 8]).is_err());
        assert!(members.resume());
        members.read_to_end(&mut out).expect("the last member is sound");
        let text = String::from_utf8_lossy(&out);
        assert!(text.starts_with("one ") && text.ends_with("three"), "{text}");
        assert!(!members.resume());
    }

    #[test]
    fn a_bomb_is_stopped() {
        let limits = Limits { free: 1 << 16, ..LIMITS };
        let mut members = members(pack(&vec![b'a'; 8 << 20]), limits);
        let mut out = Vec::new();
        let told = members.read_to_end(&mut out).expect_err("it is a bomb").to_string();
        assert!(told.contains("zip bomb"), "{told}");
        assert!(out.len() < 1 << 20, "{}", out.len());
        assert!(!members.resume());
    }
}
