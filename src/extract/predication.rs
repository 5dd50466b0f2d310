//! Who does what to whom: the parties of a verb or noun, whatever the shape of the sentence.
//!
//! Coordination, apposition, control ("agreed to meet"), participles and relative clauses are
//! resolved once, here, for meetings and statements alike. Where the tree gives nothing, the order
//! of words does.

mod roster;

use std::sync::LazyLock;

use crate::extract::listed::Listed;
use crate::extract::{Context, Draft, Form};
use crate::nlp::{NameKind, Relation, TokenId, TokenRange, Upos, Xpos};
use crate::record::{ActorKind, ActorRef};

use roster::Roster;
pub(super) use roster::list_from;

/// Heads through which a search goes up at most.
const HEIGHT: usize = 6;

/// Verbs by which one comes with another.
pub(super) const ESCORT: &[&str] = &["accompany", "flank"];

/// Whether a noun is one for people who stand for the state or body named beside them.
fn is_delegate(lemma: &str) -> bool {
    /// Nouns for those who act for others.
    static DELEGATES: LazyLock<Listed> =
        LazyLock::new(|| Listed::read(include_str!("predication/delegates.tsv")));
    DELEGATES.has_any_case(lemma)
}

/// The preposition that leads to a word, which no mark of a possessive is.
pub(super) fn preposition<'a>(context: &Context<'a>, id: TokenId) -> Option<&'a str> {
    let document = context.document;
    let mut words = document.dependents(id, &[Relation::Case]).map(|it| document.word(it));
    words.find(|word| !matches!(*word, "'s" | "’s"))
}

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
    // "Officials of Kenya and Chad said they would meet".
    if let Some(subject) = reported_by(context, head) {
        let mut own = Vec::new();
        collect(context, draft, subject, &mut own, depth + 1);
        if own.len() >= 2 {
            add(found, &own);
            return;
        }
    }
    match headed_by(draft, head) {
        Some(reference) => {
            add(found, &reference.actors);
            let list = Roster { named: reference.actors.clone(), start: reference.tokens.end() };
            add(found, &list.read(context, draft, Some(reference.head)));
        }
        None => common(context, draft, head, found),
    }
    for child in document.dependents(head, &[Relation::Conj]) {
        if document.token(child).upos != Upos::Verb {
            collect(context, draft, child, found, depth + 1);
        }
    }
    // "between Secretary of State NAME and the Kenyan minister", where the tree joins the second to
    // a word of the first other than its head.
    let within = headed_by(draft, head).map_or(TokenRange::of(head), |it| it.tokens);
    for inner in within.iter().filter(|&it| it != head) {
        for child in document.dependents(inner, &[Relation::Conj]) {
            let noun = matches!(document.token(child).upos, Upos::Noun | Upos::ProperNoun);
            if noun && !within.has(child) {
                collect(context, draft, child, found, depth + 1);
            }
        }
    }
    for child in second_subjects(context, head) {
        collect(context, draft, child, found, depth + 1);
    }
    // "his team, among them NAME and NAME", "NAME, along with NAME".
    for child in document.dependents(head, &[Relation::Nmod, Relation::Appos]) {
        let joins = document.dependents(child, &[Relation::Case, Relation::Cc]).any(|case| {
            ["including", "alongside", "with", "like", "among", "plus"]
                .iter()
                .any(|it| it.eq_ignore_ascii_case(document.word(case)))
        });
        let person = draft.reference_at(child).is_some_and(|it| is_person(draft, &it.actors));
        if joins && person {
            collect(context, draft, child, found, depth + 1);
        }
    }
}

/// The reference with this head: of nested ones, that to a person, whom the others only narrow:
/// "NATO Secretary-General NAME".
fn headed_by(draft: &Draft, head: TokenId) -> Option<&crate::extract::Reference> {
    let whole = draft
        .references_around(head)
        .find(|it| it.head == head && is_person(draft, &it.actors) && it.form == Form::Name);
    whole.or_else(|| draft.reference_at(head))
}

/// Those joined to a subject by "and" whom the tree has as subjects of the same verb beside it.
fn second_subjects(context: &Context<'_>, head: TokenId) -> Vec<TokenId> {
    let document = context.document;
    let token = document.token(head);
    let Some(verb) = token.head.filter(|_| token.relation == Relation::Nsubj) else {
        return Vec::new();
    };
    document
        .dependents(verb, &[Relation::Nsubj])
        .filter(|&it| {
            it > head
                && (it < verb) == (head < verb)
                && (document.dependents(it, &[Relation::Cc]).next().is_some()
                    || is_listed(context, head, verb))
        })
        .collect()
}

