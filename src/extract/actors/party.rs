//! States, organizations and blocs: one entry for each, whatever the article calls it.

use std::collections::BTreeMap;

use crate::extract::locations::{is_in_place, stands_for_state};
use crate::extract::{ActorDraft, Context, Draft, Form, Reference};
use crate::gazetteer::{Known, OrganizationKind, StateId};
use crate::nlp::{Name, NameKind, TokenId, TokenRange};
use crate::record::{ActorKind, ActorRef};
use crate::text::fold;

use super::{actor, plain};

/// Nouns of bodies that a state's adjective before them makes a name: "the Kenyan foreign ministry".
const BODIES: &[&str] = &["ministry", "parliament", "army", "embassy", "senate", "navy"];

/// What ministries are for, as words before "ministry".
const FIELDS: &[&str] = &[
    "foreign",
    "external",
    "affairs",
    "defense",
    "defence",
    "interior",
    "home",
    "finance",
    "economy",
    "economic",
    "economics",
    "trade",
    "commerce",
    "industry",
    "energy",
    "oil",
    "justice",
    "health",
    "education",
    "culture",
    "transport",
    "agriculture",
    "environment",
    "information",
    "labor",
    "labour",
    "security",
    "tourism",
    "unification",
];

/// The parties found so far, by what they are known as.
#[derive(Default)]
pub(super) struct Parties {
    states: Vec<(StateId, ActorRef)>,
    /// Folded names and abbreviations; the first to have one keeps it.
    named: BTreeMap<String, ActorRef>,
    /// Of folded abbreviations the names that they stand beside in parentheses, wherever that is.
    spelled_out: BTreeMap<String, String>,
}

impl Parties {
    /// None yet, of a text whose abbreviations are looked up before it is read.
    pub(super) fn new(context: &Context<'_>) -> Self {
        let document = context.document;
        let mut spelled_out = BTreeMap::new();
        let names = document.names();
        for pair in names.windows(2) {
            let [whole, short] = pair else { continue };
            let open = short.tokens.start().checked_sub(1).map(TokenId::new);
            let in_parentheses = whole.tokens.end() + 1 == short.tokens.start()
                && open.is_some_and(|it| document.word(it) == "(");
            let text = document.text_of(short.tokens);
            if in_parentheses
                && whole.kind == NameKind::Organization
                && whole.tokens.len() > 1
                && text.len() > 1
                && text.chars().all(char::is_uppercase)
            {
                let tokens = with_state(context, whole.tokens);
                let words = plain(document.text(), document.span(tokens));
                spelled_out.entry(fold(text)).or_insert(words);
            }
        }
        Self { spelled_out, ..Self::default() }
    }

    /// Adds what a name that is no person's stands for, if it is an actor.
    pub(super) fn add(&mut self, context: &Context<'_>, draft: &mut Draft, name: &Name) {
        let tokens = name.tokens;
        let text = plain(context.document.text(), context.document.span(tokens));
        let kind = if is_party(context, name) { NameKind::Location } else { name.kind };
        if let Some(pair) = twins(context, &text).filter(|_| kind != NameKind::Person) {
            let actors = pair.map(|state| self.state(context, draft, state)).to_vec();
            return refer(context, draft, tokens, actors);
        }
        match kind {
            NameKind::Location | NameKind::Organization | NameKind::Facility => {
                if let Some(state) = state_of(context, &text) {
                    let is_place = kind != NameKind::Organization
                        && !stands_for_state(context, tokens)
                        && is_seat_only(context, &text);
                    if !is_place && let Some((part, other)) = beside(context, tokens, &text) {
                        self.add_both(context, draft, (other, part), (state, tokens));
                    } else if !is_place {
                        let actor = self.state(context, draft, state);
                        let is_named = !is_in_place(context, tokens);
                        mention(context, draft, actor, tokens, is_named);
                    }
                } else if kind == NameKind::Organization {
                    if is_of_office(context, tokens) {
                        return;
                    }
                    let tokens = whole(context, with_state(context, tokens));
                    if tokens.len() == 1 && is_generic(context, &text) {
                        // "the Fund": one that was named, or none.
                        if let Some(actor) = named_with(draft, &text) {
                            mention(context, draft, actor, tokens, true);
                        }
                        return;
                    }
                    if let Some(state) = government_of(context, tokens) {
                        let actor = self.state(context, draft, state);
                        mention(context, draft, actor, tokens, true);
                        return;
                    }
                    let text = plain(context.document.text(), context.document.span(tokens));
                    if let Some(actor) = abbreviated(context, draft, tokens) {
                        self.named.entry(fold(&text)).or_insert(actor);
                    }
                    let actor = self.organization(context, draft, &text, tokens);
                    mention(context, draft, actor, tokens, true);
                }
            }
            NameKind::Group => {
                // "the Kenyans refused": the people stand for the state.
                let plural = text.ends_with('s') && !text.ends_with("ss");
                if plural && let Some(state) = state_of(context, &text) {
                    let actor = self.state(context, draft, state);
                    mention(context, draft, actor, tokens, true);
                }
            }
            NameKind::Person | NameKind::Other => {}
        }
    }

