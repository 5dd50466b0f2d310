//! How long networks take: drawn as DOT by the program from a database of synthetic records
//! (`synthetic.rs`), and every measure of one with 20,000 actors.
//!
//! `cargo bench --bench networks -- 25000`: so many articles; a fifth as many actors and half as
//! many meetings. Without a number, a test run too, the bounds hold: in seconds of the processor,
//! so that what else the machine does makes no difference.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

#[expect(dead_code, reason = "people are for the other benchmark")]
mod synthetic;

use std::process::Command;
use std::time::Instant;

use chancery::network::{Encounter, Measure, Network, Party, PartyKind};
use chancery::record::{ActorId, Confidence, MeetingId, MeetingKind, MeetingStatus};
use chancery::store::Store;

/// Articles with 5,000 actors in them.
const ARTICLES: usize = 25_000;

/// Actors whose measures are taken.
const ACTORS: usize = 20_000;

/// The seconds that a network of 5,000 actors may take as DOT.
const DRAWN: f64 = 2.0;

/// The seconds that all measures of 20,000 actors may take.
const MEASURED: f64 = 10.0;

fn main() {
    let given = std::env::args().skip(1).find_map(|it| it.parse().ok());
    let drawn = draw(given.unwrap_or(ARTICLES));
    let measured = measure(ACTORS);
    if given.is_none() {
        assert!(drawn < DRAWN, "DOT took {drawn:.1} s, more than {DRAWN} s");
        assert!(measured < MEASURED, "measures took {measured:.1} s, more than {MEASURED} s");
    }
}

/// What runs, and the seconds that it keeps a processor busy; where no system tells these, those
/// that pass.
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let (start, before) = (Instant::now(), processor());
    let made = work();
    let passed = start.elapsed().as_secs_f64();
    (made, before.zip(processor()).map_or(passed, |(before, after)| after - before))
}

/// The seconds of the processor that this program and those that it ran have used, as Linux
/// tells them: in hundredths, in fields 14 to 17.
fn processor() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields = told.rsplit_once(')')?.1.split_whitespace().skip(11).take(4);
    Some(fields.filter_map(|it| it.parse::<f64>().ok()).sum::<f64>() / 100.0)
}

/// Fills a database and draws what is in it; the seconds that the program takes to draw.
fn draw(articles: usize) -> f64 {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("chancery.db");
    let mut store = Store::create(&path).expect("it is made");
    for batch in synthetic::records(articles).chunks(1000) {
        let records: Vec<_> = batch.iter().map(|it| it.record.clone()).collect();
        store.add(&records).expect("the disk has room");
    }
    store.resolve().expect("the disk has room");
    drop(store);
    let mut slowest = 0.0_f64;
    for format in ["dot", "csv", "gexf"] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_chancery"));
        program.args(["network", "--format", format, "--quiet", "--db"]).arg(&path);
        let (output, seconds) = timed(|| program.output().expect("the program is built"));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mebibytes = output.stdout.len() / (1 << 20);
        println!("{articles} articles: the network as {format} in {seconds:.2} s, {mebibytes} MiB");
        if format == "dot" {
            slowest = seconds;
        }
    }
    slowest
}

/// Measures a network in which few meet often and many seldom; the seconds that it takes.
fn measure(actors: usize) -> f64 {
    let id = |number: usize| ActorId::new(i64::try_from(number).expect("actors are few"));
    let parties: Vec<Party> = (0..actors)
        .map(|number| Party {
            id: id(number).into(),
            name: format!("actor {number}"),
            kind: PartyKind::Person,
            roles: Vec::new(),
            affiliations: Vec::new(),
        })
        .collect();
    let mut state = 1815_u64;
    let mut next = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("it is below a usize") % below
    };
    let meetings: Vec<Encounter> = (0..actors * 5)
        .map(|number| {
            let count = 2 + next(3);
            // The lesser of two draws: the first meet more often than the last.
            let who = (0..count).map(|_| id(next(actors).min(next(actors)))).collect();
            Encounter {
                id: MeetingId::new(i64::try_from(number).expect("meetings are few")),
                kind: MeetingKind::Talks,
                status: MeetingStatus::Held,
                date: "2025-03-04".parse().ok(),
                participants: who,
                places: Vec::new(),
                sources: 1,
                confidence: Confidence::new(0.5),
            }
        })
        .collect();
    let network = Network::new(parties, meetings);
    let (ranked, seconds) = timed(|| network.ranked(Measure::Betweenness));
    println!(
        "{} actors, {} ties, {} communities: all measures in {seconds:.2} s",
        ranked.len(),
        network.ties().len(),
        ranked.iter().map(|it| it.community).max().unwrap_or_default()
    );
    seconds
}
