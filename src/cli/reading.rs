//! The options of all commands that read articles, and what they tell of what was skipped.

use std::path::PathBuf;

use crate::cli::named;
use crate::cli::ui::Ui;
use crate::date::Date;
use crate::input::{FORMATS, Format, Options, Skipped};
use crate::pipeline::{Jobs, Report};

/// What to read, and how.
#[derive(clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// Files and folders of articles; `-` reads standard input
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The format of the articles; by default the name or the first bytes tell
    #[arg(
        long,
        value_name = "FORMAT",
        value_parser = named(FORMATS, |format| format.name, Format::named),
    )]
    from: Option<&'static Format>,
    /// The date of publication of all articles (2025-12-06), whatever they say themselves
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
    /// Articles to work on at a time; by default one for each core
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

impl Args {
    /// How to read.
    pub(super) fn options(&self) -> Options {
        Options { from: self.from, published: self.published }
    }

    /// How many to work on at a time.
    pub(super) fn jobs(&self) -> Jobs {
        Jobs(self.jobs)
    }
}

/// Tells of one article that was skipped.
pub(super) fn tell(ui: &Ui, skipped: &Skipped) {
    let detail =
        if skipped.detail.is_empty() { String::new() } else { format!(" ({})", skipped.detail) };
    let line = format!("{}: {}{detail}", skipped.place, skipped.reason);
    if skipped.reason.is_failure() {
        ui.fail(format_args!("{line}"));
    } else {
        ui.note_under("skipped", line);
    }
}

/// Articles without a date that are named one by one.
const NAMED: usize = 5;

/// Tells what became of a batch.
pub(super) fn summarize(ui: &Ui, report: &Report) {
    for skipped in &report.skipped {
        tell(ui, skipped);
    }
    let skipped: Vec<String> =
        report.reasons().into_iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    let skipped =
        if skipped.is_empty() { String::new() } else { format!(" ({})", skipped.join(", ")) };
    ui.note_under(
        "articles",
        format_args!(
            "{} read: {} added, {} replaced, {} unchanged, {} skipped{skipped}",
            report.read,
            report.added,
            report.replaced,
            report.unchanged,
            report.skipped.len()
        ),
    );
    if !report.undated.is_empty() {
        let named: Vec<&str> = report.undated.iter().take(NAMED).map(String::as_str).collect();
        let more = if report.undated.len() > NAMED { ", …" } else { "" };
        ui.warn(format_args!(
            "{} without a date of publication, so weekdays stay unresolved: {}{more}; give --published, \
             or a first line `date 2025-12-06`",
            report.undated.len(),
            named.join(", ")
        ));
    }
    if report.without_meeting > 0 {
        ui.note_under("no meeting", format_args!("in {} articles", report.without_meeting));
    }
}
