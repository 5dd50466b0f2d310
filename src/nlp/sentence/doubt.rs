//! Ends of sentences that rules leave in doubt: lines that were joined, dots, faces, closings of
//! letters. A perceptron decides from the words on both sides and what the rules say.
//!
//! Ends: `Thanks for the call, Ada| 03/27/2001 09:11 AM| We met`, `so good :)| and cheap`.
//! Goes on: `Ada Okafor met`, `the talks ... and then lunch`.

use std::ops::Range;

use crate::nlp::perceptron::{Feature, Weights};
use crate::nlp::word::{Clusters, Word, mix};
use crate::text::Span;

/// A place between two tokens of a paragraph, where a sentence may end.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    /// All tokens of the text.
    pub(super) tokens: &'a [Span],
    /// The tokens of the paragraph.
    pub(super) paragraph: Range<usize>,
    /// The first token of the sentence.
    pub(super) start: usize,
    /// The token before the place; it is not the last of the paragraph.
    pub(super) index: usize,
    /// Whether the rules end the sentence here.
    pub(super) by_rule: bool,
}

/// What a word is like at first sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// No word: the paragraph begins or ends.
    Edge,
    /// One capital, and no more.
    Initial,
    /// Capitals only.
    Loud,
    /// A capital first.
    Capital,
    /// A small letter first.
    Small,
    Digits,
    /// One sign several times.
    Run(char),
    Sign(char),
}

impl Look {
    fn of(word: &str) -> Self {
        let mut letters = word.chars();
        let Some(first) = letters.next() else { return Self::Edge };
        let rest = letters.as_str();
        match first {
            _ if first.is_uppercase() && rest.is_empty() => Self::Initial,
            _ if first.is_uppercase() && !rest.contains(char::is_lowercase) => Self::Loud,
            _ if first.is_uppercase() => Self::Capital,
            _ if first.is_alphabetic() => Self::Small,
            _ if first.is_numeric() => Self::Digits,
            '…' => Self::Run('.'),
            '“' | '”' => Self::Sign('"'),
            '‘' | '’' => Self::Sign('\''),
            _ if !rest.is_empty() && rest.chars().all(|it| it == first) => Self::Run(first),
            _ => Self::Sign(first),
        }
    }

    fn hash(self) -> u64 {
        match self {
            Self::Edge => 1,
            Self::Initial => 2,
            Self::Loud => 3,
            Self::Capital => 4,
            Self::Small => 5,
            Self::Digits => 6,
            Self::Run(sign) => mix(7, u64::from(u32::from(sign))),
            Self::Sign(sign) => mix(8, u64::from(u32::from(sign))),
        }
    }
}

impl Place<'_> {
    /// The word `by` places after the one before the place; empty beyond the paragraph.
    fn word(&self, by: isize) -> &str {
        let at = self.index.checked_add_signed(by).filter(|at| self.paragraph.contains(at));
        at.map_or("", |at| self.tokens[at].of(self.text))
    }

    /// Whether the words on both sides touch.
    fn is_tight(&self) -> bool {
        self.tokens[self.index].end() == self.tokens[self.index + 1].start()
    }

    /// Whether the rules may be wrong here.
    pub(super) fn is_doubtful(&self) -> bool {
        let (word, next) = (self.word(0), self.word(1));
        let first = next.chars().next().unwrap_or_default();
        let dots = word.len() > 1 && word.bytes().all(|it| it == b'.');
        if self.by_rule {
            let opens = first.is_uppercase() || "\"'“”‘’«([—–-".contains(first);
            return dots || word.ends_with(['.', '!', '?']) && !opens;
        }
        let (left, right) = (Look::of(word), Look::of(next));
        if word.ends_with(['.', ')', ']', ':', '—', '–', '-', ';', '(', '[', '"', '\'']) {
            return word == "." || dots || is_face(word) || word.starts_with("---");
        }
        if matches!(left, Look::Sign('"' | '\'')) {
            return false;
        }
        let flows =
            right == Look::Small && matches!(left, Look::Small | Look::Capital | Look::Sign(','));
        let joined = self.is_tight() && word.ends_with(char::is_alphanumeric);
        // "KIM Jong Un met", "Mike Lund said": a name, not the heading or the end of a message.
        let capital = |look: Look| matches!(look, Look::Capital | Look::Loud | Look::Initial);
        let name = self.index == self.start && capital(left) && capital(right);
        // "said PM Lund", but "at 12:05 PM The talks"; "14-17 September".
        let is_hour = Look::of(self.word(-1)) == Look::Digits;
        let title = left == Look::Loud && right == Look::Capital && !is_hour
            || left == Look::Digits && super::MONTHS.iter().any(|month| next.starts_with(month));
        // "On Friday Lund met", "In 2012 Berg met": what is fronted is no sentence.
        let plain = |look: Look| capital(look) || look == Look::Digits;
        let fronted = plain(left) && plain(right) && self.is_front();
        !flows && !joined && !name && !title && !fronted
    }

    /// Whether the words up to here may be the front of a sentence: few, after a preposition.
    fn is_front(&self) -> bool {
        /// Words before the place at most.
        const LONGEST: usize = 7;
        const OPENERS: &[&str] = &[
            "In", "On", "At", "By", "During", "After", "Before", "Since", "From", "With", "For",
            "As", "Until", "Under", "Over", "Amid", "Despite", "Through", "Between", "Within",
            "Last", "Next", "This", "Late", "Early", "Earlier", "Later", "Then", "When", "While",
            "If", "But", "And", "Yet",
        ];
        self.index - self.start < LONGEST
            && OPENERS.contains(&self.tokens[self.start].of(self.text))
    }

    /// What the decision looks at.
    pub(super) fn collect(
        &self,
        clusters: &Clusters,
        buffer: &mut String,
        features: &mut Vec<Feature>,
    ) {
        features.clear();
        let mut word = |by: isize| Word::new(self.word(by), clusters, buffer);
        let [before, left, right, after] = [word(-1), word(0), word(1), word(2)];
        let opening = Word::new(self.tokens[self.start].of(self.text), clusters, buffer);
        let look = |by: isize| Look::of(self.word(by)).hash();
        let rule = 1 + 2 * u64::from(self.by_rule) + u64::from(self.is_tight());
        let past = bucket(self.index + 1 - self.start);
        let ahead = bucket(self.paragraph.end - 1 - self.index);
        let sides = mix(look(0), look(1));
        let mut kind = 0u64;
        let mut add = |first: u64, second: u64| {
            kind += 1;
            features.push(mix(mix(kind.wrapping_mul(0x2545_f491_4f6c_dd1d), first), second));
        };
        add(rule, 0);
        add(rule, sides);
        add(rule, left.lower);
        add(rule, right.lower);
        add(mix(rule, look(0)), right.lower);
        add(left.lower, look(1));
        add(left.lower, right.lower);
        add(mix(rule, look(-1)), sides);
        add(mix(rule, sides), look(2));
        add(mix(look(-1), sides), look(2));
        add(mix(look(-2), look(-1)), sides);
        add(before.lower, sides);
        add(sides, after.lower);
        add(left.shape, look(1));
        add(look(0), right.shape);
        add(mix(left.shape, right.shape), rule);
        add(mix(rule, past), sides);
        add(mix(rule, ahead), sides);
        add(mix(rule, past), ahead);
        add(opening.lower, sides);
        add(left.coarse, right.coarse);
    }
}

