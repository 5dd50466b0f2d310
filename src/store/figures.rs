//! Figures and names that lists and questions look up. The database removes those that a change has
//! made untrue; here those that are missing are filled in.

use rusqlite::Transaction;

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
         delete from statement_numbers; delete from name_words; delete from names;",
    )?;
    Ok(())
}

/// Counts what is not counted, gathers the names that are missing, and numbers the statements.
pub(super) fn fill(transaction: &Transaction<'_>) -> Result<(), Error> {
    transaction.execute_batch(&format!(
        "insert into actor_figures (actor, articles, meetings, statements, first, last) {}; \
         insert into location_figures (location, articles, meetings) {}; \
         insert into meeting_figures (meeting, sources) {};",
        actors("not in (select actor from actor_figures)"),
        locations("not in (select location from location_figures)"),
        meetings("not in (select meeting from meeting_figures)"),
    ))?;
    number(transaction)?;
    names::fill(transaction)
}

/// Numbers statements in the order of articles; writes the numbers that are other than before.
fn number(transaction: &Transaction<'_>) -> Result<(), Error> {
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
