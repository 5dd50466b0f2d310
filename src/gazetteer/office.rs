//! Which words mean the same office: "foreign minister" and "Minister of Foreign Affairs", "premier"
//! and "Prime Minister".

use crate::text::fold;

/// What kind of office it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Head {
    /// President of a state.
    State,
    /// Head of a government.
    Government,
    /// King, queen, emir.
    Monarch,
    /// A minister, with what the ministry is for.
    Minister,
    /// Any other.
    Other,
}

/// An office in terms that can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Office {
    head: Head,
    is_deputy: bool,
    /// Whether it is told as one that was given up: "the former president".
    pub(super) is_former: bool,
    /// What tells it from others of its kind.
    words: Vec<String>,
}

/// How two offices agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// They are called the same.
    Same,
    /// The one asked for is told in fewer words: "foreign minister" for that of Europe and foreign
    /// affairs.
    Wider,
    /// Only the kind is told: "Secretary Blinken".
    Kind,
}

/// Words that tell nothing of an office.
const IDLE: &[&str] = &[
    "the",
    "of",
    "for",
    "and",
    "in",
    "to",
    "on",
    "s",
    "acting",
    "interim",
    "caretaker",
    "transitional",
    "federal",
    "republic",
    "new",
    "current",
    "outgoing",
    "affairs",
    "national",
];
/// Words of those who stand under an office.
const UNDER: &[&str] = &[
    "deputy",
    "vice",
    "assistant",
    "under",
    "undersecretary",
    "delegate",
    "junior",
    "associate",
    "parliamentary",
    "permanent",
];

impl Office {
    /// Reads the words of an office.
    pub(super) fn of(text: &str) -> Self {
        let folded = fold(text).replace("defence", "defense").replace("labour", "labor");
        let mut words: Vec<&str> =
            folded.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
        let before = words.len();
        words.retain(|word| !["former", "ex", "late", "onetime", "then"].contains(word));
        let is_former = words.len() < before;
        let any = |all: &[&str]| words.iter().any(|word| all.contains(word));
        // "Minister of Foreign Trade" is another.
        let mut abroad = any(&["foreign", "external", "exterior"])
            && (any(&["affairs", "relations"]) || !any(&["trade", "commerce", "investment"]));
        let before = words.len();
        words.retain(|word| !UNDER.contains(word));
        let mut is_deputy = words.len() < before;
        words.retain(|word| !IDLE.contains(word));
        let has = |word: &str| words.contains(&word);
        let secretary_of_state = has("secretary") && has("state");
        let (head, taken): (Head, &[&str]) = if has("prime") && has("minister") {
            (Head::Government, &["prime", "minister", "first"])
        } else if ["premier", "taoiseach", "pm"].iter().any(|it| has(it)) {
            (Head::Government, &["premier", "taoiseach", "pm"])
        } else if has("chancellor") && !has("exchequer") {
            (Head::Government, &["chancellor"])
        } else if words == ["head", "government"] {
            (Head::Government, &["head", "government"])
        } else if words == ["chief", "state"] || words == ["head", "state"] {
            (Head::State, &["chief", "head", "state"])
        } else if has("president") {
            (Head::State, &["president", "state"])
        } else if words.len() == 1
            && ["king", "queen", "emir", "amir", "sultan", "emperor", "empress", "pope", "monarch"]
                .contains(&words[0])
        {
            let own: &[&str] = &[
                "king", "queen", "emir", "amir", "sultan", "emperor", "empress", "pope", "monarch",
            ];
            (Head::Monarch, own)
        } else if secretary_of_state && words.len() == 2 {
            words = vec!["foreign"];
            abroad = true;
            (Head::Minister, &[])
        } else if has("chancellor") {
            (Head::Minister, &["chancellor"])
        } else if has("minister") || has("secretary") && !has("general") {
            // "Minister of State for Trade" is under the one of trade, "Secretary of State for
            // Trade" is it.
            is_deputy |= has("minister") && has("state") && words.len() > 2;
            (Head::Minister, &["minister", "secretary", "state"])
        } else {
            (Head::Other, &[])
        };
        words.retain(|word| !taken.contains(word));
        let mut own: Vec<String> = words.iter().map(|word| portfolio(word, abroad)).collect();
        own.sort_unstable();
        own.dedup();
        Self { head, is_deputy, is_former, words: own }
    }

