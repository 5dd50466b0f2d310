//! However articles and corrections came, the database holds what a clean build would; and what is
//! resolved step by step is what is resolved anew.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};

use chancery::correct::{Anchor, Change, Field, How, Subject, Target};
use chancery::record::{
    ActorEntry, ActorId, ActorKind, ActorRef, Codes, Excerpt, Extraction, LocationEntry,
    LocationKind, LocationRef, MeetingEntry, MeetingId, MeetingKind, MeetingRef, MeetingStatus,
};
use chancery::resolve::State;
use chancery::store::{Changes, Each, Failure, Filter, Source, Store};
use jiff::Timestamp;
use proptest::prelude::*;

/// Articles that come and go.
const ARTICLES: usize = 6;

/// Names that they use; some may be one person or body, some are not.
const NAMES: &[(&str, ActorKind)] = &[
    ("Dana Rowe", ActorKind::Person),
    ("Rowe", ActorKind::Person),
    ("Piet Rowe", ActorKind::Person),
    ("Sergei Volkov", ActorKind::Person),
    ("Sergey Volkov", ActorKind::Person),
    ("Ivo Marek", ActorKind::Person),
    ("D. Rowe", ActorKind::Person),
    ("Freedonia", ActorKind::State),
    ("Union of Sylvanian Ports", ActorKind::Organization),
    ("USP", ActorKind::Organization),
];

/// What texts tell, which articles copy from each other.
const STORIES: &[&str] = &[
    "The two met for talks on the fishing grounds that both countries claim, and agreed to meet again \
     in spring, officials said, and to send experts to the disputed waters before the end of the year.",
    "Nobody would say on the morning after whether the patrol boats that had been there since June \
     would leave, or whether the harbor would open again to ships from the other side of the strait.",
    "",
];

/// Sides that they give to people.
const SIDES: &[&str] = &["", "Freedonia", "Sylvania"];

/// Days of meetings.
const DATES: &[&str] = &["", "2031-05-04", "2031-05-05", "2031-05"];

/// Places of meetings.
const PLACES: &[(&str, &str)] = &[("Geneva", "Switzerland"), ("Oslo", "Norway"), ("Oslo", "")];

/// What one version of the program reads in an article: who, for whom, and who met when where.
#[derive(Clone, Debug)]
struct Reading {
    people: Vec<(usize, usize)>,
    met: Vec<(usize, usize, usize, usize)>,
}

/// What is done to a database.
#[derive(Clone, Debug)]
enum Step {
    Add(usize, u8, Reading),
    Remove(usize),
    Reextract(usize, Reading),
    Correct(u8, usize, usize, usize),
    Undo(usize),
    UndoLast,
}

fn reading() -> impl Strategy<Value = Reading> {
    let people = prop::collection::vec((0..NAMES.len(), 0..SIDES.len()), 1..4);
    let met =
        prop::collection::vec((0..4_usize, 0..4_usize, 0..DATES.len(), 0..PLACES.len()), 0..3);
    (people, met).prop_map(|(people, met)| Reading { people, met })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..ARTICLES, 0..3_u8, reading()).prop_map(|(at, text, it)| Step::Add(at, text, it)),
        1 => (0..ARTICLES).prop_map(Step::Remove),
        2 => (0..ARTICLES, reading()).prop_map(|(at, it)| Step::Reextract(at, it)),
        6 => (0..12_u8, 0..64_usize, 0..64_usize, 0..64_usize)
            .prop_map(|(what, one, two, three)| Step::Correct(what, one, two, three)),
        1 => (0..64_usize).prop_map(Step::Undo),
        1 => Just(Step::UndoLast),
    ]
}

