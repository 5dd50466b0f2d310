//! Articles in archives, from files and through standard input.

use serde_json::Value;

use crate::cli::{Desk, fixtures, text};

/// What `extract` prints and tells of a fixture: its records, and what it tells.
fn extract(file: &str) -> (Vec<Value>, String) {
    let path = fixtures("archives").join(file);
    let desk = Desk::empty();
    let output = desk.run(&["extract", path.to_str().expect("a path in UTF-8")]);
    (records(&output.stdout), desk.without_folders(&text(&output.stderr)))
}

fn records(stdout: &[u8]) -> Vec<Value> {
    text(stdout).lines().map(|line| serde_json::from_str(line).expect("a record a line")).collect()
}

/// The values of a field.
fn field<'a>(records: &'a [Value], name: &str) -> Vec<&'a str> {
    records.iter().map(|record| record[name].as_str().unwrap_or("none")).collect()
}

/// Archives of our own writing, with the ids and dates of their articles.
const FIXTURES: &[(&str, &[(&str, &str)])] = &[
    ("lines.jsonl.gz", &[("wire-1", "2025-12-06"), ("wire-2", "2025-12-09")]),
    (
        "news.zip",
        &[
            ("archives/news.zip/news/2025-12-06-oslo.txt", "2025-12-06"),
            ("archives/news.zip/news/accra.html", "2025-12-10"),
            ("wire-3", "2025-12-09"),
        ],
    ),
    (
        "news.tar.gz",
        &[
            ("archives/news.tar.gz/news/2025-12-06-oslo.txt", "2025-12-06"),
            ("archives/news.tar.gz/news/accra.html", "2025-12-10"),
            ("wire-3", "2025-12-09"),
            (
                "archives/news.tar.gz/a-folder-with-a-name-that-is-longer-than-a-hundred-letters/\
                 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx/müller.txt",
                "none",
            ),
        ],
    ),
    (
        "crawl-20260120.warc.gz",
        &[
            ("https://fjord.example/oslo", "2025-12-06"),
            // The day of the crawl is not that of the article.
            ("https://andes.example/lima?page=1", "none"),
            ("https://volta.example/accra", "none"),
        ],
    ),
];

#[test]
fn what_lies_in_an_archive_is_read_as_a_file_would_be() {
    for (file, articles) in FIXTURES {
        let (records, told) = extract(file);
        let (ids, dates): (Vec<&str>, Vec<&str>) = articles.iter().copied().unzip();
        assert_eq!(field(&records, "id"), ids, "{file}: {told}");
        assert_eq!(field(&records, "published"), dates, "{file}: {told}");
        for record in &records {
            let text = record["text"].as_str().expect("a text");
            assert!(text.starts_with("Foreign Minister"), "{file}: {text}");
            assert!(!record["meetings"].as_array().expect("a list").is_empty(), "{file}");
        }
    }
}

#[test]
fn what_is_left_in_an_archive_is_told_with_its_place() {
    for (file, lines) in [
        (
            "news.zip",
            &[
                "skipped FIXTURES/archives/news.zip:news/logo.png: unknown format (.png files are not read)",
                "error: FIXTURES/archives/news.zip:../escape.txt: bad record (its name leads out of the \
                 archive; pack it anew)",
            ][..],
        ),
        (
            "crawl-20260120.warc.gz",
            &[
                "skipped FIXTURES/archives/crawl-20260120.warc.gz, record 5: no text (HTTP status 404: \
               https://andes.example/gone)",
            ],
        ),
    ] {
        let told = extract(file).1;
        for line in lines {
            assert!(told.lines().any(|it| it == *line), "{file}: {told}");
        }
        // Hidden files and what a system keeps are no articles.
        assert!(!told.contains("DS_Store") && !told.contains("MACOSX"), "{told}");
    }
}

#[test]
fn archives_are_known_by_their_first_bytes_on_standard_input() {
    for (file, articles) in FIXTURES {
        let bytes = std::fs::read(fixtures("archives").join(file)).expect("it is there");
        let output = Desk::empty().command(&["extract", "-"]).write_stdin(bytes).output();
        let output = output.expect("the program is built");
        let told = text(&output.stderr);
        assert_eq!(records(&output.stdout).len(), articles.len(), "{file}: {told}");
    }
}

#[test]
fn an_archive_that_breaks_off_gives_what_came_before() {
    let desk = Desk::empty();
    for file in ["news.zip", "news.tar.gz", "crawl-20260120.warc.gz", "lines.jsonl.gz"] {
        let bytes = std::fs::read(fixtures("archives").join(file)).expect("it is there");
        desk.write(file, &bytes[..bytes.len() * 3 / 4]);
        let output = desk.run(&["extract", file]);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{file}: {told}");
        assert!(!records(&output.stdout).is_empty(), "{file}: {told}");
        assert!(told.contains("break") || told.contains("broke"), "{file}: {told}");
    }
}

#[test]
fn dates_that_cannot_be_are_told() {
    let desk = Desk::empty();
    let line = |id: &str, date: &str| {
        format!(
            "{{\"id\":\"{id}\",\"published\":\"{date}\",\"text\":\"Foreign Minister Ada Okafor met Envoy \
             Jan Lund in Oslo.\"}}\n"
        )
    };
    desk.write("a.jsonl", line("a", "soon") + &line("b", "9876-01-01") + &line("c", "2025-12-06"));
    let output = desk.run(&["extract", "a.jsonl"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(field(&records(&output.stdout), "published"), ["none", "9876-01-01", "2025-12-06"]);
    let told = text(&output.stderr);
    for line in [
        "a.jsonl, line 1: published: ‘soon’ is no date such as 2025-12-06, and left out",
        "a.jsonl: ‘b’ is dated 9876-01-01, which is in the future; --published gives another",
    ] {
        assert!(told.contains(line), "{told}");
    }
}
