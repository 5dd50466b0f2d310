//! A map of where meetings were, in SVG, on outlines that come with the program.
//!
//! The map shows the part of the world in which there are places; names stand beside the places
//! where they cover nothing, those of the most meetings first.

mod world;

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    io::{self, Write},
};

use super::{
    Drawing, Drawn, Error, Format, geojson,
    geojson::Venue,
    head::Head,
    layout::Point,
    letters,
    svg::{LINE, LOOSE, MARGIN},
    words,
    xml::Escaped,
};
use crate::date::Date;
use crate::network::{Encounter, Network, real};
use crate::record::ActorId;

pub(super) const FORMAT: Format =
    Format { name: "map", extension: "svg", about: "World map of places of meetings", write };

/// The width of the map.
const WIDTH: f64 = 1_100.0;

/// The least and greatest height of a map over its width.
const SHAPE: [f64; 2] = [0.46, 0.66];

/// The least part of the world's width that is shown, so that outlines are not too coarse.
const LEAST: f64 = 0.16;

/// Room about the outermost places, as a part of what is shown.
const ABOUT: f64 = 0.16;

/// The letters of names.
const POINTS: f64 = 12.0;

/// Letters of a name on the map.
const LONGEST: usize = 36;

/// Meetings that are listed of a place when one points at it.
const LISTED: usize = 12;

/// Participants that are named of each.
const PARTICIPANTS: usize = 6;

/// The names of actors.
type Names<'a> = BTreeMap<ActorId, &'a str>;

/// A part of the map: left, top, right, low.
type Frame = [f64; 4];

/// A place on the map.
struct Mark<'a> {
    name: &'a str,
    country: &'a str,
    at: Point,
    radius: f64,
    meetings: Vec<&'a Encounter>,
}

fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let drawn = draw(network, &Drawing::default()).map_err(io::Error::other)?;
    out.write_all(&drawn.bytes)
}

#[expect(clippy::unnecessary_wraps, reason = "other drawings can fail")]
pub(super) fn draw(network: &Network, _: &Drawing) -> Result<Drawn, Error> {
    let (venues, missing) = geojson::venues(network);
    let notes = geojson::note(missing);
    let mut marks = marks(&venues);
    let frame = frame(&marks);
    let scale = WIDTH / (frame[2] - frame[0]);
    for mark in &mut marks {
        mark.at = on_map(mark.at, frame, scale);
    }
    let height = (frame[3] - frame[1]) * scale;
    let samples = samples(&marks);
    let head = Head::of_map(
        &title(network),
        &words::extent(network, words::Counted::All),
        &samples,
        &all(network, &notes),
        WIDTH,
    );
    let names = geojson::names(network);
    let mut bytes = Vec::new();
    let map = Map { head, marks, names, frame, scale, height };
    map.write(&mut bytes).expect("memory takes all");
    Ok(Drawn { bytes, notes })
}

/// The notes of the network and those of the map.
fn all(network: &Network, notes: &[String]) -> Vec<String> {
    network.notes.iter().chain(notes).cloned().collect()
}

fn title(network: &Network) -> String {
    match network.title.strip_prefix("Who met whom") {
        Some(rest) => format!("Where they met{rest}"),
        None => format!("Where meetings were: {}", network.title),
    }
}

/// A mark for each spot of the world, the largest first; venues of one city share theirs.
fn marks<'a>(venues: &[Venue<'a>]) -> Vec<Mark<'a>> {
    let mut spots: BTreeMap<[u64; 2], Vec<&Venue<'a>>> = BTreeMap::new();
    for venue in venues {
        spots.entry(venue.degrees.map(f64::to_bits)).or_default().push(venue);
    }
    let mut marks: Vec<Mark<'a>> = spots
        .into_values()
        .map(|mut venues| {
            venues.sort_by_key(|venue| (Reverse(venue.meetings.len()), venue.site.id));
            let mut meetings: Vec<&Encounter> =
                venues.iter().flat_map(|venue| venue.meetings.iter().copied()).collect();
            meetings.sort_by_key(|meeting| {
                (meeting.date.is_none(), meeting.date.map(Date::first), meeting.id)
            });
            let radius = radius(meetings.len());
            let spot = venues[0].site;
            let at = world::project(venues[0].degrees);
            Mark { name: &spot.name, country: &spot.country, at, radius, meetings }
        })
        .collect();
    marks.sort_by(|one, other| {
        other.meetings.len().cmp(&one.meetings.len()).then_with(|| one.name.cmp(other.name))
    });
    marks
}

/// The radius of a place with so many meetings: areas grow with them.
fn radius(meetings: usize) -> f64 {
    (2.0 + 2.8 * real(meetings).sqrt()).min(24.0)
}

