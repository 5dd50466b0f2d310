//! What is told of articles that were read all the same.

use std::sync::{Arc, Mutex, PoisonError};

/// What is kept in words of what is counted.
const NAMED: usize = 5;

/// What was found wrong with articles that were read all the same, such as a date that is none. All
/// clones are one list.
#[derive(Clone, Debug, Default)]
pub struct Notes(Arc<Mutex<Few>>);

/// A count, with the first that were counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Few {
    /// How many there are.
    pub count: usize,
    /// The first of them: ids, or what is told of them.
    pub first: Vec<String>,
}

impl Few {
    /// Counts one more.
    pub fn push(&mut self, one: &str) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(one.to_owned());
        }
    }
}

impl Notes {
    /// Notes something of a place.
    pub(super) fn add(&self, place: &str, what: &str) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.push(&format!("{place}: {what}"));
    }

    /// What was noted so far.
    #[must_use]
    pub fn noted(&self) -> Few {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_few_are_named() {
        let mut few = Few::default();
        for number in 0..100 {
            few.push(&number.to_string());
        }
        assert_eq!((few.count, few.first.len()), (100, NAMED));
    }
}
