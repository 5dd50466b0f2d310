//! Lists and what is shown of one thing: forms, filters, and why there is nothing.

use serde_json::Value;

use super::{Desk, text};

const LISTS: [&str; 5] = ["articles", "actors", "locations", "meetings", "statements"];

#[test]
fn lists_are_tables_that_fit_the_columns() {
    let desk = Desk::with_database();
    for list in LISTS {
        for columns in [60, 100, 200] {
            let output = desk
                .command(&[list])
                .env("COLUMNS", columns.to_string())
                .output()
                .expect("the program is built");
            let table = text(&output.stdout);
            assert!(table.lines().count() > 2, "{table}");
            for line in table.lines() {
                assert!(line.chars().count() <= columns, "{list} at {columns}: {line}");
            }
        }
    }
}

#[test]
fn lists_as_tables() {
    let desk = Desk::with_database();
    let all: Vec<String> = LISTS.iter().map(|list| desk.session(&[list])).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn unsure_readings_can_be_left_out() {
    let desk = Desk::with_database();
    for list in ["meetings", "statements"] {
        let of = |args: &[&str]| -> Vec<f64> {
            let all = desk.field("confidence", &[&[list], args].concat());
            all.iter().map(|it| it.parse().expect("it is a number")).collect()
        };
        let all = of(&[]);
        let middle = all.iter().copied().fold(0.0, f64::max) - 0.05;
        let sure = of(&["--confidence", &middle.to_string()]);
        assert!(sure.len() < all.len() && !sure.is_empty(), "{list}: {sure:?}");
        assert!(sure.iter().all(|it| *it >= middle - 0.005), "{list}: {sure:?}");
    }
}

#[test]
fn every_form_of_a_list_holds_the_same_rows() {
    let desk = Desk::with_database();
    for list in LISTS {
        let of = |form: &str| desk.stdout(&[list, "--format", form]);
        let array: Vec<Value> = serde_json::from_str(&of("json")).expect("one array");
        let lines: Vec<Value> = of("jsonl")
            .lines()
            .map(|line| serde_json::from_str(line).expect("a record a line"))
            .collect();
        assert_eq!(array, lines, "{list}");
        let table = of("csv");
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let headings = reader.headers().expect("a header").clone();
        let rows: Vec<csv::StringRecord> =
            reader.records().map(|row| row.expect("rows of equal length")).collect();
        assert_eq!(rows.len(), array.len(), "{list}");
        assert_eq!(&headings[0], "id");
        for (row, object) in rows.iter().zip(&array) {
            let id = &object["id"];
            assert_eq!(row[0], id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        }
    }
}

#[test]
fn filters_keep_what_they_name() {
    let desk = Desk::with_database();
    let names = |args: &[&str]| desk.field("name", &[&["actors"], args].concat());
    assert_eq!(names(&["--with", "Ada Okafor"]), ["Amara Diallo", "Jan Lund"]);
    assert_eq!(names(&["--with", "Ada Okafor", "--status", "planned"]), ["Amara Diallo"]);
    assert_eq!(names(&["--actor", "okafor"]), ["Ada Okafor", "Samuel Okafor"]);
    assert_eq!(names(&["--location", "Peru"]), ["Rosa Quispe", "Samuel Okafor"]);
    assert_eq!(names(&["--kind", "person", "--text", "fishing"]), ["Ada Okafor", "Jan Lund"]);
    let places = |args: &[&str]| desk.field("name", &[&["locations"], args].concat());
    assert_eq!(places(&["--actor", "Lund"]), ["Oslo"]);
    assert_eq!(places(&["--location", "Kenya"]), ["Nairobi"]);
    assert_eq!(places(&["--since", "2024-05-14"]), ["Nairobi"]);
    let dates = |args: &[&str]| desk.field("date", &[&["meetings"], args].concat());
    assert_eq!(dates(&["--actor", "Ada Okafor", "--with", "Diallo"]), ["2024-05-20"]);
    assert_eq!(dates(&["--until", "2024-05-10"]), ["2024-05-10"]);
    assert_eq!(dates(&["--since", "2024-05-11", "--status", "held"]), ["2024-05-13"]);
    assert_eq!(dates(&["--location", "Oslo", "--kind", "call"]), [""; 0]);
    assert_eq!(dates(&["--limit", "1"]), ["2024-05-10"]);
    let ids = |args: &[&str]| desk.field("id", &[&["articles"], args].concat());
    assert_eq!(ids(&["--text", "fishing grounds"]), ["desk/oslo-2024-05-11.txt"]);
    assert_eq!(ids(&["--since", "2024-05-14", "--text", "Okafor"]), ["wire-78"]);
    assert_eq!(ids(&["--until", "2024-05-11"]), ["desk/oslo-2024-05-11.txt"]);
    assert_eq!(ids(&["--actor", "Lund", "--since", "2024-05-12"]), ["https://fjord.example/fish"]);
    let said = |args: &[&str]| desk.field("content", &[&["statements"], args].concat());
    assert_eq!(said(&["--actor", "Ada Okafor"]), ["“We agreed on the fishing grounds,”"]);
    assert_eq!(said(&["--kind", "direct"]).len(), 1);
    assert_eq!(said(&["--text", "useful"]), ["the talks were useful."]);
}

#[test]
fn an_article_of_a_month_is_in_that_month() {
    let desk = Desk::empty();
    desk.write("in/a.json", r#"{"id":"a","published":"2024-05","text":"Ada Okafor spoke."}"#);
    desk.stdout(&["add", "in"]);
    let ids = |args: &[&str]| desk.field("id", &[&["articles"], args].concat());
    assert_eq!(ids(&["--since", "2024-05-10"]), ["a"]);
    assert_eq!(ids(&["--until", "2024-05-10"]), ["a"]);
    assert_eq!(ids(&["--since", "2024-06"]), [""; 0]);
    assert_eq!(ids(&["--until", "2024-04"]), [""; 0]);
}

#[test]
fn an_empty_list_says_why() {
    let desk = Desk::with_database();
    let mut all = vec![
        desk.session(&["meetings", "--actor", "nobody"]),
        desk.session(&["meetings", "--actor", "12"]),
        desk.session(&["actors", "--location", "Atlantis"]),
        desk.session(&["meetings", "--since", "2031"]),
        desk.session(&["meetings", "--text", "zeppelin", "--format", "json"]),
        desk.session(&["statements", "--text", " "]),
        desk.session(&["meetings", "--limit", "0"]),
    ];
    let bare = Desk::empty();
    bare.write(
        "in/a.json",
        r#"{"published":"2024-05-14","text":"Rain fell, and schools stayed closed."}"#,
    );
    bare.stdout(&["add", "in"]);
    all.push(bare.session(&["meetings"]));
    bare.stdout(&["remove", "in/a.json"]);
    all.push(bare.session(&["meetings"]));
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn things_are_shown_with_their_sentences() {
    let desk = Desk::with_database();
    let number = desk.field("id", &["meetings", "--limit", "1"]).remove(0);
    let all = [
        desk.session(&["show", "actor", "ada okafor"]),
        desk.session(&["show", "location", "Oslo"]),
        desk.session(&["show", "meeting", &number]),
        desk.session(&["show", "article", "https://fjord.example/fish"]),
    ];
    insta::assert_snapshot!(all.join("\n"));
    let detail: Value =
        serde_json::from_str(&desk.stdout(&["show", "actor", "Lund", "--format", "json"]))
            .expect("one object");
    assert_eq!(detail["actor"]["name"], "Jan Lund");
    assert!(!detail["meetings"].as_array().expect("a list").is_empty());
}

#[test]
fn a_name_of_several_lists_them() {
    let desk = Desk::with_database();
    let all = [
        desk.session(&["show", "actor", "Okafor"]),
        desk.session(&["show", "actor", "nobody"]),
        desk.session(&["show", "meeting", "nothing"]),
        desk.session(&["show", "meeting", "12"]),
        desk.session(&["show", "article", "nowhere"]),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn a_timeline_is_in_order_of_time_and_has_all_forms() {
    let desk = Desk::with_database();
    let rows: Vec<Value> =
        serde_json::from_str(&desk.stdout(&["timeline", "Ada Okafor", "--format", "json"]))
            .expect("a list is JSON");
    let lines: Vec<Value> = desk
        .stdout(&["timeline", "Ada Okafor", "--format", "jsonl"])
        .lines()
        .map(|line| serde_json::from_str(line).expect("a record a line"))
        .collect();
    assert_eq!(rows, lines);
    let dates: Vec<&str> = rows.iter().filter_map(|row| row["date"].as_str()).collect();
    assert!(dates.is_sorted() && dates.len() > 2, "{dates:?}");
    let events = |args: &[&str]| desk.field("event", &[&["timeline", "Ada Okafor"], args].concat());
    assert!(events(&["--event", "office"]).iter().all(|event| event == "office"));
    assert!(events(&["Jan Lund"]).contains(&"meeting".to_owned()));
    assert!(events(&["--kind", "meeting,talks"]).iter().all(|event| event == "meeting"));
    assert_eq!(events(&["--limit", "1"]).len(), 1);
    insta::assert_snapshot!(
        [
            desk.session(&["timeline", "Ada Okafor"]),
            desk.session(&["timeline", "Ada Okafor", "Jan Lund"]),
            desk.session(&["timeline", "Nobody"]),
            desk.session(&["timeline"]),
        ]
        .join("\n")
    );
}

#[test]
fn what_may_be_one_is_listed_with_its_reasons() {
    let desk = Desk::empty();
    let name = ["Rowe", "Dana Rowe"];
    for (number, name) in name.iter().enumerate() {
        let text = format!(
            "date 2031-05-0{}\n\n{name} met Foreign Minister Ada Okafor in Oslo on Friday, and said that talks would go on.\n",
            number + 1
        );
        desk.write(&format!("articles/{number}.txt"), text);
    }
    desk.run(&["add", "articles"]);
    insta::assert_snapshot!(
        [
            desk.session(&["actors", "--review"]),
            desk.session(&["actors", "--review", "--format", "json"]),
            desk.session(&["actors", "--review", "--kind", "person"]),
            desk.session(&["show", "actor", "Ada Okafor"]),
        ]
        .join("\n")
    );
}

#[test]
fn what_articles_tell_of_a_meeting_is_shown_with_what_they_differ_on() {
    let desk = Desk::empty();
    let news = [
        ("2031-05-05", "will meet", "in Geneva on May 7, 2031"),
        ("2031-05-08", "met", "in Geneva on May 7, 2031"),
        ("2031-05-09", "met", "in Geneva on May 8, 2031"),
    ];
    for (number, (published, met, when)) in news.iter().enumerate() {
        let text = format!(
            "date {published}\n\nForeign Minister Ada Okafor of Kenya {met} Foreign Minister Jan Lund of Norway {when}.\n"
        );
        desk.write(&format!("articles/{number}.txt"), text);
    }
    desk.run(&["add", "articles"]);
    let meetings = desk.field("id", &["meetings"]);
    assert_eq!(meetings.len(), 1);
    assert_eq!(desk.field("status", &["meetings"]), ["held"]);
    let shown: Value =
        serde_json::from_str(&desk.stdout(&["show", "meeting", &meetings[0], "--format", "json"]))
            .expect("one object");
    assert_eq!(shown["told"].as_array().map(Vec::len), Some(3));
    assert_eq!(shown["contradictions"][0]["of"], "date");
    insta::assert_snapshot!(desk.session(&["show", "meeting", &meetings[0]]));
}
