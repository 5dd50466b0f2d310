//! Pages as large sites make them: what is read of each is what was written down by hand.
//!
//! Beside each page in `tests/fixtures/pages` stands a text: what the page says of itself, an empty
//! line, and the article. The names and the news are made up.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chancery::input::{Options, Outcome, Reason, find, read};
use chancery::record::Article;

use crate::cli::fixtures;

/// The one page that has no article.
const INDEX: &str = "index";

/// What is read of a page.
fn outcome(path: &Path) -> Outcome {
    let found = find(&[path.to_owned()]).expect("it is there");
    let mut outcomes: Vec<Outcome> = read(found, Options::default()).collect();
    assert_eq!(outcomes.len(), 1, "{}", path.display());
    outcomes.remove(0)
}

/// An article as the texts beside the pages have it.
fn written(article: &Article) -> String {
    let published = article.published.map(|date| date.to_string()).unwrap_or_default();
    let head = [
        ("title", article.title.as_str()),
        ("published", published.as_str()),
        ("source", article.source.as_str()),
        ("url", article.url.as_str()),
    ];
    let mut out = String::new();
    for (name, value) in head {
        out.push_str(format!("{name}: {value}").trim_end());
        out.push('\n');
    }
    format!("{out}\n{}\n", article.text)
}

/// Shows figures to whoever runs the tests with `--nocapture`.
#[expect(clippy::print_stdout, reason = "a test says what it measured")]
fn show(figures: &str) {
    println!("{figures}");
}

/// How often each word is in a text.
fn words(text: &str) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for word in text.split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

#[test]
fn pages_in_the_style_of_large_sites_give_their_article_exactly() {
    let folder = fixtures("pages");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("the folder is committed")
        .filter_map(|file| file.expect("it can be read").file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".html").map(str::to_owned))
        .filter(|name| name != INDEX)
        .collect();
    names.sort();
    assert!(names.len() >= 20, "{names:?}");
    let mut complaints = Vec::new();
    let (mut shared, mut read, mut expected) = (0usize, 0usize, 0usize);
    for name in &names {
        let text = fs::read_to_string(folder.join(format!("{name}.txt"))).expect("it is committed");
        let Outcome::Article(article) = outcome(&folder.join(format!("{name}.html"))) else {
            complaints.push(format!("{name}: no article"));
            continue;
        };
        let (_, told) = text.split_once("\n\n").expect("an empty line stands before the article");
        let (own, told) = (words(&article.text), words(told));
        shared += own.iter().map(|(word, n)| *n.min(told.get(word).unwrap_or(&0))).sum::<usize>();
        read += own.values().sum::<usize>();
        expected += told.values().sum::<usize>();
        let written = written(&article);
        if written != text {
            let line = written.lines().zip(text.lines()).find(|(own, told)| own != told);
            complaints.push(format!("{name}: {line:?}, read is\n{written}"));
        }
    }
    let percent = |part: usize, all: usize| part * 1000 / all.max(1);
    // Shown by `cargo test pages -- --nocapture`, and where the test fails.
    let figures = format!(
        "{} pages, words: precision {}‰, recall {}‰",
        names.len(),
        percent(shared, read),
        percent(shared, expected)
    );
    show(&figures);
    assert!(complaints.is_empty(), "{figures}\n{}\n", complaints.join("\n"));
}

#[test]
fn a_page_that_lists_others_is_skipped_and_says_why() {
    let path = fixtures("pages").join(format!("{INDEX}.html"));
    let Outcome::Skipped(skipped) = outcome(&path) else { panic!("it has no article") };
    assert_eq!(skipped.reason, Reason::NoText);
    assert_eq!(
        skipped.detail,
        "it lists 5 other pages and has no article of its own; read those pages"
    );
}
