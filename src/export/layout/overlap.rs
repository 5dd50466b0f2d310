//! Moves boxes off each other and keeps the picture's shape, in the manner of PRISM (Gansner, Hu
//! 2010): neighbors that overlap are asked to part by the factor that they lack.

use super::{GAP, Point};
use crate::network::real;

/// Rounds of parting neighbors.
const ROUNDS: usize = 120;

/// Steps toward the distances asked for within one round.
const STEPS: usize = 12;

/// The factor by which two neighbors part in one round at most, so that shapes bend slowly.
const MAX_FACTOR: f64 = 1.4;

/// Neighbors that a box keeps its distance to.
const NEAREST: usize = 6;

/// Rounds of pushing apart whatever still overlaps.
const PUSHES: usize = 2_000;

/// Parts all boxes that overlap.
pub(super) fn remove(places: &mut [Point], boxes: &[Point]) {
    for _ in 0..ROUNDS {
        let pairs = near_pairs(places, boxes);
        if pairs.iter().all(|&(_, _, factor)| factor <= 1.0) {
            break;
        }
        part(places, &pairs);
    }
    push(places, boxes);
}

/// By what the distance of two boxes must grow until they are apart; at most 1 if they are.
fn lacking(places: &[Point], boxes: &[Point], one: usize, other: usize) -> f64 {
    let factor = |axis: usize| {
        let far = (places[one][axis] - places[other][axis]).abs().max(1e-3);
        (f64::midpoint(boxes[one][axis], boxes[other][axis]) + GAP) / far
    };
    factor(0).min(factor(1))
}

/// Pairs that overlap, and of each box its nearest, with the factor that each pair lacks.
fn near_pairs(places: &[Point], boxes: &[Point]) -> Vec<(usize, usize, f64)> {
    let mut pairs = Vec::new();
    for one in 0..places.len() {
        let mut near: Vec<(f64, usize)> = (0..places.len())
            .filter(|&other| other != one)
            .map(|other| (far(places[one], places[other]), other))
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (rank, (_, other)) in near.into_iter().enumerate() {
            let factor = lacking(places, boxes, one, other);
            if rank < NEAREST || (factor > 1.0 && one < other) {
                pairs.push((one.min(other), one.max(other), factor.clamp(1.0, MAX_FACTOR)));
            }
        }
    }
    pairs.sort_by_key(|pair| (pair.0, pair.1));
    pairs.dedup_by_key(|pair| (pair.0, pair.1));
    pairs
}

/// Steps toward each pair's distance times its factor.
fn part(places: &mut [Point], pairs: &[(usize, usize, f64)]) {
    let asked: Vec<f64> = pairs
        .iter()
        .map(|&(one, other, factor)| factor * far(places[one], places[other]).max(1e-3))
        .collect();
    for _ in 0..STEPS {
        let mut sums = vec![([0.0; 2], 0.0); places.len()];
        for (&(one, other, _), &asked) in pairs.iter().zip(&asked) {
            let weight = 1.0 / (asked * asked);
            let now = far(places[one], places[other]).max(1e-9);
            for (node, from) in [(one, other), (other, one)] {
                let (sum, total) = &mut sums[node];
                for axis in 0..2 {
                    let away = places[node][axis] - places[from][axis];
                    sum[axis] += weight * (places[from][axis] + asked * away / now);
                }
                *total += weight;
            }
        }
        for (place, (sum, total)) in places.iter_mut().zip(sums) {
            if total > 0.0 {
                *place = sum.map(|value| value / total);
            }
        }
    }
}

/// The share of boxes that may overlap before they are pushed apart one by one.
const FEW: f64 = 0.15;

/// By how much the picture grows at a time, and how often at most.
const GROWTH: (f64, usize) = (1.15, 16);

/// Parts all boxes that overlap where there are many: the picture grows until few do.
pub(super) fn remove_many(places: &mut [Point], boxes: &[Point]) {
    for _ in 0..GROWTH.1 {
        let mut touched = vec![false; places.len()];
        let order = from_left(places, boxes);
        each_near(&order, places, boxes, 0.0, |one, other, _| {
            (touched[one], touched[other]) = (true, true);
        });
        if real(touched.iter().filter(|&&it| it).count()) <= FEW * real(places.len()) {
            break;
        }
        for place in places.iter_mut() {
            *place = place.map(|value| value * GROWTH.0);
        }
    }
    for round in 0..PUSHES {
        let room = GAP / 4.0 + real(round) * 1e-3;
        let order = from_left(places, boxes);
        let mut moves = vec![[0.0; 2]; places.len()];
        let mut clean = true;
        each_near(&order, places, boxes, room, |one, other, lack| {
            clean = false;
            let axis = usize::from(lack[1] < lack[0]);
            let sign = if places[one][axis] >= places[other][axis] { 0.5 } else { -0.5 };
            moves[one][axis] += sign * lack[axis];
            moves[other][axis] -= sign * lack[axis];
        });
        if clean {
            return;
        }
        for (place, step) in places.iter_mut().zip(moves) {
            *place = [place[0] + step[0], place[1] + step[1]];
        }
    }
}

/// All boxes in order of their left sides.
fn from_left(places: &[Point], boxes: &[Point]) -> Vec<usize> {
    let left = |index: usize| places[index][0] - boxes[index][0] / 2.0;
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&one, &other| left(one).total_cmp(&left(other)).then(one.cmp(&other)));
    order
}

/// Gives each pair of boxes with less than `room` between them, and what they lack on each axis.
fn each_near(
    order: &[usize],
    places: &[Point],
    boxes: &[Point],
    room: f64,
    mut each: impl FnMut(usize, usize, Point),
) {
    for (rank, &one) in order.iter().enumerate() {
        let right = places[one][0] + boxes[one][0] / 2.0 + room;
        for &other in &order[rank + 1..] {
            if places[other][0] - boxes[other][0] / 2.0 >= right {
                break;
            }
            let lack = [0, 1].map(|axis| {
                f64::midpoint(boxes[one][axis], boxes[other][axis]) + room
                    - (places[one][axis] - places[other][axis]).abs()
            });
            if lack[0] > 1e-6 && lack[1] > 1e-6 {
                each(one, other, lack);
            }
        }
    }
}

fn far(one: Point, other: Point) -> f64 {
    super::length([one[0] - other[0], one[1] - other[1]])
}

/// Pushes apart what overlaps, along the axis that needs less, until nothing does.
fn push(places: &mut [Point], boxes: &[Point]) {
    for round in 0..PUSHES {
        let mut clean = true;
        // A little more room each round, or rows of boxes push each other to and fro.
        let room = GAP / 2.0 + real(round) * 1e-3;
        for one in 0..places.len() {
            for other in 0..one {
                let lack = [0, 1].map(|axis| {
                    f64::midpoint(boxes[one][axis], boxes[other][axis]) + room
                        - (places[one][axis] - places[other][axis]).abs()
                });
                if lack[0] <= 1e-6 || lack[1] <= 1e-6 {
                    continue;
                }
                clean = false;
                let axis = usize::from(lack[1] < lack[0]);
                let sign = if places[one][axis] >= places[other][axis] { 0.5 } else { -0.5 };
                places[one][axis] += sign * lack[axis];
                places[other][axis] -= sign * lack[axis];
            }
        }
        if clean {
            return;
        }
    }
}
