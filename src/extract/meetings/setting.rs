//! When and where what a trigger tells of takes place.
//!
//! Finds: `met Lund in Oslo on Friday`, `Friday's session at the Grand Hotel`.
//! Leaves: `said on Friday that they had met`, `after talks in Oslo, Lund flew to Rome`.

use crate::date::Date;
use crate::extract::meetings::since;
use crate::extract::{Context, Draft, Place, actors, predication};
use crate::nlp::{Relation, Time, TokenId, Upos, Xpos};
use crate::record::LocationRef;

/// The trigger whose setting is asked for, with the others of its sentence.
pub(super) struct Anchor<'a> {
    /// The trigger.
    pub(super) id: TokenId,
    /// The verb that governs it, or itself.
    pub(super) governor: TokenId,
    /// All triggers of the sentence.
    pub(super) all: &'a [TokenId],
}

/// When something takes place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct When {
    /// The day, or the days.
    pub(super) date: Option<Date>,
    /// The last day, where only that is told: "until Wednesday".
    pub(super) until: Option<Date>,
}

/// What it costs to go from a token up to a trigger or its governor, or to a clause that the
/// trigger's is part of; nothing if none is above.
fn cost(context: &Context<'_>, anchor: &Anchor<'_>, head: TokenId, start: usize) -> Option<usize> {
    /// The cost of a way over the clause above: more than any way within the trigger's own.
    const OUTER: usize = 90;
    let document = context.document;
    let distance = |id: TokenId| start.abs_diff(id.index());
    let away = distance(anchor.id).min(9);
    let own = climb(context, head, anchor.id);
    if let Some(steps) = own.filter(|steps| *steps <= 1) {
        return Some(steps * 20 + away);
    }
    // What is part of another trigger's phrase is not of this one's.
    let taken = anchor.all.iter().any(|&other| {
        let others = other != anchor.id && other != anchor.governor;
        others && climb(context, head, other).is_some_and(|steps| steps <= 1)
    });
    if taken {
        return None;
    }
    // Of two triggers under one verb, the nearer has what hangs from the verb.
    let nearer = anchor.all.iter().any(|&other| {
        other != anchor.id
            && other != anchor.governor
            && distance(other) < distance(anchor.id)
            && (other.index() < start) == (anchor.id.index() < start)
    });
    if let Some(steps) = own {
        return (!nearer).then_some(steps * 20 + away);
    }
    if let Some(steps) = climb(context, head, anchor.governor) {
        return (!nearer).then_some(steps * 20 + 10 + away);
    }
    // "On Friday, when they met": the time is that of the clause above.
    let above = document.token(head).head?;
    let outer = document.token(above).upos == Upos::Verb
        && !is_reporting(context, head)
        && !nearer
        && document.ancestors(anchor.id).take(6).any(|it| it == above);
    outer.then_some(OUTER + away)
}

/// What it costs to take something that no path leads from, if it may be taken at all.
fn loose(context: &Context<'_>, anchor: &Anchor<'_>, head: TokenId, start: usize) -> Option<usize> {
    /// Tokens between a trigger and what still belongs to it.
    const REACH: usize = 26;
    let away = start.abs_diff(anchor.id.index());
    let other = anchor.all.iter().any(|&other| {
        other != anchor.id
            && other != anchor.governor
            && (climb(context, head, other).is_some() || start.abs_diff(other.index()) < away)
    });
    let inner = if is_of_relative(context, anchor, head, start) { REACH } else { 0 };
    (!other && away < REACH && !is_reporting(context, head)).then_some(100 + away + inner)
}

/// Whether a time or place is told within a clause about somebody: "NAME, who came on Tuesday, will meet". What
/// stands beyond the trigger is not, whatever the tree says.
fn is_of_relative(context: &Context<'_>, anchor: &Anchor<'_>, head: TokenId, start: usize) -> bool {
    let document = context.document;
    let mut above = document.ancestors(head).take(3);
    let clause = above.find(|&it| document.token(it).relation == Relation::AclRelcl);
    clause.is_some_and(|it| (it < anchor.id) == (start < anchor.id.index()))
}