/// Numbers of meetings for the legend.
fn samples(marks: &[Mark<'_>]) -> Vec<(usize, f64)> {
    let Some(most) = marks.first().map(|mark| mark.meetings.len()) else { return Vec::new() };
    let mut samples = vec![1, most.isqrt(), most];
    samples.dedup();
    samples.into_iter().map(|many| (many, radius(many))).collect()
}

/// The part of the world, as it is projected, that shows all marks.
fn frame(marks: &[Mark<'_>]) -> Frame {
    let world = world::extent();
    if marks.is_empty() {
        return world;
    }
    let (wide, high) = (world[2] - world[0], world[3] - world[1]);
    let mut low = [f64::INFINITY; 2];
    let mut top = [f64::NEG_INFINITY; 2];
    for mark in marks {
        for axis in 0..2 {
            low[axis] = low[axis].min(mark.at[axis]);
            top[axis] = top[axis].max(mark.at[axis]);
        }
    }
    let span = |axis: usize| (top[axis] - low[axis]) * (1.0 + 2.0 * ABOUT);
    let width = span(0).max(LEAST * wide).max(span(1) / SHAPE[1]).min(wide);
    let height = span(1).clamp(width * SHAPE[0], width * SHAPE[1]).min(high);
    let middle = [0, 1].map(|axis| f64::midpoint(low[axis], top[axis]));
    // What would lie beyond the world moves back into it.
    let start = |middle: f64, size: f64, least: f64, most: f64| {
        (middle - size / 2.0).min(most - size).max(least)
    };
    let left = start(middle[0], width, world[0], world[2]);
    let upper = start(middle[1], height, world[1], world[3]);
    [left, upper, left + width, upper + height]
}

/// A projected point on the map.
fn on_map(at: Point, frame: Frame, scale: f64) -> Point {
    [(at[0] - frame[0]) * scale, (at[1] - frame[1]) * scale]
}

/// All that is drawn.
struct Map<'a> {
    head: Head,
    marks: Vec<Mark<'a>>,
    names: Names<'a>,
    frame: Frame,
    scale: f64,
    height: f64,
}

impl Map<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { head, marks, names: who, frame, scale, height } = self;
        let (whole, down) = (WIDTH + 2.0 * MARGIN, MARGIN + head.height);
        let tall = height + down + MARGIN;
        head.open([whole, tall], out)?;
        writeln!(
            out,
            "<clipPath id=\"map\"><rect width=\"{WIDTH}\" height=\"{height:.1}\" rx=\"6\"/></clipPath>\n\
         <g transform=\"translate({MARGIN} {down:.1})\">\n<g clip-path=\"url(#map)\">\n\
         <rect width=\"{WIDTH}\" height=\"{height:.1}\" fill=\"#e6eff5\"/>"
        )?;
        world::write(|at| on_map(at, *frame, *scale), [WIDTH, *height], out)?;
        writeln!(out, "</g>\n<g fill=\"#c8452a\" fill-opacity=\"0.55\" stroke=\"#8e2710\">")?;
        for mark in marks {
            writeln!(
                out,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{:.1}\"><title>{}</title></circle>",
                mark.at[0],
                mark.at[1],
                mark.radius,
                Escaped(&about(mark, who))
            )?;
        }
        writeln!(
            out,
            "</g>\n<g font-size=\"{POINTS}\" fill=\"#111111\" stroke=\"#ffffff\" stroke-width=\"3\" \
         stroke-linejoin=\"round\" stroke-opacity=\"0.85\" paint-order=\"stroke\">"
        )?;
        for (name, [x, y]) in names(marks, *height) {
            writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", Escaped(&name))?;
        }
        writeln!(out, "</g>\n</g>\n</svg>")
    }
}

/// A place and its meetings, a line each.
fn about(mark: &Mark<'_>, names: &Names<'_>) -> String {
    let country = if mark.country.is_empty() || mark.country == mark.name {
        String::new()
    } else {
        format!(", {}", mark.country)
    };
    let many = mark.meetings.len();
    let count = if many == 1 { "1 meeting".to_owned() } else { format!("{many} meetings") };
    let mut lines = vec![format!("{}{country}: {count}", mark.name)];
    for meeting in mark.meetings.iter().take(LISTED) {
        let who: Vec<&str> =
            meeting.participants.iter().filter_map(|id| names.get(id).copied()).collect();
        let more = if who.len() > PARTICIPANTS { ", …" } else { "" };
        let who = who[..who.len().min(PARTICIPANTS)].join(", ");
        lines.push(format!("{} – {who}{more}", words::in_words(meeting)));
    }
    if many > LISTED {
        lines.push(format!("and {} more", many - LISTED));
    }
    lines.join("\n")
}

