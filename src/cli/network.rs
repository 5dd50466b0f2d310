//! `chancery network`: who met whom, as a diagram or table.

use std::path::PathBuf;

use anyhow::Context;

use crate::cli::{Outcome, Session, drawing, named, words};
use crate::date::Date;
use crate::export::{Coloring, Drawing, Engine, FORMATS, Format, Sources, write_file};
use crate::network::{Isolated, Selection};
use crate::record::{ActorKind, Confidence, MeetingKind, MeetingStatus};
use crate::store::Store;

/// Draw the network of who met whom
///
/// Actors are tied by the meetings that they share; a tie weighs as many meetings as it stands
/// for. Only meetings that were held are drawn, unless --status asks for others.
///
/// A file .svg or .png is a drawing, .html a page to look around in, with the sentences and
/// statements behind each tie. `--format map --output map.svg` draws a map of where they met,
/// and .geojson has the places for other maps.
///
/// Example: chancery network --actor Okafor --depth 2 --output okafor.html
#[derive(clap::Args)]
pub(super) struct Args {
    /// The file to write; `-` is stdout
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// The format; by default the end of the file's name tells, or else dot
    #[arg(
        long,
        value_name = "FORMAT",
        value_parser = named(FORMATS, |format| format.name, |name| Format::named(name).ok()),
    )]
    format: Option<&'static Format>,
    /// Let a program of Graphviz place the actors, where it is installed
    #[arg(long, value_name = "ENGINE", value_parser = words(Engine::ALL, Engine::as_str))]
    layout: Option<Engine>,
    /// What the colors of actors tell: their kind, state or community
    #[arg(long, value_name = "WHAT", default_value = "kind", hide_default_value = true, value_parser = words(Coloring::ALL, Coloring::as_str))]
    color_by: Coloring,
    /// Only meetings that may have been on this date or after
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only meetings that may have been on this date or before
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only meetings of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = words(MeetingKind::ALL, MeetingKind::as_str))]
    kind: Vec<MeetingKind>,
    /// Only meetings with these statuses
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = words(MeetingStatus::ALL, MeetingStatus::as_str))]
    status: Vec<MeetingStatus>,
    /// Only meetings in these places or countries
    #[arg(long, value_name = "PLACE", value_delimiter = ',')]
    location: Vec<String>,
    /// Only meetings read with at least this confidence, from 0 to 1: the share of such that is right
    #[arg(long, value_name = "SHARE")]
    confidence: Option<Confidence>,
    /// Only actors of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = words(ActorKind::ALL, ActorKind::as_str))]
    actor_kind: Vec<ActorKind>,
    /// Only what can be reached from this actor
    #[arg(long, value_name = "ACTOR")]
    actor: Vec<String>,
    /// Over how many ties
    #[arg(long, value_name = "N", default_value_t = 1)]
    depth: usize,
    /// Only ties of so many meetings or more
    #[arg(long, value_name = "N", default_value_t = 1)]
    at_least: usize,
    /// Only the N actors with the most meetings
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Show actors without a tie too
    #[arg(long)]
    isolated: bool,
}

/// Draws the network.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let format = match args.format.or_else(|| Format::of_path(&args.output)) {
        Some(format) => format,
        None if args.output.extension().is_none() => &FORMATS[0],
        None => anyhow::bail!(
            "the name {} tells no format that is known; give --format",
            args.output.display()
        ),
    };
    for (flag, given) in [
        ("--layout", args.layout.is_some()),
        ("--color-by", args.color_by != Coloring::Kind),
    ] {
        anyhow::ensure!(
            !given || format.shows_actors(),
            "{flag} is for drawings (svg, png, html); {} has none",
            format.name
        );
    }
    let to_stdout = args.output.as_os_str() == "-";
    anyhow::ensure!(
        format.name != "png" || !to_stdout || !session.ui.is_terminal(),
        "a picture is not for a terminal; name a file with --output"
    );
    let store = Store::read(&session.db)?;
    let mut around = Vec::new();
    for name in &args.actor {
        let found = store.actors_named(name)?;
        anyhow::ensure!(!found.is_empty(), "there is no actor ‘{name}’; `chancery actors` lists them");
        around.extend(found);
    }
    let mut selection = Selection {
        since: args.since,
        until: args.until,
        kinds: args.kind.clone(),
        places: args.location.clone(),
        confidence: args.confidence,
        actor_kinds: args.actor_kind.clone(),
        around,
        depth: args.depth,
        at_least: args.at_least,
        top: args.top,
        isolated: if args.isolated { Isolated::Shown } else { Isolated::LeftOut },
        ..Selection::default()
    };
    if !args.status.is_empty() {
        selection.statuses.clone_from(&args.status);
    }
    let (parties, encounters) = drawing::material(&store)?;
    let network = selection.draw(&parties, &encounters);
    for note in &network.notes {
        session.ui.note(note);
    }
    if network.is_empty() {
        session.ui.warn("the network is empty; try fewer filters");
    }
    let mut how =
        Drawing { engine: args.layout, coloring: args.color_by, ..Drawing::default() };
    if format.tells_sources() {
        how.sources = Sources::read(&store, &network).map_err(drawing::in_words)?;
    }
    let drawn = format.draw(&network, &how)?;
    for note in &drawn.notes {
        session.ui.note(note);
    }
    if to_stdout {
        session.ui.bytes(&drawn.bytes)?;
    } else {
        write_file(&args.output, |out| out.write_all(&drawn.bytes))
            .with_context(|| format!("the network as {}", format.name))?;
        session.ui.note_under("wrote", args.output.display());
    }
    Ok(Outcome::Done)
}
