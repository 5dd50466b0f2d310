//! Stress majorization: distances in the drawing as near as can be to distances over ties.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::Point;
use crate::network::real;

/// Actors from which distances are measured for the first places.
const PIVOTS: usize = 40;

/// Rounds of the power method; two axes need not be exact.
const POWER_ROUNDS: usize = 60;

/// Rounds of majorization, if it does not settle before.
const ROUNDS: usize = 200;

/// A round that moves places by less than this share of a tie settles them.
const SETTLED: f64 = 2e-3;

/// The length of a tie beside what the boxes at its ends take, in points.
const TIE: f64 = 50.0;

/// Places of one component, whose boxes have these sizes, about the origin.
pub(super) fn places(boxes: &[Point], neighbors: &[Vec<usize>]) -> Vec<Point> {
    let count = boxes.len();
    if count < 2 {
        return vec![[0.0; 2]; count];
    }
    let length = lengths(boxes, neighbors);
    let distances: Vec<Vec<f64>> =
        (0..count).map(|from| distances(from, neighbors, &length)).collect();
    let mut places = start(&distances);
    majorize(&mut places, &distances);
    places
}

/// The length that the tie of two neighbors is to have.
pub(super) fn lengths(boxes: &[Point], neighbors: &[Vec<usize>]) -> impl Fn(usize, usize) -> f64 {
    // An actor with many ties needs room about it.
    let reach = |(size, near): (&Point, &Vec<usize>)| {
        (size[0] + size[1]) / 4.0 + 6.0 * real(near.len()).sqrt()
    };
    let reaches: Vec<f64> = boxes.iter().zip(neighbors).map(reach).collect();
    move |one, other| TIE + reaches[one] + reaches[other]
}

/// The length of the shortest way over ties from one actor to each (Dijkstra).
pub(super) fn distances(
    from: usize,
    neighbors: &[Vec<usize>],
    length: &impl Fn(usize, usize) -> f64,
) -> Vec<f64> {
    let mut distances = vec![f64::INFINITY; neighbors.len()];
    distances[from] = 0.0;
    // Bits of positive floats are in the order of the floats.
    let mut heap = BinaryHeap::from([Reverse((0u64, from))]);
    while let Some(Reverse((bits, node))) = heap.pop() {
        let far = f64::from_bits(bits);
        if far > distances[node] {
            continue;
        }
        for &next in &neighbors[node] {
            let through = far + length(node, next);
            if through < distances[next] {
                distances[next] = through;
                heap.push(Reverse((through.to_bits(), next)));
            }
        }
    }
    distances
}

/// First places: the two main axes of the distances to a few actors far from each other.
fn start(distances: &[Vec<f64>]) -> Vec<Point> {
    let count = distances.len();
    let mut pivots = vec![0];
    let mut nearest = distances[0].clone();
    while pivots.len() < PIVOTS.min(count) {
        let far =
            (0..count).fold(0, |far, node| if nearest[node] > nearest[far] { node } else { far });
        pivots.push(far);
        for (near, distance) in nearest.iter_mut().zip(&distances[far]) {
            *near = near.min(*distance);
        }
    }
    let squares: Vec<Vec<f64>> = distances
        .iter()
        .map(|row| pivots.iter().map(|&pivot| row[pivot] * row[pivot]).collect())
        .collect();
    axes(&squares)
}

/// The two main axes of the squares of distances, a row an actor, a column a pivot.
pub(super) fn axes(squares: &[Vec<f64>]) -> Vec<Point> {
    let count = squares.len();
    let pivots = squares.first().map_or(0, Vec::len);
    let mean = |values: &mut dyn Iterator<Item = f64>, of: usize| values.sum::<f64>() / real(of);
    let columns: Vec<f64> =
        (0..pivots).map(|pivot| mean(&mut squares.iter().map(|row| row[pivot]), count)).collect();
    let whole = mean(&mut columns.iter().copied(), pivots);
    let centered: Vec<Vec<f64>> = squares
        .iter()
        .map(|row| {
            let own = mean(&mut row.iter().copied(), row.len());
            row.iter()
                .zip(&columns)
                .map(|(value, column)| (own + column - value - whole) / 2.0)
                .collect()
        })
        .collect();
    let first = axis(&centered, None);
    let second = axis(&centered, Some(&first));
    let along = |row: &[f64], axis: &[f64]| row.iter().zip(axis).map(|(a, b)| a * b).sum::<f64>();
    centered
        .iter()
        .enumerate()
        .map(|(number, row)| {
            // Actors with the same distances would fall on one place and never part.
            let nudge = real(number) * 1e-3;
            let scale = real(pivots).sqrt() * 100.0;
            [along(row, &first) / scale + nudge, along(row, &second) / scale - nudge * nudge]
        })
        .collect()
}

/// The direction in which `rows` spread most, at right angles to `but`.
fn axis(rows: &[Vec<f64>], but: Option<&[f64]>) -> Vec<f64> {
    let width = rows.first().map_or(0, Vec::len);
    let mut axis: Vec<f64> = (0..width).map(|number| 1.0 + real(number * 7 % 11)).collect();
    for _ in 0..POWER_ROUNDS {
        if let Some(but) = but {
            let shared: f64 = axis.iter().zip(but).map(|(a, b)| a * b).sum();
            for (value, other) in axis.iter_mut().zip(but) {
                *value -= shared * other;
            }
        }
        let mut next = vec![0.0; width];
        for row in rows {
            let along: f64 = row.iter().zip(&axis).map(|(a, b)| a * b).sum();
            for (sum, value) in next.iter_mut().zip(row) {
                *sum += along * value;
            }
        }
        let norm = next.iter().map(|value| value * value).sum::<f64>().sqrt();
        if norm < f64::MIN_POSITIVE {
            return axis;
        }
        axis = next.into_iter().map(|value| value / norm).collect();
    }
    axis
}

/// Moves each place to where its distances to all others agree best, until all settle.
fn majorize(places: &mut [Point], distances: &[Vec<f64>]) {
    for _ in 0..ROUNDS {
        let mut moved: f64 = 0.0;
        for node in 0..places.len() {
            let (mut sum, mut total) = ([0.0; 2], 0.0);
            for (other, &ideal) in distances[node].iter().enumerate() {
                if other == node {
                    continue;
                }
                let weight = 1.0 / (ideal * ideal);
                let away = [0, 1].map(|axis| places[node][axis] - places[other][axis]);
                let far = super::length(away).max(1e-9);
                for axis in 0..2 {
                    sum[axis] += weight * (places[other][axis] + ideal * away[axis] / far);
                }
                total += weight;
            }
            let next = sum.map(|value| value / total);
            let step = super::length([next[0] - places[node][0], next[1] - places[node][1]]);
            moved = moved.max(step);
            places[node] = next;
        }
        if moved < SETTLED * TIE {
            break;
        }
    }
}
