//! Tables of a small source, read back by readers that others wrote.

use std::{collections::BTreeMap, fs, path::Path};

use calamine::{Data, Reader, Xlsx, open_workbook};
use insta::assert_snapshot;
use proptest::prelude::*;

use super::{
    ActorRow, AffiliationRow, ArticleRow, CsvStyle, Each, EvidenceRow, Failure, Formulas,
    LocationRow, Mark, MeetingRow, NameRow, Part, ParticipantRow, Proof, Source, StatementRow,
    StayRow, TABLE_FORMATS, TABLES, Table, TableFormat, describe,
};
use crate::export::cell::armed;
use crate::export::tests::{any_name, holdable};
use crate::record::{
    ActorId, ActorKind, Codes, LocationId, LocationKind, MeetingId, MeetingKind, MeetingStatus,
    StatementId, StatementKind, Tone,
};

/// A source in which every text of an article is `text`, and that fails if told so.
pub(in crate::export) struct Small {
    text: String,
    broken: bool,
}

impl Small {
    pub(in crate::export) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), broken: false }
    }
}

impl Source for Small {
    fn articles(&self, each: Each<'_, ArticleRow>) -> Result<(), Failure> {
        each(&ArticleRow {
            id: "gazette-1".to_owned(),
            url: "https://gazette.example/1?a=b&c=d".to_owned(),
            source: "The Gazette".to_owned(),
            published: "2025-03-05".parse().ok(),
            title: self.text.clone(),
            letters: 1204,
            actors: 2,
            meetings: 1,
            statements: 1,
            skipped: None,
        })?;
        each(&ArticleRow {
            id: "007".to_owned(),
            published: "2025-03".parse().ok(),
            skipped: Some("not English".to_owned()),
            ..ArticleRow::default()
        })
    }

    fn actors(&self, each: Each<'_, ActorRow>) -> Result<(), Failure> {
        each(&ActorRow {
            id: ActorId::new(1),
            name: self.text.clone(),
            kind: ActorKind::State,
            ids: BTreeMap::from([("iso3".to_owned(), "RUR".to_owned())]),
            roles: vec!["Foreign Minister".to_owned(), "envoy".to_owned()],
            affiliations: vec!["Ruritania".to_owned()],
            articles: 3,
            meetings: 2,
            statements: 1,
            first: "2025-03-01".parse().ok(),
            last: None,
        })?;
        if self.broken { Err(Failure::Read("the disk is gone".into())) } else { Ok(()) }
    }

    fn actor_names(&self, each: Each<'_, NameRow>) -> Result<(), Failure> {
        each(&NameRow {
            actor: ActorId::new(1),
            actor_name: self.text.clone(),
            name: "Okafor".to_owned(),
            mentions: 9,
            articles: 3,
        })
    }

    fn affiliations(&self, each: Each<'_, AffiliationRow>) -> Result<(), Failure> {
        each(&AffiliationRow {
            actor: ActorId::new(1),
            actor_name: self.text.clone(),
            role: "Foreign Minister".to_owned(),
            affiliation: "Ruritania".to_owned(),
            affiliation_id: Some(ActorId::new(2)),
            articles: 2,
            first: "2025-03-01".parse().ok(),
            last: "2025-03-09".parse().ok(),
        })
    }

    fn locations(&self, each: Each<'_, LocationRow>) -> Result<(), Failure> {
        each(&LocationRow {
            id: LocationId::new(1),
            name: self.text.clone(),
            kind: LocationKind::City,
            country: "Ruritania".to_owned(),
            city: None,
            city_id: None,
            ids: BTreeMap::from([("geonames".to_owned(), "1234".to_owned())]),
            lat: Some(-12.5),
            lon: None,
            articles: 1,
            meetings: 1,
        })
    }

    fn meetings(&self, each: Each<'_, MeetingRow>) -> Result<(), Failure> {
        each(&MeetingRow {
            id: MeetingId::new(1),
            kind: MeetingKind::Talks,
            status: MeetingStatus::Held,
            date: "2025-03".parse().ok(),
            participants: vec!["Amara Okafor".to_owned(), self.text.clone()],
            places: vec!["Villa Sole".to_owned(), "Strelsau".to_owned()],
            country: "Ruritania".to_owned(),
            sources: 2,
            codes: Codes { plover: "CONSULT".to_owned(), cameo: "046".to_owned() },
            confidence: 0.75,
            sentence: self.text.clone(),
            article: "gazette-1".to_owned(),
        })
    }

    fn meeting_participants(&self, each: Each<'_, ParticipantRow>) -> Result<(), Failure> {
        each(&ParticipantRow {
            meeting: MeetingId::new(1),
            actor: ActorId::new(1),
            actor_name: self.text.clone(),
            kind: ActorKind::State,
            part: Part::Host,
            sources: 2,
        })
    }

    fn meeting_places(&self, each: Each<'_, StayRow>) -> Result<(), Failure> {
        each(&StayRow { meeting: MeetingId::new(1), location: LocationId::new(1), rank: 1 })
    }

