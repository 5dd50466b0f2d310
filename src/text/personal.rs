//! Personal names: their parts, and which may name the same person.

use super::fold;

/// Words of a name that are no part of it.
const HONORIFICS: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "lord",
    "lady",
    "dame",
    "sheikh",
    "shaikh",
    "king",
    "queen",
    "prince",
    "princess",
    "emir",
    "president",
    "prof",
    "gen",
    "col",
    "sen",
    "rep",
    "st",
    "pope",
    "ayatollah",
    "baroness",
    "baron",
    "madame",
    "señor",
    "crown",
    "jr",
    "sr",
];

/// The parts of a name, folded, without honorifics and the possessive ending.
#[must_use]
pub fn parts(name: &str) -> Vec<String> {
    let folded = fold(name);
    let folded = folded.strip_suffix("'s").unwrap_or(&folded);
    let all: Vec<String> = folded
        .split([' ', '-'])
        .map(|part| part.trim_matches(['.', ',', '\'', '"']).to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    let kept: Vec<String> =
        all.iter().filter(|part| !HONORIFICS.contains(&part.as_str())).cloned().collect();
    if kept.is_empty() { all } else { kept }
}

/// Whether two parts may be spellings of one: equal, or an initial of the other.
fn agrees(one: &str, two: &str) -> bool {
    one == two
        || (one.chars().count() == 1 && two.starts_with(one))
        || (two.chars().count() == 1 && one.starts_with(two))
}

/// Words that begin a surname of several.
const PARTICLES: &[&str] = &[
    "de", "di", "da", "del", "della", "van", "von", "der", "bin", "ben", "al", "el", "la", "le",
    "dos", "du",
];

/// Whether two full names may be one person's.
#[must_use]
pub fn compatible(one: &[String], two: &[String]) -> bool {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    if short == long {
        return true;
    }
    let (Some(short_last), Some(long_last)) = (short.last(), long.last()) else { return false };
    // The same given name and surname, with or without what stands between.
    if agrees(&short[0], &long[0]) && short_last == long_last {
        return true;
    }
    // A surname of several words, with a given name before it: "de Mistura".
    if PARTICLES.contains(&short[0].as_str()) && long.ends_with(short) {
        return true;
    }
    // A surname of two words: "Amir Abdollahian".
    if short.len() == 2 && long.len() == 3 && long.ends_with(short) {
        return true;
    }
    // All parts of the shorter in the longer, in order: "Mohammed bin Salman" and "… Al Saud".
    let mut rest = long.iter();
    short.iter().all(|part| rest.any(|other| agrees(part, other))) && short[0] == long[0]
        || joined(short).eq(joined(long))
}

/// The letters of a name as one word: "Jae-in" and "Jaein".
fn joined(parts: &[String]) -> impl Iterator<Item = u8> {
    parts.iter().flat_map(|part| part.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_agree(one: &str, two: &str) -> bool {
        compatible(&parts(one), &parts(two))
    }

    #[test]
    fn names_with_and_without_middle_parts_agree() {
        assert!(names_agree("Adaeze N. Okwuosa", "Adaeze Okwuosa"));
        assert!(names_agree("A. Okwuosa", "Adaeze Okwuosa"));
        assert!(names_agree("Karim bin Rashid", "Karim bin Rashid Al Hadi"));
        assert!(names_agree("Park Min-seo", "Park Minseo"));
        assert!(names_agree("José Núñez", "Jose Nunez"));
        assert!(names_agree("Al-Hadi", "Karim al-Hadi"));
        assert!(names_agree("De Keyser", "Lotte de Keyser"));
        assert!(names_agree("Amir Sohrabian", "Farhad Amir Sohrabian"));
    }

    #[test]
    fn people_of_one_surname_stay_two() {
        assert!(!names_agree("Adaeze Okwuosa", "Chidi Okwuosa"));
        assert!(!names_agree("Karim bin Rashid", "Salim bin Rashid"));
    }
}
