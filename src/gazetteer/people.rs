//! Who is meant by a name or an office: people who hold or held offices, in whatever spelling.
//!
//! Finds: `Zelenskiy` of Ukraine in 2023, `President Xi` in 2015, `the French president` of 2011.
//! Leaves: what more than one person may be, and whoever acts for another state than the article
//! says.

use super::Gazetteer;
use super::known::{Holder, HolderId, Known};
use super::office::{Fit, Office};
use super::sound;

/// What an article tells of a person, for finding out who it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sought<'a> {
    /// The fullest name that the article has.
    pub name: &'a str,
    /// The offices that it gives the person.
    pub offices: &'a [String],
    /// Whom the person acts for, by common name.
    pub sides: &'a [String],
    /// The states and organizations that it speaks of, by common name.
    pub near: &'a [&'a str],
    /// The day on which it was published, in ISO 8601.
    pub day: Option<&'a str>,
}

/// The last day on which those without an end are taken to be in office: two years after the latest
/// of the sources. Who is in office later, the tables cannot know.
const TRUSTED: &str = "2027-12-31";

/// Years around a term in which its holder is spoken of by full name.
const AROUND: i32 = 15;

/// States in whose names the family name comes first, as the press writes them.
const FAMILY_FIRST: &[&str] =
    &["China", "Hong Kong", "Macau", "North Korea", "South Korea", "Taiwan", "Vietnam"];

/// The people of a list of terms, found by how their names sound.
#[derive(Debug, Default)]
pub(super) struct People {
    /// For each person the first and the number of the terms, which stand together.
    persons: Vec<(u32, u32)>,
    /// Keys of the words of names, in order, with whose names they are in.
    words: Vec<(u32, u32)>,
    /// Terms by what they are held of.
    sides: Vec<(u32, u32)>,
}

/// How a name agrees with one of a person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// It is that name.
    Exact,
    /// It is another spelling of it, or fuller or shorter.
    Spelled,
    /// It is the family name.
    Family,
    /// It is another word of it: "Lula", "Abdullah II".
    Part,
}

impl People {
    /// The people of some terms; those of one person stand together.
    pub(super) fn of(holders: &[Holder]) -> Self {
        let mut this = Self::default();
        this.words.reserve(4 * holders.len());
        let mut start = 0;
        while start < holders.len() {
            let one = &holders[start];
            let mut end = start + 1;
            while end < holders.len() && is_same(one, &holders[end]) {
                end += 1;
            }
            let person = number(this.persons.len());
            this.persons.push((number(start), number(end - start)));
            for name in std::iter::once(&*one.name).chain(one.aliases()) {
                keys(name, |key| this.words.push((key, person)));
            }
            start = end;
        }
        this.words.sort_unstable();
        this.words.dedup();
        let named = holders.iter().enumerate().filter(|(_, it)| !it.of.is_empty());
        this.sides = named.map(|(at, it)| (sound::key(&it.of), number(at))).collect();
        this.sides.sort_unstable();
        this
    }

    /// The values of a key in a sorted list of pairs.
    fn under(list: &[(u32, u32)], key: u32) -> impl Iterator<Item = usize> + '_ {
        let from = list.partition_point(|&(other, _)| other < key);
        list[from..].iter().take_while(move |&&(other, _)| other == key).map(|&(_, it)| it as usize)
    }
}

/// A place in a table.
fn number(place: usize) -> u32 {
    u32::try_from(place).expect("the tables are small")
}

/// Whether two terms are of one person.
fn is_same(one: &Holder, other: &Holder) -> bool {
    one.name == other.name
        && one.is_given == other.is_given
        && one.wikidata == other.wikidata
        && (one.is_given || !one.wikidata.is_empty() || one.of == other.of || is_head(one, other))
}

/// Whether one of two terms is of an organization: `make.py` has told namesakes apart.
fn is_head(one: &Holder, other: &Holder) -> bool {
    one.aliases == other.aliases && (one.state.is_none() || other.state.is_none())
}

/// The keys by which a name is found: of its words, and of words that a hyphen joins.
fn keys(name: &str, mut found: impl FnMut(u32)) {
    sound::keys(name, &mut found);
    if name.contains('-') {
        sound::keys(&name.replace('-', ""), found);
    }
}

impl Gazetteer {
    /// The terms of all holders of offices who bear a whole name.
    pub fn holders(&self, name: &str) -> impl Iterator<Item = &Holder> {
        self.lookup(name).filter_map(|known| match known {
            Known::Holder(id) => Some(self.holder(id)),
            _ => None,
        })
    }

