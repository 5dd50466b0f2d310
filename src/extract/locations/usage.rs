//! Whether a name of a place is used as a place, or stands for the state that acts there.

use crate::extract::{Context, predication};
use crate::gazetteer::Known;
use crate::nlp::{NameKind, Relation, TokenId, TokenRange, Upos};

use super::is_venue;

/// Prepositions of place.
const WHERE: &[&str] = &[
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "through",
    "across",
    "throughout",
    "around",
    "via",
    "within",
    "off",
];

/// Prepositions of the ends of a way.
const WAY: &[&str] = &["to", "from", "into", "toward", "towards", "for"];

/// Verbs and nouns of going, with which `to` and `from` lead to places.
const MOTION: &[&str] = &[
    "go",
    "come",
    "travel",
    "fly",
    "arrive",
    "return",
    "visit",
    "trip",
    "journey",
    "head",
    "move",
    "send",
    "dispatch",
    "drive",
    "flight",
    "plane",
    "train",
    "tour",
    "depart",
    "leave",
    "departure",
    "arrival",
    "bring",
    "invite",
    "welcome",
    "land",
    "way",
    "envoy",
    "back",
    "delegation",
    "relocate",
    "cross",
    "flee",
    "set",
    "bind",
    "bound",
    "route",
    "sail",
    "transfer",
    "shift",
    "rush",
    "jet",
    "pass",
    "pay",
];

/// Nouns of encounters that a city before them places: "the Vienna talks".
const EVENTS: &[&str] = &[
    "talk",
    "talks",
    "meeting",
    "summit",
    "conference",
    "negotiation",
    "round",
    "session",
    "gathering",
    "forum",
    "visit",
    "trip",
    "ceremony",
    "process",
    "encounter",
    "dialogue",
];

/// Nouns whose "of" leads to a place: "the city of Sandvik", "the streets of Nairobi".
const GROUNDS: &[&str] = &[
    "city",
    "town",
    "village",
    "capital",
    "province",
    "region",
    "district",
    "island",
    "port",
    "state",
    "outskirt",
    "street",
    "north",
    "south",
    "east",
    "west",
    "suburb",
    "resort",
    "center",
    "centre",
    "area",
    "heart",
    "coast",
    "airport",
    "border",
    "governorate",
    "county",
    "tour",
    "visit",
    "headquarters",
    "premises",
    "margin",
    "sideline",
];

/// Verbs whose object is the place to which someone goes or where someone is.
const REACHED: &[&str] = &["visit", "leave", "reach", "tour", "enter", "depart"];

/// Verbs and nouns by which a subject is told to be the place of something.
const BEING: &[&str] = &[
    "lie", "locate", "situate", "venue", "site", "capital", "setting", "seat", "stage", "city",
    "town", "island", "home", "location",
];

fn is_any(context: &Context<'_>, id: TokenId, lemmas: &[&str]) -> bool {
    let document = context.document;
    lemmas.contains(&document.lemma(id))
        || lemmas.iter().any(|it| it.eq_ignore_ascii_case(document.word(id)))
}

/// Whether a place only tells what somebody is of: "the director at the ministry" is there by office.
pub(super) fn is_by_office(context: &Context<'_>, head: TokenId) -> bool {
    let document = context.document;
    document.token(head).head.is_some_and(|above| {
        document.token(above).upos != Upos::Verb && !is_any(context, above, EVENTS)
    })
}

/// Whether a name that was recognized is one of a place used as such.
pub(super) fn is_place(context: &Context<'_>, name: TokenRange, kind: NameKind) -> bool {
    let (document, gazetteer) = (context.document, context.gazetteer);
    let text = document.text_of(name);
    if !text.chars().any(char::is_lowercase) && text.chars().count() < 3 && !is_seat(context, text)
    {
        return false;
    }
    match kind {
        NameKind::Facility => true,
        NameKind::Organization => {
            let seat = gazetteer.lookup(text).any(|known| matches!(known, Known::Metonym(_)));
            // "in the House of Representatives" is where a body acts; "at" places an event.
            let at = document.head_of(name).is_some_and(|head| {
                document
                    .dependents(head, &[Relation::Case])
                    .any(|case| is_any(context, case, &["at", "outside", "inside", "near"]))
            });
            let by_office = document.head_of(name).is_some_and(|head| is_by_office(context, head));
            (is_venue(context, name) && at && !by_office || seat) && is_in_place(context, name)
        }
        NameKind::Location => {
            if is_in_place(context, name) {
                return true;
            }
            // A state, or a city that may stand for one, is a place only where something says so.
            !is_seat(context, text)
                && gazetteer.lookup(text).any(|known| {
                    matches!(known, Known::City(_) | Known::Region(_) | Known::Place(_))
                })
                && document.token(TokenId::new(name.start())).upos != Upos::Verb
        }
        NameKind::Person | NameKind::Group | NameKind::Other => false,
    }
}

/// Whether a name may stand for a state.
fn is_seat(context: &Context<'_>, text: &str) -> bool {
    context.gazetteer.lookup(text).any(|known| matches!(known, Known::State(_) | Known::Metonym(_)))
}