/// The subject of several of whom the pronoun at `id` speaks, in a clause that they report.
fn reported_by(context: &Context<'_>, id: TokenId) -> Option<TokenId> {
    let document = context.document;
    if !document.word(id).eq_ignore_ascii_case("they") {
        return None;
    }
    let clause = document.token(id).head?;
    let token = document.token(clause);
    let verb = token.head.filter(|_| token.relation == Relation::Ccomp)?;
    let subject = document.dependents(verb, &[Relation::Nsubj]).next()?;
    let several = matches!(document.token(subject).xpos, Xpos::Nns | Xpos::Nnps)
        || !second_subjects(context, subject).is_empty()
        || document.dependents(subject, &[Relation::Conj]).next().is_some();
    (several && subject < id).then_some(subject)
}

/// The actors that a phrase whose head is a common noun names.
fn common(context: &Context<'_>, draft: &Draft, head: TokenId, found: &mut Vec<ActorRef>) {
    let document = context.document;
    // "Foreign Minister NAME" where the office is the head, "his guest, NAME".
    let inner = document
        .dependents(
            head,
            &[Relation::Flat, Relation::Appos, Relation::Compound, Relation::NmodDesc],
        )
        .filter(|&child| child > head)
        .find_map(|child| draft.reference_at(child));
    if let Some(reference) = inner {
        add(found, &reference.actors);
        let list = Roster { named: reference.actors.clone(), start: reference.tokens.end() };
        add(found, &list.read(context, draft, Some(reference.head)));
        return;
    }
    if let Some(person) = named_after(context, draft, head) {
        add(found, &[person]);
        return;
    }
    if !is_delegate(document.lemma(head)) {
        // "Kenyan and Norwegian ministers", where the tree has the first adjective for the head.
        let shared = document
            .dependents(head, &[Relation::Conj])
            .any(|it| document.token(it).xpos == Xpos::Nns && is_delegate(document.lemma(it)));
        if let Some(state) = state_actor(context, draft, document.word(head)).filter(|_| shared) {
            add(found, &[state]);
        }
        return;
    }
    // "a Kenyan delegation led by NAME", "the foreign ministers of A and B – NAME and NAME".
    let led = led_by(context, draft, head);
    if !led.is_empty() {
        add(found, &led);
        return;
    }
    // "the presidents of A and B NAME and NAME".
    let named = named_of(context, draft, head);
    if named.len() >= 2 {
        add(found, &named);
        return;
    }
    let states = represented(context, draft, head, 0);
    let officers = officers(context, draft, head, &states);
    if !officers.is_empty() {
        add(found, &officers);
        return;
    }
    match someone_of(context, draft, head, &states) {
        Some(person) => add(found, &[person]),
        None => add(found, &states),
    }
}

/// The person who is named after a singular description and a comma: "his Kenyan colleague, Foreign
/// Minister NAME,", "the prime minister of Kenya, NAME".
fn named_after(context: &Context<'_>, draft: &Draft, head: TokenId) -> Option<ActorRef> {
    /// Tokens from the noun to the comma: "of the Republic of Korea".
    const REACH: usize = 10;
    let document = context.document;
    let singular = matches!(document.token(head).xpos, Xpos::Nn | Xpos::Nnp);
    if !singular || !is_delegate(document.lemma(head)) {
        return None;
    }
    let end = document.sentence(head).tokens.end();
    let comma =
        (head.index() + 1..end.min(head.index() + REACH)).map(TokenId::new).find(|&id| {
            let of = ["of", "for", "the", "to", "at", "on", "and"].contains(&document.word(id));
            !of && !matches!(
                document.token(id).upos,
                Upos::ProperNoun | Upos::Noun | Upos::Adjective
            )
        })?;
    let next = comma.index() + 1;
    let complement = next > head.index() + 2;
    if document.word(comma) != ","
        || complement && !matches!(document.word(head.offset(1)?), "of" | "for" | "to" | "at")
        || next >= end
    {
        return None;
    }
    let reference = draft.references_around(TokenId::new(next)).find(|it| {
        it.form == Form::Name && it.tokens.start() == next && is_person(draft, &it.actors)
    })?;
    let owns = reference.tokens.end() < end
        && matches!(document.word(TokenId::new(reference.tokens.end())), "'s" | "’s" | "and");
    (!owns).then_some(reference.actors[0])
}

