//! SVG: a drawing for a report or a page, without any other program.
//!
//! Names stand in the shapes of actors up to some number; above it, the less active ones are dots
//! that tell their name when one points at them.

use std::{
    cmp::Reverse,
    collections::BTreeSet,
    io::{self, Write},
};

use super::{
    Drawing, Drawn, Error, Format,
    graphviz::{self, Placed},
    groups::Groups,
    head::Head,
    layout::{Point, layout},
    letters,
    look::{Look, Paint, Stroke, hex, of_sign, size, width},
    route::{Arrow, Back, Way, route},
    words,
    xml::Escaped,
};
use crate::network::{Direction, Network, Party, PartyKind, TieView, real};

pub(super) const FORMAT: Format =
    Format { name: "svg", extension: "svg", about: "Drawing for reports and web pages", write };

/// Actors in one drawing; more can neither be read nor be laid out in a moment.
const MAX_ACTORS: usize = 600;

/// Actors who all can have their name on them.
const ALL_NAMED: usize = 200;

/// Actors whose name is on them, when not all can have it.
const SOME_NAMED: usize = 100;

/// Room around the drawing.
pub(super) const MARGIN: f64 = 24.0;

/// The least width of a drawing, for its title and legend.
const LEAST_WIDTH: f64 = 560.0;

/// The height of a line of letters of one point.
pub(super) const LINE: f64 = 1.2;

/// Widths of letters are guesses, and fonts differ.
pub(super) const LOOSE: f64 = 1.08;

/// The least width of a line that is not solid, which would be hard to see otherwise.
pub(super) const LEAST_BROKEN: f64 = 1.6;

/// The least width of a line whose color tells something.
const LEAST_COLORED: f64 = 2.0;

/// An actor in the drawing.
struct Figure<'a> {
    party: &'a Party,
    look: Look,
    ties: usize,
    strength: usize,
    /// The lines of its name; none for a dot.
    lines: Vec<String>,
    points: f64,
    size: Point,
}

fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let drawn = draw(network, &Drawing::default()).map_err(io::Error::other)?;
    out.write_all(&drawn.bytes)
}

pub(super) fn draw(network: &Network, drawing: &Drawing) -> Result<Drawn, Error> {
    let mut notes = Vec::new();
    let part;
    let network = if network.parties().len() > MAX_ACTORS {
        part = network.most_active(MAX_ACTORS);
        notes.extend(part.notes.last().cloned());
        &part
    } else {
        network
    };
    let paint = Paint::new(network, &Groups::new(network, drawing.coloring));
    let figures = figures(network, &paint);
    let boxes: Vec<Point> = figures.iter().map(|figure| figure.size).collect();
    let ends: Vec<[usize; 2]> = network.ties().map(TieView::ends).collect();
    let placed = match drawing.engine {
        Some(engine) => graphviz::place(engine, &boxes, &ends)?,
        None => place(&boxes, &ends),
    };
    let mut bytes = Vec::new();
    write_drawing(network, &paint, &figures, &placed, &mut bytes).expect("memory takes all");
    Ok(Drawn { bytes, notes })
}

/// Places boxes of these sizes, tied as given, without any other program.
fn place(boxes: &[Point], ties: &[[usize; 2]]) -> Placed {
    let (places, whole) = layout(boxes, ties);
    let all: BTreeSet<&[usize; 2]> = ties.iter().collect();
    let way = |&[from, to]: &[usize; 2]| {
        let back = if all.contains(&[to, from]) { Back::Another } else { Back::None };
        route([from, to], back, &places, boxes)
    };
    let ways = ties.iter().map(way).collect();
    Placed { places, ways, whole }
}

