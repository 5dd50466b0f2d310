//! Batches of articles through the threads and into a store in memory.

use std::sync::LazyLock;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::*;
use crate::input::Reason;
use crate::store::Filter;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::load);

fn work(jobs: usize) -> Work<'static> {
    Work { jobs: Jobs(Some(jobs)), ..Work::new(&ANALYZER) }
}

fn article(id: &str, text: &str) -> Outcome {
    Outcome::Article(Article { id: id.to_owned(), text: text.to_owned(), ..Article::default() })
}

fn skipped(place: &str) -> Outcome {
    Outcome::Skipped(Skipped {
        place: place.to_owned(),
        reason: Reason::NoText,
        detail: String::new(),
    })
}

/// So many articles that differ, every seventh skipped, every fiftieth much longer than the others.
fn many(count: usize) -> Vec<Outcome> {
    (0..count)
        .map(|number| match number {
            _ if number % 7 == 3 => skipped(&format!("place {number}")),
            _ => {
                let line = format!("Envoy Ada Okafor met Jan Lund in Oslo on quota {number}. ");
                article(
                    &format!("a{number:04}"),
                    &line.repeat(if number % 50 == 0 { 40 } else { 1 }),
                )
            }
        })
        .collect()
}

/// The ids or places of what is handed on.
fn handed_on(outcomes: Vec<Outcome>, jobs: usize) -> Vec<String> {
    let mut found = Vec::new();
    let ended = extract_all(outcomes, &work(jobs), |result| {
        found.push(result.map_or_else(|skipped| skipped.place, |record| record.id));
        Ok::<_, Infallible>(())
    });
    assert_eq!(ended, Ok(Ended::Whole));
    found
}

#[test]
fn a_batch_is_counted_and_a_second_time_changes_nothing() {
    let mut store = Store::in_memory().expect("memory");
    let batch = || {
        vec![
            article("a", "Foreign Minister Ada Okafor met Jan Lund in Oslo."),
            article("b", "Foreign Minister Ada Okafor met Jan Lund in Oslo."),
            article("c", "Rain fell on Oslo."),
            skipped("d"),
        ]
    };
    let mut run = || add(batch(), &work(2), &mut store, |_| ()).expect("memory");
    let first = run();
    assert_eq!((first.read, first.added, first.skipped.count()), (4, 2, 2));
    assert_eq!(first.undated.first, ["a", "c"]);
    let second = run();
    assert_eq!((second.added, second.unchanged, second.skipped.count()), (0, 2, 2));
}

#[test]
fn results_come_in_the_order_of_reading_whatever_the_number_of_jobs() {
    let wanted: Vec<String> = many(300)
        .into_iter()
        .map(|outcome| match outcome {
            Outcome::Article(article) => article.id,
            Outcome::Skipped(skipped) => skipped.place,
        })
        .collect();
    for jobs in [1, 2, 7] {
        assert_eq!(handed_on(many(300), jobs), wanted, "{jobs} jobs");
    }
}

#[test]
fn a_record_is_handed_on_while_nothing_more_comes() {
    let (sender, outcomes) = mpsc::channel();
    sender.send(article("first", "Ada Okafor met Jan Lund in Oslo.")).expect("it is read");
    let mut sender = Some(sender);
    let mut found = Vec::new();
    let ended = extract_all(outcomes, &work(2), |result| {
        found.push(result.expect("it is an article").id);
        if found.len() == 1 {
            // The second is sent only once the first is here.
            let sender = sender.take().expect("there is one first record");
            sender.send(article("second", "Rain fell.")).expect("it is read");
        }
        Ok::<_, Infallible>(())
    });
    assert_eq!(ended, Ok(Ended::Whole));
    assert_eq!(found, ["first", "second"]);
}

#[test]
fn what_is_stored_waits_for_no_full_batch() {
    let (sender, outcomes) = mpsc::channel();
    sender.send(article("first", "Ada Okafor met Jan Lund in Oslo.")).expect("it is read");
    let mut sender = Some(sender);
    let mut store = Store::in_memory().expect("memory");
    let report = add(outcomes, &work(1), &mut store, |told| {
        if matches!(told, Told::Read(1)) {
            sender.take();
        }
    });
    assert_eq!(report.expect("memory").added, 1);
}

#[test]
fn what_fails_in_the_end_fails_and_leaves_no_thread_waiting() {
    let mut count = 0;
    let ended = extract_all(many(2000), &work(2), |_| {
        count += 1;
        if count == 10 { Err("full") } else { Ok(()) }
    });
    assert_eq!((ended, count), (Err("full"), 10));
}

