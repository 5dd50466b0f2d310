//! From a text to its tokens, by the conventions of the English UD treebanks.
//!
//! Clitics, hyphens and punctuation stand alone: `the U.S.-led talks weren't "over".` has the
//! tokens `the U.S. - led talks were n't " over " .` No letter is lost: whatever is no white space
//! lies in exactly one token.

mod abbreviation;
mod word;

use unicode_segmentation::UnicodeSegmentation;

pub(super) use abbreviation::{Follows, abbreviation};

use crate::text::Span;

/// The tokens of `text`, in order.
#[must_use]
pub fn tokenize(text: &str) -> Vec<Span> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut start = None;
    for (at, letter) in text.char_indices() {
        if letter.is_whitespace() || is_invisible(letter) {
            if let Some(start) = start.take() {
                split_chunk(text, start, at, &mut tokens);
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(start) = start {
        split_chunk(text, start, text.len(), &mut tokens);
    }
    tokens
}

/// Whether a character shows nothing, so that it parts words as white space does.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{2060}' | '\0')
}

/// Splits what stands between two white spaces.
fn split_chunk(text: &str, start: usize, end: usize, tokens: &mut Vec<Span>) {
    let mut at = start;
    while at < end {
        let rest = &text[at..end];
        let length = address(rest)
            .or_else(|| if at == start { emoticon(rest) } else { None })
            .or_else(|| mark(rest))
            .unwrap_or(0);
        if length > 0 {
            tokens.push(Span::new(at, at + length));
            at += length;
            continue;
        }
        let length = word::length(&text[..at], rest);
        // `No.` may be an abbreviation, which the next chunk tells.
        let length = length + late_stop(text, at, at + length, end);
        split_clitics(text, at, at + length, tokens);
        at += length;
    }
}

/// The length of the full stop after the word that ends at `to`, if a number in the next chunk
/// shows that it abbreviates: `No. 10`.
fn late_stop(text: &str, from: usize, to: usize, end: usize) -> usize {
    let stop = to + 1 == end && text.as_bytes()[to] == b'.';
    let number = || {
        text[end..].trim_start_matches([' ', '\u{a0}']).starts_with(|it: char| it.is_ascii_digit())
    };
    usize::from(stop && abbreviation(&text[from..to]) == Some(Follows::Number) && number())
}

/// The longest part before the `@` of a mail address, in bytes.
const LONGEST_LOCAL: usize = 64;

/// The length of the web or mail address at the start of `rest`, without closing punctuation.
fn address(rest: &str) -> Option<usize> {
    let first = *rest.as_bytes().first()?;
    let is_web = || {
        ["http://", "https://", "www."].iter().any(|begin| {
            rest.get(..begin.len()).is_some_and(|given| given.eq_ignore_ascii_case(begin))
        })
    };
    let is_mail = || {
        let bytes = rest.as_bytes();
        let local = bytes
            .iter()
            .take(LONGEST_LOCAL + 1)
            .take_while(|it| it.is_ascii_alphanumeric() || b"._%+-".contains(it))
            .count();
        bytes.get(local) == Some(&b'@')
            && bytes[local + 1..].iter().take(LONGEST_LOCAL).any(|&it| it == b'.')
    };
    let is_handle = || {
        rest.starts_with(['@', '#'])
            && rest[1..].starts_with(|it: char| it.is_alphabetic() || it == '_')
    };
    if (first.is_ascii_alphanumeric() && (is_web() || is_mail())) || rest.starts_with("...@") {
        let whole = rest.find(['<', '>', '"', '“', '”']).map_or(rest, |end| &rest[..end]);
        let kept = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’']);
        return Some(kept.len().max(1));
    }
    is_handle().then(|| {
        let end = |from: usize| {
            rest[from..]
                .find(|it: char| !it.is_alphanumeric() && it != '_')
                .map_or(rest.len(), |at| from + at)
        };
        let name = end(1);
        let domain =
            rest[name..].starts_with('.') && rest[name + 1..].starts_with(char::is_lowercase);
        if domain { end(name + 1) } else { name }
    })
}

/// The length of the face at the start of `rest`: `:-)`.
fn emoticon(rest: &str) -> Option<usize> {
    let mut letters = rest.char_indices().peekable();
    letters.next().filter(|(_, eyes)| matches!(eyes, ':' | ';' | '='))?;
    if letters.peek().is_some_and(|&(_, nose)| matches!(nose, '-' | 'o' | '\'')) {
        letters.next();
    }
    let (at, mouth) = letters.next()?;
    let last = letters.next().is_none_or(|(_, it)| !it.is_alphanumeric());
    (last && matches!(mouth, ')' | '(' | 'D' | 'P' | 'p' | '/' | '|')).then_some(at + 1)
}

/// The length of the punctuation mark or symbol at the start of `rest`, if one stands there.
fn mark(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    if first.is_alphanumeric() {
        return None;
    }
    if is_apostrophe(first) && (clitic(rest) > 0 || is_shortened(&rest[first.len_utf8()..])) {
        return None;
    }
    let run = |of: &[char]| rest.find(|it: char| !of.contains(&it)).unwrap_or(rest.len());
    Some(match first {
        '!' | '?' => run(&['!', '?']),
        '.' | '*' | '_' | '=' | '~' | '-' | '+' | '<' | '>' => run(&[first]),
        '\'' if rest.starts_with("''") => 2,
        '`' => run(&['`']).min(2),
        '$' => run(&['$']),
        _ if first.is_ascii() => 1,
        // A sign with its marks: an emoji, its color, its gender.
        _ => rest.graphemes(true).next().map_or(1, str::len),
    })
}

/// Whether a character may stand for an apostrophe.
fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ')
}

