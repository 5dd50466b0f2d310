//! Articles that come one by one, or a few at a time, leave what all of them leave together.

#[path = "../benches/synthetic.rs"]
#[expect(dead_code, reason = "who is who in the records is looked at by a benchmark")]
mod synthetic;

use chancery::record::Extraction;
use chancery::store::Store;
use proptest::prelude::*;

use crate::corrections::{tables, why};

/// Records in which the same people come again and again.
fn records(count: usize) -> Vec<Extraction> {
    synthetic::records(count).into_iter().map(|it| it.record).collect()
}

/// All that a database holds of what was found, and why.
fn content(store: &Store) -> String {
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
