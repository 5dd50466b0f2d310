//! References such as `&amp;` and `&#8217;`, and the characters that they stand for.

use std::sync::LazyLock;

use memchr::memchr;
use rustc_hash::FxHashMap;

/// The names of HTML with what they stand for.
static NAMES: LazyLock<FxHashMap<&'static str, String>> = LazyLock::new(|| {
    include_str!("entities.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (name, codes) = line.split_once('\t')?;
            let codes = codes.split(' ');
            let characters = codes
                .filter_map(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?))
                .collect();
            Some((name, characters))
        })
        .collect()
});

/// Bytes of the longest name.
const LONGEST: usize = 33;

/// What the numbers 128 to 159 stand for: characters of Windows, as pages that use them mean.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// Between tags.
    Text,
    /// In an attribute, where `&copy=1` is part of an address.
    Attribute,
}

/// Appends a text with its references read.
pub(super) fn decode(mut text: &str, within: Within, out: &mut String) {
    while let Some(at) = memchr(b'&', text.as_bytes()) {
        out.push_str(&text[..at]);
        text = &text[at..];
        let length = number(text, out).or_else(|| name(text, within, out)).unwrap_or_else(|| {
            out.push('&');
            1
        });
        text = &text[length..];
    }
    out.push_str(text);
}

/// A text with its references read.
pub(super) fn decoded(text: &str, within: Within) -> String {
    let mut out = String::with_capacity(text.len());
    decode(text, within, &mut out);
    out
}

/// Reads `&#8217;` or `&#x2019;`; gives how long it is.
fn number(text: &str, out: &mut String) -> Option<usize> {
    let digits = text.strip_prefix("&#")?;
    let (digits, base, start) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 3),
        None => (digits, 10, 2),
    };
    let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(base)).count();
    if length == 0 {
        return None;
    }
    let code = u32::from_str_radix(&digits[..length], base).unwrap_or(u32::MAX);
    let character = match code {
        0x80..=0x9f => WINDOWS.get(code as usize - 0x80).copied(),
        0 => None,
        _ => char::from_u32(code),
    };
    out.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    let ends = digits[length..].starts_with(';');
    Some(start + length + usize::from(ends))
}

/// Reads `&amp;` or, of the oldest names, `&amp`; gives how long it is.
fn name(text: &str, within: Within, out: &mut String) -> Option<usize> {
    let bytes = &text.as_bytes()[1..];
    let length = bytes.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if bytes.get(length) == Some(&b';')
        && let Some(characters) = NAMES.get(&text[1..length + 2])
    {
        out.push_str(characters);
        return Some(length + 2);
    }
    let end = (2..=length.min(6)).rev().find(|&end| NAMES.contains_key(&text[1..=end]))?;
    let next = bytes.get(end);
    if within == Within::Attribute
        && next.is_some_and(|it| it.is_ascii_alphanumeric() || *it == b'=')
    {
        return None;
    }
    out.push_str(&NAMES[&text[1..=end]]);
    Some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_read() {
        for (text, read) in [
            ("Q&amp;A", "Q&A"),
            ("caf&eacute; &mdash; &#8220;yes&#x201D;", "café — “yes”"),
            ("it&#146;s", "it’s"),
            ("AT&T, R&D; &unknown; &; & &#; &#x;", "AT&T, R&D; &unknown; &; & &#; &#x;"),
            ("&copy 2025 &notit;", "© 2025 ¬it;"),
            ("&#0;&#1114112;&#99999999999;", "\u{fffd}\u{fffd}\u{fffd}"),
            ("&amp;amp;", "&amp;"),
            ("&é", "&é"),
        ] {
            assert_eq!(decoded(text, Within::Text), read);
        }
        assert_eq!(decoded("/a?b=1&copy=2&amp;c", Within::Attribute), "/a?b=1&copy=2&c");
    }
}
