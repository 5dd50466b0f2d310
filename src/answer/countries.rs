//! Which states' people met: `which countries' officials met in Beijing?`

use super::meetings::{ids, label, meetings, names};
use super::{Answer, Asked, Asker, Form, Item};
use crate::store::Error;

pub(super) const FORM: Form = Form {
    name: "countries",
    example: "which countries' officials met in Beijing in 2023?",
    patterns: &[
        "$which $countries ['s] [$people] [$did] $met|$talked [each+other|with+each+other]",
        "$which $countries ['s] [$people] [$did] {a} $met [with]",
        "$which $countries ['s] [$people] [$did] $met [with] {a}",
        "$people of|from $which $countries [$did] $met [with] {a}",
        "$people of|from $which $countries [$did] $met [each+other]",
        "whose $people [$did] $met [with] {a}",
        "whose $people [$did] $met [each+other]",
    ],
    answer,
};

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let filter = asked.filter();
    let who = label(asked.a.as_ref());
    let what = if who.is_empty() { "each other" } else { who };
    let reading = format!("states whose people met {what}{}", asked.setting());
    let (mut answer, chosen) = asker.meetings(asked, &filter, reading)?;
    let span = chosen.span();
    if who.is_empty() {
        let pairs = asker.store.states_met(&chosen, asker.gazetteer)?;
        answer.items = pairs
            .into_iter()
            .map(|((one, other), count)| state(format!("{one} and {other}"), "states", count))
            .collect();
    } else {
        let own = ids(asked.a.as_ref());
        let side = asked.a.as_ref().and_then(|it| it.state.clone());
        let mut counts: std::collections::BTreeMap<String, usize> =
            std::collections::BTreeMap::new();
        for ((one, other), count) in asker.store.states_met(&chosen, asker.gazetteer)? {
            match &side {
                Some(side) if one == *side => *counts.entry(other).or_default() += count,
                Some(side) if other == *side => *counts.entry(one).or_default() += count,
                _ => {}
            }
        }
        if side.is_none() {
            // Somebody's own state is at every meeting.
            for (state, count) in asker.store.states_beside(&chosen, &own, asker.gazetteer)? {
                counts.insert(state, count);
            }
        }
        answer.items =
            counts.into_iter().map(|(name, count)| state(name, "state", count)).collect();
    }
    answer.items.sort_by(|one, other| (other.count, &one.name).cmp(&(one.count, &other.name)));
    if !answer.items.is_empty() {
        answer.headline = names(&answer.items);
    } else if span.count > 0 {
        answer.headline = format!("no state is told for those in {}", meetings(span.count));
    }
    Ok(answer)
}

fn state(name: String, what: &str, count: usize) -> Item {
    Item { name, what: what.to_owned(), count, first: None, last: None }
}