/// How many heads up from `id` one comes to `to`, if within a few.
fn climb(context: &Context<'_>, id: TokenId, to: TokenId) -> Option<usize> {
    /// Heads up at most.
    const HEIGHT: usize = 5;
    if id == to {
        return Some(0);
    }
    context.document.ancestors(id).take(HEIGHT).position(|above| above == to).map(|steps| steps + 1)
}

/// When it takes place: by the expression of time nearest in the tree, else in the sentence.
pub(super) fn when(context: &Context<'_>, draft: &Draft, anchor: &Anchor<'_>) -> When {
    let document = context.document;
    let sentence = document.sentence(anchor.id).tokens;
    let first = document.times().partition_point(|it| it.tokens.start() < sentence.start());
    let last = since::time(context, draft, anchor.id);
    let mut best: Option<(usize, Date)> = None;
    let mut found = When::default();
    for time in &document.times()[first..] {
        if time.tokens.start() >= sentence.end() {
            break;
        }
        let (Some(date), Some(head)) = (time.date, document.head_of(time.tokens)) else { continue };
        let start = time.tokens.start();
        let Some(cost) =
            cost(context, anchor, head, start).or_else(|| loose(context, anchor, head, start))
        else {
            continue;
        };
        if is_led_by(context, time, head, &["since", "by"]) && !is_negated(context, anchor.governor)
            || last == Some(time)
            || is_of_before(context, anchor, head)
        {
            continue;
        }
        if is_led_by(context, time, head, &["until", "till", "through"]) {
            found.until = Some(date);
            continue;
        }
        if best.is_none_or(|(other, _)| cost < other) {
            best = Some((cost, date));
        }
    }
    found.date = best.map(|(_, date)| date);
    found
}

/// Whether a time is that of what a clause tells to have been before or after: "their first talks since Lund took
/// office on May 2".
fn is_of_before(context: &Context<'_>, anchor: &Anchor<'_>, head: TokenId) -> bool {
    let document = context.document;
    let is_verb = |it: &TokenId| document.token(*it).upos == Upos::Verb;
    let Some(verb) = document.ancestors(head).take(3).find(is_verb) else { return false };
    let is_within = |it: TokenId| it == verb || document.ancestors(it).any(|above| above == verb);
    let is_apart = document.dependents(verb, &[Relation::Mark]).any(|it| {
        ["since", "after", "before", "until"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(document.word(it)))
    });
    is_apart && !is_within(anchor.id) && !is_within(anchor.governor)
}

/// Whether a verb is negated: "had not met since November" tells when they last met.
pub(super) fn is_negated(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    document.children(verb).any(|it| {
        ["not", "n't", "n’t", "never"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(document.word(it)))
    })
}

/// Whether it is told that there was no encounter since something that no date tells: "have not spoken since the
/// war began".
pub(super) fn is_none_since(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    let sentence = document.sentence(verb).tokens;
    let is_since = |at: usize| document.word(TokenId::new(at)).eq_ignore_ascii_case("since");
    let Some(since) = (verb.index() + 1..sentence.end()).find(|&at| is_since(at)) else {
        return false;
    };
    let from = document.times().partition_point(|it| it.tokens.start() <= since);
    let is_dated = document.times().get(from).is_some_and(|time| {
        let head = document.head_of(time.tokens).unwrap_or(verb);
        is_led_by(context, time, head, &["since"])
    });
    is_negated(context, verb) && !is_dated
}

/// Whether a preposition of some stands before a time.
fn is_led_by(context: &Context<'_>, time: &Time, head: TokenId, words: &[&str]) -> bool {
    let document = context.document;
    let is = |id: TokenId| words.iter().any(|it| it.eq_ignore_ascii_case(document.word(id)));
    document.dependents(head, &[Relation::Case, Relation::Mark]).any(is)
        || time.tokens.first().and_then(|first| first.offset(-1)).is_some_and(is)
}

/// Whether a time or place belongs to a verb of saying: "he said on Friday".
pub(super) fn is_reporting(context: &Context<'_>, head: TokenId) -> bool {
    let document = context.document;
    document.token(head).head.is_some_and(|verb| {
        document.token(verb).upos == Upos::Verb
            && ["say", "tell", "announce", "report", "add", "write", "confirm", "state", "tweet"]
                .contains(&document.lemma(verb))
    })
}

