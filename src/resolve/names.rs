//! Names of people: their parts, and what different transcriptions of a part have in common.
//!
//! Two keys of a word are drawn from its letters. Its *spelling* is what careful transcriptions
//! share: `sergei` and `sergey`, `zarif` and `zareef`. Its *sound* is what rough ones share:
//! `gaddafi`, `qadhafi` and `khadafy`.

use std::hash::BuildHasher;
use std::ops::Deref;
use std::sync::LazyLock;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::text::fold;

/// Words in a name that join its family name.
static PARTICLES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    set(&[
        "al", "el", "ul", "bin", "ibn", "bint", "ben", "abu", "van", "von", "der", "den", "de",
        "da", "do", "dos", "del", "della", "di", "la", "le", "ter", "ten", "zu", "af", "st",
        "ould", "y", "e",
    ])
});

/// Particles that are given names where a name begins with them: "Ben Wallace", "Do Muoi".
const GIVEN_TOO: &[&str] = &["ben", "da", "do", "y", "e", "st", "ten"];

/// The Arabic article as it stands before a hyphen, whatever letter follows.
const ARTICLES: &[&str] =
    &["al", "el", "ul", "as", "ar", "an", "ash", "ad", "at", "az", "ur", "us", "ud"];

/// Forms of address and ranks that are no part of a name.
static HONORIFICS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    set(&[
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "lord",
        "lady",
        "dame",
        "sheikh",
        "shaikh",
        "sheik",
        "king",
        "queen",
        "prince",
        "princess",
        "emir",
        "pope",
        "president",
        "gen",
        "col",
        "prof",
        "ayatollah",
        "baroness",
        "sultan",
        "madame",
        "crown",
        "senator",
        "minister",
        "general",
    ])
});

/// What follows the servant of God in one word or two: "Abdel Fattah", "Abdulrahman".
const SERVANTS: &[&str] = &["abdul", "abdel", "abdal", "abdol", "abdur", "abder", "abdoul"];

/// Words after a name that tell which of several bearers it is, with a number for each.
const GENERATIONS: &[(&str, u8)] = &[
    ("jr", 102),
    ("junior", 102),
    ("sr", 101),
    ("senior", 101),
    ("ii", 2),
    ("iii", 3),
    ("iv", 4),
    ("vi", 6),
    ("vii", 7),
    ("viii", 8),
    ("ix", 9),
    ("xi", 11),
    ("xii", 12),
    ("xiii", 13),
    ("xiv", 14),
    ("xv", 15),
    ("xvi", 16),
];

/// Words, to be looked for among.
fn set(words: &[&'static str]) -> FxHashSet<&'static str> {
    words.iter().copied().collect()
}

/// Short forms of given names, with the long form that they stand for.
static NICKNAMES: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let mut forms = FxHashMap::default();
    for (short, long) in include_str!("nicknames.tsv").lines().filter_map(|it| it.split_once('\t'))
    {
        forms.entry(short).or_insert(long);
    }
    forms
});

/// What names have in common or not, with a hash: most that are compared differ, and a hash lies at
/// hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    hash: u64,
    text: String,
}

impl Key {
    fn new(text: String) -> Self {
        Self { hash: FxBuildHasher.hash_one(&text), text }
    }
}

impl Deref for Key {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// A word of a name with its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Its letters, folded.
    pub(super) text: String,
    /// What careful transcriptions of it share.
    pub(super) spelling: Key,
    /// What rough transcriptions of it share.
    pub(super) sound: Key,
}

impl Word {
    fn new(text: String) -> Self {
        Self { spelling: Key::new(spelling(&text)), sound: Key::new(sound(&text)), text }
    }

    /// The sound of the long form of a given name.
    pub(super) fn long_sound(&self) -> String {
        sound(long_form(&self.text))
    }

    /// Whether it is a letter for a name.
    pub(super) fn is_letter(&self) -> bool {
        let mut letters = self.text.chars();
        letters.next().is_some() && letters.next().is_none()
    }
}

/// The parts of a personal name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Its words without particles, forms of address and generations; hyphens part words.
    pub(super) core: Vec<Word>,
    /// Which of several bearers it is, as in "Jr." and "II".
    pub(super) generation: Option<u8>,
    /// Whether it is no name but an office: "the French president".
    pub(super) is_office: bool,
    /// Whether its given name is a letter only.
    is_initial: bool,
    /// Its core as one word, the spelling of that, and the spelling with its last word first.
    pub(super) whole: Key,
    pub(super) joined: Key,
    pub(super) turned: Key,
    /// All words as one text.
    key: String,
}

