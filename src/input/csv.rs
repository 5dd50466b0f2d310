//! Tables: CSV, TSV and the like, one article a row, read a row at a time.
//!
//! The first line names the columns. Which holds the text, the title and so on is told by
//! [`Column`]s, else by their names as common dumps have them. What parts the cells (comma,
//! semicolon or tab) is seen from the first line.

use std::io::{self, BufRead};
use std::str::FromStr;

use csv::{ByteRecord, Reader, ReaderBuilder, Terminator};

use super::utf8::Utf8;
use super::{Draft, Format, LONGEST, Named, Outcome, Reason, Source, finish};
use crate::vocabulary;

pub(super) const FORMAT: Format = Format {
    name: "csv",
    extensions: &["csv", "tsv"],
    about: "a table (CSV, TSV) with an article a row; --column tells what its columns hold",
    fits,
    read,
};

vocabulary! {
    /// A field of an article that a column of a table may hold.
    pub enum Field {
        /// The id.
        Id = "id",
        /// The address.
        Url = "url",
        /// Who published it.
        Source = "source",
        /// The date of publication.
        Published = "published",
        /// The headline.
        Title = "title",
        /// The text.
        Text = "text",
    }
}

impl Field {
    /// The names of columns that hold it in common dumps, the surest first; in small letters, with
    /// `_` between words.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Id => &["id", "article_id", "uuid", "guid", "globaleventid"],
            Self::Url => &[
                "url",
                "link",
                "sourceurl",
                "source_url",
                "article_url",
                "canonical_url",
                "web_url",
                "permalink",
                "href",
            ],
            Self::Source => &[
                "source",
                "publication",
                "outlet",
                "publisher",
                "source_name",
                "source_domain",
                "site",
                "site_name",
                "newspaper",
                "domain",
                "sourcecommonname",
                "source_title",
            ],
            Self::Published => &[
                "published",
                "date",
                "published_at",
                "publish_date",
                "published_date",
                "publication_date",
                "pub_date",
                "pubdate",
                "publishedat",
                "date_published",
                "date_publish",
                "datepublished",
                "publish_time",
                "datetime",
                "sqldate",
                "created_at",
                "timestamp",
                "day",
            ],
            Self::Title => &["title", "headline", "headlines", "article_title", "heading"],
            Self::Text => &[
                "text",
                "body",
                "content",
                "article",
                "maintext",
                "main_text",
                "article_text",
                "full_text",
                "fulltext",
                "articlebody",
                "article_body",
                "article_content",
                "content_text",
                "body_text",
                "text_content",
                "news_text",
                "story",
            ],
        }
    }
}

/// A column of a table, and the field that it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The field.
    pub field: Field,
    /// The name of the column.
    pub name: String,
}

/// Why words name no column.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
#[non_exhaustive]
pub enum NoColumn {
    #[error("‘{0}’ is no column such as text=body")]
    Form(String),
    #[error(transparent)]
    Field(#[from] vocabulary::UnknownWord),
}

impl FromStr for Column {
    type Err = NoColumn;

    fn from_str(words: &str) -> Result<Self, NoColumn> {
        let form = || NoColumn::Form(words.to_owned());
        let (field, name) = words.split_once('=').ok_or_else(form)?;
        let (field, name) = (field.trim().parse()?, name.trim());
        if name.is_empty() { Err(form()) } else { Ok(Self { field, name: name.to_owned() }) }
    }
}

/// Bytes that one row may take.
const LARGEST: usize = 4 * LONGEST;
/// Bytes that are read at a time.
const CHUNK: usize = 1 << 16;
/// What parts the cells.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];
/// Columns that are named where the wanted one is missing.
const NAMED: usize = 30;

/// Whether the first line names a column that holds texts.
fn fits(start: &str) -> bool {
    let line = start.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let delimiter = delimiter(line.as_bytes());
    let heads: Vec<String> = line.split(char::from(delimiter)).map(plain).collect();
    heads.len() > 1 && heads.iter().any(|head| Field::Text.names().contains(&head.as_str()))
}

/// What parts the cells of a line: what stands in it most, outside of quotation marks.
fn delimiter(line: &[u8]) -> u8 {
    let mut counts = [0usize; 3];
    let mut quoted = false;
    for byte in line {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            byte if !quoted => {
                if let Some(at) = DELIMITERS.iter().position(|it| it == byte) {
                    counts[at] += 1;
                }
            }
            _ => {}
        }
    }
    let most = (0..3).rev().max_by_key(|&at| counts[at]).unwrap_or(0);
    DELIMITERS[most]
}

