//! One network for each month, quarter or year.

use std::collections::BTreeMap;

use super::select::counted;
use super::{Encounter, Ground, Material, Membership, Network, Selection, Utterance};
use crate::date::{Date, Precision};
use crate::vocabulary;

vocabulary! {
    /// How long a slice of time is.
    pub enum Slice {
        /// A month.
        Month = "month",
        /// A quarter of a year.
        Quarter = "quarter",
        /// A year.
        Year = "year",
    }
}

/// The networks of all slices of time in which there is something.
#[derive(Clone, Debug)]
pub struct Sliced {
    /// Each with its time, such as `2025-03`, `2025-Q1` or `2025`, in order.
    pub networks: Vec<(String, Network)>,
    /// What is in none of them, a sentence each.
    pub notes: Vec<String>,
}

/// A slice: its year, and its number there.
type Place = (i16, i8);

impl Slice {
    /// The slice of a day.
    fn place(self, day: jiff::civil::Date) -> Place {
        match self {
            Self::Month => (day.year(), day.month()),
            Self::Quarter => (day.year(), (day.month() - 1) / 3 + 1),
            Self::Year => (day.year(), 1),
        }
    }

    /// What comes after a slice.
    const fn next(self, (year, number): Place) -> Place {
        let last = match self {
            Self::Month => 12,
            Self::Quarter => 4,
            Self::Year => 1,
        };
        if number == last { (year + 1, 1) } else { (year, number + 1) }
    }

    /// A slice as people write it.
    fn name(self, (year, number): Place) -> String {
        match self {
            Self::Month => format!("{year:04}-{number:02}"),
            Self::Quarter => format!("{year:04}-Q{number}"),
            Self::Year => format!("{year:04}"),
        }
    }

    /// The slices that a date falls into: all that an interval of days touches, but none if a
    /// month or year is told that is longer than a slice.
    fn places(self, date: Date) -> Vec<Place> {
        let (mut place, last) = (self.place(date.first()), self.place(date.last()));
        let is_coarse = matches!(date.precision(), Precision::Month | Precision::Year);
        if is_coarse && place != last {
            return Vec::new();
        }
        let mut places = vec![place];
        while place < last {
            place = self.next(place);
            places.push(place);
        }
        places
    }
}

/// What falls into one slice.
#[derive(Default)]
struct Part {
    encounters: Vec<Encounter>,
    utterances: Vec<Utterance>,
    memberships: Vec<Membership>,
}

/// How much falls into no slice.
#[derive(Default)]
struct Rest {
    undated: usize,
    coarse: usize,
}

impl Selection {
    /// Draws a network for each slice of time in which there is something that is asked for.
    ///
    /// What lasts from one slice into the next is in both.
    #[must_use]
    pub fn slices(&self, material: &Material<'_>, slice: Slice) -> Sliced {
        let chosen = self.chosen(material);
        let mut parts: BTreeMap<Place, Part> = BTreeMap::new();
        let mut rest = Rest::default();
        for it in chosen.encounters {
            for place in rest.places(slice, it.date) {
                parts.entry(place).or_default().encounters.push(it.clone());
            }
        }
        for it in chosen.utterances {
            for place in rest.places(slice, it.published) {
                parts.entry(place).or_default().utterances.push(it.clone());
            }
        }
        for it in chosen.memberships {
            let told =
                it.first.map(|first| Date::between(first.first(), it.last.unwrap_or(first).last()));
            for place in rest.places(slice, told) {
                parts.entry(place).or_default().memberships.push(it.clone());
            }
        }
        let networks = parts.into_iter().filter_map(|(place, part)| {
            let part = Material {
                parties: material.parties,
                encounters: &part.encounters,
                utterances: &part.utterances,
                memberships: match self.ties.ground() {
                    // Who acts for whom is told of all time.
                    Ground::Meetings | Ground::Statements => material.memberships,
                    Ground::Memberships => &part.memberships,
                },
            };
            let mut network = self.draw_from(&part);
            network.title.push_str(&format!(", in {}", slice.name(place)));
            (!network.is_empty()).then(|| (slice.name(place), network))
        });
        Sliced { networks: networks.collect(), notes: rest.notes(self) }
    }
}

impl Rest {
    /// The slices of a date; counts it if there is none.
    fn places(&mut self, slice: Slice, date: Option<Date>) -> Vec<Place> {
        let Some(date) = date else {
            self.undated += 1;
            return Vec::new();
        };
        let places = slice.places(date);
        self.coarse += usize::from(places.is_empty());
        places
    }

    /// It in words.
    fn notes(&self, selection: &Selection) -> Vec<String> {
        let word = match selection.ties.ground() {
            Ground::Meetings => "meeting",
            Ground::Statements => "statement",
            Ground::Memberships => "affiliation",
        };
        let mut notes = Vec::new();
        if self.undated > 0 {
            notes.push(format!("{} left out", counted(self.undated, &format!("undated {word}"))));
        }
        if self.coarse > 0 {
            notes.push(format!(
                "{} left out, dated less finely than a slice",
                counted(self.coarse, word)
            ));
        }
        notes
    }
}