/// Whether a token is a face: `:-)`.
fn is_face(word: &str) -> bool {
    word.len() > 1 && word.starts_with([':', ';', '='])
}

/// A number of tokens, roughly.
fn bucket(count: usize) -> u64 {
    match count {
        0..4 => count as u64,
        4..7 => 4,
        7..12 => 7,
        12..24 => 12,
        24..48 => 24,
        _ => 48,
    }
}

/// The classes that a place may have: the sentence goes on, or it ends.
#[cfg(feature = "training")]
pub(super) const CLASSES: usize = 2;

/// How much better an end must score than the opposite: news has few ends that rules miss.
const LEAD: i32 = 16;

/// The decision.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judge {
    weights: Weights,
}

impl Judge {
    /// Reads the model in `bytes`.
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        Self { weights: Weights::new(bytes) }
    }

    /// Whether a place with these features ends a sentence.
    pub(super) fn is_end(&self, features: &[Feature]) -> bool {
        let scores: [i32; 2] = self.weights.sum(features);
        scores[1] - scores[0] > LEAD
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::tokenize;

    /// The words after which rules may be wrong, where they end sentences after full stops alone.
    fn doubts(text: &str) -> Vec<&str> {
        let tokens = tokenize(text);
        let place = |index: usize| Place {
            text,
            tokens: &tokens,
            paragraph: 0..tokens.len(),
            start: 0,
            index,
            by_rule: tokens[index].of(text).starts_with('.'),
        };
        let doubtful = (0..tokens.len() - 1).filter(|&index| place(index).is_doubtful());
        doubtful.map(|index| tokens[index].of(text)).collect()
    }

    #[test]
    fn a_look_tells_capitals_digits_and_signs() {
        assert_eq!(Look::of("A"), Look::Initial);
        assert_eq!(Look::of("U.S."), Look::Loud);
        assert_eq!(Look::of("McKay"), Look::Capital);
        assert_eq!(Look::of("they"), Look::Small);
        assert_eq!(Look::of("09:11"), Look::Digits);
        assert_eq!(Look::of("____"), Look::Run('_'));
        assert_eq!(Look::of("…"), Look::of("..."));
        assert_eq!(Look::of("”"), Look::of("\""));
    }

    #[test]
    fn joined_lines_and_dots_are_in_doubt() {
        assert_eq!(doubts("We met Regards Ada 12 we"), ["met", "Regards", "Ada", "12"]);
        assert_eq!(doubts("We waited... then he came."), ["..."]);
        assert_eq!(doubts("We met :) we ate."), ["met", ":)"]);
    }

    #[test]
    fn what_flows_and_what_ends_is_in_no_doubt() {
        assert_eq!(doubts("the envoys met. “We agreed” (it said): we met."), [""; 0]);
        assert_eq!(doubts("They met. He left."), [""; 0]);
        assert_eq!(doubts("KIM Jong met"), [""; 0]);
        assert_eq!(doubts("On Friday Lund met"), [""; 0]);
        assert_eq!(doubts("In 2012 Lund met"), [""; 0]);
    }
}
