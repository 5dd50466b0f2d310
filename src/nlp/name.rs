//! From tagged tokens to names: persons, organizations, places, nationalities.
//!
//! Each token gets a class from left to right (begin, inside, outside a name of a kind): the one
//! that two scorers together find best. A perceptron looks at words, shapes, clusters, parts of
//! speech and what the gazetteer knows; the other is read from the encoder. Then names found with certainty are found again elsewhere in the same document.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::gazetteer::{Gazetteer, Known, RegionKind};
use crate::nlp::chain::{CLASSES, OUTSIDE, Suits, follows};
use crate::nlp::document::{Name, Sentence, TokenRange};
use crate::nlp::hint::Hint;
use crate::nlp::perceptron::{Feature, Weights};
use crate::nlp::tags::{NameKind, Upos, Xpos};
use crate::nlp::word::{Word, mix};
use crate::text::Span;

/// The recognizer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recognizer {
    weights: Weights,
}

/// What the scores of the encoder count beside those of the perceptron: the best for news and
/// other texts together.
const SHARE: f32 = 250.0;

/// A sentence as the recognizer sees it.
pub(super) struct View<'a> {
    pub(super) words: &'a [Word],
    pub(super) tags: &'a [(Upos, Xpos)],
    pub(super) hints: &'a [Hint],
    /// What the encoder makes of them.
    pub(super) suits: &'a [Suits],
}

/// The features of the token at `index` after a class.
fn collect(view: &View<'_>, index: usize, before: (usize, usize), features: &mut Vec<Feature>) {
    features.clear();
    let edge = |place: u64| Word { lower: place, exact: place, ..Word::default() };
    let word_at = |by: isize| {
        index.checked_add_signed(by).map_or_else(
            || edge(1),
            |place| view.words.get(place).copied().unwrap_or_else(|| edge(2)),
        )
    };
    let tag_at = |by: isize| {
        index
            .checked_add_signed(by)
            .and_then(|place| view.tags.get(place))
            .map_or(99, |tag| tag.1 as u64)
    };
    let hint_at = |by: isize| {
        index
            .checked_add_signed(by)
            .and_then(|place| view.hints.get(place))
            .map_or(1 << 30, |hint| u64::from(hint.bits()))
    };
    let (word, left, right) = (word_at(0), word_at(-1), word_at(1));
    let one = before.0 as u64 + 700;
    let two = before.1 as u64 + 800;
    let mut kind = 0u64;
    let mut add = |first: u64, second: u64| {
        kind += 1;
        features.push(mix(mix(kind.wrapping_mul(0x2545_f491_4f6c_dd1d), first), second));
    };
    let first = u64::from(index == 0);
    add(0, 0);
    add(one, two);
    add(word.lower, 0);
    add(word.exact, first);
    add(word.lower, one);
    add(word.shape, first);
    add(word.shape, one);
    add(word.shape, left.shape);
    add(word.shape, right.shape);
    add(mix(left.shape, word.shape), right.shape);
    for suffix in &word.suffixes[1..4] {
        add(*suffix, 0);
    }
    add(word.suffixes[2], word.shape);
    add(word.prefixes[2], 0);
    add(word.prefixes[3], 0);
    add(left.lower, 0);
    add(right.lower, 0);
    add(left.lower, word.lower);
    add(word.lower, right.lower);
    add(left.lower, word.shape);
    add(right.lower, word.shape);
    add(word_at(-2).lower, word.shape);
    add(word_at(2).lower, word.shape);
    add(word.cluster, 0);
    add(word.coarse, one);
    add(left.cluster, word.shape);
    add(right.cluster, word.shape);
    add(word_at(-2).cluster, word.shape);
    add(word_at(2).cluster, word.shape);
    add(left.cluster, word.cluster);
    add(word.cluster, right.cluster);
    add(left.coarse, right.coarse);
    add(tag_at(0), one);
    add(tag_at(0), tag_at(-1));
    add(tag_at(0), tag_at(1));
    add(mix(tag_at(-1), tag_at(0)), tag_at(1));
    add(hint_at(0), 0);
    add(hint_at(0), one);
    add(hint_at(0), word.shape);
    add(hint_at(-1), hint_at(0));
    add(hint_at(0), hint_at(1));
    add(hint_at(-1), word.shape);
    add(hint_at(1), word.shape);
    add(hint_at(0), right.cluster);
    add(hint_at(0), left.cluster);
    add(hint_at(0), right.lower);
    add(hint_at(0), left.lower);
    for bit in 0..12 {
        add(u64::from(hint_at(0) & (1 << bit) != 0), one);
    }
}

