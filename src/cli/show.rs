//! `chancery show`: all that is known of one thing, with its sentences.

use std::io::Write;

use crate::cli::statements::speaker;
use crate::cli::ui::counted;
use crate::cli::{Outcome, Session, correct, words};
use crate::date::Date;
use crate::record::{ActorId, LocationId, MeetingId};
use crate::resolve::State;
use crate::store::{Detail, Store, Thing};
use crate::vocabulary;

vocabulary! {
    /// The form of what is shown.
    enum Form {
        /// Text to read.
        Text = "text",
        /// One JSON object.
        Json = "json",
    }
}

/// Show all that is known of one actor, meeting, location or article
///
/// Example: chancery show actor "Ada Okafor"
#[derive(clap::Args)]
pub(super) struct Args {
    /// What kind of thing
    #[arg(value_parser = words(Thing::ALL, Thing::as_str))]
    thing: Thing,
    /// Its number or name; for an article its id or address
    #[arg(value_name = "REF")]
    reference: String,
    /// The form
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = words(Form::ALL, Form::as_str))]
    format: Form,
}

/// Shows it.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let store = Store::read(&session.db)?;
    let details = find(&store, args)?;
    let (thing, reference) = (args.thing, &args.reference);
    let detail = match &details[..] {
        [only] => only,
        [] => anyhow::bail!("there is no {thing} ‘{reference}’; `chancery {thing}s` lists them"),
        several => anyhow::bail!(
            "‘{reference}’ may be any of {} {thing}s; ask for one by its number:{}",
            several.len(),
            several.iter().map(candidate).collect::<String>()
        ),
    };
    let mut out = session.ui.out();
    match args.format {
        Form::Json => {
            serde_json::to_writer_pretty(&mut out, detail)?;
            writeln!(out)?;
        }
        Form::Text => write_text(&mut out, detail)?,
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// A line that tells one of several things of a name from the others.
fn candidate(detail: &Detail) -> String {
    let mut line = String::new();
    if let Some(it) = &detail.actor {
        let more = [&it.roles[..], &it.affiliations[..]].concat().join("; ");
        let more = if more.is_empty() { more } else { format!(", {more}") };
        line = format!("\n  {} {} ({}{more}; {})", it.id, it.name, it.kind, counted(it.meetings, "meeting"));
    }
    if let Some(it) = &detail.location {
        let country =
            if it.country.is_empty() { String::new() } else { format!(", {}", it.country) };
        line = format!("\n  {} {} ({}{country}; {})", it.id, it.name, it.kind, counted(it.meetings, "meeting"));
    }
    line
}

/// The things that the user may mean.
fn find(store: &Store, args: &Args) -> anyhow::Result<Vec<Detail>> {
    let name = &args.reference;
    let mut details = Vec::new();
    match args.thing {
        Thing::Actor => {
            for id in store.actors_named(name)? {
                details.extend(store.show_actor(ActorId::new(id.row()))?);
            }
        }
        Thing::Location => {
            for id in store.locations_named(name)? {
                details.extend(store.show_location(LocationId::new(id.row()))?);
            }
        }
        Thing::Meeting => {
            let id: i64 = name.trim_start_matches('m').parse().map_err(|_| {
                anyhow::anyhow!("‘{name}’ is no number of a meeting; `chancery meetings` lists them")
            })?;
            details.extend(store.show_meeting(MeetingId::new(id))?);
        }
        Thing::Article => details.extend(store.show_article(name)?),
    }
    Ok(details)
}

/// Writes one thing as text.
fn write_text(out: &mut impl Write, detail: &Detail) -> anyhow::Result<()> {
    if let Some(it) = &detail.actor {
        writeln!(out, "{} ({}, number {})", it.name, it.kind, it.id)?;
        for (label, list) in [("offices", &it.roles), ("acts for", &it.affiliations)] {
            if !list.is_empty() {
                writeln!(out, "  {label}: {}", list.join("; "))?;
            }
        }
        let years = period(it.first, it.last);
        writeln!(out, "  named in {}{years}", counted(it.articles, "article"))?;
    }
    if let Some(it) = &detail.location {
        writeln!(out, "{} ({}, number {}) {}", it.name, it.kind, it.id, it.country)?;
        if let Some(city) = &it.city {
            writeln!(out, "  lies in {city}")?;
        }
        if let Some(number) = it.ids.get("geonames") {
            writeln!(out, "  GeoNames {number}")?;
        }
    }
    if let Some(it) = &detail.article {
        writeln!(out, "{}\n  {}", it.id, it.title)?;
        let date = it.published.map_or_else(|| "no date".to_owned(), |date| date.to_string());
        writeln!(out, "  {date} {} {}", it.source, it.url)?;
    }
    if !detail.names.is_empty() {
        writeln!(out, "  called: {}", detail.names.join("; "))?;
    }
    let is_meeting = detail.actor.is_none() && detail.location.is_none() && detail.article.is_none();
    if !is_meeting {
        write_corrections(out, detail)?;
    }
    write_actor(out, detail)?;
    // A meeting that is shown itself comes first; others follow what they belong to.
    let gap = if is_meeting { "" } else { "\n" };
    for it in &detail.meetings {
        let date = it.date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
        writeln!(
            out,
            "{gap}meeting {}: {} {} ({}), {}",
            it.id,
            date,
            it.kind,
            it.status,
            counted(it.sources, "source")
        )?;
        writeln!(out, "  who: {}", it.participants.join("; "))?;
        if !it.places.is_empty() {
            writeln!(out, "  where: {}", it.places.join(", "))?;
        }
        if detail.sentences.is_empty() {
            writeln!(out, "  “{}” [{}]", it.sentence, it.article)?;
        }
    }
    for (article, sentence) in &detail.sentences {
        writeln!(out, "  “{sentence}” [{article}]")?;
    }
    write_told(out, detail)?;
    if is_meeting {
        write_corrections(out, detail)?;
    }
    for it in &detail.statements {
        writeln!(out, "\n{} {}: {} [{}]", speaker(it), it.cue, it.content, it.article)?;
    }
    Ok(())
}

/// When something was first and last told of.
fn period(first: Option<Date>, last: Option<Date>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
        (Some(day), _) | (None, Some(day)) => format!(", {day}"),
        (None, None) => String::new(),
    }
}

