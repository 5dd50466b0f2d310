//! From tagged words to trees: transitions of the arc-hybrid system, chosen greedily.
//!
//! Kuhlmann, Gómez-Rodríguez and Satta (2011) for the system; Goldberg and Nivre (2013) for its
//! dynamic oracle, which trains the parser on its own mistakes.

use crate::nlp::perceptron::{Feature, Weights, mix};
use crate::nlp::tag::Word;
use crate::nlp::tags::{Relation, Upos, Xpos};

/// The parser.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parser {
    weights: Weights,
}

/// No word: a place beyond the stack, the buffer or the children.
const NONE: usize = usize::MAX;

/// What a transition does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Moves the first word of the buffer onto the stack.
    Shift,
    /// Makes the top of the stack depend on the first word of the buffer, or on the root.
    Left,
    /// Makes the top of the stack depend on the word under it.
    Right,
}

/// The number of classes: shift, and two ways to attach for each relation.
const CLASSES: usize = 1 + 2 * Relation::ALL.len();

/// The step of a class, and the place of its relation.
const fn step_of(class: usize) -> (Step, usize) {
    match class {
        0 => (Step::Shift, 0),
        _ if class % 2 == 1 => (Step::Left, (class - 1) / 2),
        _ => (Step::Right, (class - 2) / 2),
    }
}

/// A parse under way. Words are counted from 1; 0 is the root, behind the last word.
#[derive(Default)]
struct State {
    stack: Vec<usize>,
    next: usize,
    count: usize,
    heads: Vec<usize>,
    relations: Vec<usize>,
    /// The two outermost children on the left, the outer first, and how many there are.
    left: Vec<[usize; 2]>,
    right: Vec<[usize; 2]>,
    left_count: Vec<u64>,
    right_count: Vec<u64>,
}

impl State {
    /// Starts on a sentence of `count` words.
    fn start(&mut self, count: usize) {
        self.stack.clear();
        self.next = 1;
        self.count = count;
        let places = count + 1;
        self.heads.clear();
        self.heads.resize(places, NONE);
        self.relations.clear();
        self.relations.resize(places, 0);
        for children in [&mut self.left, &mut self.right] {
            children.clear();
            children.resize(places, [NONE; 2]);
        }
        for counts in [&mut self.left_count, &mut self.right_count] {
            counts.clear();
            counts.resize(places, 0);
        }
    }

    fn is_done(&self) -> bool {
        self.next > self.count && self.stack.is_empty()
    }

    fn allows(&self, step: Step) -> bool {
        match step {
            Step::Shift => self.next <= self.count,
            Step::Left => {
                !self.stack.is_empty() && (self.next <= self.count || self.stack.len() == 1)
            }
            Step::Right => self.stack.len() > 1,
        }
    }

    /// The word `depth` under the top of the stack.
    fn stacked(&self, depth: usize) -> usize {
        self.stack.len().checked_sub(depth + 1).map_or(NONE, |place| self.stack[place])
    }

    /// The word `ahead` of the first of the buffer.
    fn buffered(&self, ahead: usize) -> usize {
        if self.next + ahead <= self.count { self.next + ahead } else { NONE }
    }

    /// The head that a step to the left would give.
    fn left_head(&self) -> usize {
        if self.next <= self.count { self.next } else { 0 }
    }

    fn apply(&mut self, step: Step, relation: usize) {
        match step {
            Step::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Step::Left | Step::Right => {
                let Some(word) = self.stack.pop() else { return };
                let head = match step {
                    Step::Left => self.left_head(),
                    _ => self.stacked(0),
                };
                self.attach(word, head, relation);
            }
        }
    }

    fn attach(&mut self, word: usize, head: usize, relation: usize) {
        self.heads[word] = head;
        self.relations[word] = relation;
        if head == 0 || head == NONE {
            return;
        }
        let (children, count) = if word < head {
            (&mut self.left[head], &mut self.left_count[head])
        } else {
            (&mut self.right[head], &mut self.right_count[head])
        };
        children[1] = children[0];
        children[0] = word;
        *count = (*count + 1).min(4);
    }
}

/// What the features look at, by word; place 0 is the root.
#[derive(Default)]
struct Look {
    words: Vec<u64>,
    tags: Vec<u64>,
    fine: Vec<u64>,
    coarse: Vec<u64>,
}

