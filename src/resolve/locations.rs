//! Locations over all articles: by number in `GeoNames`, by name and country, and venues by the city
//! that they lie in.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Entry, Location,
    groups::{Count, numbers},
};
use crate::record::{Extraction, LocationEntry, LocationId, LocationKind, LocationRef};
use crate::text::fold;

/// Groups the location entries of articles, which are visited in the order given.
pub(super) fn resolve(articles: &[Extraction], order: &[usize]) -> Vec<Location> {
    let places = Places::gather(articles);
    let mut told: BTreeMap<Told<'_>, Vec<Entry<LocationRef>>> = BTreeMap::new();
    for &article in order {
        for (index, entry) in articles[article].locations.iter().enumerate() {
            let at = Entry { article, entry: LocationRef::new(index) };
            told.entry(Told::of(entry)).or_default().push(at);
        }
    }
    let rank_of = ranks(order);
    let mut groups: BTreeMap<String, Vec<Entry<LocationRef>>> = BTreeMap::new();
    for entries in told.into_values() {
        let first = &articles[entries[0].article].locations[entries[0].entry.index()];
        groups.entry(places.key(first)).or_default().extend(entries);
    }
    for entries in groups.values_mut() {
        entries.sort_by_key(|it| (rank_of[it.article], it.entry));
    }
    let keys: Vec<String> = groups.keys().cloned().collect();
    let ids: BTreeMap<&String, LocationId> = keys
        .iter()
        .zip(numbers(&keys))
        .map(|(key, number)| (key, LocationId::new(number)))
        .collect();
    let mut locations: Vec<Location> = groups
        .iter()
        .map(|(key, entries)| {
            let each = entries.iter().map(|it| &articles[it.article].locations[it.entry.index()]);
            let cities = each.filter_map(|entry| ids.get(&places.city(entry)?).copied());
            let city = Count::of(cities).first();
            location(articles, entries.clone(), ids[key], city)
        })
        .collect();
    locations.sort_by_key(|location| location.id);
    locations
}

/// What an entry is grouped by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Told<'a> {
    name: &'a str,
    kind: LocationKind,
    country: &'a str,
    city: &'a str,
    number: Option<&'a str>,
}

impl<'a> Told<'a> {
    fn of(entry: &'a LocationEntry) -> Self {
        Self {
            name: &entry.name,
            kind: entry.kind,
            country: &entry.country,
            city: &entry.city,
            number: entry.ids.get("geonames").map(String::as_str),
        }
    }
}

/// The places of articles in an order.
fn ranks(order: &[usize]) -> Vec<usize> {
    let mut ranks = vec![0; order.len()];
    for (rank, &article) in order.iter().enumerate() {
        ranks[article] = rank;
    }
    ranks
}

/// What all entries tell of names.
#[derive(Default)]
struct Places {
    /// The countries in which a name is known, for entries that tell none.
    countries: BTreeMap<String, BTreeSet<String>>,
    /// The numbers of the cities of a name in a country.
    numbers: BTreeMap<(String, String), BTreeSet<String>>,
    /// The cities in which a venue of a name in a country lies.
    cities: BTreeMap<(String, String), BTreeSet<String>>,
}

impl Places {
    /// Gathers what the entries of articles tell.
    fn gather(articles: &[Extraction]) -> Self {
        let mut this = Self::default();
        let mut seen = BTreeSet::new();
        let all = articles.iter().flat_map(|article| &article.locations);
        let told: Vec<&LocationEntry> = all.filter(|it| seen.insert(Told::of(it))).collect();
        let entries = || told.iter().copied();
        for entry in entries().filter(|it| it.kind != LocationKind::Country) {
            let (name, country) = (plain(&entry.name), fold(&entry.country));
            if !country.is_empty() {
                this.countries.entry(name.clone()).or_default().insert(country.clone());
            }
            if let Some(number) = entry.ids.get("geonames") {
                let own = (name.clone(), country.clone());
                this.numbers.entry(own).or_default().insert(number.clone());
            }
        }
        for entry in entries().filter(|it| it.kind == LocationKind::Venue && !it.city.is_empty()) {
            let own = (plain(&entry.name), this.country(entry));
            this.cities.entry(own).or_default().insert(plain(&entry.city));
        }
        this
    }

