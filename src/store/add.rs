//! Articles go in and out.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::date::Date;
use crate::record::{ActorRef, Article, Extraction, Statement};
use crate::store::digests::{self, Rows};
use crate::store::sql::{integer, to_json};
use crate::store::{Error, Store, resolved};
use crate::text::fingerprint;

/// What became of an article that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was new.
    New,
    /// It was there already, the same.
    Unchanged,
    /// It took the place of an older text under the same id or address.
    Replaced,
    /// The same text was there under another id, which is told.
    Duplicate(String),
}

/// What tells whether an article changed.
pub(super) fn hash(record: &Extraction) -> String {
    digest(&record.title, record.published, &record.text)
}

fn digest(title: &str, published: Option<Date>, text: &str) -> String {
    let date = published.map(|date| date.to_string()).unwrap_or_default();
    fingerprint(&[title, &date, text])
}

/// By what an article is found again.
pub(super) struct Key<'a> {
    pub(super) id: &'a str,
    pub(super) url: &'a str,
    pub(super) hash: String,
}

impl<'a> Key<'a> {
    pub(super) fn of(article: &'a Article) -> Self {
        let hash = digest(&article.title, article.published, &article.text);
        Self { id: &article.id, url: &article.url, hash }
    }
}

impl Store {
    /// What adding an article would make of it, which takes no analysis.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn foretell(&self, article: &Article) -> Result<Added, Error> {
        Ok(look_up(&self.connection, &Key::of(article))?.0)
    }

    /// Whether an article is there whose place a record would take if it is another.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn replaces(&self, record: &Extraction) -> Result<bool, Error> {
        let found = self
            .connection
            .prepare_cached(
                "select exists (select 1 from articles where key = ?1 or (url = ?2 and url <> ''))",
            )?
            .query_row((&record.id, &record.url), |row| row.get(0))?;
        Ok(found)
    }

    /// Adds what some articles say, all or none; tells what became of each.
    ///
    /// # Errors
    ///
    /// If the database fails; then nothing was added.
    pub fn add(&mut self, records: &[Extraction]) -> Result<Vec<Added>, Error> {
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)?;
        resolved::begin(&transaction)?;
        let mut outcomes = Vec::with_capacity(records.len());
        let mut unsearched = Unsearched::default();
        for record in records {
            outcomes.push(add_one(&transaction, record, &mut unsearched)?);
        }
        unsearched.index(&transaction)?;
        transaction.commit()?;
        Ok(outcomes)
    }

    /// Puts what some articles say anew in the place of what they were read as, all or none.
    ///
    /// # Errors
    ///
    /// If the database fails; then all is as it was.
    pub fn replace(&mut self, records: &[Extraction]) -> Result<(), Error> {
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)?;
        resolved::begin(&transaction)?;
        let mut unsearched = Unsearched::default();
        for record in records {
            let found: Option<i64> = transaction
                .prepare_cached("select id from articles where key = ?1")?
                .query_row([&record.id], |row| row.get(0))
                .optional()?;
            unsearched.remove(&transaction, found.as_slice())?;
            unsearched.add(insert(&transaction, record, &hash(record))?);
        }
        unsearched.index(&transaction)?;
        transaction.commit()?;
        Ok(())
    }

    /// Some articles as they came in, in the order of their keys from the one after `key` on.
    ///
    /// # Errors
    ///
    /// If the database fails, or holds what this program did not write.
    pub fn articles_after(&self, key: &str, count: usize) -> Result<Vec<Article>, Error> {
        let mut statement = self.connection.prepare_cached(
            "select key, url, source, published, title, text from articles where key > ?1 \
             order by key limit ?2",
        )?;
        let mut rows = statement.query((key, integer(count)))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(Article {
                id: row.get("key")?,
                url: row.get("url")?,
                source: row.get("source")?,
                published: super::sql::date(row, "published")?,
                title: row.get("title")?,
                text: row.get("text")?,
            });
        }
        Ok(found)
    }

    /// Takes an article out, with all that rests on it; tells whether it was there.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn remove(&mut self, key: &str) -> Result<bool, Error> {
        let count = self
            .connection
            .execute("delete from articles where key = ?1 or (url = ?1 and url <> '')", [key])?;
        Ok(count > 0)
    }

    /// The records of all articles, in the order of their keys.
    ///
    /// # Errors
    ///
    /// If the database fails, or holds what this program did not write.
    pub fn records(&self) -> Result<Vec<(i64, Extraction)>, Error> {
        records(&self.connection)
    }
}

/// The records of all articles, in the order of their keys, with the numbers of their rows.
fn records(connection: &Connection) -> Result<Vec<(i64, Extraction)>, Error> {
    let mut statement = connection.prepare("select id, record from articles order by key")?;
    let mut rows = statement.query([])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push((row.get(0)?, super::sql::json(row, "record")?));
    }
    Ok(records)
}

