//! What is said, where a clause or a quotation says it: after the cue, before it, or around it.
//!
//! Finds: `NAME said that they had agreed`, `They had agreed, NAME said`, `A date, NAME said,
//! would follow`, `“We agreed,” said NAME, “and we will go on.”`

use crate::extract::Context;
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};

use super::cue::{self, Cue, Form};
use super::{shape, voice};

/// Tokens after a cue within which what is said begins: "told reporters in Oslo on Friday that".
const REACH: usize = 22;
/// The least tokens of a quotation that is more than a term in quotation marks, with the marks.
const QUOTED: usize = 4;

/// The learned share of clauses above which a verb attributes them whatever the tree says.
const LIKELY: f64 = 0.6;

/// A cue with its speaker, and the part of the sentence that may be said.
#[derive(Clone, Copy)]
pub(super) struct Attribution {
    pub(super) verb: TokenId,
    pub(super) speaker: TokenId,
    pub(super) cue: Cue,
    /// Where what is said may begin: after the statement before it in the sentence.
    pub(super) from: usize,
}

/// What is said.
pub(super) fn content(context: &Context<'_>, it: Attribution) -> Vec<TokenRange> {
    let document = context.document;
    let sentence = document.sentence(it.verb).tokens;
    let own = shape::stands_beside(context, it.verb, it.speaker);
    let aside = shape::aside(context, it.verb, it.speaker);
    let after = after(context, it);
    if own && let Some(before) = before(context, it, aside, after) {
        return before;
    }
    let Some((range, _)) = after else { return Vec::new() };
    let range = shape::cut(context, range);
    let mut content = vec![range];
    // "said “A,” the minister of B, and “C.”" has its rest in quotation marks.
    if is_quotation(context, range) {
        let rest = TokenRange::new(range.end().min(sentence.end()), sentence.end());
        content.extend(quoted_in(context, rest).filter(|it| {
            let between = TokenRange::new(range.end(), it.start());
            !between.iter().any(|id| document.token(id).upos == Upos::Verb)
        }));
    }
    content
}

/// How sure it is that what is said stands after the cue.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// "that", a colon, a quotation, or the tree says so.
    Clear,
    /// A comma alone stands between.
    Comma,
}

/// What is said before or around the cue, if it is.
fn before(
    context: &Context<'_>,
    it: Attribution,
    aside: TokenRange,
    after: Option<(TokenRange, Mark)>,
) -> Option<Vec<TokenRange>> {
    let document = context.document;
    let sentence = document.sentence(it.verb).tokens;
    let left = TokenRange::new(it.from.min(aside.start()), aside.start());
    let last = left.last()?;
    let closes = |id: TokenId| shape::is_quote_mark(document.word(id));
    if !matches!(document.word(last), "," | "?" | "!" | "—" | "–" | "-" | "…") && !closes(last)
    {
        return None;
    }
    let quoted = closes(last)
        || last
            .offset(-1)
            .is_some_and(|it| left.has(it) && closes(it) && document.word(last) == ",");
    let inverted = it.speaker > it.verb;
    let next = (aside.end() < sentence.end()).then(|| TokenId::new(aside.end()));
    let interrupts = next.is_some_and(|id| document.word(id) == ",");
    let finite = has_finite(context, left);
    let is_adjunct = left.first().is_some_and(|id| {
        matches!(document.token(id).upos, Upos::Adposition | Upos::Subordinator)
            || document.token(id).xpos == Xpos::Vbg
            || document.token(id).xpos == Xpos::Vbn
    });
    let about_words = left.iter().any(|id| voice::is_text(document.lemma(id)))
        || left.first().is_some_and(|id| document.token(id).xpos == Xpos::Vbg);
    if let Some((range, Mark::Clear)) = after {
        // "In Oslo, NAME said that …"
        if !quoted && !interrupts {
            // "They will wait, NAME reports: until Friday."
            let colon = document.word(TokenId::new(range.start() - 1)) == ":";
            return (colon && finite).then(|| vec![left, shape::cut(context, range)]);
        }
        if !quoted && is_adjunct && !finite && about_words {
            return None;
        }
    }
    if !(quoted || finite || interrupts && !(is_adjunct && about_words)) {
        return None;
    }
    let mut content = vec![left];
    let Some(next) = next else { return Some(content) };
    let rest = TokenRange::new(next.index(), sentence.end());
    if !interrupts {
        if quoted {
            content.extend(quoted_on(context, rest));
        }
        return Some(content);
    }
    let right = TokenRange::new(next.index() + 1, sentence.end());
    let Some(first) = right.first() else { return Some(content) };
    let opens = document.quotations().iter().any(|it| it.tokens.first() == Some(first));
    let leaves = document.token(first).upos == Upos::Coordinator
        || matches!(document.token(first).xpos, Xpos::Vbg | Xpos::Wp | Xpos::Wdt)
        || ["while", "as", "after", "when", "which", "who", "according", "but", "and", "where"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(document.word(first)));
    let ends = leaves || inverted && finite || finite && !has_finite(context, right);
    if opens || quoted {
        content.extend(quoted_on(context, right));
    } else if !ends {
        content.push(shape::cut(context, right));
    }
    Some(content)
}

/// Whether some tokens have a finite verb.
fn has_finite(context: &Context<'_>, range: TokenRange) -> bool {
    range.iter().any(|id| {
        matches!(context.document.token(id).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md)
    })
}

/// The quotations that begin within some tokens, as far as these reach.
fn quoted_in<'a>(
    context: &'a Context<'_>,
    range: TokenRange,
) -> impl Iterator<Item = TokenRange> + 'a {
    shape::quotations_over(context, range)
        .filter(move |it| it.start() >= range.start() && it.len() >= QUOTED)
        .map(move |it| TokenRange::new(it.start(), it.end().min(range.end())))
}

