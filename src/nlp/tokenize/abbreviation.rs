//! Abbreviations: which words keep the full stop after them, and what may follow it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What may follow an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::nlp) enum Follows {
    /// A name or number: no sentence ends here.
    Name,
    /// Only a number; before anything else the word is none.
    Number,
    /// Anything, the next sentence too.
    Any,
}

/// The longest abbreviation of the table, in bytes.
const LONGEST: usize = 6;

/// The abbreviations that are listed, in lower case without their full stop.
static LISTED: LazyLock<FxHashMap<&'static str, Follows>> = LazyLock::new(|| {
    include_str!("abbreviations.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (word, follows) = line.split_once('\t')?;
            let follows = match follows {
                "name" => Follows::Name,
                "number" => Follows::Number,
                _ => Follows::Any,
            };
            Some((word, follows))
        })
        .collect()
});

/// Words that are abbreviations in small letters only, as they are names with a capital.
const SMALL: &[&str] = &["al"];
/// Words that are abbreviations with a capital only, as they are words without.
const CAPITAL: &[&str] = &[
    "art", "col", "dec", "dir", "fig", "fri", "gen", "jan", "jun", "mar", "min", "mon", "oct",
    "op", "pres", "rep", "reps", "rev", "sat", "sec", "sen", "sep", "sun", "wed",
];

/// What may follow `word`, given without its full stop, if it is an abbreviation: one that is
/// listed, a single letter, or letters with stops between them.
pub(in crate::nlp) fn abbreviation(word: &str) -> Option<Follows> {
    if word.is_empty() || word.len() > 3 * LONGEST {
        return None;
    }
    let mut letters = word.chars();
    let single = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    if single {
        return Some(Follows::Name);
    }
    let short = |part: &str| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic);
    if word.contains('.') {
        return word.split('.').all(short).then_some(Follows::Any);
    }
    if word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let mut buffer = [0; LONGEST];
    let lower = &mut buffer[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let lower = std::str::from_utf8(lower).ok()?;
    let capital = word.starts_with(|it: char| it.is_ascii_uppercase());
    if (capital && SMALL.contains(&lower)) || (!capital && CAPITAL.contains(&lower)) {
        return None;
    }
    LISTED.get(lower).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_tell_what_may_follow() {
        assert_eq!(abbreviation("Lt"), Some(Follows::Name));
        assert_eq!(abbreviation("No"), Some(Follows::Number));
        assert_eq!(abbreviation("U.S"), Some(Follows::Any));
        assert_eq!(abbreviation("J"), Some(Follows::Name));
        assert_eq!(abbreviation("al"), Some(Follows::Any));
        assert_eq!(abbreviation("Al"), None);
        assert_eq!(abbreviation("sat"), None);
        assert_eq!(abbreviation("talks"), None);
    }
}
