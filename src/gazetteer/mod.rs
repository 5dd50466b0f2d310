//! What is known of the world by name: states, places, organizations, titles, personal names.
//!
//! The tables stand in `knowledge/`, with their origins in `SOURCES.md`; they are read once, in
//! some milliseconds, by [`Gazetteer::load`].

mod key;
mod known;

use rustc_hash::{FxHashMap, FxHashSet};

use key::Key;
pub use known::{
    City, CityId, Gender, Holder, HolderId, Known, Organization, OrganizationId, OrganizationKind,
    Region, RegionId, RegionKind, State, StateId, TitleKind,
};

/// Known names, found whole or by longest match over words.
#[derive(Debug)]
pub struct Gazetteer {
    states: Vec<State>,
    cities: Vec<City>,
    regions: Vec<Region>,
    organizations: Vec<Organization>,
    holders: Vec<Holder>,
    names: Index<Known>,
    titles: Index<TitleKind>,
    genders: FxHashMap<u64, Gender>,
    family_names: FxHashSet<u64>,
    codes: FxHashMap<&'static str, StateId>,
}

/// Values by the keys of their names; several values may share one.
#[derive(Debug)]
struct Index<T> {
    /// For each key the place of its first value.
    first: FxHashMap<u64, u32>,
    /// Values, with the place of the next under the same key and one, or 0.
    values: Vec<(T, u32)>,
    /// For the first word of each name, the most words of a name that it starts.
    reach: FxHashMap<u64, usize>,
}

impl<T> Default for Index<T> {
    fn default() -> Self {
        Self { first: FxHashMap::default(), values: Vec::new(), reach: FxHashMap::default() }
    }
}

impl<T: Copy + PartialEq> Index<T> {
    fn insert(&mut self, name: &str, value: T) {
        let key = Key::of(name);
        if key.count == 0 {
            return;
        }
        let first_word = name
            .trim_start_matches("the ")
            .split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '.' | '\'' | '’'))
            .find(|word| !word.is_empty())
            .unwrap_or(name);
        let reach = self.reach.entry(Key::of(first_word).hash).or_default();
        *reach = key.count.max(*reach);
        let place = u32::try_from(self.values.len()).expect("the tables are small");
        match self.first.get(&key.hash) {
            None => {
                self.first.insert(key.hash, place);
                self.values.push((value, 0));
            }
            Some(&first) => {
                let mut last = first as usize;
                loop {
                    if self.values[last].0 == value {
                        return;
                    }
                    match self.values[last].1 {
                        0 => break,
                        next => last = next as usize - 1,
                    }
                }
                self.values[last].1 = place + 1;
                self.values.push((value, 0));
            }
        }
    }

    /// The values under a key, in the order in which they came.
    fn get(&self, key: Key) -> impl Iterator<Item = T> + '_ {
        let mut next = self.first.get(&key.hash).map_or(0, |&first| first + 1);
        std::iter::from_fn(move || {
            let (value, after) = *self.values.get((next as usize).checked_sub(1)?)?;
            next = after;
            Some(value)
        })
    }

    /// How many of `words` the longest name takes that begins with the first of them.
    fn longest(&self, words: &[&str]) -> Option<(usize, Key)> {
        let mut key = Key::EMPTY;
        let mut reach = None;
        let mut found = None;
        for (index, word) in words.iter().enumerate() {
            let before = key.count;
            key.add(word);
            if key.count == before {
                if index == 0 && !word.eq_ignore_ascii_case("the") {
                    return None;
                }
                continue;
            }
            let limit = match reach {
                Some(limit) => limit,
                None => *reach.insert(*self.reach.get(&key.hash)?),
            };
            if self.first.contains_key(&key.hash) {
                found = Some((index + 1, key));
            }
            if key.count >= limit {
                break;
            }
        }
        found
    }
}

/// The cells of the rows of a table, without its header.
fn rows(table: &'static str) -> impl Iterator<Item = std::str::Split<'static, char>> {
    table.lines().skip(1).map(|line| line.split('\t'))
}

impl Gazetteer {
    /// Reads the embedded tables.
    #[must_use]
    pub fn load() -> Self {
        let mut this = Self {
            states: Vec::new(),
            cities: Vec::new(),
            regions: Vec::new(),
            organizations: Vec::new(),
            holders: Vec::new(),
            names: Index::default(),
            titles: Index::default(),
            genders: FxHashMap::default(),
            family_names: FxHashSet::default(),
            codes: FxHashMap::default(),
        };
        this.read_states(include_str!("../../knowledge/states.tsv"));
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
            self.codes.insert(iso3, id);
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
            let state = self.codes.get(iso3).copied();
            self.cities.push(City { name, state, admin1, lat, lon, population });
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
            self.organizations.push(Organization { name, aliases, kind, state });
            self.names.insert(name, Known::Organization(OrganizationId(index)));
            for alias in known::parts(aliases) {
                self.names.insert(alias, Known::Organization(OrganizationId(index)));
            }
        }
    }

    fn read_holders(&mut self, table: &'static str) {
        for (index, mut row) in (0u32..).zip(rows(table)) {
            let mut cell = || row.next().unwrap_or_default();
            let (name, gender, iso3) = (cell(), cell(), cell());
            let (office, start, end) = (cell(), cell(), cell());
            let state = self.codes.get(iso3).copied();
            let gender = gender.parse().ok();
            self.holders.push(Holder { name, gender, state, office, start, end });
            self.names.insert(name, Known::Holder(HolderId(index)));
        }
    }

    /// All that a whole name may stand for, states first, larger cities before smaller ones.
    pub fn lookup(&self, name: &str) -> impl Iterator<Item = Known> + '_ {
        self.names.get(Key::of(name))
    }

    /// How many of `words` the longest known name takes that begins with the first of them.
    #[must_use]
    pub fn longest(&self, words: &[&str]) -> Option<usize> {
        Some(self.names.longest(words)?.0)
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
    pub fn holder_names(&self) -> Vec<&'static str> {
        self.holders.iter().map(|holder| holder.name).collect()
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
        assert_eq!(gazetteer.states.len(), 250);
        assert!(gazetteer.cities.iter().all(|city| city.state.is_some() && city.lat.abs() <= 90.0));
        assert!(gazetteer.holders.iter().all(|holder| holder.state.is_some()));
    }
}
