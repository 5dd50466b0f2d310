//! Who met whom, where and when: meetings, talks, summits, visits, calls, conferences, ceremonies.
//!
//! Finds: `Okwuosa met Lund in Oslo on Friday`, `talks between Kenya and Chad`, `Lund will host
//! Okwuosa`, `a call with the Kenyan president`.
//! Leaves: `met the deadline`, `the meeting` that no one attends, news conferences.
//!
//! Each word that tells of an encounter gives a mention; mentions of one encounter are then put
//! together by their participants, dates and words.

mod codes;
mod merge;
mod status;
mod trigger;

use crate::date::Date;
use crate::extract::{Context, Draft, Extractor, predication};
use crate::nlp::{Relation, TokenId, Upos};
use crate::record::{ActorKind, ActorRef, LocationRef, MeetingKind, MeetingStatus};
use crate::text::Span;

use trigger::{Form, Part, Trigger};

/// Finds the meetings.
pub(super) const EXTRACTOR: Extractor = Extractor { name: "meetings", find };

/// One telling of a meeting.
pub(super) struct Mention {
    kind: MeetingKind,
    status: MeetingStatus,
    participants: Vec<ActorRef>,
    hosts: Vec<ActorRef>,
    locations: Vec<LocationRef>,
    date: Option<Date>,
    evidence: Span,
    sentence: usize,
    /// Whether it speaks of a meeting told before: "the talks", "their meeting".
    definite: bool,
}

fn find(context: &Context<'_>, draft: &mut Draft) {
    let triggers = trigger::table();
    let mut mentions: Vec<Mention> = Vec::new();
    for id in context.document.all().iter() {
        let Some(found) = trigger::at(context, &triggers, id) else { continue };
        if let Some(mention) = read(context, draft, found, id) {
            mentions.push(mention);
        }
    }
    draft.meetings = merge::merge(context, draft, mentions);
}

/// Reads the meeting that the word at `id` tells of.
fn read(context: &Context<'_>, draft: &Draft, trigger: Trigger, id: TokenId) -> Option<Mention> {
    let document = context.document;
    let mut participants = Vec::new();
    let mut hosts = Vec::new();
    let governor = match trigger.part {
        Part::Verb => {
            verb_parties(context, draft, trigger, id, &mut participants, &mut hosts);
            id
        }
        Part::Noun => noun_parties(context, draft, id, &mut participants),
    };
    if participants.len() < 2 && trigger.form != Form::Weak {
        around(context, draft, id, &mut participants);
    }
    drop_own_states(draft, &mut participants);
    if trigger.form == Form::Weak && participants.len() < 2 {
        return None;
    }
    let sentence = document.sentence_index(id);
    let span = document.span(document.sentences()[sentence].tokens);
    let definite = trigger.part == Part::Noun
        && document.children(id).any(|child| {
            document.token(child).relation == Relation::NmodPoss
                || ["the", "their", "this", "these", "those", "that"]
                    .iter()
                    .any(|it| it.eq_ignore_ascii_case(document.word(child)))
        });
    let date = when(context, id, governor);
    let status = status::of(context, id, governor, date);
    Some(Mention {
        kind: trigger.kind,
        status,
        participants,
        hosts,
        locations: places(context, draft, id, governor),
        date,
        evidence: span,
        sentence,
        definite,
    })
}

fn extend(found: &mut Vec<ActorRef>, more: Vec<ActorRef>) {
    for actor in more {
        if !found.contains(&actor) {
            found.push(actor);
        }
    }
}

