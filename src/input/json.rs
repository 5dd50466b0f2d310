//! JSON: one article, or an array of articles.

use serde::Deserialize;
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
struct Record {
    #[serde(default)]
    id: Option<Value>,
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
        one(record, &source, &at, number)
    }))
}

/// Makes an article of one record.
pub(super) fn one(record: Value, source: &Source, at: &str, number: usize) -> Outcome {
    let record: Record = match serde_json::from_value(record) {
        Ok(record) => record,
        Err(error) => {
            return Outcome::Skipped(source.skipped(at, Reason::BadRecord, &error.to_string()));
        }
    };
    let published = match record.published.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(text) => match published::day(text) {
            Some(date) => Some(date),
            None => {
                let detail = format!("published: ‘{text}’ is no date such as 2025-12-06");
                return Outcome::Skipped(source.skipped(at, Reason::BadRecord, &detail));
            }
        },
    };
    let id = match record.id {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(id)) => id,
        Some(other) => other.to_string(),
    };
    let draft = Draft {
        id,
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
