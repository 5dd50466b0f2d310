//! Where somebody met others: `where did Trump and Kim meet?`

use super::meetings::{Manner, items, label, meetings, names};
use super::{Answer, Asked, Asker, Form};
use crate::store::{Error, Filter, Order};

pub(super) const FORM: Form = Form {
    name: "where",
    example: "where did Trump and Kim Jong Un meet?",
    patterns: &[
        "where [$did] {a} and|with {b} [first|last] $met|$talked [each+other] [first|last|for+the+first+time|for+the+last+time]",
        "where [$did] {a} [first|last] $met|$called [with] {b} [first|last|for+the+first+time|for+the+last+time]",
        "where [$did] {a} [first|last] $talked with|to {b}",
        "where [$did] {a} [first|last] $met [others|anybody|somebody|people]",
        "where $is [the] last+time|first+time [that] {a} [$did] $met [with] {b}",
        "where $is [the] last+time|first+time [that] {a} and {b} [$did] $met",
        "where $is [the] [first|last|latest] $meetings between|of {a} and {b}",
        "where $is [the] [first|last|latest] $meetings of|with {a}",
        "where $is {a}",
        "where did {a} go|travel|visit",
        "in $which $countries|city|place [$did] {a} and {b} $met",
        "in $which $countries|city|place [$did] {a} $met {b}",
        "$which places|cities|countries did {a} visit",
    ],
    answer,
};

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let mut filter = asked.filter();
    let (a, b) = (label(asked.a.as_ref()), label(asked.b.as_ref()));
    let who = if b.is_empty() {
        format!("{a} {} others", Manner::of(asked).verb())
    } else {
        format!("{a} and {b} met")
    };
    let which = which(asked);
    let reading = format!("where {who}{which}{}", asked.setting());
    if !which.is_empty() {
        let is_last = !asked.shape.has(&["first"]);
        filter = only(asker, &filter, if is_last { Order::Reversed } else { Order::Usual })?;
    }
    let (mut answer, chosen) = asker.meetings(asked, &filter, reading)?;
    let span = chosen.span();
    let places = asker.store.places_of(&chosen)?;
    let untold = places.iter().find(|it| it.name.is_empty()).map_or(0, |it| it.stretch.count);
    answer.items = items(places.into_iter().filter(|it| !it.name.is_empty()).collect(), "place");
    if span.count > 0 {
        answer.headline = match (answer.items.is_empty(), untold) {
            (true, _) => format!("no place is told of {}", meetings(span.count)),
            (false, 0) => names(&answer.items),
            (false, _) => {
                format!("{}; no place is told of {}", names(&answer.items), meetings(untold))
            }
        };
    }
    Ok(answer)
}

/// Whether the first or the last meeting is asked for, in words.
pub(super) fn which(asked: &Asked) -> &'static str {
    match () {
        () if asked.shape.has(&["first", "since"]) => " for the first time",
        () if asked.shape.has(&["last", "latest"]) => " for the last time",
        () => "",
    }
}

/// The first meeting of a filter in an order, as a filter.
pub(super) fn only(asker: &Asker<'_>, filter: &Filter, order: Order) -> Result<Filter, Error> {
    let page = Filter { order, limit: Some(1), ..filter.clone() };
    let found = asker.store.list_meetings(&page)?;
    // Without a date nobody knows which was first.
    let meetings = found.iter().filter(|it| it.date.is_some()).map(|it| it.id).collect();
    Ok(Filter { meetings: Some(meetings), ..filter.clone() })
}
