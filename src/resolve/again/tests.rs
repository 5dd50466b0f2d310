//! What some articles change of what others came to, over articles made here.

use proptest::prelude::*;

use super::*;
use crate::record::{ActorEntry, ActorKind, Extraction};
use crate::resolve::tests::{DATES, actor, add_meetings, article, met, person};
use crate::resolve::{Resolution, resolve};

/// What some articles came to, as it is known when others come, and the entries of all.
fn known(articles: &[Extraction], was: &Resolution, old: usize) -> (Corpus, Before) {
    let mut corpus = Corpus::of(&articles[..old]);
    let before = Before::new(&corpus, was);
    for article in &articles[old..] {
        corpus.add(article.clone());
    }
    (corpus, before)
}

/// What the first articles come to, changed as the others change it; none if all is better resolved anew.
fn added(articles: &[Extraction], old: usize) -> Option<Resolution> {
    let mut all = resolve(&articles[..old], &[]);
    let (corpus, before) = known(articles, &all, old);
    let merges = |id: ActorId| {
        let found = all.actors.iter().find(|it| it.id == id);
        found.map(|it| it.merges.clone()).unwrap_or_default()
    };
    let name = |id: ActorId| all.actors.iter().find(|it| it.id == id).map(|it| it.name.clone());
    let refused = |id: ActorId, least: f64| {
        let own = all.doubts.iter().filter(|it| [it.one, it.other].contains(&id));
        let own = own.filter(|it| it.score >= least);
        own.filter_map(|it| name(if it.one == id { it.other } else { it.one })).collect()
    };
    let written = Written { merges: &merges, refused: &refused };
    let renewal = resolve_again(&corpus, &Signatures::default(), &before, &written)?;
    let is_body = |id: ActorId| {
        let own = |it: &&Actor| it.id == id;
        all.actors.iter().find(own).is_some_and(|it| it.kind != ActorKind::Person)
    };
    all.doubts.retain(|it| {
        let pair = [it.one, it.other];
        let is_made_anew = pair.iter().any(|id| renewal.touched_actors.contains(id));
        !is_made_anew && !pair.into_iter().all(is_body)
    });
    all.doubts.extend(renewal.doubts);
    all.doubts.sort_by(|a, b| {
        let rest = |it: &Doubt| (it.one, it.other);
        b.score.total_cmp(&a.score).then_with(|| rest(a).cmp(&rest(b)))
    });
    all.actors.retain(|it| {
        let is_touched = renewal.touched_actors.contains(&it.id);
        let is_other = is_touched && !renewal.same_actors.contains(&it.id);
        !is_other && renewal.actors.iter().all(|new| new.id != it.id)
    });
    all.actors.extend(renewal.actors);
    all.actors.sort_by_key(|it| it.id);
    all.locations.retain(|it| {
        !renewal.gone_locations.contains(&it.id)
            && renewal.locations.iter().all(|new| new.id != it.id)
    });
    all.locations.extend(renewal.locations);
    all.locations.sort_by_key(|it| it.id);
    all.meetings.retain(|it| {
        !renewal.touched_meetings.contains(&it.id)
            && renewal.meetings.iter().all(|new| new.id != it.id)
    });
    all.meetings.extend(renewal.meetings);
    all.meetings.sort_by_key(|it| it.id);
    all.stories = renewal.stories;
    Some(all)
}

/// Names, and what they name.
const NAMES: &[(&str, ActorKind)] = &[
    ("Dana Rowe", ActorKind::Person),
    ("D. Rowe", ActorKind::Person),
    ("Rowe", ActorKind::Person),
    ("Dana", ActorKind::Person),
    ("Piet Rowe", ActorKind::Person),
    ("Rowe Dana", ActorKind::Person),
    ("Sergei Volkov", ActorKind::Person),
    ("Sergey Volkov", ActorKind::Person),
    ("Volkov", ActorKind::Person),
    ("Sylvanian president", ActorKind::Person),
    ("Sylvania", ActorKind::State),
    ("Republic of Freedonia", ActorKind::State),
    ("Freedonia", ActorKind::State),
    ("Union of Sylvanian Ports", ActorKind::Organization),
    ("USP", ActorKind::Organization),
];
const SIDES: &[&[&str]] = &[&[], &["Freedonia"], &["Sylvania"], &["USP"], &["freedonia"]];
const ROLES: &[&[&str]] = &[&[], &[], &["President"], &["Envoy"]];

fn articles() -> impl Strategy<Value = Vec<Extraction>> {
    let who = (0..NAMES.len(), 0..SIDES.len(), 0..ROLES.len(), 0..12_usize);
    let told = (0..5_usize, 0..5_usize, 0..DATES.len(), 0..3_usize);
    let one = (prop::collection::vec(who, 1..5), prop::collection::vec(told, 0..4), 0..4_i16);
    let all = prop::collection::vec(one, 3..16).prop_map(|all| {
        let made = all.into_iter().enumerate().map(|(number, (who, told, year))| {
            let actors: Vec<ActorEntry> = who
                .into_iter()
                .enumerate()
                .map(|(index, (name, side, role, id))| {
                    let (name, kind) = NAMES[name];
                    if kind != ActorKind::Person {
                        return actor(index, name, kind, &[], &[]);
                    }
                    let mut person = person(index, name, ROLES[role], SIDES[side]);
                    if id == 0 {
                        let value = format!("Q{}", name.len());
                        person.ids.insert("wikidata".to_owned(), value);
                    }
                    person
                })
                .collect();
            let mut article = article(&format!("{number:03}"), actors);
            article.published = format!("{}-05-10", 2025 + 6 * year).parse().ok();
            add_meetings(&mut article, told);
            article
        });
        made.collect::<Vec<_>>()
    });
    // Those that come last stand anywhere in the order of ids.
    all.prop_shuffle()
}

