//! Networks of every kind, cut into slices, and ranked.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::Desk;

/// What a command prints, as JSON.
fn json(desk: &Desk, args: &[&str]) -> Value {
    serde_json::from_str(&desk.stdout(args)).expect("it is JSON")
}

/// The ids of what a list in JSON holds.
fn ids(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().expect("a list");
    list.iter().map(|it| it["id"].to_string()).collect()
}

#[test]
fn every_kind_of_tie_draws_its_network_and_ranks_the_same_actors() {
    let desk = Desk::with_database();
    for ties in ["met", "state-met", "spoke-about", "co-statement", "met-at", "affiliated"] {
        let network = json(&desk, &["network", "--ties", ties, "--format", "json"]);
        let ranked = json(&desk, &["rank", "--ties", ties, "--format", "json"]);
        assert_eq!(ids(&network["nodes"]), ids(&ranked), "{ties}");
        let is_directed = ["spoke-about", "affiliated"].contains(&ties);
        assert_eq!(network["directed"], is_directed, "{ties}");
        let edges = network["edges"].as_array().expect("a list");
        assert!(edges.iter().all(|edge| edge["key"] == ties), "{ties}");
        assert_eq!(
            edges.iter().all(|edge| edge.get("sign").is_some()),
            ties == "spoke-about" || edges.is_empty()
        );
        for format in ["dot", "csv", "graphml", "gexf", "svg"] {
            assert!(!desk.stdout(&["network", "--ties", ties, "--format", format]).is_empty());
        }
    }
}

#[test]
fn around_is_what_actor_was() {
    let desk = Desk::with_database();
    let network = json(&desk, &["network", "--format", "json"]);
    let id = network["nodes"][0]["id"].to_string();
    let around = desk.stdout(&["network", "--around", &id, "--depth", "2"]);
    assert_eq!(around, desk.stdout(&["network", "--actor", &id, "--depth", "2"]));
}

#[test]
fn what_lies_between_two_is_a_path() {
    let desk = Desk::with_database();
    let network = json(&desk, &["network", "--format", "json"]);
    let [source, target] = ["source", "target"].map(|end| network["edges"][0][end].to_string());
    let path = json(&desk, &["network", "--between", &source, &target, "--format", "json"]);
    assert_eq!(ids(&path["nodes"]), BTreeSet::from([source, target]));
    assert_eq!(path["edges"].as_array().map(Vec::len), Some(1));
}

#[test]
fn slices_are_files_with_their_time_in_the_name() {
    let desk = Desk::with_database();
    desk.stdout(&["network", "--slice", "month", "--output", "film/frame.csv"]);
    let names: BTreeSet<String> = fs::read_dir(desk.path("film"))
        .expect("it is made")
        .map(|entry| entry.expect("a file").file_name().into_string().expect("it is text"))
        .collect();
    assert!(!names.is_empty());
    for name in names {
        let month = name.strip_prefix("frame-").and_then(|rest| rest.strip_suffix(".csv"));
        assert!(month.is_some_and(|month| month.len() == 7 && month.contains('-')), "{name}");
    }
}

#[test]
fn flags_that_do_not_fit_are_refused_with_the_reason() {
    let desk = Desk::with_database();
    for (args, reason) in [
        (&["network", "--slice", "month"][..], "name it with --output"),
        (&["network", "--ties", "spoke-about", "--kind", "talks"], "are not drawn from meetings"),
        (&["rank", "--around", "nobody"], "there is no actor ‘nobody’"),
        (&["rank", "--by", "statements"], "for statements spoke-about or co-statement"),
        (
            &["rank", "--ties", "met-at", "--by", "incoming"],
            "for incoming and outgoing spoke-about",
        ),
    ] {
        let session = desk.session(args);
        assert!(session.contains(reason) && session.ends_with("[1]\n"), "{session}");
    }
    let both = desk.session(&["network", "--between", "a", "b", "--around", "c"]);
    assert!(both.ends_with("[2]\n"), "{both}");
}

#[test]
fn a_rank_falls_by_the_measure_that_is_asked_for() {
    let desk = Desk::with_database();
    for by in ["strength", "partners", "betweenness", "closeness", "pagerank"] {
        let ranked = json(&desk, &["rank", "--by", by, "--format", "json"]);
        let values: Vec<f64> = ranked
            .as_array()
            .expect("a list")
            .iter()
            .map(|row| row[by].as_f64().expect("a number"))
            .collect();
        assert!(values.len() > 2 && values.is_sorted_by(|a, b| a >= b), "{by}: {values:?}");
    }
    let two = json(&desk, &["rank", "--limit", "2", "--format", "json"]);
    assert_eq!(two.as_array().map(Vec::len), Some(2));
}
