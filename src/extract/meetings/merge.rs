//! Mentions of one meeting put together.
//!
//! Finds: `They met on Friday. … Friday's session took place in Oslo. Also attending was Lund.`
//! Leaves: `an earlier meeting`, other days, other cities, a call beside an encounter.

use crate::date::Date;
use crate::extract::meetings::{
    Apart, Mention, Reach, codes, dating, days, fill, roll, series, signals, stay, whereabouts,
};
use crate::extract::weighed::Weighed;
use crate::extract::{Context, Draft, MeetingDraft};
use crate::nlp::TokenId;
use crate::record::{ActorKind, ActorRef, LocationKind, LocationRef, MeetingKind, MeetingStatus};

/// Sentences back in which "the talks" finds its meeting.
const REACH: usize = 12;
/// Sentences back beyond which what is told afresh is another meeting of the same.
const LONG: usize = 9;
/// Sentences back in which those present join theirs.
const NEAR: usize = 5;
/// Sentences back in which a meeting goes on of which only some are told again.
const SOON: usize = 3;
/// Days after which others may hold the offices of those who met.
pub(super) const YEAR: i32 = 366;
/// Events back that are compared with a mention.
pub(super) const EVENTS: usize = 24;
/// Parties of a meeting from which on two of them may have met beside it.
const MANY_PARTIES: usize = 3;
/// Other meetings that are weighed with one, before it and after.
pub(super) const MANY: usize = 40;

/// A meeting while mentions are added.
pub(super) struct Event {
    pub(super) draft: MeetingDraft,
    pub(super) first_sentence: usize,
    pub(super) last_sentence: usize,
    pub(super) mentions: usize,
    /// Whether a tree told two of its participants.
    pub(super) is_sure: bool,
    /// Whether it was told to be another than the one before, or as past before it.
    pub(super) is_other: bool,
    /// Which day of several it is told to be.
    pub(super) day: Option<usize>,
    /// The places that its own sentences tell.
    pub(super) told: Vec<LocationRef>,
    /// The day that they tell.
    pub(super) dated: Option<Date>,
    /// The status that they tell, whatever its day.
    pub(super) told_status: MeetingStatus,
    /// The logarithm of the odds that the least sure of those who took part did so.
    pub(super) odds: f32,
    /// Who was told to take part at first: states, for which their people were told later.
    pub(super) first: Vec<ActorRef>,
    /// The words that told of it.
    pub(super) lemmas: Vec<String>,
    /// Where these stand.
    pub(super) words: Vec<TokenId>,
    /// Whether it was told with others by one word, each with a place or day of its own.
    pub(super) is_stop: bool,
}

impl Event {
    /// A day of the same talks that came before, of which nothing else is told.
    pub(super) fn day_before(&self, count: usize, date: Date) -> Self {
        Self {
            draft: MeetingDraft {
                status: MeetingStatus::Held,
                date: Some(date),
                codes: codes::of(self.draft.kind, MeetingStatus::Held),
                participants: self.draft.participants.clone(),
                hosts: self.draft.hosts.clone(),
                mediators: self.draft.mediators.clone(),
                locations: self.draft.locations.clone(),
                topics: Vec::new(),
                signals: Vec::new(),
                evidence: self.draft.evidence[..1].to_vec(),
                ..self.draft
            },
            mentions: 0,
            is_sure: false,
            day: Some(count),
            first: self.first.clone(),
            told: Vec::new(),
            dated: Some(date),
            told_status: MeetingStatus::Held,
            lemmas: self.lemmas.clone(),
            words: self.words.clone(),
            ..*self
        }
    }
}

