//! Expressions of time, resolved against the date of publication.
//!
//! Finds: `on Friday`, `Dec. 4-6`, `5 March 2019`, `in June`, `next week`, `two days later`.
//! Leaves: `may` the verb, `Monday` where the article has no date (found, but not resolved).
//!
//! A weekday is the last such day up to publication where its verb is past, the next such day
//! where its verb is future. A month without a year is the one nearest to publication, in the
//! direction of the tense. "Last week" and "next week" run from Monday to Sunday.

mod calendar;

use jiff::ToSpan;
use jiff::civil::{self, Weekday};

use calendar::{Tense, month, nearest_year, number, ordinal, unit_of, weekday};

use crate::date::Date;
use crate::nlp::document::{Sentence, Time, Token, TokenRange};
use crate::nlp::tags::{Upos, Xpos};

/// Finds the expressions of time of a document, in order.
#[must_use]
pub(super) fn find(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    published: Option<Date>,
) -> Vec<Time> {
    let mut times = Vec::new();
    let anchor = match published {
        Some(Date::Day(day)) => Some(day),
        _ => None,
    };
    let mut reader =
        Reader { text, tokens, published, anchor, last: None, recent: None, end: 0, start: 0 };
    for sentence in sentences {
        reader.start = sentence.tokens.start();
        reader.end = sentence.tokens.end();
        let mut index = reader.start;
        while index < reader.end {
            match reader.read(index) {
                Some((length, date)) => {
                    if let Some(Date::Day(day)) = date {
                        reader.last = Some(day);
                    }
                    if date.is_some() {
                        reader.recent = date;
                    }
                    times.push(Time { tokens: TokenRange::new(index, index + length), date });
                    index += length;
                }
                None => index += 1,
            }
        }
    }
    times
}

/// What is needed to read an expression.
struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    published: Option<Date>,
    /// The day of publication, if it is known to the day.
    anchor: Option<civil::Date>,
    /// The last day that the text named.
    last: Option<civil::Date>,
    /// The last date that the text named, however exact.
    recent: Option<Date>,
    start: usize,
    end: usize,
}

/// Days ahead that a weekday beside a verb in the present may mean.
const SOON: i32 = 2;

/// An expression: its length in tokens, and what it means.
type Found = (usize, Option<Date>);

