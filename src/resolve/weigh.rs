//! What speaks for and against two bearers of names that are alike being one person.
//!
//! Clues are weighed in points that add up: each is the logarithm of how much likelier the clue is
//! if the two are one than if they are not. Points become a score between 0 and 1.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::groups::shared;
use super::likeness::Likeness;
use super::names::Name;
use super::office::{are_alike, is_sole};
use super::surroundings::Surroundings;

/// Points from which two are one: a score of 0.9.
pub(super) const ENOUGH: f64 = 2.2;

/// Points from which two are worth a look: a score of 0.5.
pub(super) const WORTH_A_LOOK: f64 = 0.0;

/// By how much the best of several that would do must stand out.
pub(super) const MARGIN: f64 = 1.0;

/// By how much the others must be worse for the best to be the only one, and what that is worth.
pub(super) const ALONE: f64 = 2.0;
pub(super) const ONLY: f64 = 1.0;

/// What it is worth that the articles of one speak of a side of the other.
const SPOKEN_OF: f64 = 0.8;

/// Letters from which a name that sounds the same is hardly another.
const LONG: usize = 12;

/// People whom both met that are told by name.
const NAMED: usize = 3;

/// Articles up to which a name is company that tells something, and how many more for each
/// article: one for two hundred.
const COMMON: usize = 8;
const COMMON_SHARE: usize = 200;

/// Articles of a bearer up to which it is looked up in them who is there, and not kept.
const FEW: usize = 2;

/// Articles from which on they are looked up by bits.
const MANY: usize = 256;

/// Articles of a bearer in which it is looked who else is in them.
const LOOKED_AT: usize = 200;

/// Those who are taken for one person so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Bearer {
    /// Its names, by their numbers, the fullest and most frequent first.
    pub(super) names: Vec<u32>,
    /// For whom it acts.
    pub(super) sides: BTreeSet<u32>,
    /// Its offices, with the first and last year in which articles tell of it, where dated.
    pub(super) offices: BTreeMap<u32, Option<(i16, i16)>>,
    /// Identifiers elsewhere.
    pub(super) ids: BTreeMap<u32, u32>,
    /// The years of its articles.
    pub(super) years: Option<(i16, i16)>,
    /// Its articles, in order.
    pub(super) articles: Vec<u32>,
    /// Of many a bit for each that there is, once somebody asks for them.
    pub(super) bits: OnceLock<Box<[u64]>>,
    /// The names in them that tell something, once somebody asks for them.
    pub(super) company: OnceLock<Company>,
    /// Whether its offices are those of a man or of a woman.
    pub(super) is_man: Option<bool>,
    /// The forms of its entries, as they come first.
    pub(super) forms: Vec<Form>,
    /// Which people it is, in order.
    pub(super) members: Vec<usize>,
}

/// The first year and the last, where any is told.
pub(super) type Years = Option<(i16, i16)>;

/// A form that entries of somebody have.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// The first entry that has it.
    pub(super) first: usize,
    pub(super) traits: u32,
    /// How many have it.
    pub(super) count: usize,
    pub(super) years: Years,
}

impl Bearer {
    /// The first member, by which the rest is found.
    pub(super) fn root(&self) -> usize {
        self.members[0]
    }

    /// How many articles name both.
    pub(super) fn beside(&self, other: &Self) -> usize {
        let (few, many) =
            if self.articles.len() <= other.articles.len() { (self, other) } else { (other, self) };
        let Some(&last) = many.articles.last().filter(|_| many.articles.len() > MANY) else {
            return shared(&few.articles, &many.articles);
        };
        let bits = many.bits.get_or_init(|| {
            let mut bits = vec![0; last as usize / 64 + 1];
            for &article in &many.articles {
                bits[article as usize / 64] |= 1 << (article % 64);
            }
            bits.into()
        });
        let is_there = |&&article: &&u32| {
            let bits = bits.get(article as usize / 64);
            bits.is_some_and(|it| it & (1 << (article % 64)) != 0)
        };
        few.articles.iter().filter(is_there).count()
    }

    /// Whether no identifiers of two exclude each other.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        self.ids.iter().all(|(scheme, own)| other.ids.get(scheme).is_none_or(|it| it == own))
    }

    /// The parts of its fullest name.
    pub(super) fn name<'a>(&self, around: &Surroundings<'a>) -> &'a Name {
        around.name(self.names[0])
    }
}

