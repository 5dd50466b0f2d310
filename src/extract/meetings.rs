//! Who met whom, where and when: meetings, talks, summits, visits, calls, conferences, ceremonies.
//!
//! Finds: `Okwuosa met Lund in Oslo on Friday`, `talks between Kenya and Chad`, `Lund will host
//! Okwuosa`, `a call with the Kenyan president`, and over several sentences `The two sat down in
//! Oslo. … Friday's session … was also attended by Okwuosa.`
//! Leaves: `met the deadline`, `the meeting` that no one attends, news conferences.
//!
//! Each word that tells of an encounter gives a mention; mentions of one encounter are then put
//! together by their participants, dates, places and words.

mod absent;
mod attend;
pub(super) mod codes;
mod dating;
mod days;
mod fill;
mod host;
mod learned;
mod merge;
mod nearness;
mod parties;
mod roll;
mod scene;
mod series;
mod setting;
mod signals;
mod since;
mod status;
mod stay;
mod stops;
mod trigger;
mod whereabouts;

use crate::date::{Date, Precision};
use crate::extract::{Context, Draft, Extractor, predication};
use crate::gazetteer::{Known, OrganizationKind};
use crate::nlp::{Relation, TokenId, Upos, Xpos};
use crate::record::{ActorKind, ActorRef, LocationKind, LocationRef, MeetingKind, MeetingStatus};
use crate::text::Span;

use parties::Parties;
use setting::Anchor;
use trigger::{Form, Part, Trigger};

/// Finds the meetings.
pub(super) const EXTRACTOR: Extractor = Extractor { name: "meetings", find };

/// How a mention relates to what was told before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// It may tell of something not told before.
    Fresh,
    /// It speaks of something told before: "the talks", "their meeting".
    Back,
    /// It tells who else was there.
    Attendance,
}

/// Whether a meeting is told apart from those before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Apart {
    /// It is not.
    No,
    /// It is told beside them: "also met".
    Also,
    /// It is told to be another: "an earlier meeting".
    Other,
    /// The same word tells of others, each with a place or day of its own.
    Stop,
}

/// How a noun may tell of another of those told before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Again {
    No,
    /// It has a day of its own: "a session due in July", "Friday's talks".
    Dated,
    /// It is that of those told of before: "their summit".
    Theirs,
    /// Others met for them: "experts will meet in July".
    Staff,
}

/// One telling of a meeting.
struct Mention {
    /// The word that tells of it.
    lemma: String,
    kind: MeetingKind,
    status: MeetingStatus,
    participants: Vec<ActorRef>,
    hosts: Vec<ActorRef>,
    mediators: Vec<ActorRef>,
    locations: Vec<LocationRef>,
    date: Option<Date>,
    /// The last day, where only that is told.
    until: Option<Date>,
    evidence: Span,
    sentence: usize,
    reach: Reach,
    /// Whether it is told apart from what was told before.
    apart: Apart,
    /// How a noun may tell of another of those told before.
    again: Again,
    /// The word that tells of it.
    trigger: Option<TokenId>,
    /// Whether the tree told its participants.
    is_sure: bool,
    /// Which day of several it is told to be: "for a third day of talks".
    day: Option<usize>,
    /// Whether those told are whom it was with: "the meeting with NAME".
    is_with: bool,
    /// Whether it is told as past before what the article tells of: "had met".
    is_before: bool,
}

