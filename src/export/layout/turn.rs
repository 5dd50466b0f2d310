//! Turns a component so that it takes little room and lies across the page, as names do.

use super::{Point, pack::SHAPE};
use crate::network::real;

/// Turns that are tried in each quarter of a circle.
const TURNS: usize = 16;

/// How much a shape other than that of the page counts, beside the room that is taken.
const ODD: f64 = 0.15;

/// Turns places about the origin.
pub(super) fn turn(places: &mut [Point], boxes: &[Point]) {
    let mut best = (cost(places, boxes), [1.0, 0.0]);
    for step in 1..2 * TURNS {
        let direction = direction(step);
        let cost = cost(&turned(places, direction), boxes);
        // Turns that gain nothing are left.
        if cost < best.0 * 0.999 {
            best = (cost, direction);
        }
    }
    let turned = turned(places, best.1);
    places.copy_from_slice(&turned);
}

/// The cosine and sine of a turn, by fractions alone, which every machine works out alike.
fn direction(step: usize) -> Point {
    let half = real(step % TURNS) / real(TURNS);
    let whole = 1.0 + half * half;
    let [right, down] = [(1.0 - half * half) / whole, 2.0 * half / whole];
    if step < TURNS { [right, down] } else { [-down, right] }
}

fn turned(places: &[Point], [right, down]: Point) -> Vec<Point> {
    places.iter().map(|[x, y]| [x * right - y * down, x * down + y * right]).collect()
}

/// The room that boxes take in these places, more where its shape is odd.
fn cost(places: &[Point], boxes: &[Point]) -> f64 {
    let [wide, high] = [0, 1].map(|axis| {
        let ends = places
            .iter()
            .zip(boxes)
            .map(|(place, size)| [place[axis] - size[axis] / 2.0, place[axis] + size[axis] / 2.0]);
        let least = ends.clone().map(|[least, _]| least).fold(f64::INFINITY, f64::min);
        ends.map(|[_, most]| most).fold(f64::NEG_INFINITY, f64::max) - least
    });
    let shape = wide.max(1.0) / (SHAPE * high.max(1.0));
    wide * high * (1.0 + ODD * shape.max(1.0 / shape))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_comes_to_lie_across() {
        let mut places: Vec<Point> = (0..8).map(|number| [0.0, 90.0 * real(number)]).collect();
        turn(&mut places, &[[80.0, 20.0]; 8]);
        assert!(places.iter().all(|[_, y]| y.abs() < 1.0), "{places:?}");
        assert!((places[7][0].abs() - 630.0).abs() < 1.0, "{places:?}");
    }
}
