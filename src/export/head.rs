//! Title, legend and notes above a drawing in SVG.

use std::io::{self, Write};

use super::{
    layout::Point,
    letters,
    look::{Look, Paint, Stroke, hex, of_sign, width},
    route::Arrow,
    svg::{LEAST_BROKEN, LINE, LOOSE, MARGIN, arrow_length, arrowhead, dash, write_shape},
    words,
    xml::Escaped,
};
use crate::network::{Network, PartyKind, Sign as Tone, TieKind, TieView};

/// The width of a drawing that is looked at from as near as a page; wider ones get larger heads.
const NEAR: f64 = 1_400.0;

/// What stands above a drawing.
pub(super) struct Head {
    /// How high it is.
    pub(super) height: f64,
    title: String,
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
    pub(super) fn new(network: &Network, paint: &Paint, room: f64) -> Self {
        let scale = (room / NEAR).clamp(1.0, 3.0);
        let mut head = Self::titled(
            &network.title,
            &words::extent(network, words::Counted::Tied),
            room,
            scale,
        );
        let points = 12.0 * scale;
        let mut signs = kinds(network, paint, points);
        signs.extend(lines(network, points));
        signs.extend(sizes(network, points));
        head.add_signs(&signs, 2.5 * points);
        head.add_signs(&groups(paint, points), 2.0 * points);
        head.finish(&network.notes);
        head
    }

    /// The head of a map so many points wide, with circles of these meetings and radii.
    pub(super) fn of_map(
        title: &str,
        extent: &str,
        circles: &[(usize, f64)],
        notes: &[String],
        room: f64,
    ) -> Self {
        let mut head = Self::titled(title, extent, room, 1.0);
        let largest = circles.iter().map(|circle| circle.1).fold(6.0, f64::max);
        let signs: Vec<Sign<'_>> = circles.iter().map(|&circle| place(circle)).collect();
        head.add_signs(&signs, 2.0 * largest + 6.0);
        head.finish(notes);
        head
    }

    fn titled(title: &str, extent: &str, room: f64, scale: f64) -> Self {
        let mut head =
            Self { height: 0.0, title: title.to_owned(), parts: Vec::new(), room, scale };
        head.add_text(title, 18.0 * scale, "font-weight=\"bold\" fill=\"#111111\"");
        head.add_text(extent, 13.0 * scale, "fill=\"#333333\"");
        head
    }

    /// Adds what was left out, and some room.
    fn finish(&mut self, notes: &[String]) {
        if !notes.is_empty() {
            let notes = format!("{}.", notes.join("; "));
            self.add_text(&notes, 11.0 * self.scale, "fill=\"#444444\"");
        }
        self.height += 10.0 * self.scale;
    }

    /// Opens a drawing of some width and height, with it at the top.
    pub(super) fn open(&self, [whole, tall]: Point, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole:.0}\" height=\"{tall:.0}\" \
         viewBox=\"0 0 {whole:.0} {tall:.0}\" font-family=\"Helvetica, Arial, Liberation Sans, \
         DejaVu Sans, sans-serif\">"
        )?;
        writeln!(out, "<title>{}</title>", Escaped(&self.title))?;
        writeln!(out, "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>")?;
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
        if signs.is_empty() {
            return;
        }
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

/// A circle of a map for so many meetings.
fn place((meetings, radius): (usize, f64)) -> Sign<'static> {
    let words = if meetings == 1 { "1 meeting".to_owned() } else { format!("{meetings} meetings") };
    Sign {
        width: letters::width(&words) * 12.0 * LOOSE + 2.0 * radius + 6.0,
        write: Box::new(move |left, y| {
            format!(
                "<circle cx=\"{:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"#c8452a\" \
                 fill-opacity=\"0.55\" stroke=\"#8e2710\"/>\n\
                 <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"12\">{words}</text>",
                left + radius,
                left + 2.0 * radius + 5.0,
                y + 4.0
            )
        }),
    }
}

/// Letters of a group's name in the legend.
const GROUP_LETTERS: usize = 40;

/// That larger names have more meetings, where sizes differ.
fn sizes(network: &Network, points: f64) -> Option<Sign<'static>> {
    let mut strengths = vec![0; network.parties().len()];
    for tie in network.ties() {
        for end in tie.ends() {
            strengths[end] += tie.weight();
        }
    }
    (strengths.iter().min() != strengths.iter().max()).then(|| {
        let two = network.kind().counted(2);
        let words = format!("larger: more {}", two.trim_start_matches("2 "));
        Sign {
            width: letters::width(&words) * points * LOOSE + 2.4 * points,
            write: Box::new(move |left, y| {
                format!(
                    "<text x=\"{left:.1}\" y=\"{:.1}\" font-size=\"{:.1}\">A</text>\
                     <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{:.1}\">A</text>\n\
                     <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{points:.1}\">{words}</text>",
                    y + points * 0.33,
                    points * 0.8,
                    left + points * 0.7,
                    y + points * 0.33,
                    points * 1.4,
                    left + points * 2.0,
                    y + points * 0.33
                )
            }),
        }
    })
}