fn find(context: &Context<'_>, draft: &mut Draft) {
    let document = context.document;
    let table: &trigger::Table = &trigger::TABLE;
    let mut mentions: Vec<Mention> = Vec::new();
    let mut found: Vec<(TokenId, Trigger)> = Vec::new();
    let mut ids: Vec<TokenId> = Vec::new();
    // Whether a meeting of two parties was told in a sentence before.
    let mut told = false;
    // Where the mentions of the sentence before begin.
    let mut before = 0;
    for (index, sentence) in document.sentences().iter().enumerate() {
        found.clear();
        found.extend(
            sentence.tokens.iter().filter_map(|id| Some((id, trigger::at(context, table, id)?))),
        );
        fold(context, &mut found);
        ids.clear();
        ids.extend(found.iter().map(|(id, _)| *id));
        let first = mentions.len();
        for &(id, trigger) in &found {
            mentions.extend(read(context, draft, (id, trigger), &ids, told));
            mentions.extend(since::of(context, draft, (id, trigger)));
        }
        let counted = series::of(context, draft, (index, sentence.tokens), &ids, &mentions);
        mentions.extend(counted);
        let present_at = mentions.len();
        if let Some(present) = attend::of(context, draft, sentence.tokens)
            && (!present.beside.is_empty()
                || !mentions[first..].iter().any(|it| tells(it, &present)))
        {
            // "were present at the ceremony".
            let noun = found
                .iter()
                .find(|(id, it)| it.part == Part::Noun && is_definite(context, *it, *id));
            let lemma = noun.map_or("", |(id, _)| document.lemma(*id));
            mentions
                .push(Mention { lemma: lemma.to_owned(), ..attendance(context, index, present) });
        }
        let attended = mentions.len() > present_at;
        let read = learned::Read { table, triggers: &ids, first };
        learned::add(context, draft, sentence.tokens, &read, &mut mentions);
        scene::place(context, draft, sentence.tokens, &mut mentions[first..]);
        scene::join(context, draft, sentence.tokens, (before, first), &mut mentions);
        before = first;
        if attended {
            // Those present join what the sentence itself tells of.
            mentions[present_at..].rotate_left(1);
        }
        told |= mentions[first..].iter().any(|it| it.participants.len() >= 2);
    }
    let mut weighed = draft.weighed.take();
    draft.meetings = merge::merge(context, draft, mentions, &mut weighed);
    draft.weighed = weighed;
}

/// Whether a mention tells of a meeting with its parties, or of all who are told to be present.
fn tells(mention: &Mention, present: &attend::Present) -> bool {
    mention.participants.len() >= 2
        || mention.reach == Reach::Back
            && present.all.iter().all(|it| mention.participants.contains(it))
}

/// Leaves out the nouns that tell no encounter of their own; a verb takes the kind of such a noun:
/// "met for talks".
fn fold(context: &Context<'_>, found: &mut Vec<(TokenId, Trigger)>) {
    let verbs: Vec<Option<usize>> =
        found.iter().map(|&(id, trigger)| told_by(context, found, id, trigger)).collect();
    for (at, verb) in verbs.iter().enumerate() {
        let Some(verb) = verb.filter(|verb| *verb != at) else { continue };
        let (noun, kind) = (found[at].0, found[at].1.kind);
        let open = found[verb].1.inside.is_none();
        found[verb].1.inside.get_or_insert(noun);
        if open && is_vague(found[verb].1.kind, kind) {
            found[verb].1.kind = kind;
        }
    }
    let nouns: Vec<TokenId> =
        found.iter().filter(|(_, it)| it.part == Part::Noun).map(|(id, _)| *id).collect();
    let mut verbs = verbs.iter();
    found.retain(|&(id, trigger)| {
        let folded = verbs.next().is_some_and(Option::is_some);
        let empty = trigger.kind == MeetingKind::Conference && takes_place(context, id, &nouns);
        !folded && !empty
    });
}

/// Whether a verb only tells that an encounter takes place which a noun names: "the conference
/// gathered in Rome", "convened a round of talks".
fn takes_place(context: &Context<'_>, verb: TokenId, nouns: &[TokenId]) -> bool {
    let document = context.document;
    document.token(verb).upos == Upos::Verb
        && document
            .dependents(verb, &[Relation::Nsubj, Relation::NsubjPass, Relation::Obj])
            .any(|it| nouns.contains(&it))
}

