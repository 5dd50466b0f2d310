//! Text and places in it: spans of bytes, folding for comparison, fingerprints.

mod fingerprint;
mod fold;
pub mod personal;
mod span;

pub use fingerprint::{fingerprint, hash, mixed};
pub use fold::{fold, fold_into};
pub use span::{Offsets, Span};
