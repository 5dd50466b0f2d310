//! Tables that are read as they stand in a file: rows of small numbers, found by the hash of a key.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined does not use the instructions of the processor"
)]

/// Takes the parts of a file one after the other.
pub(super) struct Reader(&'static [u8]);

impl Reader {
    /// Starts at the beginning of `bytes`.
    pub(super) const fn new(bytes: &'static [u8]) -> Self {
        Self(bytes)
    }

    /// The next `count` bytes.
    pub(super) fn bytes(&mut self, count: usize) -> &'static [u8] {
        let (own, rest) = self.0.split_at(count);
        self.0 = rest;
        own
    }

    /// The next number.
    pub(super) fn count(&mut self) -> usize {
        let bytes = self.bytes(4);
        u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize
    }

    /// The next `count` fractions.
    pub(super) fn floats(&mut self, count: usize) -> Vec<f32> {
        self.bytes(4 * count).chunks_exact(4).map(float).collect()
    }

    /// The next rows of `width` fractions, before which stands how many they are.
    pub(super) fn rows(&mut self, width: usize) -> Vec<f32> {
        let count = self.count();
        self.floats(count * width)
    }
}

#[inline]
fn float(bytes: &[u8]) -> f32 {
    f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

/// Bytes of a slot: a check of the key and the number of its row.
const SLOT: usize = 6;

/// Rows of numbers, each found by a key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    slots: &'static [u8],
    scales: &'static [u8],
    rows: &'static [u8],
    width: usize,
}

impl Table {
    /// Reads the table that comes next: how many slots and rows it has, how many numbers a row, the slots, a scale for
    /// each row, and the rows.
    pub(super) fn read(reader: &mut Reader) -> Self {
        let (slots, rows, width) = (reader.count(), reader.count(), reader.count());
        Self {
            slots: reader.bytes(slots * SLOT),
            scales: reader.bytes(rows * 4),
            rows: reader.bytes(rows * width),
            width,
        }
    }

    /// The number of the row of a key.
    #[inline]
    pub(super) fn find(&self, key: u64) -> Option<usize> {
        let count = self.slots.len() / SLOT;
        let [a, b, c, d, ..] = key.to_le_bytes();
        let check = u32::from_le_bytes([a | 1, b, c, d]);
        let mut at = slot_of(key) & (count - 1);
        loop {
            let slot = &self.slots[at * SLOT..at * SLOT + SLOT];
            let found = u32::from_le_bytes([slot[0], slot[1], slot[2], slot[3]]);
            if found == check {
                return Some(usize::from(u16::from_le_bytes([slot[4], slot[5]])));
            }
            if found == 0 {
                return None;
            }
            at = (at + 1) & (count - 1);
        }
    }

    /// Adds a row to `sums`.
    #[inline(always)]
    pub(super) fn add(&self, row: usize, sums: &mut [f32]) {
        let scale = float(&self.scales[4 * row..4 * row + 4]);
        let numbers = &self.rows[row * self.width..(row + 1) * self.width];
        for (sum, &number) in sums.iter_mut().zip(numbers) {
            *sum += f32::from(number.cast_signed()) * scale;
        }
    }
}

/// Where the search for a key begins, before it is cut to the size of the table.
fn slot_of(key: u64) -> usize {
    usize::try_from(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32).expect("32 bits fit")
}
