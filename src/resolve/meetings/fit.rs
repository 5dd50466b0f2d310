//! How well an entry fits a meeting: who, when, where, and what kind.
//!
//! Each agreement and each contradiction has points that add up, as with people.

use jiff::{Span, civil};
use rustc_hash::FxHashMap;

use super::Told;
use crate::date::{Date, Precision};
use crate::record::{ActorId, LocationId, MeetingKind, MeetingStatus};
use crate::resolve::groups::Few;

/// Points from which an entry tells of a meeting.
const ENOUGH: f64 = 2.5;

/// Points for what cannot be one meeting.
const NEVER: f64 = -9.0;

/// The days on which something may have been.
pub(super) type Window = Option<(civil::Date, civil::Date)>;

/// Bodies for whom each actor acts, as actors.
pub(super) type Sides = FxHashMap<ActorId, Few<ActorId>>;

/// The days on which a meeting may have been: by its date, or else around its article's.
pub(super) fn window(told: &Told<'_>) -> Window {
    if let Some(date) = told.entry.date {
        return Some((date.first(), date.last()));
    }
    let published = told.published?;
    let (before, after) = match told.entry.status {
        MeetingStatus::Held => (7, 1),
        _ => (1, 31),
    };
    Some((
        published.first().saturating_sub(Span::new().days(before)),
        published.last().saturating_add(Span::new().days(after)),
    ))
}

/// The days between two windows; 0 if they overlap.
pub(super) fn apart(one: (civil::Date, civil::Date), other: (civil::Date, civil::Date)) -> i32 {
    let between = |first: civil::Date, last: civil::Date| {
        first.until(last).map_or(i32::MAX, |span| span.get_days())
    };
    match () {
        () if one.1 < other.0 => between(one.1, other.0),
        () if other.1 < one.0 => between(other.1, one.0),
        () => 0,
    }
}

/// What the first entry of a meeting says of its time: it is the most exact.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Anchor {
    date: Option<Date>,
    window: Window,
    status: MeetingStatus,
    published: Option<Date>,
}

/// Entries that are one meeting, as far as they are grouped.
#[derive(Clone, Default)]
pub(super) struct Group<'a> {
    /// The entries, by their numbers.
    pub(super) told: Vec<usize>,
    articles: Few<usize>,
    stories: Few<usize>,
    participants: Few<ActorId>,
    countries: Few<&'a str>,
    locations: Few<LocationId>,
    towns: Few<LocationId>,
    kinds: Few<MeetingKind>,
    /// The statuses, each with the last day on which it was published.
    statuses: Vec<(MeetingStatus, Option<civil::Date>)>,
    anchors: Vec<Anchor>,
}

/// Times that are kept of a meeting: the most exact, and the first of each status.
const ANCHORS: usize = 4;

impl<'a> Group<'a> {
    /// Takes an entry in.
    pub(super) fn take(&mut self, index: usize, told: &Told<'a>, window: Window) {
        let status = told.entry.status;
        if self.told.is_empty()
            || self.anchors.len() < ANCHORS && self.anchors.iter().all(|it| it.status != status)
        {
            let (date, published) = (told.entry.date, told.published);
            self.anchors.push(Anchor { date, window, status, published });
        }
        self.told.push(index);
        self.articles.extend([told.at.article]);
        self.stories.extend([told.story]);
        self.participants.extend(told.participants.all().iter().copied());
        self.countries.extend(told.countries.all().iter().copied());
        self.locations.extend(told.locations.iter().copied());
        self.towns.extend(told.towns.all().iter().copied());
        self.kinds.extend([told.entry.kind]);
        let published = told.published.map(Date::last);
        match self.statuses.iter_mut().find(|it| it.0 == status) {
            Some((_, last)) => *last = (*last).max(published),
            None => self.statuses.push((status, published)),
        }
    }

