//! What can be made anew from the rest is made anew.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::store::add::Unsearched;
use crate::store::check::articles::{self, COLUMNS, Stored};
use crate::store::{Error, Store, add, resolved};

/// The tables of full text.
pub(super) const SEARCHED: [&str; 2] = ["article_search", "statement_search"];

/// One more time than rows can belong to rows that belong to rows.
const ROUNDS: usize = 8;

impl Store {
    /// Takes out rows that belong to nothing, makes indexes anew, writes the entries of articles as
    /// their records have them, and groups all anew. The records and texts stay as they are.
    ///
    /// # Errors
    ///
    /// If the database fails, or is damaged so that this cannot be done; then all is as it was.
    pub fn repair(&mut self) -> Result<(), Error> {
        self.connection.pragma_update(None, "foreign_keys", false)?;
        let done = repair(&mut self.connection);
        self.connection.pragma_update(None, "foreign_keys", true)?;
        done
    }
}

fn repair(connection: &mut Connection) -> Result<(), Error> {
    let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
    // First the indexes, by which all else is found.
    transaction.execute_batch("reindex")?;
    for table in SEARCHED {
        transaction.execute(&format!("insert into {table} ({table}) values ('rebuild')"), [])?;
    }
    for _ in 0..ROUNDS {
        if remove_orphans(&transaction)? == 0 {
            break;
        }
    }
    rewrite(&transaction)?;
    // What goes with an article that is written anew went without the database's own help.
    while remove_orphans(&transaction)? > 0 {}
    resolved::forget(&transaction)?;
    resolved::resolve(&transaction)?;
    transaction.commit()?;
    Ok(())
}

/// To what the rows of a table belong.
#[derive(Default)]
struct Link {
    /// The other table.
    other: String,
    /// The columns that lead there, each with the one that it is found by: if none is named, the id.
    columns: Vec<(String, Option<String>)>,
}

/// Removes rows whose other end is missing; tells how many.
fn remove_orphans(transaction: &Transaction<'_>) -> Result<usize, Error> {
    let mut links: BTreeMap<(String, i64), Link> = BTreeMap::new();
    let mut statement = transaction.prepare(
        "select t.name, f.id, f.\"table\", f.\"from\", f.\"to\" from sqlite_schema t, \
         pragma_foreign_key_list(t.name) f where t.type = 'table' order by t.name, f.id, f.seq",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let link = links.entry((row.get(0)?, row.get(1)?)).or_default();
        link.other = row.get(2)?;
        link.columns.push((row.get(3)?, row.get(4)?));
    }
    let mut removed = 0;
    for ((table, _), Link { other, columns }) in links {
        let ends: Vec<String> = columns
            .iter()
            .map(|(from, to)| {
                let to = to.as_deref().unwrap_or("id");
                format!("o.\"{to}\" = t.\"{from}\"")
            })
            .collect();
        let given: Vec<String> =
            columns.iter().map(|(from, _)| format!("t.\"{from}\" is not null")).collect();
        removed += transaction.execute(
            &format!(
                "delete from \"{table}\" as t where {} and not exists \
                 (select 1 from \"{other}\" o where {})",
                given.join(" and "),
                ends.join(" and ")
            ),
            [],
        )?;
    }
    Ok(removed)
}

/// Writes anew the articles whose entries are not those of their records.
fn rewrite(transaction: &Transaction<'_>) -> Result<(), Error> {
    let mut others: Vec<i64> = Vec::new();
    let mut statement =
        transaction.prepare(&format!("select {COLUMNS} from articles order by id"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Ok(article) = articles::stored(row)?
            && articles::other(transaction, &article)?.is_some()
        {
            others.push(article.id);
        }
    }
    drop(rows);
    let mut read = transaction.prepare(&format!("select {COLUMNS} from articles where id = ?1"))?;
    for id in others {
        let mut rows = read.query([id])?;
        let Some(row) = rows.next()? else { continue };
        let Ok(Stored { record, hash, .. }) = articles::stored(row)? else { continue };
        drop(rows);
        transaction.execute("delete from articles where id = ?1", [id])?;
        while remove_orphans(transaction)? > 0 {}
        let mut unsearched = Unsearched::default();
        unsearched.add(add::insert(transaction, &record, &hash)?);
        unsearched.index(transaction)?;
    }
    Ok(())
}
