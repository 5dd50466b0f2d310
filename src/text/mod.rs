//! Text and places in it: spans of bytes, and folding for comparison.

mod fold;
pub mod personal;
mod span;

pub use fold::{fold, fold_into};
pub use span::{Offsets, Span};