/// The parties of a verb of meeting.
fn verb_parties(
    context: &Context<'_>,
    draft: &Draft,
    trigger: Trigger,
    verb: TokenId,
    participants: &mut Vec<ActorRef>,
    hosts: &mut Vec<ActorRef>,
) {
    let document = context.document;
    let passive =
        document.dependents(verb, &[Relation::AuxPass, Relation::NsubjPass]).next().is_some();
    if let Some(subject) = predication::subject(context, verb) {
        let own = predication::parties(context, draft, subject);
        if trigger.form == Form::Host && !passive {
            extend(hosts, own.clone());
        }
        extend(participants, own);
    }
    if matches!(trigger.form, Form::Joint | Form::Guest | Form::Host | Form::Weak) {
        for object in document.dependents(verb, &[Relation::Obj, Relation::Iobj]) {
            extend(participants, predication::parties(context, draft, object));
        }
    }
    let with: Vec<TokenId> =
        predication::obliques(context, verb, &["with", "alongside", "between", "by", "to"])
            .collect();
    for head in with {
        let by_or_to = document
            .dependents(head, &[Relation::Case])
            .any(|case| ["by", "to"].iter().any(|it| it.eq_ignore_ascii_case(document.word(case))));
        let speaks_to = matches!(trigger.form, Form::With) && document.lemma(verb) == "speak";
        if by_or_to && !passive && !speaks_to {
            continue;
        }
        let own = predication::parties(context, draft, head);
        if passive && by_or_to && trigger.form == Form::Host {
            extend(hosts, own.clone());
        }
        extend(participants, own);
    }
    // The tree may hang "with NAME" elsewhere: look right after the verb.
    if participants.len() < 2 {
        extend(participants, linear(context, draft, verb));
    }
}

/// The parties in "with NAME, NAME and NAME" that follows soon after a token.
fn linear(context: &Context<'_>, draft: &Draft, id: TokenId) -> Vec<ActorRef> {
    /// Tokens between the word and "with": "held talks on trade in Oslo with".
    const REACH: usize = 9;
    let document = context.document;
    let sentence = predication::sentence_of(context, id);
    let limit = sentence.end().min(id.index() + 1 + REACH);
    for at in id.index() + 1..limit {
        let token = document.token(TokenId::new(at));
        let word = document.word(TokenId::new(at));
        if matches!(token.upos, Upos::Verb | Upos::Subordinator) || matches!(word, ";" | "“" | "\"")
        {
            break;
        }
        if ["with", "between"].iter().any(|it| it.eq_ignore_ascii_case(word)) {
            return predication::list_from(context, draft, at + 1, sentence.end());
        }
    }
    Vec::new()
}

/// The people of a sentence, or else its states, where its tree tells no two parties.
fn around(context: &Context<'_>, draft: &Draft, id: TokenId, participants: &mut Vec<ActorRef>) {
    let document = context.document;
    let sentence = predication::sentence_of(context, id);
    let in_quotation =
        |at: TokenId| document.quotations().iter().any(|quotation| quotation.tokens.has(at));
    let speaks = |head: TokenId| {
        document.token(head).relation == Relation::Nsubj
            && document.token(head).head.is_some_and(|verb| {
                ["say", "tell", "add", "announce", "write", "report", "state", "note"]
                    .contains(&document.lemma(verb))
            })
    };
    for wanted in [&[ActorKind::Person][..], &[ActorKind::State, ActorKind::Bloc]] {
        let mut found = participants.clone();
        for reference in &draft.references {
            let of_kind = reference
                .actors
                .iter()
                .all(|actor| wanted.contains(&draft.actors[actor.index()].kind));
            if of_kind
                && sentence.contains(reference.tokens)
                && !speaks(reference.head)
                && document.token(reference.head).relation != Relation::NmodPoss
                && in_quotation(reference.head) == in_quotation(id)
            {
                extend(&mut found, reference.actors.clone());
            }
        }
        if found.len() >= 2 && found.len() <= MOST_AROUND {
            *participants = found;
            return;
        }
    }
}

/// Parties in one sentence beyond which not all of them have met.
const MOST_AROUND: usize = 5;

/// Verbs whose subjects take part in what their object or oblique names.
const LIGHT: &[&str] = &[
    "hold",
    "have",
    "attend",
    "begin",
    "start",
    "open",
    "conclude",
    "join",
    "resume",
    "continue",
    "conduct",
    "lead",
    "arrive",
    "travel",
    "fly",
    "come",
    "go",
    "meet",
    "take",
    "make",
    "pay",
    "sit",
    "head",
    "participate",
    "engage",
    "host",
    "chair",
    "complete",
    "finish",
    "wrap",
    "end",
    "plan",
    "schedule",
    "cancel",
    "postpone",
    "arrange",
    "agree",
    "return",
    "visit",
    "leave",
    "speak",
    "discuss",
    "enter",
    "gather",
    "convene",
    "place",
    "do",
    "kick",
    "launch",
    "offer",
    "propose",
    "refuse",
    "reject",
    "skip",
    "seek",
    "want",
    "be",
    "land",
    "use",
    "mark",
    "stage",
];

