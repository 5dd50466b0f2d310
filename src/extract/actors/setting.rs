//! The state that an office of government belongs to where nothing beside it tells.
//!
//! Finds: `Consultations in the Kenyan capital with Vice-President NAME` (Kenya), `NAIROBI (AP) —
//! Foreign Minister NAME` (Kenya).
//! Leaves: `the director NAME`, who may be of anything.

use crate::extract::{ActorDraft, Context, Draft};
use crate::nlp::TokenId;

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
];

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
            {
                named.push((at, context.gazetteer.state(state).name));
            }
            at = end;
        }
        let datelines = draft
            .frames
            .iter()
            .map(|frame| {
                let place = frame.places.first()?;
                let country = &draft.locations[place.index()].country;
                (!country.is_empty()).then(|| country.clone())
            })
            .collect();
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
        let may_be = |state: &String| !but.contains(state) && !is_held(state);
        let near = self
            .named
            .iter()
            .rev()
            .filter(|(at, _)| (least..first.index()).contains(at))
            .map(|(_, state)| (*state).to_owned())
            .find(may_be);
        near.or_else(|| self.datelines.get(index).cloned().flatten().filter(may_be))
            .or_else(|| self.home.map(str::to_owned).filter(may_be))
    }
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