/// The people named right after the states that they are the officers of.
fn named_of(context: &Context<'_>, draft: &Draft, head: TokenId) -> Vec<ActorRef> {
    /// Tokens from the noun to the first name: "of the Republic of Korea and of the".
    const REACH: usize = 12;
    let document = context.document;
    if !matches!(document.token(head).xpos, Xpos::Nns | Xpos::Nnps) {
        return Vec::new();
    }
    let end = document.sentence(head).tokens.end();
    let mut of = false;
    for at in head.index() + 1..end.min(head.index() + REACH) {
        let id = TokenId::new(at);
        let reference = draft.references_around(id).find(|it| it.tokens.start() == at);
        if of && reference.is_some_and(|it| is_person(draft, &it.actors)) {
            return list_from(context, draft, at, end);
        }
        of |= document.word(id) == "of";
        let goes_on = matches!(document.word(id), "of" | "the" | "and" | ",")
            || document.token(id).upos == Upos::ProperNoun
            || reference.is_some();
        if !goes_on {
            break;
        }
    }
    Vec::new()
}

/// "the foreign ministers of Kenya and Chad": those of the article who hold that office, and the
/// states of which none does; nothing if there is no one.
fn officers(
    context: &Context<'_>,
    draft: &Draft,
    head: TokenId,
    states: &[ActorRef],
) -> Vec<ActorRef> {
    let document = context.document;
    let noun = document.lemma(head);
    if document.token(head).xpos != Xpos::Nns || !super::actors::is_office_head(noun) {
        return Vec::new();
    }
    let narrowing = || document.dependents(head, &[Relation::Amod, Relation::Compound]);
    // "the foreign and defense ministers" hold two offices.
    if narrowing().any(|it| document.dependents(it, &[Relation::Conj]).next().is_some()) {
        return Vec::new();
    }
    let narrow: Vec<&str> = narrowing()
        .filter(|&it| state_actor(context, draft, document.word(it)).is_none())
        .map(|it| document.word(it))
        .collect();
    let holds = |role: &String| {
        let mut words = role.split([' ', '-']);
        let has = |word: &str| role.split([' ', '-']).any(|it| it.eq_ignore_ascii_case(word));
        words.next_back().is_some_and(|last| last.eq_ignore_ascii_case(noun))
            && narrow.iter().all(|word| has(word))
    };
    let mut anyone = false;
    let found: Vec<ActorRef> = states
        .iter()
        .map(|&state| {
            let name = &draft.actors[state.index()].name;
            let mut holders = draft.actors.iter().enumerate().filter(|(_, it)| {
                it.kind == ActorKind::Person
                    && it.affiliations.contains(name)
                    && it.roles.iter().any(holds)
            });
            match (holders.next(), holders.next()) {
                (Some((index, _)), None) => {
                    anyone = true;
                    ActorRef::new(index)
                }
                _ => state,
            }
        })
        .collect();
    if anyone { found } else { Vec::new() }
}

/// The person named last who acts for the state that a singular description names: "the Spanish
/// guest".
fn someone_of(
    context: &Context<'_>,
    draft: &Draft,
    head: TokenId,
    states: &[ActorRef],
) -> Option<ActorRef> {
    /// References back that are looked at.
    const REACH: usize = 40;
    let document = context.document;
    let &[state] = states else { return None };
    let definite = document.children(head).any(|child| {
        ["the", "his", "her", "their", "this"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(document.word(child)))
            || document.token(child).relation == Relation::NmodPoss
    });
    let singular = matches!(document.token(head).xpos, Xpos::Nn | Xpos::Nnp);
    let several = [
        "delegation",
        "team",
        "side",
        "government",
        "army",
        "military",
        "parliament",
        "cabinet",
        "mission",
        "opposition",
        "leadership",
        "authority",
        "administration",
        "people",
        "bloc",
        "party",
        "faction",
        "state",
        "nation",
        "regime",
        "power",
    ];
    if !definite || !singular || several.contains(&document.lemma(head)) {
        return None;
    }
    let name = &draft.actors[state.index()].name;
    let before = draft.references.partition_point(|it| it.tokens.start() < head.index());
    draft.references[..before].iter().rev().take(REACH).find_map(|it| {
        it.actors.iter().copied().find(|actor| {
            let actor = &draft.actors[actor.index()];
            actor.kind == ActorKind::Person && actor.affiliations.contains(name)
        })
    })
}

