//! Ties of every kind, paths, slices of time and ranks, of small stories.

use super::{encounter, party, site, ties};
use crate::network::{
    Encounter, Material, Measure, Membership, Network, Party, PartyKind, Selection, Sign, Slice,
    TieKind, TieView, Utterance, measure,
};
use crate::record::{ActorId, ActorKind, Confidence, StatementId, Tone};

/// Two ministers of Ruritania, one of Graustark, an envoy of a body of Graustark, and a stray.
struct Story {
    parties: Vec<Party>,
    encounters: Vec<Encounter>,
    utterances: Vec<Utterance>,
    memberships: Vec<Membership>,
}

impl Story {
    fn new() -> Self {
        let parties = vec![
            party(1, "Okafor", ActorKind::Person),
            party(2, "Lindqvist", ActorKind::Person),
            party(3, "Wei", ActorKind::Person),
            party(4, "Rashid", ActorKind::Person),
            party(5, "Stray", ActorKind::Person),
            party(10, "Ruritania", ActorKind::State),
            party(11, "Graustark", ActorKind::State),
            party(12, "Ministry of Graustark", ActorKind::Organization),
        ];
        let mut encounters = vec![
            encounter(1, "2025-03-04", &[1, 3]),
            encounter(2, "2025-03-30/2025-04-02", &[1, 2, 4]),
            encounter(3, "2025", &[10, 11]),
            encounter(4, "2025-06-01", &[1, 2]),
            encounter(5, "", &[5, 1]),
        ];
        encounters[0].places = vec![site(1, "Villa Sole", "Italy"), site(2, "Trieste", "Italy")];
        encounters[1].places = vec![site(2, "Trieste", "Italy")];
        let utterances = vec![
            said(1, "2025-03-05", &[1], &[3, 11], Tone::Praise),
            said(2, "2025-03-06", &[1], &[3], Tone::Accuse),
            said(3, "2025-03-07", &[1], &[11, 1], Tone::Warn),
            said(4, "2025-03-08", &[1, 3], &[], Tone::Agree),
            said(5, "", &[3], &[1], Tone::Neutral),
        ];
        let memberships = vec![
            serves(1, 10, "Foreign Minister", 5),
            serves(1, 11, "", 1),
            serves(2, 10, "Prime Minister", 1),
            serves(3, 11, "Foreign Minister", 2),
            serves(3, 11, "envoy", 1),
            serves(4, 12, "envoy", 0),
            serves(12, 11, "", 1),
        ];
        Self { parties, encounters, utterances, memberships }
    }

    fn material(&self) -> Material<'_> {
        Material {
            parties: &self.parties,
            encounters: &self.encounters,
            utterances: &self.utterances,
            memberships: &self.memberships,
        }
    }
}

fn said(id: i64, day: &str, speakers: &[i64], about: &[i64], tone: Tone) -> Utterance {
    let actors = |ids: &[i64]| ids.iter().copied().map(ActorId::new).collect();
    Utterance {
        id: StatementId::new(id),
        article: "gazette".to_owned(),
        published: day.parse().ok(),
        tone,
        content: "so it is".to_owned(),
        speakers: actors(speakers),
        about: actors(about),
        confidence: Confidence::new(0.5),
    }
}

fn serves(actor: i64, body: i64, role: &str, articles: usize) -> Membership {
    Membership {
        actor: ActorId::new(actor),
        body: ActorId::new(body),
        role: role.to_owned(),
        articles,
        first: (articles > 0).then(|| "2025-01-01".parse().expect("a date")),
        last: (articles > 0).then(|| "2025-02-01".parse().expect("a date")),
    }
}

fn drawn(selection: &Selection) -> Network {
    selection.draw_from(&Story::new().material())
}

fn of(ties: TieKind) -> Network {
    drawn(&Selection { ties, ..Selection::default() })
}

/// The tie between two by their names.
fn tie<'a>(network: &'a Network, names: [&str; 2]) -> TieView<'a> {
    let mut ties = network.ties();
    ties.find(|tie| tie.parties().map(|it| it.name.as_str()) == names).expect("there is such a tie")
}

