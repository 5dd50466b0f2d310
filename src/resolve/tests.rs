//! Resolution as a whole, over articles made here.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::gazetteer::{Given, GivenKind};
use crate::record::{ActorEntry, Excerpt, LocationEntry, MeetingEntry};

pub(crate) fn person(index: usize, name: &str, roles: &[&str], sides: &[&str]) -> ActorEntry {
    actor(index, name, ActorKind::Person, roles, sides)
}

pub(crate) fn actor(
    index: usize,
    name: &str,
    kind: ActorKind,
    roles: &[&str],
    sides: &[&str],
) -> ActorEntry {
    ActorEntry {
        id: ActorRef::new(index),
        name: name.to_owned(),
        kind,
        canonical: name.to_owned(),
        aliases: Vec::new(),
        ids: BTreeMap::new(),
        mentions: vec![Excerpt { text: name.to_owned(), start: 0, end: name.chars().count() }],
        roles: roles.iter().map(|&role| role.to_owned()).collect(),
        affiliations: sides.iter().map(|&side| side.to_owned()).collect(),
    }
}

pub(crate) fn article(id: &str, actors: Vec<ActorEntry>) -> Extraction {
    Extraction {
        id: id.to_owned(),
        published: "2031-05-10".parse().ok(),
        actors,
        ..Extraction::default()
    }
}

pub(crate) fn place(index: usize, name: &str, country: &str) -> LocationEntry {
    LocationEntry {
        id: LocationRef::new(index),
        name: name.to_owned(),
        kind: LocationKind::City,
        country: country.to_owned(),
        lat: None,
        lon: None,
        city: String::new(),
        ids: BTreeMap::new(),
        mentions: Vec::new(),
    }
}

pub(crate) fn met(index: usize, participants: &[usize], date: &str) -> MeetingEntry {
    MeetingEntry {
        id: MeetingRef::new(index),
        kind: MeetingKind::Meeting,
        status: MeetingStatus::Held,
        participants: participants.iter().map(|&it| ActorRef::new(it)).collect(),
        hosts: Vec::new(),
        mediators: Vec::new(),
        locations: Vec::new(),
        date: date.parse().ok(),
        topics: Vec::new(),
        codes: crate::record::Codes::default(),
        confidence: 0.5,
        evidence: Vec::new(),
    }
}

/// Resolves articles with one actor each and says which articles go together.
fn together(actors: Vec<ActorEntry>) -> BTreeSet<Vec<usize>> {
    let articles: Vec<Extraction> = actors
        .into_iter()
        .enumerate()
        .map(|(index, actor)| article(&format!("{index:03}"), vec![actor]))
        .collect();
    let found = resolve(&articles, &[]);
    found.actors.iter().map(|it| it.entries.iter().map(|it| it.article).collect()).collect()
}

fn sets<const N: usize>(sets: [&[usize]; N]) -> BTreeSet<Vec<usize>> {
    sets.iter().map(|set| set.to_vec()).collect()
}

#[test]
fn two_people_of_one_family_name_stay_two() {
    let found = together(vec![
        person(0, "Dana Rowe", &[], &["Freedonia"]),
        person(0, "Piet Rowe", &[], &["Sylvania"]),
        person(0, "Rowe", &[], &[]),
    ]);
    assert_eq!(found, sets([&[0], &[1], &[2]]));
}

#[test]
fn a_bare_family_name_joins_the_one_whose_side_it_shares() {
    let found = together(vec![
        person(0, "Dana Rowe", &[], &["Freedonia"]),
        person(0, "Piet Rowe", &[], &["Sylvania"]),
        person(0, "Rowe", &[], &["Sylvania"]),
        person(0, "D. Rowe", &[], &["Freedonia"]),
    ]);
    assert_eq!(found, sets([&[0, 3], &[1, 2]]));
}

#[test]
fn a_sole_office_in_the_same_years_tells_who_bears_a_bare_family_name() {
    let found = together(vec![
        person(0, "Dana Rowe", &["President"], &["Freedonia"]),
        person(0, "Rowe", &["President"], &[]),
        person(0, "Rowe", &["President"], &["Sylvania"]),
        person(0, "Rowe", &["Minister"], &[]),
    ]);
    assert_eq!(found, sets([&[0, 1], &[2], &[3]]));
}

