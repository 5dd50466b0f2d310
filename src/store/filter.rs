//! What a list is to show, in which order, and how much of it; and that as conditions in SQL.

use crate::date::Date;
use crate::gazetteer::Gazetteer;
use crate::record::{ActorId, Confidence, LocationId, MeetingId};
use crate::store::sql::{bound, bound_list, count, prepare};
use crate::store::{Error, Happening, Store, search};
use crate::vocabulary;

vocabulary! {
    /// What a list is sorted by.
    pub enum Sort {
        /// When it happened or was published, the earliest first.
        Date = "date",
        /// Names, titles.
        Name = "name",
        /// The most meetings first.
        Meetings = "meetings",
        /// The most statements first.
        Statements = "statements",
        /// The most articles first.
        Articles = "articles",
        /// The most actors first.
        Actors = "actors",
        /// The most sources first.
        Sources = "sources",
        /// The surest first.
        Confidence = "confidence",
        /// Who published it.
        Source = "source",
        /// The country.
        Country = "country",
        /// What fits the words best first.
        Relevance = "relevance",
    }
}

/// Which end of a list comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As [`Sort`] has it.
    #[default]
    Usual,
    /// The other way round; what cannot be sorted stays last.
    Reversed,
}

/// A circle on the globe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// Degrees north of its middle.
    pub lat: f64,
    /// Degrees east of its middle.
    pub lon: f64,
    /// Its radius.
    pub km: f64,
}

/// What a list is to show; what is empty sets no limit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// An actor: by number, name, or part of a name in whole words.
    pub actor: Option<String>,
    /// Another actor, who took part too.
    pub with: Option<String>,
    /// Of each of these groups at least one took part; of statements, the first group speaks, and
    /// the others are what is spoken about.
    pub groups: Vec<Vec<ActorId>>,
    /// Statements that none of these makes.
    pub not_by: Vec<ActorId>,
    /// One of these meetings.
    pub meetings: Option<Vec<MeetingId>>,
    /// What statements are about: one of some actors, or words in them.
    pub regarding: Option<(Vec<ActorId>, String)>,
    /// States or organizations: somebody who acts for each, or itself.
    pub states: Vec<String>,
    /// A place or country.
    pub location: Option<String>,
    /// One of these places.
    pub at: Option<Vec<LocationId>>,
    /// Not farther from a place than this.
    pub near: Option<Near>,
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
    /// Words to search for, with the operators of FTS5.
    pub text: Option<String>,
    /// Who published it: a name, or words of it.
    pub source: Option<String>,
    /// Read with at least this confidence.
    pub confidence: Option<Confidence>,
    /// What to sort by, where not as usual.
    pub sort: Option<Sort>,
    /// Which end comes first.
    pub order: Order,
    /// At most so many rows.
    pub limit: Option<usize>,
    /// Without so many first rows.
    pub offset: usize,
}

impl Filter {
    /// How many rows, and after which, in SQL.
    pub(super) fn limit_clause(&self) -> String {
        match (self.limit, self.offset) {
            (None, 0) => String::new(),
            (None, offset) => format!(" limit -1 offset {offset}"),
            (Some(limit), 0) => format!(" limit {limit}"),
            (Some(limit), offset) => format!(" limit {limit} offset {offset}"),
        }
    }
}

/// Conditions of a query, joined by "and".
#[derive(Default)]
pub(super) struct Conditions(pub(super) Vec<String>);

impl Conditions {
    /// No conditions.
    pub(super) const fn none() -> Self {
        Self(Vec::new())
    }

    /// One condition, in SQL.
    pub(super) fn only(condition: String) -> Self {
        Self(vec![condition])
    }

    /// The clause, or nothing.
    pub(super) fn clause(&self) -> String {
        if self.0.is_empty() { String::new() } else { format!("where {}", self.0.join(" and ")) }
    }

