//! Article by article: the record is sound, and the tables hold what it says.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::record::{Excerpt, Extraction};
use crate::store::add::hash;
use crate::store::check::{Checked, Kind, Remedy};
use crate::store::digests;
use crate::store::resolved::{self, Last};
use crate::store::sql::{count, integer, json};
use crate::store::{Error, sql};

const RECORD: Kind = ("records", "the record of an article is not sound", Remedy::Reextract);
const TEXT: Kind =
    ("records", "an article is another than the one that was read", Remedy::Reextract);
const ROWS: Kind =
    ("rows", "tables say of an article other things than its record", Remedy::Repair);
const DIGEST: Kind =
    ("digests", "what is kept for grouping is not what the record says", Remedy::Resolve);

/// An article as the database has it.
pub(super) struct Stored {
    /// The number of its row.
    pub(super) id: i64,
    /// Its record, with its text.
    pub(super) record: Extraction,
    /// By what a change of it is known.
    pub(super) hash: String,
}

/// The columns of which [`stored`] makes an article.
pub(super) const COLUMNS: &str = "id, key, url, source, published, title, text, hash, record";

/// Reads an article; says what is wrong with it where something is.
pub(super) fn stored(row: &Row<'_>) -> Result<Result<Stored, (Kind, String)>, Error> {
    let key: String = row.get("key")?;
    let mut record: Extraction = match json(row, "record") {
        Ok(record) => record,
        Err(Error::Content { what }) => return Ok(Err((RECORD, format!("{key}: {what}")))),
        Err(error) => return Err(error),
    };
    record.text = row.get("text")?;
    let hash: String = row.get("hash")?;
    let is_same = record.id == key
        && record.url == row.get::<_, String>("url")?
        && record.source == row.get::<_, String>("source")?
        && record.title == row.get::<_, String>("title")?
        && record.published == sql::date(row, "published")?
        && hash == self::hash(&record);
    Ok(match record.check() {
        _ if !is_same => Err((TEXT, key)),
        Err(what) => Err((RECORD, format!("{key}: {what}"))),
        Ok(()) => Ok(Stored { id: row.get("id")?, record, hash }),
    })
}

/// Checks all articles.
pub(super) fn check(connection: &Connection, checked: &mut Checked) -> Result<(), Error> {
    // What another version kept for grouping may have another form.
    let has_digests = matches!(resolved::last(connection), Ok(Last::Current | Last::Behind));
    let mut statement =
        connection.prepare(&format!("select {COLUMNS} from articles order by id"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        checked.articles += 1;
        let article = match stored(row)? {
            Ok(article) => article,
            Err((kind, place)) => {
                checked.add(kind, place);
                continue;
            }
        };
        let key = &article.record.id;
        if let Some(what) = other(connection, &article)? {
            checked.add(ROWS, format!("{key}: {what}"));
        }
        if has_digests && !is_digested(connection, &article)? {
            checked.add(DIGEST, key);
        }
    }
    Ok(())
}

/// What the tables say of an article that its record does not, if anything.
pub(super) fn other(
    connection: &Connection,
    article: &Stored,
) -> Result<Option<&'static str>, Error> {
    let record = &article.record;
    let actors = record.actors.iter().map(|it| it.name.as_str());
    let locations = record.locations.iter().map(|it| it.name.as_str());
    let meetings = record.meetings.iter().map(|it| it.kind.as_str());
    let statements = record.statements.iter().map(|it| it.cue.as_str());
    let whole = entries(connection, article, ("actor_entries", "name"), actors)?
        && entries(connection, article, ("location_entries", "name"), locations)?
        && entries(connection, article, ("meeting_entries", "kind"), meetings)?
        && entries(connection, article, ("statements", "cue"), statements)?;
    if !whole {
        return Ok(Some("entries"));
    }
    let named = record.actors.iter().flat_map(|it| &it.mentions);
    let placed = record.locations.iter().flat_map(|it| &it.mentions);
    let told = record.meetings.iter().flat_map(|it| &it.evidence);
    let said = record.statements.iter().flat_map(|it| it.content.iter().chain(&it.evidence));
    let whole = excerpts(connection, article, ("actor_mentions", "entry", "actor_entries"), named)?
        && excerpts(
            connection,
            article,
            ("location_mentions", "entry", "location_entries"),
            placed,
        )?
        && excerpts(connection, article, ("meeting_evidence", "entry", "meeting_entries"), told)?
        && excerpts(connection, article, ("statement_spans", "statement", "statements"), said)?;
    if !whole {
        return Ok(Some("the places of words"));
    }
    let parties = parties(connection, article)?;
    Ok((!parties).then_some("who takes part, where, and who speaks"))
}

