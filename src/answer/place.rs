//! The places that words of a question mean.

use super::Asker;
use super::near::nearest;
use super::who::{Unknown, strip_the};
use crate::gazetteer::Known;
use crate::record::LocationId;
use crate::store::{Error, Near};

/// Places that some words name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// What they are called.
    pub label: String,
    /// They, with what lies in them; none where a circle is asked for.
    pub ids: Vec<LocationId>,
    /// A circle, where something near a place is asked for.
    pub near: Option<Near>,
    /// How the words were understood, where that must be said.
    pub notes: Vec<String>,
}

/// How far away is near, in kilometers.
const NEAR: f64 = 100.0;

impl Asker<'_> {
    /// The places that some words mean, with what lies in them.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn find_places(&self, words: &str) -> Result<Result<Place, Unknown>, Error> {
        self.place(words)
    }

    /// The places that some words mean.
    pub(super) fn place(&self, words: &str) -> Result<Result<Place, Unknown>, Error> {
        let name = strip_the(words);
        if let Some(place) = self.place_called(name)? {
            return Ok(Ok(place));
        }
        let others = self.gazetteer.lookup(name).filter_map(|known| match known {
            Known::State(id) => Some(self.gazetteer.state(id).name.to_owned()),
            Known::City(id) => Some(self.gazetteer.city(id).name.to_owned()),
            Known::Region(id) => Some(self.gazetteer.region(id).name.to_owned()),
            _ => None,
        });
        for other in others {
            if let Some(mut place) = self.place_called(&other)? {
                place.notes.push(format!("‘{words}’ is read as {}", place.label));
                return Ok(Ok(place));
            }
        }
        let near = nearest(name, &self.store.all_location_names()?);
        if let Some(id) = near.sure {
            let mut place = self.place_of(&[LocationId::new(id)])?;
            place.notes.push(format!("‘{words}’ is read as {}", place.label));
            return Ok(Ok(place));
        }
        let mut maybe = Vec::new();
        for id in near.maybe {
            let (name, _) = self.store.location_name(LocationId::new(id))?;
            if !maybe.contains(&name) {
                maybe.push(name);
            }
        }
        let known =
            self.gazetteer.lookup(name).any(|it| matches!(it, Known::City(_) | Known::State(_)));
        let note = if known { "no article tells of this place".to_owned() } else { String::new() };
        Ok(Err(Unknown { words: words.to_owned(), what: "place", maybe, note }))
    }

    /// What lies near a place.
    pub(super) fn around(&self, place: Place) -> Result<Place, Error> {
        let point = self.store.coordinates(&place.label)?;
        Ok(match point {
            Some((lat, lon)) => Place {
                label: format!("{} and {NEAR} km around", place.label),
                ids: Vec::new(),
                near: Some(Near { lat, lon, km: NEAR }),
                notes: place.notes,
            },
            None => place,
        })
    }

    fn place_called(&self, name: &str) -> Result<Option<Place>, Error> {
        if name.parse::<i64>().is_ok() {
            return Ok(None);
        }
        let ids = self.store.locations_named(name)?;
        if ids.is_empty() {
            return Ok(None);
        }
        let mut place = self.place_of(&ids)?;
        // A country may have no row of its own.
        // "Panama City" may stand for a government, but is no country.
        let countries = self.gazetteer.lookup(name).find_map(|known| match known {
            Known::State(id) => Some(self.gazetteer.state(id).name),
            _ => None,
        });
        if let Some(country) = countries
            && place.ids.len() > 1
        {
            country.clone_into(&mut place.label);
        }
        Ok(Some(place))
    }

    fn place_of(&self, ids: &[LocationId]) -> Result<Place, Error> {
        let label = match ids.first() {
            Some(&id) => self.store.location_name(id)?.0,
            None => String::new(),
        };
        let ids = self.store.with_venues(ids)?;
        Ok(Place { label, ids, ..Place::default() })
    }
}
