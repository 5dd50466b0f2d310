//! Who was at a meeting, weighed over the whole article: everybody told near it, by what rules say, by
//! what was learned of who met whom, and by how each is told.
//!
//! Finds: those whom rules missed in a list, or who are told sentences later to have sat beside others.
//! Leaves: whom rules put there, of whom nothing else tells that they were.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::extract::forest::{Forest, NEVER, Traits, place};
use crate::extract::meetings::merge::{self, Event, MANY};
use crate::extract::meetings::{absent, drop_own_states};
use crate::extract::weighed::{self, Weighed};
use crate::extract::{Context, Draft, Form, Reference, predication, statements};
use crate::nlp::{Encounter, Relation, TokenId, Upos};
use crate::record::{ActorKind, ActorRef, LocationRef, MeetingStatus, Speaker};
use crate::text::Span;

/// Sentences before those that tell of a meeting in which someone may be told who was there.
const BEFORE: usize = 2;
/// Sentences after them.
const AFTER: usize = 3;

/// What was learned of who is at meetings.
static LEARNED: LazyLock<Forest> =
    LazyLock::new(|| Forest::read(include_bytes!("../../../models/parties.bin")));

/// The logarithm of the odds from which someone was there whom rules put there: a chance of 0.38.
const ENOUGH: f32 = -0.5;
/// The same for someone else: a chance of 0.3.
const BESIDE: f32 = -0.85;
/// The same from which who joins makes one meeting of two, or was at one of years ago: a chance of 0.35.
const SURE: f32 = -0.6;

/// One who may have been at a meeting, with what tells whether he was.
type Candidate = (ActorRef, Traits);

/// The logarithm of the odds that someone was at a meeting, where that is enough.
fn odds(context: &Context<'_>, (actor, traits): &Candidate, event: &Event) -> Option<f32> {
    let odds = LEARNED.odds(traits);
    let enough = match () {
        () if event.draft.participants.contains(actor) => ENOUGH,
        () if is_old(context, event) => SURE,
        () => BESIDE,
    };
    (odds >= enough).then_some(odds)
}

/// Puts at each meeting those who were there.
pub(super) fn call(
    context: &Context<'_>,
    draft: &Draft,
    events: &mut Vec<Event>,
    weighed: &mut Option<Weighed>,
) {
    let mut meetings = vec![0; draft.actors.len()];
    for actor in events.iter().flat_map(|it| &it.draft.participants) {
        meetings[actor.index()] += 1;
    }
    let rolls: Vec<Vec<Candidate>> =
        (0..events.len()).map(|at| candidates(context, draft, (&*events, &meetings), at)).collect();
    if let Some(weighed) = weighed {
        let text = context.document.text();
        let drafts = events.iter().map(|it| &it.draft);
        weighed.parties = weighed::meetings(text, drafts, &rolls, ActorRef::index);
    }
    let mut changed = Vec::with_capacity(events.len());
    for (event, roll) in events.iter_mut().zip(&rolls) {
        let there = roll.iter().filter_map(|it| Some((it.0, odds(context, it, event)?)));
        let mut there: Vec<(ActorRef, f32)> = there.collect();
        // Nobody makes a meeting who only may have been there.
        let is_sure =
            |it: &(ActorRef, f32)| it.1 >= SURE || event.draft.participants.contains(&it.0);
        if there.iter().filter(|it| is_sure(it)).count() < 2 {
            there.retain(is_sure);
        }
        let mut all: Vec<ActorRef> = there.iter().map(|it| it.0).collect();
        drop_own_states(draft, &mut all);
        let own = there.iter().filter(|it| all.contains(&it.0));
        event.odds = own.clone().map(|it| it.1).min_by(f32::total_cmp).unwrap_or_default();
        let joins =
            |it: &(ActorRef, f32)| !event.draft.participants.contains(&it.0) && it.1 >= SURE;
        let leaves = |it: &ActorRef| !all.contains(it);
        changed.push(own.clone().any(joins) || event.draft.participants.iter().any(leaves));
        all.sort_unstable();
        event.draft.participants = all;
    }
    unite(draft, events, changed);
}

