//! What a cell of a table holds, and who takes rows of them.

use std::{borrow::Cow, io};

use jiff::civil;

use crate::date::Date;
use crate::network::real;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    /// Nothing.
    Empty,
    /// Words of an article or of the program.
    Text(Cow<'a, str>),
    /// An address on the web.
    Link(&'a str),
    /// The id of an article, which may have such an address.
    Article(&'a str),
    /// A number of things, or the number of a thing.
    Whole(i64),
    /// A measure.
    Real(f64),
    /// A day.
    Day(civil::Date),
}

/// Takes the rows of one table.
pub(super) trait Sink {
    /// Takes the next row: a value for each column.
    fn add(&mut self, row: &[Value<'_>]) -> io::Result<()>;
}

impl Value<'_> {
    /// The value as text, or none if it is a number.
    pub(super) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Empty => Some(Cow::Borrowed("")),
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Link(text) | Self::Article(text) => Some(Cow::Borrowed(text)),
            Self::Day(day) => Some(Cow::Owned(day.to_string())),
            Self::Whole(_) | Self::Real(_) => None,
        }
    }

    /// The value as a number, or none if it is none.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "rows are fewer than 2^52")]
            Self::Whole(number) => Some(*number as f64),
            Self::Real(number) => Some(*number),
            _ => None,
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Cow::Borrowed(text)) }
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Cow::Owned(text)) }
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        i64::try_from(number).map_or(Self::Real(real(number)), Self::Whole)
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl From<civil::Date> for Value<'_> {
    fn from(day: civil::Date) -> Self {
        Self::Day(day)
    }
}

impl From<Date> for Value<'_> {
    fn from(date: Date) -> Self {
        if let Date::Day(day) = date { Self::Day(day) } else { date.to_string().into() }
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// An address, or nothing.
pub(super) fn link(address: &str) -> Value<'_> {
    if address.is_empty() { Value::Empty } else { Value::Link(address) }
}

/// The id of an article, or nothing.
pub(super) fn article(id: &str) -> Value<'_> {
    if id.is_empty() { Value::Empty } else { Value::Article(id) }
}
