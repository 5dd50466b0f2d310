//! How many rows of a list there are, in all or by what they have in common.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::gazetteer::Gazetteer;
use crate::store::filter::Conditions;
use crate::store::sql::count;
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

    /// What a row is counted under: SQL that gives a value for each row, of those in `ids`; several
    /// for a row with several.
    fn values(self, key: CountKey, ids: &str) -> String {
        let part = |length: u8, date: &str, table: &str, id: &str| {
            format!(
                "select coalesce(substr({date}, 1, {length}), '') as value, {id} as id \
                 from {table} where {id} in {ids}"
            )
        };
        let own = |column: &str| {
            let id = self.id();
            format!(
                "select {column} as value, {id} as id from {} where {id} in {ids}",
                self.table()
            )
        };
        match (self, key) {
            (Self::Meetings, CountKey::Actor) => format!(
                "select x.name as value, p.meeting as id from meeting_participants p \
                 join actors x on x.id = p.actor where p.meeting in {ids}"
            ),
            (Self::Meetings, CountKey::State) => format!(
                "select n.name as value, p.meeting as id from meeting_participants p \
                 join names n on n.id = p.actor and n.thing = 'side' where p.meeting in {ids}"
            ),
            (Self::Meetings, CountKey::Place) => format!(
                "select l.name as value, p.meeting as id from meeting_places p \
                 join locations l on l.id = p.location where p.meeting in {ids}"
            ),
            (Self::Meetings, CountKey::Country) => format!(
                "select l.country as value, p.meeting as id from meeting_places p \
                 join locations l on l.id = p.location where l.country <> '' and p.meeting in {ids}"
            ),
            (Self::Meetings, CountKey::Source) => format!(
                "select a.source as value, mm.meeting as id from meeting_members mm \
                 join meeting_entries e on e.id = mm.entry join articles a on a.id = e.article \
                 where mm.meeting in {ids}"
            ),
            // A year alone tells no month.
            (Self::Meetings, CountKey::Month) => format!(
                "select case when m.precision = 'year' then '' \
                 else coalesce(substr(m.date_from, 1, 7), '') end as value, m.id as id \
                 from meetings m where m.id in {ids}"
            ),
            (Self::Meetings, CountKey::Year) => part(4, "m.date_from", "meetings m", "m.id"),
            (Self::Articles, CountKey::Actor) => format!(
                "select x.name as value, e.article as id from actor_entries e \
                 join actor_members m on m.entry = e.id join actors x on x.id = m.actor \
                 where e.article in {ids}"
            ),
            (Self::Articles, CountKey::State) => format!(
                "select n.name as value, e.article as id from actor_entries e \
                 join actor_members m on m.entry = e.id \
                 join names n on n.id = m.actor and n.thing = 'side' where e.article in {ids}"
            ),
            (Self::Articles, CountKey::Place | CountKey::Country) => {
                let column = if key == CountKey::Place { "l.name" } else { "l.country" };
                format!(
                    "select {column} as value, e.article as id from location_entries e \
                     join location_members m on m.entry = e.id \
                     join locations l on l.id = m.location where {column} <> '' \
                     and e.article in {ids}"
                )
            }
            (Self::Articles | Self::Statements, CountKey::Month) => part(
                7,
                "case when length(a.published) > 4 then a.published end",
                self.table(),
                self.id(),
            ),
            (Self::Articles | Self::Statements, CountKey::Year) => {
                part(4, "a.published", self.table(), self.id())
            }
            (Self::Articles | Self::Statements, CountKey::Source) => own("a.source"),
            (Self::Statements, CountKey::Actor) => format!(
                "select x.name as value, p.statement as id from statement_parties p \
                 join actor_members m on m.entry = p.actor_entry join actors x on x.id = m.actor \
                 where p.part = 'speaker' and p.statement in {ids}"
            ),
            (Self::Statements, CountKey::State) => format!(
                "select n.name as value, p.statement as id from statement_parties p \
                 join actor_members m on m.entry = p.actor_entry \
                 join names n on n.id = m.actor and n.thing = 'side' \
                 where p.part = 'speaker' and p.statement in {ids}"
            ),
            (Self::Statements, CountKey::Tone) => own("s.tone"),
            (Self::Statements, _) => own("s.kind"),
            (Self::Actors, CountKey::State) => format!(
                "select n.name as value, n.id as id from names n where n.thing = 'side' \
                 and n.id in {ids}"
            ),
            (Self::Actors, _) => own("x.kind"),
            (Self::Locations, CountKey::Country) => own("l.country"),
            (Self::Locations, _) => own("l.kind"),
            (Self::Meetings, CountKey::Status) => own("m.status"),
            (Self::Meetings, _) => own("m.kind"),
            (Self::Articles, _) => own("a.source"),
        }
    }
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
        let conditions = self.counted_conditions(list, filter)?;
        let sql = format!("select count(*) as count from {} {}", list.table(), conditions.clause());
        self.connection.query_row(&sql, [], |row| Ok(count(row, "count")))?
    }

    /// How many rows of a list that a filter lets through have something in common: the most first,
    /// months and years in their order. A row with several values counts for each.
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
        let conditions = self.counted_conditions(list, filter)?;
        let ids = format!("(select {} from {} {})", list.id(), list.table(), conditions.clause());
        // Where a row has one value of each, none is counted twice.
        let single = matches!(
            key,
            CountKey::Kind | CountKey::Status | CountKey::Tone | CountKey::Month | CountKey::Year
        );
        let what = if single { "*" } else { "distinct id" };
        let sql = format!(
            "select value, count({what}) as count from ({}) group by value",
            list.values(key, &ids)
        );
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            found.insert(row.get("value")?, count(row, "count")?);
        }
        if key == CountKey::State {
            found = self.states_of(found)?;
        }
        let mut all: Vec<CountRow> =
            found.into_iter().map(|(value, count)| CountRow { value, count }).collect();
        if !matches!(key, CountKey::Month | CountKey::Year) {
            all.sort_by(|one, other| (other.count, &one.value).cmp(&(one.count, &other.value)));
        }
        if filter.order == crate::store::Order::Reversed {
            all.reverse();
        }
        all.drain(..filter.offset.min(all.len()));
        all.truncate(filter.limit.unwrap_or(usize::MAX));
        Ok(all)
    }

    /// Those of some sides that are states, by their common names.
    fn states_of(&self, sides: BTreeMap<String, usize>) -> Result<BTreeMap<String, usize>, Error> {
        let gazetteer = Gazetteer::of_given(&self.given()?);
        let named = sides.into_iter().filter_map(|(side, count)| {
            let state = gazetteer.state(gazetteer.state_named(&side)?).name;
            (crate::text::fold(state) == side).then(|| (state.to_owned(), count))
        });
        Ok(named.collect())
    }
}