#[test]
fn a_place_is_not_written_as_in_a_dateline_where_another_article_has_it_otherwise() {
    let mut articles = vec![article("000", Vec::new()), article("001", Vec::new())];
    articles[0].locations.push(place(0, "PORT ADA", "Freedonia"));
    articles[1].locations.push(place(0, "Port Ada", "Freedonia"));
    let found = resolve(&articles, &[]);
    assert_eq!(found.locations.len(), 1);
    assert_eq!(found.locations[0].name, "Port Ada");
}

/// The groups that places of articles of their own make, by the articles.
fn places(all: Vec<LocationEntry>) -> (Vec<Location>, BTreeSet<Vec<usize>>) {
    let articles: Vec<Extraction> = (0..)
        .zip(all)
        .map(|(index, place)| {
            let mut article = article(&format!("{index:03}"), Vec::new());
            article.locations.push(place);
            article
        })
        .collect();
    let found = resolve(&articles, &[]).locations;
    let sets = found.iter().map(|it| it.entries.iter().map(|it| it.article).collect()).collect();
    (found, sets)
}

fn numbered(name: &str, country: &str, number: &str) -> LocationEntry {
    let ids = BTreeMap::from([("geonames".to_owned(), number.to_owned())]);
    LocationEntry { ids, ..place(0, name, country) }
}

fn venue(name: &str, country: &str, city: &str) -> LocationEntry {
    let city = city.to_owned();
    LocationEntry { kind: LocationKind::Venue, city, ..place(0, name, country) }
}

#[test]
fn a_number_tells_cities_of_one_name_apart_and_names_of_one_city_together() {
    let (found, sets_found) = places(vec![
        numbered("Kyiv", "Ukraine", "703448"),
        numbered("Kiev", "Ukraine", "703448"),
        place(0, "Kiev", ""),
        numbered("Springfield", "United States", "4409896"),
        numbered("Springfield", "United States", "4250542"),
        place(0, "Springfield", "United States"),
    ]);
    assert_eq!(sets_found, sets([&[0, 1, 2], &[3], &[4], &[5]]));
    let kyiv = found.iter().find(|it| it.entries.len() == 3).expect("it is one");
    assert_eq!(kyiv.ids.get("geonames").map(String::as_str), Some("703448"));
}

#[test]
fn venues_of_one_name_are_told_apart_by_their_cities_and_lie_in_them() {
    let (found, sets_found) = places(vec![
        venue("Grand Hotel", "Norway", "Oslo"),
        venue("the Grand Hotel", "Norway", "Oslo"),
        venue("Grand Hotel", "Norway", "Bergen"),
        venue("Aurora Hall", "Norway", "Oslo"),
        venue("Aurora Hall", "", ""),
        numbered("Oslo", "Norway", "3143244"),
    ]);
    assert_eq!(sets_found, sets([&[0, 1], &[2], &[3, 4], &[5]]));
    let city = |article: usize| {
        let of = |it: &&Location| it.entries.iter().any(|it| it.article == article);
        found.iter().find(of).and_then(|it| it.city)
    };
    let oslo = found.iter().find(|it| it.name == "Oslo").map(|it| it.id);
    assert!(oslo.is_some());
    assert_eq!((city(0), city(4), city(2)), (oslo, oslo, None));
}

/// Reads articles as what users told of has it.
fn read(articles: &mut [Extraction], lines: &[Given]) {
    let reader = Reader::new(lines);
    for article in articles {
        reader.read(article);
    }
}

