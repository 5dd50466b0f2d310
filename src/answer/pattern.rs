//! Patterns of questions.
//!
//! `who [did|has] {a} $met [with] in {p}`: words with `|` between those that will do, `+` between
//! words that belong together, brackets around what may be missing, `$met` for a list of words, and
//! braces around what is asked about: `{a}`, `{b}` actors, `{p}` a place, `{s}` a state, `{t}` any
//! words, `{e}` the name of an event.

use super::words::Word;

/// Lists of words that patterns name.
const LISTS: &[(&str, &str)] = &[
    (
        "met",
        "met|meet|meets|meeting|seen|saw|see|received|receive|hosted|host|welcomed|encountered",
    ),
    ("meet", "meet|see|receive|host|visit|welcome|talk+to|speak+to|talk+with|speak+with"),
    ("talked", "talked|talk|spoke|speak|spoken|conferred|confer|negotiated|negotiate|converse"),
    (
        "joined",
        "accompanied|accompany|joined|join|traveled+with|travelled+with|went+with|came+with",
    ),
    ("hosted", "hosted|host|mediated|mediate|organized|organised|organize|received"),
    ("called", "called|call|phoned|phone|telephoned|telephone|rang|ring"),
    ("did", "did|does|do|has|have|had"),
    ("is", "is|are|was|were"),
    ("which", "which|what"),
    (
        "people",
        "people|persons|leaders|leader|officials|official|politicians|ministers|minister|presidents|\
         diplomats|diplomat|envoys|statesmen|representatives|delegates|representative",
    ),
    ("countries", "countries|country|states|state|nations|nation|governments"),
    ("meetings", "meetings|meeting|talks|encounters|summits|calls|visits|conversations"),
];

/// Words that are in no name but between others.
const INSIDE: &[&str] = &["and", "of", "the", "'s", "for", "de", "la", "al"];

/// Words that are in no name.
const NEVER: &[&str] = &[
    "who", "whom", "whose", "which", "what", "where", "when", "how", "why", "did", "does", "do",
    "has", "have", "had", "is", "are", "was", "were", "be", "been", "will", "would", "should",
    "they", "them", "he", "she", "him", "her", "it", "we", "you", "us", "i", "met", "meet", "say",
    "said", "says", "tell", "told", "about", "between", "with", "to", "in", "at", "on", "by",
    "from", "near", "not", "each", "other", "both", "or", "that", "ever",
];

/// Words of the longest name that is looked for, and of the longest topic.
const LONGEST: usize = 9;

/// A piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// One of some words, each of one word or several; the piece may be missing or not.
    Words(Vec<Vec<String>>, Needed),
    /// What is asked about.
    Slot(char),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needed {
    Always,
    Maybe,
}

/// A pattern, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Piece>);

/// A question under a pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Match {
    /// The words of the pattern itself.
    pub(super) literals: Vec<String>,
    /// What stands in its slots: the first word and the word after the last.
    pub(super) slots: Vec<(char, usize, usize)>,
}

impl Match {
    /// Whether no word of the pattern makes a question of it.
    pub(super) fn is_bare(&self) -> bool {
        const JOINTS: &[&str] = &["in", "at", "near", "inside", "around", "and"];
        self.literals.iter().all(|word| JOINTS.contains(&word.as_str()))
    }

    /// Whether the question has one of some words.
    pub(super) fn has(&self, words: &[&str]) -> bool {
        self.literals.iter().any(|word| words.contains(&word.as_str()))
    }
}

fn alternatives(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for part in text.split('|') {
        match part.strip_prefix('$') {
            Some(name) => {
                let list =
                    LISTS.iter().find(|it| it.0 == name).expect("patterns name lists that are");
                found.extend(alternatives(list.1));
            }
            None => found.push(part.split('+').map(str::to_owned).collect()),
        }
    }
    found
}

