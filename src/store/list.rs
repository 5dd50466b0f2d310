//! Lists with filters.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::{ActorId, LocationId, MeetingId};
use crate::store::filter::{Conditions, Fall, Page, numbers, search};
use crate::store::sql::{bound_list, prepare};
use crate::store::{
    ActorRow, ArticleRow, Each, Error, Failure, Filter, LocationRow, MeetingRow, Sort,
    StatementRow, Store,
};

/// A row of a list, with the words that were searched for where they stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit<T> {
    /// The row.
    #[serde(flatten)]
    pub row: T,
    /// Some words of the text, with those that were searched for in brackets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippet: Option<String>,
}

/// Words of a snippet.
const WORDS: usize = 24;

fn key(expression: &str, fall: Fall) -> (String, Fall) {
    (expression.to_owned(), fall)
}

/// What fits the words of a filter best first, by a rank in SQL; nothing where there are no words.
fn relevance(filter: &Filter, rank: impl Fn(&str) -> String) -> Vec<(String, Fall)> {
    let words = filter.text.as_deref().map(search);
    words.map(|words| (rank(&words), Fall::Rising)).into_iter().collect()
}

/// Takes rows into a list.
fn collect<T: Clone>(
    read: impl FnOnce(Each<'_, T>) -> Result<(), Failure>,
) -> Result<Vec<T>, Error> {
    let mut rows = Vec::new();
    read(&mut |row: &T| {
        rows.push(row.clone());
        Ok(())
    })
    .map_err(read_error)?;
    Ok(rows)
}

/// Articles by date.
pub(super) fn article_page(filter: &Filter) -> Page {
    let mut keys = match filter.sort {
        Some(Sort::Name) => vec![key("a.title", Fall::Rising)],
        Some(Sort::Source) => vec![key("a.source", Fall::Rising)],
        Some(Sort::Meetings) => vec![key(
            "(select count(*) from meeting_entries e where e.article = a.id)",
            Fall::Falling,
        )],
        Some(Sort::Actors) => vec![key(
            "(select count(*) from actor_entries e where e.article = a.id)",
            Fall::Falling,
        )],
        Some(Sort::Statements) => {
            vec![key("(select count(*) from statements s where s.article = a.id)", Fall::Falling)]
        }
        Some(Sort::Relevance) => relevance(filter, |words| {
            format!(
                "(select rank from article_search where article_search match {words} \
                 and rowid = a.id)"
            )
        }),
        _ => Vec::new(),
    };
    keys.extend([key("a.published", Fall::Rising), key("a.key", Fall::Rising)]);
    Page::of(filter, &keys)
}

/// Actors by their meetings.
fn actor_page(filter: &Filter) -> Page {
    let mut keys = match filter.sort {
        Some(Sort::Name) => vec![key("x.name", Fall::Rising)],
        Some(Sort::Statements) => vec![key("f.statements", Fall::Falling)],
        Some(Sort::Articles) => vec![key("f.articles", Fall::Falling)],
        Some(Sort::Date) => vec![key("f.first is null", Fall::Fixed), key("f.first", Fall::Rising)],
        _ => Vec::new(),
    };
    keys.extend([
        key("f.meetings", Fall::Falling),
        key("f.articles", Fall::Falling),
        key("x.name", Fall::Rising),
        key("x.id", Fall::Rising),
    ]);
    Page::of(filter, &keys)
}

/// Locations by their meetings.
fn location_page(filter: &Filter) -> Page {
    let mut keys = match filter.sort {
        Some(Sort::Name) => vec![key("l.name", Fall::Rising)],
        Some(Sort::Articles) => vec![key("f.articles", Fall::Falling)],
        Some(Sort::Country) => {
            vec![key("l.country = ''", Fall::Fixed), key("l.country", Fall::Rising)]
        }
        _ => Vec::new(),
    };
    keys.extend([
        key("f.meetings", Fall::Falling),
        key("f.articles", Fall::Falling),
        key("l.name", Fall::Rising),
        key("l.id", Fall::Rising),
    ]);
    Page::of(filter, &keys)
}

/// Meetings by date; those without one come last.
pub(super) fn meeting_page(filter: &Filter) -> Page {
    let mut keys = match filter.sort {
        Some(Sort::Sources) => vec![key("f.sources", Fall::Falling)],
        Some(Sort::Confidence) => vec![key("m.confidence", Fall::Falling)],
        Some(Sort::Relevance) => relevance(filter, |words| {
            format!(
                "(select min(rank) from article_search where article_search match {words} \
                 and rowid in (select e.article from meeting_members mm join meeting_entries e \
                 on e.id = mm.entry where mm.meeting = m.id))"
            )
        }),
        _ => Vec::new(),
    };
    keys.extend([
        key("m.date_from is null", Fall::Fixed),
        key("m.date_from", Fall::Rising),
        key("m.id", Fall::Rising),
    ]);
    Page::of(filter, &keys)
}

/// Statements by the articles that they stand in.
pub(super) fn statement_page(filter: &Filter) -> Page {
    let mut keys = match filter.sort {
        Some(Sort::Date) => {
            vec![key("a.published is null", Fall::Fixed), key("a.published", Fall::Rising)]
        }
        Some(Sort::Confidence) => vec![key("s.confidence", Fall::Falling)],
        Some(Sort::Source) => vec![key("a.source", Fall::Rising)],
        Some(Sort::Relevance) => relevance(filter, |words| {
            format!(
                "(select rank from statement_search where statement_search match {words} \
                 and rowid = s.id)"
            )
        }),
        _ => Vec::new(),
    };
    keys.extend([
        key("n.number is null", Fall::Fixed),
        key("n.number", Fall::Rising),
        key("s.id", Fall::Rising),
    ]);
    Page::of(filter, &keys)
}

impl Store {
    /// Whether there is an actor of this number.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn has_actor(&self, id: ActorId) -> Result<bool, Error> {
        let sql = "select exists (select 1 from actors where id = ?1)";
        Ok(self.connection.query_row(sql, [id.row()], |row| row.get(0))?)
    }

    /// Whether there is a location of this number.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn has_location(&self, id: LocationId) -> Result<bool, Error> {
        let sql = "select exists (select 1 from locations where id = ?1)";
        Ok(self.connection.query_row(sql, [id.row()], |row| row.get(0))?)
    }

    /// Whether there is a meeting of this number.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn has_meeting(&self, id: MeetingId) -> Result<bool, Error> {
        let sql = "select exists (select 1 from meetings where id = ?1)";
        Ok(self.connection.query_row(sql, [id.row()], |row| row.get(0))?)
    }

    /// How many articles there are.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn count_articles(&self) -> Result<usize, Error> {
        self.counted("select count(*) as count from articles")
    }

    /// The articles that a filter lets through, by date.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn list_articles(&self, filter: &Filter) -> Result<Vec<ArticleRow>, Error> {
        self.articles_where(&self.article_conditions(filter)?, filter)
    }

    /// The articles that fulfil some conditions, as a filter sorts and limits them.
    pub(super) fn articles_where(
        &self,
        conditions: &Conditions,
        filter: &Filter,
    ) -> Result<Vec<ArticleRow>, Error> {
        collect(|each| self.each_article(conditions, &article_page(filter), each))
    }

    /// The actors that a filter lets through, those of most meetings first.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn list_actors(&self, filter: &Filter) -> Result<Vec<ActorRow>, Error> {
        let conditions = self.actor_conditions(filter)?;
        collect(|each| self.each_actor(&conditions, &actor_page(filter), each))
    }

    /// The locations that a filter lets through, those of most meetings first.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn list_locations(&self, filter: &Filter) -> Result<Vec<LocationRow>, Error> {
        let conditions = self.location_conditions(filter)?;
        collect(|each| self.each_location(&conditions, &location_page(filter), each))
    }

    /// The meetings that a filter lets through, in order of their dates.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn list_meetings(&self, filter: &Filter) -> Result<Vec<MeetingRow>, Error> {
        self.meetings_where(&self.meeting_conditions(filter)?, filter)
    }

    /// The meetings that fulfil some conditions, as a filter sorts and limits them.
    pub(super) fn meetings_where(
        &self,
        conditions: &Conditions,
        filter: &Filter,
    ) -> Result<Vec<MeetingRow>, Error> {
        collect(|each| self.each_meeting(conditions, &meeting_page(filter), each))
    }

    /// The statements that a filter lets through, in order of their articles.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn list_statements(&self, filter: &Filter) -> Result<Vec<StatementRow>, Error> {
        self.statements_where(&self.statement_conditions(filter)?, filter)
    }

    /// The statements that fulfil some conditions, as a filter sorts and limits them.
    pub(super) fn statements_where(
        &self,
        conditions: &Conditions,
        filter: &Filter,
    ) -> Result<Vec<StatementRow>, Error> {
        collect(|each| self.each_statement(conditions, &statement_page(filter), each))
    }

    /// The articles that a filter lets through, with the words that it searches for.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn find_articles(&self, filter: &Filter) -> Result<Vec<Hit<ArticleRow>>, Error> {
        let rows = self.list_articles(filter)?;
        let text = "select key, id from articles where key in ";
        let keys: Vec<&String> = rows.iter().map(|it| &it.id).collect();
        let keys = bound_list(&keys);
        self.hits(rows, filter, |it| it.id.clone(), ("article_search", text, keys))
    }

    /// The meetings that a filter lets through, with the words that it searches for.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn find_meetings(&self, filter: &Filter) -> Result<Vec<Hit<MeetingRow>>, Error> {
        let rows = self.list_meetings(filter)?;
        let text = "select cast(mm.meeting as text), e.article from meeting_members mm \
                    join meeting_entries e on e.id = mm.entry where mm.meeting in ";
        let keys = numbers(rows.iter().map(|it| it.id.row()));
        self.hits(rows, filter, |it| it.id.to_string(), ("article_search", text, keys))
    }

    /// The statements that a filter lets through, with the words that it searches for.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn find_statements(&self, filter: &Filter) -> Result<Vec<Hit<StatementRow>>, Error> {
        let rows = self.list_statements(filter)?;
        let text = "select cast(number as text), statement from statement_numbers where number in ";
        let keys = numbers(rows.iter().map(|it| it.id.row()));
        self.hits(rows, filter, |it| it.id.to_string(), ("statement_search", text, keys))
    }

    /// Gives rows the words that a filter searches for: in a table of texts, whose numbers a query
    /// tells for the keys of rows.
    fn hits<T>(
        &self,
        rows: Vec<T>,
        filter: &Filter,
        key: fn(&T) -> String,
        (table, texts, keys): (&str, &str, String),
    ) -> Result<Vec<Hit<T>>, Error> {
        let Some(text) = filter.text.as_ref().filter(|_| !rows.is_empty()) else {
            return Ok(rows.into_iter().map(|row| Hit { row, snippet: None }).collect());
        };
        let mut numbers: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        let mut statement = prepare(&self.connection, &format!("{texts}{keys}"))?;
        let mut found = statement.raw_query();
        while let Some(it) = found.next()? {
            numbers.entry(it.get(0)?).or_default().push(it.get(1)?);
        }
        // The plus keeps FTS5 from searching anew for each number.
        let all: Vec<String> = numbers.values().flatten().map(i64::to_string).collect();
        let sql = format!(
            "select rowid, snippet({table}, -1, '[', ']', '…', {WORDS}) from {table} \
             where {table} match {} and +rowid in ({})",
            search(text),
            all.join(", ")
        );
        let mut statement = prepare(&self.connection, &sql)?;
        let mut snippets: BTreeMap<i64, String> = BTreeMap::new();
        let mut found = statement.raw_query();
        while let Some(it) = found.next()? {
            let snippet: String = it.get(1)?;
            // A headline and the lines of a text are one line here.
            let words: Vec<&str> = snippet.split_whitespace().collect();
            snippets.insert(it.get(0)?, words.join(" "));
        }
        let hit = |row: T| {
            let own = numbers.get(&key(&row));
            let snippet = own.and_then(|own| own.iter().find_map(|it| snippets.get(it).cloned()));
            Hit { row, snippet }
        };
        Ok(rows.into_iter().map(hit).collect())
    }
}

/// Why a list could not be read: what takes the rows here never fails.
pub(super) fn read_error(failure: Failure) -> Error {
    match failure {
        Failure::Read(source) => match source.downcast::<Error>() {
            Ok(error) => *error,
            Err(other) => Error::Content { what: other.to_string() },
        },
        Failure::Write(source) => Error::Content { what: source.to_string() },
    }
}
