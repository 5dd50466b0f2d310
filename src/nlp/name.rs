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
#[derive(Clone, Debug)]
pub(super) struct Recognizer {
    weights: Weights,
    /// What the classes of the two words before count: of the nearer, then of the other.
    ways: Vec<[Scores; CLASSES]>,
    /// What a tag after a class counts.
    tags: Vec<[Scores; CLASSES]>,
    /// What it counts that a sentence begins or ends.
    edges: [Scores; 2],
}

/// What the scores of the encoder count beside those of the perceptron: the best for news and
/// other texts together.
const SHARE: f32 = 250.0;

/// By how much a name must be likelier to begin as that of a person: without it, names of all kinds are
/// taken for those of people.
const LEAD: f32 = 250.0;

/// By how much the encoder must find the class of a word likelier than any other for the perceptron not to be
/// asked: five words in six are so clearly outside of names. Of 300,000 words of news there is none of which it would
/// have needed less than three times what the perceptron had against it; the names of 2.2 million words stay the same.
const SURE: f32 = 8.0;

/// A sentence as the recognizer sees it.
pub(super) struct View<'a> {
    pub(super) words: &'a [Word],
    pub(super) tags: &'a [(Upos, Xpos)],
    pub(super) hints: &'a [Hint],
    /// What the encoder makes of them.
    pub(super) suits: &'a [Suits],
    /// Where the sums of each word stand.
    pub(super) numbers: &'a [u32],
}

/// A score for each class.
type Scores = [i32; CLASSES];

/// What a word and what is known of it count, wherever they stand.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    /// For the word, after others.
    own: Scores,
    /// For the word, after what is outside of names.
    outside: Scores,
    /// For the word after it, and the one before it.
    next: Scores,
    last: Scores,
}

/// A feature of a kind.
#[inline]
fn feature(kind: u64, first: u64, second: u64) -> Feature {
    mix(mix(kind.wrapping_mul(0x2545_f491_4f6c_dd1d), first), second)
}

/// A class, told apart from other numbers: that of the word before, and that of the one before it.
const fn one(class: usize) -> u64 {
    class as u64 + 700
}
const fn two(class: usize) -> u64 {
    class as u64 + 800
}

/// The features of a word alone; `first` is 1 for the first of a sentence, and 0 for others.
fn own(word: &Word, hint: Hint, first: u64) -> [Feature; 13] {
    let hint = u64::from(hint.bits());
    [
        feature(1, 0, 0),
        feature(3, word.lower, 0),
        feature(4, word.exact, first),
        feature(6, word.shape, first),
        feature(11, word.suffixes[1], 0),
        feature(12, word.suffixes[2], 0),
        feature(13, word.suffixes[3], 0),
        feature(14, word.suffixes[2], word.shape),
        feature(15, word.prefixes[2], 0),
        feature(16, word.prefixes[3], 0),
        feature(25, word.cluster, 0),
        feature(38, hint, 0),
        feature(40, hint, word.shape),
    ]
}

/// The feature of a word for the one after it, and for the one before it.
fn sides(word: &Word) -> [Feature; 2] {
    [feature(17, word.lower, 0), feature(18, word.lower, 0)]
}

/// The features of a word after one of a class.
fn after(word: &Word, hint: Hint, class: usize) -> [Feature; 16] {
    let (hint, one) = (hint.bits(), one(class));
    let of_word = [(5, word.lower), (7, word.shape), (26, word.coarse), (39, u64::from(hint))];
    std::array::from_fn(|place| match of_word.get(place) {
        Some(&(kind, first)) => feature(kind, first, one),
        None => {
            let bit = place - of_word.len();
            feature(49 + bit as u64, u64::from(hint & (1 << bit) != 0), one)
        }
    })
}

/// The feature of the classes of the two words before.
fn way((before, second): (usize, usize)) -> Feature {
    feature(2, one(before), two(second))
}

/// The feature of a tag after a class.
fn tag_after(tag: usize, class: usize) -> Feature {
    feature(34, tag as u64, one(class))
}

