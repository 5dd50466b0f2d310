//! What heads read of a token, joined: what two layers of the encoder make of it, what the last of them makes
//! of its head in the tree, and what is looked up for its traits.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined does not use the instructions of the processor"
)]

use crate::nlp::document::Token;
use crate::nlp::encoder::{Encoded, LAYERS, all_leaky, read_matrix};
use crate::nlp::matrix::Matrix;
use crate::nlp::processor::{Lanes, Processor, UNIT, Work, part};
use crate::nlp::table::Reader;

/// What joins what is read of tokens that have so many traits.
#[derive(Clone, Debug)]
pub(super) struct Joined<const TRAITS: usize> {
    own: Matrix,
    /// Of the head of a token.
    above: Matrix,
    /// A row for each class of each trait.
    traits: [Vec<f32>; TRAITS],
}

/// Room that is used again.
#[derive(Default)]
pub(super) struct Room {
    above: Vec<f32>,
    rows: Vec<f32>,
}

impl<const TRAITS: usize> Joined<TRAITS> {
    /// Reads what was learned.
    pub(super) fn read(reader: &mut Reader, processor: Processor) -> Self {
        let (own, above) = (read_matrix(reader, processor), read_matrix(reader, processor));
        let size = own.outputs();
        Self { own, above, traits: std::array::from_fn(|_| reader.rows(size)) }
    }

    /// The numbers of the tokens that were encoded, the first of which is numbered `first` among `tokens`;
    /// `classes` tells those of their traits.
    pub(super) fn join<'r>(
        &self,
        processor: Processor,
        encoded: &Encoded,
        (first, tokens): (usize, &[Token]),
        classes: impl Fn(usize) -> [usize; TRAITS],
        room: &'r mut Room,
    ) -> &'r [f32] {
        let Room { above, rows } = room;
        let size = self.own.outputs();
        self.own.product(encoded.both(), rows);
        self.above.product(encoded.whole(LAYERS - 1), above);
        for ((place, row), token) in rows.chunks_exact_mut(size).enumerate().zip(&tokens[first..]) {
            let above = token.head.map(|head| &above[(head.index() - first) * size..][..size]);
            let classes = classes(place);
            let traits: [&[f32]; TRAITS] =
                std::array::from_fn(|it| &self.traits[it][classes[it] * size..][..size]);
            processor.work(AddUp { row, above, traits });
        }
        rows
    }
}

/// Adds rows to another, one after the other, and keeps small shares of what is negative then.
struct AddUp<'a, const TRAITS: usize> {
    row: &'a mut [f32],
    above: Option<&'a [f32]>,
    traits: [&'a [f32]; TRAITS],
}

impl<const TRAITS: usize> Work for AddUp<'_, TRAITS> {
    type Output = ();

    #[inline(always)]
    fn call<L: Lanes>(self, lanes: L) {
        let (row, _) = self.row.as_chunks_mut::<UNIT>();
        for (unit, own) in row.iter_mut().enumerate() {
            let mut sums = lanes.floats(own);
            for row in self.above.iter().chain(&self.traits) {
                sums = lanes.sum(sums, lanes.floats(part(row, unit * UNIT)));
            }
            *own = lanes.numbers(all_leaky(lanes, sums));
        }
    }
}
