//! Lists of words that stand in files beside the rules that ask for them.

use rustc_hash::FxHashSet;

/// The words of a list, in small letters.
#[derive(Debug)]
pub(super) struct Listed(FxHashSet<&'static str>);

impl Listed {
    /// Reads a list: a word a line, after a line that tells what they are.
    pub(super) fn read(table: &'static str) -> Self {
        Self(table.lines().skip(1).collect())
    }

    /// Whether a word in small letters is one of them.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// The same for a word whose ASCII letters are of any case.
    pub(super) fn has_any_case(&self, word: &str) -> bool {
        if word.bytes().any(|it| it.is_ascii_uppercase()) {
            self.has(&word.to_ascii_lowercase())
        } else {
            self.has(word)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_asked_for() {
        let listed = Listed::read("word\nhall\npalace\n");
        assert!(listed.has("hall") && !listed.has("Hall") && !listed.has("word"));
        assert!(listed.has_any_case("Hall") && listed.has_any_case("PALACE"));
        assert!(!listed.has_any_case("Halls"));
    }
}
