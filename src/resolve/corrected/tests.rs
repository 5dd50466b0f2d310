//! Corrections over articles made here: what they do, and what they do to one another.

use std::collections::BTreeSet;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::correct::{Anchor, Field, How};
use crate::record::{ActorKind, LocationRef, MeetingRef, MeetingStatus};
use crate::resolve::tests::{actor, article, met, person, place};
use crate::resolve::{Resolution, resolve_corrected};

/// Resolves articles as corrections have it.
fn resolve(articles: &[Extraction], corrections: &Corrections) -> Resolution {
    resolve_corrected(&Corpus::of(articles), &[], corrections)
}

/// Articles of one actor each.
fn articles(actors: Vec<crate::record::ActorEntry>) -> Vec<Extraction> {
    let named = actors.into_iter().enumerate();
    named.map(|(index, actor)| article(&format!("{index:03}"), vec![actor])).collect()
}

/// The anchors of some entries.
fn anchors(articles: &[Extraction], subject: Subject, at: &[(usize, usize)]) -> Vec<Anchor> {
    at.iter()
        .map(|&(article, entry)| {
            Anchor::of(&articles[article], subject, entry).expect("there is such an entry")
        })
        .collect()
}

/// A thing as it is before any correction, by the article of its first entry.
fn target(articles: &[Extraction], subject: Subject, at: (usize, usize)) -> Target {
    target_in(articles, &resolve(articles, &Corrections::default()), subject, at)
}

/// A thing by its number, name and entries.
type Group = (i64, String, Vec<(usize, usize)>);

fn group<R: Copy>(number: i64, name: &str, entries: &[Entry<R>], index: fn(R) -> usize) -> Group {
    let entries = entries.iter().map(|it| (it.article, index(it.entry)));
    (number, name.to_owned(), entries.collect())
}

fn target_in(
    articles: &[Extraction],
    found: &Resolution,
    subject: Subject,
    at: (usize, usize),
) -> Target {
    let all: Vec<Group> = match subject {
        Subject::Actor => {
            let each = found.actors.iter();
            each.map(|it| group(it.id.row(), &it.name, &it.entries, ActorRef::index)).collect()
        }
        Subject::Location => {
            let each = found.locations.iter();
            each.map(|it| group(it.id.row(), &it.name, &it.entries, LocationRef::index)).collect()
        }
        Subject::Meeting => {
            let each = found.meetings.iter();
            each.map(|it| group(it.id.row(), "a meeting", &it.entries, MeetingRef::index)).collect()
        }
    };
    let own = all.into_iter().find(|it| it.2.contains(&at));
    let (number, name, entries) = own.expect("it is in a group");
    Target {
        thing: subject,
        number,
        name,
        kind: String::new(),
        country: String::new(),
        count: entries.len(),
        entries: anchors(articles, subject, &entries),
        is_new: false,
    }
}

/// Corrections decided one after the other.
fn decided(changes: Vec<Change>) -> Corrections {
    let all = (1..).zip(changes).map(|(second, change)| {
        Correction::new(Timestamp::from_second(second).expect("a time"), "Ana", "", change)
    });
    Corrections::new(all.collect())
}

/// Which articles go together, by their actors.
fn together(found: &Resolution) -> BTreeSet<Vec<usize>> {
    found.actors.iter().map(|it| it.entries.iter().map(|it| it.article).collect()).collect()
}

fn sets<const N: usize>(sets: [&[usize]; N]) -> BTreeSet<Vec<usize>> {
    sets.iter().map(|set| set.to_vec()).collect()
}

fn states(found: &Resolution) -> Vec<State> {
    found.effects.iter().map(|it| it.state).collect()
}

fn merge(articles: &[Extraction], into: usize, from: usize) -> Change {
    Change::Merge {
        into: target(articles, Subject::Actor, (into, 0)),
        from: vec![target(articles, Subject::Actor, (from, 0))],
    }
}