/// Puts mentions together.
pub(super) fn merge(
    context: &Context<'_>,
    draft: &Draft,
    mentions: Vec<Mention>,
    weighed: &mut Option<Weighed>,
) -> Vec<MeetingDraft> {
    let mut events: Vec<Event> = Vec::new();
    for mut mention in mentions {
        match same(draft, &events, &mention) {
            Some(at) => add(draft, &mut events[at], mention),
            None => {
                if mention.participants.is_empty() {
                    mention.participants = series::parties(draft, &events, &mention);
                }
                if is_event(&mention) {
                    events.push(new(mention));
                }
            }
        }
    }
    let stays = stay::all(context, draft);
    for event in &mut events {
        event.told.clone_from(&event.draft.locations);
        event.dated = event.draft.date;
        event.told_status = event.draft.status;
    }
    // What one party is told of alone may tell where and when others took place.
    fill::settings(context, draft, &stays, &mut events);
    events.retain(|event| !event.draft.participants.is_empty());
    roll::call(context, draft, &mut events, weighed);
    events.retain(|event| event.draft.participants.len() >= 2);
    days::complete(draft, &mut events);
    fill::settings(context, draft, &stays, &mut events);
    whereabouts::settle(context, draft, &stays, (&mut events, weighed));
    dating::settle(context, draft, &mut events, weighed);
    events
        .into_iter()
        .map(|event| {
            let signals = signals::of(context, draft, &event);
            let mut meeting = event.draft;
            meeting.codes = codes::of(meeting.kind, meeting.status);
            meeting.participants.sort_unstable();
            meeting.hosts.retain(|it| meeting.participants.contains(it));
            meeting.mediators.retain(|it| meeting.participants.contains(it));
            meeting.signals = signals;
            meeting
        })
        .collect()
}

/// Whether a mention alone may begin a meeting, to which others add who takes part.
fn is_event(mention: &Mention) -> bool {
    mention.reach != Reach::Attendance
        && (!mention.participants.is_empty()
            || mention.date.is_some()
            || !mention.locations.is_empty())
}

fn new(mention: Mention) -> Event {
    Event {
        first_sentence: mention.sentence,
        last_sentence: mention.sentence,
        mentions: 1,
        is_sure: mention.is_sure,
        is_other: mention.apart == Apart::Other || mention.is_before,
        day: mention.day,
        first: mention.participants.clone(),
        told: Vec::new(),
        dated: None,
        told_status: mention.status,
        odds: 0.0,
        is_stop: mention.apart == Apart::Stop,
        lemmas: vec![mention.lemma],
        words: mention.trigger.into_iter().collect(),
        draft: MeetingDraft {
            kind: mention.kind,
            status: mention.status,
            participants: mention.participants,
            hosts: mention.hosts,
            mediators: mention.mediators,
            locations: mention.locations,
            date: until(mention.date, mention.until),
            topics: Vec::new(),
            codes: codes::of(mention.kind, mention.status),
            signals: Vec::new(),
            evidence: vec![mention.evidence],
        },
    }
}

/// A day with the last of several: "Monday … until Wednesday".
fn until(date: Option<Date>, until: Option<Date>) -> Option<Date> {
    match (date, until) {
        (Some(Date::Day(first)), Some(Date::Day(last))) if first < last => {
            Some(Date::between(first, last))
        }
        (date, _) => date,
    }
}

/// The meeting that a mention tells of, among those told before.
fn same(draft: &Draft, events: &[Event], mention: &Mention) -> Option<usize> {
    let recent = events.len().saturating_sub(EVENTS);
    // Each entry of a calendar stands alone.
    let entry = |sentence: usize| draft.frames.get(sentence).map_or(0, |frame| frame.entry);
    let candidates = || {
        (recent..events.len())
            .rev()
            .filter(|&at| entry(events[at].last_sentence) == entry(mention.sentence))
    };
    if mention.reach == Reach::Attendance {
        let open = |at: &usize| {
            let event = &events[*at];
            mention.sentence - event.last_sentence <= NEAR
                && event.draft.kind != MeetingKind::Call
                && event.draft.status != MeetingStatus::Cancelled
        };
        // Whom they accompany tells which; else the last that was told.
        return candidates()
            .filter(open)
            .find(|&at| mention.hosts.iter().any(|it| events[at].draft.participants.contains(it)))
            .or_else(|| {
                let alike =
                    |at: &usize| shared(draft, &events[*at].draft.participants, &mention.hosts) > 0;
                candidates().filter(open).find(alike)
            })
            .or_else(|| {
                let named = |at: &usize| events[*at].lemmas.contains(&mention.lemma);
                let last = candidates().filter(open).find(named);
                last.filter(|_| mention.hosts.is_empty() && !mention.lemma.is_empty())
            })
            .or_else(|| {
                // "the talks with Lund ran into a dinner": who sat in is no guest of nobody.
                let known = |at: &usize| !events[*at].draft.participants.is_empty();
                let any = || candidates().filter(open);
                let last = any().find(known).or_else(|| any().next());
                last.filter(|_| mention.hosts.is_empty())
            });
    }
    if mention.participants.len() >= 2 {
        // The one with most of its participants; of such, the last.
        candidates().filter(|&at| is_same(draft, &events[at], mention)).max_by_key(|&at| {
            (shared(draft, &events[at].draft.participants, &mention.participants), at)
        })
    } else if mention.reach == Reach::Back {
        candidates()
            .filter_map(|at| Some((refers(draft, &events[at], mention)?, at)))
            .max_by(|one, two| one.0.total_cmp(&two.0).then(one.1.cmp(&two.1)))
            .map(|(_, at)| at)
    } else {
        None
    }
}