impl Look {
    fn start(&mut self, words: &[Word], tags: &[(Upos, Xpos)]) {
        self.words.clear();
        self.tags.clear();
        self.fine.clear();
        self.coarse.clear();
        self.words.push(5);
        self.tags.push(6);
        self.fine.push(1);
        self.coarse.push(2);
        for (word, &(upos, xpos)) in words.iter().zip(tags) {
            self.words.push(word.lower);
            self.tags.push(10 + xpos as u64 * 32 + upos as u64);
            self.fine.push(word.cluster);
            self.coarse.push(word.coarse);
        }
    }
}

/// Room for parsing that is used again from sentence to sentence.
#[derive(Default)]
pub(super) struct Room {
    state: State,
    look: Look,
    features: Vec<Feature>,
}

impl Parser {
    /// Reads the model in `bytes`.
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        Self { weights: Weights::new(bytes) }
    }

    /// Parses one sentence; calls `found` with each word's head, counted from 0, and relation.
    pub(super) fn parse(
        &self,
        words: &[Word],
        tags: &[(Upos, Xpos)],
        room: &mut Room,
        mut found: impl FnMut(Option<usize>, Relation),
    ) {
        let Room { state, look, features } = room;
        state.start(words.len());
        look.start(words, tags);
        let mut scores = [0i32; CLASSES];
        while !state.is_done() {
            collect(state, look, features);
            self.weights.score(features, &mut scores);
            let class = best_allowed(state, &scores);
            let (step, relation) = step_of(class);
            state.apply(step, relation);
        }
        let root = one_root(state);
        for word in 1..=words.len() {
            let (head, relation) = (state.heads[word], state.relations[word]);
            if word == root {
                found(None, Relation::Root);
            } else if head == 0 || head == NONE {
                found(Some(root - 1), Relation::Parataxis);
            } else {
                let relation = Relation::ALL[relation];
                let relation = if relation == Relation::Root { Relation::Dep } else { relation };
                found(Some(head - 1), relation);
            }
        }
    }
}

/// The word that is the root: the first that was made one, a verb or noun of a sentence first.
fn one_root(state: &State) -> usize {
    (1..=state.count).find(|&word| state.heads[word] == 0).unwrap_or(1)
}

/// The class of the highest score whose step the state allows; the first of equals.
fn best_allowed<T: PartialOrd + Copy>(state: &State, scores: &[T]) -> usize {
    let allowed = [Step::Shift, Step::Left, Step::Right].map(|step| state.allows(step));
    let is_allowed = |class: usize| match step_of(class).0 {
        Step::Shift => allowed[0],
        Step::Left => allowed[1],
        Step::Right => allowed[2],
    };
    let mut best = NONE;
    for class in 0..scores.len() {
        if is_allowed(class) && (best == NONE || scores[class] > scores[best]) {
            best = class;
        }
    }
    best
}

