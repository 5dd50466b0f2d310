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
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::words;

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
