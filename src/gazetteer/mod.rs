//! What is known of the world by name: states, places, organizations, titles, personal names, and
//! who held which office when.
//!
//! The tables stand in `knowledge/`, with their origins in `SOURCES.md`; they are read once, in
//! some milliseconds, by [`Gazetteer::load`]. What users tell of ([`Given`]) comes before them.

mod given;
mod index;
mod key;
mod known;
mod office;
mod people;
mod sound;

use rustc_hash::{FxHashMap, FxHashSet};

pub use given::{Given, GivenKind};
use index::Index;
use key::Key;
pub use known::{
    City, CityId, Gender, Holder, HolderId, Known, Organization, OrganizationId, OrganizationKind,
    Place, PlaceId, Region, RegionId, RegionKind, State, StateId, TitleKind,
};
pub use people::Sought;

/// Known names, found whole or by longest match over words.
#[derive(Debug)]
pub struct Gazetteer {
    states: Vec<State>,
    cities: Vec<City>,
    regions: Vec<Region>,
    organizations: Vec<Organization>,
    holders: Vec<Holder>,
    places: Vec<Place>,
    people: people::People,
    names: Index<Known>,
    /// What users told of, by name: it comes before all else.
    given: Index<Known>,
    titles: Index<TitleKind>,
    genders: FxHashMap<u64, Gender>,
    family_names: FxHashSet<u64>,
    codes: FxHashMap<&'static str, StateId>,
}

