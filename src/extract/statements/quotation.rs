//! Quotations beyond the sentence of their cue: they go on, begin earlier, or have no cue at all.
//!
//! Finds: `“We met,” NAME said. “We agreed.”` (one statement), `NAME went on as follows:` before a
//! paragraph that is quoted, `“Good news,” was NAME's verdict.`

use crate::extract::{Context, Draft, predication};
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};
use crate::record::{ActorKind, Tone};

use super::voice::{self, Voice};
use super::{Found, shape};

/// Sentences that may stand between a speaker's words and more of them in quotation marks.
const REACH: usize = 3;
/// The least tokens of a quotation that is somebody's words rather than a term, with the marks.
const WORDS: usize = 5;

/// Tokens of a sentence among which a cue stands that tells of the quotation before it.
const NEAR: usize = 6;

/// The quoted parts of a sentence.
fn quoted(context: &Context<'_>, sentence: TokenRange) -> Vec<TokenRange> {
    shape::quotations_over(context, sentence)
        .map(|it| clip(it, sentence))
        .filter(|range| !range.is_empty())
        .collect()
}

/// The part of `tokens` within `sentence`.
fn clip(tokens: TokenRange, sentence: TokenRange) -> TokenRange {
    let start = tokens.start().max(sentence.start());
    TokenRange::new(start, tokens.end().min(sentence.end()).max(start))
}

/// Gives a sentence that is quoted, and has no cue of its own, to the last speaker; true if it did.
pub(super) fn go_on(context: &Context<'_>, index: usize, all: &mut [Found]) -> bool {
    let document = context.document;
    let sentence = document.sentences()[index].tokens;
    let Some(last) = all.last_mut() else { return false };
    if index.saturating_sub(last.sentence) > REACH {
        return false;
    }
    let quoted = quoted(context, sentence);
    let other = sentence.iter().any(|id| {
        document.token(id).upos != Upos::Punctuation && !quoted.iter().any(|range| range.has(id))
    });
    if other || quoted.is_empty() || has_cue_later(context, index) {
        return false;
    }
    // "NAME:" before it introduces someone else.
    last.content.extend(quoted);
    last.sentence = index;
    true
}

/// The quotation that ends the sentence before a cue which has none of its own: "“Why now?” asked
/// NAME.", "“Stop!” she cried."
pub(super) fn just_before(
    context: &Context<'_>,
    verb: TokenId,
    speaker: TokenId,
) -> Option<TokenRange> {
    let document = context.document;
    let index = document.sentence_index(verb);
    let own = document.sentences()[index];
    let before = document.sentences()[index.checked_sub(1)?];
    let last = before.tokens.last()?;
    let mark = last.offset(-1)?;
    let ends = shape::is_quote_mark(document.word(last))
        && matches!(document.word(mark), "?" | "!" | "…")
        && before.paragraph == own.paragraph;
    let first =
        if speaker < verb { shape::noun_phrase_start(context, speaker) } else { verb.index() };
    if !ends
        || first != own.tokens.start()
        || !document
            .word(own.tokens.first()?)
            .starts_with(|it: char| it.is_lowercase() || speaker < verb)
    {
        return None;
    }
    shape::quotations_over(context, TokenRange::of(last)).find(|it| it.end() == before.tokens.end())
}

/// Gives a sentence without a cue to the speaker of the one before it, where both are told as they
/// were said, in the present, though the cue is past: "NAME pointed out that trade grows. More
/// freight trains should run across the border."
pub(super) fn paraphrase_goes_on(context: &Context<'_>, index: usize, all: &mut [Found]) -> bool {
    let document = context.document;
    let sentences = document.sentences();
    // Who is quoted within another's words does not go on.
    let Some(inner) = all.last().map(|it| (it.sentence, it.cue)) else { return false };
    let own = all.iter().rposition(|it| it.sentence < inner.0).map_or(0, |it| it + 1);
    let outer = (own..all.len()).find(|&at| {
        let it = &all[at];
        it.sentence == inner.0 && it.content.iter().any(|range| range.contains(inner.1))
    });
    let last = match outer {
        Some(outer) => &mut all[outer],
        None => all.last_mut().expect("there is one, as just seen"),
    };
    let own = sentences[index];
    let adjacent = last.sentence + 1 == index
        && sentences[last.sentence].paragraph == own.paragraph
        && !last.voice.actors.is_empty();
    let Some(cue) = last.cue.first().filter(|_| adjacent) else { return false };
    let is_past = |range: TokenRange| range.iter().any(|id| document.token(id).xpos == Xpos::Vbd);
    let is_present = |range: TokenRange| {
        range.iter().any(|id| {
            matches!(document.token(id).xpos, Xpos::Vbp | Xpos::Vbz)
                || matches!(document.word(id), "will" | "should" | "must" | "can" | "may")
        })
    };
    let quoted = |range: TokenRange| shape::quotations_over(context, range).next().is_some();
    let told = |range: TokenRange| is_present(range) && !is_past(range) && !quoted(range);
    let said = last.content.iter().any(|&it| is_present(it))
        && !last.content.iter().any(|&it| is_past(it) || quoted(it));
    if document.token(cue).xpos != Xpos::Vbd || !said || !told(own.tokens) {
        return false;
    }
    last.content.push(own.tokens);
    last.sentence = index;
    true
}

