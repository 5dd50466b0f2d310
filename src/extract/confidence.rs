//! How sure a reading is: the chance that it is right, learned from annotated articles.
//!
//! Goes in: signals, each a question and its answer, such as `("date", "none")`. Comes out: a number
//! from 0 to 1, the logistic function of the sum of their weights in `confidence.tsv`.
//!
//! A meeting is right if those found took part, all of them, and it has come as far as is told (held,
//! planned …); a statement if its words and its speaker are. What else is told of a meeting, its date
//! and place, is not counted.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A question about a reading and its answer.
pub type Signal = (&'static str, &'static str);

/// The weight of each signal, as `models/training/confidence.py` learned it.
static WEIGHTS: LazyLock<FxHashMap<(&'static str, &'static str), f64>> = LazyLock::new(|| {
    let rows = include_str!("confidence.tsv").lines().skip(1);
    rows.filter_map(|row| {
        let mut columns = row.split('\t');
        let signal = (columns.next()?, columns.next()?);
        Some((signal, columns.next()?.parse().ok()?))
    })
    .collect()
});

/// The chance that what gives these signals is right, from 0 to 1, in hundredths.
pub(super) fn of(signals: &[Signal]) -> f64 {
    let sum: f64 = signals.iter().filter_map(|signal| WEIGHTS.get(signal)).sum();
    (100.0 / (1.0 + (-sum).exp())).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_by_name_is_surer_than_what_is_told_by_pronoun() {
        let by = |form| of(&[("statement", "any"), ("speaker", form), ("kind", "direct")]);
        assert!(by("name") > by("unnamed"));
        assert!((0.0..=1.0).contains(&by("name")));
    }
}
