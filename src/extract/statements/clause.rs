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
    // "“A good one,” was how NAME summed it up."
    let start = shape::noun_phrase_start(context, it.speaker);
    if own
        && it.speaker < it.verb
        && start > it.from
        && document.word(TokenId::new(start - 1)).eq_ignore_ascii_case("how")
    {
        let left = TokenRange::new(it.from, start);
        let quoted: Vec<TokenRange> = shape::quotations_over(context, left).collect();
        if !quoted.is_empty() {
            return quoted;
        }
    }
    if let Some(main) = main_clause(context, it.verb) {
        return vec![main];
    }
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

/// What "As announced by NAME, they will meet" attributes: the clause after it.
fn main_clause(context: &Context<'_>, verb: TokenId) -> Option<TokenRange> {
    let document = context.document;
    let sentence = document.sentence(verb).tokens;
    let first = sentence.first()?;
    let told = document.token(verb).xpos == Xpos::Vbn
        && document.token(verb).relation == Relation::Advcl
        && document.word(first).eq_ignore_ascii_case("as")
        && first.offset(1).is_some_and(|it| it.index() + 1 >= verb.index());
    let end = document.subtree(verb).end();
    let comma = (end.saturating_sub(1)..sentence.end()).map(TokenId::new).take(2);
    let comma = comma.into_iter().find(|&id| document.word(id) == ",").filter(|_| told)?;
    let range = TokenRange::new(comma.index() + 1, sentence.end());
    (range.len() > 1).then(|| shape::cut(context, range))
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
            || ["asked", "questioned", "pressed"]
                .iter()
                .any(|it| it.eq_ignore_ascii_case(document.word(id)))
    });
    let about_words = left.iter().any(|id| voice::is_text(document.lemma(id)))
        || left.first().is_some_and(|id| document.token(id).xpos == Xpos::Vbg);
    // "After NAME said so, …", "even after he criticized NAME, …": told by nobody.
    if !quoted && is_timed(context, it.verb) {
        return None;
    }
    let opens_next = after
        .is_some_and(|(range, _)| range.start() <= aside.end() + 1)
        .then_some(after)
        .flatten()
        .is_some_and(|(range, _)| shape::opens_quotation(context, range.start()));
    let first = left.first();
    let around = first.and_then(|it| shape::quotations_over(context, TokenRange::of(it)).next());
    let opens_left = around.is_some();
    // "“We agreed”, the deputy, NAME, told": the quotation alone.
    if let Some(around) = around
        && around.len() >= QUOTED
        && around.end() < left.end()
        && !has_finite(context, TokenRange::new(around.end(), left.end()))
    {
        return Some(vec![TokenRange::new(left.start(), around.end())]);
    }
    // "In an interview with “NAME,” NAME said, “…”", "Asked why, NAME said, “…”".
    if is_adjunct && !opens_left && (opens_next && !quoted || quoted && !finite) {
        return None;
    }
    if let Some((range, Mark::Clear)) = after {
        // "In Oslo, NAME said that …"
        if !quoted && !interrupts {
            // "They will wait, NAME reports: until Friday."
            let colon = document.word(TokenId::new(range.start() - 1)) == ":";
            return (colon && (finite || !is_adjunct))
                .then(|| vec![left, shape::cut(context, range)]);
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
    let opens = shape::opens_quotation(context, first.index());
    let leaves = matches!(document.token(first).xpos, Xpos::Vbg | Xpos::Wp | Xpos::Wdt)
        || starts_with(
            context,
            right,
            &["while", "as", "after", "when", "according", "where", "even"],
        )
        || joins_cue(context, right)
        || right.iter().any(|id| document.word(id).eq_ignore_ascii_case("according"));
    let goes_on = has_finite(context, right)
        || document.token(first).xpos == Xpos::Vb
        || starts_with(
            context,
            right,
            &["to", "with", "by", "for", "from", "because", "and", "or"],
        );
    let ends = leaves || inverted && finite || finite && !goes_on;
    if opens || quoted {
        content.extend(quoted_on(context, right));
    } else if !ends {
        content.push(shape::cut(context, right));
    }
    Some(content)
}

/// Whether a verb stands in a clause that tells when, or in spite of what, something was.
fn is_timed(context: &Context<'_>, verb: TokenId) -> bool {
    const MARKS: &[&str] =
        &["after", "before", "when", "since", "once", "until", "although", "though", "because"];
    let document = context.document;
    document.token(verb).relation == Relation::Advcl
        && document.children(verb).any(|child| {
            child < verb
                && matches!(document.token(child).relation, Relation::Mark | Relation::Advmod)
                && MARKS.iter().any(|it| it.eq_ignore_ascii_case(document.word(child)))
                && !TokenRange::new(child.index(), verb.index())
                    .iter()
                    .any(|it| document.word(it) == ",")
        })
}

/// Whether the first of some tokens is one of these words.
fn starts_with(context: &Context<'_>, range: TokenRange, words: &[&str]) -> bool {
    range.first().is_some_and(|first| {
        words.iter().any(|it| it.eq_ignore_ascii_case(context.document.word(first)))
    })
}

/// Whether some tokens begin with a conjunction before another cue: "and NAME added", "but said".
fn joins_cue(context: &Context<'_>, range: TokenRange) -> bool {
    /// Words of a short subject between the two.
    const REACH: usize = 4;
    let document = context.document;
    range.first().is_some_and(|it| document.token(it).upos == Upos::Coordinator)
        && range.iter().skip(1).take(REACH).any(|id| {
            document.token(id).upos == Upos::Verb
                && cue::named(document.lemma(id)).is_some_and(|it| it.share > LIKELY)
        })
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
    let clause_start = clause.map(|(_, range)| {
        let start = range.start().max(first);
        let comma = document.word(TokenId::new(start)) == "," && start + 1 < range.end();
        start + usize::from(comma)
    });
    let (start, mark) = begin(context, it, (first, limit), clause_start)?;
    let start = from_phrase(context, it, start);
    let start = after_time(context, it.verb, start).min(limit);
    if start >= limit {
        return None;
    }
    let range = TokenRange::new(start, limit);
    // A quotation ends what is said where a clause does not go on from it.
    let quotation = shape::quotations_over(context, TokenRange::new(start, start + 1))
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

/// Where the noun phrase begins that stands between a cue and the clause that a tree begins too
/// late: "said his talks this week with NAME were useful".
fn from_phrase(context: &Context<'_>, it: Attribution, start: usize) -> usize {
    let document = context.document;
    let first = it.verb.index() + 1;
    if it.speaker > it.verb || start <= first || start > first + REACH {
        return start;
    }
    let begins = document.token(TokenId::new(first));
    let phrase = matches!(begins.upos, Upos::Determiner | Upos::Pronoun)
        && (begins.xpos == Xpos::PrpS || begins.upos == Upos::Determiner);
    let object = document
        .dependents(it.verb, &[Relation::Obj])
        .any(|object| document.subtree(object).start() == first);
    let between = TokenRange::new(first, start);
    let plain = between.iter().all(|id| {
        matches!(
            document.token(id).upos,
            Upos::Determiner
                | Upos::Noun
                | Upos::ProperNoun
                | Upos::Adjective
                | Upos::Numeral
                | Upos::Pronoun
                | Upos::Adposition
        ) || matches!(document.word(id), "-" | "’s" | "'s")
    });
    let adds = |at: usize| document.token(TokenId::new(at)).upos == Upos::Adposition;
    if phrase && object && plain && adds(start) && it.cue.share > LIKELY { first } else { start }
}

/// The token after an expression of time that stands between a cue and what is said: "said on
/// Friday he would go".
fn after_time(context: &Context<'_>, verb: TokenId, start: usize) -> usize {
    let document = context.document;
    if start != verb.index() + 1 {
        return start;
    }
    let on = usize::from(document.word(TokenId::new(start)).eq_ignore_ascii_case("on"));
    let at = document.times().partition_point(|time| time.tokens.end() <= start + on);
    let time = document.times().get(at).map(|time| time.tokens);
    match time {
        Some(time) if time.start() <= start + on && time.end() > start => {
            let end = time.end();
            let id = TokenId::new(end.min(document.tokens().len() - 1));
            // "said Friday would be hard": the day is what is spoken of.
            let subject = matches!(document.token(id).upos, Upos::Verb | Upos::Auxiliary);
            if subject { start } else { end }
        }
        _ => start,
    }
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
        let comma_next = at + 1 < limit && document.word(TokenId::new(at + 1)) == ",";
        let that = word == "that"
            && (here.upos == Upos::Subordinator || here.relation == Relation::Mark || comma_next);
        if that || word == ":" {
            return Some((at + 1, Mark::Clear));
        }
        let opens = shape::quotations_over(context, TokenRange::of(id))
            .any(|it| it.start() == at && it.len() >= QUOTED);
        let question = at == first
            && matches!(here.xpos, Xpos::Wrb | Xpos::Wp)
            && !word.eq_ignore_ascii_case("when")
            && it.speaker < it.verb;
        // ", having cited “…”": another cue's.
        if comma.is_some() && here.upos == Upos::Verb && cue::named(document.lemma(id)).is_some() {
            break;
        }
        if opens || question || clause_start == Some(at) {
            return Some((at, Mark::Clear));
        }
        if word == "," && comma.is_none() && at >= aside.end() {
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
        && comma == aside.end()
        && comma + 1 < limit
        && document.token(TokenId::new(comma + 1)).upos != Upos::Coordinator
        && !is_timed(context, it.verb)
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