#[test]
fn what_users_know_joins_names_and_tells_kinds() {
    let mut lines = vec![
        Given {
            aliases: vec!["Dayo Lund".to_owned()],
            ..Given::new(GivenKind::Person, "Adaeze Okwuosa")
        },
        Given { aliases: vec!["HC".to_owned()], ..Given::new(GivenKind::Bloc, "Halden Compact") },
        Given { aliases: vec!["Gallia".to_owned()], ..Given::new(GivenKind::State, "France") },
    ];
    let actors = [
        person(0, "Adaeze Okwuosa", &[], &[]),
        person(0, "Dayo Lund", &[], &[]),
        actor(0, "HC", ActorKind::Organization, &[], &[]),
        actor(0, "Halden Compact", ActorKind::Organization, &[], &[]),
        actor(0, "Gallia", ActorKind::Organization, &[], &[]),
    ];
    for _ in 0..2 {
        let mut articles: Vec<Extraction> = actors
            .iter()
            .enumerate()
            .map(|(index, actor)| article(&format!("{index:03}"), vec![actor.clone()]))
            .collect();
        read(&mut articles, &lines);
        let found = resolve(&articles, &[]).actors;
        let groups: BTreeSet<Vec<usize>> =
            found.iter().map(|it| it.entries.iter().map(|it| it.article).collect()).collect();
        assert_eq!(groups, sets([&[0, 1], &[2, 3], &[4]]));
        let kind = |name: &str| found.iter().find(|it| it.name == name).map(|it| it.kind);
        assert_eq!(kind("Halden Compact"), Some(ActorKind::Bloc));
        assert_eq!(kind("France"), Some(ActorKind::State));
        lines.reverse();
    }
}

#[test]
fn an_office_that_users_know_tells_who_bears_a_family_name() {
    let office = |name: &str, start: &str, end: &str| Given {
        office: "President".to_owned(),
        of: "France".to_owned(),
        start: start.parse().ok(),
        end: end.parse().ok(),
        ..Given::new(GivenKind::Person, name)
    };
    let lines = [office("Dana Rowe", "2027", "2032"), office("Piet Rowe", "2032-05-10", "")];
    let mut articles = vec![
        article("000", vec![person(0, "Rowe", &["President"], &["France"])]),
        article("001", vec![person(0, "Rowe", &["President"], &["France"])]),
        article("002", vec![person(0, "Rowe", &["violinist"], &[])]),
    ];
    articles[1].published = "2033-02-01".parse().ok();
    read(&mut articles, &lines);
    let names: Vec<&str> = articles.iter().map(|it| it.actors[0].canonical.as_str()).collect();
    assert_eq!(names, ["Dana Rowe", "Piet Rowe", "Rowe"]);
}

#[test]
fn a_sole_office_years_apart_tells_nothing() {
    let mut articles = vec![
        article("000", vec![person(0, "Dana Rowe", &["President"], &["Freedonia"])]),
        article("001", vec![person(0, "Rowe", &["President"], &[])]),
    ];
    articles[1].published = "2041-05-10".parse().ok();
    assert_eq!(resolve(&articles, &[]).actors.len(), 2);
}

#[test]
fn a_bare_family_name_joins_nobody_where_two_would_do() {
    let found = together(vec![
        person(0, "Dana Rowe", &[], &["Freedonia"]),
        person(0, "Piet Rowe", &[], &["Freedonia"]),
        person(0, "Rowe", &[], &["Freedonia"]),
    ]);
    assert_eq!(found, sets([&[0], &[1], &[2]]));
}

#[test]
fn middle_names_accents_and_order_are_no_difference() {
    let found = together(vec![
        person(0, "José A. Muñoz", &[], &[]),
        person(0, "Jose Munoz", &[], &[]),
        person(0, "Kwon Il-sung", &[], &[]),
        person(0, "Il Sung Kwon", &[], &[]),
        person(0, "Sergey Volkov", &[], &["Ruritania"]),
        person(0, "Sergei Volkov", &[], &["Ruritania"]),
    ]);
    assert_eq!(found, sets([&[0, 1], &[2, 3], &[4, 5]]));
}

#[test]
fn namesakes_with_different_middle_names_stay_two() {
    let found = together(vec![
        person(0, "John Peter Hale", &[], &[]),
        person(0, "John Quentin Hale", &[], &[]),
    ]);
    assert_eq!(found, sets([&[0], &[1]]));
}

#[test]
fn states_are_one_by_identifier_and_organizations_by_alias() {
    let mut one = actor(0, "Ivory Coast", ActorKind::State, &[], &[]);
    one.ids.insert("iso3".to_owned(), "CIV".to_owned());
    let mut other = actor(0, "Côte d'Ivoire", ActorKind::State, &[], &[]);
    other.ids.insert("iso3".to_owned(), "CIV".to_owned());
    let mut union = actor(0, "Northern Trade Union", ActorKind::Bloc, &[], &[]);
    union.aliases.push("NTU".to_owned());
    let short = actor(0, "NTU", ActorKind::Organization, &[], &[]);
    assert_eq!(together(vec![one, other, union, short]), sets([&[0, 1], &[2, 3]]));
}

