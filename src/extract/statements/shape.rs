//! The shape of what is said: without the cue, the speaker, and the marks around it.

use crate::extract::Context;
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};
use crate::text::on_one_line;

use super::clause;

/// Tokens of an aside at most: "NAME told reporters in Oslo on Friday".
const ASIDE: usize = 26;

/// The verb by which somebody else tells what a participle attributes: "quoted NAME as saying".
pub(super) fn quoter(context: &Context<'_>, verb: TokenId) -> Option<TokenId> {
    /// Tokens of the name between them, with its offices.
    const REACH: usize = 20;
    let document = context.document;
    let is_quoter = |it: &TokenId| matches!(document.lemma(*it), "quote" | "cite");
    if document.token(verb).xpos != Xpos::Vbg {
        return None;
    }
    document.token(verb).head.filter(is_quoter).or_else(|| {
        let sentence = document.sentence(verb).tokens;
        let is_led = verb.offset(-1).is_some_and(|it| document.word(it) == "as");
        let least = sentence.start().max(verb.index().saturating_sub(REACH));
        let mut before = (least..verb.index()).rev().map(TokenId::new);
        before.find(|it| is_led && is_quoter(it) && document.token(*it).upos == Upos::Verb)
    })
}

/// The tokens of a cue with its speaker and what else belongs to neither side of what is said.
pub(super) fn aside(context: &Context<'_>, verb: TokenId, speaker: TokenId) -> TokenRange {
    let document = context.document;
    let sentence = document.sentence(verb).tokens;
    let mut start = verb.index();
    let mut end = verb.index() + 1;
    let own = stands_beside(context, verb, speaker);
    if own && speaker < verb && verb.index() - speaker.index() < ASIDE {
        start = noun_phrase_start(context, speaker);
        // "NAME, the minister, said", where the minister is the subject.
        if let Some(name) = apposed_before(context, start, sentence) {
            start = name;
        }
    }
    // "NAME quoted NAME as saying".
    if let Some(head) = quoter(context, verb).filter(|&it| it < verb) {
        let subject = document.dependents(head, &[Relation::Nsubj, Relation::NsubjPass]).next();
        start = subject.map_or(head.index(), |it| noun_phrase_start(context, it));
    }
    if own && speaker > verb {
        // An apposition may follow: "said NAME, the minister".
        let whole = document.subtree(speaker);
        let quote = (speaker.index()..whole.end())
            .find(|&at| opens_quotation(context, at))
            .unwrap_or(whole.end());
        end = quote.max(speaker.index() + 1);
        while end > speaker.index() + 1 && document.word(TokenId::new(end - 1)) == "," {
            end -= 1;
        }
    }
    // Auxiliaries and adverbs before the verb, and adjuncts after it that touch it.
    for child in document.children(verb) {
        let relation = document.token(child).relation;
        let near = matches!(
            relation,
            Relation::Aux | Relation::AuxPass | Relation::Advmod | Relation::Expl
        );
        let parted = child < verb
            && TokenRange::new(child.index(), start.max(child.index()))
                .iter()
                .any(|id| document.word(id) == "," || is_double_mark(document.word(id)));
        let touches = child < verb
            && child.index() + 4 > start
            && verb.index() - child.index() < 6
            && !parted;
        if near && touches {
            start = start.min(child.index());
        }
    }
    loop {
        let next = document.children(verb).find(|&child| {
            let range = document.subtree(child);
            let fits = matches!(
                document.token(child).relation,
                Relation::Advmod
                    | Relation::Obl
                    | Relation::OblUnmarked
                    | Relation::OblAgent
                    | Relation::Obj
                    | Relation::Iobj
                    | Relation::CompoundPrt
            );
            // "saying no such talks took place": no object, whatever the tree has.
            let subject = document.token(child).relation == Relation::Obj
                && range.end() < sentence.end()
                && matches!(
                    document.token(TokenId::new(range.end())).xpos,
                    Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md
                )
                || document.token(child).relation == Relation::Obj
                    && range.iter().any(|id| {
                        id > child
                            && matches!(document.token(id).xpos, Xpos::Vbd | Xpos::Vbz)
                            && document.token(id).relation == Relation::Amod
                    });
            let nested = document.children(child).any(|it| {
                it > child
                    && document.children(it).any(|id| {
                        document.token(id).xpos == Xpos::Vbd
                            && document.token(id).relation == Relation::Amod
                    })
            });
            fits && !subject
                && !nested
                && range.start() == end
                && range.len() < ASIDE
                && !range.iter().any(|id| opens_quotation(context, id.index()))
        });
        match next {
            Some(child) => end = document.subtree(child).end(),
            None => break,
        }
    }
    // "said in a statement": the tree may have it elsewhere.
    TokenRange::new(start.max(sentence.start()), end.min(sentence.end()))
}

