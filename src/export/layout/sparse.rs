//! Stress majorization of large components in its sparse form (Ortmann, Klimenta, Brandes 2017):
//! an actor minds its neighbors and some actors spread over the component, each of which stands for
//! those about it.

use super::{
    Point,
    stress::{axes, distances, lengths},
};
use crate::network::real;

/// Actors who stand for those about them.
const PIVOTS: usize = 120;

/// Rounds of majorization.
const ROUNDS: usize = 120;

/// How an actor is to lie to another.
struct Wish {
    other: usize,
    far: f64,
    weight: f64,
}

/// Places of one component, whose boxes have these sizes, about the origin.
pub(super) fn places(boxes: &[Point], neighbors: &[Vec<usize>]) -> Vec<Point> {
    let count = boxes.len();
    let plain = lengths(boxes, neighbors);
    // Those who share few neighbors belong to different circles, which then lie apart.
    let length = |one: usize, other: usize| {
        let (few, many) = (&neighbors[one], &neighbors[other]);
        let shared = few.iter().filter(|node| many.binary_search(node).is_ok()).count();
        let all = few.len() + many.len() - shared;
        plain(one, other) * (0.5 + 1.5 * (1.0 - real(shared + 2) / real(all.max(2))).max(0.0))
    };
    let (pivots, rows) = pivots(neighbors, &length);
    let squares: Vec<Vec<f64>> =
        (0..count).map(|node| rows.iter().map(|row| row[node] * row[node]).collect()).collect();
    let mut places = axes(&squares);
    let wishes = wishes(neighbors, &pivots, &rows, &length);
    for _ in 0..ROUNDS {
        for (node, wishes) in wishes.iter().enumerate() {
            let (mut sum, mut total) = ([0.0; 2], 0.0);
            for wish in wishes {
                let there = places[wish.other];
                let away = [places[node][0] - there[0], places[node][1] - there[1]];
                let scale = wish.far / super::length(away).max(1e-9);
                for axis in 0..2 {
                    sum[axis] += wish.weight * (there[axis] + scale * away[axis]);
                }
                total += wish.weight;
            }
            if total > 0.0 {
                places[node] = sum.map(|value| value / total);
            }
        }
    }
    places
}

/// Actors far from each other, and of each the distances to all.
fn pivots(
    neighbors: &[Vec<usize>],
    length: &impl Fn(usize, usize) -> f64,
) -> (Vec<usize>, Vec<Vec<f64>>) {
    let count = neighbors.len();
    let (mut pivots, mut rows) = (Vec::new(), Vec::new());
    let mut nearest = vec![f64::INFINITY; count];
    let mut next = 0;
    while pivots.len() < PIVOTS.min(count) {
        let row = distances(next, neighbors, length);
        for (near, distance) in nearest.iter_mut().zip(&row) {
            *near = near.min(*distance);
        }
        pivots.push(next);
        rows.push(row);
        next =
            (0..count).fold(0, |far, node| if nearest[node] > nearest[far] { node } else { far });
    }
    (pivots, rows)
}

/// What each actor minds.
fn wishes(
    neighbors: &[Vec<usize>],
    pivots: &[usize],
    rows: &[Vec<f64>],
    length: &impl Fn(usize, usize) -> f64,
) -> Vec<Vec<Wish>> {
    let mut about: Vec<Vec<f64>> = vec![Vec::new(); pivots.len()];
    for node in 0..neighbors.len() {
        let (nearest, far) = rows
            .iter()
            .map(|row| row[node])
            .enumerate()
            .min_by(|(_, one), (_, other)| one.total_cmp(other))
            .expect("there is a pivot");
        about[nearest].push(far);
    }
    for distances in &mut about {
        distances.sort_by(f64::total_cmp);
    }
    let wishes = |node: usize| {
        let near = neighbors[node].iter().map(|&other| {
            let far = length(node, other);
            Wish { other, far, weight: 1.0 / (far * far) }
        });
        let spread = pivots.iter().enumerate().filter_map(|(rank, &pivot)| {
            let far = rows[rank][node];
            let beside = pivot == node || neighbors[node].binary_search(&pivot).is_ok();
            // It stands for those who are nearer to it than to this actor.
            let stood_for = about[rank].partition_point(|&distance| distance <= far / 2.0);
            (!beside).then(|| Wish { other: pivot, far, weight: real(stood_for) / (far * far) })
        });
        near.chain(spread).collect()
    };
    (0..neighbors.len()).map(wishes).collect()
}
