//! Credits of pictures: who took them is nobody the article tells of.
//!
//! Finds: `(Anna Berg/AFP)`, `[File: Anna Berg/Reuters]`, `(Photo by Anna Berg)`, `Photo: Anna Berg / AP`.
//! Leaves: `(AP) — Okwuosa met Lund`, `Lund (left)`, `the Organization of Cocoa (OC)`.

use std::sync::LazyLock;

use crate::extract::Context;
use crate::extract::listed::Listed;
use crate::nlp::{TokenId, TokenRange};

/// Tokens of a credit at most.
const LENGTH: usize = 20;
/// Words with which a line that is a credit begins.
const OPENINGS: &[&str] =
    &["photo", "photograph", "photos", "picture", "pictures", "image", "images", "credit"];

/// The credits of an article, in order.
pub(super) fn find(context: &Context<'_>) -> Vec<TokenRange> {
    let document = context.document;
    let sentences = document.sentences();
    let mut found = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let last_of_paragraph =
            sentences.get(index + 1).is_none_or(|next| next.paragraph != sentence.paragraph);
        let first_of_paragraph = index == 0 || sentences[index - 1].paragraph != sentence.paragraph;
        if first_of_paragraph && let Some(end) = line(context, sentence.tokens) {
            found.push(TokenRange::new(sentence.tokens.start(), end));
        } else if last_of_paragraph && let Some(credit) = bracket(context, sentence.tokens) {
            found.push(credit);
        }
    }
    found
}

/// Where a sentence ends that is a credit as a whole: "Photo: Anna Berg / AP".
fn line(context: &Context<'_>, sentence: TokenRange) -> Option<usize> {
    let document = context.document;
    let word = |at: usize| {
        if at < sentence.end() { document.word(TokenId::new(at)) } else { "" }
    };
    let opens = OPENINGS.iter().any(|it| it.eq_ignore_ascii_case(word(sentence.start())));
    let leads = matches!(word(sentence.start() + 1), ":" | "by" | "/");
    (opens && leads && sentence.len() <= LENGTH).then_some(sentence.end())
}

/// The credit in brackets that ends a sentence.
fn bracket(context: &Context<'_>, sentence: TokenRange) -> Option<TokenRange> {
    let document = context.document;
    let word = |at: usize| document.word(TokenId::new(at));
    let mut end = sentence.end();
    if end > sentence.start() && word(end - 1) == "." {
        end -= 1;
    }
    if end == sentence.start() || !matches!(word(end - 1), ")" | "]") {
        return None;
    }
    let least = sentence.start().max(end.saturating_sub(LENGTH));
    let start = (least..end - 1).rev().find(|&at| matches!(word(at), "(" | "["))?;
    let inner = start + 1..end - 1;
    // "(Anna BergAP)": what a page set apart may stick together.
    let names = inner.clone().any(|at| is_agency(word(at)) || stuck(word(at)));
    let several = inner.len() > 1;
    // An agency alone is the source of the text.
    (names && several).then(|| TokenRange::new(start, end))
}

/// Whether a word is one of those for agencies and pictures.
fn is_agency(word: &str) -> bool {
    static CREDITS: LazyLock<Listed> = LazyLock::new(|| Listed::read(include_str!("credits.tsv")));
    word.split(['/', '-']).any(|part| CREDITS.has_any_case(part))
}

/// Whether the capitals of an agency are stuck to a name.
fn stuck(word: &str) -> bool {
    ["AP", "AFP", "EPA", "PA", "UPI", "TASS"].iter().any(|agency| {
        word.strip_suffix(agency).is_some_and(|name| name.ends_with(char::is_lowercase))
    })
}