/// Whether an apostrophe stands for the letters or digits before these: `'em`, `’90s`.
fn is_shortened(rest: &str) -> bool {
    const SHORTENED: &[&str] = &["em", "til", "tis", "twas"];
    let bytes = rest.as_bytes();
    let decade = bytes.len() >= 3
        && bytes[..2].iter().all(u8::is_ascii_digit)
        && bytes[2] == b's'
        && bytes.get(3).is_none_or(|it| !it.is_ascii_alphanumeric());
    let end = bytes.iter().take(5).take_while(|it| it.is_ascii_alphabetic()).count();
    decade || SHORTENED.iter().any(|known| known.eq_ignore_ascii_case(&rest[..end]))
}

/// The length of the clitic at the start of `rest`, which begins with an apostrophe, or 0.
fn clitic(rest: &str) -> usize {
    const CLITICS: &[&str] = &["s", "re", "ve", "ll", "d", "m"];
    let Some(first) = rest.chars().next() else { return 0 };
    let body = &rest[first.len_utf8()..];
    let length: usize =
        body.chars().take(3).take_while(|it| it.is_alphanumeric()).map(char::len_utf8).sum();
    let known = CLITICS.iter().any(|known| known.eq_ignore_ascii_case(&body[..length]));
    if known { first.len_utf8() + length } else { 0 }
}

/// Words that are written as one, with the length of the first.
const JOINED: &[(&str, usize)] = &[
    ("alot", 1),
    ("arent", 3),
    ("cannot", 3),
    ("couldnt", 5),
    ("didnt", 3),
    ("doesnt", 4),
    ("dont", 2),
    ("gimme", 3),
    ("gonna", 3),
    ("gotta", 3),
    ("hadnt", 3),
    ("hasnt", 3),
    ("havent", 4),
    ("im", 1),
    ("isnt", 2),
    ("ive", 1),
    ("lemme", 3),
    ("outta", 3),
    ("shouldnt", 6),
    ("thats", 4),
    ("theres", 5),
    ("theyre", 4),
    ("wanna", 3),
    ("wasnt", 3),
    ("whats", 4),
    ("wouldnt", 5),
    ("youre", 3),
];

/// Splits `n't`, `'s` and the like from a word, and the words that are written as one.
fn split_clitics(text: &str, start: usize, end: usize, tokens: &mut Vec<Span>) {
    let word = &text[start..end];
    let joined = JOINED.iter().find(|(joined, first)| {
        // Without an apostrophe only what is typed in small letters: `IM` is a name.
        joined.eq_ignore_ascii_case(word)
            && (*first > 2 || word.bytes().skip(1).all(|it| it.is_ascii_lowercase()))
    });
    if let Some(&(_, first)) = joined {
        tokens.push(Span::new(start, start + first));
        tokens.push(Span::new(start + first, end));
        return;
    }
    let cut = word
        .char_indices()
        .rev()
        .find(|&(_, letter)| is_apostrophe(letter))
        .and_then(|(at, apostrophe)| {
            let tail = &word[at + apostrophe.len_utf8()..];
            if tail.eq_ignore_ascii_case("t") {
                let n =
                    word[..at].chars().next_back().filter(|it| it.eq_ignore_ascii_case(&'n'))?;
                return Some(at - n.len_utf8());
            }
            // The decade, not what it has: `the 70's`.
            let decade = at <= 4 && at % 2 == 0 && word[..at].bytes().all(|it| it.is_ascii_digit());
            (clitic(&word[at..]) == word.len() - at && !decade).then_some(at)
        })
        .filter(|&at| at > 0);
    match cut {
        Some(at) => {
            tokens.push(Span::new(start, start + at));
            tokens.push(Span::new(start + at, end));
        }
        None => tokens.push(Span::new(start, end)),
    }
}

#[cfg(test)]
mod tests;
