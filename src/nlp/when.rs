//! Expressions of time, resolved against the date of publication or a date in the text.
//!
//! Finds: `on Friday`, `Dec. 4-6`, `5 March 2019`, `in mid-June`, `next week`, `two days later`,
//! `the first half of May`, `the spring of 2021`.
//! Leaves: `may` the verb, `the 1990s`, `a 65-year-old`; `Monday` where the article has no date and
//! `two days before the vote` are found, but not resolved.
//!
//! A weekday is the last such day up to publication where its verb is past, the next such day
//! where its verb is future. A month without a year is the one nearest to publication, in the
//! direction of the tense, unless a story of a year past is being told. "Last week" and "next week"
//! run from Monday to Sunday. Vague parts ("early May", "late 2019", "that summer") widen to the
//! month or the year that they are parts of.

mod calendar;
mod days;
mod distance;
mod periods;
mod tense;
#[cfg(test)]
mod tests;
mod weekdays;

use jiff::civil;

use tense::Tense;

use crate::date::Date;
use crate::nlp::document::{Open, Sentence, Time, Token, TokenRange};

/// Whether a word is the name of a weekday or month, or short for one.
#[must_use]
pub(super) fn is_of_calendar(word: &str) -> bool {
    calendar::weekday(word).is_some() || calendar::month(word).is_some()
}

