//! Where meetings took place, weighed over the whole article: each place that it names against each
//! meeting, by what rules say, by what was learned of the sentence, and by what is told around it.
//!
//! Finds: the hall and the city told in the sentence before, or at the top of the article.
//! Leaves: what rules took for the place of a meeting, where all else tells of another.

use std::cmp::Reverse;
use std::sync::LazyLock;

use crate::date::Date;
use crate::extract::forest::{Forest, NEVER, Traits};
use crate::extract::locations::is_origin;
use crate::extract::meetings::merge::{Event, MANY, are_apart};
use crate::extract::meetings::stay::Stay;
use crate::extract::meetings::{nearness, setting, stay};
use crate::extract::weighed::{self, Weighed};
use crate::extract::{Context, Draft, LocationDraft, predication};
use crate::gazetteer::Known;
use crate::nlp::{Relation, TokenId};
use crate::record::{ActorKind, ActorRef, LocationKind, LocationRef, MeetingKind};

/// Sentences before a meeting in which its place may be told.
const BEFORE: usize = 60;
/// Sentences after it.
const AFTER: usize = 6;
/// Days between meetings of one trip.
const TRIP: i32 = 3;

/// What was learned of where meetings are.
static LEARNED: LazyLock<Forest> =
    LazyLock::new(|| Forest::read(include_bytes!("../../../models/places.bin")));

/// The logarithm of the odds from which the likeliest place of a kind is one: a chance of three of ten.
const ENOUGH: f32 = -0.85;
/// The same for others of its kind: eleven of twenty.
const BESIDE: f32 = 0.2;

/// A place where a meeting may have been, with what tells whether it was there.
type Candidate = (LocationRef, Traits);

/// Gives each meeting its places.
pub(super) fn settle(
    context: &Context<'_>,
    draft: &Draft,
    stays: &[Stay],
    (events, weighed): (&mut [Event], &mut Option<Weighed>),
) {
    let map = Map::new(context, draft, events);
    let all: Vec<Vec<Candidate>> =
        (0..events.len()).map(|at| map.candidates(context, draft, (stays, events), at)).collect();
    if let Some(weighed) = weighed {
        let text = context.document.text();
        let drafts = events.iter().map(|it| &it.draft);
        weighed.places = weighed::meetings(text, drafts, &all, LocationRef::index);
    }
    for (event, places) in events.iter_mut().zip(&all) {
        let mut locations = chosen(draft, places);
        if event.is_stop && !event.told.is_empty() {
            locations.clone_from(&event.told);
        }
        // Of a call only the room is told that one speaks from.
        if event.draft.kind == MeetingKind::Call {
            locations.retain(|it| draft.locations[it.index()].kind == LocationKind::Venue);
        }
        event.draft.locations = locations;
    }
}

/// The likeliest places of a meeting, most specific first.
fn chosen(draft: &Draft, candidates: &[Candidate]) -> Vec<LocationRef> {
    /// Countries and regions stand for each other.
    fn rank(kind: LocationKind) -> u8 {
        match kind {
            LocationKind::Country | LocationKind::Region => 0,
            LocationKind::City => 1,
            LocationKind::Venue => 2,
        }
    }
    let kind = |it: LocationRef| draft.locations[it.index()].kind;
    let mut all: Vec<(f32, LocationRef)> =
        candidates.iter().map(|(location, traits)| (LEARNED.odds(traits), *location)).collect();
    all.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
    let mut found: Vec<LocationRef> = Vec::new();
    for (odds, location) in all {
        let has = found.iter().any(|it| rank(kind(*it)) == rank(kind(location)));
        if odds >= if has { BESIDE } else { ENOUGH } {
            found.push(location);
        }
    }
    found.sort_by_key(|it| Reverse(kind(*it)));
    found
}

/// A mention of a place.
struct Seen {
    location: LocationRef,
    head: TokenId,
    sentence: usize,
    paragraph: u32,
    /// Which preposition leads to it.
    way: i16,
    /// Whether it may be a state that acts.
    acts: bool,
}

/// What is looked up for all meetings of an article.
struct Map {
    seen: Vec<Seen>,
    /// Of each location how many mentions it has, and the sentence of the first.
    counts: Vec<(usize, usize)>,
    /// Of each location at how many meetings it is told.
    meetings: Vec<usize>,
    /// Of each location whether it is the capital of its country.
    capitals: Vec<bool>,
}

