//! `chancery network`: who met whom, or is tied otherwise, as a diagram or table.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::cli::{Outcome, Session, named, selecting, words};
use crate::export::{FORMATS, Format, write_file};
use crate::network::{Network, Slice, Sliced};
use crate::store::Store;

/// Draw the network of who met whom
///
/// Actors are tied by the meetings that they share; a tie weighs as many meetings as it stands
/// for. Only meetings that were held are drawn, unless --status asks for others. --ties draws
/// other networks: of states, of who speaks about whom, of who was where, of who acts for whom.
///
/// Example: chancery network --around Okafor --depth 2 --output okafor.svg
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
    let store = Store::read(&session.db)?;
    let (selection, holdings) = args.selection.read(&store)?;
    if let Some(slice) = args.slice {
        let sliced = selection.slices(&holdings.material(), slice);
        return write_slices(&args.output, format, &sliced, session);
    }
    let network = selection.draw_from(&holdings.material());
    for note in &network.notes {
        session.ui.note(note);
    }
    if network.is_empty() {
        session.ui.warn("the network is empty; try fewer filters");
    }
    write(&network, format, &args.output, session)?;
    Ok(Outcome::Done)
}

/// Writes a network to a file or stdout.
fn write(
    network: &Network,
    format: &Format,
    output: &Path,
    session: &Session,
) -> anyhow::Result<()> {
    if output.as_os_str() == "-" {
        let mut out = session.ui.out();
        format.write(network, &mut out)?;
        std::io::Write::flush(&mut out)?;
    } else {
        write_file(output, |out| format.write(network, out))
            .with_context(|| format!("the network as {}", format.name))?;
        session.ui.note_under("wrote", output.display());
    }
    Ok(())
}

/// Writes a file for each slice of time.
fn write_slices(
    output: &Path,
    format: &Format,
    sliced: &Sliced,
    session: &Session,
) -> anyhow::Result<Outcome> {
    anyhow::ensure!(
        output.as_os_str() != "-",
        "--slice writes a file for each slice of time; name it with --output"
    );
    for note in &sliced.notes {
        session.ui.note(note);
    }
    if sliced.networks.is_empty() {
        session.ui.warn("no slice of time has anything in it; try fewer filters");
    }
    for (slice, network) in &sliced.networks {
        let mut name = output.file_stem().unwrap_or_default().to_owned();
        name.push(format!("-{slice}"));
        if let Some(end) = output.extension() {
            name.push(".");
            name.push(end);
        }
        write(network, format, &output.with_file_name(name), session)?;
    }
    Ok(Outcome::Done)
}