/// Whether one stands for the other: the same, or a state and someone who acts for it.
fn is_alike(draft: &Draft, one: ActorRef, two: ActorRef) -> bool {
    let serves = |person: ActorRef, state: ActorRef| {
        let (person, state) = (&draft.actors[person.index()], &draft.actors[state.index()]);
        person.kind == ActorKind::Person
            && state.kind != ActorKind::Person
            && person.affiliations.iter().any(|it| *it == state.name || *it == state.canonical)
    };
    one == two || serves(one, two) || serves(two, one)
}

/// Whether one is the other, or a state or body that the other acts for.
fn stands_for(draft: &Draft, one: ActorRef, other: ActorRef) -> bool {
    let person = draft.actors[one.index()].kind == ActorKind::Person;
    one == other || !person && is_alike(draft, one, other)
}

/// How many of `two` have a counterpart in `one`.
pub(super) fn shared(draft: &Draft, one: &[ActorRef], two: &[ActorRef]) -> usize {
    two.iter().filter(|actor| one.iter().any(|it| is_alike(draft, *it, **actor))).count()
}

/// Whether two meetings of the same parties may be one: not told apart, of one status, with no other date,
/// place or kind.
pub(super) fn may_be_one(draft: &Draft, one: &Event, two: &Event) -> bool {
    // What has a day of its own is not what was told before without one.
    let dates = match (one.draft.date, two.draft.date) {
        (Some(one), Some(two)) => one.is_compatible(two),
        (_, two) => two.is_none(),
    };
    // What is told as past before goes on in the next sentences.
    let goes_on = !one.is_other || two.first_sentence <= one.last_sentence + 2;
    !are_other_days(one.day, two.day)
        && !two.is_other
        && goes_on
        && dates
        && one.draft.status == two.draft.status
        && kinds_agree(one.draft.kind, two.draft.kind)
        && places_agree(draft, &one.told, &two.told)
}

/// Puts a meeting into another that it is.
pub(super) fn absorb(draft: &Draft, event: &mut Event, from: Event) {
    let (own, more) = (&mut event.draft, from.draft);
    for actor in more.participants {
        stand_in(draft, &mut own.participants, actor);
    }
    join(&mut own.hosts, more.hosts);
    join(&mut own.mediators, more.mediators);
    join(&mut own.evidence, more.evidence);
    own.evidence.sort_unstable();
    own.date = more_exact(own.date, more.date);
    if own.locations.is_empty() {
        own.locations = more.locations;
    }
    join(&mut event.told, from.told);
    event.dated = more_exact(event.dated, from.dated);
    join(&mut event.lemmas, from.lemmas);
    join(&mut event.words, from.words);
    event.last_sentence = event.last_sentence.max(from.last_sentence);
    event.mentions += from.mentions;
    event.is_sure |= from.is_sure;
    event.day = event.day.or(from.day);
    event.odds = event.odds.min(from.odds);
}

