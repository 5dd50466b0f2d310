//! What the store keeps, refuses, and gives back.

use std::fs;

use super::*;
use crate::record::{ActorEntry, ActorKind, ActorRef, Excerpt, Extraction};

fn record(id: &str, text: &str) -> Extraction {
    Extraction {
        id: id.to_owned(),
        published: Some("2024-05-10".parse().expect("a day")),
        title: "Talks".to_owned(),
        text: text.to_owned(),
        actors: vec![ActorEntry {
            id: ActorRef::new(0),
            name: "Ada Okafor".to_owned(),
            kind: ActorKind::Person,
            canonical: "Ada Okafor".to_owned(),
            aliases: Vec::new(),
            ids: std::collections::BTreeMap::new(),
            mentions: vec![Excerpt { text: "Ada Okafor".to_owned(), start: 0, end: 10 }],
            roles: vec!["Envoy".to_owned()],
            affiliations: vec!["Kenya".to_owned()],
        }],
        ..Extraction::default()
    }
}

#[test]
fn the_same_article_twice_changes_nothing() {
    let mut store = Store::in_memory().expect("memory");
    let one = record("a", "Ada Okafor spoke.");
    assert_eq!(store.add(std::slice::from_ref(&one)).expect("added"), [Added::New]);
    assert_eq!(store.add(std::slice::from_ref(&one)).expect("added"), [Added::Unchanged]);
    let twin = Extraction { id: "b".to_owned(), ..one };
    assert_eq!(store.add(&[twin]).expect("added"), [Added::Duplicate("a".to_owned())]);
    store.resolve().expect("resolved");
    assert_eq!(store.list_articles(&Filter::default()).expect("listed").len(), 1);
    let actors = store.list_actors(&Filter::default()).expect("listed");
    assert_eq!(actors.len(), 1);
    assert_eq!(actors[0].affiliations, ["Kenya"]);
}

#[test]
fn a_changed_text_replaces_the_old_one_and_what_rests_on_it() {
    let mut store = Store::in_memory().expect("memory");
    store.add(&[record("a", "Ada Okafor spoke.")]).expect("added");
    let changed = Extraction { actors: Vec::new(), ..record("a", "Nobody spoke.") };
    assert_eq!(store.add(&[changed]).expect("added"), [Added::Replaced]);
    store.resolve().expect("resolved");
    assert!(store.list_actors(&Filter::default()).expect("listed").is_empty());
    let found = |words: &str| {
        let filter = Filter { text: Some(words.to_owned()), ..Filter::default() };
        store.list_articles(&filter).expect("listed").len()
    };
    assert_eq!((found("okafor"), found("nobody"), found("a \"b")), (0, 1, 0));
}

#[test]
fn what_was_removed_is_gone() {
    let mut store = Store::in_memory().expect("memory");
    store.add(&[record("a", "One."), record("b", "Two.")]).expect("added");
    assert!(store.remove("a").expect("removed"));
    assert!(!store.remove("a").expect("asked"));
    store.resolve().expect("resolved");
    assert_eq!(store.list_articles(&Filter::default()).expect("listed").len(), 1);
}

/// All names by which things are found.
fn names(store: &Store) -> Vec<(String, i64, String, bool)> {
    let mut read = store
        .connection
        .prepare("select thing, id, name, own from names order by thing, id, name")
        .expect("there are names");
    let rows = read.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)));
    rows.expect("they can be read").map(|row| row.expect("it can be read")).collect()
}

#[test]
fn names_that_an_article_adds_to_those_of_an_actor_are_those_of_a_grouping_anew() {
    let mut store = Store::in_memory().expect("memory");
    store.add(&[record("a", "One.")]).expect("added");
    store.update().expect("grouped");
    let mut other = record("b", "Dr. Okafor spoke.");
    other.actors[0].mentions[0] = Excerpt { text: "Dr. Okafor".to_owned(), start: 0, end: 10 };
    store.add(&[other]).expect("added");
    store.update().expect("grouped");
    let found = names(&store);
    let told: Vec<(&str, bool)> =
        found.iter().filter(|it| it.0 == "actor").map(|it| (it.2.as_str(), it.3)).collect();
    assert_eq!(told, [("ada okafor", true), ("dr. okafor", false)]);
    store.resolve().expect("grouped");
    assert_eq!(names(&store), found);
    store.remove("b").expect("removed");
    store.update().expect("grouped");
    assert!(names(&store).iter().all(|it| it.2 != "dr. okafor"));
}

