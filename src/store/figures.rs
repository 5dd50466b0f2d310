//! Figures that lists show and sort by, counted once for each resolution.

use rusqlite::Transaction;

use crate::store::{Error, names};

/// Empties all that [`fill`] fills, so that what it rests on may be deleted.
const CLEAR: &str = "delete from actor_figures; delete from location_figures; \
    delete from meeting_figures; delete from statement_numbers;";

const FILL: &str = "
insert into actor_figures (actor, articles, meetings, statements, first, last)
select x.id, count(distinct e.article),
    (select count(*) from meeting_participants p where p.actor = x.id),
    (select count(distinct p.statement) from actor_members n join statement_parties p
        on p.actor_entry = n.entry and p.part = 'speaker' where n.actor = x.id),
    min(a.published), max(a.published)
from actors x left join actor_members m on m.actor = x.id
    left join actor_entries e on e.id = m.entry left join articles a on a.id = e.article
group by x.id;
insert into location_figures (location, articles, meetings)
select l.id,
    (select count(distinct e.article) from location_members m
        join location_entries e on e.id = m.entry where m.location = l.id),
    (select count(*) from meeting_places p where p.location = l.id)
from locations l;
insert into meeting_figures (meeting, sources)
select m.id,
    (select count(distinct coalesce(c.original, e.article)) from meeting_members mm
        join meeting_entries e on e.id = mm.entry
        left join article_copies c on c.article = e.article where mm.meeting = m.id)
from meetings m;
insert into statement_numbers (statement, number)
select s.id, row_number() over (order by a.key, s.ref)
from statements s join articles a on a.id = s.article;";

/// Empties the figures and names.
pub(super) fn clear(transaction: &Transaction<'_>) -> Result<(), Error> {
    transaction.execute_batch(CLEAR)?;
    transaction.execute_batch(names::CLEAR)?;
    Ok(())
}

/// Counts, and gathers the names.
pub(super) fn fill(transaction: &Transaction<'_>) -> Result<(), Error> {
    transaction.execute_batch(FILL)?;
    names::fill(transaction)
}