/// Says that the first actor of some articles is another than that of others.
fn split(articles: &[Extraction], rest: &[usize], part: &[usize]) -> Change {
    let places = |all: &[usize]| all.iter().map(|&it| (it, 0)).collect::<Vec<_>>();
    let whole = target(articles, Subject::Actor, (rest[0], 0));
    Change::Split {
        rest: Target { entries: anchors(articles, Subject::Actor, &places(rest)), ..whole },
        part: anchors(articles, Subject::Actor, &places(part)),
        name: String::new(),
    }
}

fn rename(articles: &[Extraction], at: usize, name: &str) -> Change {
    Change::Rename { target: target(articles, Subject::Actor, (at, 0)), name: name.to_owned() }
}

fn set(target: Target, field: Field, how: How, values: &[&str], things: Vec<Target>) -> Change {
    let values = values.iter().map(|&it| it.to_owned()).collect();
    Change::Set { target, field, how, values, things }
}

#[test]
fn a_merge_keeps_the_number_and_name_of_the_first_and_holds_for_later_entries() {
    let mut all = articles(vec![
        person(0, "Volodymyr Zelensky", &[], &["Ukraine"]),
        person(0, "Wladimir Selenskij", &[], &[]),
        person(0, "Wladimir Selenskij", &[], &[]),
        person(0, "Ivo Marek", &[], &[]),
    ]);
    let change = merge(&all, 0, 1);
    let number = change.target().expect("a thing").number;
    let decided = decided(vec![change]);
    all.push(article("004", vec![person(0, "Wladimir Selenskij", &[], &[])]));
    let found = resolve(&all, &decided);
    assert_eq!(together(&found), sets([&[0, 1, 2, 4], &[3]]));
    let one = found.actors.iter().find(|it| it.id.row() == number).expect("it keeps its number");
    assert_eq!(one.name, "Volodymyr Zelensky", "though most call him otherwise");
    assert_eq!(states(&found), [State::InForce]);
    assert_eq!(found.effects[0].bears_on, [(Subject::Actor, number)]);
}

#[test]
fn a_merged_name_serves_the_others() {
    // Nothing but the merge tells whose family name it is, so nobody else can have it.
    let mut all =
        articles(vec![person(0, "Dana Rowe", &[], &["Freedonia"]), person(0, "Rowe", &[], &[])]);
    let decided = decided(vec![merge(&all, 0, 1)]);
    all[1].actors[0].affiliations.push("Sylvania".to_owned());
    all.push(article("002", vec![person(0, "Piet Rowe", &[], &["Sylvania"])]));
    assert_eq!(together(&resolve(&all, &decided)), sets([&[0, 1], &[2]]));
}

#[test]
fn a_split_parts_entries_and_later_ones_go_to_the_side_they_fit() {
    let who = |side: &str, role: &str| person(0, "George Bush", &[role], &[side]);
    let mut all = articles(vec![
        who("United States", "president"),
        who("United States", "president"),
        who("Texas", "governor"),
        who("Texas", "governor"),
    ]);
    let change = split(&all, &[0, 1], &[2, 3]);
    let number = change.target().expect("a thing").number;
    let decided = decided(vec![change]);
    all.push(article("004", vec![who("Texas", "governor")]));
    all.push(article("005", vec![who("United States", "president")]));
    all.push(article("006", vec![person(0, "George Bush", &[], &[])]));
    let found = resolve(&all, &decided);
    assert_eq!(together(&found), sets([&[0, 1, 5, 6], &[2, 3, 4]]));
    let rest = found.actors.iter().find(|it| it.id.row() == number).expect("the rest keeps it");
    assert_eq!(rest.entries.len(), 4);
    let part = part_number(&decided.all()[0].uid);
    assert!(found.actors.iter().any(|it| it.id.row() == part));
}

