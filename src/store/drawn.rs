//! What networks are drawn from, with no more than they need: a walk over each table.

use std::collections::BTreeMap;

use rusqlite::Row;

use super::filter::{Conditions, numbers};
use super::sql::{count, date, json, prepare, word};
use super::{Error, Filter, Store};
use crate::date::Date;
use crate::record::{
    ActorId, ActorKind, LocationId, MeetingId, MeetingKind, MeetingStatus, StatementId, Tone,
};

/// An actor as a network has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnActor {
    /// The actor.
    pub id: ActorId,
    /// Its name.
    pub name: String,
    /// What kind of party it is.
    pub kind: ActorKind,
    /// The offices that articles give it.
    pub roles: Vec<String>,
    /// The states or organizations it acts for.
    pub affiliations: Vec<String>,
}

/// A place of a meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnPlace {
    /// The location.
    pub id: LocationId,
    /// Its name.
    pub name: String,
    /// The country it lies in, or empty.
    pub country: String,
    /// Degrees north, where known.
    pub lat: Option<f64>,
    /// Degrees east, where known.
    pub lon: Option<f64>,
}

/// A meeting as a network has it.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnMeeting {
    /// The meeting.
    pub id: MeetingId,
    /// What kind of meeting it is.
    pub kind: MeetingKind,
    /// How far it has come.
    pub status: MeetingStatus,
    /// When, if known.
    pub date: Option<Date>,
    /// Who takes part.
    pub participants: Vec<ActorId>,
    /// Where, most specific first.
    pub places: Vec<DrawnPlace>,
    /// The articles that tell of it; copies of one story count once.
    pub sources: usize,
    /// How sure the reading is, from 0 to 1.
    pub confidence: f64,
}

/// A statement as a network has it.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnStatement {
    /// The statement.
    pub id: StatementId,
    /// The article it is in.
    pub article: String,
    /// When that was published, if known.
    pub published: Option<Date>,
    /// What the speaker does by it.
    pub tone: Tone,
    /// What is said.
    pub content: String,
    /// Who speaks.
    pub speakers: Vec<ActorId>,
    /// Whom it is about.
    pub about: Vec<ActorId>,
    /// How sure the reading is, from 0 to 1.
    pub confidence: f64,
}