    /// Whether one of them is on a table of this short name.
    pub(super) fn is_on(&self, table: &str) -> bool {
        let column = format!("{table}.");
        self.0.iter().any(|it| it.contains(&column))
    }

    fn add(&mut self, condition: String) {
        self.0.push(condition);
    }

    /// Those that are quick to try, and those that look each row up elsewhere.
    fn parted(&self) -> (Self, Self) {
        let (slow, quick) = self.0.iter().cloned().partition(|it| it.starts_with("exists "));
        (Self(quick), Self(slow))
    }

    /// The rows of a table on a page: what is slow to try is tried row after row, in their order,
    /// until the page is full.
    pub(super) fn chosen(&self, id: &str, from: &str, page: &Page) -> String {
        let (quick, slow) = self.parted();
        let (clause, order, limit) = (quick.clause(), &page.order, &page.limit);
        let Some((table, _)) = id.split_once('.').filter(|_| !slow.0.is_empty()) else {
            return format!("select {id} {from} {clause} order by {order}{limit}");
        };
        // Without its limit, which lets all through, the inner order would be dropped.
        format!(
            "select {id} from (select {id} {from} {clause} order by {order} limit -1) {table} {}{limit}",
            slow.clause()
        )
    }
}

/// In which order rows come, and which of them, in SQL.
pub(super) struct Page {
    /// What stands behind "order by".
    pub(super) order: String,
    /// The limit, or nothing.
    pub(super) limit: String,
}

impl Page {
    /// All rows in an order.
    pub(super) fn all(order: &str) -> Self {
        Self { order: order.to_owned(), limit: String::new() }
    }

    /// What a filter asks for, by keys in order: each an expression and whether it falls.
    pub(super) fn of(filter: &Filter, keys: &[(String, Fall)]) -> Self {
        let order: Vec<String> = keys
            .iter()
            .map(|(key, fall)| match (fall, filter.order) {
                (Fall::Fixed, _) => key.clone(),
                (Fall::Rising, Order::Usual) | (Fall::Falling, Order::Reversed) => key.clone(),
                (Fall::Falling, Order::Usual) | (Fall::Rising, Order::Reversed) => {
                    format!("{key} desc")
                }
            })
            .collect();
        Self { order: order.join(", "), limit: filter.limit_clause() }
    }
}

/// Which way a key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fall {
    /// The same way even where the list is reversed: what has none comes last.
    Fixed,
    /// The smallest first.
    Rising,
    /// The largest first.
    Falling,
}

/// A search as SQL has it.
pub(super) fn search(text: &str) -> String {
    bound(&search::expression(text))
}

/// The articles with some words, as a list in SQL.
pub(super) fn articles_with(text: &str) -> String {
    let words = search(text);
    format!("(select rowid from article_search where article_search match {words})")
}

/// The statements with some words, as a list in SQL.
fn statements_with(text: &str) -> String {
    let words = search(text);
    format!("(select rowid from statement_search where statement_search match {words})")
}

/// Numbers as a list in SQL.
pub(super) fn numbers(ids: impl Iterator<Item = i64>) -> String {
    let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
    format!("({})", ids.join(", "))
}

fn actor_numbers(ids: &[ActorId]) -> String {
    numbers(ids.iter().map(|id| id.row()))
}

/// A day, month, year or interval that may end on a date or later: `~` follows all digits.
fn published_since(date: Date) -> String {
    let day = bound(&date.first().to_string());
    format!("substr(a.published, instr(a.published, '/') + 1) || '~' >= {day}")
}

/// A day, month, year or interval that may start on a date or earlier.
fn published_until(date: Date) -> String {
    format!("substr(a.published, 1, 10) <= {}", bound(&date.last().to_string()))
}

/// Of so many articles at least one must be among some that rows are looked for in, so that row after
/// row is tried, until there are as many as asked for; with fewer, all rows are gathered first.
const DENSE: usize = 10;

