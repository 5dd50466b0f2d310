//! What was learned of who met whom, beside the rules: encounters told in words that no rule has, and
//! parties that rules did not see.

use crate::extract::meetings::setting::{self, Anchor};
use crate::extract::meetings::trigger::{self, Table};
use crate::extract::meetings::{Mention, Reach, status};
use crate::extract::{Context, Draft, predication, statements};
use crate::nlp::{Encounter, Relation, TokenId, TokenRange, Xpos};
use crate::record::{ActorKind, ActorRef, MeetingKind, MeetingStatus, StatementKind};
use crate::text::Span;

/// How likely two must be to have met, in hundredths, for an encounter that no rule found.
const FRESH: u8 = 25;
/// How likely, where rules know the verb and did not take it for that of an encounter: "briefed the press".
const KNOWN: u8 = 85;
/// How likely, where rules read what the verb leads to, or told others by it.
const TOLD: u8 = 70;
/// How likely, where one says something to the other or of him: one may urge or thank another from afar.
const SAID: u8 = 85;
/// How likely, where both say something of a third: they need not be in one place.
const JOINTLY: u8 = u8::MAX;
/// How likely someone must be to have met another of those that a rule found, to join them.
const JOINS: u8 = 50;

/// How likely who joins several must be to have met each of them.
const WITH: u8 = 50;

/// Two people who may have met.
pub(super) struct Pair<'a> {
    pub(super) one: ActorRef,
    pub(super) two: ActorRef,
    pub(super) found: &'a Encounter,
}

/// What rules read of a sentence.
pub(super) struct Read<'a> {
    /// All words that may tell of an encounter.
    pub(super) table: &'a Table,
    /// Those of the sentence that do.
    pub(super) triggers: &'a [TokenId],
    /// Where its mentions begin.
    pub(super) first: usize,
}

/// Adds to the mentions what was learned of a sentence.
pub(super) fn add(
    context: &Context<'_>,
    draft: &Draft,
    sentence: TokenRange,
    read: &Read<'_>,
    mentions: &mut Vec<Mention>,
) {
    let first = read.first;
    let pairs = pairs(context, draft, sentence);
    let chance = |one: ActorRef, two: ActorRef| {
        let of = |it: &&Pair<'_>| [it.one, it.two] == [one, two] || [it.two, it.one] == [one, two];
        pairs.iter().find(of).map_or(0, |it| it.found.chance)
    };
    for pair in pairs.iter().filter(|it| it.found.chance >= JOINS) {
        let has = |it: &Mention, actor: ActorRef| it.participants.contains(&actor);
        // Where rules told of both, they told whom each met, or whom one accompanied.
        let escorts = predication::ESCORT.contains(&context.document.lemma(pair.found.verb));
        let told = |actor: ActorRef| {
            let is_told = |it: &Mention| {
                let is_beside = escorts && it.reach == Reach::Attendance;
                has(it, actor) || is_beside && it.hosts.contains(&actor)
            };
            mentions[first..].iter().any(is_told)
        };
        if told(pair.one) && told(pair.two) {
            continue;
        }
        // Who joins one of several has met the others too.
        let joined = mentions[first..].iter_mut().find(|it| {
            let new = match (has(it, pair.one), has(it, pair.two)) {
                (true, false) => pair.two,
                (false, true) => pair.one,
                _ => return false,
            };
            let known = if new == pair.one { pair.two } else { pair.one };
            let near = |it: &ActorRef| pairs.iter().any(|pair| pair.one == *it || pair.two == *it);
            let mut others = it.participants.iter().filter(|it| **it != known && near(it));
            // A third on the line had a call of his own.
            let call = it.kind == MeetingKind::Call && it.participants.len() >= 2;
            let at = if new == pair.one { pair.found.one } else { pair.found.two };
            it.reach != Reach::Attendance
                && !call
                && (is_witness(context, at) || others.all(|other| chance(new, *other) >= WITH))
        });
        if let Some(mention) = joined {
            for actor in [pair.one, pair.two] {
                if !mention.participants.contains(&actor) {
                    mention.participants.push(actor);
                }
            }
        } else if pair.found.chance >= least(context, draft, (read, &mentions[first..]), pair) {
            let call = mentions[first..].iter().any(|it| {
                it.kind == MeetingKind::Call
                    && it.trigger == Some(pair.found.verb)
                    && (has(it, pair.one) || has(it, pair.two))
            });
            let mut own = mention(context, draft, pair, read.triggers);
            // "telephoned NAME, and NAME as well".
            if call {
                own.kind = MeetingKind::Call;
                own.locations.clear();
            }
            mentions.push(own);
        }
    }
}

