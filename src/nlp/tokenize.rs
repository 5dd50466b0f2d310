//! From a text to its tokens, by the conventions of the English UD treebanks.
//!
//! Clitics, hyphens and punctuation stand alone: `the U.S.-led talks weren't "over".` has the
//! tokens `the U.S. - led talks were n't " over " .` No letter is lost: whatever is no white space
//! lies in exactly one token.

use crate::text::Span;

/// Words that keep the full stop after them, in lower case without it.
const ABBREVIATIONS: &[&str] = &[
    "adm", "amb", "apr", "atty", "aug", "ave", "brig", "bros", "capt", "cdr", "cf", "cmdr", "co",
    "col", "corp", "cpl", "dec", "dept", "dr", "drs", "esq", "est", "etc", "feb", "fr", "gen",
    "gov", "hon", "inc", "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar", "messrs", "mr",
    "mrs", "ms", "mt", "nov", "oct", "ph", "pp", "pres", "prof", "pvt", "rep", "reps", "rev",
    "sec", "sen", "sens", "sep", "sept", "sgt", "sr", "st", "supt", "vs", "vol", "viz", "gens",
    "govs", "cos", "hrs", "approx", "dist", "ft", "no",
];

/// Whether `word`, without its full stop, is an abbreviation: one that is listed, a single
/// letter, or letters with stops between them.
pub(super) fn is_abbreviation(word: &str) -> bool {
    let mut letters = word.chars();
    let single = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    let dotted = word.contains('.')
        && word
            .split('.')
            .all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic));
    single
        || dotted
        || (word.len() <= 6 && ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

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
    matches!(letter, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\0')
}

/// Splits what stands between two white spaces.
fn split_chunk(text: &str, start: usize, end: usize, tokens: &mut Vec<Span>) {
    let mut at = start;
    while at < end {
        let rest = &text[at..end];
        let length = address(rest).or_else(|| mark(rest)).unwrap_or(0);
        if length > 0 {
            tokens.push(Span::new(at, at + length));
            at += length;
            continue;
        }
        let length = word(text, at, end);
        split_clitics(text, at, at + length, tokens);
        at += length;
    }
}

/// The length of the web or mail address at the start of `rest`, without closing punctuation.
fn address(rest: &str) -> Option<usize> {
    let is_web = ["http://", "https://", "www."].iter().any(|begin| {
        rest.get(..begin.len()).is_some_and(|given| given.eq_ignore_ascii_case(begin))
    });
    let is_mail = || {
        rest.find('@').is_some_and(|at| {
            at > 0
                && rest[at + 1..].contains('.')
                && rest[..at].chars().all(|it| it.is_ascii_alphanumeric() || "._%+-".contains(it))
        })
    };
    let is_handle = || {
        rest.starts_with(['@', '#'])
            && rest[1..].starts_with(|it: char| it.is_alphabetic() || it == '_')
    };
    if is_web || is_mail() {
        let kept =
            rest.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '"', '\'', '”', '’']);
        return Some(kept.len().max(1));
    }
    is_handle().then(|| {
        rest.char_indices()
            .skip(1)
            .find(|(_, it)| !it.is_alphanumeric() && *it != '_')
            .map_or(rest.len(), |(at, _)| at)
    })
}

/// The length of the punctuation mark or symbol at the start of `rest`, if one stands there.
fn mark(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    if first.is_alphanumeric() {
        return None;
    }
    if is_apostrophe(first) && clitic(rest) > 0 {
        return None;
    }
    let run = |limit: usize| {
        rest.chars().take_while(|&it| it == first).take(limit).map(char::len_utf8).sum::<usize>()
    };
    Some(match first {
        '.' | '!' | '?' | '*' | '_' | '=' | '~' => run(usize::MAX),
        '-' => run(usize::MAX),
        '\'' if rest.starts_with("''") => 2,
        '`' => run(2),
        '$' => 1,
        _ => first.len_utf8(),
    })
}

/// Whether a character may stand for an apostrophe.
fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ')
}

