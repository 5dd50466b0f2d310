//! Articles in each format and encoding, and where their dates come from.

use std::fs;

use serde_json::Value;

use crate::cli::{Desk, fixtures, text};

/// The records that `extract` prints.
fn records(desk: &Desk, args: &[&str]) -> Vec<Value> {
    let output = desk.run(&[&["extract", "--quiet"], args].concat());
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {told}");
    text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("a record a line"))
        .collect()
}

#[test]
fn every_format_and_encoding_gives_the_same_article() {
    let desk = Desk::empty();
    // The file, how many articles it holds, and a name as only the right encoding has it.
    for (file, count, name) in [
        ("plain.txt", 1, "Élodie Müller"),
        ("windows-lines.txt", 1, "Élodie Müller"),
        ("utf8-mark.txt", 1, "Élodie Müller"),
        ("utf16-little.txt", 1, "Élodie Müller"),
        ("utf16-big.txt", 1, "Élodie Müller"),
        ("utf16-no-mark.txt", 1, "Élodie Müller"),
        ("windows-1252.txt", 1, "Élodie Müller"),
        ("front-matter.md", 1, "Élodie Müller"),
        ("toml.md", 1, "Élodie Müller"),
        ("heading.markdown", 1, "Élodie Müller"),
        ("meta.html", 1, "Élodie Müller"),
        ("linked-data.html", 1, "Élodie Müller"),
        ("time.htm", 1, "Élodie Müller"),
        ("big5.html", 1, "林美華"),
        ("windows-1251.html", 1, "Иван Петров"),
        ("shift-jis.html", 1, "佐藤健二"),
        ("record.json", 1, "Élodie Müller"),
        ("array.json", 2, "Élodie Müller"),
        ("lines.jsonl", 3, "Élodie Müller"),
        ("lines-utf16.ndjson", 2, "Élodie Müller"),
        ("no-extension", 1, "Élodie Müller"),
        ("rss.xml", 2, "Élodie Müller"),
        ("rss1.rdf", 1, "Élodie Müller"),
        ("latin.atom", 1, "Élodie Müller"),
        ("table.csv", 2, "Élodie Müller"),
        ("semicolons.csv", 1, "Élodie Müller"),
        ("dump.tsv", 1, "Élodie Müller"),
        ("message.eml", 1, "Élodie Müller"),
        ("box.mbox", 2, "Élodie Müller"),
        ("agency.nitf", 1, "Élodie Müller"),
        ("agency-message.xml", 2, "Élodie Müller"),
        ("minutes.docx", 1, "Élodie Müller"),
    ] {
        let path = fixtures("inputs").join(file);
        let records = records(&desk, &[path.to_str().expect("a path in UTF-8")]);
        assert_eq!(records.len(), count, "{file}");
        for record in records {
            assert_eq!(record["published"], "2025-12-06", "{file}");
            let title = record["title"].as_str().expect("a title");
            assert!(title.starts_with('M') && title.ends_with("meet"), "{file}: {title}");
            let text = record["text"].as_str().expect("a text");
            assert!(text.starts_with("Foreign Minister"), "{file}: {text}");
            assert!(text.contains(name), "{file}: {text}");
            for other in ["cookies", "football", "rights reserved", "World", "**", "date 2025"] {
                assert!(!text.contains(other), "{file}: {text}");
            }
            assert!(!record["meetings"].as_array().expect("a list").is_empty(), "{file}");
        }
    }
}

#[test]
fn every_fixture_is_read_by_the_test_above() {
    let output = Desk::empty().run(&["extract", fixtures("inputs").to_str().expect("UTF-8")]);
    let told = text(&output.stderr);
    // One file has no extension, which a folder does not take on trust.
    assert_eq!(told.lines().filter(|line| line.starts_with("skipped")).count(), 1, "{told}");
    assert_eq!(text(&output.stdout).lines().count(), 39, "{told}");
}

const BODY: &str = "Foreign Minister Ada Okafor met Envoy Jan Lund in Oslo on Friday.";