/// How likely two must be to have met by a verb that no rule takes for that of an encounter: more where
/// rules know the verb and did not take it for one, told its parties, or read what it quotes, and beyond
/// reach where one only does as others do. `mentions` are those of its sentence.
fn least(
    context: &Context<'_>,
    draft: &Draft,
    (read, mentions): (&Read<'_>, &[Mention]),
    pair: &Pair<'_>,
) -> u8 {
    let document = context.document;
    let verb = pair.found.verb;
    // "joined Lund in calling for an inquiry".
    let likewise = document.lemma(verb) == "join"
        && document.children(verb).any(|it| {
            document.token(it).xpos == Xpos::Vbg
                && document
                    .dependents(it, &[Relation::Mark, Relation::Case])
                    .any(|it| document.word(it) == "in")
        });
    let said = least_of_saying(context, pair);
    match () {
        () if likewise || trigger::is_denied(context, verb) => u8::MAX,
        () if quotes(draft, document.token(verb).span) => TOLD,
        () if mentions.iter().any(|it| it.trigger == Some(verb) && it.participants.len() >= 2) => {
            TOLD
        }
        () if read.table.contains_key(document.lemma(verb)) && !read.triggers.contains(&verb) => {
            KNOWN
        }
        () => said.unwrap_or(FRESH),
    }
}

/// How likely two must be to have met of whom one only says something of the other, or to him, or who both say it of
/// a third: "NAME urged NAME", "NAME and NAME praised NAME".
fn least_of_saying(context: &Context<'_>, pair: &Pair<'_>) -> Option<u8> {
    let document = context.document;
    let verb = pair.found.verb;
    // "called on NAME to leave".
    let calls = document.lemma(verb) == "call"
        && predication::obliques(context, verb, &["on", "for"]).next().is_some();
    let is_cue = statements::is_cue(document.lemma(verb)) && !is_exchange(context, verb);
    if !is_cue && !calls {
        return None;
    }
    let [one, two] = [pair.found.one, pair.found.two].map(|it| above(context, it));
    let of_verb = |it: TokenId| {
        let token = document.token(it);
        let told = [Relation::Nsubj, Relation::Obj, Relation::Iobj, Relation::Obl];
        token.head == Some(verb) && told.contains(&token.relation)
    };
    let are_both = one == two && document.token(one).relation == Relation::Nsubj;
    (of_verb(one) && of_verb(two)).then_some(if are_both { JOINTLY } else { SAID })
}

/// Whether a verb of saying is one by which two talk with each other.
fn is_exchange(context: &Context<'_>, verb: TokenId) -> bool {
    ["say", "tell", "discuss", "agree", "announce", "speak", "talk", "exchange", "review"]
        .contains(&context.document.lemma(verb))
}

/// Whether a verb leads to words in quotation marks: "Lund went on: “…”".
fn quotes(draft: &Draft, verb: Span) -> bool {
    draft
        .statements_near(verb)
        .iter()
        .any(|it| it.kind == StatementKind::Direct && it.cue_at.contains(verb))
}

/// The pairs of people of a sentence who may have met, the likeliest first.
fn pairs<'a>(context: &Context<'a>, draft: &Draft, sentence: TokenRange) -> Vec<Pair<'a>> {
    let all = context.document.encounters();
    let from = all.partition_point(|it| it.one.index() < sentence.start());
    let own = all[from..].iter().take_while(|it| it.one.index() < sentence.end());
    // "Before Lund, Okwuosa received Berg".
    let led = |it: &TokenId| {
        predication::preposition(context, *it)
            .is_some_and(|word| ["before", "after"].iter().any(|it| it.eq_ignore_ascii_case(word)))
    };
    let is_far = |it: &TokenId| led(it) || is_sender(context, *it);
    people(draft, own.filter(|it| !is_far(&it.one) && !is_far(&it.two)))
}