/// The record of a reading of one text of an article.
fn record(article: usize, text: u8, reading: &Reading) -> Extraction {
    let mention = |text: &str| vec![Excerpt { text: text.to_owned(), start: 0, end: 0 }];
    let actors: Vec<ActorEntry> = reading
        .people
        .iter()
        .enumerate()
        .map(|(index, &(name, side))| ActorEntry {
            id: ActorRef::new(index),
            name: NAMES[name].0.to_owned(),
            kind: NAMES[name].1,
            canonical: NAMES[name].0.to_owned(),
            aliases: Vec::new(),
            ids: BTreeMap::new(),
            mentions: mention(NAMES[name].0),
            roles: Vec::new(),
            affiliations: SIDES[side..=side]
                .iter()
                .filter(|side| !side.is_empty())
                .map(|&side| side.to_owned())
                .collect(),
        })
        .collect();
    let locations = PLACES.iter().enumerate().map(|(index, (name, country))| LocationEntry {
        id: LocationRef::new(index),
        name: (*name).to_owned(),
        kind: LocationKind::City,
        country: (*country).to_owned(),
        city: String::new(),
        ids: BTreeMap::new(),
        lat: None,
        lon: None,
        mentions: mention(name),
    });
    let meetings = reading.met.iter().enumerate().map(|(index, &(one, other, date, place))| {
        let mut participants =
            vec![ActorRef::new(one % actors.len()), ActorRef::new(other % actors.len())];
        participants.dedup();
        MeetingEntry {
            id: MeetingRef::new(index),
            kind: MeetingKind::Meeting,
            status: MeetingStatus::Held,
            participants,
            hosts: Vec::new(),
            mediators: Vec::new(),
            locations: vec![LocationRef::new(place)],
            date: DATES[date].parse().ok(),
            topics: Vec::new(),
            codes: Codes::default(),
            confidence: 0.5,
            evidence: mention(&format!("Sentence {index} of article {article} in text {text}.")),
        }
    });
    Extraction {
        id: format!("article {article}"),
        published: "2031-05-10".parse().ok(),
        title: format!("Article {article}"),
        text: format!("Text {text} of article {article}. {}", STORIES[usize::from(text)]),
        locations: locations.collect(),
        meetings: meetings.collect(),
        actors,
        ..Extraction::default()
    }
}

/// All that a database holds, in words.
fn content(store: &Store) -> String {
    let mut all = tables(store);
    why(store, &mut all);
    for row in store.list_corrections().expect("it can be read") {
        writeln!(all, "{row:?}").expect("memory takes all");
    }
    all
}

/// All that was found, in words.
pub(crate) fn tables(store: &Store) -> String {
    let mut all = String::new();
    put(&mut all, |each| store.articles(each));
    put(&mut all, |each| store.actors(each));
    put(&mut all, |each| store.actor_names(each));
    put(&mut all, |each| store.affiliations(each));
    put(&mut all, |each| store.locations(each));
    put(&mut all, |each| store.meetings(each));
    put(&mut all, |each| store.meeting_participants(each));
    put(&mut all, |each| store.evidence(None, each));
    for doubt in store.list_doubts(&Filter::default()).expect("it can be listed") {
        writeln!(all, "{doubt:?}").expect("memory takes all");
    }
    put(&mut all, |each| store.statements(each));
    let names = store.all_actor_names().expect("they can be read");
    for name in &names {
        let of_it = store.actors_of(&name.name).expect("they can be read");
        writeln!(all, "{name:?} {of_it:?}").expect("memory takes all");
    }
    writeln!(all, "{:?}", store.all_location_names()).expect("memory takes all");
    writeln!(all, "{:?}", store.is_resolved()).expect("memory takes all");
    all
}

/// Why actors are one, and which articles tell of a meeting as copies of others.
pub(crate) fn why(store: &Store, all: &mut String) {
    for number in numbers(store, Subject::Actor) {
        let shown = store.show_actor(ActorId::new(number)).expect("it can be read");
        let merges = shown.map(|it| it.merges).unwrap_or_default();
        writeln!(all, "{number} {merges:?}").expect("memory takes all");
    }
    for number in numbers(store, Subject::Meeting) {
        let shown = store.show_meeting(MeetingId::new(number)).expect("it can be read");
        let told = shown.map(|it| it.told).unwrap_or_default();
        writeln!(all, "{number} {told:?}").expect("memory takes all");
    }
}

