//! Which language a text is in.

use whatlang::{Lang, detect};

/// Letters of the text that are looked at.
const ENOUGH: usize = 4000;
/// Letters of a text in which names may outweigh the other words.
const FEW: usize = 300;
/// Letters under which a guess is worth little, so that a text is taken for English.
const TOO_FEW: usize = 120;
/// Words of a text of which one in this many must be common English ones.
const SHARE: usize = 8;

/// Common words that no English text of some length does without.
const COMMON: &[&str] = &[
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "on", "was", "with", "as", "by",
    "at", "from", "said", "his", "he", "it", "has", "will", "who", "are", "were", "an", "have",
    "be",
];

/// The English name of the language of a text that is not English.
pub(super) fn other_than_english(title: &str, text: &str) -> Option<&'static str> {
    let start = text.char_indices().nth(ENOUGH).map_or(text, |(end, _)| &text[..end]);
    let words = start.split(|it: char| !it.is_alphabetic()).filter(|word| !word.is_empty());
    let (mut all, mut common) = (0usize, 0usize);
    for word in words {
        all += 1;
        common += usize::from(COMMON.iter().any(|it| it.eq_ignore_ascii_case(word)));
    }
    if common * SHARE >= all && all > 0 {
        return None;
    }
    let sample = format!("{title}\n{start}");
    let guess = detect(&sample)?;
    let latin = guess.script() == whatlang::Script::Latin;
    if guess.lang() == Lang::Eng || (latin && sample.chars().count() < TOO_FEW) {
        return None;
    }
    // Of a short text that is mostly names, the other words tell more.
    if latin && sample.chars().count() < FEW {
        let small: Vec<&str> = sample
            .split_whitespace()
            .filter(|word| !word.starts_with(char::is_uppercase))
            .collect();
        let second = detect(&small.join(" "));
        if second.is_none_or(|it| it.lang() == Lang::Eng || !it.is_reliable()) {
            return None;
        }
    }
    Some(guess.lang().eng_name())
}