/// The length of the word at `at`: letters and digits, and marks that join them.
fn word(text: &str, at: usize, end: usize) -> usize {
    let rest = &text[at..end];
    let mut length = 0;
    let mut before = None::<char>;
    let mut letters = rest.char_indices().peekable();
    while let Some((here, letter)) = letters.next() {
        let next = letters.peek().map(|&(_, it)| it);
        let joins = letter.is_alphanumeric()
            || is_combining(letter)
            || (is_apostrophe(letter) && before.is_some())
                && (next.is_some_and(char::is_alphanumeric))
            || matches!(letter, '.' | ',' | ':')
                && before.is_some_and(|it| it.is_ascii_digit())
                && next.is_some_and(|it| it.is_ascii_digit())
            || letter == '/'
                && before.is_some_and(|it| it.is_ascii_digit())
                && next.is_some_and(|it| it.is_ascii_digit())
            || letter == '&'
                && before.is_some_and(char::is_uppercase)
                && next.is_some_and(char::is_uppercase)
            || letter == '.' && joins_stop(&rest[..here], &rest[here + 1..])
            || letter == '-' && joins_date(&rest[..here], &rest[here + 1..]);
        if !joins {
            break;
        }
        length = here + letter.len_utf8();
        before = Some(letter);
    }
    length.max(rest.chars().next().map_or(1, char::len_utf8))
}

/// Whether a mark only changes the letter before it.
fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{ad}')
}

/// Whether the full stop between these belongs to the word: of an abbreviation, of initials, or
/// of a name such as `Booking.com`.
fn joins_stop(before: &str, after: &str) -> bool {
    let own = before.rsplit(['-', '/']).next().unwrap_or(before);
    let next = after.chars().next();
    match next {
        Some(next) if next.is_alphabetic() => {
            let last_part = own.rsplit('.').next().unwrap_or(own);
            let one_letter =
                last_part.chars().count() == 1 && last_part.chars().all(char::is_alphabetic);
            let after_word: &str =
                after.find(|it: char| !it.is_alphanumeric()).map_or(after, |at| &after[..at]);
            one_letter && (after_word.chars().count() <= 2 || own.contains('.'))
                || next.is_lowercase() && !own.is_empty()
        }
        Some('.') => false,
        Some(next) if next.is_alphanumeric() => false,
        _ => is_abbreviation(own),
    }
}

/// Whether the hyphen between these belongs to a date such as `2025-12-06` or a number's sign.
fn joins_date(before: &str, after: &str) -> bool {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let year_first = before.len() == 4 && digits(before) == 4;
    let month_next = before.len() == 7 && before.as_bytes()[4] == b'-';
    (year_first && digits(after) == 2 && after.as_bytes().get(2) == Some(&b'-'))
        || (month_next && digits(after) == 2)
}

/// The length of the clitic at the start of `rest`, which begins with an apostrophe, or 0.
fn clitic(rest: &str) -> usize {
    const CLITICS: &[&str] = &["s", "re", "ve", "ll", "d", "m"];
    let Some(first) = rest.chars().next() else { return 0 };
    let body = &rest[first.len_utf8()..];
    let length = body.find(|it: char| !it.is_alphanumeric()).unwrap_or(body.len());
    let known = CLITICS.iter().any(|known| known.eq_ignore_ascii_case(&body[..length]));
    if known { first.len_utf8() + length } else { 0 }
}

/// Splits `n't`, `'s` and the like from a word, and the words that are written as one.
fn split_clitics(text: &str, start: usize, end: usize, tokens: &mut Vec<Span>) {
    const JOINED: &[(&str, usize)] =
        &[("cannot", 3), ("gonna", 3), ("gotta", 3), ("wanna", 3), ("lemme", 3), ("gimme", 3)];
    let word = &text[start..end];
    if let Some(&(_, first)) = JOINED.iter().find(|(joined, _)| joined.eq_ignore_ascii_case(word)) {
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
            (clitic(&word[at..]) > 0).then_some(at)
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
