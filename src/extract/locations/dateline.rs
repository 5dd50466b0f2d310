//! Datelines and headings: where and when what follows is set.
//!
//! Finds: `NAIROBI, Kenya (AP) —`, `Sandvik [Norway], May 2 (NPA):`, `Nairobi:`, `** ATHENS -` in a calendar,
//! `TUESDAY, APRIL 9` as a heading, `Washington, DC` on a line of its own.
//! Leaves: `Okafor - the minister - said`, whose first word is no place.

use crate::date::Date;
use crate::extract::{Context, Draft, Frame};
use crate::gazetteer::Known;
use crate::nlp::{NameKind, TokenId, TokenRange, Upos};

/// Tokens from the start of a line in which a dateline ends at the latest.
const REACH: usize = 18;
/// Sentences in which a line that is a place alone is taken for a dateline.
const HEADER: usize = 8;
/// Datelines above which an article is a calendar, in which each holds for its line alone.
const CALENDAR: usize = 3;

/// Blanks and bullets with which a line may begin.
const MARKS: usize = 64;

/// Letters of an abbreviation such as "D.C.", which may end in a full stop.
const SHORT: usize = 6;

/// The place and time that a line opens with.
pub(super) struct Dateline {
    /// The sentence it opens.
    sentence: usize,
    /// The names of its places, most specific first; none in a heading that is a day alone.
    pub(super) places: Vec<TokenRange>,
    /// The day that a heading gives.
    date: Option<Date>,
}

/// Finds the datelines and headings of an article, in order.
pub(super) fn find(context: &Context<'_>) -> Vec<Dateline> {
    let document = context.document;
    let mut found = Vec::new();
    for (index, sentence) in document.sentences().iter().enumerate() {
        if !opens_line(context, sentence.tokens) {
            continue;
        }
        if let Some(date) = heading(context, sentence.tokens) {
            found.push(Dateline { sentence: index, places: Vec::new(), date: Some(date) });
            continue;
        }
        let start = sentence
            .tokens
            .iter()
            .find(|&id| document.word(id).starts_with(char::is_alphanumeric))
            .map_or(sentence.tokens.start(), TokenId::index);
        let limit = sentence.tokens.end().min(start + REACH);
        let end = separator(context, index, (start, limit)).or_else(|| {
            (index < HEADER && sentence.tokens.end() <= limit).then_some(sentence.tokens.end())
        });
        let Some(end) = end else { continue };
        let whole = end == sentence.tokens.end();
        let places = places(context, start, end, whole);
        if !places.is_empty() {
            found.push(Dateline { sentence: index, places, date: None });
        }
    }
    found
}

/// Whether a sentence starts on a line of its own.
fn opens_line(context: &Context<'_>, tokens: TokenRange) -> bool {
    let document = context.document;
    let Some(first) = tokens.first() else { return false };
    let before = &document.text()[..document.token(first).span.start()];
    let near = before.char_indices().rev().nth(MARKS).map_or(before, |(at, _)| &before[at..]);
    let gap = near.trim_end_matches([' ', '\t', '*', '-', '•', '\u{a0}']);
    gap.is_empty() || gap.ends_with('\n')
}

/// The day that a sentence consists of.
fn heading(context: &Context<'_>, tokens: TokenRange) -> Option<Date> {
    let document = context.document;
    let at = document.times().partition_point(|time| time.tokens.start() < tokens.start());
    let time = document.times().get(at).filter(|time| tokens.contains(time.tokens))?;
    let rest = tokens
        .iter()
        .filter(|&id| !time.tokens.has(id) && document.word(id).chars().any(char::is_alphanumeric))
        .count();
    if rest == 0 { time.date } else { None }
}

/// Where the mark stands that ends the dateline of a sentence.
fn separator(
    context: &Context<'_>,
    sentence: usize,
    (start, limit): (usize, usize),
) -> Option<usize> {
    let document = context.document;
    for at in start..limit {
        let id = TokenId::new(at);
        let word = document.word(id);
        let span = document.token(id).span;
        let text = document.text();
        let spaced = |end: bool| {
            let byte = if end {
                text[span.end()..].chars().next()
            } else {
                text[..span.start()].chars().next_back()
            };
            byte.is_none_or(|it| it.is_whitespace() || it == ')')
        };
        let dash = matches!(word, "—" | "–" | "--" | "-" | "―");
        if dash
            && (spaced(false) || !matches!(word, "-"))
            && (at > start)
            && (spaced(true) || word != "-")
        {
            return Some(at);
        }
        if word == ":" && at > start && spaced(true) {
            let telling = (start..at).any(|it| {
                let word = document.word(TokenId::new(it));
                word == ")" || word.bytes().all(|byte| byte.is_ascii_digit())
            });
            let capitals = (start..at)
                .all(|it| !document.word(TokenId::new(it)).chars().any(char::is_lowercase));
            // "Nairobi: The minister", not "Kenya: Minister sacked" above it.
            let is_city = || {
                let name = document.text_of(TokenRange::new(start, at));
                let is = |sought: fn(&Known) -> bool| {
                    context.gazetteer.lookup(name).any(|it| sought(&it))
                };
                sentence < HEADER
                    && is(|it| matches!(it, Known::City(_)))
                    && !is(|it| matches!(it, Known::State(_)))
            };
            return (telling || capitals || is_city()).then_some(at);
        }
        let small = word.starts_with(char::is_lowercase)
            && !["of", "de", "du", "al", "la", "el", "del", "and", "on"].contains(&word);
        if small || matches!(document.token(id).upos, Upos::Auxiliary) {
            return None;
        }
    }
    None
}