impl Store {
    /// Gives each row of a query to `each`.
    fn walk(
        &self,
        sql: &str,
        mut each: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut statement = prepare(&self.connection, sql)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            each(row)?;
        }
        Ok(())
    }

    /// The actors, in order of their ids.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn drawn_actors(&self) -> Result<Vec<DrawnActor>, Error> {
        self.actors_drawn("")
    }

    /// Some actors, in order of their ids, and the meetings of theirs that a filter lets through,
    /// with nobody else in them.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn drawn_among(
        &self,
        ids: &[ActorId],
        filter: &Filter,
    ) -> Result<(Vec<DrawnActor>, Vec<DrawnMeeting>), Error> {
        let list = numbers(ids.iter().map(|id| id.row()));
        let mut conditions = self.meeting_conditions(filter)?;
        conditions.0.push(format!(
            "m.id in (select meeting from meeting_participants where actor in {list})"
        ));
        let meetings = self.meetings_drawn(&conditions, &format!("and actor in {list}"))?;
        Ok((self.actors_drawn(&format!("where id in {list}"))?, meetings))
    }

    fn actors_drawn(&self, clause: &str) -> Result<Vec<DrawnActor>, Error> {
        let mut actors = Vec::new();
        let sql =
            format!("select id, name, kind, roles, affiliations from actors {clause} order by id");
        self.walk(&sql, |row| {
            actors.push(DrawnActor {
                id: ActorId::new(row.get("id")?),
                name: row.get("name")?,
                kind: word(row, "kind")?,
                roles: json(row, "roles")?,
                affiliations: json(row, "affiliations")?,
            });
            Ok(())
        })?;
        Ok(actors)
    }

    /// The meetings, in order of their ids.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn drawn_meetings(&self) -> Result<Vec<DrawnMeeting>, Error> {
        self.meetings_drawn(&Conditions::none(), "")
    }

    /// The meetings that fulfil some conditions, with those who fulfil one more.
    fn meetings_drawn(
        &self,
        conditions: &Conditions,
        taking: &str,
    ) -> Result<Vec<DrawnMeeting>, Error> {
        let clause = conditions.clause();
        // All of them are faster read without a list of them.
        let within = |column: &str| match clause.as_str() {
            "" => "true".to_owned(),
            clause => format!("{column} in (select m.id from meetings m {clause})"),
        };
        let mut who: BTreeMap<i64, Vec<ActorId>> = BTreeMap::new();
        self.walk(
            &format!(
                "select meeting, actor from meeting_participants where {} {taking} \
                 order by meeting, actor",
                within("meeting")
            ),
            |row| {
                who.entry(row.get(0)?).or_default().push(ActorId::new(row.get(1)?));
                Ok(())
            },
        )?;
        let mut places: BTreeMap<i64, Vec<DrawnPlace>> = BTreeMap::new();
        self.walk(
            &format!(
                "select p.meeting, l.id, l.name, l.country, l.lat, l.lon from meeting_places p \
                 join locations l on l.id = p.location where {} order by p.meeting, p.rank",
                within("p.meeting")
            ),
            |row| {
                places.entry(row.get("meeting")?).or_default().push(DrawnPlace {
                    id: LocationId::new(row.get("id")?),
                    name: row.get("name")?,
                    country: row.get("country")?,
                    lat: row.get("lat")?,
                    lon: row.get("lon")?,
                });
                Ok(())
            },
        )?;
        let mut sources: BTreeMap<i64, usize> = BTreeMap::new();
        self.walk(
            &format!(
                "select mm.meeting, count(distinct coalesce(c.original, e.article)) as sources \
                 from meeting_members mm join meeting_entries e on e.id = mm.entry \
                 left join article_copies c on c.article = e.article where {} group by mm.meeting",
                within("mm.meeting")
            ),
            |row| {
                sources.insert(row.get("meeting")?, count(row, "sources")?);
                Ok(())
            },
        )?;
        let mut meetings = Vec::new();
        let sql = format!(
            "select m.id, m.kind, m.status, m.date, m.confidence from meetings m {clause} order by m.id"
        );
        self.walk(&sql, |row| {
            let id: i64 = row.get("id")?;
            meetings.push(DrawnMeeting {
                id: MeetingId::new(id),
                kind: word(row, "kind")?,
                status: word(row, "status")?,
                date: date(row, "date")?,
                participants: who.remove(&id).unwrap_or_default(),
                places: places.remove(&id).unwrap_or_default(),
                sources: sources.remove(&id).unwrap_or_default(),
                confidence: row.get("confidence")?,
            });
            Ok(())
        })?;
        Ok(meetings)
    }

    /// The statements, in order of their numbers.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn drawn_statements(&self) -> Result<Vec<DrawnStatement>, Error> {
        let mut parties: BTreeMap<i64, [Vec<ActorId>; 2]> = BTreeMap::new();
        self.walk(
            "select distinct p.statement, m.actor, p.part = 'about' as is_about \
             from statement_parties p join actor_members m on m.entry = p.actor_entry \
             where p.part in ('speaker', 'about') order by p.statement, m.actor",
            |row| {
                let [speakers, about] = parties.entry(row.get("statement")?).or_default();
                let is_about: bool = row.get("is_about")?;
                let list = if is_about { about } else { speakers };
                list.push(ActorId::new(row.get("actor")?));
                Ok(())
            },
        )?;
        let mut statements = Vec::new();
        // Numbered in the order of articles, as in the table of statements.
        let sql = "select row_number() over (order by a.key, s.ref) as number, s.id, a.key, \
                   a.published, s.tone, s.content, s.confidence \
                   from statements s join articles a on a.id = s.article order by number";
        self.walk(sql, |row| {
            let [speakers, about] = parties.remove(&row.get("id")?).unwrap_or_default();
            statements.push(DrawnStatement {
                id: StatementId::new(row.get("number")?),
                article: row.get("key")?,
                published: date(row, "published")?,
                tone: word(row, "tone")?,
                content: row.get("content")?,
                speakers,
                about,
                confidence: row.get("confidence")?,
            });
            Ok(())
        })?;
        Ok(statements)
    }
}
