//! What questions need to know, summed up by the database.

use rusqlite::Row;

use crate::date::Date;
use crate::record::{ActorId, LocationId, MeetingId};
use crate::store::filter::{Conditions, Page, numbers};
use crate::store::sql::{count, date, prepare};
use crate::store::{ActorRow, AffiliationRow, Error, Filter, Store};

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
        let sql = format!(
            "select count(*) as count, min(m.date_from) as first, max(m.date_from) as last \
             from meetings m {}",
            conditions.clause()
        );
        let mut statement = prepare(&self.connection, &sql)?;
        let mut rows = statement.raw_query();
        rows.next()?.map_or_else(|| Ok(Stretch::default()), stretch)
    }

    /// The meetings whose sentences have some words in a row.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn meetings_called(&self, words: &str) -> Result<Vec<MeetingId>, Error> {
        let phrase = format!("\"{}\"", words.replace('"', ""));
        let like = words.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let mut statement = self.connection.prepare_cached(
            "select distinct mm.meeting from article_search join meeting_entries e \
             on e.article = article_search.rowid join meeting_members mm on mm.entry = e.id \
             join meeting_evidence v on v.entry = e.id \
             where article_search match ?1 and v.text like ?2 escape '!' order by 1",
        )?;
        let ids = statement
            .query_map((phrase, format!("%{like}%")), |row| row.get(0).map(MeetingId::new))?;
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
