//! Things of which none bears on another, done at once: what comes of them is the same on however many
//! processors.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Things from which on it pays to start a thread.
const MANY: usize = 1000;

/// Does one thing on another thread, while this one does the other, where they are of many things.
pub(super) fn both<A: Send, B>(
    count: usize,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    if count < MANY {
        return (one(), other());
    }
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (joined(one), other)
    })
}

/// Does the same with each of some things, `together` of them at a time, on as many threads as there are
/// processors. What comes of them is in order.
pub(super) fn each<T: Send, R: Send>(
    things: impl ExactSizeIterator<Item = T> + Send,
    together: usize,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let count = things.len();
    if count <= together {
        return things.map(work).collect();
    }
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.min(count.div_ceil(together));
    let left = Mutex::new(things.enumerate());
    let next = || -> Vec<(usize, T)> {
        let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
        left.by_ref().take(together).collect()
    };
    let run = || {
        let mut all: Vec<(usize, R)> = Vec::new();
        loop {
            let own = next();
            if own.is_empty() {
                return all;
            }
            all.extend(own.into_iter().map(|(place, it)| (place, work(it))));
        }
    };
    let mut all = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut all = run();
        all.extend(others.into_iter().flat_map(joined));
        all
    });
    all.sort_unstable_by_key(|it| it.0);
    all.into_iter().map(|it| it.1).collect()
}

/// What a thread came to.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    match thread.join() {
        Ok(it) => it,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}