#[test]
fn the_date_comes_from_the_surest_place() {
    let desk = Desk::empty();
    let published = |name: &str, content: &str, args: &[&str]| -> Value {
        desk.write(name, content);
        records(&desk, &[&[name], args].concat()).remove(0)["published"].take()
    };
    let lined = format!("date 2021-02-02\n\n{BODY}");
    let record = format!(r#"{{"published":"2020-01-01","text":"date 2021-02-02\n\n{BODY}"}}"#);
    let dateless = format!(r#"{{"text":"date 2021-02-02\n\n{BODY}"}}"#);
    let named = "2022-03-03-talks";
    let page = format!(
        "<html><head><meta name='date' content='2020-01-01'></head><body><article>\
         <p>{BODY}</p><p>{BODY}</p><p>{BODY}</p></article></body></html>"
    );
    // The option beats all.
    for (end, content) in [("txt", &lined), ("json", &record), ("html", &page)] {
        let name = format!("{named}.{end}");
        assert_eq!(published(&name, content, &["--published", "2019-04-04"]), "2019-04-04");
    }
    // Then what a record or page says of itself, a first line, the name.
    assert_eq!(published(&format!("{named}.json"), &record, &[]), "2020-01-01");
    assert_eq!(published(&format!("{named}.html"), &page, &[]), "2020-01-01");
    assert_eq!(published(&format!("{named}.json"), &dateless, &[]), "2021-02-02");
    assert_eq!(published(&format!("{named}.txt"), &lined, &[]), "2021-02-02");
    assert_eq!(published(&format!("{named}.txt"), BODY, &[]), "2022-03-03");
    assert_eq!(published("talks_20220303.txt", BODY, &[]), "2022-03-03");
    // Never the file system, though the file was written a moment ago.
    assert_eq!(published("talks.txt", BODY, &[]), Value::Null);
}

#[test]
fn without_a_date_weekdays_stay_unresolved_and_that_is_told() {
    let desk = Desk::empty();
    desk.write("in/talks.txt", BODY);
    let output = desk.run(&["extract", "in"]);
    let record: Value = serde_json::from_slice(&output.stdout).expect("one record");
    assert_eq!(record["meetings"][0]["date"], Value::Null);
    let told = text(&output.stderr);
    assert!(
        told.contains("without a date of publication") && told.contains("in/talks.txt"),
        "{told}"
    );
    let dated = records(&desk, &["in", "--published", "2024-05-11"]);
    assert_eq!(dated[0]["meetings"][0]["date"], "2024-05-10");
}

#[test]
fn standard_input_is_read_in_any_format() {
    let desk = Desk::empty();
    let read = |args: &[&str], content: &str| -> Vec<Value> {
        let output =
            desk.command(&[&["extract", "-"], args].concat()).write_stdin(content).output();
        let output = output.expect("the program is built");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
            .lines()
            .map(|line| serde_json::from_str(line).expect("a record a line"))
            .collect()
    };
    let line = format!("{{\"id\":\"a\",\"text\":\"{BODY}\"}}\n");
    assert_eq!(read(&[], &line.repeat(2)).len(), 2);
    assert_eq!(read(&["--from", "jsonl"], &line).len(), 1);
    assert_eq!(read(&[], &format!("# Talks in Oslo\n\n{BODY}"))[0]["title"], "Talks in Oslo");
    assert_eq!(read(&["--from", "text"], &line)[0]["text"], line);
    assert_eq!(read(&[], BODY)[0]["text"], BODY);
}

#[test]
fn documents_without_a_name_are_told_apart_by_their_first_bytes() {
    let desk = Desk::empty();
    for file in [
        "rss.xml",
        "rss1.rdf",
        "latin.atom",
        "table.csv",
        "message.eml",
        "box.mbox",
        "agency.nitf",
        "agency-message.xml",
        "minutes.docx",
        "meta.html",
    ] {
        let content = fs::read(fixtures("inputs").join(file)).expect("it is there");
        let read = |name: &str, args: &[&str]| -> Vec<Value> {
            desk.write(name, &content);
            let mut found = records(&desk, &[&[name, "--published", "2025-12-06"], args].concat());
            for record in &mut found {
                record["id"].take();
            }
            found
        };
        let named = read(file, &[]);
        assert!(!named.is_empty(), "{file}");
        assert_eq!(read("nameless", &[]), named, "{file}");
        if ["rss.xml", "agency-message.xml"].contains(&file) {
            assert_eq!(read("nameless", &["--from", "xml"]), named, "{file}");
        }
    }
}

#[test]
fn xml_of_other_kinds_and_tables_without_texts_are_told() {
    let desk = Desk::empty();
    desk.write("in/map.xml", "<?xml version='1.0'?><urlset><url/></urlset>");
    desk.write("in/empty.xml", "");
    desk.write("in/figures.csv", "year,fish\n2025,7\n");
    let output = desk.run(&["extract", "in"]);
    let told = text(&output.stderr);
    for line in [
        "in/map.xml: unknown format (its first element is ‘urlset’; read are",
        "in/empty.xml: no text",
        "in/figures.csv: unknown format (no column holds texts by its name; tell which does with \
         --column text=NAME; there are year, fish)",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert_eq!(output.status.code(), Some(0), "a folder may hold any tables");
    let named = desk.run(&["extract", "in/figures.csv"]);
    assert!(text(&named.stderr).contains("bad record (no column holds"), "{named:?}");
    assert_eq!(named.status.code(), Some(1));
}

#[test]
fn columns_of_a_table_are_told() {
    let desk = Desk::empty();
    desk.write("a.csv", format!("kop,tekst,dag\nTalks,\"{BODY}\",2024-05-11\n"));
    let columns = ["--column", "text=tekst", "--column", "title=kop", "--column", "published=dag"];
    let found = records(&desk, &[&["a.csv"][..], &columns].concat());
    assert_eq!(found[0]["title"], "Talks");
    assert_eq!(found[0]["published"], "2024-05-11");
    let output = desk.run(&["extract", "a.csv", "--column", "body=tekst"]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(told.contains("‘body’ is none of id, url, source, published, title, text"), "{told}");
}

#[test]
fn one_bad_record_costs_only_itself() {
    let desk = Desk::empty();
    desk.write(
        "in/a.jsonl",
        format!("{{\"id\":\"a\",\"text\":\"{BODY}\"}}\n{{\"id\":\n{{\"id\":\"b\",\"text\":\"{BODY} It rained.\"}}\n"),
    );
    desk.write("in/b.json", "[{\"text\": 5}]");
    desk.write("in/c.txt", [0u8, 159, 146, 150, 0]);
    desk.write("in/d.html", "");
    desk.write("in/e.txt", "x".repeat((20 << 20) + 1));
    let output = desk.run(&["add", "in"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(desk.without_folders(&text(&output.stderr)));
}
