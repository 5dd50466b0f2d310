//! Which module may use which, where outside crates live, and how long a file may be.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use regex_lite::Regex;

/// The modules from the ground up: each may use those above it, never those below.
const LAYERS: &[&str] = &[
    "text",
    "vocabulary",
    "date",
    "gazetteer",
    "nlp",
    "record",
    "input",
    "extract",
    "correct",
    "resolve",
    "store",
    "pipeline",
    "evaluate",
    "network",
    "answer",
    "export",
    "report",
    "web",
    "cli",
];

/// The files of `nlp` in the order in which they run, after those that hold their data.
const STAGES: &[&str] = &[
    "tags",
    "document",
    "check",
    "conllu",
    "tokenize",
    "word",
    "perceptron",
    "sentence",
    "hint",
    "lexicon",
    "table",
    "processor",
    "matrix",
    "encoder",
    "tag",
    "lemma",
    "tree",
    "parse",
    "chain",
    "name",
    "quote",
    "joined",
    "attribution",
    "encounter",
    "read",
    "when",
    "mend",
    "coref",
    "again",
];

/// Where an outside crate may be used: paths under `src/`, or their beginnings.
const HOMES: &[(&str, &[&str])] = &[
    ("anstream", &["cli/"]),
    ("anyhow", &["cli/", "nlp/train/"]),
    ("chardetng", &["input/"]),
    ("clap", &["cli/", "nlp/train/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/"]),
    ("comfy_table", &["cli/"]),
    ("ctrlc", &["cli/interrupt"]),
    ("dejavu", &["export/png"]),
    ("encoding_rs", &["input/"]),
    ("fearless_simd", &["nlp/processor", "nlp/matrix"]),
    ("graphviz_rust", &["export/dot"]),
    ("indicatif", &["cli/"]),
    ("lopdf", &["input/pdf/"]),
    ("mailparse", &["input/mail"]),
    ("petgraph", &["network/"]),
    ("pulldown_cmark", &["input/markdown"]),
    ("pulp", &["nlp/processor", "nlp/matrix", "nlp/encoder", "nlp/parse"]),
    ("quick_xml", &["input/xml", "input/docx", "export/tests"]),
    ("resvg", &["export/png"]),
    ("rusqlite", &["store/"]),
    ("terminal_size", &["cli/"]),
    ("whatlang", &["input/"]),
    ("zip", &["export/tables/tests", "input/archive/zipped", "input/docx"]),
];

/// Lines of code, tests beside it counted apart, by which a file must be split.
const LONGEST: usize = 800;

/// A source file, with its path under `src/`.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The module at the top that it belongs to.
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Its lines up to the tests beside it, without those that are comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..)
            .zip(self.text.lines())
            .take_while(|(_, line)| *line != "mod tests {")
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// All source files, in order of their paths.
fn sources() -> Vec<Source> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| Source {
            text: fs::read_to_string(&path).expect("sources are UTF-8"),
            path: path
                .strip_prefix(&root)
                .expect("it was found there")
                .to_string_lossy()
                .replace('\\', "/"),
        })
        .collect()
}

/// Fails with every complaint at once.
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn modules_use_only_those_above_them() {
    let place: BTreeMap<&str, usize> =
        LAYERS.iter().enumerate().map(|(index, &name)| (name, index)).collect();
    let used = Regex::new(r"\bcrate::([a-z_]+)").expect("a sound pattern");
    let grouped = Regex::new(r"\buse crate::\{").expect("a sound pattern");
    let mut complaints = Vec::new();
    for source in sources() {
        let own = source.module();
        if ["lib", "main"].contains(&own) {
            continue;
        }
        let Some(&own_place) = place.get(own) else {
            complaints.push(format!("src/{}: ‘{own}’ is in no layer", source.path));
            continue;
        };
        for (number, line) in source.code() {
            if grouped.is_match(line) {
                complaints.push(format!(
                    "src/{}:{number}: write one `use crate::module::…` a module",
                    source.path
                ));
            }
            for found in used.captures_iter(line) {
                let other = &found[1];
                if place.get(other).is_some_and(|&other_place| other_place > own_place) {
                    complaints.push(format!(
                        "src/{}:{number}: ‘{own}’ may not use ‘{other}’, which lies above it",
                        source.path
                    ));
                }
            }
        }
    }
    none(&complaints);
}

#[test]
fn stages_use_only_those_that_run_before_them() {
    let used = Regex::new(r"\b(?:super|nlp)::([a-z_]+)").expect("a sound pattern");
    let mut complaints = Vec::new();
    for source in sources() {
        let Some(file) = source.path.strip_prefix("nlp/") else { continue };
        let own = file.split('/').next().unwrap_or(file);
        let own = own.strip_suffix(".rs").unwrap_or(own);
        if ["mod", "train"].contains(&own) {
            continue;
        }
        let Some(own_place) = STAGES.iter().position(|&stage| stage == own) else {
            complaints.push(format!("src/{}: ‘{own}’ is no stage", source.path));
            continue;
        };
        for (number, line) in source.code() {
            for found in used.captures_iter(line) {
                let other = STAGES.iter().position(|&stage| stage == &found[1]);
                if other.is_some_and(|other| other > own_place) {
                    complaints.push(format!(
                        "src/{}:{number}: ‘{own}’ runs before ‘{}’",
                        source.path, &found[1]
                    ));
                }
            }
        }
    }
    none(&complaints);
}

#[test]
fn outside_crates_stay_at_home() {
    let mut complaints = Vec::new();
    for (name, homes) in HOMES {
        let used = Regex::new(&format!(r"\b{name}::")).expect("a sound pattern");
        for source in sources() {
            if homes.iter().any(|home| source.path.starts_with(home)) {
                continue;
            }
            for (number, line) in source.code() {
                if used.is_match(line) {
                    complaints.push(format!(
                        "src/{}:{number}: {name} lives in {}",
                        source.path,
                        homes.join(", ")
                    ));
                }
            }
        }
    }
    none(&complaints);
}

/// Besides the pipeline these alone start threads: one waits for the program of somebody else, which may never
/// answer, and nothing but a thread can be left waiting; one does two things at once that nobody sees from
/// outside, as an article that comes has nothing else to divide.
const THREADED: [&str; 2] = ["input/pdf/program.rs", "resolve/beside.rs"];

#[test]
fn only_the_pipeline_starts_threads() {
    let mut complaints = Vec::new();
    for source in sources() {
        if source.module() == "pipeline" || THREADED.contains(&source.path.as_str()) {
            continue;
        }
        for (number, line) in source.code() {
            if line.contains("thread::") {
                complaints.push(format!("src/{}:{number}: a thread is started", source.path));
            }
        }
    }
    none(&complaints);
}

#[test]
fn files_hold_one_idea() {
    let complaints: Vec<String> = sources()
        .iter()
        .filter(|source| !source.path.ends_with("tests.rs"))
        .filter_map(|source| {
            let lines = source.text.lines().take_while(|line| *line != "mod tests {").count();
            (lines > LONGEST).then(|| format!("src/{}: {lines} lines, split it", source.path))
        })
        .collect();
    none(&complaints);
}

#[test]
fn every_file_says_what_it_holds() {
    let complaints: Vec<String> = sources()
        .iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| format!("src/{}: no `//!` at its top", source.path))
        .collect();
    none(&complaints);
}
