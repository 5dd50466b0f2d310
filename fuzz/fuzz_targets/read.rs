//! Any bytes are read as any format: into articles with text, or a reason why not.

#![no_main]

use std::io::Cursor;

use chancery::input::{FORMATS, Options, Outcome, read_from};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((&choice, bytes)) = input.split_first() else { return };
    // One more than there are: then the bytes themselves tell.
    let from = FORMATS.get(usize::from(choice) % (FORMATS.len() + 1));
    let options = Options { from, ..Options::default() };
    for outcome in read_from("any", Cursor::new(bytes.to_vec()), options) {
        match outcome {
            Outcome::Article(article) => assert!(!article.text.trim().is_empty()),
            Outcome::Skipped(skipped) => assert!(!skipped.place.is_empty()),
        }
    }
});