/// What adding an article makes of it, and the rows in whose place it comes.
fn look_up(connection: &Connection, key: &Key<'_>) -> Result<(Added, Vec<i64>), Error> {
    // One article may have the key and another the address: the new text takes the place of both.
    let found: Vec<(i64, String)> = connection
        .prepare_cached("select id, hash from articles where key = ?1 or (url = ?2 and url <> '')")?
        .query_map((key.id, key.url), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    if found.iter().any(|(_, other)| *other == key.hash) {
        return Ok((Added::Unchanged, Vec::new()));
    }
    if !found.is_empty() {
        return Ok((Added::Replaced, found.into_iter().map(|(id, _)| id).collect()));
    }
    let twin: Option<String> = connection
        .prepare_cached("select key from articles where hash = ?1 limit 1")?
        .query_row([&key.hash], |row| row.get(0))
        .optional()?;
    Ok((twin.map_or(Added::New, Added::Duplicate), Vec::new()))
}

/// The articles whose full text is not in the index yet.
///
/// It is written for some articles at once: the index sorts and writes by itself what comes with one statement.
#[derive(Default)]
pub(super) struct Unsearched(Option<i64>);

impl Unsearched {
    /// Takes one more article, which was inserted last.
    pub(super) fn add(&mut self, article: i64) {
        self.0.get_or_insert(article);
    }

    /// Takes articles out of the database: what is taken out of the index must be there.
    fn remove(&mut self, transaction: &Transaction<'_>, articles: &[i64]) -> Result<(), Error> {
        if self.0.is_some_and(|first| articles.iter().any(|&article| article >= first)) {
            self.index(transaction)?;
        }
        for id in articles {
            transaction.prepare_cached("delete from articles where id = ?1")?.execute([id])?;
        }
        Ok(())
    }

    /// Writes what is missing.
    pub(super) fn index(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        // Rows are numbered as they come, so that those that wait are the last ones.
        let Some(first) = self.0.take() else { return Ok(()) };
        for sql in [
            "insert into article_search (rowid, title, text) \
             select id, title, text from articles where id >= ?1 order by id",
            "insert into statement_search (rowid, content) \
             select id, content from statements where article >= ?1 order by id",
        ] {
            transaction.prepare_cached(sql)?.execute([first])?;
        }
        Ok(())
    }
}

fn add_one(
    transaction: &Transaction<'_>,
    record: &Extraction,
    unsearched: &mut Unsearched,
) -> Result<Added, Error> {
    let key = Key { id: &record.id, url: &record.url, hash: hash(record) };
    let (outcome, found) = look_up(transaction, &key)?;
    unsearched.remove(transaction, &found)?;
    if matches!(outcome, Added::New | Added::Replaced) {
        unsearched.add(insert(transaction, record, &key.hash)?);
    }
    Ok(outcome)
}

/// Writes down what an article says, but for the index of its full text; comes out its row.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    record: &Extraction,
    hash: &str,
) -> Result<i64, Error> {
    let bare = Extraction { text: String::new(), ..record.clone() };
    transaction
        .prepare_cached(
            "insert into articles (key, url, source, published, title, text, hash, skipped, record) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            record.id,
            record.url,
            record.source,
            record.published.map(|date| date.to_string()),
            record.title,
            record.text,
            hash,
            record.skipped,
            to_json(&bare),
        ])?;
    let article = transaction.last_insert_rowid();
    let actors = add_actors(transaction, article, record)?;
    let locations = add_locations(transaction, article, record)?;
    let meetings = add_meetings(transaction, article, record, &actors, &locations)?;
    let first = |rows: &[i64]| rows.first().copied().unwrap_or_default();
    let rows = Rows {
        article,
        actor: first(&actors),
        location: first(&locations),
        meeting: first(&meetings),
    };
    digests::insert(transaction, rows, record)?;
    for statement in &record.statements {
        add_statement(transaction, article, statement, &actors)?;
    }
    Ok(article)
}

fn add_actors(
    transaction: &Transaction<'_>,
    article: i64,
    record: &Extraction,
) -> Result<Vec<i64>, Error> {
    let mut ids = Vec::with_capacity(record.actors.len());
    for it in &record.actors {
        transaction
            .prepare_cached(
                "insert into actor_entries (article, ref, name, kind, canonical) \
                 values (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                article,
                integer(it.id.index() + 1),
                it.name,
                it.kind.as_str(),
                it.canonical
            ])?;
        let entry = transaction.last_insert_rowid();
        ids.push(entry);
        for mention in &it.mentions {
            transaction
                .prepare_cached(
                    "insert into actor_mentions (entry, first, last, text) values (?1, ?2, ?3, ?4)",
                )?
                .execute(params![
                    entry,
                    integer(mention.start),
                    integer(mention.end),
                    mention.text
                ])?;
        }
        // An office goes with the employer where the article has one of each; else apart.
        let count = it.roles.len().max(it.affiliations.len());
        for place in 0..count {
            let role = it.roles.get(place).or(it.roles.last()).map_or("", String::as_str);
            let served =
                it.affiliations.get(place).or(it.affiliations.last()).map_or("", String::as_str);
            transaction
                .prepare_cached(
                    "insert into affiliations (entry, role, affiliation) values (?1, ?2, ?3)",
                )?
                .execute(params![entry, role, served])?;
        }
    }
    Ok(ids)
}

