//! The articles that wait for a worker, first come, first served.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Debug)]
struct Line<T> {
    jobs: VecDeque<T>,
    is_closed: bool,
}

/// What waits for a worker; how much that may be is for [`super::budget`] to say.
#[derive(Debug)]
pub(super) struct Queue<T> {
    line: Mutex<Line<T>>,
    filled: Condvar,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        let line = Line { jobs: VecDeque::new(), is_closed: false };
        Self { line: Mutex::new(line), filled: Condvar::new() }
    }
}

impl<T> Queue<T> {
    /// Puts a job at the end.
    pub(super) fn push(&self, job: T) {
        self.line().jobs.push_back(job);
        self.filled.notify_one();
    }

    /// Waits for the first job and takes it; none once the queue is closed.
    pub(super) fn pop(&self) -> Option<T> {
        let waited =
            self.filled.wait_while(self.line(), |line| line.jobs.is_empty() && !line.is_closed);
        waited.unwrap_or_else(PoisonError::into_inner).jobs.pop_front()
    }

    /// Drops what waits and lets the workers go.
    pub(super) fn close(&self) {
        let mut line = self.line();
        line.is_closed = true;
        let dropped = std::mem::take(&mut line.jobs);
        drop(line);
        drop(dropped);
        self.filled.notify_all();
    }

    fn line(&self) -> MutexGuard<'_, Line<T>> {
        // A line of jobs is whole whatever happened to who held it.
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