#[test]
fn a_later_split_overrules_a_merge_and_a_later_merge_a_split() {
    let all = articles(vec![
        person(0, "Dana Rowe", &[], &[]),
        person(0, "Piet Rowe", &[], &[]),
        person(0, "Piet Rowe", &[], &[]),
    ]);
    let (one, two) = (merge(&all, 0, 1), split(&all, &[0], &[1, 2]));
    let found = resolve(&all, &decided(vec![one.clone(), two.clone()]));
    assert_eq!(together(&found), sets([&[0], &[1, 2]]));
    assert_eq!(states(&found), [State::Overruled, State::InForce]);
    assert_eq!(found.effects[0].by.as_ref(), Some(&found.effects[1].uid));
    let found = resolve(&all, &decided(vec![two.clone(), one.clone()]));
    assert_eq!(together(&found), sets([&[0, 1, 2]]));
    assert_eq!(states(&found), [State::Overruled, State::InForce]);
    let found = resolve(&all, &decided(vec![one.clone(), two, one]));
    assert_eq!(together(&found), sets([&[0, 1, 2]]));
    assert_eq!(states(&found), [State::InForce, State::Overruled, State::InForce]);
}

#[test]
fn a_split_takes_some_of_what_a_merge_joined() {
    let all = articles(vec![
        person(0, "Dana Rowe", &[], &[]),
        person(0, "Piet Rowe", &[], &[]),
        person(0, "Piet Rowe", &[], &[]),
    ]);
    let found = resolve(&all, &decided(vec![merge(&all, 0, 1), split(&all, &[0, 1], &[2])]));
    assert_eq!(together(&found), sets([&[0, 1], &[2]]));
    assert_eq!(states(&found), [State::Partly, State::InForce]);
}

#[test]
fn of_two_names_the_later_holds_and_the_earlier_is_told_of_it() {
    let all = articles(vec![person(0, "Dana Rowe", &[], &[])]);
    let found = resolve(&all, &decided(vec![rename(&all, 0, "D"), rename(&all, 0, "Dame Dana")]));
    assert_eq!(found.actors[0].name, "Dame Dana");
    assert_eq!(states(&found), [State::Overruled, State::InForce]);
    let found = resolve(&all, &decided(vec![rename(&all, 0, "D"), rename(&all, 0, "D")]));
    assert_eq!(states(&found), [State::InForce, State::InForce], "they agree");
}

#[test]
fn a_name_stays_with_the_rest_of_what_is_split_though_most_goes() {
    let all = articles((0..5).map(|_| person(0, "Wang Yi", &[], &[])).collect());
    let decided =
        decided(vec![rename(&all, 0, "Wang Yi, minister"), split(&all, &[0], &[1, 2, 3, 4])]);
    let found = resolve(&all, &decided);
    let name = |articles: usize| {
        found.actors.iter().find(|it| it.entries.len() == articles).map(|it| it.name.as_str())
    };
    assert_eq!((name(1), name(4)), (Some("Wang Yi, minister"), Some("Wang Yi")));
}

#[test]
fn what_was_decided_of_a_thing_goes_when_it_becomes_part_of_another() {
    let all = articles(vec![person(0, "Dana Rowe", &[], &[]), person(0, "Piet Roe", &[], &[])]);
    let merge = || merge(&all, 0, 1);
    let found = resolve(&all, &decided(vec![rename(&all, 1, "Pieter"), merge()]));
    assert_eq!(found.actors[0].name, "Dana Rowe");
    assert_eq!(states(&found), [State::Overruled, State::InForce]);
    let found = resolve(&all, &decided(vec![rename(&all, 0, "Dame Dana"), merge()]));
    assert_eq!(found.actors[0].name, "Dame Dana");
    assert_eq!(states(&found), [State::InForce, State::InForce]);
    let found = resolve(&all, &decided(vec![merge(), rename(&all, 1, "Pieter")]));
    assert_eq!(found.actors[0].name, "Pieter");
}

#[test]
fn names_of_two_things_do_not_contradict_before_they_are_one() {
    let all = articles(vec![person(0, "Dana Rowe", &[], &[]), person(0, "Piet Roe", &[], &[])]);
    let found = resolve(
        &all,
        &decided(vec![rename(&all, 0, "Dame Dana"), rename(&all, 1, "Pieter"), merge(&all, 0, 1)]),
    );
    assert_eq!(found.actors[0].name, "Dame Dana");
    assert_eq!(states(&found), [State::InForce, State::Overruled, State::InForce]);
    assert_eq!(found.effects[1].by.as_ref(), Some(&found.effects[2].uid));
}

