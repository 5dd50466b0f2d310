//! Scoring, on annotations made here.

use super::*;
use crate::record::{
    ActorEntry, ActorKind, ActorRef, Codes, Excerpt, LocationEntry, LocationKind, LocationRef,
    MeetingEntry, MeetingKind, MeetingRef, MeetingStatus,
};

const GOLD: &str = r#"{
  "id": "one", "text": "Foreign Minister Ada Okafor met Jan Lund in Oslo.",
  "actors": [
    {"id": "a1", "name": "Ada Okafor", "kind": "person", "mentions": ["Foreign Minister Ada Okafor"], "affiliations": ["Kenya"]},
    {"id": "a2", "name": "Jan Lund", "kind": "person", "mentions": ["Jan Lund"], "affiliations": []}
  ],
  "locations": [{"id": "l1", "name": "Oslo", "kind": "city", "mentions": ["Oslo"]}],
  "meetings": [{"id": "m1", "kind": "meeting", "status": "held", "participants": ["a1", "a2"], "locations": ["l1"], "date": null, "evidence": ["Ada Okafor met Jan Lund in Oslo."]}],
  "statements": []
}"#;

fn found(names: [&str; 2]) -> Extraction {
    let excerpt = |text: &str| Excerpt { text: text.to_owned(), start: 17, end: 49 };
    let actors = names.iter().enumerate().map(|(at, name)| ActorEntry {
        id: ActorRef::new(at),
        name: (*name).to_owned(),
        kind: ActorKind::Person,
        canonical: (*name).to_owned(),
        aliases: Vec::new(),
        ids: std::collections::BTreeMap::new(),
        mentions: vec![excerpt(name)],
        roles: Vec::new(),
        affiliations: Vec::new(),
    });
    Extraction {
        id: "one".to_owned(),
        actors: actors.collect(),
        locations: vec![LocationEntry {
            id: LocationRef::new(0),
            name: "Oslo".to_owned(),
            kind: LocationKind::City,
            country: "Norway".to_owned(),
            lat: None,
            lon: None,
            city: String::new(),
            ids: BTreeMap::new(),
            mentions: vec![excerpt("Oslo")],
        }],
        meetings: vec![MeetingEntry {
            id: MeetingRef::new(0),
            kind: MeetingKind::Meeting,
            status: MeetingStatus::Held,
            participants: vec![ActorRef::new(0), ActorRef::new(1)],
            hosts: Vec::new(),
            mediators: Vec::new(),
            locations: vec![LocationRef::new(0)],
            date: None,
            topics: Vec::new(),
            codes: Codes::default(),
            confidence: 1.0,
            evidence: vec![excerpt("Ada Okafor met Jan Lund in Oslo.")],
        }],
        ..Extraction::default()
    }
}

fn f1(figures: &Figures, name: &str) -> f64 {
    let at = MEASURES.iter().position(|it| it.name == name).expect("it is measured");
    figures.tallies[at].f1()
}

#[test]
fn a_perfect_extraction_has_full_marks() {
    let gold = vec![serde_json::from_str(GOLD).expect("it is gold")];
    let figures = score(&gold, &[found(["Minister Okafor, Ada", "Jan Lund"])]);
    assert!(f1(&figures, "who met where") < 1.0);
    let figures = score(&gold, &[found(["Foreign Minister Ada Okafor", "Lund Jan Lund"])]);
    assert!(f1(&figures, "actors") > 0.4);
    let figures = score(&gold, &[found(["Ada Okafor", "Jan Lund"])]);
    for measure in ["actors", "locations", "meetings", "who met whom", "who met where"] {
        assert!((f1(&figures, measure) - 1.0).abs() < 1e-9, "{measure}");
    }
    assert!(f1(&figures, "affiliations") < 1e-9);
}

#[test]
fn what_is_absent_counts_as_missed() {
    let gold: Vec<Gold> = vec![serde_json::from_str(GOLD).expect("it is gold")];
    let figures = score(&gold, &[]);
    assert_eq!(figures.absent, ["one"]);
    assert!(figures.headline().abs() < 1e-9);
    assert_eq!(figures.tallies[0].missed, 2);
}

#[test]
fn names_are_compared_without_accents_and_titles() {
    assert_eq!(surface::normalized("The U.S."), "united states");
    assert_eq!(surface::normalized("Côte d’Ivoire’s"), "ivory coast");
    assert_eq!(surface::bare("Prime Minister Ada N. Okafor"), "ada n okafor");
}

#[test]
fn a_run_does_not_differ_from_itself() {
    let gold: Gold = serde_json::from_str(GOLD).expect("well formed");
    let figures = score(std::slice::from_ref(&gold), &[found(["Ada Okafor", "Jan Lund"])]);
    let changes = figures.against(&figures.each);
    assert!(changes.iter().all(|it| it.before.total_cmp(&it.after).is_eq()));
    assert!(changes.iter().all(|it| it.interval == Interval { low: 0.0, high: 0.0 }));
    assert_eq!(changes.len(), MEASURES.len() + 1);
}

#[test]
fn what_is_missed_is_told_with_its_words() {
    let gold: Gold = serde_json::from_str(GOLD).expect("well formed");
    let figures = score(std::slice::from_ref(&gold), &[]);
    let missed: Vec<&str> = figures
        .misses
        .iter()
        .filter(|it| it.measure == "meetings" && it.fault == Fault::Missed)
        .map(|it| it.words.as_str())
        .collect();
    assert_eq!(missed, ["Ada Okafor met Jan Lund in Oslo."]);
    assert_eq!(figures.kinds["meetings/meeting"].missed, 1);
}