/// Puts together meetings told side by side of which one comes to have those of the other: "sat in on the
/// talks".
fn unite(draft: &Draft, events: &mut Vec<Event>, mut changed: Vec<bool>) {
    /// Sentences between two that may be one.
    const NEAR: usize = 5;
    let mut at = 1;
    while at < events.len() {
        let own = &events[at];
        let within = |one: &Event, other: &Event| {
            one.draft.participants.iter().all(|it| other.draft.participants.contains(it))
        };
        let first = own.first_sentence;
        let mut near = (at.saturating_sub(MANY)..at)
            .rev()
            .filter(|&it| events[it].last_sentence + NEAR >= first);
        let same = near.find(|&it| {
            let other = &events[it];
            (changed[it] || changed[at])
                && own.draft.participants.len() >= 2
                && other.draft.participants.len() >= 2
                && (within(own, other) || within(other, own))
                && merge::may_be_one(draft, other, own)
        });
        match same {
            Some(into) => {
                let from = events.remove(at);
                changed.remove(at);
                changed[into] = true;
                merge::absorb(draft, &mut events[into], from);
            }
            None => at += 1,
        }
    }
}

/// Words for an actor, with their sentence.
struct Told<'a> {
    reference: &'a Reference,
    sentence: usize,
}

/// How likely two met, as learned, in hundredths; both ways.
type Chances = FxHashMap<(ActorRef, ActorRef), i16>;

/// A meeting with what is told around it.
struct Scene<'a> {
    context: &'a Context<'a>,
    draft: &'a Draft,
    event: &'a Event,
    /// The sentences that tell of it.
    evidence: Vec<usize>,
    /// What is said in these, and near them.
    near: Vec<Told<'a>>,
    /// Within a sentence.
    chances: Chances,
    /// The same, the likeliest first.
    ranked: Vec<(i16, [ActorRef; 2])>,
    /// Over two.
    across: Chances,
    /// Those whose words the sentences have.
    speakers: Vec<ActorRef>,
    /// Of each actor at how many meetings it is.
    meetings: &'a [usize],
}

/// Those who may have been at a meeting.
fn candidates(
    context: &Context<'_>,
    draft: &Draft,
    (events, meetings): (&[Event], &[usize]),
    at: usize,
) -> Vec<Candidate> {
    let scene = Scene::new(context, draft, &events[at], meetings);
    let mut actors: Vec<ActorRef> = scene.event.draft.participants.clone();
    for it in &scene.near {
        for &actor in &it.reference.actors {
            if !actors.contains(&actor) {
                actors.push(actor);
            }
        }
    }
    let others = scene
        .near
        .iter()
        .filter(|it| scene.evidence.contains(&it.sentence))
        .flat_map(|it| &it.reference.actors);
    let mut others: Vec<ActorRef> =
        others.copied().filter(|it| !scene.event.draft.participants.contains(it)).collect();
    others.sort_unstable();
    others.dedup();
    let candidate = |actor: ActorRef| {
        let mut traits = Traits::new();
        scene.actor(actor, &mut traits);
        scene.among(events, at, actor, &mut traits);
        scene.words(actor, &mut traits);
        scene.chance(actor, &mut traits);
        traits.count(others.len());
        scene.home(actor, &mut traits);
        (actor, traits)
    };
    // Whom one meets at one stop of a journey one does not meet at the others.
    let is_elsewhere = |it: &ActorRef| {
        let own = scene.event;
        let beside = |other: &&Event| other.is_stop && other.first_sentence == own.first_sentence;
        own.is_stop
            && !own.draft.participants.contains(it)
            && events.iter().filter(beside).any(|other| other.draft.participants.contains(it))
    };
    // Who tells that states met is none of them.
    let own = &scene.event.draft.participants;
    let are_bodies =
        own.len() >= 2 && own.iter().all(|it| draft.actors[it.index()].kind != ActorKind::Person);
    let only_tells = |it: &ActorRef| are_bodies && !own.contains(it) && scene.speakers.contains(it);
    // Who is told of today was not there years ago, unless that is told.
    let is_old = is_old(context, scene.event);
    let is_inside = |it: &Told<'_>| scene.evidence.contains(&it.sentence);
    let is_of_today = |it: &ActorRef| {
        let mut told = scene.near.iter().filter(|near| is_inside(near));
        is_old && !own.contains(it) && !told.any(|near| near.reference.actors.contains(it))
    };
    // "came from the summit": who is told beside is where one comes to.
    let is_left = is_left_behind(context, scene.event);
    let is_at_end = |it: &ActorRef| {
        let mut told = scene.near.iter().filter(|near| is_inside(near));
        is_left && !own.contains(it) && !told.any(|near| near.reference.actors.contains(it))
    };
    let is_out =
        |it: &ActorRef| is_elsewhere(it) || only_tells(it) || is_of_today(it) || is_at_end(it);
    actors.into_iter().filter(|it| !scene.is_left_out(*it) && !is_out(it)).map(candidate).collect()
}

