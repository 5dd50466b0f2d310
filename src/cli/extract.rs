//! `chancery extract`: the record of each article, with no database.

use std::io::Write;

use crate::cli::{Outcome, Session, reading};
use crate::gazetteer::Given;
use crate::input;
use crate::nlp::Analyzer;
use crate::pipeline;

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

/// Prints the records in the order of the articles.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let found = input::find(&args.reading.paths)?;
    let knowledge = args.reading.knowledge()?;
    let given: Vec<Given> = knowledge.into_iter().flat_map(|(_, given)| given).collect();
    let analyzer = Analyzer::with(&given);
    let mut out = session.ui.out();
    let mut outcome = Outcome::Done;
    let mut undated = Vec::new();
    let options = args.reading.options();
    let notes = options.notes.clone();
    let outcomes = input::read(found, options);
    pipeline::extract_all(outcomes, &analyzer, args.reading.jobs(), |result| {
        match result {
            Ok(record) => {
                serde_json::to_writer(&mut out, &record)?;
                writeln!(out)?;
                if record.published.is_none() {
                    undated.push(record.id);
                }
            }
            Err(skipped) => {
                reading::tell(&session.ui, &skipped);
                if skipped.reason.is_failure() {
                    outcome = Outcome::Partly;
                }
            }
        }
        anyhow::Ok(())
    })?;
    out.flush()?;
    reading::tell_notes(&session.ui, &notes);
    reading::tell_undated(&session.ui, &undated);
    Ok(outcome)
}
