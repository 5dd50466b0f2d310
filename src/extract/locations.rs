//! Where: places used as places, with the country they lie in.
//!
//! Finds: `met at the Shell Bay Club in Hallandale Beach, Florida` (three places).
//! Leaves: `Moscow rejected the plan` — there the city stands for its state.

use crate::extract::{Context, Draft, Extractor, LocationDraft, Place};
use crate::gazetteer::{Known, RegionKind, StateId};
use crate::nlp::{NameKind, Relation, TokenId, TokenRange, Upos};
use crate::record::{LocationKind, LocationRef};

/// Finds the places.
pub(super) const EXTRACTOR: Extractor = Extractor { name: "locations", find };

/// Last words of the names of buildings and grounds.
const VENUES: &[&str] = &[
    "palace",
    "hotel",
    "airport",
    "club",
    "center",
    "centre",
    "house",
    "hall",
    "castle",
    "base",
    "resort",
    "villa",
    "residence",
    "university",
    "institute",
    "building",
    "tower",
    "square",
    "stadium",
    "embassy",
    "headquarters",
    "museum",
    "temple",
    "church",
    "cathedral",
    "mosque",
    "mansion",
    "estate",
    "lodge",
    "ranch",
    "retreat",
    "station",
    "library",
    "park",
    "port",
    "barracks",
    "camp",
    "complex",
    "compound",
    "monastery",
    "abbey",
    "theater",
    "theatre",
];

/// What a place name stands for.
struct Sense {
    name: String,
    kind: LocationKind,
    state: Option<StateId>,
    lat: Option<f64>,
    lon: Option<f64>,
}

fn find(context: &Context<'_>, draft: &mut Draft) {
    let document = context.document;
    // The states that the article speaks of tell which of several cities of a name is meant.
    let mut near: Vec<StateId> = Vec::new();
    for name in document.names() {
        if let Some(state) = context.gazetteer.state_named(document.text_of(name.tokens)) {
            near.push(state);
        }
    }
    for name in document.names() {
        let is_place = matches!(name.kind, NameKind::Location | NameKind::Facility)
            || (name.kind == NameKind::Organization
                && is_venue(context, name.tokens)
                && is_in_place(context, name.tokens));
        if !is_place || stands_for_state(context, name.tokens) {
            continue;
        }
        let Some(head) = document.head_of(name.tokens) else { continue };
        let sense = sense_of(context, name.tokens, name.kind, &near);
        let span = document.span(name.tokens);
        let country = sense.state.map_or("", |state| context.gazetteer.state(state).name);
        let found = draft
            .locations
            .iter()
            .position(|it| it.name.eq_ignore_ascii_case(&sense.name) && it.country == country);
        let index = found.unwrap_or_else(|| {
            draft.locations.push(LocationDraft {
                name: sense.name,
                kind: sense.kind,
                country: country.to_owned(),
                lat: sense.lat,
                lon: sense.lon,
                mentions: Vec::new(),
            });
            draft.locations.len() - 1
        });
        draft.locations[index].mentions.push(span);
        draft.places.push(Place { tokens: name.tokens, head, location: LocationRef::new(index) });
    }
    draft.places.sort_unstable_by_key(|place| place.tokens);
}

/// Whether the last word of a name tells a building or ground.
fn is_venue(context: &Context<'_>, name: TokenRange) -> bool {
    name.len() > 1
        && name.last().is_some_and(|last| {
            let word = context.document.word(last);
            VENUES.iter().any(|it| it.eq_ignore_ascii_case(word))
        })
}

/// Whether a name follows a preposition of place.
pub(super) fn is_in_place(context: &Context<'_>, name: TokenRange) -> bool {
    let document = context.document;
    let Some(head) = document.head_of(name) else { return false };
    document.dependents(head, &[Relation::Case]).any(|case| {
        [
            "in",
            "at",
            "to",
            "from",
            "near",
            "outside",
            "inside",
            "through",
            "across",
            "throughout",
            "around",
            "into",
            "toward",
            "towards",
            "via",
            "within",
        ]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(document.word(case)))
    })
}

