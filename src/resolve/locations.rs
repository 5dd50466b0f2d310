//! Locations over all articles: by number in `GeoNames`, by name and country, and venues by the city
//! that they lie in.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Corpus, Entry, Location,
    groups::{Count, numbers},
    lists::NONE,
    told::counted,
};
use crate::record::{LocationEntry, LocationId, LocationKind, LocationRef};
use crate::text::fold;

/// The locations of all articles, without their entries.
pub(super) struct Placed {
    /// Those that there are, by their numbers.
    pub(super) locations: Vec<Location>,
    /// For each form of entries the place of its location among them, or [`NONE`].
    of_form: Vec<u32>,
}

impl Placed {
    /// Those of some articles, which are visited in the order given.
    pub(super) fn new(corpus: &Corpus, order: impl Iterator<Item = usize>) -> Self {
        let count = corpus.location_forms();
        let mut counts = vec![0; count];
        let mut told: Vec<u32> = Vec::new();
        for article in order {
            for &form in corpus.locations().of(article) {
                if counts[form as usize] == 0 {
                    told.push(form);
                }
                counts[form as usize] += 1;
            }
        }
        let form = |it: &u32| corpus.location_form(*it);
        let places = Places::gather(&told.iter().map(form));
        let key_of: Vec<String> = told.iter().map(|it| places.key(form(it))).collect();
        let mut keys = key_of.clone();
        keys.sort_unstable();
        keys.dedup();
        let mut groups: Vec<Vec<(u32, usize)>> = vec![Vec::new(); keys.len()];
        for (&form, key) in told.iter().zip(&key_of) {
            let group = keys.binary_search(key).expect("it is there");
            groups[group].push((form, counts[form as usize]));
        }
        let ids: Vec<LocationId> = numbers(&keys).into_iter().map(LocationId::new).collect();
        let city_of = |it: &u32| {
            Some(ids[keys.binary_search(&places.city(corpus.location_form(*it))?).ok()?])
        };
        let mut made: Vec<(Location, Vec<(u32, usize)>)> = groups
            .into_iter()
            .zip(&ids)
            .map(|(forms, &id)| {
                let cities =
                    forms.iter().filter_map(|(form, count)| Some((city_of(form)?, *count)));
                let city = Count::of_many(cities).first();
                (of_forms(corpus, &forms, id, city), forms)
            })
            .collect();
        made.sort_by_key(|(location, _)| location.id);
        let mut of_form = vec![NONE; count];
        for (place, (_, forms)) in (0..).zip(&made) {
            for (form, _) in forms {
                of_form[*form as usize] = place;
            }
        }
        Self { locations: made.into_iter().map(|it| it.0).collect(), of_form }
    }

    /// The place of the location of a form.
    pub(super) fn of(&self, form: u32) -> Option<usize> {
        let place = self.of_form[form as usize];
        (place != NONE).then_some(place as usize)
    }
}

/// Groups the location entries of articles, which are visited in the order given.
pub(super) fn resolve(corpus: &Corpus, order: &[usize]) -> Vec<Location> {
    let mut placed = Placed::new(corpus, order.iter().copied());
    for &article in order {
        for (index, &form) in corpus.locations().of(article).iter().enumerate() {
            let at = Entry { article, entry: LocationRef::new(index) };
            if let Some(place) = placed.of(form) {
                placed.locations[place].entries.push(at);
            }
        }
    }
    placed.locations
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
    /// Gathers what forms of entries tell.
    fn gather<'a>(forms: &(impl Iterator<Item = &'a LocationEntry> + Clone)) -> Self {
        let mut this = Self::default();
        let entries = || forms.clone();
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
    corpus: &Corpus,
    entries: Vec<Entry<LocationRef>>,
    id: LocationId,
    city: Option<LocationId>,
) -> Location {
    let forms = counted(entries.iter().map(|&it| corpus.location(it)));
    Location { entries, ..of_forms(corpus, &forms, id, city) }
}

/// Makes a location of forms of entries with how many have each, in the order in which they come.
fn of_forms(
    corpus: &Corpus,
    forms: &[(u32, usize)],
    id: LocationId,
    city: Option<LocationId>,
) -> Location {
    let each = || forms.iter().map(|&(form, count)| (corpus.location_form(form), count));
    let place = each().find_map(|(entry, _)| Some((entry.lat?, entry.lon?)));
    let countries = each().map(|(entry, count)| (entry.country.as_str(), count));
    let mut ids = BTreeMap::new();
    for (scheme, value) in each().flat_map(|(entry, _)| &entry.ids) {
        if !ids.contains_key(scheme) {
            ids.insert(scheme.clone(), value.clone());
        }
    }
    let names = Count::of_many(each().map(|(entry, count)| (entry.name.as_str(), count)));
    let kinds = Count::of_many(each().map(|(entry, count)| (entry.kind, count)));
    let country = Count::of_many(countries.filter(|(country, _)| !country.is_empty())).first();
    Location {
        id,
        name: written(&names.values()),
        kind: kinds.first().unwrap_or(LocationKind::City),
        country: country.unwrap_or_default().to_owned(),
        lat: place.map(|(lat, _)| lat),
        lon: place.map(|(_, lon)| lon),
        ids,
        city: city.filter(|city| *city != id),
        entries: Vec::new(),
    }
}

/// The first name that does not stand in capitals as datelines do, or else the first.
fn written(names: &[&str]) -> String {
    let is_shouted = |name: &&&str| name.chars().all(|letter| !letter.is_lowercase());
    let name = names.iter().find(|name| !is_shouted(name)).or(names.first());
    name.copied().unwrap_or_default().to_owned()
}
