//! Interviews and transcripts: paragraphs that begin with who speaks.
//!
//! Finds: `OKAFOR: We agreed.`, `Ms. Okafor: We agreed.`, and `O:` after `OKAFOR:`; `A:` after `Q:`, of whom the words
//! before introduce, and paragraphs after ones that are but a question.
//! Leaves: `QUESTION: Did you agree?`, a heading such as `Background: …` in a text that is no
//! transcript.

use crate::extract::{Context, Draft};
use crate::nlp::{NameKind, TokenId, TokenRange, Upos};
use crate::record::{ActorKind, ActorRef};
use crate::text::personal::parts;

use super::shape;

/// One turn of a conversation.
pub(super) struct Turn {
    /// The words before the colon.
    pub(super) label: TokenRange,
    /// Who speaks, if it is someone who is named.
    pub(super) speaker: Option<ActorRef>,
    /// The words after the colon, to the next turn.
    pub(super) words: TokenRange,
}

/// Words before a colon at most: "Secretary of State Okafor".
const LONGEST: usize = 6;
/// Turns that make a transcript.
const FEWEST: usize = 4;

/// The turns of a transcript; nothing if the text is none.
pub(super) fn all(context: &Context<'_>, draft: &Draft) -> Vec<Turn> {
    let document = context.document;
    let sentences = document.sentences();
    let mut labels: Vec<(usize, TokenRange)> = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let begins = index == 0 || sentences[index - 1].paragraph != sentence.paragraph;
        // The label may be a sentence of its own.
        let goes_on = sentences.get(index + 1).is_some_and(|it| it.paragraph == sentence.paragraph);
        if begins && let Some(label) = label(context, sentence.tokens, goes_on) {
            labels.push((index, label));
        }
    }
    if labels.len() < FEWEST {
        return answers(context, draft);
    }
    let begin = sentences[labels[0].0].tokens.start();
    let guest = || interviewed(context, draft, begin);
    let mut turns: Vec<Turn> = Vec::new();
    for (place, &(index, label)) in labels.iter().enumerate() {
        // The last turn ends with its paragraph: what comes after it may be told by the writer.
        let end = match labels.get(place + 1) {
            Some(&(next, _)) => next,
            None => sentences[index..]
                .iter()
                .position(|it| it.paragraph != sentences[index].paragraph)
                .map_or(sentences.len(), |count| index + count),
        };
        let words = TokenRange::new(label.end() + 1, sentences[end - 1].tokens.end());
        let words_of_label = document.text_of(label);
        let speaker = if ANSWERS.iter().any(|it| it.eq_ignore_ascii_case(words_of_label)) {
            guest()
        } else {
            speaker(context, draft, label, &turns)
        };
        turns.push(Turn { label, speaker, words });
    }
    turns
}

/// Labels of answers.
const ANSWERS: &[&str] = &["A", "Answer"];

/// Whom the words before an interview introduce: the person whom the headline names, or who is told of most.
fn interviewed(context: &Context<'_>, draft: &Draft, begin: usize) -> Option<ActorRef> {
    let mut counts = vec![0usize; draft.actors.len()];
    for it in draft.references_in(TokenRange::new(0, begin)) {
        for actor in &it.actors {
            counts[actor.index()] += 1;
        }
    }
    let title = parts(&context.article.title);
    let rank = |&(at, count): &(usize, usize)| {
        let named = parts(&draft.actors[at].name).last().is_some_and(|it| title.contains(it));
        (named, count, std::cmp::Reverse(at))
    };
    counts
        .into_iter()
        .enumerate()
        .filter(|&(at, count)| count > 0 && draft.actors[at].kind == ActorKind::Person)
        .max_by_key(rank)
        .map(|(at, _)| ActorRef::new(at))
}