    fn statements(&self, each: Each<'_, StatementRow>) -> Result<(), Failure> {
        each(&StatementRow {
            id: StatementId::new(1),
            article: "gazette-1".to_owned(),
            published: "2025-03-05".parse().ok(),
            speakers: vec![
                (ActorId::new(1), "Amara Okafor".to_owned()),
                (ActorId::new(3), "Li Wei".to_owned()),
            ],
            speaker_text: String::new(),
            kind: StatementKind::Direct,
            tone: Tone::Agree,
            cue: "said".to_owned(),
            content: self.text.clone(),
            addressees: Vec::new(),
            about: vec![(ActorId::new(2), "Ruritania".to_owned())],
            codes: Codes::default(),
            confidence: 0.75,
        })
    }

    fn evidence(&self, of: Option<Proof>, each: Each<'_, EvidenceRow>) -> Result<(), Failure> {
        if of.is_some_and(|of| of != Proof::Meeting) {
            return Ok(());
        }
        each(&EvidenceRow {
            of: Proof::Meeting,
            row: 1,
            article: "gazette-1".to_owned(),
            start: 0,
            end: 12,
            text: self.text.clone(),
            sentence: self.text.clone(),
        })
    }
}

/// The format called `name`.
fn format(name: &str) -> &'static TableFormat {
    TABLE_FORMATS.iter().find(|format| format.name == name).expect("it is listed")
}

/// A table of the source as CSV.
fn csv(table: &str, source: &Small, style: CsvStyle) -> String {
    let mut bytes = Vec::new();
    let table = Table::named(table).expect("it is listed");
    table.write_csv(source, &mut bytes, style).expect("memory takes all");
    String::from_utf8(bytes).expect("tables are UTF-8")
}

/// The cells of a sheet.
fn sheet(path: &Path, name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(path).expect("it is a workbook");
    let range = book.worksheet_range(name).expect("it is a sheet");
    range.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn every_table_as_csv() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = Small::new("We agreed, “all of us”,\nsaid \"Li\".");
    let files =
        format("csv").write(&source, folder.path(), CsvStyle::default()).expect("it is writable");
    let texts: Vec<String> = files
        .iter()
        .map(|file| {
            let name = file.file_name().expect("a file").to_string_lossy();
            let text = fs::read_to_string(file).expect("it is there");
            format!("{name}\n{}", text.replace("\r\n", "\n"))
        })
        .collect();
    assert_snapshot!(texts.join("\n"));
}

#[test]
fn every_table_as_json_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = format("jsonl")
        .write(&Small::new("José\n"), folder.path(), CsvStyle::default())
        .expect("it is writable");
    assert_eq!(files.len(), TABLES.len());
    for (file, table) in files.iter().zip(TABLES) {
        for line in fs::read_to_string(file).expect("it is there").lines() {
            let row: BTreeMap<String, serde_json::Value> =
                serde_json::from_str(line).expect("a line is an object");
            assert_eq!(row.len(), table.columns.len());
        }
    }
    let actors = fs::read_to_string(folder.path().join("actors.jsonl")).expect("it is there");
    assert!(actors.starts_with(r#"{"actor_id":1,"name":"José\n","kind":"state","iso3":"RUR","#));
}

#[test]
fn a_workbook_has_a_sheet_a_table_with_dates_numbers_links_and_no_formula() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("book.xlsx");
    let source = Small::new("=HYPERLINK(\"http://x.example\")");
    format("xlsx").write(&source, &path, CsvStyle::default()).expect("it is writable");
    let mut book: Xlsx<_> = open_workbook(&path).expect("it is a workbook");
    let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    assert_eq!(book.sheet_names(), names);
    for table in TABLES {
        let rows = sheet(&path, table.name);
        let header: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(header, columns);
        let formulas = book.worksheet_formula(table.name).expect("it is a sheet");
        assert!(formulas.is_empty(), "{}", table.name);
    }
    let articles = sheet(&path, "articles");
    assert_eq!(sheet(&path, "evidence")[1][2], Data::String("gazette-1".to_owned()));
    assert_eq!(articles[1][1], Data::String("https://gazette.example/1?a=b&c=d".to_owned()));
    assert!(matches!(articles[1][3], Data::DateTime(_)), "{:?}", articles[1][3]);
    assert_eq!(articles[1][4], Data::String(source.text.clone()));
    assert_eq!(articles[2][0], Data::String("007".to_owned()));
    assert_eq!(articles[2][3], Data::String("2025-03".to_owned()));
    let locations = sheet(&path, "locations");
    assert_eq!(locations[1][4], Data::Float(-12.5));
    assert_eq!(locations[1][5], Data::Empty);
}

/// A file within a workbook.
fn part(book: &Path, name: &str) -> String {
    let file = fs::File::open(book).expect("it is there");
    let mut archive = zip::ZipArchive::new(file).expect("a workbook is an archive");
    let mut part = archive.by_name(name).expect("it has that part");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut part, &mut text).expect("it is text");
    text
}

