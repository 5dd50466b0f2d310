//! How long a word is: which marks join letters and digits, and which part them.

use crate::nlp::tokenize::abbreviation::{Follows, abbreviation};

/// Bytes of a word that are looked at to judge a mark after them, so that time stays linear.
const REACH: usize = 32;

/// Syllables that a hyphen joins to the word after them, by the treebanks' custom.
const PREFIXES: &[&str] = &[
    "anti", "arch", "bi", "co", "counter", "cross", "cyber", "de", "e", "eco", "ex", "extra",
    "hyper", "infra", "inter", "intra", "macro", "mega", "meta", "micro", "mid", "mini", "mis",
    "mono", "multi", "neo", "non", "post", "pre", "pro", "proto", "pseudo", "psycho", "re", "semi",
    "socio", "sub", "super", "tele", "trans", "ultra",
];

/// What a full stop joins to the name before it: `Booking.com`, `memo.doc`.
const EXTENSIONS: &[&str] = &[
    "ai", "au", "biz", "ca", "ch", "cn", "co", "com", "de", "doc", "edu", "eu", "exe", "fm", "fr",
    "gov", "htm", "html", "ie", "il", "in", "info", "int", "io", "ir", "it", "jp", "jpg", "ke",
    "me", "mil", "net", "ng", "nl", "org", "pdf", "php", "pk", "ru", "tv", "txt", "ua", "uk", "us",
    "xls", "za", "zip",
];

/// Units that are tokens of their own after digits: `$2bn`, `9am`.
const UNITS: &[&str] = &[
    "am", "b", "bn", "cc", "cm", "ft", "g", "gb", "gw", "ha", "hr", "hrs", "hz", "in", "k", "kb",
    "kg", "khz", "km", "kph", "kt", "kw", "lb", "lbs", "m", "mb", "mhz", "min", "mins", "ml", "mm",
    "mn", "mph", "mw", "oz", "pc", "pct", "pm", "sec", "sq", "t", "tb", "tn", "trn", "yr", "yrs",
];

/// The length of the word at the start of `rest`; `before` is the text before it.
pub(super) fn length(before: &str, rest: &str) -> usize {
    let mut length = 0;
    let mut last = None::<char>;
    // Where the part after the last hyphen or slash starts, and after the last full stop.
    let (mut own, mut part) = (0, 0);
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|&(_, it)| it);
        let after = &rest[at + letter.len_utf8()..];
        let digits = || {
            last.is_some_and(|it| it.is_ascii_digit()) && next.is_some_and(|it| it.is_ascii_digit())
        };
        let joins = match letter {
            _ if letter.is_alphanumeric() || is_combining(letter) => true,
            '\'' | '’' | 'ʼ' => next.is_some_and(char::is_alphanumeric),
            '.' if digits() => true,
            '.' => match stop(near(&rest[own..at]), &rest[part.max(own)..at], after) {
                Stop::Joins => {
                    part = at + 1;
                    true
                }
                Stop::Ends => return at + 1,
                Stop::Parts => false,
            },
            ',' => digits() && is_grouped(after),
            ':' => digits(),
            '/' => {
                let joins = digits() || is_short_slash(&rest[..at], after);
                own = at + 1;
                joins
            }
            '&' => last.is_some_and(char::is_uppercase) && next.is_some_and(char::is_uppercase),
            '_' => next.is_some_and(char::is_alphanumeric),
            '-' => match hyphen(before, &rest[..at], after) {
                Stop::Joins => {
                    own = at + 1;
                    true
                }
                Stop::Ends => return at + 1,
                Stop::Parts => false,
            },
            _ => false,
        };
        if !joins {
            break;
        }
        length = at + letter.len_utf8();
        last = Some(letter);
    }
    let length = length.max(rest.chars().next().map_or(1, char::len_utf8));
    digits_before_unit(&rest[..length]).unwrap_or(length)
}

/// What a mark does to the word before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// It belongs to the word, which goes on.
    Joins,
    /// It belongs to the word, which ends.
    Ends,
    /// The word ends before it.
    Parts,
}

/// The last bytes of a word.
fn near(word: &str) -> &str {
    &word[word.ceil_char_boundary(word.len().saturating_sub(REACH))..]
}

