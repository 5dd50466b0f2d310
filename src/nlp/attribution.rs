//! Who says what, token by token: the words for a source, those that attribute, and what is said.
//!
//! What the encoder makes of a token and of its head, with its relation, its tag and its place, is
//! read by simple recurrent units as in the encoder, but over paragraphs, and a linear chain picks
//! the best roles.

use rustc_hash::FxHashMap;

use crate::nlp::chain::Follow;
use crate::nlp::document::{Passage, Quotation, Sentence, Token, TokenId, TokenRange};
use crate::nlp::encoder::{After, Encoded, Gates, read_gates, read_matrix, recur, recur_after};
use crate::nlp::joined::{self, Joined};
use crate::nlp::matrix::{Matrix, Whole};
use crate::nlp::processor::{Processor, UNIT};
use crate::nlp::table::Reader;
use crate::nlp::tags::{Relation, Role};
use crate::nlp::word::Word;

/// Small classes of a token that are looked up: its relation and tag, the relation of its head, on which
/// side that stands, its place, how often it and its head are cues, by which relation it hangs below one, and by which
/// one hangs on it or above it.
pub(super) const TRAITS: usize = 8;
pub(super) type Traits = [u8; TRAITS];
/// Where the last three stand.
const LEVEL: usize = 5;
const UNDER: usize = 6;
const OVER: usize = 7;

/// Where tokens stand: at the start of a sentence or a paragraph, and in, at the beginning or the end of
/// a quotation.
const STARTS: u8 = 3;
const INSIDE: u8 = 1;
const OPENING: u8 = 2;
const CLOSING: u8 = 3;

/// Of a hundred times, how often a word must be a cue for each level.
#[cfg(feature = "training")]
const LEVELS: [usize; 4] = [5, 15, 35, 60];
/// The levels, and none.
const SORTS: u8 = 5;
/// The level from which on a word is taken for a cue in the tree.
const LIKELY: u8 = 2;

/// Numbers of a token that are read over paragraphs.
const SIZE: usize = 64;
/// Numbers that a layer gives of a token in each direction.
const HALF: usize = 64;
/// Classes: none, and for each role its beginning and its inside.
const CLASSES: usize = 1 + 2 * Role::ALL.len();
/// Tokens that are read as one at most.
const LONGEST: usize = 256;
/// Tokens that are read together, so that each part of the weights is used for many.
const TOGETHER: usize = 128;

/// Words that are cues often, by the hashes of their small letters, each with a level.
#[derive(Clone, Debug, Default)]
pub(super) struct Cues(FxHashMap<u64, u8>);

impl Cues {
    /// Bytes of a word's hash and level.
    const BYTES: usize = 9;

    /// Takes the words that were cues so many times of how many.
    #[cfg(feature = "training")]
    pub(super) fn learn(counts: impl Iterator<Item = (u64, (usize, usize))>) -> Self {
        const LEAST: usize = 3;
        let words = counts
            .map(|(word, (cues, all))| {
                let level = LEVELS.iter().filter(|&&share| 100 * cues >= share * (all + 1)).count();
                (word, if all < LEAST { 0 } else { u8::try_from(level).unwrap_or(0) })
            })
            .filter(|&(_, level)| level > 0);
        Self(words.collect())
    }

    /// The bytes that [`read`](Self::read) reads.
    #[cfg(feature = "training")]
    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = u32::try_from(self.0.len()).unwrap_or(0).to_le_bytes().to_vec();
        let mut words: Vec<(u64, u8)> =
            self.0.iter().map(|(word, level)| (*word, *level)).collect();
        words.sort_unstable();
        for (word, level) in words {
            bytes.extend(word.to_le_bytes());
            bytes.push(level);
        }
        bytes
    }

    /// Reads the words that come next, in the order of their hashes.
    fn read(reader: &mut Reader) -> Self {
        let count = reader.count();
        let rows = reader.bytes(count * Self::BYTES).chunks_exact(Self::BYTES);
        let word = |row: &[u8]| row.first_chunk().map(|it| u64::from_le_bytes(*it));
        Self(rows.filter_map(|row| Some((word(row)?, row[Self::BYTES - 1]))).collect())
    }

    fn level(&self, word: u64) -> u8 {
        self.0.get(&word).copied().unwrap_or(0)
    }
}

