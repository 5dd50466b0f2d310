//! Lists with filters.

use crate::date::Date;
use crate::record::{ActorId, Confidence, LocationId, MeetingId};
use crate::store::sql::count;
use crate::store::{
    ActorRow, ArticleRow, Error, Failure, Happening, LocationRow, MeetingRow, StatementRow, Store,
};
use crate::text::fold;

/// What a list is to show; what is empty sets no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// An actor: by number, name, or part of a name in whole words.
    pub actor: Option<String>,
    /// Another actor, who took part too.
    pub with: Option<String>,
    /// A place or country.
    pub location: Option<String>,
    /// Not before this date.
    pub since: Option<Date>,
    /// Not after this date.
    pub until: Option<Date>,
    /// One of these kinds.
    pub kinds: Vec<String>,
    /// One of these statuses.
    pub statuses: Vec<String>,
    /// An actor that the statement is about.
    pub about: Option<String>,
    /// What a timeline shows.
    pub events: Vec<Happening>,
    /// Words to search for.
    pub text: Option<String>,
    /// Read with at least this confidence.
    pub confidence: Option<Confidence>,
    /// At most so many rows.
    pub limit: Option<usize>,
}

/// Conditions of a query, joined by "and".
pub(super) struct Conditions(Vec<String>);

impl Conditions {
    /// The clause, or nothing.
    pub(super) fn clause(&self) -> String {
        if self.0.is_empty() { String::new() } else { format!("where {}", self.0.join(" and ")) }
    }

    fn limit(filter: &Filter) -> String {
        filter.limit.map_or_else(String::new, |limit| format!(" limit {limit}"))
    }
}

/// A text as SQL has it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Words to search for as FTS5 has them: each a string of its own.
fn search(text: &str) -> String {
    let phrase = |word: &str| format!("\"{}\"", word.replace('"', "\"\""));
    let words: Vec<String> = text.split_whitespace().map(phrase).collect();
    // Without a word it is an empty phrase, which is in no text.
    quoted(&if words.is_empty() { phrase("") } else { words.join(" ") })
}

/// The articles with some words, as a list in SQL.
fn articles_with(text: &str) -> String {
    let words = search(text);
    format!("(select rowid from article_search where article_search match {words})")
}

/// Numbers as a list in SQL.
fn numbers(ids: impl Iterator<Item = i64>) -> String {
    let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
    format!("({})", ids.join(", "))
}

fn words(list: &[String]) -> String {
    let words: Vec<String> = list.iter().map(|word| quoted(word)).collect();
    format!("({})", words.join(", "))
}

/// A day, month, year or interval that may end on a date or later: `~` follows all digits.
fn published_since(date: Date) -> String {
    let day = quoted(&date.first().to_string());
    format!("substr(a.published, instr(a.published, '/') + 1) || '~' >= {day}")
}

/// A day, month, year or interval that may start on a date or earlier.
fn published_until(date: Date) -> String {
    format!("substr(a.published, 1, 10) <= {}", quoted(&date.last().to_string()))
}

