//! Any bytes are read as any archive: into articles with text, or a reason why not.

#![no_main]

use std::io::{Cursor, Write};

use chancery::input::{Options, Outcome, read_from};
use flate2::Compression;
use flate2::write::GzEncoder;
use libfuzzer_sys::fuzz_target;

/// Outcomes after which there are enough: a tape of headers alone has very many.
const ENOUGH: usize = 20_000;

/// What the first byte of an input chooses: a name that tells the kind, and what is done to the
/// bytes, so that a change of them is not lost to a checksum.
const CHOICES: &[(&str, fn(&[u8]) -> Vec<u8>)] = &[
    ("a.gz", <[u8]>::to_vec),
    ("a.jsonl.gz", gzip),
    ("a.zip", <[u8]>::to_vec),
    ("a.tar", sum),
    ("a.tgz", |bytes| gzip(&sum(bytes))),
    ("a.warc", <[u8]>::to_vec),
    ("a.warc.gz", members),
    ("a.warc.gz", <[u8]>::to_vec),
    ("-", <[u8]>::to_vec),
    ("-", gzip),
];

/// Packs bytes.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// Packs each record of WARC as a member of its own.
fn members(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = rest.windows(9).skip(1).position(|at| at == b"\r\n\r\nWARC/").map_or(rest.len(), |at| at + 5);
        packed.extend(gzip(&rest[..end]));
        rest = &rest[end..];
    }
    packed
}

/// Sets right the checksums of the headers of a tape.
fn sum(bytes: &[u8]) -> Vec<u8> {
    let mut tape = bytes.to_vec();
    for block in tape.chunks_exact_mut(512).filter(|block| block[257..262] == *b"ustar") {
        block[148..156].fill(b' ');
        let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
        block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    }
    tape
}

fuzz_target!(|input: &[u8]| {
    let Some((&choice, bytes)) = input.split_first() else { return };
    let (name, change) = CHOICES[usize::from(choice) % CHOICES.len()];
    for outcome in read_from(name, Cursor::new(change(bytes)), Options::default()).take(ENOUGH) {
        match outcome {
            Outcome::Article(article) => assert!(!article.text.trim().is_empty()),
            Outcome::Skipped(skipped) => assert!(!skipped.place.is_empty()),
        }
    }
});
