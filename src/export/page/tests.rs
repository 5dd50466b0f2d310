//! What travels in the page comes out of it again.

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::export::tests::{any_name, in_format, pair, sample};
use crate::export::{Report, Said};
use crate::record::MeetingId;

/// What the scripts of a page read.
fn data(page: &str) -> Value {
    let (_, rest) = page.split_once("id=\"data\">").expect("the page has data");
    let (json, _) = rest.split_once("</script>").expect("the script ends");
    serde_json::from_str(json).expect("it is JSON")
}

/// The page of two who met, with a sentence and a statement in these words.
fn told(names: &[String; 3]) -> String {
    let network = pair(names);
    let mut drawing = Drawing::default();
    let key = names[2].clone();
    let report = Report {
        title: names[0].clone(),
        source: names[1].clone(),
        url: "javascript:alert(1)".to_owned(),
        published: None,
    };
    drawing.sources.articles.insert(key.clone(), report);
    drawing.sources.sentences.insert(MeetingId::new(1), vec![(key.clone(), names[0].clone())]);
    drawing.sources.statements.push(Said {
        id: StatementId::new(1),
        speakers: vec![ActorId::new(1)],
        speaker_text: String::new(),
        about: vec![ActorId::new(2)],
        tone: "praise".to_owned(),
        content: names[1].clone(),
        article: key,
    });
    let drawn = draw(&network, &drawing).expect("it can be drawn");
    String::from_utf8(drawn.bytes).expect("it is UTF-8")
}

#[test]
fn the_page_asks_nothing_of_any_network() {
    let page = in_format("html", &sample());
    assert!(page.contains("default-src 'none'"));
    for word in ["src=\"", "url(", "@import", "fetch(", "XMLHttpRequest", "WebSocket", "innerHTML"]
    {
        assert!(!page.contains(word), "the page has ‘{word}’");
    }
    let links: Vec<&str> = page.matches("http").collect();
    assert_eq!(links.len(), page.matches("http-equiv").count() + page.matches("https?:").count());
}

#[test]
fn the_page_has_the_actors_ties_and_meetings_of_the_network() {
    let network = sample();
    let data = data(&in_format("html", &network));
    assert_eq!(data["actors"].as_array().expect("a list").len(), network.parties().len());
    assert_eq!(data["ties"].as_array().expect("a list").len(), network.ties().len());
    assert_eq!(data["meetings"].as_array().expect("a list").len(), network.encounters().len());
    assert_eq!(data["meetings"][0]["from"], "2025-03-04");
    assert_eq!(data["title"], network.title);
}

#[test]
fn two_thousand_actors_stand_apart() {
    let boxes: Vec<Point> =
        (0..2_000).map(|number| [8.0 + real(number % 7), 8.0 + real(number % 7)]).collect();
    // Everybody meets a neighbor, and everybody somebody more central.
    let ties: Vec<[usize; 2]> = (1..2_000_usize)
        .flat_map(|number| [[number, number / 2], [number, number * number % number.div_ceil(3)]])
        .collect();
    let (places, _) = layout::layout(&boxes, &ties);
    layout::tests::assert_apart(&places, &boxes);
}

proptest! {
    #[test]
    fn every_name_comes_out_of_the_page_as_it_went_in(names in [any_name(), any_name(), any_name()]) {
        let page = told(&names);
        prop_assert_eq!(page.matches("</script").count(), 2, "a name ends a script");
        prop_assert_eq!(page.matches("<script").count(), 2, "a name begins a script");
        let data = data(&page);
        prop_assert_eq!(&data["actors"][0]["name"], &names[0]);
        prop_assert_eq!(&data["actors"][1]["name"], &names[1]);
        prop_assert_eq!(&data["meetings"][0]["quotes"][0][1], &names[0]);
        prop_assert_eq!(&data["statements"][0]["text"], &names[1]);
        prop_assert_eq!(&data["articles"][0]["id"], &names[2]);
    }
}
