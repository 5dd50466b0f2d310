//! From tokens to sentences, headlines, captions and list lines, within paragraphs.

use crate::nlp::document::{Sentence, TokenRange};
use crate::nlp::tokenize::abbreviation;
use crate::text::Span;

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

/// Splits tokens into sentences; together they cover all tokens.
#[must_use]
pub fn split(text: &str, tokens: &[Span]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut paragraph = 0u32;
    let wrapped = is_wrapped(text);
    let mut dateline_open = true;
    let hand = hand_of(text, tokens);
    for index in 0..tokens.len() {
        let next = index + 1;
        let gap = match tokens.get(next) {
            Some(after) => &text[tokens[index].end()..after.start()],
            None => "\n\n",
        };
        let ends_paragraph = breaks_paragraph(gap, wrapped, &text[..tokens[index].end()]);
        let is_end = ends_paragraph
            || ends_sentence(text, tokens, index, start, hand)
            || (dateline_open && ends_dateline(text, tokens, start, index))
            || next - start >= LONGEST;
        if is_end {
            sentences.push(Sentence { tokens: TokenRange::new(start, next), paragraph });
            start = next;
            dateline_open = ends_paragraph;
        }
        if ends_paragraph {
            paragraph += 1;
        }
    }
    sentences
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

/// Whether the token at `index` is the dash that ends a dateline begun at `start`.
fn ends_dateline(text: &str, tokens: &[Span], start: usize, index: usize) -> bool {
    let dash = tokens[index].of(text);
    if index == start || index - start > DATELINE_REACH || !matches!(dash, "—" | "–" | "--" | "-")
    {
        return false;
    }
    let spaced_after = tokens.get(index + 1).is_some_and(|next| next.start() > tokens[index].end());
    let spaced_before = tokens[index].start() > tokens[index - 1].end();
    if dash != "—" && !(spaced_after && spaced_before) {
        return false;
    }
    let first = tokens[start].of(text);
    let shouted = first.chars().count() > 2 && first.chars().all(|it| !it.is_lowercase());
    let bracketed = tokens[index - 1].of(text) == ")";
    let capital = first.chars().next().is_some_and(char::is_uppercase);
    shouted && first.chars().any(char::is_alphabetic) || bracketed && capital
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::tokenize;

    fn sentences(text: &str) -> Vec<&str> {
        let tokens = tokenize(text);
        let span = |it: &Sentence| tokens[it.tokens.start()].cover(tokens[it.tokens.end() - 1]);
        split(text, &tokens).iter().map(|it| span(it).of(text)).collect()
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
