//! How many articles may be in the works: between reading and writing, in number and in bytes.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Articles that may be in the works: enough that all cores have work while a batch is written, or
/// while one of them reads an article that is many times longer than others.
const ARTICLES: usize = 512;

/// Bytes of text that may be in the works. One article may be longer; then it is alone.
const BYTES: usize = 8 << 20;

/// What is in the works.
#[derive(Debug, Default)]
struct Works {
    articles: usize,
    bytes: usize,
    is_closed: bool,
}

/// Lets as much into the works as there is room for.
#[derive(Debug, Default)]
pub(super) struct Budget {
    works: Mutex<Works>,
    room: Condvar,
}

impl Budget {
    /// Waits until there is room for an article of so many bytes, and takes it; false if nothing is
    /// taken in any more.
    pub(super) fn take(&self, bytes: usize) -> bool {
        let is_full = |works: &mut Works| {
            let fits = works.articles < ARTICLES && works.bytes + bytes <= BYTES;
            !works.is_closed && works.articles > 0 && !fits
        };
        let waited = self.room.wait_while(self.works(), is_full);
        let mut works = waited.unwrap_or_else(PoisonError::into_inner);
        if works.is_closed {
            return false;
        }
        works.articles += 1;
        works.bytes += bytes;
        true
    }

    /// Gives back the room of an article of so many bytes.
    pub(super) fn give(&self, bytes: usize) {
        let mut works = self.works();
        works.articles -= 1;
        works.bytes -= bytes;
        drop(works);
        self.room.notify_one();
    }

    /// Takes in nothing more; who waits for room is let go.
    pub(super) fn close(&self) {
        self.works().is_closed = true;
        self.room.notify_all();
    }

    fn works(&self) -> MutexGuard<'_, Works> {
        // Sums are whole whatever happened to who held them.
        self.works.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use super::*;

    /// How many articles of so many bytes get in before the works are full.
    fn room_for(bytes: usize) -> usize {
        let budget = Budget::default();
        let (sender, taken) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| {
                while budget.take(bytes) {
                    sender.send(()).expect("somebody counts");
                }
            });
            let mut count = 0;
            while taken.recv_timeout(Duration::from_millis(200)).is_ok() {
                count += 1;
            }
            budget.close();
            count
        })
    }

    #[test]
    fn many_short_articles_get_in_and_few_long_ones() {
        assert_eq!(room_for(3_000), ARTICLES);
        assert_eq!(room_for(4 << 20), 2);
        assert_eq!(room_for(20 << 20), 1, "one longer than all room is let in alone");
    }

    #[test]
    fn what_is_given_back_can_be_taken() {
        let budget = Budget::default();
        for _ in 0..3 * ARTICLES {
            assert!(budget.take(100));
            budget.give(100);
        }
        budget.close();
        assert!(!budget.take(100));
    }
}
