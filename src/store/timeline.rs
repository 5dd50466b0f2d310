//! What happened to an actor, or between two, in order of time; and whom an actor met.

use serde::Serialize;

use crate::date::Date;
use crate::record::{ActorId, ActorKind};
use crate::store::sql::{count, date, word};
use crate::store::{AffiliationRow, Error, Filter, Order, Store};
use crate::vocabulary;

vocabulary! {
    /// What stands in a timeline.
    pub enum Happening {
        /// A meeting.
        Meeting = "meeting",
        /// Something said.
        Statement = "statement",
        /// An office, on the day when an article first tells of it.
        Office = "office",
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TimelineRow {
    /// When: of a statement or office the day when its article was published.
    pub date: Option<Date>,
    /// What it is.
    pub event: Happening,
    /// The number of the meeting or statement; none of an office.
    pub id: Option<i64>,
    /// The kind of the meeting or statement, or the office.
    pub kind: String,
    /// How far the meeting has come; the tone of a statement; for whom an office is held.
    pub status: String,
    /// Who met, or who speaks.
    pub participants: Vec<String>,
    /// Where, most specific first.
    pub places: Vec<String>,
    /// The sentence, or what was said.
    pub text: String,
    /// The article that it stands in.
    pub article: String,
    /// The articles that tell of it; copies count as one.
    pub sources: usize,
}

/// Someone an actor met.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Counterpart {
    /// The other actor.
    pub id: ActorId,
    /// Its name.
    pub name: String,
    /// What kind of party it is.
    pub kind: ActorKind,
    /// The meetings of both, those called off or only proposed left out.
    pub meetings: usize,
    /// The first of them that has a date.
    pub first: Option<Date>,
    /// The last of them that has a date.
    pub last: Option<Date>,
}

impl Store {
    /// What happened to a filter's actor, or between it and its fellow, in order of time.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn list_timeline(&self, filter: &Filter) -> Result<Vec<TimelineRow>, Error> {
        let unlimited = Filter { limit: None, offset: 0, sort: None, ..filter.clone() };
        let takes =
            |happening: Happening| filter.events.is_empty() || filter.events.contains(&happening);
        let mut rows = Vec::new();
        if takes(Happening::Meeting) {
            rows.extend(self.list_meetings(&unlimited)?.into_iter().map(|it| TimelineRow {
                date: it.date,
                event: Happening::Meeting,
                id: Some(it.id.row()),
                kind: it.kind.to_string(),
                status: it.status.to_string(),
                participants: it.participants,
                places: it.places,
                text: it.sentence,
                article: it.article,
                sources: it.sources,
            }));
        }
        // What is asked of meetings alone is true of nothing else.
        let of_meetings = filter.location.is_some()
            || filter.near.is_some()
            || !filter.kinds.is_empty()
            || !filter.statuses.is_empty();
        if takes(Happening::Statement) && !of_meetings {
            rows.extend(self.said(&unlimited)?);
        }
        if takes(Happening::Office)
            && !of_meetings
            && filter.with.is_none()
            && filter.text.is_none()
        {
            rows.extend(self.took_office(&unlimited)?);
        }
        rows.sort_by(|one, other| {
            let key = |row: &TimelineRow| {
                let first = row.date.map(|date| (date.first(), date.last()));
                (row.date.is_none(), first, row.event, row.id, row.kind.clone(), row.status.clone())
            };
            key(one).cmp(&key(other))
        });
        if filter.order == Order::Reversed {
            // What has no date stays last.
            let dated = rows.partition_point(|row| row.date.is_some());
            rows[..dated].reverse();
        }
        rows.drain(..filter.offset.min(rows.len()));
        rows.truncate(filter.limit.unwrap_or(usize::MAX));
        Ok(rows)
    }

    /// What the actor said; of two, what one said to the other or about it.
    fn said(&self, filter: &Filter) -> Result<Vec<TimelineRow>, Error> {
        let mut filters = Vec::new();
        match (&filter.actor, &filter.with) {
            (Some(one), Some(other)) => {
                for (speaker, object) in [(one, other), (other, one)] {
                    let speaker = Some(speaker.clone());
                    let to =
                        Filter { actor: speaker, with: Some(object.clone()), ..filter.clone() };
                    let about = Filter { with: None, about: Some(object.clone()), ..to.clone() };
                    filters.extend([to, about]);
                }
            }
            _ => filters.push(filter.clone()),
        }
        let mut said = Vec::new();
        for filter in &filters {
            said.extend(self.list_statements(filter)?);
        }
        said.sort_by_key(|it| it.id);
        said.dedup_by_key(|it| it.id);
        let row = |it: crate::store::StatementRow| TimelineRow {
            date: it.published,
            event: Happening::Statement,
            id: Some(it.id.row()),
            kind: it.kind.to_string(),
            status: it.tone.to_string(),
            participants: it.speakers.into_iter().map(|(_, name)| name).collect(),
            places: Vec::new(),
            text: it.content,
            article: it.article,
            sources: 1,
        };
        Ok(said.into_iter().map(row).collect())
    }

    /// The offices of the actor, each when it is first told of.
    fn took_office(&self, filter: &Filter) -> Result<Vec<TimelineRow>, Error> {
        let Some(actor) = &filter.actor else { return Ok(Vec::new()) };
        let mut rows = Vec::new();
        for id in self.actors_named(actor)? {
            for office in self.offices(id)? {
                let after = filter
                    .since
                    .zip(office.first)
                    .is_some_and(|(since, first)| first.last() < since.first());
                let before = filter
                    .until
                    .zip(office.first)
                    .is_some_and(|(until, first)| first.first() > until.last());
                let undated =
                    office.first.is_none() && (filter.since.is_some() || filter.until.is_some());
                if office.role.is_empty() || after || before || undated {
                    continue;
                }
                rows.push(TimelineRow {
                    date: office.first,
                    event: Happening::Office,
                    id: None,
                    kind: office.role,
                    status: office.affiliation,
                    participants: vec![office.actor_name],
                    places: Vec::new(),
                    text: String::new(),
                    article: self.first_told(id, office.first)?,
                    sources: office.articles,
                });
            }
        }
        Ok(rows)
    }

    /// The first article of a day that names an actor.
    fn first_told(&self, actor: ActorId, published: Option<Date>) -> Result<String, Error> {
        let found = self.connection.query_row(
            "select coalesce(min(a.key), '') from actor_members m join actor_entries e \
             on e.id = m.entry join articles a on a.id = e.article \
             where m.actor = ?1 and a.published is ?2",
            (actor.row(), published.map(|date| date.to_string())),
            |row| row.get(0),
        )?;
        Ok(found)
    }

    /// The offices of an actor over time, by when they are first and last told of.
    pub(super) fn offices(&self, actor: ActorId) -> Result<Vec<AffiliationRow>, Error> {
        let mut statement = self.connection.prepare_cached(
            "select x.name, min(f.role) as role, f.affiliation, count(distinct e.article) as articles, \
             min(a.published) as first, max(a.published) as last, \
             (select min(o.id) from actors o where o.name = f.affiliation and o.kind <> 'person') \
             as served from actor_members m join actors x on x.id = m.actor \
             join actor_entries e on e.id = m.entry join affiliations f on f.entry = e.id \
             join articles a on a.id = e.article where m.actor = ?1 \
             and f.role in (select value from json_each(x.roles) union select '') \
             and f.affiliation in (select value from json_each(x.affiliations) union select '') \
             group by f.role collate nocase, f.affiliation \
             order by first is null, first, last, role, f.affiliation",
        )?;
        let mut rows = statement.query([actor.row()])?;
        let mut offices = Vec::new();
        while let Some(row) = rows.next()? {
            let served: Option<i64> = row.get("served")?;
            offices.push(AffiliationRow {
                actor,
                actor_name: row.get("name")?,
                role: row.get("role")?,
                affiliation: row.get("affiliation")?,
                affiliation_id: served.map(ActorId::new),
                articles: count(row, "articles")?,
                first: date(row, "first")?,
                last: date(row, "last")?,
            });
        }
        Ok(offices)
    }

    /// Whom an actor met, those of most meetings first.
    pub(super) fn counterparts(&self, actor: ActorId) -> Result<Vec<Counterpart>, Error> {
        let mut statement = self.connection.prepare_cached(
            "select x.id, x.name, x.kind, count(*) as meetings, min(m.date_from) as first, \
             max(m.date_from) as last from meeting_participants p join meetings m on m.id = p.meeting \
             join meeting_participants q on q.meeting = p.meeting and q.actor <> p.actor \
             join actors x on x.id = q.actor where p.actor = ?1 and m.status in ('held', 'planned') \
             group by x.id order by meetings desc, x.name, x.id",
        )?;
        let mut rows = statement.query([actor.row()])?;
        let mut counterparts = Vec::new();
        while let Some(row) = rows.next()? {
            counterparts.push(Counterpart {
                id: ActorId::new(row.get("id")?),
                name: row.get("name")?,
                kind: word(row, "kind")?,
                meetings: count(row, "meetings")?,
                first: date(row, "first")?,
                last: date(row, "last")?,
            });
        }
        Ok(counterparts)
    }
}