    /// Adds two states of which one is told by a part of its name: "North and South Korea".
    fn add_both(
        &mut self,
        context: &Context<'_>,
        draft: &mut Draft,
        (one, part): (StateId, TokenRange),
        (other, name): (StateId, TokenRange),
    ) {
        let document = context.document;
        let actors = vec![self.state(context, draft, one), self.state(context, draft, other)];
        for (actor, told) in actors.iter().zip([part, name]) {
            draft.actors[actor.index()].mentions.push(document.span(told));
        }
        refer(context, draft, part.cover(name), actors);
    }

    /// The entry of a state.
    fn state(&mut self, context: &Context<'_>, draft: &mut Draft, id: StateId) -> ActorRef {
        if let Some(&(_, actor)) = self.states.iter().find(|(other, _)| *other == id) {
            return actor;
        }
        let state = context.gazetteer.state(id);
        let mut entry = actor(state.name, ActorKind::State);
        entry.aliases = state.aliases().take(ALIASES).map(str::to_owned).collect();
        entry.ids.extend(state.code().map(|code| ("iso3".to_owned(), code.to_owned())));
        let found = push(draft, entry);
        self.states.push((id, found));
        found
    }

    /// The entry of an organization.
    fn organization(
        &mut self,
        context: &Context<'_>,
        draft: &mut Draft,
        text: &str,
        tokens: TokenRange,
    ) -> ActorRef {
        let bare = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
        let folded = fold(bare);
        if let Some(&actor) = self.named.get(&folded) {
            return actor;
        }
        // "MILF", which the article spells out later.
        if let Some(whole) = self.spelled_out.remove(&folded) {
            let actor = self.organization(context, draft, &whole, tokens);
            self.named.entry(folded).or_insert(actor);
            return actor;
        }
        let known = context.gazetteer.lookup(bare).find_map(|known| match known {
            Known::Organization(id) => Some(context.gazetteer.organization(id)),
            _ => None,
        });
        if let Some(known) = known {
            let canonical = fold(&known.name);
            if let Some(&actor) = self.named.get(&canonical) {
                self.named.insert(folded, actor);
                return actor;
            }
        }
        let kind = match known.map(|it| it.kind) {
            Some(OrganizationKind::Bloc) => ActorKind::Bloc,
            _ => ActorKind::Organization,
        };
        let mut entry = actor(bare, kind);
        if let Some(known) = known {
            entry.canonical = known.name.to_string();
            if !known.wikidata.is_empty() {
                entry.ids.insert("wikidata".to_owned(), known.wikidata.to_string());
            }
            entry.aliases = known.aliases().take(ALIASES).map(str::to_owned).collect();
        }
        let found = push(draft, entry);
        if let Some(known) = known {
            self.named.entry(fold(&known.name)).or_insert(found);
        }
        let _ = tokens;
        // "the World Cocoa Body (WCB)", and "WCB" where the full name came before.
        let initials = initials(bare);
        if initials.len() > 1 {
            self.named.entry(initials).or_insert(found);
        }
        self.named.entry(folded).or_insert(found);
        found
    }