/// Articles that tell of meetings of the same two people, each on a date in a place.
fn talks(told: &[(&str, &str)]) -> Vec<Extraction> {
    let tell = |(index, &(date, city)): (usize, &(&str, &str))| {
        let people = vec![
            person(0, "Dana Rowe", &[], &["Freedonia"]),
            person(1, "Ivo Marek", &[], &["Sylvania"]),
        ];
        let mut article = article(&format!("{index:03}"), people);
        let mut meeting = met(0, &[0, 1], date);
        if !city.is_empty() {
            article.locations.push(place(0, city, city));
            meeting.locations.push(LocationRef::new(0));
        }
        article.meetings.push(meeting);
        article
    };
    told.iter().enumerate().map(tell).collect()
}

#[test]
fn one_meeting_told_by_three_articles_is_one_with_all_their_dates() {
    let told = talks(&[("2031-05-04", "Geneva"), ("2031-05-05", "Geneva"), ("2031-05", "")]);
    let found = resolve(&told, &[]);
    assert_eq!(found.meetings.len(), 1);
    assert_eq!(found.meetings[0].dates.len(), 3);
    assert_eq!(found.meetings[0].date, "2031-05-04".parse().ok());
}

#[test]
fn meetings_in_two_countries_or_weeks_stay_two() {
    let found = resolve(
        &talks(&[("2031-05-04", "Geneva"), ("2031-05-04", "Oslo"), ("2031-05-20", "Geneva")]),
        &[],
    );
    assert_eq!(found.meetings.len(), 3);
}

#[test]
fn meetings_of_one_article_stay_apart() {
    let mut articles = talks(&[("2031-05-04", "Geneva")]);
    let mut again = articles[0].meetings[0].clone();
    again.id = MeetingRef::new(1);
    articles[0].meetings.push(again);
    assert_eq!(resolve(&articles, &[]).meetings.len(), 2);
}

/// A resolution in terms of articles' ids.
fn by_id(articles: &[Extraction]) -> String {
    let mut found = resolve(articles, &[]);
    let mut text = Vec::new();
    let id = |article: usize| articles[article].id.as_str();
    for it in &mut found.actors {
        let entries: Vec<_> = it.entries.iter().map(|at| (id(at.article), at.entry)).collect();
        text.push(format!("{entries:?}"));
        it.entries.clear();
    }
    for it in &mut found.locations {
        let entries: Vec<_> = it.entries.iter().map(|at| (id(at.article), at.entry)).collect();
        text.push(format!("{entries:?}"));
        it.entries.clear();
    }
    for it in &mut found.meetings {
        let entries: Vec<_> = it.entries.iter().map(|at| (id(at.article), at.entry)).collect();
        text.push(format!("{entries:?}"));
        it.entries.clear();
    }
    format!("{text:#?}{found:#?}")
}

/// A meeting of an article: of whom, when and where, by numbers.
type Told = (usize, usize, usize, usize);

/// Days of meetings.
pub(crate) const DATES: &[&str] = &["", "2031-05-04", "2031-05-05", "2031-05", "2031"];

/// Lets an article tell of meetings of its actors, in two cities or without a place.
pub(crate) fn add_meetings(article: &mut Extraction, told: Vec<Told>) {
    let count = article.actors.len();
    article.locations = vec![place(0, "Geneva", "Switzerland"), place(1, "Oslo", "")];
    for (index, (one, other, date, city)) in told.into_iter().enumerate() {
        let mut meeting = met(index, &[one % count, other % count], DATES[date]);
        meeting.locations.extend((city < 2).then(|| LocationRef::new(city)));
        article.meetings.push(meeting);
    }
}

/// Words of the names in [`articles`], and words for them in names that are like none of these.
const OTHERS: [(&str, &str); 7] = [
    ("Dana", "Helmi"),
    ("Rowe", "Tuska"),
    ("Piet", "Quentin"),
    ("Ivo", "Beatrix"),
    ("Marek", "Oblat"),
    ("Serge", "Fabio"),
    ("Volkov", "Zanetti"),
];

