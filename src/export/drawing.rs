//! How a network is to be drawn: what colors tell, who places the actors, what may be quoted.

use super::{Error, Sources, geojson, map, page, png, svg};
use crate::network::Network;
use crate::vocabulary;

vocabulary! {
    /// What the colors of actors tell.
    pub enum Coloring {
        /// Person, state, organization or bloc.
        Kind = "kind",
        /// The state or organization that they act for.
        State = "state",
        /// Who meets one another more than others.
        Community = "community",
    }
}

vocabulary! {
    /// A program of Graphviz that places actors.
    pub enum Engine {
        /// In layers.
        Dot = "dot",
        /// By springs, for small networks.
        Neato = "neato",
        /// By springs, for large networks.
        Sfdp = "sfdp",
        /// By springs and forces.
        Fdp = "fdp",
    }
}

/// How a network is to be drawn.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// What the colors of actors tell.
    pub coloring: Coloring,
    /// The program that places the actors; without one, they are placed here.
    pub engine: Option<Engine>,
    /// What the network rests on.
    pub sources: Sources,
}

impl Default for Drawing {
    fn default() -> Self {
        Self { coloring: Coloring::Kind, engine: None, sources: Sources::default() }
    }
}

/// What was drawn.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it does not show, a sentence each.
    pub notes: Vec<String>,
}

/// Draws a network.
pub(super) type Draw = fn(&Network, &Drawing) -> Result<Drawn, Error>;

/// A format that heeds a [`Drawing`].
pub(super) struct Drawer {
    /// The name of the format.
    pub(super) name: &'static str,
    /// Draws.
    pub(super) draw: Draw,
    /// Whether it shows actors, who have places and colors.
    pub(super) shows: Shows,
}

/// What a format shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    /// Actors, in places and colors.
    Actors,
    /// Actors as well as what they rest on.
    ActorsAndSources,
    /// Where meetings were.
    Places,
}

/// The formats that heed a [`Drawing`].
pub(super) const DRAWERS: &[Drawer] = &[
    Drawer { name: "svg", draw: svg::draw, shows: Shows::Actors },
    Drawer { name: "png", draw: png::draw, shows: Shows::Actors },
    Drawer { name: "html", draw: page::draw, shows: Shows::ActorsAndSources },
    Drawer { name: "geojson", draw: geojson::draw, shows: Shows::Places },
    Drawer { name: "map", draw: map::draw, shows: Shows::Places },
];