impl Name {
    /// The parts of `name`.
    pub(super) fn new(name: &str) -> Self {
        let mut words = words(name);
        let mut generation = None;
        while words.len() > 1
            && let Some(last) = words.last()
            && let Some((_, number)) = GENERATIONS.iter().find(|(word, _)| word == last)
        {
            // "Xi Jinping" turned round is no eleventh of his name.
            if last == "xi" && words.len() < 3 && !is_regnal(&words[0]) {
                break;
            }
            generation = Some(*number);
            words.pop();
        }
        let bare: Vec<&String> =
            words.iter().skip_while(|word| HONORIFICS.contains(word.as_str())).collect();
        let words: Vec<String> =
            if bare.is_empty() { words } else { bare.into_iter().cloned().collect() };
        let last = words.len().saturating_sub(1);
        let is_particle = |(place, word): (usize, &String)| {
            place < last
                && PARTICLES.contains(word.as_str())
                && (place > 0 || !GIVEN_TOO.contains(&word.as_str()))
        };
        let core: Vec<String> = words
            .iter()
            .enumerate()
            .filter(|&(place, word)| !is_particle((place, word)))
            .map(|(_, word)| word.clone())
            .collect();
        let core = servants(&core);
        let whole = core.concat();
        let turned = spelling(&turned(&core));
        let is_office = is_office(name);
        let core: Vec<Word> = core.into_iter().map(Word::new).collect();
        let mut rest = core.iter().skip(1);
        Self {
            is_office,
            is_initial: !is_office
                && core.first().is_some_and(Word::is_letter)
                && rest.any(|word| !word.is_letter()),
            key: words.join(" "),
            core,
            joined: Key::new(spelling(&whole)),
            whole: Key::new(whole),
            turned: Key::new(turned),
            generation,
        }
    }

    /// Whether it is one word only, such as a bare family name.
    pub(super) fn is_bare(&self) -> bool {
        !self.is_office && self.core.len() < 2 && self.generation.is_none_or(|number| number > 100)
    }

    /// Whether its given name is a letter only.
    pub(super) fn is_initial(&self) -> bool {
        self.is_initial
    }

    /// Whether it is less than a given name and a family name.
    pub(super) fn is_weak(&self) -> bool {
        self.is_office || self.is_bare() || self.is_initial()
    }

    /// Its words as one text, with its generation.
    pub(super) fn key(&self) -> String {
        match self.generation {
            Some(number) => format!("{} {number}", self.key),
            None => self.key.clone(),
        }
    }

    /// Whether another name, as it is written, stands at its end after something else.
    pub(super) fn ends_in(&self, other: &Self) -> bool {
        let before = self.key.strip_suffix(other.key.as_str());
        before.is_some_and(|before| before.ends_with(' ')) && other.key.contains(' ')
    }

    /// Its first word.
    pub(super) fn first(&self) -> Option<&Word> {
        self.core.first()
    }

    /// Its last word: the family name in most of the world.
    pub(super) fn last(&self) -> Option<&Word> {
        self.core.last()
    }

    /// What stands between its first and its last word.
    pub(super) fn middle(&self) -> &[Word] {
        self.core.get(1..self.core.len().saturating_sub(1)).unwrap_or_default()
    }

    /// The sound of its words as if they were one, in order and with the last first.
    pub(super) fn joined_sounds(&self) -> [String; 2] {
        let words: Vec<&str> = self.core.iter().map(|word| word.text.as_str()).collect();
        [sound(&self.whole), sound(&turned(&words))]
    }
}

/// Words of which one at least, in small letters, makes an office of a name.
static HEADS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    set(&[
        "president",
        "minister",
        "premier",
        "chancellor",
        "king",
        "queen",
        "emir",
        "sultan",
        "leader",
        "secretary",
        "envoy",
        "ambassador",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "chief",
        "head",
        "director",
        "chairman",
        "chairwoman",
        "governor",
        "mayor",
        "commissioner",
        "representative",
        "negotiator",
        "general",
        "commander",
        "prince",
        "pope",
        "official",
        "diplomat",
        "counterpart",
    ])
});

/// Whether some words name an office and nobody: one that heads an office stands in small letters.
fn is_office(name: &str) -> bool {
    name.split([' ', '-']).any(|word| HEADS.contains(word))
}

