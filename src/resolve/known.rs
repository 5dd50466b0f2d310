//! Entries in the light of what users told of: names that join, kinds, numbers, places.
//!
//! Entries do not change for it; it is their copies, read for resolution, that do.

use crate::gazetteer::{Gazetteer, Given, Known, OrganizationKind, RegionKind, Sought};
use crate::record::{ActorEntry, ActorKind, Extraction, LocationEntry, LocationKind};

/// Reads the entries of articles as what users told of has it.
#[derive(Debug)]
pub struct Reader(Option<Gazetteer>);

impl Reader {
    /// A reader who knows what users told of.
    #[must_use]
    pub fn new(given: &[Given]) -> Self {
        Self((!given.is_empty()).then(|| Gazetteer::of_given(given)))
    }

    /// Whether it reads nothing otherwise than it is written.
    #[must_use]
    pub const fn is_idle(&self) -> bool {
        self.0.is_none()
    }

    /// Reads an article; others make no difference to it.
    pub fn read(&self, article: &mut Extraction) {
        let Some(gazetteer) = &self.0 else { return };
        let states: Vec<String> = article
            .actors
            .iter()
            .filter(|it| it.kind == ActorKind::State)
            .map(|it| it.name.clone())
            .collect();
        let near: Vec<&str> = states.iter().map(String::as_str).collect();
        let day = article.published.map(|it| it.first().to_string());
        for entry in &mut article.actors {
            party(gazetteer, entry);
            if entry.kind == ActorKind::Person {
                person(gazetteer, entry, &near, day.as_deref());
            }
        }
        for entry in &mut article.locations {
            place(gazetteer, entry);
        }
    }
}

/// Adds names to those that an entry has.
fn call<'a>(entry: &mut ActorEntry, names: impl Iterator<Item = &'a str>) {
    for name in names {
        if name != entry.name
            && name != entry.canonical
            && !entry.aliases.iter().any(|it| it == name)
        {
            entry.aliases.push(name.to_owned());
        }
    }
}

/// Reads a person.
fn person(gazetteer: &Gazetteer, entry: &mut ActorEntry, near: &[&str], day: Option<&str>) {
    let sought =
        Sought { name: &entry.name, offices: &entry.roles, sides: &entry.affiliations, near, day };
    let canonical = Sought { name: &entry.canonical, ..sought };
    let found = gazetteer.person(&sought).or_else(|| gazetteer.person(&canonical));
    let Some(found) = found else { return };
    let holder = gazetteer.holder(found);
    entry.canonical = holder.name.to_string();
    if !holder.wikidata.is_empty() {
        entry.ids.insert("wikidata".to_owned(), holder.wikidata.to_string());
    }
    call(entry, holder.aliases());
}

/// Reads a state or organization, or what was taken for something else.
fn party(gazetteer: &Gazetteer, entry: &mut ActorEntry) {
    let found = [&entry.name, &entry.canonical].into_iter().find_map(|name| {
        gazetteer.given(name).find(|it| matches!(it, Known::State(_) | Known::Organization(_)))
    });
    match found {
        Some(Known::State(id)) => {
            let state = gazetteer.state(id);
            entry.kind = ActorKind::State;
            state.name.clone_into(&mut entry.canonical);
            entry.ids.extend(state.code().map(|code| ("iso3".to_owned(), code.to_owned())));
        }
        Some(Known::Organization(id)) => {
            let organization = gazetteer.organization(id);
            entry.kind = match organization.kind {
                OrganizationKind::Bloc => ActorKind::Bloc,
                _ => ActorKind::Organization,
            };
            entry.canonical = organization.name.to_string();
            if !organization.wikidata.is_empty() {
                let number = organization.wikidata.to_string();
                entry.ids.insert("wikidata".to_owned(), number);
            }
            call(entry, organization.aliases());
        }
        _ => {}
    }
}

/// Reads a place.
fn place(gazetteer: &Gazetteer, entry: &mut LocationEntry) {
    let found = gazetteer.given(&entry.name).find_map(|known| match known {
        Known::Place(id) => Some(gazetteer.place(id)),
        _ => None,
    });
    let Some(place) = found else { return };
    let country = place.state.map_or("", |state| gazetteer.state(state).name);
    // "Paris, Texas" is not the Paris that a user told of.
    let elsewhere = !country.is_empty() && !entry.country.is_empty() && entry.country != country;
    if elsewhere {
        return;
    }
    entry.name.clone_from(&place.name);
    entry.kind = match place.kind {
        RegionKind::City => LocationKind::City,
        RegionKind::Site => LocationKind::Venue,
        _ => LocationKind::Region,
    };
    if !country.is_empty() {
        country.clone_into(&mut entry.country);
    }
    if place.lat.is_some() {
        (entry.lat, entry.lon) = (place.lat, place.lon);
    }
    if !place.city.is_empty() {
        entry.city.clone_from(&place.city);
    }
    if !place.geonames.is_empty() {
        entry.ids.insert("geonames".to_owned(), place.geonames.clone());
    }
}
