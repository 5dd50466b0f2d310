//! What is told of articles that were read all the same.

use std::sync::{Arc, Mutex, PoisonError};

/// Notes that are kept in words; of the others only their number is.
const KEPT: usize = 5;

/// What was found wrong with articles that were read all the same, such as a date that is none. All
/// clones are one list.
#[derive(Clone, Debug, Default)]
pub struct Notes(Arc<Mutex<Noted>>);

/// Some notes, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noted {
    /// The first ones, each with its place.
    pub first: Vec<String>,
    /// How many there are.
    pub count: usize,
}

impl Notes {
    /// Notes something of a place.
    pub(super) fn add(&self, place: &str, what: &str) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.count += 1;
        if noted.first.len() < KEPT {
            noted.first.push(format!("{place}: {what}"));
        }
    }

    /// What was noted so far.
    #[must_use]
    pub fn noted(&self) -> Noted {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