    /// Adds the states that the article tells of only by an adjective or a place: "Kenyan envoys
    /// met", "a visit to Nairobi".
    pub(super) fn add_unnamed(&mut self, context: &Context<'_>, draft: &mut Draft) {
        let document = context.document;
        let named = self.states.len();
        let mut found: Vec<(StateId, TokenRange)> = Vec::new();
        for id in document.all().iter() {
            let initial = document.word(id).chars().next().is_some_and(char::is_uppercase);
            if !initial || document.name_at(id).is_some_and(|name| name.kind == NameKind::Person) {
                continue;
            }
            let state = context.gazetteer.lookup(document.word(id)).find_map(|known| match known {
                Known::Demonym(state) => Some(state),
                _ => None,
            });
            found.extend(state.map(|state| (state, TokenRange::of(id))));
        }
        for name in document.names().iter().filter(|name| name.kind == NameKind::Location) {
            let text = plain(document.text(), document.span(name.tokens));
            found.extend(state_of(context, &text).map(|state| (state, name.tokens)));
        }
        found.sort_unstable_by_key(|&(_, tokens)| tokens);
        for (state, tokens) in found {
            if self.states[..named].iter().any(|(other, _)| *other == state) {
                continue;
            }
            let found = self.state(context, draft, state);
            let entry = &mut draft.actors[found.index()];
            entry.is_named = false;
            entry.mentions.push(document.span(tokens));
        }
    }

    /// Calls those whom people serve by the names of their entries: "MILF" of whom the article has
    /// the whole name, "Council of" whose name was cut off, "the North" where there is one Korea
    /// of that name.
    pub(super) fn name_employers(&self, context: &Context<'_>, draft: &mut Draft) {
        let whole = |served: &str| -> Option<String> {
            let name = |actor: &ActorRef| draft.actors[actor.index()].name.clone();
            if let Some(actor) = self.named.get(&fold(served)) {
                return Some(name(actor));
            }
            if matches!(served, "North" | "South" | "East" | "West") {
                let mut states = self.states.iter().filter(|(state, _)| {
                    let name = context.gazetteer.state(*state).name;
                    name.split_once(' ').is_some_and(|(first, _)| first == served)
                });
                let only = states.next().filter(|_| states.next().is_none());
                return only.map(|(state, _)| context.gazetteer.state(*state).name.to_owned());
            }
            if !(served.ends_with(" of") || served.ends_with(" for")) {
                return None;
            }
            let start = format!("{} ", fold(served));
            let (own, actor) = self.named.range(start.clone()..).next()?;
            own.starts_with(&start).then(|| name(actor))
        };
        let all: Vec<Vec<String>> = draft
            .actors
            .iter()
            .map(|entry| {
                let mut all: Vec<String> = Vec::new();
                for served in &entry.affiliations {
                    let served = whole(served).unwrap_or_else(|| served.clone());
                    if !all.contains(&served) {
                        all.push(served);
                    }
                }
                all
            })
            .collect();
        for (entry, affiliations) in draft.actors.iter_mut().zip(all) {
            entry.affiliations = affiliations;
        }
    }

    /// Adds ministries and the like that no name covers: "the Kenyan foreign ministry".
    pub(super) fn add_ministries(&mut self, context: &Context<'_>, draft: &mut Draft) {
        let document = context.document;
        for id in document.all().iter() {
            let word = document.word(id);
            if !BODIES.iter().any(|body| body.eq_ignore_ascii_case(word)) {
                continue;
            }
            if document.name_at(id).is_some_and(|name| name.kind == NameKind::Organization) {
                continue;
            }
            let sentence = document.sentence(id).tokens;
            let mut start = id.index();
            while start > sentence.start() {
                let before = TokenId::new(start - 1);
                let state = context.gazetteer.state_named(document.word(before)).is_some();
                let narrows =
                    FIELDS.iter().any(|it| it.eq_ignore_ascii_case(document.word(before)));
                // "Iran's foreign ministry".
                let possessive = matches!(document.word(before), "'s" | "’s")
                    && start > sentence.start() + 1
                    && context
                        .gazetteer
                        .state_named(document.word(TokenId::new(start - 2)))
                        .is_some();
                if !state && !narrows && !possessive {
                    break;
                }
                start -= 1;
                if state {
                    break;
                }
            }
            let tokens = TokenRange::new(start, id.index() + 1);
            if tokens.len() < 2 {
                continue;
            }
            let text = plain(document.text(), document.span(tokens));
            let of_state =
                context.gazetteer.state_named(document.word(TokenId::new(start))).is_some();
            if !of_state && !word.eq_ignore_ascii_case("ministry") {
                continue;
            }
            let actor = if of_state {
                self.organization(context, draft, &text, tokens)
            } else {
                self.ministry(context, draft, &text, tokens)
            };
            mention(context, draft, actor, tokens, true);
        }
    }

