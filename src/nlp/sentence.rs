//! From tokens to sentences, headlines, captions and list lines, within paragraphs.
//!
//! Rules end sentences; where they may be wrong, a learned decision does.

mod doubt;
#[cfg(feature = "training")]
pub(super) mod learn;

use crate::nlp::document::{Sentence, TokenRange};
use crate::nlp::tokenize::abbreviation;
use crate::nlp::word::Clusters;
use crate::text::Span;

use doubt::{Judge, Place};

/// Lines of a hard-wrapped text are at most this long, in bytes…
const LONGEST_WRAPPED: usize = 110;
/// …and all but the last of a paragraph at least this long.
const SHORTEST_WRAPPED: usize = 45;
/// Tokens by which the dash of a dateline must have come: `SEOUL, South Korea, March 5 (Agency) —`.
const DATELINE_REACH: usize = 14;
/// Tokens by which a sentence is cut at a semicolon or anywhere, so that no input costs too much.
const LONGEST: usize = 240;

/// Words that open a sentence far more often than they follow an abbreviation within one.
const OPENERS: &[&str] = &[
    "The",
    "A",
    "An",
    "In",
    "On",
    "At",
    "He",
    "She",
    "It",
    "They",
    "We",
    "But",
    "And",
    "This",
    "That",
    "These",
    "Those",
    "There",
    "However",
    "Earlier",
    "Later",
    "Meanwhile",
    "His",
    "Her",
    "Its",
    "Their",
    "After",
    "Before",
    "When",
    "While",
    "As",
    "If",
    "Both",
    "Some",
    "Many",
    "Most",
    "Asked",
    "According",
    "I",
    "For",
    "With",
    "By",
    "No",
    "Not",
    "Last",
    "Under",
    "Since",
    "Our",
];

/// Splits tokens into sentences.
#[derive(Clone, Copy, Debug)]
pub(super) struct Splitter {
    judge: Judge,
}

impl Splitter {
    /// Reads the model in `bytes`.
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        Self { judge: Judge::new(bytes) }
    }

    /// Splits tokens into sentences; together they cover all tokens.
    #[must_use]
    pub(super) fn split(&self, text: &str, tokens: &[Span], clusters: &Clusters) -> Vec<Sentence> {
        let (mut buffer, mut features) = (String::new(), Vec::new());
        walk(text, tokens, |place| {
            place.collect(clusters, &mut buffer, &mut features);
            self.judge.is_end(&features)
        })
    }
}

/// Splits tokens into sentences by rules alone.
#[cfg(any(test, feature = "training"))]
#[must_use]
pub(super) fn by_rules(text: &str, tokens: &[Span]) -> Vec<Sentence> {
    walk(text, tokens, |place| place.by_rule)
}

