//! `chancery watch`: articles into the database as they arrive.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::bail;
use jiff::SignedDuration;

use crate::cli::interrupt::Interrupt;
use crate::cli::progress::Progress;
use crate::cli::ui::counted;
use crate::cli::{Outcome, Session, add, correct, reading};
use crate::input::{self, Batch, Files};
use crate::nlp::Analyzer;
use crate::pipeline::{self, Ended, Report, Work};
use crate::store::{self, Store};

/// Add articles as they arrive in folders and files
///
/// Looks at the folders and files again and again, until Ctrl-C, and adds what is new: files that
/// appear, and files of articles that are appended to or written anew (JSON Lines, feeds). A file is
/// read once its size and time have stayed the same from one look to the next. What the database
/// holds is not added twice, so that it can be stopped and started at any time.
///
/// Example: chancery watch inbox/ --db talks.db
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    reading: reading::Args,
    /// How long to wait between two looks: 10s, 5m, 1h
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = time)]
    every: Duration,
    /// Add what is there and end, as cron wants it
    #[arg(long)]
    once: bool,
}

/// Less than this between two looks is no waiting.
const SHORTEST: Duration = Duration::from_millis(50);

/// Reads a time such as `10s`, `5m` or `1h 30m`; a bare number is seconds.
fn time(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map(SignedDuration::from_secs).ok();
    seconds
        .or_else(|| text.parse::<SignedDuration>().ok())
        .and_then(|time| Duration::try_from(time).ok())
        .filter(|time| *time >= SHORTEST)
        .ok_or_else(|| "write a time such as 10s, 5m or 1h".to_owned())
}

/// Follows the paths until it is stopped.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let ui = &session.ui;
    let paths = &args.reading.paths;
    if paths.iter().any(|path| path.as_os_str() == "-") {
        bail!("standard input cannot be watched; `chancery add -` reads it to its end");
    }
    // A slip of the pen is told at once; what goes away later may come back.
    drop(input::find(paths)?);
    let knowledge = args.reading.knowledge()?;
    let mut store = Store::create(&session.db)?;
    let before = store.count_articles()?;
    if reading::learn(ui, &mut store, &knowledge)? {
        reading::tell_unread(ui, before);
    }
    let analyzer = Analyzer::with(&store.given()?);
    let interrupt = Interrupt::listen(session.ui.clone());
    let work =
        Work { jobs: args.reading.jobs(), stop: interrupt.stop(), ..Work::new(&analyzer) };
    let mut watch = Watch {
        args,
        session,
        interrupt,
        work,
        skipping: args.reading.skipping()?,
        seen: Seen::default(),
        is_missing: false,
    };
    let outcome = watch.follow(&mut store)?;
    watch.skipping.finish()?;
    Ok(outcome)
}

/// What is followed, and with what.
struct Watch<'a> {
    args: &'a Args,
    session: &'a Session,
    interrupt: Interrupt,
    work: Work<'a>,
    skipping: reading::Skipping,
    seen: Seen,
    /// Whether a path was not there at the last look.
    is_missing: bool,
}

