//! Offices that several people share, told in the plural, and the state that each of them serves.
//!
//! Finds: `the Kenyan negotiators NAME and NAME`, `the presidents of Kenya and Norway, NAME and NAME`, `the
//! Kenyan and Norwegian ministers, NAME and NAME`, `the ministers of Kenya, NAME, and Norway, NAME`, `NAME and
//! NAME, the presidents of Kenya and Norway`.
//! Leaves: `told the ministers, NAME said`, `the presidents of Kenya and Norway and NAME`.

use crate::extract::Context;
use crate::gazetteer::TitleKind;
use crate::nlp::{NameKind, TokenId, TokenRange, Upos};

use super::apposed::is_apposed;
use super::counterpart::is_counterpart;
use super::{
    Around, REACH, add, affiliation_of, extend_left, is_he, is_honorific, is_office_head,
    name_ending_at, serve, words,
};

/// People at most who share an office.
const MEMBERS: usize = 6;

/// An office in the plural.
struct Plural {
    /// The same in the singular.
    role: String,
    /// Where it begins.
    start: usize,
    /// Whom it serves, one after the other.
    sides: Vec<TokenRange>,
}

/// Reads the office that stands before a name and those listed with it.
pub(super) fn before(context: &Context<'_>, name: TokenRange, least: usize, found: &mut Around) {
    let word = |at: usize| context.document.word(TokenId::new(at));
    let (members, own) = listed(context, name, least);
    let first = honored(context, members[0].start(), least);
    let is_parted = first > least && matches!(word(first - 1), "," | "–" | "—" | "-" | "(");
    let end = if is_parted { first - 1 } else { first };
    let last = members[members.len() - 1];
    if let Some(plural) = ending(context, end, least)
        && (!is_parted || members.len() > 1 && is_apposed(context, plural.start, least, last))
    {
        return take(context, &plural, (own, members.len()), least, found);
    }
    if let Some((office, side)) = one_by_one(context, name, least) {
        match office {
            Office::Named(role) => found.roles.push(role),
            Office::Like(owner) => found.like = Some(owner),
        }
        if let Some(served) = affiliation_of(context, side) {
            add(found, served);
        }
    }
}

/// Reads the office that follows a name and those listed with it: "NAME and NAME, the presidents of Kenya
/// and Norway"; tells whether there is one.
pub(super) fn after(
    context: &Context<'_>,
    name: TokenRange,
    least: usize,
    found: &mut Around,
) -> bool {
    let document = context.document;
    let (members, own) = listed(context, name, least);
    let limit = document.sentence(TokenId::new(name.start())).tokens.end();
    let word = |at: usize| if at < limit { document.word(TokenId::new(at)) } else { "" };
    let first = members[members.len() - 1].end() + 1;
    if members.len() < 2 || word(first - 1) != "," {
        return false;
    }
    let within = first..limit.min(first + REACH);
    let is_of_phrase = |&at: &usize| {
        let upos = document.token(TokenId::new(at)).upos;
        matches!(upos, Upos::Noun | Upos::ProperNoun | Upos::Adjective | Upos::Determiner)
            || matches!(word(at), "and" | "&" | "'s" | "’s" | "respectively")
    };
    let head = within.take_while(is_of_phrase).find(|&at| singular(word(at)).is_some());
    let Some(head) = head else { return false };
    let of = (head + 1..limit.min(head + REACH)).take_while(|&at| word(at) != ",");
    let end = of.take_while(|&at| is_of_phrase(&at) || word(at) == "of").last();
    let longest = end.map_or(head + 1, |it| it + 1);
    let plural = (head + 1..=longest).rev().find_map(|end| ending(context, end, first));
    let plural = plural.filter(|it| it.sides.len() == members.len());
    if let Some(plural) = &plural {
        take(context, plural, (own, members.len()), first, found);
    }
    plural.is_some()
}

/// Gives one of several the office that they share, and whom it serves.
fn take(
    context: &Context<'_>,
    plural: &Plural,
    (own, count): (usize, usize),
    least: usize,
    found: &mut Around,
) {
    found.roles.push(plural.role.clone());
    match plural.sides[..] {
        [only] => found.affiliations.extend(affiliation_of(context, only)),
        [] => serve(context, plural.start, least, found),
        _ if plural.sides.len() == count => {
            if let Some(served) = affiliation_of(context, plural.sides[own]) {
                add(found, served);
            }
        }
        _ => (),
    }
}

