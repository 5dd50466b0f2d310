//! Resolution, written down.

use std::collections::BTreeMap;

use rusqlite::{Transaction, TransactionBehavior, params};

use crate::record::{Extraction, LocationId};
use crate::resolve::{self, Resolution};
use crate::store::sql::{integer, to_json};
use crate::store::{Error, Store, add, knowledge};

impl Store {
    /// Groups the entries of all articles anew, in place of what was there.
    ///
    /// # Errors
    ///
    /// If the database fails; then the old grouping stays.
    pub fn resolve(&mut self) -> Result<(), Error> {
        // Nobody else may add or remove articles between reading and writing.
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)?;
        let (articles, mut records): (Vec<i64>, Vec<Extraction>) =
            add::records(&transaction)?.into_iter().unzip();
        resolve::identify(&mut records, &knowledge::given(&transaction)?);
        let resolution = resolve::resolve(&records);
        transaction.execute_batch(
            "delete from meeting_members; delete from meeting_participants; \
             delete from meeting_places; delete from meetings; delete from actor_members; \
             delete from actors; delete from location_members; delete from locations;",
        )?;
        write(&transaction, &articles, &resolution)?;
        transaction.commit()?;
        Ok(())
    }

    /// Whether the entries added last belong to an actor, location or meeting: not so after a run
    /// that was cut off between adding and resolving.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn is_resolved(&self) -> Result<bool, Error> {
        for (entries, members) in [
            ("actor_entries", "actor_members"),
            ("location_entries", "location_members"),
            ("meeting_entries", "meeting_members"),
        ] {
            // Rows are numbered as they come, so that the last ones tell of all.
            let left: bool = self.connection.query_row(
                &format!(
                    "select coalesce((select max(id) from {entries}), 0) > \
                     coalesce((select max(entry) from {members}), 0)"
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

/// The rows of the entries of a table, by article and place in the record.
fn entry_rows(
    transaction: &Transaction<'_>,
    table: &str,
) -> Result<BTreeMap<(i64, i64), i64>, Error> {
    let mut statement = transaction.prepare(&format!("select article, ref, id from {table}"))?;
    let mut rows = statement.query([])?;
    let mut found = BTreeMap::new();
    while let Some(row) = rows.next()? {
        found.insert((row.get(0)?, row.get(1)?), row.get(2)?);
    }
    Ok(found)
}

fn missing() -> Error {
    Error::Content { what: "an entry of a record has no row".to_owned() }
}

fn write(
    transaction: &Transaction<'_>,
    articles: &[i64],
    resolution: &Resolution,
) -> Result<(), Error> {
    let rows = entry_rows(transaction, "actor_entries")?;
    let mut insert = transaction.prepare(
        "insert into actors (id, name, kind, ids, roles, affiliations) values (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut member =
        transaction.prepare("insert into actor_members (entry, actor) values (?1, ?2)")?;
    for it in &resolution.actors {
        insert.execute(params![
            it.id.row(),
            it.name,
            it.kind.as_str(),
            to_json(&it.ids),
            to_json(&it.roles),
            to_json(&it.affiliations),
        ])?;
        for entry in &it.entries {
            let key = (articles[entry.article], integer(entry.entry.index() + 1));
            let row = rows.get(&key).ok_or_else(missing)?;
            member.execute((row, it.id.row()))?;
        }
    }
    let rows = entry_rows(transaction, "location_entries")?;
    let mut insert = transaction.prepare(
        "insert into locations (id, name, kind, country, lat, lon, ids, city) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let mut member =
        transaction.prepare("insert into location_members (entry, location) values (?1, ?2)")?;
    for it in &resolution.locations {
        insert.execute(params![
            it.id.row(),
            it.name,
            it.kind.as_str(),
            it.country,
            it.lat,
            it.lon,
            to_json(&it.ids),
            it.city.map(LocationId::row),
        ])?;
        for entry in &it.entries {
            let key = (articles[entry.article], integer(entry.entry.index() + 1));
            member.execute((rows.get(&key).ok_or_else(missing)?, it.id.row()))?;
        }
    }
    write_meetings(transaction, articles, resolution)
}

fn write_meetings(
    transaction: &Transaction<'_>,
    articles: &[i64],
    resolution: &Resolution,
) -> Result<(), Error> {
    let rows = entry_rows(transaction, "meeting_entries")?;
    let mut insert = transaction.prepare(
        "insert into meetings (id, kind, status, date, date_from, date_to, precision, plover, cameo, \
         confidence) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let mut member =
        transaction.prepare("insert into meeting_members (entry, meeting) values (?1, ?2)")?;
    let mut participant = transaction.prepare(
        "insert into meeting_participants (meeting, actor, part, sources) values (?1, ?2, ?3, ?4)",
    )?;
    let mut place = transaction
        .prepare("insert into meeting_places (meeting, location, rank) values (?1, ?2, ?3)")?;
    for it in &resolution.meetings {
        insert.execute(params![
            it.id.row(),
            it.kind.as_str(),
            it.status.as_str(),
            it.date.map(|date| date.to_string()),
            it.date.map(|date| date.first().to_string()),
            it.date.map(|date| date.last().to_string()),
            it.date.map(|date| date.precision().as_str()),
            it.codes.plover,
            it.codes.cameo,
            it.confidence,
        ])?;
        for entry in &it.entries {
            let key = (articles[entry.article], integer(entry.entry.index() + 1));
            member.execute((rows.get(&key).ok_or_else(missing)?, it.id.row()))?;
        }
        for &(actor, sources) in &it.participants {
            let part = match () {
                () if it.hosts.contains(&actor) => "host",
                () if it.mediators.contains(&actor) => "mediator",
                () => "participant",
            };
            participant.execute(params![it.id.row(), actor.row(), part, integer(sources)])?;
        }
        for (rank, (location, _)) in (1i64..).zip(&it.locations) {
            place.execute((it.id.row(), location.row(), rank))?;
        }
    }
    Ok(())
}
