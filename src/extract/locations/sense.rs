//! Which of the places of one name is meant: by what stands behind it, by the states that the
//! article speaks of, by size.

use std::borrow::Cow;

use crate::extract::Context;
use crate::gazetteer::{Known, RegionKind, StateId};
use crate::nlp::{NameKind, TokenId, TokenRange};
use crate::record::LocationKind;
use crate::text::fold;

use super::is_venue;

/// What a place name stands for.
pub(super) struct Sense {
    pub(super) name: String,
    pub(super) kind: LocationKind,
    pub(super) state: Option<StateId>,
    pub(super) lat: Option<f64>,
    pub(super) lon: Option<f64>,
    /// The city that a venue lies in, or empty.
    pub(super) city: String,
    /// Its number in `GeoNames`, or empty.
    pub(super) geonames: String,
}

impl Sense {
    /// A building that is told by whose it is.
    pub(super) fn seat(name: String) -> Self {
        Self {
            name,
            kind: LocationKind::Venue,
            state: None,
            lat: None,
            lon: None,
            city: String::new(),
            geonames: String::new(),
        }
    }
}

/// What tells which of several places of one name is meant.
struct Hints<'a> {
    /// The name without its article.
    plain: &'a str,
    /// The states that the article speaks of.
    near: &'a [StateId],
    /// The state that stands behind the name: "Paris, France".
    after: Option<StateId>,
}

/// Inhabitants that each name of a city in `GeoNames` counts for.
const RENOWN: i64 = 20_000;
/// Times that an article speaks of a state from which on it tells no more which city is meant.
const OFTEN: usize = 4;

impl Hints<'_> {
    /// How often the article speaks of a state, up to `most`.
    fn times(&self, state: Option<StateId>, most: usize) -> i64 {
        let times = self.near.iter().filter(|&&it| Some(it) == state).count();
        i64::try_from(times.min(most)).unwrap_or_default()
    }

    /// A place of this name, without coordinates.
    fn sense(&self, kind: LocationKind, state: Option<StateId>) -> Sense {
        Sense {
            name: self.plain.to_owned(),
            kind,
            state,
            lat: None,
            lon: None,
            city: String::new(),
            geonames: String::new(),
        }
    }
}

/// What a name of a place stands for.
pub(super) fn of(
    context: &Context<'_>,
    name: TokenRange,
    kind: NameKind,
    near: &[StateId],
) -> Sense {
    let text = context.document.text_of(name);
    let plain = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
    let plain = in_small(plain);
    let hints = Hints { plain: &plain, near, after: state_after(context, name) };
    let venue = kind == NameKind::Facility || is_venue(context, name);
    let mut best: Option<((bool, i64), Sense)> = None;
    for known in context.gazetteer.lookup(text) {
        let Some((score, sense)) = candidate(context, known, &hints) else { continue };
        // A building that is known rather than a city that is called so too: "the White House".
        let score = (venue && sense.kind == LocationKind::Venue, score);
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, sense));
        }
    }
    match best {
        Some((_, sense)) if !venue || sense.kind == LocationKind::Venue => sense,
        _ if venue => hints.sense(LocationKind::Venue, hints.after),
        _ if is_region_name(&plain) => hints.sense(LocationKind::Region, hints.after),
        _ => hints.sense(LocationKind::City, hints.after),
    }
}

