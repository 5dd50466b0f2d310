//! Who else was there: sentences that name those present at a meeting told before.
//!
//! Finds: `Also attending were Okwuosa and Lund.`, `On the Kenyan side, Okwuosa took part.`,
//! `Across the table is Lund.`, `Lund heads the Norwegian team.`
//! Leaves: `Okwuosa attended school in Oslo.`, which no meeting comes before.

use crate::extract::meetings::absent;
use crate::extract::predication::ESCORT;
use crate::extract::{Context, Draft, Form, predication};
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};
use crate::record::{ActorKind, ActorRef, LocationRef};

/// Those whom a sentence tells to have been present.
#[derive(Default)]
pub(super) struct Present {
    /// All of them.
    pub(super) all: Vec<ActorRef>,
    /// Those of them who mediate.
    pub(super) mediators: Vec<ActorRef>,
    /// Where they were, if the sentence tells.
    pub(super) places: Vec<LocationRef>,
    /// Someone who is told to be there too: whom they accompany.
    pub(super) beside: Vec<ActorRef>,
}

/// Verbs whose subjects are present.
const PRESENT: &[&str] = &["attend", "participate", "join", "host", "address", "chair", "open"];
/// Verbs whose subjects mediate.
const MEDIATE: &[&str] = &["facilitate", "mediate", "moderate", "broker"];
/// Verbs whose subjects stand for a delegation that is their object.
const LEAD: &[&str] = &["lead", "head", "front", "represent"];
/// What those who lead lead.
const LED: &[&str] = &["delegation", "team", "side", "mission", "country", "group"];
/// What those present at a conference make.
const SPEECHES: &[&str] = &["speech", "remark", "address", "presentation", "intervention"];
/// Nouns of a place at which those are who meet.
const TABLE: &[&str] = &["room", "table", "attendance"];

/// Those whom a sentence tells to have been present at what was told before.
pub(super) fn of(context: &Context<'_>, draft: &Draft, sentence: TokenRange) -> Option<Present> {
    let document = context.document;
    let mut found = Present::default();
    let mut whole = false;
    for id in sentence.iter() {
        let lemma = document.lemma(id);
        match document.token(id).upos {
            Upos::Verb | Upos::Adjective | Upos::Adverb if absent::stays_away(context, id) => {}
            Upos::Verb => verb(context, draft, id, &mut found),
            // "in the room were NAME and NAME", "across the table is NAME".
            Upos::Noun if TABLE.contains(&lemma) => {
                whole |= document
                    .dependents(id, &[Relation::Case])
                    .any(|it| matches!(document.lemma(it), "in" | "across" | "around" | "at"));
            }
            // "on the Kenyan side, NAME", "on Kenya's side".
            Upos::Noun if lemma == "side" && !is_other(context, id) => {
                whole |= document
                    .dependents(id, &[Relation::Case])
                    .any(|it| matches!(document.lemma(it), "on" | "for"));
            }
            Upos::Adjective | Upos::Adverb if matches!(lemma, "present" | "here" | "there") => {
                let copular = document.dependents(id, &[Relation::Cop]).next().is_some();
                // "also present were NAME and NAME", of which the tree may make NAME the predicate.
                if let Some(name) = document
                    .token(id)
                    .head
                    .filter(|_| document.token(id).relation == Relation::Nsubj)
                    && document.dependents(name, &[Relation::Cop]).next().is_some()
                {
                    let own = predication::parties(context, draft, name);
                    found.all.extend(own.into_iter().filter(|it| is_person(draft, *it)));
                }
                if copular {
                    for subject in document.dependents(id, &[Relation::Nsubj]) {
                        let own = predication::parties(context, draft, subject);
                        found.all.extend(own.into_iter().filter(|it| is_person(draft, *it)));
                    }
                }
            }
            // "NAME and NAME were with her."
            Upos::Pronoun => {
                let copula = document.dependents(id, &[Relation::Cop]).next();
                let with = predication::preposition(context, id) == Some("with");
                if let Some(copula) = copula.filter(|_| with) {
                    let own = predication::left_of(context, draft, copula);
                    found.all.extend(own.into_iter().filter(|it| is_person(draft, *it)));
                    let beside = draft.reference_at(id).map(|it| it.actors.clone());
                    found.beside.extend(beside.into_iter().flatten());
                }
            }
            // "speeches were made by NAME and by NAME".
            Upos::Noun if SPEECHES.contains(&lemma) => {
                whole |= document.token(id).head.is_some_and(|verb| {
                    matches!(document.lemma(verb), "make" | "deliver" | "give")
                        && document.token(verb).xpos == Xpos::Vbn
                });
            }
            _ => {}
        }
    }
    if let Some((verb, at)) = inverted(context, sentence) {
        let mut list = predication::list_from(context, draft, at, sentence.end());
        // The tree may have the first of them as what the others are.
        if let Some(name) = document.token(verb).head.filter(|it| it.index() >= at) {
            list.extend(predication::parties(context, draft, name));
        }
        let there: Vec<ActorRef> = persons(draft, list).collect();
        if MEDIATE.contains(&document.lemma(verb)) {
            found.mediators.extend(&there);
        }
        found.all.extend(there);
    }
    if !found.all.is_empty()
        && let Some(at) = likewise(context, sentence)
    {
        found
            .all
            .extend(persons(draft, predication::list_from(context, draft, at, sentence.end())));
    }
    if whole {
        found.all.extend(people(context, draft, sentence));
        let place = draft.places_in(sentence).iter().find(|place| {
            document
                .dependents(place.head, &[Relation::Case])
                .any(|it| matches!(document.lemma(it), "in" | "at"))
        });
        found.places.extend(place.map(|place| place.location));
    }
    let mut unique = Vec::new();
    for actor in found.all {
        if !unique.contains(&actor) {
            unique.push(actor);
        }
    }
    found.all = unique;
    (!found.all.is_empty()).then_some(found)
}

