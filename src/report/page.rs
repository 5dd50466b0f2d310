//! What a report is made of before it has a form: sections of facts, tables and a diagram.

use crate::date::Date;
use crate::network::Network;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// Words.
    Text(String),
    /// Words that matter most.
    Strong(String),
    /// What an article says, word for word; the parts that matter most, in bytes of it.
    Quote(String, Vec<(usize, usize)>),
    /// Words that lead to an address.
    Link(String, String),
    /// An article, with its publisher, date and number among the sources.
    Cite(String),
    /// An article, by its number among the sources.
    Number(String),
    /// What to check before it is used.
    Flag(String),
    /// The end of a line within a cell.
    Break,
}

/// Pieces one behind the other.
pub(super) type Line = Vec<Piece>;

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Its heading.
    pub(super) name: &'static str,
    /// What it holds, which tells how it is set.
    pub(super) holds: Holds,
    /// Its share of the width, in hundredths of the table's.
    pub(super) share: usize,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Words.
    Words,
    /// Dates, which are not broken.
    Dates,
    /// Figures, which end under one another.
    Figures,
}

/// A part of a section.
#[derive(Clone, Debug)]
pub(super) enum Block {
    /// A paragraph.
    Words(Line),
    /// Facts, each under a word for what it is.
    Facts(Vec<(&'static str, Line)>),
    /// A table.
    Table(&'static [Column], Vec<Vec<Line>>),
    /// A diagram of a network, with words below it.
    Picture(Box<Network>, Line),
}

/// A part of a report.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// Its heading.
    pub(super) heading: String,
    /// What stands below it.
    pub(super) blocks: Vec<Block>,
}

impl Section {
    pub(super) fn new(heading: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self { heading: heading.into(), blocks }
    }
}

impl Block {
    /// The lines in it, in order.
    pub(super) fn lines(&self) -> Vec<&Line> {
        match self {
            Self::Words(line) | Self::Picture(_, line) => vec![line],
            Self::Facts(facts) => facts.iter().map(|(_, line)| line).collect(),
            Self::Table(_, rows) => rows.iter().flatten().collect(),
        }
    }
}

/// Words as a line.
pub(super) fn words(text: impl Into<String>) -> Line {
    vec![Piece::Text(text.into())]
}

/// A line for each of several, parted by some words.
pub(super) fn joined(lines: impl IntoIterator<Item = Line>, between: &str) -> Line {
    let mut all = Line::new();
    for line in lines {
        if !all.is_empty() {
            all.push(Piece::Text(between.to_owned()));
        }
        all.extend(line);
    }
    all
}

/// A date as a report has it.
pub(super) fn day(date: Date) -> String {
    date.to_string().replace('/', " to ")
}

/// A date that may not be known.
pub(super) fn day_or(date: Option<Date>, unknown: &str) -> Line {
    words(date.map_or_else(|| unknown.to_owned(), day))
}

/// From when to when.
pub(super) fn period(first: Option<Date>, last: Option<Date>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first != last => format!("{} to {}", day(first), day(last)),
        (Some(date), _) | (None, Some(date)) => day(date),
        (None, None) => String::new(),
    }
}

/// A number of things: `1 article`, `2,100 articles`.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{} {what}{}", figure(count), if count == 1 { "" } else { "s" })
}

/// A number with a comma before each three digits.
pub(super) fn figure(count: usize) -> String {
    let digits = count.to_string();
    let mut shown = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A number as a cell.
pub(super) fn number(count: usize) -> Line {
    words(figure(count))
}

/// Some words once each, whatever their case, with something between them.
pub(super) fn once(all: &[String], between: &str) -> String {
    let mut seen: Vec<String> = Vec::new();
    let mut kept: Vec<&str> = Vec::new();
    for text in all {
        let key = text.to_lowercase();
        if !text.is_empty() && !seen.contains(&key) {
            seen.push(key);
            kept.push(text);
        }
    }
    kept.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_read_well() {
        let shown = [0, 999, 1_000, 12_345, 1_234_567].map(figure);
        assert_eq!(shown, ["0", "999", "1,000", "12,345", "1,234,567"]);
        assert_eq!(counted(1, "meeting"), "1 meeting");
        let interval: Date = "2025-12-04/2025-12-06".parse().expect("it is a date");
        assert_eq!(day(interval), "2025-12-04 to 2025-12-06");
        let roles = ["Foreign Minister", "foreign minister", "envoy"].map(str::to_owned);
        assert_eq!(once(&roles, "; "), "Foreign Minister; envoy");
    }
}
