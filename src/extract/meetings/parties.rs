//! Who takes part in what a trigger tells of.
//!
//! Finds: `Okwuosa met Lund`, `were received by Lund`, `Okwuosa's talks with Lund`, `a meeting
//! between Kenya and Chad`, `held talks`, `traveled to Oslo for talks with Lund`.
//! Leaves: who only speaks of it: `Lund said the two would meet`.

mod around;
mod protagonist;

use std::sync::LazyLock;

use crate::extract::listed::Listed;
use crate::extract::predication::{self, list_from, obliques, parties};
use crate::extract::{Context, Draft};
use crate::nlp::{Relation, TokenId, Upos, Xpos};
use crate::record::{ActorKind, ActorRef, MeetingKind};

use super::merge::join;
use super::status::is_meal;
use super::trigger::{Form, Part, Trigger};

pub(super) use around::around;
pub(super) use protagonist::{add_protagonist, is_of_nobody};

/// Who takes part, and how.
#[derive(Default)]
pub(super) struct Parties {
    /// All who take part, in the order in which they are told.
    pub(super) all: Vec<ActorRef>,
    /// Those on the side of the subject.
    pub(super) side: Vec<ActorRef>,
    /// Those who receive the others.
    pub(super) hosts: Vec<ActorRef>,
    /// Those who mediate.
    pub(super) mediators: Vec<ActorRef>,
    /// The verb that governs the trigger, or the trigger itself.
    pub(super) governor: Option<TokenId>,
}

impl Parties {
    fn add(&mut self, more: &[ActorRef]) {
        for &actor in more {
            if !self.all.contains(&actor) {
                self.all.push(actor);
            }
        }
    }
}

/// Who takes part in what the trigger at `id` tells of.
pub(super) fn of(context: &Context<'_>, draft: &Draft, trigger: Trigger, id: TokenId) -> Parties {
    let mut found = Parties::default();
    match trigger.part {
        Part::Verb => {
            verb(context, draft, trigger, id, &mut found);
            found.governor = Some(id);
        }
        Part::Noun => {
            noun(context, draft, trigger, id, &mut found);
        }
    }
    found
}

/// Prepositions that lead to those met.
const JOINT: &[&str] = &["with", "alongside", "between", "among", "against"];

