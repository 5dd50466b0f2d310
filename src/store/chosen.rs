//! The meetings that a filter lets through, looked up once and seen from several sides: how many,
//! from when to when, who was there, where, of which states.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Row;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::date::Date;
use crate::gazetteer::Gazetteer;
use crate::record::{ActorId, ActorKind, MeetingId};
use crate::store::filter::{Conditions, articles_with};
use crate::store::sql::{prepare, word};
use crate::store::{Company, Counterpart, Error, Filter, Order, Part, Store, Stretch};

/// Meetings, by their first days, those without one last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen(Vec<(Day, i64)>);

/// Who met each of two.
#[derive(Clone, Debug)]
pub struct Both {
    /// Those who met both, with how often they met either, those of most meetings first.
    pub shared: Vec<Counterpart>,
    /// How many met the one, and how many the other.
    pub met: [usize; 2],
    /// The meetings of those who met both, with either.
    pub meetings: Chosen,
}

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
/// Meetings up to which each is looked for.
const FEW: usize = 5_000;
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

/// A meeting's day and number.
fn chosen(row: &Row<'_>) -> Result<(Day, i64), Error> {
    let day = row.get_ref(1)?.as_str_or_null().map_err(rusqlite::Error::from)?;
    Ok((Day::read(day), row.get(0)?))
}