/// The names for which there is room, with the start of their base lines.
fn names(marks: &[Mark<'_>], height: f64) -> Vec<(String, Point)> {
    let mut taken: Vec<Frame> = marks
        .iter()
        .map(|mark| {
            let [x, y] = mark.at;
            [x - mark.radius, y - mark.radius, x + mark.radius, y + mark.radius]
        })
        .collect();
    let mut names = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        let letters: Vec<char> = mark.name.chars().map(letters::printable).collect();
        let mut name: String = letters.iter().take(LONGEST).collect();
        if letters.len() > LONGEST {
            name.push('…');
        }
        let wide = letters::width(&name) * POINTS * LOOSE;
        let high = POINTS * LINE;
        let [x, y] = mark.at;
        let off = mark.radius + 3.0;
        let corners = [
            [x + off, y - high / 2.0],
            [x - off - wide, y - high / 2.0],
            [x - wide / 2.0, y - off - high],
            [x - wide / 2.0, y + off],
            [x + off * 0.7, y - off * 0.7 - high],
            [x + off * 0.7, y + off * 0.7],
            [x - off * 0.7 - wide, y - off * 0.7 - high],
            [x - off * 0.7 - wide, y + off * 0.7],
        ];
        let free = |&[left, top]: &Point| {
            let [right, low] = [left + wide, top + high];
            let within = left >= 2.0 && top >= 2.0 && right <= WIDTH - 2.0 && low <= height - 2.0;
            within
                && taken.iter().enumerate().all(|(other, it)| {
                    other == index
                        || left >= it[2]
                        || right <= it[0]
                        || top >= it[3]
                        || low <= it[1]
                })
        };
        if let Some([left, top]) = corners.into_iter().find(free) {
            taken.push([left, top, left + wide, top + high]);
            names.push((name, [left, top + POINTS * 0.95]));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::{
        geojson::tests::placed,
        tests::{any_name, holdable, pair, said, sample},
    };

    fn mark(name: &str, degrees: Point) -> Mark<'_> {
        Mark {
            name,
            country: "",
            at: world::project(degrees),
            radius: radius(1),
            meetings: Vec::new(),
        }
    }

    #[test]
    fn places_far_from_each_other_show_the_world_and_near_ones_a_part_of_it() {
        let world = world::extent();
        let far = frame(&[mark("Anchorage", [61.2, -149.9]), mark("Auckland", [-36.8, 174.8])]);
        assert!(far[2] - far[0] > 0.9 * (world[2] - world[0]));
        let near = frame(&[mark("Bern", [46.9, 7.4]), mark("Paris", [48.9, 2.4])]);
        assert!((near[2] - near[0] - LEAST * (world[2] - world[0])).abs() < 1e-9);
        for mark in [mark("Bern", [46.9, 7.4]), mark("Paris", [48.9, 2.4])] {
            assert!(near[0] < mark.at[0] && mark.at[0] < near[2]);
            assert!(near[1] < mark.at[1] && mark.at[1] < near[3]);
        }
    }

    #[test]
    fn no_name_covers_another_or_a_place() {
        let marks: Vec<Mark<'_>> = (0..60)
            .map(|number| Mark {
                name: "Villa Sole",
                country: "",
                at: [real(number * 97 % 400) + 20.0, real(number * 61 % 300) + 20.0],
                radius: radius(number % 5 + 1),
                meetings: Vec::new(),
            })
            .collect();
        let names = names(&marks, 500.0);
        assert!(names.len() > 10, "only {} have room", names.len());
        let wide = letters::width("Villa Sole") * POINTS * LOOSE;
        for (one, (_, [x, y])) in names.iter().enumerate() {
            for (_, [left, low]) in &names[..one] {
                assert!((x - left).abs() >= wide - 1e-9 || (y - low).abs() >= POINTS * LINE - 1e-9);
            }
        }
    }

    #[test]
    fn a_map_without_places_says_so() {
        let drawn = draw(&sample(), &Drawing::default()).expect("it can be drawn");
        let text = String::from_utf8(drawn.bytes).expect("it is UTF-8");
        assert!(text.contains("Where"));
        assert!(text.contains("meetings are not on the map"));
    }

    proptest! {
        #[test]
        fn every_place_parses_again(names in [any_name(), any_name(), any_name()]) {
            let drawn = draw(&placed(&pair(&names), &names[2]), &Drawing::default()).expect("it can be drawn");
            let said = said(&String::from_utf8(drawn.bytes).expect("it is UTF-8"));
            let about = format!("{}, Italy: 1 meeting", holdable(&names[2]));
            let plain = format!("{}: 1 meeting", holdable(&names[2]));
            prop_assert!(said.contains(&about) || said.contains(&plain), "{} is not in {}", about, said);
        }
    }
}
