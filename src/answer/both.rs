//! Who met each of two: `who has met both Trump and Kim?`

use super::meetings::{Manner, ids, label, names};
use super::{Answer, Asked, Asker, Form, Item};
use crate::record::ActorId;
use crate::store::{Error, Filter};

pub(super) const FORM: Form = Form {
    name: "both",
    example: "who has met both Putin and Guterres?",
    patterns: &[
        "who|whom [$did] $met [with] both [of] {a} and|as+well+as {b}",
        "who|whom [$did] $met [with] {a} and|as+well+as [also] [with] {b}",
        "who|whom knows|know [both] {a} and {b}",
        "who|whom [$did] both {a} and {b} $met",
        "who|whom [$did] {a} and {b} both $met",
        "who|whom [$did] {a} and {b} $met",
        "who|whom [$did] $talked to|with [both] {a} and [to|with] {b}",
        "$which $people [$did] $met [with] [both] {a} and|as+well+as {b}",
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
    let found = asker.store.company_of_both(&by_one, &by_other, &both)?;
    let reading = format!("who {} both {a} and {b}{}", Manner::of(asked).verb(), asked.setting());
    let mut answer = asker.answer_with(asked, &base, &found.meetings, reading)?;
    answer.items = found
        .shared
        .into_iter()
        .map(|it| Item {
            name: it.name,
            what: it.kind.to_string(),
            count: it.meetings,
            first: it.first,
            last: it.last,
        })
        .collect();
    if answer.items.is_empty() {
        answer.headline = format!("nobody is told to have met both {a} and {b}");
        let facts = [(a, found.met[0]), (b, found.met[1])];
        answer.notes.extend(facts.map(|(who, met)| format!("{who} met {met} others")));
    } else {
        answer.headline = names(&answer.items);
    }
    Ok(answer)
}
