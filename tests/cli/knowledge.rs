//! What users know: taken in, remembered, used, listed, forgotten.

use serde_json::Value;

use super::{Desk, text};

/// People who follow each other in an office, a bloc, and a venue.
const TEAM: &str = "\
kind,name,aliases,office,of,start,end,country,city,wikidata
person,Adaeze Okwuosa,Ada O.,Foreign Minister,Kenya,2020-05-01,2023-06-30,,,Q1000001
person,Bjarne Mbeki-Lund,,Foreign Minister,KEN,2023-07-01,,,,
bloc,Halden Compact,Compact of Halden,,,,,,,
venue,Aurora Hall,The Aurora,,,,,Norway,Oslo,
";

/// The names in a list.
fn names(desk: &Desk, args: &[&str]) -> Vec<String> {
    let args = [args, &["--format", "json"]].concat();
    let rows: Vec<Value> = serde_json::from_str(&desk.stdout(&args)).expect("a list is JSON");
    let name = |row: &Value| row["name"].as_str().map(str::to_owned);
    rows.iter().filter_map(name).collect()
}

/// Two articles in which the same office is that of two people, and nobody is named.
fn offices(desk: &Desk, office: &str, days: [&str; 2]) {
    for (name, day) in ["one", "two"].iter().zip(days) {
        let told = format!("date {day}\n\nThe {office} met Envoy Tora Lund in Oslo on Friday.\n");
        desk.write(&format!("in/{name}.txt"), told);
    }
}

#[test]
fn one_office_of_two_dates_is_two_people() {
    let desk = Desk::empty();
    offices(&desk, "French president", ["2011-03-12", "2021-03-13"]);
    desk.stdout(&["add", "in"]);
    let people = names(&desk, &["actors", "--kind", "person"]);
    assert!(people.contains(&"Nicolas Sarkozy".to_owned()), "{people:?}");
    assert!(people.contains(&"Emmanuel Macron".to_owned()), "{people:?}");
    let shown = desk.stdout(&["show", "actor", "Nicolas Sarkozy", "--format", "json"]);
    let shown: Value = serde_json::from_str(&shown).expect("one object");
    assert_eq!(shown["actor"]["ids"]["wikidata"], "Q329");
}

#[test]
fn what_users_know_goes_before_what_is_known() {
    let desk = Desk::empty();
    offices(&desk, "Kenyan foreign minister", ["2021-03-13", "2024-03-16"]);
    desk.write("team.csv", TEAM);
    let told = text(&desk.run(&["add", "in", "--knowledge", "team.csv"]).stderr);
    assert!(told.contains("knowledge team.csv: 4 lines"), "{told}");
    let people = names(&desk, &["actors", "--kind", "person"]);
    assert!(people.contains(&"Adaeze Okwuosa".to_owned()), "{people:?}");
    assert!(people.contains(&"Bjarne Mbeki-Lund".to_owned()), "{people:?}");
    // It is remembered.
    desk.write("more/three.txt", "date 2022-03-12\n\nThe Kenyan foreign minister met Jan Berg.\n");
    desk.stdout(&["add", "more"]);
    let shown = desk.stdout(&["show", "actor", "Adaeze Okwuosa"]);
    assert!(shown.contains("named in 2 articles"), "{shown}");
}

#[test]
fn names_that_users_know_are_found_in_texts() {
    let desk = Desk::empty();
    desk.write("team.csv", TEAM);
    desk.write(
        "one.txt",
        "date 2022-03-12\n\nAda O. met the Halden Compact at the Aurora on Friday.\n",
    );
    let record = desk.stdout(&["extract", "one.txt", "--knowledge", "team.csv"]);
    let record: Value = serde_json::from_str(&record).expect("one record");
    let actors = record["actors"].as_array().expect("a list");
    let told = |name: &str, field: &str| {
        let found = actors.iter().find(|it| it["name"] == name);
        found.map_or(Value::Null, |it| it[field].clone())
    };
    assert_eq!(told("Ada O.", "canonical"), "Adaeze Okwuosa", "{record}");
    assert_eq!(told("Ada O.", "affiliations")[0], "Kenya", "{record}");
    assert_eq!(told("Ada O.", "ids")["wikidata"], "Q1000001", "{record}");
    assert_eq!(told("Halden Compact", "kind"), "bloc", "{record}");
    let places = record["locations"].as_array().expect("a list");
    let hall = places.iter().find(|it| it["kind"] == "venue").expect("it is known");
    assert_eq!((&hall["city"], &hall["country"]), (&"Oslo".into(), &"Norway".into()), "{record}");
}

