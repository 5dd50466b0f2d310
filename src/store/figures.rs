//! Figures and names that lists and questions look up. The database removes those that a change has
//! made untrue; here those that are missing are filled in.

use std::collections::BTreeMap;

use rusqlite::{Transaction, params};

use crate::correct::Subject;
use crate::date::Date;
use crate::resolve::{Actor, Corpus, Entry, Resolution};
use crate::store::sql::integer;
use crate::store::{Error, names};

/// The figures of the actors whose number fulfills a condition.
pub(super) fn actors(which: &str) -> String {
    format!(
        "select x.id as actor, count(distinct e.article) as articles, \
         (select count(*) from meeting_participants p where p.actor = x.id) as meetings, \
         (select count(distinct p.statement) from actor_members n join statement_parties p \
         on p.actor_entry = n.entry and p.part = 'speaker' where n.actor = x.id) as statements, \
         min(a.published) as first, max(a.published) as last \
         from actors x left join actor_members m on m.actor = x.id \
         left join actor_entries e on e.id = m.entry left join articles a on a.id = e.article \
         where x.id {which} group by x.id"
    )
}

/// The figures of locations.
pub(super) fn locations(which: &str) -> String {
    format!(
        "select l.id as location, (select count(distinct e.article) from location_members m \
         join location_entries e on e.id = m.entry where m.location = l.id) as articles, \
         (select count(*) from meeting_places p where p.location = l.id) as meetings \
         from locations l where l.id {which}"
    )
}

/// The figures of meetings.
pub(super) fn meetings(which: &str) -> String {
    format!(
        "select m.id as meeting, (select count(distinct coalesce(c.original, e.article)) \
         from meeting_members mm join meeting_entries e on e.id = mm.entry \
         left join article_copies c on c.article = e.article where mm.meeting = m.id) as sources \
         from meetings m where m.id {which}"
    )
}

/// Forgets all of it, so that it is made anew.
pub(super) fn clear(transaction: &Transaction<'_>) -> Result<(), Error> {
    transaction.execute_batch(
        "delete from actor_figures; delete from location_figures; delete from meeting_figures; \
         delete from statement_numbers; delete from name_words; delete from names; \
         delete from fresh_members;",
    )?;
    Ok(())
}

/// Counts what is not counted, gathers the names that are missing, and numbers the statements.
///
/// What half of the articles name changes with nearly every article: of such actors and locations
/// all is counted from what resolution holds, but statements, which it does not.
pub(super) fn fill(
    transaction: &Transaction<'_>,
    resolution: &Resolution,
    corpus: &Corpus,
) -> Result<(), Error> {
    fill_actors(transaction, resolution, corpus)?;
    fill_locations(transaction, resolution)?;
    transaction.execute_batch(&format!(
        "insert into meeting_figures (meeting, sources) {};",
        meetings("not in (select meeting from meeting_figures)"),
    ))?;
    number(transaction)?;
    names::fill(transaction, None)
}

/// The numbers of the things that have no figures, with the meetings of each: `met` names a thing for each
/// meeting that it has.
fn missing(
    transaction: &Transaction<'_>,
    subject: Subject,
    met: impl Iterator<Item = i64>,
) -> Result<BTreeMap<i64, usize>, Error> {
    let mut statement = transaction.prepare(&format!(
        "select id from {subject}s where id not in (select {subject} from {subject}_figures)"
    ))?;
    let found = statement.query_map([], |row| Ok((row.get(0)?, 0)))?;
    let mut missing: BTreeMap<i64, usize> = found.collect::<Result<_, _>>()?;
    for id in met {
        if let Some(count) = missing.get_mut(&id) {
            *count += 1;
        }
    }
    Ok(missing)
}

/// The articles that some entries are in; those of one article stand side by side.
pub(super) fn articles<R: Copy>(entries: &[Entry<R>]) -> impl Iterator<Item = usize> {
    entries.chunk_by(|one, other| one.article == other.article).map(|it| it[0].article)
}