/// The place of a kind among all.
fn place_of(kind: NameKind) -> usize {
    kind as usize
}

impl Recognizer {
    /// Reads the model in `bytes`.
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        Self { weights: Weights::new(bytes) }
    }

    /// The names of one sentence whose first token is `start`, put after those in `names`.
    pub(super) fn find(&self, view: &View<'_>, start: usize, names: &mut Vec<Name>) {
        let mut features = Vec::with_capacity(72);
        let mut scores = [0i32; CLASSES];
        let (mut before, mut second) = (OUTSIDE, OUTSIDE);
        for index in 0..view.words.len() {
            collect(view, index, (before, second), &mut features);
            self.weights.score(&features, &mut scores);
            let score = |class: usize| {
                #[expect(clippy::cast_precision_loss, reason = "sums of scores are small")]
                let own = scores[class] as f32;
                own + SHARE * view.suits[index][class]
            };
            let mut class = OUTSIDE;
            for other in 1..CLASSES {
                if score(other) > score(class) && follows(other, before) {
                    class = other;
                }
            }
            let token = start + index;
            if class != OUTSIDE {
                let kind = NameKind::ALL[(class - 1) / 2];
                match names.last_mut() {
                    Some(name) if class.is_multiple_of(2) && name.tokens.end() == token => {
                        name.tokens = TokenRange::new(name.tokens.start(), token + 1);
                    }
                    _ => names.push(Name { tokens: TokenRange::new(token, token + 1), kind }),
                }
            }
            second = before;
            before = class;
        }
    }
}

/// Parts the name of a person from that of the state before it, where both were taken for one place:
/// "envoy to Chad Adaeze Okwuosa".
pub(super) fn part(text: &str, tokens: &[Span], gazetteer: &Gazetteer, names: &mut Vec<Name>) {
    let word = |index: usize| tokens[index].of(text);
    let ends: FxHashSet<&str> = names
        .iter()
        .filter(|name| name.kind == NameKind::Person)
        .map(|name| word(name.tokens.end() - 1))
        .collect();
    let mut more = Vec::new();
    for name in names.iter_mut() {
        let (start, end) = (name.tokens.start(), name.tokens.end());
        if name.kind != NameKind::Location || name.tokens.len() < 3 || start == 0 {
            continue;
        }
        let whole = Span::new(tokens[start].start(), tokens[end - 1].end()).of(text);
        let led = ["for", "to", "on", "in", "of"].contains(&word(start - 1));
        let personal = gazetteer.gender(word(start + 1)).is_some() || ends.contains(word(end - 1));
        let parts = led
            && personal
            && gazetteer.state_named(word(start)).is_some()
            && gazetteer.lookup(whole).next().is_none();
        if parts {
            name.tokens = TokenRange::new(start, start + 1);
            more.push(Name { tokens: TokenRange::new(start + 1, end), kind: NameKind::Person });
        }
    }
    names.extend(more);
    names.sort_unstable_by_key(|name| name.tokens);
}

/// Finds the names that users told of, whatever else was read there.
pub(super) fn given(
    text: &str,
    tokens: &[Span],
    sentences: &[Sentence],
    gazetteer: &Gazetteer,
    names: &mut Vec<Name>,
) {
    /// Words of the longest name.
    const REACH: usize = 12;
    if !gazetteer.has_given() {
        return;
    }
    let mut found: Vec<Name> = Vec::new();
    for sentence in sentences {
        let words: Vec<&str> = tokens[sentence.tokens.start()..sentence.tokens.end()]
            .iter()
            .map(|it| it.of(text))
            .collect();
        let mut at = 0;
        while at < words.len() {
            let ahead = &words[at..words.len().min(at + REACH)];
            let capital = words[at].starts_with(char::is_uppercase);
            let known = capital.then(|| gazetteer.longest_given(ahead)).flatten();
            let Some((count, known)) = known else {
                at += 1;
                continue;
            };
            let kind = match known {
                Known::Holder(_) => NameKind::Person,
                Known::Organization(_) => NameKind::Organization,
                Known::Place(id) if gazetteer.place(id).kind == RegionKind::Site => {
                    NameKind::Facility
                }
                _ => NameKind::Location,
            };
            let start = sentence.tokens.start() + at;
            // "The" is no part of a name that it leads.
            let bare = start + usize::from(count > 1 && words[at].eq_ignore_ascii_case("the"));
            found.push(Name { tokens: TokenRange::new(bare, start + count), kind });
            at += count;
        }
    }
    // A longer name that was read there stays: "Okwuosa" is a part of "Chidi Okwuosa".
    found.retain(|own| {
        let within =
            |it: &&Name| it.tokens.contains(own.tokens) && it.tokens.len() > own.tokens.len();
        !names.iter().any(|it| within(&it))
    });
    names.retain(|name| !found.iter().any(|own| own.tokens.overlaps(name.tokens)));
    names.extend(found);
    names.sort_unstable_by_key(|name| name.tokens);
}

