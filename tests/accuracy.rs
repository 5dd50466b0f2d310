//! The accuracy of the extractor on the annotated articles, as snapshots: a change shows in the diff.

use std::path::Path;

use chancery::evaluate;
use chancery::extract::extract;
use chancery::nlp::Analyzer;
use chancery::record::Article;

/// The figures on the articles of a folder beside this file.
fn figures(folder: &str) -> String {
    let gold = evaluate::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder))
        .expect("the annotated articles are committed");
    let analyzer = Analyzer::load();
    let found: Vec<_> = gold
        .iter()
        .map(|it| {
            let article = Article {
                id: it.id.clone(),
                published: it.published,
                title: it.title.clone(),
                text: it.text.clone(),
                ..Article::default()
            };
            extract(&article, &analyzer)
        })
        .collect();
    let figures = evaluate::score(&gold, &found);
    let reliability = ["meetings", "statements"].map(|kind| {
        let of = evaluate::Reliability::of(figures.judged.iter().filter(|it| it.kind == kind));
        format!("{kind} by confidence\n{of}")
    });
    format!("{figures}\n\n{}", reliability.join("\n\n"))
}

#[test]
fn the_figures_are_those_committed() {
    insta::assert_snapshot!(figures("gold"));
}

#[test]
fn the_figures_of_further_articles_are_those_committed() {
    insta::assert_snapshot!("dev", figures("annotated/dev"));
    insta::assert_snapshot!("aside", figures("annotated/aside"));
    insta::assert_snapshot!("intricate", figures("annotated/intricate"));
    insta::assert_snapshot!("intricate_aside", figures("annotated/intricate-aside"));
}