    /// The person whom an article names, where all that it tells leads to one: the term that is
    /// spoken of.
    #[must_use]
    pub fn person(&self, sought: &Sought<'_>) -> Option<HolderId> {
        let mut best: Vec<((bool, Form), usize)> = Vec::new();
        for person in self.candidates(sought.name) {
            let (start, count) = self.people.persons[person];
            let terms = start as usize..(start + count) as usize;
            let Some(form) = self.form(sought.name, &self.holders[terms.start]) else { continue };
            if let Some(term) = self.supported(sought, form, terms) {
                best.push(((!self.holders[term].is_given, form), term));
            }
        }
        let first = best.iter().map(|it| it.0).min()?;
        let mut all = best.into_iter().filter(|it| it.0 == first);
        let (_, term) = all.next()?;
        all.next().is_none().then(|| HolderId(number(term)))
    }

    /// The only one who held an office of a state or organization on a day.
    #[must_use]
    pub fn holder_of(&self, side: &str, office: &str, day: &str) -> Option<HolderId> {
        let asked = Office::of(office);
        if asked.is_former || !asked.is_told() {
            return None;
        }
        let mut found: Vec<((bool, Fit), usize)> = Vec::new();
        let side = self.side(side);
        for at in People::under(&self.people.sides, sound::key(&side)) {
            let it = &self.holders[at];
            if *it.of != *side || !is_held(it, day) {
                continue;
            }
            let Some(fit) = asked.fits(&Office::of(&it.office)) else { continue };
            if fit != Fit::Kind {
                found.push(((!it.is_given, fit), at));
            }
        }
        let first = found.iter().map(|it| it.0).min()?;
        found.retain(|it| it.0 == first);
        let (_, term) = *found.first()?;
        let own = &self.holders[term];
        let is_one = found.iter().all(|&(_, at)| is_person(own, &self.holders[at]));
        is_one.then(|| HolderId(number(term)))
    }

    /// The common name of a state or organization, or the name as it is.
    fn side<'a>(&'a self, name: &'a str) -> std::borrow::Cow<'a, str> {
        let known = self.lookup(name).find_map(|known| match known {
            Known::State(id) | Known::Demonym(id) | Known::Metonym(id) => {
                Some(self.state(id).name.into())
            }
            Known::Organization(id) => Some((&*self.organization(id).name).into()),
            _ => None,
        });
        known.unwrap_or_else(|| name.into())
    }

    /// Whether one name may be a transcription of another, or of words of it: "Zelenskiy" of
    /// "Volodymyr Zelenskyy".
    #[must_use]
    pub fn is_heard_in(name: &str, other: &str) -> bool {
        let (own, other) = (sound::words(name), sound::words(other));
        !own.is_empty() && other.windows(own.len()).any(|words| words == own)
    }

    /// Whether two texts mean the same office.
    #[must_use]
    pub fn is_one_office(&self, one: &str, other: &str) -> bool {
        let (one, other) = (Office::of(one), Office::of(other));
        let fit = one.fits(&other).or_else(|| other.fits(&one));
        one.is_former == other.is_former && fit.is_some_and(|fit| fit != Fit::Kind)
    }

