//! How long resolution takes, and how much memory, by the number of articles: of synthetic records
//! (`synthetic.rs`), in memory and in a database; and how long it takes to bring that to what it is
//! after one article was added, one after the other, a hundred were, one was removed, or a correction was
//! made.
//!
//! `cargo bench --bench resolution -- 10000 100000`; without numbers, three sizes up to 100,000.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod synthetic;

use std::collections::BTreeMap;
use std::process::Command;
use std::time::Instant;

use chancery::correct::{Change, Subject};
use chancery::record::{ActorRef, Extraction};
use chancery::resolve::{Resolution, resolve};
use chancery::store::{Changes, Filter, Store};
use jiff::Timestamp;
use mimalloc::MiMalloc;

/// That of the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Sizes from which the growth can be seen.
const SIZES: [usize; 3] = [10_000, 30_000, 100_000];

/// The size with which a test run only sees that all works.
const SMALL: usize = 500;

/// Articles that come to a database one by one.
const ONES: usize = 20;

/// Articles that come to a database together.
const BATCH: usize = 100;

/// The most memory that the process has had, in MiB, where the system tells.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kibibytes.unwrap_or_default() / 1024
}

/// The time that passes, and how much of it is the processor's, where the system tells: others may
/// work beside.
struct Clock {
    start: Instant,
    own: f64,
}

impl Clock {
    fn start() -> Self {
        Self { start: Instant::now(), own: Self::own() }
    }

    fn own() -> f64 {
        let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
        let nanoseconds = told.split_whitespace().next().and_then(|it| it.parse::<f64>().ok());
        nanoseconds.unwrap_or_default() / 1e9
    }

    fn tell(&self, what: &str, more: &str) {
        let passed = self.start.elapsed().as_secs_f64();
        println!(
            "  {what:18} {passed:9.3} s, {:9.3} s of the processor{more}",
            Self::own() - self.own
        );
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let sizes: Vec<usize> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    let sizes = match () {
        () if arguments.iter().any(|it| it == "--test") => vec![SMALL],
        () if sizes.is_empty() => SIZES.to_vec(),
        () => sizes,
    };
    if let [size] = sizes[..] {
        measure(size);
        return;
    }
    // Each by itself, so that none has the memory of those before it.
    let own = std::env::current_exe().expect("it runs");
    for size in sizes {
        let status = Command::new(&own).arg(size.to_string()).status().expect("it runs again");
        assert!(status.success(), "{size} articles were not measured");
    }
}

/// Measures resolution of so many articles, and of a few more.
fn measure(size: usize) {
    let (mut records, people): (Vec<Extraction>, Vec<_>) = synthetic::records(size + ONES + BATCH)
        .into_iter()
        .map(|it| (it.record, it.people))
        .unzip();
    let more = records.split_off(size);
    let entries: usize = records.iter().map(|it| it.actors.len()).sum();
    println!("{size} articles, {entries} entries of actors");
    let clock = Clock::start();
    let found = resolve(&records, &[]);
    clock.tell("all, in memory", &format!("; at most {} MiB so far", peak()));
    let (precision, recall) = pairwise(&found, &people);
    let (actors, meetings, doubts) = (found.actors.len(), found.meetings.len(), found.doubts.len());
    drop(found);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("chancery.db");
    let mut store = Store::create(&path).expect("it is made");
    for batch in records.chunks(1000) {
        store.add(batch).expect("the disk has room");
    }
    drop(records);
    let clock = Clock::start();
    store.resolve().expect("the disk has room");
    clock.tell("all, in a database", &format!("; at most {} MiB so far", peak()));
    drop(store);
    println!("  {actors} actors, {meetings} meetings, {doubts} doubts");
    println!("  pairs of people: precision {precision:.4}, recall {recall:.4}");
    let timed = |what: &str, act: &mut dyn FnMut(&mut Store) -> Changes| {
        let clock = Clock::start();
        let mut store = Store::open(&path).expect("it is there");
        let changes = act(&mut store);
        let more = format!(
            "; {} actors, {} locations, {} meetings changed",
            changes.actors.len(),
            changes.locations.len(),
            changes.meetings.len()
        );
        clock.tell(what, &more);
    };
    let add = |store: &mut Store, records: &[Extraction]| {
        store.add(records).expect("the disk has room");
        store.update().expect("the disk has room")
    };
    timed("nothing", &mut |store| store.update().expect("the disk has room"));
    for one in more[..ONES].chunks(1) {
        timed("one added", &mut |store| add(store, one));
    }
    timed("a hundred added", &mut |store| add(store, &more[ONES..]));
    timed("one removed", &mut |store| {
        store.remove(&more[0].id).expect("the disk has room");
        store.update().expect("the disk has room")
    });
    timed("one corrected", &mut |store| {
        let all = Filter { limit: Some(2), ..Filter::default() };
        let pair = store.list_doubts(&all).expect("it can be read");
        let target = |id| store.target(Subject::Actor, id).expect("it can be read");
        let one = pair.first().and_then(|pair| target(pair.one.row()));
        let other = pair.first().and_then(|pair| target(pair.other.row()));
        if let (Some(into), Some(other)) = (one, other) {
            let change = Change::Merge { into, from: vec![other] };
            store.correct(Timestamp::UNIX_EPOCH, ("bench", ""), change).expect("the disk has room");
        }
        Changes::default()
    });
    println!("  at most {} MiB", peak());
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
