//! `chancery extract`: the record of each article, with no database.

use std::io::Write;

use crate::cli::{Outcome, Session, reading};
use crate::extract;
use crate::input;
use crate::nlp::Analyzer;

/// Print what each article says, as JSON Lines
///
/// One record an article on stdout, as schema/extraction.schema.json describes it; no database is
/// touched. Example: chancery extract talks.txt | jq .meetings
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    reading: reading::Args,
    /// Articles to work on at a time; by default one for each core
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

/// Prints the records in the order of the articles.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let found = input::find(&args.reading.paths)?;
    let analyzer = Analyzer::load();
    let mut out = session.ui.out();
    let mut outcome = Outcome::Done;
    for item in input::read(found, args.reading.options()) {
        match item {
            input::Outcome::Article(article) => {
                let record = extract::extract(&article, &analyzer);
                serde_json::to_writer(&mut out, &record)?;
                writeln!(out)?;
            }
            input::Outcome::Skipped(skipped) => {
                session.ui.fail(format_args!("{}: {}", skipped.place, skipped.reason));
                outcome = Outcome::Partly;
            }
        }
    }
    out.flush()?;
    Ok(outcome)
}