/// A clue.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Clue {
    /// How the names are alike.
    Name(Likeness),
    /// One identifier in common.
    Identifier(u32),
    /// Two identifiers of one scheme.
    OtherIdentifier(u32),
    /// One office of which there is one, for one side, at one time.
    Term(u32, Option<u32>),
    /// One office.
    Office(u32, Option<u32>),
    /// Offices, but none in common.
    OtherOffice,
    /// One side in common.
    Side(u32),
    /// Different states.
    OtherSides,
    /// The article speaks of the side of the other.
    SpokenOf(u32),
    /// The same people are around both.
    Company(Vec<u32>, usize),
    /// Articles that name both, each by itself.
    Beside(usize),
    /// Years between the articles of both.
    Apart(i16),
    /// A man and a woman.
    Gender,
    /// The other is in several articles, or in many.
    Prominent(bool),
    /// Nobody else would do.
    OnlyOne,
    /// Somebody else would do as well.
    OthersToo,
}

/// Clues with the sum of their points.
#[derive(Clone, Debug, Default)]
pub(super) struct Weight {
    pub(super) points: f64,
    pub(super) clues: Vec<Clue>,
}

impl Weight {
    /// Takes a clue in.
    pub(super) fn add(&mut self, clue: Clue, points: f64) {
        self.points += points;
        self.clues.push(clue);
    }

    /// How sure it is that both are one, from 0 to 1.
    pub(super) fn score(&self) -> f64 {
        score(self.points)
    }

    /// The clues in words.
    pub(super) fn reasons(&self, around: &Surroundings<'_>) -> Vec<String> {
        self.clues.iter().map(|clue| clue.tell(around)).collect()
    }
}

/// Points as a score from 0 to 1, to three digits.
pub(super) fn score(points: f64) -> f64 {
    (1000.0 / (1.0 + (-points).exp())).round() / 1000.0
}

impl Clue {
    fn tell(&self, around: &Surroundings<'_>) -> String {
        let word = |number: u32| around.words.text(number);
        let side = |number: u32| around.written.get(&number).map_or(word(number), String::as_str);
        match self {
            Self::Name(likeness) => likeness.as_str().to_owned(),
            Self::Identifier(scheme) => format!("the same {}", word(*scheme)),
            Self::OtherIdentifier(scheme) => format!("but not the same {}", word(*scheme)),
            Self::Term(office, Some(of)) => {
                format!("{} of {} at the same time", word(*office), side(*of))
            }
            Self::Term(office, None) => format!("{} at the same time", word(*office)),
            Self::Office(office, Some(of)) => format!("{} of {}", word(*office), side(*of)),
            Self::Office(office, None) => format!("both {}", word(*office)),
            Self::OtherOffice => "but no office in common".to_owned(),
            Self::Side(of) => format!("both act for {}", side(*of)),
            Self::OtherSides => "but they act for different states".to_owned(),
            Self::SpokenOf(of) => format!("told of beside {}", side(*of)),
            Self::Company(who, count) => {
                let names: Vec<&str> = who.iter().map(|&name| around.text(name)).collect();
                let more = count - names.len();
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!("both told of beside {}{more}", names.join(", "))
            }
            Self::Beside(1) => "but an article names both as two".to_owned(),
            Self::Beside(count) => format!("but {count} articles name both as two"),
            Self::Apart(years) => format!("but {years} years lie between"),
            Self::Gender => "but a man and a woman".to_owned(),
            Self::Prominent(false) => "several articles tell of the other".to_owned(),
            Self::Prominent(true) => "many articles tell of the other".to_owned(),
            Self::OnlyOne => "nobody else of that name would do".to_owned(),
            Self::OthersToo => "but others of that name would do as well".to_owned(),
        }
    }
}

/// Weighs what is known of two bearers, if their names may be one person's.
pub(super) fn weigh(one: &Bearer, other: &Bearer, around: &Surroundings<'_>) -> Option<Weight> {
    Base::new(one, other, around).map(|it| it.weigh(one, other, around))
}

/// What speaks for and against two being one by themselves, whatever articles they are in.
pub(super) struct Base {
    pub(super) weight: Weight,
    sides: Sides,
    /// Whether one of both has less than a given name and a family name.
    is_weak: bool,
    /// Where the clue stands among the others that articles speak of a side.
    place: usize,
}