#[test]
fn states_meet_through_those_who_act_for_them() {
    let network = of(TieKind::StateMet);
    // Both ministers of one state at a meeting tie it to nobody; who acts for a body of a state
    // acts for the state.
    assert_eq!(ties(&network), "10-11×3");
    assert_eq!(network.title, "Which states met through those who act for them");
    assert_eq!(network.notes, ["1 participant without a known state left out"]);
    assert!(network.parties().all(|it| it.kind == PartyKind::State));
    assert_eq!(measure(&network)[0].meetings, 5);
}

#[test]
fn who_speaks_about_whom_has_a_direction_and_a_sign() {
    let network = of(TieKind::SpokeAbout);
    assert_eq!(ties(&network), "1-3×2 1-11×2 3-1×1");
    let toward = tie(&network, ["Okafor", "Wei"]);
    assert_eq!((toward.tones().positive, toward.tones().negative), (1, 1));
    assert_eq!(toward.sign(), Some(Sign::Neutral));
    assert_eq!(toward.first().map(|it| it.to_string()).as_deref(), Some("2025-03-05"));
    let back = tie(&network, ["Wei", "Okafor"]);
    assert!(back.is_partly_undated() && back.spells().is_empty());
    let measures = measure(&network);
    let okafor = &measures[0];
    assert_eq!((okafor.outgoing, okafor.incoming, okafor.statements), (4, 1, 4));
    assert_eq!(okafor.degree, 2);
    let accused = Selection {
        ties: TieKind::SpokeAbout,
        since: "2025-03-06".parse().ok(),
        ..Selection::default()
    };
    let later = drawn(&accused);
    assert_eq!(tie(&later, ["Okafor", "Wei"]).sign(), Some(Sign::Negative));
    assert_eq!(later.notes, ["1 undated statement left out"]);
}

#[test]
fn those_who_speak_with_one_voice_are_tied() {
    assert_eq!(ties(&of(TieKind::CoStatement)), "1-3×1");
}

#[test]
fn actors_are_tied_to_the_most_specific_place_where_they_met() {
    let network = of(TieKind::MetAt);
    assert_eq!(
        ties(&network),
        "1-location-1×1 1-location-2×1 2-location-2×1 3-location-1×1 4-location-2×1"
    );
    let trieste = network.parties().position(|it| it.name == "Trieste").expect("it is there");
    assert_eq!(network.party(trieste).kind, PartyKind::Place);
    assert_eq!(network.party(trieste).affiliations, ["Italy"]);
    assert_eq!(measure(&network)[trieste].meetings, 1);
}

#[test]
fn affiliations_weigh_the_articles_that_tell_of_them() {
    let network = of(TieKind::Affiliated);
    assert_eq!(ties(&network), "1-10×5 1-11×1 2-10×1 3-11×3 4-12×1 12-11×1");
    assert_eq!(tie(&network, ["Wei", "Graustark"]).roles(), ["Foreign Minister", "envoy"]);
    assert!(tie(&network, ["Rashid", "Ministry of Graustark"]).is_partly_undated());
    let told = network.ties().next().expect("a tie");
    let dates = [told.first(), told.last()].map(|date| date.map(|date| date.to_string()));
    assert_eq!(dates, ["2025-01-01", "2025-02-01"].map(|date| Some(date.to_owned())));
    let strong = Selection { ties: TieKind::Affiliated, at_least: 3, ..Selection::default() };
    let network = drawn(&strong);
    assert_eq!(ties(&network), "1-10×5 3-11×3");
    assert!(network.title.ends_with(", 3 articles or more"), "{}", network.title);
}

#[test]
fn only_shortest_paths_lie_between_two() {
    let ids = |one: i64, other: i64| Some([vec![ActorId::new(one)], vec![ActorId::new(other)]]);
    let between = |ends| drawn(&Selection { between: ends, ..Selection::default() });
    // Lindqvist and Rashid were at a meeting with Okafor, and the two are tied to each other, but
    // on no shortest path.
    let network = between(ids(3, 4));
    assert_eq!(ties(&network), "1-3×1 1-4×1");
    assert_eq!(network.title, "Who met whom, between Wei and Rashid");
    let apart = between(ids(3, 10));
    assert!(apart.is_empty());
    assert!(apart.notes.contains(&"no ties connect the two".to_owned()), "{:?}", apart.notes);
}

