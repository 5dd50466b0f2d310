//! The database: articles, what they say, and what that comes to. The only SQL.
//!
//! A batch of articles goes in whole or not at all; killed at any point, the program leaves whole
//! articles only (`SQLite` in WAL mode, one transaction a batch).

mod add;
mod again;
mod ask;
mod backup;
mod brief;
mod check;
mod chosen;
mod corrections;
mod count;
mod digests;
mod drawn;
mod evidence;
mod figures;
mod filter;
mod foresight;
mod history;
mod holder;
mod knowledge;
mod ledger;
mod list;
mod merge;
mod migrate;
mod names;
mod outcomes;
mod recount;
mod resolved;
mod review;
mod rows;
mod search;
mod show;
mod spoken;
mod sql;
mod tables;
mod timeline;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use holder::Holder;

pub use add::Added;
pub use ask::{Company, Stretch, Tie};
pub use backup::{Existing, Progress};
pub use brief::Tally;
pub use check::{Checked, Finding, Remedy};
pub use chosen::{Both, Chosen};
pub use corrections::{CorrectionRow, Imported};
pub use count::{CountKey, CountRow, Counted};
pub use drawn::{DrawnActor, DrawnMeeting, DrawnPlace, DrawnStatement};
pub use filter::{Filter, Near, Order, Sort};
pub use foresight::Foresight;
pub use history::{Contradiction, Telling, Version};
pub use holder::holder;
pub use knowledge::KnowledgeRow;
pub use list::Hit;
pub use merge::Stored;
pub use names::KnownName;
pub use outcomes::Changes;
pub use review::{DoubtRow, MergeRow};
pub use rows::{
    ActorRow, AffiliationRow, ArticleRow, Each, EvidenceRow, Failure, LocationRow, MeetingRow,
    NameRow, Part, ParticipantRow, Proof, Source, StatementRow, StayRow,
};
pub use show::{Detail, Thing};
pub use spoken::Spoken;
pub use timeline::{Counterpart, Happening, TimelineRow};

/// A database.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    /// Tells others of this program where it may write.
    _holder: Option<Holder>,
}

/// How long to wait for another program that writes to the same database.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why the database could not do as asked.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
#[non_exhaustive]
pub enum Error {
    #[error("there is no database ‘{}’", path.display())]
    Missing { path: PathBuf },
    #[error("cannot open the database ‘{}’", path.display())]
    Open { path: PathBuf, source: rusqlite::Error },
    #[error("‘{}’ is no SQLite database", path.display())]
    NoDatabase { path: PathBuf },
    #[error("the database was made by another program")]
    Foreign,
    #[error("the database has schema {found}, this program knows up to {known}")]
    TooNew { found: u32, known: u32 },
    #[error("the database was made with another migration {name}")]
    Changed { name: &'static str },
    #[error("the database or its folder is read-only")]
    ReadOnly { source: rusqlite::Error },
    #[error("the disk is full; what the database held before is whole")]
    Full { source: rusqlite::Error },
    #[error(
        "the disk does not take or give what it should; what the database held before is whole"
    )]
    Disk { source: rusqlite::Error },
    #[error("the database is damaged")]
    Damaged { source: rusqlite::Error },
    #[error("another program is writing to the database")]
    Locked { source: rusqlite::Error },
    #[error("there is a file ‘{}’", path.display())]
    Exists { path: PathBuf },
    #[error("‘{}’ is in use, or was not closed: its log lies beside it", path.display())]
    InUse { path: PathBuf },
    #[error("the copy ‘{}’ cannot be written", path.display())]
    Backup { path: PathBuf, source: std::io::Error },
    #[error("the copy is not whole, and was removed: {what}")]
    Copy { what: String },
    #[error("the database holds what this program did not write: {what}")]
    Content { what: String },
    #[error("the words to search for make no search")]
    Search { source: rusqlite::Error },
    #[error("the database failed")]
    Sql { source: rusqlite::Error },
}

/// Memory for pages of the database, in KiB, as `SQLite` has it below zero: what a batch of articles writes,
/// and where in the indexes.
const CACHE: i64 = -(24 << 10);

/// Pages in the log from which on they are taken into the database: the pages of indexes, which each batch
/// writes, are written once for some batches.
const LOGGED: i64 = 4_000;

/// Statements that are kept prepared: all that adding an article takes.
const PREPARED: usize = 64;

/// Bytes of a database that are mapped into memory to be read: 2 GiB, as many as can be.
const MAPPED: i64 = 2 << 30;

