//! Runs `questions.cases` over the sample articles: questions, and what answers them or why they are
//! refused.
//!
//! A case is a comment, `? question`, and lines: `read:` the reading, whole; `=>` something that the
//! answer has (in its headline or one of its items); `~` something in a sentence, place, date or
//! statement behind it; `note:` something in its notes; `nothing:` something in what is told where
//! nothing was found. A question that is refused has `refused:` with the reason, `maybe:` with a name
//! that may be meant, `form:` with a question that is offered.

use std::path::Path;

use jiff::civil;

use super::{Answer, Asker, Refusal, Reply, forms};
use crate::gazetteer::Gazetteer;
use crate::input::{self, Options};
use crate::nlp::Analyzer;
use crate::pipeline::{self, Work};
use crate::store::Store;

/// The day on which the questions are asked.
const TODAY: civil::Date = civil::date(2023, 6, 1);

/// A path from the root of the repository.
fn path(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The sample articles in a store.
fn samples() -> Store {
    let mut store = Store::in_memory().expect("memory");
    let found = input::find(&[path("examples/articles")]).expect("the samples are there");
    let batch = input::Batch::new(found, Options::default());
    let analyzer = Analyzer::load();
    pipeline::add(batch, &Work::new(&analyzer), &mut store, |_| {}).expect("they are added");
    store
}

/// All that stands behind an answer, as text.
fn behind(answer: &Answer) -> String {
    let meetings = answer.meetings.iter().map(|it| {
        let date = it.date.map_or_else(String::new, |date| date.to_string());
        let (who, places) = (it.participants.join("; "), it.places.join(", "));
        format!(
            "{date} {} {} {who} | {places} | {} {}",
            it.kind, it.status, it.sentence, it.article
        )
    });
    let statements = answer.statements.iter().map(|it| {
        let who: Vec<&str> = it.speakers.iter().map(|it| it.1.as_str()).collect();
        format!("{} {} {}: {} {}", who.join("; "), it.tone, it.cue, it.content, it.article)
    });
    meetings.chain(statements).collect::<Vec<_>>().join("\n")
}

/// What an answer lacks of a line that it should have.
fn lacks(answer: &Answer, line: &str) -> bool {
    let (key, value) = line.split_once(' ').unwrap_or((line, ""));
    let items = answer.items.iter().any(|it| it.name.contains(value));
    let fits = match key {
        "read:" => answer.found && answer.reading == value,
        "=>" => answer.found && (items || answer.headline.contains(value)),
        "~" => behind(answer).contains(value),
        "note:" => answer.notes.iter().any(|it| it.contains(value)),
        "nothing:" => {
            let told =
                format!("{} {} {}", answer.headline, answer.notes.join("; "), answer.searched);
            !answer.found && told.contains(value)
        }
        _ => false,
    };
    !fits
}

/// What a refusal lacks of a line that it should have.
fn refusal_lacks(refusal: &Refusal, line: &str) -> bool {
    let (key, value) = line.split_once(' ').unwrap_or((line, ""));
    let fits = match key {
        "refused:" => refusal.reason.contains(value),
        "maybe:" => refusal.maybe.iter().any(|it| it == value),
        "form:" => refusal.forms.iter().any(|it| it.contains(value)),
        _ => false,
    };
    !fits
}

#[test]
fn the_cases_hold() {
    let store = samples();
    let gazetteer = Gazetteer::load();
    let asker = Asker::new(&store, &gazetteer, TODAY, 10);
    let cases = std::fs::read_to_string(path("src/answer/questions.cases")).expect("it is there");
    let mut failures = Vec::new();
    let (mut answered, mut refused) = (0, 0);
    for case in cases.split("\n\n") {
        let lines: Vec<&str> =
            case.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
        let Some(question) = lines.first().and_then(|line| line.strip_prefix("? ")) else {
            continue;
        };
        assert!(lines.len() > 1, "nothing is expected of ‘{question}’");
        let reply = asker.ask(question).expect("the database works");
        let missing: Vec<&&str> = match &reply {
            Reply::Answer(answer) => {
                answered += 1;
                lines[1..].iter().filter(|line| lacks(answer, line)).collect()
            }
            Reply::Refusal(refusal) => {
                refused += 1;
                lines[1..].iter().filter(|line| refusal_lacks(refusal, line)).collect()
            }
        };
        if !missing.is_empty() {
            let told = match &reply {
                Reply::Answer(it) => format!(
                    "read: {}\n    notes: {:?}\n    headline: {}\n    items: {:?}\n    {}",
                    it.reading,
                    it.notes,
                    it.headline,
                    it.items.iter().map(|it| &it.name).collect::<Vec<_>>(),
                    behind(it).replace('\n', "\n    ")
                ),
                Reply::Refusal(it) => format!("{it:?}"),
            };
            failures.push(format!("? {question}\n  lacks {missing:?}\n  found {told}"));
        }
    }
    assert!(failures.is_empty(), "{} fail\n{}", failures.len(), failures.join("\n\n"));
    assert!(answered >= 60 && refused >= 20, "{answered} answered, {refused} refused");
}

#[test]
fn the_example_of_each_form_is_of_that_form() {
    let store = samples();
    let gazetteer = Gazetteer::load();
    let asker = Asker::new(&store, &gazetteer, TODAY, 10);
    for (name, example) in forms() {
        match asker.ask(example).expect("the database works") {
            Reply::Answer(answer) => assert_eq!(answer.form, name, "{example}"),
            // Of 2011 no sample tells.
            Reply::Refusal(it) => assert!(it.reason.contains("Sarkozy"), "{example}: {it:?}"),
        }
    }
}