/// What the full stop between these does; `own` is the word since its last hyphen, `part` since
/// its last full stop.
fn stop(own: &str, part: &str, after: &str) -> Stop {
    let one_letter = is_one_letter(part);
    let mut following = after.chars();
    match following.next() {
        Some(next) if next.is_alphabetic() => {
            let end = after.find(|it: char| !it.is_alphanumeric()).unwrap_or(after.len());
            let word = &after[..end];
            let dotted = after[end..].starts_with('.');
            let initials = own.contains('.');
            let acronym = one_letter
                && (is_one_letter(word) && (dotted || initials || own.len() == 1)
                    || word.len() <= 2 && dotted
                    || initials && word.chars().count() <= 2);
            let known = |word: &str| EXTENSIONS.iter().any(|it| it.eq_ignore_ascii_case(word));
            let named = part.chars().count() > 1
                && word.len() <= 4
                && known(word)
                && (word.chars().all(char::is_lowercase)
                    || part.chars().all(|it| !it.is_lowercase()));
            // `news.example.net`: three small words or more.
            let chain =
                next.is_lowercase() && dotted && after[end + 1..].starts_with(char::is_lowercase)
                    || initials && next.is_lowercase() && part.len() > 1;
            if acronym || named || chain {
                return Stop::Joins;
            }
            // `Mr.Lund`, `J.Lund`.
            match abbreviation(own) {
                Some(Follows::Name | Follows::Any) if next.is_uppercase() => Stop::Ends,
                _ => Stop::Parts,
            }
        }
        Some(next) if next.is_ascii_digit() => {
            if abbreviation(own).is_some() && own.chars().count() > 1 {
                Stop::Ends
            } else {
                Stop::Parts
            }
        }
        Some('.') => {
            let last = following.next() != Some('.');
            if last && abbreviation(own) == Some(Follows::Any) { Stop::Ends } else { Stop::Parts }
        }
        _ => match abbreviation(own) {
            Some(Follows::Number) => {
                let next = after.trim_start().chars().next();
                if next.is_some_and(|it| it.is_ascii_digit() || it == '#') {
                    Stop::Ends
                } else {
                    Stop::Parts
                }
            }
            Some(_) => Stop::Ends,
            None => Stop::Parts,
        },
    }
}

fn is_one_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// What the hyphen after `word` does.
fn hyphen(before: &str, word: &str, after: &str) -> Stop {
    let next = after.chars().next();
    let is_prefix = PREFIXES.iter().any(|prefix| prefix.eq_ignore_ascii_case(word));
    match next {
        Some(next) if next.is_ascii_digit() && word.ends_with(|it: char| it.is_ascii_digit()) => {
            if joins_numbers(before, word, after) {
                Stop::Joins
            } else {
                Stop::Parts
            }
        }
        Some(next) if next.is_alphanumeric() && is_prefix => Stop::Joins,
        // A word that breaks off, or waits for its other half: `pre- and post-war`.
        None if is_prefix || (word.len() <= 2 && word.chars().all(char::is_lowercase)) => {
            Stop::Ends
        }
        _ => Stop::Parts,
    }
}

/// Whether the hyphen joins numbers: of a date such as `2025-12-06`, of a telephone.
fn joins_numbers(before: &str, word: &str, after: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).take(REACH).count();
    let (first, second) = (word.len(), digits(after));
    if word.contains('-') {
        return true;
    }
    if !word.bytes().all(|it| it.is_ascii_digit()) {
        return false;
    }
    let rest = &after.as_bytes()[second..];
    let third = rest.first() == Some(&b'-') && rest.get(1).is_some_and(u8::is_ascii_digit);
    let called = || {
        let before = before.trim_end();
        before.ends_with(')')
            && before[..before.len() - 1].ends_with(|it: char| it.is_ascii_digit())
    };
    third || (first, second) == (5, 4) || ((first, second) == (3, 4) && called())
}

/// Whether the digits after a comma are a group of a number: three, and no more.
fn is_grouped(after: &str) -> bool {
    let digits = after.bytes().take(4).take_while(u8::is_ascii_digit).count();
    digits == 3 || digits == 2
}

/// Whether a slash joins letters to one word: `s/he`, `w/o`.
fn is_short_slash(word: &str, after: &str) -> bool {
    const PAIRS: &[(&str, &[&str])] = &[("s", &["he"]), ("w", &["o", "out"]), ("b", &["c", "t"])];
    let end = after.bytes().take(4).take_while(u8::is_ascii_alphabetic).count();
    PAIRS.iter().any(|(first, seconds)| *first == word && seconds.contains(&&after[..end]))
}

/// Whether a mark only changes the letter before it.
pub(super) fn is_combining(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{300}'..='\u{36f}'
            | '\u{94d}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{200c}'
            | '\u{200d}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{fe20}'..='\u{fe2f}'
    )
}

/// Where the digits of a word end, if a unit is all that follows them.
fn digits_before_unit(word: &str) -> Option<usize> {
    if !word.starts_with(|it: char| it.is_ascii_digit()) {
        return None;
    }
    let end = word.find(|it: char| it.is_alphabetic())?;
    let unit = &word[end..];
    let is_unit = unit.len() <= 4 && UNITS.iter().any(|known| known.eq_ignore_ascii_case(unit));
    // `5G` and `4K` are names, and so is a single capital after a digit.
    let is_name = unit.len() == 1 && end == 1 && unit.chars().all(char::is_uppercase);
    (is_unit && !is_name && word.as_bytes()[end - 1].is_ascii_digit()).then_some(end)
}
