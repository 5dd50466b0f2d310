//! What a report quotes: articles and sentences by their ids, and tones by actors.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Date;
use crate::record::{ActorId, StatementId, Tone};
use crate::store::filter::{Conditions, numbers};
use crate::store::sql::{bound_list, count, date, prepare, word};
use crate::store::{ArticleRow, Error, Filter, Store};

/// Statements of one tone that an actor makes, or that are about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The actor.
    pub id: ActorId,
    /// Its name.
    pub name: String,
    /// The tone.
    pub tone: Tone,
    /// How many statements there are.
    pub count: usize,
    /// When the latest was published, if known.
    pub last: Option<Date>,
}

impl Store {
    /// Some articles by their ids.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn articles_keyed(
        &self,
        keys: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, ArticleRow>, Error> {
        let keys: Vec<&String> = keys.iter().collect();
        let only = Conditions::only(format!("a.key in {}", bound_list(&keys)));
        let rows = self.articles_where(&only, &Filter::default())?;
        Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
    }

    /// When the latest article was published, if that is known of any.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn last_published(&self) -> Result<Option<Date>, Error> {
        let sql = "select max(published) as last from articles";
        self.connection.query_row(sql, [], |row| Ok(date(row, "last")))?
    }

    /// The sentences with some statements, in the order of their article.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn sentences_with(
        &self,
        statements: &[StatementId],
    ) -> Result<BTreeMap<StatementId, Vec<String>>, Error> {
        let mut found: BTreeMap<StatementId, Vec<String>> = BTreeMap::new();
        let mut statement = self.connection.prepare(&format!(
            "select n.number, v.text from statement_numbers n join statement_spans v \
             on v.statement = n.statement and v.part = 'evidence' where n.number in {} \
             order by n.number, v.first",
            numbers(statements.iter().map(|id| id.row()))
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            found.entry(StatementId::new(row.get(0)?)).or_default().push(row.get(1)?);
        }
        Ok(found)
    }

    /// Whom the statements are about that a filter lets through, in which tones.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn tones_about(&self, filter: &Filter) -> Result<Vec<Tally>, Error> {
        self.tones(filter, "about")
    }

    /// Who makes the statements that a filter lets through, in which tones.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn tones_of(&self, filter: &Filter) -> Result<Vec<Tally>, Error> {
        self.tones(filter, "speaker")
    }

    fn tones(&self, filter: &Filter, part: &str) -> Result<Vec<Tally>, Error> {
        let conditions = self.statement_conditions(filter)?;
        let sql = format!(
            "select x.id, x.name, s.tone, count(distinct s.id) as count, max(a.published) as last \
             from statements s join articles a on a.id = s.article \
             join statement_parties q on q.statement = s.id and q.part = '{part}' \
             join actor_members n on n.entry = q.actor_entry join actors x on x.id = n.actor {} \
             group by x.id, s.tone order by x.id, s.tone",
            conditions.clause()
        );
        let mut statement = prepare(&self.connection, &sql)?;
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(Tally {
                id: ActorId::new(row.get("id")?),
                name: row.get("name")?,
                tone: word(row, "tone")?,
                count: count(row, "count")?,
                last: date(row, "last")?,
            });
        }
        Ok(found)
    }
}