/// Whether a speaker belongs to a cue itself, by the tree or by standing beside it.
pub(super) fn stands_beside(context: &Context<'_>, verb: TokenId, speaker: TokenId) -> bool {
    let document = context.document;
    if speaker == verb {
        return false;
    }
    if document.token(speaker).head == Some(verb) {
        return true;
    }
    let (first, last) = if speaker < verb { (speaker, verb) } else { (verb, speaker) };
    let between = TokenRange::new(first.index() + 1, last.index().max(first.index() + 1));
    last.index() - first.index() < ASIDE
        && !between.iter().any(|id| {
            matches!(document.token(id).upos, Upos::Verb | Upos::Coordinator)
                || matches!(document.word(id), ":" | ";")
                || is_double_mark(document.word(id))
        })
}

/// The start of a name that stands before a comma and a noun phrase at `start`, where another
/// comma closes the apposition.
fn apposed_before(context: &Context<'_>, start: usize, sentence: TokenRange) -> Option<usize> {
    let document = context.document;
    if start < sentence.start() + 2 || document.word(TokenId::new(start - 1)) != "," {
        return None;
    }
    let name = document.name_at(TokenId::new(start - 2))?;
    let starts_noun = matches!(
        document.token(TokenId::new(start)).upos,
        Upos::Determiner | Upos::Noun | Upos::Adjective
    );
    let begins = name.tokens.start() == sentence.start()
        || document.word(TokenId::new(name.tokens.start() - 1)) == ","
        || is_double_mark(document.word(TokenId::new(name.tokens.start() - 1)));
    (starts_noun && begins).then(|| name.tokens.start())
}

/// Whether a word is a quotation mark of whatever kind.
pub(super) fn is_quote_mark(word: &str) -> bool {
    is_double_mark(word) || matches!(word, "‘" | "’" | "'")
}

/// Whether a word is a quotation mark that is no apostrophe.
pub(super) fn is_double_mark(word: &str) -> bool {
    matches!(word, "“" | "”" | "\"" | "''" | "``" | "«" | "»" | "„")
}

/// Whether a quotation begins at a token.
pub(super) fn opens_quotation(context: &Context<'_>, at: usize) -> bool {
    quotations_over(context, TokenRange::new(at, at + 1)).any(|it| it.start() == at)
}

/// The quotations that overlap some tokens, in order.
pub(super) fn quotations_over<'a>(
    context: &'a Context<'_>,
    range: TokenRange,
) -> impl Iterator<Item = TokenRange> + 'a {
    let all = context.document.quotations();
    let first = all.partition_point(|it| it.tokens.end() <= range.start());
    all[first..].iter().map(|it| it.tokens).take_while(move |it| it.start() < range.end())
}

/// Ranges in order, those that overlap or touch as one.
pub(super) fn joined(mut ranges: Vec<TokenRange>) -> Vec<TokenRange> {
    ranges.sort_unstable();
    let mut joined: Vec<TokenRange> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start() <= last.end() => *last = last.cover(range),
            _ => joined.push(range),
        }
    }
    joined
}

/// Where the noun phrase of a head begins: its determiner, adjectives, possessors.
pub(super) fn noun_phrase_start(context: &Context<'_>, head: TokenId) -> usize {
    let document = context.document;
    let sentence = document.sentence(head).tokens;
    let mut start = head.index();
    while start > sentence.start() {
        let before = TokenId::new(start - 1);
        let token = document.token(before);
        let keeps = matches!(
            token.upos,
            Upos::Adjective | Upos::Noun | Upos::ProperNoun | Upos::Numeral | Upos::Determiner
        ) || matches!(document.word(before), "'s" | "’s" | "-" | "’" | "@")
            || matches!(token.xpos, Xpos::PrpS | Xpos::Pos);
        if !keeps || head.index() - start > 12 {
            break;
        }
        start -= 1;
    }
    start
}

/// Takes "that", commas and stops off the ends of each piece, and drops empty ones.
pub(super) fn trim(context: &Context<'_>, content: &mut Vec<TokenRange>) {
    let document = context.document;
    let count = document.tokens().len();
    for range in content.iter_mut() {
        // What a cue at the end of a text leads to.
        *range = TokenRange::new(range.start().min(count), range.end().min(count));
        let (mut start, mut end) = (after_dateline(context, *range), range.end());
        while start < end {
            let id = TokenId::new(start);
            let word = document.word(id);
            let closes = is_quote_mark(word)
                && !opens_quotation(context, start)
                && !quotations_over(context, TokenRange::of(id))
                    .any(|it| it.start() < start && it.end() > start + 1);
            let drops = document.token(id).upos == Upos::Punctuation && !is_quote_mark(word)
                || closes
                || word.eq_ignore_ascii_case("that")
                    && (document.token(id).relation == Relation::Mark
                        || document.token(id).upos == Upos::Subordinator
                        || document.token(TokenId::new(start.saturating_sub(1))).xpos == Xpos::Rp)
                    && start > document.sentence(id).tokens.start()
                || ["and", "but", "as", "while"].iter().any(|it| it.eq_ignore_ascii_case(word))
                    && matches!(document.token(id).upos, Upos::Coordinator);
            if !drops {
                break;
            }
            start += 1;
        }
        while end > start {
            let id = TokenId::new(end - 1);
            let word = document.word(id);
            let joins = document.token(id).upos == Upos::Coordinator;
            if !joins
                && (document.token(id).upos != Upos::Punctuation
                    || is_quote_mark(word)
                    || word == ".")
            {
                break;
            }
            end -= 1;
        }
        *range = TokenRange::new(start, end);
    }
    content.retain(|range| range.iter().any(|id| document.token(id).upos != Upos::Punctuation));
}