fn fill_actors(
    transaction: &Transaction<'_>,
    resolution: &Resolution,
    corpus: &Corpus,
) -> Result<(), Error> {
    let met = resolution.meetings.iter().flat_map(|it| &it.participants);
    let wanted = missing(transaction, Subject::Actor, met.map(|it| it.0.row()))?;
    let mut statements = transaction.prepare(
        "select count(distinct p.statement) from actor_members n join statement_parties p \
         on p.actor_entry = n.entry and p.part = 'speaker' where n.actor = ?1",
    )?;
    let mut insert = transaction.prepare(
        "insert into actor_figures (actor, articles, meetings, statements, first, last) \
         values (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for actor in &resolution.actors {
        let id = actor.id.row();
        let Some(&meetings) = wanted.get(&id) else { continue };
        let statements: i64 = statements.query_row([id], |row| row.get(0))?;
        let told = Told::of(actor, corpus);
        let (first, last) = told.days();
        insert.execute(params![
            id,
            integer(told.articles),
            integer(meetings),
            statements,
            first,
            last
        ])?;
    }
    Ok(())
}

/// In how many articles something is told of, and from when to when.
pub(super) struct Told {
    pub(super) articles: usize,
    days: Option<(Date, Date)>,
}

impl Told {
    /// That of an actor.
    pub(super) fn of(actor: &Actor, corpus: &Corpus) -> Self {
        let dates = || articles(&actor.entries).filter_map(|it| corpus.published(it));
        let days = dates().min_by_key(spelled).zip(dates().max_by_key(spelled));
        Self { articles: articles(&actor.entries).count(), days }
    }

    /// The first day and the last, as they are written.
    pub(super) fn days(&self) -> (Option<String>, Option<String>) {
        (self.days.map(|it| it.0.to_string()), self.days.map(|it| it.1.to_string()))
    }
}

/// What puts dates in the order of their words, in which a day comes after its month.
fn spelled(date: &Date) -> (i16, i8, i8, Option<jiff::civil::Date>) {
    match *date {
        Date::Year(year) => (year, 0, 0, None),
        Date::Month(year, month) => (year, month, 0, None),
        Date::Day(day) => (day.year(), day.month(), day.day(), None),
        Date::Interval(first, last) => (first.year(), first.month(), first.day(), Some(last)),
    }
}

fn fill_locations(transaction: &Transaction<'_>, resolution: &Resolution) -> Result<(), Error> {
    let met = resolution.meetings.iter().flat_map(|it| &it.locations);
    let wanted = missing(transaction, Subject::Location, met.map(|it| it.0.row()))?;
    let mut insert = transaction.prepare(
        "insert into location_figures (location, articles, meetings) values (?1, ?2, ?3)",
    )?;
    for location in &resolution.locations {
        let id = location.id.row();
        if let Some(&meetings) = wanted.get(&id) {
            let articles = articles(&location.entries).count();
            insert.execute((id, integer(articles), integer(meetings)))?;
        }
    }
    Ok(())
}

/// Numbers statements in the order of articles; writes the numbers that are other than before.
pub(super) fn number(transaction: &Transaction<'_>) -> Result<(), Error> {
    let is_numbered: bool = transaction.query_row(
        "select (select count(*) from statements) = (select count(*) from statement_numbers) \
         and (select count(*) from statements) = coalesce((select max(number) from statement_numbers), 0)",
        [],
        |row| row.get(0),
    )?;
    if is_numbered {
        return Ok(());
    }
    let mut other: Vec<(i64, i64)> = Vec::new();
    let mut statement = transaction.prepare(
        "select s.id, n.number from articles a join statements s on s.article = a.id \
         left join statement_numbers n on n.statement = s.id order by a.key, s.ref",
    )?;
    let mut rows = statement.query([])?;
    let mut number = 0;
    while let Some(row) = rows.next()? {
        number += 1;
        if row.get::<_, Option<i64>>(1)? != Some(number) {
            other.push((row.get(0)?, number));
        }
    }
    let mut insert = transaction.prepare(
        "insert into statement_numbers (statement, number) values (?1, ?2) \
         on conflict (statement) do update set number = excluded.number",
    )?;
    for it in other {
        insert.execute(it)?;
    }
    Ok(())
}
