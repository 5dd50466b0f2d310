//! Who met in a place or at a time: `who met in Geneva?`, `what happened in March 2018?`

use super::meetings::{meetings, names};
use super::{Answer, Asked, Asker, Form};
use crate::store::Error;

pub(super) const FORM: Form = Form {
    name: "there",
    example: "who met in Panmunjom in April 2018?",
    patterns: &[
        "who|whom [$did] $met|$talked [each+other]",
        "who|whom [$did] $met|$talked [each+other] in|at|near|around {p}",
        "who [$did] $met|$talked [with|to] who|whom",
        "who $is [present|there] in|at|near {p}",
        "who [$did] visited|visit|went+to|travelled+to|traveled+to|came+to {p}",
        "$which $people [$did] visited|visit|went+to|travelled+to|traveled+to {p}",
        "$which $people $met|were [each+other] in|at|near {p}",
        "$which $people $met [each+other]",
        "[$which|all] $meetings [took+place|were+held|were+there|happened|there+were]",
        "[$which|all] $meetings [took+place|were+held|were+there|happened] in|at|near {p}",
        "$meetings in|at|near {p}",
        "what happened|took+place",
        "what happened|took+place in|at|near {p}",
    ],
    answer,
};

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let filter = asked.filter();
    let reading = format!("who met{}", asked.setting());
    let (mut answer, chosen) = asker.meetings(asked, &filter, reading)?;
    let span = chosen.span();
    answer.items = asker.company(&chosen, &[], |_| true)?;
    if span.count > 0 {
        answer.headline = format!("{}: {}", meetings(span.count), names(&answer.items));
    }
    Ok(answer)
}