    /// The entry of a ministry that is named without its state: the one of those words that was
    /// named with it, else one of the state that was named last.
    fn ministry(
        &mut self,
        context: &Context<'_>,
        draft: &mut Draft,
        text: &str,
        tokens: TokenRange,
    ) -> ActorRef {
        let folded = fold(text);
        let named = draft.actors.iter().position(|it| {
            it.kind == ActorKind::Organization
                && fold(&it.name).strip_suffix(folded.as_str()).is_some_and(|it| it.ends_with(' '))
        });
        if let Some(index) = named {
            return ActorRef::new(index);
        }
        let actor = self.organization(context, draft, text, tokens);
        let place = context.document.span(tokens).start();
        if let Some(state) = state_before(context, draft, place) {
            let entry = &mut draft.actors[actor.index()];
            if entry.canonical == entry.name {
                entry.canonical = format!("{text} of {state}");
            }
        }
        actor
    }
}

/// The organization whose abbreviation stands in parentheses after its name: "the International
/// Cocoa Organization (ICCO)".
fn abbreviated(context: &Context<'_>, draft: &Draft, tokens: TokenRange) -> Option<ActorRef> {
    let document = context.document;
    let open = tokens.start().checked_sub(1).map(TokenId::new)?;
    let text = document.text_of(tokens);
    if !text.chars().all(char::is_uppercase) {
        return None;
    }
    // "the Cocoa Bureau, or BIC": of another language.
    let or =
        document.word(open) == "or" && open.offset(-1).is_some_and(|it| document.word(it) == ",");
    let end = match document.word(open) {
        "(" => open.offset(-1)?,
        _ if or => open.offset(-2)?,
        _ => return None,
    };
    let before = document.name_at(end)?;
    // It was the last to be read.
    let reference =
        draft.references.iter().rev().take(4).find(|it| it.tokens.contains(before.tokens))?;
    let [actor] = reference.actors[..] else { return None };
    let entry = &draft.actors[actor.index()];
    matches!(entry.kind, ActorKind::Organization | ActorKind::Bloc).then_some(actor)
}

/// The tokens of a name that was cut off at "of" or "for", with what comes after, or without it.
fn whole(context: &Context<'_>, tokens: TokenRange) -> TokenRange {
    /// Words after the cut at most.
    const REACH: usize = 6;
    let document = context.document;
    let Some(last) = tokens.last() else { return tokens };
    if !matches!(document.word(last), "of" | "for" | "the") {
        return tokens;
    }
    let sentence = document.sentence(last).tokens;
    let mut end = tokens.end();
    if end < sentence.end() && document.word(TokenId::new(end)) == "the" {
        end += 1;
    }
    let start = end;
    while end < sentence.end().min(start + REACH)
        && document.word(TokenId::new(end)).starts_with(char::is_uppercase)
    {
        end += 1;
    }
    if end > start {
        return TokenRange::new(tokens.start(), end);
    }
    let mut end = tokens.end();
    while end > tokens.start() + 1
        && matches!(document.word(TokenId::new(end - 1)), "of" | "for" | "the")
    {
        end -= 1;
    }
    TokenRange::new(tokens.start(), end)
}

