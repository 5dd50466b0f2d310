//! Lemmas, from the words of treebanks.

use super::Gold;
use crate::nlp::lemma::{self, Form, Place};
use crate::nlp::tags::{Upos, Xpos};

/// A word of a sentence, with tags that may be others than its own.
pub(super) fn form(sentence: &Gold, index: usize, (upos, xpos): (Upos, Xpos)) -> Form<'_> {
    let before = &sentence.forms[..index];
    let place = before.iter().fold(Place::First, |place, word| place.after(word));
    Form { word: &sentence.forms[index], upos, xpos, place }
}

/// The model of the lemmas of some sentences.
pub(super) fn learn(gold: &[Gold]) -> Vec<u8> {
    lemma::learn::learn(gold.iter().flat_map(|it| {
        (0..it.forms.len()).map(|at| (form(it, at, it.tags[at]), it.lemmas[at].as_str()))
    }))
}
