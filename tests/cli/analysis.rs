//! `chancery analyze`: texts, files, and what is neither.

use super::{Desk, text};

const SENTENCE: &str = "“We agreed,” said Ada Okafor, who met Jan Lund in Oslo on Friday.";

#[test]
fn a_text_is_analyzed_in_columns() {
    let desk = Desk::empty();
    let args = ["analyze", SENTENCE, "--published", "2025-12-06", "--format", "columns"];
    let printed = desk.stdout(&args);
    let row = |word: &str| {
        let line = printed.lines().find(|line| line.split_whitespace().nth(1) == Some(word));
        line.unwrap_or_else(|| panic!("{word}: {printed}")).to_owned()
    };
    assert!(printed.lines().next().is_some_and(|heads| heads.contains("token")), "{printed}");
    assert!(row("agreed").ends_with("quoted"), "{printed}");
    assert!(row("Okafor").ends_with("PER"), "{printed}");
    assert!(row("Friday").ends_with("2025-12-05"), "{printed}");
}

#[test]
fn a_file_and_a_text_have_one_analysis() {
    let desk = Desk::empty();
    desk.write("one.txt", SENTENCE);
    let by_text = desk.stdout(&["analyze", SENTENCE, "--published", "2025-12-06"]);
    let by_file = desk.stdout(&["analyze", "one.txt", "--published", "2025-12-06"]);
    assert!(by_file.starts_with("# newdoc id = "), "{by_file}");
    assert_eq!(by_file.lines().skip(1).collect::<Vec<_>>(), by_text.lines().collect::<Vec<_>>());
    assert!(by_text.contains("Quote=1"), "{by_text}");
    assert!(by_text.contains("Time=2025-12-05"), "{by_text}");
    let rows = by_text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    assert!(rows.clone().count() > 10);
    assert!(rows.clone().all(|row| row.split('\t').count() == 10), "{by_text}");
}

#[test]
fn a_file_that_is_missing_is_told() {
    let output = Desk::empty().run(&["analyze", "missing.txt"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).contains("there is no file ‘missing.txt’"));
}