fn add_locations(
    transaction: &Transaction<'_>,
    article: i64,
    record: &Extraction,
) -> Result<Vec<i64>, Error> {
    let mut ids = Vec::with_capacity(record.locations.len());
    for it in &record.locations {
        transaction
            .prepare_cached(
                "insert into location_entries (article, ref, name, kind, country) \
                 values (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                article,
                integer(it.id.index() + 1),
                it.name,
                it.kind.as_str(),
                it.country
            ])?;
        let entry = transaction.last_insert_rowid();
        ids.push(entry);
        for mention in &it.mentions {
            transaction
                .prepare_cached(
                    "insert into location_mentions (entry, first, last, text) values (?1, ?2, ?3, ?4)",
                )?
                .execute(params![entry, integer(mention.start), integer(mention.end), mention.text])?;
        }
    }
    Ok(ids)
}

fn add_meetings(
    transaction: &Transaction<'_>,
    article: i64,
    record: &Extraction,
    actors: &[i64],
    locations: &[i64],
) -> Result<Vec<i64>, Error> {
    let mut ids = Vec::with_capacity(record.meetings.len());
    for it in &record.meetings {
        transaction
            .prepare_cached(
                "insert into meeting_entries (article, ref, kind, status, date, plover, cameo, confidence) \
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                article,
                integer(it.id.index() + 1),
                it.kind.as_str(),
                it.status.as_str(),
                it.date.map(|date| date.to_string()),
                it.codes.plover,
                it.codes.cameo,
                it.confidence,
            ])?;
        let entry = transaction.last_insert_rowid();
        ids.push(entry);
        for participant in &it.participants {
            let part = if it.hosts.contains(participant) {
                "host"
            } else if it.mediators.contains(participant) {
                "mediator"
            } else {
                "participant"
            };
            transaction
                .prepare_cached(
                    "insert or ignore into meeting_entry_participants (entry, actor_entry, part) \
                     values (?1, ?2, ?3)",
                )?
                .execute(params![entry, actors[participant.index()], part])?;
        }
        for (rank, place) in (1i64..).zip(&it.locations) {
            transaction
                .prepare_cached(
                    "insert or ignore into meeting_entry_places (entry, location_entry, rank) \
                     values (?1, ?2, ?3)",
                )?
                .execute(params![entry, locations[place.index()], rank])?;
        }
        for piece in &it.evidence {
            transaction
                .prepare_cached(
                    "insert into meeting_evidence (entry, first, last, text) values (?1, ?2, ?3, ?4)",
                )?
                .execute(params![entry, integer(piece.start), integer(piece.end), piece.text])?;
        }
    }
    Ok(ids)
}

fn add_statement(
    transaction: &Transaction<'_>,
    article: i64,
    it: &Statement,
    actors: &[i64],
) -> Result<(), Error> {
    let words = match &it.speaker {
        crate::record::Speaker::Unnamed { speaker_text, .. } => speaker_text.as_str(),
        _ => "",
    };
    let content: Vec<&str> = it.content.iter().map(|piece| piece.text.as_str()).collect();
    transaction
        .prepare_cached(
            "insert into statements (article, ref, kind, tone, cue, speaker_text, content, plover, \
             cameo, confidence) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            article,
            integer(it.id.index() + 1),
            it.kind.as_str(),
            it.tone.as_str(),
            it.cue,
            words,
            content.join(" … "),
            it.codes.plover,
            it.codes.cameo,
            it.confidence,
        ])?;
    let statement = transaction.last_insert_rowid();
    let parties: [(&str, &[ActorRef]); 3] =
        [("speaker", it.speaker.actors()), ("addressee", &it.addressees), ("about", &it.about)];
    for (part, list) in parties {
        for actor in list {
            transaction
                .prepare_cached(
                    "insert or ignore into statement_parties (statement, actor_entry, part) \
                     values (?1, ?2, ?3)",
                )?
                .execute(params![statement, actors[actor.index()], part])?;
        }
    }
    for (part, list) in [("content", &it.content), ("evidence", &it.evidence)] {
        for piece in list {
            transaction
                .prepare_cached(
                    "insert into statement_spans (statement, part, first, last, text) \
                     values (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    statement,
                    part,
                    integer(piece.start),
                    integer(piece.end),
                    piece.text
                ])?;
        }
    }
    Ok(())
}
