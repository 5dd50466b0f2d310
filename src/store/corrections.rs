//! Corrections: kept, listed, handed on, and what they are about.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Serialize;

use crate::correct::{Anchor, Change, Correction, Corrections, Subject, Target};
use crate::record::{CorrectionId, Extraction};
use crate::resolve::{Effect, Rejected, State};
use crate::store::digests::Rows;
use crate::store::sql::{count, integer, json, to_json, word};
use crate::store::{Error, Store};

/// A correction, with what came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CorrectionRow {
    /// Its number in this database.
    pub number: CorrectionId,
    /// When it was decided.
    pub time: Timestamp,
    /// Who decided it.
    pub author: String,
    /// What is done, in one word.
    pub change: String,
    /// What was decided.
    pub what: String,
    /// Why, or empty.
    pub reason: String,
    /// How far it holds.
    pub state: State,
    /// The correction that overruled it or took it back.
    pub by: Option<CorrectionId>,
    /// What else is to be said of it, or empty.
    pub note: String,
    /// The things that it bears on.
    pub bears_on: Vec<(Subject, i64)>,
    /// What tells it from all others, in whatever database.
    pub uid: String,
}

/// What became of corrections from elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Those that are new.
    pub added: usize,
    /// Those that were there.
    pub known: usize,
}

/// The table of entries of a kind, the table that says what they belong to, and its column.
pub(super) fn tables(subject: Subject) -> (&'static str, &'static str, &'static str) {
    match subject {
        Subject::Actor => ("actor_entries", "actor_members", "actor"),
        Subject::Location => ("location_entries", "location_members", "location"),
        Subject::Meeting => ("meeting_entries", "meeting_members", "meeting"),
    }
}

/// All corrections of a database.
pub(super) fn read(connection: &Connection) -> Result<Vec<Correction>, Error> {
    let mut statement = connection.prepare("select correction from corrections order by number")?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(json(row, "correction")?);
    }
    Ok(all)
}

/// Writes one correction, unless it is there; tells its number if it was not.
fn insert(connection: &Connection, correction: &Correction) -> Result<Option<CorrectionId>, Error> {
    let what = match &correction.change {
        Change::Undo { undone } => {
            let number: Option<i64> = connection
                .query_row("select number from corrections where uid = ?1", [undone], |row| {
                    row.get(0)
                })
                .optional()?;
            number.map_or_else(|| "undo what is not here".to_owned(), |it| format!("undo {it}"))
        }
        change => change.to_string(),
    };
    let count = connection
        .prepare_cached(
            "insert or ignore into corrections (uid, time, author, reason, what, correction) \
             values (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            correction.uid,
            correction.time.to_string(),
            correction.author,
            correction.reason,
            what,
            to_json(correction),
        ])?;
    Ok((count > 0).then(|| CorrectionId::new(connection.last_insert_rowid())))
}

/// Writes corrections that are not there, in the order in which they were decided, so that what is taken
/// back is there before.
pub(super) fn insert_all(connection: &Connection, all: &[Correction]) -> Result<Imported, Error> {
    let mut imported = Imported::default();
    for correction in Corrections::new(all.to_vec()).all() {
        match insert(connection, correction)? {
            Some(_) => imported.added += 1,
            None => imported.known += 1,
        }
    }
    Ok(imported)
}

/// Writes what came of each correction, in place of what was there.
pub(super) fn write_effects(
    transaction: &Transaction<'_>,
    effects: &[Effect],
) -> Result<(), Error> {
    transaction.execute_batch("delete from correction_effects; delete from corrected;")?;
    let mut numbers: BTreeMap<String, i64> = BTreeMap::new();
    let mut statement = transaction.prepare("select uid, number from corrections")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        numbers.insert(row.get(0)?, row.get(1)?);
    }
    for effect in effects {
        let Some(number) = numbers.get(&effect.uid) else { continue };
        let by = effect.by.as_ref().and_then(|uid| numbers.get(uid));
        transaction
            .prepare_cached(
                "insert into correction_effects (correction, state, by, note) values (?1, ?2, ?3, ?4)",
            )?
            .execute(params![number, effect.state.as_str(), by, effect.note])?;
        for (subject, id) in &effect.bears_on {
            transaction
                .prepare_cached(
                    "insert or ignore into corrected (thing, id, correction) values (?1, ?2, ?3)",
                )?
                .execute(params![subject.as_str(), id, number])?;
        }
    }
    Ok(())
}

/// Writes which entries are none, in place of what was there.
pub(super) fn write_rejected(
    transaction: &Transaction<'_>,
    rows: &[Rows],
    rejected: &[Rejected],
) -> Result<(), Error> {
    transaction.execute("delete from rejected_entries", [])?;
    let mut insert =
        transaction.prepare("insert into rejected_entries (thing, entry) values (?1, ?2)")?;
    for it in rejected {
        let own = &rows[it.article];
        let first = match it.subject {
            Subject::Actor => own.actor,
            Subject::Location => own.location,
            Subject::Meeting => own.meeting,
        };
        insert.execute((it.subject.as_str(), first + integer(it.entry)))?;
    }
    Ok(())
}