/// Words as one, the last first.
fn turned<T: AsRef<str>>(words: &[T]) -> String {
    let (rest, last) = words.split_at(words.len().saturating_sub(1));
    last.iter().chain(rest).map(AsRef::as_ref).collect()
}

/// Whether a word is a name of kings and popes who bear numbers.
fn is_regnal(word: &str) -> bool {
    matches!(word, "pius" | "louis" | "leo" | "gregory" | "benedict" | "charles" | "clement")
}

/// The words of a name, folded; the Arabic article is a word of its own however it is written.
fn words(name: &str) -> Vec<String> {
    let mut parted = String::with_capacity(name.len() + 2);
    for word in name.split_inclusive(|letter: char| letter.is_whitespace() || letter == '-') {
        // "ElBaradei": the article before another capital.
        let glued = ["Al", "El"].iter().find_map(|article| {
            let rest = word.strip_prefix(article)?;
            rest.starts_with(char::is_uppercase).then_some((article, rest))
        });
        match glued {
            Some((article, rest)) if rest.chars().any(char::is_lowercase) => {
                parted.extend([article, "-", rest]);
            }
            _ => parted.push_str(word),
        }
    }
    let folded = fold(&parted);
    let folded = folded.strip_suffix("'s").unwrap_or(&folded);
    let mut words = Vec::new();
    for word in folded.split([' ', ',', '.', '(', ')', '"']) {
        let pieces: Vec<&str> = word.split('-').collect();
        for (place, piece) in pieces.iter().enumerate() {
            let piece = piece.replace('\'', "");
            if piece.is_empty() {
                continue;
            }
            let is_article =
                place + 1 < pieces.len() && pieces.len() == 2 && ARTICLES.contains(&piece.as_str());
            words.push(if is_article { "al".to_owned() } else { piece });
        }
    }
    words
}

/// Puts the servant of God and what follows into one word: `abdel fattah`, `abdelfattah`.
fn servants(words: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        let stands_alone = word == "abd" || SERVANTS.contains(&word.as_str());
        if stands_alone && let Some(next) = words.next_if(|next| next.len() > 2) {
            out.push(format!("abd{next}"));
            continue;
        }
        let rest = SERVANTS.iter().find_map(|servant| word.strip_prefix(servant));
        match rest.filter(|rest| rest.len() > 1) {
            Some(rest) => out.push(format!("abd{rest}")),
            None => out.push(word.clone()),
        }
    }
    out
}

/// Letters from which a word has vowels enough to take one for another.
const LONG: usize = 5;

/// A word in which letters are written otherwise, one way after the other.
fn respelled(word: &str, ways: &[(&str, &str)]) -> String {
    // A bit for each letter: most words lack one, which is sooner seen than sought.
    let letters = |word: &str| word.bytes().fold(0u32, |all, it| all | 1 << (it % 32));
    let mut word = word.to_owned();
    let mut own = letters(&word);
    for (from, to) in ways {
        if letters(from) & !own == 0 && word.contains(from) {
            word = word.replace(from, to);
            own = letters(&word);
        }
    }
    word
}