/// Whether a meeting is told as where somebody comes from: "came from the summit in Oslo".
fn is_left_behind(context: &Context<'_>, event: &Event) -> bool {
    let document = context.document;
    !event.words.is_empty()
        && event.words.iter().all(|&it| {
            predication::preposition(context, it) == Some("from")
                && document.token(it).head.is_some_and(|above| {
                    ["come", "return", "arrive", "fly", "travel", "back"]
                        .contains(&document.lemma(above))
                })
        })
}

/// Whether a meeting was so long ago that others may hold the offices now.
fn is_old(context: &Context<'_>, event: &Event) -> bool {
    let past = event.draft.date.zip(context.article.published);
    past.is_some_and(|(date, published)| date.days_to(published) > merge::YEAR)
}

impl<'a> Scene<'a> {
    fn new(
        context: &'a Context<'a>,
        draft: &'a Draft,
        event: &'a Event,
        meetings: &'a [usize],
    ) -> Self {
        let document = context.document;
        let sentences = document.sentences();
        let mut evidence: Vec<usize> = Vec::new();
        for span in &event.draft.evidence {
            let after =
                sentences.partition_point(|it| document.span(it.tokens).start() <= span.start());
            evidence.push(after.saturating_sub(1));
        }
        evidence.sort_unstable();
        evidence.dedup();
        let mut near: Vec<Told<'_>> = Vec::new();
        let mut done = 0;
        for &at in &evidence {
            let first = at.saturating_sub(BEFORE).max(done);
            let last = (at + AFTER).min(sentences.len() - 1);
            for (sentence, it) in (first..).zip(&sentences[first..=last]) {
                let told = draft.references_in(it.tokens).iter();
                near.extend(told.map(|reference| Told { reference, sentence }));
            }
            done = last + 1;
        }
        let (mut chances, mut across) = (Chances::default(), Chances::default());
        for &at in &evidence {
            let tokens = sentences[at].tokens;
            let all = document.encounters();
            let from = all.partition_point(|it| it.one.index() < tokens.start());
            let own = all[from..].iter().take_while(|it| it.one.index() < tokens.end());
            note(draft, own, &mut chances);
            let all = document.encounters_across();
            let end = sentences.get(at + 1).map_or(tokens.end(), |it| it.tokens.end());
            let from = all.partition_point(|it| it.two.index() < tokens.start());
            note(draft, all[from..].iter().take_while(|it| it.two.index() < end), &mut across);
        }
        let mut ranked: Vec<(i16, [ActorRef; 2])> =
            chances.iter().map(|(&(one, two), &chance)| (chance, [one, two])).collect();
        ranked.sort_unstable_by_key(|it| std::cmp::Reverse(*it));
        let speakers = speakers(draft, event);
        Self { context, draft, event, evidence, near, chances, ranked, across, speakers, meetings }
    }