impl Base {
    /// Weighs two, if their names may be one person's.
    pub(super) fn new(one: &Bearer, other: &Bearer, around: &Surroundings<'_>) -> Option<Self> {
        Some(Self::of(alike(one, other, around)?, one, other, around))
    }

    /// Weighs two of whom it is known how their names are alike.
    pub(super) fn of(
        likeness: Likeness,
        one: &Bearer,
        other: &Bearer,
        around: &Surroundings<'_>,
    ) -> Self {
        let is_weak = [one, other].iter().any(|it| around.names.is_weak(it.names[0]));
        let names = if is_weak || likeness.is_rough() { Names::Rough } else { Names::Careful };
        let mut weight = Weight::default();
        let is_long = |it: &Bearer| it.name(around).whole.len() >= LONG;
        let is_heard = likeness == Likeness::Sounded && is_long(one) && is_long(other);
        weight.add(Clue::Name(likeness), likeness.points() + if is_heard { 0.5 } else { 0.0 });
        prominence(one, other, likeness, around, &mut weight);
        for (scheme, value) in &one.ids {
            match other.ids.get(scheme) {
                Some(other) if other == value => weight.add(Clue::Identifier(*scheme), 8.0),
                Some(_) => weight.add(Clue::OtherIdentifier(*scheme), -12.0),
                None => (),
            }
        }
        let sides = sides(one, other, around, &mut weight);
        offices(one, other, (sides, names), around, &mut weight);
        let place = weight.clues.len();
        if let (Some(one), Some(other)) = (one.is_man, other.is_man)
            && one != other
        {
            weight.add(Clue::Gender, -3.0);
        }
        if let (Some(a), Some(b)) = (one.years, other.years) {
            let apart = gap(a, b);
            let points = match (apart, is_weak) {
                (0..=3, _) | (4..=8, false) => 0.0,
                (4..=8, true) => -0.7,
                (9..=20, true) => -1.5,
                (9..=20, false) => -0.5,
                _ => -2.0,
            };
            if points < 0.0 {
                weight.add(Clue::Apart(apart), points);
            }
        }
        Self { weight, sides, is_weak, place }
    }

    /// Weighs too what their articles tell. Instead of the first there may be another that differs in
    /// its articles only.
    pub(super) fn weigh(&self, one: &Bearer, other: &Bearer, around: &Surroundings<'_>) -> Weight {
        self.with(self.more(one, other, around), around)
    }

    /// What their articles tell, with the sum of all points.
    pub(super) fn more(&self, one: &Bearer, other: &Bearer, around: &Surroundings<'_>) -> More {
        let heard = Heard::default();
        let mut more = self.alone((one, &heard), other, around);
        self.accompany(&mut more, (one, &heard), other, around);
        more
    }

    /// What their articles tell but for who else is in them; what those of the first tell is kept for others.
    pub(super) fn alone(
        &self,
        (one, heard): (&Bearer, &Heard),
        other: &Bearer,
        around: &Surroundings<'_>,
    ) -> More {
        let mut more = More { points: self.weight.points, ..More::default() };
        if self.may_be_spoken_of() {
            more.spoken_of = spoken_of((one, heard), other, around);
            more.points += if more.spoken_of.is_some() { SPOKEN_OF } else { 0.0 };
        }
        more.beside = one.beside(other);
        more.points += if more.beside > 0 { -4.5 } else { 0.0 };
        more
    }

    /// Weighs too who else is in their articles.
    pub(super) fn accompany(
        &self,
        more: &mut More,
        (one, heard): (&Bearer, &Heard),
        other: &Bearer,
        around: &Surroundings<'_>,
    ) {
        if more.is_open() {
            more.company = company((one, heard), other, around);
            more.points += self.gain(more.company.len());
        }
    }

    /// The points for so many who are around both.
    fn gain(&self, company: usize) -> f64 {
        let points = match company {
            0 => 0.0,
            1 => 0.7,
            2 => 1.2,
            _ => 1.5,
        };
        if self.sides == Sides::Opposed { points / 2.0 } else { points }
    }

    /// The most points that they may come to by who else is in their articles.
    pub(super) fn most(&self, more: &More) -> f64 {
        more.points + if more.is_open() { self.gain(usize::MAX) } else { 0.0 }
    }