/// The quotations within some tokens up to where another cue stands.
fn quoted_on(context: &Context<'_>, range: TokenRange) -> Vec<TokenRange> {
    let document = context.document;
    let outside =
        |id: TokenId| shape::quotations_over(context, TokenRange::of(id)).next().is_none();
    let cue = range
        .iter()
        .find(|&id| {
            document.token(id).upos == Upos::Verb
                && outside(id)
                && cue::named(document.lemma(id)).is_some()
        })
        .map_or(range.end(), TokenId::index);
    quoted_in(context, TokenRange::new(range.start(), cue)).collect()
}

/// Whether some tokens are a quotation from end to end.
fn is_quotation(context: &Context<'_>, range: TokenRange) -> bool {
    shape::quotations_over(context, range).any(|it| it.contains(range))
}

/// What is said after the cue.
fn after(context: &Context<'_>, it: Attribution) -> Option<(TokenRange, Mark)> {
    let document = context.document;
    let sentence = document.sentence(it.verb).tokens;
    let token = document.token(it.verb);
    let own = document.subtree(it.verb);
    // Within a clause that depends on another, what is said ends with it.
    let limit = if matches!(token.relation, Relation::Root | Relation::Conj | Relation::Parataxis)
        || own.end() + 2 >= sentence.end()
    {
        sentence.end()
    } else {
        own.end()
    };
    let first = it.verb.index() + 1;
    if first >= limit {
        return None;
    }
    let clause = document
        .dependents(it.verb, &[Relation::Ccomp, Relation::Parataxis, Relation::Csubj])
        .filter(|&child| child > it.verb && document.token(child).upos != Upos::Punctuation)
        .map(|child| (child, document.subtree(child)))
        .filter(|(_, range)| range.end() > first)
        .max_by_key(|(_, range)| range.len());
    let clause_start = clause.map(|(_, range)| range.start().max(first));
    let (start, mark) = begin(context, it, (first, limit), clause_start)?;
    if start >= limit {
        return None;
    }
    let range = TokenRange::new(start, limit);
    // A quotation ends what is said where a clause does not go on from it.
    let quotation = document
        .quotations()
        .iter()
        .map(|it| it.tokens)
        .find(|it| it.start() == start && it.len() >= QUOTED);
    if let Some(quotation) = quotation {
        let end = quotation.end().min(limit);
        let goes_on = end < limit
            && document.token(TokenId::new(end)).upos != Upos::Punctuation
            && document.token(TokenId::new(end)).upos != Upos::Coordinator;
        return Some((if goes_on { range } else { TokenRange::new(start, end) }, mark));
    }
    let range = match clause {
        Some((_, clause)) if clause.end() > start => shape::to_the_end(
            context,
            it.verb,
            TokenRange::new(start, clause.end().max(start + 1)),
            limit,
        ),
        _ => range,
    };
    Some((range, mark))
}

/// Where what is said after the cue begins, between the token after it and a limit.
fn begin(
    context: &Context<'_>,
    it: Attribution,
    (first, limit): (usize, usize),
    clause_start: Option<usize>,
) -> Option<(usize, Mark)> {
    let document = context.document;
    let aside = shape::aside(context, it.verb, it.speaker);
    let mut comma = None;
    for at in first..limit.min(first + REACH) {
        let id = TokenId::new(at);
        let word = document.word(id);
        let here = document.token(id);
        let that =
            word == "that" && (here.upos == Upos::Subordinator || here.relation == Relation::Mark);
        if that || word == ":" {
            return Some((at + 1, Mark::Clear));
        }
        let opens = shape::quotations_over(context, TokenRange::of(id))
            .any(|it| it.start() == at && it.len() >= QUOTED);
        let question =
            at == first && matches!(here.xpos, Xpos::Wrb | Xpos::Wp) && it.speaker < it.verb;
        if opens || question || clause_start == Some(at) {
            return Some((at, Mark::Clear));
        }
        if word == "," && comma.is_none() && at == aside.end() {
            comma = Some(at);
        }
        let finite = matches!(here.xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
        if finite && clause_start.is_none_or(|start| start < at) {
            break;
        }
    }
    if let Some(start) = clause_start {
        return Some((start, Mark::Clear));
    }
    if it.cue.share <= LIKELY {
        return None;
    }
    if let Some(comma) = comma
        && has_finite(context, TokenRange::new(comma, limit))
    {
        return Some((comma + 1, Mark::Comma));
    }
    // "said they had agreed", where the tree has it as something else.
    let first = first.max(aside.end());
    let begins =
        (it.speaker < it.verb && first < limit).then(|| document.token(TokenId::new(first)))?;
    let noun = matches!(
        begins.upos,
        Upos::Pronoun
            | Upos::Determiner
            | Upos::ProperNoun
            | Upos::Noun
            | Upos::Adjective
            | Upos::Numeral
    );
    (noun && has_finite(context, TokenRange::new(first, limit))).then_some((first, Mark::Clear))
}

/// Whether a token is a participle that opens a statement of its own: ", adding that".
pub(super) fn is_participle_cue(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let token = document.token(id);
    token.xpos == Xpos::Vbg
        && cue::named(document.lemma(id)).is_some_and(|it| it.takes(Form::Clause) && it.share > 0.5)
}

/// Whether a verb after "and" opens a statement of its own: "and added that".
pub(super) fn is_joined_cue(context: &Context<'_>, id: TokenId) -> bool {
    /// Learned shares above this are of verbs that hardly do anything but attribute.
    const SURE: f64 = 0.75;
    cue::named(context.document.lemma(id))
        .is_some_and(|it| it.takes(Form::Clause) && it.share > SURE)
}
