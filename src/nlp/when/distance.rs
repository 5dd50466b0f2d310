//! Distances from a date: `two days later`, `a week ago`, `the day before`, `the third day of talks`.

use jiff::civil;

use super::calendar::{Unit, number, ordinal, shift_days, shift_unit, tens, unit_of};
use super::weekdays::PARTS_OF_DAY;
use super::{Basis, Found, Reader};
use crate::date::{Date, Precision};
use crate::nlp::tags::Upos;

impl Reader<'_> {
    /// The date told last, to reckon from by some unit, if it is known as finely.
    fn told(&self, unit: Unit) -> Option<civil::Date> {
        let coarsest = match unit {
            Unit::Day | Unit::Week => Precision::Day,
            Unit::Month => Precision::Month,
            Unit::Year => Precision::Year,
        };
        match self.recent {
            // "this week … a day later": on which of its days they met is not told.
            Some(date @ Date::Interval(..)) if is_week(date) && unit == Unit::Day => None,
            Some(date @ Date::Interval(..)) => Some(date.last()),
            Some(date) if date.precision() <= coarsest => Some(date.first()),
            Some(_) => None,
            None => self.anchor,
        }
    }

    /// `two days later`, `a week ago`, `three years earlier`, `three months before December 2014`.
    pub(super) fn count_of_units(&self, index: usize) -> Option<Found> {
        let mut at = index + 1;
        let count = match () {
            () if self.is(index, &["a", "an"]) && self.is(at, &["couple"]) => {
                at += 1 + usize::from(self.is(at + 1, &["of"]));
                2
            }
            () if self.is(index, &["a", "an", "one"]) => 1,
            () if self.is(index, &["half"]) && self.is(at, &["a"]) => {
                at += 1;
                0
            }
            // "twenty-one", which is three tokens.
            () if self.is(at, &["-"])
                && let Some(tens) = tens(self.word(index))
                && let Some(ones) = number(self.word(at + 1)).filter(|ones| *ones < 10) =>
            {
                at += 2;
                tens + ones
            }
            () => number(self.word(index))?,
        };
        let word = self.word(at);
        let (mut count, mut unit) = match word.to_ascii_lowercase().trim_end_matches('s') {
            "fortnight" => (count * 2, Unit::Week),
            "decade" => (count * 10, Unit::Year),
            _ => (count, unit_of(word)?),
        };
        at += 1;
        // "half a year", "a year and a half"
        let and_a_half =
            self.is(at, &["and"]) && self.is(at + 1, &["a"]) && self.is(at + 2, &["half"]);
        if and_a_half || count == 0 {
            if unit != Unit::Year {
                return None;
            }
            unit = Unit::Month;
            count = count * 12 + 6;
            at += if and_a_half { 3 } else { 0 };
        }
        let (direction, base, basis) = match () {
            () if self.is(at, &["ago"]) => (-1, self.anchor, Basis::Published),
            () if self.is(at, &["earlier", "previously"]) => (-1, self.told(unit), Basis::Told),
            () if self.is(at, &["later", "afterward", "afterwards"]) => {
                (1, self.told(unit), Basis::Told)
            }
            () if self.is(at, &["before", "after", "from"]) => {
                let direction = if self.is(at, &["before"]) { -1 } else { 1 };
                if let Some(found) = self.beside(at + 1) {
                    let date = found.date.filter(|it| it.precision() <= precision(unit));
                    let date = date.and_then(|it| shift_unit(it.first(), unit, direction * count));
                    return Some(Found::new(at + 1 + found.length - index, date, found.basis));
                }
                if self.is(at, &["from"]) {
                    let now = self.is(at + 1, &["now", "today"]);
                    let date = self.anchor.and_then(|it| shift_unit(it, unit, count));
                    return now.then(|| Found::new(at + 2 - index, date, Basis::Published));
                }
                // "two days before the vote": nobody knows when that is.
                let base = if self.ends_clause(at + 1) { self.told(unit) } else { None };
                (direction, base, Basis::Told)
            }
            () => return None,
        };
        let date = base.and_then(|base| shift_unit(base, unit, direction * count));
        Some(Found::new(at + 1 - index, date, basis))
    }

    /// A date that stands at `index`, or after an article there: "the December announcement".
    fn beside(&self, index: usize) -> Option<Found> {
        let skip = usize::from(self.is(index, &["the"]));
        let at = index + skip;
        let found = self
            .figures(at)
            .or_else(|| self.weekday(at))
            .or_else(|| self.date(at))
            .or_else(|| self.day_name(at))?;
        Some(Found::new(skip + found.length, found.date, found.basis))
    }

    /// Whether a clause ends before the token at `index`.
    fn ends_clause(&self, index: usize) -> bool {
        self.token(index).is_none_or(|next| {
            matches!(next.upos, Upos::Punctuation | Upos::Adposition | Upos::Coordinator)
        })
    }

    /// `the day before`, `the night before`, `the week after`, `the third day of talks`: from the
    /// word after the article on.
    pub(super) fn day_beside(&self, index: usize) -> Option<Found> {
        if !self.before(index, &["the"]) {
            return None;
        }
        if let Some(day) = ordinal(self.word(index)).filter(|_| self.is(index + 1, &["day"])) {
            if !self.is(index + 2, &["of", "in"]) {
                return None;
            }
            let date = self.opening.map(|first| Date::Day(shift_days(first, i32::from(day) - 1)));
            return Some(Found::new(2, date, Basis::Told));
        }
        let night = self.is(index, PARTS_OF_DAY);
        let unit = if night { Unit::Day } else { unit_of(self.word(index))? };
        let direction = match () {
            () if self.word(index).ends_with('s') => return None,
            () if self.is(index + 1, &["before"]) => -1,
            () if self.is(index + 1, &["after"]) => 1,
            () => return None,
        };
        if let Some(found) = self.beside(index + 2) {
            let date = found.date.filter(|it| it.precision() <= precision(unit));
            let date = date.and_then(|it| shift_unit(it.first(), unit, direction));
            return Some(Found::new(2 + found.length, date, found.basis));
        }
        let base = if self.ends_clause(index + 2) { self.told(unit) } else { None };
        let date = base.and_then(|base| shift_unit(base, unit, direction));
        Some(Found::new(2, date, Basis::Told))
    }
}

/// Whether a date is a whole week.
fn is_week(date: Date) -> bool {
    let days = date.first().until(date.last()).map_or(0, |it| it.get_days());
    date.first().weekday() == civil::Weekday::Monday && days == 6
}

/// The coarsest precision from which one may reckon by a unit.
fn precision(unit: Unit) -> Precision {
    match unit {
        Unit::Day => Precision::Day,
        Unit::Week | Unit::Month => Precision::Month,
        Unit::Year => Precision::Year,
    }
}