/// The first token after the dateline that some tokens begin with: "NAIROBI (AP) —".
fn after_dateline(context: &Context<'_>, range: TokenRange) -> usize {
    /// Tokens of a dateline at most.
    const REACH: usize = 16;
    let document = context.document;
    let Some(first) = range.first() else { return range.start() };
    let capitals = document.word(first).chars().filter(|it| it.is_uppercase()).count();
    let is_start = document.sentence(first).tokens.start() == range.start();
    if !is_start || capitals < 3 {
        return range.start();
    }
    let text = document.text();
    let end = range.iter().skip(1).take(REACH).find(|&id| {
        let span = document.token(id).span;
        let spaced = text[span.end()..].starts_with(char::is_whitespace)
            && (text[..span.start()].ends_with(|it: char| it.is_whitespace() || it == ')')
                || document.word(id) == ":");
        spaced && matches!(document.word(id), "—" | "–" | "-" | "--" | ":")
    });
    let Some(end) = end else { return range.start() };
    let telling = TokenRange::new(range.start(), end.index())
        .iter()
        .any(|id| matches!(document.token(id).upos, Upos::Verb | Upos::Auxiliary));
    if telling { range.start() } else { end.index() + 1 }
}

/// The words of a phrase, as far as it is one: without clauses that describe it.
pub(super) fn phrase(context: &Context<'_>, head: TokenId) -> String {
    let document = context.document;
    let whole = document.subtree(head);
    let start = noun_phrase_start(context, head).max(whole.start().min(head.index()));
    let end = document
        .children(head)
        .filter(|&child| {
            child > head
                && matches!(
                    document.token(child).relation,
                    Relation::AclRelcl
                        | Relation::Acl
                        | Relation::Punct
                        | Relation::Parataxis
                        | Relation::Appos
                        | Relation::Advcl
                )
        })
        .map(|child| document.subtree(child).start())
        .filter(|&start| start > head.index())
        .min()
        .unwrap_or(whole.end());
    let range = TokenRange::new(start, end.max(head.index() + 1));
    on_one_line(document.text_of(range))
}

/// What is said after a cue, to the limit unless a further clause begins there.
pub(super) fn to_the_end(
    context: &Context<'_>,
    verb: TokenId,
    clause: TokenRange,
    limit: usize,
) -> TokenRange {
    let document = context.document;
    if clause.start() < verb.index() || clause.end() >= limit {
        return TokenRange::new(clause.start(), clause.end().min(limit).max(clause.start()));
    }
    let rest = TokenRange::new(clause.end(), limit);
    // What hangs from the cue itself, or from above it, is not said.
    let other = rest.iter().find(|&id| {
        let token = document.token(id);
        token.upos == Upos::Verb
            && matches!(
                token.relation,
                Relation::Conj | Relation::Parataxis | Relation::Advcl | Relation::Root
            )
            && token.head.is_none_or(|head| !clause.has(head))
            && !is_condition(context, id)
    });
    match other {
        Some(other) => {
            let start = document.subtree(other).start();
            if start > clause.end() { TokenRange::new(clause.start(), start) } else { clause }
        }
        None => TokenRange::new(clause.start(), limit),
    }
}

/// Whether a clause tells a condition or a reason: rather of what is said than of its saying.
fn is_condition(context: &Context<'_>, id: TokenId) -> bool {
    const MARKS: &[&str] = &["unless", "if", "because", "until", "so", "since"];
    let document = context.document;
    document
        .dependents(id, &[Relation::Mark])
        .any(|mark| MARKS.iter().any(|it| it.eq_ignore_ascii_case(document.word(mark))))
}

/// What is said up to where another statement of the same speaker begins: ", adding that",
/// "and stressed that".
pub(super) fn cut(context: &Context<'_>, range: TokenRange) -> TokenRange {
    let document = context.document;
    let quoted = |id: TokenId| {
        quotations_over(context, TokenRange::of(id)).next().is_some_and(|it| it.has(id))
    };
    let mut ids = range.iter().skip(2);
    let end = ids.find(|&id| {
        if quoted(id) {
            return false;
        }
        let before = TokenId::new(id.index() - 1);
        let two = TokenId::new(id.index() - 2);
        let after_comma = document.word(before) == ","
            || document.token(before).upos == Upos::Adverb && document.word(two) == ",";
        if after_comma && clause::is_participle_cue(context, id) {
            return true;
        }
        if after_comma && document.word(id).eq_ignore_ascii_case("according") {
            return true;
        }
        let joined = document.token(before).upos == Upos::Coordinator;
        joined && document.token(id).xpos == Xpos::Vbd && clause::is_joined_cue(context, id)
    });
    match end {
        Some(id) => TokenRange::new(range.start(), id.index()),
        None => range,
    }
}