/// The name of a column, as [`Field::names`] writes names.
fn plain(name: &str) -> String {
    let name = name.trim_matches(|it: char| it.is_whitespace() || matches!(it, '"' | '\u{feff}'));
    name.to_lowercase().replace([' ', '-', '.'], "_")
}

fn read(mut source: Source) -> Box<dyn Iterator<Item = Outcome>> {
    let reader = std::mem::replace(&mut source.reader, Box::new(io::empty()));
    match Table::open(reader, &source) {
        Ok(table) => Box::new(Rows { table, source, ended: false }),
        Err((reason, detail)) => {
            Box::new(std::iter::once(Outcome::Skipped(source.skipped("", reason, &detail))))
        }
    }
}

/// A table, and which of its columns hold what.
struct Table<R: io::Read> {
    reader: Reader<Utf8<R>>,
    /// How many columns there are.
    width: usize,
    /// For each field, in the order of the vocabulary, its column.
    columns: Vec<Option<usize>>,
}

impl<R: io::Read> Table<R> {
    /// Reads the first line; what is wrong is told with its reason.
    fn open(reader: R, source: &Source) -> Result<Self, (Reason, String)> {
        let unreadable = |error: &dyn ToString| (Reason::Unreadable, error.to_string());
        let mut letters = Utf8::new(reader).map_err(|error| unreadable(&error))?;
        letters.allow(LARGEST);
        let start = letters.fill_buf().map_err(|error| unreadable(&error))?;
        if start.iter().all(u8::is_ascii_whitespace) {
            return Err((Reason::NoText, String::new()));
        }
        // Rows that end in two letters are counted wrong unless the second alone ends them.
        let ends_twice = start.windows(2).any(|it| it == b"\r\n");
        let terminator = if ends_twice { Terminator::Any(b'\n') } else { Terminator::CRLF };
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter(start))
            .terminator(terminator)
            .flexible(true)
            .buffer_capacity(CHUNK)
            .from_reader(letters);
        let heads = reader.headers().map_err(|error| unreadable(&error))?.clone();
        let names: Vec<String> = heads.iter().map(plain).collect();
        let mut columns = Vec::with_capacity(Field::ALL.len());
        for &field in Field::ALL {
            // Of two that are told for one field the later counts.
            let told = source.columns.iter().rev().find(|it| it.field == field);
            let found = match told {
                Some(column) => {
                    let at = heads.iter().position(|head| head.trim() == column.name);
                    let at = at.or_else(|| names.iter().position(|it| *it == plain(&column.name)));
                    if at.is_none() {
                        let what = format!("there is no column ‘{}’", column.name);
                        return Err((
                            Reason::BadRecord,
                            format!("{what}; there are {}", listed(&heads)),
                        ));
                    }
                    at
                }
                None => {
                    field.names().iter().find_map(|name| names.iter().position(|it| it == name))
                }
            };
            columns.push(found);
        }
        if columns.last().is_none_or(Option::is_none) {
            let what = "no column holds texts by its name; tell which does with --column text=NAME";
            // A folder may hold any tables beside its articles.
            let reason = match source.named {
                Named::Yes => Reason::BadRecord,
                Named::No => Reason::UnknownFormat,
            };
            return Err((reason, format!("{what}; there are {}", listed(&heads))));
        }
        Ok(Self { reader, width: heads.len(), columns })
    }

    /// The cell of a field, or nothing.
    fn cell(&self, row: &ByteRecord, field: Field) -> String {
        let at = Field::ALL.iter().position(|it| *it == field).and_then(|at| self.columns[at]);
        let cell = at.and_then(|at| row.get(at)).unwrap_or_default();
        String::from_utf8_lossy(cell).into_owned()
    }
}

