//! Whom those acted for who held an office before the article appeared, or after.
//!
//! Finds: `Hosni Mubarak was shot at in 1995` (Egypt, in an article of 2013 about Egypt).
//! Leaves: namesakes of holders of offices of two states.

use crate::extract::{ActorDraft, Context, Draft};
use crate::gazetteer::{Known, Sought};
use crate::record::ActorKind;

/// Adds the states in which people held offices at another time than that of the article, where nothing else is known
/// of whom they act for: of those whom all leads to, and of those whose name is borne by holders of offices of one
/// state alone, if the article names it. What is extracted does not depend on it, as descriptions mean who is in
/// office.
pub(in crate::extract) fn add_former(context: &Context<'_>, draft: &mut Draft) {
    let states = draft.actors.iter().filter(|it| it.kind == ActorKind::State);
    let near: Vec<String> = states
        .map(|it| it.canonical.clone())
        .chain(draft.locations.iter().map(|it| it.country.clone()))
        .collect();
    let named: Vec<&str> = near.iter().map(String::as_str).collect();
    let is_open = |it: &&mut ActorDraft| it.kind == ActorKind::Person && it.affiliations.is_empty();
    for entry in draft.actors.iter_mut().filter(is_open) {
        let day = context.article.published.map(|it| it.first().to_string());
        let sought = Sought {
            name: &entry.name,
            offices: &entry.roles,
            sides: &[],
            near: &named,
            day: day.as_deref(),
        };
        let found = context.gazetteer.person(&sought).map(|it| context.gazetteer.holder(it));
        let holders = || {
            context.gazetteer.lookup(&entry.name).filter_map(|known| match known {
                Known::Holder(holder) => Some(context.gazetteer.holder(holder)),
                _ => None,
            })
        };
        let only = holders().next().filter(|first| {
            entry.name.contains(' ')
                && named.contains(&&*first.of)
                && holders().all(|it| it.of == first.of)
        });
        if let Some(holder) = found.or(only).filter(|it| !it.of.is_empty()) {
            entry.affiliations.push(holder.of.to_string());
        }
    }
}
