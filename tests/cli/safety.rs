//! `check` and `backup`: what is wrong with a database, what mends it, and a copy of it.

use std::fs;
use std::process::{Command, Stdio};

use rusqlite::Connection;
use serde_json::Value;

use super::{Desk, text};

/// Changes the database behind the program's back.
fn meddle(desk: &Desk, sql: &str) {
    let store = Connection::open(desk.path("chancery.db")).expect("it opens");
    store.execute_batch("pragma foreign_keys = off").expect("it can be set");
    store.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// What `check` finds, by the name of the rule, each with what mends it.
fn findings(desk: &Desk) -> Vec<(String, String)> {
    let output = desk.run(&["check", "--format", "json"]);
    let found: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let found = found["findings"].as_array().expect("a list").clone();
    assert_eq!(output.status.code(), Some(i32::from(!found.is_empty())), "{found:?}");
    let word = |it: &Value, name: &str| it[name].as_str().expect("a word").to_owned();
    found.iter().map(|it| (word(it, "rule"), word(it, "remedy"))).collect()
}

#[test]
fn a_database_as_the_program_leaves_it_holds() {
    let desk = Desk::with_database();
    assert_eq!(findings(&desk), []);
    assert!(desk.session(&["check"]).contains("all holds\n[0]"));
    for args in [
        &["correct", "rename", "Ada Okafor", "Ada N. Okafor"][..],
        &["correct", "reject", "Lima", "--thing", "location"],
        &["correct", "merge", "Jan Lund", "Rosa Quispe"],
        &["remove", "wire-77"],
    ] {
        let output =
            desk.command(args).env("CHANCERY_AUTHOR", "Ana").output().expect("it is built");
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output.stderr));
        assert_eq!(findings(&desk), [], "{args:?}");
    }
}

/// Ways to break a database, each with the rule that finds it and the remedy it names.
const BREACHES: &[(&str, &str, &str)] = &[
    ("delete from meeting_members where rowid = 1", "grouping", "resolve"),
    ("delete from actor_members where actor = (select min(id) from actors)", "grouping", "resolve"),
    ("update actor_figures set articles = articles + 1", "figures", "resolve"),
    ("delete from statement_numbers", "figures", "resolve"),
    ("delete from names where thing = 'actor'", "names", "resolve"),
    ("update meetings set date_from = '2999-01-01' where date is not null", "dates", "resolve"),
    ("update meetings set confidence = 2", "confidence", "resolve"),
    ("update digests set meeting = meeting + 1", "digests", "resolve"),
    ("update digests set digest = substr(digest, 2)", "digests", "resolve"),
    (
        "update actor_forms set form = cast(replace(cast(form as text), 'Okafor', 'Okapi') as blob)",
        "digests",
        "resolve",
    ),
    ("delete from digests", "digests", "resolve"),
    ("insert into outcomes values ('actor', 1, 1)", "prints", "resolve"),
    ("update resolution set current = 0", "grouping", "resolve"),
    ("delete from meeting_entry_participants", "rows", "repair"),
    ("delete from actor_entries where ref = 1", "links", "repair"),
    ("update meeting_evidence set first = first + 1", "rows", "repair"),
    ("update actor_mentions set text = 'Okapi' where text like '%Okafor%'", "rows", "repair"),
    ("update location_entries set name = 'Limbo'", "rows", "repair"),
    ("insert into statement_search (statement_search) values ('delete-all')", "search", "repair"),
    ("update articles set record = '{}' where id = 1", "records", "reextract"),
    (
        "update articles set record = replace(record, '\"start\":', '\"start\":1')",
        "records",
        "reextract",
    ),
    ("update articles set title = title || '!'", "records", "reextract"),
];

