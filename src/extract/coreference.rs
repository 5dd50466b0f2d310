//! Descriptions and pronouns: which actors they refer to.
//!
//! Finds: `the Kenyan minister`, `the two leaders`, `both sides`, `she`, `they`.
//! Leaves: what could be anyone — precision goes before completeness.
//!
//! Entity-centered and greedy, sentence by sentence, in the manner of Raghunathan et al. (2010),
//! "A multi-pass sieve for coreference resolution".

use crate::extract::{Context, Draft, Extractor, Form, Reference, actors};
use crate::gazetteer::Gender;
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};
use crate::record::{ActorKind, ActorRef};
use crate::text::fold;

/// Finds the references that are no names.
pub(super) const EXTRACTOR: Extractor = Extractor { name: "references", find };

/// Sentences back in which a pronoun's actor is looked for.
const PRONOUN_REACH: usize = 3;
/// Sentences back in which the members of a group are looked for.
const GROUP_REACH: usize = 4;

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

/// What is known of an actor for agreement.
struct Trait {
    kind: ActorKind,
    gender: Option<Gender>,
    roles: Vec<String>,
    affiliations: Vec<String>,
}

fn find(context: &Context<'_>, draft: &mut Draft) {
    let document = context.document;
    let traits: Vec<Trait> =
        (0..draft.actors.len()).map(|at| trait_of(context, draft, at)).collect();
    let mut found: Vec<Reference> = Vec::new();
    // References in order of their place, those found here among them, for what came last.
    let mut history: Vec<(TokenId, ActorRef, bool)> = Vec::new();
    let named = std::mem::take(&mut draft.references);
    let mut next_named = 0;
    for sentence in document.sentences() {
        for id in sentence.tokens.iter() {
            while let Some(reference) = named.get(next_named)
                && reference.head <= id
            {
                let is_subject = is_subject(context, reference.head);
                for &actor in &reference.actors {
                    history.push((reference.head, actor, is_subject));
                }
                next_named += 1;
            }
            let covered = named[..next_named.min(named.len())]
                .iter()
                .rev()
                .take(8)
                .chain(named[next_named..].iter().take(4))
                .any(|it| it.tokens.has(id));
            if covered {
                continue;
            }
            let resolved = match document.token(id).upos {
                Upos::Pronoun => pronoun(context, &traits, &history, id)
                    .map(|actors| (TokenRange::of(id), actors, Form::Pronoun)),
                Upos::Noun => description(context, &traits, &history, id)
                    .map(|(tokens, actors)| (tokens, actors, Form::Description)),
                _ => None,
            };
            if let Some((tokens, actors, form)) = resolved {
                let is_subject = is_subject(context, id);
                for &actor in &actors {
                    history.push((id, actor, is_subject));
                }
                found.push(Reference { tokens, head: id, actors, form });
            }
        }
    }
    draft.references = named;
    draft.references.extend(found);
    draft.references.sort_by_key(|reference| (reference.tokens, reference.head));
}

/// What is known of the actor at `index`.
fn trait_of(context: &Context<'_>, draft: &Draft, index: usize) -> Trait {
    let entry = &draft.actors[index];
    let document = context.document;
    let mut gender = None;
    if entry.kind == ActorKind::Person {
        for mention in &entry.mentions {
            let tokens = document.tokens_in(*mention);
            let before = tokens.start().checked_sub(1).map(|at| document.word(TokenId::new(at)));
            gender = gender.or(match before.unwrap_or_default().trim_end_matches('.') {
                "Mr" | "Sir" | "King" | "Prince" | "Lord" | "Emir" | "Sheikh" => Some(Gender::Male),
                "Ms" | "Mrs" | "Miss" | "Queen" | "Princess" | "Dame" | "Lady" | "Madame" => {
                    Some(Gender::Female)
                }
                _ => None,
            });
        }
        gender = gender.or_else(|| {
            context.gazetteer.lookup(&entry.name).find_map(|known| match known {
                crate::gazetteer::Known::Holder(id) => context.gazetteer.holder(id).gender,
                _ => None,
            })
        });
        gender = gender
            .or_else(|| entry.name.split(' ').next().and_then(|it| context.gazetteer.gender(it)));
        let feminine = ["spokeswoman", "chairwoman", "congresswoman", "queen", "businesswoman"];
        if entry
            .roles
            .iter()
            .any(|role| feminine.iter().any(|it| role.to_lowercase().ends_with(it)))
        {
            gender = Some(Gender::Female);
        }
    }
    Trait {
        kind: entry.kind,
        gender,
        roles: entry.roles.iter().map(|role| fold(role)).collect(),
        affiliations: entry.affiliations.clone(),
    }
}

