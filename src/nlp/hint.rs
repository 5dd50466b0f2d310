//! What the gazetteer knows of each token of a sentence.

use crate::gazetteer::{Gazetteer, Known, TitleKind};

/// Words of a name that the gazetteer may know: enough for "Democratic People's Republic of Korea".
const REACH: usize = 8;

/// What is known of a token by name, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hint(u32);

impl Hint {
    const STATE: u32 = 1;
    const DEMONYM: u32 = 1 << 1;
    const METONYM: u32 = 1 << 2;
    const CITY: u32 = 1 << 3;
    const REGION: u32 = 1 << 4;
    const ORGANIZATION: u32 = 1 << 5;
    const HOLDER: u32 = 1 << 6;
    const GIVEN: u32 = 1 << 7;
    const TITLE: u32 = 1 << 8;
    const AFTER_TITLE: u32 = 1 << 9;
    const HONORIFIC: u32 = 1 << 10;
    const INSIDE: u32 = 1 << 11;

    /// The bits.
    pub(super) const fn bits(self) -> u32 {
        self.0
    }
}

/// What the gazetteer knows of each token of one sentence.
pub(super) fn hints(words: &[&str], gazetteer: &Gazetteer, hints: &mut Vec<Hint>) {
    hints.clear();
    hints.resize(words.len(), Hint::default());
    let mut covered = 0;
    let mut title_end = 0;
    for index in 0..words.len() {
        let word = words[index];
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let ahead = &words[index..words.len().min(index + REACH)];
        if index >= title_end
            && let Some((count, kind)) = gazetteer.title(ahead)
        {
            title_end = index + count;
            let bit = if kind == TitleKind::Honorific { Hint::HONORIFIC } else { Hint::TITLE };
            for hint in &mut hints[index..title_end] {
                hint.0 |= bit;
            }
            if let Some(hint) = hints.get_mut(title_end) {
                hint.0 |= Hint::AFTER_TITLE;
            }
        }
        if !capital {
            continue;
        }
        if gazetteer.gender(word).is_some() {
            hints[index].0 |= Hint::GIVEN;
        }
        if index < covered {
            continue;
        }
        if let Some(count) = gazetteer.longest(ahead) {
            covered = index + count;
            let text = ahead[..count].join(" ");
            let mut bits = 0;
            for known in gazetteer.lookup(&text) {
                bits |= match known {
                    Known::State(_) => Hint::STATE,
                    Known::Demonym(_) => Hint::DEMONYM,
                    Known::Metonym(_) => Hint::METONYM,
                    Known::City(_) => Hint::CITY,
                    Known::Region(_) => Hint::REGION,
                    // What users tell of are cities and what lies in them.
                    Known::Place(_) => Hint::CITY,
                    Known::Organization(_) => Hint::ORGANIZATION,
                    Known::Holder(_) => Hint::HOLDER,
                };
            }
            for (place, hint) in hints[index..covered].iter_mut().enumerate() {
                hint.0 |= bits | if place > 0 { Hint::INSIDE } else { 0 };
            }
        }
    }
}
