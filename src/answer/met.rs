//! Whom somebody met: `who met Castro?`, `which Russian officials met Erdoğan?`

use super::meetings::{Manner, ids, label, meetings, names};
use super::{Answer, Asked, Asker, Form};
use crate::record::{ActorId, ActorKind};
use crate::store::Error;

pub(super) const FORM: Form = Form {
    name: "met",
    example: "who did Erdoğan meet in Tehran since 2022?",
    patterns: &[
        "who|whom [all|else] [$did] {a} $met [with]",
        "who|whom [all|else] [$did] $met [with] {a}",
        "who|whom $is|did {a} $met [with]",
        "with who|whom [$did] {a} $met|$talked",
        "who|whom [all|else] [$did] {a} $talked with|to",
        "who [all|else] [$did] $talked with|to {a}",
        "to who|whom did {a} $talked",
        "who|whom [$did] {a} $called",
        "who [$did] $called {a}",
        "$which $people [of|from] {s} [$did] $met|$called [with] {a}",
        "$which {s} $people [$did] $met|$called [with] {a}",
        "$which {s} $people [$did] $talked with|to {a}",
        "$which $people [of|from] {s} [$did] $met|$talked",
        "$which {s} $people [$did] $met|$talked",
        "who represented|represents {s}",
        "who $is|came|spoke|met|negotiated [there] for|from {s}",
        "$which $people [$did] {a} $met|$called [with]",
        "$which $people [$did] {a} $talked with|to",
        "$which $people [$did] $met|$called [with] {a}",
        "$which $people [$did] $talked with|to {a}",
        "[$which|all|any] [the] $meetings [were|with|of|by] [there] [with|of|involving|by] {a}",
        "$which $meetings did {a} have|hold|attend",
        "{a} 's $meetings",
        "{a} $meetings",
    ],
    answer,
};

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let own = ids(asked.a.as_ref());
    let who = label(asked.a.as_ref());
    let manner = Manner::of(asked);
    let of_side: Option<Vec<ActorId>> =
        asked.side.as_ref().map(|side| asker.store.actors_of(side)).transpose()?;
    let people = asked.shape.has(&["people", "leaders", "officials", "politicians", "ministers"]);
    let kind = match &asked.side {
        Some(side) if who.is_empty() => format!("who of {side} met others"),
        Some(side) => format!("who of {side} {} {who}", manner.verb()),
        None if people => format!("which people {} {who}", manner.verb()),
        None => format!("whom {who} {}", manner.verb()),
    };
    let mut filter = asked.filter();
    filter.groups.extend(of_side.clone());
    let reading = format!("{kind}{}", asked.setting());
    let (mut answer, chosen) = asker.meetings(asked, &filter, reading)?;
    let span = chosen.span();
    answer.items = asker.company(&chosen, &own, |it| {
        of_side.as_ref().is_none_or(|ids| ids.contains(&it.id))
            && (!(people || asked.side.is_some()) || it.kind == ActorKind::Person)
    })?;
    if !answer.items.is_empty() {
        answer.headline = format!("{}, in {}", names(&answer.items), meetings(span.count));
    } else if span.count > 0 {
        answer.headline = format!("nobody is named who shared {}", meetings(span.count));
    }
    Ok(answer)
}
