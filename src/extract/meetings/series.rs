//! Another meeting of those whose meetings were told before.
//!
//! Finds: `The previous round was held in Oslo in May`, `A third, set for Friday, was called off`, `They will
//! meet again in Oslo in June`, `Experts will meet in July`.
//! Leaves: `the first of May`, `a second bridge`, what has neither day nor place.

use crate::extract::meetings::merge::{self, Event};
use crate::extract::meetings::setting::{self, Anchor};
use crate::extract::meetings::{Again, Apart, Mention, Reach, status};
use crate::extract::{Context, Draft, predication};
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};
use crate::record::{ActorKind, ActorRef, MeetingKind};

/// Words that stand for one of those told before.
const COUNTED: &[&str] = &[
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "last", "latest", "next", "previous", "final", "another",
];
/// What tells which "one" is meant.
const WHICH: &[&str] = &[
    "last", "latest", "next", "previous", "first", "second", "third", "final", "another",
    "earlier", "similar", "new", "further",
];
/// What happens to meetings.
const HAPPENS: &[&str] = &[
    "take", "hold", "schedule", "plan", "set", "postpone", "cancel", "call", "put", "end", "open",
    "begin", "start", "follow", "conclude", "convene", "host", "attend", "collapse", "fail",
    "break", "expect", "due", "arrange", "organize", "organise", "produce", "bring", "finish",
    "adjourn", "lead", "go",
];
/// Those who meet for others.
const STAFF: &[&str] = &[
    "official",
    "expert",
    "officer",
    "technician",
    "delegation",
    "team",
    "diplomat",
    "specialist",
    "adviser",
    "advisor",
    "aide",
    "secretariat",
    "engineer",
    "group",
    "deputy",
    "delegate",
    "representative",
    "lawyer",
];

/// Sentences back to a meeting of which another is told by no word of its own.
const NEAR: usize = 3;
/// Sentences back to one of which another is told by a word for it.
const REACH: usize = 6;

/// Whether meetings of a kind come in series.
fn repeats(kind: MeetingKind) -> bool {
    matches!(
        kind,
        MeetingKind::Talks | MeetingKind::Meeting | MeetingKind::Summit | MeetingKind::Conference
    )
}

/// What a sentence tells of meetings by a number alone: "the second took place in May".
pub(super) fn of(
    context: &Context<'_>,
    draft: &Draft,
    (index, sentence): (usize, TokenRange),
    triggers: &[TokenId],
    mentions: &[Mention],
) -> Vec<Mention> {
    let told = mentions
        .iter()
        .rev()
        .find(|it| it.reach != Reach::Attendance && !it.lemma.is_empty() && repeats(it.kind));
    let Some(told) = told.filter(|it| it.sentence + NEAR >= index) else { return Vec::new() };
    let (lemma, kind) = (told.lemma.clone(), told.kind);
    let stands = |id: &TokenId| stands_alone(context, *id).filter(|it| happens(context, *id, *it));
    sentence
        .iter()
        .filter_map(|id| Some((id, stands(&id)?)))
        .map(|(id, governor)| {
            let all: Vec<TokenId> = triggers.iter().copied().chain([id]).collect();
            let anchor = Anchor { id, governor, all: &all };
            let when = setting::when(context, draft, &anchor);
            Mention {
                lemma: lemma.clone(),
                status: status::of(context, id, governor, when.date),
                locations: setting::places(context, draft, &anchor),
                date: when.date,
                until: when.until,
                trigger: Some(id),
                apart: Apart::Other,
                is_before: status::is_pluperfect(context, governor),
                ..Mention::bare(context, kind, index)
            }
        })
        .filter(|it| it.date.is_some() || !it.locations.is_empty())
        .collect()
}

/// The word above one that stands for a meeting by its number alone, if it is such a word.
fn stands_alone(context: &Context<'_>, id: TokenId) -> Option<TokenId> {
    let document = context.document;
    let token = document.token(id);
    let is = |at: TokenId, words: &[&str]| {
        words.iter().any(|it| it.eq_ignore_ascii_case(document.word(at)))
    };
    let counted = is(id, COUNTED)
        || is(id, &["one"])
            && document.dependents(id, &[Relation::Amod, Relation::Det]).any(|it| is(it, WHICH))
        || is(id, &["up"])
            && token.upos == Upos::Noun
            && id.offset(-2).is_some_and(|it| is(it, &["follow"]));
    let whole = matches!(
        token.relation,
        Relation::Nsubj | Relation::NsubjPass | Relation::Appos | Relation::Conj | Relation::Obj
    );
    // "the first of May", "the second of the bridges".
    let part = predication::obliques(context, id, &["of"]).next().is_some();
    let determined = document.dependents(id, &[Relation::Det, Relation::NmodPoss]).next().is_some()
        || is(id, &["another"]);
    (counted && whole && !part && determined && document.name_at(id).is_none())
        .then_some(token.head)
        .flatten()
}

