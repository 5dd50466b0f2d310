//! How two names of people are alike, and what that is worth.

use super::names::{Name, Word, long_form};

/// How two names are alike, from nearest to farthest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// Word by word the same.
    Same,
    /// The same but for what careful transcriptions differ in.
    Spelled,
    /// The same given and family name, one with more between them.
    Fuller,
    /// The same three words or more but for the order.
    Reordered,
    /// The same two words but for the order.
    Turned,
    /// One goes on where the other ends.
    Extended,
    /// A short form of the same given name.
    Nicknamed,
    /// The same to the ear.
    Sounded,
    /// One letter apart.
    Near,
    /// A letter for the given name.
    Initial,
    /// A family name of several words, without a given name.
    Compound,
    /// A family name alone.
    Family,
    /// A family name alone that sounds the same.
    Echo,
    /// One of several names alone.
    Part,
    /// No name at all.
    Office,
}

impl Likeness {
    /// The likeness in words.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "the same name",
            Self::Spelled => "the same name in another spelling",
            Self::Fuller => "the same name with and without what stands in the middle",
            Self::Reordered | Self::Turned => "the same name in another order",
            Self::Extended => "one name begins with the other",
            Self::Nicknamed => "a short form of the given name",
            Self::Sounded => "a name that sounds the same",
            Self::Near => "a name one letter away",
            Self::Initial => "the initial of the given name",
            Self::Compound => "the family name without the first",
            Self::Family => "the family name alone",
            Self::Echo => "a family name alone that sounds the same",
            Self::Part => "one of the names alone",
            Self::Office => "the office alone",
        }
    }

    /// What it is worth by itself, in the unit of [`super::weigh`].
    pub(super) const fn points(self) -> f64 {
        match self {
            Self::Same => 4.0,
            Self::Spelled => 2.8,
            Self::Fuller => 2.8,
            Self::Reordered => 2.8,
            Self::Turned => 1.2,
            Self::Extended => 1.4,
            Self::Nicknamed => 1.0,
            Self::Sounded => 0.2,
            Self::Near => -0.3,
            Self::Initial => 0.8,
            Self::Compound => 0.4,
            Self::Family => 0.0,
            Self::Echo | Self::Part => -0.7,
            Self::Office => -0.5,
        }
    }

    /// Whether it needs an office in common where offices are told.
    pub(super) const fn is_rough(self) -> bool {
        matches!(self, Self::Turned | Self::Nicknamed | Self::Sounded | Self::Near)
    }

    /// Whether it fits several people easily, so that the best must stand out.
    pub(super) const fn is_loose(self) -> bool {
        !matches!(self, Self::Same | Self::Spelled)
    }
}

/// Letters of a word in which one may be mistaken.
const LONG: usize = 6;

/// How two names are alike, if they may name one person.
pub(super) fn compare(one: &Name, other: &Name) -> Option<Likeness> {
    if let (Some(one), Some(other)) = (one.generation, other.generation)
        && one != other
    {
        return None;
    }
    if one.is_office || other.is_office {
        return (one.is_office != other.is_office).then_some(Likeness::Office);
    }
    match (one.is_bare(), other.is_bare()) {
        (true, true) => both_bare(one, other),
        (true, false) => bears(other, one),
        (false, true) => bears(one, other),
        (false, false) => both_full(one, other),
    }
}

fn spelled(one: &Word, other: &Word) -> bool {
    one.spelling == other.spelling
}

fn both_bare(one: &Name, other: &Name) -> Option<Likeness> {
    let (a, b) = (one.last()?, other.last()?);
    match () {
        () if a.text == b.text => Some(Likeness::Same),
        () if spelled(a, b) => Some(Likeness::Spelled),
        () if sounded(a, b) => Some(Likeness::Sounded),
        () => None,
    }
}

