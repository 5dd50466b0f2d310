//! Graphviz DOT that looks right in every engine: title and legend are the label of the graph, so
//! that no layout can tangle them with the actors.

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use graphviz_rust::{
    dot_structures::{
        Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Stmt, Vertex,
    },
    printer::{DotPrinter, PrinterContext},
};

use super::{
    Format, legend, letters,
    look::{Look, Stroke, hex, of_sign, size, width},
    words,
};
use crate::network::{Direction, Network, Party, PartyKind, TieView};

pub(super) const FORMAT: Format =
    Format { name: "dot", extension: "dot", about: "Graphviz, for drawing", write };

/// Above so many ties, curves around actors take the layout longer than they are worth.
const MAX_CURVES: usize = 400;

const HEAD: &str = "\
// Draw it with Graphviz (https://graphviz.org), for example
//   neato -Tsvg network.dot -o network.svg
//   sfdp -Tpdf network.dot -o network.pdf    (above some 200 actors)
";

fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let mut stmts = settings(network);
    let mut tied = vec![Tied::default(); network.parties().len()];
    for tie in network.ties() {
        for end in tie.ends() {
            tied[end].actors += 1;
            tied[end].strength += tie.weight();
        }
    }
    stmts.extend(network.parties().zip(&tied).map(|(party, &tied)| node(party, tied)));
    stmts.extend(network.ties().map(edge));
    let (id, strict) = (quoted("network"), false);
    let graph = match network.direction() {
        Direction::Directed => Graph::DiGraph { id, strict, stmts },
        Direction::Undirected => Graph::Graph { id, strict, stmts },
    };
    out.write_all(HEAD.as_bytes())?;
    out.write_all(graph.print(&mut PrinterContext::default()).as_bytes())?;
    out.write_all(b"\n")
}

/// How an actor is tied to others.
#[derive(Clone, Copy, Debug, Default)]
struct Tied {
    /// Ties.
    actors: usize,
    /// The weights of these ties, added up.
    strength: usize,
}

/// What holds of the whole drawing.
fn settings(network: &Network) -> Vec<Stmt> {
    let curves = if network.ties().len() > MAX_CURVES { "line" } else { "true" };
    let fonts = text("Helvetica,Arial,DejaVu Sans,sans-serif");
    vec![
        Stmt::GAttribute(GraphAttributes::Graph(vec![
            with("label", Id::Html(legend::label(network))),
            with("labelloc", text("t")),
            with("labeljust", text("l")),
            with("tooltip", text(&network.title)),
            with("charset", text("UTF-8")),
            with("bgcolor", text("white")),
            with("fontname", fonts.clone()),
            with("overlap", text("prism")),
            with("overlap_scaling", text("3")),
            with("sep", text("+10")),
            with("splines", text(curves)),
            with("outputorder", text("edgesfirst")),
            with("rankdir", text("LR")),
            with("ranksep", text("1.2")),
            with("nodesep", text("0.25")),
            with("pad", text("0.3")),
        ])),
        Stmt::GAttribute(GraphAttributes::Node(vec![
            with("style", text("filled")),
            with("fontname", fonts.clone()),
            with("margin", text("0.1,0.05")),
            with("height", text("0.35")),
            with("width", text("0.6")),
        ])),
        Stmt::GAttribute(GraphAttributes::Edge(vec![
            with("color", text("#5b677099")),
            with("fontname", fonts),
            with("len", text("1.6")),
        ])),
    ]
}

fn node(party: &Party, tied: Tied) -> Stmt {
    let look = Look::of(party.kind);
    let (shape, style) = shape(party.kind);
    Stmt::Node(Node {
        id: NodeId(id(party), None),
        attributes: vec![
            with("label", escaped(&letters::lines(&party.name).join("\n"))),
            with("kind", text(party.kind.as_str())),
            with("shape", text(shape)),
            with("style", text(style)),
            with("fillcolor", text(&hex(look.fill))),
            with("color", text(&hex(look.line))),
            with("fontsize", text(&format!("{:.1}", size(tied.strength)))),
            with("tooltip", escaped(&words::about(party, tied.actors))),
        ],
    })
}

fn edge(tie: TieView<'_>) -> Stmt {
    let [one, other] = tie.parties();
    let ends = [one, other].map(|party| Vertex::N(NodeId(id(party), None)));
    let [source, target] = ends;
    let mut attributes = vec![
        with("weight", text(&tie.weight().to_string())),
        with("penwidth", text(&format!("{:.1}", width(tie.weight())))),
        with("kind", text(tie.kind().as_str())),
    ];
    let stroke = Stroke::of(tie);
    if stroke != Stroke::Solid {
        attributes.push(with("style", text(stroke.as_str())));
    }
    if let Some(color) = tie.sign().map(of_sign) {
        attributes.push(with("color", text(&format!("{}99", hex(color)))));
    }
    let tooltip = escaped(&words::meetings(tie));
    attributes.push(with("edgetooltip", tooltip.clone()));
    attributes.push(with("tooltip", tooltip));
    Stmt::Edge(Edge { ty: EdgeTy::Pair(source, target), attributes })
}

/// The shape of an actor, so that kinds can be told apart without color.
const fn shape(kind: PartyKind) -> (&'static str, &'static str) {
    match kind {
        PartyKind::Person => ("ellipse", "filled"),
        PartyKind::State => ("box", "filled"),
        PartyKind::Organization => ("box", "filled,rounded"),
        PartyKind::Bloc => ("octagon", "filled"),
        PartyKind::Place => ("note", "filled"),
    }
}

/// The name of an actor's node.
fn id(party: &Party) -> Id {
    quoted(&party.id.to_string())
}

fn with(name: &str, value: Id) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), value)
}

/// A value of the program's own.
fn text(value: &str) -> Id {
    escaped(value)
}

/// A name within the file, which Graphviz takes as it is.
fn quoted(name: &str) -> Id {
    Id::Escaped(format!("\"{name}\""))
}

/// A text that Graphviz shows as it is.
///
/// Graphviz reads `\` as an escape, and `&eacute;` and `&#233;` as a letter; both are shown here.
fn escaped(value: &str) -> Id {
    let mut escaped = String::with_capacity(value.len() + 2);
    escaped.push('"');
    for (place, letter) in value.char_indices() {
        match letter {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '&' if is_reference(&value[place + 1..]) => escaped.push_str("&amp;"),
            _ => escaped.push(letters::printable(letter)),
        }
    }
    escaped.push('"');
    Id::Escaped(escaped)
}

/// Whether what follows an ampersand makes it a letter to Graphviz.
fn is_reference(rest: &str) -> bool {
    rest.split_once(';').is_some_and(|(name, _)| {
        let name = name.strip_prefix('#').unwrap_or(name);
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
