//! The outlines of land and countries, and how the round earth becomes flat.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use crate::export::layout::Point;

/// Outlines, one a line: `land` or `border`, and points in tenths of degrees east and north, each
/// after the first as the step from the one before.
const OUTLINES: &str = include_str!("../../../knowledge/world.tsv");

/// The northmost and southmost latitude of the whole map.
const ENDS: [f64; 2] = [84.0, -58.0];

/// Degrees north and east on the flat map, to the right and down, after Natural Earth (Šavrič and
/// others 2011): polynomials alone, so that every machine has the same to the last bit.
pub(super) fn project([north, east]: Point) -> Point {
    let (up, right) = (north.to_radians(), east.to_radians());
    let (two, four) = (up * up, up * up * up * up);
    let wide = 0.8707 - 0.131_979 * two
        + four * (-0.013_791 + four * (0.003_971 * two - 0.001_529 * four));
    let high =
        1.007_226 + two * (0.015_085 + four * (-0.044_475 + 0.028_874 * two - 0.005_916 * four));
    [right * wide, -up * high]
}

/// Left, top, right and low of the whole world, as it is projected.
pub(super) fn extent() -> [f64; 4] {
    let [left, _] = project([0.0, -180.0]);
    let [right, _] = project([0.0, 180.0]);
    let [[_, top], [_, low]] = ENDS.map(|north| project([north, 0.0]));
    [left, top, right, low]
}

/// Writes the outlines that lie on a map of this size.
pub(super) fn write(
    on_map: impl Fn(Point) -> Point,
    size: Point,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (kind, style) in [
        ("land", "fill=\"#f7f4ec\" stroke=\"#b4bfc8\" stroke-width=\"0.7\""),
        ("border", "fill=\"none\" stroke=\"#cfd3d2\" stroke-width=\"0.8\""),
    ] {
        let mut path = String::new();
        for line in OUTLINES.lines() {
            let Some((of, steps)) = line.split_once('\t') else { continue };
            if of != kind {
                continue;
            }
            let points: Vec<Point> = points(steps).map(|point| on_map(project(point))).collect();
            if !is_seen(&points, size) {
                continue;
            }
            for (number, [x, y]) in points.iter().enumerate() {
                let letter = if number == 0 { "M" } else { "L" };
                write!(path, "{letter}{x:.1} {y:.1}").expect("memory takes all");
            }
            if kind == "land" {
                path.push('Z');
            }
        }
        writeln!(out, "<path d=\"{path}\" {style}/>")?;
    }
    Ok(())
}

/// The points of an outline, in degrees north and east.
fn points(steps: &str) -> impl Iterator<Item = Point> {
    let mut numbers = steps.split(' ').map(|step| step.parse().unwrap_or(0));
    let mut at = [0i32; 2];
    std::iter::from_fn(move || {
        let step: [i32; 2] = [numbers.next()?, numbers.next()?];
        at = [at[0] + step[0], at[1] + step[1]];
        Some([f64::from(at[1]) / 10.0, f64::from(at[0]) / 10.0])
    })
}

/// Whether some of an outline may lie on the map.
fn is_seen(points: &[Point], size: Point) -> bool {
    (0..2).all(|axis| {
        points.iter().any(|point| point[axis] >= 0.0)
            && points.iter().any(|point| point[axis] <= size[axis])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outline_is_whole_and_on_earth() {
        let (mut land, mut borders) = (0, 0);
        for line in OUTLINES.lines() {
            let (kind, steps) = line.split_once('\t').expect("a kind and points");
            assert!(steps.split(' ').all(|step| step.parse::<i32>().is_ok()), "{line}");
            let points: Vec<Point> = points(steps).collect();
            assert!(points.len() >= 2, "{line}");
            for [north, east] in &points {
                assert!(north.abs() <= 90.0 && east.abs() <= 180.0, "{line}");
            }
            let leap = points.windows(2).any(|pair| (pair[0][1] - pair[1][1]).abs() > 180.0);
            assert!(!leap, "a line over the whole map: {line}");
            match kind {
                "land" => {
                    assert_eq!(points.first(), points.last(), "a coast is a ring: {line}");
                    assert!(points.len() > 3, "a coast has an area: {line}");
                    land += 1;
                }
                "border" => borders += 1,
                _ => panic!("{kind} is no kind of outline"),
            }
        }
        assert!(land > 100 && borders > 300, "{land} coasts, {borders} borders");
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let [[x, y], [right, _], [_, up]] = [[0.0, 0.0], [0.0, 90.0], [60.0, 0.0]].map(project);
        assert!(x.abs() < 1e-12 && y.abs() < 1e-12 && right > 0.0 && up < 0.0);
        let [edge, _] = project([0.0, 180.0]);
        assert!((edge - 2.735).abs() < 0.001, "{edge}");
    }
}
