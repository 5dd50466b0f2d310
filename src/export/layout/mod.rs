//! Where actors stand in a drawing: boxes and ties go in, places come out.
//!
//! Each component is laid out by stress majorization (Gansner, Koren, North 2004) from a start by
//! pivots (Brandes, Pich 2006), large ones by its sparse form, and turned to lie across the page; its
//! boxes are moved off each other, and the components are packed.
//! No random numbers: the same network gives the same picture.

mod overlap;
mod pack;
mod sparse;
mod stress;
mod turn;

/// A place in a drawing: to the right, then down.
pub(super) type Point = [f64; 2];

/// Room between two boxes.
const GAP: f64 = 14.0;

/// Room between two components.
const COMPONENT_GAP: f64 = 40.0;

/// Actors of a component in which all ties can be longer than need be.
const FEW: usize = 4;

/// By how much they are longer.
const TIE_ROOM: f64 = 24.0;

/// Above so many actors, distances between all of them take longer than they are worth.
const LARGE: usize = 600;

/// The centers of boxes of these widths and heights, tied as given, and the size of the whole.
pub(super) fn layout(boxes: &[Point], ties: &[[usize; 2]]) -> (Vec<Point>, Point) {
    let mut neighbors: Vec<Vec<usize>> = vec![Vec::new(); boxes.len()];
    for &[one, other] in ties {
        if one != other {
            neighbors[one].push(other);
            neighbors[other].push(one);
        }
    }
    for list in &mut neighbors {
        list.sort_unstable();
        list.dedup();
    }
    let mut places = vec![[0.0; 2]; boxes.len()];
    let mut components = Vec::new();
    for members in components_of(&neighbors) {
        let mut local = vec![0; boxes.len()];
        for (number, &member) in members.iter().enumerate() {
            local[member] = number;
        }
        let near: Vec<Vec<usize>> = members
            .iter()
            .map(|&member| neighbors[member].iter().map(|&other| local[other]).collect())
            .collect();
        let sizes: Vec<Point> = members.iter().map(|&member| boxes[member]).collect();
        let mut inside = if members.len() > LARGE {
            sparse::places(&sizes, &near)
        } else {
            stress::places(&sizes, &near)
        };
        turn::turn(&mut inside, &sizes);
        if members.len() > LARGE {
            overlap::remove_many(&mut inside, &sizes);
        } else {
            // A pair side by side has room for its tie between them.
            let room = if members.len() <= FEW { TIE_ROOM } else { 0.0 };
            let roomy: Vec<Point> = sizes.iter().map(|size| [size[0] + room, size[1]]).collect();
            overlap::remove(&mut inside, &roomy);
        }
        let size = pack::to_origin(&mut inside, &sizes);
        for (&member, place) in members.iter().zip(inside) {
            places[member] = place;
        }
        components.push((members, size));
    }
    let sizes: Vec<Point> = components.iter().map(|&(_, size)| size).collect();
    let (corners, whole) = pack::pack(&sizes, COMPONENT_GAP);
    for ((members, _), corner) in components.iter().zip(corners) {
        for &member in members {
            places[member] = [places[member][0] + corner[0], places[member][1] + corner[1]];
        }
    }
    (places, whole)
}

/// The length of an arrow; unlike `hypot`, the same to the last bit on every machine.
pub(super) fn length([right, down]: Point) -> f64 {
    (right * right + down * down).sqrt()
}

/// The members of each component, the largest first.
fn components_of(neighbors: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; neighbors.len()];
    let mut components = Vec::new();
    for start in 0..neighbors.len() {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut members = vec![start];
        let mut next = 0;
        while let Some(&node) = members.get(next) {
            next += 1;
            for &neighbor in &neighbors[node] {
                if !std::mem::replace(&mut seen[neighbor], true) {
                    members.push(neighbor);
                }
            }
        }
        members.sort_unstable();
        components.push(members);
    }
    components.sort_by_key(|members| std::cmp::Reverse(members.len()));
    components
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::network::real;

    /// Boxes of different sizes.
    fn boxes(count: usize) -> Vec<Point> {
        (0..count)
            .map(|number| [60.0 + real(number * 37 % 80), 24.0 + real(number % 3 * 12)])
            .collect()
    }

    pub(in crate::export) fn assert_apart(places: &[Point], boxes: &[Point]) {
        for one in 0..places.len() {
            for other in 0..one {
                let apart = (0..2).any(|axis| {
                    (places[one][axis] - places[other][axis]).abs()
                        >= f64::midpoint(boxes[one][axis], boxes[other][axis])
                });
                assert!(apart, "{one} and {other} overlap");
            }
        }
    }

    #[test]
    fn no_two_boxes_overlap_and_all_lie_within() {
        let star: Vec<[usize; 2]> = (1..40).map(|leaf| [0, leaf]).collect();
        let ring: Vec<[usize; 2]> = (0..60).map(|node| [node, (node + 1) % 60]).collect();
        let clique: Vec<[usize; 2]> =
            (0..20).flat_map(|one| (0..one).map(move |other| [one, other])).collect();
        let many: Vec<[usize; 2]> =
            (0..300).map(|number| [number * 7 % 150, number * number % 149]).collect();
        for (count, ties) in [(40, star), (60, ring), (20, clique), (150, many), (7, Vec::new())] {
            let boxes = boxes(count);
            let (places, size) = layout(&boxes, &ties);
            assert_apart(&places, &boxes);
            for (place, half) in places.iter().zip(&boxes) {
                for axis in 0..2 {
                    assert!(place[axis] >= half[axis] / 2.0 - 1e-6);
                    assert!(place[axis] <= size[axis] - half[axis] / 2.0 + 1e-6);
                }
            }
        }
    }

    #[test]
    fn a_chain_is_laid_out_in_its_order() {
        let ties: Vec<[usize; 2]> = (0..9).map(|node| [node, node + 1]).collect();
        let (places, _) = layout(&boxes(10), &ties);
        let far = |one: usize, other: usize| {
            (0..2).map(|axis| (places[one][axis] - places[other][axis]).powi(2)).sum::<f64>()
        };
        assert!(far(0, 9) > far(0, 5) && far(0, 5) > far(0, 1));
    }

    #[test]
    fn an_empty_drawing_has_no_size() {
        assert_eq!(layout(&[], &[]), (Vec::new(), [0.0, 0.0]));
    }
}