impl Store {
    /// The ids of a filter's actor, as a list in SQL.
    pub(super) fn actor_list(&self, name: &str) -> Result<String, Error> {
        Ok(actor_numbers(&self.actors_named(name)?))
    }

    /// The ids of a filter's place, as a list in SQL.
    pub(super) fn location_list(&self, name: &str) -> Result<String, Error> {
        Ok(numbers(self.locations_named(name)?.into_iter().map(LocationId::row)))
    }

    /// Those who act for a state under any of its names, as a list in SQL.
    fn side_list(&self, gazetteer: &Gazetteer, name: &str) -> Result<String, Error> {
        let state = gazetteer.state_named(name).map(|id| gazetteer.state(id).name);
        Ok(actor_numbers(&self.actors_of(state.unwrap_or(name))?))
    }

    /// The lists of those who act for each state of a filter.
    fn side_lists(&self, filter: &Filter) -> Result<Vec<String>, Error> {
        if filter.states.is_empty() {
            return Ok(Vec::new());
        }
        let gazetteer = Gazetteer::of_given(&self.given()?);
        filter.states.iter().map(|state| self.side_list(&gazetteer, state)).collect()
    }

    /// The places within a circle, as a list in SQL; a venue lies where its city does.
    fn near_list(&self, near: Near) -> Result<String, Error> {
        let mut statement = self.connection.prepare_cached(
            "select l.id, coalesce(l.lat, c.lat), coalesce(l.lon, c.lon) from locations l \
             left join locations c on c.id = l.city \
             where l.kind <> 'country' and coalesce(l.lat, c.lat) is not null",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if distance((near.lat, near.lon), (row.get(1)?, row.get(2)?)) <= near.km {
                found.push(row.get::<_, i64>(0)?);
            }
        }
        Ok(numbers(found.into_iter()))
    }

    /// Articles of a publisher: by its whole name, or by words of it or of the address.
    fn published_by(&self, source: &str) -> Result<String, Error> {
        let parts = source.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let like = bound(&format!("%{parts}%"));
        // Of the few publishers each is looked at once, from one to the next in the index.
        let sql = format!(
            "with recursive each (source) as (select min(source) from articles union all \
             select (select min(a.source) from articles a where a.source > each.source) from each \
             where each.source is not null) select source from each \
             where source like {like} escape '!' or source = ''"
        );
        let mut statement = prepare(&self.connection, &sql)?;
        let sources = statement.raw_query().mapped(|row| row.get(0));
        let (unnamed, named): (Vec<String>, Vec<String>) =
            sources.collect::<Result<Vec<_>, _>>()?.into_iter().partition(String::is_empty);
        let own = format!("a.source in {}", bound_list(&named));
        Ok(if unnamed.is_empty() {
            own
        } else {
            format!("({own} or a.source = '' and a.url like {like} escape '!')")
        })
    }

    /// The same articles, as a list in SQL.
    pub(super) fn articles_by(&self, source: &str) -> Result<String, Error> {
        Ok(format!("(select a.id from articles a where {})", self.published_by(source)?))
    }

    /// The count that a query gives.
    pub(super) fn counted(&self, sql: &str) -> Result<usize, Error> {
        let mut statement = prepare(&self.connection, sql)?;
        let mut rows = statement.raw_query();
        rows.next()?.map_or(Ok(0), |row| count(row, "count"))
    }

    /// Whether some articles, a list in SQL, are so many that most rows have one of them.
    fn is_dense(&self, articles: &str, filter: &Filter) -> Result<bool, Error> {
        if filter.limit.is_none() {
            return Ok(false);
        }
        let least = self.count_articles()? / DENSE + 1;
        let sql = format!("select count(*) as count from (select 1 from {articles} limit {least})");
        Ok(self.counted(&sql)? == least)
    }

    /// That a row is in a list in SQL. Where the list has most rows, and some are asked for, the list is not
    /// walked but asked: with the plus before its number, rows are tried in their order.
    fn is_in(&self, row: &str, list: &str, filter: &Filter) -> Result<String, Error> {
        let plus = if self.is_dense(list, filter)? { "+" } else { "" };
        Ok(format!("{plus}{row} in {list}"))
    }

