//! The meetings that a filter lets through, looked up once and seen from several sides: how many,
//! from when to when, who was there, where, of which states.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::date::Date;
use crate::gazetteer::Gazetteer;
use crate::record::{ActorId, ActorKind, MeetingId};
use crate::store::filter::Conditions;
use crate::store::sql::word;
use crate::store::{Company, Counterpart, Error, Filter, Order, Part, Store, Stretch};

/// Meetings, by their first days, those without one last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen(Vec<(Day, i64)>);

/// A day as year, month and day in one number; [`Day::NONE`] comes after all days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Day(u32);

impl Day {
    const NONE: Self = Self(u32::MAX);

    /// Reads a day as the database has it.
    fn read(text: Option<&str>) -> Self {
        let digits = |text: &str| {
            text.bytes()
                .filter(u8::is_ascii_digit)
                .fold(0, |sum, it| sum * 10 + u32::from(it - b'0'))
        };
        text.map_or(Self::NONE, |text| Self(digits(text)))
    }

    fn date(self) -> Option<Date> {
        let part = |number: u32| i8::try_from(number).ok();
        let year = i16::try_from(self.0 / 10_000).ok()?;
        let (month, day) = (part(self.0 / 100 % 100)?, part(self.0 % 100)?);
        jiff::civil::Date::new(year, month, day).ok().map(Date::Day)
    }
}

/// How often something is among chosen meetings, and at which of them.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    count: usize,
    /// The first of the meetings, by its place among them.
    first: usize,
    /// The last that has a day.
    last: Option<usize>,
}

/// Chosen meetings from which on a whole table is read, instead of looking for each.
const MANY: usize = 20_000;
/// Actors from which on all names are read.
const MANY_NAMES: usize = 5_000;

/// What is looked up of each meeting, with an order among it.
#[derive(Clone, Copy, Debug)]
enum Of {
    Participants,
    Places,
}

impl Of {
    const fn all(self) -> &'static str {
        match self {
            Self::Participants => "select meeting, actor, 0 from meeting_participants",
            Self::Places => "select meeting, location, rank from meeting_places",
        }
    }

    const fn one(self) -> &'static str {
        match self {
            Self::Participants => {
                "select meeting, actor, 0 from meeting_participants where meeting = ?1"
            }
            Self::Places => "select meeting, location, rank from meeting_places where meeting = ?1",
        }
    }
}

impl Chosen {
    /// How many they are, and from when to when.
    #[must_use]
    pub fn span(&self) -> Stretch {
        let dated = self.0.partition_point(|it| it.0 != Day::NONE);
        Stretch {
            count: self.0.len(),
            first: self.0.first().and_then(|it| it.0.date()),
            last: self.0[..dated].last().and_then(|it| it.0.date()),
        }
    }

    /// The first of them in an order; without a day last in either.
    #[must_use]
    pub fn page(&self, order: Order, limit: usize) -> Vec<MeetingId> {
        let dated = self.0.partition_point(|it| it.0 != Day::NONE);
        let (with, without) = self.0.split_at(dated);
        let id = |it: &(Day, i64)| MeetingId::new(it.1);
        match order {
            Order::Usual => self.0.iter().take(limit).map(id).collect(),
            Order::Reversed => {
                with.iter().rev().chain(without.iter().rev()).take(limit).map(id).collect()
            }
        }
    }

    /// These and others.
    #[must_use]
    pub fn and(&self, others: &Self) -> Self {
        let mut all = [&self.0[..], &others.0].concat();
        all.sort_unstable();
        all.dedup();
        Self(all)
    }

    fn see(&self, seen: &mut Seen, index: usize) {
        seen.first = if seen.count == 0 { index } else { seen.first.min(index) };
        seen.count += 1;
        if self.0[index].0 != Day::NONE {
            seen.last = seen.last.max(Some(index));
        }
    }

    fn stretch(&self, seen: Seen) -> Stretch {
        Stretch {
            count: seen.count,
            first: self.0[seen.first].0.date(),
            last: seen.last.and_then(|it| self.0[it].0.date()),
        }
    }
}