/// Whether a table has just these entries of an article, their rows one after the other.
fn entries<'a>(
    connection: &Connection,
    article: &Stored,
    (table, column): (&str, &str),
    mut wanted: impl Iterator<Item = &'a str>,
) -> Result<bool, Error> {
    let sql = format!("select id, ref, {column} from {table} where article = ?1 order by ref");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([article.id])?;
    let mut first = None;
    for place in 0.. {
        let Some(row) = rows.next()? else { break };
        let id: i64 = row.get(0)?;
        let is_next = id == *first.get_or_insert(id) + place;
        let found = row.get_ref(2)?.as_str().unwrap_or_default();
        if !is_next || row.get::<_, i64>(1)? != place + 1 || wanted.next() != Some(found) {
            return Ok(false);
        }
    }
    Ok(wanted.next().is_none())
}

/// Whether a table has just these words of an article at these places.
fn excerpts<'a>(
    connection: &Connection,
    article: &Stored,
    (table, column, entries): (&str, &str, &str),
    mut wanted: impl Iterator<Item = &'a Excerpt>,
) -> Result<bool, Error> {
    let sql = format!(
        "select v.first, v.last, v.text from {entries} e join {table} v on v.{column} = e.id \
         where e.article = ?1 order by e.ref, v.rowid"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([article.id])?;
    while let Some(row) = rows.next()? {
        let found = Excerpt {
            start: count(row, "first")?,
            end: count(row, "last")?,
            text: row.get("text")?,
        };
        if wanted.next() != Some(&found) {
            return Ok(false);
        }
    }
    Ok(wanted.next().is_none())
}

/// Whether meetings and statements of an article have the parties and places that the record gives.
fn parties(connection: &Connection, article: &Stored) -> Result<bool, Error> {
    let mut wanted: Vec<(i64, &str, i64, String)> = Vec::new();
    for it in &article.record.meetings {
        let own = integer(it.id.index() + 1);
        for party in &it.participants {
            let part = match () {
                () if it.hosts.contains(party) => "host",
                () if it.mediators.contains(party) => "mediator",
                () => "participant",
            };
            wanted.push((own, "meeting", integer(party.index() + 1), part.to_owned()));
        }
        for place in &it.locations {
            wanted.push((own, "meeting", integer(place.index() + 1), "place".to_owned()));
        }
    }
    for it in &article.record.statements {
        let own = integer(it.id.index() + 1);
        let parts =
            [("speaker", it.speaker.actors()), ("addressee", &it.addressees), ("about", &it.about)];
        for (part, list) in parts {
            for party in list {
                wanted.push((own, "statement", integer(party.index() + 1), part.to_owned()));
            }
        }
    }
    wanted.sort();
    wanted.dedup();
    let mut statement = connection.prepare_cached(
        "select e.ref as own, 'meeting' as thing, a.ref as other, p.part from meeting_entries e \
         join meeting_entry_participants p on p.entry = e.id \
         join actor_entries a on a.id = p.actor_entry where e.article = ?1 \
         union all select e.ref, 'meeting', l.ref, 'place' from meeting_entries e \
         join meeting_entry_places p on p.entry = e.id \
         join location_entries l on l.id = p.location_entry where e.article = ?1 \
         union all select s.ref, 'statement', a.ref, p.part from statements s \
         join statement_parties p on p.statement = s.id \
         join actor_entries a on a.id = p.actor_entry where s.article = ?1 \
         order by 1, 2, 3, 4",
    )?;
    let mut rows = statement.query([article.id])?;
    let mut wanted = wanted.iter();
    while let Some(row) = rows.next()? {
        let (own, other): (i64, i64) = (row.get(0)?, row.get(2)?);
        let thing = row.get_ref(1)?.as_str().unwrap_or_default();
        let part = row.get_ref(3)?.as_str().unwrap_or_default();
        if wanted
            .next()
            .is_none_or(|it| (it.0, it.1, it.2, it.3.as_str()) != (own, thing, other, part))
        {
            return Ok(false);
        }
    }
    Ok(wanted.next().is_none())
}

/// Whether what is kept of an article for grouping is what its record says.
fn is_digested(connection: &Connection, article: &Stored) -> Result<bool, Error> {
    let mut statement = connection.prepare_cached(
        "select digest, actor = coalesce((select min(id) from actor_entries where article = ?1), 0) \
         and location = coalesce((select min(id) from location_entries where article = ?1), 0) \
         and meeting = coalesce((select min(id) from meeting_entries where article = ?1), 0) \
         from digests where article = ?1",
    )?;
    let found: Option<(Vec<u8>, bool)> =
        statement.query_row([article.id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match found {
        Some((digest, true)) => digests::is_of(connection, &article.record, &digest),
        _ => Ok(false),
    }
}