/// Writes the rows of a table down.
fn put<T: Debug>(all: &mut String, rows: impl FnOnce(Each<'_, T>) -> Result<(), Failure>) {
    let mut write = |row: &T| {
        writeln!(all, "{row:?}").expect("memory takes all");
        Ok(())
    };
    rows(&mut write).expect("it can be read");
}

/// The numbers of all things of a kind.
fn numbers(store: &Store, subject: Subject) -> Vec<i64> {
    let all = Filter::default();
    match subject {
        Subject::Actor => {
            let rows = store.list_actors(&all).expect("it can be listed");
            rows.iter().map(|it| it.id.row()).collect()
        }
        Subject::Location => {
            let rows = store.list_locations(&all).expect("it can be listed");
            rows.iter().map(|it| it.id.row()).collect()
        }
        Subject::Meeting => {
            let rows = store.list_meetings(&all).expect("it can be listed");
            rows.iter().map(|it| it.id.row()).collect()
        }
    }
}

/// One of the things of a kind, if articles tell of it.
fn pick(store: &Store, subject: Subject, which: usize) -> Option<Target> {
    let all = numbers(store, subject);
    let number = *all.get(which.checked_rem(all.len())?)?;
    let target = store.target(subject, number).expect("it can be read")?;
    Some(target).filter(|it| !it.entries.is_empty())
}

/// The decision that some numbers stand for, in a database as it is.
fn decide(store: &Store, what: u8, one: usize, two: usize, three: usize) -> Option<Change> {
    let subject = Subject::ALL[three % Subject::ALL.len()];
    let target = pick(store, subject, one)?;
    let set = |target, field, how, values: &[&str], things| {
        let values = values.iter().map(|&it| it.to_owned()).collect();
        Some(Change::Set { target, field, how, values, things })
    };
    match what {
        0..=3 => {
            let other = pick(store, subject, two).filter(|it| it.number != target.number)?;
            Some(Change::Merge { into: target, from: vec![other] })
        }
        4..=6 => {
            let all = store.anchors(subject, target.number, usize::MAX).expect("it can be read");
            let is_part = |(at, _): &(usize, Anchor)| (two >> (at % 6)) % 2 == 1;
            let (part, rest): (Vec<_>, Vec<_>) = all.into_iter().enumerate().partition(is_part);
            let bare =
                |all: Vec<(usize, Anchor)>| all.into_iter().map(|it| it.1).collect::<Vec<_>>();
            let (part, rest) = (bare(part), bare(rest));
            if part.is_empty() || rest.is_empty() {
                return None;
            }
            let name =
                if two.is_multiple_of(2) || subject == Subject::Meeting { "" } else { "Another" };
            let rest = Target { entries: rest, ..target };
            Some(Change::Split { rest, part, name: name.to_owned() })
        }
        7 => Some(Change::Reject { target }),
        8 if subject != Subject::Meeting => {
            Some(Change::Rename { target, name: format!("Name {}", two % 3) })
        }
        9 if subject == Subject::Actor => {
            let how = How::ALL[two % 3];
            set(target, Field::Affiliation, how, &[SIDES[1 + three % 2]], Vec::new())
        }
        9 if subject == Subject::Location => {
            set(target, Field::Country, How::Set, &["Ruritania"], Vec::new())
        }
        10 if subject == Subject::Meeting => {
            let who = pick(store, Subject::Actor, two)?;
            let name = who.name.clone();
            set(target, Field::Participant, How::ALL[three % 3], &[&name], vec![who])
        }
        11 if subject == Subject::Meeting => {
            let place = pick(store, Subject::Location, two)?;
            let name = place.name.clone();
            set(target, Field::Place, How::ALL[three % 3], &[&name], vec![place])
        }
        _ if subject == Subject::Meeting => {
            set(target, Field::Date, How::Set, &["2031-05-06"], Vec::new())
        }
        _ => set(target, Field::Kind, How::Set, &[kind(subject)], Vec::new()),
    }
}

fn kind(subject: Subject) -> &'static str {
    match subject {
        Subject::Actor => "organization",
        Subject::Location => "venue",
        Subject::Meeting => "talks",
    }
}

/// Whether the database is resolved after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    Resolve,
    GoOn,
}

fn then() -> impl Strategy<Value = Then> {
    prop_oneof![3 => Just(Then::Resolve), 1 => Just(Then::GoOn)]
}

/// A database that is resolved step by step, and one that is resolved anew each time.
struct Both {
    store: Store,
    anew: Store,
}

impl Both {
    fn resolve(&mut self) -> Result<(), TestCaseError> {
        let changes = self.store.update().expect("memory takes all");
        let before = self.store.update().expect("memory takes all");
        prop_assert_eq!(before, Changes::default(), "twice after {:?}", changes);
        self.anew.resolve().expect("memory takes all");
        prop_assert_eq!(tables(&self.store), tables(&self.anew));
        Ok(())
    }

    fn each(&mut self, mut what: impl FnMut(&mut Store)) {
        what(&mut self.store);
        what(&mut self.anew);
    }

    fn correct(&mut self, now: Timestamp, change: &Change) {
        self.each(|store| {
            store.correct(now, ("Ana", ""), change.clone()).expect("memory takes all");
        });
    }
}