impl Store {
    /// The meetings that a filter lets through, whatever its order and limit.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn choose_meetings(&self, filter: &Filter) -> Result<Chosen, Error> {
        // From the meetings of one actor on, where there is one.
        let alone = filter.groups.iter().position(|group| group.len() == 1);
        let mut rest = filter.clone();
        let mut from = "meetings m".to_owned();
        let mut own = Conditions::none();
        if let Some(index) = alone {
            let actor = rest.groups.remove(index)[0];
            from = "meeting_participants o cross join meetings m on m.id = o.meeting".to_owned();
            own = Conditions::only(format!("o.actor = {}", actor.row()));
        }
        own.0.extend(self.meeting_conditions(&rest)?.0);
        let sql = format!("select m.id, m.date_from from {from} {}", own.clause());
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let day = row.get_ref(1)?.as_str_or_null().map_err(rusqlite::Error::from)?;
            found.push((Day::read(day), row.get(0)?));
        }
        found.sort_unstable();
        Ok(Chosen(found))
    }

    /// Gives what belongs to each of some meetings, in its order; nothing of those that have none.
    fn each_of(
        &self,
        chosen: &Chosen,
        of: Of,
        mut each: impl FnMut(usize, &[i64]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut own: Vec<(i64, i64)> = Vec::new();
        let mut ids = Vec::new();
        let mut give = |index: usize, own: &mut Vec<(i64, i64)>| {
            own.sort_unstable();
            ids.clear();
            ids.extend(own.drain(..).map(|it| it.1));
            if ids.is_empty() { Ok(()) } else { each(index, &ids) }
        };
        if chosen.0.len() < MANY {
            let mut statement = self.connection.prepare_cached(of.one())?;
            for (index, &(_, meeting)) in chosen.0.iter().enumerate() {
                let mut rows = statement.query([meeting])?;
                while let Some(row) = rows.next()? {
                    own.push((row.get(2)?, row.get(1)?));
                }
                give(index, &mut own)?;
            }
            return Ok(());
        }
        let places: FxHashMap<i64, usize> =
            chosen.0.iter().enumerate().map(|(index, it)| (it.1, index)).collect();
        let mut statement = self.connection.prepare_cached(of.all())?;
        let mut rows = statement.query([])?;
        let (mut last, mut place) = (None, None);
        while let Some(row) = rows.next()? {
            let meeting: i64 = row.get(0)?;
            if last.replace(meeting) != Some(meeting) {
                if let Some(index) = place {
                    give(index, &mut own)?;
                }
                place = places.get(&meeting).copied();
            }
            if place.is_some() {
                own.push((row.get(2)?, row.get(1)?));
            }
        }
        place.map_or(Ok(()), |index| give(index, &mut own))
    }

    /// Those of some meetings in which one of some actors takes part.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn attended(&self, chosen: &Chosen, actors: &BTreeSet<ActorId>) -> Result<Chosen, Error> {
        let actors: FxHashSet<i64> = actors.iter().map(|it| it.row()).collect();
        let mut found = Vec::new();
        self.each_of(chosen, Of::Participants, |index, present| {
            if present.iter().any(|it| actors.contains(it)) {
                found.push(chosen.0[index]);
            }
            Ok(())
        })?;
        found.sort_unstable();
        Ok(Chosen(found))
    }

    /// Those of some meetings in which somebody has a part, and who that is; one of some actors,
    /// where they are told.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn with_part(
        &self,
        chosen: &Chosen,
        part: Part,
        actors: Option<&[ActorId]>,
    ) -> Result<(Chosen, BTreeSet<ActorId>), Error> {
        let only: Option<FxHashSet<i64>> =
            actors.map(|actors| actors.iter().map(|it| it.row()).collect());
        let places: FxHashMap<i64, usize> =
            chosen.0.iter().enumerate().map(|(index, it)| (it.1, index)).collect();
        // Few have another part than to take part.
        let mut statement = self.connection.prepare_cached(
            "select meeting, actor from meeting_participants where part = ?1 and part <> 'participant'",
        )?;
        let mut rows = statement.query([part.as_str()])?;
        let (mut found, mut who) = (Vec::new(), BTreeSet::new());
        while let Some(row) = rows.next()? {
            let (meeting, actor): (i64, i64) = (row.get(0)?, row.get(1)?);
            if let Some(&index) = places.get(&meeting)
                && only.as_ref().is_none_or(|only| only.contains(&actor))
            {
                found.push(chosen.0[index]);
                who.insert(ActorId::new(actor));
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok((Chosen(found), who))
    }

    /// Who takes part in some meetings, besides some actors: those of most meetings first.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn company(&self, chosen: &Chosen, own: &[ActorId]) -> Result<Vec<Counterpart>, Error> {
        let mut seen: FxHashMap<i64, Seen> = FxHashMap::default();
        self.each_of(chosen, Of::Participants, |index, present| {
            for actor in present {
                chosen.see(seen.entry(*actor).or_default(), index);
            }
            Ok(())
        })?;
        for actor in own {
            seen.remove(&actor.row());
        }
        let mut found = Vec::with_capacity(seen.len());
        let mut take = |row: &rusqlite::Row<'_>, seen: Seen| -> Result<(), Error> {
            let stretch = chosen.stretch(seen);
            found.push(Counterpart {
                id: ActorId::new(row.get("id")?),
                name: row.get("name")?,
                kind: word::<ActorKind>(row, "kind")?,
                meetings: stretch.count,
                first: stretch.first,
                last: stretch.last,
            });
            Ok(())
        };
        if seen.len() > MANY_NAMES {
            let mut statement =
                self.connection.prepare_cached("select id, name, kind from actors")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if let Some(seen) = seen.get(&row.get::<_, i64>(0)?) {
                    take(row, *seen)?;
                }
            }
        } else {
            let sql = "select id, name, kind from actors where id = ?1";
            let mut statement = self.connection.prepare_cached(sql)?;
            let all: BTreeMap<i64, Seen> = seen.into_iter().collect();
            for (actor, seen) in all {
                let mut rows = statement.query([actor])?;
                if let Some(row) = rows.next()? {
                    take(row, seen)?;
                }
            }
        }
        found.sort_unstable_by(|one: &Counterpart, other| {
            (other.meetings, &one.name, one.id).cmp(&(one.meetings, &other.name, other.id))
        });
        Ok(found)
    }

    /// Where some meetings were, the places of most first; those without a place are under an empty
    /// name.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn places_of(&self, chosen: &Chosen) -> Result<Vec<Company>, Error> {
        let mut seen: FxHashMap<Vec<i64>, Seen> = FxHashMap::default();
        let mut placed = vec![false; chosen.0.len()];
        self.each_of(chosen, Of::Places, |index, places| {
            placed[index] = true;
            match seen.get_mut(places) {
                Some(seen) => chosen.see(seen, index),
                None => chosen.see(seen.entry(places.to_vec()).or_default(), index),
            }
            Ok(())
        })?;
        for index in (0..placed.len()).filter(|&index| !placed[index]) {
            chosen.see(seen.entry(Vec::new()).or_default(), index);
        }
        let mut statement =
            self.connection.prepare_cached("select name from locations where id = ?1")?;
        let mut named: BTreeMap<String, Seen> = BTreeMap::new();
        let all: BTreeMap<Vec<i64>, Seen> = seen.into_iter().collect();
        for (places, seen) in all {
            let names = places.iter().map(|id| statement.query_row([id], |row| row.get(0)));
            let names: Vec<String> = names.collect::<Result<_, _>>()?;
            let known = named.entry(names.join(", ")).or_insert(Seen { count: 0, ..seen });
            known.count += seen.count;
            known.first = known.first.min(seen.first);
            known.last = known.last.max(seen.last);
        }
        let mut found: Vec<(Seen, Company)> = named
            .into_iter()
            .map(|(name, seen)| (seen, Company { name, stretch: chosen.stretch(seen) }))
            .collect();
        found.sort_by_key(|(seen, _)| (std::cmp::Reverse(seen.count), seen.first));
        Ok(found.into_iter().map(|it| it.1).collect())
    }

    /// In how many of some meetings each of the locations was a place, by a value of the location;
    /// locations whose value is empty are left out.
    pub(super) fn places_counted(
        &self,
        chosen: &Chosen,
        value: &str,
    ) -> Result<BTreeMap<String, usize>, Error> {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut values: FxHashMap<i64, usize> = FxHashMap::default();
        let mut statement =
            self.connection.prepare(&format!("select id, {value} from locations order by id"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let value: String = row.get(1)?;
            if !value.is_empty() {
                let next = numbers.len();
                values.insert(row.get(0)?, *numbers.entry(value).or_insert(next));
            }
        }
        let mut counts = vec![0usize; numbers.len()];
        self.each_of(chosen, Of::Places, |_, places| {
            let of: BTreeSet<usize> =
                places.iter().filter_map(|id| values.get(id).copied()).collect();
            of.into_iter().for_each(|value| counts[value] += 1);
            Ok(())
        })?;
        let counted = numbers.into_iter().map(|(value, number)| (value, counts[number]));
        Ok(counted.filter(|it| it.1 > 0).collect())
    }

    /// The states that act in each of some meetings, without some actors, are given to `each`: as
    /// places in the list of names that comes back.
    fn each_states(
        &self,
        chosen: &Chosen,
        own: &[ActorId],
        gazetteer: &Gazetteer,
        mut each: impl FnMut(&BTreeSet<usize>),
    ) -> Result<Vec<String>, Error> {
        let own: FxHashSet<i64> = own.iter().map(|it| it.row()).collect();
        let mut states: Vec<String> = Vec::new();
        let mut by_side: FxHashMap<String, Option<usize>> = FxHashMap::default();
        let mut of: FxHashMap<i64, Vec<usize>> = FxHashMap::default();
        let mut take = |side: &str| -> Option<usize> {
            if let Some(known) = by_side.get(side) {
                return *known;
            }
            let named = gazetteer.state_named(side).map(|id| gazetteer.state(id).name);
            let state = named.filter(|name| crate::text::fold(name) == side).map(|name| {
                states.push(name.to_owned());
                states.len() - 1
            });
            by_side.insert(side.to_owned(), state);
            state
        };
        let is_many = chosen.0.len() >= MANY;
        if is_many {
            let sql = "select id, name from names where thing = 'side' order by id, name";
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let side = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
                of.entry(row.get(0)?).or_default().extend(take(side));
            }
        }
        let sql = "select name from names where thing = 'side' and id = ?1 order by name";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut present = BTreeSet::new();
        self.each_of(chosen, Of::Participants, |_, actors| {
            present.clear();
            for actor in actors.iter().filter(|it| !own.contains(it)) {
                if !is_many && !of.contains_key(actor) {
                    let own = of.entry(*actor).or_default();
                    let mut rows = statement.query([actor])?;
                    while let Some(row) = rows.next()? {
                        own.extend(take(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?));
                    }
                }
                present.extend(of.get(actor).into_iter().flatten());
            }
            each(&present);
            Ok(())
        })?;
        Ok(states)
    }

    /// The states that act in some meetings, two by two in the order of their names, with how many
    /// they share.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn states_met(
        &self,
        chosen: &Chosen,
        gazetteer: &Gazetteer,
    ) -> Result<BTreeMap<(String, String), usize>, Error> {
        let mut pairs: FxHashMap<(usize, usize), usize> = FxHashMap::default();
        let states = self.each_states(chosen, &[], gazetteer, |present| {
            for (at, &one) in present.iter().enumerate() {
                for &other in present.iter().skip(at + 1) {
                    *pairs.entry((one, other)).or_default() += 1;
                }
            }
        })?;
        let named = pairs.into_iter().map(|((one, other), count)| {
            let (one, other) = (states[one].clone(), states[other].clone());
            (if one < other { (one, other) } else { (other, one) }, count)
        });
        Ok(named.collect())
    }

    /// The states of those who take part in some meetings besides some actors, with in how many.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn states_beside(
        &self,
        chosen: &Chosen,
        own: &[ActorId],
        gazetteer: &Gazetteer,
    ) -> Result<BTreeMap<String, usize>, Error> {
        let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
        let states = self.each_states(chosen, own, gazetteer, |present| {
            for state in present {
                *counts.entry(*state).or_default() += 1;
            }
        })?;
        Ok(counts.into_iter().map(|(state, count)| (states[state].clone(), count)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{Chosen, Day};
    use crate::record::MeetingId;
    use crate::store::Order;

    #[test]
    fn meetings_without_a_day_come_last_in_either_order() {
        let day = |text| Day::read(Some(text));
        let chosen = Chosen(vec![(day("2018-06-12"), 3), (day("2019-01-01"), 1), (Day::NONE, 2)]);
        let ids = |order| chosen.page(order, 9).into_iter().map(MeetingId::row).collect::<Vec<_>>();
        assert_eq!(ids(Order::Usual), [3, 1, 2]);
        assert_eq!(ids(Order::Reversed), [1, 3, 2]);
        let span = chosen.span();
        let days = [span.first, span.last].map(|it| it.map(|it| it.to_string()));
        assert_eq!(days, [Some("2018-06-12".to_owned()), Some("2019-01-01".to_owned())]);
    }
}