/// Whether a verb says less of what kind an encounter is than the noun does: "met for talks",
/// "gathered for a summit".
fn is_vague(verb: MeetingKind, noun: MeetingKind) -> bool {
    use MeetingKind::{Call, Conference, Meeting, Summit, Talks};
    matches!(
        (verb, noun),
        (Meeting, Talks) | (Conference, Summit | Talks) | (Meeting | Talks, Call)
    )
}

/// The trigger that tells of the encounter in whose setting or form a noun only takes part, if it
/// is such a noun, or the noun itself where no other does: "met on the sidelines of the summit",
/// "met for talks", "met for a second day of talks".
fn told_by(
    context: &Context<'_>,
    all: &[(TokenId, Trigger)],
    id: TokenId,
    trigger: Trigger,
) -> Option<usize> {
    let document = context.document;
    if trigger.part == Part::Verb {
        return None;
    }
    let head = document.token(id).head?;
    let case = |at: TokenId, words: &[&str]| {
        document
            .dependents(at, &[Relation::Case])
            .any(|it| words.iter().any(|word| word.eq_ignore_ascii_case(document.word(it))))
    };
    let edge = ["margin", "sideline", "fringe"].contains(&document.lemma(head));
    let counts = ["day", "hour"].contains(&document.lemma(head));
    if edge && case(id, &["of"]) {
        return all.iter().position(|(at, _)| *at == id);
    }
    let verb = if edge || counts { document.token(head).head } else { Some(head) };
    let face = document.lemma(id) == "face";
    // "briefed Okwuosa on the talks with Lund": of others.
    let is_topic = case(id, &["on", "about"])
        && verb.is_some_and(|it| ["brief", "inform", "update"].contains(&document.lemma(it)));
    let led =
        counts || face || case(id, &["at", "for", "in", "during", "on", "over", "by"]) && !is_topic;
    // "Their first talks took place at the summit".
    let is_told_there = |at: TokenId| {
        let token = document.token(at);
        at != id
            && token.head == Some(head)
            && matches!(token.relation, Relation::Nsubj | Relation::NsubjPass)
            && ["take", "happen", "occur"].contains(&document.lemma(head))
            && case(id, &["at", "during"])
    };
    let by_verb = |(at, it): &(TokenId, Trigger)| {
        led && Some(*at) == verb && it.part == Part::Verb
            || it.part == Part::Noun && is_told_there(*at)
    };
    all.iter().position(by_verb)
}

impl Mention {
    /// A mention in a sentence, of which nothing is told so far.
    fn bare(context: &Context<'_>, kind: MeetingKind, sentence: usize) -> Self {
        let document = context.document;
        Self {
            lemma: String::new(),
            kind,
            status: MeetingStatus::Held,
            participants: Vec::new(),
            hosts: Vec::new(),
            mediators: Vec::new(),
            locations: Vec::new(),
            date: None,
            until: None,
            evidence: document.span(document.sentences()[sentence].tokens),
            sentence,
            reach: Reach::Fresh,
            trigger: None,
            apart: Apart::No,
            again: Again::No,
            is_sure: false,
            day: None,
            is_with: false,
            is_before: false,
        }
    }
}

/// The mention that a sentence about those present gives.
fn attendance(context: &Context<'_>, sentence: usize, present: attend::Present) -> Mention {
    Mention {
        participants: present.all,
        hosts: present.beside,
        mediators: present.mediators,
        locations: present.places,
        reach: Reach::Attendance,
        ..Mention::bare(context, MeetingKind::Meeting, sentence)
    }
}