#[test]
fn a_run_that_is_stopped_keeps_the_first_articles_and_the_next_goes_on() {
    let mut store = Store::in_memory().expect("memory");
    let work = work(2);
    let report = add(many(400), &work, &mut store, |told| {
        if matches!(told, Told::Read(read) if read >= 64) {
            work.stop.request();
        }
    });
    let report = report.expect("memory");
    assert_eq!(report.ended, Ended::Stopped);
    assert!((64..400).contains(&report.read), "{}", report.read);
    let ids = |store: &Store| -> Vec<String> {
        let rows = store.list_articles(&Filter::default()).expect("listed");
        let mut ids: Vec<String> = rows.into_iter().map(|it| it.id).collect();
        ids.sort();
        ids
    };
    let all: Vec<String> =
        handed_on(many(400), 2).into_iter().filter(|it| !it.contains(' ')).collect();
    let kept = ids(&store);
    assert_eq!(kept, all[..report.kept()], "the first, and no other");
    let work = Work { stop: Stop::default(), ..work };
    let report = add(many(400), &work, &mut store, |_| ()).expect("memory");
    assert_eq!((report.unchanged, report.added), (kept.len(), all.len() - kept.len()));
    assert_eq!(ids(&store), all);
}

#[test]
fn a_run_is_stopped_while_it_waits_for_more() {
    let (sender, outcomes) = mpsc::channel::<Outcome>();
    let work = work(1);
    let stop = work.stop.clone();
    let timer = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        stop.request();
    });
    let start = Instant::now();
    let ended = extract_all(outcomes, &work, |_| Ok::<_, Infallible>(()));
    assert_eq!(ended, Ok(Ended::Stopped));
    assert!(start.elapsed() < Duration::from_secs(20));
    timer.join().expect("it only waits");
    drop(sender);
}

#[test]
fn a_reader_that_breaks_costs_what_it_had_yet_to_read() {
    let outcomes = (0..5).map(|number| {
        assert!(number < 3, "a fault made for this test");
        article(&number.to_string(), "Rain fell.")
    });
    let mut found = Vec::new();
    let ended = extract_all(outcomes, &work(1), |result| {
        found.push(result.map(|record| record.id).map_err(|skipped| skipped.reason));
        Ok::<_, Infallible>(())
    });
    assert_eq!(ended, Ok(Ended::Whole));
    let id = |id: &str| Ok(id.to_owned());
    assert_eq!(found, [id("0"), id("1"), id("2"), Err(Reason::Failed)]);
}

/// Articles of which some take the place of others, or are copies of them.
fn intricate() -> Vec<Outcome> {
    let mut outcomes = vec![
        article("a", "Ada Okafor met Jan Lund in Oslo."),
        article("b", "Rosa Quispe met Jan Lund in Lima."),
    ];
    outcomes.extend(many(20));
    outcomes.extend([
        article("a", "Ada Okafor met Rosa Quispe in Quito."),
        // A copy of what `a` said before.
        article("c", "Ada Okafor met Jan Lund in Oslo."),
        article("d", "Rosa Quispe met Jan Lund in Lima."),
        article("b", "Rosa Quispe met Jan Lund in Lima."),
        article("a", "Ada Okafor met Jan Lund in Oslo."),
    ]);
    outcomes
}

/// What is counted of a run, and what the store holds after it.
fn counted(store: &mut Store, batches: Vec<Vec<Outcome>>) -> (Vec<[usize; 4]>, Vec<String>) {
    let mut counts = Vec::new();
    for batch in batches {
        let report = add(batch, &work(2), store, |_| ()).expect("memory");
        counts.push([
            report.added,
            report.replaced.count,
            report.unchanged,
            report.skipped.count(),
        ]);
    }
    let records = store.records().expect("they are sound");
    (counts, records.into_iter().map(|(_, record)| format!("{record:?}")).collect())
}

#[test]
fn articles_that_replace_one_another_end_as_if_added_one_by_one() {
    // Known beforehand, so that all are looked up before the first of them is written.
    let known = vec![
        article("a", "Ada Okafor met Jan Lund in Oslo."),
        article("b", "Rosa Quispe met Jan Lund in Lima."),
    ];
    for begin in [Vec::new(), known] {
        let store = || {
            let mut store = Store::in_memory().expect("memory");
            counted(&mut store, vec![begin.clone()]);
            store
        };
        let (mut one, mut other) = (store(), store());
        let foreseen = preview(intricate(), &work(2), &one, |_| ()).expect("memory");
        let single = intricate().into_iter().map(|it| vec![it]).collect();
        let (counts, slow) = counted(&mut other, single);
        let (whole, fast) = counted(&mut one, vec![intricate()]);
        assert_eq!(slow, fast);
        let sum = counts.iter().fold([0; 4], |sum, it| std::array::from_fn(|at| sum[at] + it[at]));
        assert_eq!(whole, [sum]);
        let told =
            [foreseen.added, foreseen.replaced.count, foreseen.unchanged, foreseen.skipped.count()];
        assert_eq!(told, sum, "what was foretold came about");
    }
}

#[test]
fn articles_are_read_again_in_their_places() {
    let mut store = Store::in_memory().expect("memory");
    add(many(600), &work(2), &mut store, |_| ()).expect("memory");
    let before = store.records().expect("they are sound").len();
    let mut last = 0;
    let report = reextract(&work(2), &mut store, |told| {
        if let Told::Read(read) = told {
            last = read;
        }
    });
    let report = report.expect("memory");
    assert_eq!((report.read, report.replaced.count, last), (before, before, before));
    assert_eq!(store.records().expect("they are sound").len(), before);
    assert!(store.is_resolved().expect("it can be asked"));
}
