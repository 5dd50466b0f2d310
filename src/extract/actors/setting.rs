//! The state that an office of government belongs to where nothing beside it tells.
//!
//! Finds: `Consultations in the Kenyan capital with Vice-President NAME` (Kenya), `NAIROBI (AP) —
//! Foreign Minister NAME` (Kenya).
//! Leaves: `the director NAME`, who may be of anything.

use crate::extract::locations::is_origin;
use crate::extract::{ActorDraft, Context, Draft};
use crate::gazetteer::Known;
use crate::nlp::{TokenId, Upos};

/// Last words of offices that are a state's.
const OFFICES: &[&str] = &[
    "minister",
    "president",
    "vice-president",
    "premier",
    "pm",
    "fm",
    "chancellor",
    "senator",
    "sen",
    "king",
    "queen",
    "prince",
    "princess",
    "emir",
    "sultan",
    "ambassador",
    "lawmaker",
    "congressman",
    "congresswoman",
    "wali",
    "governor",
];

/// Words of offices whose last word may be of anything, that make them a state's: "foreign ministry spokesman".
const OF_STATES: &[&str] = &[
    "ministry",
    "government",
    "presidential",
    "army chief",
    "military chief",
    "chief of staff",
    "defense chief",
    "defence chief",
    "national security advis",
    "attorney general",
    "attorney-general",
    "foreign secretary",
    "defense secretary",
    "defence secretary",
    "finance secretary",
    "home secretary",
    "interior secretary",
    "treasury secretary",
    "commerce secretary",
    "trade secretary",
    "economy secretary",
    "secretary of state",
    "secretary of foreign",
    "secretary of national defen",
    "secretary of defen",
    "secretary of the navy",
    "secretary of the interior",
    "secretary of the treasury",
    "secretary of finance",
    "secretary of commerce",
    "secretary of economy",
    "secretary of government",
];

/// The state of whose offices alone there are such: "Assistant Secretary of State".
const AMERICA: &str = "United States";

/// Forms of states that stand for the one of that form, and what its full name begins with.
const FORMS: &[(&str, &str)] = &[
    ("kingdom", "Kingdom of "),
    ("sultanate", "Sultanate of "),
    ("emirate", "State of "),
    ("monarchy", "Kingdom of "),
];

/// Tokens from one state to the last that is told with it: "Peru, Chile and Ecuador".
const TOGETHER: usize = 4;

/// The states that an article names, in whatever way, in order.
pub(super) struct States {
    named: Vec<(usize, &'static str)>,
    /// By sentence, the state of its dateline.
    datelines: Vec<Option<String>>,
    /// The one that is told of far more often than any other.
    home: Option<&'static str>,
}

impl States {
    /// Gathers the states that an article names.
    pub(super) fn gather(context: &Context<'_>, draft: &Draft) -> Self {
        let document = context.document;
        let mut named = Vec::new();
        let mut at = 0;
        while at < document.tokens().len() {
            let id = TokenId::new(at);
            let name = document.name_at(id).filter(|it| it.tokens.start() == at);
            let (text, end) = name.map_or((document.word(id), at + 1), |it| {
                (document.text_of(it.tokens), it.tokens.end())
            });
            if text.starts_with(char::is_uppercase)
                && let Some(state) = context.gazetteer.state_named(text)
                && !is_seat(context, text)
            {
                named.push((at, context.gazetteer.state(state).name));
            }
            at = end;
        }
        let own = |sentence: usize| draft.home(sentence).map(str::to_owned);
        let datelines = (0..draft.frames.len()).map(own).collect();
        let home = home(&named);
        Self { named, datelines, home }
    }