fn write_drawing(
    network: &Network,
    paint: &Paint,
    figures: &[Figure<'_>],
    placed: &Placed,
    out: &mut dyn Write,
) -> io::Result<()> {
    let inner = placed.whole;
    let whole = inner[0].max(LEAST_WIDTH) + 2.0 * MARGIN;
    let head = Head::new(network, paint, whole - 2.0 * MARGIN);
    let height = inner[1] + 2.0 * MARGIN + head.height;
    head.open([whole, height], out)?;
    let (right, down) = ((whole - inner[0]) / 2.0, MARGIN + head.height);
    writeln!(out, "<g transform=\"translate({right:.1} {down:.1})\">")?;
    writeln!(out, "<g fill=\"none\" stroke=\"#5b6770\" stroke-opacity=\"0.6\">")?;
    for (tie, way) in network.ties().zip(&placed.ways) {
        let [_, to] = tie.ends();
        let arrow = |thick: f64| {
            way.arrow(arrow_length(thick), |spot| figures[to].holds(placed.places[to], spot))
        };
        match tie.kind().direction() {
            Direction::Directed => write_tie(tie, way, arrow, out)?,
            Direction::Undirected => write_tie(tie, way, |_| None, out)?,
        }
    }
    writeln!(out, "</g>\n<g text-anchor=\"middle\" fill=\"#111111\">")?;
    for (figure, &place) in figures.iter().zip(&placed.places) {
        figure.write(place, out)?;
    }
    writeln!(out, "</g>\n</g>\n</svg>")
}

/// The actors with their names in lines and the room that they take.
fn figures<'a>(network: &'a Network, paint: &Paint) -> Vec<Figure<'a>> {
    let mut figures: Vec<Figure<'_>> = network
        .parties()
        .zip(&paint.looks)
        .map(|(party, &look)| Figure {
            party,
            look,
            ties: 0,
            strength: 0,
            lines: Vec::new(),
            points: 0.0,
            size: [0.0; 2],
        })
        .collect();
    for tie in network.ties() {
        for end in tie.ends() {
            figures[end].ties += 1;
            figures[end].strength += tie.weight();
        }
    }
    let mut order: Vec<usize> = (0..figures.len()).collect();
    order.sort_by_key(|&index| Reverse(figures[index].strength));
    let named = if figures.len() > ALL_NAMED { SOME_NAMED } else { figures.len() };
    for (rank, index) in order.into_iter().enumerate() {
        let figure = &mut figures[index];
        figure.points = size(figure.strength);
        if rank < named {
            figure.lines = letters::lines(&letters::short(&figure.party.name));
        }
        figure.size = figure.room();
    }
    figures
}

impl Figure<'_> {
    /// The width and height of its shape.
    fn room(&self) -> Point {
        if self.lines.is_empty() {
            return [self.points * 0.8; 2];
        }
        let longest = self.lines.iter().map(|line| letters::width(line)).fold(0.0, f64::max);
        let text = [longest * self.points * LOOSE, real(self.lines.len()) * self.points * LINE];
        match self.party.kind {
            PartyKind::Person => [text[0] * 1.2 + 12.0, text[1] * 1.3 + 8.0],
            PartyKind::Bloc => [text[0] + 28.0, text[1] + 12.0],
            PartyKind::State | PartyKind::Organization => [text[0] + 14.0, text[1] + 10.0],
            PartyKind::Place => [text[0] + 10.0 + point(text[1] + 8.0) * 2.0, text[1] + 8.0],
        }
    }

    /// Whether a spot lies within its shape, where that is at a place.
    fn holds(&self, place: Point, spot: Point) -> bool {
        let [right, down] = [0, 1].map(|axis| (spot[axis] - place[axis]) / self.size[axis] * 2.0);
        if self.party.kind == PartyKind::Person && !self.lines.is_empty() {
            right * right + down * down <= 1.0
        } else {
            right.abs() <= 1.0 && down.abs() <= 1.0
        }
    }

    fn write(&self, [x, y]: Point, out: &mut dyn Write) -> io::Result<()> {
        let look = self.look;
        let style = format!("fill=\"{}\" stroke=\"{}\"", hex(look.fill), hex(look.line));
        writeln!(out, "<g>\n<title>{}</title>", Escaped(&words::about(self.party, self.ties)))?;
        write_shape(self.party.kind, [x, y], self.size, &style, out)?;
        let first = y - real(self.lines.len()) * self.points * LINE / 2.0 + self.points * 0.92;
        for (number, line) in self.lines.iter().enumerate() {
            let down = first + real(number) * self.points * LINE;
            writeln!(
                out,
                "<text x=\"{x:.1}\" y=\"{down:.1}\" font-size=\"{:.1}\">{}</text>",
                self.points,
                Escaped(line)
            )?;
        }
        writeln!(out, "</g>")
    }
}