impl Map {
    /// Looks up the places of an article.
    fn new(context: &Context<'_>, draft: &Draft, events: &[Event]) -> Self {
        let document = context.document;
        let mut counts = vec![(0, usize::MAX); draft.locations.len()];
        let seen = draft.places.iter().map(|it| {
            let sentence = document.sentence_index(it.head);
            let (count, first) = &mut counts[it.location.index()];
            *count += 1;
            *first = sentence.min(*first);
            let acts = draft.reference_at(it.head).is_some_and(|it| {
                it.actors.iter().any(|it| draft.actors[it.index()].kind == ActorKind::State)
            });
            Seen {
                location: it.location,
                head: it.head,
                sentence,
                paragraph: document.sentences()[sentence].paragraph,
                way: way(context, it.head),
                acts,
            }
        });
        let seen = seen.collect();
        let mut meetings = vec![0; draft.locations.len()];
        for location in events.iter().flat_map(|it| &it.told) {
            meetings[location.index()] += 1;
        }
        let is_capital = |it: &LocationDraft| {
            let mut known = context.gazetteer.lookup(&it.name);
            it.kind == LocationKind::City
                && known.any(|known| match known {
                    Known::Metonym(state) => context.gazetteer.state(state).name == it.country,
                    _ => false,
                })
        };
        let capitals = draft.locations.iter().map(is_capital).collect();
        Self { seen, counts, meetings, capitals }
    }

    /// Whether a place is told first with another meeting of the same sentence, which comes on another day: "met on
    /// Monday and will meet again in Oslo on Friday".
    fn is_of_another(&self, events: &[Event], at: usize, place: LocationRef) -> bool {
        let event = &events[at];
        let is_other = |it: &Event| {
            it.first_sentence == event.first_sentence
                && it.told.contains(&place)
                && are_apart(
                    (event.draft.status, event.draft.date),
                    (it.draft.status, it.draft.date),
                )
        };
        !event.told.contains(&place)
            && self.counts[place.index()].1 == event.first_sentence
            && events.iter().any(is_other)
    }

    /// The places where a meeting may have been, each with what tells.
    fn candidates(
        &self,
        context: &Context<'_>,
        draft: &Draft,
        (stays, events): (&[Stay], &[Event]),
        at: usize,
    ) -> Vec<Candidate> {
        let event = &events[at];
        let scene = Scene::new(context, draft, self, event);
        let mut places: Vec<LocationRef> = scene.near.iter().map(|it| it.location).collect();
        places.extend(event.told.iter().chain(&event.draft.locations));
        places.sort_unstable();
        places.dedup();
        // "met Lund before flying to Oslo".
        let own_word = |it: TokenId| {
            let above = context.document.token(it).head;
            above.is_some_and(|it| event.words.contains(&it))
        };
        let is_later = |it: LocationRef| {
            let told = scene.near.iter().zip(&scene.inside);
            let mut mine = told.filter(|(seen, inside)| **inside && seen.location == it).peekable();
            mine.peek().is_some()
                && mine.all(|it| stay::is_later(context, it.0.head) && !own_word(it.0.head))
        };
        // "arrived from Oslo and was met by Lund"; but "returned from Oslo, where he met Lund".
        let is_left = |it: LocationRef| {
            let document = context.document;
            let follows = |head: TokenId| {
                let (whole, moves) = (document.subtree(head), document.token(head).head);
                event.words.iter().any(|word| {
                    !whole.has(*word) && document.ancestors(*word).any(|it| Some(it) == moves)
                })
            };
            let told = scene.near.iter().zip(&scene.inside);
            let mut mine = told.filter(|(seen, _)| seen.location == it).peekable();
            mine.peek().is_some()
                && mine.all(|(seen, inside)| {
                    is_origin(context, seen.head) && (!inside || follows(seen.head))
                })
        };
        // "came to Oslo from Nairobi, where he met Lund": not where he came.
        let clauses = event.words.iter().map(|&it| (it, of_clause(context, draft, it)));
        let clauses: Vec<(TokenId, LocationRef)> =
            clauses.filter_map(|(word, place)| Some((word, place?))).collect();
        let is_outside = |it: LocationRef| {
            let told = scene.near.iter().zip(&scene.inside);
            let mut mine = told.filter(|(seen, _)| seen.location == it).peekable();
            let before = |seen: &Seen| {
                clauses.iter().any(|&(word, place)| {
                    place != it && seen.head < word && !lies_in(draft, place, it)
                })
            };
            mine.peek().is_some() && mine.all(|(seen, inside)| *inside && before(seen))
        };
        places.retain(|&it| {
            !self.is_of_another(events, at, it) && !is_later(it) && !is_left(it) && !is_outside(it)
        });
        let judged = judged(context, draft, event, scene.near);
        let count = places.len();
        let candidate = |location: LocationRef| {
            let mut traits = Traits::new();
            scene.words(location, &mut traits);
            of_meeting(context, draft, event, location, &mut traits);
            beside((stays, events), at, location, &mut traits);
            traits.count(self.meetings[location.index()]);
            let best = |own: bool| {
                judged.iter().filter(|it| (it.0 == location) == own).map(|it| i16::from(it.1)).max()
            };
            traits.push(best(true).unwrap_or(-1));
            traits.push(best(true).unwrap_or(0) - best(false).unwrap_or(0));
            traits.count(count);
            traits.count(events.len());
            scene.around(location, (stays, at.checked_sub(1).map(|it| &events[it])), &mut traits);
            (location, traits)
        };
        places.into_iter().map(candidate).collect()
    }
}