/// Whether a name of a place stands for the state that acts there or is dealt with.
pub(super) fn stands_for_state(context: &Context<'_>, name: TokenRange) -> bool {
    let (document, gazetteer) = (context.document, context.gazetteer);
    let text = document.text_of(name);
    let is_seat =
        gazetteer.lookup(text).any(|known| matches!(known, Known::State(_) | Known::Metonym(_)));
    if !is_seat {
        return false;
    }
    let Some(mut head) = document.head_of(name) else { return false };
    if is_in_place(context, name) {
        return false;
    }
    // A name joined to another by "and" is what the first is.
    while document.token(head).relation == Relation::Conj
        && let Some(above) = document.token(head).head
    {
        head = above;
    }
    let token = document.token(head);
    let governor = token.head;
    let case = |word: &str| {
        document
            .dependents(head, &[Relation::Case])
            .any(|case| document.word(case).eq_ignore_ascii_case(word))
    };
    match token.relation {
        Relation::Nsubj => governor.is_none_or(|verb| !is_being_somewhere(context, verb)),
        Relation::NsubjPass
        | Relation::Obj
        | Relation::Iobj
        | Relation::NmodPoss
        | Relation::Compound
        | Relation::Amod => true,
        Relation::Obl | Relation::Nmod => {
            ["with", "between", "against", "by", "for", "among", "on", "of", "toward", "towards"]
                .iter()
                .any(|it| case(it))
        }
        _ => false,
    }
}

/// Whether a verb says where or how large something is, so that its subject is a place.
fn is_being_somewhere(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    ["lie", "locate", "situate", "host"].contains(&document.lemma(verb))
        || document.token(verb).upos != Upos::Verb
            && document.dependents(verb, &[Relation::Cop]).next().is_some()
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

impl Hints<'_> {
    /// How often the article speaks of a state, as a weight in inhabitants.
    fn weight(&self, state: Option<StateId>, each: i64) -> i64 {
        let times = self.near.iter().filter(|&&it| Some(it) == state).count();
        i64::try_from(times.min(9)).unwrap_or(9) * each
    }

    /// A place of this name, without coordinates.
    fn sense(&self, kind: LocationKind, state: Option<StateId>) -> Sense {
        Sense { name: self.plain.to_owned(), kind, state, lat: None, lon: None }
    }
}

/// What a name of a place stands for.
fn sense_of(context: &Context<'_>, name: TokenRange, kind: NameKind, near: &[StateId]) -> Sense {
    let text = context.document.text_of(name);
    let plain = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
    let hints = Hints { plain, near, after: state_after(context, name) };
    let mut best: Option<(i64, Sense)> = None;
    for known in context.gazetteer.lookup(text) {
        let Some((score, sense)) = candidate(context, known, &hints) else { continue };
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, sense));
        }
    }
    let venue = kind == NameKind::Facility || is_venue(context, name);
    match best {
        Some((_, sense)) if !venue || sense.kind == LocationKind::Venue => sense,
        _ if venue => hints.sense(LocationKind::Venue, hints.after),
        _ if is_region_name(plain) => hints.sense(LocationKind::Region, hints.after),
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
            let name = state.name.to_owned();
            (1 << 40, Sense { name, kind: LocationKind::Country, state: Some(id), lat, lon })
        }
        Known::City(id) => {
            let city = gazetteer.city(id);
            let told = hints.after.is_some() && hints.after == city.state;
            let score = i64::from(city.population)
                + hints.weight(city.state, 300_000)
                + if told { 1 << 36 } else { 0 };
            let sense = hints.sense(LocationKind::City, city.state);
            (score, Sense { lat: Some(city.lat), lon: Some(city.lon), ..sense })
        }
        Known::Region(id) => {
            let region = gazetteer.region(id);
            let score = match region.kind {
                RegionKind::Division => hints.weight(region.state, 250_000) + 100_000,
                _ => 1 << 30,
            };
            let kind = match region.kind {
                RegionKind::City => LocationKind::City,
                RegionKind::Site => LocationKind::Venue,
                _ => LocationKind::Region,
            };
            (score, hints.sense(kind, region.state))
        }
        Known::Metonym(id) => {
            let capital = is_capital(context, id, hints.plain);
            let kind = if capital { LocationKind::City } else { LocationKind::Venue };
            (50_000, hints.sense(kind, Some(id)))
        }
        _ => return None,
    })
}

/// Whether a place is the capital of a state.
fn is_capital(context: &Context<'_>, state: StateId, name: &str) -> bool {
    context.gazetteer.state(state).capital.eq_ignore_ascii_case(name)
        || context.gazetteer.lookup(name).any(|known| matches!(known, Known::City(_)))
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
