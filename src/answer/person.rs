//! Who somebody is: `who is Lavrov?`, `who was the French president in 2011?`

use super::meetings::{ids, label};
use super::{Answer, Asked, Asker, Form, Item};
use crate::store::{ActorRow, Error, Filter, Order};

pub(super) const FORM: Form = Form {
    name: "who is",
    example: "who was the French president in 2011?",
    patterns: &[
        "who $is {a}",
        "who works|acts|speaks|negotiates for {a}",
        "[$which] $people of|from {a}",
        "who $is [the] $people of|from {a}",
        "what is known of|about {a}",
        "what office|offices did|does {a} hold|have",
        "about {a}",
        "{a}",
    ],
    answer,
};

/// Actors that are told of.
const TOLD: usize = 10;

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let own = ids(asked.a.as_ref());
    let reading = format!("who {} is{}", label(asked.a.as_ref()), asked.setting());
    let is_state = asked.a.as_ref().and_then(|it| it.state.clone());
    let rows = asker.store.actors_numbered(&own, Some(TOLD))?;
    let filter = Filter { groups: vec![own], ..Filter::default() };
    let span = asker.store.meetings_span(&filter)?;
    let order = if span.count > asker.limit { Order::Reversed } else { Order::Usual };
    let page = Filter { order, limit: Some(asker.limit), ..filter };
    let items: Vec<Item> = rows.iter().map(item).collect();
    let headline = match (&is_state, &rows[..]) {
        (Some(state), _) => format!("{state}, with {} who act for it", items.len().max(1)),
        (None, [only]) => told(only),
        (None, _) => rows.iter().map(|it| it.name.clone()).collect::<Vec<_>>().join("; "),
    };
    Ok(Answer {
        reading,
        headline,
        items,
        count: span.count,
        meetings: asker.store.list_meetings(&page)?,
        ..Answer::default()
    })
}

/// What an actor is, in a line.
fn told(row: &ActorRow) -> String {
    let offices = row.roles.join("; ");
    let sides = row.affiliations.join("; ");
    let parts: Vec<&str> =
        [row.name.as_str(), &offices, &sides].into_iter().filter(|it| !it.is_empty()).collect();
    parts.join(", ")
}

fn item(row: &ActorRow) -> Item {
    let offices = [&row.roles[..], &row.affiliations[..]].concat().join("; ");
    Item {
        name: row.name.clone(),
        what: if offices.is_empty() { row.kind.to_string() } else { offices },
        count: row.meetings,
        first: row.first,
        last: row.last,
    }
}