/// The place that the clause of a word describes: "in Oslo, where Lund received him".
fn of_clause(context: &Context<'_>, draft: &Draft, word: TokenId) -> Option<LocationRef> {
    let sentence = context.document.sentence(word).tokens;
    let places = &draft.places;
    let start = places.partition_point(|it| it.tokens.start() < sentence.start());
    let end = places.partition_point(|it| it.tokens.start() < sentence.end());
    setting::place_of_clause(context, &places[start..end], word)
}

/// Whether a place lies in another, as far as is known: a city in its country.
fn lies_in(draft: &Draft, inner: LocationRef, outer: LocationRef) -> bool {
    let (inner, outer) = (&draft.locations[inner.index()], &draft.locations[outer.index()]);
    outer.name == inner.country || outer.name == inner.city
}

/// A meeting with the places that are told near it.
struct Scene<'a> {
    context: &'a Context<'a>,
    draft: &'a Draft,
    map: &'a Map,
    event: &'a Event,
    near: &'a [Seen],
    /// How many of these stand up to its first sentence.
    before: usize,
    /// Which of them stand in the sentences that tell of it.
    inside: Vec<bool>,
    /// Which of them stand in a sentence with those who were there.
    with: Vec<bool>,
    /// How many tokens after the nearest word that tells of it each stands.
    gaps: Vec<i16>,
}

impl<'a> Scene<'a> {
    fn new(context: &'a Context<'a>, draft: &'a Draft, map: &'a Map, event: &'a Event) -> Self {
        let first = event.first_sentence;
        let last = event.last_sentence.max(first) + AFTER;
        let start = map.seen.partition_point(|it| it.sentence + BEFORE < first);
        let near = &map.seen[start..map.seen.partition_point(|it| it.sentence <= last)];
        let inside = near.iter().map(|it| {
            let at = context.document.token(it.head).span.start();
            event.draft.evidence.iter().any(|span| span.start() <= at && at < span.end())
        });
        let inside = inside.collect();
        let participants = &event.draft.participants;
        let is_with = |it: &Seen| {
            let all = draft.references_in(context.document.sentences()[it.sentence].tokens);
            all.iter().any(|it| it.actors.iter().any(|it| participants.contains(it)))
        };
        let with = near.iter().map(is_with).collect();
        let gaps = near.iter().map(|it| nearness::gap(context, &event.words, it.head)).collect();
        let before = near.partition_point(|it| it.sentence <= first);
        Self { context, draft, map, event, near, before, inside, with, gaps }
    }

    /// What the mentions of a place tell.
    fn words(&self, location: LocationRef, traits: &mut Traits) {
        let (near, first) = (self.near, self.event.first_sentence);
        let place = &self.draft.locations[location.index()];
        let of = |it: &&Seen| it.location == location;
        let last = near[..self.before].iter().rposition(|it| it.location == location);
        let next = near[self.before..].iter().find(of);
        let told = (0..near.len()).rfind(|&it| self.inside[it] && near[it].location == location);
        let nearest = told.or(last).map(|it| &near[it]).or(next);
        traits.count(place.kind as usize);
        traits.gap(last.map(|it| first - near[it].sentence));
        traits.gap(next.map(|it| it.sentence - first));
        traits.flag(told.is_some());
        traits.push(nearest.map_or(-1, |it| it.way));
        traits.maybe(nearest.map(|it| it.acts));
        let paragraph = self.context.document.sentences()[first].paragraph;
        traits.maybe(last.map(|it| near[it].paragraph == paragraph));
        // How many other places, and how many of its kind, were named since.
        let since = last.map_or(&[][..], |it| &near[it + 1..self.before]);
        let others = since.iter().filter(|it| it.location != location);
        traits.count(others.clone().count());
        let alike = |it: &Seen| self.draft.locations[it.location.index()].kind == place.kind;
        traits.count(others.filter(|it| alike(it) && it.way > 1).count());
        let (count, earliest) = self.map.counts[location.index()];
        traits.count(count);
        let within = || {
            let all = near
                .iter()
                .zip(&self.inside)
                .filter(|(it, inside)| **inside && it.location != location);
            all.map(|(it, _)| it)
        };
        traits.count(within().count());
        traits.count(within().filter(|it| alike(it)).count());
        traits.gap((count > 0).then_some(earliest));
        traits.flag(self.context.article.title.contains(place.name.as_str()));
    }

