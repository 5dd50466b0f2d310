//! The options of all commands that read articles.

use std::path::PathBuf;

use crate::cli::named;
use crate::date::Date;
use crate::input::{FORMATS, Format, Options};

/// What to read, and how.
#[derive(clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// Files and folders of articles; `-` reads standard input
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The format of the articles; by default the name or the first bytes tell
    #[arg(
        long,
        value_name = "FORMAT",
        value_parser = named(FORMATS, |format| format.name, Format::named),
    )]
    from: Option<&'static Format>,
    /// The date of publication of all articles (2025-12-06), whatever they say themselves
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
}

impl Args {
    /// How to read.
    pub(super) fn options(&self) -> Options {
        Options { from: self.from, published: self.published }
    }
}