/// The names of columns, in a line.
fn listed(heads: &csv::StringRecord) -> String {
    let names: Vec<&str> = heads.iter().map(str::trim).take(NAMED).collect();
    let more = if heads.len() > NAMED { ", …" } else { "" };
    format!("{}{more}", names.join(", "))
}

/// The rows of a table.
struct Rows<R: io::Read> {
    table: Table<R>,
    source: Source,
    ended: bool,
}

impl<R: io::Read> Iterator for Rows<R> {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        let mut row = ByteRecord::new();
        while !self.ended {
            // What was read ahead is not counted, so that a row is never refused for another.
            self.table.reader.get_mut().allow(LARGEST);
            let line = self.table.reader.position().line();
            match self.table.reader.read_byte_record(&mut row) {
                Ok(true) => {
                    // The place of the row itself: lines without anything stand before some.
                    let line = row.position().map_or(line, csv::Position::line);
                    if row.iter().all(|cell| cell.trim_ascii().is_empty()) {
                        continue;
                    }
                    return Some(self.one(&row, line));
                }
                Ok(false) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    return Some(self.unread(&error, line));
                }
            }
        }
        None
    }
}

impl<R: io::Read> Rows<R> {
    /// Why the table cannot be read on.
    fn unread(&self, error: &csv::Error, line: u64) -> Outcome {
        let at = format!(", line {line}");
        let is_long = matches!(
            error.kind(),
            csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge
        );
        let (reason, detail) = if is_long {
            let detail = format!(
                "over {} MiB, likely a quotation mark that is not closed; what follows was not read",
                LARGEST >> 20
            );
            (Reason::TooLong, detail)
        } else {
            (Reason::Unreadable, error.to_string())
        };
        Outcome::Skipped(self.source.skipped(&at, reason, &detail))
    }

    /// Makes an article of one row.
    fn one(&self, row: &ByteRecord, line: u64) -> Outcome {
        let at = format!(", line {line}");
        let bad =
            |detail: &str| Outcome::Skipped(self.source.skipped(&at, Reason::BadRecord, detail));
        let table = &self.table;
        if row.len() != table.width {
            return bad(&format!(
                "{} {} where the first line has {}; put cells that hold the mark between cells, \
                 or a line break, in quotation marks",
                row.len(),
                if row.len() == 1 { "cell" } else { "cells" },
                table.width
            ));
        }
        let cell = |field| {
            let cell = table.cell(row, field);
            if is_nothing(cell.trim()) { String::new() } else { cell.trim().to_owned() }
        };
        let published = self.source.date(&at, &cell(Field::Published));
        let draft = Draft {
            id: cell(Field::Id),
            url: cell(Field::Url),
            source: cell(Field::Source),
            published,
            title: cell(Field::Title),
            text: cell(Field::Text),
        };
        let name = format!("{}#{line}", self.source.name);
        finish(draft, &name, self.source.published, &format!("{}{at}", self.source.place))
    }
}

