//! `correct`: what people decide, where it shows, and how it is taken back and handed on.

use super::{Desk, fixtures, text};

/// Who decides when, for all decisions of a test.
const BY: &[&str] = &["--author", "Ana", "--time", "2026-01-02T03:04:05Z"];

/// A decision as it looks in a terminal.
fn decide(desk: &Desk, args: &[&str]) -> String {
    desk.session(&[&["correct"], args, BY].concat())
}

/// The number of the meeting in Oslo.
fn oslo(desk: &Desk) -> String {
    desk.field("id", &["meetings", "--location", "Oslo"]).remove(0)
}

fn names(desk: &Desk) -> Vec<String> {
    desk.field("name", &["actors"])
}

#[test]
fn actors_are_merged_renamed_and_set_and_it_shows_everywhere() {
    let desk = Desk::with_database();
    let all = [
        decide(&desk, &["merge", "Ada Okafor", "Samuel Okafor", "--reason", "a slip of the pen"]),
        decide(&desk, &["rename", "Ada Okafor", "Adaeze Okafor"]),
        decide(&desk, &["set", "Adaeze Okafor", "affiliation", "add", "Togo"]),
        decide(&desk, &["set", "Lund", "role", "envoy at large"]),
        desk.session(&["actors", "--kind", "person"]),
        desk.session(&["show", "actor", "Samuel Okafor"]),
        desk.session(&["correct", "log"]),
        desk.session(&["network", "--format", "dot"]),
    ];
    insta::assert_snapshot!(all.join("\n"));
    desk.stdout(&["export", "--output", "tables"]);
    let table = |name: &str| {
        std::fs::read_to_string(desk.path("tables").join(name)).expect("the table is written")
    };
    assert!(table("affiliations.csv").contains("Togo"), "{}", table("affiliations.csv"));
    let actors = table("actors.csv");
    assert!(actors.contains("Adaeze Okafor") && !actors.contains("Samuel Okafor"), "{actors}");
}