#[test]
fn names_join_as_soon_as_users_tell() {
    let desk = Desk::empty();
    desk.write("in/one.txt", "date 2022-03-12\n\nMinister Adaeze Okwuosa of Kenya met Jan Berg.\n");
    desk.write(
        "in/two.txt",
        "date 2022-03-13\n\nMinister Dayo Okwuosa-Lund of Kenya met Jan Berg.\n",
    );
    desk.stdout(&["add", "in"]);
    let before = names(&desk, &["actors", "--kind", "person"]);
    assert_eq!(before.len(), 3, "{before:?}");
    desk.write("team.csv", "kind,name,aliases\nperson,Adaeze Okwuosa,Dayo Okwuosa-Lund\n");
    let told = text(&desk.run(&["knowledge", "add", "team.csv"]).stderr);
    assert!(told.contains("2 articles read before"), "{told}");
    let after = names(&desk, &["actors", "--kind", "person"]);
    assert_eq!(after, ["Adaeze Okwuosa", "Jan Berg"]);
    desk.stdout(&["knowledge", "remove", "team.csv"]);
    assert_eq!(names(&desk, &["actors", "--kind", "person"]), before);
}

#[test]
fn texts_that_are_read_again_say_what_they_would_have_said() {
    let desk = Desk::empty();
    offices(&desk, "Kenyan foreign minister", ["2021-03-13", "2024-03-16"]);
    desk.write("team.csv", TEAM);
    desk.stdout(&["add", "in", "--db", "late.db"]);
    desk.stdout(&["knowledge", "add", "team.csv", "--db", "late.db"]);
    desk.stdout(&["reextract", "--db", "late.db"]);
    desk.stdout(&["add", "in", "--knowledge", "team.csv", "--db", "early.db"]);
    for list in ["actors", "locations", "meetings", "statements"] {
        let of = |db: &str| desk.stdout(&[list, "--format", "json", "--db", db]);
        assert_eq!(of("late.db"), of("early.db"), "{list}");
    }
}

#[test]
fn knowledge_is_listed_as_it_was_given() {
    let desk = Desk::empty();
    desk.write("team.csv", TEAM);
    let first = desk.session(&["knowledge", "add", "team.csv"]);
    let again = desk.session(&["knowledge", "add", "team.csv"]);
    let all = [
        first,
        again,
        desk.session(&["knowledge", "list"]),
        desk.session(&["knowledge", "list", "--format", "csv"]),
        desk.session(&["knowledge", "remove", "Halden Compact", "nobody"]),
        desk.session(&["knowledge", "remove", "team.csv"]),
        desk.session(&["knowledge", "list"]),
    ];
    insta::assert_snapshot!(all.join("\n"));
    // What was listed can be given.
    desk.stdout(&["knowledge", "add", "team.csv"]);
    let listed = desk.stdout(&["knowledge", "list", "--format", "csv"]);
    desk.write("copy.csv", &listed);
    desk.stdout(&["knowledge", "add", "copy.csv", "--db", "other.db"]);
    let other = desk.stdout(&["knowledge", "list", "--format", "csv", "--db", "other.db"]);
    assert_eq!(listed, other);
}

#[test]
fn what_is_wrong_with_knowledge_is_told_by_file_and_line() {
    let desk = Desk::with_database();
    desk.write("one.txt", "Ada Okafor met Jan Lund.");
    desk.write("columns.csv", "kind,name,post\nperson,Ada Lund,Envoy\n");
    desk.write("kind.csv", "kind,name\nperson,Ada Lund\nman,Jan Lund\n");
    desk.write("dates.csv", "kind,name,office,of,start\nperson,Ada Lund,Envoy,Kenya,May 2020\n");
    desk.write("country.csv", "kind,name,country\nvenue,Aurora Hall,Freedonia\n");
    let all: Vec<String> = ["nowhere.csv", "columns.csv", "kind.csv", "dates.csv", "country.csv"]
        .iter()
        .flat_map(|file| {
            let own = desk.session(&["knowledge", "add", file]);
            let read = desk.session(&["add", "one.txt", "--knowledge", file]);
            [own, read]
        })
        .collect();
    for session in &all {
        assert!(session.ends_with("[1]\n"), "{session}");
    }
    insta::assert_snapshot!(all.join("\n"));
    // Nothing was taken in.
    assert!(desk.stdout(&["knowledge", "list", "--format", "jsonl"]).is_empty());
}
