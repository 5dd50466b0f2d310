//! Places of actors by the programs of Graphviz, where they are installed.
//!
//! Only sizes and ties go out and only numbers come back, so that no name can harm the way.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    process::{Command, Stdio},
};

use super::{Engine, Error, layout::Point};

/// Points in an inch, Graphviz's measure.
const INCH: f64 = 72.0;

/// Above so many ties, curves around actors take longer than they are worth.
const MAX_CURVES: usize = 400;

/// Where actors stand and how ties run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Placed {
    /// The centers of the boxes.
    pub(super) places: Vec<Point>,
    /// The paths of the ties, as SVG has them.
    pub(super) paths: Vec<String>,
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
    let mut paths: Vec<Option<String>> = vec![None; ties.len()];
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
                let index =
                    (0..ties.len()).find(|&index| ties[index] == ends && paths[index].is_none())?;
                paths[index] = Some(path(&numbers, whole[1], scale)?);
            }
            _ => break,
        }
    }
    Some(Placed {
        places: places.into_iter().collect::<Option<_>>()?,
        paths: paths.into_iter().collect::<Option<_>>()?,
        whole,
    })
}

/// A curve through the control points of a B-spline.
fn path(numbers: &[f64], height: f64, scale: f64) -> Option<String> {
    let mut points =
        numbers.chunks_exact(2).map(|point| [point[0] * scale, height - point[1] * scale]);
    let [x, y] = points.next()?;
    let mut path = format!("M{x:.1} {y:.1}");
    for (number, [x, y]) in points.enumerate() {
        let letter = if number == 0 { "C" } else { " " };
        write!(path, "{letter}{x:.1} {y:.1}").expect("memory takes all");
    }
    Some(path)
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
        assert_eq!(placed.whole, [288.0, 144.0]);
        assert_eq!(placed.paths, ["M216.0 36.0C144.0 72.0 144.0 72.0 72.0 108.0"]);
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