/// Cases that are drawn.
const CASES: u32 = 2048;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn what_comes_later_leaves_what_all_leave_at_once(
        (all, few) in (articles(), 1..4_usize)
    ) {
        if let Some(found) = added(&all, all.len() - few.min(all.len() - 1)) {
            let wanted = resolve(&all, &[]);
            prop_assert_eq!(&found.actors, &wanted.actors);
            prop_assert_eq!(&found.meetings, &wanted.meetings);
            prop_assert_eq!(&found.doubts, &wanted.doubts);
            prop_assert_eq!(found, wanted);
        }
    }
}

#[test]
fn an_article_about_people_who_are_known_touches_these_alone() {
    let talks = |number: usize, names: [&str; 2]| {
        let people = names.iter().enumerate();
        let people = people.map(|(index, name)| person(index, name, &[], &["Freedonia"]));
        let mut article = article(&format!("{number:03}"), people.collect());
        article.meetings.push(met(0, &[0, 1], "2031-05-10"));
        article
    };
    let mut all: Vec<Extraction> =
        (0..9).map(|number| talks(number, ["Dana Rowe", "Sergei Volkov"])).collect();
    all.extend((9..18).map(|number| talks(number, ["Ivo Marek", "Ada Okafor"])));
    all.push(talks(18, ["D. Rowe", "Sergey Volkov"]));
    let was = resolve(&all[..18], &[]);
    let (corpus, before) = known(&all, &was, 18);
    let written = Written { merges: &|_| Vec::new(), refused: &|_, _| Vec::new() };
    let renewal = resolve_again(&corpus, &Signatures::default(), &before, &written);
    let renewal = renewal.expect("it can be followed");
    let names: Vec<&str> = renewal.actors.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.contains(&"Dana Rowe") && names.contains(&"Sergei Volkov"));
    assert_eq!(renewal.meetings.len(), 1);
    assert_eq!(renewal.meetings[0].entries.len(), 10);
    assert_eq!(added(&all, 18), Some(resolve(&all, &[])));
}

#[test]
fn who_is_less_sure_of_somebody_leaves_him_to_others_who_were_not_touched() {
    let one = |id: &str, people: &[(&str, &[&str], &[&str], &str)]| {
        let people = people.iter().enumerate().map(|(index, &(name, roles, sides, id))| {
            let mut person = person(index, name, roles, sides);
            if !id.is_empty() {
                person.ids.insert("wikidata".to_owned(), id.to_owned());
            }
            person
        });
        article(id, people.collect())
    };
    let mut all = vec![
        one("11", &[("Rowe Dana", &[], &["USP"], "")]),
        one("10", &[("Rowe Dana", &[], &["Sylvania"], "")]),
        one("08", &[("Dana Rowe", &[], &["USP"], "")]),
        one("06", &[("Dana Rowe", &["Envoy"], &[], "")]),
        // Of these two that contradict each other the surer one is taken.
        one("02", &[("Rowe", &[], &["Sylvania"], "")]),
        one("03", &[("Dana", &["Envoy"], &["Freedonia"], "Q4")]),
    ];
    all.extend(["04", "09", "12", "14"].map(|id| one(id, &[("Dana Rowe", &[], &[], "")])));
    let mut freedonia = one("13", &[("Dana Rowe", &[], &["Freedonia"], "")]);
    freedonia.actors.push(actor(1, "Freedonia", ActorKind::State, &[], &[]));
    all.push(freedonia);
    let names = |all: &Resolution| -> Vec<Vec<String>> {
        let people = all.actors.iter().filter(|it| it.kind == ActorKind::Person);
        people.map(|it| it.names.clone()).collect()
    };
    assert!(names(&resolve(&all, &[])).contains(&vec!["Dana".to_owned()]));
    // Now a Rowe may be another, and the one named Dana is the surer one.
    let old = all.len();
    all.push(one("00", &[("Piet Rowe", &[], &["Sylvania"], "Q9")]));
    let wanted = resolve(&all, &[]);
    assert!(names(&wanted).contains(&vec!["Rowe".to_owned()]));
    assert_eq!(added(&all, old), Some(wanted));
}

#[test]
fn an_office_alone_finds_somebody_who_has_it_by_a_family_name_that_came() {
    let one = |id: &str, name: &str, roles: &[&str], sides: &[&str]| {
        let mut person = person(0, name, roles, sides);
        if name == "Sergei Volkov" {
            person.ids.insert("wikidata".to_owned(), "Q13".to_owned());
        }
        article(id, vec![person])
    };
    let mut all = vec![
        one("01", "Sergei Volkov", &[], &["Freedonia"]),
        one("02", "Sergei Volkov", &[], &["USP"]),
        one("03", "Sergei Volkov", &[], &["Freedonia"]),
        one("05", "Sylvanian president", &["Envoy"], &["USP"]),
    ];
    let others = ["06", "07", "08", "09", "10", "11", "12", "13"];
    all.extend(others.map(|id| one(id, "Dana Rowe", &[], &[])));
    let old = all.len();
    assert!(resolve(&all, &[]).actors.iter().all(|it| it.names.len() == 1));
    all.push(one("04", "Volkov", &["Envoy"], &["Freedonia"]));
    let wanted = resolve(&all, &[]);
    let names = ["Sergei Volkov", "Sylvanian president", "Volkov"];
    assert!(wanted.actors.iter().any(|it| it.names == names), "{:?}", wanted.actors);
    assert!(added(&all, old).is_none_or(|found| found == wanted));
}
