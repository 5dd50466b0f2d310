//! What users tell of: people and their offices, states, organizations, places.

use serde::{Deserialize, Serialize};

use super::Gazetteer;
use super::known::{
    Gender, Holder, HolderId, Known, Organization, OrganizationId, OrganizationKind, Place,
    PlaceId, RegionKind, StateId,
};
use crate::date::Date;
use crate::vocabulary;

vocabulary! {
    /// What kind of thing a user tells of.
    pub enum GivenKind {
        /// A human being.
        Person = "person",
        /// A country: for other names of one that is known.
        State = "state",
        /// A ministry, company, international body, party, militia.
        Organization = "organization",
        /// A group of states that acts as one.
        Bloc = "bloc",
        /// A news outlet.
        Media = "media",
        /// A city, town or village.
        City = "city",
        /// A part of a country, or a sea.
        Region = "region",
        /// A building, club, airport or ship.
        Venue = "venue",
    }
}

/// One line of a user's knowledge: a person, with one office at most, a state, an organization or a
/// place. What is not told is empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// What kind of thing it is.
    pub kind: GivenKind,
    /// Its full name; for a state the common English name.
    pub name: String,
    /// Other names and spellings.
    pub aliases: Vec<String>,
    /// The gender of a person.
    pub gender: Option<Gender>,
    /// An office of a person.
    pub office: String,
    /// The state or organization that the office belongs to, by common name.
    pub of: String,
    /// Since when the office is held.
    pub start: Option<Date>,
    /// Until when.
    pub end: Option<Date>,
    /// The country of an organization or place, by common name.
    pub country: String,
    /// The city that a venue lies in.
    pub city: String,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Its number in Wikidata.
    pub wikidata: String,
    /// The number of a place in `GeoNames`.
    pub geonames: String,
}

impl Given {
    /// Something of a kind and name of which nothing else is told.
    #[must_use]
    pub fn new(kind: GivenKind, name: &str) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            aliases: Vec::new(),
            gender: None,
            office: String::new(),
            of: String::new(),
            start: None,
            end: None,
            country: String::new(),
            city: String::new(),
            lat: None,
            lon: None,
            wikidata: String::new(),
            geonames: String::new(),
        }
    }

    /// Its names, its own first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.name).chain(self.aliases.iter().map(String::as_str))
    }
}

impl Gazetteer {
    /// Takes in what users told of, in an order that does not depend on theirs.
    pub(super) fn take(&mut self, given: &[Given]) {
        let mut all: Vec<&Given> = given.iter().collect();
        let key = |it: &Given| serde_json::to_string(it).unwrap_or_default();
        all.sort_by_cached_key(|it| (it.kind, it.name.clone(), key(it)));
        all.dedup();
        // The aliases of a person may stand in any of the lines of the person.
        for at in 0..all.len() {
            let it = all[at];
            match it.kind {
                GivenKind::Person => {
                    let lines = all.iter().filter(|one| {
                        one.kind == it.kind
                            && one.name == it.name
                            && (one.wikidata == it.wikidata
                                || one.wikidata.is_empty()
                                || it.wikidata.is_empty())
                    });
                    self.take_person(it, &lines.copied().collect::<Vec<_>>());
                }
                GivenKind::State => {
                    if let Some(state) = self.state_named(&it.name) {
                        self.name_given(it, Known::State(state));
                    }
                }
                GivenKind::Organization | GivenKind::Bloc | GivenKind::Media => {
                    self.take_organization(it);
                }
                GivenKind::City | GivenKind::Region | GivenKind::Venue => self.take_place(it),
            }
        }
    }

    /// Puts something under each of its names.
    fn name_given(&mut self, it: &Given, known: Known) {
        for name in it.names() {
            self.given.insert(name, known);
        }
    }

    /// The state of a common name, or none.
    fn state_of(&self, name: &str) -> Option<StateId> {
        (!name.is_empty()).then(|| self.state_named(name)).flatten()
    }