    /// Whether another is the same to all entries, but those of an article or a story of which one of both
    /// has an entry and the other none.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.participants.all() == other.participants.all()
            && self.countries.all() == other.countries.all()
            && self.locations.all() == other.locations.all()
            && self.towns.all() == other.towns.all()
            && self.kinds.all() == other.kinds.all()
            && self.statuses == other.statuses
            && self.anchors == other.anchors
    }

    /// How well an entry fits, if it may be the same meeting.
    pub(super) fn fit(&self, told: &Told<'_>, window: Window, sides: &Sides) -> Option<f64> {
        if self.articles.contains(told.at.article) {
            return None;
        }
        let time = self.time(told, window);
        // Nothing makes up for that.
        if time <= NEVER {
            return None;
        }
        let who = self.who(&told.participants, sides);
        let place = self.place(told);
        let points = self.crowd(told, who, place)?
            + self.kind(told.entry.kind, who)
            + time
            + place
            + self.status(told)
            + if self.stories.contains(told.story) { 1.0 } else { 0.0 };
        (points >= ENOUGH).then_some(points)
    }

    /// How the participants of both compare.
    fn who(&self, others: &Few<ActorId>, sides: &Sides) -> Who {
        let own = &self.participants;
        let (own_count, count) = (own.all().len(), others.all().len());
        let exact = own.common(others);
        let (here, there) = if own_count == exact || count == exact {
            (0, 0)
        } else {
            covered((own, others), sides)
        };
        let shared = exact + here.min(there);
        let union = own_count + count - shared;
        Who {
            shared,
            union: union.max(1),
            is_whole: exact + here == own_count || exact + there == count,
            is_equal: exact + here == own_count && exact + there == count,
            by_sides: here + there > 0,
        }
    }

    /// Points for who was there, if that may be one meeting at all.
    fn crowd(&self, told: &Told<'_>, who: Who, place: f64) -> Option<f64> {
        if who.shared < 2 {
            // Of a summit each article names those of its own country.
            let both_many =
                told.entry.kind.is_large() && self.kinds.all().iter().any(|it| it.is_large());
            return match who.shared {
                1 if who.is_equal && place > 1.0 => Some(2.0),
                1 if both_many && place > 1.0 => Some(0.8),
                _ => None,
            };
        }
        let points = match () {
            () if who.is_equal => 3.0,
            () if who.is_whole => 2.0,
            () if who.shared * 2 > who.union => 1.2,
            () if told.entry.kind.is_large() && self.kinds.contains(told.entry.kind) => 0.7,
            () => return None,
        };
        Some(if who.by_sides { points - 0.5 } else { points })
    }

    /// Points for the kind: a summit is no bilateral on its margins.
    fn kind(&self, kind: MeetingKind, who: Who) -> f64 {
        use MeetingKind as Kind;
        let large = |kind: Kind| matches!(kind, Kind::Summit | Kind::Conference | Kind::Ceremony);
        let points =
            self.kinds.all().iter().map(|&own| match (own, kind) {
                (Kind::Meeting, Kind::Meeting) => 0.2,
                _ if own == kind => 0.5,
                (Kind::Call, Kind::Meeting | Kind::Talks)
                | (Kind::Meeting | Kind::Talks, Kind::Call) => -0.2,
                (Kind::Call, _) | (_, Kind::Call) => NEVER,
                (Kind::Summit, Kind::Conference) | (Kind::Conference, Kind::Summit) => 0.0,
                // Two may call theirs a summit; of more, the larger one is another.
                _ if large(own) != large(kind) && who.is_equal && !who.by_sides => {
                    if who.union == 2 { -0.3 } else { -2.0 }
                }
                _ if large(own) != large(kind) => -3.5,
                _ if large(own) => -1.0,
                _ => 0.0,
            });
        points.fold(NEVER, f64::max)
    }

    /// Points for the place, of calls none.
    fn place(&self, told: &Told<'_>) -> f64 {
        if told.entry.kind == MeetingKind::Call || self.kinds.contains(MeetingKind::Call) {
            return 0.0;
        }
        if told.towns.meets(&self.towns) {
            return 1.5;
        }
        let is_told = |one: usize, other: usize| one > 0 && other > 0;
        let same_country = told.countries.meets(&self.countries);
        if is_told(told.countries.all().len(), self.countries.all().len()) && !same_country {
            return -4.0;
        }
        if is_told(told.towns.all().len(), self.towns.all().len()) {
            // A house in a town may be told of without the town.
            return if same_country { -1.5 } else { -2.0 };
        }
        let same = told.locations.iter().any(|&place| self.locations.contains(place));
        if same || same_country { 0.7 } else { 0.0 }
    }

    /// Points for the time, by the entry of the meeting that fits best, unless it is that of the next.
    fn time(&self, told: &Told<'_>, window: Window) -> f64 {
        if self.anchors.iter().any(|anchor| are_in_turn(anchor, told)) {
            return NEVER;
        }
        self.anchors.iter().map(|anchor| time(anchor, told, window)).fold(NEVER, f64::max)
    }

    /// Points for the status: what was called off was not held, unless it was put off only.
    fn status(&self, told: &Told<'_>) -> f64 {
        let ends = [MeetingStatus::Held, MeetingStatus::Cancelled];
        let own = told.entry.status;
        let Some(place) = ends.iter().position(|&end| end == own) else { return 0.0 };
        let other = self.statuses.iter().find(|it| it.0 == ends[1 - place]);
        let Some(&(_, other)) = other else { return 0.0 };
        let published = told.published.map(Date::last);
        let held_later =
            if own == MeetingStatus::Held { published > other } else { other > published };
        if held_later { -1.0 } else { -3.0 }
    }
}

