//! Locations over all articles: by name and country.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Entry, Location,
    groups::{Count, numbers},
};
use crate::record::{Extraction, LocationEntry, LocationId, LocationKind, LocationRef};
use crate::text::fold;

/// Groups the location entries of articles, which are visited in the order given.
pub(super) fn resolve(articles: &[Extraction], order: &[usize]) -> Vec<Location> {
    let key = |entry: &LocationEntry| {
        let name = fold(&entry.name);
        let name = name.strip_prefix("the ").unwrap_or(&name).to_owned();
        let kind = if entry.kind == LocationKind::Country { "country" } else { "place" };
        let country = if kind == "country" { String::new() } else { fold(&entry.country) };
        (kind, name, country)
    };
    // The countries in which a name is known, for entries that tell none.
    let mut countries: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in articles.iter().flat_map(|article| &article.locations) {
        let (kind, name, country) = key(entry);
        if kind == "place" && !country.is_empty() {
            countries.entry(name).or_default().insert(country);
        }
    }
    let mut groups: BTreeMap<(&str, String, String), Vec<Entry<LocationRef>>> = BTreeMap::new();
    for &article in order {
        for (index, entry) in articles[article].locations.iter().enumerate() {
            let (kind, name, mut country) = key(entry);
            if kind == "place"
                && country.is_empty()
                && let Some(known) = countries.get(&name).filter(|known| known.len() == 1)
            {
                country = known.first().cloned().unwrap_or_default();
            }
            let entry = Entry { article, entry: LocationRef::new(index) };
            groups.entry((kind, name, country)).or_default().push(entry);
        }
    }
    let keys: Vec<String> =
        groups.keys().map(|(kind, name, country)| [*kind, name, country].join("\t")).collect();
    let mut locations: Vec<Location> = groups
        .into_values()
        .zip(numbers(&keys))
        .map(|(entries, number)| location(articles, entries, LocationId::new(number)))
        .collect();
    locations.sort_by_key(|location| location.id);
    locations
}

/// Makes a location of the entries that are one.
pub(super) fn location(
    articles: &[Extraction],
    entries: Vec<Entry<LocationRef>>,
    id: LocationId,
) -> Location {
    let each = || entries.iter().map(|it| &articles[it.article].locations[it.entry.index()]);
    let place = each().find_map(|entry| Some((entry.lat?, entry.lon?)));
    let countries = each().map(|entry| entry.country.clone()).filter(|it| !it.is_empty());
    Location {
        id,
        name: written(&Count::of(each().map(|entry| entry.name.clone())).values()),
        kind: Count::of(each().map(|entry| entry.kind)).first().unwrap_or(LocationKind::City),
        country: Count::of(countries).first().unwrap_or_default(),
        lat: place.map(|(lat, _)| lat),
        lon: place.map(|(_, lon)| lon),
        entries,
    }
}

/// The first name that does not stand in capitals as datelines do, or else the first.
fn written(names: &[String]) -> String {
    let is_shouted = |name: &&String| name.chars().all(|letter| !letter.is_lowercase());
    let name = names.iter().find(|name| !is_shouted(name)).or(names.first());
    name.cloned().unwrap_or_default()
}
