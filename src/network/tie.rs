//! Ties: of which kind, drawn from what, when, and with which sign.

use jiff::civil;

use super::{Encounter, Membership, Network, Party, Utterance, sorted};
use crate::date::Date;
use crate::record::{MeetingKind, MeetingStatus, Tone};
use crate::vocabulary;

vocabulary! {
    /// What ties two parties.
    pub enum TieKind {
        /// They took part in the same meeting.
        Met = "met",
        /// Those who act for two states took part in the same meeting.
        StateMet = "state-met",
        /// The one speaks about the other.
        SpokeAbout = "spoke-about",
        /// They make a statement in one voice.
        CoStatement = "co-statement",
        /// The actor took part in a meeting at the place.
        MetAt = "met-at",
        /// The one acts for the other.
        Affiliated = "affiliated",
    }
}

vocabulary! {
    /// What statements are drawn from do: speak well, ill, or neither.
    pub enum Sign {
        /// Mostly praise, support, agreement, apologies or promises.
        Positive = "positive",
        /// As much of the one as of the other, or neither.
        Neutral = "neutral",
        /// Mostly demands, warnings, criticism, refusal, blame or threats.
        Negative = "negative",
    }
}

/// Whether a tie leads from the one to the other or both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the first end to the second.
    Directed,
    /// Both ways.
    Undirected,
}

/// What ties two parties, of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// What it is.
    pub kind: TieKind,
    /// What it is drawn from, each once: indices of [`Network::encounters`],
    /// [`Network::utterances`] or [`Network::memberships`], as its kind has it.
    pub(super) grounds: Vec<usize>,
    pub(super) weight: usize,
}

/// A tie with its ends and what it is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct TieView<'a> {
    pub(super) network: &'a Network,
    pub(super) tie: &'a Tie,
    pub(super) ends: [usize; 2],
}

/// What ties of a kind are drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    Meetings,
    Statements,
    Memberships,
}

impl TieKind {
    /// Whether such ties lead from the one to the other.
    #[must_use]
    pub const fn direction(self) -> Direction {
        match self {
            Self::SpokeAbout | Self::Affiliated => Direction::Directed,
            Self::Met | Self::StateMet | Self::CoStatement | Self::MetAt => Direction::Undirected,
        }
    }

    /// Whether such ties have a sign.
    #[must_use]
    pub const fn is_signed(self) -> bool {
        matches!(self, Self::SpokeAbout)
    }

    /// What such ties are drawn from.
    pub(crate) const fn ground(self) -> Ground {
        match self {
            Self::Met | Self::StateMet | Self::MetAt => Ground::Meetings,
            Self::SpokeAbout | Self::CoStatement => Ground::Statements,
            Self::Affiliated => Ground::Memberships,
        }
    }

    /// A weight of such ties in words: `1 meeting`, `2 statements`.
    #[must_use]
    pub fn counted(self, weight: usize) -> String {
        let word = match self.ground() {
            Ground::Meetings => "meeting",
            Ground::Statements => "statement",
            Ground::Memberships => "article",
        };
        super::select::counted(weight, word)
    }
}

impl Sign {
    /// The sign of one statement.
    #[must_use]
    pub const fn of(tone: Tone) -> Self {
        match tone {
            Tone::Praise | Tone::Support | Tone::Agree | Tone::Apologize | Tone::Promise => {
                Self::Positive
            }
            Tone::Neutral | Tone::Appeal | Tone::Deny => Self::Neutral,
            Tone::Demand
            | Tone::Warn
            | Tone::Criticize
            | Tone::Reject
            | Tone::Accuse
            | Tone::Threaten => Self::Negative,
        }
    }
}

/// Statements by what they do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tones {
    /// Those that speak well.
    pub positive: usize,
    /// Those that do neither.
    pub neutral: usize,
    /// Those that speak ill.
    pub negative: usize,
}

impl<'a> TieView<'a> {
    /// What ties the two.
    #[must_use]
    pub const fn kind(self) -> TieKind {
        self.tie.kind
    }

    /// The indices of the two parties in [`Network::parties`]: from whom and to whom it leads, or
    /// if it leads both ways, the smaller first.
    #[must_use]
    pub const fn ends(self) -> [usize; 2] {
        self.ends
    }

    /// The two parties, in the order of [`Self::ends`].
    #[must_use]
    pub fn parties(self) -> [&'a Party; 2] {
        self.ends.map(|end| self.network.party(end))
    }

    /// The number of distinct meetings or statements it is drawn from; of affiliations, the
    /// articles that say so, or one where only a correction does.
    #[must_use]
    pub const fn weight(self) -> usize {
        self.tie.weight
    }