/// Reads what the word at `id` tells of: one meeting, or several of one party with others. `all`
/// are the triggers of its sentence; `told` is whether a meeting was told before.
fn read(
    context: &Context<'_>,
    draft: &Draft,
    (id, trigger): (TokenId, Trigger),
    all: &[TokenId],
    told: bool,
) -> Vec<Mention> {
    let document = context.document;
    if setting::is_none_since(context, id) || is_backdrop(context, draft, (id, trigger), all) {
        return Vec::new();
    }
    let mut found = parties::of(context, draft, trigger, id);
    let governor = found.governor.unwrap_or(id);
    let anchor = Anchor { id, governor, all };
    let mut locations = setting::places(context, draft, &anchor);
    if trigger.kind == MeetingKind::Call {
        keep_rooms(draft, &mut locations);
    }
    let when = setting::when(context, draft, &anchor);
    // Who "joined the talks" does so beside others.
    let joins = trigger.part == Part::Noun
        && ["join", "attend", "participate", "accompany"].contains(&document.lemma(governor));
    let is_sure = found.all.len() >= 2 && !joins;
    let is_theirs = is_theirs(context, id);
    let beside = Beside { locations: &locations, date: when.date, told, is_theirs };
    if !complete(context, draft, (id, trigger), &beside, &mut found) {
        return Vec::new();
    }
    if trigger.part == Part::Noun && found.side.is_empty() {
        parties::add_protagonist(context, draft, id, &mut found);
    }
    let shunned = shun(context, draft, id, &mut found);
    if shunned == Shunned::Alone {
        return Vec::new();
    }
    let apart = apart(context, (id, trigger), when.date);
    if found.all.is_empty() && apart == Apart::Other && series::is_by_body(context, id) {
        return Vec::new();
    }
    drop_others(context, draft, id, &mut found.all);
    let sentence = document.sentence_index(id);
    let status = match shunned {
        Shunned::ByOne(verb) => status::of_others(context, verb, when.date),
        _ => status::of(context, id, governor, when.date),
    };
    if trigger.part == Part::Noun && trigger.form == Form::Guest && locations.is_empty() {
        host::add_home(context, draft, (sentence, status), &mut found.all);
    }
    let definite = is_definite(context, trigger, id);
    let mention = Mention {
        lemma: document.lemma(id).to_owned(),
        kind: trigger.kind,
        status,
        participants: Vec::new(),
        hosts: found.hosts.clone(),
        mediators: found.mediators.clone(),
        locations,
        date: when.date,
        until: when.until,
        evidence: document.span(document.sentences()[sentence].tokens),
        sentence,
        reach: if definite { Reach::Back } else { Reach::Fresh },
        trigger: Some(id),
        apart,
        again: match trigger.part {
            Part::Noun if is_theirs => Again::Theirs,
            Part::Noun if when.date.is_some() => Again::Dated,
            Part::Verb if found.all.is_empty() && series::is_by_staff(context, id) => Again::Staff,
            _ => Again::No,
        },
        is_sure,
        day: days::count(context, id),
        is_with: trigger.part == Part::Noun
            && predication::obliques(context, id, &["with"])
                .any(|head| !predication::parties(context, draft, head).is_empty()),
        is_before: status::is_pluperfect(context, id) || status::is_pluperfect(context, governor),
    };
    let stops = stops::of(context, draft, id, all, &found);
    if !stops.is_empty() {
        return stops
            .into_iter()
            .map(|stop| Mention {
                participants: found.side.iter().chain(&stop.met).copied().collect(),
                lemma: mention.lemma.clone(),
                hosts: Vec::new(),
                mediators: Vec::new(),
                locations: stop.locations,
                date: stop.date,
                status: status::of(context, id, governor, stop.date),
                apart: Apart::Stop,
                ..mention
            })
            .collect();
    }
    let groups = split(context, draft, (id, trigger.kind), &found);
    groups
        .into_iter()
        .map(|participants| Mention {
            participants,
            lemma: mention.lemma.clone(),
            hosts: mention.hosts.clone(),
            mediators: mention.mediators.clone(),
            locations: mention.locations.clone(),
            ..mention
        })
        .collect()
}