/// A sign for each color of groups.
fn groups(paint: &Paint, points: f64) -> Vec<Sign<'_>> {
    let sign = |(name, look): &(String, Look)| {
        let look = *look;
        let mut words: String = name.chars().take(GROUP_LETTERS).map(letters::printable).collect();
        if name.chars().count() > GROUP_LETTERS {
            words.push('…');
        }
        Sign {
            width: letters::width(&words) * points * LOOSE + 1.6 * points,
            write: Box::new(move |left, y| {
                format!(
                    "<circle cx=\"{:.1}\" cy=\"{y:.1}\" r=\"{:.1}\" fill=\"{}\" stroke=\"{}\"/>\n\
                     <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{points:.1}\">{}</text>",
                    left + points * 0.6,
                    points * 0.55,
                    hex(look.fill),
                    hex(look.line),
                    left + points * 1.4,
                    y + points * 0.33,
                    Escaped(&words)
                )
            }),
        }
    };
    paint.legend.iter().map(sign).collect()
}

/// A sign for each kind of actor there is, without color where colors mean something else.
fn kinds(network: &Network, paint: &Paint, points: f64) -> Vec<Sign<'static>> {
    let plain = !paint.legend.is_empty();
    let sign = move |&kind: &PartyKind| {
        let width = letters::width(kind.as_str()) * points * LOOSE + 2.0 * points;
        let write = move |left: f64, y: f64| {
            let look = if plain { Look::PLAIN } else { Look::of(kind) };
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

/// A line of the legend.
struct Line {
    thick: f64,
    stroke: Stroke,
    color: String,
    words: String,
    end: End,
}

/// How a line of the legend ends.
#[derive(Clone, Copy)]
enum End {
    Plain,
    Arrow,
}

/// A sign for the least, a middle and the greatest weight, and for what arrows, colors and broken
/// lines mean.
fn lines(network: &Network, points: f64) -> Vec<Sign<'static>> {
    let line = |thick, words: String| Line {
        thick,
        stroke: Stroke::Solid,
        color: "#5b6770".to_owned(),
        words,
        end: End::Plain,
    };
    let mut lines = Vec::new();
    if let Some(most) = network.ties().map(TieView::weight).max() {
        let mut samples = vec![1, most.isqrt(), most];
        samples.dedup();
        for weight in samples {
            lines.push(line(width(weight), network.kind().counted(weight)));
        }
        let arrow = match network.kind() {
            TieKind::SpokeAbout => Some("speaks about"),
            TieKind::Affiliated => Some("acts for"),
            TieKind::Met | TieKind::StateMet | TieKind::CoStatement | TieKind::MetAt => None,
        };
        lines.extend(arrow.map(|words| Line { end: End::Arrow, ..line(1.0, words.to_owned()) }));
    }
    for sign in Tone::ALL.iter().filter(|&&sign| network.ties().any(|it| it.sign() == Some(sign))) {
        let words = match sign {
            Tone::Positive => "mostly praise or support",
            Tone::Neutral => "neither",
            Tone::Negative => "mostly criticism or demands",
        };
        lines.push(Line { color: hex(of_sign(*sign)), ..line(3.0, words.to_owned()) });
    }
    for (stroke, words) in
        [(Stroke::Dashed, "none of them held yet"), (Stroke::Dotted, "all called off")]
    {
        if network.ties().any(|tie| Stroke::of(tie) == stroke) {
            lines.push(Line { stroke, ..line(LEAST_BROKEN, words.to_owned()) });
        }
    }
    lines.into_iter().map(|line| line.sign(points)).collect()
}

impl Line {
    fn sign(self, points: f64) -> Sign<'static> {
        let Self { thick, stroke, color, words, end } = self;
        Sign {
            width: letters::width(&words) * points * LOOSE + 3.2 * points,
            write: Box::new(move |left, y| {
                let tip = [left + 2.5 * points, y];
                let base = [tip[0] - arrow_length(thick), y];
                let (long, head) = match end {
                    End::Plain => (2.5 * points, String::new()),
                    End::Arrow => (base[0] - left, arrowhead(Arrow { base, tip }, thick, &color)),
                };
                format!(
                    "<path d=\"M{left:.1} {y:.1}h{long:.1}\" stroke=\"{color}\" \
                     stroke-width=\"{thick:.1}\"{}/>{head}\n\
                     <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{points:.1}\">{words}</text>",
                    dash(stroke),
                    left + 3.0 * points,
                    y + points * 0.33
                )
            }),
        }
    }
}
