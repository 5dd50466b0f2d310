//! `chancery correct`: what people decide against the program's reading, for good.

mod log;
mod things;
mod values;

use std::env;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::Subcommand;
use jiff::Timestamp;

use crate::cli::ui::{Ui, counted};
use crate::cli::{Outcome, Session, words};
use crate::correct::{Anchor, Change, Correction, Field, How, Subject};
use crate::record::CorrectionId;
use crate::resolve::State;
use crate::store::{CorrectionRow, Store};
use crate::text::fold;

pub(super) use log::{because, line, tell_gone};

/// Merge, split, rename, set or reject what the program found, and take it back
///
/// A correction is kept apart from what was extracted, and applied again after every run: also to
/// articles that come later, and after `chancery reextract`. A REF is a number or a name, as
/// `chancery actors`, `chancery locations` and `chancery meetings` list them.
///
/// Example: chancery correct merge "Volodymyr Zelensky" Zelenskiy --reason "one spelling"
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

/// What to decide, or to do with what was decided.
#[derive(Subcommand)]
enum Action {
    /// Say that several are one, which keeps the number, name and kind of the first
    ///
    /// Example: chancery correct merge "Volodymyr Zelensky" Zelenskiy
    Merge {
        /// What the others become part of
        #[arg(value_name = "REF")]
        into: String,
        /// The others
        #[arg(required = true, value_name = "REF")]
        from: Vec<String>,
        #[command(flatten)]
        decision: Decision,
    },
    /// Say that what some articles tell, or a name that they use, is another
    ///
    /// With --article and --name, both must fit. Entries of later articles go to the side that they
    /// have more in common with.
    ///
    /// Example: chancery correct split "Wang Yi" --name "Wang Wentao"
    Split {
        /// What is more than one
        #[arg(value_name = "REF")]
        reference: String,
        /// Ids or addresses of the articles that tell of the other
        #[arg(long, value_name = "ARTICLE", required_unless_present = "names")]
        article: Vec<String>,
        /// Names by which articles call the other
        #[arg(long = "name", value_name = "NAME")]
        names: Vec<String>,
        /// What the other is called
        #[arg(long = "as", value_name = "NAME")]
        called: Option<String>,
        #[command(flatten)]
        decision: Decision,
    },
    /// Say what an actor or location is called
    ///
    /// Example: chancery correct rename Kiev Kyiv
    Rename {
        /// What is called otherwise
        #[arg(value_name = "REF")]
        reference: String,
        /// Its name
        name: String,
        #[command(flatten)]
        decision: Decision,
    },
    /// Say what is so of an actor (kind, affiliation, role), a location (kind, country, coordinates)
    /// or a meeting (kind, status, date, place, participant, host, mediator)
    ///
    /// `add` or `remove` before the values changes a list; without, the values take its place. `none`
    /// empties a field.
    ///
    /// Examples: chancery correct set 987326326 date 2022-02-11;
    /// chancery correct set 987326326 participant add "Ada Okafor"
    #[command(verbatim_doc_comment)]
    Set {
        /// What it is said of
        #[arg(value_name = "REF")]
        reference: String,
        /// What of it
        #[arg(value_parser = words(Field::ALL, Field::as_str))]
        field: Field,
        /// The values, after `add` or `remove` where a list changes
        #[arg(required = true, value_name = "VALUE", allow_negative_numbers = true)]
        values: Vec<String>,
        /// Make places and participants that no article names, of this kind
        #[arg(long, value_name = "KIND", value_parser = values::new_kinds())]
        new: Option<String>,
        #[command(flatten)]
        decision: Decision,
    },
    /// Say that something is none: no actor, no place, no meeting
    ///
    /// Example: chancery correct reject 162608034 --reason "a figure of speech"
    Reject {
        /// What is none
        #[arg(value_name = "REF")]
        reference: String,
        #[command(flatten)]
        decision: Decision,
    },
    /// Take a correction back; an undo too can be taken back, by its number
    ///
    /// Example: chancery correct undo 12
    Undo {
        /// Its number, as in the log; by default the last that stands
        number: Option<i64>,
        #[command(flatten)]
        by: By,
    },
    /// List the corrections: what, by whom, when, why, and how far each holds
    Log(log::Args),
    /// Write all corrections as JSON Lines, for others to import
    ///
    /// Example: chancery correct export --output ours.jsonl
    Export {
        /// The file; `-` is standard output
        #[arg(long, short, value_name = "FILE", default_value = "-")]
        output: PathBuf,
    },
    /// Take in the corrections of others, written by `correct export`
    ///
    /// What is there already is passed over. Of corrections that contradict each other the later
    /// holds, and each one that is overruled is named.
    Import {
        /// The file; `-` is standard input
        file: PathBuf,
    },
}