impl Watch<'_> {
    /// Takes round after round.
    fn follow(&mut self, store: &mut Store) -> anyhow::Result<Outcome> {
        let ui = &self.session.ui;
        let mut outcome = Outcome::Done;
        let mut is_last = false;
        if !self.args.once {
            ui.note_under("watching", "until Ctrl-C");
        }
        loop {
            let look = self.look();
            if !look.wanted.is_empty() {
                let waiting = look.waiting;
                if let Some(report) = self.take(store, look)? {
                    if report.has_failures() {
                        outcome = Outcome::Partly;
                    }
                    if report.ended == Ended::Stopped {
                        reading::tell_stopped(ui, &report);
                        return Ok(Outcome::Stopped);
                    }
                }
                if self.args.once && waiting == 0 {
                    return Ok(outcome);
                }
            } else if self.args.once && look.waiting == 0 {
                store.update()?;
                return Ok(outcome);
            }
            if is_last {
                return Ok(outcome);
            }
            if self.work.stop.wait(self.args.every) {
                ui.note_under("stopped", "the same command goes on where it was");
                return Ok(Outcome::Stopped);
            }
            // What still grows after a second look is for the next time.
            is_last = self.args.once;
        }
    }

    /// Looks at all files.
    fn look(&mut self) -> Look {
        let files = match input::find(&self.args.reading.paths) {
            Ok(files) => files,
            Err(error) => {
                if !std::mem::replace(&mut self.is_missing, true) {
                    self.session.ui.warn(format_args!("{error}; it is looked for again"));
                }
                return Look::default();
            }
        };
        self.is_missing = false;
        let now = SystemTime::now();
        let mut look = Look { files: Some(files.clone()), ..Look::default() };
        for file in files.into_iter().flatten() {
            // What has gone since is none of ours.
            if let Ok(metadata) = fs::metadata(file.path()) {
                self.seen.look(file.path(), State::of(&metadata, now, self.args.every), &mut look);
            }
        }
        look
    }

    /// Adds the articles of the files that are wanted; none if another program would not let it.
    fn take(&mut self, store: &mut Store, look: Look) -> anyhow::Result<Option<Report>> {
        let ui = &self.session.ui;
        let Some(files) = look.files else { return Ok(None) };
        let progress = Progress::of_articles(ui, 0);
        let wanted: BTreeSet<u64> = look.wanted.keys().copied().collect();
        let options = self.args.reading.options();
        let notes = options.notes.clone();
        let batch = Batch::new(files, options)
            .only(move |file| wanted.contains(&number(file.path())));
        let report = pipeline::add(batch, &self.work, store, |told| {
            add::show(&told, &self.interrupt, &progress, &mut self.skipping);
        });
        self.interrupt.grouping(false);
        progress.end();
        reading::tell_notes(ui, &notes);
        let report = match report {
            Ok(report) => report,
            Err(error @ store::Error::Locked { .. }) => {
                ui.warn(format_args!("{error}; it is tried again"));
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        if report.ended == Ended::Whole {
            self.seen.read.extend(look.wanted);
        }
        if report.kept() > report.unchanged || report.skipped.count() > 0 {
            reading::summarize(ui, &report);
            correct::tell_gone(ui, store)?;
        } else if self.args.once {
            ui.note_under(
                "articles",
                format_args!("{} read, none new", counted(report.read, "article")),
            );
        }
        Ok(Some(report))
    }
}

/// What tells whether a file is another than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct State {
    /// Of its size and time.
    print: u64,
    /// Whether it has not changed for as long as a look takes to come round.
    is_still: bool,
}

impl State {
    fn of(metadata: &Metadata, now: SystemTime, every: Duration) -> Self {
        let modified = metadata.modified().ok();
        let print = hash(&(metadata.len(), modified));
        let age = modified.and_then(|time| now.duration_since(time).ok());
        // Where the clock of the file is ahead, only a second look tells.
        Self { print, is_still: age.is_some_and(|age| age >= every) }
    }
}

/// The files that were looked at, each a number for its path, with one for its size and time: a
/// million take few megabytes.
#[derive(Debug, Default)]
struct Seen {
    read: BTreeMap<u64, u64>,
    /// Those that were changing at the last look.
    waiting: BTreeMap<u64, u64>,
}

/// What one look at the files gives.
#[derive(Debug, Default)]
struct Look {
    /// All files, where the paths lead somewhere.
    files: Option<Files>,
    /// Files to read.
    wanted: BTreeMap<u64, u64>,
    /// How many are left for the next look.
    waiting: usize,
}

impl Seen {
    /// Decides whether to read a file.
    fn look(&mut self, path: &Path, state: State, look: &mut Look) {
        let file = number(path);
        if self.read.get(&file) == Some(&state.print) {
            return;
        }
        if state.is_still || self.waiting.get(&file) == Some(&state.print) {
            self.waiting.remove(&file);
            look.wanted.insert(file, state.print);
        } else {
            self.waiting.insert(file, state.print);
            look.waiting += 1;
        }
    }
}

/// The number of a path.
fn number(path: &Path) -> u64 {
    hash(&PathBuf::from(path))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_wanted_once_it_stays_as_it_is() {
        let mut seen = Seen::default();
        let mut look_at = |print, is_still| {
            let mut look = Look::default();
            seen.look(Path::new("a.jsonl"), State { print, is_still }, &mut look);
            seen.read.extend(look.wanted.clone());
            (look.wanted.len(), look.waiting)
        };
        assert_eq!(look_at(1, false), (0, 1), "it just changed");
        assert_eq!(look_at(2, false), (0, 1), "it changes still");
        assert_eq!(look_at(2, false), (1, 0), "it is the same as at the last look");
        assert_eq!(look_at(2, true), (0, 0), "it was read");
        assert_eq!(look_at(3, true), (1, 0), "it changed, long enough ago");
    }

    #[test]
    fn times_are_read_with_and_without_a_unit() {
        assert_eq!(time("10s"), Ok(Duration::from_secs(10)));
        assert_eq!(time("90"), Ok(Duration::from_secs(90)));
        assert_eq!(time("1h 30m"), Ok(Duration::from_mins(90)));
        for wrong in ["0", "-5s", "soon", ""] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }
}
