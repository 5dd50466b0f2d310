//! Whole pages, short ones, broken ones, large ones.

use std::time::{Duration, Instant};

use super::*;

const FIRST: &str = "Foreign Minister Okafor met Envoy Lund in Oslo on Friday.";
const SECOND: &str = "The two discussed fishing rights and will meet again in spring.";

fn text(page: &str) -> String {
    parse(page).map_or_else(|why| format!("no text: {why}"), |draft| draft.text)
}

#[test]
fn two_paragraphs_are_a_page() {
    let both = format!("{FIRST}\n\n{SECOND}");
    for page in [
        format!("<p>{FIRST}<p>{SECOND}"),
        format!("<body><h1>Talks</h1>{FIRST}<br><br>{SECOND}</body>"),
        format!("<div class=x><p>{FIRST}</p></div><div class=x><p>{SECOND}</p></div>"),
        format!("<table><tr><td><a href=/>Home</a><td>{FIRST}<p>{SECOND}</table>"),
    ] {
        assert_eq!(text(&page), both, "{page}");
    }
}

#[test]
fn a_page_without_an_article_says_so() {
    let teaser = "<article><h3><a href=/x>Envoys meet in the north again</a></h3><p>The two talked long.</p></article>";
    assert!(text(&teaser.repeat(6)).contains("it lists 6 other pages"));
    assert!(text("<p>Home</p><script>load()</script>").contains("save the page"));
    assert!(text(" ").contains("empty"));
    assert!(text("<p></p>").contains("no running text"));
}

#[test]
fn a_text_for_machines_stands_in_for_one_that_is_not_shown() {
    let body = format!("{FIRST} {SECOND}.{FIRST} It was Friday.{SECOND} It was so.");
    let linked = format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script><p>Talks</p>"
    );
    assert_eq!(text(&linked).matches("Oslo").count(), 2, "{}", text(&linked));
    let state = format!(
        "<script type='application/json'>{{\"body\":\"<p>{FIRST}</p>\"}}</script><div id=root></div>"
    );
    assert_eq!(text(&state), FIRST);
}

#[test]
fn fragments_become_paragraphs() {
    assert_eq!(
        fragment_text(&format!("<p>{FIRST}</p>\n<p>{SECOND}")),
        format!("{FIRST}\n\n{SECOND}")
    );
    assert_eq!(
        fragment_text("Talks &amp; tea\nin Oslo\n\nThey left"),
        "Talks & tea in Oslo\n\nThey left"
    );
    assert_eq!(fragment_text(""), "");
}

/// The least time that parsing takes of three runs.
fn time(page: &str) -> Duration {
    (0..3)
        .map(|_| {
            let start = Instant::now();
            let _ = parse(page);
            start.elapsed()
        })
        .min()
        .expect("three runs")
}

#[test]
fn twice_the_page_takes_no_more_than_three_times_the_time() {
    let paragraph =
        format!("<div class=story><p>{FIRST} <a href=/x>More</a></p><aside>Share</aside></div>");
    for piece in [
        "<div>",
        "<p>",
        "<b>",
        "<a href='",
        "<a href=x>y",
        "<table><tr><td>",
        "<li>",
        "<ul><li>",
        "</div>",
        "<!--",
        "<script>",
        "&",
        "&amp",
        "<",
        "</p>",
        "<h2><a href=x>Envoys meet in the north</a></h2>",
        "<br>",
        "<svg>",
        "<pre>a\n\n",
        "<i>a <b>b ",
        "<x-y>",
        "<meta name=a content=b>",
        "<time>",
        "\"datePublished\"",
        "<script type='application/ld+json'>{\"a\":[1,]}</script>",
        "They met.The",
        &paragraph,
    ] {
        let few = piece.repeat(60_000 / piece.len());
        let many = few.repeat(4);
        let (few, many) = (time(&few), time(&many));
        // Four times the page; a little time is all noise.
        let limit = few * 9 + Duration::from_millis(20);
        assert!(many <= limit, "{piece}: {few:?}, four times of it {many:?}");
    }
}

#[test]
fn a_hundred_thousand_elements_deep_is_a_page_as_others() {
    for element in ["div", "span", "blockquote", "ul><li", "table><tr><td", "b", "p", "a"] {
        let open = format!("<{element}>").repeat(100_000);
        assert_eq!(
            text(&format!("{open}<p>{FIRST}<p>{SECOND}")),
            format!("{FIRST}\n\n{SECOND}"),
            "{element}"
        );
    }
}
