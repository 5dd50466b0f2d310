//! Tables as one XLSX workbook: a sheet each, with a frozen header, filters, real dates and links.

use std::collections::BTreeMap;
use std::io::{self, Write};

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError,
};

use super::{
    ArticleRow, Column,
    value::{Sink, Value},
};
use crate::network::real;

/// Letters that Excel takes in one cell, counted as UTF-16 has them.
const MAX_CELL: usize = 32_767;

/// What stands at the end of a text that was cut.
const CUT: &str = " […]";

/// Rows that Excel takes in one sheet, the header among them.
const MAX_ROWS: u32 = 1_048_576;

/// Links that Excel takes in one sheet; addresses beyond them are plain text.
const MAX_LINKS: u32 = 65_530;

/// Letters that Excel takes in the address of a link.
const MAX_LINK: usize = 2_079;

/// The narrowest and the widest column, in letters.
const WIDTHS: (f64, f64) = (8.0, 60.0);

/// A workbook in the making.
pub(super) struct Book {
    workbook: Workbook,
    header: Format,
    day: Format,
    link: Format,
    /// The addresses of articles on the web, by their ids.
    addresses: BTreeMap<String, String>,
}

/// Writes one table into a sheet, or into several if it has too many rows for one.
pub(super) struct XlsxSink<'a> {
    book: &'a mut Book,
    name: &'static str,
    columns: &'static [Column],
    done: Vec<Worksheet>,
    sheet: Worksheet,
    row: u32,
    links: u32,
    widths: Vec<f64>,
}

impl Book {
    /// A workbook without a sheet.
    pub(super) fn new() -> Self {
        let mut workbook = Workbook::new();
        // No clock below the command line: the same articles give the same bytes.
        let epoch = ExcelDateTime::from_ymd(2000, 1, 1).expect("a day of Excel's");
        workbook.set_properties(
            &DocProperties::new().set_author("chancery").set_creation_datetime(&epoch),
        );
        Self {
            workbook,
            header: Format::new().set_bold().set_align(FormatAlign::Top),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            link: Format::new().set_hyperlink(),
            addresses: BTreeMap::new(),
        }
    }

    /// Takes note of an article's address: wherever its id stands, a link leads there.
    pub(super) fn know(&mut self, article: &ArticleRow) {
        if is_web(&article.url) {
            self.addresses.insert(article.id.clone(), article.url.clone());
        }
    }

    /// Begins the sheet of a table.
    pub(super) fn sheet(
        &mut self,
        name: &'static str,
        columns: &'static [Column],
    ) -> io::Result<XlsxSink<'_>> {
        let mut sink = XlsxSink {
            book: self,
            name,
            columns,
            done: Vec::new(),
            sheet: Worksheet::new(),
            row: 0,
            links: 0,
            widths: columns.iter().map(|column| letters(column.name) + 4.0).collect(),
        };
        sink.begin()?;
        Ok(sink)
    }

    /// Writes the workbook to `out`.
    pub(super) fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let bytes = self.workbook.save_to_buffer().map_err(failed)?;
        out.write_all(&bytes)
    }
}

impl XlsxSink<'_> {
    /// Ends the table.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.end()?;
        for sheet in self.done {
            self.book.workbook.push_worksheet(sheet);
        }
        Ok(())
    }

    /// Begins the next sheet with its header.
    fn begin(&mut self) -> io::Result<()> {
        let number = self.done.len() + 1;
        let name =
            if number == 1 { self.name.to_owned() } else { format!("{} {number}", self.name) };
        let mut sheet = Worksheet::new();
        sheet.set_name(name).map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        for (place, column) in (0..).zip(self.columns) {
            sheet
                .write_string_with_format(0, place, column.name, &self.book.header)
                .map_err(failed)?;
        }
        self.sheet = sheet;
        (self.row, self.links) = (1, 0);
        Ok(())
    }

    /// Ends the sheet in the making.
    fn end(&mut self) -> io::Result<()> {
        let last = u16::try_from(self.columns.len()).expect("columns are few").saturating_sub(1);
        self.sheet.autofilter(0, 0, self.row.max(2) - 1, last).map_err(failed)?;
        for (place, width) in (0..).zip(&self.widths) {
            let width = width.clamp(WIDTHS.0, WIDTHS.1);
            self.sheet.set_column_width(place, width).map_err(failed)?;
        }
        self.done.push(std::mem::take(&mut self.sheet));
        Ok(())
    }

    /// Writes one cell; text is never taken for a formula.
    fn write(&mut self, place: u16, value: &Value<'_>) -> Result<(), XlsxError> {
        let (sheet, row) = (&mut self.sheet, self.row);
        match value {
            Value::Empty => {}
            Value::Whole(_) | Value::Real(_) => {
                sheet.write_number(row, place, value.number().unwrap_or_default())?;
            }
            Value::Day(day) => {
                let date = u16::try_from(day.year()).ok().and_then(|year| {
                    let (month, day) = (day.month().unsigned_abs(), day.day().unsigned_abs());
                    ExcelDateTime::from_ymd(year, month, day).ok()
                });
                // Excel knows no day before 1900.
                match date {
                    Some(date) => {
                        sheet.write_datetime_with_format(row, place, &date, &self.book.day)?;
                    }
                    None => {
                        sheet.write_string(row, place, day.to_string())?;
                    }
                }
            }
            Value::Link(text) | Value::Article(text) => {
                let address = match value {
                    Value::Article(id) => self.book.addresses.get(*id).map(String::as_str),
                    _ => Some(*text).filter(|link| is_web(link)),
                };
                match address.filter(|_| self.links < MAX_LINKS) {
                    Some(address) => {
                        self.links += 1;
                        let url = Url::new(address).set_text(cut(text));
                        sheet.write_url_with_format(row, place, url, &self.book.link)?;
                    }
                    None => {
                        sheet.write_string(row, place, cut(text))?;
                    }
                }
            }
            Value::Text(text) => {
                sheet.write_string(row, place, cut(text))?;
            }
        }
        Ok(())
    }
}

impl Sink for XlsxSink<'_> {
    fn add(&mut self, row: &[Value<'_>]) -> io::Result<()> {
        if self.row == MAX_ROWS {
            self.end()?;
            self.begin()?;
        }
        for (place, value) in (0..).zip(row) {
            self.write(place, value).map_err(failed)?;
            let width = &mut self.widths[usize::from(place)];
            if *width < WIDTHS.1 {
                *width = width.max(value.text().map_or(10.0, |text| letters(&text) + 1.0));
            }
        }
        self.row += 1;
        Ok(())
    }
}

/// Whether Excel takes an address for one of the web.
fn is_web(address: &str) -> bool {
    let is_web = address.starts_with("http://") || address.starts_with("https://");
    is_web && address.len() <= MAX_LINK && !address.contains(char::is_whitespace)
}

/// The number of letters in the longest line.
fn letters(text: &str) -> f64 {
    real(text.lines().map(|line| line.chars().count()).max().unwrap_or(0))
}

/// `text` as far as Excel takes it, with line ends as Excel has them, without what XML cannot hold.
fn cut(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let holdable = |letter: char| match letter {
        '\t' | '\n' => letter,
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        _ => letter,
    };
    if text.encode_utf16().count() <= MAX_CELL {
        return text.chars().map(holdable).collect();
    }
    let room = MAX_CELL - CUT.encode_utf16().count();
    let mut used = 0;
    let kept = text.chars().take_while(|letter| {
        used += letter.len_utf16();
        used <= room
    });
    kept.map(holdable).chain(CUT.chars()).collect()
}

/// What Excel's limits refuse, as a failure to write.
fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}
