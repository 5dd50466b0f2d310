//! Beyond one machine: extraction as a filter, records that are added, databases that are merged.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Desk, fixtures, text};

/// The files of an export, with what is in them.
fn exported(desk: &Desk, database: &str) -> Vec<(String, Vec<u8>)> {
    let out = format!("tables-of-{}", database.trim_end_matches(".db"));
    desk.stdout(&["export", "--db", database, "--output", &out]);
    let mut files: Vec<PathBuf> = fs::read_dir(desk.path(&out))
        .expect("it is there")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read(&path).expect("it can be read"))
        })
        .collect()
}

/// The articles of `tests/gold` as JSON Lines, and some that give nothing.
fn articles() -> Vec<String> {
    let gold = fixtures("../gold");
    let mut files: Vec<PathBuf> = fs::read_dir(gold)
        .expect("it is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "json"))
        .collect();
    files.sort();
    let mut lines: Vec<String> = files
        .iter()
        .take(12)
        .map(|path| {
            let record: Value =
                serde_json::from_slice(&fs::read(path).expect("it can be read")).expect("JSON");
            let mut article = serde_json::Map::new();
            for field in ["id", "url", "source", "published", "title", "text"] {
                if let Some(value) = record.get(field) {
                    article.insert(field.to_owned(), value.clone());
                }
            }
            Value::Object(article).to_string()
        })
        .collect();
    lines.insert(3, "no record".to_owned());
    lines.insert(5, r#"{"id": "empty", "text": ""}"#.to_owned());
    // The text of the first again, under another id, in what will be the other shard.
    let copy = lines[0].replacen("\"id\":\"", "\"id\":\"copy-of-", 1);
    lines.push(copy);
    lines
}

#[test]
fn records_of_shards_come_to_what_one_run_comes_to() {
    let desk = Desk::empty();
    let lines = articles();
    let (one, two) = lines.split_at(7);
    desk.write("all.jsonl", lines.join("\n"));
    desk.write("one.jsonl", one.join("\n"));
    desk.write("two.jsonl", two.join("\n"));
    let whole = desk.run(&["add", "all.jsonl", "--db", "whole.db"]);
    assert_eq!(whole.status.code(), Some(1), "one record is bad");

    fs::create_dir(desk.path("records")).expect("a folder");
    for shard in ["one", "two"] {
        let input = format!("{shard}.jsonl");
        let output = desk.run(&["extract", "--jsonl", &input]);
        assert_eq!(output.status.code(), Some(0), "what is skipped is a record, too");
        fs::write(desk.path(&format!("records/part-{shard}")), &output.stdout).expect("written");
        let database = format!("{shard}.db");
        desk.run(&["add", &input, "--db", &database]);
    }
    fs::write(desk.path("records/_SUCCESS"), "").expect("written");
    let added = desk.run(&["add", "--records", "records", "--db", "records.db"]);
    assert_eq!(added.status.code(), Some(1), "one record was bad");
    let counts = |output: &[u8]| {
        let told = text(output);
        told.lines().find(|line| line.starts_with("articles ")).expect("a line").to_owned()
    };
    assert_eq!(counts(&added.stderr), counts(&whole.stderr));
    let wanted = exported(&desk, "whole.db");
    assert!(wanted.iter().any(|(name, bytes)| name == "meetings.csv" && bytes.len() > 1000));
    assert!(wanted == exported(&desk, "records.db"), "records come to the same tables");

    let merged = desk.run(&["merge-db", "two.db", "--db", "one.db"]);
    assert_eq!(merged.status.code(), Some(0), "{}", text(&merged.stderr));
    assert!(wanted == exported(&desk, "one.db"), "merged shards come to the same tables");
    let again = desk.run(&["merge-db", "two.db", "--db", "one.db"]);
    assert!(text(&again.stderr).contains("0 added, 0 replaced"), "{}", text(&again.stderr));
    let own = desk.run(&["merge-db", "one.db", "--db", "one.db"]);
    assert!(text(&own.stderr).contains("is the database itself"), "{}", text(&own.stderr));
    let check = desk.run(&["check", "--db", "one.db"]);
    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stdout));
}

#[test]
fn decisions_come_with_the_database_that_is_merged() {
    let desk = Desk::empty();
    let article = |id: &str, person: &str| {
        format!(
            "{{\"id\":\"{id}\",\"published\":\"2024-05-11\",\"text\":\"Foreign Minister {person} of \
             Kenya met Envoy Jan Lund of Norway in Oslo on Friday.\"}}\n"
        )
    };
    desk.write("one.jsonl", article("a", "Ada Okafor"));
    desk.write("two.jsonl", article("b", "Adah Okafour"));
    desk.write("team.csv", "kind,name,office,of\nperson,Adah Okafour,Foreign Minister,Kenya\n");
    desk.run(&["add", "one.jsonl", "--db", "one.db"]);
    desk.run(&["add", "two.jsonl", "--db", "two.db", "--knowledge", "team.csv"]);
    let rename = ["correct", "rename", "Jan Lund", "Jan Lundqvist", "--author", "Desk"];
    let output = desk.run(&[&rename[..], &["--db", "two.db"]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let merged = desk.run(&["merge-db", "two.db", "--db", "one.db"]);
    assert!(text(&merged.stderr).contains("1 correction"), "{}", text(&merged.stderr));
    let actors = desk.stdout(&["actors", "--db", "one.db"]);
    assert!(actors.contains("Jan Lundqvist") && !actors.contains("Jan Lund "), "{actors}");
    let known = desk.stdout(&["knowledge", "list", "--db", "one.db"]);
    assert!(known.contains("Adah Okafour"), "{known}");
}

#[test]
fn the_filter_answers_each_line_before_the_next_comes() {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("chancery"))
        .args(["extract", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program is built");
    let mut input = child.stdin.take().expect("it is piped");
    let mut output = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    let mut ask = |line: &str| -> Value {
        writeln!(input, "{line}").expect("it is taken");
        input.flush().expect("it is taken");
        let answer = output.next().expect("an answer").expect("it is read");
        serde_json::from_str(&answer).expect("a record")
    };
    let record = ask(
        r#"{"id": "a", "text": "Foreign Minister Ada Okafor met Envoy Jan Lund in Oslo on Friday."}"#,
    );
    assert_eq!(
        (&record["id"], record["meetings"].as_array().map(Vec::len)),
        (&"a".into(), Some(1))
    );
    let bad = ask("no record");
    assert!(bad["skipped"].as_str().is_some_and(|it| it.starts_with("bad record: ")), "{bad}");
    let next = ask(r#"{"id": "c", "text": "Rain fell on Oslo all day."}"#);
    assert_eq!(next["id"], "c");
    drop(input);
    assert!(child.wait().expect("it ends").success());
}
