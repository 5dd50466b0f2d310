//! Small networks of people who are not, and what is drawn and measured of them.

mod paths;
mod ties;

use super::{Encounter, Isolated, Network, Party, Selection, Site, TieKind, measure};
use crate::record::{
    ActorId, ActorKind, Confidence, LocationId, MeetingId, MeetingKind, MeetingStatus,
};

/// An actor called `name`.
pub(crate) fn party(id: i64, name: &str, kind: ActorKind) -> Party {
    Party {
        id: ActorId::new(id).into(),
        name: name.to_owned(),
        kind: kind.into(),
        roles: Vec::new(),
        affiliations: Vec::new(),
    }
}

/// A held meeting of actors, without a place; an empty `date` is none.
pub(crate) fn encounter(id: i64, date: &str, participants: &[i64]) -> Encounter {
    Encounter {
        id: MeetingId::new(id),
        kind: MeetingKind::Talks,
        status: MeetingStatus::Held,
        date: (!date.is_empty()).then(|| date.parse().expect("a date")),
        participants: participants.iter().copied().map(ActorId::new).collect(),
        places: Vec::new(),
        sources: 1,
        confidence: Confidence::new(0.5),
    }
}

/// A place called `name`.
pub(crate) fn site(id: i64, name: &str, country: &str) -> Site {
    Site {
        id: Some(LocationId::new(id)),
        name: name.to_owned(),
        country: country.to_owned(),
        ..Site::default()
    }
}

/// Four people, a state and a bloc, in six meetings.
pub(crate) fn small() -> (Vec<Party>, Vec<Encounter>) {
    let mut parties = vec![
        party(1, "Amara Okafor", ActorKind::Person),
        party(2, "Jonas “Joe” Lindqvist", ActorKind::Person),
        party(3, "Li Wei", ActorKind::Person),
        party(4, "Kingdom of Ruritania & Strelsau", ActorKind::State),
        party(5, "League of Northern Ports", ActorKind::Bloc),
        party(6, "Fatima al-Rashid", ActorKind::Person),
    ];
    parties[0].roles = vec!["Foreign Minister".to_owned()];
    parties[0].affiliations = vec!["Kingdom of Ruritania & Strelsau".to_owned()];
    let mut encounters = vec![
        encounter(1, "2025-03-04", &[1, 2]),
        encounter(2, "2025-03-05/2025-03-07", &[2, 1, 3]),
        encounter(3, "2025-06", &[3, 4]),
        encounter(4, "2026-01-15", &[4, 5]),
        encounter(5, "", &[1, 3]),
        encounter(6, "2025-04-01", &[6]),
    ];
    encounters[1].places = vec![site(1, "Villa Sole", "Italy"), site(2, "Trieste", "Italy")];
    encounters[1].kind = MeetingKind::Summit;
    encounters[3].status = MeetingStatus::Planned;
    (parties, encounters)
}

/// The ties of a network as `1-2×2`.
pub(super) fn ties(network: &Network) -> String {
    let ties = network.ties().map(|tie| {
        let [one, other] = tie.parties();
        format!("{}-{}×{}", one.id, other.id, tie.weight())
    });
    ties.collect::<Vec<_>>().join(" ")
}

/// The ties of what `selection` draws of [`small`].
fn drawn(selection: &Selection) -> String {
    let (parties, encounters) = small();
    ties(&selection.draw(&parties, &encounters))
}

#[test]
fn all_participants_of_a_meeting_are_tied_and_weights_count_meetings() {
    let (parties, encounters) = small();
    let network = Network::new(parties, encounters);
    assert_eq!(ties(&network), "1-2×2 1-3×2 2-3×1 3-4×1 4-5×1");
    let tie = network.ties().next().expect("a tie");
    assert_eq!(tie.kind(), TieKind::Met);
    assert_eq!(tie.first().map(|date| date.to_string()).as_deref(), Some("2025-03-04"));
    assert_eq!(tie.last().map(|date| date.to_string()).as_deref(), Some("2025-03-05/2025-03-07"));
    assert_eq!(tie.meeting_kinds(), [MeetingKind::Talks, MeetingKind::Summit]);
    assert_eq!(tie.places(), ["Villa Sole"]);
}

#[test]
fn an_actor_told_twice_of_one_meeting_is_not_tied_to_itself() {
    let network = Network::new(small().0, vec![encounter(1, "2025", &[1, 1, 2, 2, 99])]);
    assert_eq!(ties(&network), "1-2×1");
}