impl Store {
    /// The meetings that a filter lets through, whatever its order and limit.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn choose_meetings(&self, filter: &Filter) -> Result<Chosen, Error> {
        let mut rest = filter.clone();
        let groups = std::mem::take(&mut rest.groups);
        let told = self.told_by(rest.text.take(), rest.source.take())?;
        let conditions = self.meeting_conditions(&rest)?;
        let mut found = Vec::new();
        if groups.is_empty() {
            let sql = format!("select m.id, m.date_from from meetings m {}", conditions.clause());
            let mut statement = prepare(&self.connection, &sql)?;
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                found.push(chosen(row)?);
            }
        } else {
            let shared = self.meetings_of(&groups)?;
            // What is looked for elsewhere, as a place, is looked for once; a date in each meeting.
            let is_elsewhere = conditions.0.iter().any(|it| it.contains("m.id in"));
            if is_elsewhere || shared.len() > FEW {
                let sql =
                    format!("select m.id, m.date_from from meetings m {}", conditions.clause());
                let mut statement = prepare(&self.connection, &sql)?;
                let mut rows = statement.raw_query();
                while let Some(row) = rows.next()? {
                    if shared.binary_search(&row.get(0)?).is_ok() {
                        found.push(chosen(row)?);
                    }
                }
            } else {
                let mut all = conditions.0;
                all.push("m.id = :meeting".to_owned());
                let own = Conditions(all);
                let sql = format!("select m.id, m.date_from from meetings m {}", own.clause());
                let mut statement = prepare(&self.connection, &sql)?;
                let place = statement.parameter_index(":meeting")?.unwrap_or_default();
                for meeting in shared {
                    statement.raw_bind_parameter(place, meeting)?;
                    let mut rows = statement.raw_query();
                    if let Some(row) = rows.next()? {
                        found.push(chosen(row)?);
                    }
                }
            }
        }
        if let Some(told) = told {
            found.retain(|it| told.contains(&it.1));
        }
        found.sort_unstable();
        Ok(Chosen(found))
    }

    /// The meetings that articles with some words tell of, and articles of a source; of all where
    /// neither is asked for.
    fn told_by(
        &self,
        text: Option<String>,
        source: Option<String>,
    ) -> Result<Option<FxHashSet<i64>>, Error> {
        let mut lists = Vec::new();
        lists.extend(text.map(|text| articles_with(&text)));
        lists.extend(source.map(|source| self.articles_by(&source)).transpose()?);
        let mut told: Option<FxHashSet<i64>> = None;
        for list in lists {
            let mut statement = prepare(&self.connection, &format!("select * from {list}"))?;
            let mut rows = statement.raw_query();
            let mut articles = Vec::new();
            while let Some(row) = rows.next()? {
                articles.push(row.get(0)?);
            }
            let mut own = FxHashSet::default();
            self.each_report(&articles, |_, meeting| {
                own.insert(meeting);
            })?;
            told = Some(match told {
                None => own,
                Some(told) => told.intersection(&own).copied().collect(),
            });
        }
        Ok(told)
    }

    /// Gives each of some articles with each meeting that it tells of.
    fn each_report(&self, articles: &[i64], mut each: impl FnMut(i64, i64)) -> Result<(), Error> {
        if articles.len() < FEW {
            let mut statement = self.connection.prepare_cached(
                "select n.meeting from meeting_entries e \
                 cross join meeting_members n on n.entry = e.id where e.article = ?1",
            )?;
            for &article in articles {
                let mut rows = statement.query([article])?;
                while let Some(row) = rows.next()? {
                    each(article, row.get(0)?);
                }
            }
            return Ok(());
        }
        let articles: FxHashSet<i64> = articles.iter().copied().collect();
        let mut statement = self.connection.prepare_cached(
            "select e.article, n.meeting from meeting_members n \
             cross join meeting_entries e on e.id = n.entry",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let article = row.get(0)?;
            if articles.contains(&article) {
                each(article, row.get(1)?);
            }
        }
        Ok(())
    }

    /// How many of some meetings the articles of each source tell of.
    pub(super) fn sources_counted(&self, chosen: &Chosen) -> Result<Vec<(String, usize)>, Error> {
        // By source, in the order of the index.
        let mut statement =
            self.connection.prepare("select source, id from articles order by 1")?;
        let mut rows = statement.query([])?;
        let mut sources: Vec<(String, usize)> = Vec::new();
        let mut publishers: FxHashMap<i64, usize> = FxHashMap::default();
        while let Some(row) = rows.next()? {
            let source = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            if sources.last().is_none_or(|it| it.0 != source) {
                sources.push((source.to_owned(), 0));
            }
            publishers.insert(row.get(1)?, sources.len() - 1);
        }
        let only: FxHashSet<i64> = chosen.0.iter().map(|it| it.1).collect();
        let mut told: Vec<(usize, i64)> = Vec::new();
        let articles: Vec<i64> = publishers.keys().copied().collect();
        self.each_report(&articles, |article, meeting| {
            if only.contains(&meeting) {
                told.push((publishers[&article], meeting));
            }
        })?;
        told.sort_unstable();
        told.dedup();
        for (publisher, _) in told {
            sources[publisher].1 += 1;
        }
        sources.retain(|it| it.1 > 0);
        Ok(sources)
    }

    /// The meetings in which one of each group takes part, by their numbers.
    fn meetings_of(&self, groups: &[Vec<ActorId>]) -> Result<Vec<i64>, Error> {
        let mut shared: Option<Vec<i64>> = None;
        let sql = "select meeting from meeting_participants where actor = ?1 order by meeting";
        let mut statement = self.connection.prepare_cached(sql)?;
        for group in groups {
            let mut own: Vec<i64> = Vec::new();
            for actor in group {
                let mut rows = statement.query([actor.row()])?;
                while let Some(row) = rows.next()? {
                    own.push(row.get(0)?);
                }
            }
            own.sort_unstable();
            own.dedup();
            shared = Some(match shared {
                None => own,
                Some(mut all) => {
                    all.retain(|it| own.binary_search(it).is_ok());
                    all
                }
            });
        }
        Ok(shared.unwrap_or_default())
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
        self.seen_by_name(chosen, seen)
    }

    /// Who takes part both in meetings of one and in meetings of another, besides some actors.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn company_of_both(
        &self,
        one: &Chosen,
        other: &Chosen,
        own: &[ActorId],
    ) -> Result<Both, Error> {
        let all = one.and(other);
        let sides = [one, other];
        let mut seen: [FxHashMap<i64, Seen>; 2] = Default::default();
        let mut present: Vec<(usize, i64)> = Vec::new();
        self.each_of(&all, Of::Participants, |index, actors| {
            for (side, seen) in sides.iter().zip(&mut seen) {
                if side.0.binary_search(&all.0[index]).is_ok() {
                    for actor in actors {
                        all.see(seen.entry(*actor).or_default(), index);
                    }
                }
            }
            present.extend(actors.iter().map(|actor| (index, *actor)));
            Ok(())
        })?;
        for actor in own {
            for seen in &mut seen {
                seen.remove(&actor.row());
            }
        }
        let [of_one, of_other] = seen;
        let met = [of_one.len(), of_other.len()];
        let mut shared = of_one;
        shared.retain(|actor, seen| match of_other.get(actor) {
            Some(more) => {
                seen.count += more.count;
                seen.first = seen.first.min(more.first);
                seen.last = seen.last.max(more.last);
                true
            }
            None => false,
        });
        present.retain(|(_, actor)| shared.contains_key(actor));
        let mut meetings: Vec<(Day, i64)> = present.iter().map(|it| all.0[it.0]).collect();
        meetings.sort_unstable();
        meetings.dedup();
        let shared = self.seen_by_name(&all, shared)?;
        Ok(Both { shared, met, meetings: Chosen(meetings) })
    }

    /// The actors that were seen at some meetings, those of most meetings first.
    fn seen_by_name(
        &self,
        chosen: &Chosen,
        seen: FxHashMap<i64, Seen>,
    ) -> Result<Vec<Counterpart>, Error> {
        let mut found = Vec::with_capacity(seen.len());
        let mut take = |row: &Row<'_>, seen: Seen| -> Result<(), Error> {
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
            for value in of {
                counts[value] += 1;
            }
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
        let mut sides = Sides::new(self, gazetteer);
        if chosen.0.len() >= MANY {
            sides.read_all()?;
        }
        let mut present = BTreeSet::new();
        self.each_of(chosen, Of::Participants, |_, actors| {
            present.clear();
            for actor in actors.iter().filter(|it| !own.contains(it)) {
                present.extend(sides.of(*actor)?);
            }
            each(&present);
            Ok(())
        })?;
        Ok(sides.states)
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

/// For which states actors act.
pub(super) struct Sides<'a> {
    store: &'a Store,
    gazetteer: &'a Gazetteer,
    /// The names of states.
    pub(super) states: Vec<String>,
    /// For each name of a side the place of its state among them, if it is one.
    by_side: FxHashMap<String, Option<usize>>,
    of: FxHashMap<i64, Vec<usize>>,
    is_whole: bool,
}

