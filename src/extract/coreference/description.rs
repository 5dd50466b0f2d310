//! Descriptions: "the Kenyan minister", "the two leaders", "the ministry", "the latter".

use crate::extract::{Context, actors};
use crate::gazetteer::TitleKind;
use crate::nlp::{NameKind, Relation, TokenId, TokenRange, Upos, Xpos};
use crate::record::{ActorKind, ActorRef};
use crate::text::fold;

use super::{Mention, Trait, distance, groups, hosting};

/// Nouns for bodies: one that was named, and has the noun in its name, is meant.
const BODIES: &[&str] = &[
    "ministry",
    "agency",
    "council",
    "organization",
    "organisation",
    "bloc",
    "party",
    "commission",
    "bank",
    "court",
    "union",
    "alliance",
    "newspaper",
    "parliament",
    "senate",
    "committee",
    "department",
    "foundation",
    "fund",
    "movement",
    "federation",
    "association",
    "institute",
    "embassy",
    "consulate",
    "secretariat",
    "office",
    "authority",
    "bureau",
    "board",
    "army",
    "navy",
    "police",
    "company",
    "group",
    "firm",
    "league",
    "community",
    "assembly",
    "congress",
    "front",
    "junta",
    "academy",
    "university",
    "mission",
];
/// Nouns for people, besides offices.
const PEOPLE: &[&str] = &[
    "counterpart",
    "colleague",
    "diplomat",
    "politician",
    "pm",
    "vp",
    "fm",
    "pontiff",
    "mediator",
    "emissary",
    "statesman",
    "sovereign",
    "dignitary",
    "guest",
    "prelate",
];
/// Words before a noun that do not tell one office from another.
const IDLE: &[&str] = &[
    "the",
    "a",
    "an",
    "this",
    "that",
    "his",
    "her",
    "their",
    "its",
    "top",
    "senior",
    "former",
    "ex",
    "then",
    "visiting",
    "outgoing",
    "incoming",
    "new",
    "veteran",
    "chief",
    "leading",
    "old",
    "two",
    "both",
    "-",
    "'s",
    "\u{2019}s",
    "late",
    "current",
    "longtime",
    "high",
];
/// Sentences back in which someone of no known office was the subject.
const BARE_REACH: usize = 2;
/// Sentences back in which a body that a noun describes was named.
const BODY_REACH: usize = 8;

/// Mentions by which one within a quotation is put back.
const ASIDE: usize = 40;
/// How often someone must have been told of for an office to be rather theirs than another's.
const OFTEN: usize = 10;
/// Mentions that each time less puts someone back by, where a description names no party: "the president".
const BARE_WEIGHT: usize = 6;

/// Whom a description whose noun stands at `id` refers to, and its tokens; `home` is the state from which is
/// told.
pub(super) fn read(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    (id, home): (TokenId, Option<&str>),
) -> Option<(TokenRange, Vec<ActorRef>)> {
    let document = context.document;
    // Of "the PM" the lemma is one of the time of day.
    let prime = document.word(id) == "PM";
    let lemma = match () {
        () if prime => "pm".to_owned(),
        () if is_of_diplomacy(context, id) => "diplomat".to_owned(),
        () => document.lemma(id).to_lowercase(),
    };
    let token = document.token(id);
    let tokens = phrase(context, id);
    let first = document.word(tokens.first()?).to_ascii_lowercase();
    if token.upos == Upos::Numeral {
        return groups::counted(context, traits, history, (id, tokens))
            .map(|actors| (tokens, actors));
    }
    if lemma == "latter" {
        let last =
            history.iter().rev().find(|it| traits[it.actor.index()].kind == ActorKind::Person)?;
        return Some((tokens, vec![last.actor]));
    }
    if let Some(found) = national(context, traits, history, (id, tokens), &first) {
        return Some(found);
    }
    if token.upos == Upos::Adjective {
        return None;
    }
    if matches!(token.xpos, Xpos::Nns | Xpos::Nnps)
        || ["pair", "duo", "trio"].contains(&lemma.as_str())
    {
        return groups::each_of(context, traits, history, (id, tokens), &lemma).or_else(|| {
            groups::several(context, traits, history, (id, tokens), &lemma)
                .map(|actors| (tokens, actors))
        });
    }
    if BODIES.contains(&lemma.as_str()) {
        return body(context, traits, history, (id, tokens), &lemma);
    }
    if let Some(actor) = hosting::read(context, traits, history, (id, tokens, &lemma), home) {
        return Some((tokens, vec![actor]));
    }
    person(context, traits, history, (id, tokens), &lemma)
}