/// Whether `full` is a name that `bare` may be the family name of; it may come first.
fn bears(full: &Name, bare: &Name) -> Option<Likeness> {
    let word = bare.last()?;
    let (first, last) = (full.first()?, full.last()?);
    let fits = |own: &Word| !own.is_letter() && spelled(own, word);
    match () {
        () if fits(last) || fits(first) => Some(Likeness::Family),
        () if sounded(last, word) || sounded(first, word) => Some(Likeness::Echo),
        () if full.middle().iter().any(fits) => Some(Likeness::Part),
        () => None,
    }
}

/// Whether two words sound the same and are written much the same.
fn sounded(one: &Word, other: &Word) -> bool {
    if one.sound != other.sound || one.sound.len() < 2 {
        return false;
    }
    let length = one.spelling.len().max(other.spelling.len());
    let apart = strsim::levenshtein(&one.spelling, &other.spelling);
    apart <= if length > 7 { 2 } else { 1 }
}

fn both_full(one: &Name, other: &Name) -> Option<Likeness> {
    if one.is_initial() || other.is_initial() {
        return initials(one, other);
    }
    if one.whole == other.whole {
        return Some(Likeness::Same);
    }
    let (short, long) =
        if one.core.len() <= other.core.len() { (one, other) } else { (other, one) };
    if short.core.len() == long.core.len()
        && short.core.iter().zip(&long.core).all(|(a, b)| spelled(a, b))
        || one.joined == other.joined
    {
        return Some(Likeness::Spelled);
    }
    let (a, b) = (short.first()?, long.first()?);
    let ends = spelled(short.last()?, long.last()?);
    if ends && agree(short.middle(), long.middle()) {
        if spelled(a, b) {
            return Some(Likeness::Fuller);
        }
        if is_short_form(&a.text, &b.text) || is_short_form(&b.text, &a.text) {
            return Some(Likeness::Nicknamed);
        }
    }
    if one.turned == other.joined || other.turned == one.joined {
        let count = one.core.len().max(other.core.len());
        return Some(if count > 2 { Likeness::Reordered } else { Likeness::Turned });
    }
    // With its particles: "Ben Ali".
    if ends && (one.ends_in(other) || other.ends_in(one)) {
        return Some(Likeness::Compound);
    }
    let count = short.core.len();
    if count > 1 && count < long.core.len() {
        if short.core.iter().zip(&long.core).all(|(a, b)| spelled(a, b)) {
            return Some(Likeness::Extended);
        }
        let tail = &long.core[long.core.len() - count..];
        if short.core.iter().zip(tail).all(|(a, b)| spelled(a, b)) {
            return Some(Likeness::Compound);
        }
    }
    if count != long.core.len() {
        return None;
    }
    let pairs = || short.core.iter().zip(&long.core);
    let mut differing = pairs().filter(|(a, b)| !spelled(a, b));
    if pairs().all(|(a, b)| spelled(a, b) || sounded(a, b)) {
        // A vowel in a long word is no other name: "Gorbachov".
        let is_slip = |a: &Word, b: &Word| {
            a.spelling.len().min(b.spelling.len()) > LONG
                && strsim::levenshtein(&a.spelling, &b.spelling) == 1
        };
        return match (differing.next(), differing.next()) {
            (Some((a, b)), None) if is_slip(a, b) => Some(Likeness::Spelled),
            _ => Some(Likeness::Sounded),
        };
    }
    let is_near = |a: &Word, b: &Word| {
        a.text.len().min(b.text.len()) >= LONG && strsim::levenshtein(&a.text, &b.text) == 1
    };
    match (differing.next(), differing.next()) {
        (Some((a, b)), None) if is_near(a, b) => Some(Likeness::Near),
        _ => None,
    }
}