impl Reader<'_> {
    /// The word at `index`, or nothing beyond the sentence.
    fn word(&self, index: usize) -> &str {
        if self.start <= index && index < self.end {
            self.tokens[index].span.of(self.text)
        } else {
            ""
        }
    }

    fn is(&self, index: usize, words: &[&str]) -> bool {
        let own = self.word(index);
        words.iter().any(|word| word.eq_ignore_ascii_case(own))
    }

    fn before(&self, index: usize, words: &[&str]) -> bool {
        index > self.start && self.is(index - 1, words)
    }

    /// The expression that starts at `index`.
    fn read(&self, index: usize) -> Option<Found> {
        let first = self.word(index).bytes().next()?;
        if !first.is_ascii_alphanumeric() {
            return None;
        }
        if first.is_ascii_digit() {
            return self
                .iso(index)
                .or_else(|| self.day_first(index))
                .or_else(|| self.count_of_units(index))
                .or_else(|| self.year(index));
        }
        self.same(index)
            .or_else(|| self.weekday(index))
            .or_else(|| self.month_first(index))
            .or_else(|| self.day_name(index))
            .or_else(|| self.unit(index))
            .or_else(|| self.count_of_units(index))
            .or_else(|| self.day_first(index))
    }

    /// `the same day`, `that month`, `earlier in the day`, `the 25th`: what the last date tells.
    fn same(&self, index: usize) -> Option<Found> {
        const DAYS: [&str; 6] = ["day", "morning", "afternoon", "evening", "night", "date"];
        const SEASONS: [&str; 5] = ["spring", "summer", "autumn", "fall", "winter"];
        if self.is(index, &["earlier", "later"])
            && self.is(index + 1, &["in"])
            && self.is(index + 2, &["the"])
            && self.is(index + 3, &["day"])
        {
            return Some((4, self.last.or(self.anchor).map(Date::Day)));
        }
        let skip = match () {
            () if self.is(index, &["that", "same"]) => 1,
            () if self.is(index, &["the", "this", "that"]) && self.is(index + 1, &["same"]) => 2,
            () if self.is(index, &["the"]) => return self.day_alone(index),
            () => return None,
        };
        let noun = index + skip;
        if self.is(noun, &DAYS) {
            return Some((skip + 1, self.last.or(self.anchor).map(Date::Day)));
        }
        let base = self.recent?.first();
        if self.is(noun, &["month"]) {
            return Some((skip + 1, Some(Date::Month(base.year(), base.month()))));
        }
        if self.is(noun, &["year"]) || self.is(noun, &SEASONS) {
            return Some((skip + 1, Some(Date::Year(base.year()))));
        }
        if self.is(noun, &["week"]) {
            return Some((skip + 1, shift_unit(base, Unit::Week, 0)));
        }
        let month = month(self.word(noun)).filter(|_| self.is_month_name(noun))?;
        self.day_number(noun + 1).is_none().then(|| {
            let year = if month <= base.month() || self.tense(index) != Tense::Past {
                base.year()
            } else {
                // A month after the last one named lies in the year before, unless told ahead.
                let ahead = self.published.is_some_and(|it| it.first().month() < month);
                base.year() - i16::from(ahead && it_is_this_year(self.published, base))
            };
            (skip + 1, Some(Date::Month(year, month)))
        })
    }

    /// `the 25th`: a day of the month that was named last.
    fn day_alone(&self, index: usize) -> Option<Found> {
        let word = self.word(index + 1);
        let digits = word.strip_suffix("th").or_else(|| word.strip_suffix("st"));
        let digits =
            digits.or_else(|| word.strip_suffix("nd")).or_else(|| word.strip_suffix("rd"))?;
        let day: i8 = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
        let next = self.tokens.get(index + 2).filter(|_| index + 2 < self.end);
        let counts = next.is_some_and(|it| {
            matches!(it.upos, Upos::Noun | Upos::ProperNoun | Upos::Adjective | Upos::Numeral)
        });
        if counts || self.is(index + 2, &["of", "-"]) {
            return None;
        }
        let base = self.recent?.first();
        Some((2, Some(Date::Day(civil::Date::new(base.year(), base.month(), day).ok()?))))
    }

    /// `2025-12-06`.
    fn iso(&self, index: usize) -> Option<Found> {
        let word = self.word(index);
        if word.len() != 10 {
            return None;
        }
        let day: civil::Date = word.parse().ok()?;
        Some((1, Some(Date::Day(day))))
    }

    /// A year after a comma or "of": its length and value.
    fn year_after(&self, index: usize) -> Option<(usize, i16)> {
        let skip = usize::from(self.is(index, &[",", "of"]));
        let year = self.plain_year(index + skip)?;
        Some((skip + 1, year))
    }

    fn plain_year(&self, index: usize) -> Option<i16> {
        let word = self.word(index);
        if word.len() != 4 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        word.parse().ok().filter(|year| (1800..2100).contains(year))
    }

    /// The day of a month at `index`: `4`, `4th`, `fourth`.
    fn day_number(&self, index: usize) -> Option<i8> {
        let word = self.word(index);
        let digits = word.trim_end_matches(|it: char| it.is_ascii_alphabetic());
        let ending = &word[digits.len()..];
        let known = ["", "st", "nd", "rd", "th"].iter().any(|it| it.eq_ignore_ascii_case(ending));
        match digits.parse::<i8>() {
            Ok(day) if known && (1..=31).contains(&day) && digits.len() <= 2 => Some(day),
            Ok(_) => None,
            Err(_) => ordinal(word),
        }
    }

    /// The end of a span of days after its first: `-6`, `to 6`, `through 6`: length and day.
    fn day_to(&self, index: usize) -> Option<(usize, i8)> {
        if !self.is(index, &["-", "–", "—", "to", "until", "till", "through", "and"]) {
            return None;
        }
        Some((2, self.day_number(index + 1)?))
    }

    /// `December 4-6, 2025`, `Dec. 4`, `March 2014`, `in June`.
    fn month_first(&self, index: usize) -> Option<Found> {
        let word = self.word(index);
        let month = month(word)?;
        if !self.is_month_name(index) {
            return None;
        }
        let mut length = 1;
        if self.is(index + 1, &["."]) && self.day_number(index + 2).is_some() {
            length += 1;
        }
        if let Some(day) = self.day_number(index + length)
            && !self.is(index + length + 1, &["%", "percent", "million", "billion"])
        {
            length += 1;
            let mut last = None;
            if let Some((more, to)) = self.day_to(index + length) {
                length += more;
                last = Some((month, to));
            } else if self.is(index + length, &["-", "–", "to", "until", "through"])
                && let Some(other) = calendar::month(self.word(index + length + 1))
                && let Some(to) = self.day_number(index + length + 2)
            {
                length += 3;
                last = Some((other, to));
            }
            let year = self.year_after(index + length);
            length += year.map_or(0, |(more, _)| more);
            return Some((length, self.days(index, year.map(|it| it.1), (month, day), last)));
        }
        if let Some((more, year)) = self.year_after(index + length) {
            return Some((length + more, Some(Date::Month(year, month))));
        }
        // "between October and November", "from June to August".
        if self.before(index, &["between", "from"])
            && self.is(index + length, &["and", "to", "until", "through"])
            && let Some(last) = calendar::month(self.word(index + length + 1))
            && self.day_number(index + length + 2).is_none()
        {
            let date = self.month_alone(index, month).map(Date::first).and_then(|first| {
                let year = if last < month { first.year() + 1 } else { first.year() };
                Some(Date::between(first, civil::Date::new(year, last, 1).ok()?.last_of_month()))
            });
            return Some((length + 2, date));
        }
        Some((length, self.month_alone(index, month)))
    }

    /// Whether the word that looks like a month is one: a name, or after a preposition.
    fn is_month_name(&self, index: usize) -> bool {
        let token = &self.tokens[index];
        let capital = self.word(index).starts_with(|it: char| it.is_uppercase());
        let doubtful = self.is(index, &["may", "march", "mar", "sep", "dec", "jan", "jun"]);
        capital
            && (!doubtful
                || matches!(token.upos, Upos::ProperNoun | Upos::Numeral)
                || self.day_number(index + 1).is_some()
                || self.before(index, &["in", "last", "next", "since", "until", "early", "late"]))
    }

    /// A month without day and year.
    fn month_alone(&self, index: usize, month: i8) -> Option<Date> {
        let published = self.published?;
        let base = published.first();
        if self.before(index, &["last"]) {
            let year = if month < base.month() { base.year() } else { base.year() - 1 };
            return Some(Date::Month(year, month));
        }
        if self.before(index, &["next"]) {
            let year = if month > base.month() { base.year() } else { base.year() + 1 };
            return Some(Date::Month(year, month));
        }
        // In a story of a year past, its months are of that year.
        if let Some(told) = self.recent.map(Date::first)
            && told.year() < base.year()
            && month >= told.month()
            && self.tense(index) == Tense::Past
        {
            return Some(Date::Month(told.year(), month));
        }
        let middle = civil::date(base.year(), month, 15);
        let day = nearest_year(middle, base, self.tense(index));
        Some(Date::Month(day.year(), month))
    }

    /// A day of a month, or several, with or without their year.
    fn days(
        &self,
        index: usize,
        year: Option<i16>,
        (month, day): (i8, i8),
        last: Option<(i8, i8)>,
    ) -> Option<Date> {
        let base = self.published.map(Date::first);
        let in_year = |year: i16| civil::Date::new(year, month, day).ok();
        let first = match year {
            Some(year) => in_year(year)?,
            None => {
                let base = base?;
                // A leap day may not exist in the year of publication.
                let guess = in_year(base.year()).or_else(|| in_year(base.year() - 1))?;
                nearest_year(guess, base, self.tense(index))
            }
        };
        let Some((to_month, to_day)) = last else { return Some(Date::Day(first)) };
        let to_year = if to_month < month { first.year() + 1 } else { first.year() };
        let last = civil::Date::new(to_year, to_month, to_day).ok()?;
        Some(Date::between(first, last))
    }

    /// `4 December 2025`, `the 4th of December`, `4-6 December`.
    fn day_first(&self, index: usize) -> Option<Found> {
        let day = self.day_number(index)?;
        let mut length = 1;
        let mut last_day = None;
        if let Some((more, to)) = self.day_to(index + 1) {
            length += more;
            last_day = Some(to);
        }
        if self.is(index + length, &["of"]) {
            length += 1;
        }
        let month = month(self.word(index + length))
            .filter(|_| self.word(index + length).starts_with(|it: char| it.is_uppercase()))?;
        length += 1;
        if self.is(index + length, &["."]) && self.plain_year(index + length + 1).is_some() {
            length += 1;
        }
        let mut last = last_day.map(|to| (month, to));
        if last.is_none()
            && self.is(index + length, &["-", "–", "to", "until", "through"])
            && let Some(to) = self.day_number(index + length + 1)
            && let Some(other) = calendar::month(self.word(index + length + 2))
        {
            last = Some((other, to));
            length += 3;
        }
        let year = self.year_after(index + length);
        length += year.map_or(0, |(more, _)| more);
        Some((length, self.days(index, year.map(|it| it.1), (month, day), last)))
    }

    /// `Friday`, `last Friday`, `Friday, Dec. 5`.
    fn weekday(&self, index: usize) -> Option<Found> {
        let (skip, which) = match self.word(index) {
            word if word.eq_ignore_ascii_case("last") => (1, Some(Tense::Past)),
            word if word.eq_ignore_ascii_case("next") => (1, Some(Tense::Future)),
            word if word.eq_ignore_ascii_case("this") => (1, None),
            _ => (0, None),
        };
        let day = weekday(self.word(index + skip))?;
        let mut length = skip + 1;
        let comma = usize::from(self.is(index + length, &[","]));
        let exact = self
            .month_first(index + length + comma)
            .filter(|&(tokens, _)| tokens > 1)
            .or_else(|| self.day_first(index + length + comma));
        if let Some((more, date @ Some(Date::Day(_)))) = exact {
            return Some((length + comma + more, date));
        }
        // "Sunday 20 to Tuesday 22 March".
        if let Some(first) = self.day_number(index + length)
            && self.is(index + length + 1, &["to", "until", "through", "-", "–"])
        {
            let skip = usize::from(weekday(self.word(index + length + 2)).is_some());
            let to = index + length + 2 + skip;
            if let Some((more, Some(Date::Day(last)))) = self.day_first(to)
                && let Ok(first) = civil::Date::new(last.year(), last.month(), first)
                && first < last
            {
                return Some((length + 2 + skip + more, Some(Date::between(first, last))));
            }
        }
        if self.is(index + length, &["morning", "afternoon", "evening", "night", "noon"]) {
            length += 1;
        }
        let Some(base) = self.anchor else { return Some((length, None)) };
        let back = days_back(base, day);
        let forward = (7 - back) % 7;
        let distance = match which {
            Some(Tense::Past) if back == 0 => -7,
            Some(Tense::Future) if forward == 0 => 7,
            Some(Tense::Past) => -back,
            Some(Tense::Future) => forward,
            _ => match self.tense(index) {
                Tense::Future => forward,
                // "Saturday's talks are off": what is just ahead, not what is long past.
                Tense::Unknown if forward <= SOON => forward,
                Tense::Past | Tense::Unknown => -back,
            },
        };
        let found = shift_days(base, distance);
        // "Friday and Saturday", "from Monday to Wednesday".
        if skip == 0
            && self.is(index + length, &["-", "–", "to", "through", "until"])
            && let Some(other) = weekday(self.word(index + length + 1))
        {
            let ahead = (7 - days_back(found, other)) % 7;
            return Some((length + 2, Some(Date::between(found, shift_days(found, ahead)))));
        }
        Some((length, Some(Date::Day(found))))
    }

    /// `yesterday`, `today`, `tomorrow`, `the weekend`.
    fn day_name(&self, index: usize) -> Option<Found> {
        let word = self.word(index);
        let shift = match () {
            () if word.eq_ignore_ascii_case("today") || word.eq_ignore_ascii_case("tonight") => 0,
            () if word.eq_ignore_ascii_case("yesterday") => -1,
            () if word.eq_ignore_ascii_case("tomorrow") => 1,
            () if word.eq_ignore_ascii_case("weekend") => {
                // "the weekend of Oct. 8".
                if self.is(index + 1, &["of"])
                    && let Some((more, Some(Date::Day(day)))) =
                        self.month_first(index + 2).or_else(|| self.day_first(index + 2))
                {
                    let saturday = shift_days(day, -days_back(day, Weekday::Saturday) % 7);
                    return Some((
                        2 + more,
                        Some(Date::between(saturday, shift_days(saturday, 1))),
                    ));
                }
                return Some((1, self.weekend(index)));
            }
            () => return None,
        };
        let length =
            1 + usize::from(self.is(index + 1, &["morning", "afternoon", "evening", "night"]));
        Some((length, self.anchor.map(|base| Date::Day(shift_days(base, shift)))))
    }

    fn weekend(&self, index: usize) -> Option<Date> {
        let base = self.anchor?;
        let saturday = shift_days(base, (7 - days_back(base, Weekday::Saturday)) % 7);
        let past = self.before(index, &["last"])
            || (!self.before(index, &["next", "this"]) && self.tense(index) == Tense::Past);
        let saturday = match base.weekday() {
            Weekday::Sunday if past => shift_days(base, -1),
            Weekday::Saturday => base,
            _ if past => shift_days(saturday, -7),
            _ => saturday,
        };
        Some(Date::between(saturday, shift_days(saturday, 1)))
    }

    /// `last week`, `earlier this month`, `next year`, `the following day`.
    fn unit(&self, index: usize) -> Option<Found> {
        let mut at = index;
        if self.is(at, &["earlier", "later", "early", "late"]) {
            at += 1;
        }
        if self.is(at, &["the", "a"]) {
            at += 1;
        }
        let direction: i32 = match () {
            () if self.is(at, &["last", "past"]) => -1,
            () if self.is(at, &["previous", "preceding"]) => -2,
            () if self.is(at, &["this"]) => 0,
            () if self.is(at, &["coming"]) => 1,
            () if self.is(at, &["next"]) => {
                if at > index && self.is(at - 1, &["the"]) {
                    2
                } else {
                    1
                }
            }
            () if self.is(at, &["following"]) => 2,
            () => return None,
        };
        let unit = unit_of(self.word(at + 1))?;
        if self.word(at + 1).ends_with('s') {
            return None;
        }
        let length = at + 2 - index;
        let relative = direction.abs() == 2;
        let base = if relative { self.last.or(self.anchor) } else { self.anchor };
        let Some(base) = base else { return Some((length, None)) };
        Some((length, shift_unit(base, unit, i64::from(direction.signum()))))
    }

    /// `two days later`, `a week ago`, `three years earlier`.
    fn count_of_units(&self, index: usize) -> Option<Found> {
        let count = if self.is(index, &["a", "an"]) { 1 } else { number(self.word(index))? };
        let unit = unit_of(self.word(index + 1))?;
        let (direction, base) = match () {
            () if self.is(index + 2, &["ago"]) => (-1, self.anchor),
            () if self.is(index + 2, &["earlier", "before"]) => (-1, self.last.or(self.anchor)),
            () if self.is(index + 2, &["later", "after", "afterward", "afterwards"]) => {
                (1, self.last.or(self.anchor))
            }
            () => return None,
        };
        let found = base.and_then(|base| match unit {
            Unit::Day => Some(Date::Day(shift_days(base, direction * count))),
            _ if count == 1 || unit != Unit::Week => {
                shift_unit(base, unit, i64::from(direction * count))
            }
            _ => shift_unit(base, unit, i64::from(direction * count)),
        });
        Some((3, found))
    }

    /// `in 2019`.
    fn year(&self, index: usize) -> Option<Found> {
        let year = self.plain_year(index)?;
        let led = self.before(
            index,
            &[
                "in", "since", "of", "by", "from", "during", "until", "early", "late", "mid",
                "before", "after", "through", "to", "between", "around", ",", "(",
            ],
        );
        let counts = self.tokens.get(index + 1).is_some_and(|next| {
            index + 1 < self.end && matches!(next.xpos, Xpos::Nns | Xpos::Nn) && !led
        });
        (led && !counts).then_some((1, Some(Date::Year(year))))
    }

    /// The tense of the verb that the token at `index` belongs to.
    fn tense(&self, index: usize) -> Tense {
        calendar::tense(self.text, self.tokens, index, self.start..self.end)
    }
}