    /// How an office that is asked for agrees with one that is held.
    pub(super) fn fits(&self, held: &Self) -> Option<Fit> {
        if self.is_deputy != held.is_deputy {
            return None;
        }
        // "the Chinese leader".
        if self.words == ["leader"] && self.head == Head::Other {
            let leads = matches!(held.head, Head::State | Head::Government | Head::Monarch);
            return (leads && held.words.is_empty() || held.words.iter().any(|it| it == "leader"))
                .then_some(Fit::Kind);
        }
        if self.head != held.head {
            return None;
        }
        if self.words == held.words {
            return Some(Fit::Same);
        }
        match (self.words.is_empty(), self.head) {
            (true, Head::Minister) => Some(Fit::Kind),
            (false, Head::Minister) => {
                self.words.iter().all(|word| held.words.contains(word)).then_some(Fit::Wider)
            }
            _ => None,
        }
    }

    /// Whether its holder is known beyond the country: heads of states and governments, and foreign
    /// ministers.
    pub(super) fn is_high(&self) -> bool {
        !self.is_deputy
            && match self.head {
                Head::State | Head::Government | Head::Monarch => self.words.is_empty(),
                Head::Minister => self.words.iter().any(|word| word == "foreign"),
                Head::Other => {
                    self.words.iter().any(|word| word == "leader")
                        || self.words == ["general", "secretary"]
                }
            }
    }

    /// Whether it is an office at all.
    pub(super) fn is_told(&self) -> bool {
        self.head != Head::Other || !self.words.is_empty()
    }
}

/// A word for what a ministry is for, as all call it.
fn portfolio(word: &str, abroad: bool) -> String {
    match word {
        "foreign" | "external" | "exterior" | "relations" if abroad => "foreign",
        // "Minister of Foreign Trade".
        "foreign" => "overseas",
        "finances" | "treasury" | "exchequer" => "finance",
        "internal" | "home" => "interior",
        "economic" | "economics" => "economy",
        "agricultural" => "agriculture",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Fit, Office};

    fn fit(asked: &str, held: &str) -> Option<Fit> {
        Office::of(asked).fits(&Office::of(held))
    }

    #[test]
    fn one_office_has_many_words() {
        for (asked, held) in [
            ("foreign minister", "Minister of Foreign Affairs"),
            ("Foreign Secretary", "Secretary of State for Foreign Affairs"),
            ("Secretary of State", "Secretary of State"),
            ("external affairs minister", "Minister of External Affairs"),
            ("premier", "Prime Minister"),
            ("chancellor", "Federal Chancellor"),
            ("president", "President of the Republic"),
            ("defence minister", "Minister of Defense"),
            ("Home Secretary", "Minister of the Interior"),
            ("treasury secretary", "Minister of Finance"),
            ("vice president", "Vice-President"),
            ("king", "Queen"),
        ] {
            assert_eq!(fit(asked, held), Some(Fit::Same), "{asked}, {held}");
        }
        let wider = fit("foreign minister", "Minister for Europe and Foreign Affairs");
        assert_eq!(wider, Some(Fit::Wider));
        assert_eq!(fit("Secretary", "Secretary of State"), Some(Fit::Kind));
        assert_eq!(fit("leader", "President"), Some(Fit::Kind));
    }

    #[test]
    fn offices_that_are_alike_stay_two() {
        for (asked, held) in [
            ("president", "Vice President"),
            ("president", "President of the Senate"),
            ("president", "Prime Minister"),
            ("prime minister", "Deputy Prime Minister"),
            ("foreign minister", "Minister of Foreign Trade"),
            ("foreign minister", "Deputy Minister of Foreign Affairs"),
            ("foreign minister", "Minister of State for Foreign Affairs"),
            ("president-elect", "President"),
            ("Secretary of State", "Assistant Secretary of State for European Affairs"),
            ("chancellor", "Chancellor of the Exchequer"),
            ("Secretary", "Secretary-General"),
        ] {
            assert_eq!(fit(asked, held), None, "{asked}, {held}");
        }
        assert!(Office::of("former president").is_former);
    }
}
