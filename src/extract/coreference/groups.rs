//! Groups: "the two leaders", "both sides", "the ministers", "the three".

use crate::extract::Context;
use crate::nlp::{Relation, TokenId, TokenRange};
use crate::record::ActorRef;

use super::description::{Fit, fit, rank_of, words_of};
use super::{GROUP_REACH, Mention, Trait, Wanted, distance, group, group_within, is_subject};

/// Plural nouns that stand for people who were named.
const PEOPLE: &[&str] = &[
    "leader",
    "minister",
    "president",
    "official",
    "diplomat",
    "negotiator",
    "envoy",
    "man",
    "woman",
    "counterpart",
    "politician",
    "delegate",
    "chief",
    "premier",
    "ally",
    "pair",
    "duo",
    "trio",
    "head",
    "ambassador",
    "secretary",
    "chairman",
    "commissioner",
    "governor",
    "mayor",
    "monarch",
    "interlocutor",
    "colleague",
];
/// Plural nouns that stand for states or other parties.
const PARTIES: &[&str] = &[
    "side",
    "country",
    "nation",
    "party",
    "state",
    "government",
    "neighbor",
    "neighbour",
    "capital",
    "delegation",
    "power",
];
/// Of these, those that read-outs have for the heads of both.
const SIDES: &[&str] = &["side", "party"];
/// Of the nouns for people, those that are of offices: without a number, those who hold one are meant.
const OFFICERS: &[&str] = &[
    "leader",
    "minister",
    "president",
    "diplomat",
    "envoy",
    "premier",
    "head",
    "ambassador",
    "secretary",
    "negotiator",
    "chief",
    "commissioner",
    "governor",
    "mayor",
];
/// Those of whom a state has one: a number alone tells who they are, as in "Two leaders agreed".
const LEADERS: &[&str] = &["leader", "president", "premier"];
/// Sentences back in which those who hold an office were told of, where it is told how many they are.
const OFFICERS_REACH: usize = 15;
/// Words that tell how many a group has.
const COUNTS: &[(&str, usize)] = &[
    ("two", 2),
    ("both", 2),
    ("pair", 2),
    ("duo", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
];

/// Who "the two", "the three" are, where no noun follows.
pub(super) fn counted(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    (id, tokens): (TokenId, TokenRange),
) -> Option<Vec<ActorRef>> {
    let document = context.document;
    let lemma = document.lemma(id);
    let count = COUNTS.iter().find(|(word, _)| *word == lemma)?.1;
    let noun = document.token(id).relation == Relation::Nummod;
    let definite = document.word(tokens.first()?).eq_ignore_ascii_case("the");
    if noun || !definite {
        return None;
    }
    first_of(&[Wanted::People, Wanted::Parties], |wanted| {
        group(context, traits, history, id, (wanted, Some(count)))
    })
}

/// The group of the first kind of members of which there is one.
fn first_of(
    kinds: &[Wanted],
    group: impl Fn(Wanted) -> Option<Vec<ActorRef>>,
) -> Option<Vec<ActorRef>> {
    kinds.iter().find_map(|wanted| group(*wanted))
}

/// Who "the two leaders", "both sides", "the ministers" are.
pub(super) fn several(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    (id, tokens): (TokenId, TokenRange),
    lemma: &str,
) -> Option<Vec<ActorRef>> {
    let document = context.document;
    let first = document.word(tokens.first()?).to_ascii_lowercase();
    let definite = ["the", "both", "these", "their", "all"].contains(&first.as_str());
    // "Two sides agreed", of those told of; but "two officials said", whoever they are.
    let bare = ["two", "three", "four"].contains(&first.as_str())
        && (PARTIES.contains(&lemma) || LEADERS.contains(&lemma));
    if !definite && !bare {
        return None;
    }
    let count = tokens.iter().find_map(|it| {
        let word = document.word(it).to_ascii_lowercase();
        COUNTS.iter().find(|(count, _)| *count == word).map(|(_, count)| *count)
    });
    let count = count.or((lemma == "trio").then_some(3));
    // Of "both sides" those who lead them are meant, where they are named.
    let kinds: &[Wanted] = match () {
        () if PEOPLE.contains(&lemma) => &[Wanted::People],
        () if SIDES.contains(&lemma) => &[Wanted::People, Wanted::Parties],
        () if PARTIES.contains(&lemma) => &[Wanted::Parties, Wanted::People],
        () => return None,
    };
    let Some(count) = count else {
        let bare = first == "the" && is_subject(context, id);
        return bare.then(|| uncounted(context, traits, history, (id, tokens), lemma)).flatten();
    };
    officers(context, traits, history, (id, tokens), (lemma, Some(count), OFFICERS_REACH)).or_else(
        || first_of(kinds, |wanted| group(context, traits, history, id, (wanted, Some(count)))),
    )
}

/// Who "the Kenyan and Chadian leaders" are: of each state the last of those told of who holds such an office.
pub(super) fn each_of(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    (id, tokens): (TokenId, TokenRange),
    lemma: &str,
) -> Option<(TokenRange, Vec<ActorRef>)> {
    if !OFFICERS.contains(&lemma) {
        return None;
    }
    let document = context.document;
    let word = |at: usize| document.word(TokenId::new(at));
    let least = document.sentence(id).tokens.start();
    let mut start = tokens.start();
    while start > least
        && (matches!(word(start - 1), "and" | ",")
            || context.gazetteer.state_named(word(start - 1)).is_some())
    {
        start -= 1;
    }
    let is_definite = start > least && word(start - 1).eq_ignore_ascii_case("the");
    if start == tokens.start() || !is_definite {
        return None;
    }
    let tokens = TokenRange::new(start - 1, tokens.end());
    let (parties, mut narrow) = words_of(context, id, tokens);
    narrow.retain(|word| {
        word != "and" && word != "," && !COUNTS.iter().any(|(count, _)| count == word)
    });
    if parties.len() < 2 {
        return None;
    }
    let near = history.partition_point(|it| distance(context, it.at, id) > OFFICERS_REACH);
    let of = |party: &String| {
        let mut last = history[near..].iter().rev().map(|it| it.actor);
        last.find(|actor| {
            let own = &traits[actor.index()];
            own.affiliations.contains(party)
                && matches!(fit(&own.roles, lemma, &narrow), Some(Fit::Office | Fit::Like))
        })
    };
    let found: Option<Vec<ActorRef>> = parties.iter().map(of).collect();
    found.map(|found| (tokens, found))
}

/// Who "the ministers", "the parties" are, without a number: those of such an office who were told of last, or
/// the two who met.
fn uncounted(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    (id, tokens): (TokenId, TokenRange),
    lemma: &str,
) -> Option<Vec<ActorRef>> {
    let document = context.document;
    // "the leaders of the party", "the heads of delegations", "the ministers who came".
    let of_state = || {
        let words =
            [1, 2].map(|by| id.offset(by).filter(|it| it.index() < document.tokens().len()));
        let [Some(one), Some(two)] = words else { return false };
        document.word(one) == "of" && ["state", "government"].contains(&document.word(two))
    };
    let narrowed = document.children(id).any(|it| {
        it > id
            && matches!(
                document.token(it).relation,
                Relation::Nmod | Relation::Acl | Relation::AclRelcl
            )
    });
    if lemma == "head" && !of_state() || lemma != "head" && narrowed {
        return None;
    }
    if SIDES.contains(&lemma) && tokens.len() == 2 {
        return first_of(&[Wanted::People, Wanted::Parties], |wanted| {
            group(context, traits, history, id, (wanted, None))
        });
    }
    let noun = if lemma == "head" { "leader" } else { lemma };
    OFFICERS
        .contains(&lemma)
        .then(|| officers(context, traits, history, (id, tokens), (noun, None, GROUP_REACH)))
        .flatten()
}

/// "the two prime ministers": of those told of before, those who hold such an office.
fn officers(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    (id, tokens): (TokenId, TokenRange),
    (noun, count, reach): (&str, Option<usize>, usize),
) -> Option<Vec<ActorRef>> {
    let mut narrow = words_of(context, id, tokens).1;
    narrow.retain(|word| !COUNTS.iter().any(|(count, _)| count == word));
    let holds = |actor: ActorRef| {
        let own = &traits[actor.index()];
        let fits =
            |roles: &[String]| matches!(fit(roles, noun, &narrow), Some(Fit::Office | Fit::Like));
        fits(&own.roles) || fits(own.peer.as_slice())
    };
    let near = history.partition_point(|it| distance(context, it.at, id) > reach);
    let holders: Vec<Mention> =
        history[near..].iter().filter(|it| holds(it.actor)).copied().collect();
    let last = group_within(context, traits, &holders, id, (Wanted::People, count), reach)?;
    Some(peers(context, traits, (id, &holders), &last).unwrap_or(last))
}

/// The ranks of someone's offices, as a counterpart too.
fn ranks(of: &Trait) -> Vec<(&str, bool)> {
    of.roles.iter().chain(&of.peer).map(|role| rank_of(role)).collect()
}

/// Two of one rank who act for two states, the last such, if one of them was told of last beside another, of
/// whom less was told than of either, and not right before: "The presidents met. He also met the prime minister.
/// He was shown the port. The two leaders …".
fn peers(
    context: &Context<'_>,
    traits: &[Trait],
    (id, holders): (TokenId, &[Mention]),
    last: &[ActorRef],
) -> Option<Vec<ActorRef>> {
    let &[one, other] = last else { return None };
    let are_peers = |one: ActorRef, other: ActorRef| {
        let (one, other) = (&traits[one.index()], &traits[other.index()]);
        let acts = |of: &Trait| !of.affiliations.is_empty();
        acts(one)
            && acts(other)
            && !one.affiliations.iter().any(|it| other.affiliations.contains(it))
            && ranks(other).iter().any(|it| ranks(one).contains(it))
    };
    if are_peers(one, other) {
        return None;
    }
    let times = |actor: ActorRef| {
        holders.iter().filter(|it| it.actor == actor).map(|it| it.times).max().unwrap_or_default()
    };
    let is_right_before = |actor: ActorRef| {
        let mut own = holders.iter().filter(|it| it.actor == actor);
        own.any(|it| distance(context, it.at, id) <= 1)
    };
    let pair = |kept: ActorRef, left: ActorRef| {
        if is_right_before(left) {
            return None;
        }
        let third = holders.iter().rev().map(|it| it.actor).find(|&it| are_peers(kept, it))?;
        (times(kept).min(times(third)) > times(left)).then(|| vec![third, kept])
    };
    pair(one, other).or_else(|| pair(other, one))
}
