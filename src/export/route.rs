//! The way of a tie from actor to actor, around those that stand between.

use super::layout::Point;
use crate::network::real;

/// How far to the side a tie is pulled, in points, the straight way first.
const PULLS: [f64; 9] = [0.0, 40.0, -40.0, 80.0, -80.0, 130.0, -130.0, 190.0, -190.0];

/// How far a tie is pulled at most, as a share of its length.
const MAX_BEND: f64 = 0.7;

/// Places along a way at which it is looked at.
const SAMPLES: usize = 24;

/// Room between a way and the actors that it passes.
const ROOM: f64 = 3.0;

/// The way between two boxes as an SVG path, bent as little as hits the fewest others.
pub(super) fn route([from, to]: [usize; 2], places: &[Point], boxes: &[Point]) -> String {
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
    let mut best = (hits(0.0), 0.0);
    for pull in PULLS {
        let bend = pull / reach.max(1.0);
        if best.0 == 0 || bend.abs() > MAX_BEND {
            break;
        }
        let count = hits(bend);
        if count < best.0 {
            best = (count, bend);
        }
    }
    let [x, y] = control(best.1);
    if best.1 == 0.0 {
        format!("M{:.1} {:.1}L{:.1} {:.1}", start[0], start[1], end[0], end[1])
    } else {
        format!("M{:.1} {:.1}Q{x:.1} {y:.1} {:.1} {:.1}", start[0], start[1], end[0], end[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tie_is_straight_unless_somebody_stands_between() {
        let boxes = [[40.0, 20.0]; 3];
        let free = [[0.0, 0.0], [200.0, 0.0], [100.0, 80.0]];
        assert_eq!(route([0, 1], &free, &boxes), "M0.0 0.0L200.0 0.0");
        let between = [[0.0, 0.0], [200.0, 0.0], [100.0, 0.0]];
        assert!(route([0, 1], &between, &boxes).contains('Q'));
    }
}