impl Store {
    /// The actors that a user means: by number, by a whole name, or else by words of a name.
    ///
    /// One word may be the family name of several people, even if articles call only one of them
    /// by it alone: then all are meant.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn actors_named(&self, name: &str) -> Result<Vec<ActorId>, Error> {
        let names = "select id, name, 1 as own, kind = 'person' as person from actors \
                     union select m.actor, t.text, 0, a.kind = 'person' from actor_mentions t \
                     join actor_members m on m.entry = t.entry join actors a on a.id = m.actor \
                     union select m.actor, e.canonical, 0, a.kind = 'person' from actor_entries e \
                     join actor_members m on m.entry = e.id join actors a on a.id = m.actor";
        Ok(self.named(name, names)?.into_iter().map(ActorId::new).collect())
    }

    /// The locations that a user means, by name or by their country.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn locations_named(&self, name: &str) -> Result<Vec<LocationId>, Error> {
        let names = "select id, name, 1 as own, 0 as person from locations \
                     union select m.location, e.name, 1, 0 from location_members m \
                     join location_entries e on e.id = m.entry \
                     union select id, country, 0, 0 from locations";
        Ok(self.named(name, names)?.into_iter().map(LocationId::new).collect())
    }

    /// The locations that bear a name, whatever country they lie in.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn locations_called(&self, name: &str) -> Result<Vec<LocationId>, Error> {
        let names = "select id, name, 1 as own, 0 as person from locations \
                     union select m.location, e.name, 1, 0 from location_members m \
                     join location_entries e on e.id = m.entry";
        Ok(self.named(name, names)?.into_iter().map(LocationId::new).collect())
    }

    /// The things that a name means, of rows with a number, a name, whether it is the thing's own,
    /// and whether the thing is a person.
    fn named(&self, name: &str, names: &str) -> Result<Vec<i64>, Error> {
        if let Ok(id) = name.trim().parse::<i64>() {
            return Ok(vec![id]);
        }
        let wanted = fold(name);
        let is_word = !wanted.contains(' ');
        let mut statement = self.connection.prepare(names)?;
        let mut rows = statement.query([])?;
        let (mut own, mut whole, mut family, mut partial) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let (id, text): (i64, String) = (row.get(0)?, row.get(1)?);
            let (is_own, is_person): (bool, bool) = (row.get(2)?, row.get(3)?);
            let text = fold(&text);
            if text == wanted {
                match () {
                    () if is_person && is_word => family.push(id),
                    () if is_own => own.push(id),
                    () => whole.push(id),
                }
            } else if format!(" {text} ").contains(&format!(" {wanted} ")) {
                if is_person { &mut family } else { &mut partial }.push(id);
            }
        }
        let mut found = match () {
            () if !own.is_empty() => own,
            () if !whole.is_empty() => whole,
            () if !family.is_empty() => family,
            () => partial,
        };
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The ids of a filter's actor, as a list in SQL.
    pub(super) fn actor_list(&self, name: &str) -> Result<String, Error> {
        Ok(numbers(self.actors_named(name)?.into_iter().map(ActorId::row)))
    }

    /// The ids of a filter's place, as a list in SQL.
    fn location_list(&self, name: &str) -> Result<String, Error> {
        Ok(numbers(self.locations_named(name)?.into_iter().map(LocationId::row)))
    }

    /// Whether there is an actor of this number.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn has_actor(&self, id: ActorId) -> Result<bool, Error> {
        let found = self.connection.query_row(
            "select exists (select 1 from actors where id = ?1)",
            [id.row()],
            |row| row.get(0),
        )?;
        Ok(found)
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
        let sql = "select count(*) as count from articles";
        self.connection.query_row(sql, [], |row| Ok(count(row, "count")))?
    }

    /// The articles that a filter lets through.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn list_articles(&self, filter: &Filter) -> Result<Vec<ArticleRow>, Error> {
        let mut all = Vec::new();
        if let Some(since) = filter.since {
            all.push(published_since(since));
        }
        if let Some(until) = filter.until {
            all.push(published_until(until));
        }
        if let Some(text) = &filter.text {
            all.push(format!("a.id in {}", articles_with(text)));
        }
        for actor in [&filter.actor, &filter.with].into_iter().flatten() {
            all.push(format!(
                "a.id in (select e.article from actor_members m join actor_entries e \
                 on e.id = m.entry where m.actor in {})",
                self.actor_list(actor)?
            ));
        }
        if let Some(place) = &filter.location {
            all.push(format!(
                "a.id in (select e.article from location_members m join location_entries e \
                 on e.id = m.entry where m.location in {})",
                self.location_list(place)?
            ));
        }
        let mut rows = Vec::new();
        let conditions = Conditions(all);
        self.each_article(&conditions, &Conditions::limit(filter), &mut |row: &ArticleRow| {
            rows.push(row.clone());
            Ok(())
        })
        .map_err(read_error)?;
        Ok(rows)
    }

    /// The actors that a filter lets through, those of most meetings first.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn list_actors(&self, filter: &Filter) -> Result<Vec<ActorRow>, Error> {
        let mut all = Vec::new();
        if !filter.kinds.is_empty() {
            all.push(format!("x.kind in {}", words(&filter.kinds)));
        }
        if let Some(actor) = &filter.actor {
            all.push(format!("x.id in {}", self.actor_list(actor)?));
        }
        if let Some(text) = &filter.text {
            all.push(format!(
                "x.id in (select n.actor from actor_members n join actor_entries e on e.id = n.entry \
                 where e.article in {})",
                articles_with(text)
            ));
        }
        if let Some(with) = &filter.with {
            // Nobody meets oneself.
            all.push(format!("x.id not in {}", self.actor_list(with)?));
        }
        let meetings = self.meeting_conditions(&Filter {
            actor: filter.with.clone(),
            location: filter.location.clone(),
            since: filter.since,
            until: filter.until,
            statuses: filter.statuses.clone(),
            ..Filter::default()
        })?;
        if !meetings.0.is_empty() {
            all.push(format!(
                "x.id in (select p.actor from meeting_participants p join meetings m \
                 on m.id = p.meeting {})",
                meetings.clause()
            ));
        }
        let mut rows = Vec::new();
        self.each_actor(&Conditions(all), &mut |row: &ActorRow| {
            rows.push(row.clone());
            Ok(())
        })
        .map_err(read_error)?;
        rows.sort_by(|one, two| {
            (two.meetings, two.articles, &one.name, one.id).cmp(&(
                one.meetings,
                one.articles,
                &two.name,
                two.id,
            ))
        });
        rows.truncate(filter.limit.unwrap_or(usize::MAX));
        Ok(rows)
    }

    /// The locations that a filter lets through, those of most meetings first.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn list_locations(&self, filter: &Filter) -> Result<Vec<LocationRow>, Error> {
        let mut all = Vec::new();
        if !filter.kinds.is_empty() {
            all.push(format!("l.kind in {}", words(&filter.kinds)));
        }
        if let Some(name) = &filter.location {
            all.push(format!("l.id in {}", self.location_list(name)?));
        }
        if let Some(text) = &filter.text {
            all.push(format!(
                "l.id in (select n.location from location_members n join location_entries e \
                 on e.id = n.entry where e.article in {})",
                articles_with(text)
            ));
        }
        let meetings = self.meeting_conditions(&Filter {
            actor: filter.actor.clone(),
            with: filter.with.clone(),
            since: filter.since,
            until: filter.until,
            statuses: filter.statuses.clone(),
            ..Filter::default()
        })?;
        if !meetings.0.is_empty() {
            all.push(format!(
                "l.id in (select p.location from meeting_places p join meetings m \
                 on m.id = p.meeting {})",
                meetings.clause()
            ));
        }
        let mut rows = Vec::new();
        self.each_location(&Conditions(all), &mut |row: &LocationRow| {
            rows.push(row.clone());
            Ok(())
        })
        .map_err(read_error)?;
        rows.sort_by(|one, two| {
            (two.meetings, two.articles, &one.name, one.id).cmp(&(
                one.meetings,
                one.articles,
                &two.name,
                two.id,
            ))
        });
        rows.truncate(filter.limit.unwrap_or(usize::MAX));
        Ok(rows)
    }

    fn meeting_conditions(&self, filter: &Filter) -> Result<Conditions, Error> {
        let mut all = Vec::new();
        for actor in [&filter.actor, &filter.with].into_iter().flatten() {
            all.push(format!(
                "m.id in (select meeting from meeting_participants where actor in {})",
                self.actor_list(actor)?
            ));
        }
        if let Some(place) = &filter.location {
            all.push(format!(
                "m.id in (select meeting from meeting_places where location in {})",
                self.location_list(place)?
            ));
        }
        if let Some(since) = filter.since {
            all.push(format!("m.date_to >= {}", quoted(&since.first().to_string())));
        }
        if let Some(until) = filter.until {
            all.push(format!("m.date_from <= {}", quoted(&until.last().to_string())));
        }
        if !filter.kinds.is_empty() {
            all.push(format!("m.kind in {}", words(&filter.kinds)));
        }
        if !filter.statuses.is_empty() {
            all.push(format!("m.status in {}", words(&filter.statuses)));
        }
        if let Some(least) = filter.confidence {
            all.push(format!("m.confidence >= {least}"));
        }
        if let Some(text) = &filter.text {
            all.push(format!(
                "m.id in (select mm.meeting from meeting_members mm join meeting_entries e \
                 on e.id = mm.entry where e.article in {})",
                articles_with(text)
            ));
        }
        Ok(Conditions(all))
    }

    /// The meetings that a filter lets through, in order of their dates.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn list_meetings(&self, filter: &Filter) -> Result<Vec<MeetingRow>, Error> {
        self.meetings_where(&self.meeting_conditions(filter)?, &Conditions::limit(filter))
    }

    /// The meetings that fulfil some conditions, in order of their dates.
    pub(super) fn meetings_where(
        &self,
        conditions: &Conditions,
        limit: &str,
    ) -> Result<Vec<MeetingRow>, Error> {
        let mut rows = Vec::new();
        self.each_meeting(conditions, limit, &mut |row: &MeetingRow| {
            rows.push(row.clone());
            Ok(())
        })
        .map_err(read_error)?;
        Ok(rows)
    }

    /// The statements that a filter lets through, in order of their articles.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn list_statements(&self, filter: &Filter) -> Result<Vec<StatementRow>, Error> {
        let mut all = Vec::new();
        for (part, actor) in
            [("speaker", &filter.actor), ("addressee", &filter.with), ("about", &filter.about)]
        {
            if let Some(actor) = actor {
                all.push(format!(
                    "s.id in (select p.statement from statement_parties p join actor_members m \
                     on m.entry = p.actor_entry where p.part = '{part}' and m.actor in {})",
                    self.actor_list(actor)?
                ));
            }
        }
        if let Some(since) = filter.since {
            all.push(published_since(since));
        }
        if let Some(until) = filter.until {
            all.push(published_until(until));
        }
        if !filter.kinds.is_empty() {
            all.push(format!("(s.kind in {0} or s.tone in {0})", words(&filter.kinds)));
        }
        if let Some(least) = filter.confidence {
            all.push(format!("s.confidence >= {least}"));
        }
        if let Some(text) = &filter.text {
            all.push(format!(
                "s.id in (select rowid from statement_search where statement_search match {})",
                search(text)
            ));
        }
        let mut rows = Vec::new();
        self.each_statement(
            &Conditions(all),
            &Conditions::limit(filter),
            &mut |row: &StatementRow| {
                rows.push(row.clone());
                Ok(())
            },
        )
        .map_err(read_error)?;
        Ok(rows)
    }
}

/// Why a list could not be read: what takes the rows here never fails.
fn read_error(failure: Failure) -> Error {
    match failure {
        Failure::Read(source) => match source.downcast::<Error>() {
            Ok(error) => *error,
            Err(other) => Error::Content { what: other.to_string() },
        },
        Failure::Write(source) => Error::Content { what: source.to_string() },
    }
}

impl Conditions {
    /// No conditions.
    pub(super) const fn none() -> Self {
        Self(Vec::new())
    }

    /// One condition, in SQL.
    pub(super) fn only(condition: String) -> Self {
        Self(vec![condition])
    }
}