/// The place that a name may stand for, and how likely it does, in inhabitants.
fn candidate(context: &Context<'_>, known: Known, hints: &Hints<'_>) -> Option<(i64, Sense)> {
    let gazetteer = context.gazetteer;
    Some(match known {
        Known::State(id) => {
            let state = gazetteer.state(id);
            let (lat, lon) = (Some(state.lat), Some(state.lon));
            let country = country_of(context, id);
            let (score, sense) = if country == Some(id) {
                (1 << 40, hints.sense(LocationKind::Country, country))
            } else {
                (1 << 19, hints.sense(LocationKind::Region, country))
            };
            (score, Sense { name: state.name.to_owned(), lat, lon, ..sense })
        }
        Known::City(id) => {
            let city = gazetteer.city(id);
            let seat = city
                .state
                .is_some_and(|it| gazetteer.state(it).capital.eq_ignore_ascii_case(hints.plain));
            let told = hints.after.is_some() && hints.after == city.state;
            // The United States are spoken of in most articles, and have a town of many a name.
            let size = i64::from(city.population) + RENOWN * i64::from(city.names);
            // What it is called elsewhere: "Colonia" of Cologne.
            let size = if fold(city.name) == fold(hints.plain) { size } else { size / 4 };
            let score = size * (1 + hints.times(city.state, OFTEN))
                + if told { 1 << 36 } else { 0 }
                + if seat { 3_000_000 } else { 0 };
            let sense = hints.sense(LocationKind::City, city.state);
            let geonames = city.geonames.to_string();
            (score, Sense { lat: Some(city.lat), lon: Some(city.lon), geonames, ..sense })
        }
        Known::Region(id) => {
            let region = gazetteer.region(id);
            let score = match region.kind {
                RegionKind::Division => hints.times(region.state, 9) * 250_000 + 100_000,
                _ => 1 << 20,
            };
            let kind = match region.kind {
                RegionKind::City => LocationKind::City,
                RegionKind::Site => LocationKind::Venue,
                _ => LocationKind::Region,
            };
            (score, hints.sense(kind, region.state))
        }
        Known::Place(id) => {
            let place = gazetteer.place(id);
            let kind = match place.kind {
                RegionKind::City => LocationKind::City,
                RegionKind::Site => LocationKind::Venue,
                _ => LocationKind::Region,
            };
            // Only another country behind the name speaks against what a user told.
            let told = hints.after.is_none() || hints.after == place.state;
            let sense = hints.sense(kind, place.state);
            let (city, geonames) = (place.city.clone(), place.geonames.clone());
            let score = if told { 1 << 50 } else { 1 << 19 };
            (score, Sense { lat: place.lat, lon: place.lon, city, geonames, ..sense })
        }
        Known::Metonym(id) => {
            let capital = is_capital(context, id, hints.plain);
            let kind = if capital { LocationKind::City } else { LocationKind::Venue };
            let state = country_of(context, id);
            let score = if capital && state == Some(id) { 2_000_000 } else { 50_000 };
            (score, hints.sense(kind, state))
        }
        _ => return None,
    })
}

/// The state itself, or of one that is not recognized the country that it lies in, if that is known.
fn country_of(context: &Context<'_>, id: StateId) -> Option<StateId> {
    let gazetteer = context.gazetteer;
    let state = gazetteer.state(id);
    if state.code().is_some() {
        return Some(id);
    }
    gazetteer.lookup(state.name).find_map(|known| match known {
        Known::Region(region) => gazetteer.region(region).state,
        _ => None,
    })
}

/// Whether a place is the capital of a state.
fn is_capital(context: &Context<'_>, state: StateId, name: &str) -> bool {
    let is_own = |known: Known| matches!(known, Known::City(id) if context.gazetteer.city(id).state == Some(state));
    context.gazetteer.state(state).capital.eq_ignore_ascii_case(name)
        || context.gazetteer.lookup(name).any(is_own)
}

/// Whether a name tells a region by its last or first word.
fn is_region_name(name: &str) -> bool {
    const LAST: &[&str] = &[
        "province",
        "region",
        "sea",
        "ocean",
        "gulf",
        "strait",
        "peninsula",
        "valley",
        "island",
        "islands",
        "mountains",
        "river",
        "lake",
        "desert",
        "state",
        "county",
        "district",
        "coast",
        "oblast",
        "governorate",
        "territory",
        "border",
        "east",
        "west",
        "north",
        "south",
        "africa",
        "asia",
        "europe",
        "america",
    ];
    let last = name.rsplit(' ').next().unwrap_or(name).to_lowercase();
    LAST.contains(&last.as_str())
}

/// The state named right after a place: "Hallandale Beach, Florida", "Tripoli in Libya".
fn state_after(context: &Context<'_>, name: TokenRange) -> Option<StateId> {
    let (document, gazetteer) = (context.document, context.gazetteer);
    let end = name.end();
    let word = |at: usize| {
        if at < document.tokens().len() {
            document.word(TokenId::new(at))
        } else {
            Default::default()
        }
    };
    if !matches!(word(end), "," | "in") {
        return None;
    }
    let next = document.name_at(TokenId::new((end + 1).min(document.tokens().len() - 1)))?;
    gazetteer.lookup(document.text_of(next.tokens)).find_map(|known| match known {
        Known::State(state) => Some(state),
        Known::Region(region) => gazetteer.region(region).state,
        _ => None,
    })
}

/// A name that a dateline has in capitals, in the usual letters; any other as it is.
fn in_small(name: &str) -> Cow<'_, str> {
    /// Letters of the longest abbreviation.
    const SHORT: usize = 3;
    let shouts = name.len() > SHORT && !name.chars().any(char::is_lowercase);
    if !shouts {
        return Cow::Borrowed(name);
    }
    let mut within = false;
    let mut small = String::with_capacity(name.len());
    for word in name.split_inclusive([' ', '-']) {
        // "DC" stays.
        let keeps = word.trim_end().chars().count() < 3;
        for letter in word.chars() {
            if within && !keeps {
                small.extend(letter.to_lowercase());
            } else {
                small.push(letter);
            }
            within = letter.is_alphabetic() || letter == '\'';
        }
    }
    Cow::Owned(small)
}
