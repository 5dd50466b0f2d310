//! How many rows of a list there are, in all or by what they have in common.

use serde::Serialize;

use crate::gazetteer::Gazetteer;
use crate::store::filter::Conditions;
use crate::store::sql::{count, prepare};
use crate::store::{Error, Filter, Store};
use crate::vocabulary;

vocabulary! {
    /// What rows are counted by.
    pub enum CountKey {
        /// Who takes part, speaks, or is named.
        Actor = "actor",
        /// The states of those.
        State = "state",
        /// Where.
        Place = "place",
        /// In which country.
        Country = "country",
        /// In which month.
        Month = "month",
        /// In which year.
        Year = "year",
        /// Of which kind.
        Kind = "kind",
        /// With which status.
        Status = "status",
        /// In which tone.
        Tone = "tone",
        /// Who published it.
        Source = "source",
    }
}

/// So many rows have something in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountRow {
    /// What they have in common; empty for those that have none of it.
    pub value: String,
    /// How many they are.
    pub count: usize,
}

/// A list whose rows are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Articles.
    Articles,
    /// Actors.
    Actors,
    /// Locations.
    Locations,
    /// Meetings.
    Meetings,
    /// Statements.
    Statements,
}

impl Counted {
    /// The table that is counted, with the names that conditions use.
    const fn table(self) -> &'static str {
        match self {
            Self::Articles => "articles a",
            Self::Actors => "actors x",
            Self::Locations => "locations l",
            Self::Meetings => "meetings m",
            Self::Statements => "statements s join articles a on a.id = s.article",
        }
    }

    /// The number of a row.
    const fn id(self) -> &'static str {
        match self {
            Self::Articles => "a.id",
            Self::Actors => "x.id",
            Self::Locations => "l.id",
            Self::Meetings => "m.id",
            Self::Statements => "s.id",
        }
    }

    /// By what its rows can be counted.
    #[must_use]
    pub const fn keys(self) -> &'static [CountKey] {
        use CountKey::{Actor, Country, Kind, Month, Place, Source, State, Status, Tone, Year};
        match self {
            Self::Articles => &[Actor, State, Place, Country, Month, Year, Source],
            Self::Actors => &[Kind, State],
            Self::Locations => &[Kind, Country],
            Self::Meetings => &[Actor, State, Place, Country, Month, Year, Kind, Status, Source],
            Self::Statements => &[Actor, State, Month, Year, Kind, Tone, Source],
        }
    }

    /// What rows are counted by, in SQL.
    fn tally(self, key: CountKey) -> Tally {
        let of = |from, value, id| Tally { from, value, id, only: "true" };
        let date = |length: u8, date: &str| format!("coalesce(substr({date}, 1, {length}), '')");
        let own = |value: &str| of(self.table(), value.to_owned(), self.id());
        // A year alone tells no month.
        let month = "case when length(a.published) > 4 then a.published end";
        match (self, key) {
            (Self::Meetings, CountKey::Month) => own(
                "case when m.precision = 'year' then '' else coalesce(substr(m.date_from, 1, 7), '') end",
            ),
            (Self::Meetings, CountKey::Year) => own(&date(4, "m.date_from")),
            (Self::Meetings, CountKey::Status) => own("m.status"),
            (Self::Meetings, _) => own("m.kind"),
            (Self::Articles, CountKey::Actor) => of(
                "actor_entries e cross join actor_members m on m.entry = e.id \
                 cross join actors x on x.id = m.actor",
                "x.name".to_owned(),
                "e.article",
            ),
            (Self::Articles, CountKey::State) => of(
                "actor_entries e cross join actor_members m on m.entry = e.id \
                 cross join names n on n.thing = 'side' and n.id = m.actor",
                "n.name".to_owned(),
                "e.article",
            ),
            (Self::Articles, CountKey::Place | CountKey::Country) => Tally {
                from: "location_entries e cross join location_members m on m.entry = e.id \
                       cross join locations l on l.id = m.location",
                value: if key == CountKey::Place { "l.name" } else { "l.country" }.to_owned(),
                id: "e.article",
                only: if key == CountKey::Place { "true" } else { "l.country <> ''" },
            },
            (Self::Articles | Self::Statements, CountKey::Month) => own(&date(7, month)),
            (Self::Articles | Self::Statements, CountKey::Year) => own(&date(4, "a.published")),
            (Self::Articles, _) | (Self::Statements, CountKey::Source) => own("a.source"),
            (Self::Statements, CountKey::Actor) => Tally {
                from: "statement_parties p cross join actor_members m on m.entry = p.actor_entry \
                       cross join actors x on x.id = m.actor",
                value: "x.name".to_owned(),
                id: "p.statement",
                only: "p.part = 'speaker'",
            },
            (Self::Statements, CountKey::Tone) => own("s.tone"),
            (Self::Statements, _) => own("s.kind"),
            (Self::Actors, CountKey::State) => Tally {
                from: "names n",
                value: "n.name".to_owned(),
                id: "n.id",
                only: "n.thing = 'side'",
            },
            (Self::Actors, _) => own("x.kind"),
            (Self::Locations, CountKey::Country) => own("l.country"),
            (Self::Locations, _) => own("l.kind"),
        }
    }

    /// What tells of each actor or location in how many of all rows it is.
    const fn figures(self, key: CountKey) -> Option<&'static str> {
        match (self, key) {
            (Self::Meetings, CountKey::Actor) => Some(
                "select x.name as value, f.meetings as count from actor_figures f \
                 join actors x on x.id = f.actor where f.meetings > 0",
            ),
            (Self::Articles, CountKey::Actor) => Some(
                "select x.name as value, f.articles as count from actor_figures f \
                 join actors x on x.id = f.actor where f.articles > 0",
            ),
            (Self::Statements, CountKey::Actor) => Some(
                "select x.name as value, f.statements as count from actor_figures f \
                 join actors x on x.id = f.actor where f.statements > 0",
            ),
            (Self::Articles, CountKey::Place) => Some(
                "select l.name as value, f.articles as count from location_figures f \
                 join locations l on l.id = f.location where f.articles > 0",
            ),
            _ => None,
        }
    }
}

