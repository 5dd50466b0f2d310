//! What resolution reads of each article: its record in short, and by what its text is known.
//!
//! A record is written with every mention, statement and sentence; resolution looks at a tenth of
//! that. It is kept apart, so that it can be read without the rest.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::correct::Wanted;
use crate::record::{ActorEntry, Excerpt, Extraction, LocationEntry};
use crate::resolve::packed::{self, Shelf};
use crate::resolve::{Corpus, Reader, Signature};
use crate::store::Error;
use crate::store::sql::{count, json};
use crate::text::{self, fingerprint, fold};

/// The rows of an article: its own, and those of its first entry of each kind, which the others
/// follow in order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rows {
    pub(super) article: i64,
    pub(super) actor: i64,
    pub(super) location: i64,
    pub(super) meeting: i64,
}

impl Rows {
    /// Those in the first columns of a row.
    fn read(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            article: row.get(0)?,
            actor: row.get(1)?,
            location: row.get(2)?,
            meeting: row.get(3)?,
        })
    }
}

/// What resolution works on: of each article the same place.
#[derive(Default)]
pub(super) struct Known {
    pub(super) rows: Vec<Rows>,
    pub(super) corpus: Corpus,
    pub(super) signatures: Vec<Option<Signature>>,
}

/// The hash by which a sentence is looked for, folded.
fn hash(sentence: &str) -> u64 {
    let digits = fingerprint(&[sentence]);
    u64::from_str_radix(&digits[..16], 16).expect("it has 32 digits")
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
    let (actors, locations) = forms(record);
    let number = |table: &str, forms: Vec<Vec<u8>>| -> Result<Vec<i64>, Error> {
        forms.iter().map(|form| number_of(transaction, table, form)).collect()
    };
    let actors = number("actor_forms", actors)?;
    let locations = number("location_forms", locations)?;
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
            packed::pack_article(record, &actors, &locations),
        ])?;
    Ok(())
}

/// The forms of the actor and location entries of a record, as they are kept.
fn forms(record: &Extraction) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let actor = |it: &ActorEntry| packed::pack_actor(&Corpus::form_of(it.clone()));
    let location =
        |it: &LocationEntry| packed::pack_location(&Corpus::location_form_of(it.clone()));
    (record.actors.iter().map(actor).collect(), record.locations.iter().map(location).collect())
}

/// The number of a form, which is kept once.
fn number_of(transaction: &Transaction<'_>, table: &str, form: &[u8]) -> Result<i64, Error> {
    let print = text::hash(form.iter().copied()).cast_signed();
    let found: Option<i64> = transaction
        .prepare_cached(&format!("select id from {table} where print = ?1 and form = ?2"))?
        .query_row(params![print, form], |row| row.get(0))
        .optional()?;
    if let Some(number) = found {
        return Ok(number);
    }
    transaction
        .prepare_cached(&format!("insert into {table} (print, form) values (?1, ?2)"))?
        .execute(params![print, form])?;
    Ok(transaction.last_insert_rowid())
}

/// Whether what is kept of an article is what its record says.
pub(super) fn is_of(
    connection: &Connection,
    record: &Extraction,
    digest: &[u8],
) -> Result<bool, Error> {
    let Some((_, actors, locations)) = packed::unpack_forms(digest) else { return Ok(false) };
    let (own_actors, own_locations) = forms(record);
    let kept = |table: &str, rows: &[i64]| -> Result<Vec<Vec<u8>>, Error> {
        let mut read =
            connection.prepare_cached(&format!("select form from {table} where id = ?1"))?;
        let forms = rows.iter().map(|row| read.query_row([row], |row| row.get(0)).optional());
        let forms: Vec<Option<Vec<u8>>> = forms.collect::<Result<_, _>>()?;
        Ok(forms.into_iter().map(Option::unwrap_or_default).collect())
    };
    Ok(kept("actor_forms", &actors)? == own_actors
        && kept("location_forms", &locations)? == own_locations
        && packed::pack_article(record, &actors, &locations) == digest)
}

/// Writes all digests anew: what another version wrote may have another form.
pub(super) fn rewrite(transaction: &Transaction<'_>) -> Result<(), Error> {
    transaction.execute_batch(
        "delete from digests; delete from actor_forms; delete from location_forms;",
    )?;
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
    let mut shelf = shelf(transaction)?;
    let mut statement = transaction
        .prepare("select article, actor, location, meeting, signature, digest from digests")?;
    let mut rows = statement.query([])?;
    let mut known = Known::default();
    while let Some(row) = rows.next()? {
        let own = Rows::read(row)?;
        let article =
            packed::unpack_article(blob(row, "digest")?, &mut shelf).ok_or_else(|| {
                Error::Content { what: format!("the digest of article {}", own.article) }
            })?;
        known.rows.push(own);
        known.signatures.push(Signature::from_bytes(blob(row, "signature")?));
        shelf.corpus.take(article);
    }
    known.corpus = shelf.corpus;
    mark(transaction, wanted, &mut known)?;
    if !reader.is_idle() {
        let mut corpus = Corpus::default();
        for article in 0..known.rows.len() {
            let mut record = known.corpus.record(article);
            reader.read(&mut record);
            corpus.add(record);
        }
        known.corpus = corpus;
    }
    Ok(known)
}

