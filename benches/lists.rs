//! How long lists and questions take on a database of many meetings: of synthetic records
//! (`synthetic.rs`) that also have sentences and statements.
//!
//! `cargo bench --bench lists -- 138000` for so many articles; `--keep FILE` keeps the database, and
//! measures one that is there. It fails if one of them takes longer than it may.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

#[expect(dead_code, reason = "people are for the other benchmark")]
mod synthetic;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chancery::answer::{Asker, Reply};
use chancery::gazetteer::Gazetteer;
use chancery::record::{
    ActorKind, ActorRef, Codes, Excerpt, Extraction, LocationKind, Speaker, Statement,
    StatementKind, StatementRef, Tone,
};
use chancery::store::{CountKey, Counted, Error, Filter, Near, Order, Sort, Store};
use jiff::civil;

/// Articles that make 100,000 meetings, about.
const SIZE: usize = 138_000;

/// The size of a test run, which is to be over soon.
const SMALL: usize = 3_000;

/// Milliseconds that a list or a question may take, on a database of [`SIZE`] articles.
const BOUND: f64 = 100.0;

/// States that the records are about, in the place of invented ones.
const STATES: &[&str] = &[
    "United States",
    "Russia",
    "China",
    "France",
    "Germany",
    "United Kingdom",
    "Turkey",
    "Iran",
    "Saudi Arabia",
    "India",
    "Japan",
    "South Korea",
    "Ukraine",
    "Israel",
    "Egypt",
    "Kenya",
    "Nigeria",
    "Brazil",
    "Mexico",
    "Italy",
    "Spain",
    "Poland",
    "Norway",
    "Chad",
    "Peru",
    "Qatar",
];

/// Gives records what questions ask for: states that there are, sentences, statements.
fn furnish(records: &mut [Extraction]) {
    let mut states: BTreeMap<String, &str> = BTreeMap::new();
    for (nth, record) in records.iter_mut().enumerate() {
        let mut rename = |name: &mut String| {
            let next = STATES.get(states.len()).copied();
            if let Some(state) = states.get(name.as_str()).copied().or(next) {
                states.insert(std::mem::replace(name, state.to_owned()), state);
            }
        };
        for actor in &mut record.actors {
            actor.affiliations.iter_mut().for_each(&mut rename);
            if actor.kind == ActorKind::State {
                rename(&mut actor.name);
                actor.canonical.clone_from(&actor.name);
            }
        }
        for (index, location) in record.locations.iter_mut().enumerate() {
            rename(&mut location.country);
            location.kind = LocationKind::City;
            let degrees = u32::try_from(location.name.len() * 7 + index).expect("names are short");
            location.lat = Some(f64::from(degrees % 80));
            location.lon = Some(f64::from(degrees % 170));
        }
        ["Wire", "Gazette", "Herald"][nth % 3].clone_into(&mut record.source);
        let who: Vec<String> = record.actors.iter().map(|it| it.name.clone()).collect();
        let told = format!("{} discussed grain and sanctions at the talks.", who.join(" and "));
        record.text = format!("{} {told}", record.text);
        record.title = format!("Talks of {}", who.join(", "));
        let end = record.text.chars().count();
        let excerpt = Excerpt { text: told.clone(), start: end - told.chars().count(), end };
        for meeting in &mut record.meetings {
            meeting.evidence = vec![excerpt.clone()];
        }
        record.statements = vec![Statement {
            id: StatementRef::new(0),
            speaker: Speaker::new(vec![ActorRef::new(0)], ""),
            kind: StatementKind::Indirect,
            cue: "said".to_owned(),
            addressees: Vec::new(),
            content: vec![excerpt.clone()],
            about: record.actors.last().map(|it| it.id).into_iter().collect(),
            tone: Tone::Neutral,
            codes: Codes::default(),
            confidence: 0.5,
            evidence: vec![excerpt],
        }];
    }
}

/// Makes the database of so many articles, unless it is there.
fn make_database(path: &Path, size: usize) {
    if path.exists() {
        return;
    }
    let mut store = Store::create(path).expect("it is made");
    let mut records: Vec<Extraction> =
        synthetic::records(size).into_iter().map(|it| it.record).collect();
    furnish(&mut records);
    for batch in records.chunks(1000) {
        store.add(batch).expect("the disk has room");
    }
    drop(records);
    let start = Instant::now();
    store.resolve().expect("the disk has room");
    println!("resolved in {:.1} s", start.elapsed().as_secs_f64());
}

/// What was measured.
#[derive(Default)]
struct Clock {
    /// What took longer than [`BOUND`].
    slow: Vec<String>,
}

