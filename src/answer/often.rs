//! How often somebody met others: `how often did Putin and Erdoğan meet?`

use super::meetings::{Manner, dates, label, meetings};
use super::{Answer, Asked, Asker, Form, Item};
use crate::store::Error;

pub(super) const FORM: Form = Form {
    name: "how often",
    example: "how often did Putin and Erdoğan meet in 2022?",
    patterns: &[
        "how often|frequently [$did] {a} and|with {b} $met|$talked [each+other]",
        "how often|frequently [$did] {a} $met|$called [with] {b}",
        "how often|frequently [$did] {a} $talked with|to {b}",
        "how often|frequently [$did] {a} $met [others|somebody|anyone]",
        "how many times|meetings [$did] {a} and|with {b} $met|$talked|have|had|hold|held [each+other]",
        "how many times|meetings [$did] {a} $met|$called|have|had|hold|held [with] {b}",
        "how many times|meetings [$did] {a} $met|have|had|hold|held|attend|attended",
        "how many $meetings $is there [between|of] {a} and {b}",
        "how many $meetings $is there with|of {a}",
        "how many $meetings $is there [in|at] {p}",
        "how many $meetings $is|took there|held|place|happened",
        "how many $meetings happened|took+place|were+held",
        "number of $meetings between|of {a} and {b}",
        "number of $meetings of|with {a}",
        "count [all|the] $meetings between|of {a} and {b}",
    ],
    answer,
};

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let filter = asked.filter();
    let (a, b) = (label(asked.a.as_ref()), label(asked.b.as_ref()));
    let manner = Manner::of(asked);
    let who = match (a, b) {
        ("", _) => "meetings took place".to_owned(),
        (_, "") => format!("{a} {} others", manner.verb()),
        _ => format!("{a} {} {b}", manner.verb()),
    };
    let reading = format!("how often {who}{}", asked.setting());
    let (mut answer, chosen) = asker.meetings(asked, &filter, reading)?;
    let span = chosen.span();
    if span.count > 0 {
        answer.headline = format!("{} {}", meetings(span.count), dates(span));
        answer.items = vec![Item {
            name: span.count.to_string(),
            what: "meetings".to_owned(),
            count: span.count,
            first: span.first,
            last: span.last,
        }];
    }
    Ok(answer)
}