/// An article that has come: its rows, what resolution looks at, and by what its text is known.
type New = (Rows, Extraction, Option<Signature>);

/// The articles behind a row, if they are few.
pub(super) fn new(
    transaction: &Transaction<'_>,
    last: i64,
    few: usize,
) -> Result<Option<Vec<New>>, Error> {
    let count = |table: &str, column: &str| -> Result<usize, Error> {
        let sql = format!("select count(*) as count from {table} where {column} > ?1");
        transaction.query_row(&sql, [last], |row| Ok(count(row, "count")))?
    };
    let articles = count("articles", "id")?;
    // Others may be of something else than this program.
    if articles > few || articles != count("digests", "article")? {
        return Ok(None);
    }
    let mut statement = transaction.prepare(
        "select article, actor, location, meeting, signature, digest from digests \
         where article > ?1 order by article",
    )?;
    let form = |table: &str, row: i64| -> Result<Vec<u8>, Error> {
        let sql = format!("select form from {table} where id = ?1");
        Ok(transaction.prepare_cached(&sql)?.query_row([row], |row| row.get(0))?)
    };
    let mut rows = statement.query([last])?;
    let mut shelf = Shelf::default();
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let own = Rows::read(row)?;
        let digest = blob(row, "digest")?;
        let broken = || Error::Content { what: format!("the digest of article {}", own.article) };
        let (_, actors, locations) = packed::unpack_forms(digest).ok_or_else(broken)?;
        for it in actors {
            let form = packed::unpack_actor(&form("actor_forms", it)?).ok_or_else(broken)?;
            shelf.put_actor(usize::try_from(it).map_err(|_| broken())?, form);
        }
        for it in locations {
            let form = packed::unpack_location(&form("location_forms", it)?).ok_or_else(broken)?;
            shelf.put_location(usize::try_from(it).map_err(|_| broken())?, form);
        }
        let article = packed::unpack_article(digest, &mut shelf).ok_or_else(broken)?;
        let signature = Signature::from_bytes(blob(row, "signature")?);
        shelf.corpus.take(article);
        found.push((own, shelf.corpus.record(shelf.corpus.len() - 1), signature));
    }
    Ok(Some(found))
}

/// The forms of all entries.
fn shelf(transaction: &Transaction<'_>) -> Result<Shelf, Error> {
    let mut shelf = Shelf::default();
    each_form(transaction, "actor_forms", |row, form| {
        packed::unpack_actor(form).map(|it| shelf.put_actor(row, it))
    })?;
    each_form(transaction, "location_forms", |row, form| {
        packed::unpack_location(form).map(|it| shelf.put_location(row, it))
    })?;
    Ok(shelf)
}

/// Puts each form of a table, with its row, in its place; one that is broken has none.
fn each_form(
    transaction: &Transaction<'_>,
    table: &str,
    mut put: impl FnMut(usize, &[u8]) -> Option<()>,
) -> Result<(), Error> {
    let mut statement = transaction.prepare(&format!("select id, form from {table}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number = count(row, "id")?;
        let broken = || Error::Content { what: format!("the form {number} of entries") };
        put(number, blob(row, "form")?).ok_or_else(broken)?;
    }
    Ok(())
}

/// Tells of the articles that corrections go by what they go by.
fn mark(
    transaction: &Transaction<'_>,
    wanted: &Wanted<'_>,
    known: &mut Known,
) -> Result<(), Error> {
    if wanted.is_empty() {
        return Ok(());
    }
    let hashes: BTreeSet<[u8; 8]> =
        wanted.sentences().map(|sentence| hash(sentence).to_le_bytes()).collect();
    let mut read = transaction.prepare(
        "select a.key, a.url, a.title, d.sentences from digests d \
         join articles a on a.id = d.article where d.article = ?1",
    )?;
    for (index, &own) in known.rows.iter().enumerate() {
        let mut rows = read.query([own.article])?;
        let Some(row) = rows.next()? else { continue };
        let mut record = Extraction {
            id: row.get("key")?,
            url: row.get("url")?,
            title: row.get("title")?,
            ..Extraction::default()
        };
        let is_heard = !hashes.is_empty()
            && blob(row, "sentences")?.chunks_exact(8).any(|it| hashes.contains(it));
        if wanted.is_about(&record.id) || is_heard {
            record.meetings = known.corpus.record(index).meetings;
            add_sentences(transaction, own, &mut record)?;
        }
        wanted.strip(&mut record);
        known.corpus.mark(index, record);
    }
    Ok(())
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
