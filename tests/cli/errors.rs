//! What goes wrong, what is said of it, and the exit code.

use super::Desk;

#[test]
fn wrong_usage_is_told_with_code_two() {
    let desk = Desk::with_database();
    let all: Vec<String> = [
        &["meet"][..],
        &["meetings", "--since", "yesterday"],
        &["meetings", "--since", "2024-02-30"],
        &["meetings", "--until", "2024-13"],
        &["meetings", "--kind", "brawl"],
        &["meetings", "--status", "certain"],
        &["meetings", "--limit", "many"],
        &["meetings", "--about", "Okafor"],
        &["articles", "--status", "held"],
        &["actors", "--format", "xml"],
        &["add"],
        &["build", "in"],
        &["add", "in", "--published", "soon"],
        &["add", "in", "--from", "odt"],
        &["show", "person", "Okafor"],
        &["completions", "cmd"],
    ]
    .iter()
    .map(|args| desk.session(args))
    .collect();
    for session in &all {
        assert!(session.ends_with("[2]\n"), "{session}");
    }
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn what_fails_is_told_with_code_one_and_what_helps() {
    let desk = Desk::with_database();
    desk.write("file.txt", "Ada Okafor met Jan Lund.");
    let empty = Desk::empty();
    let mut all: Vec<String> = ["articles", "actors", "network", "resolve"]
        .iter()
        .map(|command| empty.session(&[command]))
        .collect();
    for args in [
        &["add", "nowhere"][..],
        &["add", "-", "-"],
        &["remove", "nothing"],
        &["network", "--actor", "nobody"],
        &["network", "--output", "picture.bmp"],
        &["export", "--output", "tables.ods"],
        &["export", "--output", "file.txt/tables"],
        &["build", "file.txt", "--out", "file.txt"],
        &["evaluate", "nowhere"],
        &["man", "file.txt"],
    ] {
        all.push(desk.session(args));
    }
    for session in &all {
        assert!(session.ends_with("[1]\n"), "{session}");
    }
    insta::assert_snapshot!(all.join("\n"));
    assert!(!empty.path("chancery.db").exists(), "a list makes no database");
}

#[test]
fn the_variable_names_the_database_and_the_option_beats_it() {
    let desk = Desk::with_database();
    let list = |args: &[&str]| {
        let mut command = desk.command(args);
        command.env("CHANCERY_DB", "other.db").output().expect("the program is built")
    };
    assert_eq!(list(&["actors"]).status.code(), Some(1));
    assert_eq!(list(&["actors", "--db", "chancery.db"]).status.code(), Some(0));
}