    /// The most points that they may come to, whatever articles they are in.
    pub(super) fn bound(&self) -> f64 {
        let points = self.weight.points + if self.may_be_spoken_of() { SPOKEN_OF } else { 0.0 };
        points + self.gain(usize::MAX)
    }

    /// Whether it tells something that the articles of one speak of a side of the other.
    fn may_be_spoken_of(&self) -> bool {
        self.sides != Sides::Opposed && self.is_weak
    }

    /// All that speaks for and against two, with what their articles tell.
    pub(super) fn with(&self, more: More, around: &Surroundings<'_>) -> Weight {
        let mut clues = self.weight.clues.clone();
        if let Some(side) = more.spoken_of {
            clues.insert(self.place, Clue::SpokenOf(side));
        }
        if more.beside > 0 {
            clues.push(Clue::Beside(more.beside));
        }
        if !more.company.is_empty() {
            let mut named = more.company;
            let count = named.len();
            named.sort_by_cached_key(|&name| around.text(name));
            named.truncate(NAMED);
            clues.push(Clue::Company(named, count));
        }
        if more.is_only {
            clues.push(Clue::OnlyOne);
        }
        if more.has_others {
            clues.push(Clue::OthersToo);
        }
        Weight { points: more.points, clues }
    }
}

/// What articles tell for and against two being one, and whether nobody else would do.
#[derive(Default)]
pub(super) struct More {
    /// The points of all.
    pub(super) points: f64,
    spoken_of: Option<u32>,
    beside: usize,
    company: Vec<u32>,
    is_only: bool,
    has_others: bool,
}

impl More {
    /// Whether who else is in their articles tells anything: not so where it is settled.
    fn is_open(&self) -> bool {
        self.points > -2.5 && self.points < 7.0
    }

    /// Notes that others of that name would do as well.
    pub(super) const fn doubt(&mut self) {
        self.points -= self.points.max(0.0);
        self.has_others = true;
    }
}

/// Weighs that a family name alone is that of somebody whom many articles name.
fn prominence(
    one: &Bearer,
    other: &Bearer,
    likeness: Likeness,
    around: &Surroundings<'_>,
    weight: &mut Weight,
) {
    let (bare, full) = if around.names.is_bare(one.names[0]) { (one, other) } else { (other, one) };
    if likeness != Likeness::Family {
        return;
    }
    let (own, other) = (bare.name(around).last(), full.name(around).last());
    if own.map(|word| &word.spelling) != other.map(|word| &word.spelling) {
        return;
    }
    let (points, is_many) = match full.articles.len() {
        ..3 => return,
        3 | 4 => (0.7, false),
        _ => (1.2, true),
    };
    weight.add(Clue::Prominent(is_many), points);
}

/// How the names of two are alike, by those that are most so; none if any two cannot be one's.
pub(super) fn alike(one: &Bearer, other: &Bearer, around: &Surroundings<'_>) -> Option<Likeness> {
    let mut best: Option<Likeness> = None;
    for &a in &one.names {
        for &b in &other.names {
            let Some(likeness) = around.names.compare(a, b) else { continue };
            if best.is_none_or(|best| likeness.points() > best.points()) {
                best = Some(likeness);
            }
        }
    }
    best
}

/// How much the likeness of two names tells by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    /// Little: offices must agree where both are told.
    Rough,
    /// Much.
    Careful,
}

/// How the sides of two stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sides {
    /// They have one in common.
    Shared,
    /// Nothing is told, or nothing that excludes.
    Open,
    /// They act for different states.
    Opposed,
}

fn sides(one: &Bearer, other: &Bearer, around: &Surroundings<'_>, weight: &mut Weight) -> Sides {
    let mut common: Vec<u32> = one.sides.intersection(&other.sides).copied().collect();
    // An organization tells more than a state, which thousands act for.
    common.sort_by_key(|side| (around.states.contains(side), around.words.text(*side)));
    if let Some(&side) = common.first() {
        weight.add(Clue::Side(side), if around.states.contains(&side) { 1.5 } else { 2.0 });
        return Sides::Shared;
    }
    if are_opposed(one, other, around) {
        weight.add(Clue::OtherSides, -3.5);
        return Sides::Opposed;
    }
    Sides::Open
}

