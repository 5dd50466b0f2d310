//! Articles in and out of the database: `build`, `add`, `remove`, `resolve`, `extract`, `evaluate`.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::{Desk, fixtures, text};

#[test]
fn what_is_skipped_is_counted_and_named() {
    let desk = Desk::empty();
    let articles = fixtures("desk");
    let articles = articles.to_str().expect("a path in UTF-8");
    let first = desk.session(&["add", articles]);
    let second = desk.session(&["add", articles]);
    insta::assert_snapshot!(format!("{first}\n{second}"));
}

#[test]
fn building_tells_what_was_read_found_and_written() {
    let desk = Desk::empty();
    let articles = fixtures("desk");
    let articles = articles.to_str().expect("a path in UTF-8");
    insta::assert_snapshot!(desk.session(&["build", articles, "--out", "out"]));
    for file in ["chancery.db", "network.dot", "network-nodes.csv", "tables/meetings.csv"] {
        assert!(desk.path("out").join(file).is_file(), "{file}");
    }
}

#[test]
fn building_nothing_says_so() {
    let desk = Desk::empty();
    desk.write("in/a.txt", "");
    insta::assert_snapshot!(desk.session(&["build", "in", "--out", "out"]));
}

/// All tables of a database.
fn tables(desk: &Desk) -> Vec<(String, String)> {
    desk.stdout(&["export", "--output", "tables", "--format", "csv"]);
    let mut files: Vec<_> = fs::read_dir(desk.path("tables"))
        .expect("the tables are written")
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("it is UTF-8"))
        })
        .collect()
}

#[test]
fn adding_and_resolving_again_change_nothing() {
    let desk = Desk::with_database();
    let before = tables(&desk);
    assert_eq!(before.len(), 9);
    let articles = fixtures("desk");
    desk.run(&["add", articles.to_str().expect("a path in UTF-8")]);
    assert_eq!(before, tables(&desk));
    desk.stdout(&["resolve"]);
    assert_eq!(before, tables(&desk));
}

#[test]
fn the_order_of_articles_changes_no_actor_location_or_meeting() {
    let folder = fixtures("desk");
    let files = ["oslo-2024-05-11.txt", "fjord.md", "wire/nairobi.json", "wire/lima.jsonl"];
    let told = |order: &[usize]| {
        let desk = Desk::empty();
        for &index in order {
            desk.command(&["add"]).arg(folder.join(files[index])).output().expect("it is built");
        }
        let mut tables = tables(&desk);
        // Statements and evidence of them are numbered as they come.
        tables.retain(|(name, _)| {
            ["actors.csv", "actor_names.csv", "locations.csv", "meetings.csv"]
                .contains(&name.as_str())
        });
        tables
    };
    let first = told(&[0, 1, 2, 3]);
    assert_eq!(first.len(), 4);
    assert_eq!(first, told(&[3, 2, 1, 0]));
    assert_eq!(first, told(&[2, 0, 3, 1]));
}