#[test]
fn the_order_of_what_comes_in_changes_nothing() {
    let (mut parties, mut encounters) = small();
    let forward = Network::new(parties.clone(), encounters.clone());
    parties.reverse();
    encounters.reverse();
    let backward = Network::new(parties, encounters);
    assert_eq!(ties(&forward), ties(&backward));
    assert_eq!(forward.encounters(), backward.encounters());
}

#[test]
fn only_held_meetings_are_drawn_unless_others_are_asked_for() {
    assert_eq!(drawn(&Selection::default()), "1-2×2 1-3×2 2-3×1 3-4×1");
    let planned = vec![MeetingStatus::Planned];
    assert_eq!(drawn(&Selection { statuses: planned, ..Selection::default() }), "4-5×1");
    let every = Selection { statuses: Vec::new(), ..Selection::default() };
    assert_eq!(drawn(&every), "1-2×2 1-3×2 2-3×1 3-4×1 4-5×1");
}

#[test]
fn a_date_that_may_lie_within_the_bounds_does() {
    let between = |since: &str, until: &str| {
        drawn(&Selection {
            since: since.parse().ok(),
            until: until.parse().ok(),
            ..Selection::default()
        })
    };
    assert_eq!(between("2025-03-06", "2025-03-06"), "1-2×1 1-3×1 2-3×1");
    assert_eq!(between("2025-06-30", ""), "3-4×1");
    assert_eq!(between("2025-07", ""), "");
    assert_eq!(between("", "2025-03"), "1-2×2 1-3×1 2-3×1");
}

#[test]
fn places_are_found_by_name_or_country_in_any_spelling() {
    for place in ["trieste", "VILLA SOLE", "Italy"] {
        let selection = Selection { places: vec![place.to_owned()], ..Selection::default() };
        assert_eq!(drawn(&selection), "1-2×1 1-3×1 2-3×1", "{place}");
    }
}

#[test]
fn kinds_of_meetings_and_of_actors_narrow_the_network() {
    let kinds = vec![MeetingKind::Summit];
    assert_eq!(drawn(&Selection { kinds, ..Selection::default() }), "1-2×1 1-3×1 2-3×1");
    let actor_kinds = vec![ActorKind::Person];
    assert_eq!(drawn(&Selection { actor_kinds, ..Selection::default() }), "1-2×2 1-3×2 2-3×1");
}

#[test]
fn distance_counts_ties_from_the_actor() {
    let around = |depth| Selection { around: vec![ActorId::new(4)], depth, ..Selection::default() };
    assert_eq!(drawn(&around(1)), "3-4×1");
    assert_eq!(drawn(&around(2)), "1-2×2 1-3×2 2-3×1 3-4×1");
    let (parties, encounters) = small();
    assert_eq!(around(0).draw(&parties, &encounters).parties().len(), 1);
}

#[test]
fn weak_ties_and_minor_actors_can_be_left_out() {
    assert_eq!(drawn(&Selection { at_least: 2, ..Selection::default() }), "1-2×2 1-3×2");
    assert_eq!(drawn(&Selection { top: Some(2), ..Selection::default() }), "1-3×2");
}

#[test]
fn what_is_left_out_is_told() {
    let (parties, encounters) = small();
    let selection = Selection { since: "2025".parse().ok(), top: Some(3), ..Selection::default() };
    let network = selection.draw(&parties, &encounters);
    assert_eq!(network.title, "Who met whom, since 2025");
    assert_eq!(
        network.notes,
        [
            "1 planned meeting left out",
            "1 undated meeting left out",
            "only the 3 most active of 5 actors are shown",
        ]
    );
    let alone = Selection::default().draw(&parties, &encounters);
    assert_eq!(alone.notes, ["1 planned meeting left out", "1 actor without a tie left out"]);
    let shown = Selection { isolated: Isolated::Shown, ..Selection::default() };
    assert_eq!(shown.draw(&parties, &encounters).parties().len(), 5);
}

#[test]
fn unsure_meetings_can_be_left_out() {
    let (parties, mut encounters) = small();
    encounters[0].confidence = Confidence::new(0.9);
    let selection = Selection { confidence: Some(Confidence::new(0.8)), ..Selection::default() };
    let network = selection.draw(&parties, &encounters);
    assert_eq!(network.title, "Who met whom, read with confidence 0.80 or more");
    assert_eq!(network.notes, ["1 planned meeting left out", "4 less sure meetings left out"]);
    assert_eq!(network.encounters().len(), 1);
}

