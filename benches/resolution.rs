//! How long resolution takes, and how much memory, by the number of articles: of synthetic records
//! (`synthetic.rs`), in memory and in a database.
//!
//! `cargo bench --bench resolution -- 10000 100000`; without numbers, three sizes up to 100,000.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod synthetic;

use std::collections::BTreeMap;
use std::time::Instant;

use chancery::record::{ActorRef, Extraction};
use chancery::resolve::{Resolution, resolve};
use chancery::store::Store;

/// Sizes from which the growth can be seen.
const SIZES: [usize; 3] = [10_000, 30_000, 100_000];

/// The size with which a test run only sees that all works.
const SMALL: usize = 500;

/// The most memory that the process has had, in MiB, where the system tells.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kibibytes.unwrap_or_default() / 1024
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let sizes: Vec<usize> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    let sizes = match () {
        () if arguments.iter().any(|it| it == "--test") => vec![SMALL],
        () if sizes.is_empty() => SIZES.to_vec(),
        () => sizes,
    };
    println!(
        "articles  entries   actors meetings   doubts precision  recall  resolve s  database s  peak MiB"
    );
    for size in sizes {
        let (records, people): (Vec<Extraction>, Vec<_>) =
            synthetic::records(size).into_iter().map(|it| (it.record, it.people)).unzip();
        let entries: usize = records.iter().map(|it| it.actors.len()).sum();
        let start = Instant::now();
        let found = resolve(&records, &[]);
        let resolved = start.elapsed().as_secs_f64();
        let (precision, recall) = pairwise(&found, &people);
        let (actors, meetings, doubts) =
            (found.actors.len(), found.meetings.len(), found.doubts.len());
        drop(found);
        let folder = tempfile::tempdir().expect("a folder");
        let mut store = Store::create(&folder.path().join("chancery.db")).expect("it is made");
        for batch in records.chunks(1000) {
            store.add(batch).expect("the disk has room");
        }
        drop(records);
        let start = Instant::now();
        store.resolve().expect("the disk has room");
        let stored = start.elapsed().as_secs_f64();
        println!(
            "{size:8} {entries:8} {actors:8} {meetings:8} {doubts:8} {precision:9.4} {recall:7.4} \
             {resolved:10.2} {stored:11.2} {:9}",
            peak()
        );
    }
}

/// Precision and recall over pairs of entries of people.
fn pairwise(found: &Resolution, people: &[Vec<(ActorRef, usize)>]) -> (f64, f64) {
    let pairs = |count: u64| count * count.saturating_sub(1) / 2;
    let mut of_person: BTreeMap<usize, u64> = BTreeMap::new();
    let (mut right, mut told) = (0, 0);
    for actor in &found.actors {
        let mut own: BTreeMap<usize, u64> = BTreeMap::new();
        for entry in &actor.entries {
            let person = people[entry.article].iter().find(|it| it.0 == entry.entry);
            if let Some(&(_, person)) = person {
                *own.entry(person).or_default() += 1;
                *of_person.entry(person).or_default() += 1;
            }
        }
        right += own.values().map(|&count| pairs(count)).sum::<u64>();
        told += pairs(own.values().sum());
    }
    let all: u64 = of_person.values().map(|&count| pairs(count)).sum();
    #[expect(clippy::cast_precision_loss, reason = "pairs are fewer than 2^52")]
    let share = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
    (share(right, told), share(right, all))
}
