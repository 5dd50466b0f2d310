//! Quotations: what stands within quotation marks, over the whole text.
//!
//! A paragraph that ends within a quotation leaves it open if the next one begins with an opening
//! mark, as newspapers print long quotations; otherwise the quotation ends with the paragraph.

use crate::nlp::document::{Quotation, Sentence, TokenRange};
use crate::text::Span;

/// Tokens within which a single quotation mark must be closed to be one.
const SINGLE_REACH: usize = 120;

/// What a token may be as a quotation mark.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Opens: `“`, `«`, ` `` `.
    Open,
    /// Closes: `”`, `»`.
    Close,
    /// May do either: `"`, and `''` where a typesetter had no other.
    Straight,
    /// Opens, or is an apostrophe: `‘`, and `'` before a word.
    SingleOpen,
    /// Closes, or is an apostrophe.
    SingleClose,
}

/// Finds the quotations of a document, in order; they do not overlap.
#[must_use]
pub(super) fn find(text: &str, tokens: &[Span], sentences: &[Sentence]) -> Vec<Quotation> {
    let mut quotations = Vec::new();
    let mut from = 0;
    let mut left_open = false;
    while from < sentences.len() {
        let paragraph = sentences[from].paragraph;
        let count = sentences[from..].iter().take_while(|it| it.paragraph == paragraph).count();
        let start = sentences[from].tokens.start();
        let end = sentences[from + count - 1].tokens.end();
        left_open = in_paragraph(text, tokens, start..end, left_open, &mut quotations);
        from += count;
    }
    quotations
}

/// Finds the quotations of one paragraph; tells whether its last one was left open.
fn in_paragraph(
    text: &str,
    tokens: &[Span],
    range: std::ops::Range<usize>,
    left_open: bool,
    quotations: &mut Vec<Quotation>,
) -> bool {
    let mut open: Option<(usize, bool)> = None;
    let mut continued = left_open;
    let mut add = |start: usize, end: usize, continues: bool| {
        let span = tokens[start].cover(tokens[end - 1]);
        if end - start > 1 {
            quotations.push(Quotation { tokens: TokenRange::new(start, end), span, continues });
        }
    };
    let mut index = range.start;
    while index < range.end {
        let mark = mark_at(text, tokens, index);
        match (mark, open) {
            (Some(Mark::Open), None) => {
                open = Some((index, continued && index == range.start));
            }
            (Some(Mark::Straight), None) => {
                open = Some((index, continued && index == range.start));
            }
            (Some(Mark::Close | Mark::Straight), Some((start, continues))) => {
                // A straight mark that stands before a word and after a space opens again: the
                // one before it was never closed.
                let opens = mark == Some(Mark::Straight) && is_before_word(text, tokens, index);
                if opens {
                    open = Some((index, false));
                } else {
                    add(start, index + 1, continues);
                    open = None;
                }
            }
            (Some(Mark::Open), Some((start, _)))
                if text[tokens[start].start()..].starts_with(['"', '\'']) =>
            {
                open = Some((index, false));
            }
            (Some(Mark::SingleOpen), None) => {
                let limit = range.end.min(index + SINGLE_REACH);
                let close = (index + 1..limit).find(|&other| {
                    mark_at(text, tokens, other) == Some(Mark::SingleClose)
                        && closes_single(text, tokens, other)
                });
                if let Some(close) = close {
                    add(index, close + 1, false);
                    index = close;
                }
            }
            _ => {}
        }
        continued = false;
        index += 1;
    }
    let Some((start, continues)) = open else { return false };
    let goes_on = tokens.get(range.end).is_some_and(|next| {
        let rest = &text[next.start()..];
        rest.starts_with(['“', '"', '«']) || rest.starts_with("''")
    });
    add(start, range.end, continues);
    goes_on
}

/// What the token at `index` is as a quotation mark.
fn mark_at(text: &str, tokens: &[Span], index: usize) -> Option<Mark> {
    let word = tokens[index].of(text);
    match word {
        // "“It is so,“ she said": the mark before a space closes.
        "“" if is_after_word(text, tokens, index) => Some(Mark::Close),
        "“" | "„" | "«" | "``" => Some(Mark::Open),
        "”" | "»" => Some(Mark::Close),
        "\"" | "''" => Some(Mark::Straight),
        "‘" => Some(Mark::SingleOpen),
        "'" if is_before_word(text, tokens, index) => Some(Mark::SingleOpen),
        "’" | "'" => Some(Mark::SingleClose),
        _ => None,
    }
}

/// Whether the token at `index` touches the next one, and not the one before it.
fn is_before_word(text: &str, tokens: &[Span], index: usize) -> bool {
    let touches_next =
        tokens.get(index + 1).is_some_and(|next| next.start() == tokens[index].end());
    let apart = text[..tokens[index].start()]
        .chars()
        .next_back()
        .is_none_or(|it| it.is_whitespace() || matches!(it, '(' | '[' | '—' | '–' | '-'));
    touches_next && apart
}

/// Whether the token at `index` touches the one before it, and not the next one.
fn is_after_word(text: &str, tokens: &[Span], index: usize) -> bool {
    let touches = index > 0 && tokens[index - 1].end() == tokens[index].start();
    let apart = text[tokens[index].end()..].chars().next().is_none_or(char::is_whitespace);
    touches && apart
}

/// Whether a single mark closes a quotation: it does after punctuation, and else where it is no
/// plural's apostrophe ("the ministers' talks").
fn closes_single(text: &str, tokens: &[Span], index: usize) -> bool {
    let before = text[..tokens[index].start()].chars().next_back();
    match before {
        Some(',' | '.' | '!' | '?' | ';' | '…') => true,
        Some('s' | 'S') => tokens.get(index + 1).is_none_or(|next| {
            text[next.start()..].starts_with([',', '.', ';', ':', '!', '?', ')'])
        }),
        Some(it) => it.is_alphanumeric(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::{sentence, tokenize};

    fn quoted(text: &str) -> Vec<(&str, bool)> {
        let tokens = tokenize::tokenize(text);
        let sentences = sentence::by_rules(text, &tokens);
        let found = find(text, &tokens, &sentences);
        found.iter().map(|it| (it.span.of(text), it.continues)).collect()
    }

    #[test]
    fn marks_of_all_kinds_enclose_quotations() {
        assert_eq!(quoted("“We agreed,” she said."), [("“We agreed,”", false)]);
        assert_eq!(
            quoted("He said: \"No.\" Then \"Yes.\""),
            [("\"No.\"", false), ("\"Yes.\"", false)]
        );
        assert_eq!(quoted("‘It’s over,’ he said."), [("‘It’s over,’", false)]);
        assert_eq!(quoted("The ministers' talks weren't long."), []);
        assert_eq!(
            quoted("''We met,'' she said. ''We agreed.''"),
            [("''We met,''", false), ("''We agreed.''", false)]
        );
        assert_eq!(quoted("“It is so,“ she said."), [("“It is so,“", false)]);
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_paragraph() {
        let text = "“We met.\n\n“We agreed,” he said.";
        assert_eq!(quoted(text), [("“We met.", false), ("“We agreed,”", true)]);
    }

    #[test]
    fn an_unclosed_quotation_ends_with_its_paragraph() {
        let text = "“We met, he said.\n\nThe minister left. “Fine,” he said.";
        assert_eq!(quoted(text), [("“We met, he said.", false), ("“Fine,”", false)]);
    }
}