/// Whether two act for states, and for none that both act for. Where a name alone says little,
/// whatever is not known as another body is taken for a state.
pub(super) fn are_opposed(one: &Bearer, other: &Bearer, around: &Surroundings<'_>) -> bool {
    let is_weak = [one, other].iter().any(|it| around.names.is_weak(it.names[0]));
    let is_state =
        |side: &u32| around.states.contains(side) || is_weak && !around.bodies.contains(side);
    let acts = |it: &Bearer| it.sides.iter().any(is_state);
    acts(one) && acts(other) && one.sides.is_disjoint(&other.sides)
}

/// Weighs the offices of two; for a rough likeness it counts against them if they have none in common.
fn offices(
    one: &Bearer,
    other: &Bearer,
    (sides, names): (Sides, Names),
    around: &Surroundings<'_>,
    weight: &mut Weight,
) {
    if one.offices.is_empty() || other.offices.is_empty() || sides == Sides::Opposed {
        return;
    }
    let side = one.sides.intersection(&other.sides).next().copied();
    let mut best: Option<(f64, Clue)> = None;
    for (&a, &a_years) in &one.offices {
        for (&b, &b_years) in &other.offices {
            let (a_text, b_text) = (around.words.text(a), around.words.text(b));
            if !are_alike(a_text, b_text) {
                continue;
            }
            let longer = if a_text.len() >= b_text.len() { a } else { b };
            let apart = a_years.zip(b_years).map(|(a, b)| gap(a, b));
            let is_sole = is_sole(a_text) && is_sole(b_text);
            let (points, clue) = match (is_sole, apart) {
                (true, Some(0 | 1)) if side.is_some() => (3.5, Clue::Term(longer, side)),
                (true, Some(0 | 1)) => (2.0, Clue::Term(longer, side)),
                // Fathers and sons hold one office at different times.
                (true, Some(5..)) if names == Names::Rough => continue,
                _ if side.is_some() => (1.2, Clue::Office(longer, side)),
                _ => (0.7, Clue::Office(longer, None)),
            };
            // Words are numbered in their order, so that of equal ones the first counts.
            if best.as_ref().is_none_or(|(known, _)| points > *known) {
                best = Some((points, clue));
            }
        }
    }
    match best {
        Some((points, clue)) => weight.add(clue, points),
        None if names == Names::Rough => weight.add(Clue::OtherOffice, -1.5),
        None => (),
    }
}

/// What the articles of somebody tell, once somebody asks for it.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// The sides of which they speak.
    sides: OnceCell<Vec<u32>>,
    /// Who else is in them, in order.
    company: OnceCell<Vec<u32>>,
}

impl Heard {
    /// The names in a few articles of one that tell something and may not mean them, in order.
    fn company(&self, one: &Bearer, around: &Surroundings<'_>) -> &[u32] {
        self.company.get_or_init(|| {
            let names = one.articles.iter().flat_map(|&article| around.company(article));
            let mut all: Vec<u32> = names.filter(|&it| is_other(one, it, around)).collect();
            all.sort_unstable();
            all.dedup();
            all
        })
    }

    /// The sides of which those of one speak who has none.
    fn sides(&self, bare: &Bearer, around: &Surroundings<'_>) -> &[u32] {
        self.sides.get_or_init(|| {
            let articles = bare.articles.iter().take(LOOKED_AT);
            let mut all: Vec<u32> =
                articles.flat_map(|&article| around.spoken_of(article)).collect();
            all.sort_unstable();
            all.dedup();
            all
        })
    }
}

/// A side of one of which the articles of the other speak, who has none.
fn spoken_of(
    (one, heard): (&Bearer, &Heard),
    other: &Bearer,
    around: &Surroundings<'_>,
) -> Option<u32> {
    let find = |bare: &Bearer, full: &Bearer, heard: &Heard| {
        if !bare.sides.is_empty() || full.sides.is_empty() {
            return None;
        }
        let own = heard.sides(bare, around).iter().copied().filter(|it| full.sides.contains(it));
        own.min_by_key(|&side| around.words.text(side))
    };
    find(one, other, heard).or_else(|| find(other, one, &Heard::default()))
}

/// The names of people who are around somebody and tell something, in order.
#[derive(Clone, Debug)]
pub(super) struct Company {
    all: Vec<u32>,
    /// Of many, a bit for each name.
    bits: Option<Box<[u64]>>,
}

