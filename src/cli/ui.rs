//! The terminal: the only place that prints.
//!
//! Results go to stdout; progress, notes and errors go to stderr. `--quiet` leaves errors.

use std::{
    fmt::Display,
    io::{self, IsTerminal, Write},
    time::Duration,
};

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::hint;
use crate::vocabulary;

vocabulary! {
    /// When to color what is printed.
    pub(super) enum Color {
        /// On a terminal, unless `NO_COLOR` is set.
        Auto = "auto",
        /// Always.
        Always = "always",
        /// Never.
        Never = "never",
    }
}

/// How much is said beside the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Talk {
    /// Progress, notes and errors.
    All,
    /// Errors only.
    Errors,
}

/// The terminal, or what stands in for it.
#[derive(Clone)]
pub(super) struct Ui {
    talk: Talk,
}

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();
const STRONG: Style = Style::new().bold();

/// Columns of a table where the terminal does not tell its width: none is too wide.
const UNBOUNDED: u16 = u16::MAX;

#[expect(clippy::unused_self, reason = "who holds the terminal may print")]
impl Ui {
    /// The terminal for these settings.
    pub(super) fn new(color: Color, talk: Talk) -> Self {
        let choice = match color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        Self { talk }
    }

    /// Where results go.
    pub(super) fn out(&self) -> impl Write + use<> {
        io::BufWriter::with_capacity(1 << 16, anstream::stdout().lock())
    }

    /// Whether results go to a terminal.
    pub(super) fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Prints a file as it is: what looks like a color in a picture is none.
    pub(super) fn bytes(&self, bytes: &[u8]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(bytes)?;
        out.flush()
    }

    /// Prints one line of result.
    pub(super) fn result(&self, line: impl Display) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        writeln!(out, "{line}")
    }

    /// Says something that is no result.
    pub(super) fn note(&self, line: impl Display) {
        if self.talk == Talk::All {
            self.say(format_args!("{line}"));
        }
    }

    /// Says something that is no result, under a heading in bold.
    pub(super) fn note_under(&self, heading: &str, line: impl Display) {
        self.note(format_args!("{STRONG}{heading}{STRONG:#} {line}"));
    }

    /// Tells of something that went wrong without ending the work.
    pub(super) fn warn(&self, line: impl Display) {
        if self.talk == Talk::All {
            self.say(format_args!("{WARNING}warning:{WARNING:#} {line}"));
        }
    }

    /// Tells of one thing among several that failed.
    pub(super) fn fail(&self, line: impl Display) {
        self.say(format_args!("{ERROR}error:{ERROR:#} {line}"));
    }

    /// Tells why the work ended, with what led to it and what would help.
    pub(super) fn error(&self, error: &anyhow::Error) {
        self.fail(chain(error));
        if let Some(hint) = hint::of(error) {
            self.say(format_args!("{HINT}hint:{HINT:#} {hint}"));
        }
    }

    /// Writes to stderr; nobody is left to tell if that fails.
    fn say(&self, line: impl Display) {
        let _ = writeln!(anstream::stderr().lock(), "{line}");
    }

    /// Whether progress is shown: not off a terminal, nor where all is quiet.
    pub(super) fn shows_progress(&self) -> bool {
        self.talk == Talk::All && io::stderr().is_terminal()
    }

    /// A bar that shows how far the work is, or a sign of life where nobody knows how much there is.
    pub(super) fn progress(&self, total: Option<u64>) -> ProgressBar {
        if !self.shows_progress() {
            return ProgressBar::hidden();
        }
        let (bar, shape) = match total {
            Some(total) => (ProgressBar::new(total), "{msg} {wide_bar} {percent:>3} %, {eta} left"),
            None => (ProgressBar::new_spinner(), "{spinner} {msg}, {elapsed}"),
        };
        bar.enable_steady_tick(Duration::from_millis(120));
        bar.with_style(
            ProgressStyle::with_template(shape).expect("the templates above are well formed"),
        )
    }

    /// A bar for work that is no reading of articles.
    pub(super) fn steps(&self, what: &'static str) -> ProgressBar {
        if !self.shows_progress() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(0);
        bar.set_style(
            ProgressStyle::with_template("{msg:<12} {wide_bar} {percent} %, {eta} left")
                .expect("the template is well formed"),
        );
        bar.set_message(what);
        bar
    }

    /// How many columns a table on stdout may take: `COLUMNS`, or those of the terminal.
    pub(super) fn width(&self) -> u16 {
        let given = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        given.filter(|&columns| columns > 0).unwrap_or_else(|| {
            let terminal = terminal_size::terminal_size_of(io::stdout());
            terminal.map(|(width, _)| width.0).filter(|&width| width > 0).unwrap_or(UNBOUNDED)
        })
    }
}

/// A number of things: `1 article`, `2 articles`.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// An error with what led to it; a cause that only repeats the words before it is left out.
fn chain(error: &anyhow::Error) -> String {
    let mut told: Vec<String> = Vec::new();
    for cause in error.chain() {
        let cause = cause.to_string();
        // SQLite says the same once more, under a number.
        let bare = cause.split_once(": ").filter(|(head, _)| head.starts_with("Error code "));
        let words = bare.map_or(cause.as_str(), |(_, words)| words);
        if told.last().is_none_or(|last| !last.contains(words) && !cause.contains(last)) {
            told.push(cause);
        }
    }
    told.join(": ")
}