/// Whether someone only sent what is told of: "handed over a message from President NAME".
fn is_sender(context: &Context<'_>, id: TokenId) -> bool {
    const SENT: &[&str] = &[
        "message",
        "letter",
        "greeting",
        "greetings",
        "note",
        "invitation",
        "condolence",
        "condolences",
        "gift",
    ];
    let document = context.document;
    let id = above(context, id);
    let is_from =
        predication::preposition(context, id).is_some_and(|it| it.eq_ignore_ascii_case("from"));
    let sent = |it: TokenId| SENT.contains(&document.lemma(it));
    is_from
        && document
            .token(id)
            .head
            .is_some_and(|head| sent(head) || document.dependents(head, &[Relation::Obj]).any(sent))
}

/// Whether others met before somebody: "in the presence of NAME", "in the presence of the minister, NAME".
fn is_witness(context: &Context<'_>, id: TokenId) -> bool {
    let document = context.document;
    let token = document.token(above(context, id));
    token.relation == Relation::Nmod
        && token.head.is_some_and(|it| {
            document.lemma(it) == "presence" && predication::preposition(context, it) == Some("in")
        })
}

/// The first of a list, or the noun that a name is set beside.
fn above(context: &Context<'_>, mut at: TokenId) -> TokenId {
    let document = context.document;
    while matches!(
        document.token(at).relation,
        Relation::Conj | Relation::Appos | Relation::Flat | Relation::NmodDesc
    ) && let Some(head) = document.token(at).head
    {
        at = head;
    }
    at
}

/// The pairs of people among those who may have met, the likeliest first.
pub(super) fn people<'a>(
    draft: &Draft,
    found: impl Iterator<Item = &'a Encounter>,
) -> Vec<Pair<'a>> {
    let person = |id: TokenId| {
        let &[actor] = draft.actors_at(id) else { return None };
        (draft.actors[actor.index()].kind == ActorKind::Person).then_some(actor)
    };
    let mut pairs: Vec<Pair<'_>> = found
        .filter_map(|it| {
            let (one, two) = (person(it.one)?, person(it.two)?);
            (one != two).then_some(Pair { one, two, found: it })
        })
        .collect();
    pairs.sort_by_key(|it| std::cmp::Reverse(it.found.chance));
    pairs
}

/// The mention that two people make.
fn mention(context: &Context<'_>, draft: &Draft, pair: &Pair<'_>, all: &[TokenId]) -> Mention {
    let document = context.document;
    let id = pair.found.verb;
    let anchor = Anchor { id, governor: id, all };
    let kind = pair.found.kind.parse().unwrap_or(MeetingKind::Meeting);
    let locations = if kind == MeetingKind::Call {
        Vec::new()
    } else {
        setting::places(context, draft, &anchor)
    };
    let when = setting::when(context, draft, &anchor);
    Mention {
        lemma: document.lemma(id).to_owned(),
        status: match pair.found.status.parse() {
            // "a coffee between Okwuosa and Lund was scrapped".
            _ if status::is_dropped(context, id) => MeetingStatus::Cancelled,
            found => found.unwrap_or(MeetingStatus::Held),
        },
        participants: vec![pair.one, pair.two],
        locations,
        date: when.date,
        until: when.until,
        trigger: Some(id),
        ..Mention::bare(context, kind, document.sentence_index(id))
    }
}
