//! How actors and ties look in every drawing: colors, sizes, widths.
//!
//! The colors of kinds are those of Okabe and Ito, which people with any color vision tell apart,
//! paled for black letters on them.

use super::groups::Groups;
use crate::network::{Network, PartyKind, Sign, TieView, real};
use crate::record::MeetingStatus;

/// Red, green, blue.
pub(super) type Color = [u8; 3];

/// How an actor of one kind looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    /// The color within.
    pub(super) fill: Color,
    /// The color of the border.
    pub(super) line: Color,
}

impl Look {
    /// The look of a shape whose color tells nothing.
    pub(super) const PLAIN: Self = Self { fill: [255, 255, 255], line: [91, 103, 112] };

    /// The look of an actor of `kind`.
    pub(super) const fn of(kind: PartyKind) -> Self {
        match kind {
            PartyKind::Person => Self { fill: [207, 232, 248], line: [0, 114, 178] },
            PartyKind::State => Self { fill: [252, 228, 178], line: [183, 117, 0] },
            PartyKind::Organization => Self { fill: [191, 232, 217], line: [0, 113, 79] },
            PartyKind::Bloc => Self { fill: [241, 214, 229], line: [160, 70, 122] },
            PartyKind::Place => Self { fill: [238, 238, 238], line: [90, 90, 90] },
        }
    }

    /// The look of an actor in the group of this rank.
    fn of_group(rank: Option<usize>) -> Self {
        let Some(&fill) = rank.and_then(|rank| GROUP_FILLS.get(rank)) else { return NO_GROUP };
        Self { fill, line: fill.map(|part| part / 5 * 3) }
    }
}

/// The colors of groups, the largest first: those that Paul Tol made for labels, which people with
/// any color vision tell apart and which leave black letters on them readable.
const GROUP_FILLS: [Color; 8] = [
    [119, 170, 221],
    [238, 136, 102],
    [238, 221, 136],
    [68, 187, 153],
    [255, 170, 187],
    [153, 221, 255],
    [187, 204, 51],
    [170, 170, 0],
];

/// Who is in no group, or in a small one.
const NO_GROUP: Look = Look { fill: [233, 236, 239], line: [120, 129, 138] };

/// The looks of all actors, and what the colors of groups mean.
#[derive(Clone, Debug)]
pub(super) struct Paint {
    /// The looks, in order of [`Network::parties`].
    pub(super) looks: Vec<Look>,
    /// The groups that have a color, and those that share one.
    pub(super) legend: Vec<(String, Look)>,
}

impl Paint {
    /// The looks of actors in these groups; without groups, those of their kinds.
    pub(super) fn new(network: &Network, groups: &Groups) -> Self {
        if groups.of.is_empty() {
            let looks = network.parties().map(|party| Look::of(party.kind)).collect();
            return Self { looks, legend: Vec::new() };
        }
        let looks: Vec<Look> = groups.of.iter().map(|&group| Look::of_group(group)).collect();
        let colored = groups.groups.iter().enumerate().take(GROUP_FILLS.len());
        let mut legend: Vec<(String, Look)> =
            colored.map(|(rank, group)| (group.name.clone(), Look::of_group(Some(rank)))).collect();
        if looks.contains(&NO_GROUP) {
            legend.push(("others".to_owned(), NO_GROUP));
        }
        Self { looks, legend }
    }
}

/// The color of a tie that speaks well, ill or neither.
pub(super) const fn of_sign(sign: Sign) -> Color {
    match sign {
        Sign::Positive => [0, 114, 178],
        Sign::Neutral => [91, 103, 112],
        Sign::Negative => [200, 80, 0],
    }
}

/// `#0072b2`.
pub(super) fn hex([red, green, blue]: Color) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The size of the letters of an actor with so many meetings with others, in points.
pub(super) fn size(strength: usize) -> f64 {
    (11.0 + 2.0 * real(strength + 1).log2()).min(26.0)
}

/// The width of a tie of so many meetings, in points: each doubling adds the same.
pub(super) fn width(weight: usize) -> f64 {
    (1.0 + 1.5 * real(weight.max(1)).log2()).min(9.0)
}

/// How a tie is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stroke {
    /// At least one meeting was held, or no meeting is behind it.
    Solid,
    /// All are yet to come.
    Dashed,
    /// All were called off.
    Dotted,
}

impl Stroke {
    /// The stroke of `tie`.
    pub(super) fn of(tie: TieView<'_>) -> Self {
        let statuses = tie.statuses();
        if statuses.is_empty() || statuses.contains(&MeetingStatus::Held) {
            Self::Solid
        } else if statuses.iter().all(|&status| status == MeetingStatus::Cancelled) {
            Self::Dotted
        } else {
            Self::Dashed
        }
    }

    /// Its name in Graphviz.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Dashed => "dashed",
            Self::Dotted => "dotted",
        }
    }
}