    /// The states that are named, each once.
    pub(super) fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = self.named.iter().map(|it| it.1).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The state of the office that someone holds, by what stands around the first mention: none of those that
    /// are excluded, and none of which another of the people holds it.
    pub(super) fn of_office(
        &self,
        context: &Context<'_>,
        person: &ActorDraft,
        but: &[String],
        people: &[ActorDraft],
    ) -> Option<String> {
        let document = context.document;
        let office = person.roles.iter().chain(&person.office).any(|role| {
            let folded = role.to_lowercase();
            if OF_STATES.iter().any(|it| folded.contains(it)) {
                return true;
            }
            let last = role.rsplit([' ', '-']).next().unwrap_or_default();
            let head = role.split(" of ").next().unwrap_or_default();
            let head = head.rsplit(' ').next().unwrap_or_default();
            [last, head].iter().any(|word| {
                OFFICES.iter().any(|it| it.eq_ignore_ascii_case(word.trim_end_matches('.')))
            })
        });
        if !office {
            return None;
        }
        let is_american = |role: &String| {
            let role = role.to_lowercase();
            role.ends_with("assistant secretary of state")
                || role.ends_with("under secretary of state")
                || role.ends_with("undersecretary of state")
        };
        if person.roles.iter().any(is_american) && self.named.iter().any(|it| it.1 == AMERICA) {
            return Some(AMERICA.to_owned());
        }
        let first = document.tokens_in(*person.mentions.iter().min()?).first()?;
        let index = document.sentence_index(first);
        let sentence = document.sentences()[index].tokens;
        let least = match index.checked_sub(1).map(|it| document.sentences()[it]) {
            Some(before) if before.paragraph == document.sentences()[index].paragraph => {
                before.tokens.start()
            }
            _ => sentence.start(),
        };
        // One state has one foreign minister; but a son may hold the office that his father had.
        let is_held = |state: &String| {
            let mut others = people.iter().filter(|it| it.affiliations.contains(state));
            others.any(|it| share_sole_office(it, person) && family(it) != family(person))
        };
        // "the kingdom's foreign minister, NAME".
        let form = form_before(context, (sentence.start(), first.index()));
        let is_of_form = |state: &String| form.is_none_or(|form| is_of_form(context, state, form));
        let may_be = |state: &String| !but.contains(state) && !is_held(state) && is_of_form(state);
        let mut words = person.roles.iter().flat_map(|it| it.split([' ', '-']));
        let is_posted = words.any(is_posting);
        let near: Vec<(usize, String)> = self
            .named
            .iter()
            .rev()
            .filter(|(at, _)| (least..first.index()).contains(at))
            .filter(|(at, _)| !comes_from(context, TokenId::new(*at)))
            .filter(|(at, _)| is_posted || !is_of_guest(context, TokenId::new(*at)))
            .map(|(at, state)| (*at, (*state).to_owned()))
            .filter(|(_, state)| may_be(state))
            .collect();
        let dateline = self.datelines.get(index).cloned().flatten().filter(may_be);
        // "LIMA: Peru and Ecuador will meet, Foreign Minister NAME announced": of their own, papers do not say whose.
        let is_own = |own: &String| {
            near.iter().any(|(at, state)| state == own && near[0].0 <= at + TOGETHER)
        };
        let own = dateline.clone().filter(is_own);
        // What a secretary is of, or for whom somebody speaks, is told by less.
        let is_close = person.roles.iter().map(|it| it.to_lowercase()).any(|it| {
            ["secretary", "spokesman", "spokeswoman", "spokesperson"]
                .iter()
                .any(|word| it.contains(word))
        });
        let is_here = |at: usize| !is_close || at >= sentence.start();
        let last = near.iter().find(|it| is_here(it.0)).map(|it| it.1.clone());
        own.or(last)
            .or(dateline)
            .or_else(|| near.into_iter().next().map(|it| it.1))
            .or_else(|| self.home.map(str::to_owned).filter(may_be))
            .or_else(|| {
                // "the sultanate's top diplomat, NAME, said Oman was ready".
                let mut all = self.named.iter().map(|it| it.1.to_owned()).filter(may_be);
                form.and_then(|_| all.next())
            })
    }
}

/// Whether a place whose name begins at a token is one that somebody comes from.
fn comes_from(context: &Context<'_>, first: TokenId) -> bool {
    let document = context.document;
    let head = document.name_at(first).and_then(|it| document.head_of(it.tokens)).unwrap_or(first);
    is_origin(context, head)
}

/// Whether a state is that of somebody who is told to be abroad, so that who is told beside him is of another: "the
/// Norwegian ambassador called on Foreign Minister NAME", "the visiting Norwegian minister".
fn is_of_guest(context: &Context<'_>, state: TokenId) -> bool {
    /// Tokens from the state to the last word of the office.
    const REACH: usize = 5;
    let document = context.document;
    let sentence = document.sentence(state).tokens;
    if state.index() > sentence.start()
        && document.word(TokenId::new(state.index() - 1)).eq_ignore_ascii_case("visiting")
    {
        return true;
    }
    let end = sentence.end().min(state.index() + REACH);
    let mut title = (state.index() + 1..end).map(TokenId::new).take_while(|&it| {
        matches!(document.token(it).upos, Upos::Noun | Upos::ProperNoun | Upos::Adjective)
            || matches!(document.word(it), "'s" | "’s" | "'" | "’")
    });
    title.any(|it| is_posting(document.word(it)))
}

/// Whether a word is the last of an office that is held abroad.
fn is_posting(word: &str) -> bool {
    ["ambassador", "envoy", "commissioner", "consul", "affaires", "nuncio", "emissary"]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(word))
}

