//! The forms by which names are compared, as the reference scorer has them.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that are no part of a personal name.
const HONORIFICS: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "lord",
    "lady",
    "dame",
    "president",
    "prime",
    "minister",
    "vice",
    "deputy",
    "first",
    "foreign",
    "defence",
    "defense",
    "secretary",
    "state",
    "general",
    "chancellor",
    "king",
    "queen",
    "prince",
    "princess",
    "ambassador",
    "envoy",
    "special",
    "sheikh",
    "crown",
    "leader",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "senator",
    "rep",
    "gen",
    "col",
    "adm",
    "premier",
    "chairman",
    "chairwoman",
    "chair",
    "commissioner",
    "high",
    "representative",
    "the",
    "of",
    "for",
    "and",
    "affairs",
    "external",
    "interior",
    "finance",
    "former",
    "acting",
    "us",
    "uk",
    "u",
    "s",
];

/// Names of one state or body that are taken for the same.
const SAME: &[(&str, &str)] = &[
    ("us", "united states"),
    ("u s", "united states"),
    ("usa", "united states"),
    ("america", "united states"),
    ("u s a", "united states"),
    ("united states of america", "united states"),
    ("uk", "united kingdom"),
    ("u k", "united kingdom"),
    ("britain", "united kingdom"),
    ("great britain", "united kingdom"),
    ("uae", "united arab emirates"),
    ("u a e", "united arab emirates"),
    ("russian federation", "russia"),
    ("republic of korea", "south korea"),
    ("korea republic of", "south korea"),
    ("dprk", "north korea"),
    ("turkiye", "turkey"),
    ("peoples republic of china", "china"),
    ("prc", "china"),
    ("drc", "democratic republic of the congo"),
    ("eu", "european union"),
    ("un", "united nations"),
    ("u n", "united nations"),
    ("palestine", "palestinian authority"),
    ("holland", "netherlands"),
    ("burma", "myanmar"),
    ("czechia", "czech republic"),
    ("cote divoire", "ivory coast"),
    ("islamic republic of iran", "iran"),
    ("state of israel", "israel"),
];

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// A name in the form in which it is compared.
pub(super) fn normalized(name: &str) -> String {
    let folded: String =
        name.nfkd().filter(|&it| !is_combining_mark(it)).flat_map(char::to_lowercase).collect();
    let letters: Vec<char> = folded.chars().collect();
    let mut kept = String::with_capacity(folded.len());
    let mut at = 0;
    while at < letters.len() {
        let possessive = matches!(letters[at], '\'' | '’' | '`')
            && letters.get(at + 1) == Some(&'s')
            && letters.get(at + 2).is_none_or(|&next| !is_word(next));
        if possessive {
            at += 2;
            continue;
        }
        if !matches!(letters[at], '\'' | '’') {
            kept.push(letters[at]);
        }
        at += 1;
    }
    let words: Vec<&str> =
        kept.split(|it: char| !is_word(it)).filter(|word| !word.is_empty()).collect();
    let joined = words.join(" ");
    let joined = joined.strip_prefix("the ").unwrap_or(&joined);
    SAME.iter()
        .find(|(other, _)| *other == joined)
        .map_or_else(|| joined.to_owned(), |(_, common)| (*common).to_owned())
}

/// A personal name without titles.
pub(super) fn bare(name: &str) -> String {
    let normalized = normalized(name);
    let words: Vec<&str> =
        normalized.split(' ').filter(|word| !HONORIFICS.contains(word)).collect();
    words.join(" ")
}

/// All forms of some names.
pub(super) fn all<'a>(names: impl Iterator<Item = &'a str>, kind: &str) -> BTreeSet<String> {
    let mut forms = BTreeSet::new();
    for name in names {
        forms.insert(normalized(name));
        if kind == "person" {
            forms.insert(bare(name));
        }
    }
    forms.remove("");
    forms
}