#[test]
fn every_shortest_path_is_kept_and_none_that_is_longer() {
    let parties = (1..=6).map(|id| party(id, "one", ActorKind::Person)).collect::<Vec<_>>();
    // A square 1-2-4-3-1, a tie across it, and a way around over 5 and 6.
    let pairs = [[1, 2], [1, 3], [2, 4], [3, 4], [2, 3], [1, 5], [5, 6], [6, 4]];
    let meetings: Vec<_> =
        (1..).zip(pairs).map(|(id, pair)| encounter(id, "2025", &pair)).collect();
    let between = Some([vec![ActorId::new(1)], vec![ActorId::new(4)]]);
    let selection = Selection { between, ..Selection::default() };
    assert_eq!(ties(&selection.draw(&parties, &meetings)), "1-2×1 1-3×1 2-4×1 3-4×1");
}

#[test]
fn slices_hold_what_falls_into_them() {
    let story = Story::new();
    let sliced = |slice| {
        let sliced = Selection::default().slices(&story.material(), slice);
        let networks: Vec<String> =
            sliced.networks.iter().map(|(name, it)| format!("{name}: {}", ties(it))).collect();
        (networks, sliced.notes)
    };
    let (months, notes) = sliced(Slice::Month);
    assert_eq!(
        months,
        ["2025-03: 1-2×1 1-3×1 1-4×1 2-4×1", "2025-04: 1-2×1 1-4×1 2-4×1", "2025-06: 1-2×1",]
    );
    assert_eq!(
        notes,
        ["1 undated meeting left out", "1 meeting left out, dated less finely than a slice"]
    );
    let (quarters, _) = sliced(Slice::Quarter);
    assert_eq!(quarters[1], "2025-Q2: 1-2×2 1-4×1 2-4×1");
    let (years, notes) = sliced(Slice::Year);
    assert_eq!(years, ["2025: 1-2×2 1-3×1 1-4×1 2-4×1 10-11×1"]);
    assert_eq!(notes, ["1 undated meeting left out"]);
    let states = Selection { ties: TieKind::StateMet, ..Selection::default() };
    let states = states.slices(&story.material(), Slice::Month);
    assert_eq!(ties(&states.networks[0].1), "10-11×2");
    assert!(states.networks[0].1.title.ends_with(", in 2025-03"));
}

#[test]
fn a_party_is_there_while_its_ties_are() {
    let network = drawn(&Selection { until: "2025-04".parse().ok(), ..Selection::default() });
    let spells: Vec<String> = network
        .spells()
        .into_iter()
        .map(|spells| spells.iter().map(|(a, b)| format!("{a}..{b}")).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(spells[0], "2025-03-04..2025-03-04 2025-03-30..2025-04-02");
    assert_eq!(spells[1], "2025-03-30..2025-04-02");
    // One undated meeting, and it is there at any time.
    assert!(of(TieKind::Met).spells()[0].is_empty());
}

#[test]
fn ranks_fall_and_equals_share_one() {
    let ranked = of(TieKind::Met).ranked(Measure::Partners);
    let told: Vec<(usize, &str, usize)> =
        ranked.iter().map(|it| (it.rank, it.name.as_str(), it.partners)).collect();
    assert_eq!(
        told,
        [
            (1, "Okafor", 4),
            (2, "Lindqvist", 2),
            (2, "Rashid", 2),
            (4, "Wei", 1),
            (4, "Stray", 1),
            (4, "Ruritania", 1),
            (4, "Graustark", 1),
        ]
    );
    let spoken = of(TieKind::SpokeAbout).ranked(Measure::Incoming);
    assert_eq!((spoken[0].name.as_str(), spoken[0].incoming), ("Wei", Some(2)));
}

#[test]
fn a_walk_follows_ties_that_lead_somewhere() {
    // Everyone speaks about the fifth, who speaks about nobody.
    let parties: Vec<Party> = (1..=5).map(|id| party(id, "one", ActorKind::Person)).collect();
    let utterances: Vec<Utterance> =
        (1..=4).map(|id| said(id, "2025", &[id], &[5], Tone::Neutral)).collect();
    let selection = Selection { ties: TieKind::SpokeAbout, ..Selection::default() };
    let material = Material { parties: &parties, utterances: &utterances, ..Material::default() };
    let measures = measure(&selection.draw_from(&material));
    // x = 0.03 + 0.17 y and y = 0.03 + 0.17 y + 3.4 x.
    assert!((measures[0].pagerank - 0.119_048).abs() < 1e-5, "{}", measures[0].pagerank);
    assert!((measures[4].pagerank - 0.523_810).abs() < 1e-5, "{}", measures[4].pagerank);
}
