//! From encoded words to trees: each word is scored as the head of each other (Dozat and Manning
//! 2017), the best tree is taken, and then the relation of each word to its head.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined does not use the instructions of the processor"
)]

use crate::nlp::encoder::{Encoded, LAYERS, leak, leaky, read_matrix};
use crate::nlp::matrix::{Matrix, Whole};
use crate::nlp::processor::{Lanes, Processor, Work, best, dot};
use crate::nlp::table::Reader;
use crate::nlp::tags::Relation;
use crate::nlp::tree::{self, Scores};

/// Numbers of a word as a head, and as a dependent.
const ARC: usize = 128;
/// Numbers of a head and a dependent that are added to find the relation.
const SUM: usize = 96;
/// Numbers of a head and a dependent that are multiplied to find the relation.
const PRODUCT: usize = 64;
const LABEL: usize = SUM + PRODUCT;
/// Where the numbers of the dependent, and those for relations, start.
const DEPENDENT: usize = ARC;
const LABEL_HEAD: usize = 2 * ARC;
const LABEL_DEPENDENT: usize = 2 * ARC + LABEL;
const ROW: usize = 2 * ARC + 2 * LABEL;
/// The relation that only roots have.
const ROOT: usize = Relation::Root as usize;

/// The parser.
#[derive(Clone, Debug)]
pub(super) struct Parser {
    processor: Processor,
    /// A word as head and as dependent, for arcs and for relations.
    parts: Matrix,
    /// What a dependent looks for in a head.
    wanted: Matrix,
    relation: Matrix,
    relations: usize,
    root: Vec<f32>,
    root_label: Vec<f32>,
}

/// Room for parsing that is used again from batch to batch.
#[derive(Default)]
pub(super) struct Room {
    whole: Whole,
    parts: Vec<f32>,
    dependents: Vec<f32>,
    wanted: Vec<f32>,
    scores: Vec<f32>,
    heads: Vec<usize>,
    all_heads: Vec<usize>,
    pairs: Vec<f32>,
    labels: Vec<f32>,
}

impl Parser {
    /// Reads the parser that comes next.
    pub(super) fn read(reader: &mut Reader, processor: Processor) -> Self {
        let relations = reader.count();
        Self {
            processor,
            parts: read_matrix(reader, processor),
            wanted: read_matrix(reader, processor),
            relation: read_matrix(reader, processor),
            relations,
            root: reader.floats(ARC),
            root_label: reader.floats(LABEL),
        }
    }

    /// Parses the sentences that were encoded; calls `found` with each word's head, counted from 0
    /// in its sentence, and relation.
    pub(super) fn parse(
        &self,
        encoded: &Encoded,
        room: &mut Room,
        mut found: impl FnMut(Option<usize>, Relation),
    ) {
        let processor = self.processor;
        let tokens = encoded.tokens();
        self.parts.product(encoded.whole(LAYERS - 1), &mut room.parts);
        room.dependents.clear();
        leak(processor, &mut room.parts, (LABEL_HEAD, ROW));
        for row in room.parts.chunks_exact(ROW).take(tokens) {
            room.dependents.extend_from_slice(&row[DEPENDENT..DEPENDENT + ARC]);
        }
        room.whole.take(processor, [(&room.dependents, ARC)]);
        self.wanted.product(&room.whole, &mut room.wanted);
        room.all_heads.clear();
        room.pairs.resize(tokens * LABEL, 0.0);
        let mut start = 0;
        for &length in encoded.lengths() {
            let parts = &room.parts[start * ROW..(start + length) * ROW];
            let wanted = &room.wanted[start * ARC..(start + length) * ARC];
            room.scores.resize(length * (length + 1), 0.0);
            let scores = &mut room.scores;
            let root = &self.root;
            processor.work(Arcs { parts, wanted, root, scores });
            tree::best(&Scores::new(scores, length), &mut room.heads);
            let together = &mut room.pairs[start * LABEL..(start + length) * LABEL];
            let root = &self.root_label;
            processor.run(Pairs { parts, heads: &room.heads, root, together });
            room.all_heads.extend_from_slice(&room.heads);
            start += length;
        }
        room.whole.take(processor, [(&room.pairs, LABEL)]);
        self.relation.product(&room.whole, &mut room.labels);
        let rows = room.labels.chunks_exact(self.relation.outputs());
        for (&head, row) in room.all_heads.iter().zip(rows) {
            if head == 0 {
                found(None, Relation::Root);
                continue;
            }
            // The best of those before and after that of roots.
            let (before, after) = (&row[..ROOT], &row[ROOT + 1..self.relations]);
            let (first, other) = (best(before), ROOT + 1 + best(after));
            let best = if row[other] > row[first] { other } else { first };
            found(Some(head - 1), Relation::ALL[best]);
        }
    }
}

/// Scores each word of a sentence, and the root, as the head of each word.
struct Arcs<'a> {
    parts: &'a [f32],
    wanted: &'a [f32],
    root: &'a [f32],
    scores: &'a mut [f32],
}

impl Work for Arcs<'_> {
    type Output = ();

    #[inline(always)]
    fn call<L: Lanes>(self, lanes: L) {
        let words = self.wanted.len() / ARC;
        let rows = self.scores.chunks_exact_mut(words + 1);
        for (scores, wanted) in rows.zip(self.wanted.chunks_exact(ARC)) {
            scores[0] = dot(lanes, wanted, self.root);
            for (score, parts) in scores[1..].iter_mut().zip(self.parts.chunks_exact(ROW)) {
                *score = dot(lanes, wanted, &parts[..ARC]);
            }
        }
    }
}

/// What each word and its head are together.
struct Pairs<'a> {
    parts: &'a [f32],
    heads: &'a [usize],
    root: &'a [f32],
    together: &'a mut [f32],
}

impl pulp::NullaryFnOnce for Pairs<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let rows = self.parts.chunks_exact(ROW);
        for ((pair, row), &head) in self.together.chunks_exact_mut(LABEL).zip(rows).zip(self.heads)
        {
            let head = match head.checked_sub(1) {
                Some(head) => &self.parts[head * ROW + LABEL_HEAD..][..LABEL],
                None => self.root,
            };
            let own = &row[LABEL_DEPENDENT..LABEL_DEPENDENT + LABEL];
            for lane in 0..SUM {
                pair[lane] = leaky(head[lane] + own[lane]);
            }
            for lane in SUM..LABEL {
                pair[lane] = head[lane] * own[lane];
            }
        }
    }
}