    /// Whether it is told that the meeting was held without an actor: of what came to nothing nobody was left out.
    fn is_left_out(&self, actor: ActorRef) -> bool {
        let own = &self.event.draft;
        if own.status == MeetingStatus::Cancelled && own.participants.contains(&actor) {
            return false;
        }
        let after = self.evidence.last().map_or(0, |it| it + 1);
        let mut mine = self.near.iter().filter(|it| it.reference.actors.contains(&actor));
        mine.any(|it| {
            let is_inside = self.evidence.contains(&it.sentence);
            is_inside
                && (absent::is_left_out(self.context, it.reference)
                    || absent::is_away(self.context, it.reference))
                || it.sentence == after && absent::is_away_alone(self.context, it.reference)
        })
    }

    /// What is known of an actor whatever the words.
    fn actor(&self, actor: ActorRef, traits: &mut Traits) {
        let (draft, own) = (self.draft, &self.event.draft);
        let entry = &draft.actors[actor.index()];
        traits.count(entry.kind as usize);
        traits.flag(own.participants.contains(&actor));
        traits.flag(own.hosts.contains(&actor));
        traits.flag(own.mediators.contains(&actor));
        traits.flag(entry.is_named);
        traits.count(entry.mentions.len());
        traits.count(entry.roles.len());
        traits.count(entry.affiliations.len());
        let last = entry.name.rsplit(' ').next().unwrap_or_default();
        traits.flag(self.context.article.title.contains(last));
        // Who else of a side is there.
        let others = || own.participants.iter().filter(|it| **it != actor);
        let other = |it: &ActorRef| &draft.actors[it.index()];
        let beside = others()
            .filter(|it| other(it).affiliations.iter().any(|it| entry.affiliations.contains(it)));
        traits.count(beside.count());
        let acted_for = others().filter(|it| {
            other(it).affiliations.iter().any(|it| *it == entry.name || *it == entry.canonical)
        });
        traits.count(acted_for.count());
        let acts_for = others().filter(|it| {
            let other = other(it);
            entry.affiliations.iter().any(|it| *it == other.name || *it == other.canonical)
        });
        traits.count(acts_for.count());
    }

    /// What is known of the meeting, and of the actor at others.
    fn among(&self, events: &[Event], at: usize, actor: ActorRef, traits: &mut Traits) {
        let (draft, own) = (self.draft, &self.event.draft);
        let is_person = |it: &&ActorRef| draft.actors[it.index()].kind == ActorKind::Person;
        traits.count(own.participants.len());
        traits.count(own.participants.iter().filter(is_person).count());
        traits.count(own.kind as usize);
        traits.count(own.status as usize);
        traits.flag(self.event.is_sure);
        traits.count(self.event.mentions);
        traits.count(self.event.first_sentence);
        traits.count(events.len());
        let has = |it: &Event| it.draft.participants.contains(&actor);
        traits.count(self.meetings[actor.index()]);
        traits.maybe(at.checked_sub(1).map(|at| has(&events[at])));
        traits.maybe(events.get(at + 1).map(has));
        let first = self.event.first_sentence;
        let same = |range: std::ops::Range<usize>| {
            let beside = |it: &&Event| it.first_sentence == first;
            events[range].iter().filter(beside).any(has)
        };
        let end = (at + 1 + MANY).min(events.len());
        traits.flag(same(at.saturating_sub(MANY)..at) || same(at + 1..end));
        traits.flag(self.speakers.contains(&actor));
    }

    /// Whether the actor is at home, or is the state, where the meeting is told to be.
    fn home(&self, actor: ActorRef, traits: &mut Traits) {
        let (draft, event) = (self.draft, self.event);
        let entry = &draft.actors[actor.index()];
        let is_home = |it: &LocationRef| {
            let country = &draft.locations[it.index()].country;
            let is_own = entry.name == *country || entry.affiliations.contains(country);
            (!country.is_empty()).then_some(is_own)
        };
        traits.maybe(event.told.iter().find_map(is_home));
        traits.maybe(event.draft.locations.iter().find_map(is_home));
    }

