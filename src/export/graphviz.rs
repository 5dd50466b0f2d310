//! Places of actors by the programs of Graphviz, where they are installed.
//!
//! Only sizes and ties go out and only numbers come back, so that no name can harm the way.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    process::{Command, Stdio},
};

use super::{
    Engine, Error,
    layout::{self, Point},
    route::{Way, between},
};

/// Points in an inch, Graphviz's measure.
const INCH: f64 = 72.0;

/// Above so many ties, curves around actors take longer than they are worth.
const MAX_CURVES: usize = 400;

/// Where actors stand and how ties run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Placed {
    /// The centers of the boxes.
    pub(super) places: Vec<Point>,
    /// The ways of the ties, from center to center.
    pub(super) ways: Vec<Way>,
    /// The size of the whole.
    pub(super) whole: Point,
}

/// Places boxes of these sizes, tied as given.
pub(super) fn place(engine: Engine, boxes: &[Point], ties: &[[usize; 2]]) -> Result<Placed, Error> {
    if boxes.is_empty() {
        return Ok(Placed::default());
    }
    let answer = run(engine, &question(boxes, ties))?;
    read(&answer, boxes.len(), ties).ok_or_else(|| Error::Graphviz {
        engine: engine.as_str(),
        said: "its answer is not in the form ‘plain’".to_owned(),
    })
}

/// The graph without any name.
fn question(boxes: &[Point], ties: &[[usize; 2]]) -> String {
    let splines = if ties.len() > MAX_CURVES { "line" } else { "true" };
    let mut graph = format!(
        "graph {{ graph [overlap=prism overlap_scaling=3 sep=\"+10\" splines={splines} rankdir=LR \
         ranksep=1.2 nodesep=0.25] node [shape=box fixedsize=true label=\"\"] edge [len=1.6]\n"
    );
    for (number, [width, height]) in boxes.iter().enumerate() {
        writeln!(graph, "{number} [width={:.4} height={:.4}]", width / INCH, height / INCH)
            .expect("memory takes all");
    }
    for [one, other] in ties {
        writeln!(graph, "{one} -- {other}").expect("memory takes all");
    }
    graph.push_str("}\n");
    graph
}

/// What the program answers.
fn run(engine: Engine, question: &str) -> Result<String, Error> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => Error::NoGraphviz { engine: engine.as_str() },
        _ => Error::Graphviz { engine: engine.as_str(), said: source.to_string() },
    };
    let mut program = Command::new(engine.as_str())
        .arg("-Tplain")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    // It reads all before it writes, so this cannot wait for itself; what it lacks it tells below.
    let asked = program.stdin.take().expect("it is piped").write_all(question.as_bytes());
    let output = program.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        let said = if said.is_empty() { output.status.to_string() } else { said };
        return Err(Error::Graphviz { engine: engine.as_str(), said });
    }
    asked.map_err(failed)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Reads the form ‘plain’: `graph`, `node` and `edge` lines, in inches from below.
fn read(answer: &str, count: usize, ties: &[[usize; 2]]) -> Option<Placed> {
    let mut places = vec![None; count];
    let mut curves: Vec<Option<Vec<Point>>> = vec![None; ties.len()];
    let (mut whole, mut scale) = ([0.0; 2], INCH);
    for line in answer.lines() {
        let mut words = line.split_whitespace();
        match words.next()? {
            "graph" => {
                let mut number = || words.next()?.parse::<f64>().ok();
                scale = INCH * number()?;
                whole = [number()? * scale, number()? * scale];
            }
            "node" => {
                let node: usize = words.next()?.parse().ok()?;
                let mut number = || words.next()?.parse::<f64>().ok();
                *places.get_mut(node)? = Some([number()? * scale, whole[1] - number()? * scale]);
            }
            "edge" => {
                let mut whole_number = || words.next()?.parse::<usize>().ok();
                let ends = [whole_number()?, whole_number()?];
                let points = whole_number()?;
                let numbers: Vec<f64> =
                    words.take(2 * points).map(|word| word.parse().ok()).collect::<Option<_>>()?;
                let index = (0..ties.len())
                    .find(|&index| ties[index] == ends && curves[index].is_none())?;
                let point = |pair: &[f64]| [pair[0] * scale, whole[1] - pair[1] * scale];
                curves[index] = Some(numbers.chunks_exact(2).map(point).collect());
            }
            _ => break,
        }
    }
    let places = places.into_iter().collect::<Option<Vec<Point>>>()?;
    let curves = curves.into_iter().collect::<Option<Vec<_>>>()?;
    let ways = ties.iter().zip(curves).map(|(ends, curve)| way(ends.map(|end| places[end]), curve));
    let ways = ways.collect::<Option<_>>()?;
    Some(Placed { places, ways, whole })
}

/// A curve between the borders of two boxes, led on to their centers: within may be a shape that
/// does not fill its box.
fn way([from, to]: [Point; 2], mut curve: Vec<Point>) -> Option<Way> {
    let (&first, &last) = (curve.first()?, curve.last()?);
    let far = |one: Point, other: Point| layout::length([one[0] - other[0], one[1] - other[1]]);
    if far(last, from) + far(first, to) < far(first, from) + far(last, to) {
        curve.reverse();
    }
    let (first, last) = (*curve.first()?, *curve.last()?);
    let mut points = vec![from, between(from, first, 1.0 / 3.0), between(from, first, 2.0 / 3.0)];
    points.append(&mut curve);
    points.extend([between(last, to, 1.0 / 3.0), between(last, to, 2.0 / 3.0), to]);
    Some(Way(points))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_gives_places_from_above_and_curves() {
        let answer = "graph 1 4 2\nnode 1 1 0.5 1 1 \"\" solid box black lightgrey\n\
                      node 0 3 1.5 1 1 \"\" solid box black lightgrey\n\
                      edge 0 1 4 3 1.5 2 1 2 1 1 0.5 solid black\nstop\n";
        let placed = read(answer, 2, &[[0, 1]]).expect("it is well formed");
        assert_eq!(placed.places, [[216.0, 36.0], [72.0, 108.0]]);
        assert_eq!(format!("{:?}", placed.whole), "[288.0, 144.0]");
        let way = &placed.ways[0].0;
        assert_eq!(way[3..7], [[216.0, 36.0], [144.0, 72.0], [144.0, 72.0], [72.0, 108.0]]);
        assert_eq!([way[0], way[9]], [[216.0, 36.0], [72.0, 108.0]]);
    }

    #[test]
    fn a_curve_that_comes_backwards_is_turned() {
        let curve = vec![[90.0, 0.0], [60.0, 5.0], [40.0, 5.0], [10.0, 0.0]];
        let Way(points) = way([[0.0, 0.0], [100.0, 0.0]], curve).expect("it has points");
        assert!(points.windows(2).all(|pair| pair[0][0] <= pair[1][0]), "{points:?}");
    }

    #[test]
    fn an_answer_that_lacks_an_actor_or_a_tie_is_none() {
        let answer = "graph 1 4 2\nnode 0 3 1.5 1 1 \"\" solid box black lightgrey\nstop\n";
        assert_eq!(read(answer, 2, &[]), None);
        assert_eq!(read(answer, 1, &[[0, 0]]), None);
        assert_eq!(read("nonsense", 1, &[]), None);
    }

    #[test]
    fn a_question_names_nobody() {
        let question = question(&[[72.0, 36.0], [72.0, 36.0]], &[[0, 1]]);
        assert!(question.contains("0 [width=1.0000 height=0.5000]\n"));
        assert!(question.contains("0 -- 1\n"));
    }
}