#[test]
fn a_changed_text_takes_the_place_of_the_old_one() {
    let desk = Desk::empty();
    desk.write("in/a.txt", "date 2024-05-11\n\nMinister Ada Okafor met Envoy Jan Lund in Oslo.");
    desk.stdout(&["add", "in"]);
    desk.write("in/a.txt", "date 2024-05-11\n\nMinister Ada Okafor met Envoy Rosa Quispe in Lima.");
    let session = desk.session(&["add", "in"]);
    assert!(session.contains("1 replaced"), "{session}");
    assert!(session.contains("in/a.txt"), "{session}");
    let actors = desk.stdout(&["actors", "--format", "csv"]);
    assert!(actors.contains("Quispe") && !actors.contains("Lund"), "{actors}");
    desk.write("b.json", r#"{"url":"https://x.example/1","text":"Ada Okafor met Jan Lund."}"#);
    desk.stdout(&["add", "b.json"]);
    desk.write(
        "c.json",
        r#"{"id":"c","url":"https://x.example/1","text":"Ada Okafor met Ivo Marek."}"#,
    );
    assert!(desk.session(&["add", "c.json"]).contains("1 replaced"));
    let articles = desk.stdout(&["articles", "--format", "csv"]);
    assert_eq!(articles.lines().count(), 3, "{articles}");
}

#[test]
fn what_is_removed_takes_with_it_what_rests_on_it_alone() {
    let desk = Desk::with_database();
    let session = desk.session(&["remove", "wire-78", "nothing", "https://fjord.example/fish"]);
    insta::assert_snapshot!(session);
    let actors = desk.stdout(&["actors", "--format", "csv"]);
    assert!(!actors.contains("Quispe"), "{actors}");
    assert!(actors.contains("Jan Lund"), "another article names him: {actors}");
}

#[test]
fn standard_input_is_read_once_for_each_text() {
    let desk = Desk::empty();
    let add = |words: &str| {
        let mut command = desk.command(&["add", "-", "--published", "2024-05-11"]);
        command.write_stdin(words).assert().success();
    };
    add("Minister Ada Okafor met Envoy Jan Lund in Oslo on Friday.");
    add("Minister Ada Okafor met Envoy Rosa Quispe in Lima on Friday.");
    add("Minister Ada Okafor met Envoy Jan Lund in Oslo on Friday.");
    let articles = desk.stdout(&["articles", "--format", "csv"]);
    assert_eq!(articles.lines().count(), 3, "{articles}");
    assert!(articles.contains("stdin-"), "{articles}");
}

#[test]
fn records_are_valid_and_come_in_the_order_of_the_articles() {
    let desk = Desk::empty();
    let articles = fixtures("desk");
    let output = desk.command(&["extract"]).arg(articles).output().expect("the program is built");
    assert_eq!(output.status.code(), Some(1), "one record is bad");
    let told = text(&output.stderr);
    assert!(told.contains("not English (German)"), "{told}");
    assert!(told.contains("without a date of publication"), "{told}");
    let validator = crate::schema::validator();
    let mut ids = Vec::new();
    for line in text(&output.stdout).lines() {
        let record: Value = serde_json::from_str(line).expect("a record a line");
        let errors: Vec<String> =
            validator.iter_errors(&record).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}: {line}");
        ids.push(record["id"].as_str().expect("an id").to_owned());
    }
    assert_eq!(ids.len(), 7);
    assert_eq!(ids[0], "https://fjord.example/fish");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 7);
    assert!(!desk.path("chancery.db").exists(), "extract touches no database");
}

#[test]
fn any_number_of_jobs_gives_the_same_records() {
    let desk = Desk::empty();
    let articles = fixtures("desk");
    let records = |jobs: &str| {
        let output = desk.command(&["extract", "--jobs", jobs]).arg(&articles).output();
        text(&output.expect("the program is built").stdout)
    };
    assert_eq!(records("1"), records("3"));
}

#[test]
fn evaluation_prints_the_same_figures_in_both_forms() {
    let desk = Desk::empty();
    let gold = fixtures("../gold").join("geo-2025-05-01-rome-talks.json");
    let gold = gold.to_str().expect("a path in UTF-8");
    let figures: Value =
        serde_json::from_str(&desk.stdout(&["evaluate", gold, "--format", "json"]))
            .expect("one object");
    let table = desk.stdout(&["evaluate", gold]);
    assert_eq!(figures["articles"], 1);
    for measure in ["actors", "meetings", "who met whom", "who said what"] {
        let f1 = figures[measure]["f1"].as_f64().expect("a figure");
        let row = table
            .lines()
            .find(|line| line.trim_start_matches([' ', '*']).starts_with(measure))
            .expect("a row");
        assert!(row.contains(&format!("{f1:.3}")), "{measure}: {f1} is not in {row}");
    }
    assert!(table.contains(&format!("{:.3}", figures["headline"].as_f64().expect("a figure"))));
}