/// The parties of a verb.
fn verb(
    context: &Context<'_>,
    draft: &Draft,
    trigger: Trigger,
    verb: TokenId,
    found: &mut Parties,
) {
    let document = context.document;
    let passive =
        document.dependents(verb, &[Relation::AuxPass, Relation::NsubjPass]).next().is_some()
            || document.token(verb).xpos == Xpos::Vbn
                && document.dependents(verb, &[Relation::OblAgent]).next().is_some()
            || document.token(verb).xpos == Xpos::Vbn
                && obliques(context, verb, &["by"]).next().is_some();
    let host = matches!(trigger.form, Form::Host);
    if let Some(subject) = predication::subject(context, verb) {
        let own = parties(context, draft, subject);
        if trigger.form == Form::Brought && !passive {
            found.mediators.clone_from(&own);
            found.add(&own);
        } else {
            if host && !passive {
                found.hosts.clone_from(&own);
            }
            found.side.clone_from(&own);
            found.add(&own);
        }
    }
    invited(context, draft, verb, found);
    // "NAME invited NAME to visit": who invites is the host.
    let above = document.token(verb).head.filter(|&it| document.lemma(it) == "invite");
    if trigger.form == Form::Guest
        && let Some(host) = above.and_then(|it| predication::subject(context, it))
    {
        let own = parties(context, draft, host);
        found.hosts.clone_from(&own);
        found.add(&own);
    }
    let takes_object = takes_object(trigger);
    if takes_object {
        objects(context, draft, trigger, verb, found);
    }
    for head in obliques(context, verb, JOINT) {
        found.add(&parties(context, draft, head));
    }
    let to = match (trigger.form, document.lemma(verb)) {
        (Form::With, "speak" | "talk") => &["to"][..],
        (Form::Guest, "call") => &["on", "upon", "at"],
        (Form::Guest | Form::With, "pay" | "drop" | "present" | "hand") => &["to", "on"],
        _ => &[],
    };
    for head in obliques(context, verb, to) {
        found.add(&parties(context, draft, head));
    }
    if passive {
        let mut agents: Vec<TokenId> = document.dependents(verb, &[Relation::OblAgent]).collect();
        for head in obliques(context, verb, &["by"]) {
            if !agents.contains(&head) {
                agents.push(head);
            }
        }
        // "was received by NAME and later met", where the tree has him for the subject of what follows.
        let later = document.dependents(verb, &[Relation::Conj]);
        let lost = later.flat_map(|it| document.dependents(it, &[Relation::Nsubj]));
        agents.extend(lost.filter(|&it| {
            it > verb && predication::preposition(context, it).is_some_and(|word| word == "by")
        }));
        for head in agents {
            let own = parties(context, draft, head);
            if host || trigger.form == Form::Weak {
                for &actor in &own {
                    if !found.hosts.contains(&actor) {
                        found.hosts.push(actor);
                    }
                }
            }
            found.add(&own);
        }
        // "there were received by NAME the envoys NAME and NAME": the subject comes late.
        if document.dependents(verb, &[Relation::NsubjPass]).next().is_none() {
            for child in
                document.dependents(verb, &[Relation::Obj, Relation::Conj, Relation::Nsubj])
            {
                if document.token(child).upos != Upos::Verb {
                    found.add(&parties(context, draft, child));
                }
            }
        }
    }
    // Where the tree gives no subject or no object, the order of words may.
    if found.side.is_empty() && !passive && found.all.len() < 3 {
        let own = predication::left_of(context, draft, verb);
        let own: Vec<ActorRef> = own.into_iter().filter(|it| !found.all.contains(it)).collect();
        found.add(&own);
        found.side = own;
    }
    if found.all.len() == found.side.len() && !passive {
        if takes_object || matches!(trigger.form, Form::With) {
            let own = predication::right_of(context, draft, verb);
            found.add(&own);
        }
        if found.all.len() < 2 || !takes_object {
            let more = linear(context, draft, verb);
            found.add(&more);
        }
    }
    joined_by(context, draft, verb, found);
}

/// Whether the objects of a verb take part.
fn takes_object(trigger: Trigger) -> bool {
    // "Okwuosa gathered the envoys of Kenya and Chad".
    let gathers = trigger.form == Form::Group && trigger.kind == MeetingKind::Conference;
    gathers
        || matches!(
            trigger.form,
            Form::Joint | Form::Guest | Form::Host | Form::Weak | Form::Brought
        )
}

/// Adds the parties that are objects of a verb.
fn objects(
    context: &Context<'_>,
    draft: &Draft,
    trigger: Trigger,
    verb: TokenId,
    found: &mut Parties,
) {
    let document = context.document;
    // "accepted the letters of credence of Ambassador Lund".
    let credentials = trigger.kind == MeetingKind::Ceremony
        && ["accept", "receive", "present", "hand"].contains(&document.lemma(verb));
    for object in document.dependents(verb, &[Relation::Obj, Relation::Iobj]) {
        found.add(&parties(context, draft, object));
        if credentials {
            found.add(&within(context, draft, object));
        }
    }
    // "called President NAME": no one was called a president.
    for name in document.dependents(verb, &[Relation::Xcomp]) {
        if document.token(name).upos == Upos::ProperNoun {
            found.add(&parties(context, draft, name));
        }
    }
}

