//! Articles that come one by one, or a few at a time, leave what all of them leave together.

#[path = "../benches/synthetic.rs"]
#[expect(dead_code, reason = "who is who in the records is looked at by a benchmark")]
mod synthetic;

use chancery::record::{
    ActorRef, Codes, Excerpt, Extraction, Speaker, Statement, StatementKind, StatementRef, Tone,
};
use chancery::store::Store;
use proptest::prelude::*;

use crate::corrections::{tables, why};

/// Records in which the same people come again and again, and speak; every third text is a copy of another.
fn records(count: usize) -> Vec<Extraction> {
    let all = synthetic::records(count).into_iter().map(|it| it.record);
    all.enumerate().map(|(index, it)| spoken(index, it)).collect()
}

/// A record with a text and statements.
fn spoken(index: usize, mut record: Extraction) -> Extraction {
    let story = if index.is_multiple_of(3) { index / 12 } else { index };
    let words = (0..60).map(|word| format!("word{}", (story * 7919 + word * 31) % 4999));
    record.text = format!("{} {index}.", words.collect::<Vec<_>>().join(" "));
    let speakers: Vec<ActorRef> = record.actors.iter().map(|it| it.id).collect();
    let span = Excerpt { text: record.text[..4].to_owned(), start: 0, end: 4 };
    for (number, own) in speakers.windows(2).take(index % 4).enumerate() {
        record.statements.push(Statement {
            id: StatementRef::new(number),
            speaker: Speaker::new(own.to_vec(), ""),
            kind: StatementKind::ALL[0],
            cue: "said".to_owned(),
            addressees: Vec::new(),
            content: vec![span.clone()],
            about: Vec::new(),
            tone: Tone::ALL[0],
            codes: Codes::default(),
            confidence: 0.5,
            evidence: vec![span.clone()],
        });
    }
    record
}

/// All that a database holds of what was found, and why.
fn content(store: &Store) -> String {
    let mut findings = store.check().expect("it can be checked").findings;
    // The people of these records are not named in their texts.
    findings.retain(|it| it.rule != "records");
    assert_eq!(findings, [], "what is counted is what there is");
    let mut all = tables(store);
    why(store, &mut all);
    all
}

/// What a database holds of some articles that came together.
fn together(records: &[Extraction]) -> String {
    let mut store = Store::in_memory().expect("memory");
    store.add(records).expect("memory takes all");
    store.resolve().expect("memory takes all");
    content(&store)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_comes_bit_by_bit_is_what_comes_at_once(
        (count, first, batch, turn) in (60..400_usize, 30..95_usize, 1..5_usize, 0..1000_usize),
    ) {
        let mut all = records(count);
        // They come in another order than that of their ids.
        all.sort_by_key(|it| it.id.bytes().fold(turn, |sum, it| sum.wrapping_mul(31) ^ usize::from(it)));
        let first = (count * first / 100).max(count - 12);
        let mut store = Store::in_memory().expect("memory");
        store.add(&all[..first]).expect("memory takes all");
        store.update().expect("memory takes all");
        for more in all[first..].chunks(batch) {
            store.add(more).expect("memory takes all");
            store.update().expect("memory takes all");
        }
        prop_assert_eq!(content(&store), together(&all));
    }
}

#[test]
fn after_each_of_many_articles_all_is_as_if_all_had_come_at_once() {
    let all = records(1200);
    let (known, more) = all.split_at(1160);
    let mut store = Store::in_memory().expect("memory");
    store.add(known).expect("memory takes all");
    store.update().expect("memory takes all");
    for (index, record) in more.iter().enumerate() {
        store.add(std::slice::from_ref(record)).expect("memory takes all");
        store.update().expect("memory takes all");
        if index % 10 == 9 {
            assert_eq!(content(&store), together(&all[..=known.len() + index]));
        }
    }
}

#[test]
fn where_what_is_kept_for_the_next_time_is_broken_all_is_found_anew() {
    let all = records(240);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("chancery.db");
    for (damage, what) in [
        ("delete from ledger", "nothing is there"),
        ("delete from ledger where id = (select max(id) from ledger)", "a page is missing"),
        ("update ledger set content = zeroblob(length(content)) where id > 0", "pages are empty"),
        ("update ledger set content = x'00' where id = -1", "its lengths are lost"),
    ] {
        let _ = std::fs::remove_file(&path);
        let mut store = Store::create(&path).expect("it is made");
        store.add(&all[..236]).expect("the disk has room");
        store.update().expect("the disk has room");
        for record in &all[236..] {
            let other = rusqlite::Connection::open(&path).expect("it opens");
            let changed = other.execute(damage, []).expect("it is writable");
            assert!(changed > 0, "{what}");
            drop(other);
            store.add(std::slice::from_ref(record)).expect("the disk has room");
            store.update().expect("the disk has room");
        }
        assert!(content(&store) == together(&all), "{what}");
    }
}