    /// The people who have the word of a name in one of theirs, or two of its words.
    fn candidates(&self, name: &str) -> Vec<usize> {
        let words = sound::words(name);
        let mut own: Vec<u32> = Vec::new();
        keys(name, |key| own.push(key));
        own.sort_unstable();
        own.dedup();
        let mut hits: Vec<usize> = Vec::new();
        for key in own {
            hits.extend(People::under(&self.people.words, key));
        }
        hits.sort_unstable();
        let least = words.len().min(2);
        let mut found: Vec<usize> = hits
            .chunk_by(|one, other| one == other)
            .filter(|chunk| chunk.len() >= least)
            .map(|chunk| chunk[0])
            .collect();
        // "Amir Abdollahian" for "Amirabdollahian".
        found.extend(People::under(&self.people.words, sound::key(&words.concat())));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// How a name agrees best with those of a person.
    fn form(&self, name: &str, person: &Holder) -> Option<Form> {
        let bare = |text: &str| text.replace('-', "");
        let own = [sound::words(name), sound::words(&bare(name))];
        std::iter::once(&*person.name)
            .chain(person.aliases())
            .filter_map(|other| {
                if super::Key::of(name) == super::Key::of(other) {
                    return Some(Form::Exact);
                }
                let first = other.split([' ', '-']).next().unwrap_or_default();
                let is_turned = FAMILY_FIRST.contains(&&*person.of) || self.is_family_first(first);
                let others = [sound::words(other), sound::words(&bare(other))];
                own.iter()
                    .flat_map(|one| others.iter().filter_map(|it| agree(one, it, is_turned)))
                    .min()
            })
            .min()
    }

    /// The term by which a person may be the one sought, if what the article tells agrees with one
    /// and speaks against none.
    fn supported(
        &self,
        sought: &Sought<'_>,
        form: Form,
        terms: std::ops::Range<usize>,
    ) -> Option<usize> {
        let all = &self.holders[terms.clone()];
        let sides: Vec<_> = sought.sides.iter().map(|side| self.side(side)).collect();
        let agrees = |it: &Holder| {
            !it.of.is_empty() && sides.iter().any(|side| side.eq_ignore_ascii_case(&it.of))
        };
        let is_near = |it: &Holder| sought.near.iter().any(|state| *state == it.of);
        let opposed = sought.sides.iter().any(|side| self.state_named(side).is_some())
            && all.iter().any(|it| !it.of.is_empty())
            && !all.iter().any(agrees);
        if opposed {
            return None;
        }
        let asked: Vec<Office> =
            sought.offices.iter().map(|it| Office::of(it)).filter(Office::is_told).collect();
        let held: Vec<Office> = all.iter().map(|it| Office::of(&it.office)).collect();
        let fits = |at: usize| asked.iter().any(|office| office.fits(&held[at]).is_some());
        // In office on the day, or no more if that is what is told.
        let in_time = |at: usize| {
            sought.day.is_some_and(|day| {
                let is_former = asked.iter().any(|it| it.is_former);
                is_held(&all[at], day) || is_former && all[at].is_left_by(day)
            })
        };
        let whole = matches!(form, Form::Exact | Form::Spelled);
        let is_fit = |at: usize| {
            let it = &all[at];
            if whole {
                let around = sought.day.is_none_or(|day| is_around(it, day));
                return agrees(it)
                    || it.is_given && form == Form::Exact
                    || around && (form == Form::Exact && fits(at) || is_near(it));
            }
            // A name alone is many people's: the office must be of that time.
            if !in_time(at) || form == Form::Part && !(fits(at) && (agrees(it) || is_near(it))) {
                return false;
            }
            let told = agrees(it) || is_near(it);
            if asked.is_empty() {
                held[at].is_high() && told
            } else {
                fits(at) && (told || held[at].is_high())
            }
        };
        let found = (0..all.len()).filter(|&at| is_fit(at));
        // The term that is spoken of, if several would do.
        let best =
            found.max_by_key(|&at| (in_time(at) && fits(at), agrees(&all[at]), in_time(at)))?;
        Some(terms.start + best)
    }
}

/// How the words of a name agree with those of a person's.
fn agree(own: &[String], other: &[String], is_turned: bool) -> Option<Form> {
    let (first, last) = (other.first()?, other.last()?);
    if let [only] = own {
        let family = last == only || is_turned && first == only;
        let part = || other.contains(only).then_some(Form::Part);
        return family.then_some(Form::Family).or_else(part);
    }
    if own.concat() == other.concat() {
        return Some(Form::Spelled);
    }
    let (short, long) = if own.len() <= other.len() { (own, other) } else { (other, own) };
    let mut rest = long.iter();
    let within = short.iter().all(|word| rest.any(|it| it == word));
    if within && short.len() > 1 && short.first() == long.first() {
        return Some(Form::Spelled);
    }
    // A family name of two words: "Amir Abdollahian".
    (other.len() > own.len() && other.ends_with(own)).then_some(Form::Family)
}

/// Whether an office is held on a day, as far as the tables may know.
fn is_held(it: &Holder, day: &str) -> bool {
    let known = it.is_given || !it.end.is_empty() || day <= TRUSTED;
    known && !it.office.is_empty() && it.is_held_on(day)
}

/// Whether a day is in the years in which a holder of an office is spoken of.
fn is_around(it: &Holder, day: &str) -> bool {
    let year = |text: &str| text.get(..4).and_then(|it| it.parse::<i32>().ok());
    let Some(own) = year(day) else { return false };
    year(&it.start).is_none_or(|start| start - AROUND <= own)
        && year(&it.end).is_none_or(|end| own <= end + AROUND)
}

/// Whether two terms are of one person, whether their rows stand together or not.
fn is_person(one: &Holder, other: &Holder) -> bool {
    is_same(one, other) || !one.wikidata.is_empty() && one.wikidata == other.wikidata
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(all: &[&str]) -> Vec<String> {
        all.iter().map(|&it| it.to_owned()).collect()
    }

    /// Who is found: by name, offices, sides, states spoken of, on a day.
    fn who(name: &str, offices: &[&str], sides: &[&str], near: &[&str], day: &str) -> String {
        let gazetteer = Gazetteer::load();
        let (offices, sides) = (strings(offices), strings(sides));
        let day = (!day.is_empty()).then_some(day);
        let sought = Sought { name, offices: &offices, sides: &sides, near, day };
        let found = gazetteer.person(&sought).map(|id| gazetteer.holder(id));
        found.map_or_else(String::new, |it| format!("{} {}", it.name, it.wikidata))
    }

    #[test]
    fn an_office_has_one_holder_on_a_day() {
        let gazetteer = Gazetteer::load();
        let held = |side: &str, office: &str, day: &str| {
            let found = gazetteer.holder_of(side, office, day);
            found.map_or_else(String::new, |id| gazetteer.holder(id).name.to_string())
        };
        assert_eq!(held("France", "president", "2011-03-01"), "Nicolas Sarkozy");
        assert_eq!(held("France", "president", "2021-03-01"), "Emmanuel Macron");
        assert_eq!(held("Israel", "prime minister", "2022-02-01"), "Naftali Bennett");
        assert_eq!(held("United States", "secretary of state", "2022-02-01"), "Antony Blinken");
        assert_eq!(held("Russia", "foreign minister", "2015-02-01"), "Sergey Lavrov");
        assert_eq!(held("Germany", "chancellor", "2015-02-01"), "Angela Merkel");
        // Nobody knows yet.
        assert_eq!(held("France", "president", "2031-03-01"), "");
        assert_eq!(held("Freedonia", "president", "2011-03-01"), "");
        assert_eq!(held("France", "former president", "2011-03-01"), "");
    }

    #[test]
    fn every_spelling_of_a_name_finds_the_person() {
        for name in ["Zelensky", "Zelenskyy", "Zelenskiy", "Volodymyr Zelenskiy"] {
            let found = who(name, &[], &["Ukraine"], &[], "2023-01-10");
            assert_eq!(found, "Volodymyr Zelenskyy Q3874799", "{name}");
        }
        let found = who("Amir-Abdollahian", &["Foreign Minister"], &["Iran"], &[], "2022-01-10");
        assert_eq!(found, "Hossein Amir-Abdollahian Q17991320");
        let found = who("Hossein Amirabdollahian", &[], &[], &["Iran"], "2022-01-10");
        assert_eq!(found, "Hossein Amir-Abdollahian Q17991320");
    }

    #[test]
    fn an_office_and_a_day_tell_whose_a_family_name_is() {
        assert_eq!(who("Xi", &["President"], &[], &[], "2015-09-25"), "Xi Jinping Q15031");
        assert_eq!(
            who("Blinken", &["Secretary"], &[], &[], "2023-02-01"),
            "Antony Blinken Q7821917"
        );
        assert_eq!(
            who("Bush", &["President"], &["United States"], &[], "2003-03-20"),
            "George W. Bush Q207"
        );
        // He is president no more, or not yet.
        assert_eq!(who("Xi", &["President"], &[], &[], "2005-09-25"), "");
        assert_eq!(who("Sarkozy", &["President"], &["France"], &[], "2015-01-10"), "");
        let former = who("Sarkozy", &["former President"], &["France"], &[], "2015-01-10");
        assert_eq!(former, "Nicolas Sarkozy Q329");
    }

    #[test]
    fn what_the_article_says_otherwise_wins() {
        assert_eq!(who("Xi", &["President"], &["Kenya"], &[], "2015-09-25"), "");
        assert_eq!(who("Macron", &["violinist"], &[], &["France"], "2021-03-01"), "");
        assert_eq!(who("Sergey Lavrov", &[], &["Bulgaria"], &[], "2021-03-01"), "");
        assert_eq!(who("Lavrov", &[], &[], &["Kenya"], "2021-03-01"), "");
        assert_eq!(who("Macron", &[], &[], &["France"], ""), "");
    }
}