/// Who invites and who is invited to what a verb tells: "an invitation to Lund from Okwuosa to
/// visit", "accepted Okwuosa's invitation to attend".
fn invited(context: &Context<'_>, draft: &Draft, verb: TokenId, found: &mut Parties) {
    let document = context.document;
    let is_invitation = |it: &TokenId| matches!(document.lemma(*it), "invitation" | "offer");
    let Some(above) = document.token(verb).head else { return };
    // The tree may hang what one is invited to from the verb: "accepted an invitation to visit".
    let invitation = Some(above)
        .filter(is_invitation)
        .or_else(|| document.dependents(above, &[Relation::Obj]).find(is_invitation));
    let Some(invitation) = invitation else { return };
    let mut hosts: Vec<ActorRef> = obliques(context, invitation, &["from", "by", "of"])
        .chain(document.dependents(invitation, &[Relation::NmodPoss]))
        .flat_map(|it| parties(context, draft, it))
        .collect();
    let above = document.token(invitation).head;
    if let Some(above) = above {
        hosts
            .extend(obliques(context, above, &["from"]).flat_map(|it| parties(context, draft, it)));
    }
    if hosts.is_empty() {
        return;
    }
    let guests: Vec<ActorRef> = obliques(context, invitation, &["to"])
        .chain(above.into_iter().flat_map(|it| obliques(context, it, &["to"])))
        .flat_map(|it| parties(context, draft, it))
        .filter(|it| draft.actors[it.index()].kind == ActorKind::Person)
        .collect();
    if !guests.is_empty() {
        // Who conveys an invitation is neither.
        found.all.clear();
        found.side.clone_from(&guests);
        found.add(&guests);
    }
    join(&mut found.hosts, hosts.clone());
    found.add(&hosts);
}

/// The people named in a phrase.
fn within(context: &Context<'_>, draft: &Draft, head: TokenId) -> Vec<ActorRef> {
    draft
        .references_in(context.document.subtree(head))
        .iter()
        .flat_map(|it| it.actors.iter().copied())
        .filter(|it| draft.actors[it.index()].kind == ActorKind::Person)
        .collect()
}

/// Those who are told to be with others by a participle: "accompanied by NAME", "with NAME at his
/// side".
fn joined_by(context: &Context<'_>, draft: &Draft, verb: TokenId, found: &mut Parties) {
    let document = context.document;
    if found.all.is_empty() {
        return;
    }
    let sentence = document.sentence(verb).tokens;
    for at in sentence.iter() {
        if document.token(at).upos != Upos::Verb {
            continue;
        }
        let joins = ["accompany", "join", "flank", "assist"].contains(&document.lemma(at))
            && document.token(at).xpos == Xpos::Vbn;
        if !joins {
            continue;
        }
        let mut agents: Vec<TokenId> = document.dependents(at, &[Relation::OblAgent]).collect();
        agents.extend(obliques(context, at, &["by"]));
        let mut more = Vec::new();
        for head in agents {
            more.extend(parties(context, draft, head));
        }
        // "NAME, accompanied by NAME, met": the first may be lost to the second in the tree.
        if more.iter().any(|it| found.all.contains(it)) {
            more.extend(predication::left_of(context, draft, at));
        }
        if more.is_empty()
            && let Some(by) = at.offset(1).filter(|it| document.word(*it) == "by")
        {
            more = list_from(context, draft, by.index() + 1, sentence.end());
        }
        found.add(&more);
    }
}

/// The parties in "with NAME, NAME and NAME" that follows soon after a token.
fn linear(context: &Context<'_>, draft: &Draft, id: TokenId) -> Vec<ActorRef> {
    /// Tokens between the word and "with": "held talks on trade in Oslo with".
    const REACH: usize = 9;
    let document = context.document;
    let sentence = document.sentence(id).tokens;
    let limit = sentence.end().min(id.index() + 1 + REACH);
    for at in id.index() + 1..limit {
        let token = document.token(TokenId::new(at));
        let word = document.word(TokenId::new(at));
        if matches!(token.upos, Upos::Verb | Upos::Subordinator)
            || matches!(word, ";" | "“" | "\"" | "—" | "–")
        {
            break;
        }
        if ["with", "between", "among"].iter().any(|it| it.eq_ignore_ascii_case(word)) {
            return list_from(context, draft, at + 1, sentence.end());
        }
    }
    Vec::new()
}

/// Verbs whose subjects take part in what their object or oblique names.
fn is_light(lemma: &str) -> bool {
    static LIGHT: LazyLock<Listed> = LazyLock::new(|| Listed::read(include_str!("light.tsv")));
    LIGHT.has(lemma)
}

