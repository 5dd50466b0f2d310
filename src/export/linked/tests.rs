//! What was written of any text reads back, in the words of other programs.

use std::collections::BTreeMap;
use std::fs;

use insta::assert_snapshot;
use oxttl::TurtleParser;
use proptest::prelude::*;

use crate::export::tables::tests::Small;
use crate::export::tables::{CsvStyle, TABLE_FORMATS};
use crate::export::tests::any_name;

/// What a format makes of a small source with `text` in every place of it.
fn written(format: &str, text: &str) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let format = TABLE_FORMATS.iter().find(|it| it.name == format).expect("it is listed");
    let target = folder.path().join("all");
    format.write(&Small::new(text), &target, CsvStyle::default()).expect("it is writable");
    let read = |path: &std::path::Path| fs::read_to_string(path).expect("it is there");
    if target.is_file() {
        return BTreeMap::from([(String::new(), read(&target))]);
    }
    let pages = fs::read_dir(&target).expect("a folder").map(|entry| entry.expect("a page"));
    pages
        .map(|page| (page.file_name().into_string().expect("it is text"), read(&page.path())))
        .collect()
}

fn file(format: &str, text: &str) -> String {
    written(format, text).remove("").expect("it is one file")
}

const TEXT: &str = "Amara “Ama” Okafor & Söhne";

#[test]
fn a_small_source_as_entities() {
    assert_snapshot!(file("ftm", TEXT));
}

#[test]
fn a_small_source_as_turtle() {
    assert_snapshot!(file("turtle", TEXT));
}

#[test]
fn a_small_source_as_cypher() {
    assert_snapshot!(file("cypher", TEXT));
}

#[test]
fn a_small_source_as_notes() {
    let notes = written("obsidian", TEXT);
    let notes: Vec<String> =
        notes.into_iter().map(|(name, text)| format!("{name}\n{text}")).collect();
    assert_snapshot!(notes.join("\n"));
}

#[test]
fn ids_of_entities_have_letters_digits_and_hyphens_only() {
    for line in file("ftm", TEXT).lines() {
        let entity: serde_json::Value = serde_json::from_str(line).expect("it is JSON");
        let id = entity["id"].as_str().expect("it has an id");
        assert!(id.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-'), "{id}");
    }
}

/// The first text of Cypher after `before`, as a database would have it.
fn cypher_text(script: &str, before: &str) -> String {
    let start = script.find(before).expect("it is there") + before.len();
    let mut letters = script[start..].chars();
    let mut text = String::new();
    loop {
        match letters.next().expect("the text ends") {
            '\'' => return text,
            '\\' => match letters.next().expect("something is escaped") {
                'n' => text.push('\n'),
                'r' => text.push('\r'),
                't' => text.push('\t'),
                'u' => {
                    let digits: String = letters.by_ref().take(4).collect();
                    let number = u32::from_str_radix(&digits, 16).expect("four digits");
                    text.push(char::from_u32(number).expect("a letter"));
                }
                other => text.push(other),
            },
            letter => text.push(letter),
        }
    }
}

proptest! {
    #[test]
    fn entities_of_every_name_read_back(name in any_name()) {
        let mut names = Vec::new();
        for line in file("ftm", &name).lines() {
            let entity: serde_json::Value = serde_json::from_str(line).expect("it is JSON");
            if entity["schema"] == "PublicBody" {
                names.push(entity["properties"]["name"][0].as_str().unwrap_or_default().to_owned());
            }
        }
        let told = if name.trim().is_empty() { "" } else { name.as_str() };
        prop_assert_eq!(names, [told]);
    }

    #[test]
    fn turtle_of_every_name_reads_back(name in any_name()) {
        let turtle = file("turtle", &name);
        let mut labels = Vec::new();
        for triple in TurtleParser::new().for_slice(&turtle) {
            let triple = triple.expect("it is Turtle");
            let is_actor = triple.subject.to_string() == "<urn:chancery:actor:1>";
            if is_actor && triple.predicate.as_str().ends_with("#label")
                && let oxrdf::Term::Literal(label) = &triple.object
            {
                labels.push(label.value().to_owned());
            }
        }
        prop_assert_eq!(labels, [name]);
    }

    #[test]
    fn cypher_of_every_name_reads_back(name in any_name()) {
        let script = file("cypher", &name);
        let actors = &script[script.find("MERGE (it:Article").expect("articles come first")..];
        prop_assert_eq!(cypher_text(actors, "{id: 1, name: '"), name.replace('\0', "\u{fffd}"));
    }

    #[test]
    fn notes_of_every_name_read_back(name in any_name()) {
        let notes = written("obsidian", &name);
        prop_assert_eq!(notes.len(), 1);
        let (file, text) = notes.first_key_value().expect("a note");
        prop_assert!(file.len() <= 140 && file.is_char_boundary(file.len()), "{}", file);
        let told = text.lines().find_map(|line| line.strip_prefix("name: ")).expect("it has a name");
        let read: String = serde_json::from_str(told).expect("it is quoted");
        prop_assert_eq!(read, name);
        prop_assert_eq!(text.lines().filter(|line| *line == "---").count(), 2);
    }
}