/// Those whom a verb tells to be present.
fn verb(context: &Context<'_>, draft: &Draft, id: TokenId, found: &mut Present) {
    let document = context.document;
    let lemma = document.lemma(id);
    let subject = || {
        predication::subject(context, id)
            .map(|it| predication::parties(context, draft, it))
            .unwrap_or_default()
    };
    let objects = || -> Vec<ActorRef> {
        document
            .dependents(id, &[Relation::Obj])
            .flat_map(|it| predication::parties(context, draft, it))
            .collect()
    };
    let agents = || -> Vec<ActorRef> {
        let mut heads: Vec<TokenId> = document.dependents(id, &[Relation::OblAgent]).collect();
        heads.extend(predication::obliques(context, id, &["by"]));
        heads.into_iter().flat_map(|it| predication::parties(context, draft, it)).collect()
    };
    let passive = document.token(id).xpos == Xpos::Vbn;
    if ESCORT.contains(&lemma) {
        if passive {
            found.beside.extend(subject());
            found.all.extend(agents());
        } else {
            found.beside.extend(objects());
            found.all.extend(subject());
        }
    } else if PRESENT.contains(&lemma) || takes_part(context, id) {
        if passive && lemma != "participate" {
            found.all.extend(agents());
        } else {
            if lemma == "join" {
                found.beside.extend(objects().into_iter().filter(|it| is_person(draft, *it)));
            }
            found.all.extend(subject().into_iter().filter(|it| is_party(context, draft, id, *it)));
        }
        let with: Vec<TokenId> =
            predication::obliques(context, id, &["with", "alongside"]).collect();
        for head in with {
            found.all.extend(predication::parties(context, draft, head));
        }
    } else if MEDIATE.contains(&lemma) {
        let own = if passive { agents() } else { subject() };
        found.mediators.extend(&own);
        found.all.extend(own);
    } else if LEAD.contains(&lemma) {
        let leads = if passive {
            document
                .dependents(id, &[Relation::NsubjPass])
                .any(|it| LED.contains(&document.lemma(it)))
        } else {
            document.dependents(id, &[Relation::Obj]).any(|it| LED.contains(&document.lemma(it)))
        };
        if leads {
            let own = if passive { agents() } else { subject() };
            found.all.extend(own.into_iter().filter(|it| is_person(draft, *it)));
        }
    }
}

