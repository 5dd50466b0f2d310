//! The time that a question is about: `since 2016`, `between March and May 2018`, `last year`.
//!
//! Finds: what [`nlp::read_times`] reads, with the word before it, and `in the last three months`.
//! Leaves: `before the vote`; then the question is not understood.

use jiff::ToSpan as _;
use jiff::civil;

use super::words::Word;
use crate::date::{Date, MONTHS};
use crate::nlp;

/// From when to when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Window {
    /// The first day.
    pub(super) since: Option<civil::Date>,
    /// The last one.
    pub(super) until: Option<civil::Date>,
    /// It in words.
    pub(super) label: String,
}

impl Window {
    /// Whether no time is told.
    pub(super) fn is_open(&self) -> bool {
        self.since.is_none() && self.until.is_none()
    }

    /// A day in it, for those who hold an office then: its first and its last.
    pub(super) fn ends(&self) -> Vec<civil::Date> {
        let mut ends: Vec<civil::Date> = self.since.into_iter().chain(self.until).collect();
        ends.dedup();
        ends
    }

    fn narrow(&mut self, since: Option<civil::Date>, until: Option<civil::Date>, label: &str) {
        self.since = self.since.max(since);
        self.until = match (self.until, until) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        if !self.label.is_empty() {
            self.label.push_str(", ");
        }
        self.label.push_str(label);
    }
}

/// Words of time that say nothing without a date.
const LEFT: &[&str] = &["since", "before", "after", "until", "till", "during", "ago"];

/// Takes the time out of the words of a question that is asked on a day.
///
/// # Errors
///
/// The words of a time that is not understood.
pub(super) fn read(
    question: &str,
    words: &mut Vec<Word>,
    today: civil::Date,
) -> Result<Window, String> {
    let mut window = Window::default();
    last_units(words, today, &mut window);
    parts_of_years(words, &mut window);
    let capital = capitals(question, words);
    let mut times: Vec<(usize, usize, Date)> = Vec::new();
    for (span, date) in nlp::read_times(&capital, Date::Day(today)) {
        let first = words.iter().position(|word| word.span.overlaps(span));
        let last = words.iter().rposition(|word| word.span.overlaps(span));
        if let (Some(first), Some(last)) = (first, last) {
            let date = date.ok_or_else(|| span.of(question).to_owned())?;
            times.push((first, last + 1, date));
        }
    }
    let mut taken = vec![false; words.len()];
    let mut at = 0;
    while at < times.len() {
        let (mut first, mut end, date) = times[at];
        let is = |index: Option<usize>, all: &[&str]| {
            index.and_then(|it| words.get(it)).is_some_and(|it| all.contains(&&*it.text))
        };
        while is(first.checked_sub(1), &["the", "on"]) && is(first.checked_sub(2), BEFORE) {
            first -= 1;
        }
        // "By the end of 2015", "since the start of May".
        if is(first.checked_sub(1), &["of"])
            && is(first.checked_sub(3), &["the"])
            && (is(first.checked_sub(2), &["end"])
                && is(first.checked_sub(4), &["by", "until", "till", "through", "after"])
                || is(first.checked_sub(2), &["start", "beginning"])
                    && is(first.checked_sub(4), &["since", "from", "before"]))
        {
            first -= 3;
        }
        let before = first.checked_sub(1).map_or("", |it| &*words[it].text);
        let next = times.get(at + 1).copied().filter(|next| {
            let joint = words.get(end).map_or("", |it| &*it.text);
            let joins: &[&str] = match before {
                "between" => &["and"],
                "from" => &["to", "until", "till", "through", "and"],
                _ => &[],
            };
            next.0 == end + 1 && joins.contains(&joint)
        });
        let (day_before, day_after) = (date.first().yesterday().ok(), date.last().tomorrow().ok());
        let from = date.first();
        match (before, next) {
            ("between" | "from", Some((_, last, other))) => {
                let label = format!("from {date} to {other}");
                window.narrow(Some(from), Some(other.last()), &label);
                end = last;
                at += 1;
            }
            ("from", _) if matches!(date, Date::Interval(..)) => {
                window.narrow(
                    Some(from),
                    Some(date.last()),
                    &format!("from {from} to {}", date.last()),
                );
            }
            ("since" | "from", _) => window.narrow(Some(from), None, &format!("since {date}")),
            ("after", _) => window.narrow(day_after, None, &format!("after {date}")),
            ("before", _) => window.narrow(None, day_before, &format!("before {date}")),
            ("until" | "till" | "through" | "by" | "to", _) => {
                window.narrow(None, Some(date.last()), &format!("until {date}"));
            }
            _ => {
                let label = match date {
                    Date::Day(_) => format!("on {date}"),
                    Date::Interval(first, last) => format!("from {first} to {last}"),
                    _ => format!("in {date}"),
                };
                window.narrow(Some(from), Some(date.last()), &label);
            }
        }
        let start = if BEFORE.contains(&before) { first - 1 } else { first };
        let end =
            end + usize::from(is(Some(end), &["on", "onward", "onwards"]) && before == "from");
        taken[start..end].fill(true);
        at += 1;
    }
    let mut index = 0;
    words.retain(|_| {
        index += 1;
        !taken[index - 1]
    });
    // "Since when" asks for a time.
    let is_left = |at: &usize| {
        LEFT.contains(&&*words[*at].text) && words.get(at + 1).is_none_or(|it| it.text != "when")
    };
    match (0..words.len()).find(is_left) {
        Some(at) => {
            let rest: Vec<&str> = words[at..].iter().map(|it| it.span.of(question)).collect();
            Err(rest.join(" "))
        }
        None => Ok(window),
    }
}