/// Whether what is told of such a word is what happens to meetings.
fn happens(context: &Context<'_>, id: TokenId, above: TokenId) -> bool {
    let document = context.document;
    let told = |at: TokenId| HAPPENS.contains(&document.lemma(at));
    let narrowed = document.dependents(id, &[Relation::Acl, Relation::AclRelcl]).any(told);
    match document.token(id).relation {
        // "two rounds, the first in Oslo in May and the second in Rome".
        Relation::Appos | Relation::Conj if document.token(above).upos != Upos::Verb => true,
        _ => narrowed || told(above),
    }
}

/// Whether those who meet do so for others, who are not named: "experts will meet in July".
pub(super) fn is_by_staff(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    document.token(verb).upos == Upos::Verb
        && document
            .dependents(verb, &[Relation::Nsubj])
            .any(|it| STAFF.contains(&document.lemma(it)))
}

/// Whether one body meets again that is not named: "the council will meet again in May".
pub(super) fn is_by_body(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    document.token(verb).upos == Upos::Verb
        && document.dependents(verb, &[Relation::Nsubj]).any(|it| {
            document.token(it).xpos == Xpos::Nn
                && document.dependents(it, &[Relation::Conj]).next().is_none()
        })
}

/// The parties of the last meeting of a series, where another of it is told: "the previous round
/// was held in Oslo in May", "a session due in July was put off".
pub(super) fn parties(draft: &Draft, events: &[Event], mention: &Mention) -> Vec<ActorRef> {
    let tells = mention.date.is_some() || !mention.locations.is_empty();
    if !tells || !repeats(mention.kind) || mention.lemma.is_empty() {
        return Vec::new();
    }
    let fits = |event: &&Event| {
        let gap = mention.sentence - event.last_sentence;
        event.draft.participants.len() >= 2
            && gap <= REACH
            && (mention.apart == Apart::Other || mention.again != Again::No)
            && merge::kinds_agree(event.draft.kind, mention.kind)
    };
    let recent = || events.iter().rev().take(merge::EVENTS).filter(fits);
    let agree = |event: &Event| merge::words_agree(event.draft.kind, mention.kind, false);
    if mention.again == Again::Staff {
        return recent().find_map(|event| states(draft, event)).unwrap_or_default();
    }
    // "the next round" is another of what was told in the same word, if anything was.
    recent()
        .find(|event| event.lemmas.contains(&mention.lemma))
        .or_else(|| recent().find(|event| mention.apart == Apart::Other && agree(event)))
        .or_else(|| recent().find(|_| mention.again == Again::Theirs))
        .or_else(|| {
            recent().find(|event| {
                mention.reach == Reach::Fresh
                    && mention.sentence - event.last_sentence <= NEAR
                    && agree(event)
            })
        })
        .map(|event| {
            let is_far = event
                .draft
                .date
                .zip(mention.date)
                .is_some_and(|(one, two)| one.days_to(two).max(two.days_to(one)) > merge::YEAR);
            // Whoever held the offices then, unless it is told whose it was: "their first talks".
            if is_far && mention.again != Again::Theirs {
                return states(draft, event).unwrap_or_default();
            }
            // Other people may have come for the same states.
            let states = event.first.len() >= 2
                && event.first.iter().all(|it| {
                    matches!(draft.actors[it.index()].kind, ActorKind::State | ActorKind::Bloc)
                });
            if states { event.first.clone() } else { event.draft.participants.clone() }
        })
        .unwrap_or_default()
}

/// The states for which those of a meeting came, if they are several.
fn states(draft: &Draft, event: &Event) -> Option<Vec<ActorRef>> {
    let state = |name: &String| {
        let is_it =
            |kind, own: &str| matches!(kind, ActorKind::State | ActorKind::Bloc) && *name == own;
        draft.actors.iter().position(|it| is_it(it.kind, &it.name)).map(ActorRef::new)
    };
    let mut found: Vec<ActorRef> = Vec::new();
    for actor in &event.draft.participants {
        let own = &draft.actors[actor.index()];
        let side = match own.kind {
            ActorKind::Person => own.affiliations.iter().find_map(state),
            ActorKind::State | ActorKind::Bloc => Some(*actor),
            ActorKind::Organization => None,
        };
        found.extend(side.filter(|it| !found.contains(it)));
    }
    (found.len() >= 2).then_some(found)
}
