//! `chancery check`: whether the database is whole.

use std::io::Write;

use crate::cli::ui::{Ui, counted};
use crate::cli::{Outcome, Session, words};
use crate::store::{Checked, Remedy, Store};
use crate::vocabulary;

vocabulary! {
    /// The form of what is found.
    enum Form {
        /// One line for each finding, with what mends it.
        Text = "text",
        /// A JSON object.
        Json = "json",
    }
}

/// Check that the database is whole, and tell what to do where it is not
///
/// Looks at every page, index and link; whether each article's record is sound, its words stand
/// where it says, and the tables hold what it says; whether every entry belongs to an actor,
/// location or meeting; whether figures are what a recount gives and the full text is in step.
/// Nothing is changed, unless --repair is given. The exit code is 1 if something does not hold.
///
/// Example: chancery check --db talks.db
#[derive(clap::Args)]
pub(super) struct Args {
    /// Make anew what can be made anew from articles and records, and check again
    #[arg(long)]
    repair: bool,
    /// The form of what is found
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = words(Form::ALL, Form::as_str))]
    format: Form,
}

/// Checks, mends if asked to, and tells what does not hold.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let checked = if args.repair {
        let mut store = Store::open(&session.db)?;
        store.repair()?;
        session.ui.note_under("repaired", session.db.display());
        store.check()?
    } else {
        Store::read(&session.db)?.check()?
    };
    match args.format {
        Form::Text => print(&session.ui, &checked)?,
        Form::Json => {
            let mut out = session.ui.out();
            serde_json::to_writer_pretty(&mut out, &checked)?;
            writeln!(out)?;
            out.flush()?;
        }
    }
    for what in &checked.unchecked {
        session.ui.note_under("not checked", what);
    }
    let found = if checked.findings.is_empty() {
        "all holds".to_owned()
    } else {
        counted(checked.findings.len(), "finding")
    };
    session.ui.note_under(
        "checked",
        format_args!("{}: {found}", counted(checked.articles, "article")),
    );
    Ok(if checked.findings.is_empty() { Outcome::Done } else { Outcome::Partly })
}

/// Prints each finding, with how many there are and what mends it.
fn print(ui: &Ui, checked: &Checked) -> anyhow::Result<()> {
    let mut out = ui.out();
    for finding in &checked.findings {
        writeln!(out, "{finding}: {}", finding.count)?;
        writeln!(out, "  {}", advice(finding.remedy))?;
    }
    out.flush()?;
    Ok(())
}

/// What to do.
fn advice(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::Resolve => "`chancery resolve` mends it",
        Remedy::Repair => "`chancery check --repair` mends it",
        Remedy::Reextract => "`chancery reextract` reads the articles again, which mends it",
        Remedy::Restore => {
            "take the last copy that `chancery backup` made, or add the articles to a new database; \
             `sqlite3 FILE .recover | sqlite3 NEW` saves what can be read"
        }
    }
}