/// The people who are told to lead a delegation.
fn led_by(context: &Context<'_>, draft: &Draft, head: TokenId) -> Vec<ActorRef> {
    /// Tokens after the noun in which its head is named.
    const REACH: usize = 14;
    let document = context.document;
    let sentence = document.sentence(head).tokens;
    let limit = sentence.end().min(head.index() + REACH);
    for at in head.index() + 1..limit {
        let id = TokenId::new(at);
        let word = document.word(id);
        let leads = ["led", "headed", "chaired", "fronted", "head", "helm", "leadership"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(word));
        if leads {
            let after = TokenRange::new(at + 1, sentence.end());
            let person = draft
                .references_in(after)
                .iter()
                .find(|it| is_person(draft, &it.actors) && it.tokens.start() < at + REACH);
            return person.map(|it| it.actors.clone()).unwrap_or_default();
        }
        let ends = matches!(document.token(id).upos, Upos::Verb | Upos::Auxiliary)
            || matches!(word, ";" | ":" | "“" | "\"");
        if ends {
            break;
        }
    }
    Vec::new()
}

/// Where the relative clause ends that a token opens: "NAME, who chairs the council, and NAME".
fn relative_end(context: &Context<'_>, id: TokenId) -> Option<usize> {
    let document = context.document;
    if !matches!(document.token(id).xpos, Xpos::Wp | Xpos::Wdt | Xpos::WpS) {
        return None;
    }
    let mut above = document.ancestors(id).take(HEIGHT);
    let clause = above.find(|&it| document.token(it).relation == Relation::AclRelcl)?;
    Some(document.subtree(clause).end())
}

/// Whom a noun for delegates stands for.
fn stood_for(context: &Context<'_>, draft: &Draft, id: TokenId) -> Vec<ActorRef> {
    let document = context.document;
    let mut found = Vec::new();
    if document.token(id).upos == Upos::Noun && is_delegate(document.lemma(id)) {
        common(context, draft, id, &mut found);
    }
    found
}

/// Whether a reference only narrows another's phrase: "the envoy of Kenya", "ambassador to Madrid".
fn is_within(context: &Context<'_>, head: TokenId) -> bool {
    let document = context.document;
    let cased = document.dependents(head, &[Relation::Case]).any(|case| {
        ["of", "to", "at", "in", "for", "from", "on", "'s", "’s"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(document.word(case)))
    });
    cased
        || matches!(
            document.token(head).relation,
            Relation::NmodPoss | Relation::Compound | Relation::Amod
        )
}

/// Whether a reference is the subject of a clause that begins after a list with this head.
fn is_clause_subject(context: &Context<'_>, reference: TokenId, list: Option<TokenId>) -> bool {
    let document = context.document;
    let token = document.token(reference);
    if !matches!(token.relation, Relation::Nsubj | Relation::NsubjPass) {
        return false;
    }
    let Some(list) = list else { return token.head.is_some_and(|verb| verb > reference) };
    // A list that is a subject itself may have its last member called the verb's own subject.
    let is_subject = matches!(document.token(list).relation, Relation::Nsubj | Relation::NsubjPass);
    !is_subject || document.token(list).head != token.head
}

fn is_person(draft: &Draft, actors: &[ActorRef]) -> bool {
    actors.iter().all(|actor| draft.actors[actor.index()].kind == ActorKind::Person)
}

