//! What questions need to know, summed up by the database.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Row;

use crate::date::Date;
use crate::gazetteer::Gazetteer;
use crate::record::{ActorId, ActorKind, LocationId, MeetingId};
use crate::store::filter::{Conditions, Page, numbers, quoted};
use crate::store::sql::{count, date, word};
use crate::store::{ActorRow, AffiliationRow, Counterpart, Error, Filter, Store};

/// How many things there are, and from when to when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    /// How many.
    pub count: usize,
    /// The first that has a date.
    pub first: Option<Date>,
    /// The last that has one.
    pub last: Option<Date>,
}

/// Things of one name, and from when to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// The name, or names joined.
    pub name: String,
    /// How many there are, and when.
    pub stretch: Stretch,
}

/// Two actors who met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tie {
    /// The one nearer to where a path begins.
    pub one: ActorId,
    /// The other.
    pub other: ActorId,
    /// A meeting of both.
    pub meeting: MeetingId,
}

fn stretch(row: &Row<'_>) -> Result<Stretch, Error> {
    Ok(Stretch {
        count: count(row, "count")?,
        first: date(row, "first")?,
        last: date(row, "last")?,
    })
}

const SPAN: &str = "count(*) as count, min(m.date_from) as first, max(m.date_from) as last";

impl Store {
    /// Some actors, those of most meetings first; all of them without a limit.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn actors_numbered(
        &self,
        ids: &[ActorId],
        limit: Option<usize>,
    ) -> Result<Vec<ActorRow>, Error> {
        let only = Conditions::only(format!("x.id in {}", numbers(ids.iter().map(|id| id.row()))));
        let page = Page {
            order: "f.meetings desc, f.articles desc, x.name, x.id".to_owned(),
            limit: Filter { limit, ..Filter::default() }.limit_clause(),
        };
        let mut rows = Vec::new();
        self.each_actor(&only, &page, &mut |row: &ActorRow| {
            rows.push(row.clone());
            Ok(())
        })
        .map_err(super::list::read_error)?;
        Ok(rows)
    }

    /// The offices of an actor over time, by when they are first and last told of.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn offices_of(&self, actor: ActorId) -> Result<Vec<AffiliationRow>, Error> {
        self.offices(actor)
    }

    /// How many meetings a filter lets through, and from when to when.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn meetings_span(&self, filter: &Filter) -> Result<Stretch, Error> {
        let conditions = self.meeting_conditions(filter)?;
        let sql = format!("select {SPAN} from meetings m {}", conditions.clause());
        self.connection.query_row(&sql, [], |row| Ok(stretch(row)))?
    }

    /// Who takes part in the meetings that a filter lets through, besides some actors: those of
    /// most meetings first.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn company(&self, filter: &Filter, own: &[ActorId]) -> Result<Vec<Counterpart>, Error> {
        let conditions = self.meeting_conditions(filter)?;
        let mut statement = self.connection.prepare(&format!(
            "select x.id, x.name, x.kind, c.count, c.first, c.last from \
             (select p.actor, {SPAN} from meetings m \
             join meeting_participants p on p.meeting = m.id {} group by p.actor) c \
             join actors x on x.id = c.actor where x.id not in {} \
             order by c.count desc, x.name, x.id",
            conditions.clause(),
            numbers(own.iter().map(|id| id.row()))
        ))?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(Counterpart {
                id: ActorId::new(row.get("id")?),
                name: row.get("name")?,
                kind: word::<ActorKind>(row, "kind")?,
                meetings: count(row, "count")?,
                first: date(row, "first")?,
                last: date(row, "last")?,
            });
        }
        Ok(found)
    }

    /// Where the meetings that a filter lets through were, the places of most first; those without
    /// a place are under an empty name.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn places_of(&self, filter: &Filter) -> Result<Vec<Company>, Error> {
        let conditions = self.meeting_conditions(filter)?;
        let place = "(select group_concat(name, ', ') from (select l.name from meeting_places p \
                     join locations l on l.id = p.location where p.meeting = m.id order by p.rank))";
        self.companies(&format!(
            "select coalesce({place}, '') as name, {SPAN} from meetings m {} group by 1 \
             order by count desc, first is null, first, name",
            conditions.clause()
        ))
    }

    fn companies(&self, sql: &str) -> Result<Vec<Company>, Error> {
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(Company { name: row.get("name")?, stretch: stretch(row)? });
        }
        Ok(found)
    }

    /// Who makes the statements that a filter lets through, those of most first; by the words of the
    /// article where nobody is named.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn speakers_of(&self, filter: &Filter) -> Result<Vec<Company>, Error> {
        let conditions = self.statement_conditions(filter)?;
        self.companies(&format!(
            "select coalesce(x.name, s.speaker_text) as name, count(distinct s.id) as count, \
             min(a.published) as first, max(a.published) as last from statements s \
             join articles a on a.id = s.article left join statement_parties p \
             on p.statement = s.id and p.part = 'speaker' \
             left join actor_members n on n.entry = p.actor_entry left join actors x on x.id = n.actor \
             {} group by coalesce(x.id, s.speaker_text) order by count desc, name",
            conditions.clause()
        ))
    }

    /// The states that act in meetings, with how many they share: of one state its fellows; of all
    /// both, in the order of their names.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn states_met(
        &self,
        filter: &Filter,
        gazetteer: &Gazetteer,
    ) -> Result<BTreeMap<(String, String), usize>, Error> {
        let conditions = self.meeting_conditions(filter)?;
        let mut names: BTreeMap<String, Option<usize>> = BTreeMap::new();
        let mut states: Vec<&str> = Vec::new();
        let mut sides =
            self.connection.prepare("select distinct name from names where thing = 'side'")?;
        let mut rows = sides.query([])?;
        while let Some(row) = rows.next()? {
            let side: String = row.get(0)?;
            let state = gazetteer
                .state_named(&side)
                .map(|id| gazetteer.state(id).name)
                .filter(|name| crate::text::fold(name) == side);
            let index = state.map(|name| {
                states.push(name);
                states.len() - 1
            });
            names.insert(side, index);
        }
        let mut statement = self.connection.prepare(&format!(
            "select p.meeting, n.name from meetings m join meeting_participants p \
             on p.meeting = m.id join names n on n.id = p.actor and n.thing = 'side' {} \
             order by m.id",
            conditions.clause()
        ))?;
        let mut rows = statement.query([])?;
        let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let (mut last, mut present) = (None, BTreeSet::new());
        let mut close = |present: &mut BTreeSet<usize>| {
            let all: Vec<usize> = std::mem::take(present).into_iter().collect();
            for (at, &one) in all.iter().enumerate() {
                for &other in &all[at + 1..] {
                    *pairs.entry((one, other)).or_default() += 1;
                }
            }
        };
        while let Some(row) = rows.next()? {
            let meeting: i64 = row.get(0)?;
            if last.replace(meeting) != Some(meeting) {
                close(&mut present);
            }
            let side = row.get_ref(1)?.as_str().unwrap_or_default();
            if let Some(Some(state)) = names.get(side) {
                present.insert(*state);
            }
        }
        close(&mut present);
        let named = pairs.into_iter().map(|((one, other), count)| {
            let (one, other) = (states[one].to_owned(), states[other].to_owned());
            (if one < other { (one, other) } else { (other, one) }, count)
        });
        Ok(named.collect())
    }

    /// The states of those who take part in meetings besides some actors, with in how many.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn states_beside(
        &self,
        filter: &Filter,
        own: &[ActorId],
        gazetteer: &Gazetteer,
    ) -> Result<BTreeMap<String, usize>, Error> {
        let conditions = self.meeting_conditions(filter)?;
        let mut statement = self.connection.prepare(&format!(
            "select n.name, count(distinct p.meeting) as count from meetings m \
             join meeting_participants p on p.meeting = m.id \
             join names n on n.id = p.actor and n.thing = 'side' and p.actor not in {} {} \
             group by n.name",
            numbers(own.iter().map(|id| id.row())),
            conditions.clause()
        ))?;
        let mut rows = statement.query([])?;
        let mut found = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let side: String = row.get("name")?;
            let state = gazetteer.state_named(&side).map(|id| gazetteer.state(id).name);
            if let Some(state) = state.filter(|it| crate::text::fold(it) == side) {
                found.insert(state.to_owned(), count(row, "count")?);
            }
        }
        Ok(found)
    }

    /// The meetings whose sentences have some words in a row.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn meetings_called(&self, words: &str) -> Result<Vec<MeetingId>, Error> {
        let phrase = format!("\"{}\"", words.replace('"', ""));
        let like = words.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let mut statement = self.connection.prepare_cached(&format!(
            "select distinct mm.meeting from article_search join meeting_entries e \
             on e.article = article_search.rowid join meeting_members mm on mm.entry = e.id \
             join meeting_evidence v on v.entry = e.id \
             where article_search match {} and v.text like {} escape '!' order by 1",
            quoted(&phrase),
            quoted(&format!("%{like}%"))
        ))?;
        let ids = statement.query_map([], |row| row.get(0).map(MeetingId::new))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Some locations, with the places that lie in them.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn with_venues(&self, places: &[LocationId]) -> Result<Vec<LocationId>, Error> {
        let list = numbers(places.iter().map(|id| id.row()));
        let mut statement = self.connection.prepare(&format!(
            "select id from locations where id in {list} or city in {list} order by 1"
        ))?;
        let ids = statement.query_map([], |row| row.get(0).map(LocationId::new))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// The name of a location and of its country.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn location_name(&self, id: LocationId) -> Result<(String, String), Error> {
        let sql = "select name, country from locations where id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([id.row()], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Whom an actor met at held meetings, each with the first such meeting.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn ties_of(&self, actor: ActorId) -> Result<Vec<Tie>, Error> {
        let mut statement = self.connection.prepare_cached(
            "select q.actor, p.meeting, min(coalesce(m.date_from, '~')) from meeting_participants p \
             join meetings m on m.id = p.meeting and m.status = 'held' \
             join meeting_participants q on q.meeting = p.meeting and q.actor <> p.actor \
             where p.actor = ?1 group by q.actor order by q.actor",
        )?;
        let ties = statement.query_map([actor.row()], |row| {
            Ok(Tie {
                one: actor,
                other: ActorId::new(row.get(0)?),
                meeting: MeetingId::new(row.get(1)?),
            })
        })?;
        Ok(ties.collect::<Result<_, _>>()?)
    }
}