/// Whether a noun is for who leads the diplomacy of a state: "the head of Kenyan diplomacy", "the diplomacy chief".
fn is_of_diplomacy(context: &Context<'_>, id: TokenId) -> bool {
    /// Tokens between: "of the Kenyan".
    const REACH: usize = 3;
    let document = context.document;
    let is = |at: usize| {
        at < document.tokens().len()
            && document.word(TokenId::new(at)).eq_ignore_ascii_case("diplomacy")
    };
    let of = document.next(id).filter(|it| document.word(*it) == "of");
    ["head", "chief"].contains(&document.lemma(id).to_lowercase().as_str())
        && (id.offset(-1).is_some_and(|it| is(it.index()))
            || of.is_some_and(|of| (1..=REACH).any(|by| is(of.index() + by))))
}

/// "the Kenyan", of a person: who of that state was told of last.
fn national(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    (id, tokens): (TokenId, TokenRange),
    first: &str,
) -> Option<(TokenRange, Vec<ActorRef>)> {
    /// Sentences back in which who is meant was told of.
    const REACH: usize = 4;
    let document = context.document;
    let name =
        document.name_at(id).filter(|it| it.kind == NameKind::Group && it.tokens.len() == 1)?;
    let word = document.word(id);
    let alone = matches!(
        document.token(id).relation,
        Relation::Nsubj | Relation::NsubjPass | Relation::Obj | Relation::Obl | Relation::OblAgent
    ) || document.token(id).relation == Relation::Nmod
        && document.children(id).count() <= 2;
    // "the Kenyans", "the French" are several.
    let several = word.ends_with('s')
        || word.ends_with("ese")
        || word.ends_with("sh")
        || word.ends_with("ch");
    if !alone || several || first != "the" || tokens.len() != 2 {
        return None;
    }
    let state = context.gazetteer.state_named(document.text_of(name.tokens))?;
    let state = fold(context.gazetteer.state(state).name);
    let found =
        history.iter().rev().take_while(|it| distance(context, it.at, id) <= REACH).find(|it| {
            let own = &traits[it.actor.index()];
            own.kind == ActorKind::Person && own.affiliations.contains(&state)
        })?;
    Some((tokens, vec![found.actor]))
}

/// The noun phrase of a noun: from its determiner to the noun.
pub(in crate::extract) fn phrase(context: &Context<'_>, id: TokenId) -> TokenRange {
    /// Words before a noun at most: "the European Union's outgoing foreign policy chief".
    const REACH: usize = 7;
    let document = context.document;
    let sentence = document.sentence(id).tokens;
    let mut start = id.index();
    while start > sentence.start() {
        let before = TokenId::new(start - 1);
        let token = document.token(before);
        let keeps = matches!(
            token.upos,
            Upos::Adjective | Upos::Noun | Upos::Numeral | Upos::ProperNoun | Upos::Determiner
        ) || matches!(document.word(before), "'s" | "’s" | "'" | "’" | "-")
            || token.xpos == Xpos::PrpS;
        if !keeps || id.index() - start > REACH {
            break;
        }
        start -= 1;
        if token.upos == Upos::Determiner || token.xpos == Xpos::PrpS {
            break;
        }
    }
    TokenRange::new(start, id.index() + 1)
}

