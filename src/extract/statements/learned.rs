//! What was learned of sources, cues and contents, beside the rules: statements that no rule found,
//! and where the words of others end.

use crate::extract::{Context, Draft};
use crate::nlp::{Relation, Role, TokenId, TokenRange, Upos, Xpos};
use crate::record::Tone;

use super::{Found, addressees, cue, object, shape, speaker, voice};

/// Tokens of a quotation, with the marks, or of what stands beside a word of speech, that is somebody's words.
const LEAST: usize = 6;

/// Tokens of a passage that only begins a clause, and between it and the rest of that, where rules have both as one.
const BEGUN: usize = 3;
const GAP: usize = 8;

/// A cue with what belongs to it.
struct Group {
    cue: TokenRange,
    source: Option<TokenRange>,
    content: Vec<TokenRange>,
}

/// The passages of each sentence that has a cue, put together with those of what is said that are free.
fn groups(context: &Context<'_>, contents: impl Iterator<Item = TokenRange>) -> Vec<Group> {
    let document = context.document;
    let sentence = |range: TokenRange| range.first().map(|id| document.sentence_index(id));
    let mut groups: Vec<Group> = passages(context, Role::Cue)
        .into_iter()
        .map(|cue| Group { cue, source: None, content: Vec::new() })
        .collect();
    for tokens in passages(context, Role::Source) {
        let near = nearest(&groups, tokens, |cue| sentence(cue) == sentence(tokens));
        let Some(group) = near.map(|at| &mut groups[at]) else { continue };
        if group.source.is_none_or(|other| gap(other, group.cue) > gap(tokens, group.cue)) {
            group.source = Some(tokens);
        }
    }
    for tokens in contents {
        let (first, last) = (sentence(tokens), tokens.last().map(|id| document.sentence_index(id)));
        let near = nearest(&groups, tokens, |cue| first <= sentence(cue) && sentence(cue) <= last);
        if let Some(at) = near {
            groups[at].content.push(tokens);
        }
    }
    groups.retain(|it| !it.content.is_empty());
    groups
}

/// The tokens between two ranges.
fn gap(one: TokenRange, two: TokenRange) -> usize {
    two.start().saturating_sub(one.end()) + one.start().saturating_sub(two.end())
}

/// The group whose cue stands nearest before or after some tokens, of those that it may be.
fn nearest(
    groups: &[Group],
    tokens: TokenRange,
    may: impl Fn(TokenRange) -> bool,
) -> Option<usize> {
    let from = groups.partition_point(|it| it.cue.end() <= tokens.start());
    let around = from.checked_sub(1).into_iter().chain((from < groups.len()).then_some(from));
    around.filter(|&at| may(groups[at].cue)).min_by_key(|&at| gap(groups[at].cue, tokens))
}

/// Sets what was learned of what is said against what rules found of it: words reach as far as learned, what is not
/// learned to be said is dropped unless it is quoted, and what rules missed is added: "NAME has been clear that",
/// "in NAME's telling".
pub(super) fn settle(context: &Context<'_>, draft: &Draft, all: &mut Vec<Found>) {
    let contents = passages(context, Role::Content);
    let owned = reshape(context, &contents, all);
    all.sort_by_key(Found::start);
    let free = contents.iter().zip(owned).filter(|(_, owned)| !owned).map(|(it, _)| *it);
    let mut more: Vec<Found> = Vec::new();
    // In order, as the groups are.
    let mut cues: Vec<TokenRange> = Vec::new();
    for group in groups(context, free) {
        let (cue, first) = (group.cue, group.content.first().map_or(0, |it| it.start()));
        let before = all.partition_point(|it| it.start() < first);
        if let Some(found) = read(context, draft, group, &all[..before]) {
            more.push(found);
            cues.push(cue);
        }
    }
    // Rules have the wrong side of the cue: "NAME will go, said a source in his office".
    let is_told = |it: &TokenRange| overlaps(&contents, *it) || is_quotation(context, *it);
    all.retain(|it| !overlaps(&cues, it.cue) || it.content.iter().any(is_told));
    all.append(&mut more);
    all.sort_by_key(Found::start);
}

/// The passages of a role, in order.
fn passages(context: &Context<'_>, role: Role) -> Vec<TokenRange> {
    let all = context.document.passages().iter();
    let whole = |it: TokenRange| if role == Role::Content { to_stop(context, it) } else { it };
    all.filter(|it| it.role == role).map(|it| whole(it.tokens)).collect()
}

/// A passage with the stop that ends its sentence, if that is all that is left of it.
fn to_stop(context: &Context<'_>, passage: TokenRange) -> TokenRange {
    let document = context.document;
    let Some(last) = passage.last() else { return passage };
    let end = document.sentence(last).tokens.end();
    let stops = passage.end() + 1 == end && document.word(TokenId::new(passage.end())) == ".";
    TokenRange::new(passage.start(), if stops { end } else { passage.end() })
}

