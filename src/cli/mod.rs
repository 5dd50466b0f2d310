//! The command line: what the user asks for, done with the modules above.

use std::{io, path::PathBuf, process::ExitCode, str::FromStr};

use clap::{
    Parser,
    builder::{PossibleValuesParser, TypedValueParser, styling},
};

mod drawing;
mod filters;
mod hint;
mod interrupt;
mod listing;
mod progress;
mod reading;
mod selecting;
mod ui;

use ui::{Color, Talk, Ui};

use crate::store;

/// Lists the commands: for each its name, its file and, in that file, `Args` and `run`.
macro_rules! commands {
    ($( $(#[$meta:meta])* $variant:ident = $module:ident, )+) => {
        $( mod $module; )+

        /// What to do.
        #[derive(clap::Subcommand)]
        enum Command {
            $( $(#[$meta])* $variant($module::Args), )+
        }

        impl Command {
            /// Does it.
            fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
                match self {
                    $( Self::$variant(args) => $module::run(args, session), )+
                }
            }
        }
    };
}

commands! {
    Build = build,
    Add = add,
    Watch = watch,
    Extract = extract,
    Articles = articles,
    Actors = actors,
    Locations = locations,
    Meetings = meetings,
    Statements = statements,
    Timeline = timeline,
    Show = show,
    Ask = ask,
    Network = network,
    Rank = rank,
    Export = export,
    Report = report,
    Correct = correct,
    Knowledge = knowledge,
    Resolve = resolve,
    Reextract = reextract,
    Remove = remove,
    Check = check,
    Backup = backup,
    MergeDb = merge_db,
    Evaluate = evaluate,
    Analyze = analyze,
    Completions = completions,
    Man = man,
    #[command(hide = true)]
    Schema = schema,
}

/// Read news articles, and learn who met whom, where, when, and what they said
#[derive(Parser)]
#[command(
    version,
    propagate_version = true,
    styles = STYLES,
    max_term_width = 100,
    after_help = "Start with: chancery build ARTICLES --out RESULTS\n\
                  where ARTICLES is a folder of .txt, .md, .html, .json or .jsonl files."
)]
struct Cli {
    /// The database; chancery.db if none is named
    #[arg(
        long,
        global = true,
        env = "CHANCERY_DB",
        value_name = "FILE",
        help_heading = "Global options"
    )]
    db: Option<PathBuf>,
    /// Print nothing but results and errors
    #[arg(long, short, global = true, help_heading = "Global options")]
    quiet: bool,
    /// Color what is printed
    #[arg(
        long,
        global = true,
        default_value = "auto",
        value_name = "WHEN",
        hide_default_value = true,
        value_parser = words(Color::ALL, Color::as_str),
        help_heading = "Global options"
    )]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

const STYLES: styling::Styles = styling::Styles::styled()
    .header(styling::AnsiColor::Green.on_default().bold())
    .usage(styling::AnsiColor::Green.on_default().bold())
    .literal(styling::AnsiColor::Cyan.on_default().bold())
    .placeholder(styling::AnsiColor::Cyan.on_default());

/// What every command works with.
struct Session {
    ui: Ui,
    db: PathBuf,
    /// Whether the user named the database.
    db_given: bool,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All was done.
    Done,
    /// Some of it failed, and was told.
    Partly,
    /// What was asked for was not found, and that was told.
    Nothing,
    /// It was stopped from outside, and that was told.
    Stopped,
}

/// The exit code of what Ctrl-C ended.
const INTERRUPTED: u8 = 130;

/// Runs the program on the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let talk = if cli.quiet { Talk::Errors } else { Talk::All };
    let session = Session {
        ui: Ui::new(cli.color, talk),
        db_given: cli.db.is_some(),
        db: cli.db.unwrap_or_else(|| PathBuf::from("chancery.db")),
    };
    match cli.command.run(&session) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Partly | Outcome::Nothing) => ExitCode::FAILURE,
        Ok(Outcome::Stopped) => ExitCode::from(INTERRUPTED),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            session.ui.error(&error);
            if hint::is_locked(&error)
                && let Some(holder) = store::holder(&session.db)
            {
                session.ui.fail(format_args!("the database is held by {holder}"));
            }
            ExitCode::FAILURE
        }
    }
}

/// Whether the reader of our output went away, which is no failure: `chancery actors | head`.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|error| error.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}

/// A parser that takes the words of a closed vocabulary, and names them in the help.
fn words<T>(all: &'static [T], word: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + FromStr + 'static,
{
    PossibleValuesParser::new(all.iter().map(|&variant| word(variant))).map(|given| {
        let Ok(variant) = given.parse() else { unreachable!("‘{given}’ is in the vocabulary") };
        variant
    })
}

/// A parser that takes the names of the rows of a table, and tells them in the help.
fn named<T: Sync>(
    table: &'static [T],
    name: fn(&T) -> &'static str,
    find: fn(&str) -> Option<&'static T>,
) -> impl TypedValueParser<Value = &'static T> {
    PossibleValuesParser::new(table.iter().map(name)).map(move |given| {
        let Some(row) = find(&given) else { unreachable!("‘{given}’ is in the table") };
        row
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_commands_are_well_formed() {
        Cli::command().debug_assert();
    }
}