/// The features of a state. Zhang and Nivre (2011) for the templates, and word clusters.
#[expect(clippy::too_many_lines, reason = "one line a template")]
fn collect(state: &State, look: &Look, features: &mut Vec<Feature>) {
    features.clear();
    let (s0, s1, s2) = (state.stacked(0), state.stacked(1), state.stacked(2));
    let (b0, b1, b2) = (state.buffered(0), state.buffered(1), state.buffered(2));
    let word = |at: usize| look.words.get(at).copied().unwrap_or(3);
    let tag = |at: usize| look.tags.get(at).copied().unwrap_or(7);
    let fine = |at: usize| look.fine.get(at).copied().unwrap_or(3);
    let coarse = |at: usize| look.coarse.get(at).copied().unwrap_or(4);
    let left = |at: usize, nth: usize| state.left.get(at).map_or(NONE, |it| it[nth]);
    let right = |at: usize, nth: usize| state.right.get(at).map_or(NONE, |it| it[nth]);
    let relation = |at: usize| state.relations.get(at).map_or(555, |&it| it as u64);
    let lefts = |at: usize| state.left_count.get(at).copied().unwrap_or(9);
    let rights = |at: usize| state.right_count.get(at).copied().unwrap_or(9);
    let gap = |from: usize, to: usize| {
        if from == NONE || to == NONE { 0 } else { (to.abs_diff(from)).min(8) as u64 }
    };
    let mut kind = 0u64;
    let mut add = |parts: &[u64]| {
        kind += 1;
        let start = kind.wrapping_mul(0x632b_e59b_d9b4_e019);
        features.push(parts.iter().fold(start, |hash, &part| mix(hash, part)));
    };
    let (ws0, ws1, ws2, wb0, wb1) = (word(s0), word(s1), word(s2), word(b0), word(b1));
    let (ts0, ts1, ts2, tb0, tb1, tb2) = (tag(s0), tag(s1), tag(s2), tag(b0), tag(b1), tag(b2));
    let (near, under) = (gap(s0, b0), gap(s1, s0));
    add(&[]);
    add(&[ws0, ts0]);
    add(&[ws0]);
    add(&[ts0]);
    add(&[ws1, ts1]);
    add(&[ws1]);
    add(&[ts1]);
    add(&[wb0, tb0]);
    add(&[wb0]);
    add(&[tb0]);
    add(&[wb1, tb1]);
    add(&[wb1]);
    add(&[tb1]);
    add(&[tb2]);
    add(&[ws2, ts2]);
    add(&[ws0, ts0, wb0, tb0]);
    add(&[ws0, ts0, wb0]);
    add(&[ws0, wb0, tb0]);
    add(&[ws0, ts0, tb0]);
    add(&[ts0, wb0, tb0]);
    add(&[ws0, wb0]);
    add(&[ts0, tb0]);
    add(&[tb0, tb1]);
    add(&[ws1, ws0]);
    add(&[ws1, ts0]);
    add(&[ts1, ws0]);
    add(&[ts1, ts0]);
    add(&[ws1, ts1, ws0, ts0]);
    add(&[ts1, ts0, tb0]);
    add(&[ts1, ws0, tb0]);
    add(&[ws1, ts0, tb0]);
    add(&[ts1, ts0, wb0]);
    add(&[tb0, tb1, tb2]);
    add(&[ts0, tb0, tb1]);
    add(&[ts2, ts1, ts0]);
    add(&[ws0, tb0, tb1]);
    let (sl, sl2, sr, sr2) = (left(s0, 0), left(s0, 1), right(s0, 0), right(s0, 1));
    let (bl, bl2) = (left(b0, 0), left(b0, 1));
    let (ul, ul2, ur, ur2) = (left(s1, 0), left(s1, 1), right(s1, 0), right(s1, 1));
    add(&[ts0, tag(sl), tb0]);
    add(&[ts0, tag(sr), tb0]);
    add(&[ts0, tag(bl), tb0]);
    add(&[ts1, tag(ur), ts0]);
    add(&[ts1, tag(ul), ts0]);
    add(&[ts1, tag(sl), ts0]);
    add(&[ts1, tag(sr), ts0]);
    add(&[ts0, tag(sl), tag(sl2)]);
    add(&[ts0, tag(sr), tag(sr2)]);
    add(&[tb0, tag(bl), tag(bl2)]);
    add(&[ts1, tag(ur), tag(ur2)]);
    add(&[ts1, tag(ul), tag(ul2)]);
    add(&[word(sl), relation(sl)]);
    add(&[word(sr), relation(sr)]);
    add(&[word(bl), relation(bl)]);
    add(&[relation(sl), tag(sl)]);
    add(&[relation(sr), tag(sr)]);
    add(&[relation(bl), tag(bl)]);
    add(&[word(ur), relation(ur)]);
    add(&[word(ul), relation(ul)]);
    add(&[ws0, lefts(s0), rights(s0)]);
    add(&[ts0, lefts(s0), rights(s0)]);
    add(&[wb0, lefts(b0)]);
    add(&[tb0, lefts(b0)]);
    add(&[ws1, rights(s1)]);
    add(&[ts1, lefts(s1), rights(s1)]);
    add(&[ws0, near]);
    add(&[ts0, near, tb0]);
    add(&[wb0, near]);
    add(&[ts1, under, ts0]);
    add(&[ws1, ws0, under]);
    add(&[fine(s0), ts0]);
    add(&[fine(s1), ts1]);
    add(&[fine(b0), tb0]);
    add(&[fine(s0), fine(b0)]);
    add(&[fine(s1), fine(s0)]);
    add(&[coarse(s0), coarse(b0), ts0]);
    add(&[coarse(s1), coarse(s0), tb0]);
    add(&[fine(s0), tb0]);
    add(&[ts0, fine(b0)]);
    add(&[fine(s1), ts0]);
    add(&[ts1, fine(s0)]);
    add(&[ts0, relation(sl), relation(sl2)]);
    add(&[ts0, relation(sr), relation(sr2)]);
    add(&[tb0, relation(bl), relation(bl2)]);
    add(&[ws0, relation(sl), relation(sr)]);
    add(&[ws1, relation(ul), relation(ur)]);
    add(&[ts1, relation(ur), relation(ur2)]);
}

