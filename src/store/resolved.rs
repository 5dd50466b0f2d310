//! Resolution, written down.

use std::collections::BTreeMap;

use rusqlite::{Transaction, TransactionBehavior, params};

use crate::correct::{Corrections, Subject, Wanted};
use crate::record::{ActorKind, Extraction, LocationId};
use crate::resolve::{self, Resolution, Signature};
use crate::store::sql::{integer, to_json};
use crate::store::{Error, Store, add, corrections, figures, knowledge};

impl Store {
    /// Groups the entries of all articles anew, in place of what was there.
    ///
    /// # Errors
    ///
    /// If the database fails; then the old grouping stays.
    pub fn resolve(&mut self) -> Result<(), Error> {
        // Nobody else may add or remove articles between reading and writing.
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)?;
        resolve(&transaction)?;
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

/// Groups the entries of all articles anew, as corrections have it, in place of what was there.
pub(super) fn resolve(transaction: &Transaction<'_>) -> Result<(), Error> {
    let all = Corrections::new(corrections::read(transaction)?);
    let Known { articles, mut records, signatures } = known(transaction, &all.wanted())?;
    resolve::identify(&mut records, &knowledge::given(transaction)?);
    let resolution = resolve::resolve_corrected(&records, &signatures, &all);
    drop(records);
    figures::clear(transaction)?;
    transaction.execute_batch(
        "delete from article_copies; delete from actor_doubts; delete from actor_merges; \
         delete from meeting_members; delete from meeting_participants; \
         delete from meeting_places; delete from meetings; delete from actor_members; \
         delete from actors; delete from location_members; delete from locations;",
    )?;
    write(transaction, &articles, &resolution)?;
    corrections::write_effects(transaction, &resolution.effects)?;
    corrections::write_rejected(transaction, &articles, &resolution.rejected)?;
    figures::fill(transaction)
}

/// What resolution works on.
struct Known {
    articles: Vec<i64>,
    records: Vec<Extraction>,
    signatures: Vec<Option<Signature>>,
}

/// The records of all articles, in the order of their keys, without what resolution does not look
/// at: the words of a hundred thousand articles take more memory than a machine may have.
fn known(transaction: &Transaction<'_>, wanted: &Wanted<'_>) -> Result<Known, Error> {
    sign(transaction)?;
    let mut known = Known { articles: Vec::new(), records: Vec::new(), signatures: Vec::new() };
    let mut statement =
        transaction.prepare("select id, record, signature from articles order by key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut record: Extraction = super::sql::json(row, "record")?;
        record.statements = Vec::new();
        record.source = String::new();
        wanted.strip(&mut record);
        for actor in &mut record.actors {
            // An empty full name means that the name is full.
            if actor.canonical == actor.name {
                actor.canonical = String::new();
            }
            if actor.kind == ActorKind::Person {
                actor.mentions = Vec::new();
            } else {
                actor.mentions.sort_by(|one, other| one.text.cmp(&other.text));
                actor.mentions.dedup_by(|next, kept| next.text == kept.text);
            }
        }
        for location in &mut record.locations {
            location.mentions = Vec::new();
        }
        for meeting in &mut record.meetings {
            meeting.topics = Vec::new();
        }
        let signature: Option<Vec<u8>> = row.get("signature")?;
        known.articles.push(row.get("id")?);
        known.records.push(record);
        known.signatures.push(signature.and_then(|bytes| Signature::from_bytes(&bytes)));
    }
    Ok(known)
}

/// Gives articles that an earlier version of the program stored what their texts are known by.
fn sign(transaction: &Transaction<'_>) -> Result<(), Error> {
    let unsigned: Vec<i64> = transaction
        .prepare("select id from articles where signature is null")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut read = transaction.prepare("select text from articles where id = ?1")?;
    let mut write = transaction.prepare("update articles set signature = ?2 where id = ?1")?;
    for article in unsigned {
        let text: String = read.query_row([article], |row| row.get(0))?;
        write.execute((article, add::signature(&text)))?;
    }
    Ok(())
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
    write_meetings(transaction, articles, resolution)?;
    write_reasons(transaction, articles, resolution)
}

/// Writes why actors are one, which may be, and which articles are copies.
fn write_reasons(
    transaction: &Transaction<'_>,
    articles: &[i64],
    resolution: &Resolution,
) -> Result<(), Error> {
    let mut insert = transaction.prepare(
        "insert into actor_merges (actor, rank, one, other, score, reasons) \
         values (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for it in &resolution.actors {
        for (rank, merge) in (1_i64..).zip(&it.merges) {
            let reasons = to_json(&merge.reasons);
            let id = it.id.row();
            insert.execute(params![id, rank, merge.one, merge.other, merge.score, reasons])?;
        }
    }
    let mut insert = transaction.prepare(
        "insert into actor_doubts (rank, one, other, score, reasons) values (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (rank, it) in (1_i64..).zip(&resolution.doubts) {
        let reasons = to_json(&it.reasons);
        insert.execute(params![rank, it.one.row(), it.other.row(), it.score, reasons])?;
    }
    let mut insert =
        transaction.prepare("insert into article_copies (article, original) values (?1, ?2)")?;
    for (article, &story) in resolution.stories.iter().enumerate() {
        if article != story {
            insert.execute((articles[article], articles[story]))?;
        }
    }
    Ok(())
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
