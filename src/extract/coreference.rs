//! Descriptions and pronouns: which actors they refer to.
//!
//! Finds: `the Kenyan minister`, `the two leaders`, `both sides`, `she`, `they`.
//! Leaves: what could be anyone — precision goes before completeness.
//!
//! Entity-centered and greedy, sentence by sentence, in the manner of Raghunathan et al. (2010),
//! "A multi-pass sieve for coreference resolution".

mod delegation;
mod description;
mod groups;
mod hosting;
mod office;

use std::collections::BTreeMap;

use crate::extract::{ActorDraft, Context, Draft, Extractor, Form, Reference, predication};
use crate::gazetteer::{Gender, Known};
use crate::nlp::{Relation, TokenId, TokenRange, Upos, Xpos};
use crate::record::{ActorKind, ActorRef};
use crate::text::fold;

pub(super) use description::{Fit, fit, phrase, words_of};

/// Finds the references that are no names.
pub(super) const EXTRACTOR: Extractor = Extractor { name: "references", find };

/// Sentences back in which a pronoun's actor is looked for.
const PRONOUN_REACH: usize = 5;
/// What it costs to take a pronoun for the subject that comes after it in its sentence: less than
/// to take it for one of the sentence before.
const LATER: usize = 13;
/// How often someone must have been told of for a pronoun to be rather theirs than another's.
const OFTEN: usize = 10;
/// Sentences back in which the members of a group are looked for.
const GROUP_REACH: usize = 4;

/// A place where an actor was referred to.
#[derive(Clone, Copy)]
struct Mention {
    at: TokenId,
    actor: ActorRef,
    is_subject: bool,
    /// How often the actor was told of up to there.
    times: usize,
    /// Whether the words are for others too: "the two leaders".
    is_shared: bool,
}

/// What is known of an actor for agreement.
pub(super) struct Trait {
    pub(super) kind: ActorKind,
    pub(super) gender: Option<Gender>,
    pub(super) roles: Vec<String>,
    /// Its office as somebody's counterpart, by which it is one of several, but not told alone.
    peer: Option<String>,
    pub(super) affiliations: Vec<String>,
    /// Its name, folded.
    pub(super) name: String,
}

