//! A copy of a database, made while others use it.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::store::{Error, Store};

/// Pages that are copied before it is told how far the copy is: 16 MiB.
const STEP: i32 = 4096;

/// What to do where there is a file already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Leave it, and fail.
    Keep,
    /// Put the copy in its place, once that is whole.
    Replace,
}

/// How far a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The pages that are copied.
    pub done: u64,
    /// All pages.
    pub total: u64,
}

impl Store {
    /// Copies the database as it is at this moment to a file, and checks the copy; others may read
    /// and write meanwhile. `told` hears how far the copy is.
    ///
    /// The file is there whole or not at all.
    ///
    /// # Errors
    ///
    /// If there is such a file and it is to be kept, or another program uses it as its database; if
    /// it cannot be written; if this database or the copy is damaged.
    pub fn backup(
        &self,
        target: &Path,
        existing: Existing,
        told: impl FnMut(Progress),
    ) -> Result<(), Error> {
        let fail = |source: io::Error| Error::Backup { path: target.to_owned(), source };
        if target.exists() {
            let own =
                self.connection.path().map(PathBuf::from).and_then(|it| it.canonicalize().ok());
            if existing == Existing::Keep || own == target.canonicalize().ok() {
                return Err(Error::Exists { path: target.to_owned() });
            }
        }
        // A log belongs to the file that was there, and would spoil this one; an empty one tells of a
        // program that has the file open, and would write on into what is no longer there.
        if beside(target, "-wal").exists() {
            return Err(Error::InUse { path: target.to_owned() });
        }
        let part = beside(target, ".part");
        File::create(&part).map_err(fail)?;
        let done = self.copy(&part, told).and_then(|()| verify(&part));
        let done = done.and_then(|()| {
            File::open(&part).and_then(|it| it.sync_all()).map_err(fail)?;
            match existing {
                // A link fails where a file has come up meanwhile; some disks have none.
                Existing::Keep => match fs::hard_link(&part, target) {
                    Ok(()) => Ok(()),
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                        Err(Error::Exists { path: target.to_owned() })
                    }
                    Err(_) => fs::rename(&part, target).map_err(fail),
                },
                Existing::Replace => fs::rename(&part, target).map_err(fail),
            }
        });
        for end in ["", "-wal", "-shm", "-journal"] {
            // The copy is where it should be, or its failure is told: this is only tidied up.
            let _ = remove(&beside(&part, end));
        }
        done
    }

    /// Copies all pages as they are at one moment.
    fn copy(&self, part: &Path, mut told: impl FnMut(Progress)) -> Result<(), Error> {
        let open = |source| Error::Open { path: part.to_owned(), source };
        let mut copy = Connection::open(part).map_err(open)?;
        // What is read within a transaction is of one moment: writers need not wait, nor does what
        // they write make the copy begin again. A store that is there to be read is in one already.
        let own = &self.connection;
        let _moment = own.is_autocommit().then(|| own.unchecked_transaction()).transpose()?;
        own.query_row("select count(*) from sqlite_schema", [], |row| row.get::<_, i64>(0))?;
        let backup = Backup::new(own, &mut copy)?;
        loop {
            let step = backup.step(STEP)?;
            let progress = backup.progress();
            let count = |pages: i32| u64::try_from(pages).unwrap_or_default();
            let total = count(progress.pagecount);
            told(Progress { done: total.saturating_sub(count(progress.remaining)), total });
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                // Nobody else has the copy, and who reads is not kept waiting: another program has
                // taken the whole database for itself.
                _ => {
                    let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
                    return Err(rusqlite::Error::SqliteFailure(busy, None).into());
                }
            }
        }
        drop(backup);
        // One file is easier to keep than a file and its log.
        copy.query_row("pragma journal_mode = delete", [], |row| row.get::<_, String>(0))?;
        copy.close().map_err(|(_, error)| error)?;
        Ok(())
    }
}

/// Fails unless a copy is a whole database.
fn verify(part: &Path) -> Result<(), Error> {
    let copy = Connection::open_with_flags(part, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let told: String = copy.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
    let links: i64 =
        copy.query_row("select count(*) from pragma_foreign_key_check", [], |row| row.get(0))?;
    match (told.as_str(), links) {
        ("ok", 0) => Ok(()),
        ("ok", _) => Err(Error::Copy { what: format!("{links} rows belong to what is not there") }),
        _ => Err(Error::Copy { what: told.replace('\n', ", ") }),
    }
}

/// The path with something at its end.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    PathBuf::from(name)
}

/// Removes a file, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
