//! Dates as the news gives them: a day, a month, a year, or an interval of days.

use std::{fmt, str::FromStr};

use jiff::{ToSpan as _, civil};

/// The names of the months, in order.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A date with the precision that the text supports.
///
/// Written `2025-12-05`, `2025-12`, `2025` or `2025-12-04/2025-12-06` (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Date {
    /// Some time in a year.
    Year(i16),
    /// Some time in a month: year, month from 1 to 12.
    Month(i16, i8),
    /// A day.
    Day(civil::Date),
    /// From the first day to the last, both included; the first is before the last.
    Interval(civil::Date, civil::Date),
}

crate::vocabulary! {
    /// How finely a date is known.
    pub enum Precision {
        /// To the day.
        Day = "day",
        /// To an interval of days.
        Interval = "interval",
        /// To the month.
        Month = "month",
        /// To the year.
        Year = "year",
    }
}

impl Date {
    /// The interval from `first` to `last`, or the day if they are the same.
    ///
    /// The earlier of the two comes first, whichever way they are given.
    #[must_use]
    pub fn between(first: civil::Date, last: civil::Date) -> Self {
        match first.cmp(&last) {
            std::cmp::Ordering::Less => Self::Interval(first, last),
            std::cmp::Ordering::Equal => Self::Day(first),
            std::cmp::Ordering::Greater => Self::Interval(last, first),
        }
    }

    /// The first day it may mean.
    #[must_use]
    pub fn first(self) -> civil::Date {
        match self {
            Self::Year(year) => civil::date(year, 1, 1),
            Self::Month(year, month) => civil::date(year, month, 1),
            Self::Day(day) | Self::Interval(day, _) => day,
        }
    }

    /// The last day it may mean.
    #[must_use]
    pub fn last(self) -> civil::Date {
        match self {
            Self::Year(year) => civil::date(year, 12, 31),
            Self::Month(year, month) => civil::date(year, month, 1).last_of_month(),
            Self::Day(day) | Self::Interval(_, day) => day,
        }
    }

    /// How finely it is known.
    #[must_use]
    pub const fn precision(self) -> Precision {
        match self {
            Self::Year(_) => Precision::Year,
            Self::Month(..) => Precision::Month,
            Self::Day(_) => Precision::Day,
            Self::Interval(..) => Precision::Interval,
        }
    }

    /// Whether both may mean the same day.
    #[must_use]
    pub fn is_compatible(self, other: Self) -> bool {
        self.first() <= other.last() && other.first() <= self.last()
    }

    /// Whether no more than some days lie between the two.
    #[must_use]
    pub fn is_near(self, other: Self, days: i32) -> bool {
        self.days_to(other) <= days && other.days_to(self) <= days
    }

    /// The same some weeks later, or earlier, for days.
    #[must_use]
    pub(crate) fn weeks_on(self, weeks: i32) -> Option<Self> {
        let on = |day: civil::Date| day.checked_add(weeks.weeks()).ok();
        Some(match self {
            Self::Day(day) => Self::Day(on(day)?),
            Self::Interval(first, last) => Self::Interval(on(first)?, on(last)?),
            Self::Month(..) | Self::Year(_) => return None,
        })
    }

    /// The same some years later, or earlier.
    #[must_use]
    pub(crate) fn years_on(self, years: i16) -> Option<Self> {
        let on = |day: civil::Date| day.checked_add(years.years()).ok();
        Some(match self {
            Self::Day(day) => Self::Day(on(day)?),
            Self::Interval(first, last) => Self::Interval(on(first)?, on(last)?),
            Self::Month(..) => {
                let first = on(self.first())?;
                Self::Month(first.year(), first.month())
            }
            Self::Year(_) => Self::Year(on(self.first())?.year()),
        })
    }

    /// The days from the last of its own to the first of another; below zero if that is earlier.
    #[must_use]
    pub fn days_to(self, other: Self) -> i32 {
        self.last().until(other.first()).map_or(i32::MAX, |span| span.get_days())
    }
}

impl From<civil::Date> for Date {
    fn from(day: civil::Date) -> Self {
        Self::Day(day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write!(f, "{day}"),
            Self::Interval(first, last) => write!(f, "{first}/{last}"),
        }
    }
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("‘{0}’ is no date such as 2025-12-05, 2025-12, 2025 or 2025-12-04/2025-12-06")]
pub struct NoDate(pub String);

impl FromStr for Date {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let fail = || NoDate(text.to_owned());
        let digits = |part: &str, count: usize| {
            part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let day = |part: &str| {
            let shaped = part.len() == 10
                && digits(&part[..4], 4)
                && digits(part.get(5..7)?, 2)
                && digits(part.get(8..)?, 2);
            if shaped { part.parse::<civil::Date>().ok() } else { None }
        };
        if !text.is_ascii() {
            return Err(fail());
        }
        if let Some((first, last)) = text.split_once('/') {
            let (first, last) = (day(first).ok_or_else(fail)?, day(last).ok_or_else(fail)?);
            if first > last {
                return Err(fail());
            }
            return Ok(Self::between(first, last));
        }
        match text.len() {
            4 if digits(text, 4) => text.parse().map(Self::Year).map_err(|_| fail()),
            7 if digits(&text[..4], 4) && &text[4..5] == "-" && digits(&text[5..], 2) => {
                let (year, month) = (text[..4].parse(), text[5..].parse());
                match (year, month) {
                    (Ok(year), Ok(month @ 1..=12)) => Ok(Self::Month(year, month)),
                    _ => Err(fail()),
                }
            }
            10 => day(text).map(Self::Day).ok_or_else(fail),
            _ => Err(fail()),
        }
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A day, month, year, or interval of days (ISO 8601).",
            "pattern": r"^\d{4}(-\d\d){0,2}$|^\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_reads_back_as_it_was_written() {
        for text in ["2025", "2025-12", "2025-12-05", "2025-12-04/2025-12-06"] {
            let date: Date = text.parse().expect("a date");
            assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "25", "2025-13", "2025-02-30", "2025-12-06/2025-12-04", "2025-1-1", "x"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn dates_of_different_precision_are_compatible_when_they_overlap() {
        let date = |text: &str| text.parse::<Date>().expect("a date");
        assert!(date("2025-12").is_compatible(date("2025-12-05")));
        assert!(date("2025").is_compatible(date("2025-12-04/2026-01-02")));
        assert!(!date("2025-11").is_compatible(date("2025-12-05")));
    }

    #[test]
    fn dates_move_by_weeks_and_years_as_far_as_the_calendar_goes() {
        let date = |text: &str| text.parse::<Date>().expect("a date");
        assert_eq!(date("2025-12-30").weeks_on(1), Some(date("2026-01-06")));
        assert_eq!(date("2025-12").weeks_on(1), None);
        assert_eq!(date("2025-12").years_on(-1), Some(date("2024-12")));
        assert_eq!(date("2025").years_on(1), Some(date("2026")));
        assert_eq!(date("9999-03").years_on(1), None);
        assert_eq!(date("9999").years_on(1), None);
    }
}