/// Whether a name is used as a place where something is, happens, or is gone to.
pub(in crate::extract) fn is_in_place(context: &Context<'_>, name: TokenRange) -> bool {
    context.document.head_of(name).is_some_and(|head| is_locative(context, head))
}

/// Whether the phrase with this head is used as a place.
pub(super) fn is_locative(context: &Context<'_>, head: TokenId) -> bool {
    /// Heads up through lists and appositions.
    const HEIGHT: usize = 4;
    let document = context.document;
    let mut at = head;
    for _ in 0..HEIGHT {
        let token = document.token(at);
        let mut cased = false;
        for case in document.dependents(at, &[Relation::Case]) {
            if matches!(document.word(case), "'s" | "’s" | "'" | "’") {
                continue;
            }
            cased = true;
            if is_any(context, case, WHERE) {
                return true;
            }
            if is_any(context, case, WAY) {
                let Some(governor) = token.head else { return false };
                // "invited Lund to Oslo", where the tree hangs the place from the guest.
                let guest = document.token(governor);
                let above = guest.head.filter(|_| guest.relation == Relation::Obj);
                let moves = |it: TokenId| is_any(context, it, MOTION);
                return moves(governor) || above.is_some_and(moves);
            }
            if is_any(context, case, &["of"]) {
                return token.head.is_some_and(|governor| is_any(context, governor, GROUNDS));
            }
            if is_any(context, case, &["on"]) {
                return at == head
                    && document.name_at(head).is_none_or(|name| is_isle(context, name.tokens));
            }
        }
        if cased {
            return false;
        }
        let Some(above) = token.head else { return false };
        match token.relation {
            Relation::Conj
            | Relation::Appos
            | Relation::List
            | Relation::NmodUnmarked
            | Relation::Flat => at = above,
            Relation::Compound | Relation::NmodPoss => {
                // "the Kenya-Chad talks" names parties, "the Nairobi talks" a place.
                let joined = document.next(at).is_some_and(|it| document.word(it) == "-")
                    || at.offset(-1).is_some_and(|it| document.word(it) == "-");
                return !joined
                    && token.relation == Relation::Compound
                    && is_any(context, above, EVENTS)
                    && is_city(context, at);
            }
            Relation::Obj => {
                return is_any(context, above, REACHED) || is_put_forward(context, above);
            }
            Relation::Nsubj | Relation::NsubjPass => return is_any(context, above, BEING),
            _ => return false,
        }
    }
    false
}

/// Whether what a verb has for its object is put forward as the place of something: "offered Oslo as the venue of
/// talks".
fn is_put_forward(context: &Context<'_>, verb: TokenId) -> bool {
    const SITES: &[&str] =
        &["venue", "site", "location", "setting", "stage", "platform", "ground", "place", "seat"];
    let document = context.document;
    document.dependents(verb, &[Relation::Obl, Relation::Xcomp]).any(|it| {
        SITES.contains(&document.lemma(it)) && predication::preposition(context, it) == Some("as")
    })
}

/// Whether a name is of where somebody comes from: "arrived from Oslo".
pub(in crate::extract) fn is_origin(context: &Context<'_>, head: TokenId) -> bool {
    let document = context.document;
    let from = document
        .dependents(head, &[Relation::Case])
        .any(|it| document.word(it).eq_ignore_ascii_case("from"));
    from && document.token(head).head.is_some_and(|it| is_any(context, it, MOTION))
}

/// Whether a name of an island or venue, on which something may be.
fn is_isle(context: &Context<'_>, name: TokenRange) -> bool {
    let text = context.document.text_of(name);
    !is_seat(context, text)
}

/// Whether a token is of the name of a city.
fn is_city(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let Some(name) = document.name_at(id) else { return false };
    let text = document.text_of(name.tokens);
    let mut city = false;
    for known in context.gazetteer.lookup(text) {
        match known {
            Known::State(_) | Known::Demonym(_) => return false,
            Known::City(_) | Known::Region(_) | Known::Place(_) | Known::Metonym(_) => city = true,
            _ => {}
        }
    }
    city || name.kind == NameKind::Location
}

/// Whether a name of a place stands for the state that acts there or is dealt with.
pub(in crate::extract) fn stands_for_state(context: &Context<'_>, name: TokenRange) -> bool {
    let document = context.document;
    if !is_seat(context, document.text_of(name)) {
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
    let case = |word: &str| {
        document
            .dependents(head, &[Relation::Case])
            .any(|case| document.word(case).eq_ignore_ascii_case(word))
    };
    match token.relation {
        Relation::Nsubj => token.head.is_none_or(|verb| !is_being_somewhere(context, verb)),
        Relation::NsubjPass
        | Relation::Obj
        | Relation::Iobj
        | Relation::OblAgent
        | Relation::NmodPoss
        | Relation::Compound
        | Relation::Amod => true,
        Relation::Obl | Relation::Nmod => [
            "with",
            "between",
            "against",
            "by",
            "for",
            "among",
            "on",
            "of",
            "toward",
            "towards",
            "to",
            "according",
            "per",
        ]
        .iter()
        .any(|it| case(it)),
        _ => false,
    }
}

/// Whether a predicate says what place its subject is or what happens there.
fn is_being_somewhere(context: &Context<'_>, predicate: TokenId) -> bool {
    is_any(context, predicate, BEING)
}
