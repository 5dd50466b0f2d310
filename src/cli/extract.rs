//! `chancery extract`: the record of each article, with no database.

use std::io::Write;

use anyhow::bail;

use crate::cli::interrupt::Interrupt;
use crate::cli::{Outcome, Session, reading};
use crate::gazetteer::Given;
use crate::input::{self, Batch};
use crate::nlp::Analyzer;
use crate::pipeline::{self, Ended, Few, Skips, Work};

/// Print what each article says, as JSON Lines
///
/// One record an article on stdout, as schema/extraction.schema.json describes it; no database is
/// touched.
///
/// Example: chancery extract talks.txt | jq .meetings
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    reading: reading::Args,
}

/// Prints the records in the order of the articles, each as soon as it is there.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let ui = &session.ui;
    if args.reading.reports_on_stdout() {
        bail!("the records go to standard output, so the report needs a file: --report FILE");
    }
    let files = input::find(&args.reading.paths)?;
    let knowledge = args.reading.knowledge()?;
    let given: Vec<Given> = knowledge.into_iter().flat_map(|(_, given)| given).collect();
    let mut skipping = args.reading.skipping()?;
    let analyzer = Analyzer::with(&given);
    let stop = Interrupt::listen(session.ui.clone()).stop();
    let work = Work { jobs: args.reading.jobs(), stop, ..Work::new(&analyzer) };
    let mut out = ui.out();
    let (mut undated, mut skips) = (Few::default(), Skips::default());
    let batch = Batch::new(files, args.reading.options());
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
                skipping.list(&skipped, None);
                if let Some(skipped) = skips.push(&skipped) {
                    reading::tell(ui, skipped);
                }
            }
        }
        anyhow::Ok(())
    })?;
    reading::tell_more(ui, &skips);
    reading::tell_undated(ui, &undated);
    skipping.finish()?;
    Ok(match ended {
        Ended::Stopped => Outcome::Stopped,
        Ended::Whole if skips.has_failures() => Outcome::Partly,
        Ended::Whole => Outcome::Done,
    })
}
