//! Who received or mediated meetings: `who hosted the talks in Beijing?`, `meetings hosted by Putin`.

use std::collections::BTreeSet;

use super::meetings::{ids, label, meetings, names};
use super::{Answer, Asked, Asker, Form};
use crate::store::{Error, Filter, Part};

/// Who received others.
pub(super) const FORM: Form = Form {
    name: "hosts",
    example: "who hosted the talks in Beijing?",
    patterns: &[
        "who [$did] $hosted [the] $meetings|summit|ceremony between|of|with {a} and {b}",
        "who [$did] $hosted [the] $meetings|summit|ceremony of|with {a}",
        "who [$did] $hosted [the] $meetings|summit|ceremony",
        "who [$did] mediated|mediate between {a} and {b}",
        "who $is [the] host|hosts|mediator|mediators of [the] $meetings|summit between|of {a} and {b}",
        "who $is [the] host|hosts|mediator|mediators of [the] $meetings|summit",
        "who $is [the] mediator|mediators between {a} and {b}",
    ],
    answer: hosts,
};

/// Whom and what somebody received.
pub(super) const BY: Form = Form {
    name: "hosted by",
    example: "meetings hosted by Zelensky",
    patterns: &[
        "$which $meetings [$did] {a} $hosted",
        "[all|the] $meetings [that|which] [were|was] $hosted by {a}",
        "[all|the] $meetings [that|which] {a} [has] $hosted",
        "$did {a} [ever] $hosted [the|a|any] $meetings|summit",
    ],
    answer: hosted,
};

/// The part that is asked for, and what one does in it.
fn part(asked: &Asked) -> (Part, &'static str) {
    let mediates = |word: &String| word.starts_with("mediat");
    if asked.shape.literals.iter().any(mediates) {
        (Part::Mediator, "mediated")
    } else {
        (Part::Host, "hosted")
    }
}

/// All kinds of meetings that are asked for.
fn filter(asked: &Asked) -> Filter {
    let kind = ["summit", "ceremony"].into_iter().find(|it| asked.shape.has(&[it]));
    Filter { kinds: kind.into_iter().map(str::to_owned).collect(), ..asked.filter() }
}

fn hosts(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let filter = filter(asked);
    let all = asker.store.choose_meetings(&filter)?;
    let (part, verb) = part(asked);
    let (chosen, who) = asker.store.with_part(&all, part, None)?;
    let of = match (label(asked.a.as_ref()), label(asked.b.as_ref())) {
        ("", _) => String::new(),
        (a, "") => format!(" with {a}"),
        (a, b) => format!(" of {a} and {b}"),
    };
    let reading = format!("who {verb} meetings{of}{}", asked.setting());
    let mut answer = asker.answer_with(asked, &filter, &chosen, reading)?;
    if answer.count == 0 {
        let count = all.span().count;
        answer.notes.retain(|_| count == 0);
        if count > 0 {
            answer.headline = format!("of {} no article tells who {verb}", meetings(count));
        }
        return Ok(answer);
    }
    answer.items = asker.company(&chosen, &[], |it| who.contains(&it.id))?;
    answer.headline = format!("{}, in {}", names(&answer.items), meetings(answer.count));
    Ok(answer)
}

fn hosted(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let filter = filter(asked);
    let own = ids(asked.a.as_ref());
    let who = label(asked.a.as_ref());
    let all = asker.store.choose_meetings(&filter)?;
    let (part, verb) = part(asked);
    let (chosen, hosts) = asker.store.with_part(&all, part, Some(&own))?;
    let reading = format!("meetings that {who} {verb}{}", asked.setting());
    let mut answer = asker.answer_with(asked, &filter, &chosen, reading)?;
    if answer.count == 0 {
        let count = all.span().count;
        answer.notes.retain(|_| count == 0);
        if count > 0 {
            let told = meetings(count);
            answer.notes.push(format!(
                "{who} took part in {told} that others {verb}, or nobody is told to have"
            ));
        }
        return Ok(answer);
    }
    let own: BTreeSet<_> = own.into_iter().chain(hosts).collect();
    answer.items = asker.company(&chosen, &own.into_iter().collect::<Vec<_>>(), |_| true)?;
    answer.headline = match answer.items.is_empty() {
        true => meetings(answer.count),
        false => format!("{}: {}", meetings(answer.count), names(&answer.items)),
    };
    Ok(answer)
}