    /// Whether an actor, a location or a meeting, in `row`, is told of in some articles, a list in
    /// SQL.
    fn told_in(
        &self,
        thing: &str,
        row: &str,
        articles: &str,
        filter: &Filter,
    ) -> Result<String, Error> {
        let entries = format!("{thing}_members n cross join {thing}_entries e on e.id = n.entry");
        Ok(if self.is_dense(articles, filter)? {
            format!(
                "exists (select 1 from {entries} where n.{thing} = {row} and e.article in {articles})"
            )
        } else {
            format!(
                "{row} in (select n.{thing} from {thing}_entries e cross join {thing}_members n \
                 on n.entry = e.id where e.article in {articles})"
            )
        })
    }

    /// Adds that an actor or location, in `row`, is told of in the articles that a filter's words and
    /// source let through.
    fn add_told(
        &self,
        all: &mut Conditions,
        (thing, row): (&str, &str),
        filter: &Filter,
    ) -> Result<(), Error> {
        if let Some(text) = &filter.text {
            all.add(self.told_in(thing, row, &articles_with(text), filter)?);
        }
        if let Some(source) = &filter.source {
            all.add(self.told_in(thing, row, &self.articles_by(source)?, filter)?);
        }
        Ok(())
    }

    /// Whether one of some actors, a list in SQL, is named in an article.
    fn names_one(&self, list: &str, filter: &Filter) -> Result<String, Error> {
        let sql = format!(
            "select coalesce(sum(articles), 0) as count from actor_figures where actor in {list}"
        );
        let told = self.counted(&sql)?;
        Ok(if filter.limit.is_some() && told * DENSE > self.count_articles()? {
            format!(
                "exists (select 1 from actor_entries e cross join actor_members m \
                 on m.entry = e.id where e.article = a.id and m.actor in {list})"
            )
        } else {
            format!(
                "a.id in (select e.article from actor_members m join actor_entries e \
                 on e.id = m.entry where m.actor in {list})"
            )
        })
    }