/// "the ministry", where one was named.
fn body(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    (id, tokens): (TokenId, TokenRange),
    noun: &str,
) -> Option<(TokenRange, Vec<ActorRef>)> {
    let document = context.document;
    let definite = document.word(tokens.first()?).eq_ignore_ascii_case("the");
    if !definite || tokens.len() > 2 {
        return None;
    }
    let found =
        history.iter().rev().take_while(|it| distance(context, it.at, id) <= BODY_REACH).find(
            |it| {
                let own = &traits[it.actor.index()];
                let bears = own.name.split(' ').any(|word| word == noun);
                match own.kind {
                    ActorKind::Person | ActorKind::State => false,
                    ActorKind::Bloc => bears || noun == "bloc",
                    ActorKind::Organization => bears,
                }
            },
        )?;
    Some((tokens, vec![found.actor]))
}

/// How a noun fits the office of someone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::extract) enum Fit {
    /// The office has the words of the description.
    Office,
    /// The noun is a looser word for such an office: "leader" for a president.
    Like,
    /// The noun says nothing of an office: "politician".
    Any,
    /// No office is known of the person.
    Guess,
}

/// How `noun`, narrowed by `narrow`, fits someone who holds some offices.
pub(in crate::extract) fn fit(roles: &[String], noun: &str, narrow: &[String]) -> Option<Fit> {
    let is_deputy = |word: &str| matches!(word, "vice" | "deputy" | "assistant");
    let deputy = narrow.iter().any(|it| is_deputy(it));
    let exact = roles.iter().filter_map(|role| {
        let words: Vec<&str> = role.split([' ', '-']).collect();
        let has = words.contains(&noun) && narrow.iter().all(|it| words.contains(&it.as_str()));
        // "the president" is no vice president, where there is a president.
        let lesser = !deputy && words.iter().any(|it| is_deputy(it));
        has.then_some(if lesser { Fit::Like } else { Fit::Office })
    });
    if let Some(fit) = exact.min() {
        return Some(fit);
    }
    let any = |list: &[&str]| roles.iter().any(|role| list.iter().any(|it| role.contains(it)));
    let like = match noun {
        "leader" => any(&[
            "president",
            "prime minister",
            "king",
            "premier",
            "chancellor",
            "emir",
            "taoiseach",
            "chairman",
        ]),
        "premier" | "pm" => any(&["prime minister", "premier"]),
        "vp" => any(&["vice president"]),
        "fm" => any(&["foreign minister", "minister of foreign affairs"]),
        "diplomat" => {
            any(&["foreign", "secretary of state", "ambassador", "envoy", "external affairs"])
        }
        "envoy" => any(&["representative", "ambassador", "envoy", "adviser"]),
        "monarch" | "sovereign" | "ruler" => any(&["king", "queen", "emir", "sultan"]),
        "king" | "queen" => any(&["king", "queen"]),
        "chief" | "head" | "boss" => any(&[
            "president",
            "secretary-general",
            "secretary general",
            "high representative",
            "director",
            "chair",
            "commissioner",
            "head",
        ]),
        "mediator" | "negotiator" | "emissary" | "interlocutor" => {
            any(&["envoy", "representative", "mediator", "negotiator", "facilitator", "adviser"])
        }
        "pontiff" => any(&["pope"]),
        "prelate" => any(&["archbishop", "cardinal", "bishop"]),
        "secretary" => any(&["secretary of state"]) && narrow.iter().all(|it| it == "state"),
        _ => false,
    };
    if like {
        return Some(Fit::Like);
    }
    let any = [
        "politician",
        "official",
        "statesman",
        "guest",
        "dignitary",
        "counterpart",
        "colleague",
        "leader",
    ];
    any.contains(&noun).then_some(Fit::Any)
}