#[test]
fn the_date_of_a_meeting_stays_when_it_becomes_part_of_another_without_one() {
    let all = talks();
    let meeting = |at: usize| target(&all, Subject::Meeting, (at, 0));
    let date = |at: usize, day: &str| set(meeting(at), Field::Date, How::Set, &[day], Vec::new());
    let merge = || Change::Merge { into: meeting(0), from: vec![meeting(2)] };
    let found = resolve(&all, &decided(vec![date(2, "2031-05-07"), merge()]));
    assert_eq!(found.meetings[0].date, "2031-05-07".parse().ok());
    let found =
        resolve(&all, &decided(vec![date(0, "2031-05-04"), date(2, "2031-05-07"), merge()]));
    assert_eq!(found.meetings[0].date, "2031-05-04".parse().ok());
    assert_eq!(states(&found), [State::InForce, State::Overruled, State::InForce]);
}

#[test]
fn what_is_rejected_is_in_no_group_and_no_meeting_and_later_entries_follow() {
    let mut all =
        articles(vec![person(0, "Dana Rowe", &[], &[]), person(0, "Rose Garden", &[], &[])]);
    let decided = decided(vec![Change::Reject { target: target(&all, Subject::Actor, (1, 0)) }]);
    all.push(article(
        "002",
        vec![person(0, "Rose Garden", &[], &[]), person(1, "Dana Rowe", &[], &[])],
    ));
    all[2].meetings.push(met(0, &[0, 1], "2031-05-04"));
    let found = resolve(&all, &decided);
    assert_eq!(together(&found), sets([&[0, 2]]));
    assert_eq!(found.rejected.len(), 2);
    assert_eq!(found.meetings[0].participants.len(), 1);
}

#[test]
fn a_later_decision_about_what_was_rejected_brings_it_back() {
    let all = articles(vec![person(0, "Dana Rowe", &[], &[])]);
    let reject = Change::Reject { target: target(&all, Subject::Actor, (0, 0)) };
    let found = resolve(&all, &decided(vec![reject.clone(), rename(&all, 0, "D")]));
    assert_eq!(found.actors.len(), 1);
    assert_eq!(states(&found), [State::Overruled, State::InForce]);
    let found = resolve(&all, &decided(vec![rename(&all, 0, "D"), reject]));
    assert_eq!(found.actors.len(), 0);
    assert_eq!(states(&found), [State::Overruled, State::InForce]);
}

#[test]
fn a_bare_name_that_was_corrected_stays_apart_from_whom_it_is_given_to_later() {
    let mut all = articles(vec![person(0, "Rowe", &[], &["Freedonia"])]);
    let decided = decided(vec![rename(&all, 0, "Rowe the baker")]);
    for index in 1..4 {
        let other = person(0, "Dana Rowe", &[], &["Freedonia"]);
        all.push(article(&format!("{index:03}"), vec![other]));
    }
    let found = resolve(&all, &decided);
    assert_eq!(together(&found), sets([&[0], &[1, 2, 3]]));
    assert!(found.actors.iter().any(|it| it.name == "Dana Rowe"));
}

#[test]
fn a_thing_that_is_gone_is_told_and_comes_back() {
    let all = articles(vec![person(0, "Rowe", &[], &[]), person(0, "Ivo Marek", &[], &[])]);
    let decided = decided(vec![rename(&all, 0, "Rowe the baker"), merge(&all, 1, 0)]);
    let found = resolve(&all[1..], &decided);
    assert_eq!(states(&found), [State::Gone, State::Gone]);
    assert!(found.effects[1].note.contains("“Rowe”"), "{:?}", found.effects[1].note);
    let found = resolve(&all, &decided);
    assert_eq!(states(&found), [State::Overruled, State::InForce], "the merge is later");
}

