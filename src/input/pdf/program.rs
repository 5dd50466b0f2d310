//! The pages of a PDF, read by `pdftotext`.
//!
//! A program that does not come to an end is ended: one file must not stop a batch.

use std::io::{self, ErrorKind, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::{Failed, MOST_TEXT, is_locked};

/// The program, of the tools of Poppler or of Xpdf.
const PROGRAM: &str = "pdftotext";

/// The time that a file may take: the largest book takes a few seconds.
const LIMIT: Duration = Duration::from_mins(1);
/// The time between looks at a program that has written all and is about to end.
const PAUSE: Duration = Duration::from_millis(5);

/// The text of each page.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<String>, Failed> {
    run(PROGRAM, bytes, LIMIT)
}

/// Hands a file to a program and takes its pages, which are parted by form feeds, if it takes no longer
/// than `limit`.
pub(super) fn run(program: &str, bytes: &[u8], limit: Duration) -> Result<Vec<String>, Failed> {
    let damaged = |error: io::Error| Failed::Damaged(error.to_string());
    let started = Instant::now();
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
    let (give, take) = mpsc::channel();
    if let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) {
        let bytes = bytes.to_vec();
        // Not waited for: whoever the program started may hold its output open after its end.
        thread::spawn(move || {
            // Nobody takes what comes too late.
            let _ = give.send(talk(input, output, &bytes));
        });
    }
    let text = take.recv_timeout(limit);
    let status = match &text {
        Ok(_) => end_of(&mut child, started + limit).map_err(damaged)?,
        Err(_) => None,
    };
    let (Ok(text), Some(status)) = (text, status) else {
        // It may have ended just so; then there is nothing to kill.
        let _ = child.kill();
        child.wait().map_err(damaged)?;
        return Err(Failed::TooSlow(limit));
    };
    let text = text.map_err(damaged)?;
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

/// Tells a program all, and takes what it answers.
fn talk(mut input: ChildStdin, output: ChildStdout, bytes: &[u8]) -> io::Result<Vec<u8>> {
    // The program reads all before it writes; where it ends early, its status tells why.
    let _ = input.write_all(bytes);
    drop(input);
    let mut text = Vec::new();
    // Where this stops reading, the program cannot go on, and ends.
    output.take(MOST_TEXT as u64 + 1).read_to_end(&mut text)?;
    Ok(text)
}

/// How a program ended, if it did by some time.
fn end_of(child: &mut Child, by: Instant) -> io::Result<Option<ExitStatus>> {
    loop {
        let status = child.try_wait()?;
        if status.is_some() || Instant::now() >= by {
            return Ok(status);
        }
        thread::sleep(PAUSE);
    }
}