/// The cells of the rows of a table, without its header.
fn rows(table: &'static str) -> impl Iterator<Item = std::str::Split<'static, char>> {
    table.lines().skip(1).map(|line| line.split('\t'))
}

impl Gazetteer {
    /// Reads the embedded tables.
    #[must_use]
    pub fn load() -> Self {
        Self::with(&[])
    }

    /// Reads the embedded tables, and puts what users told of before them.
    #[must_use]
    pub fn with(given: &[Given]) -> Self {
        /// Names in the tables, about.
        const NAMES: usize = 110_000;
        let mut this = Self::states_alone();
        this.names.reserve(NAMES);
        this.read_regions(include_str!("../../knowledge/regions.tsv"));
        this.read_cities(include_str!("../../knowledge/cities.tsv"));
        this.read_organizations(include_str!("../../knowledge/organizations.tsv"));
        this.read_holders(include_str!("../../knowledge/leaders.tsv"));
        for mut row in rows(include_str!("../../knowledge/titles.tsv")) {
            let (Some(title), Some(kind)) = (row.next(), row.next()) else { continue };
            if let Ok(kind) = kind.parse() {
                this.titles.insert(title, kind);
            }
        }
        for mut row in rows(include_str!("../../knowledge/given_names.tsv")) {
            let (Some(name), Some(gender)) = (row.next(), row.next()) else { continue };
            if let Ok(gender) = gender.parse() {
                this.genders.insert(Key::of(name).hash, gender);
            }
        }
        this.take(given);
        this.people = people::People::of(&this.holders);
        this
    }

    /// The states, and of all else only what users told of: for looking at entries again.
    #[must_use]
    pub fn of_given(given: &[Given]) -> Self {
        let mut this = Self::states_alone();
        this.take(given);
        this.people = people::People::of(&this.holders);
        this
    }

    /// The states, and the words that come first in names.
    fn states_alone() -> Self {
        let mut this = Self {
            states: Vec::new(),
            cities: Vec::new(),
            regions: Vec::new(),
            organizations: Vec::new(),
            holders: Vec::new(),
            places: Vec::new(),
            people: people::People::default(),
            names: Index::default(),
            given: Index::default(),
            titles: Index::default(),
            genders: FxHashMap::default(),
            family_names: FxHashSet::default(),
            codes: FxHashMap::default(),
        };
        this.read_states(include_str!("../../knowledge/states.tsv"));
        let families = rows(include_str!("../../knowledge/family_names.tsv"));
        this.family_names.extend(families.filter_map(|mut row| Some(Key::of(row.next()?).hash)));
        this
    }

    fn read_states(&mut self, table: &'static str) {
        for (index, mut row) in (0u16..).zip(rows(table)) {
            let id = StateId(index);
            let mut cell = || row.next().unwrap_or_default();
            let (iso3, _iso2, name, aliases) = (cell(), cell(), cell(), cell());
            let (demonyms, capital, metonyms) = (cell(), cell(), cell());
            let (lat, lon) = (number(cell()), number(cell()));
            self.states.push(State { iso3, name, aliases, capital, lat, lon });
            if !iso3.is_empty() {
                self.codes.insert(iso3, id);
            }
            self.names.insert(name, Known::State(id));
            for alias in known::parts(aliases) {
                self.names.insert(alias, Known::State(id));
            }
            for demonym in known::parts(demonyms) {
                self.names.insert(demonym, Known::Demonym(id));
            }
            for metonym in known::parts(metonyms) {
                self.names.insert(metonym, Known::Metonym(id));
            }
        }
    }

    fn read_regions(&mut self, table: &'static str) {
        for (index, mut row) in (0u32..).zip(rows(table)) {
            let mut cell = || row.next().unwrap_or_default();
            let (name, aliases, kind, iso3) = (cell(), cell(), cell(), cell());
            let kind = kind.parse().unwrap_or(RegionKind::Region);
            self.regions.push(Region { name, kind, state: self.codes.get(iso3).copied() });
            self.names.insert(name, Known::Region(RegionId(index)));
            for alias in known::parts(aliases) {
                self.names.insert(alias, Known::Region(RegionId(index)));
            }
        }
    }

    fn read_cities(&mut self, table: &'static str) {
        for (index, mut row) in (0u32..).zip(rows(table)) {
            let mut cell = || row.next().unwrap_or_default();
            let (name, aliases, iso3, admin1) = (cell(), cell(), cell(), cell());
            let (lat, lon) = (number(cell()), number(cell()));
            let population = cell().parse().unwrap_or(0);
            let geonames = cell().parse().unwrap_or(0);
            let names = cell().parse().unwrap_or(0);
            let state = self.codes.get(iso3).copied();
            self.cities.push(City { name, state, admin1, lat, lon, population, geonames, names });
            self.names.insert(name, Known::City(CityId(index)));
            for alias in known::parts(aliases) {
                self.names.insert(alias, Known::City(CityId(index)));
            }
        }
    }

    fn read_organizations(&mut self, table: &'static str) {
        for (index, mut row) in (0u32..).zip(rows(table)) {
            let mut cell = || row.next().unwrap_or_default();
            let (name, aliases, kind, iso3) = (cell(), cell(), cell(), cell());
            let kind = kind.parse().unwrap_or(OrganizationKind::Other);
            let state = self.codes.get(iso3).copied();
            self.organizations.push(Organization {
                name: name.into(),
                aliases: aliases.into(),
                kind,
                state,
                wikidata: "".into(),
            });
            self.names.insert(name, Known::Organization(OrganizationId(index)));
            for alias in known::parts(aliases) {
                self.names.insert(alias, Known::Organization(OrganizationId(index)));
            }
        }
    }

    fn read_holders(&mut self, table: &'static str) {
        /// Bytes of a row.
        const ROW: usize = 80;
        self.holders.reserve(table.len() / ROW);
        let mut last = "";
        for (index, mut row) in (0u32..).zip(rows(table)) {
            let mut cell = || row.next().unwrap_or_default();
            let (name, aliases, gender, wikidata) = (cell(), cell(), cell(), cell());
            let (iso3, office, start, end) = (cell(), cell(), cell(), cell());
            // Heads of organizations have the name of theirs in the place of a code.
            let state = self.codes.get(iso3).copied();
            let of = state.map_or(iso3, |state| self.state(state).name);
            self.holders.push(Holder {
                name: name.into(),
                aliases: aliases.into(),
                gender: gender.parse().ok(),
                wikidata: wikidata.into(),
                state,
                of: of.into(),
                office: office.into(),
                start: start.into(),
                end: end.into(),
                is_given: false,
            });
            self.names.insert(name, Known::Holder(HolderId(index)));
            // The rows of one person stand together.
            if std::mem::replace(&mut last, name) != name {
                for alias in known::parts(aliases) {
                    self.names.insert(alias, Known::Holder(HolderId(index)));
                }
            }
        }
    }

    /// All that a whole name may stand for: first what users told of, then states, larger cities
    /// before smaller ones.
    pub fn lookup(&self, name: &str) -> impl Iterator<Item = Known> + '_ {
        let key = Key::of(name);
        self.given.get(key).chain(self.names.get(key))
    }

    /// How many of `words` the longest known name takes that begins with the first of them.
    #[must_use]
    pub fn longest(&self, words: &[&str]) -> Option<usize> {
        let own = self.given.longest(words).map(|it| it.0);
        own.max(self.names.longest(words).map(|it| it.0))
    }

    /// How many of `words` the longest name takes that users told of and that begins with the first
    /// of them, and what it stands for.
    #[must_use]
    pub fn longest_given(&self, words: &[&str]) -> Option<(usize, Known)> {
        let (count, key) = self.given.longest(words)?;
        Some((count, self.given.get(key).next()?))
    }

    /// What users told of by a whole name.
    pub fn given(&self, name: &str) -> impl Iterator<Item = Known> + '_ {
        self.given.get(Key::of(name))
    }

    /// Whether users told of anything.
    #[must_use]
    pub fn has_given(&self) -> bool {
        !self.given.is_empty()
    }

    /// How many of `words` the longest known title takes that begins with the first of them, and
    /// what kind it is.
    #[must_use]
    pub fn title(&self, words: &[&str]) -> Option<(usize, TitleKind)> {
        let (count, key) = self.titles.longest(words)?;
        Some((count, self.titles.get(key).next()?))
    }

    /// The gender that a given name tells.
    #[must_use]
    pub fn gender(&self, given_name: &str) -> Option<Gender> {
        self.genders.get(&Key::of(given_name).hash).copied()
    }

    /// Whether a word is a family name of those that come first in a name: "Kim", "Nguyen".
    #[must_use]
    pub fn is_family_first(&self, word: &str) -> bool {
        self.family_names.contains(&Key::of(word).hash)
    }

    /// All given names, for training on names of many origins.
    #[cfg(feature = "training")]
    #[must_use]
    pub fn given_names(&self) -> Vec<&'static str> {
        rows(include_str!("../../knowledge/given_names.tsv"))
            .filter_map(|mut row| row.next())
            .collect()
    }

    /// The full names of all holders of offices, for training on names of many origins.
    #[cfg(feature = "training")]
    #[must_use]
    pub fn holder_names(&self) -> Vec<&str> {
        self.holders.iter().map(|holder| &*holder.name).collect()
    }

    /// The state with an ISO 3166-1 alpha-3 code.
    #[must_use]
    pub fn state_by_code(&self, iso3: &str) -> Option<StateId> {
        self.codes.get(iso3).copied()
    }

    /// The state that a name, an adjective or a metonym stands for.
    #[must_use]
    pub fn state_named(&self, name: &str) -> Option<StateId> {
        self.lookup(name).find_map(|known| match known {
            Known::State(state) | Known::Demonym(state) | Known::Metonym(state) => Some(state),
            _ => None,
        })
    }

    /// A state.
    #[must_use]
    pub fn state(&self, id: StateId) -> &State {
        &self.states[usize::from(id.0)]
    }

    /// A city.
    #[must_use]
    pub fn city(&self, id: CityId) -> &City {
        &self.cities[id.0 as usize]
    }

    /// A region.
    #[must_use]
    pub fn region(&self, id: RegionId) -> &Region {
        &self.regions[id.0 as usize]
    }

    /// An organization.
    #[must_use]
    pub fn organization(&self, id: OrganizationId) -> &Organization {
        &self.organizations[id.0 as usize]
    }

    /// A place that a user told of.
    #[must_use]
    pub fn place(&self, id: PlaceId) -> &Place {
        &self.places[id.0 as usize]
    }

    /// A holder of an office.
    #[must_use]
    pub fn holder(&self, id: HolderId) -> &Holder {
        &self.holders[id.0 as usize]
    }
}

