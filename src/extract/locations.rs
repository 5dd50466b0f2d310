//! Where: places used as places, with the country they lie in.
//!
//! Finds: `met at the Shell Bay Club in Hallandale Beach, Florida` (three places), `in the Kenyan
//! capital` (Nairobi), `NAIROBI, Kenya (AP) —`, and with that dateline `here`; `met at the Kenyan embassy`.
//! Leaves: `Moscow rejected the plan` — there the city stands for its state.

mod dateline;
mod seat;
mod sense;
mod usage;

use std::sync::LazyLock;

use crate::extract::listed::Listed;
use crate::extract::{Context, Draft, Extractor, LocationDraft, Place};
use crate::gazetteer::{Known, StateId};
use crate::nlp::{NameKind, TokenId, TokenRange, Upos};
use crate::record::{LocationKind, LocationRef};
use crate::text::on_one_line;

pub(super) use usage::{is_in_place, is_origin, stands_for_state};

use sense::Sense;

/// Finds the places.
pub(super) const EXTRACTOR: Extractor = Extractor { name: "locations", find };

fn find(context: &Context<'_>, draft: &mut Draft) {
    let document = context.document;
    // The states that the article speaks of tell which of several cities of a name is meant.
    let mut near: Vec<StateId> = Vec::new();
    for name in document.names() {
        if let Some(state) = context.gazetteer.state_named(document.text_of(name.tokens)) {
            near.push(state);
        }
    }
    let datelines = dateline::find(context);
    let mut next = datelines.iter().flat_map(|it| it.places.iter().copied()).peekable();
    for name in document.names() {
        while let Some(place) = next.next_if(|it| it.start() < name.tokens.end()) {
            add(context, draft, place, NameKind::Location, &near);
        }
        // "Nairobi, Kenya" taken for one name is two.
        for part in parts(context, name.tokens) {
            let (whole, kind) = widened(context, part, name.kind);
            // What only its neighbors make a venue must be used as one.
            let is_used = whole == part || is_in_place(context, whole);
            let (part, kind) = if is_used { (whole, kind) } else { (part, name.kind) };
            let is_told = draft.places.last().is_some_and(|it| it.tokens.overlaps(part));
            if is_told || !usage::is_place(context, part, kind) {
                continue;
            }
            // "the embassy" alone is no name.
            let noun =
                part.first().filter(|&it| part.len() == 1 && is_venue_word(document.word(it)));
            match noun {
                Some(noun) => {
                    let whole = seat::at(context, noun);
                    let sense = match whole {
                        Some(whole) => Sense::seat(on_one_line(document.text_of(whole))),
                        None => sense::of(context, part, kind, &near),
                    };
                    mention(context, draft, whole.unwrap_or(part), (sense, false));
                }
                None => add(context, draft, part, kind, &near),
            }
        }
    }
    for place in next {
        add(context, draft, place, NameKind::Location, &near);
    }
    dateline::frame(context, draft, &datelines);
    describe(context, draft);
    draft.places.sort_unstable_by_key(|place| place.tokens);
}

/// The names that commas part within what was taken for one name.
fn parts(context: &Context<'_>, name: TokenRange) -> Vec<TokenRange> {
    let comma = |&id: &TokenId| context.document.word(id) == ",";
    let mut start = name.start();
    let mut found = Vec::new();
    for end in name.iter().filter(comma).map(TokenId::index).chain([name.end()]) {
        if start < end {
            found.push(TokenRange::new(start, end));
        }
        start = end + 1;
    }
    found
}

