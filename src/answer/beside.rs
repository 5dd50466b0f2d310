//! Who of one's own side was with somebody: `who accompanied Kim Jong Un to Singapore?`

use super::meetings::{ids, label, meetings, names};
use super::{Answer, Asked, Asker, Form};
use crate::record::{ActorId, ActorKind};
use crate::store::Error;

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
    let mut sides: Vec<&String> = rows.iter().flat_map(|it| &it.affiliations).collect();
    sides.sort();
    sides.dedup();
    let mut fellows: Vec<ActorId> = Vec::new();
    for side in sides {
        fellows.extend(asker.store.actors_of(side)?);
    }
    fellows.sort_unstable();
    let mut filter = asked.filter();
    filter.kinds.clear();
    let reading = format!("who of the same side was at meetings with {who}{}", asked.setting());
    let all = asker.store.choose_meetings(&filter)?;
    let is_fellow = |id: &ActorId| fellows.binary_search(id).is_ok();
    let items =
        asker.company(&all, &own, |it| it.kind == ActorKind::Person && is_fellow(&it.id))?;
    let beside = fellows.iter().copied().filter(|id| !own.contains(id)).collect();
    let chosen = asker.store.attended(&all, &beside)?;
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
