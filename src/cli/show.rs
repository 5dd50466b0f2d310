//! `chancery show`: all that is known of one thing, with its sentences.

use std::io::Write;

use crate::cli::statements::speaker;
use crate::cli::ui::counted;
use crate::cli::{Outcome, Session, words};
use crate::record::{ActorId, LocationId, MeetingId};
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
        writeln!(out, "  named in {}", counted(it.articles, "article"))?;
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
    // A meeting that is shown itself comes first; others follow what they belong to.
    let gap = if detail.actor.is_some() || detail.location.is_some() || detail.article.is_some() {
        "\n"
    } else {
        ""
    };
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
    for it in &detail.statements {
        writeln!(out, "\n{} {}: {} [{}]", speaker(it), it.cue, it.content, it.article)?;
    }
    Ok(())
}
