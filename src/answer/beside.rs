//! Who of one's own side was with somebody: `who accompanied Kim Jong Un to Singapore?`

use std::collections::BTreeSet;

use super::meetings::{ids, label, meetings, names};
use super::{Answer, Asked, Asker, Form};
use crate::record::ActorId;
use crate::store::{Error, Filter};

pub(super) const FORM: Form = Form {
    name: "beside",
    example: "who accompanied Trump in June 2018?",
    patterns: &[
        "who|whom [else] [$did] $joined {a}",
        "who|whom [else] [$did] $joined {a} to|in|at|on {p}",
        "who|whom [else] $is with {a}",
        "who|whom [else] $is with {a} in|at {p}",
        "who|whom did {a} bring|take [along]",
        "$which $people $joined {a}",
        "$which $people $joined {a} to|in|at|on {p}",
    ],
    answer,
};

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let own = ids(asked.a.as_ref());
    let who = label(asked.a.as_ref());
    let rows = asker.store.actors_numbered(&own, None)?;
    // Whom somebody is mostly told to act for.
    let sides: Vec<&String> = rows.iter().filter_map(|it| it.affiliations.first()).collect();
    let filter = Filter { kinds: Vec::new(), ..asked.filter() };
    let reading = format!("who of the same side was at meetings with {who}{}", asked.setting());
    let all = asker.store.choose_meetings(&filter)?;
    let mut fellows: BTreeSet<ActorId> = BTreeSet::new();
    for side in &sides {
        let ids = asker.store.actors_of(side)?;
        for row in asker.store.actors_numbered(&ids, None)? {
            if row.affiliations.first().is_some_and(|it| it == *side) && !own.contains(&row.id) {
                fellows.insert(row.id);
            }
        }
    }
    let items = asker.company(&all, &own, |it| fellows.contains(&it.id))?;
    let chosen = asker.store.attended(&all, &fellows)?;
    let mut answer = asker.answer_with(asked, &filter, &chosen, reading)?;
    if items.is_empty() {
        let told = meetings(all.span().count);
        answer.notes =
            vec![format!("{who} took part in {told}; nobody of the same side is told of there")];
        answer.count = 0;
        answer.meetings.clear();
        answer.headline = format!("nobody of the same side is told to have been with {who}");
        return Ok(answer);
    }
    answer.headline = format!("{}, in {}", names(&items), meetings(answer.count));
    answer.items = items;
    Ok(answer)
}
