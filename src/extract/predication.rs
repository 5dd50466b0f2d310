//! Who does what to whom: the parties of a verb or noun, whatever the shape of the sentence.
//!
//! Coordination, apposition, control ("agreed to meet"), participles and relative clauses are
//! resolved once, here, for meetings and statements alike. Where the tree gives nothing, the order
//! of words does.

use crate::extract::{Context, Draft, Form, Reference};
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};
use crate::record::{ActorKind, ActorRef};

/// Heads through which a search goes up at most.
const HEIGHT: usize = 6;

/// Nouns for people who stand for the state or body named beside them.
const DELEGATES: &[&str] = &[
    "delegation",
    "team",
    "official",
    "negotiator",
    "representative",
    "side",
    "government",
    "leader",
    "minister",
    "envoy",
    "diplomat",
    "delegate",
    "authority",
    "officer",
    "adviser",
    "aide",
    "president",
    "counterpart",
    "ambassador",
    "lawmaker",
    "mediator",
    "premier",
    "chief",
    "secretary",
    "chancellor",
    "king",
    "leadership",
    "administration",
];

/// The actors that a phrase with this head names, with those joined to it.
pub(super) fn parties(context: &Context<'_>, draft: &Draft, head: TokenId) -> Vec<ActorRef> {
    let mut found = Vec::new();
    collect(context, draft, head, &mut found, 0);
    found
}

fn add(found: &mut Vec<ActorRef>, actors: &[ActorRef]) {
    for &actor in actors {
        if !found.contains(&actor) {
            found.push(actor);
        }
    }
}

fn collect(
    context: &Context<'_>,
    draft: &Draft,
    head: TokenId,
    found: &mut Vec<ActorRef>,
    depth: usize,
) {
    if depth > HEIGHT {
        return;
    }
    let document = context.document;
    let own = draft.reference_at(head);
    match own {
        Some(reference) => {
            add(found, &reference.actors);
            add(found, &joined(context, draft, reference));
        }
        None => {
            // "Foreign Minister NAME" where the office is the head.
            let inner = document
                .dependents(head, &[Relation::Flat, Relation::Appos, Relation::Compound])
                .filter(|&child| child > head)
                .find_map(|child| draft.reference_at(child));
            if let Some(reference) = inner {
                add(found, &reference.actors);
            } else if DELEGATES.contains(&document.lemma(head)) {
                add(found, &represented(context, draft, head));
            } else if ["meeting", "talk", "summit"].contains(&document.lemma(head)) {
                return;
            }
        }
    }
    for child in document.dependents(head, &[Relation::Conj]) {
        collect(context, draft, child, found, depth + 1);
    }
    // "his team, among them NAME and NAME", "NAME, along with NAME".
    for child in document.dependents(head, &[Relation::Nmod, Relation::Appos]) {
        let joins = document.dependents(child, &[Relation::Case, Relation::Cc]).any(|case| {
            ["including", "alongside", "with", "like"]
                .iter()
                .any(|it| it.eq_ignore_ascii_case(document.word(case)))
        });
        let person = draft.reference_at(child).is_some_and(|it| is_person(draft, &it.actors));
        if joins && person {
            collect(context, draft, child, found, depth + 1);
        }
    }
}

/// The actors joined to a reference by "and" in the order of words: "NAME, NAME and NAME".
///
/// Trees often hang the later members elsewhere. A comma joins only where an "and" closes the
/// list, and a name that begins a clause of its own does not belong to it.
fn joined(context: &Context<'_>, draft: &Draft, reference: &Reference) -> Vec<ActorRef> {
    /// Words between two members: titles and appositions.
    const REACH: usize = 12;
    let document = context.document;
    let sentence = document.sentence(reference.head).tokens;
    let is_subject = matches!(
        document.token(reference.head).relation,
        Relation::Nsubj | Relation::NsubjPass | Relation::NmodPoss
    );
    let mut found = Vec::new();
    // Members after commas wait for the "and" that makes the list one.
    let mut waiting = Vec::new();
    let mut at = reference.tokens.end();
    let mut gap = 0;
    let (mut comma, mut and) = (false, false);
    while at < sentence.end() && gap <= REACH {
        let id = TokenId::new(at);
        let word = document.word(id);
        if let Some(next) = draft.reference_at(id).filter(|next| next.form != Form::Pronoun) {
            let end = next.tokens.end().max(at + 1);
            let possessive =
                end < sentence.end() && matches!(document.word(TokenId::new(end)), "'s" | "’s");
            let starts_clause = !is_subject
                && end < sentence.end()
                && matches!(document.token(TokenId::new(end)).upos, Upos::Verb | Upos::Auxiliary);
            let person = is_person(draft, &next.actors);
            if possessive || (!person && is_person(draft, &reference.actors)) {
                at = end;
                gap += 1;
                continue;
            }
            if starts_clause || !(comma || and) {
                break;
            }
            waiting.extend(next.actors.iter().copied());
            if and {
                found.append(&mut waiting);
            }
            (comma, and, gap) = (false, false, 0);
            at = end;
            continue;
        }
        match word.to_ascii_lowercase().as_str() {
            "," => comma = true,
            "and" | "&" | "plus" => and = true,
            "as" | "well" | "along" | "together" | "with" => {}
            _ if matches!(
                document.token(id).upos,
                Upos::Noun | Upos::ProperNoun | Upos::Adjective | Upos::Determiner | Upos::Particle
            ) || matches!(word, "of" | "for" | "-" | "his" | "her") => {}
            _ => break,
        }
        gap += 1;
        at += 1;
    }
    found
}

