//! Who spoke about something: `who spoke about grain?`, `who criticized the agreement?`

use super::meetings::{items, names};
use super::said::tone;
use super::{Answer, Asked, Asker, Form};
use crate::date::Date;
use crate::record::ActorId;
use crate::store::{Counted, Error, Filter, Spoken};
use crate::text::fold;

pub(super) const FORM: Form = Form {
    name: "spoke",
    example: "who spoke about the nuclear power plant?",
    patterns: &[
        "who [$did] spoke|speak|spoken|talked|talk|said|say|commented|comment [anything|something] \
         about|on|of|regarding {t}",
        "who [$did] mentioned|mention|discussed|discuss {t}",
        "who [$did] said|say that {t}",
        "what $is said about|on|regarding {t}",
        "statements|quotes|remarks|comments|quotations about|on|regarding {t}",
        "who [$did] criticized|criticised|criticize|criticise|condemned|condemn|praised|praise|accused|\
         accuse|threatened|threaten|rejected|reject|denied|deny|supported|support|welcomed|welcome|\
         demanded|demand|promised|promise {t}",
        "who [$did] warned|warn [of|about|against] {t}",
        "who [$did] called for {t}",
    ],
    answer,
};

/// Words that tell nothing of a topic.
const IDLE: &[&str] = &[
    "the", "a", "an", "of", "in", "on", "for", "to", "and", "or", "with", "its", "their", "his",
    "her", "any", "would", "will", "could", "can", "has", "have", "had", "be", "been", "go", "not",
    "he", "she", "it", "they", "there", "all", "as", "this", "that", "is", "are", "was", "were",
    "about", "at", "by", "from",
];

/// What is said where no statement has all words of a topic.
const WIDER: &str = "no statement has all of these words; these have some";

/// What is said where the words stand in the sentence of a statement only.
const BESIDE: &str = "no statement has these words itself; of these the sentence has them";

/// Letters of a word that is searched for by its beginning.
const STEM: usize = 4;

/// What statements are about: actors, and what their words must have.
pub(super) type Regarding = (Vec<ActorId>, String);

/// What a topic is: an actor or words; how that reads; and what must be said of it.
pub(super) fn about(
    asker: &Asker<'_>,
    asked: &Asked,
    topic: &str,
) -> Result<(Regarding, String, Vec<String>), Error> {
    let is_name = topic.chars().any(char::is_uppercase) || asker.state(topic).is_some();
    // A slip is not looked for among actors: the topic is words too.
    let is_known = asker.state(super::who::strip_the(topic)).is_some()
        || !asker.store.actors_named(super::who::strip_the(topic))?.is_empty()
        || asker.office(super::who::strip_the(topic)).is_some();
    if is_name
        && is_known
        && let Ok(party) = asker.party(topic, &asked.window)?
    {
        let words = super::who::strip_the(topic);
        let search = if fold(words) == fold(&party.label) {
            format!("\"{words}\"")
        } else {
            format!("\"{words}\" OR \"{}\"", party.label)
        };
        let told = format!(" about {}", party.label);
        return Ok(((party.ids, search), told, party.notes));
    }
    let words: Vec<String> = fold(topic)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && !IDLE.contains(word))
        .map(|word| {
            // "Denuclearisation" and "denuclearization" begin alike.
            let endings =
                ["sation", "zation", "sing", "zing", "sed", "zed", "ses", "zes", "se", "ze"];
            let cut = endings.iter().find_map(|it| word.strip_suffix(it));
            if let Some(stem) = cut.filter(|it| it.len() > STEM && it.ends_with('i')) {
                return format!("{stem}*");
            }
            let stem = word.strip_suffix("ies").or_else(|| word.strip_suffix('s')).unwrap_or(word);
            if stem.len() >= STEM { format!("{stem}*") } else { word.to_owned() }
        })
        .collect();
    let told = format!(" with the words ‘{}’", words.join(" "));
    Ok(((Vec::new(), words.join(" ")), told, Vec::new()))
}

/// An answer with the statements that a filter lets through.
pub(super) fn statements(
    asker: &Asker<'_>,
    asked: &Asked,
    filter: &Filter,
    reading: &str,
) -> Result<(Answer, Spoken), Error> {
    let filter = Filter {
        since: asked.window.since.map(Date::Day),
        until: asked.window.until.map(Date::Day),
        limit: None,
        ..filter.clone()
    };
    let mut filter = filter;
    let mut spoken = asker.store.choose_statements(&filter)?;
    let mut notes = Vec::new();
    if spoken.is_empty()
        && let Some((actors, words)) = &filter.regarding
        && actors.is_empty()
        && !words.is_empty()
    {
        let all = Filter { regarding: None, ..filter.clone() };
        spoken = asker.store.choose_beside(&all, words)?;
        if !spoken.is_empty() {
            notes.push(BESIDE.to_owned());
        }
    }
    if spoken.is_empty()
        && let Some((actors, words)) = &filter.regarding
        && actors.is_empty()
        && words.contains(' ')
    {
        let any = words.replace(' ', " OR ");
        let wider = Filter { regarding: Some((Vec::new(), any)), ..filter.clone() };
        spoken = asker.store.choose_statements(&wider)?;
        if !spoken.is_empty() {
            notes.push(WIDER.to_owned());
            filter = wider;
        }
    }
    let count = spoken.len();
    let setting = match asked.window.label.as_str() {
        "" => String::new(),
        label => format!(", in articles published {label}"),
    };
    let mut answer = Answer {
        reading: format!("{reading}{setting}"),
        notes,
        count,
        statements: asker.store.list_spoken(&spoken, asker.limit)?,
        headline: match count {
            0 => "no article has such a statement".to_owned(),
            1 => "1 statement".to_owned(),
            count => format!("{count} statements"),
        },
        ..Answer::default()
    };
    if count == 0 {
        let all = asker.store.count(Counted::Statements, &Filter::default())?;
        let articles = asker.store.count_articles()?;
        answer.searched = format!("{all} statements in {articles} articles");
        let wider = Filter { regarding: None, kinds: Vec::new(), ..filter.clone() };
        let others = asker.store.count(Counted::Statements, &wider)?;
        if others > 0 && wider != filter && !filter.groups.is_empty() {
            answer.notes.push(format!("of other things: {others}"));
        }
    }
    Ok((answer, spoken))
}

fn answer(asker: &Asker<'_>, asked: &Asked) -> Result<Answer, Error> {
    let topic = asked.topic.as_deref().unwrap_or_default();
    let (regarding, told, notes) = about(asker, asked, topic)?;
    let filter = Filter {
        regarding: Some(regarding),
        kinds: tone(asked).map(|it| it.to_string()).into_iter().collect(),
        ..Filter::default()
    };
    let verb = match tone(asked) {
        Some(tone) => format!("who said something in a tone of ‘{tone}’"),
        None => "who said something".to_owned(),
    };
    let (mut answer, spoken) = statements(asker, asked, &filter, &format!("{verb}{told}"))?;
    answer.notes.extend(notes);
    if answer.count > 0 {
        answer.items = items(asker.store.speakers_of(&spoken)?, "speaker");
        answer.headline = format!("{}, in {}", names(&answer.items), answer.headline);
    }
    Ok(answer)
}