#[test]
fn sides_kinds_and_offices_are_as_they_are_set() {
    let all = articles(vec![person(0, "Dana Rowe", &["envoy"], &["Sylvania"])]);
    let who = || target(&all, Subject::Actor, (0, 0));
    let found = resolve(
        &all,
        &decided(vec![
            set(who(), Field::Affiliation, How::Add, &["Freedonia"], Vec::new()),
            set(who(), Field::Affiliation, How::Remove, &["sylvania"], Vec::new()),
            set(who(), Field::Role, How::Set, &["minister", "chair"], Vec::new()),
            set(who(), Field::Kind, How::Set, &["organization"], Vec::new()),
        ]),
    );
    let own = &found.actors[0];
    assert_eq!(
        (&own.affiliations[..], own.kind),
        (&["Freedonia".to_owned()][..], ActorKind::Organization)
    );
    assert_eq!(own.roles, ["minister", "chair"]);
    assert!(states(&found).iter().all(|it| *it == State::InForce));
    let found = resolve(
        &all,
        &decided(vec![
            set(who(), Field::Affiliation, How::Add, &["Freedonia"], Vec::new()),
            set(who(), Field::Affiliation, How::Remove, &["Freedonia"], Vec::new()),
        ]),
    );
    assert_eq!(states(&found), [State::Overruled, State::InForce]);
}

/// Two articles that tell of one meeting in Geneva, and one that tells of another.
fn talks() -> Vec<Extraction> {
    let mut all: Vec<Extraction> = (0..3)
        .map(|index| {
            let who = ["Dana Rowe", "Ivo Marek", "Ada Okafor"];
            let who = who.iter().enumerate().map(|(at, name)| person(at, name, &[], &[]));
            article(&format!("{index:03}"), who.collect())
        })
        .collect();
    for article in &mut all {
        article.locations = vec![place(0, "Geneva", "Switzerland"), place(1, "Oslo", "Norway")];
        let mut meeting = met(0, &[0, 1], "2031-05-04");
        meeting.locations.push(LocationRef::new(0));
        article.meetings.push(meeting);
    }
    all[2].meetings[0].date = "2031-06-20".parse().ok();
    all
}

#[test]
fn meetings_are_merged_split_rejected_and_set() {
    let all = talks();
    let meeting = |at: usize| target(&all, Subject::Meeting, (at, 0));
    let entries = |found: &Resolution| -> BTreeSet<Vec<usize>> {
        let entries = found.meetings.iter().map(|it| it.entries.iter().map(|it| it.article));
        entries.map(Iterator::collect).collect()
    };
    let plain = resolve(&all, &Corrections::default());
    assert_eq!(entries(&plain), sets([&[0, 1], &[2]]));
    let merged = Change::Merge { into: meeting(0), from: vec![meeting(2)] };
    assert_eq!(entries(&resolve(&all, &decided(vec![merged]))), sets([&[0, 1, 2]]));
    let parted = Change::Split {
        rest: Target { entries: anchors(&all, Subject::Meeting, &[(0, 0)]), ..meeting(0) },
        part: anchors(&all, Subject::Meeting, &[(1, 0)]),
        name: String::new(),
    };
    assert_eq!(entries(&resolve(&all, &decided(vec![parted]))), sets([&[0], &[1], &[2]]));
    let none = Change::Reject { target: meeting(2) };
    assert_eq!(entries(&resolve(&all, &decided(vec![none]))), sets([&[0, 1]]));
    let (oslo, okafor) =
        (target(&all, Subject::Location, (0, 1)), target(&all, Subject::Actor, (0, 2)));
    let rowe = target(&all, Subject::Actor, (0, 0));
    let found = resolve(
        &all,
        &decided(vec![
            set(meeting(0), Field::Date, How::Set, &["2031-05-07"], Vec::new()),
            set(meeting(0), Field::Status, How::Set, &["planned"], Vec::new()),
            set(meeting(0), Field::Place, How::Set, &["Oslo"], vec![oslo.clone()]),
            set(meeting(0), Field::Host, How::Add, &["Ada Okafor"], vec![okafor.clone()]),
            set(meeting(0), Field::Participant, How::Remove, &["Dana Rowe"], vec![rowe.clone()]),
        ]),
    );
    let number = meeting(0).number;
    let one = found.meetings.iter().find(|it| it.id.row() == number).expect("it is there");
    assert_eq!(one.date, "2031-05-07".parse().ok());
    assert_eq!((one.status, one.codes.cameo.as_str()), (MeetingStatus::Planned, "036"));
    assert_eq!(one.locations.iter().map(|it| it.0.row()).collect::<Vec<_>>(), [oslo.number]);
    let who: Vec<i64> = one.participants.iter().map(|it| it.0.row()).collect();
    assert!(who.contains(&okafor.number) && !who.contains(&rowe.number) && who.len() == 2);
    assert_eq!(one.hosts.iter().map(|it| it.row()).collect::<Vec<_>>(), [okafor.number]);
    assert!(states(&found).iter().all(|it| *it == State::InForce), "{:?}", found.effects);
}