/// Finds the expressions of time of a document, in order.
#[must_use]
pub(super) fn find(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    published: Option<Date>,
) -> Vec<Time> {
    let mut times = Vec::new();
    let mut reader = Reader::new(text, tokens, published);
    for (number, sentence) in sentences.iter().enumerate() {
        reader.start = sentence.tokens.start();
        reader.end = sentence.tokens.end();
        reader.sentence = number;
        reader.paragraph = sentence.paragraph;
        let mut index = reader.start;
        while index < reader.end {
            match reader.read(index) {
                Some(found) => {
                    reader.note(index, found);
                    let tokens = TokenRange::new(index, index + found.length);
                    times.push(Time { tokens, date: found.date, open: reader.open(index, found) });
                    index += found.length;
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
    /// The last day up to publication that the text told of as past: the day of what it reports, and its sentence.
    told_day: Option<(civil::Date, usize)>,
    /// The last date that the text named, however exact.
    recent: Option<Date>,
    /// The day on which the text said that something began.
    opening: Option<civil::Date>,
    /// The days ahead that the text named by weekday and date, Monday's first.
    named: [Option<civil::Date>; 7],
    /// The story of a year past that is being told.
    story: Option<Story>,
    /// The sentence and the paragraph at hand.
    sentence: usize,
    paragraph: u32,
    start: usize,
    end: usize,
}

/// A date of a year past, which may govern the months that follow it.
#[derive(Clone, Copy, Debug)]
struct Story {
    date: Date,
    sentence: usize,
    paragraph: u32,
    /// Whether it stood at the front of its sentence, where a story tells when it goes on.
    is_fronted: bool,
}

/// An expression: its length in tokens, and what it means.
#[derive(Clone, Copy, Debug)]
struct Found {
    length: usize,
    date: Option<Date>,
    basis: Basis,
}

impl Found {
    fn new(length: usize, date: Option<Date>, basis: Basis) -> Self {
        Self { length, date, basis }
    }
}

/// What an expression is resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basis {
    /// Nothing: it has its own year.
    Own,
    /// A date that the text named before.
    Told,
    /// The date of publication.
    Published,
}

/// Tokens within which the front of a sentence lies: "When, at the end of March 2014, …".
const FRONT: usize = 10;
/// Sentences, and paragraphs, over which a story goes on without a date.
const STORY_SENTENCES: usize = 2;
const STORY_PARAGRAPHS: u32 = 2;
/// The last month of autumn, from which a story may go over into the next year, and the last
/// month that it then may reach.
const LATE: i8 = 9;
const SOON_AFTER: i8 = 4;

impl<'a> Reader<'a> {
    fn new(text: &'a str, tokens: &'a [Token], published: Option<Date>) -> Self {
        let anchor = match published {
            Some(Date::Day(day)) => Some(day),
            _ => None,
        };
        Self {
            text,
            tokens,
            published,
            anchor,
            last: None,
            told_day: None,
            recent: None,
            opening: None,
            named: [None; 7],
            story: None,
            sentence: 0,
            paragraph: 0,
            start: 0,
            end: 0,
        }
    }

    /// The word at `index`, or nothing beyond the sentence.
    fn word(&self, index: usize) -> &'a str {
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

    /// The token at `index`, if the sentence reaches so far.
    fn token(&self, index: usize) -> Option<&'a Token> {
        (self.start <= index && index < self.end).then(|| &self.tokens[index])
    }

    /// The expression that starts at `index`.
    fn read(&self, index: usize) -> Option<Found> {
        let first = self.word(index).bytes().next()?;
        if !first.is_ascii_alphanumeric() {
            return None;
        }
        if first.is_ascii_digit() {
            return self
                .figures(index)
                .or_else(|| self.date(index))
                .or_else(|| self.count_of_units(index))
                .or_else(|| self.year(index));
        }
        self.same(index)
            .or_else(|| self.weekday(index))
            .or_else(|| self.date(index))
            .or_else(|| self.day_name(index))
            .or_else(|| self.part(index))
            .or_else(|| self.unit(index))
            .or_else(|| self.season(index))
            .or_else(|| self.year(index))
            .or_else(|| self.day_beside(index))
            .or_else(|| self.count_of_units(index))
    }

    /// What an expression at `index` leaves open.
    fn open(&self, index: usize, found: Found) -> Open {
        let mut words = (index..index + found.length).map(|at| self.word(at));
        let is_month = |it: &str| calendar::month(it).is_some() || calendar::season(it).is_some();
        match () {
            () if found.basis == Basis::Own => Open::Nothing,
            () if words.clone().any(is_month) => Open::Year,
            () if words.any(|it| calendar::weekday(it).is_some()) => Open::Week,
            () => Open::Nothing,
        }
    }

    /// Remembers what the expression at `index` told.
    fn note(&mut self, index: usize, found: Found) {
        const BEGIN: &[&str] = &[
            "began", "begun", "begin", "begins", "opened", "opening", "opens", "started",
            "starting", "starts", "launched", "since",
        ];
        let Some(date) = found.date else { return };
        self.recent = Some(date);
        if let Date::Day(day) = date {
            self.last = Some(day);
            let is_named = calendar::weekday(self.word(index)) == Some(day.weekday());
            if is_named && self.anchor.is_some_and(|it| it < day) {
                self.named[weekdays::place(day.weekday())] = Some(day);
            }
            let is_past = self.anchor.is_none_or(|it| day <= it);
            if is_past && self.tense(index) == Tense::Past {
                self.told_day = Some((day, self.sentence));
            }
            if (self.start..index).any(|at| self.is(at, BEGIN)) {
                self.opening = Some(day);
            }
        }
        let is_past = self.published.is_some_and(|it| date.last().year() < it.first().year());
        self.story = match found.basis {
            Basis::Published => None,
            Basis::Told if self.story.is_none() => None,
            _ if !is_past => None,
            _ => Some(Story {
                date,
                sentence: self.sentence,
                paragraph: self.paragraph,
                is_fronted: self.is_fronted(index),
            }),
        };
    }

    /// The day from which an expression at `index` reckons: the last that was named, for what is past
    /// the last on which something was.
    fn day_told(&self, index: usize) -> Option<civil::Date> {
        let past = self.tense(index) == Tense::Past;
        self.told_day.filter(|_| past).map(|(day, _)| day).or(self.last)
    }

    /// Whether the token at `index` stands before what its sentence says.
    fn is_fronted(&self, index: usize) -> bool {
        index - self.start <= FRONT
            && self.tokens[self.start..index].iter().all(|token| token.head.is_some())
    }

    /// The date of the story that is being told where the expression at `index` stands.
    fn story(&self, index: usize) -> Option<Date> {
        let story = self.story?;
        let is_fronted = story.is_fronted && self.is_fronted(index);
        let is_bare = matches!(story.date, Date::Year(_));
        let is_near = self.sentence - story.sentence <= STORY_SENTENCES
            && story.paragraph == self.paragraph
            && !is_bare;
        let goes_on = story.sentence == self.sentence
            || is_near
            || is_fronted && self.paragraph - story.paragraph <= STORY_PARAGRAPHS;
        (goes_on && self.tense(index) != Tense::Future).then_some(story.date)
    }

    /// The year of the story in which a month comes next, if a story is being told.
    fn story_year(&self, index: usize, month: i8) -> Option<i16> {
        let story = self.story(index)?;
        let told = story.first();
        if month >= told.month() {
            return Some(told.year());
        }
        let turns = !matches!(story, Date::Year(_)) && told.month() >= LATE && month <= SOON_AFTER;
        turns.then_some(told.year() + 1)
    }

    /// The tense of the verb that the token at `index` belongs to.
    fn tense(&self, index: usize) -> Tense {
        tense::tense(self.text, self.tokens, index, self.start..self.end)
    }
}
