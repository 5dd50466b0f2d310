//! `chancery man`: the manual as man pages.

use std::{fs, path::PathBuf};

use anyhow::Context;
use clap::CommandFactory;

use crate::cli::{Cli, Outcome, Session};

/// Write the manual pages into a folder
///
/// Example: chancery man ~/.local/share/man/man1
#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder; it is made if it is missing
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes one page for the program and one for each command.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    fs::create_dir_all(&args.folder)
        .with_context(|| format!("cannot make the folder {}", args.folder.display()))?;
    clap_mangen::generate_to(Cli::command(), &args.folder)
        .with_context(|| format!("cannot write to {}", args.folder.display()))?;
    session.ui.note(format_args!("wrote the manual to {}", args.folder.display()));
    Ok(Outcome::Done)
}