    /// What the words for an actor tell.
    fn words(&self, actor: ActorRef, traits: &mut Traits) {
        let document = self.context.document;
        let mine = || self.near.iter().filter(|it| it.reference.actors.contains(&actor));
        let inside = || mine().filter(|it| self.evidence.contains(&it.sentence));
        let form = |it: &Told<'_>| match it.reference.form {
            Form::Name => 3,
            Form::Description => 2,
            Form::Pronoun => 1,
        };
        traits.push(inside().map(form).max().unwrap_or(0));
        traits.count(inside().count());
        traits.push(mine().map(form).max().unwrap_or(0));
        let first = self.event.first_sentence;
        let last = self.evidence.last().copied().unwrap_or(first);
        let before = mine().filter(|it| it.sentence <= first).map(|it| first - it.sentence);
        traits.gap(before.min());
        let after = mine().filter(|it| it.sentence >= last).map(|it| it.sentence - last);
        traits.gap(after.min());
        // The words that stand nearest to those for another of the meeting.
        let participants = &self.event.draft.participants;
        let is_other = |it: &ActorRef| *it != actor && participants.contains(it);
        let parties: Vec<TokenId> = self
            .near
            .iter()
            .filter(|it| self.evidence.contains(&it.sentence))
            .filter(|it| it.reference.actors.iter().any(is_other))
            .map(|it| it.reference.head)
            .collect();
        let gap = |it: &Told<'_>| {
            let own = it.reference.head.index();
            parties.iter().map(|other| other.index().abs_diff(own)).min()
        };
        let nearest =
            inside().min_by_key(|it| gap(it).unwrap_or(usize::MAX)).or_else(|| mine().next());
        let Some(nearest) = nearest else {
            traits.push(NEVER);
            (0..7).for_each(|_| traits.push(-9));
            return;
        };
        traits.gap(gap(nearest));
        let head = nearest.reference.head;
        traits.push(relation(self.context, head));
        traits.push(preposition(self.context, head));
        traits.push(self.verb(head));
        let own = first_of_list(self.context, head);
        traits.flag(parties.iter().any(|it| first_of_list(self.context, *it) == own));
        let paragraph = |sentence: usize| document.sentences()[sentence].paragraph;
        traits.flag(paragraph(nearest.sentence) == paragraph(first));
        traits.count(head.index() - document.sentence(head).tokens.start());
        traits.count(nearest.reference.actors.len());
    }

    /// What the verb above some words tells of: the meeting, presence, speech, or else.
    fn verb(&self, head: TokenId) -> i16 {
        /// Verbs of being there.
        const PRESENCE: &[&str] = &[
            "attend",
            "accompany",
            "join",
            "participate",
            "include",
            "comprise",
            "represent",
            "flank",
            "sit",
            "chair",
            "head",
            "lead",
            "preside",
            "mediate",
            "host",
            "invite",
        ];
        let document = self.context.document;
        let verb = document
            .ancestors(head)
            .find(|it| matches!(document.token(*it).upos, Upos::Verb | Upos::Auxiliary));
        let Some(verb) = verb else { return 0 };
        let lemma = document.lemma(verb);
        match () {
            () if self.event.lemmas.iter().any(|it| it == lemma) => 4,
            () if PRESENCE.contains(&lemma) => 3,
            () if statements::is_cue(lemma) => 2,
            () => 1,
        }
    }

    /// What was learned of whom an actor met.
    fn chance(&self, actor: ActorRef, traits: &mut Traits) {
        let participants = &self.event.draft.participants;
        let others = || participants.iter().filter(|it| **it != actor);
        for known in [&self.chances, &self.across] {
            let with = || others().filter_map(|it| known.get(&(actor, *it)).copied());
            traits.push(with().max().unwrap_or(-1));
            traits.push(with().min().unwrap_or(-1));
            traits.count(with().count());
        }
        let best = |fits: &dyn Fn(ActorRef, ActorRef) -> bool| {
            let found = self.ranked.iter().find(|(_, [one, two])| fits(*one, *two));
            found.map_or(-1, |it| it.0)
        };
        traits.push(best(&|one, _| one == actor));
        // How the others fare without him.
        let is_other = |it: ActorRef| it != actor && participants.contains(&it);
        traits.push(best(&|one, two| two != actor && is_other(one)));
        traits.push(best(&|one, two| is_other(one) && is_other(two)));
    }
}