/// Whether the quotation that a sentence lies in ends in a later one of its paragraph, beside other
/// words: "“We met. We agreed,” NAME said."
fn has_cue_later(context: &Context<'_>, index: usize) -> bool {
    let document = context.document;
    let sentences = document.sentences();
    let own = sentences[index];
    // "“Why now?” NAME asked.": its sentence comes next.
    let asked = sentences.get(index + 1).is_some_and(|next| {
        let cue =
            next.tokens.iter().take(NEAR).find(|&id| {
                document.token(id).upos == Upos::Verb && super::is_cue(document.lemma(id))
            });
        cue.is_some_and(|cue| {
            let speaker = predication::subject(context, cue).unwrap_or(cue);
            just_before(context, cue, speaker).is_some()
        })
    });
    if asked {
        return true;
    }
    let Some(last) =
        shape::quotations_over(context, own.tokens).last().filter(|it| it.end() > own.tokens.end())
    else {
        return false;
    };
    sentences[index + 1..]
        .iter()
        .take_while(|it| it.paragraph == own.paragraph && it.tokens.start() < last.end())
        .any(|it| {
            it.tokens.iter().any(|id| {
                !last.has(id)
                    && document.token(id).upos == Upos::Verb
                    && super::is_cue(document.lemma(id))
            })
        })
}

/// Reads a sentence with a quotation but without a cue: "“Good news,” was NAME's verdict."
pub(super) fn without_cue(context: &Context<'_>, draft: &Draft, index: usize) -> Option<Found> {
    let document = context.document;
    let sentence = document.sentences()[index].tokens;
    let quoted: Vec<TokenRange> =
        quoted(context, sentence).into_iter().filter(|it| it.len() >= WORDS).collect();
    let first = *quoted.first()?;
    let colon =
        first.start() > sentence.start() && document.word(TokenId::new(first.start() - 1)) == ":";
    let predicate = first.start() <= sentence.start() + 1
        && first.end() < sentence.end()
        && document.lemma(TokenId::new(first.end())) == "be";
    let to_someone = document.word(sentence.first()?).eq_ignore_ascii_case("to");
    if !(colon || predicate || to_someone) {
        return None;
    }
    let outside = |id: TokenId| !quoted.iter().any(|range| range.has(id));
    let speaker = draft.references_in(sentence).iter().find(|it| {
        sentence.contains(it.tokens)
            && outside(it.head)
            && it.actors.iter().all(|actor| draft.actors[actor.index()].kind == ActorKind::Person)
            && (!to_someone || it.tokens.start() <= sentence.start() + 4)
    })?;
    let voice = Voice {
        actors: speaker.actors.clone(),
        words: document.text_of(speaker.tokens).to_owned(),
    };
    let cue = if colon {
        TokenRange::new(first.start() - 1, first.start())
    } else if predicate {
        TokenRange::new(first.end(), first.end() + 1)
    } else {
        TokenRange::new(sentence.start(), sentence.start() + 1)
    };
    let content = if to_someone && !predicate && !colon {
        // "To NAME, the vote was “a step”": the clause, with its quotation.
        let mut content = vec![TokenRange::new(speaker.tokens.end(), sentence.end())];
        let comma = (speaker.tokens.end()..first.start())
            .rev()
            .find(|&at| document.word(TokenId::new(at)) == ",");
        if let Some(comma) = comma {
            content = vec![TokenRange::new(comma + 1, sentence.end())];
        }
        shape::trim(context, &mut content);
        content
    } else {
        quoted
    };
    Some(Found {
        voice,
        head: speaker.head,
        tone: Tone::Neutral,
        cue,
        content,
        addressees: Vec::new(),
        sentence: index,
    })
}

