//! The accuracy of the extractor on the annotated articles, as a snapshot: a change shows in the diff.

use std::path::Path;

use chancery::evaluate;
use chancery::extract::extract;
use chancery::nlp::Analyzer;
use chancery::record::Article;

#[test]
fn the_figures_are_those_committed() {
    let gold = evaluate::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold"))
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
    insta::assert_snapshot!(evaluate::score(&gold, &found));
}
