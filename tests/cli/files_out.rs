//! Files that other programs open: tables and networks.

use std::fs;

use calamine::{Reader, Xlsx, open_workbook};
use serde_json::Value;

use super::Desk;

/// The formats of the network that the help names.
fn formats() -> Vec<String> {
    let help = Desk::empty().stdout(&["network", "-h"]);
    let at = help.find("--format <FORMAT>").expect("the option");
    let at = at + help[at..].find("[possible values: ").expect("its values") + 18;
    let end = at + help[at..].find(']').expect("a bracket closes");
    help[at..end].split(',').map(|name| name.trim().to_owned()).collect()
}

#[test]
fn a_network_is_written_in_every_format() {
    let desk = Desk::with_database();
    let formats = formats();
    assert!(formats.len() >= 6, "{formats:?}");
    for format in formats {
        let shown = desk.run(&["network", "--format", &format]);
        assert_eq!(shown.status.code(), Some(0), "{format}");
        let file = format!("network.{format}");
        desk.stdout(&["network", "--format", &format, "--output", &file]);
        let written = fs::read(desk.path(&file)).expect("it is written");
        assert_eq!(written, shown.stdout, "{format}");
        let name = String::from_utf8_lossy(&written).contains("Jan");
        assert!(name, "{format} holds the names of actors");
    }
}

#[test]
fn the_name_of_a_file_tells_the_format() {
    let desk = Desk::with_database();
    for (file, start) in [
        ("n.dot", "// Draw it"),
        ("n.SVG", "<svg"),
        ("n.graphml", "<?xml"),
        ("n.json", "{"),
        ("plain", "// Draw it"),
    ] {
        desk.stdout(&["network", "--output", file]);
        let written = fs::read_to_string(desk.path(file)).expect("it is written");
        assert!(written.starts_with(start), "{file}: {}", &written[..40]);
    }
}

#[test]
fn a_network_is_drawn_of_what_the_filters_keep() {
    let desk = Desk::with_database();
    let labels = |args: &[&str]| -> Vec<String> {
        let args = [&["network", "--format", "json"], args].concat();
        let network: Value = serde_json::from_str(&desk.stdout(&args)).expect("it is JSON");
        let nodes = network["nodes"].as_array().expect("a list");
        let mut labels: Vec<String> =
            nodes.iter().map(|node| node["label"].as_str().expect("a name").to_owned()).collect();
        labels.sort();
        labels
    };
    let all =
        ["Ada Okafor", "Amara Diallo", "Jan Lund", "Rosa Quispe", "Samuel Okafor", "Sione Vea"];
    assert_eq!(labels(&[]), all);
    assert_eq!(labels(&["--status", "planned"]), ["Ada Okafor", "Amara Diallo"]);
    assert_eq!(labels(&["--actor", "Rosa Quispe"]), ["Rosa Quispe", "Samuel Okafor"]);
    assert_eq!(labels(&["--location", "Norway"]), ["Ada Okafor", "Jan Lund"]);
    assert_eq!(labels(&["--since", "2024-05-13"]), ["Rosa Quispe", "Samuel Okafor"]);
    let empty = desk.session(&["network", "--since", "2031", "--format", "csv"]);
    assert!(empty.contains("the network is empty"), "{empty}");
}

#[test]
fn tables_are_written_in_every_format() {
    let desk = Desk::with_database();
    desk.stdout(&["export", "--output", "csv"]);
    desk.stdout(&["export", "--output", "lines", "--format", "jsonl"]);
    desk.stdout(&["export", "--output", "book.xlsx"]);
    let mut book: Xlsx<_> = open_workbook(desk.path("book.xlsx")).expect("a workbook");
    let mut tables = 0;
    for entry in fs::read_dir(desk.path("csv")).expect("a folder") {
        let path = entry.expect("it can be read").path();
        let name = path.file_stem().expect("a table").to_string_lossy().into_owned();
        let rows = csv::Reader::from_path(&path).expect("a table").into_records().count();
        let lines = fs::read_to_string(desk.path(&format!("lines/{name}.jsonl")));
        assert_eq!(lines.expect("the same table").lines().count(), rows, "{name}");
        let sheet = book.worksheet_range(&name).expect("a sheet a table");
        assert_eq!(sheet.height().saturating_sub(1), rows, "{name}");
        tables += 1;
    }
    assert_eq!(tables, 9);
}

#[test]
fn a_mark_for_excel_is_written_where_it_is_asked_for() {
    let desk = Desk::with_database();
    let start = |args: &[&str]| {
        desk.stdout(&[&["export", "--output", "t"], args].concat());
        fs::read(desk.path("t/actors.csv")).expect("it is written")[..3].to_vec()
    };
    assert_eq!(start(&["--bom"]), "\u{feff}".as_bytes());
    assert_ne!(start(&[]), "\u{feff}".as_bytes());
}

#[test]
fn what_build_writes_is_what_the_commands_write() {
    let desk = Desk::with_database();
    desk.stdout(&["export", "--output", "tables"]);
    desk.stdout(&["network", "--output", "network.dot"]);
    for file in ["network.dot", "tables/meetings.csv", "tables/evidence.csv"] {
        let built = fs::read(Desk::built().join(file)).expect("it is built");
        assert!(built == fs::read(desk.path(file)).expect("it is written"), "{file}");
    }
}
