//! Names that were read in part are made whole, and clauses are given their subjects.

use std::ops::Range;

use crate::gazetteer::{Gazetteer, Known, TitleKind};
use crate::nlp::document::{Name, Token, TokenId, TokenRange};
use crate::nlp::tags::{NameKind, Relation, Upos};
use crate::nlp::when;
use crate::nlp::word::Clusters;

/// Words of forms of address at most that stand between what was read of them as a name and the name.
const ADDRESSES: usize = 3;

/// Tokens from a verb at most within which its subject stands.
const FAR: usize = 40;

/// Mends the names of a document: forms of address are left out ("the Honourable Adaeze Okwuosa"), what
/// "of" leads to belongs to the name that ends with it ("the Palace of the Republic"), names of two that a
/// hyphen joins are parted ("the Okafor-Lund talks"), and a proper noun right after a person's first name
/// belongs to the person.
pub(super) fn mend(text: &str, tokens: &[Token], gazetteer: &Gazetteer, names: &mut Vec<Name>) {
    let word = |index: usize| tokens.get(index).map_or("", |it| it.span.of(text));
    let mut whole: Vec<Name> = Vec::with_capacity(names.len());
    for name in names.drain(..) {
        let start = name.tokens.start();
        if let Some(last) = whole.last_mut() {
            let open = last.tokens.end();
            let next = start == open || start == open + 1 && word(open) == "the";
            if next && matches!(word(open - 1), "of" | "the") {
                last.tokens = TokenRange::new(last.tokens.start(), name.tokens.end());
                continue;
            }
        }
        let name = addressed(text, tokens, gazetteer, name).unwrap_or(name);
        whole.push(begun(text, tokens, name).unwrap_or(name));
    }
    leave_addresses(text, tokens, gazetteer, &mut whole);
    part_pairs(text, tokens, gazetteer, &mut whole);
    for place in 0..whole.len() {
        let Name { tokens: own, kind } = whole[place];
        let (start, mut end) = (own.start(), own.end());
        while end - start > 1 && matches!(word(end - 1), "of" | "the") {
            end -= 1;
        }
        let free = whole.get(place + 1).is_none_or(|next| next.tokens.start() > end);
        if kind == NameKind::Person && end == start + 1 && free && goes_on(text, tokens, end) {
            end += 1;
        }
        whole[place].tokens = TokenRange::new(start, end);
    }
    *names = whole;
}

/// Gives a clause and the verb that reports it, behind it, a subject each, where the tree has both for the verb's, or
/// the verb's for what somebody in the clause is: "Lund had tried to bring the two together, said her spokesman", "Lund
/// was to go, the minister, Okwuosa, said".
pub(super) fn inverted(text: &str, tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let head = tokens[at].head.map_or(0, TokenId::index);
        if tokens[at].relation != Relation::Ccomp || head <= at {
            continue;
        }
        let from = at.saturating_sub(FAR);
        let before = subject(tokens, from..at, head);
        let behind = at + 1..(head + FAR).min(tokens.len());
        let has_behind = subject(tokens, behind, head).is_some();
        let teller = if has_behind { None } else { teller(text, tokens, (at, head), before) };
        if let Some(teller) = teller {
            tokens[teller].head = Some(TokenId::new(head));
            tokens[teller].relation = Relation::Nsubj;
        }
        if let Some(before) = before.filter(|_| has_behind || teller.is_some())
            && subject(tokens, from..head, at).is_none()
        {
            let is_passive = tokens[from..head].iter().any(|it| {
                it.relation == Relation::AuxPass && it.head.is_some_and(|it| it.index() == at)
            });
            tokens[before].head = Some(TokenId::new(at));
            tokens[before].relation =
                if is_passive { Relation::NsubjPass } else { Relation::Nsubj };
        }
    }
}

/// The subject of a verb, of the tokens at some places.
fn subject(tokens: &[Token], mut places: Range<usize>, verb: usize) -> Option<usize> {
    places.find(|&it| {
        let token = &tokens[it];
        matches!(token.relation, Relation::Nsubj | Relation::NsubjPass)
            && token.head.is_some_and(|head| head.index() == verb)
    })
}

