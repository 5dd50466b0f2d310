//! What transcriptions of a name have in common: `Zelenskyy` and `Zelenskiy`, `Sergei` and
//! `Sergey`, `Mohammed` and `Mohamad`.

use crate::text::fold_into;

/// The words of a name as they sound, without their hyphens, full stops and apostrophes.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut folded = String::with_capacity(name.len());
    fold_into(name, &mut folded);
    let folded = folded.strip_suffix("'s").unwrap_or(&folded);
    folded.split([' ', '-', ',']).map(of).filter(|word| !word.is_empty()).collect()
}

/// A folded word as it sounds; `make.py` has the same rules.
fn of(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut letters = word.chars().filter(|letter| letter.is_alphanumeric()).peekable();
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied();
        let heard = match (letter, after) {
            ('k', Some('h')) => {
                letters.next();
                'h'
            }
            ('o', Some('u')) => {
                letters.next();
                'u'
            }
            ('d', Some('j')) => {
                letters.next();
                'i'
            }
            ('c', Some('k')) => {
                letters.next();
                'k'
            }
            ('y' | 'j', _) => 'i',
            ('w', _) => 'v',
            ('q', _) => 'k',
            ('o', _) => 'u',
            ('e', _) => 'a',
            (other, _) => other,
        };
        if !out.ends_with(heard) {
            out.push(heard);
        }
    }
    out
}

/// The key of a word as it sounds.
pub(super) fn key(word: &str) -> u32 {
    word.bytes().fold(EMPTY, with)
}

/// The key of an empty word (FNV-1a).
const EMPTY: u32 = 0x811c_9dc5;

/// A key with one more byte.
fn with(key: u32, byte: u8) -> u32 {
    (key ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// The keys of the words of a name; most names are plain letters, and read without more memory.
pub(super) fn keys(name: &str, mut found: impl FnMut(u32)) {
    let mut folded = String::new();
    let mut name = name;
    if !name.is_ascii() {
        fold_into(name, &mut folded);
        name = &folded;
    }
    if !name.is_ascii() {
        for word in words(name) {
            found(key(&word));
        }
        return;
    }
    let bytes = name.strip_suffix("'s").unwrap_or(name).as_bytes();
    let (mut own, mut last) = (EMPTY, 0);
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at].to_ascii_lowercase();
        at += 1;
        if is_end(byte) {
            if last != 0 {
                found(own);
            }
            (own, last) = (EMPTY, 0);
            continue;
        }
        if !byte.is_ascii_alphanumeric() {
            continue;
        }
        let after = bytes[at..].iter().find(|it| it.is_ascii_alphanumeric() || is_end(**it));
        let after = after.map(u8::to_ascii_lowercase);
        let (heard, taken) = match (byte, after) {
            (b'k', Some(b'h')) => (b'h', true),
            (b'o', Some(b'u')) => (b'u', true),
            (b'd', Some(b'j')) => (b'i', true),
            (b'c', Some(b'k')) => (b'k', true),
            (b'y' | b'j', _) => (b'i', false),
            (b'w', _) => (b'v', false),
            (b'q', _) => (b'k', false),
            (b'o', _) => (b'u', false),
            (b'e', _) => (b'a', false),
            (other, _) => (other, false),
        };
        if taken {
            at += 1 + bytes[at..].iter().take_while(|it| !it.is_ascii_alphanumeric()).count();
        }
        if heard != last {
            own = with(own, heard);
            last = heard;
        }
    }
    if last != 0 {
        found(own);
    }
}

/// Whether a byte parts words.
const fn is_end(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b',')
}

#[cfg(test)]
mod tests {
    use super::{key, keys, words};

    #[test]
    fn keys_are_those_of_the_words() {
        for name in [
            "Volodymyr Zelenskyy",
            "Hossein Amir-Abdollahian",
            "Khoury O'Khan",
            "Djokovic's",
            "Tarō Asō",
            "C. K. Book",
            "",
            "- , .",
            "McKkhoouudj",
        ] {
            let mut found = Vec::new();
            keys(name, |key| found.push(key));
            let expected: Vec<u32> = words(name).iter().map(|word| key(word)).collect();
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn transcriptions_sound_alike_and_names_do_not() {
        for spelling in ["Zelensky", "Zelenskiy", "Zelenskyj", "Zelenskij"] {
            assert_eq!(words(spelling), words("Zelenskyy"));
        }
        assert_eq!(words("Sergei Lavrov"), words("Sergey Lavrov"));
        assert_eq!(words("Mohammed bin Salman"), words("Mohamad bin Salman"));
        assert_eq!(words("Khan"), words("Han"));
        assert_ne!(words("Petrov"), words("Pavlov"));
        assert_eq!(words("O'Brien-Lund Jr."), ["ubrian", "lund", "ir"]);
    }
}