/// Those whose words stand in the sentences that tell of a meeting.
fn speakers(draft: &Draft, event: &Event) -> Vec<ActorRef> {
    let own = &event.draft.evidence;
    let mut found = Vec::new();
    // What is far from the meeting is none of its own.
    let (Some(first), Some(last)) = (own.first(), own.last()) else { return found };
    for it in draft.statements_near(first.cover(*last)) {
        let within =
            |one: &Span| own.iter().any(|two| one.start() < two.end() && two.start() < one.end());
        if !it.evidence.iter().any(within) {
            continue;
        }
        match &it.speaker {
            Speaker::Joint { speakers } => found.extend(speakers),
            Speaker::Actor { speaker } => found.push(*speaker),
            Speaker::Unnamed { .. } => {}
        }
    }
    found
}

/// Takes in how likely actors met whose words stand for them.
fn note<'a>(draft: &Draft, found: impl Iterator<Item = &'a Encounter>, chances: &mut Chances) {
    for it in found {
        for &one in draft.actors_at(it.one) {
            for &two in draft.actors_at(it.two).iter().filter(|two| **two != one) {
                for pair in [(one, two), (two, one)] {
                    let known = chances.entry(pair).or_insert(-1);
                    *known = (*known).max(i16::from(it.chance));
                }
            }
        }
    }
}

/// The first of those that some words are listed with.
fn first_of_list(context: &Context<'_>, head: TokenId) -> TokenId {
    /// Steps back at most.
    const LENGTH: usize = 12;
    let document = context.document;
    let mut at = head;
    for _ in 0..LENGTH {
        let token = document.token(at);
        match token.head.filter(|_| token.relation == Relation::Conj) {
            Some(above) => at = above,
            None => break,
        }
    }
    at
}

/// The word by whose relation and preposition some words hang from the rest: the first of a list, what an
/// apposition stands beside.
fn stem(context: &Context<'_>, head: TokenId, mut stops: impl FnMut(TokenId) -> bool) -> TokenId {
    /// Heads up at most.
    const HEIGHT: usize = 6;
    let document = context.document;
    let mut at = head;
    for _ in 0..HEIGHT {
        let token = document.token(at);
        let goes_on = matches!(token.relation, Relation::Conj | Relation::Appos | Relation::Flat);
        match token.head.filter(|_| goes_on && !stops(at)) {
            Some(above) => at = above,
            None => break,
        }
    }
    at
}

/// By which relation some words hang from others.
fn relation(context: &Context<'_>, head: TokenId) -> i16 {
    match context.document.token(stem(context, head, |_| false)).relation {
        Relation::Nsubj => 1,
        Relation::NsubjPass => 2,
        Relation::Obj => 3,
        Relation::Iobj => 4,
        Relation::Obl => 5,
        Relation::Nmod => 6,
        Relation::NmodPoss => 7,
        Relation::Compound | Relation::Amod => 8,
        Relation::Root => 9,
        _ => 0,
    }
}

/// The preposition that leads to some words.
fn preposition(context: &Context<'_>, head: TokenId) -> i16 {
    const WORDS: &[&str] = &[
        "with",
        "between",
        "among",
        "by",
        "to",
        "of",
        "for",
        "from",
        "against",
        "about",
        "at",
        "in",
        "on",
        "under",
        "after",
        "before",
        "as",
        "beside",
        "alongside",
        "without",
    ];
    let case = |at: TokenId| predication::preposition(context, at);
    let at = stem(context, head, |at| case(at).is_some());
    case(at).map_or(-1, |word| place(WORDS, word))
}
