//! How far the reading of articles is: a bar with the rate and the time left.

use indicatif::{HumanCount, ProgressBar};

use crate::cli::ui::Ui;
use crate::input::{Files, Meter};

/// Shows how far it is.
pub(super) struct Progress {
    bar: ProgressBar,
    /// Counts bytes where their sum is what is waited for; else articles are.
    meter: Option<Meter>,
}

impl Progress {
    /// For the articles of some files: the bytes read of all tell how far it is, if there is an end
    /// to them.
    pub(super) fn of_files(ui: &Ui, files: &Files) -> Self {
        // Who sees nothing need not wait until all files are looked at.
        let total = if ui.shows_progress() { files.bytes() } else { None };
        Self::new(ui, total, total.map(|_| files.meter().clone()))
    }

    /// For so many articles.
    pub(super) fn of_articles(ui: &Ui, count: usize) -> Self {
        Self::new(ui, Some(count as u64), None)
    }

    fn new(ui: &Ui, total: Option<u64>, meter: Option<Meter>) -> Self {
        let bar = ui.progress(total);
        bar.set_message("reading");
        Self { bar, meter }
    }

    /// So many articles were read.
    pub(super) fn read(&self, articles: usize) {
        if self.bar.is_hidden() {
            return;
        }
        let articles = articles as u64;
        // A rate to the whole article: a second more or less makes no difference to it.
        let rate = u128::from(articles) * 1000 / self.bar.elapsed().as_millis().max(1);
        self.bar.set_message(format!("reading {} articles, {rate}/s", HumanCount(articles)));
        self.bar.set_position(self.meter.as_ref().map_or(articles, Meter::bytes));
    }

    /// All were read; what they say is being grouped.
    pub(super) fn group(&self) {
        self.bar.set_message("grouping");
    }

    /// Takes it from the screen.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
