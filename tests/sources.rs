//! Every table and every file of weights says where it is from.

use std::fs;

use crate::samples::{committed, files};

/// Fails with the name of every file that a page does not name.
fn named(page: &str, names: impl Iterator<Item = String>) {
    let text = fs::read_to_string(committed(page)).expect("the page is committed");
    let missing: Vec<String> =
        names.filter(|name| !text.contains(&["`", name, "`"].concat())).collect();
    assert!(missing.is_empty(), "{page} has no line for {}", missing.join(", "));
}

/// The names of files under a folder that end so.
fn ending(folder: &str, end: &str) -> Vec<String> {
    let mut names: Vec<String> = files(&committed(folder)).into_keys().collect();
    names.retain(|name| name.ends_with(end));
    assert!(!names.is_empty(), "{folder} has no {end}");
    names
}

#[test]
fn every_table_of_knowledge_has_a_source() {
    named("knowledge/SOURCES.md", ending("knowledge", ".tsv").into_iter());
}

#[test]
fn every_lexicon_beside_a_module_has_a_source() {
    let lexicons = ending("src", ".tsv").into_iter().map(|name| ["src/", &name].concat());
    named("knowledge/SOURCES.md", lexicons);
}

#[test]
fn all_weights_say_what_they_were_learned_from() {
    named("models/MODELS.md", ending("models", ".bin").into_iter());
}