#[test]
fn what_names_somebody_who_is_gone_waits() {
    let mut all = talks();
    let meeting = target(&all, Subject::Meeting, (0, 0));
    all.push(article("009", vec![person(0, "Tora Lund", &[], &[])]));
    let lund = target(&all, Subject::Actor, (3, 0));
    let decided =
        decided(vec![set(meeting, Field::Participant, How::Set, &["Tora Lund"], vec![lund])]);
    let who = |articles: &[Extraction]| {
        let found = resolve(articles, &decided);
        let one = found.meetings.iter().find(|it| it.entries.len() == 2).cloned();
        (one.expect("it is there").participants.len(), states(&found))
    };
    assert_eq!(who(&all), (1, vec![State::InForce]));
    assert_eq!(who(&all[..3]), (2, vec![State::Gone]));
}

#[test]
fn who_is_named_by_no_article_is_made() {
    let all = talks();
    let new = Target {
        thing: Subject::Actor,
        number: new_number(Subject::Actor, "Tora Lund"),
        name: "Tora Lund".to_owned(),
        kind: "person".to_owned(),
        country: String::new(),
        count: 0,
        entries: Vec::new(),
        is_new: true,
    };
    let meeting = target(&all, Subject::Meeting, (0, 0));
    let decided =
        decided(vec![set(meeting, Field::Participant, How::Add, &["Tora Lund"], vec![new])]);
    let found = resolve(&all, &decided);
    let made = found.actors.iter().find(|it| it.name == "Tora Lund").expect("it is made");
    assert!(found.meetings.iter().any(|it| it.participants.contains(&(made.id, 0))));
    // As soon as an article names her, she is the one.
    let mut more = all.clone();
    more.push(article("009", vec![person(0, "Tora Lund", &[], &[])]));
    let found = resolve(&more, &decided);
    let named: Vec<_> = found.actors.iter().filter(|it| it.name == "Tora Lund").collect();
    assert_eq!(named.len(), 1);
    assert!(found.meetings.iter().any(|it| it.participants.contains(&(named[0].id, 0))));
}

#[test]
fn locations_are_merged_renamed_and_set() {
    let mut all = vec![article("000", Vec::new()), article("001", Vec::new())];
    all[0].locations.push(place(0, "Kiev", "Ukraine"));
    all[1].locations.push(place(0, "Kyiv", "Ukraine"));
    let kiev = || target(&all, Subject::Location, (0, 0));
    let kyiv = target(&all, Subject::Location, (1, 0));
    let found = resolve(
        &all,
        &decided(vec![
            Change::Merge { into: kyiv.clone(), from: vec![kiev()] },
            set(kiev(), Field::Coordinates, How::Set, &["50.45", "30.52"], Vec::new()),
        ]),
    );
    assert_eq!(found.locations.len(), 1);
    assert_eq!((found.locations[0].name.as_str(), found.locations[0].lat), ("Kyiv", Some(50.45)));
    assert_eq!(found.locations[0].id.row(), kyiv.number);
}