/// Whether a name goes on with what an office is for: "Minister of Environment, Forest and Climate
/// Change".
fn is_of_office(context: &Context<'_>, tokens: TokenRange) -> bool {
    /// Words back to the office.
    const REACH: usize = 9;
    let document = context.document;
    let least = document.sentence(TokenId::new(tokens.start())).tokens.start();
    let word = |at: usize| document.word(TokenId::new(at));
    let joined = tokens.start() > least && matches!(word(tokens.start() - 1), "," | "and" | "&");
    let mut at = tokens.start();
    while joined && at > least + 1 && tokens.start() - at < REACH {
        at -= 1;
        if matches!(word(at), "of" | "for") {
            let office = word(at - 1).trim_end_matches('s');
            return ["Minister", "Secretary", "Ministry", "Department", "Commissioner"]
                .contains(&office);
        }
        let goes_on = matches!(word(at), "," | "and" | "&")
            || word(at).starts_with(char::is_uppercase)
                && document.name_at(TokenId::new(at)).is_none_or(|it| it.kind != NameKind::Person);
        if !goes_on {
            return false;
        }
    }
    false
}

/// The state whose government a name is of: "the Government of Kenya".
fn government_of(context: &Context<'_>, tokens: TokenRange) -> Option<StateId> {
    let text = plain(context.document.text(), context.document.span(tokens));
    let rest = text.strip_prefix("the ").unwrap_or(&text);
    let rest =
        rest.strip_prefix("Government of ").or_else(|| rest.strip_prefix("government of "))?;
    state_of(context, rest.strip_prefix("the ").unwrap_or(rest))
}

/// Nouns that name no body by themselves, whatever their capitals.
const GENERIC: &[&str] = &[
    "fund",
    "group",
    "house",
    "centre",
    "center",
    "union",
    "movement",
    "authority",
    "mission",
    "board",
    "bureau",
    "office",
    "forum",
    "corps",
    "guard",
    "presidents",
    "north",
    "south",
    "east",
    "west",
    "resident",
    "charter",
    "treaty",
    "accord",
    "agreement",
    "summit",
    "conference",
    "convention",
    "council",
    "committee",
    "secretariat",
    "sovereign",
    "monarch",
];

/// Whether a name is a noun that names no body by itself.
fn is_generic(context: &Context<'_>, text: &str) -> bool {
    GENERIC.iter().any(|it| it.eq_ignore_ascii_case(text))
        && !context.gazetteer.lookup(text).any(|known| matches!(known, Known::Organization(_)))
}

/// The body named last whose name has a noun: "the Andean Border Fund … the Fund".
fn named_with(draft: &Draft, noun: &str) -> Option<ActorRef> {
    let noun = fold(noun);
    draft
        .actors
        .iter()
        .rposition(|it| {
            matches!(it.kind, ActorKind::Organization | ActorKind::Bloc)
                && fold(&it.name).split(' ').any(|word| word == noun)
        })
        .map(ActorRef::new)
}

/// The name of a body of a state with the adjective before it: "the Japanese Foreign Ministry".
fn with_state(context: &Context<'_>, tokens: TokenRange) -> TokenRange {
    let document = context.document;
    let is_body = tokens
        .iter()
        .any(|id| BODIES.iter().any(|body| body.eq_ignore_ascii_case(document.word(id))));
    let before = tokens.start().checked_sub(1).map(TokenId::new);
    let adjective = before.filter(|&id| {
        document.sentence_index(id) == document.sentence_index(TokenId::new(tokens.start()))
            && context
                .gazetteer
                .lookup(document.word(id))
                .any(|known| matches!(known, Known::Demonym(_)))
    });
    match adjective {
        Some(id) if is_body => TokenRange::new(id.index(), tokens.end()),
        _ => tokens,
    }
}

/// Whether a name that looks like a person's is that of a state or of its seat, and no person of
/// the article bears it: "Mali's president", "Cheong Wa Dae said".
pub(super) fn is_party(context: &Context<'_>, name: &Name) -> bool {
    if name.kind != NameKind::Person {
        return false;
    }
    let (document, gazetteer) = (context.document, context.gazetteer);
    let text = plain(document.text(), document.span(name.tokens));
    let known =
        gazetteer.lookup(&text).any(|known| matches!(known, Known::State(_) | Known::Metonym(_)));
    if !known {
        return false;
    }
    if name.tokens.len() > 1 {
        return true;
    }
    let titled =
        name.tokens.start().checked_sub(1).is_some_and(|before| {
            gazetteer.title(&[document.word(TokenId::new(before))]).is_some()
        });
    let borne = document.names().iter().any(|other| {
        other.kind == NameKind::Person
            && other.tokens.len() > 1
            && other.tokens.iter().any(|id| document.word(id).eq_ignore_ascii_case(&text))
    });
    !titled && !borne
}