impl Company {
    /// Those in some articles.
    fn new(articles: &[u32], around: &Surroundings<'_>) -> Self {
        let names = || articles.iter().flat_map(|&article| around.company(article));
        if articles.len() <= LOOKED_AT {
            let mut all: Vec<u32> = Vec::with_capacity(8 * articles.len());
            all.extend(names());
            all.sort_unstable();
            all.dedup();
            return Self { all, bits: None };
        }
        let mut bits = vec![0; around.names.len().div_ceil(64)];
        for name in names() {
            bits[name as usize / 64] |= 1 << (name % 64);
        }
        Self { all: Vec::new(), bits: Some(bits.into()) }
    }

    /// That of several who are one, if it is known of one who is told of in many articles; of those in a few it
    /// is gathered.
    pub(super) fn of_all<'b>(
        bearers: impl Iterator<Item = &'b Bearer> + Clone,
        around: &Surroundings<'_>,
    ) -> Option<Self> {
        let known = |it: &Bearer| it.company.get().is_some_and(|it| it.bits.is_some());
        if !bearers.clone().any(known) {
            return None;
        }
        let mut bits = vec![0; around.names.len().div_ceil(64)];
        for it in bearers {
            if let Some(own) = it.company.get().and_then(|own| own.bits.as_ref()) {
                for (bits, own) in bits.iter_mut().zip(own) {
                    *bits |= own;
                }
                continue;
            }
            for name in it.articles.iter().flat_map(|&article| around.company(article)) {
                bits[name as usize / 64] |= 1 << (name % 64);
            }
        }
        Some(Self { all: Vec::new(), bits: Some(bits.into()) })
    }

    fn contains(&self, name: u32) -> bool {
        match &self.bits {
            Some(bits) => bits[name as usize / 64] & (1 << (name % 64)) != 0,
            None => self.all.binary_search(&name).is_ok(),
        }
    }
}

/// Whether a name may not mean somebody.
fn is_other(it: &Bearer, name: u32, around: &Surroundings<'_>) -> bool {
    around.names.compare(it.names[0], name).is_none()
}

/// The people who are around both, in order, without those who may be meant by the name of either; who is around
/// the first is kept for others.
fn company((one, heard): (&Bearer, &Heard), other: &Bearer, around: &Surroundings<'_>) -> Vec<u32> {
    let (few, many, heard) = if one.articles.len() <= other.articles.len() {
        (one, other, heard)
    } else {
        (other, one, &Heard::default())
    };
    // What articles come to is gathered once: the other side of a pair is a name among dozens.
    let all = |it: &Bearer| Company::new(&it.articles, around);
    let known = many.company.get_or_init(|| all(many));
    let is_common = |&name: &u32| known.contains(name) && is_other(many, name, around);
    if few.articles.len() <= FEW {
        return heard.company(few, around).iter().copied().filter(is_common).collect();
    }
    let is_common = |name: &u32| is_common(name) && is_other(few, *name, around);
    if few.articles.len() <= LOOKED_AT {
        let own = few.company.get_or_init(|| all(few));
        return own.all.iter().copied().filter(is_common).collect();
    }
    let own = Company::new(&few.articles[..LOOKED_AT], around);
    own.all.into_iter().filter(is_common).collect()
}

/// Of so many articles, those up to which a name is company that tells something. The order of magnitude
/// counts, so that it is the same for most that come.
pub(super) fn common(articles: usize) -> usize {
    let magnitude = articles.checked_ilog2().map_or(0, |it| 1 << it);
    COMMON + magnitude / COMMON_SHARE
}

/// The years between two spans of years; 0 if they overlap.
fn gap(one: (i16, i16), other: (i16, i16)) -> i16 {
    (one.0 - other.1).max(other.0 - one.1).max(0)
}

/// Marks the best of what a weak name may stand for as the only one, where the rest is far worse.
pub(super) fn mark_only<'m>(all: impl Iterator<Item = &'m mut More>) {
    let mut all: Vec<&mut More> = all.collect();
    let best = (0..all.len()).max_by(|&a, &b| all[a].points.total_cmp(&all[b].points));
    let Some(best) = best else { return };
    let limit = all[best].points - ALONE;
    if (0..all.len()).all(|it| it == best || all[it].points <= limit) {
        all[best].is_only = true;
        all[best].points += ONLY;
    }
}
