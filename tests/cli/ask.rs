//! Questions in words, and lists that are narrowed, sorted, counted and paged.

use serde_json::Value;

use super::{Desk, text};

/// The answer to a question, as JSON.
fn answer(desk: &Desk, question: &str) -> Value {
    serde_json::from_str(&desk.stdout(&["ask", question, "--format", "json"])).expect("an object")
}

#[test]
fn an_answer_tells_how_it_was_read_and_what_is_behind_it() {
    let desk = Desk::with_database();
    let found = answer(&desk, "who did Ada Okafor meet?");
    assert_eq!(found["form"], "met");
    assert_eq!(found["reading"], "whom Ada Okafor met");
    let names: Vec<&str> = found["items"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["name"].as_str())
        .collect();
    assert!(names.contains(&"Jan Lund"), "{names:?}");
    assert!(!found["meetings"].as_array().expect("a list").is_empty());
    let told = desk.stdout(&["ask", "who", "did", "Ada", "Okafor", "meet?"]);
    assert!(told.starts_with("read as: whom Ada Okafor met\n"), "{told}");
    let lines = desk.stdout(&["ask", "who did Ada Okafor meet?", "--format", "jsonl"]);
    assert_eq!(lines.lines().count(), found["meetings"].as_array().expect("a list").len());
}

#[test]
fn what_is_not_found_or_not_understood_ends_with_1_and_says_why() {
    let desk = Desk::with_database();
    for (question, why) in [
        ("who did Ada Okafor meet in 1999?", "nothing was found in"),
        ("who met in Freedonia?", "no place is called ‘Freedonia’"),
        ("why is the sky blue?", "the question is not understood"),
        ("who met Ada Okafor before the vote?", "no date is read from ‘before the vote’"),
    ] {
        let output = desk.run(&["ask", question]);
        assert_eq!(output.status.code(), Some(1), "{question}");
        assert!(text(&output.stderr).contains(why), "{question}: {}", text(&output.stderr));
    }
    assert!(desk.stdout(&["ask", "--forms"]).lines().count() >= 10);
}

#[test]
fn lists_are_sorted_turned_and_paged() {
    let desk = Desk::with_database();
    let names = |args: &[&str]| desk.field("name", &[&["actors", "--sort", "name"], args].concat());
    let all = names(&[]);
    assert!(all.is_sorted() && all.len() > 3, "{all:?}");
    let turned: Vec<String> = all.iter().rev().cloned().collect();
    assert_eq!(names(&["--reverse"]), turned);
    assert_eq!(names(&["--offset", "1", "--limit", "2"]), all[1..3]);
}

#[test]
fn rows_are_counted_by_what_they_have_in_common() {
    let desk = Desk::with_database();
    let meetings = desk.field("id", &["meetings"]).len();
    let counts = desk.field("count", &["meetings", "--count-by", "status"]);
    let sum: usize = counts.iter().map(|it| it.parse::<usize>().expect("a number")).sum();
    assert_eq!(sum, meetings);
    assert!(!desk.field("value", &["articles", "--count-by", "source"]).is_empty());
}

#[test]
fn a_search_takes_operators_and_shows_the_words() {
    let desk = Desk::with_database();
    let hits = desk.field("snippet", &["articles", "--text", "\"fishing grounds\" OR fish*"]);
    assert!(!hits.is_empty() && hits.iter().all(|hit| hit.contains('[')), "{hits:?}");
    let output = desk.run(&["articles", "--text", "fish AND"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("make no search"), "{}", text(&output.stderr));
}

#[test]
fn a_place_is_near_within_a_distance() {
    let desk = Desk::with_database();
    let near = |km: &str| desk.field("name", &["locations", "--near", "59.9,10.7", "--within", km]);
    assert!(near("50").contains(&"Oslo".to_owned()), "{:?}", near("50"));
    assert!(!near("50").contains(&"Nairobi".to_owned()));
    assert!(near("20000").contains(&"Nairobi".to_owned()));
}