impl Pattern {
    /// Reads a pattern.
    pub(super) fn read(text: &str) -> Self {
        let pieces = text.split_whitespace().map(|piece| {
            if let Some(slot) = piece.strip_prefix('{') {
                return Piece::Slot(slot.chars().next().unwrap_or('?'));
            }
            match piece.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
                Some(inside) => Piece::Words(alternatives(inside), Needed::Maybe),
                None => Piece::Words(alternatives(piece), Needed::Always),
            }
        });
        Self(pieces.collect())
    }

    /// Whether a place is among what is asked about.
    pub(super) fn has_place(&self) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Slot('p' | 'e' | 't')))
    }

    /// The pattern with a place behind it.
    pub(super) fn with_place(&self) -> Self {
        let mut pieces = self.0.clone();
        pieces.push(Piece::Words(alternatives("in|at|near|inside|around"), Needed::Always));
        pieces.push(Piece::Slot('p'));
        Self(pieces)
    }

    /// All words that the pattern has itself.
    pub(super) fn literals(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|piece| match piece {
            Piece::Words(all, _) => all.iter().flatten().map(String::as_str).collect(),
            Piece::Slot(_) => Vec::new(),
        })
    }

    /// The ways in which all words are under the pattern.
    pub(super) fn matches(&self, words: &[Word]) -> Vec<Match> {
        let mut found = Vec::new();
        go(&self.0, words, 0, &mut Match::default(), &mut found);
        found
    }
}

/// Ways of reading a question that are looked at for one pattern.
const WAYS: usize = 24;

fn go(pieces: &[Piece], words: &[Word], at: usize, so_far: &mut Match, found: &mut Vec<Match>) {
    if found.len() >= WAYS {
        return;
    }
    let Some((piece, rest)) = pieces.split_first() else {
        if at == words.len() {
            found.push(so_far.clone());
        }
        return;
    };
    match piece {
        Piece::Words(all, needed) => {
            for own in all {
                let fits = words.len() >= at + own.len()
                    && own.iter().zip(&words[at..]).all(|(one, word)| *one == word.text);
                if fits {
                    let before = so_far.literals.len();
                    so_far.literals.extend(own.iter().cloned());
                    go(rest, words, at + own.len(), so_far, found);
                    so_far.literals.truncate(before);
                }
            }
            if *needed == Needed::Maybe {
                go(rest, words, at, so_far, found);
            }
        }
        Piece::Slot(kind) => {
            for end in at + 1..=words.len().min(at + LONGEST) {
                if is_name(*kind, &words[at..end]) {
                    so_far.slots.push((*kind, at, end));
                    go(rest, words, end, so_far, found);
                    so_far.slots.pop();
                }
            }
        }
    }
}

/// Whether some words may stand in a slot.
fn is_name(kind: char, words: &[Word]) -> bool {
    let is = |word: &Word, all: &[&str]| all.contains(&word.text.as_str());
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    if kind == 't' {
        // A topic is any words but those that begin or end nothing.
        return !is(last, &["about", "to", "with", "in", "on", "and", "of", "the"])
            && !is(first, &["and", "about", "'s"]);
    }
    if kind == 'e' {
        return !words.iter().any(|word| is(word, &["who", "whom", "which", "did", "met"]));
    }
    let starts = !is(first, INSIDE) || is(first, &["the", "al", "de", "la"]);
    let ends = !is(last, INSIDE);
    starts && ends && !words.iter().any(|word| is(word, NEVER))
}

#[cfg(test)]
mod tests {
    use super::Pattern;
    use crate::answer::words::words;

    fn slots(pattern: &str, question: &str) -> Vec<String> {
        let all = words(question);
        let matches = Pattern::read(pattern).matches(&all);
        let text = |from: usize, to: usize| {
            all[from..to].iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        matches
            .iter()
            .map(|it| {
                let all =
                    it.slots.iter().map(|(kind, from, to)| format!("{kind}={}", text(*from, *to)));
                all.collect::<Vec<_>>().join(", ")
            })
            .collect()
    }

    #[test]
    fn a_question_is_under_a_pattern_in_all_its_ways() {
        let pattern = "where [did|have] {a} and {b} $met";
        assert_eq!(slots(pattern, "Where did Trump and Kim meet?"), ["a=trump, b=kim"]);
        assert_eq!(
            slots(pattern, "Where did Bosnia and Herzegovina and Serbia meet?"),
            ["a=bosnia, b=herzegovina and serbia", "a=bosnia and herzegovina, b=serbia"]
        );
        assert!(slots(pattern, "When did Trump and Kim meet?").is_empty());
        assert!(slots(pattern, "Where did Trump in Seoul and Kim meet?").is_empty());
    }
}