/// Takes a word for a place that was taken for a person, where something is told to be "in" it and
/// nobody of a longer name has it.
pub(super) fn place(text: &str, tokens: &[Span], names: &mut [Name]) {
    /// Words after which "in" leads to anything.
    const TRUST: &[&str] =
        &["confidence", "trust", "faith", "belief", "interest", "believe", "believes", "believed"];
    let word = |index: usize| tokens.get(index).map_or("", |span| span.of(text));
    let parts: FxHashSet<&str> = names
        .iter()
        .filter(|name| name.kind == NameKind::Person && name.tokens.len() > 1)
        .flat_map(|name| (name.tokens.start()..name.tokens.end()).map(word))
        .collect();
    let single = |name: &Name| name.kind == NameKind::Person && name.tokens.len() == 1;
    let places: FxHashSet<&str> = names
        .iter()
        .filter(|name| single(name))
        .map(|name| name.tokens.start())
        .filter(|&at| {
            at >= 2
                && matches!(word(at - 1), "in" | "In" | "near")
                && !TRUST.contains(&word(at - 2))
                && !matches!(word(at + 1), "'s" | "’s")
                && !parts.contains(word(at))
        })
        .map(word)
        .collect();
    for name in names.iter_mut() {
        if single(name) && places.contains(word(name.tokens.start())) {
            name.kind = NameKind::Location;
        }
    }
}

/// Makes names agree over a document: a word that stands in capitals where no name was found is a
/// name if it is one elsewhere, and a name of one word has the kind that it mostly has.
pub(super) fn agree(text: &str, tokens: &[Span], sentences: &[Sentence], names: &mut Vec<Name>) {
    let word = |index: usize| tokens[index].of(text);
    // Votes for the kind of each word that makes up a whole name, or ends a personal one.
    let mut votes: FxHashMap<&str, [u32; NameKind::ALL.len()]> = FxHashMap::default();
    for name in names.iter() {
        let last = name.tokens.end() - 1;
        let whole = name.tokens.len() == 1;
        if whole || name.kind == NameKind::Person {
            let weight = if whole { 1 } else { 6 };
            votes.entry(word(last)).or_default()[place_of(name.kind)] += weight;
        }
    }
    let winner = |word: &str| {
        let votes = votes.get(word)?;
        let best = (0..votes.len()).max_by_key(|&kind| (votes[kind], usize::MAX - kind))?;
        (votes[best] >= 2).then_some((NameKind::ALL[best], votes))
    };
    for name in names.iter_mut() {
        if name.tokens.len() == 1
            && let Some((kind, votes)) = winner(word(name.tokens.start()))
            && kind != name.kind
            && votes[place_of(kind)] > 2 * votes[place_of(name.kind)]
            && name.kind != NameKind::Group
        {
            name.kind = kind;
        }
    }
    let mut covered = vec![false; tokens.len()];
    for name in names.iter() {
        covered[name.tokens.start()..name.tokens.end()].fill(true);
    }
    let mut more = Vec::new();
    for sentence in sentences {
        for index in sentence.tokens.start()..sentence.tokens.end() {
            let capital = word(index).chars().next().is_some_and(char::is_uppercase);
            let near = |other: usize| {
                sentence.tokens.start() <= other
                    && other < sentence.tokens.end()
                    && word(other).chars().next().is_some_and(char::is_uppercase)
                    && !covered[other]
            };
            let alone = (index == sentence.tokens.start() || !near(index - 1)) && !near(index + 1);
            if capital
                && alone
                && !covered[index]
                && let Some((kind, _)) = winner(word(index))
                && matches!(kind, NameKind::Person | NameKind::Organization | NameKind::Location)
                && word(index).chars().count() > 2
            {
                more.push(Name { tokens: TokenRange::new(index, index + 1), kind });
            }
        }
    }
    names.extend(more);
    names.sort_unstable_by_key(|name| name.tokens);
}