    /// Where a place lies that articles tell of: degrees north and east.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn coordinates(&self, name: &str) -> Result<Option<(f64, f64)>, Error> {
        for id in self.locations_called(name)? {
            let found = self.connection.query_row(
                "select coalesce(l.lat, c.lat), coalesce(l.lon, c.lon) from locations l \
                 left join locations c on c.id = l.city where l.id = ?1",
                [id.row()],
                |row| Ok((row.get(0)?, row.get(1)?)),
            );
            if let Ok((Some(lat), Some(lon))) = found {
                return Ok(Some((lat, lon)));
            }
        }
        Ok(None)
    }

    /// Conditions on `articles a`.
    pub(super) fn article_conditions(&self, filter: &Filter) -> Result<Conditions, Error> {
        let mut all = Conditions::none();
        if let Some(since) = filter.since {
            all.add(published_since(since));
        }
        if let Some(until) = filter.until {
            all.add(published_until(until));
        }
        if let Some(text) = &filter.text {
            all.add(self.is_in("a.id", &articles_with(text), filter)?);
        }
        if let Some(source) = &filter.source {
            all.add(self.published_by(source)?);
        }
        let mut actors = self.side_lists(filter)?;
        for actor in [&filter.actor, &filter.with].into_iter().flatten() {
            actors.push(self.actor_list(actor)?);
        }
        for list in actors {
            all.add(self.names_one(&list, filter)?);
        }
        let mut places = Vec::new();
        if let Some(place) = &filter.location {
            places.push(self.location_list(place)?);
        }
        if let Some(near) = filter.near {
            places.push(self.near_list(near)?);
        }
        for list in places {
            all.add(format!(
                "a.id in (select e.article from location_members m join location_entries e \
                 on e.id = m.entry where m.location in {list})"
            ));
        }
        Ok(all)
    }

    /// Conditions on `meetings m`.
    pub(super) fn meeting_conditions(&self, filter: &Filter) -> Result<Conditions, Error> {
        let mut all = Conditions::none();
        let mut actors = self.side_lists(filter)?;
        for actor in [&filter.actor, &filter.with].into_iter().flatten() {
            actors.push(self.actor_list(actor)?);
        }
        actors.extend(filter.groups.iter().map(|group| actor_numbers(group)));
        for list in actors {
            all.add(format!(
                "m.id in (select meeting from meeting_participants where actor in {list})"
            ));
        }
        let mut places = Vec::new();
        if let Some(place) = &filter.location {
            places.push(self.location_list(place)?);
        }
        if let Some(at) = &filter.at {
            places.push(numbers(at.iter().map(|id| id.row())));
        }
        if let Some(near) = filter.near {
            places.push(self.near_list(near)?);
        }
        for list in places {
            all.add(format!(
                "m.id in (select meeting from meeting_places where location in {list})"
            ));
        }
        if let Some(meetings) = &filter.meetings {
            all.add(format!("m.id in {}", numbers(meetings.iter().map(|id| id.row()))));
        }
        if let Some(since) = filter.since {
            all.add(format!("m.date_to >= {}", bound(&since.first().to_string())));
        }
        if let Some(until) = filter.until {
            all.add(format!("m.date_from <= {}", bound(&until.last().to_string())));
        }
        if !filter.kinds.is_empty() {
            all.add(format!("m.kind in {}", bound_list(&filter.kinds)));
        }
        if !filter.statuses.is_empty() {
            all.add(format!("m.status in {}", bound_list(&filter.statuses)));
        }
        if let Some(least) = filter.confidence {
            all.add(format!("m.confidence >= {least}"));
        }
        if let Some(text) = &filter.text {
            all.add(self.told_in("meeting", "m.id", &articles_with(text), filter)?);
        }
        if let Some(source) = &filter.source {
            all.add(self.told_in("meeting", "m.id", &self.articles_by(source)?, filter)?);
        }
        Ok(all)
    }

    /// Conditions on `statements s` of `articles a`: the first group speaks, the others are what is
    /// spoken about.
    pub(super) fn statement_conditions(&self, filter: &Filter) -> Result<Conditions, Error> {
        let mut all = Conditions::none();
        let mut parties: Vec<(&str, String)> = Vec::new();
        for (part, actor) in
            [("speaker", &filter.actor), ("addressee", &filter.with), ("about", &filter.about)]
        {
            if let Some(actor) = actor {
                parties.push((part, self.actor_list(actor)?));
            }
        }
        parties.extend(self.side_lists(filter)?.into_iter().map(|list| ("speaker", list)));
        for (part, list) in parties {
            all.add(statement_of(part, &list));
        }
        for (index, group) in filter.groups.iter().enumerate().filter(|it| !it.1.is_empty()) {
            let part = if index == 0 { "speaker" } else { "about" };
            all.add(statement_of(part, &actor_numbers(group)));
        }
        if !filter.not_by.is_empty() {
            all.add(format!("not {}", statement_of("speaker", &actor_numbers(&filter.not_by))));
        }
        if let Some((actors, words)) = &filter.regarding {
            let with = format!("s.id in {}", statements_with(words));
            all.add(if actors.is_empty() {
                with
            } else {
                format!("({} or {with})", statement_of("about", &actor_numbers(actors)))
            });
        }
        if let Some(since) = filter.since {
            all.add(published_since(since));
        }
        if let Some(until) = filter.until {
            all.add(published_until(until));
        }
        if let Some(source) = &filter.source {
            all.add(self.published_by(source)?);
        }
        if !filter.kinds.is_empty() {
            all.add(format!("(s.kind in {0} or s.tone in {0})", bound_list(&filter.kinds)));
        }
        if let Some(least) = filter.confidence {
            all.add(format!("s.confidence >= {least}"));
        }
        if let Some(text) = &filter.text {
            all.add(self.is_in("s.id", &statements_with(text), filter)?);
        }
        Ok(all)
    }

    /// Conditions on `actors x`.
    pub(super) fn actor_conditions(&self, filter: &Filter) -> Result<Conditions, Error> {
        let mut all = Conditions::none();
        if !filter.kinds.is_empty() {
            all.add(format!("x.kind in {}", bound_list(&filter.kinds)));
        }
        if let Some(actor) = &filter.actor {
            all.add(format!("x.id in {}", self.actor_list(actor)?));
        }
        for list in self.side_lists(filter)? {
            all.add(format!("x.id in {list}"));
        }
        self.add_told(&mut all, ("actor", "x.id"), filter)?;
        if let Some(with) = &filter.with {
            // Nobody meets oneself.
            all.add(format!("x.id not in {}", self.actor_list(with)?));
        }
        let meetings = self.meeting_conditions(&Filter {
            actor: filter.with.clone(),
            location: filter.location.clone(),
            near: filter.near,
            since: filter.since,
            until: filter.until,
            statuses: filter.statuses.clone(),
            ..Filter::default()
        })?;
        if !meetings.0.is_empty() {
            all.add(format!(
                "x.id in (select p.actor from meeting_participants p join meetings m \
                 on m.id = p.meeting {})",
                meetings.clause()
            ));
        }
        Ok(all)
    }

    /// Conditions on `locations l`.
    pub(super) fn location_conditions(&self, filter: &Filter) -> Result<Conditions, Error> {
        let mut all = Conditions::none();
        if !filter.kinds.is_empty() {
            all.add(format!("l.kind in {}", bound_list(&filter.kinds)));
        }
        if let Some(name) = &filter.location {
            all.add(format!("l.id in {}", self.location_list(name)?));
        }
        if let Some(near) = filter.near {
            all.add(format!("l.id in {}", self.near_list(near)?));
        }
        self.add_told(&mut all, ("location", "l.id"), filter)?;
        let meetings = self.meeting_conditions(&Filter {
            actor: filter.actor.clone(),
            with: filter.with.clone(),
            states: filter.states.clone(),
            since: filter.since,
            until: filter.until,
            statuses: filter.statuses.clone(),
            ..Filter::default()
        })?;
        if !meetings.0.is_empty() {
            all.add(format!(
                "l.id in (select p.location from meeting_places p join meetings m \
                 on m.id = p.meeting {})",
                meetings.clause()
            ));
        }
        Ok(all)
    }
}

