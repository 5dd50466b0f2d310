//! From a text to its analysis: tokens, sentences, tags, trees, names, times, quotations.
//!
//! Every text has an analysis, the same on every machine.

pub mod conllu;
mod document;
mod tags;

pub use document::{
    Document, Lemmas, Name, Parts, Quotation, Sentence, Time, Token, TokenId, TokenRange,
};
pub use tags::{NameKind, Relation, Upos, Xpos};