/// Who decides, and why.
#[derive(clap::Args)]
struct By {
    /// Who decides; by default the name you are logged in with
    #[arg(long, env = "CHANCERY_AUTHOR", value_name = "NAME")]
    author: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    reason: String,
    /// When it was decided (RFC 3339), if not now; never before the last correction
    #[arg(long, value_name = "TIME", hide_short_help = true)]
    time: Option<Timestamp>,
}

/// About what kind of thing somebody decides, who, and why.
#[derive(clap::Args)]
struct Decision {
    /// What kind of thing a REF means, where a name may mean several
    #[arg(long, value_name = "THING", value_parser = words(Subject::ALL, Subject::as_str))]
    thing: Option<Subject>,
    #[command(flatten)]
    by: By,
}

impl By {
    /// Who decides.
    fn author(&self) -> anyhow::Result<String> {
        let login = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|it| env::var(it).ok());
        let author = self.author.clone().or_else(login).unwrap_or_default();
        let author = author.trim();
        if author.is_empty() {
            anyhow::bail!("nobody is named who decides: give --author NAME, or set CHANCERY_AUTHOR");
        }
        Ok(author.to_owned())
    }
}

/// Decides it, or does it with what was decided.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let ui = &session.ui;
    match &args.action {
        Action::Log(args) => return log::run(args, session),
        Action::Export { output } => return export(output, session),
        Action::Import { file } => return import(file, session),
        _ => {}
    }
    let mut store = Store::open(&session.db)?;
    let (change, by) = change(&args.action, &store)?;
    change.check().map_err(anyhow::Error::msg)?;
    let before = store.list_corrections()?;
    let now = by.time.unwrap_or_else(Timestamp::now);
    let number = store.correct(now, (&by.author()?, &by.reason), change)?;
    let after = store.list_corrections()?;
    let own = after.iter().find(|it| it.number == number).context("it was kept")?;
    ui.note_under("corrected", format_args!("{number}: {}", own.what));
    if own.state != State::InForce {
        ui.warn(format_args!("correction {number} is {}{}", own.state, log::because(own)));
    }
    tell_changes(ui, &before, &after);
    Ok(Outcome::Done)
}