#[test]
fn foreign_and_later_files_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("x.db");
    assert!(matches!(Store::open(&path), Err(Error::Missing { .. })));
    fs::write(&path, "this is no database, but a text that is long enough to be read as one")
        .expect("writable");
    assert!(matches!(Store::create(&path), Err(Error::NoDatabase { .. })));
    fs::remove_file(&path).expect("it is there");
    drop(Store::create(&path).expect("made"));
    let other = Connection::open(&path).expect("it is one");
    other.pragma_update(None, "user_version", 99).expect("writable");
    drop(other);
    assert!(matches!(Store::open(&path), Err(Error::TooNew { found: 99, .. })));
    let path = folder.path().join("y.db");
    let other = Connection::open(&path).expect("made");
    other.execute_batch("create table t (x)").expect("writable");
    drop(other);
    assert!(matches!(Store::create(&path), Err(Error::Foreign)));
}

#[test]
fn a_batch_that_is_not_committed_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("x.db");
    let mut store = Store::create(&path).expect("made");
    store.add(&[record("a", "One.")]).expect("added");
    // A writer that ends in the middle: its transaction is rolled back.
    let other = Connection::open(&path).expect("it is there");
    other
        .execute_batch(
            "begin immediate; insert into articles (key, url, source, title, text, hash, record) \
             values ('half', '', '', '', 'half', 'h', '{}')",
        )
        .expect("written");
    drop(other);
    drop(store);
    let store = Store::open(&path).expect("it opens");
    assert_eq!(store.list_articles(&Filter::default()).expect("listed").len(), 1);
}

#[test]
fn who_reads_sees_one_state_whatever_is_written_meanwhile() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("x.db");
    let mut store = Store::create(&path).expect("made");
    store.add(&[record("a", "One.")]).expect("added");
    let count = |reader: &Store| reader.count_articles().expect("counted");
    let reader = Store::read(&path).expect("it opens");
    assert_eq!(count(&reader), 1);
    store.add(&[record("b", "Two.")]).expect("nobody is waited for");
    assert_eq!(count(&reader), 1);
    assert_eq!(count(&Store::read(&path).expect("it opens")), 2);
}

#[test]
fn a_database_that_may_not_grow_says_that_the_disk_is_full_and_keeps_what_it_has() {
    let mut store = Store::in_memory().expect("memory");
    store.add(&[record("a", "One.")]).expect("added");
    let pages: u32 = store
        .connection
        .query_row("pragma page_count", [], |row| row.get(0))
        .expect("every database has one");
    store.connection.pragma_update(None, "max_page_count", pages + 20).expect("it is a setting");
    let long = "A word of many. ".repeat(20_000);
    let many: Vec<Extraction> =
        (0..4).map(|number| record(&format!("b{number}"), &format!("{number} {long}"))).collect();
    assert!(matches!(store.add(&many), Err(Error::Full { .. })));
    let left = store.list_articles(&Filter::default()).expect("listed");
    assert_eq!(left.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["a"]);
    store.add(&[record("c", "Three.")]).expect("what is small has room");
}

#[test]
fn one_text_takes_the_place_of_two_that_share_its_id_and_its_address() {
    let mut store = Store::in_memory().expect("memory");
    let at =
        |id: &str, url: &str, text: &str| Extraction { url: url.to_owned(), ..record(id, text) };
    store.add(&[at("a", "x", "One."), at("b", "y", "Two.")]).expect("added");
    assert_eq!(store.add(&[at("a", "y", "Three.")]).expect("added"), [Added::Replaced]);
    assert_eq!(store.list_articles(&Filter::default()).expect("listed").len(), 1);
}

#[test]
fn the_committed_schema_is_that_of_the_migrations() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/database.sql");
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        committed,
        schema().expect("memory"),
        "the schema changed: run `cargo run -- schema` and commit `schema/`"
    );
}
