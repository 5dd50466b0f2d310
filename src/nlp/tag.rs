//! From encoded words to parts of speech.

use crate::nlp::encoder::{Encoded, leak, read_matrix};
use crate::nlp::matrix::{Matrix, Whole};
use crate::nlp::processor::{Processor, best};
use crate::nlp::table::Reader;
use crate::nlp::tags::{Upos, Xpos};

/// The layer of the encoder that tags are read from.
const LAYER: usize = 2;

/// The tagger.
#[derive(Clone, Debug)]
pub(super) struct Tagger {
    processor: Processor,
    middle: Matrix,
    /// The universal parts of speech, then those of the Penn Treebank.
    last: Matrix,
    universal: usize,
    penn: usize,
}

/// Room for tagging that is used again from batch to batch.
#[derive(Default)]
pub(super) struct Room {
    whole: Whole,
    middle: Vec<f32>,
    scores: Vec<f32>,
}

impl Tagger {
    /// Reads the tagger that comes next.
    pub(super) fn read(reader: &mut Reader, processor: Processor) -> Self {
        let (universal, penn) = (reader.count(), reader.count());
        let (middle, last) = (read_matrix(reader, processor), read_matrix(reader, processor));
        Self { processor, middle, last, universal, penn }
    }

    /// The tags of the words that were encoded, put after those in `tags`.
    pub(super) fn tag(&self, encoded: &Encoded, room: &mut Room, tags: &mut Vec<(Upos, Xpos)>) {
        let Room { whole, middle, scores } = room;
        self.middle.product(encoded.whole(LAYER), middle);
        let width = self.middle.outputs();
        leak(self.processor, middle, (width, width));
        whole.take(self.processor, [(middle, width)]);
        self.last.product(whole, scores);
        for row in scores.chunks_exact(self.last.outputs()) {
            let (universal, rest) = row.split_at(self.universal);
            tags.push((Upos::ALL[best(universal)], Xpos::ALL[best(&rest[..self.penn])]));
        }
    }
}