/// Where it takes place, most specific first.
pub(super) fn places(
    context: &Context<'_>,
    draft: &Draft,
    anchor: &Anchor<'_>,
) -> Vec<LocationRef> {
    let document = context.document;
    let sentence = document.sentence(anchor.id).tokens;
    let near = draft.places_in(sentence);
    let mut best: Option<(usize, usize)> = None;
    for (index, place) in near.iter().enumerate() {
        if !is_where(context, place.head) || is_elsewhere(context, anchor, place.head) {
            continue;
        }
        let start = place.tokens.start();
        let Some(cost) = cost(context, anchor, place.head, start)
            .or_else(|| loose(context, anchor, place.head, start))
        else {
            continue;
        };
        if best.is_none_or(|(other, _)| cost < other) {
            best = Some((cost, index));
        }
    }
    let Some((_, first)) = best else { return there(context, draft, anchor) };
    let around = place_of_clause(context, near, anchor.id);
    with_around(context, draft, near, first, around)
}

/// Whether a place is that of something else: of what is spoken about ("views on the situation in
/// Kashmir"), of whom an office is in ("the envoy in Kabul"), of what comes before or after
/// ("before flying to Oslo").
fn is_elsewhere(context: &Context<'_>, anchor: &Anchor<'_>, head: TokenId) -> bool {
    /// Those who are told by where they are.
    const POSTED: &[&str] =
        &["ambassador", "envoy", "representative", "correspondent", "consul", "embassy", "office"];
    /// What is spoken about.
    const TROUBLES: &[&str] = &[
        "situation",
        "crisis",
        "war",
        "conflict",
        "tension",
        "unrest",
        "fighting",
        "violence",
        "development",
        "ceasefire",
        "truce",
        "bloodshed",
    ];
    let document = context.document;
    let has = |id: TokenId, relation: Relation, words: &[&str]| {
        document
            .dependents(id, &[relation])
            .any(|it| words.iter().any(|word| word.eq_ignore_ascii_case(document.word(it))))
    };
    let mut at = head;
    for _ in 0..5 {
        let Some(above) = document.token(at).head else { return false };
        if above == anchor.id || above == anchor.governor {
            return false;
        }
        let token = document.token(above);
        let noun = matches!(token.upos, Upos::Noun);
        let posted = token.xpos == Xpos::Nn && has(head, Relation::Case, &["in"]);
        if noun && at == head && posted && POSTED.contains(&document.lemma(above)) {
            return true;
        }
        if noun && TROUBLES.contains(&document.lemma(above)) {
            return true;
        }
        if token.upos == Upos::Verb
            && token.relation == Relation::Advcl
            && has(above, Relation::Mark, &["before", "after", "since"])
        {
            return true;
        }
        at = above;
    }
    false
}

/// The place told last, where a trigger or its verb has "there".
fn there(context: &Context<'_>, draft: &Draft, anchor: &Anchor<'_>) -> Vec<LocationRef> {
    /// Sentences back to the place.
    const REACH: usize = 3;
    let document = context.document;
    let has = |at: TokenId| {
        document
            .dependents(at, &[Relation::Advmod])
            .any(|it| document.word(it).eq_ignore_ascii_case("there"))
    };
    if !has(anchor.id) && !has(anchor.governor) {
        return Vec::new();
    }
    let end = draft.places.partition_point(|it| it.tokens.start() < anchor.id.index());
    let here = document.sentence_index(anchor.id);
    let Some(last) = draft.places[..end]
        .iter()
        .rposition(|it| is_where(context, it.head))
        .filter(|&it| here - document.sentence_index(draft.places[it].head) <= REACH)
    else {
        return Vec::new();
    };
    let first = innermost(context, &draft.places[..end], last);
    with_outer(context, &draft.places[first..end])
}

