//! The words of the calendar, and how to reckon with it.

use jiff::ToSpan as _;
use jiff::civil::{self, Weekday};

use super::tense::Tense;
use crate::date::{Date, MONTHS};

/// A unit of time, the finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    /// A day.
    Day,
    /// A week from Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// The month that a word names, from 1.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    if !(3..=9).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    let found = MONTHS.iter().position(|name| {
        name.eq_ignore_ascii_case(word)
            || (word.len() == 3 && name[..3].eq_ignore_ascii_case(word))
            || (word.len() == 4 && *name == "september" && word.eq_ignore_ascii_case("sept"))
    })?;
    i8::try_from(found + 1).ok()
}

/// The weekday that a word names.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    const NAMES: [(&str, &str, Weekday); 7] = [
        ("Monday", "Mon", Weekday::Monday),
        ("Tuesday", "Tue", Weekday::Tuesday),
        ("Wednesday", "Wed", Weekday::Wednesday),
        ("Thursday", "Thu", Weekday::Thursday),
        ("Friday", "Fri", Weekday::Friday),
        ("Saturday", "Sat", Weekday::Saturday),
        ("Sunday", "Sun", Weekday::Sunday),
    ];
    let short = word.strip_suffix('.');
    NAMES.iter().find_map(|&(name, abbreviation, day)| {
        let own = name == word
            || name.len() == word.len()
                && word.chars().all(char::is_uppercase)
                && name.eq_ignore_ascii_case(word)
            || short.is_some_and(|short| short.starts_with(abbreviation) && short.len() <= 5);
        own.then_some(day)
    })
}

/// The number that a word or figure gives, up to a hundred.
pub(super) fn number(word: &str) -> Option<i32> {
    const NAMES: [&str; 20] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    if word.starts_with(|it: char| it.is_ascii_digit()) {
        return word.parse().ok().filter(|count| (1..=100).contains(count));
    }
    let found = NAMES.iter().position(|name| name.eq_ignore_ascii_case(word));
    found.and_then(|at| i32::try_from(at + 1).ok()).or_else(|| tens(word))
}

/// The number that a word for tens gives: `twenty`.
pub(super) fn tens(word: &str) -> Option<i32> {
    [
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("seventy", 70),
        ("eighty", 80),
        ("ninety", 90),
    ]
    .into_iter()
    .find_map(|(name, count)| name.eq_ignore_ascii_case(word).then_some(count))
}

/// The day of a month that an ordinal in words gives.
pub(super) fn ordinal(word: &str) -> Option<i8> {
    const NAMES: [&str; 10] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth",
    ];
    let found = NAMES.iter().position(|name| name.eq_ignore_ascii_case(word))?;
    i8::try_from(found + 1).ok()
}

/// The unit of time that a word names.
pub(super) fn unit_of(word: &str) -> Option<Unit> {
    let word = word.strip_suffix(['s', 'S']).unwrap_or(word);
    [("day", Unit::Day), ("week", Unit::Week), ("month", Unit::Month), ("year", Unit::Year)]
        .into_iter()
        .find_map(|(name, unit)| name.eq_ignore_ascii_case(word).then_some(unit))
}

/// The first month of a season that a word names.
pub(super) fn season(word: &str) -> Option<i8> {
    [("spring", 3), ("summer", 6), ("autumn", 9), ("fall", 9), ("winter", 12)]
        .into_iter()
        .find_map(|(name, first)| name.eq_ignore_ascii_case(word).then_some(first))
}

/// The days from the last such weekday up to `base`.
pub(super) fn days_back(base: civil::Date, day: Weekday) -> i32 {
    i32::from(base.weekday().to_monday_zero_offset() - day.to_monday_zero_offset()).rem_euclid(7)
}

/// The day some days on; the same day at the ends of the calendar.
pub(super) fn shift_days(base: civil::Date, days: i32) -> civil::Date {
    base.checked_add(i64::from(days).days()).unwrap_or(base)
}

/// The week from Monday to Sunday that holds a day.
pub(super) fn week_of(day: civil::Date) -> Date {
    let monday = shift_days(day, -days_back(day, Weekday::Monday));
    Date::between(monday, shift_days(monday, 6))
}

/// The day, week, month or year that lies some of them on.
pub(super) fn shift_unit(base: civil::Date, unit: Unit, count: i32) -> Option<Date> {
    let count = i64::from(count);
    match unit {
        Unit::Day => base.checked_add(count.days()).ok().map(Date::Day),
        Unit::Week => base.checked_add(count.weeks()).ok().map(week_of),
        Unit::Month => {
            let day = base.first_of_month().checked_add(count.months()).ok()?;
            Some(Date::Month(day.year(), day.month()))
        }
        Unit::Year => {
            let year = i64::from(base.year()).checked_add(count)?;
            i16::try_from(year).ok().filter(|year| (1..=9999).contains(year)).map(Date::Year)
        }
    }
}

/// The day of the same month and day of month that a date without a year most likely means.
pub(super) fn nearest_year(guess: civil::Date, base: civil::Date, tense: Tense) -> civil::Date {
    /// Days by which a date may lie ahead although nothing tells that it does.
    const AHEAD: i32 = 45;
    /// Days ahead that a verb in the past may still speak of: "had set it for May 3"; and days back, beside one
    /// that tells of the future: "will meet again, he said after the talks on May 3".
    const NEAR: i32 = 30;
    let in_year = |year: i16| {
        let day = |day: i8| civil::Date::new(year, guess.month(), day).ok();
        day(guess.day()).or_else(|| day(28))
    };
    let days = |date: civil::Date| base.until(date).map_or(0, |span| span.get_days());
    let years = [base.year() - 1, base.year(), base.year() + 1];
    years
        .into_iter()
        .filter_map(in_year)
        .min_by_key(|&date| {
            let days = days(date);
            let penalty = match tense {
                // A day just ahead is seldom meant for one of the year before.
                Tense::Past if (1..=NEAR).contains(&days) => 200,
                Tense::Past if days > 0 => 400,
                Tense::Future if (-NEAR..0).contains(&days) => 200,
                Tense::Future if days < 0 => 400,
                Tense::Unknown if days > AHEAD => 200,
                _ => 0,
            };
            (days.abs() + penalty, date)
        })
        .unwrap_or(guess)
}
