//! The way of a tie from actor to actor, around those that stand between.

use std::fmt::Write as _;

use super::layout::Point;
use crate::network::real;

/// How far to the side a tie is pulled, in points, the straight way first.
const PULLS: [f64; 11] =
    [0.0, 40.0, -40.0, 80.0, -80.0, 130.0, -130.0, 190.0, -190.0, 260.0, -260.0];

/// The same for one of two ties that lead to and fro, each on its own side.
const ASIDE_PULLS: [f64; 4] = [22.0, 60.0, 110.0, 170.0];

/// How far a tie is pulled at most, as a share of its length.
const MAX_BEND: f64 = 0.9;

/// Places along a way at which it is looked at.
const SAMPLES: usize = 24;

/// Room between a way and the actors that it passes.
const ROOM: f64 = 3.0;

/// Steps in which a way is followed to its end.
const STEPS: usize = 32;

/// Halvings of a step in search of the border of a shape.
const HALVINGS: usize = 12;

/// A way: the control points of a line (two), a parabola (three), or cubic curves one after the
/// other (four, seven, …).
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Way(pub(super) Vec<Point>);

/// Whether another tie leads back between the same two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Back {
    /// None does.
    None,
    /// One does, and is to have a way of its own.
    Another,
}

/// The head of an arrow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Arrow {
    /// The middle of its base.
    pub(super) base: Point,
    /// Its tip.
    pub(super) tip: Point,
}

impl Way {
    /// It, as SVG has it.
    pub(super) fn path(&self) -> String {
        let Some(([x, y], rest)) = self.0.split_first() else { return String::new() };
        let letter = match rest.len() {
            1 => 'L',
            2 => 'Q',
            _ => 'C',
        };
        let mut path = format!("M{x:.1} {y:.1}");
        for (number, [x, y]) in rest.iter().enumerate() {
            let before = if number == 0 { letter } else { ' ' };
            write!(path, "{before}{x:.1} {y:.1}").expect("memory takes all");
        }
        path
    }

    /// The way to the base of an arrowhead of this length, whose tip is where the way enters the
    /// shape in which it ends; none if it lies within that shape.
    pub(super) fn arrow(&self, long: f64, inside: impl Fn(Point) -> bool) -> Option<(Self, Arrow)> {
        let curves = self.curves();
        let spots: Vec<(usize, f64, Point)> = (0..curves.len())
            .flat_map(|curve| (0..=STEPS).map(move |step| (curve, real(step) / real(STEPS))))
            .map(|(curve, along)| (curve, along, last(&part(curves[curve], along))))
            .collect();
        let before = spots.iter().rposition(|spot| !inside(spot.2))?;
        let (curve, mut outer, mut tip) = spots[before];
        let mut inner = spots.get(before + 1)?.1;
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(outer, inner);
            let spot = last(&part(curves[curve], middle));
            if inside(spot) {
                inner = middle;
            } else {
                (outer, tip) = (middle, spot);
            }
        }
        let far = |spot: Point| super::layout::length([spot[0] - tip[0], spot[1] - tip[1]]);
        let (curve, along, base) =
            *spots[..=before].iter().rev().find(|spot| far(spot.2) >= long)?;
        let mut way: Vec<Point> =
            curves[..curve].iter().flat_map(|it| it[..it.len() - 1].iter().copied()).collect();
        way.extend(part(curves[curve], along));
        Some((Self(way), Arrow { base, tip }))
    }

    /// The control points of each of its curves.
    fn curves(&self) -> Vec<&[Point]> {
        match self.0.len() {
            0 | 1 => Vec::new(),
            2 | 3 => vec![&self.0],
            _ => self.0.windows(4).step_by(3).collect(),
        }
    }
}

/// The first part of a curve (de Casteljau).
fn part(curve: &[Point], along: f64) -> Vec<Point> {
    let mut points = curve.to_vec();
    let mut part = Vec::with_capacity(points.len());
    while let Some(&first) = points.first() {
        part.push(first);
        points = points.windows(2).map(|pair| between(pair[0], pair[1], along)).collect();
    }
    part
}

fn last(points: &[Point]) -> Point {
    points.last().copied().unwrap_or_default()
}