/// Words that stand before a time and belong to it.
const BEFORE: &[&str] = &[
    "in",
    "on",
    "at",
    "of",
    "during",
    "over",
    "throughout",
    "within",
    "for",
    "since",
    "from",
    "after",
    "before",
    "until",
    "till",
    "through",
    "by",
    "to",
    "between",
];

/// Takes `in the last three months`, which reaches to today.
fn last_units(words: &mut Vec<Word>, today: civil::Date, window: &mut Window) {
    const NUMBERS: &[&str] = &[
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let number = |word: &str| {
        let named =
            NUMBERS.iter().position(|it| *it == word).and_then(|it| i64::try_from(it + 1).ok());
        named.or_else(|| word.parse().ok())
    };
    for at in 0..words.len() {
        let text = |more: usize| words.get(at + more).map_or("", |it| &*it.text);
        if !["last", "past"].contains(&text(0)) {
            continue;
        }
        // "In the last year" reaches to today; "last year" is a year of the calendar.
        let is_the = at > 1 && words[at - 1].text == "the";
        let (count, unit, length) = match number(text(1)) {
            Some(count) => (count, text(2), 3),
            None if is_the => (1, text(1), 2),
            None => continue,
        };
        let span = match unit.trim_end_matches('s') {
            "day" => count.days(),
            "week" => count.weeks(),
            "month" => count.months(),
            "year" => count.years(),
            _ => continue,
        };
        let Ok(since) = today.checked_sub(span) else { continue };
        let mut start = at;
        while start > 0
            && ["the", "in", "over", "during", "within"].contains(&&*words[start - 1].text)
        {
            start -= 1;
        }
        window.narrow(Some(since), Some(today), &format!("from {since} to {today}"));
        words.drain(start..at + length);
        return;
    }
}

/// The first month of each part of a year, and its months.
const PARTS: &[(&str, i8, u32)] = &[
    ("spring", 3, 3),
    ("summer", 6, 3),
    ("autumn", 9, 3),
    ("fall", 9, 3),
    ("winter", 12, 3),
    ("early", 1, 4),
    ("mid", 5, 4),
    ("late", 9, 4),
];

/// Takes seasons, the beginning, middle and end of a year, and decades: `in summer 2018`, `early
/// 2016`, `in the 2010s`.
fn parts_of_years(words: &mut Vec<Word>, window: &mut Window) {
    let year = |text: &str| {
        text.parse::<i16>().ok().filter(|it| text.len() == 4 && (1000..=2999).contains(it))
    };
    for at in 0..words.len() {
        let text = |more: usize| words.get(at + more).map_or("", |it| &*it.text);
        let part = PARTS.iter().find(|it| it.0 == text(0));
        let of = usize::from(text(1) == "of");
        let joined = text(0).strip_prefix("mid-").and_then(year).map(|it| (it, 5, 4, 1));
        let decade = text(0).strip_suffix('s').and_then(year).filter(|it| it % 10 == 0);
        let found = part
            .and_then(|it| Some((year(text(1 + of))?, it.1, it.2, 2 + of)))
            .or(joined)
            .or(decade.map(|it| (it, 1, 120, 1)));
        let Some((year, month, months, length)) = found else { continue };
        let Ok(first) = civil::Date::new(year, month, 1) else { continue };
        let after = first.checked_add(i64::from(months).months());
        let Ok(last) = after.and_then(civil::Date::yesterday) else { continue };
        let start = at - usize::from(at > 0 && words[at - 1].text == "the");
        let before = start.checked_sub(1).map_or("", |it| &*words[it].text);
        let is_before = BEFORE.contains(&before);
        match before {
            "since" | "from" => window.narrow(Some(first), None, &format!("since {first}")),
            "before" => {
                window.narrow(None, first.yesterday().ok(), &format!("before {first}"));
            }
            "after" => window.narrow(last.tomorrow().ok(), None, &format!("after {last}")),
            "until" | "till" | "by" | "through" => {
                window.narrow(None, Some(last), &format!("until {last}"));
            }
            _ => {
                window.narrow(Some(first), Some(last), &format!("from {first} to {last}"));
            }
        }
        words.drain(start - usize::from(is_before)..at + length);
        return;
    }
}

/// The question with weekdays and months in capitals, as news have them, where a word before them
/// tells that they are meant: `in march`, `last friday`.
fn capitals(question: &str, words: &[Word]) -> String {
    const WEEKDAYS: &[&str] =
        &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let mut text = question.to_owned();
    for pair in words.windows(2) {
        let leads = BEFORE.contains(&&*pair[0].text)
            || ["and", "last", "next", "this", "early", "late", "mid"].contains(&&*pair[0].text)
            || pair[0].text.bytes().all(|byte| byte.is_ascii_digit());
        let start = pair[1].span.start();
        let named = WEEKDAYS.iter().chain(&MONTHS).any(|name| *name == &*pair[1].text);
        if leads && named && text.is_char_boundary(start + 1) {
            text[start..=start].make_ascii_uppercase();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::answer::words::words;

    fn window(question: &str) -> String {
        let mut all = words(question);
        let today = jiff::civil::date(2026, 3, 10);
        match read(question, &mut all, today) {
            Ok(window) => {
                let rest: Vec<String> = all.into_iter().map(|it| it.text).collect();
                let day = |it: Option<jiff::civil::Date>| {
                    it.map_or_else(String::new, |it| it.to_string())
                };
                format!("{}/{} {}", day(window.since), day(window.until), rest.join(" "))
            }
            Err(words) => format!("? {words}"),
        }
    }

    #[test]
    fn times_are_read_with_the_word_before_them() {
        for (question, found) in [
            ("who met Castro since 2016", "2016-01-01/ who met castro"),
            ("who met Castro in March 2016?", "2016-03-01/2016-03-31 who met castro"),
            ("who met Castro in march 2016", "2016-03-01/2016-03-31 who met castro"),
            ("who met Castro on 21 March 2016", "2016-03-21/2016-03-21 who met castro"),
            ("who met Castro on 2016-03-21", "2016-03-21/2016-03-21 who met castro"),
            ("who met Castro before May 2016", "/2016-04-30 who met castro"),
            ("who met Castro after 2015", "2016-01-01/ who met castro"),
            ("who met Castro until June 2016", "/2016-06-30 who met castro"),
            (
                "who met Castro between March 2015 and May 2016",
                "2015-03-01/2016-05-31 who met castro",
            ),
            (
                "who met Castro from 2015 to 2016 in Havana",
                "2015-01-01/2016-12-31 who met castro in havana",
            ),
            ("who met Castro last year", "2025-01-01/2025-12-31 who met castro"),
            ("who met Castro in the last three months", "2025-12-10/2026-03-10 who met castro"),
            ("In 2016, who met Castro?", "2016-01-01/2016-12-31 who met castro"),
            ("who did Castro meet in February", "2026-02-01/2026-02-28 who did castro meet"),
            ("who did Castro meet in November", "2025-11-01/2025-11-30 who did castro meet"),
            ("who met Castro in the last year", "2025-03-10/2026-03-10 who met castro"),
            ("who met Castro by the end of 2015", "/2015-12-31 who met castro"),
            ("who met Castro since the start of 2015", "2015-01-01/ who met castro"),
            ("who met Castro in summer 2018", "2018-06-01/2018-08-31 who met castro"),
            ("who met Castro in the winter of 2018", "2018-12-01/2019-02-28 who met castro"),
            ("who met Castro in early 2016", "2016-01-01/2016-04-30 who met castro"),
            ("who met Castro in the 2010s", "2010-01-01/2019-12-31 who met castro"),
            ("who met Castro since mid-2015", "2015-05-01/ who met castro"),
            ("who met Castro yesterday", "2026-03-09/2026-03-09 who met castro"),
        ] {
            assert_eq!(window(question), found, "{question}");
        }
    }

    #[test]
    fn a_time_that_is_no_date_is_told() {
        assert_eq!(window("who met Castro before the vote?"), "? before the vote");
    }
}
