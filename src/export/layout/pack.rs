//! Components beside and below each other, with little room between them.

use super::{GAP, Point};

/// The width of a drawing over its height, about that of a page across.
pub(super) const SHAPE: f64 = 1.4;

/// Moves boxes so that the first corner of all is the origin, with some room; returns their size.
pub(super) fn to_origin(places: &mut [Point], boxes: &[Point]) -> Point {
    let mut size = [0.0; 2];
    for axis in 0..2 {
        let least = places
            .iter()
            .zip(boxes)
            .map(|(place, size)| place[axis] - size[axis] / 2.0)
            .fold(f64::INFINITY, f64::min);
        let most = places
            .iter()
            .zip(boxes)
            .map(|(place, size)| place[axis] + size[axis] / 2.0)
            .fold(f64::NEG_INFINITY, f64::max);
        for place in places.iter_mut() {
            place[axis] += GAP / 2.0 - least;
        }
        size[axis] = most - least + GAP;
    }
    size
}

/// Widths that are tried for the whole, and by what factor each is wider than the one before.
const WIDTHS: (i32, f64) = (14, 1.07);

/// The corners of rectangles of these sizes, and the size of the whole, about in the shape of a
/// page.
pub(super) fn pack(sizes: &[Point], gap: f64) -> (Vec<Point>, Point) {
    let area: f64 = sizes.iter().map(|[width, height]| (width + gap) * (height + gap)).sum();
    let widest = sizes.iter().map(|size| size[0]).fold(0.0, f64::max);
    let mut limit = (area * SHAPE).sqrt() * 0.8;
    let mut best: Option<(f64, (Vec<Point>, Point))> = None;
    for _ in 0..WIDTHS.0 {
        let packed = pack_into(limit.max(widest) + gap, sizes, gap);
        let [width, height] = packed.1;
        // The page that it needs.
        let page = width.max(height * SHAPE);
        if best.as_ref().is_none_or(|(least, _)| page < *least - 1e-6) {
            best = Some((page, packed));
        }
        limit *= WIDTHS.1;
    }
    best.map(|(_, packed)| packed).unwrap_or_default()
}

/// The highest come first; each goes where it lies highest above the others, and of such places to
/// the one farthest left (a skyline, Jylänki 2010).
fn pack_into(limit: f64, sizes: &[Point], gap: f64) -> (Vec<Point>, Point) {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|&one, &other| sizes[other][1].total_cmp(&sizes[one][1]).then(one.cmp(&other)));
    let mut corners = vec![[0.0; 2]; sizes.len()];
    let mut whole: Point = [0.0; 2];
    // From left to right: where each stretch begins, and how far down it is filled.
    let mut skyline: Vec<Point> = vec![[0.0, 0.0]];
    for index in order {
        let [width, height] = sizes[index].map(|side| side + gap);
        let corner = skyline
            .iter()
            .map(|stretch| stretch[0])
            .filter(|left| left + width <= limit + 1e-6)
            .map(|left| [left, depth(&skyline, left, left + width)])
            .min_by(|one, other| one[1].total_cmp(&other[1]).then(one[0].total_cmp(&other[0])))
            .expect("the limit is no less than the widest");
        let [left, top] = corner;
        let beyond = depth(&skyline, left + width, left + width + 1e-6);
        skyline.retain(|stretch| stretch[0] < left || stretch[0] > left + width);
        skyline.push([left, top + height]);
        skyline.push([left + width, beyond]);
        skyline.sort_by(|one, other| one[0].total_cmp(&other[0]));
        corners[index] = corner;
        whole = [whole[0].max(left + width - gap), whole[1].max(top + height - gap)];
    }
    (corners, whole)
}

/// How far down what lies between `left` and `right` is filled.
fn depth(skyline: &[Point], left: f64, right: f64) -> f64 {
    let ends = skyline.iter().skip(1).map(|stretch| stretch[0]).chain([f64::INFINITY]);
    let touched =
        skyline.iter().zip(ends).filter(|(stretch, end)| stretch[0] < right && *end > left);
    touched.map(|(stretch, _)| stretch[1]).fold(0.0, f64::max)
}
