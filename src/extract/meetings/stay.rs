//! Where people are told to be: those who meet there need not say so again.
//!
//! Finds: `Okwuosa flew to Oslo on Monday. … She met Lund.`, `is due in Oslo`, `left Rome for Oslo`.
//! Leaves: `was born in Oslo`, `comes from Oslo`.

use crate::extract::{Context, Draft, predication};
use crate::nlp::{Relation, TokenId, Upos};
use crate::record::{ActorRef, LocationRef};

use super::setting;

/// Someone told to be, or to be going to be, somewhere.
pub(super) struct Stay {
    pub(super) sentence: usize,
    pub(super) actors: Vec<ActorRef>,
    /// Where, most specific first.
    pub(super) places: Vec<LocationRef>,
}

/// Verbs of coming somewhere, with the prepositions that lead there.
const COMING: &[(&str, &[&str])] = &[
    ("arrive", &["in", "at"]),
    ("land", &["in", "at"]),
    ("fly", &["to", "into"]),
    ("travel", &["to"]),
    ("return", &["to"]),
    ("head", &["to", "for"]),
    ("come", &["to"]),
    ("go", &["to"]),
    ("drive", &["to"]),
    ("move", &["to"]),
    ("proceed", &["to"]),
    ("journey", &["to"]),
    ("leave", &["for"]),
    ("depart", &["for"]),
    ("expect", &["in", "at"]),
    ("stay", &["in", "at"]),
    ("stop", &["in", "at"]),
];

/// All stays, in the order in which they are told.
pub(super) fn all(context: &Context<'_>, draft: &Draft) -> Vec<Stay> {
    let document = context.document;
    let mut found = Vec::new();
    for place in &draft.places {
        let token = document.token(place.head);
        let Some((verb, told)) = coming(context, place.head) else { continue };
        let Some(subject) = predication::subject(context, verb) else { continue };
        let actors = predication::parties(context, draft, subject);
        if !told || actors.is_empty() || token.upos == Upos::Adjective {
            continue;
        }
        let sentence = document.sentence_index(place.head);
        let near = draft.places_in(document.sentence(place.head).tokens);
        let Some(at) = near.iter().position(|it| it.tokens == place.tokens) else { continue };
        found.push(Stay { sentence, actors, places: setting::with_outer(context, &near[at..]) });
    }
    found
}

/// The verb by which someone comes to a place, or the predicate that the place is, and whether it
/// tells so.
fn coming(context: &Context<'_>, place: TokenId) -> Option<(TokenId, bool)> {
    let document = context.document;
    let cased = |words: &[&str]| {
        document
            .dependents(place, &[Relation::Case])
            .any(|it| words.iter().any(|word| word.eq_ignore_ascii_case(document.word(it))))
    };
    // "is in Oslo", "was due in Oslo".
    if document.dependents(place, &[Relation::Cop]).next().is_some() {
        return Some((place, cased(&["in", "at"])));
    }
    let token = document.token(place);
    if !matches!(token.relation, Relation::Obl | Relation::Nmod) {
        return None;
    }
    let verb = token.head?;
    if is_later(context, place) {
        return None;
    }
    let prepositions = COMING.iter().find(|(it, _)| *it == document.lemma(verb))?.1;
    Some((verb, document.token(verb).upos == Upos::Verb && cased(prepositions)))
}

/// Whether one only comes to a place after what else the sentence tells: "before flying to Oslo".
pub(super) fn is_later(context: &Context<'_>, place: TokenId) -> bool {
    let document = context.document;
    let verb = document.token(place).head.filter(|it| {
        document.token(*it).upos == Upos::Verb && document.token(*it).relation == Relation::Advcl
    });
    verb.is_some_and(|verb| {
        document
            .dependents(verb, &[Relation::Mark])
            .any(|it| document.word(it).eq_ignore_ascii_case("before"))
    })
}