/// The place that the clause of a trigger describes: "in Oslo, where Lund received him at the
/// palace".
pub(super) fn place_of_clause(
    context: &Context<'_>,
    places: &[Place],
    id: TokenId,
) -> Option<LocationRef> {
    let document = context.document;
    let clause = std::iter::once(id)
        .chain(document.ancestors(id))
        .find(|&it| matches!(document.token(it).relation, Relation::AclRelcl | Relation::Advcl))?;
    let whole = document.subtree(clause);
    let first = whole.first()?;
    let told = document.word(first).eq_ignore_ascii_case("where")
        || document.next(first).is_some_and(|it| document.word(it).eq_ignore_ascii_case("where"));
    // The tree may hang the clause from the place or from the verb: the place stands before it.
    let place = places.iter().find(|it| {
        it.tokens.has(first) || (1..3).any(|by| it.tokens.end() + by == first.index() + 1)
    });
    place.filter(|_| told).map(|it| it.location)
}

/// Whether a place lies in the one told right after it: "the club in Sandvik, Norway".
fn lies_in(context: &Context<'_>, inner: &Place, outer: &Place) -> bool {
    /// Tokens between a place and the one that it lies in.
    const GAP: usize = 3;
    let (end, start) = (inner.tokens.end(), outer.tokens.start());
    start >= end
        && start - end <= GAP
        && (end..start).all(|at| {
            let word = context.document.word(TokenId::new(at));
            [",", "in", "at", "the", "on", "near", "outside"]
                .iter()
                .any(|it| it.eq_ignore_ascii_case(word))
        })
}

/// The place that lies in the one at `at` by a comma: the club of "in Sandvik, Norway".
fn innermost(context: &Context<'_>, places: &[Place], mut at: usize) -> usize {
    while at > 0 && lies_in(context, &places[at - 1], &places[at]) {
        at -= 1;
    }
    at
}

/// The place at `at` with those that it lies in and another one, if there is one, the most specific first.
pub(super) fn with_around(
    context: &Context<'_>,
    draft: &Draft,
    places: &[Place],
    at: usize,
    other: Option<LocationRef>,
) -> Vec<LocationRef> {
    let mut found = with_outer(context, &places[innermost(context, places, at)..]);
    found.extend(other.filter(|it| !found.contains(it)));
    // "in Oslo at the Grand Hotel": the venue comes before what it lies in, when told after it.
    found.sort_by_key(|location| std::cmp::Reverse(draft.locations[location.index()].kind));
    found
}

/// A place with those that it lies in.
pub(super) fn with_outer(context: &Context<'_>, places: &[Place]) -> Vec<LocationRef> {
    let mut found = vec![places[0].location];
    for pair in places.windows(2) {
        if !lies_in(context, &pair[0], &pair[1]) {
            break;
        }
        if !found.contains(&pair[1].location) {
            found.push(pair[1].location);
        }
    }
    found
}

/// Whether a place is one where something happens.
fn is_where(context: &Context<'_>, head: TokenId) -> bool {
    let document = context.document;
    // "the conference Central Asia + Italy" is named after those who come.
    let plus = |it: TokenId| document.word(it) == "+";
    let before = head.offset(-1);
    if document.next(head).is_some_and(plus) || before.is_some_and(plus) {
        return false;
    }
    let mut at = head;
    for _ in 0..3 {
        let token = document.token(at);
        let case = predication::preposition(context, at);
        // "the heads of Kenya and Chad".
        let office = token.head.is_some_and(|it| {
            document.token(it).upos == Upos::Noun && actors::is_office_head(document.lemma(it))
        });
        if office && case == Some("of") {
            return false;
        }
        if let Some(case) = case {
            return [
                "in", "at", "to", "near", "outside", "on", "inside", "into", "within", "of",
                "aboard",
            ]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(case));
        }
        match token.relation {
            Relation::Obj => {
                return token.head.is_some_and(|verb| {
                    ["visit", "reach", "tour"].contains(&document.lemma(verb))
                });
            }
            Relation::Nsubj | Relation::NsubjPass => return true,
            Relation::Advmod => return document.word(at).eq_ignore_ascii_case("here"),
            // "the Vienna talks".
            Relation::Compound => return at == head,
            Relation::Conj
            | Relation::Appos
            | Relation::Flat
            | Relation::NmodUnmarked
            | Relation::List => {
                let Some(above) = token.head else { return false };
                at = above;
            }
            _ => return false,
        }
    }
    false
}
