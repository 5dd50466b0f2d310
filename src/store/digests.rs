//! What resolution reads of each article: its record in short, and by what its text is known.
//!
//! A record is written with every mention, statement and sentence; resolution looks at a tenth of
//! that. It is kept apart, so that it can be read without the rest.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, Transaction, params};

use crate::correct::Wanted;
use crate::date::Date;
use crate::record::{ActorEntry, ActorKind, Excerpt, Extraction, LocationEntry, MeetingEntry};
use crate::resolve::{Corpus, Reader, Signature};
use crate::store::Error;
use crate::store::sql::{count, json, to_json};
use crate::text::{fingerprint, fold};

/// The rows of an article: its own, and those of its first entry of each kind, which the others
/// follow in order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rows {
    pub(super) article: i64,
    pub(super) actor: i64,
    pub(super) location: i64,
    pub(super) meeting: i64,
}

/// What resolution works on: of each article the same place.
#[derive(Default)]
pub(super) struct Known {
    pub(super) rows: Vec<Rows>,
    pub(super) published: Vec<Option<Date>>,
    pub(super) corpus: Corpus,
    pub(super) signatures: Vec<Option<Signature>>,
}

/// The hash by which a sentence is looked for, folded.
fn hash(sentence: &str) -> u64 {
    let digits = fingerprint(&[sentence]);
    u64::from_str_radix(&digits[..16], 16).expect("it has 32 digits")
}

/// Some words without their place in the text.
fn words(text: &str) -> Excerpt {
    Excerpt { text: text.to_owned(), start: 0, end: 0 }
}

/// A record without what resolution does not look at.
pub(super) fn digest(record: &Extraction) -> Extraction {
    let actors = record.actors.iter().map(|it| {
        let mentions: BTreeSet<&str> = match it.kind {
            ActorKind::Person => BTreeSet::new(),
            _ => it.mentions.iter().map(|it| it.text.as_str()).collect(),
        };
        ActorEntry {
            id: it.id,
            name: it.name.clone(),
            kind: it.kind,
            // An empty full name means that the name is full.
            canonical: if it.canonical == it.name { String::new() } else { it.canonical.clone() },
            aliases: it.aliases.clone(),
            ids: it.ids.clone(),
            mentions: mentions.into_iter().map(words).collect(),
            roles: it.roles.clone(),
            affiliations: it.affiliations.clone(),
        }
    });
    let location = |it: &LocationEntry| LocationEntry { mentions: Vec::new(), ..it.clone() };
    let meeting =
        |it: &MeetingEntry| MeetingEntry { topics: Vec::new(), evidence: Vec::new(), ..it.clone() };
    Extraction {
        id: record.id.clone(),
        url: record.url.clone(),
        published: record.published,
        title: record.title.clone(),
        actors: actors.collect(),
        locations: record.locations.iter().map(location).collect(),
        meetings: record.meetings.iter().map(meeting).collect(),
        ..Extraction::default()
    }
}

/// Writes the digest of an article, whose record has its text.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    rows: Rows,
    record: &Extraction,
) -> Result<(), Error> {
    let evidence = record.meetings.iter().flat_map(|it| &it.evidence);
    let sentences: Vec<u8> =
        evidence.flat_map(|piece| hash(&fold(&piece.text)).to_le_bytes()).collect();
    let signature = Signature::new(&record.text).map(|it| it.to_bytes()).unwrap_or_default();
    transaction
        .prepare_cached(
            "insert into digests (article, actor, location, meeting, signature, sentences, digest) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            rows.article,
            rows.actor,
            rows.location,
            rows.meeting,
            signature,
            sentences,
            to_json(&digest(record)),
        ])?;
    Ok(())
}

/// Writes all digests anew: what another version wrote may have another form.
pub(super) fn rewrite(transaction: &Transaction<'_>) -> Result<(), Error> {
    transaction.execute("delete from digests", [])?;
    let all: Vec<i64> = transaction
        .prepare("select id from articles")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut read = transaction.prepare(
        "select record, text, \
         (select min(id) from actor_entries where article = a.id) as actor, \
         (select min(id) from location_entries where article = a.id) as location, \
         (select min(id) from meeting_entries where article = a.id) as meeting \
         from articles a where id = ?1",
    )?;
    for article in all {
        let mut rows = read.query([article])?;
        let Some(row) = rows.next()? else { continue };
        let mut record: Extraction = json(row, "record")?;
        record.text = row.get("text")?;
        let first = |column: &str| row.get::<_, Option<i64>>(column).map(Option::unwrap_or_default);
        let own = Rows {
            article,
            actor: first("actor")?,
            location: first("location")?,
            meeting: first("meeting")?,
        };
        insert(transaction, own, &record)?;
    }
    Ok(())
}

/// What resolution works on, as far as it or corrections look at it, read as users have it: the words
/// of a hundred thousand articles take more memory than a machine may have.
pub(super) fn known(
    transaction: &Transaction<'_>,
    wanted: &Wanted<'_>,
    reader: &Reader,
) -> Result<Known, Error> {
    let known = read(transaction, wanted, reader)?;
    let articles =
        transaction.query_row("select count(*) as count from articles", [], |row| {
            Ok(count(row, "count"))
        })??;
    if known.rows.len() == articles {
        return Ok(known);
    }
    // Something else than this program has written articles.
    rewrite(transaction)?;
    read(transaction, wanted, reader)
}

fn read(
    transaction: &Transaction<'_>,
    wanted: &Wanted<'_>,
    reader: &Reader,
) -> Result<Known, Error> {
    let hashes: BTreeSet<[u8; 8]> =
        wanted.sentences().map(|sentence| hash(sentence).to_le_bytes()).collect();
    let mut statement = transaction.prepare(
        "select article, actor, location, meeting, signature, sentences, digest from digests",
    )?;
    let mut rows = statement.query([])?;
    let mut known = Known::default();
    while let Some(row) = rows.next()? {
        let mut record: Extraction = json(row, "digest")?;
        let own = Rows {
            article: row.get("article")?,
            actor: row.get("actor")?,
            location: row.get("location")?,
            meeting: row.get("meeting")?,
        };
        let is_heard = || -> Result<bool, Error> {
            Ok(!hashes.is_empty()
                && blob(row, "sentences")?.chunks_exact(8).any(|it| hashes.contains(it)))
        };
        if wanted.is_about(&record.id) || is_heard()? {
            add_sentences(transaction, own, &mut record)?;
        }
        wanted.strip(&mut record);
        reader.read(&mut record);
        known.rows.push(own);
        known.published.push(record.published);
        known.corpus.add(record);
        known.signatures.push(Signature::from_bytes(blob(row, "signature")?));
    }
    Ok(known)
}

/// The bytes of a column.
fn blob<'r>(row: &'r Row<'_>, column: &str) -> Result<&'r [u8], Error> {
    let bytes = row.get_ref(column)?.as_blob();
    bytes.map_err(|error| Error::Content { what: format!("{column}: {error}") })
}

/// Gives the meetings of a record their sentences.
fn add_sentences(
    connection: &Connection,
    rows: Rows,
    record: &mut Extraction,
) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(
        "select first, last, text from meeting_evidence where entry = ?1 order by rowid",
    )?;
    for (row, meeting) in (rows.meeting..).zip(&mut record.meetings) {
        let mut found = statement.query([row])?;
        while let Some(row) = found.next()? {
            meeting.evidence.push(Excerpt {
                text: row.get("text")?,
                start: count(row, "first")?,
                end: count(row, "last")?,
            });
        }
    }
    Ok(())
}