/// Whether a cell is what programs write for an empty one.
fn is_nothing(cell: &str) -> bool {
    ["", "nan", "nat", "null", "none", "n/a", "na", "\\n"].contains(&cell.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Options, read_from};

    const BODY: &str = "Foreign Minister Okafor met Envoy Lund in Oslo on Friday. The two spoke of \
                        fish and said that they would meet again in the spring.";

    fn outcomes(table: &str, columns: &[&str]) -> Vec<Outcome> {
        let columns = columns.iter().map(|it| it.parse().expect("a column")).collect();
        let options = Options { columns, ..Options::default() };
        read_from("a.csv", io::Cursor::new(table.to_owned()), options).collect()
    }

    fn told(table: &str, columns: &[&str]) -> Vec<String> {
        let each = outcomes(table, columns).into_iter().map(|outcome| match outcome {
            Outcome::Article(it) => {
                let date = it.published.map(|date| date.to_string()).unwrap_or_default();
                format!("{}|{}|{}|{date}|{}", it.id, it.url, it.source, it.title)
            }
            Outcome::Skipped(it) => format!("{}: {}: {}", it.place, it.reason, it.detail),
        });
        each.collect()
    }

    #[test]
    fn columns_are_known_by_the_names_of_common_dumps() {
        for head in [
            ",id,title,publication,author,date,year,url,content",
            "x;Id;Headline;Outlet;y;Publish Date;z;Link;Article Text",
            "x\tGLOBALEVENTID\tTitle\tSourceCommonName\ty\tSQLDATE\tz\tSOURCEURL\tmaintext",
        ] {
            let mark = char::from(delimiter(head.as_bytes()));
            for date in ["2025-12-06", "20251206", "2025-12-06 10:00:00"] {
                let cells = ["0", "7", "Talks", "Fjord", "A", date, "1", "https://f.example/7"];
                let row = cells.join(&mark.to_string());
                let table =
                    format!("{head}\n{row}{mark}\"{BODY}\n\nIt \"\"rained\"\", {mark}; too.\"\n\n");
                let found = told(&table, &[]);
                assert_eq!(found, ["7|https://f.example/7|Fjord|2025-12-06|Talks"], "{table}");
                assert!(fits(head));
            }
        }
        assert!(!fits("Dear text, body and content,\n") && !fits("text\n") && !fits("a,b\n"));
    }

    #[test]
    fn columns_that_are_told_go_before_names() {
        let table = format!("text,Corps,Jour,wer\nno,{BODY},2025-12-06,Fjord\n");
        let found = told(&table, &["text=Corps", "published = jour", "source=wer"]);
        assert_eq!(found, ["a.csv#2||Fjord|2025-12-06|"]);
        let missing = told(&table, &["title=Titre"]);
        assert_eq!(
            missing,
            ["a.csv: bad record: there is no column ‘Titre’; there are text, Corps, Jour, wer"]
        );
        let error = |words: &str| words.parse::<Column>().expect_err("it is none").to_string();
        assert_eq!(error("body"), "‘body’ is no column such as text=body");
        assert_eq!(error("text="), "‘text=’ is no column such as text=body");
        assert!(error("date=x").contains("id, url, source, published, title, text"));
    }

    #[test]
    fn a_table_without_texts_is_told_once() {
        let found = told("a,b\n1,2\n3,4\n", &[]);
        assert_eq!(
            found,
            [
                "a.csv: bad record: no column holds texts by its name; tell which does with --column text=NAME; there are a, b"
            ]
        );
        assert_eq!(told("", &[]), ["a.csv: no text: "]);
    }

    #[test]
    fn a_bad_row_costs_one_line() {
        let table = format!(
            "id,text,date\n1,\"{BODY}\",nan\n2,{BODY},2025-12-06,x\n3,\"{BODY}\nIt rained.\",soon\n,,\n4,,\n5,\"{BODY} A\",2025\n"
        );
        let found = told(&table, &[]);
        assert_eq!(found.len(), 5, "{found:?}");
        assert_eq!(found[0], "1||||");
        assert!(
            found[1].starts_with("a.csv, line 3: bad record: 4 cells where the first line has 3")
        );
        assert_eq!(found[2], "3||||", "a date that is none is left out");
        assert_eq!(found[3], "a.csv, line 7: no text: ");
        assert_eq!(found[4], "5|||2025|");
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for end in ["\n", "\r\n"] {
            let table =
                format!("text,title{end}\"{BODY}{end}It rained.\",\"A\"{end}{BODY},B{end}x{end}");
            let found = told(&table, &[]);
            assert_eq!(found[..2], ["a.csv#2||||A", "a.csv#4||||B"], "{table:?}");
            assert!(
                found[2].starts_with("a.csv, line 5: bad record: 1 cell where"),
                "{}",
                found[2]
            );
        }
    }

    #[test]
    fn a_quotation_mark_that_nobody_closes_fills_no_memory() {
        let table = format!("id,text\n1,{BODY}\n2,\"{}", "x, y\n".repeat(LARGEST / 5 + CHUNK));
        let found = told(&table, &[]);
        assert_eq!(found.len(), 2);
        assert!(found[1].starts_with("a.csv, line 3: too long"), "{}", found[1]);
    }
}