/// The participle of a sentence that tells who was there after its verb, and where they are named:
/// "accompanying him were NAME and NAME", "mediating are NAME and NAME".
fn inverted(context: &Context<'_>, sentence: TokenRange) -> Option<(TokenId, usize)> {
    /// Tokens between the participle and the verb: "accompanying the Kenyan minister were".
    const REACH: usize = 7;
    let document = context.document;
    // "Also accompanying him were".
    let first = sentence.iter().take(3).find(|&it| {
        document.token(it).xpos == Xpos::Vbg
            && [ESCORT, PRESENT, MEDIATE, &["represent"]]
                .iter()
                .any(|all| all.contains(&document.lemma(it)))
    })?;
    let were = (first.index() + 1..sentence.end().min(first.index() + REACH))
        .find(|&at| matches!(document.word(TokenId::new(at)), "were" | "was" | "are" | "is"))?;
    Some((first, were + 1))
}

/// Where more are named who were there too: "were there as well, as was NAME", "so did NAME".
fn likewise(context: &Context<'_>, sentence: TokenRange) -> Option<usize> {
    let document = context.document;
    let word = |at: usize| {
        let id = TokenId::new(at);
        if sentence.has(id) { document.word(id) } else { "" }
    };
    let opens = |at: &usize| {
        matches!(word(*at), "as" | "so")
            && matches!(word(at + 1), "was" | "were" | "did" | "had" | "is" | "are" | "will")
            && *at > 0
            && matches!(word(at - 1), "," | ";" | "and")
    };
    (sentence.start() + 1..sentence.end()).find(opens).map(|at| at + 2)
}

/// Whether "side" is one of no party: "on the other side".
fn is_other(context: &Context<'_>, side: TokenId) -> bool {
    let document = context.document;
    document
        .dependents(side, &[Relation::Amod, Relation::Det])
        .any(|it| matches!(document.lemma(it), "other" | "same" | "either" | "both" | "each"))
}

fn persons(draft: &Draft, all: Vec<ActorRef>) -> impl Iterator<Item = ActorRef> {
    all.into_iter().filter(|it| is_person(draft, *it))
}

/// Whether someone may be present by the verb: anyone by "attend", a person by "open".
fn is_party(context: &Context<'_>, draft: &Draft, verb: TokenId, actor: ActorRef) -> bool {
    let document = context.document;
    let plain = matches!(document.lemma(verb), "attend" | "participate" | "take" | "sit");
    let event = document.dependents(verb, &[Relation::Obj]).any(|it| {
        matches!(
            document.lemma(it),
            "it" | "meeting"
                | "talk"
                | "talks"
                | "session"
                | "conference"
                | "summit"
                | "event"
                | "gathering"
                | "discussion"
                | "ceremony"
                | "forum"
                | "dinner"
        )
    });
    // "joined them for the second part".
    let them = document.lemma(verb) == "join"
        && document
            .dependents(verb, &[Relation::Obj])
            .any(|it| matches!(document.word(it), "them" | "him" | "her" | "both"));
    plain || (event || them) && is_person(draft, actor)
}

/// Whether a verb is that of "took part", "sat in", "was in charge".
fn takes_part(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let next = |by: i32| id.offset(by).filter(|it| it.index() < document.tokens().len());
    let after = next(1).map_or("", |it| document.word(it));
    match document.lemma(id) {
        "take" => after.eq_ignore_ascii_case("part"),
        "sit" => after.eq_ignore_ascii_case("in"),
        _ => false,
    }
}

fn is_person(draft: &Draft, actor: ActorRef) -> bool {
    draft.actors[actor.index()].kind == ActorKind::Person
}

/// The people named in a sentence who are not named for what others are.
fn people(context: &Context<'_>, draft: &Draft, sentence: TokenRange) -> Vec<ActorRef> {
    let document = context.document;
    let mut found = Vec::new();
    for reference in draft.references_in(sentence) {
        let narrows = matches!(
            document.token(reference.head).relation,
            Relation::NmodPoss | Relation::Compound | Relation::Amod
        ) || document
            .dependents(reference.head, &[Relation::Case])
            .any(|it| matches!(document.lemma(it), "of" | "to" | "for" | "about" | "from" | "on"));
        if !narrows && reference.form == Form::Name {
            found.extend(reference.actors.iter().copied().filter(|it| is_person(draft, *it)));
        }
    }
    found
}