/// Names of which one at least has a letter for its given name.
fn initials(one: &Name, other: &Name) -> Option<Likeness> {
    let (a, b) = (one.first()?, other.first()?);
    let letter = |word: &Word| word.text.chars().next();
    if letter(a) != letter(b) || !spelled(one.last()?, other.last()?) {
        return None;
    }
    if !agree(one.middle(), other.middle()) {
        return None;
    }
    Some(if one.is_initial() && other.is_initial() { Likeness::Same } else { Likeness::Initial })
}

/// Whether two lists of middle names may be of one person: one empty, or equal word for word, or
/// by their letters.
pub(super) fn agree(one: &[Word], other: &[Word]) -> bool {
    one.iter().zip(other).all(|(one, other)| {
        one.spelling == other.spelling
            || (one.is_letter() && other.text.starts_with(&one.text))
            || (other.is_letter() && one.text.starts_with(&other.text))
    })
}

/// Whether a given name is a short form of another.
fn is_short_form(short: &str, long: &str) -> bool {
    let by_table = long_form(short) == long_form(long);
    let is_start =
        |short: &str| short.len() >= 3 && short.len() < long.len() && long.starts_with(short);
    // "Cathy" and "Lonnie".
    let stem = short.strip_suffix("ie").or_else(|| short.strip_suffix('y'));
    by_table || is_start(short) || stem.is_some_and(is_start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(one: &str, other: &str) -> Option<Likeness> {
        let found = compare(&Name::new(one), &Name::new(other));
        assert_eq!(found, compare(&Name::new(other), &Name::new(one)), "{one}, {other}");
        found
    }

    #[test]
    fn spellings_of_one_name_are_alike() {
        for (one, other, wanted) in [
            ("José Muñoz", "Jose Munoz", Likeness::Same),
            ("Park Il-sung", "Park Ilsung", Likeness::Same),
            ("Karim al-Bardi", "Karim Bardi", Likeness::Same),
            ("Sergei Volkov", "Sergey Volkov", Likeness::Spelled),
            ("Abdullah Nur", "Abdulla Noor", Likeness::Spelled),
            ("Dana K. Rowe", "Dana Rowe", Likeness::Fuller),
            ("Il-sung Park", "Park Il-sung", Likeness::Reordered),
            ("Wentao Lin", "Lin Wentao", Likeness::Turned),
            ("Karim bin Hadi Al Bardi", "Karim bin Hadi", Likeness::Extended),
            ("Mike Hale", "Michael Hale", Likeness::Nicknamed),
            ("Cathy Hale", "Catherine M. Hale", Likeness::Nicknamed),
            ("M. J. Rowe", "Marta Jana Rowe", Likeness::Initial),
            ("Lua", "Ruiz Ignacio Lua da Costa", Likeness::Part),
            ("French president", "Dana Rowe", Likeness::Office),
            ("Muammar Gadari", "Moammar Qadhari", Likeness::Sounded),
            ("Dana Rostova", "Dana Rostona", Likeness::Near),
            ("D. Rowe", "Dana Rowe", Likeness::Initial),
            ("Ben Ali", "Zine Ben Ali", Likeness::Compound),
            ("Rowe", "Dana Rowe", Likeness::Family),
            ("Khadari", "Muammar Gadari", Likeness::Echo),
            ("Kwon", "Kwon Il-sung", Likeness::Family),
        ] {
            assert_eq!(like(one, other), Some(wanted), "{one}, {other}");
        }
    }

    #[test]
    fn names_of_different_people_are_not() {
        for (one, other) in [
            ("Wang Yi", "Wang Wentao"),
            ("George W. Bush", "George H. W. Bush"),
            ("Leon Hale Jr.", "Leon Hale Sr."),
            ("Ali Hassan", "Ali Hussein"),
            ("Mahmoud Nur", "Mohammed Nur"),
            ("Karim bin Hadi", "Karim bin Nasser"),
            ("Dana Rowe", "Piet Rowe"),
            ("Orvald II", "Orvald III"),
        ] {
            assert_eq!(like(one, other), None, "{one}, {other}");
        }
    }
}