/// Some neighboring sentences of a document.
pub(super) struct Next<'a> {
    pub(super) batch: &'a [Sentence],
    /// The words of these sentences.
    pub(super) words: &'a [Word],
    /// The tokens of the document, up to the end of these sentences at least.
    pub(super) tokens: &'a [Token],
    /// The quotations of the document.
    pub(super) quotations: &'a [Quotation],
    /// The paragraph of the sentence before these.
    pub(super) before: Option<u32>,
}

/// Finds what is looked up of the tokens of the next sentences.
pub(super) fn traits(cues: &Cues, next: &Next<'_>, traits: &mut Vec<Traits>) {
    let &Next { batch, words, tokens, quotations, before } = next;
    traits.clear();
    let mut paragraph = before;
    let first = batch.first().map_or(0, |sentence| sentence.tokens.start());
    let mut next = quotations.partition_point(|it| it.tokens.end() <= first);
    let head_of = |id: TokenId| tokens[id.index()].head.map(|head| head.index() - first);
    for sentence in batch {
        for id in sentence.tokens.iter() {
            let token = &tokens[id.index()];
            let head = token.head.map(|head| (head, tokens[head.index()].relation));
            let (above, side) = match head {
                None => (0, 0),
                Some((head, relation)) if head < id => (relation as u8 + 1, 1),
                Some((_, relation)) => (relation as u8 + 1, 2),
            };
            let start = match () {
                () if id.index() > sentence.tokens.start() => 0,
                () if paragraph == Some(sentence.paragraph) => 1,
                () => 2,
            };
            while quotations.get(next).is_some_and(|it| it.tokens.end() <= id.index()) {
                next += 1;
            }
            let quoted = match quotations.get(next).map(|it| it.tokens) {
                Some(it) if it.start() == id.index() => OPENING,
                Some(it) if it.has(id) && it.end() == id.index() + 1 => CLOSING,
                Some(it) if it.has(id) => INSIDE,
                _ => 0,
            };
            let (relation, tag) = (token.relation as u8, token.xpos as u8);
            let level = cues.level(words[id.index() - first].lower);
            traits.push([relation, tag, above, side, quoted * STARTS + start, level, 0, 0]);
        }
        paragraph = Some(sentence.paragraph);
        for id in sentence.tokens.iter() {
            let own = traits[id.index() - first];
            let Some(head) = head_of(id) else { continue };
            let clause = matches!(
                tokens[id.index()].relation,
                Relation::Parataxis
                    | Relation::Advcl
                    | Relation::Ccomp
                    | Relation::Acl
                    | Relation::AclRelcl
                    | Relation::Dep
            );
            if own[LEVEL] >= LIKELY && clause && traits[head][OVER] == 0 {
                traits[head][OVER] = own[0] + 1;
            }
            if traits[head][LEVEL] >= LIKELY {
                traits[id.index() - first][UNDER] = own[0] + 1;
            }
        }
        hand_down(sentence, first, head_of, traits);
        // Last, as levels are read before.
        for id in sentence.tokens.iter() {
            let at = id.index() - first;
            let above = head_of(id).map_or(0, |head| cues.level(words[head].lower));
            traits[at][LEVEL] = traits[at][LEVEL] * SORTS + above;
        }
    }
}

/// Gives the marks of a token to those below it that have none.
fn hand_down(
    sentence: &Sentence,
    first: usize,
    head_of: impl Fn(TokenId) -> Option<usize>,
    traits: &mut [Traits],
) {
    let start = sentence.tokens.start();
    let mut done = vec![false; sentence.tokens.len()];
    let mut way = Vec::new();
    for id in sentence.tokens.iter() {
        let mut at = Some(id.index() - first);
        while let Some(token) = at.filter(|&token| !done[token + first - start]) {
            done[token + first - start] = true;
            way.push(token);
            at = head_of(TokenId::new(token + first));
        }
        while let Some(token) = way.pop() {
            let Some(head) = head_of(TokenId::new(token + first)) else { continue };
            for mark in [UNDER, OVER] {
                if traits[token][mark] == 0 {
                    traits[token][mark] = traits[head][mark];
                }
            }
        }
    }
}