/// What the user decides.
fn change<'a>(action: &'a Action, store: &Store) -> anyhow::Result<(Change, &'a By)> {
    Ok(match action {
        Action::Merge { into, from, decision } => {
            let all: Vec<&str> = std::iter::once(into).chain(from).map(String::as_str).collect();
            let mut found = things::of_one_kind(store, &all, decision.thing)?.into_iter();
            let into = found.next().context("one is given")?;
            let from: Vec<_> = found.collect();
            let mut numbers = vec![into.number];
            for it in &from {
                if numbers.contains(&it.number) {
                    anyhow::bail!("{it} is named twice: the two are one already");
                }
                numbers.push(it.number);
            }
            (Change::Merge { into, from }, &decision.by)
        }
        Action::Split { reference, article, names, called, decision } => {
            let mut rest = things::one(store, reference, decision.thing)?;
            let all = store.anchors(rest.thing, rest.number, usize::MAX)?;
            let (part, stays) = parts(all, article, names, &rest.to_string())?;
            rest.entries = stays;
            rest.count = rest.entries.len();
            let name = called.clone().unwrap_or_default();
            if rest.thing == Subject::Meeting && !name.is_empty() {
                anyhow::bail!("a meeting has no name: leave --as out");
            }
            (Change::Split { rest, part, name }, &decision.by)
        }
        Action::Rename { reference, name, decision } => {
            let target = things::one(store, reference, decision.thing)?;
            if target.thing == Subject::Meeting {
                anyhow::bail!("a meeting has no name; `correct set` changes its date, place and so on");
            }
            let name = name.trim().to_owned();
            if name == target.name {
                anyhow::bail!("{target} is called so already");
            }
            (Change::Rename { target, name }, &decision.by)
        }
        Action::Set { reference, field, values, new, decision } => {
            let target = things::one(store, reference, decision.thing)?;
            let (how, given) = match values.split_first() {
                Some((word, rest)) if !rest.is_empty() && word == How::Add.as_str() => {
                    (How::Add, rest)
                }
                Some((word, rest)) if !rest.is_empty() && word == How::Remove.as_str() => {
                    (How::Remove, rest)
                }
                _ => (How::Set, &values[..]),
            };
            let given = values::Given { field: *field, how, words: given, new: new.as_deref() };
            (values::set(store, target, &given)?, &decision.by)
        }
        Action::Reject { reference, decision } => {
            let target = things::one(store, reference, decision.thing)?;
            (Change::Reject { target }, &decision.by)
        }
        Action::Undo { number, by } => (Change::Undo { undone: undone(store, *number)? }, by),
        Action::Log(_) | Action::Export { .. } | Action::Import { .. } => {
            unreachable!("they decide nothing")
        }
    })
}

/// The id of the correction to take back.
fn undone(store: &Store, number: Option<i64>) -> anyhow::Result<String> {
    let Some(number) = number else {
        let all = store.corrections()?;
        let last = all.last().context("there is no correction to take back")?;
        return Ok(last.uid.clone());
    };
    let number = CorrectionId::new(number);
    let found = store.correction(number)?.with_context(|| {
        format!("there is no correction {number}; `chancery correct log` lists them")
    })?;
    let rows = store.list_corrections()?;
    let row = rows.iter().find(|it| it.number == number).filter(|it| it.state == State::Undone);
    if let Some(by) = row.and_then(|it| it.by) {
        anyhow::bail!("correction {number} is taken back by {by}; `chancery correct undo {by}` lets it hold again");
    }
    Ok(found.uid)
}

/// Parts the entries of some articles, or of some names, from the others.
fn parts(
    all: Vec<Anchor>,
    articles: &[String],
    names: &[String],
    whole: &str,
) -> anyhow::Result<(Vec<Anchor>, Vec<Anchor>)> {
    let is_from = |anchor: &Anchor, article: &String| {
        anchor.article == *article || (anchor.url == *article && !article.is_empty())
    };
    for article in articles {
        if !all.iter().any(|it| is_from(it, article)) {
            let mut known: Vec<&str> = all.iter().map(|it| it.article.as_str()).collect();
            known.dedup();
            anyhow::bail!("no article ‘{article}’ tells of {whole}; these do: {}", listed(&known));
        }
    }
    let names: Vec<String> = names.iter().map(|name| fold(name)).collect();
    for name in &names {
        if !all.iter().any(|it| it.names.contains(name)) {
            let mut known: Vec<&str> =
                all.iter().flat_map(|it| &it.names).map(String::as_str).collect();
            known.sort_unstable();
            known.dedup();
            anyhow::bail!("no article calls {whole} ‘{name}’; they call it: {}", listed(&known));
        }
    }
    let is_part = |it: &Anchor| {
        (articles.is_empty() || articles.iter().any(|article| is_from(it, article)))
            && (names.is_empty() || names.iter().any(|name| it.names.contains(name)))
    };
    let (part, rest): (Vec<Anchor>, Vec<Anchor>) = all.into_iter().partition(is_part);
    if part.is_empty() {
        anyhow::bail!("none of these articles calls {whole} by such a name");
    }
    if rest.is_empty() {
        anyhow::bail!("that is all of {whole}: nothing would be left of it");
    }
    Ok((part, rest))
}