#[test]
fn each_breach_is_found_and_its_remedy_mends_it() {
    let export = |desk: &Desk| {
        let folder = desk.path("tables");
        desk.stdout(&["export", "--format", "csv", "--output", "tables"]);
        fs::read_to_string(folder.join("meetings.csv")).expect("it is written")
    };
    let whole = export(&Desk::with_database());
    for (sql, rule, remedy) in BREACHES {
        let desk = Desk::with_database();
        meddle(&desk, sql);
        let found = findings(&desk);
        assert!(
            found.iter().any(|it| (it.0.as_str(), it.1.as_str()) == (*rule, *remedy)),
            "{sql}: {found:?}"
        );
        // The heaviest remedy first: it may leave what a lighter one mends.
        for (remedy, command) in [
            ("reextract", &["reextract"][..]),
            ("repair", &["check", "--repair"]),
            ("resolve", &["resolve"]),
        ] {
            if findings(&desk).iter().any(|it| it.1 == remedy) {
                desk.stdout(command);
            }
        }
        assert_eq!(findings(&desk), [], "{sql}");
        assert_eq!(export(&desk), whole, "{sql}");
    }
}

#[test]
fn what_is_found_is_told_with_what_to_do() {
    let desk = Desk::with_database();
    meddle(
        &desk,
        "delete from meeting_members; update location_entries set name = 'Limbo'; \
         update articles set title = title || '!' where key = 'wire-78'",
    );
    insta::assert_snapshot!(desk.session(&["check"]));
}

#[test]
fn a_copy_is_the_same_database_and_overwrites_nothing() {
    let desk = Desk::with_database();
    let list = |db: &str| desk.stdout(&["meetings", "--format", "csv", "--db", db]);
    let mut sessions = vec![desk.session(&["backup", "copy.db"])];
    assert_eq!(list("copy.db"), list("chancery.db"));
    desk.write("notes.txt", "mine");
    for args in [
        &["backup", "copy.db"][..],
        &["backup", "notes.txt"],
        &["backup", "chancery.db", "--force"],
        &["backup", "no/folder/copy.db"],
        &["backup", "copy.db", "--db", "nothing.db"],
        &["backup", "copy.db", "--force"],
    ] {
        sessions.push(desk.session(args));
    }
    assert_eq!(fs::read_to_string(desk.path("notes.txt")).expect("it is there"), "mine");
    // Whoever uses the file that is to be replaced would lose its log.
    let other = Connection::open(desk.path("copy.db")).expect("it opens");
    other.pragma_update(None, "journal_mode", "wal").expect("it can be set");
    other.execute_batch("update meetings set plover = plover").expect("it is writable");
    sessions.push(desk.session(&["backup", "copy.db", "--force"]));
    drop(other);
    insta::assert_snapshot!(sessions.join("\n"));
    let left: Vec<_> = fs::read_dir(desk.path(""))
        .expect("it is there")
        .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(".part"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn a_copy_made_while_articles_come_in_holds() {
    let desk = Desk::empty();
    let lines: Vec<String> = (0..400)
        .map(|number| {
            format!(
                "{{\"id\":\"a{number:03}\",\"text\":\"Ada Okafor of Kenya met Jan Lund of Norway in \
                 Oslo on quota number {number}.\"}}\n"
            )
        })
        .collect();
    desk.write("first.jsonl", lines[..10].concat());
    desk.write("many.jsonl", lines.concat());
    desk.stdout(&["add", "first.jsonl"]);
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("chancery"))
        .current_dir(desk.path(""))
        .args(["add", "many.jsonl"])
        .stderr(Stdio::null())
        .spawn()
        .expect("the program is built");
    let mut copies = 0;
    loop {
        let is_done = child.try_wait().expect("it runs").is_some();
        desk.stdout(&["backup", "copy.db", "--force"]);
        copies += 1;
        let told = desk.run(&["check", "--db", "copy.db", "--format", "json"]).stdout;
        let told: Value = serde_json::from_slice(&told).expect("it is JSON");
        let found = told["findings"].as_array().expect("a list");
        // Between a batch and the grouping at the end, only that is missing.
        assert!(
            found.iter().all(|it| it["rule"] == "grouping"),
            "{}",
            text(told.to_string().as_bytes())
        );
        if is_done {
            assert_eq!((told["articles"].as_u64(), found.len()), (Some(400), 0));
            break;
        }
    }
    assert!(copies > 1, "the articles came in too soon");
}