    fn take_person(&mut self, it: &Given, lines: &[&Given]) {
        let id = HolderId(u32::try_from(self.holders.len()).expect("users tell of few"));
        let mut aliases: Vec<&str> =
            lines.iter().flat_map(|one| one.aliases.iter().map(String::as_str)).collect();
        aliases.sort_unstable();
        aliases.dedup();
        let wikidata = lines.iter().map(|one| one.wikidata.as_str()).max().unwrap_or_default();
        let date = |date: Option<Date>| date.map_or_else(String::new, |it| it.to_string());
        self.holders.push(Holder {
            name: it.name.clone().into(),
            aliases: aliases.join("|").into(),
            gender: lines.iter().find_map(|one| one.gender),
            wikidata: wikidata.to_owned().into(),
            state: self.state_of(&it.of),
            of: it.of.clone().into(),
            office: it.office.clone().into(),
            start: date(it.start).into(),
            end: date(it.end).into(),
            is_given: true,
        });
        self.name_given(it, Known::Holder(id));
    }

    fn take_organization(&mut self, it: &Given) {
        let id = OrganizationId(u32::try_from(self.organizations.len()).expect("they are few"));
        self.organizations.push(Organization {
            name: it.name.clone().into(),
            aliases: it.aliases.join("|").into(),
            kind: match it.kind {
                GivenKind::Bloc => OrganizationKind::Bloc,
                GivenKind::Media => OrganizationKind::Media,
                _ => OrganizationKind::Other,
            },
            state: self.state_of(&it.country),
            wikidata: it.wikidata.clone().into(),
        });
        self.name_given(it, Known::Organization(id));
    }

    fn take_place(&mut self, it: &Given) {
        let id = PlaceId(u32::try_from(self.places.len()).expect("users tell of few"));
        self.places.push(Place {
            name: it.name.clone(),
            kind: match it.kind {
                GivenKind::City => RegionKind::City,
                GivenKind::Venue => RegionKind::Site,
                _ => RegionKind::Region,
            },
            state: self.state_of(&it.country),
            lat: it.lat,
            lon: it.lon,
            city: it.city.clone(),
            geonames: it.geonames.clone(),
        });
        self.name_given(it, Known::Place(id));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Sought;
    use super::*;

    fn envoy(office: &str, start: &str, end: &str) -> Given {
        Given {
            office: office.to_owned(),
            of: "Kenya".to_owned(),
            start: start.parse().ok(),
            end: end.parse().ok(),
            ..Given::new(GivenKind::Person, "Adaeze Okwuosa")
        }
    }

    #[test]
    fn what_users_tell_comes_before_what_is_known() {
        let union = Given::new(GivenKind::Bloc, "Paris");
        let gazetteer = Gazetteer::with(&[union]);
        assert!(matches!(gazetteer.lookup("Paris").next(), Some(Known::Organization(_))));
        assert!(gazetteer.lookup("Paris").any(|it| matches!(it, Known::City(_))));
        let mine = Given {
            office: "President".to_owned(),
            of: "France".to_owned(),
            start: "2020".parse().ok(),
            ..Given::new(GivenKind::Person, "Adaeze Okwuosa")
        };
        let gazetteer = Gazetteer::with(&[mine]);
        let found = gazetteer.holder_of("France", "president", "2021-03-01").expect("one");
        assert_eq!(gazetteer.holder(found).name, "Adaeze Okwuosa");
    }

    #[test]
    fn the_lines_of_a_person_come_in_any_order() {
        let mut lines = vec![
            Given { aliases: vec!["Ada".to_owned()], ..envoy("Envoy", "2019", "2020-05") },
            envoy("Foreign Minister", "2020-06-01", ""),
        ];
        for _ in 0..2 {
            let gazetteer = Gazetteer::of_given(&lines);
            let sought = Sought { name: "Ada", ..Sought::default() };
            let found = gazetteer.person(&sought).expect("the alias is hers");
            assert_eq!(gazetteer.holder(found).name, "Adaeze Okwuosa");
            let offices = ["Foreign Minister".to_owned()];
            let sought = Sought {
                name: "Okwuosa",
                offices: &offices,
                near: &["Kenya"],
                day: Some("2021-01-01"),
                ..Sought::default()
            };
            let found = gazetteer.person(&sought).expect("she is the foreign minister");
            assert_eq!(gazetteer.holder(found).office, "Foreign Minister");
            lines.reverse();
        }
    }
}