/// "the Kenyan minister", "the Secretary-General", "the president of the council".
fn person(
    context: &Context<'_>,
    traits: &[Trait],
    history: &[Mention],
    (id, tokens): (TokenId, TokenRange),
    noun: &str,
) -> Option<(TokenRange, Vec<ActorRef>)> {
    let document = context.document;
    let titled = actors::is_office_head(noun)
        || matches!(context.gazetteer.title(&[document.word(id)]), Some((1, kind)) if kind != TitleKind::Honorific)
        || PEOPLE.contains(&noun);
    if !titled {
        return None;
    }
    // A name follows: the title is part of it; or a noun: "the minister's talks", "president talks".
    let next = TokenId::new((id.index() + 1).min(document.tokens().len() - 1));
    if next != id
        && (document.name_at(next).is_some_and(|it| it.kind == NameKind::Person)
            || document.token(next).upos == Upos::Noun
                && document.token(id).relation == Relation::Compound)
    {
        return None;
    }
    if is_named_after(context, id) {
        return None;
    }
    let first = document.word(tokens.first()?).to_ascii_lowercase();
    let determined = ["the", "his", "her", "their", "hm", "hrh"].contains(&first.as_str());
    // "a Thai official" is none of those who were named.
    if ["a", "an", "one", "another"].contains(&first.as_str()) {
        return None;
    }
    let (mut parties, narrow) = words_of(context, id, tokens);
    let is_bare = parties.is_empty() && first == "the";
    parties.extend(is_bare.then(|| state_beside(context, id)).flatten());
    if !determined && (parties.is_empty() || tokens.len() < 2) {
        return None;
    }
    if parties.is_empty()
        && ["guest", "official", "counterpart", "colleague", "politician"].contains(&noun)
        && narrow.is_empty()
    {
        return None;
    }
    let quoted = |id: TokenId| {
        let after = document.quotations().partition_point(|it| it.tokens.end() <= id.index());
        document.quotations().get(after).is_some_and(|it| it.tokens.has(id))
    };
    let peer = ["counterpart", "colleague", "peer", "homologue"].contains(&noun);
    let of_peer = if peer { offices_of_owner(context, traits, history, id) } else { Vec::new() };
    let mut best: Option<((bool, bool, Fit, usize), ActorRef)> = None;
    for (order, &Mention { at, actor, is_subject, times, .. }) in history.iter().rev().enumerate() {
        let own = &traits[actor.index()];
        if own.kind != ActorKind::Person || at == id {
            continue;
        }
        // "NAME is not impressed … the party leader said": no office of NAME's is told.
        let bare = own.roles.is_empty() && own.affiliations.is_empty() && determined && is_subject;
        let guess = (bare && distance(context, at, id) <= BARE_REACH).then_some(Fit::Guess);
        let fit = match fit(&own.roles, noun, &narrow) {
            // "his Kenyan counterpart" holds an office like his.
            _ if peer && own.roles.iter().any(|role| of_peer.contains(&rank_of(role))) => {
                Some(Fit::Office)
            }
            Some(Fit::Any) => guess.or(Some(Fit::Any)),
            found => found.or(guess),
        };
        let Some(fit) = fit else { continue };
        let serves = parties.iter().all(|party| {
            own.affiliations.iter().any(|it| it == party || it.contains(party.as_str()))
                || own.roles.iter().any(|role| role.contains(party.as_str()))
        });
        // Who serves nobody known may serve whoever is named, if the office is the same.
        let may = own.affiliations.is_empty() && matches!(fit, Fit::Office | Fit::Guess);
        if !(serves || may) || fit == Fit::Any && parties.is_empty() {
            continue;
        }
        // Whom a quotation speaks of seldom is meant outside of it.
        let aside = usize::from(!quoted(id) && quoted(at)) * ASIDE;
        // Who is told of often is meant rather, above all where no party tells whose office it is.
        let weight = if parties.is_empty() { BARE_WEIGHT } else { 1 };
        let seldom = OFTEN.saturating_sub(times) * weight;
        let cost = (fit > Fit::Like, !serves, fit, order + aside + seldom);
        if best.is_none_or(|(other, _)| cost < other) {
            best = Some((cost, actor));
        }
    }
    // "the Kenyan president", who is named only later.
    let sure = best.is_some_and(|((_, _, fit, _), _)| fit <= Fit::Like);
    if !sure && !parties.is_empty() {
        let mut holders = traits.iter().enumerate().filter(|(_, own)| {
            let office = fit(&own.roles, noun, &narrow) == Some(Fit::Office)
                || peer && own.roles.iter().any(|role| of_peer.contains(&rank_of(role)));
            own.kind == ActorKind::Person
                && office
                && parties.iter().all(|party| own.affiliations.contains(party))
        });
        if let (Some((index, _)), None) = (holders.next(), holders.next()) {
            return Some((tokens, vec![ActorRef::new(index)]));
        }
    }
    best.map(|(_, actor)| (tokens, vec![actor]))
}

