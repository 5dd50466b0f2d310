//! Shortest paths, against what their definitions say.

use crate::network::paths::paths;
use crate::network::real;

/// Ties by a rule that looks like chance: few at first, so that some are far, then many.
fn ties(count: usize, many: u64) -> Vec<Vec<(usize, f64)>> {
    let mut state = 7_u64;
    let mut neighbors = vec![Vec::new(); count];
    for one in 1..count {
        for other in 0..one {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            if (state >> 33) % 100 < many || other + 1 == one {
                neighbors[one].push((other, 1.0));
                neighbors[other].push((one, 1.0));
            }
        }
    }
    neighbors
}

/// Distances and numbers of shortest paths from one actor, level by level.
fn counted(neighbors: &[Vec<(usize, f64)>], from: usize) -> Vec<(usize, f64)> {
    let mut found = vec![(usize::MAX, 0.0); neighbors.len()];
    found[from] = (0, 1.0);
    for distance in 0..neighbors.len() {
        for node in 0..neighbors.len() {
            if found[node].0 != distance {
                continue;
            }
            for &(next, _) in &neighbors[node] {
                if found[next].0 > distance {
                    found[next] = (distance + 1, found[next].1 + found[node].1);
                }
            }
        }
    }
    found
}

#[test]
fn betweenness_and_closeness_are_what_their_definitions_say() {
    for many in [0, 4, 12, 60, 100] {
        let neighbors = ties(40, many);
        let count = neighbors.len();
        let all: Vec<_> = (0..count).map(|from| counted(&neighbors, from)).collect();
        let (betweenness, closeness) = paths(&neighbors, &vec![0; count]);
        for node in 0..count {
            let mut between = 0.0;
            for (from, to) in (0..count).flat_map(|from| (0..count).map(move |to| (from, to))) {
                let (first, second) = (all[from][node], all[node][to]);
                let is_between = from != node && to != node && from != to;
                if is_between && first.0 + second.0 == all[from][to].0 {
                    between += first.1 * second.1 / all[from][to].1;
                }
            }
            between /= real((count - 1) * (count - 2));
            assert!((betweenness[node] - between).abs() < 1e-9, "{many} {node}");
            let far: usize = all[node].iter().map(|it| it.0).sum();
            let close = real(count - 1) / real(far);
            assert!((closeness[node] - close).abs() < 1e-9, "{many} {node}");
        }
    }
}
