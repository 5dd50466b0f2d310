//! How long resolution takes, and how much memory, by the number of articles: of synthetic records
//! (`synthetic.rs`), in memory and in a database.
//!
//! `cargo bench --bench resolution -- 10000 100000`; without numbers, three sizes up to 100,000.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod synthetic;

use std::time::Instant;

use chancery::resolve::resolve;
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
    println!("articles  entries   actors meetings   doubts  resolve s  database s  peak MiB");
    for size in sizes {
        let records = synthetic::records(size);
        let entries: usize = records.iter().map(|it| it.actors.len()).sum();
        let start = Instant::now();
        let found = resolve(&records, &[]);
        let resolved = start.elapsed().as_secs_f64();
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
            "{size:8} {entries:8} {actors:8} {meetings:8} {doubts:8} {resolved:10.2} {stored:11.2} {:9}",
            peak()
        );
    }
}
