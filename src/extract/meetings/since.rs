//! The last encounter of its kind, where one is told to be the first since then.
//!
//! Finds: `the first Kenyan president to visit Oslo since Okafor in 1998`.
//! Leaves: `the first talks since Okafor took office`, `has visited Oslo five times since May`.

use crate::extract::meetings::setting::{self, Anchor};
use crate::extract::meetings::trigger::{self, Trigger};
use crate::extract::meetings::{Apart, Mention, drop_own_states, host, parties};
use crate::extract::{Context, Draft, Form, Reference};
use crate::nlp::{Relation, Time, TokenId};
use crate::record::{ActorKind, ActorRef};

/// Tokens from "since" to the name, with a title.
const TITLE: usize = 6;
/// Tokens from the name to the time: "in early".
const LED: usize = 3;

/// Who came last before, and when.
struct Last<'a> {
    who: &'a Reference,
    when: Option<&'a Time>,
}

/// Whom "since" leads to after a word, with the time told there.
fn last<'a>(context: &Context<'a>, draft: &'a Draft, id: TokenId) -> Option<Last<'a>> {
    let document = context.document;
    let sentence = document.sentence(id).tokens;
    let word = |at: usize| document.word(TokenId::new(at));
    let since = (id.index() + 1..sentence.end()).find(|&at| word(at) == "since")?;
    let is_person = |it: &&Reference| {
        it.form == Form::Name
            && it.tokens.end() > since
            && it.tokens.start() <= since + TITLE
            && it.actors.iter().all(|it| draft.actors[it.index()].kind == ActorKind::Person)
    };
    let who = draft.references_in(sentence).iter().find(is_person)?;
    // "since Okafor took office".
    let token = document.token(who.head);
    if !matches!(token.relation, Relation::Obl | Relation::Nmod) {
        return None;
    }
    let first = document.times().partition_point(|it| it.tokens.start() < who.tokens.end());
    let near = |it: &&Time| {
        it.tokens.start() <= who.tokens.end() + LED && it.tokens.end() <= sentence.end()
    };
    Some(Last { who, when: document.times().get(first).filter(near) })
}

/// The time that tells when somebody came last before: "the first to visit since Okafor in 1998".
pub(super) fn time<'a>(context: &Context<'a>, draft: &'a Draft, id: TokenId) -> Option<&'a Time> {
    last(context, draft, id).and_then(|it| it.when)
}

/// Who came last before, and is not told to have come again.
pub(super) fn who<'a>(context: &Context<'a>, draft: &'a Draft, id: TokenId) -> &'a [ActorRef] {
    last(context, draft, id).map_or(&[], |it| &it.who.actors)
}

/// The encounter that was the last before the one that a word tells of.
pub(super) fn of(
    context: &Context<'_>,
    draft: &Draft,
    (id, trigger): (TokenId, Trigger),
) -> Option<Mention> {
    let document = context.document;
    let Last { who, when } = last(context, draft, id)?;
    let sentence = document.sentence(id).tokens;
    let is_first = || {
        let mut before = sentence.iter().take_while(|it| *it < who.head);
        before.any(|it| {
            ["first", "only", "no", "never", "not", "n't", "n’t"]
                .iter()
                .any(|word| word.eq_ignore_ascii_case(document.word(it)))
        })
    };
    if !is_first() {
        return None;
    }
    let found = parties::of(context, draft, trigger, id);
    let mut participants = who.actors.clone();
    let others = found.all.iter().filter(|it| !found.side.contains(it));
    participants.extend(others.filter(|it| !who.actors.contains(it)));
    drop_own_states(draft, &mut participants);
    let anchor = Anchor { id, governor: found.governor.unwrap_or(id), all: &[id] };
    let locations = setting::places(context, draft, &anchor);
    if trigger.form == trigger::Form::Guest && participants.len() == who.actors.len() {
        host::add_host(context, draft, &locations, &mut participants);
    }
    Some(Mention {
        lemma: document.lemma(id).to_owned(),
        participants,
        locations,
        date: when.and_then(|it| it.date),
        apart: Apart::Other,
        is_sure: true,
        is_before: true,
        ..Mention::bare(context, trigger.kind, document.sentence_index(id))
    })
    .filter(|it| it.participants.len() > who.actors.len())
}
