//! What somebody said: `what did Guterres say about Russia?`

use super::meetings::{ids, items, label, names};
use super::spoke::{about, statements};
use super::{Answer, Asked, Asker, Form, Item};
use crate::record::Tone;
use crate::store::{Error, Filter};

pub(super) const FORM: Form = Form {
    name: "said",
    example: "what did Guterres say about the nuclear plant?",
    patterns: &[
        "what [$did|else] {a} say|said|tell|told|state|declare|announce|announced|comment",
        "what [$did|else] {a} say|said|state|declare|announce|think|comment about|on|of|regarding|concerning|over {t}",
        "what [$did] {a} say|said to {b} [about|on|of] {t}",
        "what [$did] {a} say|said to {b}",
        "what [$did] {a} tell|told {b} about|of|on {t}",
        "what [$did] {a} tell|told [the] reporters|journalists|press [about|of|on] {t}",
        "what [$did] {a} tell|told [the] reporters|journalists|press",
        "what [$did] {a} tell|told {b}",
        "what $is said by {a}",
        "what $is {a} 's position|view|opinion|stance on|about|of {t}",
        "what [$did] {a} warn|warned|promise|promised|demand|demanded|deny|denied|threaten|threatened|\
         praise|praised|reject|rejected|accuse|accused|criticize|criticise|criticized|condemn|condemned [of|about|against|for|with]",
        "what [$did] {a} warn|warned|promise|promised|demand|demanded|threaten|threatened about|of|with {t}",
        "[the] statements|words|quotes|remarks|comments|quotations of|by|from {a}",
        "[the] statements|words|quotes|remarks|comments of|by|from {a} about|on|regarding {t}",
        "quote|quotes {a}",
        "{a} on|about|regarding {t}",
        "has|did {a} [ever] say|said|mention|mentioned [anything|something] [about|on|regarding] {t}",
        "has|did {a} [ever] talk|talked|speak|spoken|spoke|comment|commented about|on|of {t}",
    ],
    answer,
};

/// Verbs that tell a tone.
const TONES: &[(&str, Tone)] = &[
    ("warn", Tone::Warn),
    ("promis", Tone::Promise),
    ("demand", Tone::Demand),
    ("den", Tone::Deny),
    ("threat", Tone::Threaten),
    ("prais", Tone::Praise),
    ("welcom", Tone::Praise),
    ("reject", Tone::Reject),
    ("accus", Tone::Accuse),
    ("critici", Tone::Criticize),
    ("condemn", Tone::Criticize),
    ("apolog", Tone::Apologize),
    ("support", Tone::Support),
    ("agree", Tone::Agree),
    ("appeal", Tone::Appeal),
];

/// The tone that a question asks for.
pub(super) fn tone(asked: &Asked) -> Option<Tone> {
    let word = |word: &String| {
        TONES.iter().find(|it| word.starts_with(it.0) && word != "dens").map(|it| it.1)
    };
    asked.shape.literals.iter().find_map(word)
}

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let (a, b) = (label(asked.a.as_ref()), label(asked.b.as_ref()));
    let mut filter = Filter {
        groups: vec![ids(asked.a.as_ref())],
        kinds: tone(asked).map(|it| it.to_string()).into_iter().collect(),
        ..Filter::default()
    };
    let mut reading = match tone(asked) {
        Some(tone) => format!("what {a} said, in a tone of ‘{tone}’"),
        None => format!("what {a} said"),
    };
    if !b.is_empty() {
        // Whom it is told to is told of as what it is about.
        filter.groups.push(ids(asked.b.as_ref()));
        reading.extend([" to or about ", b]);
    }
    let mut notes = Vec::new();
    if let Some(topic) = &asked.topic {
        let (regarding, told, more) = about(asker, asked, topic)?;
        filter.regarding = Some(regarding);
        reading.push_str(&told);
        notes = more;
    }
    let (mut answer, spoken) = statements(asker, asked, &filter, &reading)?;
    answer.notes.extend(notes);
    if answer.count > 0 && asked.a.as_ref().is_some_and(|it| it.ids.len() > 1) {
        answer.items = items(asker.store.speakers_of(&spoken)?, "speaker");
        answer.headline = format!("{}, in {}", names(&answer.items), answer.headline);
    } else if answer.count > 0 {
        let last = answer.statements.iter().filter_map(|it| it.published).max();
        let first = answer.statements.iter().filter_map(|it| it.published).min();
        answer.items = vec![Item {
            name: a.to_owned(),
            what: "speaker".to_owned(),
            count: answer.count,
            first,
            last,
        }];
    }
    Ok(answer)
}
