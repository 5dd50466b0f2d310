//! What is planned, and what was called off: `who will Guterres meet?`, `planned meetings of Kim`.

use super::meetings::{AHEAD, ids, label, meetings, names, with_status};
use super::{Answer, Asked, Asker, Form};
use crate::record::MeetingStatus;
use crate::store::{Error, Filter};

pub(super) const FORM: Form = Form {
    name: "planned",
    example: "which meetings of Moon are planned?",
    patterns: &[
        "who|whom will|does|is {a} [going+to|to|plan+to|planning+to|due+to|supposed+to|scheduled+to] $meet [with]",
        "who|whom $did {a} plan|plans|planned|hope|intend|want|expect to $meet [with]",
        "who will|is [to|going+to|due+to] $meet [with] {a}",
        "when|where will|does|is {a} [to|plan+to|going+to|due+to] $meet [with] {b}",
        "when|where will|are {a} and {b} [to|going+to|due+to] $meet",
        "will {a} $meet [with] {b}",
        "will|are {a} and {b} [to|going+to|due+to|planning+to] $meet",
        "is|are {a} [to|going+to|due+to|planning+to|supposed+to|scheduled+to] $meet [with] {b}",
        "did {a} cancel|call+off|postpone [the|a|any|his|her|its|their] $meetings|meeting|summit with {b}",
        "did {a} cancel|call+off|postpone [the|a|any|his|her|its|their] $meetings|meeting|summit",
        "what did {a} cancel|call+off|postpone",
        "$which $meetings did {a} cancel|call+off|postpone",
        "[$which|all|the] planned|upcoming|future|scheduled $meetings [of|with|for] {a}",
        "[$which|all|the] planned|upcoming|future|scheduled $meetings between|of {a} and {b}",
        "[$which|all|the] planned|upcoming|future|scheduled $meetings",
        "$which $meetings [of|with|by] {a} are planned|scheduled|expected|upcoming",
        "$which $meetings are|were [being] planned|scheduled|expected|proposed [for|with|of|by] {a}",
        "$which $meetings are|were [being] planned|scheduled|expected|proposed between|of {a} and {b}",
        "$which $meetings are|were [being] planned|scheduled|expected|proposed",
        "$which $meetings does|has {a} plan|planned",
        "[$which|all|the] cancelled|canceled|postponed $meetings [of|with|between] {a} and {b}",
        "[$which|all|the] cancelled|canceled|postponed $meetings [of|with] {a}",
        "[$which|all|the] cancelled|canceled|postponed $meetings",
        "$which $meetings [of|with|by] {a} [were|was] cancelled|canceled|called+off",
        "$which $meetings [were|was] cancelled|canceled|called+off [with|by] {a}",
        "$which $meetings [were|was] cancelled|canceled|called+off",
    ],
    answer,
};

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let is_off =
        asked.shape.has(&["cancelled", "canceled", "postponed", "cancel", "postpone", "off"]);
    let statuses = if is_off { &[MeetingStatus::Cancelled][..] } else { AHEAD };
    let base = Filter { kinds: Vec::new(), ..asked.filter() };
    let filter = with_status(&base, statuses);
    let what = if is_off { "called off" } else { "planned or proposed" };
    let (a, b) = (label(asked.a.as_ref()), label(asked.b.as_ref()));
    let who = match (a, b) {
        ("", _) => String::new(),
        (_, "") => format!(" of {a}"),
        _ => format!(" of {a} and {b}"),
    };
    let reading = format!("meetings{who} that are {what}{}", asked.setting());
    let (mut answer, chosen) = asker.meetings(asked, &filter, reading)?;
    let span = chosen.span();
    answer.items = asker.company(&chosen, &ids(asked.a.as_ref()), |_| true)?;
    if span.count > 0 {
        answer.headline = format!("{}: {}", meetings(span.count), names(&answer.items));
        let held = asker.store.meetings_span(&base)?.count;
        if held > 0 && !a.is_empty() && !is_off {
            answer.notes.push(format!("{} of the same are told to have been held", meetings(held)));
        }
    }
    Ok(answer)
}