/// Statements in which some actors, a list in SQL, have a part.
fn statement_of(part: &str, list: &str) -> String {
    format!(
        "s.id in (select p.statement from actor_members m join statement_parties p \
         on p.actor_entry = m.entry where p.part = '{part}' and m.actor in {list})"
    )
}

/// How far apart two points are on the globe, in kilometers: each degrees north and east.
fn distance(one: (f64, f64), other: (f64, f64)) -> f64 {
    /// The mean radius of the earth.
    const RADIUS: f64 = 6371.0;
    let (north, other_north) = (one.0.to_radians(), other.0.to_radians());
    let (up, along) = ((other_north - north) / 2.0, (other.1 - one.1).to_radians() / 2.0);
    let half = up.sin().powi(2) + north.cos() * other_north.cos() * along.sin().powi(2);
    2.0 * RADIUS * half.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn distances_are_those_of_the_globe() {
        let (oslo, nairobi) = ((59.91, 10.75), (-1.29, 36.82));
        assert!((distance(oslo, nairobi) - 7165.0).abs() < 30.0, "{}", distance(oslo, nairobi));
        assert!(distance(oslo, oslo) < 0.001);
        // Over the line where the day changes.
        assert!((distance((0.0, 179.5), (0.0, -179.5)) - 111.2).abs() < 1.0);
    }
}
