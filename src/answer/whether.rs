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
        "$did {a} [ever] visit|visited|been+to|gone+to|go+to|travel+to|come+to {p}",
        "was|were {a} [ever] in|at {p}",
        "[$which|all|the] $meetings [were|took] [there|place] between|of {a} and|with {b}",
        "$meetings of|by {a} with {b}",
        "what happened between {a} and {b}",
        "{a} {b} $meetings",
        "[the] history of $meetings between|of {a} and|with {b}",
        "{a} and {b}",
    ],
    answer,
};

/// Words with which a question begins that is answered with yes.
const ASKED: &[&str] = &["did", "does", "do", "has", "have", "had", "was", "were"];

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let filter = asked.filter();
    let (a, b) = (label(asked.a.as_ref()), label(asked.b.as_ref()));
    let who = match b {
        "" => format!("meetings of {a}"),
        _ => format!("meetings of {a} and {b}"),
    };
    let how = if Manner::of(asked) == Manner::Called { ", by telephone" } else { "" };
    let reading = format!("{who}{how}{}", asked.setting());
    let (mut answer, chosen) = asker.meetings(asked, &filter, reading)?;
    let span = chosen.span();
    if span.count > 0 {
        let told = format!("{} {}", meetings(span.count), dates(span));
        let is_asked = asked.shape.literals.first().is_some_and(|it| ASKED.contains(&&**it));
        answer.headline = if is_asked { format!("yes: {told}") } else { told };
        answer.items = vec![Item {
            name: if is_asked { "yes".to_owned() } else { span.count.to_string() },
            what: "meetings".to_owned(),
            count: span.count,
            first: span.first,
            last: span.last,
        }];
    }
    Ok(answer)
}
