//! Weekdays, and days named by today: `Friday`, `last Friday`, `Friday, Dec. 5`, `yesterday`,
//! `tonight`, `the weekend`.

use jiff::civil::{self, Weekday};

use super::calendar::{Unit, days_back, shift_days, unit_of, week_of, weekday};
use super::days::TO;
use super::tense::Tense;
use super::{Basis, Found, Reader};
use crate::date::Date;
use crate::nlp::tags::Upos;

/// Days ahead that a weekday beside a verb in the present may mean.
const SOON: i32 = 2;

/// Parts of the day, which may follow a day.
pub(super) const PARTS_OF_DAY: &[&str] =
    &["morning", "afternoon", "evening", "night", "noon", "midday", "midnight"];

/// Which of the days of its name a weekday is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Last,
    Next,
    /// By its tense.
    Near,
    /// The first after, or before, the day told last.
    After,
    Before,
}

/// The place of a weekday in a week from Monday on.
pub(super) fn place(day: Weekday) -> usize {
    usize::from(day.to_monday_zero_offset().unsigned_abs())
}

impl Reader<'_> {
    /// `Friday`, `last Friday`, `Friday, Dec. 5`, `Friday (Dec. 5)`, `Monday to Wednesday`.
    pub(super) fn weekday(&self, index: usize) -> Option<Found> {
        let word = |words: &[&str]| self.is(index, words);
        let (skip, which) = match () {
            () if word(&["last"]) => (1, Which::Last),
            () if word(&["next"]) && self.before(index, &["the"]) => (1, Which::After),
            () if word(&["next", "coming"]) => (1, Which::Next),
            () if word(&["this"]) => {
                (1 + usize::from(self.is(index + 1, &["coming", "past"])), Which::Near)
            }
            () if word(&["following"]) => (1, Which::After),
            () if word(&["previous", "preceding"]) => (1, Which::Before),
            () => (0, Which::Near),
        };
        let day =
            weekday(self.word(index + skip)).filter(|_| !self.is_name_of_day(index + skip))?;
        let mut length = skip + 1;
        if let Some(found) = self.exact_after(index, length) {
            return Some(found);
        }
        if let Some(found) = self.days_to(index, length) {
            return Some(found);
        }
        if let Some((more, week)) = self.week_after(index + length) {
            let date =
                week.map(|week| shift_days(week.first(), i32::from(day.to_monday_zero_offset())));
            return Some(Found::new(length + more, date.map(Date::Day), Basis::Published));
        }
        length += usize::from(self.is(index + length, PARTS_OF_DAY));
        let (which, more) = match which {
            // "Friday last", "Monday week".
            Which::Near if self.is(index + length, &["last"]) && self.ends(index + length + 1) => {
                (Which::Last, 1)
            }
            Which::Near if self.is(index + length, &["next"]) && self.ends(index + length + 1) => {
                (Which::Next, 1)
            }
            which => (which, 0),
        };
        length += more;
        let Some(found) = self.weekday_by(index, day, which) else {
            return Some(Found::new(length, None, Basis::Published));
        };
        let basis = match which {
            Which::After | Which::Before => Basis::Told,
            _ => Basis::Published,
        };
        // "from Monday to Wednesday", "Thursday and Friday".
        if let Some(other) = weekday(self.word(index + length + 1)) {
            let ahead = (7 - days_back(found, other)) % 7;
            let joins =
                self.is(index + length, TO) || self.is(index + length, &["and"]) && ahead == 1;
            if joins {
                let date = Date::between(found, shift_days(found, ahead));
                let part = usize::from(self.is(index + length + 2, PARTS_OF_DAY));
                return Some(Found::new(length + 2 + part, Some(date), basis));
            }
        }
        Some(Found::new(length, Some(Date::Day(found)), basis))
    }

    /// The day of a name that is meant.
    fn weekday_by(&self, index: usize, day: Weekday, which: Which) -> Option<civil::Date> {
        let told = matches!(which, Which::After | Which::Before);
        let base = if told { self.day_told(index).or(self.anchor)? } else { self.anchor? };
        let back = days_back(base, day);
        let forward = (7 - back) % 7;
        let week = |days: i32| if days == 0 { 7 } else { days };
        let distance = match which {
            Which::Last | Which::Before => -week(back),
            Which::Next | Which::After => week(forward),
            Which::Near if self.is(index + 1, &["coming"]) => forward,
            Which::Near if self.is(index + 1, &["past"]) => -back,
            // "on Friday, March 20 … at the close of Friday's session".
            Which::Near
                if let Some(named) = self.named[place(day)]
                    && !self.is(index, &["this"])
                    && self.tense(index) != Tense::Past =>
            {
                return Some(named);
            }
            Which::Near => match self.tense(index) {
                Tense::Future => forward,
                // "Saturday's talks are off": what is just ahead, not what is long past.
                Tense::Unknown if forward <= SOON => forward,
                // "on the agenda this Friday"
                Tense::Unknown if self.is(index, &["this"]) => forward,
                Tense::Past | Tense::Unknown => -back,
            },
        };
        Some(shift_days(base, distance))
    }

    /// Whether a weekday is part of the name of a day of its own or of a paper: "Black Friday",
    /// "the Sunday Times".
    fn is_name_of_day(&self, index: usize) -> bool {
        const PAPERS: &[&str] = &[
            "Times",
            "Telegraph",
            "Mail",
            "Mirror",
            "Express",
            "Post",
            "Herald",
            "Star",
            "Independent",
            "Tribune",
            "Guardian",
            "Observer",
            "Standard",
        ];
        self.before(index, &["black", "good", "bloody", "super", "ash", "palm", "easter", "cyber"])
            || PAPERS.contains(&self.word(index + 1))
            || self.is(index + 1, &["night"]) && self.word(index + 2) == "Live"
    }

    /// Whether nothing that a word could belong to follows at `index`.
    pub(super) fn ends(&self, index: usize) -> bool {
        self.token(index).is_none_or(|next| {
            !matches!(
                next.upos,
                Upos::Noun
                    | Upos::ProperNoun
                    | Upos::Adjective
                    | Upos::Numeral
                    | Upos::Determiner
                    | Upos::Pronoun
            )
        })
    }

    /// The date that follows a weekday: `, Dec. 5`, `(Dec. 5)`, `the 5th of December`.
    fn exact_after(&self, index: usize, length: usize) -> Option<Found> {
        let at = index + length;
        let bracket = self.is(at, &["("]);
        let skip = usize::from(bracket || self.is(at, &[","]));
        let skip = skip + usize::from(self.is(at + skip, &["the"]));
        let found = self.date(at + skip)?;
        if !matches!(found.date, Some(Date::Day(_) | Date::Interval(..))) {
            return None;
        }
        let close = usize::from(bracket && self.is(at + skip + found.length, &[")"]));
        Some(Found::new(length + skip + found.length + close, found.date, found.basis))
    }

    /// "Sunday 20 to Tuesday 22 March".
    fn days_to(&self, index: usize, length: usize) -> Option<Found> {
        let first = self.day_number(index + length)?;
        if !self.is(index + length + 1, TO) {
            return None;
        }
        let skip = usize::from(weekday(self.word(index + length + 2)).is_some());
        let found = self.date(index + length + 2 + skip)?;
        let Some(Date::Day(last)) = found.date else { return None };
        let first = civil::Date::new(last.year(), last.month(), first).ok()?;
        (first < last).then(|| {
            let length = length + 2 + skip + found.length;
            Found::new(length, Some(Date::between(first, last)), found.basis)
        })
    }

    /// The week that follows a weekday: `next week`, `of last week`, `this week`.
    fn week_after(&self, index: usize) -> Option<(usize, Option<Date>)> {
        let skip = usize::from(self.is(index, &["of"]));
        if !self.is(index + skip, &["last", "this", "next"])
            || unit_of(self.word(index + skip + 1)) != Some(Unit::Week)
        {
            return None;
        }
        let shift = match () {
            () if self.is(index + skip, &["last"]) => -7,
            () if self.is(index + skip, &["next"]) => 7,
            () => 0,
        };
        Some((skip + 2, self.anchor.map(|base| week_of(shift_days(base, shift)))))
    }

    /// `yesterday`, `today`, `tonight`, `last night`, `this morning`, `overnight`, `the weekend`,
    /// `the day before yesterday`.
    pub(super) fn day_name(&self, index: usize) -> Option<Found> {
        let published = |length: usize, shift: i32| {
            let date = self.anchor.map(|base| Date::Day(shift_days(base, shift)));
            Some(Found::new(length, date, Basis::Published))
        };
        let part = usize::from(self.is(index + 1, PARTS_OF_DAY));
        let word = |words: &[&str]| self.is(index, words);
        match () {
            // "USA TODAY"
            () if word(&["today"]) && self.before(index, &["usa"]) => None,
            () if word(&["today", "tonight"]) => published(1, 0),
            () if word(&["yesterday"]) => published(1 + part, -1),
            () if word(&["tomorrow"]) => published(1 + part, 1),
            () if word(&["last"]) && self.is(index + 1, &["night", "evening"]) => published(2, -1),
            () if word(&["this"]) && part == 1 => published(2, 0),
            () if word(&["day"]) && self.is(index + 2, &["yesterday", "tomorrow"]) => match () {
                () if self.is(index + 1, &["before"]) => published(3, -2),
                () if self.is(index + 1, &["after"]) => published(3, 2),
                () => None,
            },
            () if word(&["overnight"]) => self.overnight(index),
            () if word(&["weekend", "weekends"]) => self.weekend(index),
            () => None,
        }
    }

    /// The night to the day of publication, unless a weekday beside it tells which night.
    fn overnight(&self, index: usize) -> Option<Found> {
        let beside =
            (index.saturating_sub(2)..index + 3).any(|at| weekday(self.word(at)).is_some());
        let adverb = self.token(index)?.upos == Upos::Adverb;
        if beside || !adverb || self.tense(index) != Tense::Past {
            return None;
        }
        let date = self.anchor.map(|base| Date::between(shift_days(base, -1), base));
        Some(Found::new(1, date, Basis::Published))
    }

    fn weekend(&self, index: usize) -> Option<Found> {
        let two_days = |saturday: civil::Date| Date::between(saturday, shift_days(saturday, 1));
        if self.is(index, &["weekends"]) {
            return None;
        }
        // "the weekend of Oct. 8".
        if self.is(index + 1, &["of"])
            && let Some(found) = self.date(index + 2)
            && let Some(Date::Day(day)) = found.date
        {
            let saturday = shift_days(day, -days_back(day, Weekday::Saturday));
            let date = Some(two_days(saturday));
            return Some(Found::new(2 + found.length, date, found.basis));
        }
        let Some(base) = self.anchor else { return Some(Found::new(1, None, Basis::Published)) };
        let saturday = shift_days(base, (7 - days_back(base, Weekday::Saturday)) % 7);
        let tense = || self.tense(index);
        let saturday = match () {
            () if self.before(index, &["last"]) => {
                let back = days_back(base, Weekday::Saturday);
                // On a weekend, the last one is the one before.
                shift_days(base, -back - if back < 2 { 7 } else { 0 })
            }
            () if self.before(index, &["next"]) => saturday,
            () if base.weekday() == Weekday::Sunday && tense() != Tense::Future => {
                shift_days(base, -1)
            }
            () if base.weekday() == Weekday::Saturday => base,
            () if !self.before(index, &["this", "coming"]) && tense() == Tense::Past => {
                shift_days(saturday, -7)
            }
            () if self.before(index, &["past"]) => shift_days(saturday, -7),
            () => saturday,
        };
        Some(Found::new(1, Some(two_days(saturday)), Basis::Published))
    }
}
