//! Mentions of one meeting put together.

use crate::extract::meetings::{Mention, codes};
use crate::extract::{Context, Draft, MeetingDraft};
use crate::record::{ActorKind, ActorRef, LocationKind, MeetingKind, MeetingStatus};

/// Sentences back in which "the talks" finds its meeting.
const REACH: usize = 12;

/// A meeting while mentions are added.
struct Event {
    draft: MeetingDraft,
    last_sentence: usize,
    mentions: usize,
}

/// Puts mentions together.
pub(super) fn merge(
    context: &Context<'_>,
    draft: &Draft,
    mentions: Vec<Mention>,
) -> Vec<MeetingDraft> {
    let mut events: Vec<Event> = Vec::new();
    for mention in mentions {
        let same = if mention.participants.len() >= 2 {
            (0..events.len()).rev().find(|&at| is_same(&events[at], &mention))
        } else if mention.definite || mention.participants.len() == 1 {
            (0..events.len()).rev().find(|&at| refers(&events[at], &mention))
        } else {
            None
        };
        match same {
            Some(at) => add(draft, &mut events[at], mention),
            None if mention.participants.len() >= 2 => events.push(new(mention)),
            None => {}
        }
    }
    let _ = context;
    events
        .into_iter()
        .map(|event| {
            let mut meeting = event.draft;
            meeting.codes = codes::of(meeting.kind, meeting.status);
            meeting.participants.sort_unstable();
            let told = f64::from(u32::try_from(event.mentions.min(4)).unwrap_or(4));
            let dated = if meeting.date.is_some() { 0.1 } else { 0.0 };
            meeting.confidence = ((0.5 + 0.1 * told + dated) * 100.0).round() / 100.0;
            meeting
        })
        .collect()
}

fn new(mention: Mention) -> Event {
    Event {
        last_sentence: mention.sentence,
        mentions: 1,
        draft: MeetingDraft {
            kind: mention.kind,
            status: mention.status,
            participants: mention.participants,
            hosts: mention.hosts,
            mediators: Vec::new(),
            locations: mention.locations,
            date: mention.date,
            topics: Vec::new(),
            codes: codes::of(mention.kind, mention.status),
            confidence: 0.0,
            evidence: vec![mention.evidence],
        },
    }
}

/// How many participants both have.
fn shared(one: &[ActorRef], two: &[ActorRef]) -> usize {
    one.iter().filter(|actor| two.contains(actor)).count()
}

/// Whether two dates may be those of one meeting.
fn dates_agree(event: &Event, mention: &Mention) -> bool {
    match (event.draft.date, mention.date) {
        (Some(one), Some(two)) => one.is_compatible(two),
        _ => true,
    }
}

/// Whether a call and an encounter in person are told apart.
fn kinds_agree(one: MeetingKind, two: MeetingKind) -> bool {
    (one == MeetingKind::Call) == (two == MeetingKind::Call)
}

/// Whether one is told as past and the other as ahead.
fn statuses_agree(one: MeetingStatus, two: MeetingStatus, dated: bool) -> bool {
    use MeetingStatus::{Cancelled, Held};
    one == two
        || (dated && one != Cancelled && two != Cancelled)
        || (one != Held && two != Held && one != Cancelled && two != Cancelled)
}

/// Whether a mention with its participants tells of a meeting told before.
fn is_same(event: &Event, mention: &Mention) -> bool {
    let own = &event.draft;
    let both = shared(&own.participants, &mention.participants);
    let smaller = own.participants.len().min(mention.participants.len());
    let dated = own.date.is_some() && mention.date.is_some();
    both >= smaller.min(2)
        && both * 2 >= smaller
        && dates_agree(event, mention)
        && kinds_agree(own.kind, mention.kind)
        && statuses_agree(own.status, mention.status, dated)
}

/// Whether a mention without its own participants refers to a meeting told before.
fn refers(event: &Event, mention: &Mention) -> bool {
    mention.sentence.saturating_sub(event.last_sentence) <= REACH
        && dates_agree(event, mention)
        && kinds_agree(event.draft.kind, mention.kind)
        && mention.participants.iter().all(|actor| event.draft.participants.contains(actor))
        && (event.draft.status == mention.status || mention.definite)
}

/// Adds what a mention tells to a meeting.
fn add(draft: &Draft, event: &mut Event, mention: Mention) {
    let own = &mut event.draft;
    for actor in mention.participants {
        // A person stands for the state that was named in the person's place.
        let person = draft.actors[actor.index()].kind == ActorKind::Person;
        if !own.participants.contains(&actor) {
            if person {
                let served = &draft.actors[actor.index()].affiliations;
                own.participants.retain(|other| {
                    let other = &draft.actors[other.index()];
                    other.kind == ActorKind::Person || !served.contains(&other.name)
                });
            }
            own.participants.push(actor);
        }
    }
    let persons = own
        .participants
        .iter()
        .filter(|actor| draft.actors[actor.index()].kind == ActorKind::Person)
        .flat_map(|actor| draft.actors[actor.index()].affiliations.iter())
        .cloned()
        .collect::<Vec<_>>();
    own.participants.retain(|actor| {
        let actor = &draft.actors[actor.index()];
        actor.kind == ActorKind::Person || !persons.contains(&actor.name)
    });
    for host in mention.hosts {
        if !own.hosts.contains(&host) && own.participants.contains(&host) {
            own.hosts.push(host);
        }
    }
    for place in mention.locations {
        let kind = draft.locations[place.index()].kind;
        let other_city = kind == LocationKind::City
            && own
                .locations
                .iter()
                .any(|it| draft.locations[it.index()].kind == LocationKind::City);
        if !own.locations.contains(&place) && !other_city {
            own.locations.push(place);
        }
    }
    own.locations.sort_by_key(|it| std::cmp::Reverse(draft.locations[it.index()].kind));
    own.date = match (own.date, mention.date) {
        // The more exact of two dates that agree.
        (Some(one), Some(two)) if two.precision() < one.precision() => Some(two),
        (Some(one), _) => Some(one),
        (None, two) => two,
    };
    if own.kind == MeetingKind::Meeting && mention.kind != MeetingKind::Conference {
        own.kind = mention.kind;
    }
    if mention.status == MeetingStatus::Held && own.status == MeetingStatus::Planned {
        own.status = mention.status;
    }
    if !own.evidence.contains(&mention.evidence) {
        own.evidence.push(mention.evidence);
    }
    event.last_sentence = mention.sentence;
    event.mentions += 1;
}