/// A number of a table, or 0.
fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_found_by_name_adjective_and_seat() {
        let gazetteer = Gazetteer::load();
        let chad = gazetteer.state_named("Chad").expect("a state");
        assert_eq!(gazetteer.state(chad).iso3, "TCD");
        assert_eq!(gazetteer.state_named("Chadian"), Some(chad));
        assert!(gazetteer.lookup("the Kremlin").any(|it| matches!(it, Known::Metonym(_))));
        assert_eq!(gazetteer.longest(&["the", "United", "Arab", "Emirates", "and"]), Some(4));
        assert_eq!(gazetteer.longest(&["Guinea", "-", "Bissau", "said"]), Some(3));
        assert_eq!(gazetteer.longest(&["nobody"]), None);
    }

    #[test]
    fn states_that_are_no_more_are_found_and_former_names_of_those_that_are() {
        let gazetteer = Gazetteer::load();
        let code = |name: &str| gazetteer.state_named(name).map(|it| gazetteer.state(it).iso3);
        assert_eq!(code("Soviet"), Some("SUN"));
        assert_eq!(code("the U.S.S.R."), Some("SUN"));
        assert_eq!(code("Yugoslavs"), Some("YUG"));
        assert_eq!(code("East German"), Some("DDR"));
        assert_eq!(code("West German"), Some("DEU"));
        assert_eq!(code("Zaire"), Some("COD"));
        assert_eq!(code("South Africans"), Some("ZAF"));
        assert_eq!(code("Ecuadorian"), code("Ecuadorean"));
    }

    #[test]
    fn titles_are_found_by_longest_match() {
        let gazetteer = Gazetteer::load();
        let title = gazetteer.title(&["deputy", "foreign", "minister", "Okafor"]);
        assert_eq!(title, Some((3, TitleKind::ForeignMinister)));
        assert_eq!(gazetteer.title(&["Secretary", "-", "General"]), Some((3, TitleKind::IoHead)));
        assert_eq!(gazetteer.gender("Maria"), Some(Gender::Female));
    }

    #[test]
    fn every_row_of_the_tables_is_whole() {
        let gazetteer = Gazetteer::load();
        assert_eq!(gazetteer.states.len(), 268);
        assert!(gazetteer.cities.iter().all(|city| city.state.is_some() && city.lat.abs() <= 90.0));
        assert!(gazetteer.holders.iter().all(|holder| {
            holder.state.is_some() || gazetteer.organizations.iter().any(|it| it.name == holder.of)
        }));
    }
}
