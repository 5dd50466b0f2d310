//! Tables as CSV: UTF-8, a header, RFC 4180.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use super::{
    Column, CsvStyle, Mark,
    value::{Sink, Value},
};
use crate::export::cell::{Formulas, defused};

/// The letter that tells Excel that a file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes one table.
pub(super) struct CsvSink<'a> {
    table: Writer<&'a mut dyn Write>,
    formulas: Formulas,
}

impl<'a> CsvSink<'a> {
    /// Begins a table in `out`.
    pub(super) fn new(
        columns: &[Column],
        out: &'a mut dyn Write,
        style: CsvStyle,
    ) -> io::Result<Self> {
        if style.mark == Mark::Written {
            out.write_all(BYTE_ORDER_MARK)?;
        }
        let mut table = WriterBuilder::new()
            .delimiter(style.delimiter)
            .terminator(Terminator::CRLF)
            .from_writer(out);
        table.write_record(columns.iter().map(|column| column.name))?;
        Ok(Self { table, formulas: style.formulas })
    }

    /// Ends it.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.table.flush()
    }
}

impl Sink for CsvSink<'_> {
    fn add(&mut self, row: &[Value<'_>]) -> io::Result<()> {
        for value in row {
            match (value, self.formulas) {
                (Value::Whole(number), _) => self.table.write_field(number.to_string())?,
                (Value::Real(number), _) => self.table.write_field(number.to_string())?,
                (Value::Text(text), Formulas::Defused) => {
                    self.table.write_field(defused(text).as_bytes())?;
                }
                (Value::Link(text) | Value::Article(text), Formulas::Defused) => {
                    self.table.write_field(defused(text).as_bytes())?;
                }
                (other, _) => {
                    self.table.write_field(other.text().unwrap_or_default().as_bytes())?;
                }
            }
        }
        Ok(self.table.write_record(None::<&[u8]>)?)
    }
}
