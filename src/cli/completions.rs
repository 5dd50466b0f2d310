//! `chancery completions`: what a shell needs to complete commands.

use clap::CommandFactory;

use crate::cli::{Cli, Outcome, Session};

/// Print completions for a shell
///
/// Example: chancery completions bash > ~/.local/share/bash-completion/completions/chancery
#[derive(clap::Args)]
pub(super) struct Args {
    /// The shell
    shell: clap_complete::Shell,
}

/// Prints the completions.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "chancery", &mut script);
    std::io::Write::write_all(&mut session.ui.out(), &script)?;
    Ok(Outcome::Done)
}
