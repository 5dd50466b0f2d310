//! `chancery network`: who met whom, or is tied otherwise, as a diagram or table.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::cli::{Outcome, Session, drawing, named, selecting, words};
use crate::export::{Coloring, Drawing, Engine, FORMATS, Format, Sources, write_file};
use crate::network::{Network, Slice, Sliced};
use crate::store::Store;

/// Draw the network of who met whom
///
/// Actors are tied by the meetings that they share; a tie weighs as many meetings as it stands
/// for. Only meetings that were held are drawn, unless --status asks for others. --ties draws
/// other networks: of states, of who speaks about whom, of who was where, of who acts for whom.
///
/// A file .svg or .png is a drawing, .html a page to look around in, with the sentences and
/// statements behind each tie. `--format map --output map.svg` draws a map of where they met,
/// and .geojson has the places for other maps.
///
/// Example: chancery network --around Okafor --depth 2 --output okafor.html
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
    /// Write a network for each slice of time: FILE gets its month, quarter or year in its name
    #[arg(long, value_name = "SLICE", value_parser = words(Slice::ALL, Slice::as_str))]
    slice: Option<Slice>,
    #[command(flatten)]
    selection: selecting::Args,
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
    let writer = Writer { format, engine: args.layout, coloring: args.color_by, store: &store, session };
    let (selection, holdings) = args.selection.read(&store)?;
    if let Some(slice) = args.slice {
        return writer.write_slices(&args.output, &selection.slices(&holdings.material(), slice));
    }
    let network = selection.draw_from(&holdings.material());
    for note in &network.notes {
        session.ui.note(note);
    }
    if network.is_empty() {
        session.ui.warn("the network is empty; try fewer filters");
    }
    writer.write(&network, &args.output)?;
    Ok(Outcome::Done)
}

/// Writes networks in one format, drawn in one way.
struct Writer<'a> {
    format: &'static Format,
    engine: Option<Engine>,
    coloring: Coloring,
    store: &'a Store,
    session: &'a Session,
}

impl Writer<'_> {
    /// Writes a network to a file or stdout.
    fn write(&self, network: &Network, output: &Path) -> anyhow::Result<()> {
        let Self { format, session, .. } = self;
        let mut how =
            Drawing { engine: self.engine, coloring: self.coloring, ..Drawing::default() };
        if format.tells_sources() {
            how.sources = Sources::read(self.store, network).map_err(drawing::in_words)?;
        }
        let drawn = format.draw(network, &how)?;
        for note in &drawn.notes {
            session.ui.note(note);
        }
        if output.as_os_str() == "-" {
            session.ui.bytes(&drawn.bytes)?;
        } else {
            write_file(output, |out| out.write_all(&drawn.bytes))
                .with_context(|| format!("the network as {}", format.name))?;
            session.ui.note_under("wrote", output.display());
        }
        Ok(())
    }

    /// Writes a file for each slice of time.
    fn write_slices(&self, output: &Path, sliced: &Sliced) -> anyhow::Result<Outcome> {
        anyhow::ensure!(
            output.as_os_str() != "-",
            "--slice writes a file for each slice of time; name it with --output"
        );
        let ui = &self.session.ui;
        for note in &sliced.notes {
            ui.note(note);
        }
        if sliced.networks.is_empty() {
            ui.warn("no slice of time has anything in it; try fewer filters");
        }
        for (slice, network) in &sliced.networks {
            let mut name = output.file_stem().unwrap_or_default().to_owned();
            name.push(format!("-{slice}"));
            if let Some(end) = output.extension() {
                name.push(".");
                name.push(end);
            }
            self.write(network, &output.with_file_name(name))?;
        }
        Ok(Outcome::Done)
    }
}
