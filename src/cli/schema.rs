//! `chancery schema`: the shapes that others rely on, written down. Hidden: it serves maintainers.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use crate::cli::{Outcome, Session};
use crate::record;
use crate::store;

/// Write the schema of the record into a folder
#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder
    #[arg(value_name = "DIR", default_value = "schema")]
    folder: PathBuf,
}

/// Writes one file for each shape.
pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Outcome> {
    let files =
        [("extraction.schema.json", record::schema()), ("database.sql", store::schema()?)];
    fs::create_dir_all(&args.folder)
        .with_context(|| format!("cannot make the folder {}", args.folder.display()))?;
    for (name, text) in files {
        let path = args.folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        session.ui.note(format_args!("wrote {}", path.display()));
    }
    Ok(Outcome::Done)
}
