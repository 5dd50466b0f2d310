//! However articles and corrections came, the database holds what a clean build would.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};

use chancery::correct::{Anchor, Change, Field, How, Subject, Target};
use chancery::record::{
    ActorEntry, ActorKind, ActorRef, Codes, Excerpt, Extraction, LocationEntry, LocationKind,
    LocationRef, MeetingEntry, MeetingKind, MeetingRef, MeetingStatus,
};
use chancery::resolve::State;
use chancery::store::{Each, Failure, Filter, Source, Store};
use jiff::Timestamp;
use proptest::prelude::*;

/// Articles that come and go.
const ARTICLES: usize = 6;

/// Names that they use; some may be one person, some are not.
const NAMES: &[&str] =
    &["Dana Rowe", "Rowe", "Piet Rowe", "Sergei Volkov", "Sergey Volkov", "Ivo Marek", "D. Rowe"];

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
            name: NAMES[name].to_owned(),
            kind: ActorKind::Person,
            canonical: NAMES[name].to_owned(),
            aliases: Vec::new(),
            ids: BTreeMap::new(),
            mentions: mention(NAMES[name]),
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
        text: format!("Text {text} of article {article}."),
        locations: locations.collect(),
        meetings: meetings.collect(),
        actors,
        ..Extraction::default()
    }
}

/// All that a database holds, in words.
fn content(store: &Store) -> String {
    let mut all = tables(store);
    for row in store.list_corrections().expect("it can be read") {
        writeln!(all, "{row:?}").expect("memory takes all");
    }
    all
}

/// All that was found, in words.
fn tables(store: &Store) -> String {
    let mut all = String::new();
    put(&mut all, |each| store.articles(each));
    put(&mut all, |each| store.actors(each));
    put(&mut all, |each| store.actor_names(each));
    put(&mut all, |each| store.affiliations(each));
    put(&mut all, |each| store.locations(each));
    put(&mut all, |each| store.meetings(each));
    put(&mut all, |each| store.meeting_participants(each));
    put(&mut all, |each| store.evidence(each));
    writeln!(all, "{:?}", store.is_resolved()).expect("memory takes all");
    all
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

/// Does all steps; gives the database and the records that are left.
fn run(steps: &[Step]) -> (Store, BTreeMap<usize, Extraction>) {
    let mut store = Store::in_memory().expect("memory");
    let mut left: BTreeMap<usize, (u8, Extraction)> = BTreeMap::new();
    for (now, step) in (1..).zip(steps) {
        let now = Timestamp::from_second(now).expect("a time");
        match step {
            Step::Add(at, text, reading) => {
                // The same text again is passed over, however it would be read now.
                if left.get(at).is_none_or(|it| it.0 != *text) {
                    left.insert(*at, (*text, record(*at, *text, reading)));
                }
                store.add(&[record(*at, *text, reading)]).expect("memory takes all");
            }
            Step::Remove(at) => {
                left.remove(at);
                store.remove(&format!("article {at}")).expect("memory takes all");
            }
            Step::Reextract(at, reading) => {
                let Some((text, old)) = left.get_mut(at) else { continue };
                *old = record(*at, *text, reading);
                store.replace(std::slice::from_ref(old)).expect("memory takes all");
            }
            Step::Correct(what, one, two, three) => {
                store.resolve().expect("memory takes all");
                let Some(change) = decide(&store, *what, *one, *two, *three) else { continue };
                assert_eq!(change.check(), Ok(()));
                store.correct(now, ("Ana", ""), change).expect("memory takes all");
            }
            Step::Undo(which) => {
                let all = store.corrections().expect("it can be read");
                let Some(at) = which.checked_rem(all.all().len()) else { continue };
                let undone = all.all()[at].uid.clone();
                store.correct(now, ("Ana", ""), Change::Undo { undone }).expect("memory takes all");
            }
            Step::UndoLast => {
                let all = store.corrections().expect("it can be read");
                let Some(undone) = all.last().map(|it| it.uid.clone()) else { continue };
                store.correct(now, ("Ana", ""), Change::Undo { undone }).expect("memory takes all");
            }
        }
    }
    store.resolve().expect("memory takes all");
    (store, left.into_iter().map(|(at, (_, record))| (at, record)).collect())
}

/// How many sequences: fewer where the program is not optimized.
const SEQUENCES: u32 = if cfg!(debug_assertions) { 100 } else { 500 };

proptest! {
    #![proptest_config(ProptestConfig::with_cases(SEQUENCES))]

    #[test]
    fn any_history_ends_in_what_a_clean_build_holds(steps in prop::collection::vec(step(), 4..24)) {
        let (store, left) = run(&steps);
        let corrections = store.corrections().expect("it can be read");
        let mut clean = Store::in_memory().expect("memory");
        // Backwards, so that no row has the number that it has there.
        let records: Vec<Extraction> = left.into_values().rev().collect();
        clean.add(&records).expect("memory takes all");
        let mut given = corrections.all().to_vec();
        given.reverse();
        clean.import_corrections(&given).expect("memory takes all");
        prop_assert_eq!(content(&store), content(&clean));
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
        bare.resolve().expect("memory takes all");
        prop_assert_eq!(tables(&clean), tables(&bare));
    }
}
