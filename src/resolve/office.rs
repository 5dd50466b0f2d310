//! Offices of people: one form for what articles call by several, and which exclude each other.

use crate::text::fold;

/// What may stand before an office without making it another.
const PASSING: &[&str] = &[
    "the",
    "former",
    "ex",
    "then",
    "outgoing",
    "incoming",
    "interim",
    "caretaker",
    "acting",
    "late",
    "veteran",
    "top",
    "newly",
    "elected",
    "current",
];

/// What makes another office of one.
const LESSER: &[&str] =
    &["deputy", "vice", "assistant", "under", "sub", "associate", "junior", "shadow", "permanent"];

/// Words for one office.
const ALIKE: &[(&str, &str)] = &[
    ("external", "foreign"),
    ("defence", "defense"),
    ("premier", "prime minister"),
    ("pm", "prime minister"),
    ("fm", "foreign minister"),
    ("chairwoman", "chair"),
    ("chairman", "chair"),
    ("chairperson", "chair"),
    ("spokeswoman", "spokesperson"),
    ("spokesman", "spokesperson"),
    ("undersecretary", "under secretary"),
];

/// Words of an office that only men have, and those that only women have.
const MEN: &[&str] =
    &["king", "prince", "emperor", "sultan", "spokesman", "chairman", "businessman", "congressman"];
const WOMEN: &[&str] = &[
    "queen",
    "princess",
    "empress",
    "sultana",
    "spokeswoman",
    "chairwoman",
    "businesswoman",
    "congresswoman",
    "lady",
];

/// Offices that one person holds at a time for a state or organization.
const SOLE: &[&str] = &[
    "president",
    "chancellor",
    "prime minister",
    "king",
    "queen",
    "emperor",
    "pope",
    "sultan",
    "emir",
    "secretary general",
    "state secretary",
    "crown prince",
];

/// An office in its common form: `minister of foreign affairs` is `foreign minister`.
pub(super) fn office(role: &str) -> String {
    let folded = fold(role);
    let words = folded
        .split([' ', '-', ',', '.'])
        .filter(|word| !word.is_empty() && *word != "affairs" && *word != "elect");
    let mut words: Vec<&str> = words.collect();
    let kept = words.iter().take_while(|word| PASSING.contains(word)).count();
    if kept < words.len() {
        words.drain(..kept);
    }
    // "minister of defense" and "secretary for trade".
    let of = words.iter().position(|word| matches!(*word, "of" | "for"));
    if let Some(of) = of
        && of > 0
        && matches!(words[of - 1], "minister" | "secretary")
    {
        let what: Vec<&str> =
            words[of + 1..].iter().copied().filter(|word| *word != "the").collect();
        let head = words[of - 1];
        let before = words[..of - 1].to_vec();
        if !what.is_empty() {
            words = [before, what, vec![head]].concat();
        }
    }
    for word in &mut words {
        if let Some((_, to)) = ALIKE.iter().find(|(from, _)| from == word) {
            *word = to;
        }
    }
    words.join(" ")
}

/// Whether two offices, in their common forms, may be one: the same, or one named less exactly.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short == long {
        return true;
    }
    let Some(before) = long.strip_suffix(short).and_then(|before| before.strip_suffix(' ')) else {
        return false;
    };
    // "Prime minister" is no minister, and "vice president" no president.
    let last = before.rsplit(' ').next().unwrap_or(before);
    let is_lesser = before.split(' ').any(|it| LESSER.contains(&it));
    let is_prime = short == "minister" && last == "prime";
    !(is_lesser || is_prime)
}

/// Whether one person at a time holds an office for a state or organization.
pub(super) fn is_sole(office: &str) -> bool {
    let lesser = office.split(' ').any(|word| LESSER.contains(&word));
    !lesser && (SOLE.contains(&office) || office.ends_with(" minister"))
}

/// Whether roles tell that someone is a man (`true`) or a woman.
pub(super) fn is_man(role: &str) -> Option<bool> {
    let folded = fold(role);
    let mut words = folded.split([' ', '-']);
    words.find_map(|word| match word {
        word if MEN.contains(&word) => Some(true),
        word if WOMEN.contains(&word) => Some(false),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_office_has_one_form() {
        for (one, other) in [
            ("Minister of Foreign Affairs", "Foreign Minister"),
            ("Minister for External Affairs", "foreign minister"),
            ("former Defence Minister", "Minister of Defense"),
            ("Premier", "Prime Minister"),
            ("President-elect", "President"),
            ("Deputy Minister of Trade", "deputy trade minister"),
        ] {
            assert_eq!(office(one), office(other));
        }
    }

    #[test]
    fn what_is_named_less_exactly_is_alike_and_what_is_lesser_is_not() {
        assert!(are_alike("minister", "foreign minister"));
        assert!(are_alike("special envoy", "envoy"));
        assert!(!are_alike("minister", "prime minister"));
        assert!(!are_alike("foreign minister", "deputy foreign minister"));
        assert!(!are_alike("vice president", "president"));
        assert!(is_sole("foreign minister") && !is_sole("vice president") && !is_sole("envoy"));
    }
}