/// Whether a visit is that of somebody who is no actor, or a summit or conference of which nothing else is told only
/// tells when others met: "met Lund ahead of the NATO summit".
fn is_backdrop(
    context: &Context<'_>,
    draft: &Draft,
    (id, trigger): (TokenId, Trigger),
    all: &[TokenId],
) -> bool {
    let document = context.document;
    if parties::is_of_nobody(context, draft, (id, trigger)) {
        return true;
    }
    if trigger.part != Part::Noun || !trigger.kind.is_large() {
        return false;
    }
    let is_when = |it: TokenId| {
        let word = document.word(it);
        ["ahead", "before", "prior"].iter().any(|own| own.eq_ignore_ascii_case(word))
    };
    // "ahead of" may stand right before it, without the tree having it there.
    let first = document.subtree(id).first();
    let before = first.and_then(|it| it.offset(-1));
    if !first.into_iter().chain(before).chain(document.token(id).head).any(is_when) {
        return false;
    }
    let Some(verb) = document.ancestors(id).find(|&it| document.token(it).upos == Upos::Verb)
    else {
        return false;
    };
    let is_other = |it: TokenId| it != id && all.contains(&it);
    let is_told = is_other(verb) || document.dependents(verb, &[Relation::Obj]).any(is_other);
    let own = predication::obliques(context, id, &["with", "between", "among", "of", "for", "by"]);
    let mut whose = own.chain(document.dependents(id, &[Relation::NmodPoss]));
    is_told && !whose.any(|it| !predication::parties(context, draft, it).is_empty())
}

/// Whether an encounter is told to be that of those told of before: "their talks".
fn is_theirs(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    document
        .dependents(id, &[Relation::NmodPoss])
        .any(|it| document.word(it).eq_ignore_ascii_case("their"))
}

/// Leaves the places of a call only where they have the room that one speaks from.
fn keep_rooms(draft: &Draft, locations: &mut Vec<LocationRef>) {
    let room = |it: &LocationRef| draft.locations[it.index()].kind == LocationKind::Venue;
    if !locations.iter().any(room) {
        locations.clear();
    }
}

/// What is told of an encounter beside its parties.
struct Beside<'a> {
    locations: &'a [LocationRef],
    date: Option<Date>,
    /// Whether a meeting was told before.
    told: bool,
    /// Whether it is that of those told of before: "their talks".
    is_theirs: bool,
}

/// Adds parties that the tree does not tell, where there must be some; tells whether there is an encounter at all.
fn complete(
    context: &Context<'_>,
    draft: &Draft,
    (id, trigger): (TokenId, Trigger),
    &Beside { locations, date, told, is_theirs }: &Beside<'_>,
    found: &mut Parties,
) -> bool {
    if matches!(trigger.form, Form::Weak | Form::Signing) {
        let persons = found.all.iter().filter(|it| is_person(draft, **it)).count();
        // "Kenya and Chad signed a treaty in Nairobi": somebody did so for them, there.
        let is_set = !locations.is_empty()
            || date.is_some_and(|it| matches!(it.precision(), Precision::Day));
        let several = found.all.len() >= 2
            && (has_delegates(context, id) || trigger.form == Form::Signing && is_set);
        let is_enough = persons >= 2 || several && (persons == 1 || trigger.form == Form::Signing);
        if trigger.part == Part::Verb && !is_enough
            || found.all.len() < 2 && !is_definite(context, trigger, id)
        {
            return false;
        }
    } else if found.all.len() < 2 {
        if matches!(trigger.form, Form::Guest)
            || trigger.part == Part::Noun && trigger.kind == MeetingKind::Talks
        {
            host::add_host(context, draft, locations, &mut found.all);
            host::name_host(context, draft, id, &mut found.all);
        }
        // "after their meeting": of those told before.
        if found.all.len() < 2 && trigger.form != Form::With && !(told && is_theirs) {
            let is_told = told && is_definite(context, trigger, id);
            parties::around(context, draft, id, is_told, found);
        }
    }
    true
}

/// Whether somebody stays away from an encounter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shunned {
    No,
    /// Nobody else is told of.
    Alone,
    /// Others come, whatever he does by the verb.
    ByOne(TokenId),
}