/// Verbs whose subject only speaks of an encounter, and takes part in one that "at", "in",
/// "during" or "after" leads to.
const SPEAKING: &[&str] = &[
    "say",
    "tell",
    "add",
    "stress",
    "note",
    "reiterate",
    "express",
    "discuss",
    "agree",
    "reaffirm",
    "urge",
    "call",
    "thank",
    "emphasize",
    "underline",
    "point",
    "brief",
    "inform",
    "address",
    "raise",
    "review",
    "condemn",
    "vow",
    "pledge",
    "sign",
    "announce",
    "speak",
    "exchange",
    "underscore",
    "highlight",
    "welcome",
    "praise",
    "assure",
    "voice",
    "convey",
    "affirm",
    "repeat",
];

/// Verbs of giving something to those who are there.
const GIVING: &[&str] = &["hand", "present", "award", "pass", "deliver", "transfer", "confer"];

/// The parties of a noun.
fn noun(
    context: &Context<'_>,
    draft: &Draft,
    trigger: Trigger,
    noun: TokenId,
    found: &mut Parties,
) {
    let document = context.document;
    found.governor = Some(noun);
    narrowing(context, draft, noun, found);
    let prepositions: &[&str] = match (trigger.form, trigger.kind) {
        (Form::Guest, _) => &["with", "between", "of", "by", "to"],
        (_, MeetingKind::Call) => &["with", "between", "among", "involving", "by", "from", "to"],
        (Form::Weak, MeetingKind::Ceremony) => &["with", "between", "of", "by", "from", "for"],
        (Form::Joint, _) if document.lemma(noun) == "audience" => {
            &["with", "to", "for", "by", "from"]
        }
        _ if is_meal(document.lemma(noun)) => &["with", "between", "among", "by", "for"],
        _ => &["with", "between", "among", "of", "involving", "by", "from"],
    };
    for head in obliques(context, noun, prepositions) {
        found.add(&parties(context, draft, head));
    }
    // "talks involving NAME", "a meeting attended by NAME", "the dinner NAME hosted".
    for clause in document.dependents(noun, &[Relation::Acl, Relation::AclRelcl]) {
        told_of(context, draft, clause, noun, found);
    }
    // "NAME was on the phone to NAME": the noun is the predicate.
    if document.dependents(noun, &[Relation::Cop]).next().is_some()
        && (document.lemma(noun) == "guest"
            || document.dependents(noun, &[Relation::Case]).next().is_some())
    {
        for subject in document.dependents(noun, &[Relation::Nsubj]) {
            found.add(&parties(context, draft, subject));
        }
        for head in obliques(context, noun, &["to"]) {
            found.add(&parties(context, draft, head));
        }
    }
    // "for meeting Lund": a verb that was taken for a noun.
    if document.lemma(noun) == "meeting" && document.word(noun).eq_ignore_ascii_case("meeting") {
        let bare = document.dependents(noun, &[Relation::Det, Relation::NmodPoss]).next().is_none();
        let after = TokenId::new((noun.index() + 1).min(document.tokens().len() - 1));
        if bare && (draft.reference_at(after).is_some() || is_title_of(context, draft, after)) {
            let met = predication::right_of(context, draft, noun);
            if let Some(subject) = predication::clause_subject(context, noun) {
                let own = parties(context, draft, subject);
                found.side.clone_from(&own);
                found.add(&own);
            }
            found.add(&met);
        }
    }
    honored(context, draft, noun, found);
    govern(context, draft, noun, found);
    if trigger.kind == MeetingKind::Call && found.all.len() < 2 {
        by_line(context, draft, noun, found);
    }
    // What the encounter is named after takes no part: "the Security Conference".
    if let Some(own) = draft.reference_at(noun) {
        found.all.retain(|it| !own.actors.contains(it));
    }
    // "one-on-ones with NAME", where the tree has whom it is with elsewhere.
    let next = TokenId::new((noun.index() + 1).min(document.tokens().len() - 1));
    let leads = ["with", "between"].iter().any(|it| it.eq_ignore_ascii_case(document.word(next)));
    if found.all.len() < 2 || leads {
        let more = linear(context, draft, noun);
        found.add(&more);
    }
}

