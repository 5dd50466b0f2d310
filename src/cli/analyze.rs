//! `chancery analyze`: the analysis of articles as CoNLL-U. Hidden: it serves those who write rules.

use std::io::Write;

use crate::cli::{Outcome, Session, reading};
use crate::input;
use crate::nlp::{Analyzer, conllu};

/// Print the analysis of articles as CoNLL-U
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    reading: reading::Args,
}

/// Prints the sentences of each article as tables.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let analyzer = Analyzer::load();
    let mut out = session.ui.out();
    for item in input::read(input::find(&args.reading.paths)?, args.reading.options()) {
        if let input::Outcome::Article(article) = item {
            let document = analyzer.analyze(&article.text, article.published);
            write!(out, "# newdoc id = {}\n{}", article.id, conllu::write(&document))?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}