/// The state that was named last before a byte: itself, or as whom a person acts for.
fn state_before(context: &Context<'_>, draft: &Draft, place: usize) -> Option<String> {
    let named = draft.actors.iter().filter_map(|it| {
        let state = match it.kind {
            ActorKind::State => Some(&it.name),
            ActorKind::Person => {
                it.affiliations.iter().find(|name| context.gazetteer.state_named(name).is_some())
            }
            _ => None,
        }?;
        let last = it.mentions.iter().map(|it| it.end()).filter(|&end| end <= place).max()?;
        Some((last, state))
    });
    named.max().map(|(_, state)| state.clone())
}

/// Other names of a party that are worth telling.
pub(super) const ALIASES: usize = 6;

fn push(draft: &mut Draft, entry: ActorDraft) -> ActorRef {
    draft.actors.push(entry);
    ActorRef::new(draft.actors.len() - 1)
}

/// The state that a name stands for.
fn state_of(context: &Context<'_>, text: &str) -> Option<StateId> {
    context.gazetteer.lookup(text).find_map(|known| match known {
        Known::State(state) | Known::Metonym(state) | Known::Demonym(state) => Some(state),
        _ => None,
    })
}

/// The two states that share a name: "the two Koreas", "both Sudans".
fn twins(context: &Context<'_>, text: &str) -> Option<[StateId; 2]> {
    let name = text.strip_suffix("es").filter(|it| it.ends_with('o')).or(text.strip_suffix('s'))?;
    let name = name.rsplit(' ').next()?;
    let named = |name: &str| context.gazetteer.state_named(name);
    if name.len() < 3 || named(text).is_some() {
        return None;
    }
    [["North", "South"], ["", "South"], ["DR", "Republic of the"]].into_iter().find_map(|parts| {
        let [one, two] = parts.map(|part| named(format!("{part} {name}").trim()));
        Some([one?, two?]).filter(|[one, two]| one != two)
    })
}

/// The state that shares the end of its name with the one that follows "and": "North and South Korea".
fn beside(context: &Context<'_>, name: TokenRange, text: &str) -> Option<(TokenRange, StateId)> {
    let document = context.document;
    let sentence = document.sentence(name.first()?).tokens;
    let (own, rest) = text.split_once(' ')?;
    let first = name.start().checked_sub(2).filter(|&it| it >= sentence.start())?;
    let part = document.word(TokenId::new(first));
    let is_joined = matches!(document.word(TokenId::new(first + 1)), "and" | "or" | "&");
    if !is_joined || part == own || !part.starts_with(char::is_uppercase) {
        return None;
    }
    let other = context.gazetteer.state_named(&format!("{part} {rest}"))?;
    Some((TokenRange::new(first, first + 1), other))
}

/// Whether a name stands for a state only by its seat: "Nairobi", not "Kenya".
fn is_seat_only(context: &Context<'_>, text: &str) -> bool {
    !context
        .gazetteer
        .lookup(text)
        .any(|known| matches!(known, Known::State(_) | Known::Demonym(_)))
}

/// The initials of a name, folded, without its small words.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name
        .split([' ', '-'])
        .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
        .collect();
    if words.len() < 2 {
        return String::new();
    }
    fold(&words.iter().filter_map(|word| word.chars().next()).collect::<String>())
}

/// Adds a mention of a party, and a reference unless the name is used as a place alone.
fn mention(
    context: &Context<'_>,
    draft: &mut Draft,
    actor: ActorRef,
    tokens: TokenRange,
    refers: bool,
) {
    draft.actors[actor.index()].mentions.push(context.document.span(tokens));
    if refers {
        refer(context, draft, tokens, vec![actor]);
    }
}

/// Notes that some tokens name actors.
fn refer(context: &Context<'_>, draft: &mut Draft, tokens: TokenRange, actors: Vec<ActorRef>) {
    if let Some(head) = context.document.head_of(tokens) {
        draft.references.push(Reference { tokens, head, actors, form: Form::Name });
    }
}
