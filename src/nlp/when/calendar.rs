//! The words of the calendar, and the tense that tells past from future.

use std::ops::Range;

use jiff::civil::{self, Weekday};

use crate::nlp::document::{Token, TokenId};
use crate::nlp::tags::{Relation, Upos, Xpos};

/// Which way from publication an expression points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    /// Back.
    Past,
    /// Ahead.
    Future,
    /// Either.
    Unknown,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    const NAMES: [&str; 12] = [
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
    let word = word.trim_end_matches('.');
    if !(3..=9).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    let found = NAMES.iter().position(|name| {
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
    const NAMES: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    if word.starts_with(|it: char| it.is_ascii_digit()) {
        return word.parse().ok().filter(|count| (1..=100).contains(count));
    }
    let found = NAMES.iter().position(|name| name.eq_ignore_ascii_case(word))?;
    i32::try_from(found + 1).ok()
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

/// The day of the same month and day of month that a date without a year most likely means.
pub(super) fn nearest_year(guess: civil::Date, base: civil::Date, tense: Tense) -> civil::Date {
    /// Days by which a date may lie ahead although nothing tells that it does.
    const AHEAD: i32 = 45;
    /// Days ahead that a verb in the past may still speak of: "had set it for May 3".
    const NEAR: i32 = 30;
    let in_year = |year: i16| {
        civil::Date::new(year, guess.month(), guess.day())
            .unwrap_or_else(|_| civil::date(year, guess.month(), 28))
    };
    let days = |date: civil::Date| base.until(date).map_or(0, |span| span.get_days());
    let years = [base.year() - 1, base.year(), base.year() + 1];
    years
        .into_iter()
        .map(in_year)
        .min_by_key(|&date| {
            let days = days(date);
            let penalty = match tense {
                // A day just ahead is seldom meant for one of the year before.
                Tense::Past if (1..=NEAR).contains(&days) => 200,
                Tense::Past if days > 0 => 400,
                Tense::Future if days < 0 => 400,
                Tense::Unknown if days > AHEAD => 200,
                _ => 0,
            };
            (days.abs() + penalty, date)
        })
        .unwrap_or(guess)
}

/// Words that turn what follows towards the future.
const AHEAD_WORDS: &[&str] = &[
    "will",
    "shall",
    "'ll",
    "upcoming",
    "scheduled",
    "due",
    "slated",
    "plans",
    "planned",
    "set",
    "expected",
    "forthcoming",
    "planning",
    "intends",
    "meant",
    "slotted",
    "billed",
    "penciled",
];

/// The tense of the verb that governs the token at `index`.
pub(super) fn tense(text: &str, tokens: &[Token], index: usize, sentence: Range<usize>) -> Tense {
    let mut at = TokenId::new(index);
    // The words of the noun phrase itself may tell: "a summit scheduled for Friday".
    for _ in 0..sentence.len() {
        let token = &tokens[at.index()];
        if matches!(token.upos, Upos::Verb | Upos::Auxiliary | Upos::Adjective)
            && let Some(tense) = verb_tense(text, tokens, at, sentence.clone())
        {
            return tense;
        }
        match token.head {
            Some(head) => at = head,
            None => break,
        }
    }
    let any = |xpos: Xpos| sentence.clone().any(|index| tokens[index].xpos == xpos);
    if any(Xpos::Vbd) {
        return Tense::Past;
    }
    let ahead = sentence.clone().any(|index| {
        let word = tokens[index].span.of(text);
        AHEAD_WORDS.iter().any(|it| it.eq_ignore_ascii_case(word))
    });
    if ahead { Tense::Future } else { Tense::Unknown }
}

/// The tense of one verb with its auxiliaries, if it shows any.
fn verb_tense(
    text: &str,
    tokens: &[Token],
    verb: TokenId,
    sentence: Range<usize>,
) -> Option<Tense> {
    let token = &tokens[verb.index()];
    let own = token.span.of(text);
    if AHEAD_WORDS.iter().any(|it| it.eq_ignore_ascii_case(own)) {
        return Some(Tense::Future);
    }
    let mut past = token.xpos == Xpos::Vbd;
    let mut future = false;
    let mut infinitive = false;
    let mut being = false;
    let mut present = matches!(token.xpos, Xpos::Vbp | Xpos::Vbz);
    for index in sentence {
        let other = &tokens[index];
        if other.head != Some(verb) {
            continue;
        }
        let word = other.span.of(text);
        match other.relation {
            Relation::Aux | Relation::AuxPass | Relation::Cop => match other.xpos {
                Xpos::Md => {
                    future |=
                        ["will", "shall", "'ll", "’ll", "may", "might", "can", "could", "should"]
                            .iter()
                            .any(|it| it.eq_ignore_ascii_case(word));
                    past |= word.eq_ignore_ascii_case("would") && token.xpos != Xpos::Vb;
                    future |= word.eq_ignore_ascii_case("would") && token.xpos == Xpos::Vb;
                }
                Xpos::Vbd => past = true,
                Xpos::Vbz | Xpos::Vbp => present = true,
                Xpos::Vbg => being = true,
                _ => {}
            },
            Relation::Mark if word.eq_ignore_ascii_case("to") => {
                // "to meet", and "was to have met".
                infinitive |= matches!(token.xpos, Xpos::Vb | Xpos::Vbn);
            }
            _ => {}
        }
    }
    match () {
        () if future => Some(Tense::Future),
        () if past => Some(Tense::Past),
        () if infinitive => Some(Tense::Future),
        () if present && being => Some(Tense::Unknown),
        () if present && token.xpos == Xpos::Vbn => Some(Tense::Past),
        () if present && token.xpos == Xpos::Vbg => Some(Tense::Future),
        () if present => Some(Tense::Unknown),
        () => None,
    }
}
