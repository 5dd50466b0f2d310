//! `chancery show`: all that is known of one thing, with its sentences.

use std::io::Write;

use crate::cli::statements::speaker;
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
    let store = Store::open(&session.db)?;
    let details = find(&store, args)?;
    anyhow::ensure!(
        !details.is_empty(),
        "there is no {} ‘{}’; `chancery {}s` lists them",
        args.thing,
        args.reference,
        args.thing
    );
    let mut out = session.ui.out();
    match args.format {
        Form::Json => {
            if let [only] = &details[..] {
                serde_json::to_writer_pretty(&mut out, only)?;
            } else {
                serde_json::to_writer_pretty(&mut out, &details)?;
            }
            writeln!(out)?;
        }
        Form::Text => {
            for (index, detail) in details.iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                write_text(&mut out, detail)?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
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
        writeln!(out, "  named in {} articles", it.articles)?;
    }
    if let Some(it) = &detail.location {
        writeln!(out, "{} ({}, number {}) {}", it.name, it.kind, it.id, it.country)?;
    }
    if let Some(it) = &detail.article {
        writeln!(out, "{}\n  {}", it.id, it.title)?;
        let date = it.published.map_or_else(|| "no date".to_owned(), |date| date.to_string());
        writeln!(out, "  {date} {} {}", it.source, it.url)?;
    }
    if !detail.names.is_empty() {
        writeln!(out, "  called: {}", detail.names.join("; "))?;
    }
    for it in &detail.meetings {
        let date = it.date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
        writeln!(
            out,
            "\nmeeting {}: {} {} ({}), {} sources",
            it.id, date, it.kind, it.status, it.sources
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