/// Writes the offices of an actor over time, whom it met, and why its names are one's.
fn write_actor(out: &mut impl Write, detail: &Detail) -> anyhow::Result<()> {
    let list = |out: &mut dyn Write, heading: &str, lines: Vec<String>| -> anyhow::Result<()> {
        if !lines.is_empty() {
            writeln!(out, "  {heading}:")?;
            for line in lines {
                writeln!(out, "    {line}")?;
            }
        }
        Ok(())
    };
    let offices = detail.offices.iter().filter(|it| !it.role.is_empty()).map(|it| {
        let of = if it.affiliation.is_empty() { "" } else { ", " };
        let articles = counted(it.articles, "article");
        format!("{}{of}{} ({articles}{})", it.role, it.affiliation, period(it.first, it.last))
    });
    list(out, "offices over time", offices.collect())?;
    let met = detail.counterparts.iter().map(|it| {
        format!("{} ({}{})", it.name, counted(it.meetings, "meeting"), period(it.first, it.last))
    });
    list(out, "met", met.collect())?;
    let merges = detail.merges.iter().map(|it| {
        let names = if it.one == it.other {
            format!("‘{}’", it.one)
        } else {
            format!("‘{}’ and ‘{}’", it.one, it.other)
        };
        format!("{:.3} {names}: {}", it.score, it.reasons.join("; "))
    });
    list(out, "why one", merges.collect())?;
    let own = detail.actor.as_ref().map(|it| it.id);
    let doubts = detail.doubts.iter().map(|it| {
        let (id, name) = if Some(it.one) == own {
            (it.other, &it.other_name)
        } else {
            (it.one, &it.one_name)
        };
        format!("{:.3} {name} (number {id}): {}", it.score, it.reasons.join("; "))
    });
    list(out, "may be one with", doubts.collect())
}

/// Writes what each article tells of a meeting, and where they contradict each other.
fn write_told(out: &mut impl Write, detail: &Detail) -> anyhow::Result<()> {
    if detail.told.len() < 2 {
        return Ok(());
    }
    writeln!(out, "  told by:")?;
    for it in &detail.told {
        let published = it.published.map_or_else(|| "no date".to_owned(), |date| date.to_string());
        let date = it.date.map_or_else(String::new, |date| format!(" {date}"));
        let place = if it.places.is_empty() { "" } else { ", in " };
        writeln!(
            out,
            "    {published} {}: {} {}{date}, {}{place}{}{}",
            it.article,
            it.kind,
            it.status,
            it.participants.join("; "),
            it.places.join(", "),
            it.copy_of.as_ref().map_or_else(String::new, |of| format!(" (a copy of {of})"))
        )?;
    }
    for it in &detail.contradictions {
        writeln!(out, "  they differ on the {}:", it.of)?;
        for version in &it.versions {
            writeln!(out, "    {}: {}", version.value, version.articles.join(", "))?;
        }
    }
    Ok(())
}

/// Writes which corrections bear on a thing.
fn write_corrections(out: &mut impl Write, detail: &Detail) -> anyhow::Result<()> {
    for it in &detail.corrections {
        let state = if it.state == State::InForce && it.note.is_empty() {
            String::new()
        } else {
            format!(" [{}{}]", it.state, correct::because(it))
        };
        writeln!(out, "  correction {}: {}{state}", it.number, correct::line(it))?;
    }
    Ok(())
}