/// The more exact of two dates that agree; several days are more than one of them.
fn more_exact(one: Option<Date>, two: Option<Date>) -> Option<Date> {
    match (one, two) {
        (Some(one), Some(two)) if two.precision() < one.precision() => Some(two),
        (one, two) => one.or(two),
    }
}

/// Whether two are told to be different days of several.
fn are_other_days(one: Option<usize>, two: Option<usize>) -> bool {
    one.zip(two).is_some_and(|(one, two)| one != two)
}

/// Whether two dates may be those of one meeting.
fn dates_agree(event: &Event, mention: &Mention) -> bool {
    match (event.draft.date, mention.date) {
        (Some(one), Some(two)) => one.is_compatible(two),
        _ => true,
    }
}

/// Whether two lists of places may be those of one meeting: they name no two cities.
fn places_agree(draft: &Draft, one: &[LocationRef], two: &[LocationRef]) -> bool {
    let of = |kind: LocationKind, places: &[LocationRef]| {
        places.iter().copied().find(|it| draft.locations[it.index()].kind == kind)
    };
    let agree = |kind: LocationKind| match (of(kind, one), of(kind, two)) {
        (Some(one), Some(two)) => one == two,
        _ => true,
    };
    agree(LocationKind::City) && agree(LocationKind::Country)
}

/// Whether a call and an encounter in person are told apart.
pub(super) fn kinds_agree(one: MeetingKind, two: MeetingKind) -> bool {
    (one == MeetingKind::Call) == (two == MeetingKind::Call)
}

/// Whether two meetings that one sentence tells of are apart in time: of different status, on other days.
pub(super) fn are_apart(
    one: (MeetingStatus, Option<Date>),
    other: (MeetingStatus, Option<Date>),
) -> bool {
    one.0 != other.0 && one.1.zip(other.1).is_some_and(|(one, other)| !one.is_compatible(other))
}

/// Whether one is told as past and the other as ahead.
fn statuses_agree(one: MeetingStatus, two: MeetingStatus, dated: bool) -> bool {
    use MeetingStatus::{Cancelled, Held};
    one == two
        || (dated && one != Cancelled && two != Cancelled)
        || (one != Held && two != Held && one != Cancelled && two != Cancelled)
}

/// Whether a mention with its participants tells of a meeting told before.
fn is_same(draft: &Draft, event: &Event, mention: &Mention) -> bool {
    let own = &event.draft;
    let gap = mention.sentence - event.last_sentence;
    if are_other_days(event.day, mention.day)
        || !dates_agree(event, mention)
        || !kinds_agree(own.kind, mention.kind)
        || !places_agree(draft, &event.draft.locations, &mention.locations)
    {
        return false;
    }
    let dated = own.date.is_some() && mention.date.is_some();
    // "met on Tuesday … are to meet later this month": a day and the month that it is in are not one date.
    let is_one_date = dated && own.date.map(Date::precision) == mention.date.map(Date::precision);
    if !statuses_agree(own.status, mention.status, is_one_date) {
        return false;
    }
    if mention.apart == Apart::Other && !dated {
        return false;
    }
    // "also met the minister": none of those who met before, or all of them.
    let told = mention
        .participants
        .iter()
        .all(|it| own.participants.iter().any(|other| stands_for(draft, *it, *other)));
    if mention.apart == Apart::Also && !told {
        return false;
    }
    if own.participants.is_empty() {
        return gap <= 2 && (mention.reach == Reach::Back || own.kind == mention.kind);
    }
    if mention.is_with && gap <= 2 && are_envoys(draft, own, &mention.participants) {
        return true;
    }
    let both = shared(draft, &own.participants, &mention.participants);
    if own.participants.len() == 1 {
        return both == 1 && gap <= SOON && mention.reach == Reach::Back;
    }
    let fresh = mention.reach == Reach::Fresh;
    // "Okwuosa met Lund", beside a meeting of many.
    let pair = mention.is_sure && mention.participants.len() == 2;
    if fresh && pair && own.participants.len() >= MANY_PARTIES {
        return false;
    }
    // Some of those at a conference met beside it.
    let beside = own.kind.is_large()
        && !mention.kind.is_large()
        && mention.participants.len() < own.participants.len();
    if fresh && beside {
        return false;
    }
    // "is to meet Lund, Berg and Okwuosa in turn, and invite each to the summit".
    let wider = mention.kind.is_large()
        && !own.kind.is_large()
        && event.is_sure
        && mention.participants.len() > own.participants.len() + 1;
    if wider {
        return false;
    }
    if is_of_others(draft, own, mention) {
        return false;
    }
    let smaller = own.participants.len().min(mention.participants.len());
    // "the talks" with one of those told before, soon after; and a ceremony's next sentence.
    let goes_on = mention.reach == Reach::Back
        || own.kind == MeetingKind::Ceremony && mention.kind == MeetingKind::Ceremony;
    // "the summit that Lund chaired", after Okwuosa met Berg: each with others.
    let others = mention.participants.len() >= 2
        && both < mention.participants.len()
        && shared(draft, &mention.participants, &own.participants) < own.participants.len();
    let told = others && mention.is_sure && event.is_sure;
    let anew = fresh && (others || gap > LONG);
    both >= smaller.min(2) && both * 2 >= smaller && !anew
        || !told
            && both >= 1
            && goes_on
            && gap <= SOON
            && words_agree(own.kind, mention.kind, false)
}