/// Lets statements that rules found have the passages of what is said that they overlap; tells which of these have a
/// statement.
fn reshape(context: &Context<'_>, contents: &[TokenRange], all: &mut Vec<Found>) -> Vec<bool> {
    let shares = shares(contents, all);
    let cues: Vec<TokenRange> = all.iter().map(|it| it.cue).collect();
    // Who quotes another, and who is quoted by one, keep what rules have.
    let mut sorted = cues.clone();
    sorted.sort_unstable();
    let quotes = |range: TokenRange| {
        let from = sorted.partition_point(|it| it.start() < range.start());
        sorted[from..]
            .iter()
            .take_while(|it| it.start() < range.end())
            .any(|it| range.contains(*it))
    };
    let held = Held::new(all.iter().flat_map(|it| &it.content));
    let quoted_by: Vec<bool> = cues.iter().map(|it| held.has(*it)).collect();
    let is_quotation = |range: TokenRange| is_quotation(context, range);
    let heard = passages(context, Role::Cue);
    let mut owned = vec![false; contents.len()];
    let mut number = 0;
    all.retain_mut(|found| {
        let (own, is_quoted) = (&shares[number], quoted_by[number]);
        number += 1;
        for &(at, _) in own {
            owned[at] = true;
        }
        if own.is_empty() {
            return is_quoted
                || overlaps(&heard, found.cue)
                || found.content.iter().any(|it| is_quotation(*it));
        }
        let before = found.content.clone();
        let ends: Vec<usize> = found.content.iter().map(|it| it.end()).collect();
        let far = |range: TokenRange| !own.iter().any(|it| it.1.overlaps(range));
        let keeps = |it: &TokenRange| is_quoted || quotes(*it) || is_quotation(*it) || far(*it);
        let (whole, rest): (Vec<TokenRange>, Vec<TokenRange>) =
            found.content.iter().partition(|it| keeps(it));
        found.content = whole;
        found.content.extend(rest.iter().flat_map(|it| by_sentence(context, *it)).filter(keeps));
        found.content.extend(own.iter().map(|it| it.1));
        // "said she had told NAME that it was over": what is told within is said, too.
        let begun = own.windows(2).filter(|it| it[0].1.len() <= BEGUN);
        let gaps = begun.map(|it| TokenRange::new(it[0].1.end(), it[1].1.start()));
        let within =
            |gap: &TokenRange| gap.len() <= GAP && before.iter().any(|it| it.contains(*gap));
        found.content.extend(gaps.filter(within));
        found.content = shape::joined(std::mem::take(&mut found.content));
        // Whether a stop belongs to a thing that is named, rules tell.
        for range in &mut found.content {
            if ends.contains(&(range.end() - 1)) && ends_in_stop(context, *range) {
                *range = TokenRange::new(range.start(), range.end() - 1);
            }
        }
        shape::trim(context, &mut found.content);
        if let Some(last) = found.content.last().and_then(|it| it.last()) {
            found.sentence = found.sentence.max(context.document.sentence_index(last));
        }
        !found.content.is_empty()
    });
    owned
}

/// Whether some words are a quotation, nearly all of them.
fn is_quotation(context: &Context<'_>, range: TokenRange) -> bool {
    shape::quotations_over(context, range).any(|it| it.len() * 10 >= range.len() * 9)
}

/// Whether one of some ranges, which are in order and apart, overlaps another.
fn overlaps(all: &[TokenRange], range: TokenRange) -> bool {
    all.get(all.partition_point(|it| it.end() <= range.start()))
        .is_some_and(|it| it.overlaps(range))
}

/// Ranges by where they begin, each with how far those up to it reach, as one may hold others.
struct Held(Vec<(usize, usize)>);

impl Held {
    fn new<'a>(ranges: impl Iterator<Item = &'a TokenRange>) -> Self {
        let mut all: Vec<(usize, usize)> = ranges.map(|it| (it.start(), it.end())).collect();
        all.sort_unstable();
        let mut reach = 0;
        for it in &mut all {
            reach = it.1.max(reach);
            it.1 = reach;
        }
        Self(all)
    }

    /// Whether one of the ranges has another within it.
    fn has(&self, range: TokenRange) -> bool {
        let after = self.0.partition_point(|it| it.0 <= range.start());
        after.checked_sub(1).is_some_and(|at| self.0[at].1 >= range.end())
    }
}

/// Whether the last word is a stop.
fn ends_in_stop(context: &Context<'_>, range: TokenRange) -> bool {
    range.last().is_some_and(|it| context.document.word(it) == ".")
}

/// The parts of a range, a sentence each.
fn by_sentence(context: &Context<'_>, range: TokenRange) -> Vec<TokenRange> {
    let sentences = context.document.sentences();
    let from = sentences.partition_point(|it| it.tokens.end() <= range.start());
    let over = sentences[from..].iter().map(|it| it.tokens);
    over.take_while(|it| it.start() < range.end())
        .map(|it| TokenRange::new(it.start().max(range.start()), it.end().min(range.end())))
        .collect()
}

