//! The shapes that others rely on are those that the program has.

use std::fs;
use std::path::Path;

use chancery::record::{
    ActorEntry, ActorKind, ActorRef, Excerpt, Extraction, Speaker, Statement, StatementKind,
    StatementRef, Tone,
};
use jsonschema::Validator;
use serde_json::{Value, json};

/// The schema of the record, as committed.
fn committed() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/extraction.schema.json");
    fs::read_to_string(path).expect("the schema is committed")
}

/// A validator for the committed schema.
pub(crate) fn validator() -> Validator {
    let schema: Value = serde_json::from_str(&committed()).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is a JSON Schema")
}

/// A record with a named and an unnamed speaker.
fn record() -> Extraction {
    let text = "\u{201c}We agreed,\u{201d} Okafor said.";
    let excerpt = |start: usize, end: usize| Excerpt {
        text: text.chars().skip(start).take(end - start).collect(),
        start,
        end,
    };
    let statement = |index: usize, speaker: Speaker| Statement {
        id: StatementRef::new(index),
        speaker,
        kind: StatementKind::Direct,
        cue: "said".to_owned(),
        addressees: Vec::new(),
        content: vec![excerpt(0, 12)],
        about: Vec::new(),
        tone: Tone::Agree,
        codes: chancery::record::Codes::default(),
        confidence: 0.9,
        evidence: vec![excerpt(0, 25)],
    };
    Extraction {
        id: "one".to_owned(),
        published: Some("2025-12".parse().expect("a month")),
        text: text.to_owned(),
        actors: vec![ActorEntry {
            id: ActorRef::new(0),
            name: "Okafor".to_owned(),
            kind: ActorKind::Person,
            canonical: "Okafor".to_owned(),
            aliases: Vec::new(),
            ids: std::collections::BTreeMap::new(),
            mentions: vec![excerpt(13, 19)],
            roles: Vec::new(),
            affiliations: Vec::new(),
        }],
        statements: vec![
            statement(0, Speaker::new(vec![ActorRef::new(0)], "")),
            statement(1, Speaker::new(Vec::new(), "an aide")),
        ],
        ..Extraction::default()
    }
}

#[test]
fn the_committed_schema_is_that_of_the_types() {
    assert_eq!(
        committed(),
        chancery::record::schema(),
        "the record changed: run `cargo run -- schema` and commit `schema/`"
    );
}

#[test]
fn a_record_is_valid() {
    let record = serde_json::to_value(record()).expect("plain data");
    let errors: Vec<String> =
        validator().iter_errors(&record).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn what_is_no_record_is_not_valid() {
    let mut wrong = serde_json::to_value(record()).expect("plain data");
    wrong["actors"][0]["kind"] = json!("cat");
    assert!(!validator().is_valid(&wrong));
    let mut without = serde_json::to_value(record()).expect("plain data");
    without.as_object_mut().expect("a record is an object").remove("text");
    assert!(!validator().is_valid(&without));
}