#[test]
fn the_title_says_what_was_asked() {
    let (parties, encounters) = small();
    let selection = Selection {
        since: "2025-03".parse().ok(),
        around: vec![ActorId::new(1)],
        places: vec!["Trieste".to_owned(), "Genoa".to_owned()],
        kinds: vec![MeetingKind::Talks, MeetingKind::Summit, MeetingKind::Visit],
        at_least: 2,
        ..Selection::default()
    };
    assert_eq!(
        selection.draw(&parties, &encounters).title,
        "Who met whom, within 1 step of Amara Okafor, in Trieste or Genoa, since 2025-03, \
         only talks, summit or visit, 2 meetings or more"
    );
}

#[test]
fn above_so_many_actors_paths_are_estimated_and_near_the_truth() {
    // A ring: all are alike, and half of the others lie one way.
    let ring = |count: i64| {
        let parties = (0..count).map(|id| party(id, "member", ActorKind::Person)).collect();
        let meet = |id: i64| encounter(id, "2025", &[id, (id + 1) % count]);
        Network::new(parties, (0..count).map(meet).collect())
    };
    let (exact, large) = (ring(99), ring(4_001));
    assert!(!exact.is_estimated() && large.is_estimated());
    for (network, count) in [(exact, 99.0), (large, 4_001.0)] {
        let half: f64 = (count - 1.0) / 2.0;
        for it in measure(&network) {
            // Of the (n-1)(n-2) pairs of others, an actor lies between m(m-1).
            let share = half * (half - 1.0) / ((count - 1.0) * (count - 2.0));
            assert!((it.betweenness - share).abs() < 2e-3, "{} {share}", it.betweenness);
            let closeness = 2.0 / (half + 1.0);
            assert!((it.closeness / closeness - 1.0).abs() < 5e-3, "{} {closeness}", it.closeness);
        }
    }
}

#[test]
fn an_empty_network_has_measures_too() {
    assert!(measure(&Network::default()).is_empty());
    let alone = Network::new(vec![party(1, "Li Wei", ActorKind::Person)], Vec::new());
    assert_eq!(measure(&alone)[0].component, 1);
}

/// Friendships in a karate club (Zachary 1977), on which measures are commonly checked.
const KARATE: &[(i64, &[i64])] = &[
    (0, &[1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31]),
    (1, &[2, 3, 7, 13, 17, 19, 21, 30]),
    (2, &[3, 7, 8, 9, 13, 27, 28, 32]),
    (3, &[7, 12, 13]),
    (4, &[6, 10]),
    (5, &[6, 10, 16]),
    (6, &[16]),
    (8, &[30, 32, 33]),
    (9, &[33]),
    (13, &[33]),
    (14, &[32, 33]),
    (15, &[32, 33]),
    (18, &[32, 33]),
    (19, &[33]),
    (20, &[32, 33]),
    (22, &[32, 33]),
    (23, &[25, 27, 29, 32, 33]),
    (24, &[25, 27, 31]),
    (25, &[31]),
    (26, &[29, 33]),
    (27, &[33]),
    (28, &[31, 33]),
    (29, &[32, 33]),
    (30, &[32, 33]),
    (31, &[32, 33]),
    (32, &[33]),
];

#[test]
fn measures_agree_with_published_values() {
    let pairs = KARATE.iter().flat_map(|(one, others)| others.iter().map(move |two| [*one, *two]));
    let encounters: Vec<_> =
        (1..).zip(pairs).map(|(id, pair)| encounter(id, "2025", &pair)).collect();
    let parties = (0..34).map(|id| party(id, "member", ActorKind::Person)).collect();
    let network = Network::new(parties, encounters);
    let measures = measure(&network);
    let near = |value: f64, known: f64| assert!((value - known).abs() < 5e-5, "{value} {known}");
    near(measures[0].betweenness, 0.437_64);
    near(measures[33].betweenness, 0.304_07);
    near(measures[0].closeness, 0.568_97);
    near(measures[33].closeness, 0.55);
    near(measures[33].pagerank, 0.100_92);
    near(measures.iter().map(|measures| measures.pagerank).sum(), 1.0);
    assert!(measures.iter().all(|measures| measures.component == 1));
    let ends: Vec<[usize; 2]> = network.ties().map(super::TieView::ends).collect();
    let count = super::real(ends.len());
    let within = ends.iter().filter(|[a, b]| measures[*a].community == measures[*b].community);
    let mut total = [0usize; 34];
    for measures in &measures {
        total[measures.community - 1] += measures.degree;
    }
    let expected: f64 =
        total.iter().map(|&total| (super::real(total) / (2.0 * count)).powi(2)).sum();
    let modularity = super::real(within.count()) / count - expected;
    assert!(modularity > 0.4188, "{modularity}");
}
