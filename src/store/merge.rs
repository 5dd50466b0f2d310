//! What another database holds, taken over: so that shards that several machines made become one.

use std::collections::BTreeMap;

use rusqlite::{Transaction, TransactionBehavior};

use crate::gazetteer::Given;
use crate::record::Extraction;
use crate::store::sql::{integer, json};
use crate::store::{Error, Imported, Store, corrections};

/// Records that are read from a database at a time.
const FEW: usize = 64;

/// The records of a database in the order in which their articles came, some at a time.
#[derive(Debug)]
pub struct Stored<'a> {
    store: &'a Store,
    /// The row of the last one.
    last: i64,
}

impl Stored<'_> {
    /// The next records, none at the end.
    ///
    /// # Errors
    ///
    /// If the database fails, or holds what this program did not write.
    pub fn next_few(&mut self) -> Result<Vec<Extraction>, Error> {
        let mut statement = self.store.connection.prepare_cached(
            "select id, text, record from articles where id > ?1 order by id limit ?2",
        )?;
        let mut rows = statement.query((self.last, integer(FEW)))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            self.last = row.get("id")?;
            let bare: Extraction = json(row, "record")?;
            found.push(Extraction { text: row.get("text")?, ..bare });
        }
        Ok(found)
    }
}

impl Store {
    /// The records of all articles in the order in which they came.
    #[must_use]
    pub fn stored(&self) -> Stored<'_> {
        Stored { store: self, last: 0 }
    }

    /// Takes over what users told of and corrected in another database; neither is applied before
    /// the next resolution. What both tell of under one file is what both files held.
    ///
    /// # Errors
    ///
    /// If a database fails; then nothing was taken over.
    pub fn take_decisions(&mut self, other: &Self) -> Result<Imported, Error> {
        let mut told: BTreeMap<String, Vec<Given>> = BTreeMap::new();
        let own = self.knowledge()?;
        for row in own.into_iter().chain(other.knowledge()?) {
            let lines = told.entry(row.source).or_default();
            if !lines.contains(&row.given) {
                lines.push(row.given);
            }
        }
        for (source, given) in &told {
            self.learn(source, given)?;
        }
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)?;
        let imported = corrections::insert_all(&transaction, other.corrections()?.all())?;
        transaction.commit()?;
        Ok(imported)
    }
}