/// Learns a parser from sentences with their trees.
#[cfg(feature = "training")]
pub(super) mod learn {
    use super::{CLASSES, Look, NONE, State, Step, best_allowed, collect, step_of};
    use crate::nlp::perceptron::Learner;
    use crate::nlp::tag::Word;
    use crate::nlp::tags::{Relation, Upos, Xpos};

    /// Weights under this, in whole updates, are left out.
    const LEAST: f32 = 1.8;

    /// A sentence to learn from; heads are counted from 1, and 0 is the root.
    pub(in crate::nlp) struct Sample {
        pub(in crate::nlp) words: Vec<Word>,
        pub(in crate::nlp) tags: Vec<(Upos, Xpos)>,
        pub(in crate::nlp) heads: Vec<usize>,
        pub(in crate::nlp) relations: Vec<Relation>,
    }

    /// How many arcs of the gold tree each step makes unreachable.
    fn costs(state: &State, gold: &[usize]) -> [usize; 3] {
        const NEVER: usize = 1 << 20;
        let mut costs = [NEVER; 3];
        let top = state.stacked(0);
        if state.allows(Step::Shift) {
            let next = state.next;
            let last = state.stack.len().saturating_sub(1);
            costs[0] = state
                .stack
                .iter()
                .enumerate()
                .map(|(place, &word)| {
                    usize::from(gold[word] == next)
                        + usize::from(gold[next] == word && place < last)
                })
                .sum();
        }
        let lost_children = || (state.next..=state.count).filter(|&word| gold[word] == top).count();
        let at_end = state.next > state.count;
        if state.allows(Step::Left) {
            let head = gold[top];
            let lost = head != state.left_head()
                && (head == state.stacked(1)
                    || (head == 0 && !at_end)
                    || (head != 0 && head > state.next));
            costs[1] = usize::from(lost) + lost_children();
        }
        if state.allows(Step::Right) {
            let head = gold[top];
            let lost = head != state.stacked(1) && (head == 0 || head >= state.next);
            costs[2] = usize::from(lost) + lost_children();
        }
        costs
    }

    /// The bytes that [`Parser::new`] reads.
    pub(in crate::nlp) fn learn(
        samples: &[Sample],
        rounds: usize,
        random: &mut dyn FnMut(usize) -> usize,
        told: &mut dyn FnMut(usize, usize),
    ) -> Vec<u8> {
        let mut learner = Learner::new(CLASSES);
        let mut scores = [0f32; CLASSES];
        let mut features = Vec::new();
        let (mut state, mut look) = (State::default(), Look::default());
        let mut order: Vec<usize> = (0..samples.len()).collect();
        for round in 0..rounds {
            for last in (1..order.len()).rev() {
                order.swap(last, random(last + 1));
            }
            let mut mistakes = 0;
            for &sample in &order {
                let sample = &samples[sample];
                let mut gold = vec![0];
                gold.extend(&sample.heads);
                state.start(sample.words.len());
                look.start(&sample.words, &sample.tags);
                while !state.is_done() {
                    collect(&state, &look, &mut features);
                    learner.score(&features, &mut scores);
                    let costs = costs(&state, &gold);
                    let least = costs.iter().copied().min().unwrap_or(0);
                    let guess = best_allowed(&state, &scores);
                    let is_good = |class: usize| {
                        let (step, relation) = step_of(class);
                        if !state.allows(step) || costs[step as usize] > least {
                            return false;
                        }
                        let head = match step {
                            Step::Shift => return true,
                            Step::Left => state.left_head(),
                            Step::Right => state.stacked(1),
                        };
                        let word = state.stacked(0);
                        gold[word] != head || Relation::ALL[relation] == sample.relations[word - 1]
                    };
                    let mut good = NONE;
                    for class in 0..CLASSES {
                        if is_good(class) && (good == NONE || scores[class] > scores[good]) {
                            good = class;
                        }
                    }
                    let guess_is_good = is_good(guess);
                    if guess_is_good {
                        good = guess;
                    }
                    mistakes += usize::from(!guess_is_good);
                    learner.learn(&features, good, guess);
                    let follow = guess_is_good || (round > 0 && random(10) < 9);
                    let (step, relation) = step_of(if follow { guess } else { good });
                    state.apply(step, relation);
                }
            }
            told(round, mistakes);
        }
        learner.finish(LEAST)
    }
}
