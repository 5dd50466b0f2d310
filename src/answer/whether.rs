//! Whether two met: `did Obama ever meet Castro?`; and their meetings.

use super::meetings::{Manner, dates, label, meetings};
use super::{Answer, Asked, Asker, Form, Item};
use crate::store::Error;

pub(super) const FORM: Form = Form {
    name: "whether",
    example: "did Zelensky ever meet Putin?",
    patterns: &[
        "$did {a} [ever] $met|$called [with] {b}",
        "$did {a} [ever] $talked with|to {b}",
        "$did {a} and {b} [ever] $met|$talked [each+other]",
        "$did {a} [ever] visit|visited|been+to|gone+to {p}",
        "was|were {a} [ever] in|at {p}",
        "[$which|all|the] $meetings [were|took] [there|place] between|of {a} and|with {b}",
        "$meetings of|by {a} with {b}",
        "what happened between {a} and {b}",
        "{a} and {b}",
    ],
    answer,
};

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let filter = asked.filter();
    let (a, b) = (label(asked.a.as_ref()), label(asked.b.as_ref()));
    let who = match b {
        "" => format!("meetings of {a}"),
        _ => format!("meetings of {a} and {b}"),
    };
    let how = if Manner::of(asked) == Manner::Called { ", by telephone" } else { "" };
    let reading = format!("{who}{how}{}", asked.setting());
    let (mut answer, span) = asker.meetings(asked, &filter, reading)?;
    if span.count > 0 {
        answer.headline = format!("yes: {} {}", meetings(span.count), dates(span));
        answer.items = vec![Item {
            name: "yes".to_owned(),
            what: "meetings".to_owned(),
            count: span.count,
            first: span.first,
            last: span.last,
        }];
    }
    Ok(answer)
}
