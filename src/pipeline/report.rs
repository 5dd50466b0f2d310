//! What became of a batch of articles: counts, and the first of what is named.

use std::collections::BTreeMap;

use crate::input::{Few, Reason, Skipped};

/// Skipped articles that are kept of those that the user should see to, and as many of the others.
const KEPT: usize = 10;

/// What was skipped: how many for each reason, with the first of them.
#[derive(Clone, Debug, Default)]
pub struct Skips {
    reasons: BTreeMap<Reason, usize>,
    first: Vec<Skipped>,
}

impl Skips {
    /// Counts one more, and gives it back if it is among those that are named.
    pub fn push(&mut self, skipped: &Skipped) -> Option<&Skipped> {
        *self.reasons.entry(skipped.reason).or_default() += 1;
        // A thousand articles in another language are not to hide the one that is broken.
        let is_failure = skipped.reason.is_failure();
        let kept = self.first.iter().filter(|it| it.reason.is_failure() == is_failure).count();
        if kept == KEPT {
            return None;
        }
        self.first.push(skipped.clone());
        self.first.last()
    }

    /// How many were skipped for each reason.
    #[must_use]
    pub fn reasons(&self) -> &BTreeMap<Reason, usize> {
        &self.reasons
    }

    /// How many were skipped.
    #[must_use]
    pub fn count(&self) -> usize {
        self.reasons.values().sum()
    }

    /// The first of them, in the order of reading.
    #[must_use]
    pub fn first(&self) -> &[Skipped] {
        &self.first
    }

    /// Whether something was skipped that the user should see to.
    #[must_use]
    pub fn has_failures(&self) -> bool {
        self.reasons.keys().any(|reason| reason.is_failure())
    }
}

/// How a run came to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ended {
    /// All was read.
    #[default]
    Whole,
    /// It was asked to stop.
    Stopped,
}

/// What became of a batch. It takes as much room for a million articles as for ten.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Articles and records read, with those that were skipped.
    pub read: usize,
    /// New articles.
    pub added: usize,
    /// Articles that were there already, the same.
    pub unchanged: usize,
    /// Articles that took the place of an older text.
    pub replaced: Few,
    /// What was skipped, and why.
    pub skipped: Skips,
    /// Articles without a date of publication.
    pub undated: Few,
    /// Articles in which no meeting was found.
    pub without_meeting: usize,
    /// Whether all was read.
    pub ended: Ended,
}

impl Report {
    /// Whether something was skipped that the user should see to.
    #[must_use]
    pub fn has_failures(&self) -> bool {
        self.skipped.has_failures()
    }

    /// Articles of those read that the database holds.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.added + self.replaced.count + self.unchanged
    }
}

/// What is told while articles come in.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    /// So many were read, and what they say is stored.
    Read(usize),
    /// One was skipped, with its id where it has one.
    Skipped(&'a Skipped, Option<&'a str>),
    /// All are stored; what they say is being grouped.
    Grouping,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_skipped_is_counted_whole_and_kept_in_part() {
        let mut skips = Skips::default();
        let one = |number: usize, reason| Skipped {
            place: format!("a.jsonl, line {number}"),
            reason,
            detail: String::new(),
        };
        for number in 0..1000 {
            skips.push(&one(number, Reason::NotEnglish));
        }
        assert!(!skips.has_failures());
        assert!(
            skips.push(&one(1000, Reason::BadRecord)).is_some(),
            "a failure is not crowded out"
        );
        assert!(skips.push(&one(1001, Reason::NoText)).is_none());
        assert_eq!((skips.count(), skips.first().len()), (1002, KEPT + 1));
        assert_eq!(skips.reasons()[&Reason::NotEnglish], 1000);
        assert!(skips.has_failures());
    }
}
