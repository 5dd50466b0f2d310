//! Between the words of the database and the types of the program.
//!
//! Queries are put together of pieces, and what users ask for stands in many of them. Their words
//! are no SQL anywhere: a piece has a parameter, whose name holds the words in hexadecimal digits,
//! and [`prepare`] binds each parameter to the words in its name.

use std::str::FromStr;

use rusqlite::{Connection, Row, Statement};
use serde::de::DeserializeOwned;

use crate::date::Date;
use crate::store::Error;

/// What the name of a parameter begins with that holds its words.
const BOUND: &str = ":t_";

/// Words as a parameter of a query that [`prepare`] makes.
pub(super) fn bound(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut name = String::with_capacity(BOUND.len() + 2 * text.len());
    name.push_str(BOUND);
    for byte in text.bytes() {
        for digit in [byte >> 4, byte & 15] {
            name.push(char::from(DIGITS[usize::from(digit)]));
        }
    }
    name
}

/// Any number of words as a list, with one parameter.
pub(super) fn bound_list<T: serde::Serialize>(words: &[T]) -> String {
    format!("(select value from json_each({}))", bound(&to_json(&words)))
}

/// The words in the name of a parameter.
fn words_of(name: &str) -> Option<String> {
    let digits = name.strip_prefix(BOUND)?.as_bytes();
    let (pairs, _) = digits.as_chunks::<2>();
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let bytes: Option<Vec<u8>> =
        pairs.iter().map(|&[high, low]| Some(value(high)? << 4 | value(low)?)).collect();
    String::from_utf8(bytes?).ok()
}

/// Prepares a query and binds the words that it asks for; its rows come of
/// [`Statement::raw_query`].
pub(super) fn prepare<'a>(connection: &'a Connection, sql: &str) -> Result<Statement<'a>, Error> {
    let mut statement = connection.prepare(sql)?;
    for index in 1..=statement.parameter_count() {
        if let Some(words) = statement.parameter_name(index).and_then(words_of) {
            statement.raw_bind_parameter(index, words)?;
        }
    }
    Ok(statement)
}

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
    let content =
        |error: &dyn std::error::Error| Error::Content { what: format!("{column}: {error}") };
    let text = row.get_ref(column)?.as_str().map_err(|error| content(&error))?;
    serde_json::from_str(text).map_err(|error| content(&error))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_bound_whatever_they_are() {
        let connection = Connection::open_in_memory().expect("memory");
        for words in ["", "O'Hara", "'; drop table actors; --", "Şükrü\0?1 :t_00", "\"%\"_"] {
            let sql = format!("select {0}, {0} in {1}", bound(words), bound_list(&["x", words]));
            let mut statement = prepare(&connection, &sql).expect("a query");
            let mut rows = statement.raw_query();
            let row = rows.next().expect("it runs").expect("a row");
            assert_eq!(row.get::<_, String>(0).expect("a text"), words);
            assert!(row.get::<_, bool>(1).expect("a number"), "{words}");
            assert!(words.is_empty() || !sql.contains(words));
        }
    }
}