/// A name with the noun of a building behind it, or with "of …" that completes it: "Sandvik-Lund
/// airport", "the Great Hall of the People".
fn widened(context: &Context<'_>, name: TokenRange, kind: NameKind) -> (TokenRange, NameKind) {
    let document = context.document;
    let word = |at: usize| {
        if at < document.tokens().len() { document.word(TokenId::new(at)) } else { "" }
    };
    if !matches!(kind, NameKind::Location | NameKind::Facility | NameKind::Organization) {
        return (name, kind);
    }
    let (mut start, mut end) = (name.start(), name.end());
    // "the Grand Hotel" of which only the noun was taken for a name.
    if name.len() == 1 && is_venue_word(word(start)) {
        let sentence = document.sentence(TokenId::new(start)).tokens;
        while start > sentence.start() + 1
            && word(start - 1).starts_with(char::is_uppercase)
            && document.name_at(TokenId::new(start - 1)).is_none()
        {
            start -= 1;
        }
        if word(end) != "of" {
            return (TokenRange::new(start, end), NameKind::Facility);
        }
    }
    if word(end).starts_with(char::is_lowercase) && is_venue_word(word(end)) {
        // What a hyphen joins to the name belongs to it.
        while start > 1 && word(start - 1) == "-" && word(start - 2).starts_with(char::is_uppercase)
        {
            start -= 2;
        }
        return (TokenRange::new(start, end + 1), NameKind::Facility);
    }
    let venue = name.last().is_some_and(|last| is_venue_word(document.word(last)));
    if venue && word(end) == "of" {
        let mut at = end + 1;
        at += usize::from(word(at) == "the");
        while word(at).starts_with(char::is_uppercase) {
            at += 1;
            end = at;
        }
        if name.len() == 1 || end > name.end() {
            return (TokenRange::new(start, end), NameKind::Facility);
        }
    }
    (name, kind)
}

/// Adds a mention of a place by its name.
fn add(
    context: &Context<'_>,
    draft: &mut Draft,
    tokens: TokenRange,
    kind: NameKind,
    near: &[StateId],
) {
    let sense = sense::of(context, tokens, kind, near);
    let is_own = !is_backdrop(context, &sense);
    mention(context, draft, tokens, (sense, is_own));
}

/// Whether a place matters only where something takes place there: a part of the world, "Europe", and the seat that
/// stands for a state, "the Kremlin".
fn is_backdrop(context: &Context<'_>, sense: &Sense) -> bool {
    match sense.kind {
        LocationKind::Region => sense.state.is_none(),
        LocationKind::Venue => {
            let mut known = context.gazetteer.lookup(&sense.name);
            known.any(|it| matches!(it, Known::Metonym(_)))
        }
        _ => false,
    }
}

/// Adds a mention of a place, which may be named only by whose it is.
fn mention(
    context: &Context<'_>,
    draft: &mut Draft,
    tokens: TokenRange,
    (sense, is_named): (Sense, bool),
) {
    let document = context.document;
    let Some(head) = document.head_of(tokens) else { return };
    let country = sense.state.map_or("", |state| context.gazetteer.state(state).name);
    let found = draft.locations.iter().position(|it| {
        it.name.eq_ignore_ascii_case(&sense.name)
            && (it.country == country || it.country.is_empty() || country.is_empty())
    });
    let numbered = !sense.geonames.is_empty();
    let geonames = numbered.then(|| ("geonames".to_owned(), sense.geonames.clone()));
    let index = found.unwrap_or_else(|| {
        draft.locations.push(LocationDraft {
            name: sense.name,
            kind: sense.kind,
            country: String::new(),
            lat: sense.lat,
            lon: sense.lon,
            city: sense.city,
            ids: geonames.into_iter().collect(),
            mentions: Vec::new(),
            is_named,
        });
        draft.locations.len() - 1
    });
    let entry = &mut draft.locations[index];
    entry.is_named |= is_named;
    if entry.country.is_empty() {
        country.clone_into(&mut entry.country);
    }
    entry.mentions.push(document.span(tokens));
    draft.places.push(Place { tokens, head, location: LocationRef::new(index) });
}

/// Adds what describes a place without its name: "the Kenyan capital", "here".
fn describe(context: &Context<'_>, draft: &mut Draft) {
    let document = context.document;
    for sentence in document.sentences() {
        for id in sentence.tokens.iter() {
            let word = document.word(id);
            if word.eq_ignore_ascii_case("here") {
                let frame = &draft.frames[document.sentence_index(id)];
                if let Some(&location) = frame.places.first()
                    && matches!(document.token(id).upos, Upos::Adverb)
                {
                    let tokens = TokenRange::of(id);
                    draft.places.push(Place { tokens, head: id, location });
                }
            } else if word.eq_ignore_ascii_case("capital")
                && usage::is_locative(context, id)
                && let Some((tokens, state)) = capital(context, draft, id)
            {
                capital_of(context, draft, tokens, state);
            } else if let Some(tokens) = seat::at(context, id)
                && !draft.places.iter().any(|it| it.tokens.overlaps(tokens))
            {
                let name = on_one_line(document.text_of(tokens));
                mention(context, draft, tokens, (Sense::seat(name), false));
            }
        }
    }
}