fn articles() -> impl Strategy<Value = Vec<Extraction>> {
    const NAMES: &[&str] = &[
        "Dana Rowe",
        "D. Rowe",
        "Rowe",
        "Piet Rowe",
        "Dana K. Rowe",
        "Rowe Dana",
        "Ivo Marek",
        "Ivo P. Marek",
        "Marek",
        "Sergei Volkov",
        "Sergey Volkov",
    ];
    const SIDES: &[&[&str]] = &[&[], &["Freedonia"], &["Sylvania"], &["Freedonia", "Sylvania"]];
    let one = (
        prop::collection::vec((0..NAMES.len(), 0..SIDES.len()), 1..5),
        prop::collection::vec((0..5_usize, 0..5_usize, 0..DATES.len(), 0..3_usize), 0..4),
    );
    prop::collection::vec(one, 1..12).prop_map(|all| {
        let make = |(number, (names, told)): (usize, (Vec<_>, Vec<Told>))| {
            let actors: Vec<_> = names
                .iter()
                .enumerate()
                .map(|(index, &(name, side)): (usize, &(usize, usize))| {
                    person(index, NAMES[name], &[], SIDES[side])
                })
                .collect();
            let mut article = article(&format!("{number:03}"), actors);
            add_meetings(&mut article, told);
            article
        };
        all.into_iter().enumerate().map(make).collect()
    })
}

proptest! {
    #[test]
    fn the_order_of_articles_changes_nothing(
        (given, shuffled) in articles().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle()))
    ) {
        prop_assert_eq!(by_id(&given), by_id(&shuffled));
    }

    #[test]
    fn articles_about_others_change_nothing_between_people(
        (given, others) in (articles(), articles())
    ) {
        let mut all = given.clone();
        for (number, mut article) in others.into_iter().enumerate() {
            article.id = format!("{number:03}-of-others");
            for actor in &mut article.actors {
                for (known, other) in OTHERS {
                    actor.name = actor.name.replace(known, other);
                }
                actor.canonical.clone_from(&actor.name);
            }
            all.push(article);
        }
        let people = |found: &Resolution| -> BTreeSet<Vec<Entry<ActorRef>>> {
            let own = |it: &&Actor| it.entries[0].article < given.len();
            found.actors.iter().filter(own).map(|it| it.entries.clone()).collect()
        };
        prop_assert_eq!(people(&resolve(&all, &[])), people(&resolve(&given, &[])));
    }

    #[test]
    fn every_entry_is_in_one_group(given in articles()) {
        let found = resolve(&given, &[]);
        let count = |of: fn(&Extraction) -> usize| given.iter().map(of).sum::<usize>();
        let actors: BTreeSet<_> = found.actors.iter().flat_map(|it| &it.entries).collect();
        prop_assert_eq!(actors.len(), count(|it| it.actors.len()));
        let meetings: BTreeSet<_> = found.meetings.iter().flat_map(|it| &it.entries).collect();
        prop_assert_eq!(meetings.len(), count(|it| it.meetings.len()));
        prop_assert_eq!(resolve(&given, &[]), found);
    }
}

/// Resolves articles of some years with one actor each and says which go together.
fn in_years(actors: Vec<(&str, ActorEntry)>) -> BTreeSet<Vec<usize>> {
    let articles: Vec<Extraction> = actors
        .into_iter()
        .enumerate()
        .map(|(index, (year, actor))| Extraction {
            published: year.parse().ok(),
            ..article(&format!("{index:03}"), vec![actor])
        })
        .collect();
    let found = resolve(&articles, &[]);
    found.actors.iter().map(|it| it.entries.iter().map(|it| it.article).collect()).collect()
}

#[test]
fn namesakes_who_act_for_different_states_stay_two_and_are_told_as_a_doubt() {
    let mut articles = vec![
        article("000", vec![person(0, "Dana Rowe", &["Foreign Minister"], &["Freedonia"])]),
        article("001", vec![person(0, "Dana Rowe", &["Trade Minister"], &["Sylvania"])]),
    ];
    for (article, side) in articles.iter_mut().zip(["Freedonia", "Sylvania"]) {
        article.actors.push(actor(1, side, ActorKind::State, &[], &[]));
    }
    let found = resolve(&articles, &[]);
    assert_eq!(found.actors.iter().filter(|it| it.name == "Dana Rowe").count(), 2);
    assert_eq!(found.doubts.len(), 1);
    assert!(found.doubts[0].reasons.iter().any(|it| it.contains("different states")));
}

