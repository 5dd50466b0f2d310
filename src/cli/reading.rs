//! The options of all commands that read articles, and what they tell of what was skipped.

use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;

use crate::cli::named;
use crate::cli::ui::{Ui, counted};
use crate::date::Date;
use crate::gazetteer::{Gazetteer, Given};
use crate::input::{self, FORMATS, Format, Notes, Options, Skipped};
use crate::pipeline::{Jobs, Report};
use crate::store::{self, Store};

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
    /// A CSV file of people, offices, organizations and places that you know of; see `chancery
    /// knowledge --help`. May be given several times
    #[arg(long, value_name = "FILE")]
    knowledge: Vec<PathBuf>,
    /// Articles to work on at a time; by default one for each core
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

impl Args {
    /// How to read.
    pub(super) fn options(&self) -> Options {
        Options {
            from: self.from,
            published: self.published,
            today: Some(today()),
            ..Options::default()
        }
    }

    /// What the files of knowledge tell, each with its name as the user wrote it.
    pub(super) fn knowledge(&self) -> Result<Vec<(String, Vec<Given>)>, input::Error> {
        read_knowledge(&self.knowledge)
    }

    /// How many to work on at a time.
    pub(super) fn jobs(&self) -> Jobs {
        Jobs(self.jobs)
    }
}

/// The day, by the clock.
pub(super) fn today() -> civil::Date {
    TimeZone::UTC.to_datetime(Timestamp::now()).date()
}

/// Reads files of knowledge.
pub(super) fn read_knowledge(paths: &[PathBuf]) -> Result<Vec<(String, Vec<Given>)>, input::Error> {
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let gazetteer = Gazetteer::load();
    paths
        .iter()
        .map(|path| {
            let given = input::knowledge::read(path, &gazetteer)?;
            Ok((path.display().to_string().replace('\\', "/"), given))
        })
        .collect()
}

/// Takes files of knowledge into a database and tells what they hold.
pub(super) fn learn(
    ui: &Ui,
    store: &mut Store,
    files: &[(String, Vec<Given>)],
) -> Result<bool, store::Error> {
    let mut is_new = false;
    for (source, given) in files {
        let changed = store.learn(source, given)?;
        is_new |= changed;
        let known = if changed { "" } else { ", known already" };
        ui.note_under(
            "knowledge",
            format_args!("{source}: {}{known}", counted(given.len(), "line")),
        );
    }
    Ok(is_new)
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

/// Tells that articles were read without what is known since.
pub(super) fn tell_unread(ui: &Ui, articles: usize) {
    if articles > 0 {
        ui.note(format_args!(
            "{} read before, now grouped with what is known; `chancery reextract` reads the texts \
             again too",
            counted(articles, "article")
        ));
    }
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

/// Tells what was wrong with articles that were read all the same.
pub(super) fn tell_notes(ui: &Ui, notes: &Notes) {
    let noted = notes.noted();
    for line in &noted.first {
        ui.warn(format_args!("{line}"));
    }
    let more = noted.count - noted.first.len();
    if more > 0 {
        ui.warn(format_args!("{more} more dates are none, or in the future"));
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