/// Of each statement the passages that it overlaps, by their numbers, each from where the statement begins to have it
/// to where another does.
fn shares(contents: &[TokenRange], all: &[Found]) -> Vec<Vec<(usize, TokenRange)>> {
    // Of each passage the statements that overlap it, by where they first do.
    let mut owners: Vec<Vec<(usize, usize)>> = vec![Vec::new(); contents.len()];
    for (number, found) in all.iter().enumerate() {
        for range in &found.content {
            let from = contents.partition_point(|it| it.end() <= range.start());
            let over = contents[from..].iter().take_while(|it| it.start() < range.end());
            for (at, passage) in (from..).zip(over) {
                owners[at].push((range.start().max(passage.start()), number));
            }
        }
    }
    let mut shares = vec![Vec::new(); all.len()];
    for (at, (passage, mut owners)) in contents.iter().zip(owners).enumerate() {
        owners.sort_unstable();
        owners.dedup_by_key(|it| it.1);
        for (place, &(start, number)) in owners.iter().enumerate() {
            let start = if place == 0 { passage.start() } else { start };
            let end = owners.get(place + 1).map_or(passage.end(), |it| it.0);
            if start < end {
                shares[number].push((at, TokenRange::new(start, end)));
            }
        }
    }
    shares
}

/// Reads the statement of a cue, by whatever words it attributes; `before` are the statements before it.
fn read(context: &Context<'_>, draft: &Draft, group: Group, before: &[Found]) -> Option<Found> {
    let document = context.document;
    let named = named(context, group.cue);
    let (verb, tone) = named.or_else(|| Some((head(context, group.cue)?, Tone::Neutral)))?;
    let by_source = || {
        let source = group.source?;
        let head = head(context, source)?;
        let voice =
            voice::voice(context, draft, head, source).or_else(|| voice::anyone(context, head))?;
        Some((head, voice))
    };
    let by_tree = || {
        let is_verb = document.token(verb).upos == Upos::Verb;
        let cue = cue::named(document.lemma(verb)).unwrap_or(cue::LEARNED);
        is_verb.then(|| speaker(context, draft, (verb, cue), before)).flatten()
    };
    let (head, voice) = by_source().or_else(by_tree)?;
    let mut content = group.content;
    shape::trim(context, &mut content);
    // What stands before a word of speech is no thing, whatever the tree has.
    let tokens: usize = content.iter().map(|it| it.len()).sum();
    let is_before = content.last().is_some_and(|it| it.end() <= verb.index());
    let is_long = named.is_some() && is_before && tokens >= LEAST;
    // "called the vote free and fair".
    let is_judged = || content.iter().all(|&it| object::is_judged(context, verb, it));
    if !is_long && !is_judged() && !content.iter().any(|&range| is_said(context, range)) {
        return None;
    }
    let last = content.iter().filter_map(|it| it.last()).max()?;
    Some(Found {
        addressees: addressees(context, draft, verb, &content, &voice),
        voice,
        head,
        tone,
        cue: TokenRange::of(verb),
        content,
        sentence: document.sentence_index(last),
    })
}

/// The word of a cue that tells of speech, and its tone.
fn named(context: &Context<'_>, cue: TokenRange) -> Option<(TokenId, Tone)> {
    let document = context.document;
    cue.iter().find_map(|id| {
        if document.word(id).eq_ignore_ascii_case("according") {
            return Some((id, Tone::Neutral));
        }
        cue::named(document.lemma(id))
            .filter(|_| cue::is_asserted(context, id))
            .map(|it| (id, it.tone))
    })
}

/// The first token of a phrase that depends on none of it and is no sign.
fn head(context: &Context<'_>, phrase: TokenRange) -> Option<TokenId> {
    phrase.iter().find(|&id| is_top(context, phrase, id))
}

/// Whether a word of a phrase depends on none of it and is no sign.
fn is_top(context: &Context<'_>, phrase: TokenRange, id: TokenId) -> bool {
    let token = context.document.token(id);
    token.upos != Upos::Punctuation && token.head.is_none_or(|head| !phrase.has(head))
}

/// Whether words are such as are said: a quotation, a clause or an infinitive, rather than a thing.
fn is_said(context: &Context<'_>, range: TokenRange) -> bool {
    let document = context.document;
    let is_clause = |it: TokenId| {
        matches!(document.token(it).upos, Upos::Verb | Upos::Auxiliary)
            || document.dependents(it, &[Relation::Cop, Relation::Nsubj]).next().is_some()
    };
    // Where the tree has the subject apart from its verb.
    let is_finite = || {
        let mut all = range.iter().map(|it| document.token(it).xpos);
        all.any(|it| matches!(it, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md))
    };
    shape::opens_quotation(context, range.start()) && range.len() >= LEAST
        || head(context, range).is_some_and(is_clause)
        || is_finite() && range.iter().any(|it| is_top(context, range, it) && is_clause(it))
}