/// A name with those that it is listed with, in order, and its place among them.
fn listed(context: &Context<'_>, name: TokenRange, least: usize) -> (Vec<TokenRange>, usize) {
    let document = context.document;
    let limit = document.sentence(TokenId::new(name.start())).tokens.end();
    let word = |at: usize| if at < limit { document.word(TokenId::new(at)) } else { "" };
    let mut first = name;
    for _ in 0..MEMBERS {
        let start = honored(context, first.start(), least);
        let mut joint = start;
        while joint > least && is_joint(word(joint - 1)) {
            joint -= 1;
        }
        match person_ending(context, joint).filter(|it| joint < start && it.start() >= least) {
            Some(before) => first = before,
            None => break,
        }
    }
    let mut members = vec![first];
    let mut is_last = false;
    while !is_last && members.len() < MEMBERS {
        let end = past_side(context, members[members.len() - 1].end(), limit);
        let mut next = end;
        while is_joint(word(next)) {
            is_last |= word(next) != ",";
            next += 1;
        }
        if next == end {
            break;
        }
        while next < limit && is_honorific(context, word(next)) {
            next += 1;
        }
        let follows = (next < limit).then(|| document.name_at(TokenId::new(next))).flatten();
        match follows {
            Some(it) if it.kind == NameKind::Person && it.tokens.start() == next => {
                members.push(it.tokens);
            }
            _ => break,
        }
    }
    match members.iter().position(|it| *it == name) {
        Some(own) => (members, own),
        None => (vec![name], 0),
    }
}

/// Whether a word joins names of a list.
fn is_joint(word: &str) -> bool {
    matches!(word, "," | "and" | "&")
}

/// The person whose name ends before a token, or whose state does: "NAME of Kenya".
fn person_ending(context: &Context<'_>, end: usize) -> Option<TokenRange> {
    let document = context.document;
    let person = |end: usize| {
        let name = document.name_at(TokenId::new(end.checked_sub(1)?))?;
        (name.kind == NameKind::Person && name.tokens.end() == end).then_some(name.tokens)
    };
    person(end).or_else(|| {
        let side = side_ending(context, end)?;
        let of = before_the(context, side.start()).checked_sub(1)?;
        matches!(document.word(TokenId::new(of)), "of" | "from").then(|| person(of)).flatten()
    })
}

/// The end of what follows a name: "of Kenya".
fn past_side(context: &Context<'_>, end: usize, limit: usize) -> usize {
    let document = context.document;
    let word = |at: usize| if at < limit { document.word(TokenId::new(at)) } else { "" };
    if !matches!(word(end), "of" | "from") {
        return end;
    }
    let first = end + 1 + usize::from(word(end + 1).eq_ignore_ascii_case("the"));
    let name = (first < limit).then(|| document.name_at(TokenId::new(first))).flatten();
    match name {
        Some(name) if name.tokens.start() == first && name.kind != NameKind::Person => {
            name.tokens.end()
        }
        _ => end,
    }
}

/// The state or body whose name ends before a token.
fn side_ending(context: &Context<'_>, end: usize) -> Option<TokenRange> {
    let document = context.document;
    let last = end.checked_sub(1)?;
    let is_state =
        |range: TokenRange| context.gazetteer.state_named(document.text_of(range)).is_some();
    // "Chad" may be a man, too.
    let named = document.name_at(TokenId::new(last)).map(|it| it.tokens);
    let named = named.filter(|it| it.end() == end && is_state(*it));
    let word = TokenRange::new(last, end);
    name_ending_at(context, end).or(named).or_else(|| is_state(word).then_some(word))
}

/// Where a name begins with "the" before it.
fn before_the(context: &Context<'_>, start: usize) -> usize {
    let is_the = |at: usize| context.document.word(TokenId::new(at)).eq_ignore_ascii_case("the");
    match start.checked_sub(1) {
        Some(before) if is_the(before) => before,
        _ => start,
    }
}

/// The singular of the last word of an office: "negotiators", "secretaries".
fn singular(word: &str) -> Option<String> {
    let one = match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => word.strip_suffix('s')?.to_owned(),
    };
    is_office_head(&one).then_some(one)
}

/// The office in the plural that ends before a token.
fn ending(context: &Context<'_>, end: usize, least: usize) -> Option<Plural> {
    let word = |at: usize| context.document.word(TokenId::new(at));
    let last = end.checked_sub(1).filter(|&it| it >= least)?;
    if let Some(one) = singular(word(last)) {
        let start = extend_left(context, last, least);
        let (sides, _) = sides_ending(context, start, least);
        let sides = if sides.len() > 1 { sides } else { Vec::new() };
        return Some(Plural {
            role: role(context, start..last, &one, last + 1..end),
            start,
            sides,
        });
    }
    let (sides, first) = sides_ending(context, end, least);
    if sides.is_empty() || first <= least + 1 || word(first - 1) != "of" {
        return None;
    }
    let of = first - 1;
    let (head, one) = head_before(context, of, least)?;
    let start = extend_left(context, head, least);
    Some(Plural { role: role(context, start..head, &one, head + 1..of), start, sides })
}

