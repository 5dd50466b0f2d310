//! Resolution of what is stored, written down.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::correct::{Corrections, Subject};
use crate::resolve::{self, Before, Reader, Signatures};
use crate::store::digests::{self, Known};
use crate::store::ledger::{self, Ledger};
use crate::store::{
    CACHE, Changes, Error, Store, again, corrections, figures, knowledge, outcomes,
};

/// What must be the same for what the last resolution left to be of use: the version of the program,
/// and the form of digests and prints.
const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), ", form 6");

/// Memory for pages of the database while it is grouped, in KiB, as `SQLite` has it below zero.
const GROUPING: i64 = -(192 << 10);

impl Store {
    /// Groups the entries of all articles anew, in place of all that was there.
    ///
    /// # Errors
    ///
    /// If the database fails; then the old grouping stays.
    pub fn resolve(&mut self) -> Result<(), Error> {
        self.group(|transaction| {
            forget(transaction)?;
            resolve(transaction)
        })?;
        Ok(())
    }

    /// Brings the grouping to what [`Store::resolve`] would make of it; tells what is other than
    /// before.
    ///
    /// It writes nothing else, and does nothing at all if nothing was added, removed or corrected
    /// since. What another version of the program left is made anew.
    ///
    /// # Errors
    ///
    /// As [`Store::resolve`].
    pub fn update(&mut self) -> Result<Changes, Error> {
        self.group(update)
    }

    /// Groups in a transaction of its own, with more memory for pages: it reads and writes here and there in
    /// the whole database.
    fn group(
        &mut self,
        act: impl FnOnce(&Transaction<'_>) -> Result<Changes, Error>,
    ) -> Result<Changes, Error> {
        self.connection.pragma_update(None, "cache_size", GROUPING)?;
        // Nobody else may add or remove articles between reading and writing.
        let changes = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)
            .map_err(Error::from)
            .and_then(|transaction| {
                let changes = act(&transaction)?;
                transaction.commit()?;
                Ok(changes)
            });
        self.connection.pragma_update(None, "cache_size", CACHE)?;
        changes
    }

    /// Whether the entries added last belong to an actor, location or meeting: not so after a run
    /// that was cut off between adding and resolving.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn is_resolved(&self) -> Result<bool, Error> {
        for &subject in Subject::ALL {
            let (entries, members, _) = corrections::tables(subject);
            // Rows are numbered as they come, so that the last ones tell of all.
            let left: bool = self.connection.query_row(
                &format!(
                    "select coalesce((select max(id) from {entries}), 0) > \
                     max(coalesce((select max(entry) from {members}), 0), coalesce((select max(entry) \
                     from rejected_entries where thing = '{subject}'), 0))"
                ),
                [],
                |row| row.get(0),
            )?;
            if left {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// How the last resolution stands to what is stored.
pub(super) enum Last {
    /// Nothing has changed since.
    Current,
    /// Something was added, removed or corrected.
    Behind,
    /// Nothing was ever added, or it was another version that wrote digests or resolved.
    Foreign,
}

/// How the last resolution stands to what is stored.
pub(super) fn last(connection: &Connection) -> Result<Last, Error> {
    let found: Option<(String, bool)> = connection
        .query_row("select program, current from resolution", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    Ok(match found {
        Some((program, is_current)) if program == PROGRAM => {
            if is_current {
                Last::Current
            } else {
                Last::Behind
            }
        }
        _ => Last::Foreign,
    })
}

/// Brings the grouping to what articles, corrections and knowledge make of it.
pub(super) fn update(transaction: &Transaction<'_>) -> Result<Changes, Error> {
    match last(transaction)? {
        Last::Current => return Ok(Changes::default()),
        Last::Behind => {}
        Last::Foreign => forget(transaction)?,
    }
    resolve(transaction)
}

/// Forgets what earlier resolutions left to be spared work, and reads all records anew.
pub(super) fn forget(transaction: &Transaction<'_>) -> Result<(), Error> {
    transaction.execute_batch("delete from resolution; delete from outcomes;")?;
    figures::clear(transaction)?;
    ledger::forget(transaction)?;
    digests::rewrite(transaction)
}

/// Notes before articles are added that this version writes the digests of all, unless another has
/// written some.
pub(super) fn begin(transaction: &Transaction<'_>) -> Result<(), Error> {
    transaction.execute(
        "insert into resolution (program, current) select ?1, false \
         where not exists (select 1 from resolution)",
        [PROGRAM],
    )?;
    Ok(())
}

/// Groups the entries of all articles, as corrections have it; writes what is other than before.
pub(super) fn resolve(transaction: &Transaction<'_>) -> Result<Changes, Error> {
    let all = Corrections::new(corrections::read(transaction)?);
    let reader = Reader::new(&knowledge::given(transaction)?);
    let renewed = match seen(transaction)? {
        Some(last) if all.is_empty() => again::update(transaction, &reader, last)?,
        _ => None,
    };
    let changes = match renewed {
        Some(changes) => changes,
        None => {
            let known = digests::known(transaction, &all.wanted(), &reader)?;
            whole(transaction, known, &all)?
        }
    };
    transaction.execute("delete from resolution", [])?;
    transaction.execute(
        "insert into resolution (program, current, whole, article) \
         values (?1, true, false, (select coalesce(max(id), 0) from articles))",
        [PROGRAM],
    )?;
    Ok(changes)
}

/// Groups all entries; writes what is other than before.
fn whole(
    transaction: &Transaction<'_>,
    known: Known,
    corrections: &Corrections,
) -> Result<Changes, Error> {
    let Known { rows, corpus, signatures } = known;
    let resolution = resolve::resolve_corrected(&corpus, &signatures, corrections);
    let changes = outcomes::write(transaction, &rows, &resolution)?;
    figures::fill(transaction, &resolution, &corpus)?;
    corrections::write_effects(transaction, &resolution.effects)?;
    corrections::write_rejected(transaction, &rows, &resolution.rejected)?;
    if corrections.is_empty() {
        let before = Before::new(&corpus, &resolution);
        let signatures = Signatures::new(&signatures);
        let mut ledger = Ledger { rows, corpus, signatures, before };
        ledger::write(transaction, &mut ledger, None)?;
    } else {
        ledger::forget(transaction)?;
    }
    Ok(changes)
}

/// The last row of articles that the last resolution saw, if articles have only come since.
fn seen(transaction: &Transaction<'_>) -> Result<Option<i64>, Error> {
    let sql = "select article from resolution where not whole";
    Ok(transaction.query_row(sql, [], |row| row.get(0)).optional()?)
}