use calendar::Unit;

/// Whether a day lies in the year of publication.
fn it_is_this_year(published: Option<Date>, day: civil::Date) -> bool {
    published.is_some_and(|it| it.first().year() == day.year())
}

/// The days from the last such weekday up to `base`.
fn days_back(base: civil::Date, day: Weekday) -> i32 {
    i32::from(base.weekday().to_monday_zero_offset() - day.to_monday_zero_offset()).rem_euclid(7)
}

/// The day some days on; the same day at the ends of the calendar.
fn shift_days(base: civil::Date, days: i32) -> civil::Date {
    base.checked_add(i64::from(days).days()).unwrap_or(base)
}

/// The week, month or year that lies some of them on.
fn shift_unit(base: civil::Date, unit: Unit, count: i64) -> Option<Date> {
    match unit {
        Unit::Day => base.checked_add(count.days()).ok().map(Date::Day),
        Unit::Week => {
            let monday = shift_days(base, -i32::from(base.weekday().to_monday_zero_offset()));
            let monday = monday.checked_add(count.weeks()).ok()?;
            Some(Date::between(monday, shift_days(monday, 6)))
        }
        Unit::Month => {
            let day = base.first_of_month().checked_add(count.months()).ok()?;
            Some(Date::Month(day.year(), day.month()))
        }
        Unit::Year => {
            let year = i64::from(base.year()).checked_add(count)?;
            Some(Date::Year(i16::try_from(year).ok()?))
        }
    }
}