/// How many of each of two lists, who are not in the other, stand for somebody in the other who is not
/// in theirs, or are stood for.
fn covered((these, those): (&Few<ActorId>, &Few<ActorId>), sides: &Sides) -> (usize, usize) {
    let with_sides = |it: ActorId| (it, sides.get(&it));
    let rest: Vec<(ActorId, Option<&Few<ActorId>>)> = those.beyond(these).map(with_sides).collect();
    let mut are_covered = vec![false; rest.len()];
    let mut here = 0;
    for (one, own) in these.beyond(those).map(with_sides) {
        let mut is_covered = false;
        for (&(other, its), told) in rest.iter().zip(&mut are_covered) {
            let stands_for = own.is_some_and(|own| own.contains(other))
                || its.is_some_and(|its| its.contains(one));
            is_covered |= stands_for;
            *told |= stands_for;
        }
        here += usize::from(is_covered);
    }
    (here, are_covered.into_iter().filter(|&it| it).count())
}

/// How the participants of an entry and of a meeting compare.
#[derive(Clone, Copy, Debug)]
struct Who {
    /// In both, by themselves or by those for whom they act.
    shared: usize,
    /// In either.
    union: usize,
    /// Whether all of one are in the other.
    is_whole: bool,
    /// Whether both are the same.
    is_equal: bool,
    /// Whether a state stands for its people in one of them.
    by_sides: bool,
}

/// Whether one was held and the other is another that was planned: what is planned when a meeting was
/// held is the next one, and nothing is held long before the day for which it was planned.
fn are_in_turn(anchor: &Anchor, told: &Told<'_>) -> bool {
    let is_next = |published: Option<Date>, date: Option<Date>, held: Option<Date>| {
        let Some(held) = held.filter(|held| held.precision() == Precision::Day) else {
            return false;
        };
        let is_later = date.is_some_and(|date| date.first() > held.last());
        date.is_some_and(|date| apart_after(held, date) > EARLY)
            || published.is_some_and(|it| it.first() > held.last())
            || is_later && published.is_some_and(|it| it.first() >= held.last())
    };
    let own = told.entry;
    match (is_pending(anchor.status), is_pending(own.status)) {
        (true, false) => is_next(anchor.published, anchor.date, own.date),
        (false, true) => is_next(told.published, own.date, anchor.date),
        _ => false,
    }
}

/// Whether a meeting is still to come.
fn is_pending(status: MeetingStatus) -> bool {
    matches!(status, MeetingStatus::Planned | MeetingStatus::Proposed)
}

/// Points for the time of an entry beside that of another.
fn time(anchor: &Anchor, told: &Told<'_>, window: Window) -> f64 {
    let (Some(own), Some(other)) = (anchor.window, window) else { return NEVER };
    let days = apart(own, other);
    let is_plan = is_pending(anchor.status) || is_pending(told.entry.status);
    match (anchor.date, told.entry.date) {
        (Some(one), Some(other)) => dated(one, other, days, is_plan),
        (None, None) => {
            let days_of = |date: Date| (date.first(), date.last());
            let published = anchor.published.zip(told.published);
            let between = published.map_or(0, |(one, other)| apart(days_of(one), days_of(other)));
            match days {
                0 if between <= 3 => 0.2,
                0 => 0.0,
                _ => NEVER,
            }
        }
        _ if days == 0 => 0.3,
        _ if days <= 3 => -0.5,
        _ => NEVER,
    }
}

/// Days by which a meeting may be brought forward.
const EARLY: i32 = 2;

/// The days from one date to a later one; 0 if it is not later.
fn apart_after(one: Date, later: Date) -> i32 {
    if later.first() > one.last() {
        apart((one.first(), one.last()), (later.first(), later.last()))
    } else {
        0
    }
}

/// Points for two dates with some days between them; plans are put off.
fn dated(one: Date, other: Date, days: i32, is_pending: bool) -> f64 {
    let rough = |date: Date| matches!(date.precision(), Precision::Month | Precision::Year);
    let year = |date: Date| date.precision() == Precision::Year;
    match days {
        0 if year(one) || year(other) => -0.6,
        0 if rough(one) || rough(other) => 0.7,
        0 if one == other => 2.0,
        0 => 1.5,
        _ if rough(one) || rough(other) => NEVER,
        1..=3 if is_pending => 0.3,
        4..=10 if is_pending => -0.7,
        11..=31 if is_pending => -1.8,
        1 => -0.8,
        2 => -2.0,
        _ => NEVER,
    }
}