/// Reads a quotation that a name signs: "“We agreed.” — NAME, foreign minister".
pub(super) fn signed(context: &Context<'_>, draft: &Draft, index: usize) -> Option<Found> {
    let document = context.document;
    let own = document.sentences()[index].tokens;
    let quotation = shape::quotations_over(context, own).next().filter(|it| it.len() >= WORDS)?;
    let dash = TokenId::new(quotation.end());
    if quotation.start() != own.start() || dash.index() >= document.tokens().len() {
        return None;
    }
    let sentence = document.sentence(dash).tokens;
    if !matches!(document.word(dash), "—" | "–" | "--" | "-" | "―") {
        return None;
    }
    let verb = TokenRange::new(dash.index(), sentence.end())
        .iter()
        .any(|id| matches!(document.token(id).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md));
    let reference = draft.reference_at(dash.offset(1).filter(|it| sentence.has(*it))?)?;
    if verb || reference.tokens.start() > dash.index() + 1 {
        return None;
    }
    Some(Found {
        voice: Voice {
            actors: reference.actors.clone(),
            words: document.text_of(reference.tokens).to_owned(),
        },
        head: reference.head,
        tone: Tone::Neutral,
        cue: TokenRange::of(dash),
        content: vec![quotation],
        addressees: Vec::new(),
        sentence: index,
    })
}

/// Reads a sentence that ends with a colon before a paragraph: "NAME went on as follows:".
pub(super) fn introduced(context: &Context<'_>, draft: &Draft, index: usize) -> Option<Found> {
    let document = context.document;
    let sentence = document.sentences()[index];
    let next = document.sentences().get(index + 1)?;
    let last = sentence.tokens.last()?;
    if document.word(last) != ":" || next.paragraph == sentence.paragraph {
        return None;
    }
    let verb = sentence.tokens.iter().find(|&id| {
        document.token(id).upos == Upos::Verb && document.token(id).relation == Relation::Root
    })?;
    let head = predication::subject(context, verb)?;
    let voice = voice::voice(
        context,
        draft,
        head,
        TokenRange::new(head.index(), verb.index().max(head.index() + 1)),
    )?;
    if voice.actors.is_empty() {
        return None;
    }
    let content = paragraph(context, index + 1);
    Some(Found {
        voice,
        head,
        tone: Tone::Neutral,
        cue: TokenRange::of(verb),
        content: vec![content],
        addressees: Vec::new(),
        sentence: index + 1,
    })
}

/// The tokens of the paragraph that the sentence at `index` begins.
pub(super) fn paragraph(context: &Context<'_>, index: usize) -> TokenRange {
    let sentences = context.document.sentences();
    let first = sentences[index];
    let end = sentences[index..]
        .iter()
        .take_while(|it| it.paragraph == first.paragraph)
        .last()
        .map_or(first.tokens.end(), |it| it.tokens.end());
    TokenRange::new(first.tokens.start(), end)
}

/// Lets a statement that holds part of a quotation hold all of it.
pub(super) fn complete(context: &Context<'_>, all: &mut [Found]) {
    let mut taken: Vec<(TokenRange, usize)> = all
        .iter()
        .enumerate()
        .flat_map(|(index, it)| it.content.iter().map(move |&range| (range, index)))
        .collect();
    taken.sort_unstable();
    // How far those up to each reach, as one may hold others.
    let mut reach = 0;
    let ends: Vec<usize> = taken
        .iter()
        .map(|(range, _)| {
            reach = range.end().max(reach);
            reach
        })
        .collect();
    let is_taken = |quotation: TokenRange, by: usize| {
        let first = ends.partition_point(|&end| end <= quotation.start());
        taken[first..]
            .iter()
            .take_while(|(range, _)| range.start() < quotation.end())
            .any(|&(range, owner)| owner != by && range.overlaps(quotation))
    };
    for (index, found) in all.iter_mut().enumerate() {
        let mut more = Vec::new();
        for range in &found.content {
            for quotation in shape::quotations_over(context, *range) {
                let held = found.content.iter().any(|it| it.contains(quotation));
                if !held && !is_taken(quotation, index) && !quotation.overlaps(found.cue) {
                    more.push(quotation);
                }
            }
        }
        found.content.extend(more);
        found.content = shape::joined(std::mem::take(&mut found.content));
    }
}