/// The words and the state of "the Kenyan capital", "Kenya's capital", "the capital of Kenya", and
/// of "the national capital" where the dateline tells the state.
fn capital(context: &Context<'_>, draft: &Draft, noun: TokenId) -> Option<(TokenRange, StateId)> {
    let document = context.document;
    let sentence = document.sentence(noun).tokens;
    // Whose it is may stand before it, as an adjective or possessor, or after it with "of".
    for back in 1..=4 {
        let Some(at) = noun.offset(-back).filter(|at| sentence.has(*at)) else { break };
        let word = document.word(at);
        if let Some(name) = document.name_at(at)
            && let Some(state) = context.gazetteer.state_named(document.text_of(name.tokens))
        {
            return Some((TokenRange::new(name.tokens.start(), noun.index() + 1), state));
        }
        if let Some(state) = context.gazetteer.state_named(word) {
            return Some((TokenRange::new(at.index(), noun.index() + 1), state));
        }
        if matches!(document.token(at).upos, Upos::Verb | Upos::Adposition | Upos::Punctuation) {
            break;
        }
    }
    let of = noun.offset(1).filter(|of| sentence.has(*of) && document.word(*of) == "of");
    if let Some(of) = of {
        let after = (of.index() + 1..sentence.end().min(of.index() + 3)).map(TokenId::new);
        for at in after {
            let Some(name) = document.name_at(at) else { continue };
            let state = context.gazetteer.state_named(document.text_of(name.tokens))?;
            return Some((TokenRange::new(noun.index(), name.tokens.end()), state));
        }
        return None;
    }
    let before = document.word(noun.offset(-1)?);
    let generic = ["the", "national", "country's", "federal"];
    if !generic.iter().any(|it| it.eq_ignore_ascii_case(before)) {
        return None;
    }
    let location = *draft.frames[document.sentence_index(noun)].places.first()?;
    let country = &draft.locations[location.index()].country;
    let state = context.gazetteer.state_named(country)?;
    Some((TokenRange::of(noun), state))
}

/// Adds a mention of a state's capital.
fn capital_of(context: &Context<'_>, draft: &mut Draft, tokens: TokenRange, state: StateId) {
    let name = context.gazetteer.state(state).capital;
    if name.is_empty() {
        return;
    }
    let city = context.gazetteer.lookup(name).find_map(|known| match known {
        Known::City(id) if context.gazetteer.city(id).state == Some(state) => {
            Some(*context.gazetteer.city(id))
        }
        _ => None,
    });
    // "Washington" where the table has "Washington D.C.".
    let named = draft.locations.iter().find(|it| {
        it.kind == LocationKind::City
            && context.gazetteer.lookup(&it.name).any(|known| known == Known::Metonym(state))
    });
    let sense = Sense {
        name: named.map_or(name, |it| it.name.as_str()).to_owned(),
        kind: LocationKind::City,
        state: Some(state),
        lat: city.map(|city| city.lat),
        lon: city.map(|city| city.lon),
        city: String::new(),
        geonames: city.map(|city| city.geonames.to_string()).unwrap_or_default(),
    };
    mention(context, draft, tokens, (sense, true));
}

/// Whether the last word of a name tells a building or ground, or the first: "Hotel Aurora".
fn is_venue(context: &Context<'_>, name: TokenRange) -> bool {
    let venue = |id: TokenId| is_venue_word(context.document.word(id));
    name.len() > 1 && (name.last().is_some_and(venue) || name.first().is_some_and(venue))
}

/// Whether a word names a kind of building or ground.
fn is_venue_word(word: &str) -> bool {
    /// Kinds of buildings and grounds.
    static VENUES: LazyLock<Listed> =
        LazyLock::new(|| Listed::read(include_str!("locations/venues.tsv")));
    VENUES.has_any_case(word)
}