/// Whether a mention is of the summit of a body that was not told to be at a lesser meeting: "met Lund
/// over lunch. Okwuosa, who came from the G7 summit".
fn is_of_others(draft: &Draft, own: &MeetingDraft, mention: &Mention) -> bool {
    let is_body = |it: &&ActorRef| {
        matches!(draft.actors[it.index()].kind, ActorKind::Bloc | ActorKind::Organization)
    };
    mention.kind.is_large()
        && !own.kind.is_large()
        && own.participants.len() >= 2
        && mention
            .participants
            .iter()
            .filter(is_body)
            .any(|it| shared(draft, &own.participants, &[*it]) == 0)
}

/// Whether people of no known side may be those whom states sent: "the envoys of Kenya and Chad met.
/// Okwuosa's talks with Lund lasted an hour".
fn are_envoys(draft: &Draft, own: &MeetingDraft, people: &[ActorRef]) -> bool {
    let actor = |it: &ActorRef| &draft.actors[it.index()];
    own.participants.len() == people.len()
        && own.participants.iter().all(|it| actor(it).kind == ActorKind::State)
        && people
            .iter()
            .all(|it| actor(it).kind == ActorKind::Person && actor(it).affiliations.is_empty())
}

/// How well a mention without its own participants refers to a meeting told before, if it does.
fn refers(draft: &Draft, event: &Event, mention: &Mention) -> Option<f64> {
    let own = &event.draft;
    let gap = mention.sentence - event.last_sentence;
    let same_word = event.lemmas.contains(&mention.lemma);
    let apart = gap > REACH
        || are_other_days(event.day, mention.day)
        || mention.apart == Apart::Other
        || !dates_agree(event, mention)
        || !kinds_agree(own.kind, mention.kind)
        || !places_agree(draft, &event.draft.locations, &mention.locations)
        || !words_agree(own.kind, mention.kind, same_word);
    if apart || (own.status != mention.status && mention.reach != Reach::Back) {
        return None;
    }
    // What was held was not called off.
    let cancelled = [own.status, mention.status].contains(&MeetingStatus::Cancelled);
    let held = [own.status, mention.status].contains(&MeetingStatus::Held);
    if cancelled && held && mention.trigger.is_some() && !mention.participants.is_empty() {
        return None;
    }
    let known = shared(draft, &own.participants, &mention.participants);
    let stranger = known < mention.participants.len();
    // "Lund is due in Oslo. Okwuosa cancelled his own trip": that of somebody else.
    let is_own = cancelled && own.status != mention.status && known == 0;
    if is_own && stranger && !own.participants.is_empty() {
        return None;
    }
    // "also took part in Tuesday's talks at the Kremlin".
    let exact = own.date.is_some()
        && mention.date.is_some()
        && mention.locations.iter().any(|it| own.locations.contains(it));
    // "the meeting with Lund" is none that Lund was not told to be at.
    let other = mention.is_with && known == 0 && own.participants.len() >= 2;
    if stranger && gap > NEAR && !exact || other {
        return None;
    }
    let gap = f64::from(u32::try_from(gap).unwrap_or(u32::MAX));
    let mut score = -0.3 * gap;
    score += if known > 0 { 3.0 } else { 0.0 };
    score += if same_word { 2.0 } else { 0.0 };
    score += if own.date.is_some() && mention.date.is_some() { 2.0 } else { 0.0 };
    score -= if own.participants.len() < 2 { 2.0 } else { 0.0 };
    score -= if stranger { 2.0 } else { 0.0 };
    score -= if own.status == mention.status { 0.0 } else { 3.0 };
    Some(score)
}

