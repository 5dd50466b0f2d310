//! Who writes to a database: told to other programs by a file beside it, for as long as that lasts.
//!
//! The file is locked while its program runs. The system takes the lock back when the program ends,
//! however it ends, so a file that was left behind tells nothing.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Bytes of a file beside a database that are read at most.
const LONGEST: u64 = 64;

/// Tells that this program writes to a database, until it is dropped.
#[derive(Debug)]
pub(super) struct Holder {
    path: PathBuf,
    /// Holds the lock.
    _file: File,
}

impl Holder {
    /// Tells of this program, if no other is told of and the folder takes a file.
    pub(super) fn announce(database: &Path) -> Option<Self> {
        let path = beside(database);
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(false).open(&path).ok()?;
        file.try_lock().ok()?;
        file.set_len(0).ok()?;
        write!(file, "{}", std::process::id()).ok()?;
        Some(Self { path, _file: file })
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // Left behind, it would tell nothing.
        let _ = fs::remove_file(&self.path);
    }
}

/// The program that writes to a database, if one does and tells: its number, and what it was
/// started with where the system says.
#[must_use]
pub fn holder(database: &Path) -> Option<String> {
    let file = File::open(beside(database)).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => {}
        _ => return None,
    }
    let mut number = String::new();
    file.take(LONGEST).read_to_string(&mut number).ok()?;
    let number: u32 = number.trim().parse().ok()?;
    Some(match started_with(number) {
        Some(words) => format!("process {number}, `{words}`"),
        None => format!("process {number}"),
    })
}

/// The words that a process was started with, on systems that list them as files.
fn started_with(number: u32) -> Option<String> {
    let bytes = fs::read(format!("/proc/{number}/cmdline")).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let mut words = text.split_terminator('\0');
    let program = Path::new(words.next()?).file_name()?.to_string_lossy().into_owned();
    let line: Vec<String> = std::iter::once(program).chain(words.map(str::to_owned)).collect();
    let line = line.join(" ");
    (!line.contains(char::is_control)).then_some(line)
}

fn beside(database: &Path) -> PathBuf {
    let mut name = OsString::from(database);
    name.push("-holder");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_writes_is_told_while_it_writes_and_no_longer() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("talks.db");
        assert_eq!(holder(&database), None);
        let own = Holder::announce(&database).expect("nobody else writes");
        let told = holder(&database).expect("it is told");
        assert!(told.starts_with(&format!("process {}", std::process::id())), "{told}");
        assert!(Holder::announce(&database).is_none(), "one is told of");
        drop(own);
        assert_eq!(holder(&database), None);
        assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 0);
        // As a program that was killed leaves it.
        fs::write(folder.path().join("talks.db-holder"), "1").expect("written");
        assert_eq!(holder(&database), None);
        assert!(Holder::announce(&database).is_some());
    }
}