impl<'a> Sides<'a> {
    pub(super) fn new(store: &'a Store, gazetteer: &'a Gazetteer) -> Self {
        Self {
            store,
            gazetteer,
            states: Vec::new(),
            by_side: FxHashMap::default(),
            of: FxHashMap::default(),
            is_whole: false,
        }
    }

    /// The state that a side is, by its place.
    fn state(&mut self, side: &str) -> Option<usize> {
        if let Some(known) = self.by_side.get(side) {
            return *known;
        }
        let gazetteer = self.gazetteer;
        let named = gazetteer.state_named(side).map(|id| gazetteer.state(id).name);
        let state = named.filter(|name| crate::text::fold(name) == side).map(|name| {
            self.states.push(name.to_owned());
            self.states.len() - 1
        });
        self.by_side.insert(side.to_owned(), state);
        state
    }

    /// Reads the sides of all actors, where those of many are asked for.
    pub(super) fn read_all(&mut self) -> Result<(), Error> {
        let sql = "select id, name from names where thing = 'side' order by id, name";
        let mut statement = self.store.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let state = self.state(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
            self.of.entry(row.get(0)?).or_default().extend(state);
        }
        self.is_whole = true;
        Ok(())
    }

    /// The states of an actor, by their places.
    pub(super) fn of(&mut self, actor: i64) -> Result<&[usize], Error> {
        if !self.is_whole && !self.of.contains_key(&actor) {
            let mut own = Vec::new();
            let sql = "select name from names where thing = 'side' and id = ?1 order by name";
            let mut statement = self.store.connection.prepare_cached(sql)?;
            let mut rows = statement.query([actor])?;
            while let Some(row) = rows.next()? {
                own.extend(self.state(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?));
            }
            self.of.insert(actor, own);
        }
        Ok(self.of.get(&actor).map_or(&[], Vec::as_slice))
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