/// The places named at the start of a dateline.
fn places(context: &Context<'_>, start: usize, end: usize, whole: bool) -> Vec<TokenRange> {
    let document = context.document;
    let mut found = Vec::new();
    let Some(first) = place_at(context, start, end) else { return found };
    let mut at = first.end();
    let word = |at: usize| if at < end { document.word(TokenId::new(at)) } else { "" };
    found.push(first);
    if word(at) == ","
        && at + 1 < end
        && let Some(second) = place_at(context, at + 1, end)
        && holds_places(context, second)
    {
        found.push(second);
        at = second.end();
    }
    if whole {
        // A line that holds more than places is a headline, a signature or the like.
        let known =
            (at..end).all(|it| !document.word(TokenId::new(it)).chars().any(char::is_alphabetic));
        let sure = found.len() > 1 || is_known(context, first);
        if !known || !sure {
            found.clear();
        }
    }
    found
}

/// The place that a token begins: a known one, or one that a recognizer or capitals tell.
fn place_at(context: &Context<'_>, start: usize, end: usize) -> Option<TokenRange> {
    /// The most words of a name that is looked up.
    const WORDS: usize = 4;
    let document = context.document;
    for last in (start + 1..=end.min(start + WORDS)).rev() {
        let tokens = TokenRange::new(start, last);
        if is_known(context, tokens) {
            return Some(tokens);
        }
    }
    let first = TokenId::new(start);
    let name = document.name_at(first).filter(|it| it.tokens.start() == start);
    if let Some(name) = name.filter(|it| it.kind == NameKind::Location && it.tokens.end() <= end) {
        let comma = name.tokens.iter().find(|&id| document.word(id) == ",");
        return Some(comma.map_or(name.tokens, |id| TokenRange::new(start, id.index())));
    }
    // "SANDVIK (NPA) —": capitals before an agency or a comma.
    let stop = (start..end)
        .find(|&at| !document.word(TokenId::new(at)).chars().any(char::is_alphabetic))?;
    let capitals = (start..stop).all(|at| {
        let word = document.word(TokenId::new(at));
        word.chars().count() > 3 && word.chars().all(char::is_uppercase)
    });
    let agency = matches!(document.word(TokenId::new(stop)), "(" | "[" | ",");
    (capitals && agency && stop > start && stop - start <= 2).then(|| TokenRange::new(start, stop))
}

/// Whether a name is one of a state or region, in which other places lie.
fn holds_places(context: &Context<'_>, tokens: TokenRange) -> bool {
    let text = context.document.text_of(tokens);
    context.gazetteer.lookup(text).any(|it| matches!(it, Known::Region(_) | Known::State(_)))
}

/// Whether some tokens are the name of a known city, region or state.
fn is_known(context: &Context<'_>, tokens: TokenRange) -> bool {
    let text = context.document.text_of(tokens);
    text.starts_with(char::is_uppercase)
        && text.ends_with(|it: char| {
            it.is_alphabetic() || it == '.' && text.len() < SHORT && text.matches('.').count() > 1
        })
        && text.chars().count() > 2
        && !(text.len() < SHORT
            && context
                .document
                .name_at(TokenId::new(tokens.start()))
                .is_some_and(|it| it.kind == NameKind::Organization))
        && context
            .gazetteer
            .lookup(text)
            .any(|it| matches!(it, Known::City(_) | Known::Region(_) | Known::State(_)))
}

/// Tells of each sentence where and when it is set.
pub(super) fn frame(context: &Context<'_>, draft: &mut Draft, datelines: &[Dateline]) {
    let document = context.document;
    let placed = datelines.iter().filter(|it| !it.places.is_empty());
    let calendar = placed.clone().count() >= CALENDAR;
    let locate = |draft: &Draft, dateline: &Dateline| {
        let mut found = Vec::new();
        for tokens in &dateline.places {
            let place = draft.places.iter().find(|place| place.tokens == *tokens);
            found.extend(place.map(|place| place.location));
        }
        found
    };
    let general = match placed.clone().next() {
        Some(first) if !calendar => locate(draft, first),
        _ => Vec::new(),
    };
    let mut next = datelines.iter().peekable();
    let mut current = Frame { places: general.clone(), date: None, calendar: false, entry: 0 };
    let mut frames = Vec::with_capacity(document.sentences().len());
    for (index, sentence) in document.sentences().iter().enumerate() {
        if calendar && opens_line(context, sentence.tokens) {
            current.places.clone_from(&general);
            current.calendar = false;
            current.entry += 1;
        }
        while let Some(dateline) = next.next_if(|it| it.sentence <= index) {
            if dateline.date.is_some() {
                current.date = dateline.date;
            }
            if calendar && !dateline.places.is_empty() {
                current.places = locate(draft, dateline);
                current.calendar = true;
            }
        }
        frames.push(current.clone());
    }
    draft.frames = frames;
}
