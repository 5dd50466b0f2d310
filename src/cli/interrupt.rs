//! Ctrl-C, and what else asks the program to end.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::cli::INTERRUPTED;
use crate::cli::ui::Ui;
use crate::pipeline::Stop;

/// Hears Ctrl-C: the first asks the work to stop, the second ends it.
#[derive(Clone)]
pub(super) struct Interrupt {
    stop: Stop,
    is_grouping: Arc<AtomicBool>,
}

impl Interrupt {
    /// Begins to listen.
    pub(super) fn listen(ui: Ui) -> Self {
        let interrupt =
            Self { stop: Stop::default(), is_grouping: Arc::new(AtomicBool::new(false)) };
        let own = interrupt.clone();
        let handler = move || {
            if own.is_grouping.load(Ordering::Relaxed) {
                // One transaction, which the database takes back by itself.
                ui.note_under(
                    "stopped",
                    "all articles are kept; the same command, or `chancery resolve`, groups what they \
                     say",
                );
                process::exit(i32::from(INTERRUPTED));
            }
            if own.stop.request() {
                process::exit(i32::from(INTERRUPTED));
            }
            ui.note_under("stopping", "after the articles at hand; once more ends at once");
        };
        // Without it Ctrl-C ends the program at once, and the database is whole all the same.
        let _ = ctrlc::set_handler(handler);
        interrupt
    }

    /// What tells the work to stop.
    pub(super) fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// Says that the articles are being grouped, which cannot stop halfway, or no more.
    pub(super) fn grouping(&self, is_grouping: bool) {
        self.is_grouping.store(is_grouping, Ordering::Relaxed);
    }
}