/// Takes out who stays away from what several others hold.
fn shun(context: &Context<'_>, draft: &Draft, id: TokenId, found: &mut Parties) -> Shunned {
    let Some(verb) = absent::shunned_by(context, id) else { return Shunned::No };
    let away = predication::subject(context, verb)
        .map(|it| predication::parties(context, draft, it))
        .unwrap_or_default();
    let others: Vec<ActorRef> = found.all.iter().copied().filter(|it| !away.contains(it)).collect();
    match others.len() {
        0 => Shunned::Alone,
        // "did not attend the dinner with NAME": nobody did.
        1 if !absent::sends_instead(context, verb) => Shunned::No,
        _ => {
            found.all = others;
            Shunned::ByOne(verb)
        }
    }
}

/// Whether the object of a verb is a delegation: "welcomed a delegation of mediators".
fn has_delegates(context: &Context<'_>, verb: TokenId) -> bool {
    let document = context.document;
    document
        .dependents(verb, &[Relation::Obj, Relation::NsubjPass])
        .any(|it| matches!(document.lemma(it), "delegation" | "mission" | "team" | "envoy"))
}

/// The participants of each meeting that a mention tells of: those of one, unless it says that
/// one party met the others apart.
fn split(
    context: &Context<'_>,
    draft: &Draft,
    (id, kind): (TokenId, MeetingKind),
    found: &Parties,
) -> Vec<Vec<ActorRef>> {
    let side: Vec<ActorRef> =
        found.side.iter().copied().filter(|it| found.all.contains(it)).collect();
    let others: Vec<ActorRef> = found.all.iter().copied().filter(|it| !side.contains(it)).collect();
    let apart = found.all.len() > 2
        && (side.len() == 1 || others.len() == 1)
        && (is_apart(context, id)
            || are_calls(context, draft, (id, kind), &others)
            || side.len() == 1 && are_beside(context, draft, id, &others));
    if !apart {
        return vec![found.all.clone()];
    }
    let mut groups = Vec::new();
    for &one in &side {
        groups.extend(others.iter().map(|&other| vec![one, other]));
    }
    groups
}

/// Whether someone called several people, each by a call of its own: "spoke to Lund and Okwuosa",
/// unless all were on the line together.
fn are_calls(
    context: &Context<'_>,
    draft: &Draft,
    (id, kind): (TokenId, MeetingKind),
    others: &[ActorRef],
) -> bool {
    let document = context.document;
    let verb = document.token(id).upos == Upos::Verb
        && ["call", "phone", "telephone", "ring", "speak", "talk"].contains(&document.lemma(id));
    // "in telephone conversations with Lund and Okwuosa".
    let several = document.token(id).xpos == Xpos::Nns
        && ["call", "conversation", "chat"].contains(&document.lemma(id));
    let together = ["conference", "joint", "jointly", "together", "trilateral", "video", "group"];
    (verb || several)
        && kind == MeetingKind::Call
        && others.iter().all(|it| is_person(draft, *it))
        && !document
            .sentence(id)
            .tokens
            .iter()
            .any(|it| together.iter().any(|word| word.eq_ignore_ascii_case(document.word(it))))
}

/// Whether people of several sides were each met beside what all of them came for: "met Lund of Norway and Okwuosa
/// of Kenya on the sidelines of the summit".
fn are_beside(context: &Context<'_>, draft: &Draft, id: TokenId, others: &[ActorRef]) -> bool {
    let document = context.document;
    let words = ["sidelines", "margins", "fringes", "sideline", "margin"];
    let side = |it: &ActorRef| draft.actors[it.index()].affiliations.first();
    let sides: Vec<_> = others.iter().filter_map(side).collect();
    sides.len() == others.len()
        && (1..sides.len()).all(|at| !sides[..at].contains(&sides[at]))
        && document.sentence(id).tokens.iter().any(|it| words.contains(&document.word(it)))
}

