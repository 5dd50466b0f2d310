//! What a drawing says of actors and ties when one points at them.

use std::{collections::BTreeMap, fmt::Write as _};

use jiff::civil;

use super::csv::label;
use crate::date::Date;
use crate::network::{Direction, Encounter, Ground, Network, Party, PartyKind, TieKind, TieView};
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

/// What is counted of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// All meetings and statements in it, those of one actor alone too.
    All,
    /// Those that ties stand for, which is what a diagram shows.
    Tied,
}

/// How many actors and meetings there are, and when these were: `5 actors, 4 meetings from 2025 to
/// 2026-01-15, 1 without a date`.
pub(super) fn extent(network: &Network, counted: Counted) -> String {
    let dates: Vec<Option<Date>> = match (network.kind().ground(), counted) {
        (Ground::Meetings, Counted::All) => network.encounters().iter().map(|it| it.date).collect(),
        (Ground::Meetings, Counted::Tied) => {
            let met = network.ties().flat_map(TieView::meetings).map(|it| (it.id, it.date));
            met.collect::<BTreeMap<_, _>>().into_values().collect()
        }
        (Ground::Statements, Counted::All) => {
            network.utterances().iter().map(|it| it.published).collect()
        }
        (Ground::Statements, Counted::Tied) => {
            let said = network.ties().flat_map(TieView::statements).map(|it| (it.id, it.published));
            said.collect::<BTreeMap<_, _>>().into_values().collect()
        }
        (Ground::Memberships, _) => Vec::new(),
    };
    let mut words = who(network);
    if network.kind().ground() != Ground::Memberships {
        let among = match (network.kind(), counted) {
            (TieKind::Met | TieKind::StateMet, Counted::Tied) => " between them",
            (TieKind::SpokeAbout, Counted::Tied) => " about one another",
            _ => "",
        };
        write!(words, ", {}{among}", network.kind().counted(dates.len()))
            .expect("memory takes all");
    }
    words.push_str(&span(&dates));
    words
}

/// How many actors, states and places a network has.
fn who(network: &Network) -> String {
    let places = network.parties().filter(|party| party.kind == PartyKind::Place).count();
    let actors = network.parties().len() - places;
    let states = network.parties().all(|party| party.kind == PartyKind::State) && actors > 0;
    let mut words = count(actors, if states { "state" } else { "actor" });
    if places > 0 {
        words.push_str(", ");
        words.push_str(&count(places, "place"));
    }
    words
}

fn count(many: usize, word: &str) -> String {
    if many == 1 { format!("1 {word}") } else { format!("{many} {word}s") }
}

/// From when to when dates reach, as precisely as they are known, and how many are missing.
fn span(dates: &[Option<Date>]) -> String {
    let known = || dates.iter().copied().flatten();
    let (Some(first), Some(last)) =
        (known().min_by_key(|date| date.first()), known().max_by_key(|date| date.last()))
    else {
        return String::new();
    };
    let end = |date: Date, day: civil::Date| match date {
        Date::Year(_) | Date::Month(..) => date.to_string(),
        Date::Day(_) | Date::Interval(..) => day.to_string(),
    };
    let (since, until) = (end(first, first.first()), end(last, last.last()));
    let mut words = match (since == until, first) {
        (true, Date::Year(_) | Date::Month(..)) => format!(" in {since}"),
        (true, _) => format!(" on {since}"),
        (false, _) => format!(" from {since} to {until}"),
    };
    let undated = dates.len() - known().count();
    if undated > 0 {
        write!(words, ", {undated} without a date").expect("memory takes all");
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::sample;

    #[test]
    fn a_diagram_counts_the_meetings_that_it_shows() {
        assert_eq!(
            extent(&sample(), Counted::Tied),
            "5 actors, 5 meetings between them from 2025-03-04 to 2026-01-15, 1 without a date"
        );
    }

    #[test]
    fn dates_are_told_as_precisely_as_they_are_known() {
        let span = |dates: &[&str]| {
            let dates: Vec<Option<Date>> = dates.iter().map(|date| date.parse().ok()).collect();
            super::span(&dates)
        };
        assert_eq!(span(&["1928", "2015-04-11"]), " from 1928 to 2015-04-11");
        assert_eq!(span(&["2015-04", "2015-04"]), " in 2015-04");
        assert_eq!(span(&["2015-04-11", ""]), " on 2015-04-11, 1 without a date");
        assert_eq!(span(&["2015-04-10/2015-04-11"]), " from 2015-04-10 to 2015-04-11");
        assert_eq!(span(&[""]), "");
    }
}