/// The parties of the verb that a call is the setting of: "assured Lund by telephone", "in separate
/// calls, Okwuosa thanked Lund".
fn by_line(context: &Context<'_>, draft: &Draft, noun: TokenId, found: &mut Parties) {
    /// Heads between the call and the verb.
    const HEIGHT: usize = 3;
    let document = context.document;
    let verb = document
        .ancestors(noun)
        .take(HEIGHT)
        .find(|&it| document.token(it).upos == Upos::Verb && it != noun);
    let Some(verb) = verb else { return };
    if let Some(subject) = predication::subject(context, verb) {
        let own = parties(context, draft, subject);
        if found.side.is_empty() {
            found.side.clone_from(&own);
        }
        found.add(&own);
    }
    for object in document.dependents(verb, &[Relation::Obj, Relation::Iobj]) {
        if object != noun {
            found.add(&parties(context, draft, object));
            // "raised the question with Lund over the phone".
            for head in obliques(context, object, &["with"]) {
                found.add(&parties(context, draft, head));
            }
        }
    }
    for head in obliques(context, verb, &["with", "to", "from", "by"]) {
        if head != noun {
            found.add(&parties(context, draft, head));
        }
    }
}

/// Whether a token is of a title before a name.
fn is_title_of(context: &Context<'_>, draft: &Draft, id: TokenId) -> bool {
    let document = context.document;
    document.token(id).upos == Upos::ProperNoun
        && document.ancestors(id).take(2).any(|above| draft.reference_at(above).is_some())
}

/// Whom an encounter is held for: "a dinner in honor of Lund".
fn honored(context: &Context<'_>, draft: &Draft, noun: TokenId, found: &mut Parties) {
    let document = context.document;
    let above = document.token(noun).head;
    let near =
        document.children(noun).chain(above.into_iter().flat_map(|it| document.children(it)));
    for honor in near {
        if matches!(document.lemma(honor), "honor" | "honour") {
            for head in obliques(context, honor, &["of"]) {
                found.add(&parties(context, draft, head));
            }
        }
    }
}

/// Possessors and parts of compounds: "Okwuosa's meeting", "the Kenya-Chad talks".
fn narrowing(context: &Context<'_>, draft: &Draft, noun: TokenId, found: &mut Parties) {
    let document = context.document;
    for child in document.children(noun) {
        let relation = document.token(child).relation;
        if !matches!(relation, Relation::NmodPoss | Relation::Compound | Relation::Amod) {
            continue;
        }
        if is_sponsor(context, child) {
            continue;
        }
        let is_place = !draft.places_in(crate::nlp::TokenRange::of(child)).is_empty();
        if is_place && relation != Relation::NmodPoss {
            continue;
        }
        let mut own = parties(context, draft, child);
        if relation == Relation::NmodPoss {
            own.extend(first_owner(context, draft, noun, child));
            found.side.clone_from(&own);
        }
        found.add(&own);
        if relation != Relation::NmodPoss
            && let Some(actor) = predication::state_actor(context, draft, document.word(child))
        {
            found.add(&[actor]);
        }
        // "his five-hour talks", where the owner hangs from a part of the compound.
        for owner in document.dependents(child, &[Relation::NmodPoss]) {
            if relation == Relation::Compound && found.side.is_empty() {
                found.side = parties(context, draft, owner);
                let own = found.side.clone();
                found.add(&own);
            }
        }
        for inner in
            document.dependents(child, &[Relation::Compound, Relation::Amod, Relation::Conj])
        {
            found.add(&parties(context, draft, inner));
            if let Some(actor) = predication::state_actor(context, draft, document.word(inner)) {
                found.add(&[actor]);
            }
        }
    }
}

