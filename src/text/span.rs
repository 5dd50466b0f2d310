//! Spans of bytes in an article's text, and their offsets in code points.

use std::ops::Range;

/// A range of bytes in an article's text, on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span from byte `start` up to, not including, byte `end`.
    ///
    /// # Panics
    ///
    /// If `start` is after `end`, or either lies beyond 4 GiB.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span ends before it starts: {start}..{end}");
        let cast = |offset: usize| u32::try_from(offset).expect("articles are under 4 GiB");
        Self { start: cast(start), end: cast(end) }
    }

    /// Its first byte.
    #[must_use]
    pub const fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after its last.
    #[must_use]
    pub const fn end(self) -> usize {
        self.end as usize
    }

    /// Its length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Its bytes as a range.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The text under it.
    ///
    /// # Panics
    ///
    /// If it does not lie within `text` on character boundaries.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether every byte of `other` is in it.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether a byte is in both.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The shortest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// It without white space at either end.
    #[must_use]
    pub fn trim(self, text: &str) -> Self {
        let inside = self.of(text);
        let start = self.start() + (inside.len() - inside.trim_start().len());
        Self::new(start, start.max(self.start() + inside.trim_end().len()))
    }
}

/// Turns bytes of one text into code points and back.
///
/// Records count in code points, as most languages' strings do; the program counts in bytes.
#[derive(Clone, Debug)]
pub struct Offsets {
    /// The number of code points before each block of `BLOCK` bytes.
    before: Vec<u32>,
    length: usize,
}

/// Bytes in a block of [`Offsets`]: a lookup counts at most this many.
const BLOCK: usize = 64;

/// Whether a byte starts a code point.
const fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

impl Offsets {
    /// Counts the code points of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut count = 0u32;
        let before = text
            .as_bytes()
            .chunks(BLOCK)
            .map(|block| {
                let here = count;
                for &byte in block {
                    count += u32::from(is_start(byte));
                }
                here
            })
            .collect();
        Self { before, length: text.len() }
    }

    /// The number of code points before byte `at` of `text`.
    #[must_use]
    pub fn to_chars(&self, text: &str, at: usize) -> usize {
        let at = at.min(self.length);
        let block = (at / BLOCK).min(self.before.len().saturating_sub(1));
        let before = self.before.get(block).map_or(0, |&count| count as usize);
        let bytes = &text.as_bytes()[block * BLOCK..at];
        before + bytes.iter().filter(|&&byte| is_start(byte)).count()
    }

    /// The byte at which code point `at` of `text` starts; the end of the text if it has fewer.
    #[must_use]
    pub fn to_bytes(&self, text: &str, at: usize) -> usize {
        let block = self.before.partition_point(|&count| count as usize <= at).saturating_sub(1);
        let mut left = at - self.before.get(block).map_or(0, |&count| count as usize);
        for (byte, &value) in text.as_bytes().iter().enumerate().skip(block * BLOCK) {
            if is_start(value) {
                if left == 0 {
                    return byte;
                }
                left -= 1;
            }
        }
        self.length
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_span_trims_white_space_on_both_sides() {
        let text = " «так» ";
        assert_eq!(Span::new(0, text.len()).trim(text).of(text), "«так»");
        assert!(Span::new(0, 1).trim(text).is_empty());
    }

    proptest! {
        #[test]
        fn offsets_agree_with_counting(text in "\\PC{0,200}") {
            let offsets = Offsets::new(&text);
            for (chars, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.to_chars(&text, byte), chars);
                prop_assert_eq!(offsets.to_bytes(&text, chars), byte);
            }
            let count = text.chars().count();
            prop_assert_eq!(offsets.to_chars(&text, text.len()), count);
            prop_assert_eq!(offsets.to_bytes(&text, count), text.len());
        }
    }
}