impl Clock {
    /// The time of the fastest of three runs, in milliseconds.
    fn time(&mut self, name: &str, mut run: impl FnMut() -> Result<usize, Error>) {
        let mut best = f64::MAX;
        let mut rows = 0;
        for _ in 0..3 {
            let start = Instant::now();
            rows = run().expect("the database works");
            best = best.min(start.elapsed().as_secs_f64() * 1000.0);
        }
        println!("{best:8.1} ms {rows:7} rows  {name}");
        if best > BOUND {
            self.slow.push(format!("{name}: {best:.0} ms"));
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_test = arguments.iter().any(|it| it == "--test");
    let size = arguments.iter().find_map(|it| it.parse().ok());
    let size = if is_test { SMALL } else { size.unwrap_or(SIZE) };
    let kept = arguments.iter().position(|it| it == "--keep").and_then(|at| arguments.get(at + 1));
    let folder = tempfile::tempdir().expect("a folder");
    let path = kept.map_or_else(|| folder.path().join("chancery.db"), PathBuf::from);
    make_database(&path, size);
    let store = Store::read(&path).expect("it is one of ours");
    let count = |list| store.count(list, &Filter::default()).expect("the database works");
    println!(
        "{} articles, {} actors, {} meetings, {} statements",
        count(Counted::Articles),
        count(Counted::Actors),
        count(Counted::Meetings),
        count(Counted::Statements)
    );
    let start = Instant::now();
    let gazetteer = Gazetteer::load();
    println!("{:8.1} ms          the gazetteer is loaded", start.elapsed().as_secs_f64() * 1000.0);
    let mut clock = Clock::default();
    lists(&store, &mut clock);
    questions(&store, &gazetteer, &mut clock);
    let slow = &clock.slow;
    assert!(slow.is_empty(), "over {BOUND} ms:\n{}", slow.join("\n"));
}

fn lists(store: &Store, clock: &mut Clock) {
    let page = || Filter { limit: Some(100), ..Filter::default() };
    let top = store.list_actors(&Filter { limit: Some(1), ..page() }).expect("it works");
    let top = top.first().map_or_else(String::new, |it| it.name.clone());
    let filters = [
        ("all", page()),
        ("actor", Filter { actor: Some(top.clone()), ..page() }),
        ("state", Filter { states: vec!["Russia".to_owned()], ..page() }),
        (
            "since",
            Filter { since: "2015-03".parse().ok(), until: "2015-06".parse().ok(), ..page() },
        ),
        ("text", Filter { text: Some("grain AND sanction*".to_owned()), ..page() }),
        ("source", Filter { source: Some("Gazette".to_owned()), ..page() }),
        ("reversed", Filter { order: Order::Reversed, offset: 1000, ..page() }),
        ("near", Filter { near: Some(Near { lat: 40.0, lon: 40.0, km: 500.0 }), ..page() }),
    ];
    for (name, filter) in &filters {
        clock.time(&format!("meetings: {name}"), || Ok(store.find_meetings(filter)?.len()));
        clock.time(&format!("actors: {name}"), || Ok(store.list_actors(filter)?.len()));
        clock.time(&format!("locations: {name}"), || Ok(store.list_locations(filter)?.len()));
        clock.time(&format!("articles: {name}"), || Ok(store.find_articles(filter)?.len()));
        clock.time(&format!("statements: {name}"), || Ok(store.find_statements(filter)?.len()));
        clock
            .time(&format!("count of meetings: {name}"), || store.count(Counted::Meetings, filter));
    }
    for sort in [Sort::Sources, Sort::Confidence] {
        let filter = Filter { sort: Some(sort), ..page() };
        clock.time(&format!("meetings by {sort}"), || Ok(store.list_meetings(&filter)?.len()));
    }
    for key in Counted::Meetings.keys() {
        clock.time(&format!("meetings counted by {key}"), || {
            Ok(store.count_by(Counted::Meetings, *key, &page())?.len())
        });
    }
    for key in [CountKey::Actor, CountKey::State, CountKey::Month, CountKey::Tone] {
        clock.time(&format!("statements counted by {key}"), || {
            Ok(store.count_by(Counted::Statements, key, &page())?.len())
        });
    }
}

fn questions(store: &Store, gazetteer: &Gazetteer, clock: &mut Clock) {
    let top = store.list_actors(&Filter { limit: Some(3), ..Filter::default() }).expect("it works");
    let people: Vec<&str> =
        top.iter().map(|it| it.name.as_str()).chain(["nobody", "nobody"]).collect();
    let (one, other) = (people[0], people[1]);
    let places = store.list_locations(&Filter { limit: Some(1), ..Filter::default() });
    let place = places.expect("it works").first().map_or_else(String::new, |it| it.name.clone());
    for question in [
        format!("who met {one}?"),
        format!("who did {one} meet in {place} since 2012?"),
        format!("where did {one} meet others?"),
        format!("meetings hosted by {one}"),
        format!("who accompanied {one}?"),
        format!("who hosted the meetings in {place}?"),
        "who did Russia meet in 2015?".to_owned(),
        "where did Russia and France meet?".to_owned(),
        format!("who has met both {one} and {other}?"),
        format!("when did {one} and {other} last meet?"),
        format!("how often did {one} and {other} meet between 2010 and 2015?"),
        format!("who met in {place}?"),
        "who met in 2015?".to_owned(),
        "who met?".to_owned(),
        "which countries' officials met?".to_owned(),
        "which countries' officials met Russia?".to_owned(),
        format!("what did {one} say about grain?"),
        "who spoke about sanctions?".to_owned(),
        format!("which meetings of {one} are planned?"),
        "planned meetings".to_owned(),
        format!("how are {one} and {other} connected?"),
        "who did the Russian president meet in 2015?".to_owned(),
        "who met the Kenyan foreign minister?".to_owned(),
        format!("who is {one}?"),
        "who met Xyzzyq Plugh?".to_owned(),
        "why is the sky blue?".to_owned(),
    ] {
        clock.time(&question, || {
            let asker = Asker::new(store, gazetteer, civil::date(2024, 1, 1), 10);
            Ok(match asker.ask(&question)? {
                Reply::Answer(answer) => answer.count,
                Reply::Refusal(_) => 0,
            })
        });
    }
}
