//! Networks and tables as files: one file here for each format, [`FORMATS`] lists those of networks.

mod attributes;
mod calendar;
mod cell;
mod csv;
mod dot;
mod drawing;
mod file;
mod geojson;
mod gexf;
mod graphml;
mod graphviz;
mod groups;
mod head;
mod json;
mod layout;
mod legend;
mod letters;
mod linked;
mod look;
mod map;
mod page;
mod png;
mod route;
mod sources;
mod svg;
pub mod tables;
mod words;
mod xml;

#[cfg(test)]
mod tests;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::network::Network;
use drawing::{DRAWERS, Drawer, Shows};

pub use calendar::Calendar;
pub use cell::Formulas;
pub use csv::{write_edges, write_nodes};
pub use drawing::{Coloring, Drawing, Drawn, Engine};
pub use file::write_file;
pub use sources::{Report, Said, Sources};
pub(crate) use xml::Escaped;

/// A way to write a network down.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// The end of a file's name that stands for it, without the dot.
    pub extension: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    write: Writer,
}

/// Writes a network down.
type Writer = fn(&Network, &mut dyn Write) -> io::Result<()>;

/// Every format of a network; of two with the same extension, the first is meant.
pub const FORMATS: &[Format] = &[
    dot::FORMAT,
    csv::FORMAT,
    json::FORMAT,
    graphml::FORMAT,
    gexf::FORMAT,
    svg::FORMAT,
    png::FORMAT,
    page::FORMAT,
    geojson::FORMAT,
    map::FORMAT,
];

/// Why something could not be written.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
#[non_exhaustive]
pub enum Error {
    #[error("cannot make the folder {}", path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error("cannot write {}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("cannot write to the output")]
    Stream { source: io::Error },
    #[error("cannot read what is to be written")]
    Rows { source: Box<dyn std::error::Error + Send + Sync> },
    #[error("there is no program ‘{engine}’ here, which belongs to Graphviz")]
    NoGraphviz { engine: &'static str },
    #[error("Graphviz's ‘{engine}’ failed: {said}")]
    Graphviz { engine: &'static str, said: String },
    #[error("cannot make a picture: {said}")]
    Picture { said: String },
    #[error("there is no format ‘{name}’; known are {}", names().join(", "))]
    Unknown { name: String },
}

impl Format {
    /// The format called `name`.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn named(name: &str) -> Result<&'static Self, Error> {
        let found = FORMATS.iter().find(|format| format.name.eq_ignore_ascii_case(name));
        found.ok_or_else(|| Error::Unknown { name: name.to_owned() })
    }

    /// The format that the end of a file's name stands for, if any.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<&'static Self> {
        let extension = path.extension()?.to_str()?;
        FORMATS.iter().find(|format| format.extension.eq_ignore_ascii_case(extension))
    }

    /// Draws `network` as asked; formats that draw nothing are written as ever.
    ///
    /// # Errors
    ///
    /// If Graphviz is asked for and fails, or a picture is larger than memory.
    pub fn draw(&self, network: &Network, drawing: &Drawing) -> Result<Drawn, Error> {
        if let Some(drawer) = self.drawer() {
            return (drawer.draw)(network, drawing);
        }
        let mut bytes = Vec::new();
        self.write(network, &mut bytes).map_err(|source| Error::Stream { source })?;
        Ok(Drawn { bytes, notes: Vec::new() })
    }

    /// Whether it shows actors in places and colors that a [`Drawing`] can choose.
    #[must_use]
    pub fn shows_actors(&self) -> bool {
        self.drawer().is_some_and(|drawer| drawer.shows != Shows::Places)
    }

    /// Whether it tells of the [`Sources`] of a [`Drawing`].
    #[must_use]
    pub fn tells_sources(&self) -> bool {
        self.drawer().is_some_and(|drawer| drawer.shows != Shows::Actors)
    }

    fn drawer(&self) -> Option<&'static Drawer> {
        DRAWERS.iter().find(|drawer| drawer.name == self.name)
    }

    /// Writes `network` to `out`.
    ///
    /// # Errors
    ///
    /// If `out` takes no more.
    pub fn write(&self, network: &Network, out: &mut dyn Write) -> io::Result<()> {
        (self.write)(network, out)
    }
}

/// The names of all formats.
fn names() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name).collect()
}

/// Writes what the main job leaves of a network in `folder`: a diagram, and tables for Gephi.
///
/// Returns the files in order of writing.
///
/// # Errors
///
/// If the folder or a file in it cannot be written.
pub fn write_network(network: &Network, folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let files: [(&str, Writer); 3] = [
        ("network.dot", dot::FORMAT.write),
        ("network-nodes.csv", write_nodes),
        ("network-edges.csv", write_edges),
    ];
    let mut written = Vec::with_capacity(files.len());
    for (name, write) in files {
        let path = folder.join(name);
        write_file(&path, |out| write(network, out))?;
        written.push(path);
    }
    Ok(written)
}