/// The ends of the stretches that are read as one: paragraphs that fit together; one that is too long
/// is cut before a sentence, or anywhere.
pub(super) fn windows(sentences: &[Sentence]) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut begun = 0;
    let mut close = |begun: &mut usize, at: usize| {
        if at > *begun {
            ends.push(at);
            *begun = at;
        }
    };
    for paragraph in sentences.chunk_by(|one, two| one.paragraph == two.paragraph) {
        let range = paragraph[0].tokens.cover(paragraph[paragraph.len() - 1].tokens);
        if range.end() - begun > LONGEST {
            close(&mut begun, range.start());
        }
        if range.end() - begun <= LONGEST {
            continue;
        }
        for sentence in paragraph {
            if sentence.tokens.end() - begun > LONGEST {
                close(&mut begun, sentence.tokens.start());
            }
            while sentence.tokens.end() - begun > LONGEST {
                let at = begun + LONGEST;
                close(&mut begun, at);
            }
        }
    }
    close(&mut begun, sentences.last().map_or(0, |it| it.tokens.end()));
    ends
}

/// What finds attributions.
#[derive(Clone, Debug)]
pub(super) struct Attributer {
    processor: Processor,
    cues: Cues,
    joined: Joined<TRAITS>,
    layers: [Matrix; 2],
    last: Matrix,
    follow: Follow<CLASSES>,
}

/// What was read of a document so far, and room that is used again.
#[derive(Default)]
pub(super) struct Room {
    /// Where stretches end, and how many of them were read.
    ends: Vec<usize>,
    done: usize,
    /// The numbers of the tokens that wait to be read.
    waiting: Vec<f32>,
    traits: Vec<Traits>,
    joined: joined::Room,
    whole: Whole,
    lengths: Vec<usize>,
    /// What the matrix of either layer gives; apart, as room that grows must be filled.
    gates: [Vec<f32>; 2],
    outputs: [Vec<f32>; 2],
    scores: Vec<f32>,
    ways: Vec<[f32; CLASSES]>,
    ahead: Vec<[f32; UNIT]>,
    /// What was found.
    pub(super) passages: Vec<Passage>,
}

impl Room {
    /// Begins a document with these sentences.
    pub(super) fn start(&mut self, sentences: &[Sentence]) {
        self.ends = windows(sentences);
        self.done = 0;
        self.waiting.clear();
        self.passages.clear();
    }
}

impl Attributer {
    /// Reads what was learned.
    pub(super) fn read(reader: &mut Reader, processor: Processor) -> Self {
        Self {
            processor,
            cues: Cues::read(reader),
            joined: Joined::read(reader, processor),
            layers: std::array::from_fn(|_| read_gates(reader, processor, 2 * HALF)),
            last: read_matrix(reader, processor),
            follow: Follow::read(reader),
        }
    }

    /// Takes the next sentences, which were encoded.
    pub(super) fn add(&self, next: &Next<'_>, encoded: &Encoded, room: &mut Room) {
        let Room { traits: own_traits, joined, waiting, .. } = room;
        let Some(first) = next.batch.first().map(|it| it.tokens.start()) else { return };
        traits(&self.cues, next, own_traits);
        let count = encoded.tokens();
        let classes = |place: usize| own_traits[place].map(usize::from);
        let tokens = (first, next.tokens);
        let own = self.joined.join(self.processor, encoded, tokens, classes, joined);
        waiting.extend_from_slice(own);
        let end = first + count;
        let done = end - waiting.len() / SIZE;
        let ready = room.ends.partition_point(|&at| at <= end);
        let whole = ready == room.ends.len();
        if ready > room.done && (whole || room.ends[ready - 1] - done >= TOGETHER) {
            self.run(done, ready, room);
        }
    }