fn is_person(draft: &Draft, actors: &[ActorRef]) -> bool {
    actors.iter().all(|actor| draft.actors[actor.index()].kind == ActorKind::Person)
}

/// The states or bodies that a delegate's phrase names: "Kenyan officials", "leaders of Chad".
fn represented(context: &Context<'_>, draft: &Draft, head: TokenId) -> Vec<ActorRef> {
    let document = context.document;
    let mut found = Vec::new();
    for child in document.children(head) {
        let relation = document.token(child).relation;
        let close = matches!(
            relation,
            Relation::Amod | Relation::NmodPoss | Relation::Compound | Relation::Nmod
        );
        if !close {
            continue;
        }
        if relation == Relation::Nmod
            && !document.dependents(child, &[Relation::Case]).any(|case| {
                ["of", "from"].iter().any(|it| it.eq_ignore_ascii_case(document.word(case)))
            })
        {
            continue;
        }
        let mut heads = vec![child];
        heads.extend(document.dependents(child, &[Relation::Conj]));
        for head in heads {
            if let Some(reference) = draft.reference_at(head) {
                if !is_person(draft, &reference.actors) {
                    add(&mut found, &reference.actors);
                }
            } else if let Some(actor) = state_actor(context, draft, document.word(head)) {
                add(&mut found, &[actor]);
            }
        }
    }
    found
}

/// The actor of the article that a state's name or adjective stands for.
pub(super) fn state_actor(context: &Context<'_>, draft: &Draft, word: &str) -> Option<ActorRef> {
    let state = context.gazetteer.state(context.gazetteer.state_named(word)?);
    let index =
        draft.actors.iter().position(|it| it.kind == ActorKind::State && it.name == state.name)?;
    Some(ActorRef::new(index))
}

/// The head of the subject of a verb, its own or that of the verb it depends on.
pub(super) fn subject(context: &Context<'_>, verb: TokenId) -> Option<TokenId> {
    let document = context.document;
    let mut at = verb;
    for _ in 0..HEIGHT {
        let own = document
            .dependents(at, &[Relation::Nsubj, Relation::NsubjPass, Relation::NsubjOuter])
            .next();
        if let Some(own) = own {
            // "who met": the noun that the clause describes.
            let relative = matches!(document.token(own).xpos, Xpos::Wp | Xpos::Wdt);
            if relative && let Some(head) = document.token(at).head {
                return Some(head);
            }
            return Some(own);
        }
        let token = document.token(at);
        let head = token.head?;
        match token.relation {
            Relation::Conj | Relation::Advcl | Relation::Parataxis => at = head,
            Relation::Xcomp => {
                // "invited NAME to visit": the object is who visits.
                let object = document.dependents(head, &[Relation::Obj, Relation::Iobj]).next();
                let controls =
                    ["invite", "ask", "urge", "tell", "want", "expect", "allow", "call", "see"];
                if controls.contains(&document.lemma(head)) && object.is_some() {
                    return object;
                }
                at = head;
            }
            Relation::Acl | Relation::AclRelcl => {
                if token.xpos == Xpos::Vbg || token.relation == Relation::AclRelcl {
                    return Some(head);
                }
                at = head;
            }
            Relation::Ccomp | Relation::Csubj => return None,
            _ if document.token(head).upos == Upos::Verb => at = head,
            _ => return None,
        }
    }
    None
}

/// The heads of the phrases that depend on a token by one of some prepositions.
pub(super) fn obliques<'a>(
    context: &'a Context<'_>,
    head: TokenId,
    prepositions: &'a [&'a str],
) -> impl Iterator<Item = TokenId> + 'a {
    let document = context.document;
    document
        .children(head)
        .filter(|&child| {
            matches!(
                document.token(child).relation,
                Relation::Obl | Relation::OblAgent | Relation::Nmod | Relation::Advcl
            )
        })
        .filter(move |&child| {
            document.dependents(child, &[Relation::Case, Relation::Mark]).any(|case| {
                prepositions.iter().any(|it| it.eq_ignore_ascii_case(document.word(case)))
            })
        })
}

/// The actors in a list of names that begins at `start`: names, titles, commas and "and" alone.
pub(super) fn list_from(
    context: &Context<'_>,
    draft: &Draft,
    start: usize,
    end: usize,
) -> Vec<ActorRef> {
    /// Words between the names of a list: titles, appositions.
    const REACH: usize = 12;
    let document = context.document;
    let mut found = Vec::new();
    let mut last = start;
    let mut at = start;
    while at < end && at - last <= REACH {
        let id = TokenId::new(at);
        if let Some(reference) = draft.reference_at(id)
            && reference.form != Form::Pronoun
        {
            add(&mut found, &reference.actors);
            at = reference.tokens.end().max(at + 1);
            last = at;
            continue;
        }
        let upos = document.token(id).upos;
        let word = document.word(id);
        let stops = matches!(upos, Upos::Verb | Upos::Auxiliary | Upos::Subordinator)
            || matches!(word, ";" | ":" | "(" | "“" | "\"" | "." | "—" | "–")
            || upos == Upos::Adposition && !matches!(word, "of" | "for" | "with" | "and");
        if stops {
            break;
        }
        at += 1;
    }
    found
}

/// The tokens of the sentence of a token.
pub(super) fn sentence_of(context: &Context<'_>, id: TokenId) -> TokenRange {
    context.document.sentence(id).tokens
}