/// Whether nouns of two kinds may name one event: "the summit" is no visit, "the talks" may be all.
pub(super) fn words_agree(one: MeetingKind, two: MeetingKind, same_word: bool) -> bool {
    use MeetingKind::{Call, Ceremony, Conference, Meeting, Summit, Talks, Visit};
    same_word
        || match two {
            Meeting | Talks => one != Ceremony,
            Call => one == Call,
            Visit => one == Visit,
            Summit => matches!(one, Summit | Conference | Meeting | Talks),
            Conference => matches!(one, Summit | Conference | Talks | Meeting),
            Ceremony => one == Ceremony,
        }
}

/// Adds what a mention tells to a meeting.
fn add(draft: &Draft, event: &mut Event, mention: Mention) {
    let own = &mut event.draft;
    for actor in mention.participants {
        stand_in(draft, &mut own.participants, actor);
    }
    if mention.reach != Reach::Attendance {
        join(&mut own.hosts, mention.hosts);
    }
    join(&mut own.mediators, mention.mediators);
    for place in mention.locations {
        let kind = draft.locations[place.index()].kind;
        let taken = own.locations.iter().any(|it| draft.locations[it.index()].kind == kind);
        // The country is told of the city only where both are told together.
        let city = kind == LocationKind::Country
            && own
                .locations
                .iter()
                .any(|it| draft.locations[it.index()].kind == LocationKind::City);
        let excluded = city || taken && kind != LocationKind::Region;
        if !excluded && !own.locations.contains(&place) {
            own.locations.push(place);
        }
    }
    own.locations.sort_by_key(|it| std::cmp::Reverse(draft.locations[it.index()].kind));
    own.date = more_exact(own.date, mention.date);
    own.date = until(own.date, mention.until);
    if own.kind == MeetingKind::Meeting
        && !matches!(mention.kind, MeetingKind::Conference | MeetingKind::Ceremony)
    {
        own.kind = mention.kind;
    }
    if mention.status == MeetingStatus::Held && own.status == MeetingStatus::Planned {
        own.status = mention.status;
    }
    if mention.status == MeetingStatus::Cancelled && own.status != MeetingStatus::Held {
        own.status = mention.status;
    }
    if !own.evidence.contains(&mention.evidence) {
        own.evidence.push(mention.evidence);
    }
    if !mention.lemma.is_empty() && !event.lemmas.contains(&mention.lemma) {
        event.lemmas.push(mention.lemma);
    }
    event.words.extend(mention.trigger);
    event.last_sentence = mention.sentence;
    event.mentions += 1;
    event.is_sure |= mention.is_sure;
    event.day = event.day.or(mention.day);
}

/// Adds a participant: a person stands for the state or body that was named in the person's place,
/// and a state is not listed beside a person who acts for it.
pub(super) fn stand_in(draft: &Draft, participants: &mut Vec<ActorRef>, actor: ActorRef) {
    let person = |actor: ActorRef| draft.actors[actor.index()].kind == ActorKind::Person;
    if participants.contains(&actor) {
        return;
    }
    if person(actor) {
        participants.retain(|other| person(*other) || !is_alike(draft, actor, *other));
    } else if participants.iter().any(|other| is_alike(draft, actor, *other)) {
        return;
    }
    participants.push(actor);
}

/// Adds those that a list lacks.
pub(super) fn join<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for actor in more {
        if !list.contains(&actor) {
            list.push(actor);
        }
    }
}
