//! Briefings on actors and times, and calendars.

use std::fs;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{Desk, text};

#[test]
fn a_report_on_a_person_as_markdown() {
    insta::assert_snapshot!(Desk::with_database().session(&["report", "Ada Okafor"]));
}

#[test]
fn a_report_on_a_time_as_markdown() {
    insta::assert_snapshot!(
        Desk::with_database().session(&["report", "--since", "2024-05", "--limit", "2"])
    );
}

#[test]
fn a_state_stands_for_its_people() {
    let desk = Desk::with_database();
    let told = desk.stdout(&["report", "Norway"]);
    assert!(told.starts_with("# Norway\n"), "{told}");
    assert!(
        told.contains("**Jan Lund**; Ada Okafor") || told.contains("Ada Okafor; **Jan Lund**"),
        "{told}"
    );
    let other = desk.stdout(&["report", "the foreign minister of Kenya"]);
    assert!(other.starts_with("# Ada Okafor\n"), "{other}");
}

#[test]
fn what_is_not_found_ends_with_1_and_says_what_was_searched() {
    let desk = Desk::with_database();
    for (args, why) in [
        (&["report", "Xyzzy"][..], "no actor is called ‘Xyzzy’"),
        (&["report", "Okafar"], "did you mean Ada Okafor, Samuel Okafor?"),
        (&["report", "Ada Okafor", "--location", "Freedonia"], "no place is called ‘Freedonia’"),
        (&["report", "Ada Okafor", "--since", "2031"], "(since 2031): try fewer filters"),
        (&["report", "--until", "1950"], "nothing was found in"),
        (&["report", "Ada Okafor", "--with", "Ada Okafor"], "is whom the report is about"),
        (&["report", "Ada Okafor", "--output", "report.pdf"], "tells no format that is known"),
    ] {
        let output = desk.run(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
        assert!(text(&output.stderr).contains(why), "{args:?}: {}", text(&output.stderr));
    }
}

#[test]
fn the_diagram_is_beside_markdown_and_within_html() {
    let desk = Desk::with_database();
    desk.stdout(&["report", "Ada Okafor", "--output", "on paper/okafor.md"]);
    let told = fs::read_to_string(desk.path("on paper/okafor.md")).expect("it is written");
    assert!(told.contains("![Who met whom](<okafor-diagram.png>)"), "{told}");
    let picture = fs::read(desk.path("on paper/okafor-diagram.png")).expect("it is written");
    assert!(picture.starts_with(b"\x89PNG"));
    desk.stdout(&["report", "Ada Okafor", "--output", "okafor.html"]);
    let page = fs::read_to_string(desk.path("okafor.html")).expect("it is written");
    assert!(page.contains("<svg ") && page.contains("Ada Okafor") && !page.contains("<script"));
    assert!(!page.contains("src="), "the page asks for nothing");
    let again = desk.stdout(&["report", "Ada Okafor", "--format", "html"]);
    assert_eq!(again, page);
}

#[test]
fn hard_names_break_neither_tables_nor_pages() {
    let desk = Desk::with_database();
    for name in ["a|b *c* [d](e) <script>f</script> # g", "`x` \\ {y} ** __", "محمد & 王毅 😀"]
    {
        desk.stdout(&["correct", "rename", "Lund", name, "--author", "me", "--reason", "a test"]);
        let told = desk.stdout(&["report", "Ada Okafor"]);
        let mut cells: Vec<String> = Vec::new();
        for event in Parser::new_ext(&told, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::TableCell) => cells.push(String::new()),
                Event::Text(text) | Event::Code(text) => {
                    if let Some(cell) = cells.last_mut() {
                        cell.push_str(&text);
                    }
                }
                Event::Html(html) | Event::InlineHtml(html) => assert_eq!(&*html, "<br>"),
                _ => {}
            }
        }
        assert!(cells.iter().any(|cell| cell == name), "{name}: {cells:?}");
        let page = desk.stdout(&["report", "Ada Okafor", "--format", "html"]);
        assert!(!page.contains("<script"), "{page}");
        desk.stdout(&["correct", "undo", "--author", "me"]);
    }
}

#[test]
fn meetings_with_a_day_are_a_calendar() {
    let desk = Desk::with_database();
    let calendar = desk.stdout(&["meetings", "--format", "ics"]);
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), "{calendar}");
    assert!(calendar.contains("DTSTART;VALUE=DATE:20240510\r\n"), "{calendar}");
    let noted = text(&desk.run(&["meetings", "--format", "ics"]).stderr);
    assert!(noted.contains("1 meeting without a day left out of the calendar"), "{noted}");
    let output = desk.run(&["export", "--output", "planned.ics"]);
    assert_eq!(output.status.code(), Some(0));
    let plans = fs::read_to_string(desk.path("planned.ics")).expect("it is written");
    assert_eq!(plans.matches("BEGIN:VEVENT").count(), 1, "{plans}");
    let refused = desk.run(&["actors", "--format", "ics"]);
    assert_eq!(refused.status.code(), Some(2));
}
