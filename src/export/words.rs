//! What a drawing says of actors and ties when one points at them.

use super::csv::label;
use crate::network::{Direction, Encounter, Party, TieView};
use crate::record::MeetingStatus;

/// Meetings that are listed of one tie; more would not fit a screen.
const MAX_LISTED: usize = 12;

/// The name, kind, offices and affiliations of an actor with so many ties, a line each.
pub(super) fn about(party: &Party, ties: usize) -> String {
    let mut lines = vec![format!("{} ({})", party.name, party.kind)];
    for words in [&party.roles, &party.affiliations] {
        if !words.is_empty() {
            lines.push(words.join(", "));
        }
    }
    let actors = if ties == 1 { "actor" } else { "actors" };
    lines.push(format!("tied to {ties} {actors}"));
    lines.join("\n")
}

/// Who a tie ties, and by which meetings, a line each.
pub(super) fn meetings(tie: TieView<'_>) -> String {
    let [one, other] = tie.parties();
    let between = match tie.kind().direction() {
        Direction::Directed => "→",
        Direction::Undirected => "–",
    };
    let mut lines = vec![format!("{} {between} {}: {}", one.name, other.name, label(tie))];
    lines.extend(tie.meetings().take(MAX_LISTED).map(in_words));
    lines.extend(tie.statements().take(MAX_LISTED).map(|it| {
        let date = it.published.map_or_else(|| "no date".to_owned(), |date| date.to_string());
        format!("{date} ({}): {}", it.tone, it.content)
    }));
    let all = tie.meetings().len() + tie.statements().len();
    let more = all.saturating_sub(MAX_LISTED);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines.join("\n")
}

/// `2025-12-04: talks, Hallandale Beach, United States (planned)`.
fn in_words(meeting: &Encounter) -> String {
    let date = meeting.date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
    let place = meeting.place();
    let before = if place.is_empty() { "" } else { ", " };
    let status = match meeting.status {
        MeetingStatus::Held => String::new(),
        status => format!(" ({status})"),
    };
    format!("{date}: {}{before}{place}{status}", meeting.kind)
}