#[test]
fn sheets_have_filters_and_a_frozen_header_and_ids_of_articles_lead_to_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("book.xlsx");
    let small = Small::new("Li Wei");
    format("xlsx").write(&small, &path, CsvStyle::default()).expect("it is writable");
    for (number, table) in (1..).zip(TABLES) {
        let sheet = part(&path, &format!("xl/worksheets/sheet{number}.xml"));
        assert!(sheet.contains("<autoFilter ref=\"A1:"), "{}", table.name);
        assert!(sheet.contains("ySplit=\"1\" topLeftCell=\"A2\""), "{}", table.name);
        let has_article = table.columns.iter().any(|it| it.name.ends_with("article_id"));
        assert_eq!(sheet.contains("<hyperlink "), has_article, "{}", table.name);
        if has_article {
            let links = part(&path, &format!("xl/worksheets/_rels/sheet{number}.xml.rels"));
            assert!(links.contains("https://gazette.example/1?a=b&amp;c=d"), "{}", table.name);
        }
    }
}

#[test]
fn the_same_rows_make_the_same_workbook() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = |name: &str| {
        let path = folder.path().join(name);
        let small = Small::new("Li Wei");
        format("xlsx").write(&small, &path, CsvStyle::default()).expect("it is writable");
        fs::read(path).expect("it is there")
    };
    assert_eq!(bytes("one.xlsx"), bytes("two.xlsx"));
}

#[test]
fn a_text_too_long_for_a_cell_is_cut_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("book.xlsx");
    let source = Small::new(&"😀".repeat(20_000));
    format("xlsx").write(&source, &path, CsvStyle::default()).expect("it is writable");
    let cell = sheet(&path, "articles")[1][4].to_string();
    assert!(cell.ends_with(" […]"));
    assert!(cell.encode_utf16().count() <= 32_767);
}

#[test]
fn formulas_are_defused_unless_raw_text_is_asked_for() {
    let source = Small::new("=1+1");
    let style = CsvStyle::default();
    assert!(csv("actors", &source, style).contains("1,'=1+1,state"));
    assert!(csv("locations", &source, style).contains(",-12.5,,"));
    let raw = CsvStyle { formulas: Formulas::Raw, ..style };
    assert!(csv("actors", &source, raw).contains("1,=1+1,state"));
}

#[test]
fn a_mark_and_another_delimiter_can_be_asked_for() {
    let style = CsvStyle { delimiter: b';', mark: Mark::Written, ..CsvStyle::default() };
    let text = csv("actor_names", &Small::new("a;b"), style);
    assert!(text.starts_with("\u{feff}actor_id;actor;name;mentions;articles\r\n1;\"a;b\";"));
}

#[test]
fn a_source_that_fails_leaves_no_file_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("book.xlsx");
    let source = Small { broken: true, ..Small::new("x") };
    let error = format("xlsx").write(&source, &path, CsvStyle::default()).expect_err("it fails");
    assert_eq!(error.to_string(), "cannot read what is to be written");
    assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 0);
}

#[test]
fn columns_have_names_of_their_own_and_a_meaning() {
    for table in TABLES {
        let mut names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), table.columns.len(), "{}", table.name);
        assert!(table.columns.iter().all(|column| !column.about.is_empty()));
    }
    let text = describe();
    assert!(text.contains("## `meetings`") && text.contains("| `first_sentence` | the first"));
}

proptest! {
    #[test]
    fn every_text_comes_back_from_csv(text in "\\PC*|[=+@\r\n\t\", ;'-]{0,9}") {
        let table = csv("statements", &Small::new(&text), CsvStyle::default());
        let mut reader = ::csv::Reader::from_reader(table.as_bytes());
        let row = reader.records().next().expect("a row").expect("of as many cells");
        prop_assert_eq!(armed(&row[9]), text.as_str());
    }

    #[test]
    fn every_name_comes_back_from_a_workbook(name in any_name()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("book.xlsx");
        format("xlsx").write(&Small::new(&name), &path, CsvStyle::default()).expect("it is writable");
        let told = holdable(&name.replace("\r\n", "\n").replace('\r', "\n"));
        for (table, column) in [("articles", 4), ("actors", 1), ("statements", 9), ("evidence", 5)] {
            prop_assert_eq!(sheet(&path, table)[1][column].to_string(), told.as_str(), "{}", table);
        }
    }

    #[test]
    fn every_name_comes_back_from_json_lines(name in any_name()) {
        let folder = tempfile::tempdir().expect("a folder");
        let files = format("jsonl")
            .write(&Small::new(&name), folder.path(), CsvStyle::default())
            .expect("it is writable");
        let text = fs::read_to_string(&files[1]).expect("it is there");
        let rows: Vec<serde_json::Value> =
            text.split_terminator('\n').map(|row| serde_json::from_str(row).expect("JSON")).collect();
        prop_assert_eq!(rows.len(), 1);
        prop_assert_eq!(rows[0]["name"].as_str().unwrap_or_default(), name);
    }
}
