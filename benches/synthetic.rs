//! Records of articles that nobody wrote: who meets whom by chance, few often and many seldom.
//!
//! Actors are drawn as words are in a language (Zipf): the first is in every tenth article or so,
//! most are in one or two. Names come in the spellings and short forms that news have; a few people
//! bear the names of others. The same number gives the same records on every machine.

use std::collections::BTreeMap;

use chancery::record::{
    ActorEntry, ActorKind, ActorRef, Codes, Extraction, LocationEntry, LocationKind, LocationRef,
    MeetingEntry, MeetingKind, MeetingRef, MeetingStatus,
};
use jiff::{ToSpan, civil};

/// A source of numbers (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    /// A number below `count`.
    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count.max(1) as u64).expect("it is below a usize")
    }

    /// Whether something that happens `share` times of a hundred happens.
    fn happens(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// A number below `count`, the first ones most often: the inverse of Zipf's distribution.
    fn zipf(&mut self, count: usize) -> usize {
        let share = f64::from(u32::try_from(self.next() >> 32).expect("half of the bits"))
            / f64::from(u32::MAX);
        let most = f64::from(u32::try_from(count).expect("there are fewer than four billion"));
        // The harmonic sum grows as the logarithm: what share of it is reached, is the rank.
        let rank = ((share * (most + 1.0).ln()).exp() - 1.0).floor();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is below count"
        )]
        let rank = rank as usize;
        rank.min(count - 1)
    }
}

const SYLLABLES: &[&str] = &[
    "ba", "ro", "ke", "mi", "du", "la", "ne", "so", "ti", "ra", "vo", "sha", "zhe", "kha", "ghu",
    "nya", "lo", "mar", "ten", "gor", "vin", "sel", "dar", "pol", "jan", "hui", "wen", "yus",
    "qad", "ou",
];

/// A word of some syllables, the same for the same number.
fn word(mut number: usize, syllables: usize) -> String {
    let mut text = String::new();
    for _ in 0..syllables {
        text.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number = number / SYLLABLES.len() + number % 7;
    }
    let first = text.remove(0).to_ascii_uppercase();
    format!("{first}{text}")
}

const OFFICES: &[&str] = &[
    "President",
    "Prime Minister",
    "Foreign Minister",
    "Defense Minister",
    "Ambassador",
    "special envoy",
    "deputy foreign minister",
    "spokesman",
];

/// States that there are.
const STATES: usize = 150;

struct Person {
    given: String,
    family: String,
    state: usize,
    office: usize,
}

struct Event {
    who: Vec<usize>,
    date: civil::Date,
    state: usize,
    kind: MeetingKind,
}

/// A record, with the numbers of the people in it.
pub(crate) struct Synthetic {
    pub(crate) record: Extraction,
    pub(crate) people: Vec<(ActorRef, usize)>,
}

/// Some records, as many as said.
pub(crate) fn records(count: usize) -> Vec<Synthetic> {
    let mut chance = Chance(count as u64);
    let people: Vec<Person> = (0..count / 5 + 20)
        .map(|index| Person {
            given: word(chance.below(400) + 31, 2),
            family: word(index / 6 + chance.below(3) + 77, 3),
            state: chance.zipf(STATES),
            office: chance.below(OFFICES.len()),
        })
        .collect();
    let start = civil::date(2005, 1, 1);
    let events: Vec<Event> = (0..count / 2 + 5)
        .map(|_| {
            let mut who: Vec<usize> =
                (0..2 + chance.below(3)).map(|_| chance.zipf(people.len())).collect();
            who.sort_unstable();
            who.dedup();
            let days = i64::try_from(chance.below(7000)).expect("twenty years");
            let kinds = MeetingKind::ALL;
            Event {
                who,
                date: start.saturating_add(days.days()),
                state: chance.zipf(STATES),
                kind: kinds[chance.below(kinds.len())],
            }
        })
        .collect();
    (0..count).map(|index| record(index, &mut chance, &people, &events)).collect()
}

