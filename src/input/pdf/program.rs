//! The pages of a PDF, read by `pdftotext`.

use std::io::{ErrorKind, Read, Write};
use std::process::{Command, Stdio};

use super::{Failed, MOST_TEXT, is_locked};

/// The program, of the tools of Poppler or of Xpdf.
const PROGRAM: &str = "pdftotext";

/// The text of each page.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<String>, Failed> {
    run(PROGRAM, bytes)
}

/// Hands a file to a program and takes its pages, which are parted by form feeds.
pub(super) fn run(program: &str, bytes: &[u8]) -> Result<Vec<String>, Failed> {
    let damaged = |error: std::io::Error| Failed::Damaged(error.to_string());
    let mut child = Command::new(program)
        .args(["-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::PermissionDenied => Failed::NoProgram,
            _ => damaged(error),
        })?;
    // The program reads all before it writes; where it ends early, its status tells why.
    if let Some(mut input) = child.stdin.take() {
        let _ = input.write_all(bytes);
    }
    let mut text = Vec::new();
    if let Some(output) = child.stdout.take() {
        // Where this stops reading, the program cannot go on, and ends.
        output.take(MOST_TEXT as u64 + 1).read_to_end(&mut text).map_err(damaged)?;
    }
    let status = child.wait().map_err(damaged)?;
    if text.len() > MOST_TEXT {
        return Err(Failed::TooLong);
    }
    if !status.success() {
        return Err(if is_locked(bytes) {
            Failed::Locked
        } else {
            Failed::Damaged(format!("{PROGRAM} cannot read it"))
        });
    }
    let text = String::from_utf8_lossy(&text);
    Ok(text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect())
}