/// The state that an apposition tells a description to serve, folded: "The president landed on Sunday, the first American
/// president to visit Oslo".
fn state_beside(context: &Context<'_>, id: TokenId) -> Option<String> {
    /// Tokens from the comma to the noun.
    const REACH: usize = 6;
    let document = context.document;
    if document.token(id).relation != Relation::Nsubj {
        return None;
    }
    let sentence = document.sentence(id).tokens;
    let word = |at: usize| document.word(TokenId::new(at));
    let opens = |at: &usize| {
        word(*at) == ","
            && word(at + 1) == "the"
            && ["first", "only", "latest", "second", "third", "highest", "most"]
                .contains(&word(at + 2))
    };
    let start = (id.index() + 1..sentence.end().saturating_sub(3)).find(opens)? + 3;
    let state = (start..sentence.end().min(start + REACH)).find_map(|at| {
        let noun = TokenId::new(at + 1);
        let is_office = sentence.has(noun)
            && (actors::is_office_head(document.word(noun)) || document.lemma(noun) == "leader");
        context.gazetteer.state_named(word(at)).filter(|_| is_office)
    })?;
    Some(fold(context.gazetteer.state(state).name))
}

/// The last word of an office, and whether it is that of a deputy.
pub(super) fn rank_of(role: &str) -> (&str, bool) {
    let deputy = role.split([' ', '-']).any(|it| matches!(it, "vice" | "deputy"));
    (role.rsplit([' ', '-']).next().unwrap_or(role), deputy)
}

/// The offices of the person whose counterpart is spoken of: who was told of last in the sentence.
fn offices_of_owner<'a>(
    context: &Context<'_>,
    traits: &'a [Trait],
    history: &[Mention],
    id: TokenId,
) -> Vec<(&'a str, bool)> {
    let sentence = context.document.sentence(id).tokens;
    let owner = history
        .iter()
        .rev()
        .take_while(|it| it.at.index() >= sentence.start())
        .find(|it| traits[it.actor.index()].kind == ActorKind::Person);
    let roles = owner.map(|it| &traits[it.actor.index()].roles[..]).unwrap_or_default();
    roles.iter().map(|role| rank_of(role)).collect()
}

/// Whether a name follows that says who is meant: "the commander of the army, Gen. NAME", "Kenya's
/// foreign minister, NAME".
pub(super) fn is_named_after(context: &Context<'_>, id: TokenId) -> bool {
    /// Tokens from the noun to the comma: "of the Republic of Korea".
    const REACH: usize = 8;
    let document = context.document;
    let end = document.sentence(id).tokens.end();
    let mut at = id.index() + 1;
    let limit = end.min(at + REACH);
    while at < limit {
        let token = TokenId::new(at);
        let complement = ["of", "for", "to", "at", "on", "in", "the", "and", "'s", "’s"]
            .contains(&document.word(token))
            || document.name_at(token).is_some_and(|it| it.kind != NameKind::Person)
            || matches!(
                document.token(token).upos,
                Upos::Noun | Upos::ProperNoun | Upos::Adjective
            );
        if !complement {
            break;
        }
        at += 1;
    }
    if at >= limit || document.word(TokenId::new(at)) != "," {
        return false;
    }
    at += 1;
    // What one is called by comes before the name: "Gen.", "Dr".
    while at < end
        && document.name_at(TokenId::new(at)).is_none_or(|it| it.kind != NameKind::Person)
        && (document.token(TokenId::new(at)).upos == Upos::ProperNoun
            || context.gazetteer.title(&[document.word(TokenId::new(at))]).is_some())
    {
        at += 1;
    }
    let Some(name) = (at < end).then(|| document.name_at(TokenId::new(at))).flatten() else {
        return false;
    };
    // "the minister of Kenya, NAME and NAME agreed": no more than one of a list.
    let after = name.tokens.end();
    let next = if after < end { document.word(TokenId::new(after)) } else { "." };
    name.kind == NameKind::Person
        && name.tokens.start() == at
        && [",", ".", ";", ":", "—", "–", "-", "\"", "”", "(", ")"].contains(&next)
}