    /// How near a place stands to the words that tell of the meeting and to those for who was there, and who else is
    /// there.
    fn around(
        &self,
        location: LocationRef,
        (stays, before): (&[Stay], Option<&Event>),
        traits: &mut Traits,
    ) {
        let (context, words) = (self.context, &self.event.words);
        let mine = || (0..self.near.len()).filter(|&it| self.near[it].location == location);
        let nearest = mine().min_by_key(|&it| self.gaps[it].abs());
        traits.push(nearest.map_or(NEVER, |it| self.gaps[it]));
        let steps = |it: usize| nearness::steps(context, words, self.near[it].head);
        traits.push(nearest.map_or(-1, steps));
        // Who was there is told in one sentence with it.
        let with = || mine().filter(|&it| self.with[it]);
        traits.count(with().count());
        let first = self.event.first_sentence;
        let last = with().take_while(|&it| it < self.before).last();
        traits.gap(last.map(|it| first - self.near[it].sentence));
        traits.maybe(before.map(|it| it.told.contains(&location)));
        traits.maybe(before.map(|it| it.draft.locations.contains(&location)));
        // Whoever stays there.
        let end = stays.partition_point(|it| it.sentence <= first);
        let stay = stays[..end].iter().rev().find(|it| it.places.contains(&location));
        traits.gap(stay.map(|it| first - it.sentence));
        traits.flag(self.map.capitals[location.index()]);
        let lemma = self.event.lemmas.first().map_or("", String::as_str);
        traits.push(nearness::lemma(lemma));
    }
}

/// What a meeting tells of a place.
fn of_meeting(
    context: &Context<'_>,
    draft: &Draft,
    event: &Event,
    location: LocationRef,
    traits: &mut Traits,
) {
    let own = &event.draft;
    let place = &draft.locations[location.index()];
    traits.flag(event.told.contains(&location));
    traits.flag(own.locations.contains(&location));
    traits.push(kinds(draft, &event.told));
    traits.push(kinds(draft, &own.locations));
    let frame = draft.frames.get(event.first_sentence);
    traits.push(match frame {
        None => -1,
        Some(frame) if frame.places.contains(&location) => 2,
        Some(frame) => i16::from(!frame.places.is_empty()),
    });
    traits.maybe(frame.map(|it| it.calendar));
    traits.push(age(context, own.date));
    traits.count(own.kind as usize);
    traits.count(own.status as usize);
    traits.flag(event.is_other);
    traits.count(event.first_sentence);
    traits.count(event.mentions);
    traits.count(own.participants.len());
    // Who is at home there.
    let actor = |it: &ActorRef| &draft.actors[it.index()];
    let is_home = |it: &&ActorRef| {
        !place.country.is_empty() && actor(it).affiliations.contains(&place.country)
    };
    traits.count(own.participants.iter().filter(is_home).count());
    traits.maybe((!own.hosts.is_empty()).then(|| own.hosts.iter().any(|it| is_home(&it))));
    let is_state =
        |it: &ActorRef| actor(it).kind == ActorKind::State && actor(it).name == place.country;
    traits.flag(own.participants.iter().any(is_state));
    // How it lies to those that rules chose.
    let lies = |it: &LocationRef| {
        let inner = &draft.locations[it.index()];
        let around = inner.city == place.name
            || place.kind == LocationKind::Country && inner.country == place.name;
        match () {
            () if *it == location => 4,
            () if around => 3,
            () if inner.country.is_empty() || place.country.is_empty() => 1,
            () if inner.country == place.country => 2,
            () => 0,
        }
    };
    traits.push(event.told.iter().map(lies).min().unwrap_or(-1));
    traits.push(own.locations.iter().map(lies).min().unwrap_or(-1));
}