/// One record: one or two events, told soon before or after, and people beside them.
fn record(index: usize, chance: &mut Chance, people: &[Person], events: &[Event]) -> Synthetic {
    // Two articles of one text would be one.
    let (id, text) = (format!("synthetic-{index:07}"), format!("This is article {index}."));
    let mut record = Extraction { id, text, ..Extraction::default() };
    let mut known: BTreeMap<usize, ActorRef> = BTreeMap::new();
    for round in 0..=chance.below(2) {
        let event = &events[chance.below(events.len())];
        let is_planned = chance.happens(25);
        let published = if is_planned { event.date.saturating_sub(2.days()) } else { event.date };
        if round == 0 {
            record.published = Some(published.into());
        }
        let who: Vec<ActorRef> = event
            .who
            .iter()
            .map(|&it| person(it, &mut record, &mut known, chance, people))
            .collect();
        let country = word(event.state + 900, 2);
        record.locations.push(LocationEntry {
            id: LocationRef::new(record.locations.len()),
            name: word(event.state + 2000, 3),
            kind: LocationKind::City,
            country,
            lat: None,
            lon: None,
            city: String::new(),
            ids: BTreeMap::new(),
            mentions: Vec::new(),
        });
        record.meetings.push(MeetingEntry {
            id: MeetingRef::new(round),
            kind: if chance.happens(40) { MeetingKind::Meeting } else { event.kind },
            status: if is_planned { MeetingStatus::Planned } else { MeetingStatus::Held },
            participants: who,
            hosts: Vec::new(),
            mediators: Vec::new(),
            locations: if chance.happens(70) { vec![LocationRef::new(round)] } else { Vec::new() },
            date: chance.happens(80).then(|| event.date.into()),
            topics: Vec::new(),
            codes: Codes::default(),
            confidence: 0.5,
            evidence: Vec::new(),
        });
    }
    for _ in 0..chance.below(4) {
        let other = chance.zipf(people.len());
        person(other, &mut record, &mut known, chance, people);
    }
    let states: Vec<usize> = known.keys().map(|&it| people[it].state).collect();
    for state in states {
        let name = word(state + 900, 2);
        if record.actors.iter().all(|it| it.name != name) {
            push(&mut record, &name, ActorKind::State);
        }
    }
    Synthetic { record, people: known.into_iter().map(|(person, entry)| (entry, person)).collect() }
}

/// The entry of a person in a record, under one of the names that news use.
fn person(
    index: usize,
    record: &mut Extraction,
    known: &mut BTreeMap<usize, ActorRef>,
    chance: &mut Chance,
    people: &[Person],
) -> ActorRef {
    if let Some(&entry) = known.get(&index) {
        return entry;
    }
    let own = &people[index];
    let name = match chance.below(100) {
        0..=7 => own.family.clone(),
        8..=10 => format!("{}. {}", &own.given[..1], own.family),
        11..=13 => format!("{} {}", own.family, own.given),
        14..=20 => format!("{} {}", own.given, respelled(&own.family)),
        21..=25 => format!("{} K. {}", own.given, own.family),
        _ => format!("{} {}", own.given, own.family),
    };
    let entry = push(record, &name, ActorKind::Person);
    let actor = &mut record.actors[entry.index()];
    if chance.happens(70) {
        actor.affiliations.push(word(own.state + 900, 2));
    }
    if chance.happens(60) {
        actor.roles.push(OFFICES[own.office].to_owned());
    }
    known.insert(index, entry);
    entry
}

/// A name as another newspaper transcribes it.
fn respelled(name: &str) -> String {
    name.replace("kh", "h")
        .replace("gh", "g")
        .replace("ou", "u")
        .replace("sh", "ch")
        .replace('y', "i")
}

fn push(record: &mut Extraction, name: &str, kind: ActorKind) -> ActorRef {
    let id = ActorRef::new(record.actors.len());
    record.actors.push(ActorEntry {
        id,
        name: name.to_owned(),
        kind,
        canonical: name.to_owned(),
        aliases: Vec::new(),
        ids: BTreeMap::new(),
        mentions: Vec::new(),
        roles: Vec::new(),
        affiliations: Vec::new(),
    });
    id
}
