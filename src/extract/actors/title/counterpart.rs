//! Who holds somebody else's office in another state.
//!
//! Finds: `her Norwegian counterpart, NAME` (of Norway), `Okwuosa's counterpart from Norway, NAME`, `his
//! Norwegian colleague NAME`, `NAME, her counterpart in the Norwegian government`.
//! Leaves: `a colleague, NAME`, `told his counterpart, NAME said`.

use crate::extract::Context;
use crate::nlp::{TokenId, TokenRange};

use super::apposed::is_closed;
use super::{Around, add, affiliation_of, is_article, name_ending_at, serve};

/// Whether a word is one for who holds the same office elsewhere.
pub(super) fn is_counterpart(word: &str) -> bool {
    ["counterpart", "colleague", "homologue", "peer"].iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// Words for whose counterpart somebody is.
const OWNERS: &[&str] = &["her", "his", "their", "its", "my", "our", "your"];

/// Reads the counterpart that ends before the token at `end`, if there is one, with whom that serves.
/// A comma before the name stands after it.
pub(super) fn before(
    context: &Context<'_>,
    (end, least): (usize, usize),
    name: TokenRange,
    found: &mut Around,
) -> bool {
    let word = |at: usize| context.document.word(TokenId::new(at));
    let Some((noun, from)) = noun(context, end, least) else { return false };
    let is_closed = is_closed(context, name) || word(name.end()) == "and";
    let is_parted = word(name.start() - 1) == ",";
    if is_parted && !is_closed {
        return false;
    }
    let start = narrowed(context, noun, least);
    let owner = owner(context, start, least);
    // "a colleague, NAME".
    if owner.is_none() && from.is_none() && start == noun {
        return false;
    }
    // "will meet US counterpart NAME": of whom the verb tells.
    let is_bare = owner.is_none() && !is_article(word(start.saturating_sub(1).max(least)));
    found.like = owner.or_else(|| is_bare.then(|| TokenId::new(noun)));
    if let Some(served) = from.and_then(|it| affiliation_of(context, it)) {
        add(found, served);
    } else if start < noun {
        serve(context, noun, least, found);
    }
    if !is_parted {
        found.tokens = TokenRange::new(start, name.end());
    }
    true
}

/// Reads the counterpart whose noun is the token at `noun`, after a name: "NAME, his Cuban colleague".
pub(super) fn after(context: &Context<'_>, noun: usize, first: usize, found: &mut Around) {
    let start = narrowed(context, noun, first);
    found.like = owner(context, start, first);
    if let Some(side) = side_after(context, noun) {
        add(found, side);
        return;
    }
    if start < noun || found.like.is_none() {
        serve(context, noun, first, found);
    }
}

/// The noun that ends before a token, and the state that follows it: "counterpart from Norway".
fn noun(context: &Context<'_>, end: usize, least: usize) -> Option<(usize, Option<TokenRange>)> {
    let word = |at: usize| context.document.word(TokenId::new(at));
    let is_noun = |at: usize| {
        is_counterpart(word(at)) || word(at) == "number" && at > least && word(at - 1) == "opposite"
    };
    let first = |at: usize| if word(at) == "number" { at - 1 } else { at };
    let last = end.checked_sub(1).filter(|&it| it >= least)?;
    if is_noun(last) {
        return Some((first(last), None));
    }
    let from = name_ending_at(context, end).unwrap_or_else(|| TokenRange::new(last, end));
    let mut at = from.start();
    if at > least && word(at - 1).eq_ignore_ascii_case("the") {
        at -= 1;
    }
    let fits = at > least + 1 && word(at - 1) == "from" && is_noun(at - 2);
    fits.then(|| (first(at - 2), Some(from)))
}

/// The state that follows the noun at a token: "counterpart in the Norwegian government".
fn side_after(context: &Context<'_>, noun: usize) -> Option<String> {
    let document = context.document;
    let sentence = document.sentence(TokenId::new(noun)).tokens;
    let token = |at: usize| (at < sentence.end()).then(|| TokenId::new(at));
    let is =
        |at: usize, words: &[&str]| token(at).is_some_and(|it| words.contains(&document.word(it)));
    if !is(noun + 1, &["in", "from", "at"]) {
        return None;
    }
    let at = token(noun + 2 + usize::from(is(noun + 2, &["the"])))?;
    let name = document.name_at(at).map_or(TokenRange::of(at), |it| it.tokens);
    let state = context.gazetteer.state_named(document.text_of(name))?;
    Some(context.gazetteer.state(state).name.to_owned())
}

/// Where the state begins that narrows the noun at a token: "Norwegian counterpart".
fn narrowed(context: &Context<'_>, noun: usize, least: usize) -> usize {
    if noun == least {
        return noun;
    }
    if let Some(name) = name_ending_at(context, noun) {
        return name.start().max(least);
    }
    let before = context.document.word(TokenId::new(noun - 1));
    if context.gazetteer.state_named(before).is_some() { noun - 1 } else { noun }
}

/// Whose counterpart it is whose phrase begins at a token: the last token of a name, or a pronoun.
fn owner(context: &Context<'_>, start: usize, least: usize) -> Option<TokenId> {
    let word = |at: usize| context.document.word(TokenId::new(at));
    let at = start.checked_sub(1).filter(|&it| it >= least)?;
    if OWNERS.iter().any(|it| it.eq_ignore_ascii_case(word(at))) {
        return Some(TokenId::new(at));
    }
    let is_possessive = matches!(word(at), "'s" | "’s" | "'" | "’");
    (is_possessive && at > least).then(|| TokenId::new(at - 1))
}