/// The first owner of "Okwuosa and Lund's talks", where the tree joins the talks to the first.
fn first_owner(
    context: &Context<'_>,
    draft: &Draft,
    noun: TokenId,
    owner: TokenId,
) -> Vec<ActorRef> {
    let document = context.document;
    let token = document.token(noun);
    let joined = token.relation == Relation::Conj
        && document
            .dependents(owner, &[Relation::Cc])
            .chain(document.dependents(noun, &[Relation::Cc]))
            .next()
            .is_some();
    let first = token.head.filter(|_| joined).and_then(|head| draft.reference_at(head));
    first.map(|it| it.actors.clone()).unwrap_or_default()
}

/// Whether someone is only told to have had an encounter arranged: "the EU-brokered talks".
fn is_sponsor(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let sentence = document.sentence(id).tokens;
    let word = |by: i32| {
        let near = id.offset(by).filter(|it| sentence.has(*it));
        near.map_or("", |it| document.word(it))
    };
    let arranged = [
        "brokered",
        "mediated",
        "led",
        "sponsored",
        "backed",
        "facilitated",
        "hosted",
        "supported",
    ];
    word(1) == "-" && arranged.contains(&word(2))
        || word(-1) == "-" && arranged.contains(&document.word(id))
}

/// The parties that a verb with the encounter as its subject or object names.
fn told_of(
    context: &Context<'_>,
    draft: &Draft,
    verb: TokenId,
    noun: TokenId,
    found: &mut Parties,
) {
    let document = context.document;
    let lemma = document.lemma(verb);
    for agent in document.dependents(verb, &[Relation::OblAgent]) {
        let own = parties(context, draft, agent);
        role(lemma, &own, found);
        found.add(&own);
    }
    for head in obliques(context, verb, &["by", "with", "between", "among"]) {
        let own = parties(context, draft, head);
        role(lemma, &own, found);
        found.add(&own);
    }
    if lemma == "involve"
        || lemma == "include"
        || lemma == "bring"
        || lemma == "gather"
        || lemma == "unite"
    {
        for object in document.dependents(verb, &[Relation::Obj]) {
            found.add(&parties(context, draft, object));
        }
    }
    // "the talks between Kenya and Chad that Lund had arranged".
    let arranges = found.all.len() >= 2 && ARRANGING.contains(&lemma);
    if is_light(lemma) && !arranges {
        for subject in document.dependents(verb, &[Relation::Nsubj]) {
            if subject != noun && !matches!(document.token(subject).xpos, Xpos::Wdt | Xpos::Wp) {
                let own = parties(context, draft, subject);
                role(lemma, &own, found);
                found.add(&own);
            }
        }
    }
}

/// Verbs whose subjects bring others together.
const ARRANGING: &[&str] =
    &["set", "arrange", "schedule", "plan", "organize", "organise", "propose", "announce"];

/// Notes who hosts and who mediates.
fn role(lemma: &str, own: &[ActorRef], found: &mut Parties) {
    let list = match lemma {
        "host" => &mut found.hosts,
        "mediate" | "broker" | "facilitate" | "moderate" => &mut found.mediators,
        _ => return,
    };
    for &actor in own {
        if !list.contains(&actor) {
            list.push(actor);
        }
    }
}

