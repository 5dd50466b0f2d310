//! Tables as JSON Lines: an object a row, its fields named as the columns.

use std::io::{self, Write};

use serde::ser::{SerializeMap, Serializer};

use super::{
    Column,
    value::{Sink, Value},
};

/// Writes one table.
pub(super) struct JsonlSink<'a> {
    columns: &'a [Column],
    out: &'a mut dyn Write,
}

impl<'a> JsonlSink<'a> {
    /// Begins a table in `out`.
    pub(super) const fn new(columns: &'a [Column], out: &'a mut dyn Write) -> Self {
        Self { columns, out }
    }
}

impl Sink for JsonlSink<'_> {
    fn add(&mut self, row: &[Value<'_>]) -> io::Result<()> {
        let mut json = serde_json::Serializer::new(&mut *self.out);
        let mut fields = json.serialize_map(Some(row.len()))?;
        for (column, value) in self.columns.iter().zip(row) {
            match value {
                Value::Empty => fields.serialize_entry(column.name, &())?,
                Value::Whole(number) => fields.serialize_entry(column.name, number)?,
                Value::Real(number) => fields.serialize_entry(column.name, number)?,
                other => fields.serialize_entry(column.name, &other.text())?,
            }
        }
        fields.end()?;
        self.out.write_all(b"\n")
    }
}