/// The parties of a noun of meeting; gives the verb that governs it, or itself.
fn noun_parties(
    context: &Context<'_>,
    draft: &Draft,
    noun: TokenId,
    participants: &mut Vec<ActorRef>,
) -> TokenId {
    let document = context.document;
    let mut governor = noun;
    // Possessors and parts of compounds: "Okwuosa's meeting", "the Kenya-Chad talks".
    for child in document.children(noun) {
        let relation = document.token(child).relation;
        if matches!(relation, Relation::NmodPoss | Relation::Compound | Relation::Amod) {
            extend(participants, predication::parties(context, draft, child));
            if relation != Relation::NmodPoss
                && let Some(actor) = predication::state_actor(context, draft, document.word(child))
                && !participants.contains(&actor)
            {
                participants.push(actor);
            }
            for inner in document.dependents(child, &[Relation::Compound, Relation::Amod]) {
                extend(participants, predication::parties(context, draft, inner));
            }
        }
    }
    let with: Vec<TokenId> = predication::obliques(
        context,
        noun,
        &["with", "between", "among", "of", "involving", "by"],
    )
    .collect();
    for head in with {
        extend(participants, predication::parties(context, draft, head));
    }
    // "NAME was on the phone to NAME": the noun is the predicate.
    for subject in document.dependents(noun, &[Relation::Nsubj]) {
        if document.dependents(noun, &[Relation::Cop]).next().is_some()
            && document.dependents(noun, &[Relation::Case]).next().is_some()
        {
            extend(participants, predication::parties(context, draft, subject));
            let to: Vec<TokenId> = predication::obliques(context, noun, &["to"]).collect();
            for head in to {
                extend(participants, predication::parties(context, draft, head));
            }
        }
    }
    if let Some(head) = document.token(noun).head {
        let relation = document.token(noun).relation;
        let mut verb = head;
        // "a day of talks", "a round of talks", "for the start of a visit".
        for _ in 0..2 {
            if document.token(verb).upos == Upos::Noun
                && let Some(above) = document.token(verb).head
                && matches!(
                    document.token(verb).relation,
                    Relation::Obj | Relation::Obl | Relation::Nmod
                )
            {
                verb = above;
            }
        }
        let is_argument = matches!(
            relation,
            Relation::Obj
                | Relation::Obl
                | Relation::Nmod
                | Relation::Xcomp
                | Relation::Conj
                | Relation::Advcl
        );
        if document.token(verb).upos == Upos::Verb && is_argument {
            governor = verb;
            if LIGHT.contains(&document.lemma(verb)) {
                if let Some(subject) = predication::subject(context, verb)
                    && subject != noun
                {
                    extend(participants, predication::parties(context, draft, subject));
                }
                let with: Vec<TokenId> =
                    predication::obliques(context, verb, &["with", "between"]).collect();
                for head in with {
                    if head != noun {
                        extend(participants, predication::parties(context, draft, head));
                    }
                }
            }
        } else if matches!(relation, Relation::Nsubj | Relation::NsubjPass) {
            governor = head;
            let with: Vec<TokenId> =
                predication::obliques(context, head, &["with", "between"]).collect();
            for head in with {
                extend(participants, predication::parties(context, draft, head));
            }
        }
    }
    if participants.len() < 2 {
        extend(participants, linear(context, draft, noun));
    }
    governor
}

/// Leaves out the states of people who take part themselves.
fn drop_own_states(draft: &Draft, participants: &mut Vec<ActorRef>) {
    let served: Vec<String> = participants
        .iter()
        .filter(|actor| draft.actors[actor.index()].kind == ActorKind::Person)
        .flat_map(|actor| draft.actors[actor.index()].affiliations.iter().cloned())
        .collect();
    participants.retain(|actor| {
        let own = &draft.actors[actor.index()];
        own.kind == ActorKind::Person
            || !served.iter().any(|it| *it == own.name || *it == own.canonical)
    });
}

/// How many heads up from `id` one comes to `to`, if within a few.
fn climb(context: &Context<'_>, id: TokenId, to: TokenId) -> Option<usize> {
    if id == to {
        return Some(0);
    }
    context.document.ancestors(id).take(5).position(|above| above == to).map(|steps| steps + 1)
}

