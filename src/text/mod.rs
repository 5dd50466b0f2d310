//! Text and places in it: spans of bytes, folding for comparison, fingerprints.

mod fingerprint;
mod fold;
pub mod personal;
mod span;

pub use fingerprint::{fingerprint, hash, mixed};
pub use fold::{fold, fold_into};
pub use span::{Offsets, Span};

/// A text with its white space as one blank each.
pub(crate) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
