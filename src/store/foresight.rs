//! What adding articles would do, with nothing written to the database.

use rusqlite::OptionalExtension;

use crate::record::Article;
use crate::store::add::Key;
use crate::store::{Added, Error, Store};

/// What articles that would be added leave for those after them: in tables beside the database that
/// are gone with the connection, so that memory does not grow with their number.
const TABLES: &str = "
    create temp table if not exists foreseen
        (key text primary key, url text not null, hash text not null) strict, without rowid;
    create index if not exists temp.foreseen_url on foreseen (url) where url <> '';
    create index if not exists temp.foreseen_hash on foreseen (hash);
    create temp table if not exists foreseen_gone (id integer primary key) strict;
    delete from foreseen;
    delete from foreseen_gone;
";

/// What adding one article after the other would do.
#[derive(Debug)]
pub struct Foresight<'a> {
    store: &'a Store,
}

impl Store {
    /// Begins to look ahead, from what the database holds.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn foresight(&self) -> Result<Foresight<'_>, Error> {
        self.connection.execute_batch(TABLES)?;
        Ok(Foresight { store: self })
    }
}

impl Foresight<'_> {
    /// What would become of an article, after those before it.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn add(&mut self, article: &Article) -> Result<Added, Error> {
        let connection = &self.store.connection;
        let key = Key::of(article);
        // A row of the database, or the key of an article that would have been added.
        let found: Vec<(String, Option<i64>, Option<String>)> = connection
            .prepare_cached(
                "select hash, id, null from articles where (key = ?1 or (url = ?2 and url <> '')) \
                 and id not in (select id from foreseen_gone) union all \
                 select hash, null, key from foreseen where key = ?1 or (url = ?2 and url <> '')",
            )?
            .query_map((key.id, key.url), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        if found.iter().any(|(hash, ..)| *hash == key.hash) {
            return Ok(Added::Unchanged);
        }
        if found.is_empty() {
            let twin: Option<String> = connection
                .prepare_cached(
                    "select key from articles where hash = ?1 \
                     and id not in (select id from foreseen_gone) union all \
                     select key from foreseen where hash = ?1 limit 1",
                )?
                .query_row([&key.hash], |row| row.get(0))
                .optional()?;
            if let Some(twin) = twin {
                return Ok(Added::Duplicate(twin));
            }
        }
        for (_, row, other) in &found {
            if let Some(row) = row {
                connection
                    .prepare_cached("insert or ignore into foreseen_gone (id) values (?1)")?
                    .execute([row])?;
            }
            if let Some(other) = other {
                connection
                    .prepare_cached("delete from foreseen where key = ?1")?
                    .execute([other])?;
            }
        }
        connection
            .prepare_cached("insert into foreseen (key, url, hash) values (?1, ?2, ?3)")?
            .execute((key.id, key.url, &key.hash))?;
        Ok(if found.is_empty() { Added::New } else { Added::Replaced })
    }
}