#[test]
fn a_name_that_two_bear_is_the_one_who_held_the_office_then() {
    let president = |name: &str| person(0, name, &["President"], &["Freedonia"]);
    let found = in_years(vec![
        ("2001", president("Karl V. Hale")),
        ("2002", president("Karl Hale")),
        ("2013", president("Karl Hale")),
        ("2013", president("Karl P. V. Hale")),
    ]);
    assert_eq!(found, sets([&[0, 1], &[2, 3]]));
}

#[test]
fn father_and_son_in_one_office_are_told_apart_by_the_years() {
    let president = |name: &str| person(0, name, &["President"], &["Freedonia"]);
    let found = in_years(vec![
        ("1999", president("Dana Rowe")),
        ("1999", president("Rowe")),
        ("2013", president("Piet Rowe")),
        ("2013", president("Rowe")),
        ("2013", president("Freedonian president")),
        ("1999", president("Freedonian president")),
    ]);
    assert_eq!(found, sets([&[0, 1, 5], &[2, 3, 4]]));
}

#[test]
fn a_family_name_in_another_office_is_somebody_else() {
    let found = together(vec![
        person(0, "Dana Rowe", &["Foreign Minister"], &["Freedonia"]),
        person(0, "Rowe", &["Trade Minister"], &["Freedonia"]),
        person(0, "Rowe", &["Minister of Foreign Affairs"], &["Freedonia"]),
    ]);
    assert_eq!(found, sets([&[0, 2], &[1]]));
}

#[test]
fn rough_spellings_need_support_and_careful_ones_none() {
    let found = together(vec![
        person(0, "Moammar Qadhari", &["leader"], &["Freedonia"]),
        person(0, "Muammar Gadari", &["leader"], &["Freedonia"]),
        person(0, "Muammar Khadari", &[], &[]),
        person(0, "Yevgeny Aliyev", &[], &[]),
        person(0, "Evgeni Aliev", &[], &[]),
    ]);
    assert_eq!(found, sets([&[0, 1], &[2], &[3, 4]]));
}

#[test]
fn why_entries_are_one_is_told() {
    let articles = vec![
        article("000", vec![person(0, "Sergei Volkov", &["Foreign Minister"], &["Ruritania"])]),
        article("001", vec![person(0, "Sergey Volkov", &["Foreign Minister"], &["Ruritania"])]),
    ];
    let found = resolve(&articles, &[]);
    let [merge] = &found.actors[0].merges[..] else { panic!("{:?}", found.actors) };
    assert!(merge.score > 0.99);
    assert!(merge.reasons.iter().any(|it| it == "both act for Ruritania"), "{merge:?}");
}

#[test]
fn bodies_of_one_name_in_two_states_are_two() {
    let court =
        |side: &'static str| actor(0, "Supreme Court", ActorKind::Organization, &[], &[side]);
    let found = together(vec![court("Freedonia"), court("Sylvania"), court("Freedonia")]);
    assert_eq!(found, sets([&[0, 2], &[1]]));
}

/// Two people meet, as an article of a day tells it.
fn news(id: &str, day: &str, status: MeetingStatus, date: &str, city: &str) -> Extraction {
    let people = vec![
        person(0, "Dana Rowe", &["President"], &["Freedonia"]),
        person(1, "Ivo Marek", &["President"], &["Sylvania"]),
        actor(2, "Freedonia", ActorKind::State, &[], &[]),
        actor(3, "Sylvania", ActorKind::State, &[], &[]),
    ];
    let mut article = article(id, people);
    article.published = day.parse().ok();
    let mut meeting = met(0, &[0, 1], date);
    meeting.status = status;
    if !city.is_empty() {
        article.locations.push(place(0, city, city));
        meeting.locations.push(LocationRef::new(0));
    }
    article.meetings.push(meeting);
    article
}