/// Whether a sentence tells that meetings took place one by one.
fn is_apart(context: &Context<'_>, id: TokenId) -> bool {
    /// Tokens before a noun that tell how those of meetings met: "one-on-one".
    const BEFORE: usize = 5;
    let document = context.document;
    let sentence = document.sentence(id).tokens;
    let words = ["separately", "separate", "bilaterally", "individually", "successively"];
    let plural = document.token(id).upos == Upos::Noun
        && document.word(id).ends_with('s')
        && (document.lemma(id) == "bilateral"
            || id.offset(-1).is_some_and(|it| document.word(it) == "-"));
    // "one-on-one meetings with Lund, Berg and Okwuosa", "met each of the two".
    let each = document.token(id).xpos == Xpos::Nns
        && document.lemma(id) == "meeting"
        && (sentence.start().max(id.index().saturating_sub(BEFORE))..id.index())
            .map(TokenId::new)
            .any(|at| matches!(document.word(at), "one" | "bilateral" | "individual" | "private"))
        || document
            .dependents(id, &[Relation::Obj, Relation::Obl])
            .any(|at| document.word(at) == "each");
    plural
        || each
        || is_told_one_by_one(context, id)
        || sentence.iter().any(|at| {
            let word = document.word(at);
            words.iter().any(|it| it.eq_ignore_ascii_case(word))
                || word == "one"
                    && document
                        .next(at)
                        .is_some_and(|it| matches!(document.word(it), "after" | "by"))
                || word.eq_ignore_ascii_case("turn")
                    && at.offset(-1).is_some_and(|it| document.word(it).eq_ignore_ascii_case("in"))
        })
}

/// Whether each of those met has a preposition of its own: "talks with Lund, with the Kenyan
/// minister and with Okwuosa".
fn is_told_one_by_one(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let with = |at: TokenId| {
        document
            .dependents(at, &[Relation::Case])
            .any(|it| document.word(it).eq_ignore_ascii_case("with"))
    };
    let near = document.token(id).head.into_iter().flat_map(|it| document.children(it));
    document
        .children(id)
        .chain(near)
        .any(|at| with(at) && document.dependents(at, &[Relation::Conj]).any(with))
}

fn is_person(draft: &Draft, actor: ActorRef) -> bool {
    draft.actors[actor.index()].kind == ActorKind::Person
}

/// Whether a noun speaks of what was told before: "the talks", "their meeting".
fn is_definite(context: &Context<'_>, trigger: Trigger, id: TokenId) -> bool {
    let document = context.document;
    trigger.part == Part::Noun
        && document.children(id).any(|child| {
            document.token(child).relation == Relation::NmodPoss
                || ["the", "their", "this", "these", "those", "that", "both"]
                    .iter()
                    .any(|it| it.eq_ignore_ascii_case(document.word(child)))
        })
}

/// Whether a meeting is told apart from those before.
fn apart(context: &Context<'_>, (id, trigger): (TokenId, Trigger), date: Option<Date>) -> Apart {
    let document = context.document;
    let has = |at: TokenId, relations: &[Relation], words: &[&str]| {
        document
            .dependents(at, relations)
            .any(|child| words.iter().any(|it| it.eq_ignore_ascii_case(document.word(child))))
    };
    let others = ["previous", "earlier", "another", "separate", "last", "next", "past"];
    let narrowed = [Relation::Amod, Relation::Det];
    let noun = trigger.inside.is_some_and(|it| has(it, &narrowed, &others));
    let again =
        trigger.part == Part::Verb && has(id, &[Relation::Advmod], &["again", "next", "last"]);
    // "The talks will resume on Monday" tells of others than those that ended.
    let resumed = trigger.part == Part::Noun
        && matches!(document.token(id).relation, Relation::Nsubj | Relation::NsubjPass)
        && document.token(id).head.is_some_and(|verb| {
            ["resume", "continue", "reconvene"].contains(&document.lemma(verb))
                && status::of(context, id, verb, None) == MeetingStatus::Planned
        });
    // "Their first talks took place in May": not those of today.
    let counted = is_counted(context, id) && date.is_some_and(is_no_day);
    if noun || again || resumed || counted || has(id, &narrowed, &others) {
        Apart::Other
    } else if has(id, &[Relation::Advmod], &["also", "separately"]) {
        Apart::Also
    } else {
        Apart::No
    }
}

