//! The files in `exports/` are those that the program makes of the sample articles.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chancery::export::tables::{TABLE_FORMATS, describe};
use chancery::export::{FORMATS, Format};
use chancery::report;

use crate::samples::{Checkout, REMEDY, committed, difference, files, updating};

/// The page about the samples, of which the test looks after the end.
const PAGE: &str = "README.md";

/// The heading of that page under which the program tells of tables and columns.
const TABLES: &str = "# The tables and their columns\n\n";

/// Bytes in which a PNG tells what it is, and how wide and high.
const HEAD: usize = 24;

/// Articles whose record is a sample: enough to see its shape.
const RECORDED: &str = "examples/articles/beijing-agreement.json";

/// Whom the sample of a report is about.
const REPORTED: &str = "Raúl Castro";

/// The name of the sample of a network: the table of edges has one by the main job.
fn name(format: &Format) -> String {
    let stem = match format.name {
        "csv" => "network-edges",
        "map" => "network-map",
        _ => "network",
    };
    format!("{stem}.{}", format.extension)
}

/// Everything that is a sample, as the program makes it, with the commands in the page.
fn make(folder: &Checkout) -> BTreeMap<String, Vec<u8>> {
    folder.must(&["build", "examples/articles", "--out", "exports"]);
    let db = ["--db", "exports/chancery.db"];
    for format in FORMATS {
        let target = format!("exports/{}", name(format));
        let before = fs::read(folder.path(&target)).ok();
        let command = ["network", "--format", format.name, "--output", &target];
        folder.must(&[&command[..], &db].concat());
        if let Some(before) = before {
            let after = fs::read(folder.path(&target)).expect("it was written");
            assert_eq!(difference(&before, &after), None, "{target}: `network` and `build` differ");
        }
    }
    for format in TABLE_FORMATS.iter().filter(|format| format.name != "csv") {
        let target = match format.name {
            "xlsx" => "exports/tables.xlsx".to_owned(),
            "ftm" => "exports/entities.ftm.json".to_owned(),
            "turtle" => "exports/graph.ttl".to_owned(),
            "cypher" => "exports/graph.cypher".to_owned(),
            "obsidian" => "exports/notes".to_owned(),
            "ics" => "exports/planned.ics".to_owned(),
            other => format!("exports/tables-{other}"),
        };
        folder.must(&[&["export", "--format", format.name, "--output", &target][..], &db].concat());
    }
    for format in report::FORMATS {
        let target = format!("exports/report.{}", format.extension);
        folder.must(&[&["report", REPORTED, "--output", &target][..], &db].concat());
    }
    let record = folder.must(&["extract", RECORDED]).stdout;
    fs::write(folder.path("exports/record.jsonl"), record).expect("it can be written");
    let mut made = files(&folder.path("exports"));
    made.retain(|name, _| !name.starts_with("chancery.db"));
    let page = fs::read_to_string(committed("exports").join(PAGE)).expect("the page is committed");
    let (words, _) = page.split_once(TABLES).expect("the page has that heading");
    made.insert(PAGE.to_owned(), [words, TABLES, describe().trim_end(), "\n"].concat().into());
    made
}

#[test]
fn the_samples_are_what_the_program_makes() {
    let folder = committed("exports");
    let made = make(&Checkout::new());
    let kept = files(&folder);
    if updating() {
        for name in kept.keys().filter(|name| !made.contains_key(*name)) {
            fs::remove_file(folder.join(name)).expect("it can be removed");
        }
        for (name, bytes) in made {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
            fs::write(path, bytes).expect("it can be written");
        }
        return;
    }
    let mut complaints = Vec::new();
    for (name, bytes) in &made {
        match kept.get(name) {
            None => complaints.push(format!("exports/{name}: is not committed")),
            Some(old) => {
                // The points of a picture may differ from machine to machine, its size may not.
                let picture = Path::new(name).extension().is_some_and(|end| end == "png")
                    && old.len().min(bytes.len()) > HEAD;
                let whole = if picture { HEAD } else { old.len().max(bytes.len()) };
                let start = |bytes: &[u8]| bytes[..whole.min(bytes.len())].to_vec();
                let found = difference(&start(old), &start(bytes));
                complaints.extend(found.map(|found| format!("exports/{name}: {found}")));
            }
        }
    }
    for name in kept.keys().filter(|name| !made.contains_key(*name)) {
        complaints.push(format!("exports/{name}: the program makes no such file"));
    }
    assert!(complaints.is_empty(), "\n{}\n{REMEDY}\n", complaints.join("\n"));
}

#[test]
fn the_page_names_every_sample() {
    let page = fs::read_to_string(committed("exports").join(PAGE)).expect("the page is committed");
    for name in files(&committed("exports")).into_keys() {
        let named = match name.split_once('/') {
            Some((folder, _)) => page.contains(&format!("`{folder}/`")),
            None => name == PAGE || page.contains(&format!("`{name}`")),
        };
        assert!(named, "exports/{PAGE} says nothing of {name}");
    }
}

#[test]
fn what_things_rest_on_stands_in_its_sentence() {
    let path = committed("exports").join("tables/evidence.csv");
    let mut rows = csv::Reader::from_path(path).expect("it is committed");
    let columns = rows.headers().expect("it has a header").clone();
    let at = |name| columns.iter().position(|it| it == name).expect("it has the column");
    let (kind, text, sentence) = (at("kind"), at("text"), at("sentence"));
    let mut seen = BTreeMap::new();
    for row in rows.records() {
        let row = row.expect("it is a row");
        assert!(row[sentence].contains(&row[text]), "{row:?}");
        *seen.entry(row[kind].to_owned()).or_insert(0) += 1;
    }
    assert_eq!(seen.keys().collect::<Vec<_>>(), ["actor", "location", "meeting", "statement"]);
}