/// Who tells what a clause says, by a verb behind it, where the tree has him for what another is: the subject that the
/// verb has before the clause, or, where it has none, somebody in the clause. His words follow a comma and reach to the
/// verb.
fn teller(
    text: &str,
    tokens: &[Token],
    (clause, verb): (usize, usize),
    before: Option<usize>,
) -> Option<usize> {
    let above = |at: usize, sought: usize| {
        let up = |it: &usize| tokens[*it].head.map(TokenId::index);
        std::iter::successors(Some(at), up).take(FAR).any(|it| it == sought)
    };
    let is_mark = |at: usize| tokens[at].upos == Upos::Punctuation;
    (clause + 1..verb).find(|&it| {
        let token = &tokens[it];
        let Some(head) = token.head.map(TokenId::index) else { return false };
        let is_misread = match before {
            Some(before) => head == before,
            None => head < it && above(head, clause),
        };
        let first = (clause + 1..it).find(|&own| above(own, it) && !is_mark(own)).unwrap_or(it);
        token.relation == Relation::Appos
            && is_misread
            && tokens[first - 1].span.of(text) == ","
            && (it..verb).all(|own| is_mark(own) || above(own, it))
    })
}

/// What is listed with a person and was read as an organization is a person, where neither the name nor any word of
/// it is known: "signed by Lund for the government and Okafor Reda for the rebels".
pub(super) fn listed(
    text: &str,
    tokens: &[Token],
    (gazetteer, words): (&Gazetteer, &Clusters),
    names: &mut [Name],
) {
    /// Words of the name of a person at most.
    const LONGEST: usize = 3;
    let is_person = |names: &[Name], at: usize| {
        let place = names.partition_point(|it| it.tokens.end() <= at);
        names.get(place).is_some_and(|it| it.tokens.start() <= at && it.kind == NameKind::Person)
    };
    let head_of = |name: &Name| {
        name.tokens
            .iter()
            .find(|it| tokens[it.index()].head.is_none_or(|head| !name.tokens.has(head)))
    };
    let is_new = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase)
            && !words.has(&word.to_lowercase())
    };
    for place in 0..names.len() {
        let name = names[place];
        if name.kind != NameKind::Organization || !(2..=LONGEST).contains(&name.tokens.len()) {
            continue;
        }
        let Some(head) = head_of(&name) else { continue };
        let token = &tokens[head.index()];
        let before = token.head.filter(|_| token.relation == Relation::Conj);
        let is_after = before.is_some_and(|it| is_person(names, it.index()));
        let next = names.get(place + 1).filter(|it| it.kind == NameKind::Person);
        let is_before = next.and_then(head_of).is_some_and(|it| {
            let token = &tokens[it.index()];
            token.relation == Relation::Conj && token.head == Some(head)
        });
        let range = name.tokens.start()..name.tokens.end();
        let whole = tokens[range.start].span.start()..tokens[range.end - 1].span.end();
        if (is_after || is_before)
            && range.into_iter().all(|at| is_new(tokens[at].span.of(text)))
            && gazetteer.lookup(&text[whole]).next().is_none()
        {
            names[place].kind = NameKind::Person;
        }
    }
}

/// The person whose name was read as that of something else: with a form of address in it, or as a place
/// that nobody knows where a title goes before it ("King Tora of Norway").
fn addressed(text: &str, tokens: &[Token], gazetteer: &Gazetteer, name: Name) -> Option<Name> {
    let (start, end) = (name.tokens.start(), name.tokens.end());
    let words = || tokens[start..end].iter().map(|it| it.span.of(text));
    if name.kind == NameKind::Location && start > 0 {
        let before = &tokens[start - 1];
        let describes = before.relation == Relation::NmodDesc
            && before.head.is_some_and(|it| it.index() == start);
        let title = describes && gazetteer.title(&[before.span.of(text)]).is_some();
        let known = |name: &str| gazetteer.lookup(name).next().is_some();
        return (title && !known(&words().collect::<Vec<_>>().join(" ")))
            .then_some(Name { kind: NameKind::Person, ..name });
    }
    if name.kind != NameKind::Other || end - start < 2 {
        return None;
    }
    let words: Vec<&str> = words().collect();
    match gazetteer.title(&words) {
        Some((count, TitleKind::Honorific)) if count < words.len() => {
            Some(Name { tokens: TokenRange::new(start + count, end), kind: NameKind::Person })
        }
        _ => None,
    }
}

