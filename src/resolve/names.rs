//! Names of people: their parts, and which may be one name written in two ways.

use crate::text::fold;

/// Words in a name that join its family name.
const PARTICLES: &[&str] = &[
    "al", "el", "bin", "ibn", "bint", "ben", "abu", "van", "von", "der", "den", "de", "da", "do",
    "dos", "del", "della", "di", "la", "le", "ter", "ten", "zu", "af", "st",
];

/// Words after a name that are no part of it.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// The parts of a personal name, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Its words in order, without suffixes; hyphens part words.
    pub(super) words: Vec<String>,
}

impl Name {
    /// The parts of `name`.
    pub(super) fn new(name: &str) -> Self {
        let words: Vec<String> = fold(name)
            .split([' ', '-', ',', '.'])
            .map(|word| word.trim_matches('\'').replace('\'', ""))
            .filter(|word| !word.is_empty())
            .collect();
        let kept: Vec<String> =
            words.iter().filter(|word| !SUFFIXES.contains(&word.as_str())).cloned().collect();
        Self { words: if kept.is_empty() { words } else { kept } }
    }

    /// Whether it is one word only, such as a bare family name, particles apart.
    pub(super) fn is_bare(&self) -> bool {
        self.core().count() < 2
    }

    fn core(&self) -> impl Iterator<Item = &str> {
        let words = self.words.iter().map(String::as_str);
        words.filter(|word| !PARTICLES.contains(word))
    }

    /// Its last word: the family name in most of the world.
    pub(super) fn last(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// Its first word.
    pub(super) fn first(&self) -> &str {
        self.core().next().unwrap_or("")
    }

    /// Whether its given name is a letter only.
    pub(super) fn is_initial(&self) -> bool {
        !self.is_bare() && self.first().chars().count() == 1
    }

    /// What stands between its first and its last word, particles apart.
    pub(super) fn middle(&self) -> Vec<&str> {
        let core: Vec<&str> = self.core().collect();
        core.get(1..core.len().saturating_sub(1)).unwrap_or_default().to_vec()
    }

    /// Its words as one text.
    pub(super) fn key(&self) -> String {
        self.words.join(" ")
    }

    /// Its words in alphabetical order: the same whichever name comes first.
    pub(super) fn unordered(&self) -> String {
        let mut words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        words.sort_unstable();
        words.join(" ")
    }

    /// Its words as different transcriptions have them in common.
    pub(super) fn spelling(&self) -> String {
        self.core().map(spelling).collect::<Vec<_>>().join(" ")
    }
}

/// What different transcriptions of a word have in common: `zelenskyy` and `zelenskiy`, `sergei`
/// and `sergey`, `mohammed` and `mohamed`, `khan` and `han`.
pub(super) fn spelling(word: &str) -> String {
    let word = word.replace("kh", "h").replace("ou", "u").replace("dj", "j").replace("ck", "k");
    let mut out = String::with_capacity(word.len());
    for letter in word.chars() {
        let letter = match letter {
            'y' | 'j' => 'i',
            'w' => 'v',
            'q' => 'k',
            'o' => 'u',
            'e' => 'a',
            other => other,
        };
        if out.ends_with(letter) {
            continue;
        }
        out.push(letter);
    }
    out
}

/// Whether two lists of middle names may be of one person: none, equal, or by their letters.
pub(super) fn agree(one: &[&str], other: &[&str]) -> bool {
    one.iter().zip(other).all(|(one, other)| {
        one == other
            || (one.chars().count() == 1 && other.starts_with(one))
            || (other.chars().count() == 1 && one.starts_with(other))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_hyphens_and_suffixes_are_no_difference() {
        assert_eq!(Name::new("José Muñoz Jr.").key(), "jose munoz");
        assert_eq!(Name::new("Park Il-sung").key(), Name::new("Park Il Sung").key());
    }

    #[test]
    fn a_particle_makes_no_second_name() {
        assert!(Name::new("van Dalen").is_bare());
        assert!(!Name::new("Joost van Dalen").is_bare());
    }

    #[test]
    fn transcriptions_have_their_sounds_in_common() {
        assert_eq!(spelling("zelenskyy"), spelling("zelenskiy"));
        assert_eq!(spelling("sergei"), spelling("sergey"));
        assert_eq!(spelling("mohammed"), spelling("mohamed"));
        assert_ne!(spelling("petrov"), spelling("pavlov"));
    }

    #[test]
    fn a_letter_agrees_with_the_name_it_begins() {
        assert!(agree(&["j"], &["john"]));
        assert!(agree(&[], &["john"]));
        assert!(!agree(&["peter"], &["paul"]));
    }
}