/// Writes the shape of an actor, which tells its kind without color too.
pub(super) fn write_shape(
    kind: PartyKind,
    [x, y]: Point,
    [width, height]: Point,
    style: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (left, top, right, low) =
        (x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0);
    match kind {
        PartyKind::Person => writeln!(
            out,
            "<ellipse cx=\"{x:.1}\" cy=\"{y:.1}\" rx=\"{:.1}\" ry=\"{:.1}\" {style}/>",
            width / 2.0,
            height / 2.0
        ),
        PartyKind::State | PartyKind::Organization => {
            let round = if kind == PartyKind::State { 0.0 } else { (height / 3.0).min(9.0) };
            writeln!(
                out,
                "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" \
                 rx=\"{round:.1}\" {style}/>"
            )
        }
        PartyKind::Place => {
            let cut = point(height).min(width / 2.0);
            writeln!(
                out,
                "<path d=\"M{left:.1} {y:.1}L{:.1} {top:.1}H{:.1}L{right:.1} {y:.1}L{:.1} {low:.1}\
                 H{:.1}Z\" {style}/>",
                left + cut,
                right - cut,
                right - cut,
                left + cut
            )
        }
        PartyKind::Bloc => {
            let cut = (height.min(width) * 0.29).min(12.0);
            writeln!(
                out,
                "<path d=\"M{:.1} {top:.1}H{:.1}L{right:.1} {:.1}V{:.1}L{:.1} {low:.1}H{:.1}\
                 L{left:.1} {:.1}V{:.1}Z\" {style}/>",
                left + cut,
                right - cut,
                top + cut,
                low - cut,
                right - cut,
                left + cut,
                low - cut,
                top + cut
            )
        }
    }
}

/// How far the shape of a place of this height runs to a point on each side.
fn point(height: f64) -> f64 {
    height * 0.3
}

/// Writes a tie, and its arrowhead if it has one.
fn write_tie(
    tie: TieView<'_>,
    way: &Way,
    arrow: impl Fn(f64) -> Option<(Way, Arrow)>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let stroke = Stroke::of(tie);
    let least = if stroke == Stroke::Solid { 0.0 } else { LEAST_BROKEN };
    let color = tie.sign().map(|sign| hex(of_sign(sign)));
    let least = if color.is_some() { LEAST_COLORED } else { least };
    let thick = width(tie.weight()).max(least);
    let arrow = arrow(thick);
    let shown = arrow.as_ref().map_or(way, |(short, _)| short);
    let look = color.as_ref().map(|color| format!(" stroke=\"{color}\" stroke-opacity=\"0.85\""));
    let title = Escaped(&words::meetings(tie)).to_string();
    writeln!(
        out,
        "<path d=\"{}\" stroke-width=\"{thick:.1}\"{}{}><title>{title}</title></path>",
        shown.path(),
        dash(stroke),
        look.unwrap_or_default(),
    )?;
    match arrow {
        Some((_, arrow)) => {
            writeln!(out, "{}", arrowhead(arrow, thick, color.as_deref().unwrap_or(LINE_COLOR)))
        }
        None => Ok(()),
    }
}

/// The color of lines that tells nothing, as pale as they are.
const LINE_COLOR: &str = "#8b949b";

/// The length of the arrowhead of a line of this width.
pub(super) fn arrow_length(thick: f64) -> f64 {
    7.0 + 1.6 * thick
}

/// An arrowhead of a line of this width.
pub(super) fn arrowhead(Arrow { base, tip }: Arrow, thick: f64, color: &str) -> String {
    let along = [tip[0] - base[0], tip[1] - base[1]];
    let half = (2.6 + 0.9 * thick) / super::layout::length(along).max(1e-9);
    let [right, down] = along.map(|part| part * half);
    format!(
        "<path d=\"M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z\" fill=\"{color}\" stroke=\"none\"/>",
        tip[0],
        tip[1],
        base[0] - down,
        base[1] + right,
        base[0] + down,
        base[1] - right
    )
}

/// The attribute that breaks a line.
pub(super) const fn dash(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Solid => "",
        Stroke::Dashed => " stroke-dasharray=\"7 5\"",
        Stroke::Dotted => " stroke-dasharray=\"2 3\"",
    }
}