fn find(context: &Context<'_>, draft: &mut Draft) {
    let document = context.document;
    let bodies = bodies(context, draft);
    let mut traits: Vec<Trait> =
        (0..draft.actors.len()).map(|at| trait_of(context, draft, &bodies, at)).collect();
    let mut found: Vec<Reference> = Vec::new();
    // References in order of their place, those found here among them, for what came last.
    let mut history: Vec<Mention> = Vec::new();
    let mut told = vec![0; traits.len()];
    let named = std::mem::take(&mut draft.references);
    let led = delegation::all(context, &traits, &named);
    for it in led.iter().chain(&delegation::sides(context, &traits, &named)) {
        serve(context, draft, &mut traits, it);
    }
    let mut next_named = 0;
    for (index, sentence) in document.sentences().iter().enumerate() {
        for id in sentence.tokens.iter() {
            while let Some(reference) = named.get(next_named)
                && reference.head <= id
            {
                let is_subject = is_subject(context, reference.head);
                for &actor in &reference.actors {
                    told[actor.index()] += 1;
                    let times = told[actor.index()];
                    let at = reference.head;
                    history.push(Mention { at, actor, is_subject, times, is_shared: false });
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
                Upos::Pronoun => pronoun(context, &traits, &history, &named[next_named..], id)
                    .map(|actors| (TokenRange::of(id), actors, Form::Pronoun)),
                Upos::Noun | Upos::ProperNoun | Upos::Adjective | Upos::Numeral => {
                    delegation::read(context, &traits, &led, id)
                        .or_else(|| {
                            description::read(context, &traits, &history, (id, draft.home(index)))
                        })
                        .map(|(tokens, actors)| (tokens, actors, Form::Description))
                }
                Upos::Determiner => both(context, &traits, &history, id)
                    .map(|actors| (TokenRange::of(id), actors, Form::Description)),
                _ => None,
            };
            // Whom nobody names, the office and the date may tell.
            let resolved = resolved.or_else(|| {
                let held = office::read(context, &traits, id)?;
                let actor = office::actor(context, draft, &held);
                if actor.index() == traits.len() {
                    traits.push(trait_of(context, draft, &bodies, actor.index()));
                    told.push(0);
                }
                Some((held.tokens, vec![actor], Form::Description))
            });
            if let Some((tokens, actors, form)) = resolved {
                let is_subject = is_subject(context, id);
                let is_shared = actors.len() > 1;
                for &actor in &actors {
                    told[actor.index()] += 1;
                    let times = told[actor.index()];
                    history.push(Mention { at: id, actor, is_subject, times, is_shared });
                }
                // "the European Council president": of whom nothing was told before.
                if let [actor] = actors[..]
                    && form == Form::Description
                    && draft.actors[actor.index()].affiliations.is_empty()
                    && draft.actors[actor.index()].kind == ActorKind::Person
                {
                    let served = description::served(context, id, tokens);
                    draft.actors[actor.index()].affiliations.extend(served);
                }
                found.push(Reference { tokens, head: id, actors, form });
            }
        }
    }
    draft.references = named;
    draft.references.extend(found);
    draft.references.sort_by_key(|reference| (reference.tokens, reference.head));
    draft.traits = traits;
}

/// Notes that who leads a delegation acts for the state that sent it, if nothing else is known.
fn serve(context: &Context<'_>, draft: &mut Draft, traits: &mut [Trait], led: &delegation::Led) {
    let head = &mut draft.actors[led.head.index()];
    let [party] = &led.parties[..] else { return };
    if !head.affiliations.is_empty() {
        return;
    }
    let state = context.gazetteer.lookup(party).find_map(|known| match known {
        Known::State(id) | Known::Metonym(id) => Some(id),
        _ => None,
    });
    if let Some(state) = state {
        let name = context.gazetteer.state(state).name;
        head.affiliations.push(name.to_owned());
        traits[led.head.index()].affiliations.push(fold(name));
    }
}

/// By the names of organizations and blocs all that the article calls them, folded.
type Bodies = BTreeMap<String, Vec<String>>;

fn bodies(context: &Context<'_>, draft: &Draft) -> Bodies {
    let text = context.document.text();
    let named = |entry: &ActorDraft| {
        let mut names: Vec<String> = entry.mentions.iter().map(|it| fold(it.of(text))).collect();
        names.sort_unstable();
        names.dedup();
        (entry.name.clone(), names)
    };
    let is_body = |it: &&ActorDraft| matches!(it.kind, ActorKind::Organization | ActorKind::Bloc);
    draft.actors.iter().filter(is_body).map(named).collect()
}

/// What is known of the actor at `index`.
fn trait_of(context: &Context<'_>, draft: &Draft, bodies: &Bodies, index: usize) -> Trait {
    let entry = &draft.actors[index];
    let document = context.document;
    let mut gender = None;
    if entry.kind == ActorKind::Person {
        for mention in &entry.mentions {
            let tokens = document.tokens_in(*mention);
            let before = tokens.start().checked_sub(1).map(|at| document.word(TokenId::new(at)));
            gender = gender.or(match before.unwrap_or_default().trim_end_matches('.') {
                "Mr" | "Sir" | "King" | "Prince" | "Lord" | "Emir" | "Sheikh" | "Herr"
                | "Señor" | "Baron" | "Duke" | "Father" | "Brother" | "Imam" | "Ayatollah" => {
                    Some(Gender::Male)
                }
                "Ms" | "Mrs" | "Miss" | "Queen" | "Princess" | "Dame" | "Lady" | "Madame"
                | "Madam" | "Mdm" | "Mme" | "Frau" | "Baroness" | "Duchess" | "Countess"
                | "Begum" | "Sheikha" | "Señora" | "Sister" => Some(Gender::Female),
                _ => None,
            });
        }
        gender = gender.or_else(|| context.gazetteer.holders(&entry.name).find_map(|it| it.gender));
        gender = gender.or_else(|| {
            given_name(context, &entry.name).and_then(|it| context.gazetteer.gender(it))
        });
        let feminine = ["spokeswoman", "chairwoman", "congresswoman", "queen", "businesswoman"];
        if entry
            .roles
            .iter()
            .any(|role| feminine.iter().any(|it| role.to_lowercase().ends_with(it)))
        {
            gender = Some(Gender::Female);
        }
    }
    let mut roles: Vec<String> = entry.roles.iter().map(|role| spelled_out(&fold(role))).collect();
    // "Mr Okwuosa … the prime minister": the offices that someone of that name held.
    if roles.is_empty() && entry.kind == ActorKind::Person {
        roles = known_offices(context, entry);
    }
    // "the BRM spokesman", of whom it is told that he speaks for the Beja Reform Movement.
    let mut affiliations: Vec<String> = entry.affiliations.iter().map(|it| fold(it)).collect();
    for name in entry.affiliations.iter().filter_map(|it| bodies.get(it)).flatten() {
        if !affiliations.contains(name) {
            affiliations.push(name.clone());
        }
    }
    let peer = entry.office.as_ref().map(|role| spelled_out(&fold(role)));
    Trait { kind: entry.kind, gender, roles, peer, affiliations, name: fold(&entry.name) }
}

/// An office whose abbreviation is written in full: "deputy pm".
fn spelled_out(role: &str) -> String {
    let whole = |word| match word {
        "pm" => "prime minister",
        "fm" => "foreign minister",
        other => other,
    };
    role.split(' ').map(whole).collect::<Vec<_>>().join(" ")
}

/// The given name of a full name, if it comes first: not that of "Kim Jong Un".
fn given_name<'a>(context: &Context<'_>, name: &'a str) -> Option<&'a str> {
    let first = name.split(' ').next()?;
    let family_first = name.contains([' ', '-']) && context.gazetteer.is_family_first(first);
    (!family_first).then_some(first)
}

/// The offices that a person is known to have held when the article appeared.
fn known_offices(context: &Context<'_>, entry: &ActorDraft) -> Vec<String> {
    let Some(published) = context.article.published else { return Vec::new() };
    let day = published.first().to_string();
    let offices = context.gazetteer.holders(&entry.name).filter_map(|holder| {
        // "the European Council president" is told by what it is of.
        let of = if holder.state.is_none() { &*holder.of } else { "" };
        let held = holder.is_held_on(&day) && !holder.office.is_empty();
        held.then(|| fold(&format!("{} {of}", holder.office)).trim().to_owned())
    });
    offices.collect()
}

/// Whether a token is the subject of its clause.
pub(super) fn is_subject(context: &Context<'_>, id: TokenId) -> bool {
    let mut at = id;
    for _ in 0..4 {
        match context.document.token(at).relation {
            Relation::Nsubj | Relation::NsubjPass => return true,
            // "On Friday, 1 February, Okwuosa": a comma after a time may mislead the tree.
            Relation::Appos if is_of_time(context, context.document.token(at).head) => return true,
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

/// Whether a token is of an expression of time.
fn is_of_time(context: &Context<'_>, id: Option<TokenId>) -> bool {
    let times = context.document.times();
    id.is_some_and(|id| {
        let after = times.partition_point(|it| it.tokens.end() <= id.index());
        times.get(after).is_some_and(|it| it.tokens.has(id))
    })
}

/// The sentences between two tokens.
fn distance(context: &Context<'_>, from: TokenId, to: TokenId) -> usize {
    context.document.sentence_index(to).saturating_sub(context.document.sentence_index(from))
}

/// Whom a pronoun refers to.
fn pronoun(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    later: &[Reference],
    id: TokenId,
) -> Option<Vec<ActorRef>> {
    let document = context.document;
    let word = document.word(id).to_ascii_lowercase();
    let gender = match word.as_str() {
        "he" | "him" | "his" | "himself" => Gender::Male,
        "she" | "her" | "hers" | "herself" => Gender::Female,
        "they" | "them" if document.token(id).xpos == Xpos::Prp => {
            return group(context, traits, history, id, (Wanted::People, None));
        }
        _ => return None,
    };
    let in_quotation = |at: TokenId| {
        let after = document.quotations().partition_point(|it| it.tokens.end() <= at.index());
        document.quotations().get(after).filter(|it| it.tokens.has(at)).map(|_| after)
    };
    let quotation = in_quotation(id);
    let mut best: Option<(usize, ActorRef)> = None;
    let one = history.iter().rev().filter(|it| !it.is_shared);
    for (order, &Mention { at, actor, is_subject, times, .. }) in one.enumerate() {
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
        // "NAME, to whom he": someone else.
        if is_described_by(context, id, at) {
            continue;
        }
        // What a quotation speaks of seldom is its speaker.
        if quotation.is_some() && quotation != in_quotation(at) && is_subject && away == 0 {
            continue;
        }
        // Outside of quotation marks, one who is named within them seldom is meant.
        let quoted = quotation.is_none() && in_quotation(at).is_some();
        // "NAME greeted him, and NAME received him": both the same one.
        let again = away == 0
            && is_object(context, id)
            && is_object(context, at)
            && (document.token(at).upos == Upos::Pronoun || are_joined(context, at, id));
        let cost = away * 10
            + order.min(9)
            + usize::from(quoted) * 40
            + usize::from(!is_subject && !again) * 10
            + usize::from(own.gender.is_none()) * 3
            + OFTEN.saturating_sub(times) / 2;
        if best.is_none_or(|(other, _)| cost < other) {
            best = Some((cost, actor));
        }
    }
    // "Fresh from a visit to Oslo, where he met Lund, Okwuosa said": who is named after.
    let after = named_later(context, later, id).filter(|actor| {
        let own = &traits[actor.index()];
        own.kind == ActorKind::Person && own.gender.is_none_or(|it| it == gender)
    });
    if let Some(actor) = after
        && best.is_none_or(|(cost, _)| cost > LATER)
    {
        best = Some((LATER, actor));
    }
    best.map(|(_, actor)| vec![actor])
}

/// The subject of a sentence, where the pronoun at `id` stands in a clause or phrase before it.
fn named_later(context: &Context<'_>, later: &[Reference], id: TokenId) -> Option<ActorRef> {
    let document = context.document;
    let mut at = id;
    while let Some(head) = document.token(at).head {
        let opens = matches!(
            document.token(at).relation,
            Relation::Advcl | Relation::Obl | Relation::Advmod
        );
        let subject = document
            .dependents(head, &[Relation::Nsubj, Relation::NsubjPass])
            .next()
            .filter(|&it| opens && it > id && at < it);
        if let Some(subject) = subject {
            return later
                .iter()
                .take_while(|it| it.tokens.start() <= subject.index())
                .find(|it| it.head == subject && it.actors.len() == 1)
                .map(|it| it.actors[0]);
        }
        at = head;
    }
    None
}

/// Whether the verbs of two objects are joined by an "and".
fn are_joined(context: &Context<'_>, one: TokenId, two: TokenId) -> bool {
    let document = context.document;
    let verb = |id: TokenId| document.token(id).head;
    verb(two).is_some_and(|it| {
        document.token(it).relation == Relation::Conj && document.token(it).head == verb(one)
    })
}

/// Whether a token is the object of a verb.
fn is_object(context: &Context<'_>, id: TokenId) -> bool {
    matches!(context.document.token(id).relation, Relation::Obj | Relation::Iobj)
}

/// Whether `other` is the subject of the verb whose object or oblique the words at `id` are: "NAME received him", "NAME
/// came and wanted to meet them".
fn is_own_subject(context: &Context<'_>, id: TokenId, other: TokenId) -> bool {
    /// Verbs up that may have the subject.
    const HEIGHT: usize = 4;
    let document = context.document;
    let governed =
        matches!(document.token(id).relation, Relation::Obj | Relation::Obl | Relation::Iobj);
    if !governed || !is_subject(context, other) {
        return false;
    }
    let mut verb = document.token(id).head;
    for _ in 0..HEIGHT {
        let Some(at) = verb else { return false };
        if document.ancestors(other).any(|it| it == at) {
            return true;
        }
        let token = document.token(at);
        let has_own =
            document.dependents(at, &[Relation::Nsubj, Relation::NsubjPass]).next().is_some();
        if has_own || !matches!(token.relation, Relation::Xcomp | Relation::Conj) {
            return false;
        }
        verb = token.head;
    }
    false
}

/// Whether the pronoun at `id` stands in a clause that describes `other`: "NAME, whom he met".
fn is_described_by(context: &Context<'_>, id: TokenId, other: TokenId) -> bool {
    let document = context.document;
    document.sentence_index(id) == document.sentence_index(other)
        && document.ancestors(id).any(|it| {
            document.token(it).relation == Relation::AclRelcl
                && document.token(it).head.is_some_and(|head| {
                    head == other || document.token(other).head == Some(head) && other > head
                })
                // "NAME, who said he", "NAME, who came from Oslo, where he": the same one may be meant.
                && !document.children(it).any(|child| {
                    document.token(child).relation == Relation::Nsubj
                        && matches!(document.token(child).xpos, Xpos::Wp | Xpos::Wdt)
                        || ["where", "when"].contains(&document.word(child))
                })
        })
}

/// Whether the words at `id` stand in a clause of what is `other`'s: "NAME, whose country brought the two together".
fn is_host_of(context: &Context<'_>, id: TokenId, other: TokenId) -> bool {
    let document = context.document;
    let is_whose = |clause: TokenId| {
        let mut subjects = document.dependents(clause, &[Relation::Nsubj, Relation::NsubjPass]);
        subjects.any(|it| document.children(it).any(|own| document.word(own) == "whose"))
    };
    document.ancestors(id).any(|it| {
        let token = document.token(it);
        token.relation == Relation::AclRelcl && token.head == Some(other) && is_whose(it)
    })
}

/// What kind of members a group has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    People,
    Parties,
}

/// The actors that a group refers to: those of the list that was told last, or else the last two
/// who were named apart. `count` is how many there must be, where the words tell.
fn group(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    id: TokenId,
    (wanted, count): (Wanted, Option<usize>),
) -> Option<Vec<ActorRef>> {
    group_within(context, traits, history, id, (wanted, count), GROUP_REACH)
}

/// As `group`, of those told of up to `reach` sentences before.
fn group_within(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    id: TokenId,
    (wanted, count): (Wanted, Option<usize>),
    reach: usize,
) -> Option<Vec<ActorRef>> {
    let fits = |actor: ActorRef| match wanted {
        Wanted::People => traits[actor.index()].kind == ActorKind::Person,
        Wanted::Parties => {
            matches!(traits[actor.index()].kind, ActorKind::State | ActorKind::Bloc)
        }
    };
    let near: Vec<Mention> = history
        .iter()
        .rev()
        .take_while(|it| distance(context, it.at, id) <= reach)
        // "NAME joined them", "NAME, whose country brought the two together": he is none of them.
        .filter(|it| fits(it.actor) && !is_own_subject(context, id, it.at))
        .filter(|it| !is_host_of(context, id, it.at))
        .copied()
        .collect();
    let listed = list(context, &near);
    if listed.len() >= 2 && count.is_none_or(|count| count == listed.len()) {
        return Some(listed);
    }
    if count.is_some_and(|count| count != 2) {
        return None;
    }
    let mut members: Vec<ActorRef> = Vec::new();
    for &Mention { at, actor, .. } in &near {
        if members.len() < 2 && !members.contains(&actor) && !is_companion(context, at) {
            members.push(actor);
        }
    }
    members.reverse();
    (members.len() == 2).then_some(members)
}

/// Whether one is told only to have come with another, and so is none of "the two": "NAME was accompanied by NAME".
fn is_companion(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let mut at = id;
    while matches!(document.token(at).relation, Relation::Conj | Relation::Appos)
        && let Some(head) = document.token(at).head
    {
        at = head;
    }
    let token = document.token(at);
    let escorts = token.head.is_some_and(|it| predication::ESCORT.contains(&document.lemma(it)));
    escorts && matches!(token.relation, Relation::OblAgent | Relation::Obl | Relation::Nsubj)
}

/// The members of the list that the first of `near` closes: "NAME, the envoy of Chad, NAME as well
/// as NAME". Those of `near` are in the order from the last to the first.
fn list(context: &Context<'_>, near: &[Mention]) -> Vec<ActorRef> {
    let document = context.document;
    let mut members: Vec<ActorRef> = Vec::new();
    let mut last: Option<TokenId> = None;
    let mut closed = false;
    for &Mention { at, actor, .. } in near {
        // "Okwuosa's brother, Lund": whose he is, is no member.
        let possessor = document.token(at).relation == Relation::NmodPoss;
        if let Some(after) = last.filter(|&it| it != at) {
            if possessor {
                continue;
            }
            let between = (at.index() + 1..after.index()).map(TokenId::new);
            let (mut comma, mut and) = (false, false);
            let mut broken = document.sentence_index(at) != document.sentence_index(after);
            for token in between {
                match document.word(token) {
                    "," | ";" => comma = true,
                    "and" | "&" => and = true,
                    "well" | "with" => and |= comma || document.word(token) == "well",
                    _ => {
                        broken |= matches!(
                            document.token(token).upos,
                            Upos::Verb | Upos::Auxiliary | Upos::Subordinator | Upos::Pronoun
                        ) && document.token(token).xpos != Xpos::PrpS;
                    }
                }
            }
            closed |= and;
            if broken || !(comma || and) || !closed {
                break;
            }
        } else if last.is_some() {
            closed = true;
        }
        last = Some(at);
        if !members.contains(&actor) {
            members.push(actor);
        }
    }
    members.reverse();
    members
}

/// Whom "both" or "the two" refers to where no noun follows: "Both reaffirmed".
fn both(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    id: TokenId,
) -> Option<Vec<ActorRef>> {
    let document = context.document;
    let alone = matches!(
        document.token(id).relation,
        Relation::Nsubj | Relation::NsubjPass | Relation::Obl | Relation::OblAgent
    );
    (alone && document.word(id).eq_ignore_ascii_case("both"))
        .then(|| group(context, traits, history, id, (Wanted::People, Some(2))))
        .flatten()
}