impl From<rusqlite::Error> for Error {
    fn from(source: rusqlite::Error) -> Self {
        match source.sqlite_error_code() {
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { source },
            Some(ErrorCode::DiskFull) => Self::Full { source },
            Some(ErrorCode::SystemIoFailure) => Self::Disk { source },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged { source },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { source },
            // What the operators of a search say is wrong only FTS5 can tell.
            _ if source.to_string().contains("fts5: syntax error") => Self::Search { source },
            _ => Self::Sql { source },
        }
    }
}

impl Store {
    /// Opens a database, making it if there is none.
    ///
    /// # Errors
    ///
    /// If it cannot be opened or made, is no database of chancery, or of a later schema.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let store = Self::with(path, flags)?;
        Ok(Self { _holder: Holder::announce(path), ..store })
    }

    /// Opens a database that is there.
    ///
    /// # Errors
    ///
    /// As [`Store::create`], and if there is none.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let store = Self::there(path)?;
        Ok(Self { _holder: Holder::announce(path), ..store })
    }

    fn there(path: &Path) -> Result<Self, Error> {
        if !path.exists() {
            return Err(Error::Missing { path: path.to_owned() });
        }
        Self::with(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// Opens a database that is there only to read it, as it is at the first reading whatever
    /// others write meanwhile; its file and folder may be read-only.
    ///
    /// # Errors
    ///
    /// As [`Store::open`].
    pub fn read(path: &Path) -> Result<Self, Error> {
        let store = Self::open_to_read(path)?;
        // Reading what is mapped needs no copies; readers come and go, so their size is no matter.
        store.connection.pragma_update(None, "mmap_size", MAPPED)?;
        // One transaction for all: each look at a row would lock and unlock the file.
        store.connection.execute_batch("begin")?;
        Ok(store)
    }

    fn open_to_read(path: &Path) -> Result<Self, Error> {
        match Self::there(path) {
            Err(error @ (Error::ReadOnly { .. } | Error::Open { .. })) if path.is_file() => {
                // Without a file of changes beside it, the database is whole as it is.
                let mut log = path.as_os_str().to_owned();
                log.push("-wal");
                let has_log = std::fs::metadata(log).is_ok_and(|it| it.len() > 0);
                if has_log { Err(error) } else { Self::unchanging(path).map_err(|_| error) }
            }
            other => other,
        }
    }

    /// Opens a database of the present schema that nobody can write to.
    fn unchanging(path: &Path) -> Result<Self, Error> {
        let whole = std::path::absolute(path)
            .map_err(|_| Error::Missing { path: path.to_owned() })?
            .to_string_lossy()
            .replace('%', "%25")
            .replace('?', "%3f")
            .replace('#', "%23");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let uri = format!("file:{whole}?immutable=1");
        let mut connection = Connection::open_with_flags(uri, flags)?;
        migrate::migrate(&mut connection)?;
        Ok(Self { connection, _holder: None })
    }

    fn with(path: &Path, flags: OpenFlags) -> Result<Self, Error> {
        let named = |source: rusqlite::Error| match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Error::NoDatabase { path: path.to_owned() },
            Some(ErrorCode::CannotOpen) => Error::Open { path: path.to_owned(), source },
            _ => source.into(),
        };
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(named)?;
        connection.busy_timeout(PATIENCE)?;
        let version: Result<u32, _> =
            connection.query_row("pragma user_version", [], |row| row.get(0));
        version.map_err(named)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        migrate::migrate(&mut connection)?;
        let mode: String = connection.query_row("pragma journal_mode", [], |row| row.get(0))?;
        if mode != "wal" {
            connection.pragma_update(None, "journal_mode", "wal")?;
        }
        connection.pragma_update(None, "synchronous", "normal")?;
        connection.pragma_update(None, "cache_size", CACHE)?;
        connection.pragma_update(None, "wal_autocheckpoint", LOGGED)?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        Ok(Self { connection, _holder: None })
    }

    /// A database in memory, gone with the value.
    ///
    /// # Errors
    ///
    /// If memory is short.
    pub fn in_memory() -> Result<Self, Error> {
        let mut connection = Connection::open_in_memory()?;
        connection.pragma_update(None, "foreign_keys", true)?;
        migrate::migrate(&mut connection)?;
        Ok(Self { connection, _holder: None })
    }
}

/// The schema of a database as SQL, as in `schema/database.sql`.
///
/// # Errors
///
/// If memory is short.
pub fn schema() -> Result<String, Error> {
    migrate::schema(&Store::in_memory()?.connection)
}

#[cfg(test)]
mod tests;
