//! Weeks, months, quarters, seasons and years: `last week`, `the end of the month`, `early next
//! year`, `the first half of May`, `the spring of 2021`, `2010-2014`, and `that month` and `the same
//! day`, which the text told before.

use jiff::civil;

use super::calendar::{Unit, ordinal, season, shift_days, shift_unit, unit_of, week_of, weekday};
use super::tense::Tense;
use super::weekdays::PARTS_OF_DAY;
use super::{Basis, Found, Reader};
use crate::date::Date;
use crate::nlp::tags::{Upos, Xpos};

impl Reader<'_> {
    /// `the same day`, `that month`, `earlier in the day`, `the 25th`: what the last date tells.
    pub(super) fn same(&self, index: usize) -> Option<Found> {
        if self.is(index, &["earlier", "later", "early", "late"])
            && self.is(index + 1, &["in"])
            && self.is(index + 2, &["the"])
            && let Some(unit) = unit_of(self.word(index + 3))
        {
            let date = match unit {
                Unit::Day => self.day_told(index).or(self.anchor).map(Date::Day),
                _ => self.around(unit, index),
            };
            return Some(Found::new(4, date, Basis::Told));
        }
        if let Some(found) = self.in_the_afternoon(index) {
            return Some(found);
        }
        let skip = match () {
            () if self.is(index, &["that", "same"]) => 1,
            () if self.is(index, &["the", "this", "that"]) && self.is(index + 1, &["same"]) => 2,
            () if self.is(index, &["the"]) => return self.day_alone(index),
            () => return None,
        };
        let noun = index + skip;
        let told = |length: usize, date: Option<Date>| Some(Found::new(length, date, Basis::Told));
        if self.is(noun, PARTS_OF_DAY) || self.is(noun, &["day", "date"]) {
            return told(skip + 1, self.day_told(index).or(self.anchor).map(Date::Day));
        }
        let base = self.recent?.first();
        if self.is(noun, &["month"]) {
            return told(skip + 1, Some(Date::Month(base.year(), base.month())));
        }
        if self.is(noun, &["year"]) || season(self.word(noun)).is_some() {
            return told(skip + 1, Some(Date::Year(base.year())));
        }
        if self.is(noun, &["week"]) {
            return told(skip + 1, Some(week_of(base)));
        }
        if self.is(noun, &["weekend"]) {
            let saturday = shift_days(week_of(base).first(), 5);
            return told(skip + 1, Some(Date::between(saturday, shift_days(saturday, 1))));
        }
        let found = self.date(noun).filter(|it| it.length == 1)?;
        let Some(Date::Month(_, month)) = found.date else {
            return told(skip + 1, found.date);
        };
        let year = if month <= base.month() || self.tense(index) != Tense::Past {
            base.year()
        } else {
            // A month after the last one named lies in the year before, unless told ahead.
            let ahead = self
                .published
                .is_some_and(|it| it.first().month() < month && it.first().year() == base.year());
            base.year() - i16::from(ahead)
        };
        told(skip + 1, Some(Date::Month(year, month)))
    }

    /// `in the afternoon`, of a day that was told before and that the sentence does not name.
    fn in_the_afternoon(&self, index: usize) -> Option<Found> {
        /// Sentences over which the day is still that of what is told.
        const REACH: usize = 10;
        let part = self.is(index, &["in"])
            && self.is(index + 1, &["the"])
            && self.is(index + 2, &["morning", "afternoon", "evening"])
            && !self.is(index + 3, &["of", "on"]);
        let (day, sentence) = self.told_day.filter(|_| part)?;
        let named = (self.start..self.end).any(|at| weekday(self.word(at)).is_some());
        let near = self.sentence - sentence <= REACH && !named;
        (near && self.tense(index) == Tense::Past)
            .then(|| Found::new(3, Some(Date::Day(day)), Basis::Told))
    }

    /// `the 25th`: a day of the month that was named last, else of the month of publication.
    fn day_alone(&self, index: usize) -> Option<Found> {
        let word = self.word(index + 1);
        let digits = word.strip_suffix("th").or_else(|| word.strip_suffix("st"));
        let digits =
            digits.or_else(|| word.strip_suffix("nd")).or_else(|| word.strip_suffix("rd"))?;
        let day: i8 = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
        let counts = self.token(index + 2).is_some_and(|it| {
            matches!(it.upos, Upos::Noun | Upos::ProperNoun | Upos::Adjective | Upos::Numeral)
        });
        // "the 20th of this month"
        if self.is(index + 2, &["of"])
            && self.is(index + 3, &["this", "last", "next", "the"])
            && self.is(index + 4, &["month"])
        {
            let found = self.unit(index + 3)?;
            let month = found.date.map(Date::first);
            let date = month.and_then(|it| civil::Date::new(it.year(), it.month(), day).ok());
            return Some(Found::new(3 + found.length, date.map(Date::Day), found.basis));
        }
        if counts || self.is(index + 2, &["of", "-", "and", "or"]) {
            return None;
        }
        let in_month = |it: civil::Date| civil::Date::new(it.year(), it.month(), day).ok();
        let recent = self.recent.filter(|it| !matches!(it, Date::Year(_)));
        if let Some(day) = recent.map(Date::first).and_then(in_month) {
            return Some(Found::new(2, Some(Date::Day(day)), Basis::Told));
        }
        if !self.before(index, &["on", "by", "until", "since"]) {
            return None;
        }
        let date = self.anchor.and_then(|base| {
            let own = in_month(base)?;
            let shift = match self.tense(index) {
                Tense::Future if own < base => 1,
                Tense::Past if own > base => -1,
                _ => 0,
            };
            in_month(shift_unit(base, Unit::Month, shift)?.first())
        });
        Some(Found::new(2, date.map(Date::Day), Basis::Published))
    }

    /// Whether somebody's own is meant: "his last", "the president's next".
    fn is_possessed(&self, index: usize) -> bool {
        index > self.start && matches!(self.tokens[index - 1].xpos, Xpos::PrpS | Xpos::Pos)
    }

    /// The week, month or year of the story, or of publication.
    fn around(&self, unit: Unit, index: usize) -> Option<Date> {
        let story =
            self.story(index).filter(|it| unit == Unit::Year || !matches!(it, Date::Year(_)));
        shift_unit(story.map(Date::first).or(self.anchor)?, unit, 0)
    }

    /// `last week`, `earlier this month`, `next year`, `the following day`, `the past month`,
    /// `the end of the year`.
    pub(super) fn unit(&self, index: usize) -> Option<Found> {
        const PARTS: &[&str] = &[
            "end",
            "start",
            "beginning",
            "middle",
            "close",
            "turn",
            "rest",
            "remainder",
            "half",
            "quarter",
        ];
        let mut at = index;
        at += usize::from(self.is(at, &["earlier", "later", "early", "late"]));
        at += usize::from(self.is(at, &["the", "a"]));
        // "the end of the month"
        if at > index
            && self.is(at - 1, &["the"])
            && self.before(at - 1, &["of"])
            && index >= self.start + 2
            && self.is(at - 3, PARTS)
            && let Some(unit) = unit_of(self.word(at)).filter(|unit| *unit != Unit::Day)
            && !self.word(at).ends_with('s')
            && !self.is(at + 1, &["of", "before", "after"])
        {
            return Some(Found::new(at + 1 - index, self.around(unit, index), Basis::Told));
        }
        // "his last year in office"
        if at == index && self.is_possessed(at) {
            return None;
        }
        let (direction, told) = match () {
            () if self.is(at, &["last", "past"]) => (-1, false),
            () if self.is(at, &["previous", "preceding"]) => (-1, true),
            () if self.is(at, &["this", "current"]) => (0, false),
            () if self.is(at, &["coming"]) => (1, false),
            () if self.is(at, &["next"]) => (1, at > self.start && self.is(at - 1, &["the"])),
            () if self.is(at, &["following"]) => (1, true),
            () => return None,
        };
        // "this past week", "this coming year"
        let (direction, noun) = match () {
            () if direction == 0 && self.is(at + 1, &["past"]) => (-1, at + 2),
            () if direction == 0 && self.is(at + 1, &["coming"]) => (1, at + 2),
            () if told && self.is(at + 1, PARTS_OF_DAY) => {
                let date = self
                    .day_told(index)
                    .or(self.anchor)
                    .map(|it| Date::Day(shift_days(it, direction)));
                return Some(Found::new(at + 2 - index, date, Basis::Told));
            }
            () => (direction, at + 1),
        };
        let word = self.word(noun);
        let unit = unit_of(word).filter(|_| !word.ends_with('s'))?;
        // "the last week of June" is a part of June.
        if self.is(noun + 1, &["of"]) && self.date(noun + 2).is_some() {
            return None;
        }
        let length = noun + 1 - index;
        let basis = if told { Basis::Told } else { Basis::Published };
        let recent = || match unit {
            Unit::Day | Unit::Week => self.day_told(index),
            Unit::Month | Unit::Year => self.recent.map(Date::first),
        };
        let base = if told { recent().or(self.anchor) } else { self.anchor };
        // "over the past year" runs up to publication.
        if self.is(at, &["past"])
            && self.before(at, &["the"])
            && unit != Unit::Day
            && let Some(base) = base
        {
            let since = match unit {
                Unit::Week => shift_days(base, -7),
                Unit::Month => shift_days(base, -30),
                _ => shift_days(base, -365),
            };
            return Some(Found::new(length, Some(Date::between(since, base)), basis));
        }
        Some(Found::new(length, base.and_then(|base| shift_unit(base, unit, direction)), basis))
    }

    /// `the first half of May`, `the second quarter of 2020`, `Q3 2021`, `the last week of June`.
    pub(super) fn part(&self, index: usize) -> Option<Found> {
        let word = self.word(index);
        if let [b'Q' | b'q', digit @ b'1'..=b'4'] = word.as_bytes() {
            let skip = 1 + usize::from(self.is(index + 1, &["of", ","]));
            let year = self.plain_year(index + skip)?;
            let quarter = i8::try_from(digit - b'0').ok()?;
            return Some(Found::new(skip + 1, months(year, quarter * 3 - 2, 3), Basis::Own));
        }
        let last = self.is(index, &["last", "final"]);
        let nth = if last { 0 } else { ordinal(word)? };
        let noun = index + 1;
        if !self.is(noun, &["half", "quarter", "week"]) || !self.is(noun + 1, &["of"]) {
            return None;
        }
        let at = noun + 2 + usize::from(self.is(noun + 2, &["the"]));
        let whole = self.date(at).or_else(|| self.year(at)).or_else(|| self.unit(noun + 2))?;
        let length = match self.unit(noun + 2) {
            Some(unit) if self.date(at).is_none() => 3 + unit.length,
            _ => at + whole.length - index,
        };
        let date =
            whole.date.and_then(|whole| match (whole, self.word(noun).to_lowercase().as_str()) {
                (Date::Month(..), "half") => {
                    let middle = shift_days(whole.first(), 14);
                    match nth {
                        1 => Some(Date::between(whole.first(), middle)),
                        0 | 2 => Some(Date::between(shift_days(middle, 1), whole.last())),
                        _ => None,
                    }
                }
                (Date::Month(..), "week") => match nth {
                    0 => Some(Date::between(shift_days(whole.last(), -6), whole.last())),
                    1..=4 => {
                        let first = shift_days(whole.first(), i32::from(nth - 1) * 7);
                        Some(Date::between(first, shift_days(first, 6)))
                    }
                    _ => None,
                },
                (Date::Year(year), "half") => match nth {
                    1 => months(year, 1, 6),
                    0 | 2 => months(year, 7, 6),
                    _ => None,
                },
                (Date::Year(year), "quarter") => match nth {
                    0 => months(year, 10, 3),
                    1..=4 => months(year, nth * 3 - 2, 3),
                    _ => None,
                },
                _ => None,
            });
        Some(Found::new(length, date, whole.basis))
    }

    /// `the spring of 2021`, `summer 2013`, `last winter`, `in the summer`.
    pub(super) fn season(&self, index: usize) -> Option<Found> {
        let skip = usize::from(self.is(index, &["last", "this", "next"]));
        let noun = index + skip;
        let first = season(self.word(noun))?;
        if !matches!(self.token(noun)?.upos, Upos::Noun | Upos::ProperNoun) {
            return None;
        }
        let of = 1 + usize::from(self.is(noun + 1, &["of", ","]));
        if let Some(year) = self.plain_year(noun + of) {
            return Some(Found::new(skip + of + 1, Some(Date::Year(year)), Basis::Own));
        }
        let led = self.before(index, &["the"])
            && index > self.start + 1
            && self
                .is(index - 2, &["in", "of", "over", "during", "by", "until", "since", "through"])
            || self.before(index, &["in", "late", "early", "by", "until"]);
        if skip == 0 && !led {
            return None;
        }
        if let Some(story) = self.story(index).filter(|_| skip == 0) {
            let year = story.first().year();
            return Some(Found::new(1, Some(Date::Year(year)), Basis::Told));
        }
        // A winter has two years, and which is meant cannot be told.
        let date = self.anchor.filter(|_| first < 12).map(|base| {
            let year = base.year();
            let over = first + 2 < base.month();
            let begun = first <= base.month();
            let by = match () {
                () if self.is(index, &["last"]) => -i16::from(!over),
                () if self.is(index, &["next"]) => i16::from(begun),
                () if skip == 1 => 0,
                () => match self.tense(index) {
                    Tense::Past => -i16::from(!begun),
                    Tense::Future => i16::from(over),
                    Tense::Unknown => 0,
                },
            };
            Date::Year(year + by)
        });
        Some(Found::new(skip + 1, date, Basis::Published))
    }

    /// `in 2019`, `late 2019`, `mid-2019`, `2010-2014`, `between 2010 and 2014`.
    pub(super) fn year(&self, index: usize) -> Option<Found> {
        let year = self.plain_year(index)?;
        let last = self.plain_year(index + 2).or_else(|| {
            // "2010-14"
            let short = self.word(index + 2);
            let two: i16 = short.parse().ok().filter(|_| short.len() == 2)?;
            (self.is(index + 1, &["-", "–"])
                && self.before(index, &["in", "from", "of", "(", "during"]))
            .then_some(year - year % 100 + two)
        });
        if let Some(last) = last.filter(|last| *last > year) {
            let joins = self.is(index + 1, &["-", "–"])
                || self.is(index + 1, &["to", "until", "through"]) && self.before(index, &["from"])
                || self.is(index + 1, &["and"]) && self.before(index, &["between"]);
            if joins {
                let date = Date::between(civil::date(year, 1, 1), civil::date(last, 12, 31));
                return Some(Found::new(3, Some(date), Basis::Own));
            }
        }
        let surely = self.before(
            index,
            &["in", "since", "during", "until", "early", "late", "mid", "(", "back", "year"],
        );
        let led = surely
            || self.before(
                index,
                &[
                    "of", "by", "from", "before", "after", "through", "to", "between", "around",
                    ",", "till", "circa",
                ],
            );
        // "in 2021 and 2022"
        let joined = self.before(index, &["and", "or"])
            && index >= self.start + 2
            && self.plain_year(index - 2).is_some();
        let mid = self.word(index).len() > 4;
        let counts = self.token(index + 1).is_some_and(|next| {
            matches!(next.xpos, Xpos::Nns) && !surely || matches!(next.xpos, Xpos::Nn) && !led
        });
        ((led || joined || mid) && !counts)
            .then(|| Found::new(1, Some(Date::Year(year)), Basis::Own))
    }
}

/// Some months of a year, from a first.
fn months(year: i16, first: i8, count: i8) -> Option<Date> {
    let start = civil::Date::new(year, first, 1).ok()?;
    let last = civil::Date::new(year, first + count - 1, 1).ok()?.last_of_month();
    Some(Date::between(start, last))
}
