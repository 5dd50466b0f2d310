//! Runs the `.cases` files: text, then what is found.
//!
//! A case is a comment, lines of text (`//` parts paragraphs, `date: 2025-12-06` gives the day of publication), and lines
//! of what is found: `=> meeting | kind | status | participants; … | place; … | date`,
//! `=> statement | speaker; … | kind | content / …`, `=> actor | kind | name | roles; … |
//! affiliations; …`, `=> location | kind | name | country`. All that is found of the kinds that a
//! case names must stand in it; `=> no meeting` says that there is none.

use std::collections::BTreeSet;

use crate::extract::extract;
use crate::nlp::Analyzer;
use crate::record::{Article, Extraction, Speaker};

/// Runs all cases of a file.
fn run(file: &str, cases: &str, analyzer: &Analyzer) {
    let mut failures = Vec::new();
    for case in cases.split("\n\n").filter(|case| case.contains("=>")) {
        let mut article = Article { id: "case".to_owned(), ..Article::default() };
        let mut expected: BTreeSet<String> = BTreeSet::new();
        let mut kinds: BTreeSet<String> = BTreeSet::new();
        let mut text = Vec::new();
        for line in case.lines().filter(|line| !line.starts_with('#')) {
            if let Some(find) = line.strip_prefix("=> ") {
                if let Some(kind) = find.strip_prefix("no ") {
                    kinds.insert(kind.trim().to_owned());
                } else {
                    let parts: Vec<&str> = find.split('|').map(str::trim).collect();
                    kinds.insert(parts[0].to_owned());
                    expected.insert(parts.join(" | "));
                }
            } else if let Some(date) = line.strip_prefix("date: ") {
                article.published = Some(date.parse().expect("a case has a date"));
            } else {
                // A paragraph ends.
                text.push(if line == "//" { "" } else { line });
            }
        }
        article.text = text.join("\n");
        let found: BTreeSet<String> = lines(&extract(&article, analyzer))
            .into_iter()
            .filter(|line| kinds.iter().any(|kind| line.starts_with(&format!("{kind} |"))))
            .collect();
        if found != expected {
            failures.push(format!(
                "{file}: {}\n  expected {expected:#?}\n  found {found:#?}",
                article.text
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// A record as lines of what is found.
fn lines(record: &Extraction) -> Vec<String> {
    let actor = |id: crate::record::ActorRef| record.actors[id.index()].name.clone();
    let mut lines = Vec::new();
    for it in &record.actors {
        lines.push(format!(
            "actor | {} | {} | {} | {}",
            it.kind,
            it.name,
            it.roles.join("; "),
            it.affiliations.join("; ")
        ));
    }
    for it in &record.locations {
        lines.push(format!("location | {} | {} | {}", it.kind, it.name, it.country));
    }
    for it in &record.meetings {
        let mut names: Vec<String> = it.participants.iter().map(|&id| actor(id)).collect();
        names.sort();
        let places: Vec<&str> =
            it.locations.iter().map(|id| record.locations[id.index()].name.as_str()).collect();
        let date = it.date.map_or_else(String::new, |date| date.to_string());
        lines.push(format!(
            "meeting | {} | {} | {} | {} | {date}",
            it.kind,
            it.status,
            names.join("; "),
            places.join("; ")
        ));
    }
    for it in &record.statements {
        let speaker = match &it.speaker {
            Speaker::Unnamed { speaker_text, .. } => speaker_text.clone(),
            other => other.actors().iter().map(|&id| actor(id)).collect::<Vec<_>>().join("; "),
        };
        let content: Vec<&str> = it.content.iter().map(|piece| piece.text.as_str()).collect();
        lines.push(format!("statement | {speaker} | {} | {}", it.kind, content.join(" / ")));
    }
    lines
}

#[test]
fn the_cases_hold() {
    let analyzer = Analyzer::load();
    run("actors.cases", include_str!("actors.cases"), &analyzer);
    run("locations.cases", include_str!("locations.cases"), &analyzer);
    run("meetings.cases", include_str!("meetings.cases"), &analyzer);
    run("known.cases", include_str!("known.cases"), &analyzer);
    run("statements.cases", include_str!("statements.cases"), &analyzer);
}