#[test]
fn a_state_that_was_read_as_a_person_becomes_what_it_is() {
    let all = articles(vec![
        actor(0, "Pentagon", ActorKind::Organization, &[], &[]),
        person(0, "The Pentagon Says", &[], &[]),
        person(0, "The Pentagon Says", &[], &[]),
    ]);
    let found = resolve(&all, &decided(vec![merge(&all, 0, 1)]));
    assert_eq!(found.actors.len(), 1);
    assert_eq!(
        (found.actors[0].kind, found.actors[0].name.as_str()),
        (ActorKind::Organization, "Pentagon")
    );
}

/// A resolution in terms of articles' ids.
fn by_id(articles: &[Extraction], corrections: &Corrections) -> String {
    let mut found = resolve(articles, corrections);
    let id = |article: usize| articles[article].id.clone();
    let mut told = Vec::new();
    for it in &mut found.actors {
        let all: Vec<_> = it.entries.drain(..).map(|it| (id(it.article), it.entry)).collect();
        told.push(format!("{all:?}"));
    }
    for it in &mut found.meetings {
        let all: Vec<_> = it.entries.drain(..).map(|it| (id(it.article), it.entry)).collect();
        told.push(format!("{all:?}"));
    }
    for it in &mut found.locations {
        it.entries.clear();
    }
    let mut rejected: Vec<_> =
        found.rejected.drain(..).map(|it| (id(it.article), it.subject, it.entry)).collect();
    rejected.sort();
    format!("{told:#?}{rejected:#?}{found:#?}")
}

proptest! {
    #[test]
    fn the_order_of_articles_and_corrections_changes_nothing(
        names in prop::collection::vec(0..5_usize, 3..9),
        picks in prop::collection::vec((0..5_u8, 0..9_usize, 0..9_usize), 1..6),
        seed in any::<prop::sample::Index>(),
    ) {
        const NAMES: [&str; 5] = ["Dana Rowe", "Rowe", "Piet Rowe", "Ivo Marek", "D. Rowe"];
        let all = articles(names.iter().map(|&it| person(0, NAMES[it], &[], &["Freedonia"])).collect());
        let mut changes = Vec::new();
        for (kind, one, other) in picks {
            let (one, other) = (one % all.len(), other % all.len());
            let now = resolve(&all, &decided(changes.clone()));
            let grouped = |at: usize| now.actors.iter().any(|it| {
                it.entries.iter().any(|it| it.article == at)
            });
            if !grouped(one) || !grouped(other) {
                continue;
            }
            let (mine, theirs) = (
                target_in(&all, &now, Subject::Actor, (one, 0)),
                target_in(&all, &now, Subject::Actor, (other, 0)),
            );
            changes.push(match kind {
                0 | 1 if mine.number != theirs.number => {
                    Change::Merge { into: mine, from: vec![theirs] }
                }
                0 | 1 if mine.entries.len() > 1 => {
                    let mut rest = mine;
                    let part = rest.entries.split_off(1);
                    Change::Split { rest, part, name: String::new() }
                }
                2 => Change::Reject { target: mine },
                3 => Change::Rename { target: mine, name: format!("{one}") },
                _ => set(mine, Field::Role, How::Add, &["envoy"], Vec::new()),
            });
        }
        let decided = decided(changes);
        let mut turned = all.clone();
        turned.rotate_left(seed.index(all.len()));
        let mut back = decided.all().to_vec();
        back.reverse();
        prop_assert_eq!(by_id(&all, &decided), by_id(&turned, &Corrections::new(back)));
    }
}

#[test]
fn every_entry_of_a_meeting_has_a_place_in_its_list() {
    // A meeting that is made anew is the one that resolution would have made of its entries.
    let all = talks();
    let meeting = target(&all, Subject::Meeting, (0, 0));
    let found = resolve(
        &all,
        &decided(vec![Change::Merge {
            into: meeting.clone(),
            from: vec![target(&all, Subject::Meeting, (2, 0))],
        }]),
    );
    let one = &found.meetings[0];
    assert_eq!(one.entries.iter().map(|it| it.entry).collect::<Vec<_>>(), [MeetingRef::new(0); 3]);
    assert_eq!(one.dates.len(), 2);
    assert_eq!(one.id.row(), meeting.number);
}
