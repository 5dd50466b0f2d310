//! Folding: one spelling for what readers take to be the same word.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds case, accents, quotes, dashes and white space.
///
/// `José  Muñoz’s` becomes `jose munoz's`. Letters without a decomposition into a plain letter and
/// a mark (`ø`, `ł`, `ß`, `đ`, `ı`) become the letters that English newspapers print for them.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Folds `text` as [`fold`] does, onto the end of `out`.
pub fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let mut blank = false;
        for byte in text.bytes() {
            if byte.is_ascii_whitespace() {
                blank = true;
                continue;
            }
            if blank && !out.is_empty() {
                out.push(' ');
            }
            blank = false;
            out.push(char::from(byte.to_ascii_lowercase()));
        }
        return;
    }
    let mut blank = false;
    for letter in text.nfkd() {
        if is_combining_mark(letter) {
            continue;
        }
        if letter.is_whitespace() {
            blank = true;
            continue;
        }
        if blank && !out.is_empty() {
            out.push(' ');
        }
        blank = false;
        match letter {
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'þ' | 'Þ' => out.push_str("th"),
            '’' | '‘' | 'ʼ' | '`' | '´' | '′' | 'ʿ' | 'ʾ' => out.push('\''),
            '“' | '”' | '„' | '«' | '»' | '″' => out.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => out.push('-'),
            _ => out.extend(letter.to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_quotes_and_blanks_fold() {
        assert_eq!(fold("José  Muñoz’s"), "jose munoz's");
        assert_eq!(fold("Lech Wałęsa — Øst"), "lech walesa - ost");
        assert_eq!(fold("U.S.\n“Navy”"), "u.s. \"navy\"");
    }
}