#[test]
fn meetings_are_set_merged_split_and_rejected() {
    let desk = Desk::with_database();
    let number = oslo(&desk);
    let other = desk.field("id", &["meetings", "--location", "Nairobi"]).remove(0);
    let all = [
        decide(
            &desk,
            &["set", &number, "date", "2024-05-09", "--reason", "the ministry's own page"],
        ),
        decide(&desk, &["set", &number, "place", "Nairobi"]),
        decide(&desk, &["set", &number, "participant", "add", "Rosa Quispe"]),
        decide(&desk, &["set", &number, "participant", "remove", "Jan Lund"]),
        decide(&desk, &["set", &number, "host", "Tora Berg", "--new", "person"]),
        decide(&desk, &["set", &number, "status", "cancelled"]),
        desk.session(&["show", "meeting", &number]),
        decide(&desk, &["merge", &number, &other]),
        desk.session(&["meetings"]),
        decide(&desk, &["reject", &number]),
        desk.session(&["meetings"]),
        desk.session(&["correct", "log", "--format", "csv"]),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn a_split_parts_what_articles_tell_and_a_later_merge_overrules_it() {
    let desk = Desk::with_database();
    let articles = desk.field("id", &["articles", "--actor", "Jan Lund"]);
    assert_eq!(articles.len(), 2, "{articles:?}");
    let all = [
        decide(&desk, &["split", "Jan Lund", "--article", "nowhere"]),
        decide(&desk, &["split", "Jan Lund", "--name", "Bob"]),
        decide(&desk, &["split", "Jan Lund", "--name", "Jan Lund"]),
        decide(&desk, &["split", "Jan Lund"]),
        decide(
            &desk,
            &["split", "Jan Lund", "--article", &articles[1], "--as", "Jan Lund, writer"],
        ),
        desk.session(&["actors", "--actor", "Lund"]),
        decide(&desk, &["merge", "Jan Lund", "Jan Lund, writer"]),
        desk.session(&["correct", "log"]),
        decide(&desk, &["undo"]),
        decide(&desk, &["undo", "2"]),
        decide(&desk, &["undo", "3"]),
        desk.session(&["correct", "log"]),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn what_was_taken_back_leaves_no_trace_in_what_was_found() {
    let desk = Desk::with_database();
    let before =
        [desk.stdout(&["actors"]), desk.stdout(&["meetings"]), desk.stdout(&["locations"])];
    decide(&desk, &["merge", "Ada Okafor", "Jan Lund"]);
    decide(&desk, &["rename", "Oslo", "Kristiania"]);
    assert_eq!(desk.field("name", &["locations", "--location", "Oslo"]), ["Kristiania"]);
    decide(&desk, &["undo"]);
    decide(&desk, &["undo"]);
    let after = [desk.stdout(&["actors"]), desk.stdout(&["meetings"]), desk.stdout(&["locations"])];
    assert_eq!(before, after);
    assert!(decide(&desk, &["undo"]).contains("there is no correction to take back"));
}

#[test]
fn corrections_outlive_reextraction_removal_and_adding_again() {
    let desk = Desk::empty();
    let articles = fixtures("desk");
    let articles = articles.to_str().expect("a path in UTF-8");
    desk.run(&["add", articles]);
    decide(&desk, &["rename", "Rosa Quispe", "Rosa Quispe Huamán"]);
    let number = oslo(&desk);
    decide(&desk, &["set", &number, "date", "2024-05-09"]);
    let before = [desk.stdout(&["actors"]), desk.stdout(&["meetings"])];
    desk.stdout(&["reextract"]);
    assert_eq!(before, [desk.stdout(&["actors"]), desk.stdout(&["meetings"])]);
    let all = [
        desk.session(&["remove", "wire-78"]),
        desk.session(&["correct", "log", "--state", "gone"]),
        desk.session(&["resolve"]),
    ];
    insta::assert_snapshot!(all.join("\n"));
    desk.run(&["add", articles]);
    assert_eq!(before, [desk.stdout(&["actors"]), desk.stdout(&["meetings"])]);
    assert_eq!(desk.field("state", &["correct", "log"]), ["in force", "in force"]);
}

#[test]
fn what_is_rejected_stays_away_and_can_come_back() {
    let desk = Desk::with_database();
    let before = names(&desk);
    let all = [
        decide(&desk, &["reject", "Jan Lund", "--reason", "a figure of speech"]),
        decide(&desk, &["rename", "Jan Lund", "X"]),
        desk.session(&["resolve"]),
    ];
    insta::assert_snapshot!(all.join("\n"));
    assert!(!names(&desk).contains(&"Jan Lund".to_owned()));
    assert!(!desk.session(&["actors"]).contains("cut off"), "what is rejected was not forgotten");
    decide(&desk, &["undo"]);
    assert_eq!(names(&desk), before);
}

#[test]
fn analysts_share_corrections_and_hear_of_conflicts() {
    let (ana, bo) = (Desk::with_database(), Desk::with_database());
    decide(&ana, &["rename", "Jan Lund", "Jan Lund (Ana)"]);
    decide(&ana, &["rename", "Ada Okafor", "Adaeze Okafor"]);
    let theirs = ["--author", "Bo", "--time", "2026-02-02T03:04:05Z"];
    bo.session(&[&["correct", "rename", "Jan Lund", "Jan Lund (Bo)"], &theirs[..]].concat());
    ana.stdout(&["correct", "export", "--output", "ana.jsonl"]);
    bo.write("ana.jsonl", std::fs::read(ana.path("ana.jsonl")).expect("it is written"));
    ana.write("bo.jsonl", bo.stdout(&["correct", "export"]));
    let all = [
        bo.session(&["correct", "import", "ana.jsonl"]),
        bo.session(&["correct", "import", "ana.jsonl"]),
        ana.session(&["correct", "import", "bo.jsonl"]),
    ];
    insta::assert_snapshot!(all.join("\n"));
    assert_eq!(names(&ana), names(&bo), "whoever imports from whom");
    assert_eq!(ana.stdout(&["correct", "export"]), bo.stdout(&["correct", "export"]));
    let empty = Desk::empty();
    empty.write("bo.jsonl", bo.stdout(&["correct", "export"]));
    empty.write("bad.jsonl", "{\"change\":\"merge\"}\n");
    let mut torn = bo.stdout(&["correct", "export"]);
    torn = torn.replace("\"thing\":\"actor\"", "\"thing\":\"meeting\"");
    empty.write("torn.jsonl", torn);
    let all = [
        empty.session(&["correct", "import", "bo.jsonl"]),
        empty.session(&["correct", "import", "bad.jsonl"]),
        empty.session(&["correct", "import", "torn.jsonl"]),
        empty.session(&["correct", "import", "nowhere.jsonl"]),
    ];
    insta::assert_snapshot!("imports_elsewhere", all.join("\n"));
}

#[test]
fn what_cannot_be_decided_is_told() {
    let desk = Desk::with_database();
    let number = oslo(&desk);
    let all = [
        decide(&desk, &["merge", "Okafor", "Jan Lund"]),
        decide(&desk, &["merge", "Jan Lund", "Jan Lund"]),
        decide(&desk, &["merge", "Jan Lund", "Oslo"]),
        decide(&desk, &["merge", "Jan Lund", "nobody"]),
        decide(&desk, &["rename", "Jan Lund", "Jan Lund"]),
        decide(&desk, &["rename", &number, "Talks"]),
        decide(&desk, &["rename", "12", "Talks", "--thing", "meeting"]),
        decide(&desk, &["set", &number, "kind", "brawl"]),
        decide(&desk, &["set", &number, "kind", "none"]),
        decide(&desk, &["set", &number, "date", "soon"]),
        decide(&desk, &["set", &number, "date", "add", "2024-05-09"]),
        decide(&desk, &["set", &number, "country", "Norway"]),
        decide(&desk, &["set", &number, "place", "Atlantis"]),
        decide(&desk, &["set", &number, "place", "Atlantis", "--new", "person"]),
        decide(&desk, &["set", "Oslo", "coordinates", "95", "10"]),
        decide(&desk, &["undo", "7"]),
        desk.session(&["correct", "rename", "Jan Lund", "X"]),
        desk.session(&["correct", "log"]),
    ];
    insta::assert_snapshot!(all.join("\n"));
    let by_variable = desk
        .command(&["correct", "set", "Oslo", "coordinates", "59.91", "-10.75"])
        .env("CHANCERY_AUTHOR", "Bo")
        .output()
        .expect("the program is built");
    assert_eq!(by_variable.status.code(), Some(0), "{}", text(&by_variable.stderr));
    let by_login = desk
        .command(&["correct", "set", "Oslo", "country", "Sylvania"])
        .env("USER", "carla")
        .output()
        .expect("the program is built");
    assert_eq!(by_login.status.code(), Some(0), "{}", text(&by_login.stderr));
    assert_eq!(desk.field("author", &["correct", "log"]), ["Bo", "carla"]);
    assert_eq!(desk.field("lon", &["locations", "--location", "Oslo"]), ["-10.75"]);
}

#[test]
fn the_help_of_every_decision() {
    let desk = Desk::empty();
    let all: Vec<String> =
        ["merge", "split", "rename", "set", "reject", "undo", "log", "export", "import"]
            .iter()
            .map(|action| desk.session(&["correct", action, "--help"]))
            .collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn all_articles_are_read_again_from_the_database() {
    let desk = Desk::with_database();
    let before = desk.stdout(&["meetings"]);
    let session = desk.session(&["reextract"]);
    insta::assert_snapshot!(session);
    assert_eq!(before, desk.stdout(&["meetings"]));
    let empty = Desk::empty();
    assert!(empty.session(&["reextract"]).contains("there is no database"));
}
