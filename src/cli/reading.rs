//! The options of all commands that read articles, and what they tell of what was skipped.

use std::path::PathBuf;

use crate::cli::named;
use crate::cli::ui::{Ui, counted};
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

/// Articles that are named one by one where something is told of several.
const NAMED: usize = 5;

/// The first of some articles by id.
fn named_first(ids: &[String]) -> String {
    let more = if ids.len() > NAMED { ", …" } else { "" };
    format!("{}{more}", ids[..ids.len().min(NAMED)].join(", "))
}

/// Tells that articles have no date of publication.
pub(super) fn tell_undated(ui: &Ui, ids: &[String]) {
    if !ids.is_empty() {
        ui.warn(format_args!(
            "{} without a date of publication, so weekdays stay unresolved: {}; give --published, \
             or a first line `date 2025-12-06`",
            counted(ids.len(), "article"),
            named_first(ids)
        ));
    }
}

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
            report.replaced.len(),
            report.unchanged,
            report.skipped.len()
        ),
    );
    if !report.replaced.is_empty() {
        ui.note_under(
            "replaced",
            format_args!("{}: another text under the same id", named_first(&report.replaced)),
        );
    }
    tell_undated(ui, &report.undated);
    if report.without_meeting > 0 {
        ui.note_under(
            "no meeting",
            format_args!("in {}", counted(report.without_meeting, "article")),
        );
    }
}
