//! All that is known of one thing, with its sentences.

use rusqlite::OptionalExtension;
use serde::Serialize;

use crate::correct::Subject;
use crate::record::{ActorId, LocationId, MeetingId};
use crate::store::filter::Conditions;
use crate::store::history::contradictions;
use crate::store::sql::bound;
use crate::store::{
    ActorRow, AffiliationRow, ArticleRow, Contradiction, CorrectionRow, Counterpart, DoubtRow,
    Error, Filter, LocationRow, MeetingRow, MergeRow, StatementRow, Store, Telling,
};
use crate::vocabulary;

vocabulary! {
    /// A kind of thing that can be shown.
    pub enum Thing {
        /// An actor.
        Actor = "actor",
        /// A meeting.
        Meeting = "meeting",
        /// A location.
        Location = "location",
        /// An article.
        Article = "article",
    }
}

/// All that is known of one thing.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Detail {
    /// The actor, where one is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<ActorRow>,
    /// The location.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationRow>,
    /// The article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleRow>,
    /// The names that articles use.
    pub names: Vec<String>,
    /// The offices of an actor over time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offices: Vec<AffiliationRow>,
    /// Whom an actor met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counterparts: Vec<Counterpart>,
    /// Why the names of an actor are taken for one's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merges: Vec<MergeRow>,
    /// Which other actors it may be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<DoubtRow>,
    /// The meetings that belong to it.
    pub meetings: Vec<MeetingRow>,
    /// What each article tells of a meeting.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Telling>,
    /// Where articles contradict each other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contradictions: Vec<Contradiction>,
    /// The statements that belong to it.
    pub statements: Vec<StatementRow>,
    /// The sentences behind it: the article and the words.
    pub sentences: Vec<(String, String)>,
    /// The corrections that bear on it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<CorrectionRow>,
}

impl Store {
    /// All that is known of an actor.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn show_actor(&self, id: ActorId) -> Result<Option<Detail>, Error> {
        let own = Some(id.row().to_string());
        let Some(actor) =
            self.list_actors(&Filter { actor: own.clone(), ..Filter::default() })?.pop()
        else {
            return Ok(None);
        };
        let by_actor = Filter { actor: own, ..Filter::default() };
        Ok(Some(Detail {
            actor: Some(actor),
            names: self.names_of(id)?,
            offices: self.offices(id)?,
            counterparts: self.counterparts(id)?,
            merges: self.merges(id)?,
            doubts: self.list_doubts(&by_actor)?,
            meetings: self.list_meetings(&by_actor)?,
            statements: self.list_statements(&by_actor)?,
            corrections: self.corrections_of(Subject::Actor, id.row())?,
            ..Detail::default()
        }))
    }

    /// The names that articles give an actor.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn names_of(&self, id: ActorId) -> Result<Vec<String>, Error> {
        self.texts(
            "select distinct t.text from actor_mentions t join actor_members m on m.entry = t.entry \
             where m.actor = ?1 order by 1",
            id.row(),
        )
    }

    /// The sentences that tell of a meeting, each with its article.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn sentences_of(&self, id: MeetingId) -> Result<Vec<(String, String)>, Error> {
        let mut statement = self.connection.prepare_cached(
            "select article, text from evidence_list where meeting = ?1 order by published, article, first",
        )?;
        let sentences = statement
            .query_map([id.row()], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        Ok(sentences)
    }

    /// Where articles contradict each other on a meeting.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn contradictions_of(&self, id: MeetingId) -> Result<Vec<Contradiction>, Error> {
        Ok(contradictions(&self.tellings(id)?))
    }

    /// All that is known of a location.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn show_location(&self, id: LocationId) -> Result<Option<Detail>, Error> {
        let own = Some(id.row().to_string());
        let filter = Filter { location: own, ..Filter::default() };
        let Some(location) = self.list_locations(&filter)?.pop() else { return Ok(None) };
        Ok(Some(Detail {
            location: Some(location),
            names: self.texts(
                "select distinct t.text from location_mentions t join location_members m \
                 on m.entry = t.entry where m.location = ?1 order by 1",
                id.row(),
            )?,
            meetings: self.list_meetings(&filter)?,
            corrections: self.corrections_of(Subject::Location, id.row())?,
            ..Detail::default()
        }))
    }

    /// All that is known of a meeting.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn show_meeting(&self, id: MeetingId) -> Result<Option<Detail>, Error> {
        let own = Conditions::only(format!("m.id = {}", id.row()));
        let Some(meeting) = self.meetings_where(&own, &Filter::default())?.pop() else {
            return Ok(None);
        };
        let sentences = self.sentences_of(id)?;
        let corrections = self.corrections_of(Subject::Meeting, id.row())?;
        let told = self.tellings(id)?;
        let contradictions = contradictions(&told);
        let meetings = vec![meeting];
        Ok(Some(Detail {
            meetings,
            told,
            contradictions,
            sentences,
            corrections,
            ..Detail::default()
        }))
    }

    /// All that is known from an article, by its key or address.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn show_article(&self, key: &str) -> Result<Option<Detail>, Error> {
        let own: Option<String> = self
            .connection
            .query_row(
                "select key from articles where key = ?1 or (url = ?1 and url <> '')",
                [key],
                |row| row.get(0),
            )
            .optional()?;
        let Some(own) = own else { return Ok(None) };
        let own = bound(&own);
        let only = Conditions::only(format!("a.key = {own}"));
        let article = self.articles_where(&only, &Filter::default())?.pop();
        let told = Conditions::only(format!(
            "m.id in (select mm.meeting from meeting_members mm join meeting_entries e \
             on e.id = mm.entry join articles a on a.id = e.article where a.key = {own})"
        ));
        let meetings = self.meetings_where(&told, &Filter::default())?;
        let statements = self.statements_where(&only, &Filter::default())?;
        Ok(Some(Detail { article, meetings, statements, ..Detail::default() }))
    }

    fn texts(&self, sql: &str, id: i64) -> Result<Vec<String>, Error> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let texts = statement.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(texts)
    }
}