/// The full form of the state whose kind alone is told before a name.
fn form_before(context: &Context<'_>, (start, end): (usize, usize)) -> Option<&'static str> {
    /// Tokens from the kind of the state to the name.
    const NEAR: usize = 6;
    let word = |at: usize| context.document.word(TokenId::new(at));
    (start.max(end.saturating_sub(NEAR))..end).rev().find_map(|at| {
        let kind = FORMS.iter().find(|(kind, _)| kind.eq_ignore_ascii_case(word(at)))?;
        matches!(word(at + 1), "'s" | "’s").then_some(kind.1)
    })
}

/// Whether a state is of a form by its full name.
fn is_of_form(context: &Context<'_>, state: &str, form: &str) -> bool {
    context
        .gazetteer
        .state_named(state)
        .is_some_and(|id| context.gazetteer.state(id).aliases().any(|it| it.starts_with(form)))
}

/// Whether a name is that of the seat of those who are not recognized: a city that much else may be told of.
fn is_seat(context: &Context<'_>, name: &str) -> bool {
    context.gazetteer.lookup(name).next().is_some_and(|known| match known {
        Known::Metonym(id) => context.gazetteer.state(id).code().is_none(),
        _ => false,
    })
}

/// The last word of a name.
fn family(person: &ActorDraft) -> Option<&str> {
    person.name.rsplit(' ').next()
}

/// Whether two are said to hold an office of which a state has one: "Foreign Minister", not "minister"
/// or "senator".
fn share_sole_office(one: &ActorDraft, other: &ActorDraft) -> bool {
    one.roles
        .iter()
        .filter(|role| is_sole(role))
        .any(|role| other.roles.iter().any(|own| own.eq_ignore_ascii_case(role)))
}

/// Whether a state has one holder of an office at a time.
fn is_sole(role: &str) -> bool {
    let role = role.to_lowercase();
    let (before, last) = role.rsplit_once([' ', '-']).unwrap_or(("", &role));
    let is_one_of_many = ["former", "deputy", "vice", "junior", "state", "assistant"]
        .iter()
        .any(|word| before.split([' ', '-']).any(|it| it == *word));
    let is_chief =
        ["president", "premier", "pm", "fm", "chancellor", "king", "queen", "emir", "sultan"];
    !is_one_of_many && (is_chief.contains(&last) || last == "minister" && !before.is_empty())
}

/// The state that an article tells of far more often than of any other.
fn home(named: &[(usize, &'static str)]) -> Option<&'static str> {
    /// So many times more often than the next one, and so often at least.
    const OFTEN: usize = 3;
    let mut counts: Vec<(usize, &'static str)> = Vec::new();
    for (_, state) in named {
        match counts.iter_mut().find(|(_, own)| own == state) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, state)),
        }
    }
    counts.sort_unstable_by(|one, two| two.cmp(one));
    let next = counts.get(1).map_or(0, |it| it.0);
    let (count, state) = counts.first()?;
    (*count >= OFTEN && *count >= OFTEN * next).then_some(*state)
}