/// Whether a token is the subject of its clause.
fn is_subject(context: &Context<'_>, id: TokenId) -> bool {
    let mut at = id;
    for _ in 0..4 {
        match context.document.token(at).relation {
            Relation::Nsubj | Relation::NsubjPass => return true,
            Relation::Conj | Relation::Flat | Relation::Appos | Relation::Compound => {
                match context.document.token(at).head {
                    Some(head) => at = head,
                    None => return false,
                }
            }
            _ => return false,
        }
    }
    false
}

/// The sentences between two tokens.
fn distance(context: &Context<'_>, from: TokenId, to: TokenId) -> usize {
    context.document.sentence_index(to).saturating_sub(context.document.sentence_index(from))
}

/// Whom a pronoun refers to.
fn pronoun(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[(TokenId, ActorRef, bool)],
    id: TokenId,
) -> Option<Vec<ActorRef>> {
    let document = context.document;
    let word = document.word(id).to_ascii_lowercase();
    let gender = match word.as_str() {
        "he" | "him" | "his" | "himself" => Gender::Male,
        "she" | "her" | "hers" | "herself" => Gender::Female,
        "they" | "them" if document.token(id).xpos == Xpos::Prp => {
            return group(context, traits, history, id, Wanted::People);
        }
        _ => return None,
    };
    let in_quotation =
        |at: TokenId| document.quotations().iter().position(|quotation| quotation.tokens.has(at));
    let quotation = in_quotation(id);
    let mut best: Option<(usize, ActorRef)> = None;
    for (order, &(at, actor, is_subject)) in history.iter().rev().enumerate() {
        let away = distance(context, at, id);
        if away > PRONOUN_REACH {
            break;
        }
        let own = &traits[actor.index()];
        if own.kind != ActorKind::Person || own.gender.is_some_and(|it| it != gender) {
            continue;
        }
        // "NAME received him": someone else.
        if is_own_subject(context, id, at) {
            continue;
        }
        // What a quotation speaks of seldom is its speaker.
        if quotation.is_some() && quotation != in_quotation(at) && is_subject && away == 0 {
            continue;
        }
        let cost = away * 10
            + order.min(9)
            + usize::from(!is_subject) * 8
            + usize::from(own.gender.is_none()) * 3;
        if best.is_none_or(|(other, _)| cost < other) {
            best = Some((cost, actor));
        }
    }
    best.map(|(_, actor)| vec![actor])
}

/// Whether `other` is the subject of the verb whose object or oblique the pronoun at `id` is.
fn is_own_subject(context: &Context<'_>, id: TokenId, other: TokenId) -> bool {
    let document = context.document;
    let governed =
        matches!(document.token(id).relation, Relation::Obj | Relation::Obl | Relation::Iobj);
    governed
        && is_subject(context, other)
        && document
            .token(id)
            .head
            .is_some_and(|verb| document.ancestors(other).any(|it| it == verb))
}

/// What kind of members a group has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    People,
    Parties,
}

/// The two or more actors that a group refers to: the last two who were named together or apart.
fn group(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[(TokenId, ActorRef, bool)],
    id: TokenId,
    wanted: Wanted,
) -> Option<Vec<ActorRef>> {
    let mut members: Vec<ActorRef> = Vec::new();
    let mut seen_sentence = None;
    for &(at, actor, _) in history.iter().rev() {
        if distance(context, at, id) > GROUP_REACH {
            break;
        }
        let fits = match wanted {
            Wanted::People => traits[actor.index()].kind == ActorKind::Person,
            Wanted::Parties => {
                matches!(traits[actor.index()].kind, ActorKind::State | ActorKind::Bloc)
            }
        };
        if !fits || members.contains(&actor) {
            continue;
        }
        // Once two are found, others join only from the same sentence.
        let sentence = context.document.sentence_index(at);
        if members.len() >= 2 {
            break;
        }
        seen_sentence.get_or_insert(sentence);
        members.push(actor);
    }
    members.reverse();
    (members.len() == 2).then_some(members)
}

