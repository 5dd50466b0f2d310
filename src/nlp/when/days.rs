//! Days of months, and months: `Dec. 4-6`, `5 March 2019`, `in June`, `2025-12-06`.

use jiff::civil;

use super::calendar::{self, nearest_year, ordinal};
use super::{Basis, Found, Reader};
use crate::date::Date;
use crate::nlp::tags::Upos;

/// What joins the first and the last day of an interval.
pub(super) const TO: &[&str] = &["-", "–", "—", "to", "until", "till", "through"];

/// A month, with a day or days of it and a year as far as they are told.
#[derive(Clone, Copy, Debug)]
struct Point {
    length: usize,
    month: i8,
    day: Option<i8>,
    last_day: Option<i8>,
    year: Option<(i16, Basis)>,
}

impl Reader<'_> {
    /// `2025-12-06`, `2025/12/06`, `06.12.2025`, `12/25/2025`.
    pub(super) fn figures(&self, index: usize) -> Option<Found> {
        let word = self.word(index);
        let mut parts = word.split(['-', '/', '.']);
        let (one, two, three) = (parts.next()?, parts.next()?, parts.next()?);
        // "2024-03-05T10:00:00Z"
        let three = three.split_once('T').map_or(three, |(day, _)| day);
        let numbers = |part: &str| part.parse::<i16>().ok().filter(|it| *it > 0);
        let (one, two, three, width) = (numbers(one)?, numbers(two)?, numbers(three)?, one.len());
        let day = |year: i16, month: i16, day: i16| {
            civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        if width == 4 {
            return Some(Found::new(1, Some(Date::Day(day(one, two, three)?)), Basis::Own));
        }
        if three < 1800 {
            return None;
        }
        let (day_first, month_first) = (day(three, two, one), day(three, one, two));
        let date = match (day_first, month_first) {
            (Some(found), None) | (None, Some(found)) => Some(found),
            (Some(found), Some(_)) if word.contains('.') => Some(found),
            (Some(one), Some(two)) if one == two => Some(one),
            (Some(_), Some(_)) => None,
            (None, None) => return None,
        };
        Some(Found::new(1, date.map(Date::Day), Basis::Own))
    }

    /// A year after a comma or "of", or told by what lies around it ("last year").
    fn year_after(&self, index: usize) -> Option<(usize, (i16, Basis))> {
        let skip = usize::from(self.is(index, &[",", "of"]));
        if let Some(year) = self.plain_year(index + skip) {
            return Some((skip + 1, (year, Basis::Own)));
        }
        let skip = usize::from(self.is(index, &["of", "in"]));
        let found = self.unit(index + skip).or_else(|| self.same(index + skip))?;
        match found.date? {
            Date::Year(year) => Some((skip + found.length, (year, found.basis))),
            _ => None,
        }
    }

    pub(super) fn plain_year(&self, index: usize) -> Option<i16> {
        let word = self.word(index);
        let word = word.strip_prefix("mid-").or(word.strip_prefix("Mid-")).unwrap_or(word);
        if word.len() != 4 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        word.parse().ok().filter(|year| (1800..2100).contains(year))
    }

    /// The day of a month at `index`: `4`, `4th`, `fourth`.
    pub(super) fn day_number(&self, index: usize) -> Option<i8> {
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

    /// The end of a span of days after its first: `-6`, `to 6`, `and 6`: length and day.
    fn day_to(&self, index: usize) -> Option<(usize, i8)> {
        if !self.is(index, TO) && !self.is(index, &["and"]) {
            return None;
        }
        let skip = 1 + usize::from(self.is(index + 1, &["the"]));
        Some((skip + 1, self.day_number(index + skip)?))
    }

    /// The month that the word at `index` names.
    fn month(&self, index: usize) -> Option<i8> {
        let word = self.word(index);
        let part = word.split_once('-').filter(|(part, _)| {
            ["mid", "early", "late"].iter().any(|it| it.eq_ignore_ascii_case(part))
        });
        let bare = part.map_or(word, |(_, rest)| rest);
        let month = calendar::month(bare)?;
        let capital = bare.starts_with(|it: char| it.is_uppercase());
        // Weigh words that mean other things too: "May" the verb, "March" the protest.
        let doubtful =
            ["may", "march", "mar", "sep", "dec", "jan", "jun"].contains(&&*bare.to_lowercase());
        let led = || {
            self.before(
                index,
                &[
                    "in", "last", "next", "since", "until", "till", "early", "late", "by", "for",
                    "from", "of", "mid", "during", "between", "and", "to", "through", "this",
                    "that", "-", "–", "before", "after", "around", "end",
                ],
            )
        };
        let token = self.token(index)?;
        (capital
            && (!doubtful
                || part.is_some()
                || matches!(token.upos, Upos::ProperNoun | Upos::Numeral)
                || self.day_number(index + 1).is_some()
                || led()))
        .then_some(month)
    }

    /// `March 3-5, 2020`, `4th of March last year`, `March of 2014`, `March`.
    fn point(&self, index: usize) -> Option<Point> {
        let mut point = if let Some((length, (month, day))) = self.feast(index) {
            Point { length, month, day: Some(day), last_day: None, year: None }
        } else if let Some(month) = self.month(index) {
            self.point_from_month(index, month)
        } else {
            self.point_from_day(index)?
        };
        if let Some((length, year)) = self.year_after(index + point.length) {
            point.length += length;
            point.year = Some(year);
        }
        Some(point)
    }

    /// A feast of a day that does not move: `Christmas Eve`.
    fn feast(&self, index: usize) -> Option<(usize, (i8, i8))> {
        const FEASTS: &[(&[&str], (i8, i8))] = &[
            (&["Christmas", "Eve"], (12, 24)),
            (&["Christmas", "Day"], (12, 25)),
            (&["Boxing", "Day"], (12, 26)),
            (&["New", "Year", "'s", "Eve"], (12, 31)),
            (&["New", "Year", "’s", "Eve"], (12, 31)),
            (&["New", "Year", "'s", "Day"], (1, 1)),
            (&["New", "Year", "’s", "Day"], (1, 1)),
        ];
        let is = |words: &[&str]| (index..).zip(words).all(|(at, it)| self.is(at, &[it]));
        let feast = FEASTS.iter().find(|it| is(it.0));
        feast.map(|it| (it.0.len(), it.1))
    }

    fn point_from_month(&self, index: usize, month: i8) -> Point {
        let mut point = Point { length: 1, month, day: None, last_day: None, year: None };
        if self.is(index + 1, &["."]) && self.day_number(index + 2).is_some() {
            point.length += 1;
        }
        let at = index + point.length + usize::from(self.is(index + point.length, &["the"]));
        let counts = self.is(at + 1, &["%", "percent", "million", "billion", "people", ":"])
            || (self.word(at).starts_with(char::is_alphabetic) && !self.is(at - 1, &["the"]));
        if let Some(day) = self.day_number(at).filter(|_| !counts) {
            point.day = Some(day);
            point.length = at + 1 - index;
            // "June 28 to 29", but "June 28 to July 2" is two points.
            let to = self.day_to(index + point.length);
            if let Some((more, to)) = to
                && self.month(index + point.length + more).is_none()
            {
                point.length += more;
                point.last_day = Some(to);
            }
        }
        point
    }

    fn point_from_day(&self, index: usize) -> Option<Point> {
        let day = self.day_number(index)?;
        let mut length = 1;
        let mut last_day = None;
        if let Some((more, to)) = self.day_to(index + 1) {
            length += more;
            last_day = Some(to);
        }
        length += usize::from(self.is(index + length, &["of"]));
        let month = calendar::month(self.word(index + length))
            .filter(|_| self.word(index + length).starts_with(|it: char| it.is_uppercase()))?;
        length += 1;
        if self.is(index + length, &["."]) && self.plain_year(index + length + 1).is_some() {
            length += 1;
        }
        Some(Point { length, month, day: Some(day), last_day, year: None })
    }

    /// `December 4-6, 2025`, `Dec. 4`, `4 March to 2 April`, `March 2014`, `in June`,
    /// `between October and November`.
    pub(super) fn date(&self, index: usize) -> Option<Found> {
        let first = self.point(index)?;
        // "the September 11 attacks", "the April 6 Movement": names, not days.
        if first.day.is_some() && first.year.is_none() && self.is_name_of_thing(index, first) {
            return None;
        }
        let at = index + first.length;
        let joins = self.is(at, TO) && !self.is(at, &["—"])
            || self.is(at, &["and"]) && self.before(index, &["between"])
            || self.is(at, &["-", "–"]);
        if joins
            && first.last_day.is_none()
            && let Some(second) = self.point(at + 1)
            && second.day.is_some() == first.day.is_some()
        {
            let length = first.length + 1 + second.length;
            let (date, basis) = self.interval(index, first, second);
            return Some(Found::new(length, date, basis));
        }
        let (date, basis) = match first.day {
            Some(day) => {
                let (start, basis) = self.day_of(index, (first.month, day), first.year);
                let last = first
                    .last_day
                    .map(|day| civil::Date::new(start?.year(), first.month, day).ok());
                let date = match (start, last) {
                    (Some(start), None) => Some(Date::Day(start)),
                    (Some(start), Some(Some(last))) => Some(Date::between(start, last)),
                    _ => None,
                };
                (date, basis)
            }
            None => self.month_of(index, first.month, first.year),
        };
        Some(Found::new(first.length, date, basis))
    }

    /// Whether a day is but part of the name of something: "the Sept. 11 attacks".
    fn is_name_of_thing(&self, index: usize, point: Point) -> bool {
        self.before(index, &["the"])
            && self.is(
                index + point.length,
                &[
                    "attacks",
                    "attack",
                    "terror",
                    "terrorist",
                    "movement",
                    "coalition",
                    "revolution",
                    "hijackers",
                ],
            )
    }

    fn interval(&self, index: usize, first: Point, second: Point) -> (Option<Date>, Basis) {
        let turns = second.month < first.month;
        let year = first
            .year
            .or(second.year.map(|(year, basis)| (if turns { year - 1 } else { year }, basis)));
        let month = |it: Option<Date>| it.map(Date::first);
        let (start, basis) = match first.day {
            Some(day) => self.day_of(index, (first.month, day), year),
            None => {
                let (date, basis) = self.month_of(index, first.month, year);
                (month(date), basis)
            }
        };
        let date = start.and_then(|start| {
            let last_year = second.year.map_or(start.year() + i16::from(turns), |it| it.0);
            let day = second.last_day.or(second.day);
            let last = civil::Date::new(last_year, second.month, day.unwrap_or(1)).ok()?;
            Some(Date::between(start, if day.is_some() { last } else { last.last_of_month() }))
        });
        (date, basis)
    }

    /// A month, with or without its year.
    fn month_of(
        &self,
        index: usize,
        month: i8,
        year: Option<(i16, Basis)>,
    ) -> (Option<Date>, Basis) {
        if let Some((year, basis)) = year {
            return (Some(Date::Month(year, month)), basis);
        }
        let Some(published) = self.published else { return (None, Basis::Published) };
        let base = published.first();
        let in_year = |year: i16| Some(Date::Month(year, month));
        if self.before(index, &["last"]) {
            let year = if month < base.month() { base.year() } else { base.year() - 1 };
            return (in_year(year), Basis::Published);
        }
        if self.before(index, &["next"]) {
            let year = if month > base.month() { base.year() } else { base.year() + 1 };
            return (in_year(year), Basis::Published);
        }
        if let Some(year) = self.story_year(index, month) {
            return (in_year(year), Basis::Told);
        }
        let day = nearest_year(civil::date(base.year(), month, 15), base, self.tense(index));
        (in_year(day.year()), Basis::Published)
    }

    /// A day of a month, with or without its year.
    fn day_of(
        &self,
        index: usize,
        (month, day): (i8, i8),
        year: Option<(i16, Basis)>,
    ) -> (Option<civil::Date>, Basis) {
        let in_year = |year: i16| civil::Date::new(year, month, day).ok();
        if let Some((year, basis)) = year {
            return (in_year(year), basis);
        }
        if let Some(day) = self.story_year(index, month).and_then(in_year) {
            return (Some(day), Basis::Told);
        }
        let found = self.published.and_then(|published| {
            let base = published.first();
            // A leap day may not exist in the year of publication.
            let guess = in_year(base.year()).or_else(|| in_year(base.year() - 1))?;
            Some(nearest_year(guess, base, self.tense(index)))
        });
        (found, Basis::Published)
    }
}