/// The last word of an office in the plural that ends before a token, with what it is for: "ministers of foreign
/// affairs".
fn head_before(context: &Context<'_>, end: usize, least: usize) -> Option<(usize, String)> {
    /// Words of what it is for at most, with the preposition.
    const LONGEST: usize = 6;
    let document = context.document;
    let word = |at: usize| document.word(TokenId::new(at));
    let of_phrase = |&at: &usize| {
        matches!(word(at), "of" | "for" | "and")
            || document.name_at(TokenId::new(at)).is_none_or(|it| it.kind == NameKind::Other)
                && matches!(
                    document.token(TokenId::new(at)).upos,
                    Upos::Noun | Upos::ProperNoun | Upos::Adjective
                )
    };
    let near = (least.max(end.saturating_sub(LONGEST))..end).rev();
    let head = near.take_while(of_phrase).find(|&at| singular(word(at)).is_some())?;
    let fits = head + 1 == end || matches!(word(head + 1), "of" | "for");
    fits.then(|| singular(word(head)).map(|one| (head, one))).flatten()
}

/// An office in words.
fn role(
    context: &Context<'_>,
    before: std::ops::Range<usize>,
    one: &str,
    after: std::ops::Range<usize>,
) -> String {
    let text = |range: std::ops::Range<usize>| {
        context.document.text_of(TokenRange::new(range.start, range.end))
    };
    format!("{} {one} {}", text(before), text(after))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The states and bodies of the list that ends before a token, in order, and where it begins.
fn sides_ending(context: &Context<'_>, end: usize, least: usize) -> (Vec<TokenRange>, usize) {
    let word = |at: usize| context.document.word(TokenId::new(at));
    let mut sides = Vec::new();
    let mut start = end;
    let mut at = end;
    while sides.len() < MEMBERS && at > least {
        let is_possessive = matches!(word(at - 1), "'s" | "’s" | "'" | "’");
        let Some(side) = side_ending(context, at - usize::from(is_possessive)) else { break };
        if side.start() < least {
            break;
        }
        sides.push(side);
        start = before_the(context, side.start()).max(least);
        at = start;
        // "of Kenya and of Norway".
        if at > least + 1 && word(at - 1) == "of" && is_joint(word(at - 2)) {
            at -= 1;
        }
        let joined = at;
        while at > least && is_joint(word(at - 1)) {
            at -= 1;
        }
        if at == joined {
            break;
        }
    }
    sides.reverse();
    (sides, start)
}

/// What office those have who are told one by one.
enum Office {
    Named(String),
    /// That of somebody by the word that ends here: "his counterparts".
    Like(TokenId),
}

/// The office of one of several whose names stand each after the state: "the ministers of Kenya, NAME, and
/// Norway, NAME", "of Kenya (NAME) and Norway (NAME)", "counterparts from Kenya, NAME, and Norway, NAME".
fn one_by_one(
    context: &Context<'_>,
    name: TokenRange,
    least: usize,
) -> Option<(Office, TokenRange)> {
    let word = |at: usize| context.document.word(TokenId::new(at));
    let side_of = |name: TokenRange| {
        let start = honored(context, name.start(), least);
        let mark = start.checked_sub(1).filter(|&it| it > least)?;
        matches!(word(mark), "," | "(").then(|| side_ending(context, mark)).flatten()
    };
    let own = side_of(name)?;
    let mut side = own;
    for _ in 0..MEMBERS {
        let start = before_the(context, side.start());
        let of = start.checked_sub(1).filter(|&it| it > least)?;
        if matches!(word(of), "of" | "from") && !is_joint(word(of - 1)) {
            let peers = word(of - 1).strip_suffix('s').is_some_and(is_counterpart);
            if peers {
                return Some((Office::Like(TokenId::new(of - 1)), own));
            }
            let (head, one) = head_before(context, of, least)?;
            let begin = extend_left(context, head, least);
            return Some((Office::Named(role(context, begin..head, &one, head + 1..of)), own));
        }
        let mut joint = start;
        while joint > least
            && (is_joint(word(joint - 1)) || matches!(word(joint - 1), ")" | "of" | "from"))
        {
            joint -= 1;
        }
        let before = person_ending(context, joint).filter(|_| joint < start)?;
        side = side_of(before)?;
    }
    None
}

/// Where a name begins with the forms of address before it.
pub(super) fn honored(context: &Context<'_>, mut start: usize, least: usize) -> usize {
    /// Words of a form of address at most: "Datuk Seri Utama".
    const LENGTH: usize = 3;
    let is_form = |first: usize, end: usize| {
        let all = words(context, first..end);
        let title = context.gazetteer.title(&all);
        // "received in Oslo His Excellency NAME": what stands before is no part of the title.
        let is_possessive = ["His", "Her", "Their"].contains(&all[0]);
        !is_he(all[0]) && !is_possessive && title == Some((all.len(), TitleKind::Honorific))
    };
    while let Some(length) =
        (1..=LENGTH.min(start - least)).rev().find(|length| is_form(start - length, start))
    {
        start -= length;
    }
    start
}