/// Whom a description refers to, and its tokens.
fn description(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[(TokenId, ActorRef, bool)],
    id: TokenId,
) -> Option<(TokenRange, Vec<ActorRef>)> {
    let document = context.document;
    let lemma = document.lemma(id);
    let token = document.token(id);
    let sentence = document.sentence(id).tokens;
    // The noun phrase: from its determiner to the noun.
    let mut start = id.index();
    while start > sentence.start() {
        let before = TokenId::new(start - 1);
        let keeps = matches!(
            document.token(before).upos,
            Upos::Adjective | Upos::Noun | Upos::Numeral | Upos::ProperNoun | Upos::Determiner
        ) || matches!(document.word(before), "'s" | "’s" | "-")
            || document.token(before).xpos == Xpos::PrpS;
        if !keeps || id.index() - start > 5 {
            break;
        }
        start -= 1;
        if matches!(document.token(before).upos, Upos::Determiner) {
            break;
        }
    }
    let tokens = TokenRange::new(start, id.index() + 1);
    let first = document.word(TokenId::new(start)).to_ascii_lowercase();
    if token.xpos == Xpos::Nns {
        let definite = ["the", "both", "two", "these", "their", "all"].contains(&first.as_str());
        let two = tokens.iter().any(|it| {
            ["two", "both", "pair"].iter().any(|word| word.eq_ignore_ascii_case(document.word(it)))
        });
        if !definite || !two {
            return None;
        }
        let wanted = if PEOPLE.contains(&lemma) {
            Wanted::People
        } else if PARTIES.contains(&lemma) {
            Wanted::Parties
        } else {
            return None;
        };
        return group(context, traits, history, id, wanted)
            .or_else(|| {
                (wanted == Wanted::Parties)
                    .then(|| group(context, traits, history, id, Wanted::People))
                    .flatten()
            })
            .map(|actors| (tokens, actors));
    }
    if !actors::is_office_head(lemma) && lemma != "counterpart" {
        return None;
    }
    // A name follows: the title is part of it.
    let next = TokenId::new((id.index() + 1).min(document.tokens().len() - 1));
    if document.name_at(next).is_some() && next != id {
        return None;
    }
    let determined = ["the", "his", "her", "their"].contains(&first.as_str());
    let states: Vec<&str> = tokens
        .iter()
        .filter_map(|it| context.gazetteer.state_named(document.word(it)))
        .map(|state| context.gazetteer.state(state).name)
        .collect();
    if !determined && states.is_empty() {
        return None;
    }
    let mut best: Option<(usize, ActorRef)> = None;
    for (order, &(at, actor, _)) in history.iter().rev().enumerate() {
        let own = &traits[actor.index()];
        if own.kind != ActorKind::Person || at == id {
            continue;
        }
        let role = own.roles.iter().any(|role| {
            role.split([' ', '-']).next_back().is_some_and(|last| last == lemma)
                || role.contains(lemma)
        });
        let serves = states.iter().all(|state| own.affiliations.iter().any(|it| it == state));
        let fits = match lemma {
            "counterpart" => !states.is_empty() && serves,
            "leader" => serves && (role || !states.is_empty() || determined && heads(own)),
            _ => role && serves,
        };
        if !fits {
            continue;
        }
        let cost = order + usize::from(!role) * 4;
        if best.is_none_or(|(other, _)| cost < other) {
            best = Some((cost, actor));
        }
    }
    best.map(|(_, actor)| (tokens, vec![actor]))
}

/// Whether someone heads a state or government.
fn heads(own: &Trait) -> bool {
    own.roles.iter().any(|role| {
        ["president", "prime minister", "king", "premier", "chancellor", "leader", "emir"]
            .iter()
            .any(|it| role.contains(it))
    })
}