/// Does all steps; gives the database and the records that are left.
fn run(steps: &[(Step, Then)]) -> Result<(Store, BTreeMap<usize, Extraction>), TestCaseError> {
    let memory = || Store::in_memory().expect("memory");
    let mut both = Both { store: memory(), anew: memory() };
    let mut left: BTreeMap<usize, (u8, Extraction)> = BTreeMap::new();
    for (now, (step, then)) in (1..).zip(steps) {
        let now = Timestamp::from_second(now).expect("a time");
        match step {
            Step::Add(at, text, reading) => {
                // The same text again is passed over, however it would be read now.
                if left.get(at).is_none_or(|it| it.0 != *text) {
                    left.insert(*at, (*text, record(*at, *text, reading)));
                }
                both.each(|store| {
                    store.add(&[record(*at, *text, reading)]).expect("memory takes all");
                });
            }
            Step::Remove(at) => {
                left.remove(at);
                both.each(|store| {
                    store.remove(&format!("article {at}")).expect("memory takes all");
                });
            }
            Step::Reextract(at, reading) => {
                let Some((text, old)) = left.get_mut(at) else { continue };
                *old = record(*at, *text, reading);
                both.each(|store| {
                    store.replace(std::slice::from_ref(old)).expect("memory takes all");
                });
            }
            Step::Correct(what, one, two, three) => {
                both.resolve()?;
                let Some(change) = decide(&both.store, *what, *one, *two, *three) else { continue };
                prop_assert_eq!(change.check(), Ok(()));
                both.correct(now, &change);
            }
            Step::Undo(which) => {
                let all = both.store.corrections().expect("it can be read");
                let Some(at) = which.checked_rem(all.all().len()) else { continue };
                both.correct(now, &Change::Undo { undone: all.all()[at].uid.clone() });
            }
            Step::UndoLast => {
                let all = both.store.corrections().expect("it can be read");
                let Some(undone) = all.last().map(|it| it.uid.clone()) else { continue };
                both.correct(now, &Change::Undo { undone });
            }
        }
        if *then == Then::Resolve {
            both.resolve()?;
        }
    }
    both.resolve()?;
    prop_assert_eq!(content(&both.store), content(&both.anew));
    Ok((both.store, left.into_iter().map(|(at, (_, record))| (at, record)).collect()))
}

/// How many sequences: fewer where the program is not optimized.
const SEQUENCES: u32 = if cfg!(debug_assertions) { 100 } else { 500 };

/// How many orders.
const ORDERS: u32 = SEQUENCES / 5;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(SEQUENCES))]

    #[test]
    fn any_history_ends_in_what_a_clean_build_holds(
        steps in prop::collection::vec((step(), then()), 4..24),
    ) {
        let (store, left) = run(&steps)?;
        let corrections = store.corrections().expect("it can be read");
        let mut clean = Store::in_memory().expect("memory");
        // Backwards, so that no row has the number that it has there.
        let records: Vec<Extraction> = left.into_values().rev().collect();
        clean.add(&records).expect("memory takes all");
        let mut given = corrections.all().to_vec();
        given.reverse();
        clean.import_corrections(&given).expect("memory takes all");
        prop_assert_eq!(content(&store), content(&clean));
        // Figures are what a recount of the rows gives, and whatever else must hold does.
        for database in [&store, &clean] {
            let mut found = database.check().expect("it can be read").findings;
            // What these articles name does not stand in their texts.
            found.retain(|it| it.rule != "records");
            prop_assert!(found.is_empty(), "{:?}", found);
        }
        // With every correction taken back, it is as if there had been none.
        for row in store.list_corrections().expect("it can be read").into_iter().rev() {
            let stands = row.state != State::Undone && row.change != "undo";
            if stands {
                let undone = Change::Undo { undone: row.uid };
                clean.correct(row.time, ("Bo", ""), undone).expect("memory takes all");
            }
        }
        let mut bare = Store::in_memory().expect("memory");
        bare.add(&records).expect("memory takes all");
        bare.update().expect("memory takes all");
        prop_assert_eq!(tables(&clean), tables(&bare));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ORDERS))]

    #[test]
    fn any_order_and_any_batches_end_in_what_one_batch_does(
        articles in prop::collection::vec((0..3_u8, reading()), 2..10),
        keys in prop::collection::vec(any::<u32>(), 10),
        sizes in prop::collection::vec(1..5_usize, 10),
        extra in (0..3_u8, reading()),
    ) {
        let records: Vec<Extraction> =
            articles.iter().enumerate().map(|(at, (text, it))| record(at, *text, it)).collect();
        let mut at_once = Store::in_memory().expect("memory");
        at_once.add(&records).expect("memory takes all");
        at_once.resolve().expect("memory takes all");
        let mut order: Vec<usize> = (0..records.len()).collect();
        order.sort_by_key(|&it| (keys[it], it));
        let mut store = Store::in_memory().expect("memory");
        // One that goes again takes away what rested on it alone.
        store.add(&[record(99, extra.0, &extra.1)]).expect("memory takes all");
        let mut rest = &order[..];
        for &size in sizes.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (batch, others) = rest.split_at(size.min(rest.len()));
            rest = others;
            let batch: Vec<Extraction> = batch.iter().map(|&it| records[it].clone()).collect();
            store.add(&batch).expect("memory takes all");
            store.update().expect("memory takes all");
        }
        store.remove("article 99").expect("memory takes all");
        store.update().expect("memory takes all");
        prop_assert_eq!(content(&store), content(&at_once));
    }
}
