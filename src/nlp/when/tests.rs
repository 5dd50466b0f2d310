//! Runs `when.cases`: text with its expressions of time in square brackets, then their dates.
//!
//! A case is a comment, `date:` with the day of publication, lines of text, and `=>` with the dates
//! of the expressions in order, with `?` for one that is found but not resolved. A text without
//! brackets has none, and no `=>`.

use crate::date::Date;
use crate::nlp::Analyzer;

/// The text of a case without its brackets, and what they held.
fn unmark(marked: &str) -> (String, Vec<String>) {
    let mut text = String::new();
    let mut found = Vec::new();
    for piece in marked.split('[') {
        let Some((inside, after)) = piece.split_once(']') else {
            text.push_str(piece);
            continue;
        };
        found.push(inside.to_owned());
        text.push_str(inside);
        text.push_str(after);
    }
    (text, found)
}

#[test]
fn the_cases_hold() {
    let analyzer = Analyzer::load();
    let mut failures = Vec::new();
    let mut count = 0;
    for case in include_str!("../when.cases").split("\n\n") {
        let mut published: Option<Date> = None;
        let (mut marked, mut dates) = (Vec::new(), Vec::new());
        for line in case.lines().filter(|line| !line.starts_with('#')) {
            if let Some(date) = line.strip_prefix("date: ") {
                published = Some(date.parse().expect("a case has a date"));
            } else if let Some(line) = line.strip_prefix("=> ") {
                dates.extend(line.split("; ").map(str::to_owned));
            } else if !line.is_empty() {
                marked.push(line);
            }
        }
        if marked.is_empty() {
            continue;
        }
        count += 1;
        let (text, expressions) = unmark(&marked.join("\n\n"));
        let expected: Vec<(String, String)> = expressions.into_iter().zip(dates.clone()).collect();
        let document = analyzer.analyze(&text, published);
        let found: Vec<(String, String)> = document
            .times()
            .iter()
            .map(|time| {
                let date = time.date.map_or_else(|| "?".to_owned(), |date| date.to_string());
                (document.text_of(time.tokens).to_owned(), date)
            })
            .collect();
        if found != expected || expected.len() != dates.len() {
            failures.push(format!("{text}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(failures.is_empty(), "{} of {count}\n{}", failures.len(), failures.join("\n\n"));
}
