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
    assert_eq!(fragment_text("<b>Talks</b> in Oslo"), "Talks in Oslo");
    let post =
        format!("<p>{FIRST}</p><p>The post Talks appeared first on <a href=/>The Gazette</a>.</p>");
    assert_eq!(fragment_text(&post), FIRST);
    assert_eq!(fragment_text(""), "");
}

#[test]
fn a_heading_that_leads_to_a_mark_on_its_page_heads_a_section() {
    let page = format!(
        "<article><p>{FIRST}</p><div><h2><a href='#next'>What is next</a></h2><p>{SECOND}</p></div></article>"
    );
    assert_eq!(text(&page), format!("{FIRST}\n\nWhat is next\n\n{SECOND}"));
}

proptest::proptest! {
    #[test]
    fn any_page_is_read_or_says_why_not(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60), odd in "\\PC{0,12}") {
        let page = pieces.concat().replace('@', &odd);
        match parse(&page) {
            Ok(draft) => proptest::prop_assert!(!draft.text.trim().is_empty()),
            Err(why) => proptest::prop_assert!(!why.is_empty()),
        }
        let fragment = fragment_text(&page);
        proptest::prop_assert!(!fragment.contains("\n\n\n"));
    }
}

/// Pieces of pages, well made and not; `@` stands for any letters.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div class='share'>",
    "</div>",
    "<@>",
    "</@>",
    "<a href='@'>",
    "</a>",
    "<br>",
    "<table><tr><td>",
    "</td>",
    "</tr></table>",
    "<li>",
    "<h2>",
    "</h2>",
    "<!--@-->",
    "<script>@",
    "</script>",
    "Minister @ met Envoy Lund in Oslo on Friday, and they talked. ",
    "By @",
    "© @",
    "&amp;",
    "&#@;",
    "&@",
    "Photo: @ ",
    "<figure><figcaption>@ met B in C on Monday. @</figcaption>",
    "</figure>",
    "5 May 2026",
    "İ@. ",
    "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"@.Met\"}</script>",
    "<meta property='og:title' content='@'>",
    "<title>@ - @",
    "</title>",
    "<time datetime='@'>",
    "<pre>\n\n@",
];

/// The time that parsing takes.
fn time(page: &str) -> Duration {
    let start = Instant::now();
    drop(parse(page));
    start.elapsed()
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
        let few = piece.repeat(240_000 / piece.len());
        let many = few.repeat(4);
        // Four times the page, nine times the time at most; a little time is all noise. A machine
        // that is busy with other things may disturb a run, but not all of them.
        let mut seen = Vec::new();
        let is_linear = (0..20).any(|_| {
            let (few, many) = (time(&few), time(&many));
            seen.push((few, many));
            many <= few * 9 + Duration::from_millis(5)
        });
        assert!(is_linear, "{piece}: of the page and of four times the page {seen:?}");
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