/// The point so far along the line from one to another.
pub(super) fn between(one: Point, other: Point, along: f64) -> Point {
    [0, 1].map(|axis| one[axis] + along * (other[axis] - one[axis]))
}

/// The way between two boxes, bent as little as hits the fewest others.
pub(super) fn route([from, to]: [usize; 2], back: Back, places: &[Point], boxes: &[Point]) -> Way {
    let (start, end) = (places[from], places[to]);
    let [right, down] = [end[0] - start[0], end[1] - start[1]];
    let middle = [f64::midpoint(start[0], end[0]), f64::midpoint(start[1], end[1])];
    let control = |bend: f64| [middle[0] - down * bend, middle[1] + right * bend];
    let reach = (right * right + down * down).sqrt();
    let near: Vec<usize> = (0..places.len())
        .filter(|&other| other != from && other != to)
        .filter(|&other| {
            (0..2)
                .all(|axis| (places[other][axis] - middle[axis]).abs() < reach + boxes[other][axis])
        })
        .collect();
    let hits = |bend: f64| {
        let control = control(bend);
        let hit = |&&other: &&usize| {
            (1..SAMPLES).any(|step| {
                let along = real(step) / real(SAMPLES);
                let back = 1.0 - along;
                (0..2).all(|axis| {
                    let at = back * back * start[axis]
                        + 2.0 * back * along * control[axis]
                        + along * along * end[axis];
                    (at - places[other][axis]).abs() < boxes[other][axis] / 2.0 + ROOM
                })
            })
        };
        near.iter().filter(hit).count()
    };
    let pulls: &[f64] = match back {
        Back::None => &PULLS,
        Back::Another => &ASIDE_PULLS,
    };
    let first = pulls[0] / reach.max(1.0);
    let mut best = (hits(first), first);
    for pull in &pulls[1..] {
        let bend = pull / reach.max(1.0);
        if best.0 == 0 || bend.abs() > MAX_BEND {
            break;
        }
        let count = hits(bend);
        if count < best.0 {
            best = (count, bend);
        }
    }
    if best.1 == 0.0 { Way(vec![start, end]) } else { Way(vec![start, control(best.1), end]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tie_is_straight_unless_somebody_stands_between() {
        let boxes = [[40.0, 20.0]; 3];
        let free = [[0.0, 0.0], [200.0, 0.0], [100.0, 80.0]];
        let path = |places: &[Point]| route([0, 1], Back::None, places, &boxes).path();
        assert_eq!(path(&free), "M0.0 0.0L200.0 0.0");
        assert!(path(&[[0.0, 0.0], [200.0, 0.0], [100.0, 0.0]]).contains('Q'));
    }

    #[test]
    fn ties_to_and_fro_have_ways_of_their_own() {
        let (places, boxes) = ([[0.0, 0.0], [200.0, 0.0]], [[40.0, 20.0]; 2]);
        let [there, back] =
            [[0, 1], [1, 0]].map(|ends| route(ends, Back::Another, &places, &boxes).0[1]);
        assert!(there[1] > 5.0 && back[1] < -5.0, "{there:?} {back:?}");
    }

    #[test]
    fn an_arrow_ends_at_the_border_of_its_shape() {
        let inside = |[x, _]: Point| x > 80.0;
        let line = vec![[0.0, 0.0], [100.0, 0.0]];
        let parabola = vec![[0.0, 0.0], [50.0, 30.0], [100.0, 0.0]];
        let curves = [[0.0, 0.0], [10.0, 9.0], [20.0, 9.0], [30.0, 0.0]];
        let more = [[50.0, -9.0], [70.0, -9.0], [100.0, 0.0]];
        for way in [line, parabola, [&curves[..], &more[..]].concat()] {
            let (way, arrow) = Way(way).arrow(8.0, inside).expect("it begins outside");
            assert!((arrow.tip[0] - 80.0).abs() < 0.1, "{arrow:?}");
            assert!((64.0..73.0).contains(&arrow.base[0]), "{arrow:?}");
            assert_eq!(way.0.last(), Some(&arrow.base));
        }
        assert_eq!(Way(vec![[90.0, 0.0], [100.0, 0.0]]).arrow(8.0, inside), None);
    }
}