/// What careful transcriptions of a word have in common: `zelenskyy` and `zelenskiy`, `sergei` and
/// `sergey`, `mohammed` and `mohamed`, `zarif` and `zareef`, `khan` and `han`.
pub(super) fn spelling(word: &str) -> String {
    let mut word = respelled(
        word,
        &[
            ("sch", "sh"),
            ("tch", "ch"),
            ("kh", "h"),
            ("gh", "g"),
            ("dh", "d"),
            ("ph", "f"),
            ("ou", "u"),
            ("oo", "u"),
            ("ee", "i"),
            ("dj", "j"),
            ("ck", "k"),
            ("x", "ks"),
        ],
    );
    if let Some(rest) = word.strip_prefix("ye") {
        word = format!("e{rest}");
    }
    let is_long = word.chars().count() >= LONG;
    let mut out = String::with_capacity(word.len());
    let letters: Vec<char> = word.chars().collect();
    for (place, &letter) in letters.iter().enumerate() {
        let next = letters.get(place + 1);
        let letter = match letter {
            'y' | 'j' => 'i',
            'w' => 'v',
            'q' => 'k',
            'c' if !matches!(next, Some('h' | 'e' | 'i' | 'y')) => 'k',
            'o' if is_long => 'u',
            'e' if is_long => 'a',
            other => other,
        };
        // "Abdullah" and "Abdulla".
        let is_mute = letter == 'h' && next.is_none() && out.ends_with(is_vowel);
        if !is_mute && !out.ends_with(letter) {
            out.push(letter);
        }
    }
    out
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// What rough transcriptions of a word have in common: consonants by how they sound, of vowels
/// only that it begins with one.
pub(super) fn sound(word: &str) -> String {
    let mut word = respelled(
        word,
        &[
            ("shch", "x"),
            ("tsch", "x"),
            ("sch", "x"),
            ("tch", "x"),
            ("sh", "x"),
            ("ch", "x"),
            ("zh", "j"),
            ("dj", "j"),
            ("kh", "k"),
            ("gh", "k"),
            ("dh", "d"),
            ("th", "t"),
            ("ph", "f"),
            ("ts", "z"),
            ("tz", "z"),
        ],
    );
    for (from, to) in [("ye", "e"), ("iu", "yu"), ("ju", "yu")] {
        if let Some(rest) = word.strip_prefix(from) {
            word = format!("{to}{rest}");
        }
    }
    let mut out = String::with_capacity(word.len());
    let mut push = |letter: char| {
        if !out.ends_with(letter) {
            out.push(letter);
        }
    };
    for (place, letter) in word.chars().enumerate() {
        match letter {
            'a' | 'e' | 'i' | 'o' | 'u' if place == 0 => push('a'),
            'y' if place == 0 => push('y'),
            'h' if place == 0 => push('h'),
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' => (),
            'w' => push('v'),
            'q' | 'g' | 'c' => push('k'),
            other => push(other),
        }
    }
    out
}

/// The long form of a given name, or the name itself.
pub(super) fn long_form(given: &str) -> &str {
    NICKNAMES.get(given).copied().unwrap_or(given)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn core(name: &str) -> Vec<String> {
        Name::new(name).core.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn accents_hyphens_and_forms_of_address_are_no_difference() {
        assert_eq!(core("José Muñoz Jr."), ["jose", "munoz"]);
        assert_eq!(core("Sir José Muñoz"), ["jose", "munoz"]);
        assert_eq!(core("Park Il-sung"), core("Park Il Sung"));
    }

    #[test]
    fn a_particle_makes_no_second_name() {
        assert!(Name::new("van Dalen").is_bare());
        assert!(!Name::new("Joost van Dalen").is_bare());
        assert!(!Name::new("Ben Walden").is_bare());
    }

    #[test]
    fn the_arabic_article_is_one_however_it_is_written() {
        for name in ["Karim al-Bardi", "Karim El Bardi", "Karim ElBardi", "Karim ar-Bardi"] {
            assert_eq!(core(name), ["karim", "bardi"], "{name}");
        }
        for name in ["Abdel Fattah Nur", "Abd al-Fattah Nur", "Abdelfattah Nur", "Abdul-Fattah Nur"]
        {
            assert_eq!(core(name), ["abdfattah", "nur"], "{name}");
        }
    }

    #[test]
    fn an_office_is_no_name() {
        assert!(Name::new("French president").is_weak());
        assert!(Name::new("foreign minister of Freedonia").is_office);
        assert!(!Name::new("President Dana Rowe").is_office);
    }

    #[test]
    fn generations_are_told_apart() {
        assert_eq!(Name::new("Leon Hale Jr.").generation, Name::new("Leon Hale, Jr").generation);
        assert_ne!(Name::new("Leon Hale Jr.").generation, Name::new("Leon Hale Sr.").generation);
        assert!(!Name::new("Orvald II").is_bare());
        assert_eq!(core("Jinping Xi"), ["jinping", "xi"]);
    }

    #[test]
    fn transcriptions_have_their_spelling_in_common() {
        for (one, other) in [
            ("zelenskyy", "zelenskiy"),
            ("sergei", "sergey"),
            ("mohammed", "mohamed"),
            ("zarif", "zareef"),
            ("yevgeny", "evgeni"),
            ("abdlah", "abdla"),
        ] {
            assert_eq!(spelling(one), spelling(other), "{one}");
        }
        assert_ne!(spelling("petrov"), spelling("pavlov"));
        assert_ne!(spelling("chen"), spelling("chan"));
    }

    #[test]
    fn rough_transcriptions_have_their_sound_in_common() {
        for others in [
            &["gaddafi", "qaddafi", "kadhafi", "khadafy", "qadhafi"][..],
            &["rashid", "rachid", "rasheed"],
            &["volodymyr", "vladimir", "wladimir"],
        ] {
            for other in others {
                assert_eq!(sound(other), sound(others[0]), "{other}");
            }
        }
        assert_ne!(sound("karimov"), sound("karmal"));
    }
}
