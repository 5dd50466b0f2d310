//! Whom those acted for who held an office before the article appeared, or after.
//!
//! Finds: `François Hollande had refused` (France, in an article of 2019 that names France).
//! Leaves: namesakes of holders of offices of two states.

use crate::extract::{ActorDraft, Context, Draft};
use crate::gazetteer::Holder;
use crate::record::ActorKind;
use crate::text::fold;

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
    let day = context.article.published.map(|it| it.first().to_string());
    let is_open = |it: &&mut ActorDraft| it.kind == ActorKind::Person && it.affiliations.is_empty();
    for entry in draft.actors.iter_mut().filter(is_open) {
        // Who came to office later may have had a namesake before: a president of another name, and his father.
        let is_meant = |holder: &&Holder| {
            let began = day.as_deref().is_some_and(|day| &*holder.start <= day);
            began || fold(&holder.name) == fold(&entry.name)
        };
        // Who he is was found with the actors.
        let id = entry.ids.get("wikidata").map(String::as_str);
        let found =
            context.gazetteer.holders(&entry.canonical).find(|it| id == Some(&*it.wikidata));
        let only = context.gazetteer.holders(&entry.name).next().filter(|first| {
            // Who has another office is another.
            entry.roles.is_empty()
                && entry.name.contains(' ')
                && named.contains(&&*first.of)
                && context.gazetteer.holders(&entry.name).all(|it| it.of == first.of)
        });
        if let Some(holder) = found.or(only).filter(is_meant).filter(|it| !it.of.is_empty()) {
            entry.affiliations.push(holder.of.to_string());
        }
    }
}
