//! Between the words of the database and the types of the program.

use std::str::FromStr;

use rusqlite::Row;
use serde::de::DeserializeOwned;

use crate::date::Date;
use crate::store::Error;

/// A word of a closed vocabulary.
pub(super) fn word<T: FromStr>(row: &Row<'_>, column: &str) -> Result<T, Error>
where
    T::Err: std::fmt::Display,
{
    let text: String = row.get(column)?;
    text.parse().map_err(|error: T::Err| Error::Content { what: format!("{column}: {error}") })
}

/// A date, where there is one.
pub(super) fn date(row: &Row<'_>, column: &str) -> Result<Option<Date>, Error> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| {
        text.parse().map_err(|error| Error::Content { what: format!("{column}: {error}") })
    })
    .transpose()
}

/// A value written as JSON.
pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T, Error> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text)
        .map_err(|error| Error::Content { what: format!("{column}: {error}") })
}

/// A count.
pub(super) fn count(row: &Row<'_>, column: &str) -> Result<usize, Error> {
    let number: i64 = row.get(column)?;
    usize::try_from(number).map_err(|error| Error::Content { what: format!("{column}: {error}") })
}

/// A number as the database holds it.
pub(super) fn integer(number: usize) -> i64 {
    i64::try_from(number).expect("memory holds fewer things than an integer counts")
}

/// A value as JSON.
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("records are plain data")
}