/// Splits tokens into sentences; `is_end` decides where rules may be wrong.
fn walk(text: &str, tokens: &[Span], mut is_end: impl FnMut(&Place<'_>) -> bool) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let hand = hand_of(text, tokens);
    let mut begin = 0;
    for (number, end) in (0u32..).zip(paragraph_ends(text, tokens)) {
        let paragraph = begin..end;
        let mut start = begin;
        let mut add = |start: usize, end: usize| {
            sentences.push(Sentence { tokens: TokenRange::new(start, end), paragraph: number });
        };
        for index in begin..end - 1 {
            let by_rule = ends_sentence(text, tokens, index, start, hand);
            let dateline = start == begin && ends_dateline(text, tokens, start, index);
            let ends = dateline || index + 1 - start >= LONGEST || {
                let paragraph = paragraph.clone();
                let place = Place { text, tokens, paragraph, start, index, by_rule };
                if place.is_doubtful() { is_end(&place) } else { by_rule }
            };
            if ends {
                add(start, index + 1);
                start = index + 1;
            }
        }
        add(start, end);
        begin = end;
    }
    sentences
}

/// The index after the last token of each paragraph.
fn paragraph_ends(text: &str, tokens: &[Span]) -> Vec<usize> {
    let wrapped = is_wrapped(text);
    let ends = |pair: &[Span]| {
        let (end, start) = (pair[0].end(), pair[1].start());
        breaks_paragraph(&text[end..start], wrapped, &text[..end])
    };
    let inner = (1..).zip(tokens.windows(2)).filter(|(_, pair)| ends(pair)).map(|(at, _)| at);
    inner.chain((!tokens.is_empty()).then_some(tokens.len())).collect()
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hand {
    /// Sentences begin with capitals.
    Neat,
    /// They may not, as in messages and comments.
    Hurried,
}

/// Tells by the word "i", and by paragraphs that begin with a small letter.
fn hand_of(text: &str, tokens: &[Span]) -> Hand {
    let mut end = 0;
    let hurried = tokens.iter().any(|token| {
        let gap = &text[std::mem::replace(&mut end, token.end())..token.start()];
        let word = token.of(text);
        word == "i"
            || gap.contains("\n\n")
                && word.starts_with(char::is_lowercase)
                && word.bytes().all(|it| it.is_ascii_lowercase())
    });
    if hurried { Hand::Hurried } else { Hand::Neat }
}

/// Whether single line breaks only wrap lines in this text.
fn is_wrapped(text: &str) -> bool {
    let lines: Vec<usize> = text.lines().map(|line| line.trim_end().len()).collect();
    let longest = lines.iter().copied().max().unwrap_or(0);
    if !(SHORTEST_WRAPPED..=LONGEST_WRAPPED).contains(&longest) {
        return false;
    }
    let mut inner = 0;
    let mut full = 0;
    for pair in lines.windows(2) {
        if pair[0] > 0 && pair[1] > 0 {
            inner += 1;
            full += usize::from(pair[0] * 4 >= longest * 3);
        }
    }
    inner >= 2 && full * 4 >= inner * 3
}

/// Whether the white space between two tokens ends a paragraph.
fn breaks_paragraph(gap: &str, wrapped: bool, before: &str) -> bool {
    match gap.matches('\n').count() + gap.matches('\u{2029}').count() {
        0 => false,
        1 if wrapped => {
            let line = before.rsplit('\n').next().unwrap_or(before);
            line.len() < SHORTEST_WRAPPED
        }
        _ => true,
    }
}

/// Whether a sentence ends after the token at `index`.
fn ends_sentence(text: &str, tokens: &[Span], index: usize, start: usize, hand: Hand) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |span| span.of(text));
    let (Some(token), Some(next)) = (tokens.get(index), tokens.get(index + 1)) else {
        return false;
    };
    // Most are words, which end nothing.
    if token.of(text).ends_with(|it: char| it.is_ascii_alphanumeric()) {
        return false;
    }
    let spaced = token.end() < next.start();
    // "as agreed.[1]": the number of a note belongs to the sentence before it.
    let is_note = |at: usize| {
        word(at) == "[" && word(at + 2) == "]" && word(at + 1).bytes().all(|it| it.is_ascii_digit())
    };
    if is_note(index + 1) {
        return false;
    }
    // What closes the sentence may be followed by quotation marks and brackets.
    let mut stop = index;
    while stop > start {
        if stop >= start + 3 && is_note(stop - 2) {
            stop -= 3;
        } else if is_closer(word(stop)) {
            stop -= 1;
        } else {
            break;
        }
    }
    let last = word(stop);
    let after = word(index + 1);
    if is_closer(after) && (!spaced || !is_opening_here(text, tokens, index + 1)) {
        return false;
    }
    let begins = after.chars().next().is_some_and(|first| {
        !first.is_lowercase() || hand == Hand::Hurried && spaced && stop == index
    });
    match last.chars().next_back() {
        Some('!' | '?' | '…') => {
            begins
                && (stop == index || spaced)
                && !after.starts_with([',', ';', ')', ']', '-', '—', '–'])
        }
        Some('.') if last.len() == 1 => begins && !after.starts_with([',', ';', ')', ']']),
        Some('.') if last.chars().all(|it| it == '.') => {
            begins && !after.starts_with([',', ';', ')', ']'])
        }
        Some('.') if abbreviation(last.trim_end_matches('.')).is_some() => {
            // `U.S.` and `p.m.` may end a sentence; titles before names never do.
            let may_end = last.matches('.').count() > 1
                || ["etc.", "Inc.", "Co.", "Corp.", "Ltd.", "Jr.", "Sr."].contains(&last);
            may_end && spaced && OPENERS.contains(&after)
        }
        _ => false,
    }
}

