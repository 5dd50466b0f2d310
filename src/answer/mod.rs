//! Questions asked of the store, in English: `who met Castro in Havana since 2015?`
//!
//! No model reads them. A question is words, a time (`time`), and a pattern (`pattern`) of one of
//! the forms in `FORMS`; what stands in the slots of the pattern is looked up in the store and, for
//! offices and other names, in the gazetteer. How a question was read is told with the answer.

mod beside;
mod both;
mod countries;
mod hosts;
mod meetings;
mod met;
mod near;
mod often;
mod path;
mod pattern;
mod person;
mod place;
mod planned;
mod said;
mod spoke;
mod summit;
mod there;
mod time;
mod when;
mod whereabouts;
mod whether;
mod who;
mod words;

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::civil;
use serde::Serialize;

use crate::date::Date;
use crate::gazetteer::Gazetteer;
use crate::store::{Error, MeetingRow, StatementRow, Store};
use pattern::{Match, Pattern};
use time::Window;

pub use place::Place;
pub use who::{Party, Unknown};

/// A form that questions have.
struct Form {
    /// Its name.
    name: &'static str,
    /// A question of this form.
    example: &'static str,
    /// How such questions read; the first that fits is taken.
    patterns: &'static [&'static str],
    /// Answers one.
    answer: fn(&Asker<'_>, &Asked) -> Result<Answer, Error>,
}

/// All forms; of those that fit, the first is taken.
const FORMS: &[Form] = &[
    planned::FORM,
    hosts::FORM,
    hosts::BY,
    beside::FORM,
    both::FORM,
    countries::FORM,
    whereabouts::FORM,
    when::FORM,
    often::FORM,
    path::FORM,
    summit::FORM,
    there::FORM,
    said::FORM,
    spoke::FORM,
    met::FORM,
    whether::FORM,
    person::FORM,
];

/// The forms of questions that are understood: the name of each, and a question.
pub fn forms() -> impl Iterator<Item = (&'static str, &'static str)> {
    FORMS.iter().map(|form| (form.name, form.example))
}

/// What answers questions.
pub struct Asker<'a> {
    store: &'a Store,
    gazetteer: &'a Gazetteer,
    /// The day from which "last year" is reckoned.
    today: civil::Date,
    /// Rows that an answer has at most.
    limit: usize,
    /// Actors that were looked up already, by words and time.
    parties: RefCell<BTreeMap<(String, String), Result<Party, Unknown>>>,
}

/// What answers a question in a word: a name, a place, a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// The name, place, day or figure.
    pub name: String,
    /// What it is, or empty.
    pub what: String,
    /// The meetings or statements behind it.
    pub count: usize,
    /// When the first of them was.
    pub first: Option<Date>,
    /// When the last of them was.
    pub last: Option<Date>,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Answer {
    /// The question.
    pub question: String,
    /// The name of its form.
    pub form: String,
    /// How it was read.
    pub reading: String,
    /// What else must be said of the reading.
    pub notes: Vec<String>,
    /// The answer in a sentence.
    pub headline: String,
    /// What answers it.
    pub items: Vec<Item>,
    /// How many meetings or statements are behind it.
    pub count: usize,
    /// Some of the meetings.
    pub meetings: Vec<MeetingRow>,
    /// Some of the statements.
    pub statements: Vec<StatementRow>,
    /// What was searched.
    pub searched: String,
    /// Whether something was found.
    pub found: bool,
}

/// Why a question is not answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The question.
    pub question: String,
    /// Why.
    pub reason: String,
    /// Names that may be meant.
    pub maybe: Vec<String>,
    /// Questions that are understood, the nearest first.
    pub forms: Vec<String>,
}

/// What becomes of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// It is understood.
    Answer(Box<Answer>),
    /// It is not.
    Refusal(Refusal),
}

/// A question that is understood.
struct Asked {
    /// The words of its pattern.
    shape: Match,
    /// Who stands in the first slot of an actor.
    a: Option<Party>,
    /// Who stands in the second.
    b: Option<Party>,
    /// Where.
    place: Option<Place>,
    /// A state whose people are asked for.
    side: Option<String>,
    /// The words of a topic or an event.
    topic: Option<String>,
    /// When.
    window: Window,
}

/// Words for somebody who was named before; each question stands alone.
const PRONOUNS: &[&str] = &["they", "them", "he", "she", "him", "her"];

/// Forms that are offered where a question is not understood.
const OFFERED: usize = 4;

impl<'a> Asker<'a> {
    /// What answers questions on a day, with at most so many rows.
    #[must_use]
    pub fn new(
        store: &'a Store,
        gazetteer: &'a Gazetteer,
        today: civil::Date,
        limit: usize,
    ) -> Self {
        Self { store, gazetteer, today, limit, parties: RefCell::default() }
    }

