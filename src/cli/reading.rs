//! The options of all commands that read articles, and what they tell of what was skipped.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Context;
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::cli::named;
use crate::cli::ui::{Ui, counted};
use crate::date::Date;
use crate::gazetteer::{Gazetteer, Given};
use crate::input::{self, Column, FORMATS, Few, Format, Notes, Options, Skipped};
use crate::pipeline::{Jobs, Report, Skips};
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
    /// Of tables (CSV, TSV): the column that holds a field of the article, such as text=body; the
    /// fields are id, url, source, published, title and text. May be given several times; by default
    /// the names of the columns tell
    #[arg(long = "column", value_name = "FIELD=NAME")]
    columns: Vec<Column>,
    /// A CSV file of people, offices, organizations and places that you know of; see `chancery
    /// knowledge --help`. May be given several times
    #[arg(long, value_name = "FILE")]
    knowledge: Vec<PathBuf>,
    /// Articles to work on at a time; by default one for each core
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Write a line of JSON for each article that is skipped: place, reason, detail, and id where
    /// it has one; `-` writes to standard output
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

impl Args {
    /// How to read.
    pub(super) fn options(&self) -> Options {
        Options {
            from: self.from,
            published: self.published,
            today: Some(today()),
            columns: self.columns.clone(),
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

    /// Whether the list of what is skipped goes to standard output.
    pub(super) fn reports_on_stdout(&self) -> bool {
        self.report.as_ref().is_some_and(|path| path.as_os_str() == "-")
    }

    /// Begins the list of what is skipped.
    pub(super) fn skipping(&self) -> anyhow::Result<Skipping> {
        let Some(path) = &self.report else { return Ok(Skipping::default()) };
        let path = path.clone();
        let out: Box<dyn Write> = if path.as_os_str() == "-" {
            Box::new(io::stdout())
        } else {
            let file = File::create(&path)
                .with_context(|| format!("cannot write the report {}", path.display()))?;
            Box::new(file)
        };
        Ok(Skipping { out: Some((path, out)), failed: None })
    }
}

/// A line of the list of what was skipped.
#[derive(Serialize)]
struct Line<'a> {
    place: &'a str,
    reason: &'static str,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
}

/// The list of what is skipped, written as it goes; none if nobody wants one.
#[derive(Default)]
pub(super) struct Skipping {
    out: Option<(PathBuf, Box<dyn Write>)>,
    failed: Option<(PathBuf, io::Error)>,
}

impl Skipping {
    /// Lists one article.
    pub(super) fn list(&mut self, skipped: &Skipped, id: Option<&str>) {
        let Some((path, out)) = &mut self.out else { return };
        let Skipped { place, reason, detail } = skipped;
        let line = Line { place, reason: reason.as_str(), detail, id };
        let mut text = serde_json::to_string(&line).expect("texts are written as JSON");
        text.push('\n');
        if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // The articles come first: it is told once they are in.
            self.failed = Some((std::mem::take(path), error));
            self.out = None;
        }
    }

    /// Tells whether all was listed.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        match self.failed {
            None => Ok(()),
            Some((path, error)) => Err(error).with_context(|| {
                format!("the report {} is not whole, all else is", path.display())
            }),
        }
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

/// Tells that more was skipped than was named.
pub(super) fn tell_more(ui: &Ui, skips: &Skips) {
    let more = skips.count() - skips.first().len();
    if more > 0 {
        ui.note_under("skipped", format_args!("… and {more} more; --report FILE lists them all"));
    }
}

/// The first of some articles by id.
fn named_first(few: &Few) -> String {
    let more = if few.count > few.first.len() { ", …" } else { "" };
    format!("{}{more}", few.first.join(", "))
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
pub(super) fn tell_undated(ui: &Ui, undated: &Few) {
    if undated.count > 0 {
        ui.warn(format_args!(
            "{} without a date of publication, so weekdays stay unresolved: {}; give --published, \
             or a first line `date 2025-12-06`",
            counted(undated.count, "article"),
            named_first(undated)
        ));
    }
}

/// Tells that a batch was stopped, and how to go on.
pub(super) fn tell_stopped(ui: &Ui, report: &Report) {
    ui.note_under(
        "stopped",
        format_args!(
            "{} kept; the same command goes on where it was, and groups what they say",
            counted(report.kept(), "article")
        ),
    );
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
    for skipped in report.skipped.first() {
        tell(ui, skipped);
    }
    tell_more(ui, &report.skipped);
    let reasons = report.skipped.reasons().iter();
    let skipped: Vec<String> = reasons.map(|(reason, count)| format!("{count} {reason}")).collect();
    let skipped =
        if skipped.is_empty() { String::new() } else { format!(" ({})", skipped.join(", ")) };
    ui.note_under(
        "articles",
        format_args!(
            "{} read: {} added, {} replaced, {} unchanged, {} skipped{skipped}",
            report.read,
            report.added,
            report.replaced.count,
            report.unchanged,
            report.skipped.count()
        ),
    );
    if report.replaced.count > 0 {
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