/// When a meeting takes place: the expression of time nearest to its words in the tree, else the
/// nearest in the sentence that belongs to no other verb.
fn when(context: &Context<'_>, id: TokenId, governor: TokenId) -> Option<Date> {
    let document = context.document;
    let sentence = predication::sentence_of(context, id);
    let mut best: Option<(usize, Date)> = None;
    for time in document.times() {
        if !sentence.contains(time.tokens) {
            continue;
        }
        let (Some(date), Some(head)) = (time.date, document.head_of(time.tokens)) else { continue };
        let steps = climb(context, head, id)
            .map(|steps| steps * 2)
            .or_else(|| climb(context, head, governor).map(|steps| steps * 2 + 1));
        let away = time.tokens.start().abs_diff(id.index());
        let cost = match steps {
            Some(steps) => steps * 10 + away.min(9),
            None if is_reporting(context, head) => continue,
            None => 100 + away,
        };
        if best.is_none_or(|(other, _)| cost < other) {
            best = Some((cost, date));
        }
    }
    best.map(|(_, date)| date)
}

/// Whether a time belongs to a verb of saying: "he said on Friday".
fn is_reporting(context: &Context<'_>, head: TokenId) -> bool {
    let document = context.document;
    document.token(head).head.is_some_and(|verb| {
        ["say", "tell", "announce", "report", "add", "write", "confirm", "state", "tweet"]
            .contains(&document.lemma(verb))
    })
}

/// Where a meeting takes place, most specific first.
fn places(
    context: &Context<'_>,
    draft: &Draft,
    id: TokenId,
    governor: TokenId,
) -> Vec<LocationRef> {
    let document = context.document;
    let sentence = predication::sentence_of(context, id);
    let mut best: Option<(usize, usize)> = None;
    for (index, place) in draft.places.iter().enumerate() {
        if !sentence.contains(place.tokens) || !is_where(context, place.head) {
            continue;
        }
        let steps = climb(context, place.head, id)
            .map(|steps| steps * 2)
            .or_else(|| climb(context, place.head, governor).map(|steps| steps * 2 + 1));
        let away = place.tokens.start().abs_diff(id.index());
        let cost = match steps {
            Some(steps) => steps * 10 + away.min(9),
            None => 100 + away,
        };
        if cost < 125 && best.is_none_or(|(other, _)| cost < other) {
            best = Some((cost, index));
        }
    }
    let Some((_, first)) = best else { return Vec::new() };
    // What follows with a comma or "in" is where that place lies: "the club in Sandvik, Norway".
    let mut found = vec![draft.places[first].location];
    let mut end = draft.places[first].tokens.end();
    for place in &draft.places[first + 1..] {
        let between = (end..place.tokens.start()).map(|at| document.word(TokenId::new(at)));
        let close = place.tokens.start() - end <= 3
            && between.clone().all(|word| {
                [",", "in", "at", "the", "on", "near", "outside"]
                    .iter()
                    .any(|it| it.eq_ignore_ascii_case(word))
            });
        if !close || !sentence.contains(place.tokens) {
            break;
        }
        if !found.contains(&place.location) {
            found.push(place.location);
        }
        end = place.tokens.end();
    }
    // "in Oslo at the Grand Hotel": the venue comes before what it lies in, when told before it.
    found.sort_by_key(|location| std::cmp::Reverse(draft.locations[location.index()].kind));
    found
}

/// Whether a place is one where something happens.
fn is_where(context: &Context<'_>, head: TokenId) -> bool {
    let document = context.document;
    let mut at = head;
    for _ in 0..3 {
        let token = document.token(at);
        let case = document.dependents(at, &[Relation::Case]).next();
        if let Some(case) = case {
            return ["in", "at", "to", "near", "outside", "on", "inside", "into"]
                .iter()
                .any(|it| it.eq_ignore_ascii_case(document.word(case)));
        }
        match token.relation {
            Relation::Obj => {
                return token.head.is_some_and(|verb| {
                    ["visit", "leave", "reach", "tour"].contains(&document.lemma(verb))
                });
            }
            Relation::Conj
            | Relation::Appos
            | Relation::Flat
            | Relation::Compound
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

/// Sorts places from venues to countries: the order of the vocabulary, turned around.
#[cfg(test)]
mod tests {
    use crate::record::LocationKind;

    #[test]
    fn venues_sort_after_countries() {
        assert!(LocationKind::Venue > LocationKind::City);
        assert!(LocationKind::City > LocationKind::Region);
        assert!(LocationKind::Region > LocationKind::Country);
    }
}