/// Words of which a sentence has none: before its beginning, and after its end.
const EDGES: [Word; 2] = {
    let mut edges = [Word::NONE; 2];
    (edges[0].lower, edges[0].exact) = (1, 1);
    (edges[1].lower, edges[1].exact) = (2, 2);
    edges
};

/// The features of the token at `index` with those around it.
fn together(view: &View<'_>, index: usize) -> [Feature; 27] {
    let word_at = |by: isize| {
        index
            .checked_add_signed(by)
            .map_or(&EDGES[0], |place| view.words.get(place).unwrap_or(&EDGES[1]))
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
    let (second, third) = (word_at(-2), word_at(2));
    let (tag, before, behind) = (tag_at(0), tag_at(-1), tag_at(1));
    let (hint, hinted, ahead) = (hint_at(0), hint_at(-1), hint_at(1));
    [
        feature(8, word.shape, left.shape),
        feature(9, word.shape, right.shape),
        feature(10, mix(left.shape, word.shape), right.shape),
        feature(19, left.lower, word.lower),
        feature(20, word.lower, right.lower),
        feature(21, left.lower, word.shape),
        feature(22, right.lower, word.shape),
        feature(23, second.lower, word.shape),
        feature(24, third.lower, word.shape),
        feature(27, left.cluster, word.shape),
        feature(28, right.cluster, word.shape),
        feature(29, second.cluster, word.shape),
        feature(30, third.cluster, word.shape),
        feature(31, left.cluster, word.cluster),
        feature(32, word.cluster, right.cluster),
        feature(33, left.coarse, right.coarse),
        feature(35, tag, before),
        feature(36, tag, behind),
        feature(37, mix(before, tag), behind),
        feature(41, hinted, hint),
        feature(42, hint, ahead),
        feature(43, hinted, word.shape),
        feature(44, ahead, word.shape),
        feature(45, hint, right.cluster),
        feature(46, hint, left.cluster),
        feature(47, hint, right.lower),
        feature(48, hint, left.lower),
    ]
}

/// The place of a kind among all.
fn place_of(kind: NameKind) -> usize {
    kind as usize
}

/// Adds scores.
fn add(scores: &mut Scores, more: &Scores) {
    for (score, more) in scores.iter_mut().zip(more) {
        *score += more;
    }
}

impl Recognizer {
    /// Reads the model in `bytes`.
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        let weights = Weights::new(bytes);
        let of = |feature| weights.sum(&[feature]);
        let [left, right] = &EDGES;
        Self {
            weights,
            ways: (0..CLASSES)
                .map(|before| std::array::from_fn(|second| of(way((before, second)))))
                .collect(),
            tags: (0..Xpos::ALL.len())
                .map(|tag| std::array::from_fn(|class| of(tag_after(tag, class))))
                .collect(),
            edges: [of(sides(left)[0]), of(sides(right)[1])],
        }
    }

    /// What the word at `place` counts, if there is one; found once for each word.
    fn sums<'s>(
        &self,
        view: &View<'_>,
        sums: &'s mut [Option<Sums>],
        place: usize,
    ) -> Option<&'s Sums> {
        let number = *view.numbers.get(place)? as usize;
        Some(sums[number].get_or_insert_with(|| {
            let (word, hint) = (&view.words[place], view.hints[place]);
            let [next, last] = sides(word);
            Sums {
                own: self.weights.sum(&own(word, hint, 0)),
                outside: self.weights.sum(&after(word, hint, OUTSIDE)),
                next: self.weights.sum(&[next]),
                last: self.weights.sum(&[last]),
            }
        }))
    }

    /// The scores of the token at `index` after two of some classes.
    fn scores(
        &self,
        view: &View<'_>,
        sums: &mut [Option<Sums>],
        index: usize,
        before: (usize, usize),
    ) -> Scores {
        let mut scores = self.weights.sum(&together(view, index));
        let (word, hint) = (&view.words[index], view.hints[index]);
        let known = self.sums(view, sums, index);
        if let Some(sums) = known.as_ref().filter(|_| index > 0) {
            add(&mut scores, &sums.own);
        } else {
            self.weights.add(&own(word, hint, u64::from(index == 0)), &mut scores);
        }
        if let Some(sums) = known.filter(|_| before.0 == OUTSIDE) {
            add(&mut scores, &sums.outside);
        } else {
            self.weights.add(&after(word, hint, before.0), &mut scores);
        }
        let [first, last] = &self.edges;
        let left = index.checked_sub(1).and_then(|it| self.sums(view, sums, it));
        add(&mut scores, left.map_or(first, |it| &it.next));
        add(&mut scores, self.sums(view, sums, index + 1).map_or(last, |it| &it.last));
        add(&mut scores, &self.ways[before.0][before.1]);
        add(&mut scores, &self.tags[view.tags[index].1 as usize][before.0]);
        scores
    }

    /// The names of one sentence whose first token is `start`, put after those in `names`; `sums` are those of the
    /// words that were met.
    pub(super) fn find(
        &self,
        view: &View<'_>,
        sums: &mut [Option<Sums>],
        start: usize,
        names: &mut Vec<Name>,
    ) {
        let (mut before, mut second) = (OUTSIDE, OUTSIDE);
        let person = 1 + 2 * place_of(NameKind::Person);
        for index in 0..view.words.len() {
            let suits = &view.suits[index];
            let other = |class: &usize| follows(*class, before);
            let best = (1..CLASSES).filter(other).map(|it| suits[it]).fold(f32::MIN, f32::max);
            if suits[OUTSIDE] - best >= SURE {
                (before, second) = (OUTSIDE, before);
                continue;
            }
            let lead = |class: usize| if class == person { LEAD } else { 0.0 };
            let suit = |class: usize| SHARE * suits[class] - lead(class);
            let best_of = |score: &dyn Fn(usize) -> f32| {
                let mut class = OUTSIDE;
                for other in (1..CLASSES).filter(other) {
                    if score(other) > score(class) {
                        class = other;
                    }
                }
                class
            };
            let mut class = best_of(&suit);
            let least = suit(class) - SHARE * SURE;
            let is_rival = |it: usize| it != class && other(&it) && suit(it) > least;
            if (0..CLASSES).any(is_rival) {
                let scores = self.scores(view, sums, index, (before, second));
                #[expect(clippy::cast_precision_loss, reason = "sums of scores are small")]
                let score =
                    |class: usize| scores[class] as f32 + SHARE * suits[class] - lead(class);
                class = best_of(&score);
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

/// Takes a word for a place that was taken for a person, where something is told to be "in" it, there or
/// elsewhere in the text, and nobody of a longer name has it.
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
        .filter(|name| single(name) || name.kind == NameKind::Location && name.tokens.len() == 1)
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
    use super::{EDGES, View, after, own, sides, tag_after, together, way};
    use crate::nlp::chain::{CLASSES, OUTSIDE, Suits, follows};
    use crate::nlp::hint::Hint;
    use crate::nlp::perceptron::{Feature, Learner};
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

    /// All features of the token at `index` after two of some classes.
    fn collect(view: &View<'_>, index: usize, before: (usize, usize), features: &mut Vec<Feature>) {
        features.clear();
        let (word, hint) = (&view.words[index], view.hints[index]);
        features.extend(own(word, hint, u64::from(index == 0)));
        features.extend(after(word, hint, before.0));
        let left = index.checked_sub(1).map_or(&EDGES[0], |it| &view.words[it]);
        let right = view.words.get(index + 1).unwrap_or(&EDGES[1]);
        features.extend([sides(left)[0], sides(right)[1], way(before)]);
        features.push(tag_after(view.tags[index].1 as usize, before.0));
        features.extend(together(view, index));
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
                let view = View {
                    words: &sample.words,
                    tags: &sample.tags,
                    hints,
                    suits: &[],
                    numbers: &[],
                };
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