/// Whether a token closes a quotation or a bracket.
fn is_closer(word: &str) -> bool {
    matches!(word, "\"" | "”" | "’" | "'" | "''" | ")" | "]" | "»")
}

/// Whether the mark at `index`, which looks alike at both ends, opens: a letter follows at once.
fn is_opening_here(text: &str, tokens: &[Span], index: usize) -> bool {
    let word = tokens[index].of(text);
    matches!(word, "\"" | "'" | "''")
        && tokens.get(index + 1).is_some_and(|next| next.start() == tokens[index].end())
}

/// Whether the token at `index` is the dash or colon that ends a dateline begun at `start`: `OSLO —`,
/// `** OSLO -`, `Oslo, March 5 (Agency):`, `OSLO: `, `Oslo, 5 March 2026 –`.
fn ends_dateline(text: &str, tokens: &[Span], start: usize, index: usize) -> bool {
    let mark = tokens[index].of(text);
    let colon = mark == ":";
    if index - start > DATELINE_REACH || !colon && !matches!(mark, "—" | "–" | "--" | "-") {
        return false;
    }
    // Marks of a list may stand before.
    let is_word = |it: &Span| it.of(text).starts_with(char::is_alphanumeric);
    let Some(skipped) = tokens[start..index].iter().position(is_word) else { return false };
    let words = &tokens[start + skipped..index];
    let spaced_after = tokens.get(index + 1).is_some_and(|next| next.start() > tokens[index].end());
    let spaced_before = tokens[index].start() > tokens[index - 1].end();
    if mark != "—" && !(spaced_after && (spaced_before || colon)) {
        return false;
    }
    let first = words[0].of(text);
    let shouted =
        |word: &str| word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase);
    let last = words[words.len() - 1].of(text);
    let bracketed = last == ")";
    let month = |it: &Span| MONTHS.iter().any(|month| it.of(text).starts_with(month));
    let dated = last.bytes().all(|byte| byte.is_ascii_digit()) && words.iter().any(month);
    let capital = first.chars().next().is_some_and(char::is_uppercase);
    if capital && bracketed && !colon || capital && dated {
        return true;
    }
    let long = first.chars().count() > 2 && shouted(first);
    if colon {
        let all = words.iter().map(|it| it.of(text)).filter(|it| it.len() > 1).all(shouted);
        long && all || capital && bracketed && words.iter().any(month)
    } else {
        long
    }
}

/// How the names of the months begin.
const MONTHS: &[&str] =
    &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::tokenize;

    fn sentences(text: &str) -> Vec<&str> {
        let tokens = tokenize(text);
        let span = |it: &Sentence| tokens[it.tokens.start()].cover(tokens[it.tokens.end() - 1]);
        by_rules(text, &tokens).iter().map(|it| span(it).of(text)).collect()
    }

    #[test]
    fn small_letters_begin_sentences_where_people_write_in_a_hurry() {
        assert_eq!(
            sentences("i met him. it went well! and you?"),
            ["i met him.", "it went well!", "and you?"]
        );
        assert_eq!(sentences("He met the nos. two and three.").len(), 1);
    }

    #[test]
    fn a_note_belongs_to_the_sentence_before_it() {
        assert_eq!(
            sentences("They met.[1] He spoke. [2][3] She left."),
            ["They met.[1]", "He spoke. [2][3]", "She left."]
        );
        assert_eq!(sentences("They met. [He spoke.] She left.").len(), 3);
    }
}
