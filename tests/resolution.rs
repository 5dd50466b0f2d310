//! Sixty articles whose annotations share ids: one row an actor, one row a meeting.

use std::fmt::Write;
use std::path::Path;

use chancery::evaluate::{self, Gold, ResolutionFigures};
use chancery::extract::extract;
use chancery::nlp::Analyzer;
use chancery::record::Article;

fn gold() -> Vec<Gold> {
    evaluate::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/resolution"))
        .expect("the annotated articles are committed")
}

/// The figures, with what was put together or kept apart wrongly.
fn told(figures: &ResolutionFigures) -> String {
    let mut text = figures.to_string();
    for (name, it) in figures.rows() {
        for things in &it.merged {
            write!(text, "\n{name} merged: {}", things.join(", ")).expect("memory takes all");
        }
        for (thing, parts) in &it.split {
            let parts: Vec<String> = parts.iter().map(|part| part.join(", ")).collect();
            let parts = parts.join(" | ");
            write!(text, "\n{name} split: {thing}: {parts}").expect("memory takes all");
        }
    }
    text
}

#[test]
fn of_what_is_annotated_one_actor_is_one_and_one_meeting_is_one() {
    let figures = evaluate::resolve_gold(&gold());
    assert!(figures.actors.pairwise.f1 >= 0.97, "{}", told(&figures));
    assert!(figures.meetings.pairwise.f1 >= 0.92, "{}", told(&figures));
    assert!(figures.people.merged.is_empty(), "{}", told(&figures));
    insta::assert_snapshot!(told(&figures));
}

#[test]
fn of_what_is_extracted_the_figures_are_those_committed() {
    let gold = gold();
    assert!(evaluate::shares_ids(&gold));
    let analyzer = Analyzer::load();
    let found: Vec<_> = gold
        .iter()
        .map(|it| {
            let article = Article {
                id: it.id.clone(),
                url: it.url.clone(),
                source: it.source.clone(),
                published: it.published,
                title: it.title.clone(),
                text: it.text.clone(),
            };
            extract(&article, &analyzer)
        })
        .collect();
    insta::assert_snapshot!(told(&evaluate::resolve_found(&gold, &found)));
}
