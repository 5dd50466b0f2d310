//! Databases of each released schema open with this program, and hold what they held.
//!
//! `tests/fixtures/databases/make.sh` adds the one of the present schema.

use std::fs;
use std::io::Read;
use std::path::PathBuf;

use chancery::store::{Filter, Store};
use flate2::read::GzDecoder;
use rusqlite::Connection;

use crate::cli::{Desk, fixtures};

/// The databases, with the number of the schema that each has.
fn databases() -> Vec<(u32, PathBuf)> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir(fixtures("databases"))
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?;
            let number = name.strip_prefix("schema-")?.strip_suffix(".db.gz")?.parse().ok()?;
            Some((number, path))
        })
        .collect();
    found.sort();
    found
}

/// All that a database says of its tables.
fn shape(connection: &Connection) -> Vec<String> {
    let mut statement = connection
        .prepare(
            "select type || ' ' || name || ' ' || coalesce(sql, '') from sqlite_schema order by 1",
        )
        .expect("every database has one");
    let rows = statement.query_map([], |row| row.get(0)).expect("it can be read");
    rows.map(|row| row.expect("a text")).collect()
}

#[test]
fn there_is_a_database_of_every_schema_that_was_released() {
    let numbers: Vec<u32> = databases().into_iter().map(|(number, _)| number).collect();
    // The first release has schema 2.
    assert_eq!(numbers.first(), Some(&2));
    let migrations = fs::read_dir(fixtures("../../migrations")).expect("it is there").count();
    assert!(numbers.iter().all(|&number| number as usize <= migrations), "{numbers:?}");
}

#[test]
fn every_one_is_brought_to_the_present_schema_and_keeps_its_articles() {
    let fresh = Desk::empty();
    drop(Store::create(&fresh.path("new.db")).expect("it is made"));
    let wanted = shape(&Connection::open(fresh.path("new.db")).expect("it opens"));
    for (number, path) in databases() {
        let desk = Desk::empty();
        let mut bytes = Vec::new();
        let packed = fs::File::open(&path).expect("it is there");
        GzDecoder::new(packed).read_to_end(&mut bytes).expect("it is packed");
        let own = desk.write("chancery.db", bytes);
        let found: u32 = Connection::open(&own)
            .expect("it opens")
            .query_row("pragma user_version", [], |row| row.get(0))
            .expect("every database has one");
        assert_eq!(found, number);
        let mut store = Store::open(&own).unwrap_or_else(|error| {
            panic!("schema {number}: {error}; a released migration is never edited")
        });
        let articles = store.list_articles(&Filter::default()).expect("they can be listed");
        assert_eq!(articles.len(), 6, "schema {number}");
        store.resolve().expect("records of that time can be read");
        let actors = store.list_actors(&Filter::default()).expect("they can be listed");
        assert!(actors.iter().any(|it| it.name == "Ada Okafor"), "schema {number}");
        drop(store);
        assert_eq!(shape(&Connection::open(&own).expect("it opens")), wanted, "schema {number}");
        assert!(desk.stdout(&["meetings"]).contains("Oslo"), "schema {number}");
    }
}