/// Whom a description tells someone to serve: "the European Council president".
pub(super) fn served(context: &Context<'_>, id: TokenId, tokens: TokenRange) -> Option<String> {
    let document = context.document;
    if !actors::is_office_head(document.word(id)) {
        return None;
    }
    let name = tokens.iter().filter(|&it| it != id).find_map(|it| {
        document.name_at(it).filter(|name| {
            tokens.contains(name.tokens)
                && name.kind != NameKind::Person
                && name.kind != NameKind::Other
        })
    });
    let text = match name {
        Some(name) => document.text_of(name.tokens),
        None => tokens
            .iter()
            .map(|it| document.word(it))
            .find(|word| context.gazetteer.state_named(word).is_some())?,
    };
    let state = context.gazetteer.state_named(text);
    match state {
        Some(state) => Some(context.gazetteer.state(state).name.to_owned()),
        None => name
            .filter(|name| name.kind == NameKind::Organization)
            .map(|_| text.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

/// The parties that a noun is narrowed by, folded: "the Kenyan delegation", "the mission of the
/// African Union".
pub(super) fn parties_of(context: &Context<'_>, id: TokenId) -> Vec<String> {
    words_of(context, id, phrase(context, id)).0
}

/// The parties that a description names, folded, and the words that narrow its office.
pub(in crate::extract) fn words_of(
    context: &Context<'_>,
    id: TokenId,
    tokens: TokenRange,
) -> (Vec<String>, Vec<String>) {
    let document = context.document;
    let mut parties = Vec::new();
    let mut narrow = Vec::new();
    let mut add = |text: &str| {
        let state = context.gazetteer.state_named(text);
        let name = match state {
            Some(state) => context.gazetteer.state(state).name,
            None => text,
        };
        let name = fold(name);
        if !parties.contains(&name) {
            parties.push(name);
        }
    };
    let mut at = tokens.start();
    while at < id.index() {
        let token = TokenId::new(at);
        let word = document.word(token);
        if let Some(name) = document
            .name_at(token)
            .filter(|it| it.kind != NameKind::Person && it.tokens.end() <= id.index())
        {
            add(document.text_of(name.tokens));
            at = name.tokens.end();
            continue;
        }
        if context.gazetteer.state_named(word).is_some() {
            add(word);
        } else {
            let word = fold(word);
            if !IDLE.contains(&word.as_str()) && document.token(token).upos != Upos::Determiner {
                narrow.push(word);
            }
        }
        at += 1;
    }
    // "the president of the European Council".
    let mut after = id.index() + 1;
    let sentence = document.sentence(id).tokens;
    let word = |at: usize| if at < sentence.end() { document.word(TokenId::new(at)) } else { "" };
    if matches!(word(after), "of" | "from") {
        after += 1;
        if word(after).eq_ignore_ascii_case("the") {
            after += 1;
        }
        if after < sentence.end()
            && let Some(name) =
                document.name_at(TokenId::new(after)).filter(|it| it.kind != NameKind::Person)
        {
            add(document.text_of(name.tokens));
        }
    }
    (parties, narrow)
}
