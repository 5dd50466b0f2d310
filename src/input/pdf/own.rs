//! The pages of a PDF, read by the program itself.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Document, LoadOptions};

use super::{Failed, MOST_TEXT, is_locked};

/// Bytes that one part of a file may unpack to.
const UNPACKED: usize = 64 << 20;

/// The text of each page.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<String>, Failed> {
    // A file that breaks the reader costs only itself.
    catch_unwind(AssertUnwindSafe(|| load(bytes)))
        .unwrap_or_else(|_| Err(Failed::Damaged("its parts do not fit together".to_owned())))
}

fn load(bytes: &[u8]) -> Result<Vec<String>, Failed> {
    let options = LoadOptions::with_max_decompressed_size(UNPACKED);
    let file = match Document::load_mem_with_options(bytes, options) {
        Ok(file) => file,
        Err(_) if is_locked(bytes) => return Err(Failed::Locked),
        Err(error) => return Err(Failed::Damaged(error.to_string())),
    };
    if file.is_encrypted() {
        return Err(Failed::Locked);
    }
    let mut pages = Vec::new();
    let mut length = 0;
    for number in file.get_pages().into_keys() {
        // A page that cannot be read is empty; where none can be, that is told as of a scan.
        let text = file.extract_text_with_limit(&[number], UNPACKED).unwrap_or_default();
        length += text.len();
        if length > MOST_TEXT {
            return Err(Failed::TooLong);
        }
        pages.push(text);
    }
    Ok(pages)
}
