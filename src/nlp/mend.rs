//! Names that were read in part are made whole.

use crate::gazetteer::{Gazetteer, Known, TitleKind};
use crate::nlp::document::{Name, Token, TokenRange};
use crate::nlp::tags::{NameKind, Relation, Upos};
use crate::nlp::when;
use crate::nlp::word::Clusters;

/// Words of forms of address at most that stand between what was read of them as a name and the name.
const ADDRESSES: usize = 3;

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