/// Whether an encounter is told by its number: "their first talks".
fn is_counted(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    document.dependents(id, &[Relation::Amod]).any(|it| {
        ["first", "second", "third", "fourth", "fifth"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(document.word(it)))
    })
}

/// Whether a date is no day: news of today is told by its day.
fn is_no_day(date: Date) -> bool {
    matches!(date.precision(), Precision::Month | Precision::Year)
}

/// Whether an organization is an encounter by its name: "the Migration Talks", "COP26".
fn is_encounter(draft: &Draft, actor: ActorRef) -> bool {
    let own = &draft.actors[actor.index()];
    let last = own.name.rsplit(' ').next().unwrap_or_default();
    let named = own.name.contains(' ')
        && ["Talks", "Consultations", "Summit", "Meeting", "Meetings", "Dialogue", "Round"]
            .contains(&last);
    own.kind == ActorKind::Organization && (named || is_numbered(&own.name))
}

/// Whether a name has capitals and then a number of two digits or more, as one of a series of conferences:
/// "COP26", not "G20".
fn is_numbered(name: &str) -> bool {
    let letters = name.trim_end_matches(|it: char| it.is_ascii_digit());
    let number = name.len() - letters.len();
    let letters = letters.trim_end_matches(' ');
    number >= 2 && letters.len() >= 3 && letters.chars().all(|it| it.is_ascii_uppercase())
}

/// Leaves out who is told of, and did not meet: who came last before, the encounter itself, states of people who take
/// part, the press.
fn drop_others(
    context: &Context<'_>,
    draft: &Draft,
    id: TokenId,
    participants: &mut Vec<ActorRef>,
) {
    let before = since::who(context, draft, id);
    participants.retain(|it| !is_encounter(draft, *it) && !before.contains(it));
    drop_own_states(draft, participants);
    drop_press(context, draft, participants);
}

/// Leaves out media and journalists beside others: who "told Reuters by telephone" met nobody.
fn drop_press(context: &Context<'_>, draft: &Draft, participants: &mut Vec<ActorRef>) {
    /// Offices of those who ask.
    const PRESS: &[&str] =
        &["journalist", "reporter", "correspondent", "anchor", "presenter", "interviewer"];
    participants.retain(|actor| {
        let own = &draft.actors[actor.index()];
        let asks = own.roles.iter().any(|role| {
            role.rsplit(' ').next().is_some_and(|it| PRESS.contains(&it.to_lowercase().as_str()))
        });
        let outlet = own.kind == ActorKind::Organization
            && context.gazetteer.lookup(&own.canonical).any(|known| {
                matches!(known, Known::Organization(it)
                    if context.gazetteer.organization(it).kind == OrganizationKind::Media)
            });
        !asks && !outlet
    });
}

/// Leaves out the states of people who take part themselves.
fn drop_own_states(draft: &Draft, participants: &mut Vec<ActorRef>) {
    let served: Vec<&str> = participants
        .iter()
        .filter(|actor| is_person(draft, **actor))
        .flat_map(|actor| draft.actors[actor.index()].affiliations.iter().map(String::as_str))
        .collect();
    let dropped: Vec<ActorRef> = participants
        .iter()
        .copied()
        .filter(|actor| {
            let own = &draft.actors[actor.index()];
            own.kind != ActorKind::Person
                && served.iter().any(|it| *it == own.name || *it == own.canonical)
        })
        .collect();
    participants.retain(|actor| !dropped.contains(actor));
}
