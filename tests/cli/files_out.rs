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
        assert!(name || format == "png", "{format} holds the names of actors");
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
        ("n.geojson", "{"),
        ("n.html", "<!DOCTYPE html>"),
        ("plain", "// Draw it"),
    ] {
        desk.stdout(&["network", "--output", file]);
        let written = fs::read_to_string(desk.path(file)).expect("it is written");
        assert!(written.starts_with(start), "{file}: {}", &written[..40]);
    }
}

#[test]
fn a_page_tells_the_sentences_and_statements_of_those_it_shows() {
    let desk = Desk::with_database();
    let page = desk.stdout(&["network", "--actor", "Ada Okafor", "--format", "html"]);
    let (_, data) = page.split_once("id=\"data\">").expect("the page has data");
    let (data, _) = data.split_once("</script>").expect("the script ends");
    let data: Value = serde_json::from_str(data).expect("it is JSON");
    let meetings = data["meetings"].as_array().expect("a list");
    assert!(!meetings.is_empty());
    for meeting in meetings {
        let sentence = meeting["quotes"][0][1].as_str().expect("a sentence");
        assert!(sentence.contains("Okafor"), "{sentence}");
        let article = meeting["quotes"][0][0].as_u64().expect("an article");
        let cited = usize::try_from(article).expect("a place in the list");
        assert!(data["articles"][cited]["id"].is_string());
    }
}

#[test]
fn a_picture_is_a_picture_and_goes_through_a_pipe_unharmed() {
    let desk = Desk::with_database();
    let piped = desk.run(&["network", "--format", "png"]).stdout;
    assert!(piped.starts_with(b"\x89PNG\r\n\x1a\n"), "{:?}", &piped[..8]);
    assert!(piped.ends_with(b"IEND\xaeB`\x82"), "it is whole");
    desk.stdout(&["network", "--output", "n.png"]);
    assert_eq!(fs::read(desk.path("n.png")).expect("it is written"), piped);
}

#[test]
fn graphviz_places_the_actors_where_it_is_and_is_asked_for_where_it_is_not() {
    let desk = Desk::with_database();
    let missing = desk
        .command(&["network", "--format", "svg", "--layout", "neato"])
        .env("PATH", desk.path(""))
        .output()
        .expect("the program is built");
    assert_eq!(missing.status.code(), Some(1));
    let told = String::from_utf8_lossy(&missing.stderr);
    assert!(told.contains("there is no program ‘neato’ here"), "{told}");
    assert!(told.contains("install Graphviz"), "{told}");
    let table = desk.session(&["network", "--format", "csv", "--layout", "dot"]);
    assert!(table.contains("--layout is for drawings"), "{table}");
    for engine in ["dot", "neato", "sfdp", "fdp"] {
        let drawn = desk.run(&["network", "--format", "svg", "--layout", engine]);
        if String::from_utf8_lossy(&drawn.stderr).contains("there is no program") {
            continue;
        }
        assert_eq!(drawn.status.code(), Some(0), "{engine}");
        let svg = String::from_utf8_lossy(&drawn.stdout);
        assert!(svg.contains("Ada Okafor") && svg.ends_with("</svg>\n"), "{engine}: {svg}");
    }
}

#[test]
fn colors_can_tell_states_and_communities() {
    let desk = Desk::with_database();
    let by = |what: &str| desk.stdout(&["network", "--format", "svg", "--color-by", what]);
    assert!(by("community").contains(">around "), "{}", by("community"));
    assert_ne!(by("state"), by("kind"));
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
fn cells_of_csv_stand_apart_as_asked_and_other_formats_refuse_to_be_asked() {
    let desk = Desk::with_database();
    let header = |args: &[&str]| {
        desk.stdout(&[&["export", "--output", "t"], args].concat());
        let table = fs::read_to_string(desk.path("t/actor_names.csv")).expect("it is written");
        table.lines().next().expect("a header").to_owned()
    };
    assert_eq!(header(&["--delimiter", ";"]), "actor_id;actor;name;mentions;articles");
    assert_eq!(header(&["--delimiter", "tab"]), "actor_id\tactor\tname\tmentions\tarticles");
    for (args, reason) in [
        (&["--output", "t.xlsx", "--delimiter", ";"][..], "--delimiter is for CSV"),
        (&["--output", "t.ttl", "--raw"], "--raw is for CSV"),
        (&["--output", "t.csv"], "name one without an end, such as --output t"),
    ] {
        let session = desk.session(&[&["export"], args].concat());
        assert!(session.contains(reason) && session.ends_with("[1]\n"), "{session}");
    }
    let wrong = desk.session(&["export", "--output", "t", "--delimiter", "ab"]);
    assert!(wrong.contains("one character") && wrong.ends_with("[2]\n"), "{wrong}");
}

#[test]
fn text_is_defused_unless_it_is_asked_for_raw() {
    let desk = Desk::with_database();
    let actors = desk.stdout(&["actors", "--format", "json"]);
    let actors: serde_json::Value = serde_json::from_str(&actors).expect("it is JSON");
    let id = actors[0]["id"].to_string();
    desk.stdout(&["correct", "rename", &id, "=1+1", "--author", "x", "--reason", "a test"]);
    let written = |args: &[&str]| {
        desk.stdout(&[&["export", "--output", "t"], args].concat());
        fs::read_to_string(desk.path("t/actors.csv")).expect("it is written")
    };
    assert!(written(&[]).contains(&format!("{id},'=1+1,")));
    assert!(written(&["--raw"]).contains(&format!("{id},=1+1,")));
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
