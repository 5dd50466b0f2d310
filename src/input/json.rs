//! JSON: one article, or an array of articles.

use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Draft, Format, Outcome, Reason, Source, finish, published};

pub(super) const FORMAT: Format = Format {
    name: "json",
    extensions: &["json"],
    about: "JSON: an object with the fields id, url, source, published, title, text, or an array of such",
    fits: |start| start.starts_with(['{', '[']),
    read,
};

/// The fields of a record; all but the text may be missing.
#[derive(Deserialize)]
pub(super) struct Record {
    #[serde(default)]
    id: Option<Id>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    title: Option<String>,
    text: String,
}

/// An id: a text, or a number as it is written.
struct Id(String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor)
    }
}

/// Takes nothing else, so that a record cannot fill the memory with it.
struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = Id;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("an id that is a text or a number")
    }

    fn visit_str<E>(self, id: &str) -> Result<Id, E> {
        Ok(Id(id.to_owned()))
    }

    fn visit_i64<E>(self, id: i64) -> Result<Id, E> {
        Ok(Id(id.to_string()))
    }

    fn visit_u64<E>(self, id: u64) -> Result<Id, E> {
        Ok(Id(id.to_string()))
    }

    fn visit_f64<E>(self, id: f64) -> Result<Id, E> {
        Ok(Id(Value::from(id).to_string()))
    }
}

fn read(mut source: Source) -> Box<dyn Iterator<Item = Outcome>> {
    let text = match source.text() {
        Ok(text) => text,
        Err(skipped) => return Box::new(std::iter::once(Outcome::Skipped(skipped))),
    };
    let records = match serde_json::from_str::<Value>(&text) {
        Ok(Value::Array(records)) => records,
        Ok(record) => vec![record],
        Err(error) => {
            let skipped = source.skipped("", Reason::BadRecord, &error.to_string());
            return Box::new(std::iter::once(Outcome::Skipped(skipped)));
        }
    };
    let single = records.len() == 1;
    Box::new((1..).zip(records).map(move |(number, record): (usize, Value)| {
        let at = if single { String::new() } else { format!(", record {number}") };
        match serde_json::from_value(record) {
            Ok(record) => one(record, &source, &at, number),
            Err(error) => {
                Outcome::Skipped(source.skipped(&at, Reason::BadRecord, &error.to_string()))
            }
        }
    }))
}

/// Makes an article of one record. One whose date is none is read without.
pub(super) fn one(record: Record, source: &Source, at: &str, number: usize) -> Outcome {
    let published = match record.published.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(text) => {
            let date = published::day(text);
            if date.is_none() {
                let what =
                    format!("published: ‘{text}’ is no date such as 2025-12-06, and left out");
                source.notes.add(&format!("{}{at}", source.place), &what);
            }
            date
        }
    };
    let draft = Draft {
        id: record.id.map(|Id(id)| id).unwrap_or_default(),
        url: record.url.unwrap_or_default(),
        source: record.source.unwrap_or_default(),
        published,
        title: record.title.unwrap_or_default(),
        text: record.text,
    };
    let name =
        if at.is_empty() { source.name.clone() } else { format!("{}#{number}", source.name) };
    finish(draft, &name, source.published, &format!("{}{at}", source.place))
}
