//! `chancery extract`: the record of each article, with no database.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;

use crate::cli::interrupt::Interrupt;
use crate::cli::{Outcome, Session, reading};
use crate::gazetteer::Given;
use crate::input::{self, Batch, Few, Format};
use crate::nlp::Analyzer;
use crate::pipeline::{self, Ended, Skips, Work};

/// Print what each article says, as JSON Lines
///
/// One record an article on stdout, as schema/extraction.schema.json describes it; no database is
/// touched.
///
/// Example: chancery extract talks.txt | jq .meetings
///
/// With --jsonl it is a filter for pipes and clusters: articles in JSON Lines come in, and for each
/// line a record goes out, also for an article that is skipped. `chancery add --records` takes them.
///
/// Example: chancery extract --jsonl < part-1.jsonl > records-1.jsonl
#[derive(clap::Args)]
#[command(mut_arg("paths", |paths| paths.required(false).required_unless_present("jsonl")))]
pub(super) struct Args {
    #[command(flatten)]
    reading: reading::Args,
    /// Read JSON Lines, from standard input if no PATH is given, and write a record for each article,
    /// with `skipped` where it gives nothing; the exit code is 0 all the same
    #[arg(long, conflicts_with = "from")]
    jsonl: bool,
}

/// Prints the records in the order of the articles, each as soon as it is there.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let ui = &session.ui;
    if args.reading.reports_on_stdout() {
        bail!("the records go to standard output, so the report needs a file: --report FILE");
    }
    let mut options = args.reading.options();
    let mut paths = args.reading.paths.clone();
    if args.jsonl {
        options.from = Format::named("jsonl");
        if paths.is_empty() {
            paths.push(PathBuf::from("-"));
        }
    }
    let files = input::find(&paths)?;
    let knowledge = args.reading.knowledge()?;
    let given: Vec<Given> = knowledge.into_iter().flat_map(|(_, given)| given).collect();
    let mut skipping = args.reading.skipping()?;
    let analyzer = Analyzer::with(&given);
    let stop = Interrupt::listen(session.ui.clone()).stop();
    let work = Work { jobs: args.reading.jobs(), stop, ..Work::new(&analyzer) };
    let mut out = ui.out();
    let (mut undated, mut skips) = (Few::default(), Skips::default());
    let notes = options.notes.clone();
    let batch = Batch::new(files, options);
    let ended = pipeline::extract_all(batch, &work, |result| {
        match result {
            Ok(record) => {
                serde_json::to_writer(&mut out, &record)?;
                writeln!(out)?;
                // Whoever reads may wait for this one before it sends the next.
                out.flush()?;
                if record.published.is_none() {
                    undated.push(&record.id);
                }
            }
            Err(skipped) => {
                if args.jsonl {
                    serde_json::to_writer(&mut out, &skipped.record())?;
                    writeln!(out)?;
                    out.flush()?;
                }
                skipping.list(&skipped, None);
                if let Some(skipped) = skips.push(&skipped) {
                    reading::tell(ui, skipped);
                }
            }
        }
        anyhow::Ok(())
    })?;
    reading::tell_more(ui, &skips);
    reading::tell_notes(ui, &notes);
    reading::tell_undated(ui, &undated);
    skipping.finish()?;
    Ok(match ended {
        Ended::Stopped => Outcome::Stopped,
        Ended::Whole if skips.has_failures() && !args.jsonl => Outcome::Partly,
        Ended::Whole => Outcome::Done,
    })
}