/// Learns a recognizer from sentences with their names.
#[cfg(feature = "training")]
pub(super) mod learn {
    use super::{View, collect};
    use crate::nlp::chain::{CLASSES, OUTSIDE, Suits, follows};
    use crate::nlp::hint::Hint;
    use crate::nlp::perceptron::Learner;
    use crate::nlp::tags::{NameKind, Upos, Xpos};
    use crate::nlp::word::Word;

    /// Weights under this, in whole updates, are left out.
    const LEAST: f32 = 1.0;

    /// A sentence to learn from.
    pub(in crate::nlp) struct Sample {
        pub(in crate::nlp) words: Vec<Word>,
        pub(in crate::nlp) tags: Vec<(Upos, Xpos)>,
        pub(in crate::nlp) hints: Vec<Hint>,
        pub(in crate::nlp) suits: Vec<Suits>,
        /// The class of each token.
        pub(in crate::nlp) classes: Vec<usize>,
        /// Whether the corpus marks nationalities and facilities.
        pub(in crate::nlp) marks: Marks,
    }

    /// Which kinds a corpus marks.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(in crate::nlp) enum Marks {
        /// All kinds.
        All,
        /// Neither nationalities nor facilities.
        Some,
    }

    /// The class of a tag in IOB2.
    pub(in crate::nlp) fn class_of(tag: &str) -> usize {
        let Some((edge, kind)) = tag.split_once('-') else { return OUTSIDE };
        let Ok(kind) = kind.parse::<NameKind>() else { return OUTSIDE };
        1 + 2 * (kind as usize) + usize::from(edge == "I")
    }

    /// Whether a guess may stand where a corpus that marks less has `good`.
    fn excused(guess: usize, good: usize, marks: Marks) -> bool {
        if marks == Marks::All || guess == OUTSIDE {
            return false;
        }
        let kind = |class: usize| NameKind::ALL[(class - 1) / 2];
        let is_other = good == OUTSIDE || kind(good) == NameKind::Other;
        match kind(guess) {
            NameKind::Group => is_other,
            NameKind::Facility => {
                good != OUTSIDE
                    && matches!(kind(good), NameKind::Location | NameKind::Organization)
                    && guess % 2 == good % 2
            }
            NameKind::Other => good == OUTSIDE,
            _ => false,
        }
    }

    /// The bytes that [`super::Recognizer::new`] reads.
    pub(in crate::nlp) fn learn(
        samples: &[Sample],
        rounds: usize,
        random: &mut dyn FnMut(usize) -> usize,
        told: &mut dyn FnMut(usize, usize),
    ) -> Vec<u8> {
        let mut learner = Learner::new(CLASSES);
        let mut scores = [0f32; CLASSES];
        let mut features = Vec::new();
        let mut order: Vec<usize> = (0..samples.len()).collect();
        for round in 0..rounds {
            for last in (1..order.len()).rev() {
                order.swap(last, random(last + 1));
            }
            let mut mistakes = 0;
            for &sample in &order {
                let sample = &samples[sample];
                // Without its hints now and then, so that unknown names are learned too.
                let none = vec![Hint::default(); sample.words.len()];
                let hints = if random(8) == 0 { &none } else { &sample.hints };
                let view = View { words: &sample.words, tags: &sample.tags, hints, suits: &[] };
                let (mut before, mut second) = (OUTSIDE, OUTSIDE);
                for (index, &good) in sample.classes.iter().enumerate() {
                    collect(&view, index, (before, second), &mut features);
                    learner.score(&features, &mut scores);
                    let mut guess = OUTSIDE;
                    for class in 1..CLASSES {
                        if scores[class] > scores[guess] && follows(class, before) {
                            guess = class;
                        }
                    }
                    // After a missed beginning, an inside cannot follow: a beginning is as good.
                    let good = if follows(good, before) { good } else { good - 1 };
                    let target = if excused(guess, good, sample.marks) { guess } else { good };
                    mistakes += usize::from(target != guess);
                    learner.learn(&features, target, guess);
                    second = before;
                    before = guess;
                }
            }
            told(round, mistakes);
        }
        learner.finish(LEAST)
    }
}
