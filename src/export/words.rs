//! What a drawing says of actors and ties when one points at them.

use super::csv::label;
use crate::date::Date;
use crate::network::{Direction, Encounter, Ground, Network, Party, TieView};
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

/// How many actors and meetings there are, and when these were: `5 actors, 4 meetings from
/// 2025-03-04 to 2026-01-15, 1 without a date`.
pub(super) fn extent(network: &Network) -> String {
    let count = |many: usize, word: &str| {
        if many == 1 { format!("1 {word}") } else { format!("{many} {word}s") }
    };
    let dates: Vec<Option<Date>> = match network.kind().ground() {
        Ground::Meetings => network.encounters().iter().map(|it| it.date).collect(),
        Ground::Statements => network.utterances().iter().map(|it| it.published).collect(),
        Ground::Memberships => Vec::new(),
    };
    let known = dates.iter().flatten();
    let (first, last) =
        (known.clone().map(|date| date.first()).min(), known.clone().map(|date| date.last()).max());
    let undated = dates.len() - known.count();
    let mut words = count(network.parties().len(), "actor");
    if network.kind().ground() != Ground::Memberships {
        words.push_str(", ");
        words.push_str(&network.kind().counted(dates.len()));
    }
    if let (Some(first), Some(last)) = (first, last) {
        words.push_str(&if first == last {
            format!(" on {first}")
        } else {
            format!(" from {first} to {last}")
        });
        if undated > 0 {
            words.push_str(&format!(", {undated} without a date"));
        }
    }
    words
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
pub(super) fn in_words(meeting: &Encounter) -> String {
    let date = meeting.date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
    let place = meeting.place();
    let before = if place.is_empty() { "" } else { ", " };
    let status = match meeting.status {
        MeetingStatus::Held => String::new(),
        status => format!(" ({status})"),
    };
    format!("{date}: {}{before}{place}{status}", meeting.kind)
}
