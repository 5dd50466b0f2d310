//! Attributions without a verb of their own: "according to NAME", "in the words of NAME".

use crate::extract::{Context, Draft};
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};

use super::voice::{self, Voice};
use super::{Found, shape};
use crate::record::Tone;

/// Reads "according to NAME" at `id`: the clause beside it is what NAME says.
pub(super) fn according_to(
    context: &Context<'_>,
    draft: &Draft,
    id: TokenId,
    from: usize,
) -> Option<Found> {
    let document = context.document;
    let sentence = document.sentence(id).tokens;
    let next = id.offset(1).filter(|next| sentence.has(*next))?;
    if !document.word(next).eq_ignore_ascii_case("to") {
        return None;
    }
    let head = head_after(context, next)?;
    let phrase = phrase_of(context, next, head);
    let voice = voice::voice(context, draft, head, phrase)?;
    let cue = TokenRange::new(id.index(), next.index() + 1);
    let content = beside(context, TokenRange::new(id.index(), phrase.end()), from);
    found(context, (head, voice), cue, content)
}

/// Reads "in the words of NAME" and the like at `id`.
pub(super) fn in_words_of(
    context: &Context<'_>,
    draft: &Draft,
    id: TokenId,
    from: usize,
) -> Option<Found> {
    let document = context.document;
    let sentence = document.sentence(id).tokens;
    let word = |by: i32| id.offset(by).filter(|it| sentence.has(*it)).map(|it| document.word(it));
    let phrase = [word(0), word(1), word(2), word(3)];
    let ["in" | "In", "the", "words" | "opinion" | "view", "of"] =
        phrase.map(Option::unwrap_or_default)
    else {
        return None;
    };
    let of = id.offset(3)?;
    let head = head_after(context, of)?;
    let phrase = phrase_of(context, of, head);
    let voice = voice::voice(context, draft, head, phrase)?;
    let cue = TokenRange::new(id.index(), of.index() + 1);
    let content = beside(context, TokenRange::new(id.index(), phrase.end()), from);
    found(context, (head, voice), cue, content)
}

fn found(
    context: &Context<'_>,
    (head, voice): (TokenId, Voice),
    cue: TokenRange,
    mut content: Vec<TokenRange>,
) -> Option<Found> {
    shape::trim(context, &mut content);
    let sentence = context.document.sentence_index(cue.first()?);
    (!content.is_empty()).then_some(Found {
        voice,
        head,
        tone: Tone::Neutral,
        cue,
        content,
        addressees: Vec::new(),
        sentence,
    })
}

/// The head of the noun phrase after a preposition.
fn head_after(context: &Context<'_>, preposition: TokenId) -> Option<TokenId> {
    let document = context.document;
    let sentence = document.sentence(preposition).tokens;
    let first = preposition.offset(1).filter(|it| sentence.has(*it))?;
    let by_tree = std::iter::once(first)
        .chain(document.ancestors(first))
        .find(|&it| {
            document
                .dependents(it, &[Relation::Case])
                .any(|case| case <= preposition && case.index() + 1 >= preposition.index())
        })
        .filter(|&it| it > preposition);
    by_tree.or_else(|| {
        (first.index()..sentence.end().min(first.index() + 8)).map(TokenId::new).find(|&it| {
            let next = TokenId::new((it.index() + 1).min(document.tokens().len() - 1));
            matches!(document.token(it).upos, Upos::Noun | Upos::ProperNoun | Upos::Pronoun)
                && !matches!(document.token(next).upos, Upos::Noun | Upos::ProperNoun)
                && !matches!(document.word(next), "'s" | "’s")
        })
    })
}

/// The noun phrase after a preposition, with appositions that a comma closes again.
fn phrase_of(context: &Context<'_>, preposition: TokenId, head: TokenId) -> TokenRange {
    let document = context.document;
    let sentence = document.sentence(head).tokens;
    let subtree = document.subtree(head);
    let mut end = subtree.end().max(head.index() + 1);
    // A clause of its own after a comma is no part of the phrase.
    let cut = (head.index() + 1..end).map(TokenId::new).find(|&it| {
        let next = TokenId::new((it.index() + 1).min(document.tokens().len() - 1));
        document.word(it) == ","
            && !matches!(
                document.token(next).upos,
                Upos::Noun | Upos::ProperNoun | Upos::Determiner | Upos::Adjective
            )
            && !matches!(document.token(next).xpos, Xpos::Wp | Xpos::Wdt)
            || matches!(document.word(it), ";" | ":" | "—" | "–")
    });
    if let Some(cut) = cut {
        end = cut.index();
    }
    TokenRange::new(preposition.index() + 1, end.min(sentence.end()).max(preposition.index() + 2))
}

/// The clause beside an attribution: before it, after it, or around it.
fn beside(context: &Context<'_>, phrase: TokenRange, from: usize) -> Vec<TokenRange> {
    let document = context.document;
    let Some(first) = phrase.first() else { return Vec::new() };
    let sentence = document.sentence(first).tokens;
    let mut start = from;
    // A clause joined before it by ", but" is another's.
    let joins = |at: usize| {
        let id = TokenId::new(at);
        document.word(id) == ";"
            || document.word(id) == ","
                && at + 1 < sentence.end()
                && ["but", "while"].contains(&document.word(TokenId::new(at + 1)))
    };
    if let Some(at) = (from..phrase.start()).rev().find(|&at| joins(at)) {
        start = at + 1;
    }
    let mut parts = vec![TokenRange::new(start.min(phrase.start()), phrase.start())];
    let rest = TokenRange::new(phrase.end().min(sentence.end()), sentence.end());
    // "According to NAME, who spoke later, the talks go on."
    let relative = rest
        .iter()
        .nth(1)
        .filter(|&id| {
            parts[0].is_empty()
                && document.word(TokenId::new(rest.start())) == ","
                && matches!(document.token(id).xpos, Xpos::Wp | Xpos::Wdt)
        })
        .and_then(|_| rest.iter().skip(2).find(|&id| document.word(id) == ","));
    if let Some(comma) = relative {
        return vec![TokenRange::new(comma.index() + 1, sentence.end())];
    }
    let comma = rest.first().is_some_and(|id| matches!(document.word(id), "," | "—" | "–"));
    let before = parts[0]
        .iter()
        .any(|id| matches!(document.token(id).upos, Upos::Noun | Upos::ProperNoun | Upos::Pronoun));
    let joined = rest.iter().nth(1).is_some_and(|id| {
        document.token(id).upos == Upos::Coordinator
            || matches!(document.token(id).xpos, Xpos::Wp | Xpos::Wdt | Xpos::Vbg)
            || ["as", "which", "who", "while", "after", "when"].contains(&document.word(id))
    });
    if !before || comma && !joined {
        let end =
            rest.iter().skip(1).find(|id| joins(id.index())).map_or(rest.end(), TokenId::index);
        parts.push(shape::cut(context, TokenRange::new(rest.start(), end.max(rest.start()))));
    }
    parts
}
