//! For whom those act who put their names to something.
//!
//! Finds: `was signed by Minister NAME for Kenya and Minister NAME on behalf of Chad`.
//! Leaves: `was signed by Minister NAME for three years`.

use super::{Around, add, affiliation_of};
use crate::extract::Context;
use crate::nlp::{TokenId, TokenRange, Upos};

/// Verbs of putting one's name to something.
const SIGN: &[&str] = &["sign", "cosign", "co-sign", "initial", "ink", "countersign"];

/// Reads the state or body that somebody signs for, right behind the name.
pub(super) fn after(context: &Context<'_>, name: TokenRange, found: &mut Around) -> bool {
    let document = context.document;
    let sentence = document.sentence(TokenId::new(name.start())).tokens;
    let word = |at: usize| {
        if at < sentence.end() { document.word(TokenId::new(at)) } else { "" }
    };
    let mut at = name.end();
    match [word(at), word(at + 1), word(at + 2)] {
        ["for", ..] => at += 1,
        ["on", "behalf", "of"] => at += 3,
        _ => return false,
    }
    if word(at).eq_ignore_ascii_case("the") {
        at += 1;
    }
    let signs = (sentence.start()..name.start())
        .map(TokenId::new)
        .any(|it| document.token(it).upos == Upos::Verb && SIGN.contains(&document.lemma(it)));
    let Some(other) = document.name_at(TokenId::new(at.min(sentence.end() - 1))) else {
        return false;
    };
    let served = affiliation_of(context, other.tokens).filter(|_| signs);
    let is_told = served.is_some();
    if let Some(served) = served {
        add(found, served);
    }
    is_told
}