    /// The country of an entry, or the only one in which its name is known.
    fn country(&self, entry: &LocationEntry) -> String {
        if !entry.country.is_empty() {
            return fold(&entry.country);
        }
        let known = self.countries.get(&plain(&entry.name)).filter(|known| known.len() == 1);
        known.and_then(|known| known.first().cloned()).unwrap_or_default()
    }

    /// What an entry has in common with others of its location: the number of a city, or kind, name
    /// and country, and for venues of one name the city.
    fn key(&self, entry: &LocationEntry) -> String {
        let name = plain(&entry.name);
        if entry.kind == LocationKind::Country {
            return format!("country\t{name}\t");
        }
        let own = (name, self.country(entry));
        if entry.kind != LocationKind::Venue {
            return self.city_key(&own, entry.ids.get("geonames").cloned());
        }
        let (name, country) = &own;
        let several = self.cities.get(&own).is_some_and(|cities| cities.len() > 1);
        if several && !entry.city.is_empty() {
            return format!("place\t{name}\t{country}\t{}", plain(&entry.city));
        }
        format!("place\t{name}\t{country}")
    }

    /// The key of a place that is no venue, by its number, or else by name and country.
    fn city_key(&self, own: &(String, String), number: Option<String>) -> String {
        match number.or_else(|| only(self.numbers.get(own))) {
            Some(number) => format!("geonames\t{number}"),
            None => format!("place\t{}\t{}", own.0, own.1),
        }
    }

    /// The key of the city that an entry of a venue lies in, if it is told.
    fn city(&self, entry: &LocationEntry) -> Option<String> {
        let told = entry.kind == LocationKind::Venue && !entry.city.is_empty();
        told.then(|| self.city_key(&(plain(&entry.city), self.country(entry)), None))
    }
}

/// The only one of a set, if there is but one.
fn only(set: Option<&BTreeSet<String>>) -> Option<String> {
    set.filter(|set| set.len() == 1).and_then(|set| set.first().cloned())
}

/// A name as it is compared.
fn plain(name: &str) -> String {
    let name = fold(name);
    name.strip_prefix("the ").unwrap_or(&name).to_owned()
}

/// Makes a location of the entries that are one.
pub(super) fn location(
    articles: &[Extraction],
    entries: Vec<Entry<LocationRef>>,
    id: LocationId,
    city: Option<LocationId>,
) -> Location {
    let each = || entries.iter().map(|it| &articles[it.article].locations[it.entry.index()]);
    let place = each().find_map(|entry| Some((entry.lat?, entry.lon?)));
    let countries = each().map(|entry| entry.country.as_str()).filter(|it| !it.is_empty());
    let mut ids = BTreeMap::new();
    for (scheme, value) in each().flat_map(|entry| &entry.ids) {
        if !ids.contains_key(scheme) {
            ids.insert(scheme.clone(), value.clone());
        }
    }
    Location {
        id,
        name: written(&Count::of(each().map(|entry| entry.name.as_str())).values()),
        kind: Count::of(each().map(|entry| entry.kind)).first().unwrap_or(LocationKind::City),
        country: Count::of(countries).first().unwrap_or_default().to_owned(),
        lat: place.map(|(lat, _)| lat),
        lon: place.map(|(_, lon)| lon),
        ids,
        city: city.filter(|city| *city != id),
        entries,
    }
}

/// The first name that does not stand in capitals as datelines do, or else the first.
fn written(names: &[&str]) -> String {
    let is_shouted = |name: &&&str| name.chars().all(|letter| !letter.is_lowercase());
    let name = names.iter().find(|name| !is_shouted(name)).or(names.first());
    name.copied().unwrap_or_default().to_owned()
}