/// The states or bodies that a delegate's phrase names: "Kenyan officials", "leaders of Chad",
/// "commanders of Kenya's army".
fn represented(context: &Context<'_>, draft: &Draft, head: TokenId, depth: usize) -> Vec<ActorRef> {
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
                ["of", "from", "for"].iter().any(|it| it.eq_ignore_ascii_case(document.word(case)))
            })
        {
            continue;
        }
        // The last of several may depend on the one before it.
        let mut heads = vec![child];
        let mut at = 0;
        while let Some(&head) = heads.get(at) {
            heads.extend(document.dependents(head, &[Relation::Conj]));
            at += 1;
        }
        for head in heads {
            if let Some(reference) = draft.reference_at(head) {
                if !is_person(draft, &reference.actors) {
                    add(&mut found, &reference.actors);
                } else if relation == Relation::NmodPoss {
                    // "the president's advisers" act for the state that the president does.
                    let served = &draft.actors[reference.actors[0].index()].affiliations;
                    let state = draft.actors.iter().position(|it| {
                        it.kind == ActorKind::State && served.first() == Some(&it.name)
                    });
                    add(&mut found, &state.map(ActorRef::new).into_iter().collect::<Vec<_>>());
                }
            } else if let Some(actor) = state_actor(context, draft, document.word(head)) {
                add(&mut found, &[actor]);
            } else if depth < 2 && is_delegate(document.lemma(head)) {
                add(&mut found, &represented(context, draft, head, depth + 1));
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
        let relations = [Relation::Nsubj, Relation::NsubjPass, Relation::NsubjOuter];
        let subjects = || document.dependents(at, &relations).filter(|&it| !is_led(context, it));
        let first = subjects().next();
        if let Some(first) = first.filter(|&it| is_listed(context, it, at)) {
            return Some(first);
        }
        // "Negotiators NAME and NAME met", where the tree has two subjects.
        let named = subjects().rfind(|&it| document.token(it).upos == Upos::ProperNoun && it < at);
        let own = named.filter(|_| first.is_some_and(|it| it < at)).or(first);
        if let Some(own) = own {
            // "who met": the noun that the clause describes.
            let relative = matches!(document.token(own).xpos, Xpos::Wp | Xpos::Wdt);
            if relative && let Some(head) = document.token(at).head {
                let who = document.word(own).eq_ignore_ascii_case("who");
                return Some(if who { person_above(context, head) } else { head });
            }
            return Some(own);
        }
        let token = document.token(at);
        let head = token.head?;
        match token.relation {
            Relation::Advcl if !is_infinitive(context, at) => at = head,
            // "was received by NAME and met", where the tree joins the verb to the name.
            Relation::Conj | Relation::Parataxis if is_governed(context, head) => at = head,
            // "NAME, the minister of Kenya, met", where the tree has the name above the verb.
            Relation::Conj | Relation::Parataxis if is_named(context, head, at) => {
                return Some(head);
            }
            Relation::Conj | Relation::Parataxis => at = head,
            Relation::Xcomp | Relation::Advcl => {
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

/// Whether a preposition leads to what the tree has for a subject: "Before Lund, Okwuosa was received".
fn is_led(context: &Context<'_>, id: TokenId) -> bool {
    const PREPOSITIONS: &[&str] = &[
        "before",
        "after",
        "besides",
        "beside",
        "like",
        "unlike",
        "following",
        "despite",
        "apart",
        "by",
    ];
    preposition(context, id)
        .is_some_and(|word| PREPOSITIONS.iter().any(|it| it.eq_ignore_ascii_case(word)))
}

/// Of whom "who" speaks: not of a place that narrows an office, nor of an office beside a name: "Lund,
/// now ambassador to Chad, who met".
fn person_above(context: &Context<'_>, head: TokenId) -> TokenId {
    let document = context.document;
    let kind = |id: TokenId| document.name_at(id).map(|it| it.kind);
    let mut at = head;
    for _ in 0..HEIGHT {
        let token = document.token(at);
        let place = matches!(
            kind(at),
            Some(NameKind::Location | NameKind::Organization | NameKind::Facility)
        );
        let climbs = match token.relation {
            Relation::Nmod => place,
            Relation::Appos => {
                token.head.is_some_and(|above| kind(above) == Some(NameKind::Person))
            }
            _ => false,
        };
        match token.head.filter(|_| climbs) {
            Some(above) => at = above,
            None => return at,
        }
    }
    at
}

/// Whether a name opens a headline in which another follows, before their verb: "Okwuosa, Lund hold talks".
fn is_listed(context: &Context<'_>, first: TokenId, verb: TokenId) -> bool {
    let document = context.document;
    let person = |at: TokenId| {
        document.name_at(at).filter(|it| it.kind == NameKind::Person).map(|it| it.tokens)
    };
    let Some(own) = person(first) else { return false };
    let next = TokenId::new(own.end() + 1);
    own.start() == document.sentence(first).tokens.start()
        && next < verb
        && document.word(TokenId::new(own.end())) == ","
        && person(next).is_some_and(|it| it.end() == verb.index())
}

/// Whether a noun is the object of a verb, or hangs from one by a preposition.
fn is_governed(context: &Context<'_>, noun: TokenId) -> bool {
    let token = context.document.token(noun);
    matches!(token.relation, Relation::Obj | Relation::Obl | Relation::OblAgent)
        && token.head.is_some_and(|verb| context.document.token(verb).upos == Upos::Verb)
}

/// Whether a token before a verb is of a person's name.
fn is_named(context: &Context<'_>, id: TokenId, verb: TokenId) -> bool {
    let document = context.document;
    id < verb
        && document.token(id).upos == Upos::ProperNoun
        && document.name_at(id).is_some_and(|it| it.kind == NameKind::Person)
}

/// Whether a verb is an infinitive with "to".
pub(super) fn is_infinitive(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    document.token(verb).xpos == Xpos::Vb
        && document
            .dependents(verb, &[Relation::Mark])
            .any(|it| document.word(it).eq_ignore_ascii_case("to"))
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
        // "with NAME saying that": a clause of its own.
        .filter(move |&child| !is_absolute(context, child))
}

/// Whether a phrase is the subject of a participle after "with": "with Okwuosa saying".
pub(super) fn is_absolute(context: &Context<'_>, head: TokenId) -> bool {
    let document = context.document;
    let with = document
        .dependents(head, &[Relation::Case, Relation::Mark])
        .any(|it| document.word(it).eq_ignore_ascii_case("with"));
    let says = |it: TokenId| {
        document.token(it).xpos == Xpos::Vbg
            && ["say", "tell", "warn", "add", "call", "accuse", "describe", "insist", "promise"]
                .contains(&document.lemma(it))
    };
    let after = TokenId::new((document.subtree(head).end()).min(document.tokens().len() - 1));
    with && (document.children(head).any(says)
        || says(after)
        || document.token(head).head.is_some_and(says))
}

/// The subject of the clause that a token stands in, whatever the way up to it: "is in Oslo for
/// talks", "on a visit to Oslo, Lund said".
pub(super) fn clause_subject(context: &Context<'_>, id: TokenId) -> Option<TokenId> {
    let document = context.document;
    let mut at = id;
    for _ in 0..HEIGHT {
        if at != id || document.token(at).upos == Upos::Verb {
            let own = document.dependents(at, &[Relation::Nsubj, Relation::NsubjPass]).next();
            if let Some(own) = own {
                return subject(context, at).or(Some(own));
            }
            if document.token(at).upos == Upos::Verb {
                return subject(context, at);
            }
        }
        at = document.token(at).head?;
    }
    None
}

/// Those who stand right before a verb, by the order of words: where a tree gives no subject.
pub(super) fn left_of(context: &Context<'_>, draft: &Draft, verb: TokenId) -> Vec<ActorRef> {
    /// Tokens between a subject and its verb: auxiliaries, adverbs.
    const REACH: usize = 6;
    let document = context.document;
    let sentence = document.sentence(verb).tokens;
    let least = sentence.start().max(verb.index().saturating_sub(REACH));
    for at in (least..verb.index()).rev() {
        let id = TokenId::new(at);
        if let Some(reference) = draft.reference_at(id) {
            let mut head = reference.head;
            // The first of a list has the others below it.
            for _ in 0..HEIGHT {
                let token = document.token(head);
                let Some(above) = token.head.filter(|_| token.relation == Relation::Conj) else {
                    break;
                };
                if draft.reference_at(above).is_none() {
                    break;
                }
                head = above;
            }
            return parties(context, draft, head);
        }
        let passes =
            matches!(document.token(id).upos, Upos::Auxiliary | Upos::Adverb | Upos::Particle)
                || matches!(document.word(id), "," | "each" | "both" | "who");
        if !passes {
            break;
        }
    }
    Vec::new()
}

/// Those who stand right after a token, by the order of words: where a tree gives no object.
pub(super) fn right_of(context: &Context<'_>, draft: &Draft, id: TokenId) -> Vec<ActorRef> {
    /// Tokens between a verb and its object: "met once more with the visiting Kenyan president".
    const REACH: usize = 6;
    let document = context.document;
    let sentence = document.sentence(id).tokens;
    let end = sentence.end().min(id.index() + 1 + REACH);
    for at in id.index() + 1..end {
        let next = TokenId::new(at);
        if draft
            .reference_at(next)
            .is_some_and(|it| it.form != Form::Pronoun || it.actors.len() == 1)
        {
            return list_from(context, draft, at, sentence.end());
        }
        let passes = matches!(
            document.token(next).upos,
            Upos::Determiner | Upos::Adjective | Upos::Adverb | Upos::ProperNoun | Upos::Noun
        ) || matches!(document.word(next), "with" | "'s" | "’s" | "on" | "-");
        if !passes {
            break;
        }
    }
    Vec::new()
}