/// The parties that the verb above a noun names.
fn govern(context: &Context<'_>, draft: &Draft, noun: TokenId, found: &mut Parties) {
    /// Nouns between the encounter and its verb: "for the start of a round of talks".
    const DEPTH: usize = 3;
    let document = context.document;
    let Some(head) = document.token(noun).head else { return };
    let relation = document.token(noun).relation;
    if matches!(relation, Relation::Nsubj | Relation::NsubjPass) {
        found.governor = Some(head);
        told_of(context, draft, head, noun, found);
        return;
    }
    let mut verb = head;
    let mut below = noun;
    for _ in 0..DEPTH {
        let token = document.token(verb);
        // "met Lund and was guest at a lunch": the guest is a predicate of its own.
        let copular = document.dependents(verb, &[Relation::Cop]).next().is_some();
        if matches!(token.upos, Upos::Verb) || copular {
            break;
        }
        // "Lund, in Oslo for dinner with Berg, said".
        if document.dependents(below, &[Relation::Case]).any(|it| document.word(it) == "for")
            && token.upos == Upos::ProperNoun
            && draft.reference_at(verb).is_some_and(|it| it.actors.len() == 1)
            && draft.places_in(crate::nlp::TokenRange::of(verb)).is_empty()
        {
            let own = parties(context, draft, verb);
            if found.side.is_empty() {
                found.side.clone_from(&own);
            }
            found.add(&own);
            return;
        }
        let Some(above) = token.head else { break };
        if !matches!(
            token.relation,
            Relation::Obj
                | Relation::Obl
                | Relation::Nmod
                | Relation::Conj
                | Relation::Xcomp
                | Relation::NsubjPass
        ) {
            break;
        }
        below = verb;
        verb = above;
    }
    if document.token(verb).upos != Upos::Verb {
        // "is in Oslo for talks": the predicate is no verb.
        let copular = document.dependents(verb, &[Relation::Cop]).next().is_some();
        if copular
            && verb != noun
            && let Some(subject) = document.dependents(verb, &[Relation::Nsubj]).next()
        {
            found.governor = Some(verb);
            let own =
                parties(context, draft, predication::subject(context, verb).unwrap_or(subject));
            found.add(&own);
        }
        return;
    }
    found.governor = Some(verb);
    invited(context, draft, verb, found);
    let lemma = document.lemma(verb);
    let leads = |words: &[&str]| {
        document
            .dependents(below, &[Relation::Case])
            .any(|case| words.iter().any(|it| it.eq_ignore_ascii_case(document.word(case))))
    };
    let is_object = document.token(below).relation == Relation::Obj;
    let takes_part = is_light(lemma)
        || !is_object
            && (SPEAKING.contains(&lemma) || GIVING.contains(&lemma))
            && leads(&["at", "in", "during", "after", "following", "before"])
        || leads(&["for"]) && !SPEAKING.contains(&lemma)
        || leads(&["from"]) && ["emerge", "return", "come", "exit"].contains(&lemma)
        || document.lemma(below) == "way";
    // "sent Lund to Oslo for talks": not who sends takes part, but who is sent.
    let sends = matches!(lemma, "send" | "dispatch" | "fly" | "delegate" | "invite");
    let sent: Vec<TokenId> =
        document.dependents(verb, &[Relation::Obj]).filter(|it| *it != noun).collect();
    if sends && !is_object && !sent.is_empty() {
        for object in sent {
            let own = parties(context, draft, object);
            found.side.clone_from(&own);
            found.add(&own);
        }
        return;
    }
    if !takes_part {
        return;
    }
    if let Some(subject) = predication::subject(context, verb).filter(|&it| it != noun) {
        let own = parties(context, draft, subject);
        // "At the summit, Lund said": who speaks at it only adds to those it names.
        role(lemma, &own, found);
        if found.side.is_empty() {
            found.side.clone_from(&own);
        }
        found.add(&own);
    }
    companions(context, draft, noun, (verb, is_object), found);
    joined_by(context, draft, verb, found);
}

/// Adds those whom the verb above a noun names beside its subject.
fn companions(
    context: &Context<'_>,
    draft: &Draft,
    noun: TokenId,
    (verb, is_object): (TokenId, bool),
    found: &mut Parties,
) {
    let document = context.document;
    let lemma = document.lemma(verb);
    // "gave audience to Lund", "handed the chair to Lund at a ceremony".
    let to = ["give", "grant"].contains(&lemma) && document.lemma(noun) == "audience"
        || GIVING.contains(&lemma) && !is_object;
    let joint = if to { &["to", "with"][..] } else { &["with", "between", "among"] };
    for head in obliques(context, verb, joint) {
        if head != noun {
            found.add(&parties(context, draft, head));
        }
    }
    for agent in document.dependents(verb, &[Relation::OblAgent]) {
        let own = parties(context, draft, agent);
        role(lemma, &own, found);
        found.add(&own);
    }
    // "had Lund on the phone", "joined Lund for dinner".
    if matches!(lemma, "join" | "invite" | "meet" | "brief") || lemma == "have" && !is_object {
        for object in document.dependents(verb, &[Relation::Obj]) {
            found.add(&parties(context, draft, object));
        }
    }
}
