//! What was learned of sources, cues and contents, beside the rules: statements that no rule found,
//! and where the words of others end.

use crate::extract::{Context, Draft};
use crate::nlp::{Passage, Relation, Role, TokenId, TokenRange, Upos};
use crate::record::Tone;

use super::{Found, addressees, cue, shape, voice};

/// A cue with what belongs to it.
struct Group {
    cue: TokenRange,
    source: Option<TokenRange>,
    content: Vec<TokenRange>,
}

/// The passages of each sentence that has a cue, put together.
fn groups(context: &Context<'_>) -> Vec<Group> {
    let document = context.document;
    let sentence = |range: TokenRange| range.first().map(|id| document.sentence_index(id));
    let of = |role: Role| document.passages().iter().filter(move |it| it.role == role);
    let mut groups: Vec<Group> = of(Role::Cue)
        .map(|it| Group { cue: it.tokens, source: None, content: Vec::new() })
        .collect();
    for Passage { tokens, .. } in of(Role::Source).copied() {
        let near = nearest(&groups, tokens, |cue| sentence(cue) == sentence(tokens));
        let Some(group) = near.map(|at| &mut groups[at]) else { continue };
        if group.source.is_none_or(|other| gap(other, group.cue) > gap(tokens, group.cue)) {
            group.source = Some(tokens);
        }
    }
    for Passage { tokens, .. } in of(Role::Content).copied() {
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

/// Which tokens the statements found so far have for themselves.
struct Taken {
    cues: Vec<bool>,
    contents: Vec<bool>,
}

impl Taken {
    fn by(all: &[Found], tokens: usize) -> Self {
        let mut taken = Self { cues: vec![false; tokens], contents: vec![false; tokens] };
        for found in all {
            mark(&mut taken.cues, found.cue);
            found.content.iter().for_each(|&range| mark(&mut taken.contents, range));
        }
        taken
    }

    fn has(&self, group: &Group) -> bool {
        let any = |marks: &[bool], range: TokenRange| range.iter().any(|id| marks[id.index()]);
        any(&self.cues, group.cue)
            || any(&self.contents, group.cue)
            || group.content.iter().any(|&range| any(&self.contents, range))
    }
}

fn mark(marks: &mut [bool], range: TokenRange) {
    let end = range.end().min(marks.len());
    marks[range.start().min(end)..end].fill(true);
}

/// Adds the statements that rules did not find: "NAME has been clear that", "in NAME's telling".
pub(super) fn add(context: &Context<'_>, draft: &Draft, all: &mut Vec<Found>) {
    let document = context.document;
    let taken = Taken::by(all, document.tokens().len());
    for group in groups(context) {
        if taken.has(&group) {
            continue;
        }
        if let Some(found) = read(context, draft, group) {
            all.push(found);
        }
    }
    all.sort_by_key(|it| it.content.first().map_or(usize::MAX, |it| it.start()));
}

/// Reads the statement of a cue, if it is of speech.
fn read(context: &Context<'_>, draft: &Draft, group: Group) -> Option<Found> {
    let document = context.document;
    let (verb, tone) = named(context, group.cue)?;
    let source = group.source?;
    let head = head(context, source)?;
    let voice =
        voice::voice(context, draft, head, source).or_else(|| voice::anyone(context, head))?;
    let mut content = group.content;
    shape::trim(context, &mut content);
    if !content.iter().any(|&range| is_said(context, range)) {
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
    let document = context.document;
    phrase.iter().find(|&id| {
        let token = document.token(id);
        token.upos != Upos::Punctuation && token.head.is_none_or(|head| !phrase.has(head))
    })
}

/// Whether words are such as are said: a quotation, a clause or an infinitive, rather than a thing.
fn is_said(context: &Context<'_>, range: TokenRange) -> bool {
    /// Tokens of a quotation that is somebody's words, with the marks.
    const LEAST: usize = 6;
    let document = context.document;
    shape::opens_quotation(context, range.start()) && range.len() >= LEAST
        || head(context, range).is_some_and(|top| {
            matches!(document.token(top).upos, Upos::Verb | Upos::Auxiliary)
                || document.dependents(top, &[Relation::Cop, Relation::Nsubj]).next().is_some()
        })
}

/// Lets words that are not quoted go on as far in their sentence as what was learned has them.
pub(super) fn extend(context: &Context<'_>, all: &mut [Found]) {
    let document = context.document;
    let contents: Vec<TokenRange> = document
        .passages()
        .iter()
        .filter(|it| it.role == Role::Content)
        .map(|it| it.tokens)
        .collect();
    // "called the deal a disgrace and left": what else was done is not said.
    let joins = |cue: TokenRange, own: TokenId, last: TokenId| {
        (own.index() + 1..=last.index()).map(TokenId::new).any(|id| {
            let token = document.token(id);
            token.relation == Relation::Conj && token.head.is_some_and(|head| cue.has(head))
        })
    };
    for (cue, range) in all.iter_mut().flat_map(|it| {
        let cue = it.cue;
        it.content.iter_mut().map(move |range| (cue, range))
    }) {
        let at = contents.partition_point(|it| it.end() <= range.start());
        let Some(&learned) = contents.get(at).filter(|it| it.overlaps(*range)) else { continue };
        let (Some(own), Some(other)) = (range.last(), learned.last()) else { continue };
        if other <= own
            || joins(cue, own, other)
            || document.sentence_index(own) != document.sentence_index(other)
            || shape::quotations_over(context, *range).next().is_some()
        {
            continue;
        }
        let mut longer = vec![TokenRange::new(range.start(), learned.end())];
        shape::trim(context, &mut longer);
        if let [one] = longer[..] {
            *range = one;
        }
    }
}