/// The answers of an interview whose questions are paragraphs of their own: "Why now?"
fn answers(context: &Context<'_>, draft: &Draft) -> Vec<Turn> {
    /// Tokens of a question at most.
    const LONG: usize = 60;
    /// Questions that make an interview.
    const FEW: usize = 3;
    let document = context.document;
    let sentences = document.sentences();
    let quoted = |id: TokenId| shape::quotations_over(context, TokenRange::of(id)).next().is_some();
    let mut questions: Vec<TokenRange> = Vec::new();
    for paragraph in sentences.chunk_by(|one, two| one.paragraph == two.paragraph) {
        let (Some(first), Some(last)) = (paragraph.first(), paragraph.last()) else { continue };
        let whole = TokenRange::new(first.tokens.start(), last.tokens.end());
        let asks = whole.last().is_some_and(|it| document.word(it) == "?" && !quoted(it));
        if asks && whole.len() <= LONG {
            questions.push(whole);
        }
    }
    if questions.len() < FEW {
        return Vec::new();
    }
    let mut turns: Vec<Turn> = Vec::new();
    let guest = interviewed(context, draft, questions[0].start());
    for (place, question) in questions.iter().enumerate() {
        let start = question.end();
        let end = match questions.get(place + 1) {
            Some(next) => next.start(),
            // The last one ends with its paragraph.
            None => {
                let at = sentences.partition_point(|it| it.tokens.start() < start);
                let Some(own) = sentences.get(at) else { break };
                let rest = sentences[at..].iter().take_while(|it| it.paragraph == own.paragraph);
                rest.last().map_or(start, |it| it.tokens.end())
            }
        };
        if start < end {
            let label = TokenRange::new(question.start(), start - 1);
            turns.push(Turn { label, speaker: guest, words: TokenRange::new(start, end) });
        }
    }
    // Who answers speaks of himself.
    let own = |turn: &&Turn| {
        turn.words.iter().any(|it| {
            ["i", "we", "my", "our"].iter().any(|word| word.eq_ignore_ascii_case(document.word(it)))
                && !quoted(it)
        })
    };
    if turns.iter().filter(own).count() * 2 < turns.len() {
        return Vec::new();
    }
    turns
}

/// The words before the colon with which a paragraph begins, if they may be a speaker's.
fn label(context: &Context<'_>, sentence: TokenRange, goes_on: bool) -> Option<TokenRange> {
    let document = context.document;
    let colon = sentence.iter().take(LONGEST + 1).find(|&it| document.word(it) == ":")?;
    let label = TokenRange::new(sentence.start(), colon.index());
    let loud = |id: TokenId| !document.word(id).chars().any(char::is_lowercase);
    let named = |id: TokenId| {
        document.name_at(id).is_some_and(|it| it.kind == NameKind::Person)
            || context.gazetteer.title(&[document.word(id)]).is_some()
    };
    let fits = |id: TokenId| {
        document.token(id).upos == Upos::Punctuation
            || document.word(id).starts_with(char::is_uppercase) && (loud(id) || named(id))
    };
    let follows = goes_on || colon.index() + 1 < sentence.end();
    (!label.is_empty() && follows && label.iter().all(fits)).then_some(label)
}

/// Whom a label names: a person of that family name, or who had the label that it begins.
fn speaker(
    context: &Context<'_>,
    draft: &Draft,
    label: TokenRange,
    before: &[Turn],
) -> Option<ActorRef> {
    let document = context.document;
    let text = document.text_of(label);
    let own = parts(text);
    let last = own.last()?;
    let persons =
        || draft.actors.iter().enumerate().filter(|(_, actor)| actor.kind == ActorKind::Person);
    let found = persons()
        .find(|(_, actor)| parts(&actor.name).last() == Some(last))
        .or_else(|| persons().find(|(_, actor)| parts(&actor.name).contains(last)));
    if let Some((index, _)) = found {
        return Some(ActorRef::new(index));
    }
    // "B:" after "BRUGGER:".
    let short = last.chars().count() <= 2;
    let initials = |turn: &&Turn| {
        let longer = parts(document.text_of(turn.label));
        longer.iter().any(|part| part.chars().count() > 2 && part.starts_with(last.as_str()))
    };
    before.iter().find(initials).filter(|_| short).and_then(|turn| turn.speaker)
}