/// What is told of a place beside a meeting: of other meetings, and of who stays there.
fn beside(
    (stays, events): (&[Stay], &[Event]),
    at: usize,
    location: LocationRef,
    traits: &mut Traits,
) {
    let event = &events[at];
    let own = &event.draft;
    let there = |it: &&Event| it.told.contains(&location);
    let common = |it: &&Event| it.draft.participants.iter().any(|it| own.participants.contains(it));
    let gap = |it: &Event| event.first_sentence.abs_diff(it.first_sentence);
    let around = |it: &&Event| gap(it) <= BEFORE;
    let earlier = || events[at.saturating_sub(MANY)..at].iter().rev().filter(around).filter(there);
    traits.gap(earlier().next().map(gap));
    let last = earlier().find(common);
    traits.gap(last.map(gap));
    traits.push(last.map_or(-1, |it| match (it.draft.date, own.date) {
        (Some(one), Some(two)) if one.is_compatible(two) => 3,
        (Some(one), Some(two)) if one.is_near(two, TRIP) => 2,
        (Some(_), Some(_)) => 0,
        _ => 1,
    }));
    traits.maybe(last.map(|it| it.draft.status == own.status));
    let later = events[at + 1..].iter().take(MANY);
    traits.gap(later.filter(there).find(common).map(gap));
    // Where those of it were told to meet last.
    let moved = events[at.saturating_sub(MANY)..at]
        .iter()
        .rev()
        .filter(|it| !it.told.is_empty())
        .find(common);
    traits.maybe(moved.map(|it| it.told.contains(&location)));
    let end = stays.partition_point(|it| it.sentence <= event.first_sentence);
    let stay = stays[end.saturating_sub(MANY)..end].iter().rev().find(|it| {
        it.places.contains(&location) && it.actors.iter().any(|it| own.participants.contains(it))
    });
    traits.gap(stay.map(|it| event.first_sentence - it.sentence));
}

/// What was learned of whether places of the sentences that tell of a meeting are where it was.
fn judged(
    context: &Context<'_>,
    draft: &Draft,
    event: &Event,
    near: &[Seen],
) -> Vec<(LocationRef, u8)> {
    let document = context.document;
    let all = document.settings();
    let mut found = Vec::new();
    for span in &event.draft.evidence {
        let start = |id: TokenId| document.token(id).span.start();
        let within = |id: TokenId| (span.start()..span.end()).contains(&start(id));
        let from = all.partition_point(|it| start(it.of.min(it.at)) < span.start());
        for it in all[from..].iter().take_while(|it| start(it.of.min(it.at)) < span.end()) {
            if !within(it.of) {
                continue;
            }
            let party = draft.references_around(it.of).find(|other| other.head == it.of);
            let own = party
                .is_none_or(|it| it.actors.iter().any(|it| event.draft.participants.contains(it)));
            let place = near.iter().find(|other| other.head == it.at);
            if let Some(place) = place.filter(|_| own) {
                found.push((place.location, it.place));
            }
        }
    }
    found
}

/// Which preposition leads to a place.
fn way(context: &Context<'_>, head: TokenId) -> i16 {
    let document = context.document;
    let mut at = head;
    for _ in 0..3 {
        let token = document.token(at);
        if let Some(case) = predication::preposition(context, at) {
            let is = |words: &[&str]| words.iter().any(|it| it.eq_ignore_ascii_case(case));
            return match () {
                () if is(&["in"]) => 7,
                () if is(&["at", "inside", "near", "outside", "aboard", "within"]) => 6,
                () if is(&["to", "into", "for", "towards", "toward"]) => 5,
                () if is(&["from"]) => 4,
                () if is(&["of"]) => 3,
                () => 2,
            };
        }
        match token.relation {
            Relation::Conj
            | Relation::Appos
            | Relation::Flat
            | Relation::NmodUnmarked
            | Relation::List => {
                let Some(above) = token.head else { return 0 };
                at = above;
            }
            Relation::Obj => return 8,
            Relation::Advmod => return 9,
            Relation::Compound | Relation::Amod => return 1,
            Relation::NmodPoss => return -2,
            Relation::Nsubj | Relation::NsubjPass => return -3,
            _ => return 0,
        }
    }
    0
}

/// Which kinds of places are among some: a venue, a city, something larger.
fn kinds(draft: &Draft, places: &[LocationRef]) -> i16 {
    places.iter().fold(0, |all, it| {
        all | match draft.locations[it.index()].kind {
            LocationKind::Venue => 4,
            LocationKind::City => 2,
            _ => 1,
        }
    })
}

/// How a date stands to publication.
fn age(context: &Context<'_>, date: Option<Date>) -> i16 {
    let (Some(date), Some(published)) = (date, context.article.published) else { return -1 };
    match date.days_to(published) {
        ..=-2 => 0,
        -1..=1 => 1,
        2..=7 => 2,
        8..=31 => 3,
        _ => 4,
    }
}
