//! When somebody met others: `when did Obama and Castro last meet?`

use super::meetings::{Manner, dates, label, meetings};
use super::whereabouts::{only, which};
use super::{Answer, Asked, Asker, Form, Item};
use crate::store::{Error, Filter, Order};

pub(super) const FORM: Form = Form {
    name: "when",
    example: "when did Obama and Raúl Castro last meet?",
    patterns: &[
        "when [$did] {a} and|with {b} [first|last] $met|$talked [each+other] [first|last|for+the+first+time|for+the+last+time]",
        "when [$did] {a} [first|last] $met|$called [with] {b} [first|last|for+the+first+time|for+the+last+time]",
        "when [$did] {a} [first|last] $talked with|to {b}",
        "when [$did] {a} [first|last] $met [first|last]",
        "when $is [the] first|last+time|first+time|latest+time [that] {a} [$did] $met|$called [with] {b}",
        "when $is [the] last+time|first+time [that] {a} and {b} [$did] $met|$talked",
        "since when [$did] {a} and|with {b} [been] $met|$talked|talking|negotiating",
        "when $is [the] [first|last|latest] $meetings between|of {a} and {b}",
        "when $is [the] [first|last|latest] $meetings of|with {a}",
        "when $is {a} in|at {p}",
        "when [$did] {a} [first|last] visit|visited|go+to|travel+to|come+to {p}",
        "on|in $which day|date|year|month [$did] {a} and {b} [first|last] $met",
        "on|in $which day|date|year|month [$did] {a} [first|last] $met [with] {b}",
    ],
    answer,
};

/// Days that a headline has.
const TOLD: usize = 6;

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let mut filter = asked.filter();
    let (a, b) = (label(asked.a.as_ref()), label(asked.b.as_ref()));
    let who = match b {
        "" => format!("{a} {} others", Manner::of(asked).verb()),
        _ => format!(
            "{a} and {b} {}",
            if Manner::of(asked) == Manner::Called { "spoke by telephone" } else { "met" }
        ),
    };
    let which = which(asked);
    let reading = format!("when {who}{which}{}", asked.setting());
    if !which.is_empty() {
        let is_last = !asked.shape.has(&["first", "since"]);
        filter = only(asker, &filter, if is_last { Order::Reversed } else { Order::Usual })?;
    }
    let (mut answer, chosen) = asker.meetings(asked, &filter, reading)?;
    let span = chosen.span();
    let all = Filter { limit: Some(asker.limit.max(TOLD)), ..filter };
    answer.items = asker
        .store
        .list_meetings(&all)?
        .into_iter()
        .filter_map(|it| {
            let date = it.date?;
            let place = it.places.first().map_or_else(String::new, |it| format!(", {it}"));
            Some(Item {
                name: date.to_string(),
                what: format!("{}{place}", it.kind),
                count: 1,
                first: it.date,
                last: it.date,
            })
        })
        .collect();
    if span.count > 0 {
        let days: Vec<&str> = answer.items.iter().map(|it| it.name.as_str()).collect();
        answer.headline = match days[..] {
            [] => format!("no date is told of {}", meetings(span.count)),
            _ if days.len() <= TOLD && days.len() == span.count => days.join(", "),
            _ => format!("{} {}", meetings(span.count), dates(span)),
        };
    }
    Ok(answer)
}
