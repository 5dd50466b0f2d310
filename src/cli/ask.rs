//! `chancery ask`: questions in words.

use std::io::Write;

use crate::answer::{Answer, Asker, Refusal, Reply, forms};
use crate::cli::listing::{self, Form as ListForm};
use crate::cli::statements::{self, speaker};
use crate::cli::ui::counted;
use crate::cli::reading::today;
use crate::cli::{Outcome, Session, meetings, words};
use crate::date::Date;
use crate::gazetteer::Gazetteer;
use crate::store::{Hit, Store};
use crate::vocabulary;

vocabulary! {
    /// The form of an answer.
    enum Form {
        /// Text to read: how the question was read, the answer, and the sentences behind it.
        Text = "text",
        /// One JSON object with all of it.
        Json = "json",
        /// The meetings or statements behind the answer, as a table.
        Table = "table",
        /// The same, as CSV.
        Csv = "csv",
        /// The same, as JSON Lines.
        Jsonl = "jsonl",
    }
}

/// Ask a question in English: who met whom, where, when, how often, and what they said
///
/// How the question was read is told first. Names need not be exact; a state stands for those who
/// act for it, an office for who held it at the time. Times read as in the news: "since 2016",
/// "between March and May 2018", "last year". The exit code is 1 if nothing was found, or if the
/// question was not understood; then questions that are near to it are shown.
///
/// Example: chancery ask "who did Erdoğan meet in Tehran since 2022?"
#[derive(clap::Args)]
pub(super) struct Args {
    /// The question; several words need no quotation marks
    #[arg(required_unless_present = "forms", num_args = 1..)]
    question: Vec<String>,
    /// The day from which "last year" is reckoned, instead of today
    #[arg(long, value_name = "DAY")]
    today: Option<Date>,
    /// At most so many meetings or statements; the latest, if there are more
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Show one question of each form that is understood
    #[arg(long)]
    forms: bool,
    /// The form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = words(Form::ALL, Form::as_str))]
    format: Form,
}

/// Answers.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    if args.forms {
        for (name, example) in forms() {
            session.ui.result(format_args!("{name:10} {example}"))?;
        }
        return Ok(Outcome::Done);
    }
    let store = Store::read(&session.db)?;
    let gazetteer = Gazetteer::with(&store.given()?);
    let today = args.today.map_or_else(today, Date::first);
    let asker = Asker::new(&store, &gazetteer, today, args.limit);
    match asker.ask(&args.question.join(" "))? {
        Reply::Answer(answer) => {
            print(session, args.format, &answer)?;
            if answer.found {
                return Ok(Outcome::Done);
            }
            session.ui.note(format_args!("nothing was found in {}", answer.searched));
            Ok(Outcome::Nothing)
        }
        Reply::Refusal(refusal) => {
            refuse(session, args.format, &refusal)?;
            Ok(Outcome::Nothing)
        }
    }
}

fn print(session: &Session, form: Form, answer: &Answer) -> anyhow::Result<()> {
    let list = match form {
        Form::Text => return print_text(session, answer),
        Form::Json => {
            let mut out = session.ui.out();
            serde_json::to_writer_pretty(&mut out, answer)?;
            writeln!(out)?;
            out.flush()?;
            return Ok(());
        }
        Form::Table => ListForm::Table,
        Form::Csv => ListForm::Csv,
        Form::Jsonl => ListForm::Jsonl,
    };
    session.ui.note(format_args!("read as: {}", answer.reading));
    if answer.statements.is_empty() {
        let rows: Vec<_> =
            answer.meetings.iter().map(|row| Hit { row: row.clone(), snippet: None }).collect();
        listing::print(&session.ui, list, &rows, meetings::COLUMNS)?;
    } else {
        let rows: Vec<_> =
            answer.statements.iter().map(|row| Hit { row: row.clone(), snippet: None }).collect();
        listing::print(&session.ui, list, &rows, statements::COLUMNS)?;
    }
    Ok(())
}

/// Items that stand below the answer, where there are several.
const ITEMS: usize = 20;

fn print_text(session: &Session, answer: &Answer) -> anyhow::Result<()> {
    let mut out = session.ui.out();
    writeln!(out, "read as: {}", answer.reading)?;
    for note in &answer.notes {
        writeln!(out, "  {note}")?;
    }
    writeln!(out, "answer: {}", answer.headline)?;
    if answer.items.len() > 1 || answer.meetings.is_empty() && answer.statements.is_empty() {
        for it in answer.items.iter().take(ITEMS) {
            let what = if it.what.is_empty() { String::new() } else { format!(" ({})", it.what) };
            let when = match (it.first, it.last) {
                (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
                (Some(day), _) if day.to_string() != it.name => format!(", {day}"),
                _ => String::new(),
            };
            let often = if it.count > 1 { format!(", {} times", it.count) } else { String::new() };
            let often = if it.what == "path" { String::new() } else { often };
            writeln!(out, "  {}{what}{often}{when}", it.name)?;
        }
        if answer.items.len() > ITEMS {
            writeln!(out, "  … and {} more (--format json has all)", answer.items.len() - ITEMS)?;
        }
    }
    for it in &answer.meetings {
        let date = it.date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
        let status = match it.status {
            crate::record::MeetingStatus::Held => String::new(),
            other => format!(" ({other})"),
        };
        writeln!(out, "\n{date} {}{status}: {}", it.kind, it.participants.join("; "))?;
        if !it.places.is_empty() {
            writeln!(out, "  where: {}", it.places.join(", "))?;
        }
        let sources = counted(it.sources, "source");
        writeln!(out, "  “{}” [{}, {sources}, meeting {}]", it.sentence, it.article, it.id)?;
    }
    for it in &answer.statements {
        let published = it.published.map_or_else(|| "no date".to_owned(), |date| date.to_string());
        writeln!(out, "\n{published} {} {}: {} [{}]", speaker(it), it.cue, it.content, it.article)?;
    }
    let shown = answer.meetings.len().max(answer.statements.len());
    if answer.count > shown && shown > 0 && answer.form != "path" {
        writeln!(out, "\n{shown} of {} are shown; --limit shows more", answer.count)?;
    }
    out.flush()?;
    Ok(())
}

/// Says why a question is not answered, and what would be.
fn refuse(session: &Session, form: Form, refusal: &Refusal) -> anyhow::Result<()> {
    if form == Form::Json {
        let mut out = session.ui.out();
        serde_json::to_writer_pretty(&mut out, refusal)?;
        writeln!(out)?;
        out.flush()?;
    }
    session.ui.fail(&refusal.reason);
    if !refusal.maybe.is_empty() {
        session.ui.note(format_args!("did you mean {}?", refusal.maybe.join(", ")));
    }
    if refusal.maybe.is_empty() {
        session.ui.note("questions such as these are understood (`chancery ask --forms`):");
        for example in &refusal.forms {
            session.ui.note(format_args!("  chancery ask \"{example}\""));
        }
    }
    Ok(())
}