    /// Reads the stretches up to the one numbered `ready`, the first of which starts at token `start`.
    fn run(&self, start: usize, ready: usize, room: &mut Room) {
        let Room { ends, done, waiting, whole, lengths, gates, outputs, .. } = room;
        lengths.clear();
        let mut end = start;
        for &at in &ends[*done..ready] {
            lengths.push(at - end);
            end = at;
        }
        *done = ready;
        let own = (end - start) * SIZE;
        let [first, second] = &self.layers;
        let [low, high] = outputs;
        let [all, some] = gates;
        whole.take(self.processor, [(&waiting[..own], SIZE)]);
        first.product(whole, all);
        recur(self.processor, (lengths, 2 * HALF), Gates::First(all), low);
        whole.take(self.processor, [(low, 2 * HALF)]);
        let source = After { matrix: second, whole, past: low };
        recur_after(self.processor, (lengths, 2 * HALF), source, some, high);
        waiting.drain(..own);
        let Room { lengths, whole, outputs: [_, high], scores, ways, ahead, passages, .. } = room;
        whole.take(self.processor, [(high, 2 * HALF)]);
        self.last.product(whole, scores);
        let mut rows = scores.chunks_exact(self.last.outputs());
        let mut at = start;
        for &length in &*lengths {
            ways.clear();
            ways.extend(rows.by_ref().take(length).map(|row| {
                row.first_chunk::<CLASSES>().copied().expect("a row has a number for each class")
            }));
            self.follow.both_ways(self.processor, ways, ahead);
            collect(ways, at, passages);
            at += length;
        }
    }
}

/// Adds the passages of a stretch that starts at token `start`, of whose tokens it is known how well each class
/// suits them.
fn collect(ways: &[[f32; CLASSES]], start: usize, passages: &mut Vec<Passage>) {
    let mut before = 0;
    for (index, ways) in (start..).zip(ways) {
        let class = (0..CLASSES)
            .reduce(|best, other| if ways[other] > ways[best] { other } else { best })
            .unwrap_or(0);
        let goes_on = class > 0 && class % 2 == 0 && (before == class || before + 1 == class);
        if goes_on && let Some(last) = passages.last_mut() {
            last.tokens = TokenRange::new(last.tokens.start(), index + 1);
        } else if class > 0 {
            let role = Role::ALL[(class - 1) / 2];
            passages.push(Passage { tokens: TokenRange::new(index, index + 1), role });
        }
        before = class;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(lengths: &[(usize, u32)]) -> Vec<usize> {
        let mut start = 0;
        let sentences = lengths.iter().map(|&(length, paragraph)| {
            let tokens = TokenRange::new(start, start + length);
            start += length;
            Sentence { tokens, paragraph }
        });
        windows(&sentences.collect::<Vec<_>>())
    }

    #[test]
    fn paragraphs_are_read_together_and_long_ones_in_parts() {
        assert!(ends(&[]).is_empty());
        assert_eq!(ends(&[(100, 0), (100, 0), (50, 1)]), [250]);
        assert_eq!(ends(&[(100, 0), (100, 1), (50, 1), (50, 1)]), [100, 300]);
        assert_eq!(ends(&[(10, 0), (200, 1), (100, 1), (20, 2)]), [10, 210, 330]);
        assert_eq!(ends(&[(10, 0), (600, 1), (5, 1)]), [10, 266, 522, 615]);
    }

    #[test]
    fn roles_begin_where_they_change_and_at_beginnings() {
        let way =
            |class: usize| std::array::from_fn(|other| if other == class { 0.0 } else { -1.0 });
        let mut found = Vec::new();
        collect(&[1, 2, 0, 5, 6, 5, 4].map(way), 7, &mut found);
        let found: Vec<_> =
            found.iter().map(|it| (it.tokens.start(), it.tokens.end(), it.role.as_str())).collect();
        assert_eq!(
            found,
            [(7, 9, "source"), (10, 12, "content"), (12, 13, "content"), (13, 14, "cue")]
        );
    }
}