    /// Answers a question.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn ask(&self, question: &str) -> Result<Reply, Error> {
        let mut words = words::words(question);
        let refuse = |reason: String, maybe: Vec<String>| {
            let forms = nearest_forms(question);
            Reply::Refusal(Refusal { question: question.to_owned(), reason, maybe, forms })
        };
        if words.is_empty() {
            return Ok(refuse("there is no question".to_owned(), Vec::new()));
        }
        let window = match time::read(question, &mut words, self.today) {
            Ok(window) => window,
            Err(words) => {
                return Ok(refuse(format!("no date is read from ‘{words}’"), Vec::new()));
            }
        };
        let mut words = words::trim(words);
        let by_phone = words::take_phone(&mut words);
        if let Some(word) = words.iter().find(|word| PRONOUNS.contains(&word.text.as_str())) {
            let reason = format!("it is not known whom ‘{}’ means", word.span.of(question));
            return Ok(refuse(reason, Vec::new()));
        }
        let mut unknown: Option<(usize, Unknown)> = None;
        for form in FORMS {
            for pattern in patterns(form) {
                for mut shape in pattern.matches(&words) {
                    if by_phone {
                        shape.literals.push("phone".to_owned());
                    }
                    match self.fill(question, &words, &shape, &window)? {
                        Ok(asked) => {
                            let mut answer = (form.answer)(self, &asked)?;
                            question.trim().clone_into(&mut answer.question);
                            form.name.clone_into(&mut answer.form);
                            self.finish(&mut answer, &asked)?;
                            return Ok(Reply::Answer(Box::new(answer)));
                        }
                        // The fewest words that are not understood are most likely a name.
                        Err(it) if shape.is_bare() && it.maybe.is_empty() && it.note.is_empty() => {
                        }
                        Err(it) => {
                            let length = it.words.len();
                            if unknown.as_ref().is_none_or(|(least, _)| length < *least) {
                                unknown = Some((length, it));
                            }
                        }
                    }
                }
            }
        }
        Ok(match unknown {
            Some((_, it)) => refuse(it.reason(), it.maybe),
            None => refuse("the question is not understood".to_owned(), Vec::new()),
        })
    }

    /// Looks up what stands in the slots of a pattern.
    fn fill(
        &self,
        question: &str,
        words: &[words::Word],
        shape: &Match,
        window: &Window,
    ) -> Result<Result<Asked, Unknown>, Error> {
        let mut asked = Asked {
            shape: shape.clone(),
            a: None,
            b: None,
            place: None,
            side: None,
            topic: None,
            window: window.clone(),
        };
        for &(kind, from, to) in &shape.slots {
            let text = text_of(question, &words[from..to]);
            match kind {
                'a' | 'b' => match self.party(&text, window)? {
                    Ok(party) if kind == 'a' => asked.a = Some(party),
                    Ok(party) => asked.b = Some(party),
                    Err(unknown) => return Ok(Err(unknown)),
                },
                'p' => match self.place(&text)? {
                    Ok(place) => {
                        let is_near =
                            from > 0 && ["near", "around"].contains(&&*words[from - 1].text);
                        asked.place = Some(if is_near { self.around(place)? } else { place });
                    }
                    Err(unknown) => return Ok(Err(unknown)),
                },
                's' => match self.state(who::strip_the(&text)) {
                    Some(state) => asked.side = Some(state.to_owned()),
                    None => {
                        let what = "state";
                        return Ok(Err(Unknown { words: text, what, ..Unknown::default() }));
                    }
                },
                _ => asked.topic = Some(text),
            }
        }
        if let (Some(a), Some(b)) = (&mut asked.a, &mut asked.b) {
            // Who is named is not counted for the state too.
            if a.ids.len() > b.ids.len() {
                a.ids.retain(|id| !b.ids.contains(id));
            } else {
                b.ids.retain(|id| !a.ids.contains(id));
            }
            if a.ids.is_empty() || b.ids.is_empty() {
                let words = format!("{} and {}", a.label, b.label);
                let note = format!("‘{words}’ are one and the same here");
                return Ok(Err(Unknown { words, what: "actor", note, ..Unknown::default() }));
            }
        }
        Ok(Ok(asked))
    }

    /// Adds what all answers have.
    fn finish(&self, answer: &mut Answer, asked: &Asked) -> Result<(), Error> {
        let parties = asked.a.iter().chain(&asked.b).flat_map(|it| &it.notes);
        let places = asked.place.iter().flat_map(|it| &it.notes);
        let mut notes: Vec<String> = parties.chain(places).cloned().collect();
        notes.append(&mut answer.notes);
        answer.notes = notes;
        if answer.searched.is_empty() {
            let articles = self.store.count_articles()?;
            answer.searched = format!("the meetings and statements of {articles} articles");
        }
        answer.found |= answer.count > 0 || !answer.items.is_empty();
        Ok(())
    }
}

/// The words of a question from one to another, one blank between two; "Russia 's" is "Russia's".
fn text_of(question: &str, words: &[words::Word]) -> String {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() && word.text != "'s" {
            text.push(' ');
        }
        text.push_str(word.span.of(question));
    }
    text
}

/// The patterns of a form, each also with a place behind it.
fn patterns(form: &Form) -> Vec<Pattern> {
    let mut all = Vec::new();
    for text in form.patterns {
        let pattern = Pattern::read(text);
        let with_place = (!pattern.has_place()).then(|| pattern.with_place());
        all.push(pattern);
        all.extend(with_place);
    }
    all
}

/// The questions that are understood and nearest to one that is not: those that share most words
/// with it.
fn nearest_forms(question: &str) -> Vec<String> {
    /// Words that nearly every question has.
    const IDLE: &[&str] =
        &["the", "did", "has", "have", "had", "does", "do", "is", "and", "of", "a"];
    let words = words::words(question);
    let mut scored: Vec<(usize, usize)> = FORMS
        .iter()
        .enumerate()
        .map(|(index, form)| {
            let own: Vec<Pattern> = form.patterns.iter().map(|it| Pattern::read(it)).collect();
            let shared = words.iter().filter(|word| {
                !IDLE.contains(&&*word.text)
                    && own.iter().any(|it| it.literals().any(|one| one == word.text))
            });
            (shared.count(), index)
        })
        .collect();
    scored.sort_by_key(|&(shared, index)| (std::cmp::Reverse(shared), index));
    scored.into_iter().take(OFFERED).map(|(_, index)| FORMS[index].example.to_owned()).collect()
}

#[cfg(test)]
mod tests;
