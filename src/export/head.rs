//! Title, legend and notes above a drawing in SVG.

use std::io::{self, Write};

use super::{
    letters,
    look::{Look, Stroke, hex, width},
    svg::{LEAST_BROKEN, LINE, LOOSE, MARGIN, dash, write_shape},
    xml::Escaped,
};
use crate::network::{Network, PartyKind, TieView};

/// The width of a drawing that is looked at from as near as a page; wider ones get larger heads.
const NEAR: f64 = 1_400.0;

/// What stands above a drawing.
pub(super) struct Head {
    /// How high it is.
    pub(super) height: f64,
    parts: Vec<String>,
    room: f64,
    scale: f64,
}

/// A sign of the legend: how wide it is, and how it is written from its left on its middle line.
struct Sign<'a> {
    width: f64,
    write: Box<dyn Fn(f64, f64) -> String + 'a>,
}

impl Head {
    /// The head of a drawing so many points wide.
    pub(super) fn new(network: &Network, room: f64) -> Self {
        let scale = (room / NEAR).clamp(1.0, 3.0);
        let mut head = Self { height: 0.0, parts: Vec::new(), room, scale };
        head.add_text(&network.title, 18.0 * scale, "font-weight=\"bold\" fill=\"#111111\"");
        let points = 12.0 * scale;
        let mut signs = kinds(network, points);
        signs.extend(lines(network, points));
        head.add_signs(&signs, 2.5 * points);
        if !network.notes.is_empty() {
            let notes = format!("{}.", network.notes.join("; "));
            head.add_text(&notes, 11.0 * scale, "fill=\"#444444\"");
        }
        head.height += 10.0 * scale;
        head
    }

    /// Writes it at the top of a drawing.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.parts.iter().try_for_each(|part| writeln!(out, "{part}"))
    }

    /// Adds a text in lines that fit.
    fn add_text(&mut self, text: &str, points: f64, style: &str) {
        let wide = |text: &str| letters::width(text) * points * LOOSE;
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if wide(line) + wide(word) + points < self.room => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        for line in lines {
            self.height += points * LINE;
            self.parts.push(format!(
                "<text x=\"{MARGIN}\" y=\"{:.1}\" font-size=\"{points:.1}\" {style}>{}</text>",
                MARGIN + self.height - points * 0.25,
                Escaped(&line)
            ));
        }
    }

    /// Adds signs in rows that fit.
    fn add_signs(&mut self, signs: &[Sign<'_>], row: f64) {
        let mut used = f64::INFINITY;
        for sign in signs {
            if used + sign.width > self.room {
                self.height += row;
                used = 0.0;
            }
            let middle = MARGIN + self.height - row / 2.0 + 2.0;
            self.parts.push((sign.write)(MARGIN + used, middle));
            used += sign.width + 12.0 * self.scale;
        }
        self.height += 6.0 * self.scale;
    }
}

/// A sign for each kind of actor there is.
fn kinds(network: &Network, points: f64) -> Vec<Sign<'static>> {
    let sign = |&kind: &PartyKind| {
        let width = letters::width(kind.as_str()) * points * LOOSE + 2.0 * points;
        let write = move |left: f64, y: f64| {
            let look = Look::of(kind);
            let style = format!("fill=\"{}\" stroke=\"{}\"", hex(look.fill), hex(look.line));
            let middle = left + width / 2.0;
            let mut shape = Vec::new();
            write_shape(kind, [middle, y], [width, points * 1.7], &style, &mut shape)
                .expect("memory takes all");
            format!(
                "{}<text x=\"{middle:.1}\" y=\"{:.1}\" font-size=\"{points:.1}\" \
                 text-anchor=\"middle\">{kind}</text>",
                String::from_utf8_lossy(&shape),
                y + points * 0.33
            )
        };
        Sign { width, write: Box::new(write) }
    };
    let there = |kind: &&PartyKind| network.parties().any(|party| party.kind == **kind);
    PartyKind::ALL.iter().filter(there).map(sign).collect()
}

/// A sign for the least, a middle and the greatest weight, and for each kind of broken line.
fn lines(network: &Network, points: f64) -> Vec<Sign<'static>> {
    let mut lines = Vec::new();
    if let Some(most) = network.ties().map(TieView::weight).max() {
        let mut samples = vec![1, most.isqrt(), most];
        samples.dedup();
        for weight in samples {
            lines.push((width(weight), Stroke::Solid, network.kind().counted(weight)));
        }
    }
    for (stroke, words) in
        [(Stroke::Dashed, "none of them held yet"), (Stroke::Dotted, "all called off")]
    {
        if network.ties().any(|tie| Stroke::of(tie) == stroke) {
            lines.push((LEAST_BROKEN, stroke, words.to_owned()));
        }
    }
    let sign = |(thick, stroke, words): (f64, Stroke, String)| Sign {
        width: letters::width(&words) * points * LOOSE + 3.2 * points,
        write: Box::new(move |left, y| {
            format!(
                "<path d=\"M{left:.1} {y:.1}h{:.1}\" stroke=\"#5b6770\" stroke-width=\"{thick:.1}\"{}/>\n\
                 <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{points:.1}\">{words}</text>",
                2.5 * points,
                dash(stroke),
                left + 3.0 * points,
                y + points * 0.33
            )
        }),
    };
    lines.into_iter().map(sign).collect()
}