#[test]
fn what_was_planned_and_then_held_is_one_meeting_and_was_held() {
    use MeetingStatus::{Cancelled, Held, Planned};
    let found = resolve(
        &[
            news("000", "2031-05-05", Planned, "2031-05-07", "Geneva"),
            news("001", "2031-05-06", Cancelled, "2031-05-07", "Geneva"),
            news("002", "2031-05-09", Held, "2031-05-08", "Geneva"),
            news("003", "2031-05-09", Planned, "", ""),
        ],
        &[],
    );
    assert_eq!(found.meetings.len(), 2, "{:#?}", found.meetings);
    let held = found.meetings.iter().find(|it| it.entries.len() == 3).expect("three tell of it");
    assert_eq!(held.status, Held);
    assert_eq!(held.date, "2031-05-08".parse().ok());
}

#[test]
fn states_stand_for_those_who_act_for_them() {
    let mut other = news("001", "2031-05-08", MeetingStatus::Held, "2031-05-07", "Geneva");
    other.meetings[0].participants = vec![ActorRef::new(2), ActorRef::new(3)];
    let one = news("000", "2031-05-08", MeetingStatus::Held, "2031-05-07", "Geneva");
    assert_eq!(resolve(&[one, other], &[]).meetings.len(), 1);
}

#[test]
fn a_summit_and_a_bilateral_on_its_margins_stay_two() {
    let mut summit = news("000", "2031-05-08", MeetingStatus::Held, "2031-05-07", "Geneva");
    summit.actors.push(person(4, "Ada Okafor", &[], &["Kenya"]));
    summit.meetings[0].participants.push(ActorRef::new(4));
    summit.meetings[0].kind = MeetingKind::Summit;
    let bilateral = news("001", "2031-05-08", MeetingStatus::Held, "2031-05-07", "Geneva");
    let mut short = news("002", "2031-05-08", MeetingStatus::Held, "2031-05-07", "Geneva");
    short.meetings[0].kind = MeetingKind::Summit;
    let found = resolve(&[summit, bilateral, short], &[]);
    let sizes: BTreeSet<usize> = found.meetings.iter().map(|it| it.entries.len()).collect();
    assert_eq!(sizes, BTreeSet::from([1, 2]));
}

#[test]
fn copies_of_one_story_are_one_source() {
    let text = "Dana Rowe of Freedonia and Ivo Marek of Sylvania met on Wednesday in Geneva and spoke \
                of the river that both countries share, of fish, of dams, and of a bridge.";
    let articles = [
        news("000", "2031-05-08", MeetingStatus::Held, "2031-05-07", "Geneva"),
        news("001", "2031-05-08", MeetingStatus::Held, "2031-05-07", "Geneva"),
    ];
    let found = resolve(&articles, &[Signature::new(text), Signature::new(text)]);
    assert_eq!(found.stories, [0, 0]);
    assert!(found.meetings[0].participants.iter().all(|(_, sources)| *sources == 1));
}

#[test]
fn an_entry_that_is_read_from_two_namesakes_does_not_join_them() {
    let fernandes = |sides: &[&str]| person(0, "Maria Fernandes", &[], sides);
    let mut articles = vec![
        article("000", vec![fernandes(&["Freedonia"])]),
        article("001", vec![fernandes(&["Sylvania"])]),
        article("002", vec![fernandes(&["Freedonia", "Sylvania"])]),
    ];
    for article in &mut articles {
        article.actors.push(actor(1, "Freedonia", ActorKind::State, &[], &[]));
        article.actors.push(actor(2, "Sylvania", ActorKind::State, &[], &[]));
    }
    let found = resolve(&articles, &[]);
    let of = |index: usize| {
        found.actors.iter().find(|it| {
            it.kind == ActorKind::Person && it.entries.iter().any(|at| at.article == index)
        })
    };
    assert_ne!(of(0).map(|it| it.id), of(1).map(|it| it.id));
}

#[test]
fn a_family_name_alone_is_that_of_whom_many_articles_name() {
    let mut all: Vec<ActorEntry> =
        (0..5).map(|_| person(0, "Dana Rowe", &[], &["Freedonia"])).collect();
    all.push(person(0, "Rowe", &[], &[]));
    assert_eq!(together(all), sets([&[0, 1, 2, 3, 4, 5]]));
}