/// Values that are named one by one where something is told of several.
const NAMED: usize = 10;

/// The first of some values.
fn listed(values: &[&str]) -> String {
    let more = if values.len() > NAMED { ", …" } else { "" };
    format!("{}{more}", values[..values.len().min(NAMED)].join(", "))
}

/// Tells which corrections hold more or less than they did.
fn tell_changes(ui: &Ui, before: &[CorrectionRow], after: &[CorrectionRow]) {
    for row in after {
        let Some(old) = before.iter().find(|it| it.number == row.number) else { continue };
        if old.state != row.state || old.by != row.by {
            let line = format!(
                "correction {} is {}{}: {}",
                row.number,
                row.state,
                log::because(row),
                log::line(row)
            );
            match row.state {
                State::Overruled | State::Partly => ui.warn(line),
                _ => ui.note(line),
            }
        }
    }
}

/// Writes all corrections.
fn export(output: &PathBuf, session: &Session) -> anyhow::Result<Outcome> {
    let store = Store::read(&session.db)?;
    let all = store.corrections()?;
    let mut lines = Vec::new();
    for correction in all.all() {
        serde_json::to_writer(&mut lines, correction)?;
        lines.push(b'\n');
    }
    if output.as_os_str() == "-" {
        let mut out = session.ui.out();
        out.write_all(&lines)?;
        out.flush()?;
    } else {
        std::fs::write(output, lines)
            .with_context(|| format!("cannot write {}", output.display()))?;
        session.ui.note_under("wrote", output.display());
    }
    if all.is_empty() {
        session.ui.note("there are no corrections");
    }
    Ok(Outcome::Done)
}

/// Takes in corrections, all or none.
fn import(file: &PathBuf, session: &Session) -> anyhow::Result<Outcome> {
    let text: Box<dyn BufRead> = if file.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        let opened = std::fs::File::open(file);
        let opened = opened.with_context(|| format!("cannot read {}", file.display()))?;
        Box::new(io::BufReader::new(opened))
    };
    let mut all: Vec<Correction> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.with_context(|| format!("cannot read {}", file.display()))?;
        if line.trim().is_empty() {
            continue;
        }
        let place = || format!("{}, line {number}, is no correction", file.display());
        let correction: Correction = serde_json::from_str(&line).with_context(place)?;
        all.push(correction.received().map_err(anyhow::Error::msg).with_context(place)?);
    }
    let mut store = Store::create(&session.db)?;
    let before = store.list_corrections()?;
    let imported = store.import_corrections(&all)?;
    let after = store.list_corrections()?;
    let ui = &session.ui;
    ui.note_under(
        "imported",
        format_args!(
            "{}, {} of them there already",
            counted(imported.added + imported.known, "correction"),
            imported.known
        ),
    );
    let new = after.iter().filter(|row| before.iter().all(|it| it.number != row.number));
    let mut waiting = 0;
    for row in new {
        match row.state {
            State::Overruled | State::Partly => ui.warn(format_args!(
                "correction {} is {}{}: {}",
                row.number,
                row.state,
                log::because(row),
                log::line(row)
            )),
            State::Gone => waiting += 1,
            _ => {}
        }
    }
    tell_changes(ui, &before, &after);
    if waiting > 0 {
        ui.note(format_args!(
            "{waiting} of them are about what is not in this database, and hold as soon as it comes: \
             `chancery correct log --state gone` lists them"
        ));
    }
    Ok(Outcome::Done)
}