/// The person whose family name was read as a pronoun: "Wang Yi and He Lund"; not at the beginning of a sentence.
fn begun(text: &str, tokens: &[Token], name: Name) -> Option<Name> {
    let start = name.tokens.start();
    let word = |back: usize| start.checked_sub(back).map(|at| tokens[at].span.of(text));
    let is_he = name.kind == NameKind::Person && word(1) == Some("He");
    let before = word(2).filter(|_| is_he)?;
    let goes_on = before == "," || before.chars().all(char::is_alphabetic);
    goes_on.then(|| Name { tokens: TokenRange::new(start - 1, name.tokens.end()), ..name })
}

/// Leaves out names that are but forms of address before another: "Datuk Seri Dr Idris Salleh".
fn leave_addresses(text: &str, tokens: &[Token], gazetteer: &Gazetteer, names: &mut Vec<Name>) {
    let is_address = |name: &Name, next: &Name| {
        let words: Vec<&str> = tokens[name.tokens.start()..next.tokens.start()]
            .iter()
            .map(|it| it.span.of(text))
            .collect();
        let mut rest = &words[..];
        while let Some((count, TitleKind::Honorific)) = gazetteer.title(rest) {
            rest = &rest[count..];
        }
        rest.is_empty()
    };
    let mut places = 0..;
    let all = names.clone();
    names.retain(|name| {
        let next = places.next().and_then(|place: usize| all.get(place + 1));
        let is_before = next.is_some_and(|next| {
            next.kind == NameKind::Person
                && next.tokens.start() <= name.tokens.end() + ADDRESSES
                && is_address(name, next)
        });
        !is_before
    });
}

/// Whether a token goes on with the name before it: not in "LUND MEETS OKAFOR", where all are proper
/// nouns, nor at the beginning of another line, nor in "Lund Monday said".
fn goes_on(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|it| {
        let word = it.span.of(text);
        it.upos == Upos::ProperNoun
            && text[tokens[at - 1].span.end()..it.span.start()] == *" "
            && word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().nth(1).is_some_and(char::is_lowercase)
            && !when::is_of_calendar(word)
    })
}

/// Parts the names of two people whom a hyphen joins before a noun ("the Okafor-Lund talks"): both must be
/// named elsewhere, or one, where the whole was read as a person's name, or both be known.
fn part_pairs(text: &str, tokens: &[Token], gazetteer: &Gazetteer, names: &mut Vec<Name>) {
    let word = |index: usize| tokens[index].span.of(text);
    let is_pair = |it: &Name| {
        let (start, end) = (it.tokens.start(), it.tokens.end());
        let narrows = |at: usize| tokens[at].head.is_some_and(|head| head.index() == end);
        end == start + 3
            && matches!(word(start + 1), "-" | "–")
            && tokens.get(end).is_some_and(|next| next.upos == Upos::Noun)
            && (narrows(start) || narrows(end - 1))
    };
    if !names.iter().any(is_pair) {
        return;
    }
    let named = |part: &str| {
        names.iter().any(|it| {
            it.kind == NameKind::Person && !is_pair(it) && word(it.tokens.end() - 1) == part
        })
    };
    let known = |part: &str| gazetteer.lookup(part).any(|it| matches!(it, Known::Holder(_)));
    let mut parted = Vec::with_capacity(names.len() + 1);
    for name in names.iter() {
        let (start, end) = (name.tokens.start(), name.tokens.end());
        let apart = is_pair(name) && {
            let (one, two) = (word(start), word(end - 1));
            let person = matches!(name.kind, NameKind::Person | NameKind::Other);
            match (named(one), named(two)) {
                (true, true) => true,
                (false, false) => person && known(one) && known(two),
                _ => person,
            }
        };
        if apart {
            let part = |at| Name { tokens: TokenRange::new(at, at + 1), kind: NameKind::Person };
            parted.extend([start, end - 1].map(part));
        } else {
            parted.push(*name);
        }
    }
    *names = parted;
}
