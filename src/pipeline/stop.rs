//! A wish to stop that whoever works looks at between articles.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Tells those who work that they are to stop; copies of it are one and the same.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<(Mutex<bool>, Condvar)>);

impl Stop {
    /// Asks those who work to stop; tells whether they had been asked before.
    #[expect(clippy::must_use_candidate, reason = "the wish is what matters")]
    pub fn request(&self) -> bool {
        let was = std::mem::replace(&mut *self.flag(), true);
        self.0.1.notify_all();
        was
    }

    /// Whether to stop.
    #[must_use]
    pub fn is_requested(&self) -> bool {
        *self.flag()
    }

    /// Waits for some time, or until it is time to stop; tells whether it is.
    #[must_use]
    pub fn wait(&self, time: Duration) -> bool {
        let waited = self.0.1.wait_timeout_while(self.flag(), time, |stop| !*stop);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn flag(&self) -> MutexGuard<'_, bool> {
        // A flag is whole whatever happened to who held it.
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_to_stop_ends_the_wait_of_every_copy() {
        let stop = Stop::default();
        assert!(!stop.wait(Duration::from_millis(1)));
        let other = stop.clone();
        assert!(!stop.request());
        assert!(other.is_requested() && other.wait(Duration::from_hours(1)));
        assert!(other.request());
    }
}
