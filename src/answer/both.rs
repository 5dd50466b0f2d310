//! Who met each of two: `who has met both Trump and Kim?`

use std::collections::{BTreeMap, BTreeSet};

use super::meetings::{Manner, ids, label, names};
use super::{Answer, Asked, Asker, Form, Item};
use crate::record::ActorId;
use crate::store::{Chosen, Counterpart, Error, Filter};

pub(super) const FORM: Form = Form {
    name: "both",
    example: "who has met both Putin and Guterres?",
    patterns: &[
        "who|whom [$did] $met [with] both {a} and {b}",
        "who|whom [$did] $met [with] {a} and [also] [with] {b}",
        "who|whom [$did] both {a} and {b} $met",
        "who|whom [$did] {a} and {b} both $met",
        "who|whom [$did] {a} and {b} $met",
        "who|whom [$did] $talked to|with [both] {a} and [to|with] {b}",
        "$which $people [$did] $met [with] [both] {a} and {b}",
    ],
    answer,
};

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let (one, other) = (ids(asked.a.as_ref()), ids(asked.b.as_ref()));
    let both: Vec<ActorId> = one.iter().chain(&other).copied().collect();
    let (a, b) = (label(asked.a.as_ref()), label(asked.b.as_ref()));
    let base = asked.filter();
    let with = |group: &[ActorId]| Filter { groups: vec![group.to_vec()], ..base.clone() };
    let (by_one, by_other) =
        (asker.store.choose_meetings(&with(&one))?, asker.store.choose_meetings(&with(&other))?);
    let of = |chosen: &Chosen| -> Result<BTreeMap<ActorId, Counterpart>, Error> {
        let company = asker.store.company(chosen, &both)?;
        Ok(company.into_iter().map(|it| (it.id, it)).collect())
    };
    let (of_one, of_other) = (of(&by_one)?, of(&by_other)?);
    let shared: BTreeSet<ActorId> =
        of_one.keys().filter(|id| of_other.contains_key(id)).copied().collect();
    // The meetings of those who met both, with either.
    let either = asker.store.attended(&by_one.and(&by_other), &shared)?;
    let reading = format!("who {} both {a} and {b}{}", Manner::of(asked).verb(), asked.setting());
    let mut answer = asker.answer_with(asked, &base, &either, reading)?;
    answer.items = shared
        .iter()
        .map(|id| {
            let (one, other) = (&of_one[id], &of_other[id]);
            Item {
                name: one.name.clone(),
                what: one.kind.to_string(),
                count: one.meetings + other.meetings,
                first: one.first.into_iter().chain(other.first).min(),
                last: one.last.max(other.last),
            }
        })
        .collect();
    answer.items.sort_by(|one, other| (other.count, &one.name).cmp(&(one.count, &other.name)));
    if answer.items.is_empty() {
        answer.headline = format!("nobody is told to have met both {a} and {b}");
        let facts = [(a, of_one.len()), (b, of_other.len())];
        answer.notes.extend(facts.map(|(who, met)| format!("{who} met {met} others")));
    } else {
        answer.headline = names(&answer.items);
    }
    Ok(answer)
}
