//! Why actors are one, and which may be.

use serde::Serialize;

use crate::record::ActorId;
use crate::store::sql::json;
use crate::store::{Error, Filter, Order, Store};

/// Why two names, or all entries of one name, are taken for one actor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MergeRow {
    /// A name.
    pub one: String,
    /// Another, or the same.
    pub other: String,
    /// How sure it is, from 0 to 1.
    pub score: f64,
    /// What speaks for it, and what against.
    pub reasons: Vec<String>,
}

/// Two actors that may be one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DoubtRow {
    /// One of them.
    pub one: ActorId,
    /// Its name.
    pub one_name: String,
    /// The articles that name it.
    pub one_articles: usize,
    /// The other.
    pub other: ActorId,
    /// Its name.
    pub other_name: String,
    /// The articles that name it.
    pub other_articles: usize,
    /// How sure it is that both are one, from 0 to 1.
    pub score: f64,
    /// What speaks for it, and what against.
    pub reasons: Vec<String>,
}

impl Store {
    /// Why the entries of an actor are one, the surest reason first.
    pub(super) fn merges(&self, actor: ActorId) -> Result<Vec<MergeRow>, Error> {
        let mut statement = self.connection.prepare_cached(
            "select one, other, score, reasons from actor_merges where actor = ?1 order by rank",
        )?;
        let mut rows = statement.query([actor.row()])?;
        let mut merges = Vec::new();
        while let Some(row) = rows.next()? {
            merges.push(MergeRow {
                one: row.get("one")?,
                other: row.get("other")?,
                score: row.get("score")?,
                reasons: json(row, "reasons")?,
            });
        }
        Ok(merges)
    }

    /// Pairs of actors that may be one, the likeliest first: of a filter's actor and its fellow,
    /// and as many as it says.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn list_doubts(&self, filter: &Filter) -> Result<Vec<DoubtRow>, Error> {
        let mut conditions = vec!["true".to_owned()];
        for actor in [&filter.actor, &filter.with].into_iter().flatten() {
            let ids = self.actor_list(actor)?;
            conditions.push(format!("(d.one in {ids} or d.other in {ids})"));
        }
        let limit = filter.limit_clause();
        let (down, turn) =
            if filter.order == Order::Reversed { ("", " desc") } else { (" desc", "") };
        let articles = "(select count(distinct e.article) from actor_members m \
                        join actor_entries e on e.id = m.entry where m.actor = ";
        let mut statement = self.connection.prepare(&format!(
            "select d.one, x.name as one_name, {articles} d.one) as one_articles, d.other, \
             y.name as other_name, {articles} d.other) as other_articles, d.score, d.reasons \
             from actor_doubts d join actors x on x.id = d.one join actors y on y.id = d.other \
             where {} order by d.score{down}, d.one{turn}, d.other{turn}{limit}",
            conditions.join(" and ")
        ))?;
        let mut rows = statement.query([])?;
        let mut doubts = Vec::new();
        while let Some(row) = rows.next()? {
            doubts.push(DoubtRow {
                one: ActorId::new(row.get("one")?),
                one_name: row.get("one_name")?,
                one_articles: super::sql::count(row, "one_articles")?,
                other: ActorId::new(row.get("other")?),
                other_name: row.get("other_name")?,
                other_articles: super::sql::count(row, "other_articles")?,
                score: row.get("score")?,
                reasons: json(row, "reasons")?,
            });
        }
        Ok(doubts)
    }
}