    /// The meetings it is drawn from, by date; those without one at the end.
    #[must_use]
    pub fn meetings(self) -> impl ExactSizeIterator<Item = &'a Encounter> + Clone {
        self.of(Ground::Meetings).iter().map(|&index| &self.network.encounters[index])
    }

    /// The statements it is drawn from, by date; those without one at the end.
    #[must_use]
    pub fn statements(self) -> impl ExactSizeIterator<Item = &'a Utterance> + Clone {
        self.of(Ground::Statements).iter().map(|&index| &self.network.utterances[index])
    }

    /// The affiliations it is drawn from, by office.
    #[must_use]
    pub fn memberships(self) -> impl ExactSizeIterator<Item = &'a Membership> + Clone {
        self.of(Ground::Memberships).iter().map(|&index| &self.network.memberships[index])
    }

    /// What it is drawn from, if that is of this kind.
    fn of(self, ground: Ground) -> &'a [usize] {
        if self.tie.kind.ground() == ground { &self.tie.grounds } else { &[] }
    }

    /// The dates of all that it is drawn from, where known: of meetings, when they were; of
    /// statements and affiliations, when they were published.
    fn dates(self) -> impl Iterator<Item = Date> + 'a {
        self.told_once().chain(
            self.memberships().filter_map(|it| {
                Some(Date::between(it.first?.first(), it.last.or(it.first)?.last()))
            }),
        )
    }

    /// The dates of meetings and statements, where known.
    fn told_once(self) -> impl Iterator<Item = Date> + 'a {
        let meetings = self.meetings().filter_map(|it| it.date);
        meetings.chain(self.statements().filter_map(|it| it.published))
    }

    /// Whether some of what it is drawn from has no date.
    #[must_use]
    pub fn is_partly_undated(self) -> bool {
        self.dates().count() < self.tie.grounds.len()
    }

    /// The earliest date of what it is drawn from; of affiliations, when first told.
    #[must_use]
    pub fn first(self) -> Option<Date> {
        let told = self.memberships().filter_map(|it| it.first);
        self.told_once().chain(told).min_by_key(|date| date.first())
    }

    /// The latest date of what it is drawn from; of affiliations, when last told.
    #[must_use]
    pub fn last(self) -> Option<Date> {
        let told = self.memberships().filter_map(|it| it.last.or(it.first));
        self.told_once().chain(told).max_by_key(|date| date.last())
    }

    /// First and last days of what it is drawn from, in order; those that overlap are joined.
    #[must_use]
    pub fn spells(self) -> Vec<(civil::Date, civil::Date)> {
        joined(self.dates().map(|date| (date.first(), date.last())).collect())
    }

    /// How far its meetings have come, each status once.
    #[must_use]
    pub fn statuses(self) -> Vec<MeetingStatus> {
        sorted(self.meetings().map(|meeting| meeting.status))
    }

    /// What kinds of meetings they are, each once.
    #[must_use]
    pub fn meeting_kinds(self) -> Vec<MeetingKind> {
        sorted(self.meetings().map(|meeting| meeting.kind))
    }

    /// Where they met, most specific place of each meeting, each once.
    #[must_use]
    pub fn places(self) -> Vec<&'a str> {
        sorted(self.meetings().filter_map(|meeting| Some(meeting.places.first()?.name.as_str())))
    }

    /// The offices of its affiliations, each once.
    #[must_use]
    pub fn roles(self) -> Vec<&'a str> {
        sorted(self.memberships().map(|it| it.role.as_str()).filter(|role| !role.is_empty()))
    }

    /// Its statements by what they do.
    #[must_use]
    pub fn tones(self) -> Tones {
        let mut tones = Tones::default();
        for statement in self.statements() {
            match Sign::of(statement.tone) {
                Sign::Positive => tones.positive += 1,
                Sign::Neutral => tones.neutral += 1,
                Sign::Negative => tones.negative += 1,
            }
        }
        tones
    }

    /// What its statements do for the most part, if it is of a kind with a sign.
    #[must_use]
    pub fn sign(self) -> Option<Sign> {
        let tones = self.tones();
        self.kind().is_signed().then(|| match tones.positive.cmp(&tones.negative) {
            std::cmp::Ordering::Greater => Sign::Positive,
            std::cmp::Ordering::Equal => Sign::Neutral,
            std::cmp::Ordering::Less => Sign::Negative,
        })
    }
}

/// Spells of days in order, those that overlap joined.
pub(super) fn joined(mut days: Vec<(civil::Date, civil::Date)>) -> Vec<(civil::Date, civil::Date)> {
    days.sort_unstable();
    days.dedup_by(|later, kept| {
        let overlaps = later.0 <= kept.1;
        if overlaps {
            kept.1 = kept.1.max(later.1);
        }
        overlaps
    });
    days
}