/// How rows are counted, in SQL.
struct Tally {
    /// Tables, in the order in which they are looked up.
    from: &'static str,
    /// What a row is counted under.
    value: String,
    /// The number of a row; it is counted once under each value.
    id: &'static str,
    /// Which rows of the tables count.
    only: &'static str,
}

impl Store {
    fn counted_conditions(&self, list: Counted, filter: &Filter) -> Result<Conditions, Error> {
        match list {
            Counted::Articles => self.article_conditions(filter),
            Counted::Actors => self.actor_conditions(filter),
            Counted::Locations => self.location_conditions(filter),
            Counted::Meetings => self.meeting_conditions(filter),
            Counted::Statements => self.statement_conditions(filter),
        }
    }

    /// How many rows of a list a filter lets through, whatever its limit.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn count(&self, list: Counted, filter: &Filter) -> Result<usize, Error> {
        let filter = &Filter { limit: None, ..filter.clone() };
        if list == Counted::Meetings && (filter.text.is_some() || filter.source.is_some()) {
            return Ok(self.choose_meetings(filter)?.span().count);
        }
        let conditions = self.counted_conditions(list, filter)?;
        let table = match list {
            Counted::Statements if !conditions.is_on("a") => "statements s",
            _ => list.table(),
        };
        let sql = format!("select count(*) as count from {table} {}", conditions.clause());
        self.counted(&sql)
    }

    /// How many rows of a list that a filter lets through have something in common: the most first,
    /// months and years in their order. A row with several values counts for each; two actors of one
    /// name stay two.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn count_by(
        &self,
        list: Counted,
        key: CountKey,
        filter: &Filter,
    ) -> Result<Vec<CountRow>, Error> {
        let limit = filter.limit.unwrap_or(usize::MAX);
        let filter = &Filter { limit: None, ..filter.clone() };
        let conditions = self.counted_conditions(list, filter)?;
        let found = match (list, key) {
            (Counted::Meetings, CountKey::Actor) if !conditions.0.is_empty() => {
                let chosen = self.choose_meetings(filter)?;
                let company = self.company(&chosen, &[])?;
                company.into_iter().map(|it| (it.name, it.meetings)).collect()
            }
            (Counted::Meetings, CountKey::State) => {
                let gazetteer = Gazetteer::of_given(&self.given()?);
                let counts = self.states_beside(&self.choose_meetings(filter)?, &[], &gazetteer)?;
                counts.into_iter().collect()
            }
            (Counted::Meetings, CountKey::Source) => {
                self.sources_counted(&self.choose_meetings(filter)?)?
            }
            (Counted::Meetings, CountKey::Place | CountKey::Country) => {
                let column = if key == CountKey::Place { "name" } else { "country" };
                let counts = self.places_counted(&self.choose_meetings(filter)?, column)?;
                counts.into_iter().collect()
            }
            (Counted::Statements, CountKey::State) => {
                let gazetteer = Gazetteer::of_given(&self.given()?);
                let spoken = self.choose_statements(filter)?;
                self.states_speaking(&spoken, &gazetteer)?.into_iter().collect()
            }
            _ => self.tallied(list, key, &conditions)?,
        };
        let mut all: Vec<CountRow> =
            found.into_iter().map(|(value, count)| CountRow { value, count }).collect();
        if matches!(key, CountKey::Month | CountKey::Year) {
            all.sort_by(|one, other| one.value.cmp(&other.value));
        } else {
            all.sort_by(|one, other| (other.count, &one.value).cmp(&(one.count, &other.value)));
        }
        if filter.order == crate::store::Order::Reversed {
            all.reverse();
        }
        all.drain(..filter.offset.min(all.len()));
        all.truncate(limit);
        Ok(all)
    }

    /// Counts in the database.
    fn tallied(
        &self,
        list: Counted,
        key: CountKey,
        conditions: &Conditions,
    ) -> Result<Vec<(String, usize)>, Error> {
        let is_all = conditions.0.is_empty();
        let sql = if let Some(figures) = list.figures(key).filter(|_| is_all) {
            figures.to_owned()
        } else {
            let Tally { from, value, id, only } = list.tally(key);
            if from == list.table() {
                // A row has one value, and is counted once; what articles have is read from an index.
                let clause = conditions.clause();
                let is_of_article = value.contains("a.") || conditions.is_on("a");
                if list == Counted::Statements && is_of_article && is_all {
                    let column = if key == CountKey::Source { "a.source" } else { "a.published" };
                    format!(
                        "select {value} as value, sum(a.count) as count from \
                         (select {column}, count(*) as count from articles a \
                         cross join statements s on s.article = a.id group by 1) a group by 1"
                    )
                } else {
                    let is_alone = list == Counted::Statements && !is_of_article;
                    let from = if is_alone { "statements s" } else { from };
                    format!(
                        "select {value} as value, count(*) as count from {from} {clause} group by 1"
                    )
                }
            } else {
                let chosen = if is_all {
                    String::new()
                } else {
                    let (own, table, clause) = (list.id(), list.table(), conditions.clause());
                    format!("(select {own} as chosen from {table} {clause}) c cross join ")
                };
                let only =
                    if is_all { only.to_owned() } else { format!("{only} and {id} = c.chosen") };
                format!(
                    "select {value} as value, count(distinct {id}) as count from {chosen}{from} \
                     where {only} group by 1"
                )
            }
        };
        let mut statement = prepare(&self.connection, &sql)?;
        let mut rows = statement.raw_query();
        let mut found: Vec<(String, usize)> = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((row.get("value")?, count(row, "count")?));
        }
        if key == CountKey::State {
            found = self.states_of(found)?;
        }
        Ok(found)
    }

    /// Those of some sides that are states, by their common names.
    fn states_of(&self, sides: Vec<(String, usize)>) -> Result<Vec<(String, usize)>, Error> {
        let gazetteer = Gazetteer::of_given(&self.given()?);
        let named = sides.into_iter().filter_map(|(side, count)| {
            let state = gazetteer.state(gazetteer.state_named(&side)?).name;
            (crate::text::fold(state) == side).then(|| (state.to_owned(), count))
        });
        Ok(named.collect())
    }
}
