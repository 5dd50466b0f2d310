//! Two things at once, of which neither bears on the other: what comes of them is the same on however many
//! processors.

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
    std::thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        match one.join() {
            Ok(one) => (one, other),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