impl Store {
    /// Keeps a decision and applies it; it is later than all that are there, whatever the clock says,
    /// for who decides now knows them.
    ///
    /// # Errors
    ///
    /// If the database fails; then nothing was changed.
    pub fn correct(
        &mut self,
        now: Timestamp,
        (author, reason): (&str, &str),
        change: Change,
    ) -> Result<CorrectionId, Error> {
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)?;
        let last = read(&transaction)?.into_iter().map(|it| it.time.as_millisecond()).max();
        let now = now.as_millisecond();
        let time = last.map_or(now, |last| now.max(last.saturating_add(1)));
        let time = Timestamp::from_millisecond(time).map_err(|error| Error::Content {
            what: format!("the time of a correction: {error}"),
        })?;
        let correction = Correction::new(time, author, reason, change);
        let number = insert(&transaction, &correction)?.ok_or_else(|| Error::Content {
            what: "a correction that is there twice".to_owned(),
        })?;
        super::resolved::update(&transaction)?;
        transaction.commit()?;
        Ok(number)
    }

    /// Takes in corrections from elsewhere and applies them.
    ///
    /// # Errors
    ///
    /// If the database fails; then nothing was changed.
    pub fn import_corrections(&mut self, all: &[Correction]) -> Result<Imported, Error> {
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)?;
        let imported = insert_all(&transaction, all)?;
        super::resolved::update(&transaction)?;
        transaction.commit()?;
        Ok(imported)
    }

    /// All corrections, as they are handed on to others.
    ///
    /// # Errors
    ///
    /// If the database fails, or holds what this program did not write.
    pub fn corrections(&self) -> Result<Corrections, Error> {
        Ok(Corrections::new(read(&self.connection)?))
    }

    /// The correction of a number.
    ///
    /// # Errors
    ///
    /// If the database fails, or holds what this program did not write.
    pub fn correction(&self, number: CorrectionId) -> Result<Option<Correction>, Error> {
        let sql = "select correction from corrections where number = ?1";
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([number.row()])?;
        rows.next()?.map(|row| json(row, "correction")).transpose()
    }

    /// All corrections with what came of them, the earliest first.
    ///
    /// # Errors
    ///
    /// If the database fails, or holds what this program did not write.
    pub fn list_corrections(&self) -> Result<Vec<CorrectionRow>, Error> {
        let mut bears: BTreeMap<i64, Vec<(Subject, i64)>> = BTreeMap::new();
        let mut statement = self.connection.prepare(
            "select correction, thing, id from corrected order by thing, id, correction",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            bears.entry(row.get(0)?).or_default().push((word(row, "thing")?, row.get(2)?));
        }
        // What was cut off before it was applied is in force as soon as it is.
        let mut statement = self.connection.prepare(
            "select c.number, c.uid, c.author, c.reason, c.what, c.correction, \
             coalesce(e.state, 'in force') as state, e.by, coalesce(e.note, '') as note \
             from corrections c left join correction_effects e on e.correction = c.number",
        )?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let number: i64 = row.get("number")?;
            let by: Option<i64> = row.get("by")?;
            let correction: Correction = json(row, "correction")?;
            all.push(CorrectionRow {
                number: CorrectionId::new(number),
                time: correction.time,
                author: row.get("author")?,
                change: correction.change.word().to_owned(),
                what: row.get("what")?,
                reason: row.get("reason")?,
                state: word(row, "state")?,
                by: by.map(CorrectionId::new),
                note: row.get("note")?,
                bears_on: bears.remove(&number).unwrap_or_default(),
                uid: correction.uid,
            });
        }
        all.sort_by(|one, other| (one.time, &one.uid).cmp(&(other.time, &other.uid)));
        Ok(all)
    }

    /// The corrections that bear on a thing, the earliest first.
    ///
    /// # Errors
    ///
    /// If the database fails, or holds what this program did not write.
    pub fn corrections_of(&self, subject: Subject, id: i64) -> Result<Vec<CorrectionRow>, Error> {
        let mut all = self.list_corrections()?;
        all.retain(|it| it.bears_on.contains(&(subject, id)));
        Ok(all)
    }

    /// The anchors of the entries of a thing, by article, at most so many; none if there is no such
    /// thing, or no article names it.
    ///
    /// # Errors
    ///
    /// If the database fails, or holds what this program did not write.
    pub fn anchors(&self, subject: Subject, id: i64, most: usize) -> Result<Vec<Anchor>, Error> {
        let (entries, members, column) = tables(subject);
        let mut statement = self.connection.prepare(&format!(
            "select e.ref, a.record from {members} m join {entries} e on e.id = m.entry \
             join articles a on a.id = e.article where m.{column} = ?1 order by a.key, e.ref limit ?2"
        ))?;
        // So many rows as no table has are all.
        let mut rows = statement.query([id, i64::try_from(most).unwrap_or(i64::MAX)])?;
        let mut anchors = Vec::new();
        while let Some(row) = rows.next()? {
            let place = count(row, "ref")?.saturating_sub(1);
            let record: Extraction = json(row, "record")?;
            anchors.extend(Anchor::of(&record, subject, place));
        }
        Ok(anchors)
    }

    /// A thing as a correction is about it, if it is there.
    ///
    /// # Errors
    ///
    /// If the database fails, or holds what this program did not write.
    pub fn target(&self, subject: Subject, id: i64) -> Result<Option<Target>, Error> {
        let sql = match subject {
            Subject::Actor => "select name, kind, '' as country from actors where id = ?1",
            Subject::Location => "select name, kind, country from locations where id = ?1",
            Subject::Meeting => {
                "select coalesce(date, 'no date') || ': ' || coalesce(participants, '') as name, kind, \
                 '' as country from meeting_list where id = ?1"
            }
        };
        let found: Option<(String, String, String)> = self
            .connection
            .query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((name, kind, country)) = found else { return Ok(None) };
        let (_, members, column) = tables(subject);
        let sql = format!("select count(*) as count from {members} where {column} = ?1");
        let count = self.connection.query_row(&sql, [id], |row| Ok(count(row, "count")))??;
        let entries = self.anchors(subject, id, Target::ENTRIES)?;
        Ok(Some(Target {
            thing: subject,
            number: id,
            name,
            kind,
            country,
            count,
            entries,
            is_new: false,
        }))
    }
}
