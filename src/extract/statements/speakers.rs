//! Who says what is said, weighed over the article: everybody told before it or soon after, by what rules
//! say, by the words for the speaker, and by how each was told and has spoken.
//!
//! Finds: `the host said`, of whom the sentence before tells that he received others; `the 37-year-old
//! former teacher said`; of two whom `he` may be the one who has spoken so far.
//! Leaves: `a senior official said`, and whom nothing tells from others.

use std::sync::LazyLock;

use crate::extract::coreference::{self, Fit};
use crate::extract::forest::{Forest, NEVER, Traits, place};
use crate::extract::weighed::{self, Weighed};
use crate::extract::{Context, Draft, Form, Reference, predication};
use crate::gazetteer::Gender;
use crate::nlp::{Relation, Role, TokenId, TokenRange, Upos, Xpos};
use crate::record::{ActorKind, ActorRef};
use crate::text::fold;

use super::{Found, kind_of, shape, voice};

/// Sentences before a cue in which its speaker may be told.
const BEFORE: usize = 15;
/// Sentences after it.
const AFTER: usize = 2;
/// Words for actors before a cue, and after it, that are looked at: more are a list.
const LISTED: [usize; 2] = [70, 20];
/// Statements before one whose speakers may speak again.
const SPOKEN: usize = 6;

/// What was learned of who speaks.
static LEARNED: LazyLock<Forest> =
    LazyLock::new(|| Forest::read(include_bytes!("../../../models/speakers.bin")));

/// The logarithm of the odds from which somebody speaks whom rules take for the speaker: a chance of a quarter.
const ENOUGH: f32 = -1.1;
/// The same for the likeliest, where rules have nobody: a chance of 0.45.
const LIKELY: f32 = -0.2;
/// The same for one beside another: a chance of 0.6.
const BESIDE: f32 = 0.4;

/// One who may speak, with what tells whether it is so.
type Candidate = (ActorRef, Traits);

/// Gives each statement those who make it.
pub(super) fn settle(
    context: &Context<'_>,
    draft: &Draft,
    (all, is_turn): (&mut [Found], impl Fn(&Found) -> bool),
    weighed: &mut Option<Weighed>,
) {
    let map = Map::new(context, draft, all);
    // Whose turn it is in a transcript is written before it.
    let of = |at: usize| if is_turn(&all[at]) { Vec::new() } else { map.candidates(at) };
    let candidates: Vec<Vec<Candidate>> = (0..all.len()).map(of).collect();
    if let Some(weighed) = weighed {
        let document = context.document;
        let content = |it: &Found| {
            it.content.iter().map(|it| document.text_of(*it).to_owned()).collect::<Vec<_>>()
        };
        let found = all.iter().map(content).zip(&candidates);
        weighed.statements =
            found.map(|(content, candidates)| weighed::statement(content, candidates)).collect();
    }
    for (found, candidates) in all.iter_mut().zip(&candidates) {
        if is_turn(found) {
            continue;
        }
        let odds = |(actor, traits): &Candidate| (LEARNED.odds(traits), *actor);
        let mut odds: Vec<(f32, ActorRef)> = candidates.iter().map(odds).collect();
        odds.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
        if let Some(actors) = chosen(&found.voice.actors, &odds) {
            found.addressees.retain(|it| !actors.contains(it));
            found.voice.actors = actors;
        }
    }
}

/// Those who speak, by the odds of each, the likeliest first, if they are others than rules have; of several
/// whom rules have as many as may be.
fn chosen(own: &[ActorRef], odds: &[(f32, ActorRef)]) -> Option<Vec<ActorRef>> {
    let least = |(at, (_, actor)): (usize, &(f32, ActorRef))| match own.len() {
        0 | 1 if at > 0 => BESIDE,
        0 => LIKELY,
        1 => ENOUGH,
        _ if own.contains(actor) => ENOUGH,
        _ => BESIDE,
    };
    let is_one = |it: &(usize, &(f32, ActorRef))| it.1.0 >= least(*it);
    let mut actors: Vec<ActorRef> =
        odds.iter().enumerate().filter(is_one).map(|it| it.1.1).collect();
    let is_lost = actors.is_empty() && own.len() > 1;
    let is_same = actors.len() == own.len() && actors.iter().all(|it| own.contains(it));
    actors.sort_unstable();
    (!is_lost && !is_same).then_some(actors)
}

/// An article as its statements see it.
struct Map<'a> {
    context: &'a Context<'a>,
    draft: &'a Draft,
    all: &'a [Found],
    /// Of each reference its sentence.
    sentences: Vec<usize>,
    /// Of each reference whether it is the subject of its clause.
    subjects: Vec<bool>,
    /// Of each reference whether it stands in a quotation.
    quoted: Vec<bool>,
    /// Of each actor how many statements rules give it.
    spoken: Vec<usize>,
    /// Of each actor how many were told of before it.
    order: Vec<usize>,
}

/// How an actor is told around a statement.
#[derive(Clone, Default)]
struct Told {
    /// The reference before the words for the speaker that is nearest, by its number.
    last: Option<usize>,
    /// The nearest by name.
    named: Option<usize>,
    /// The nearest that is a subject.
    subject: Option<usize>,
    /// The reference that has the words for the speaker, or hangs from them.
    own: Option<usize>,
    /// The nearest before that stands for others too.
    shared: Option<usize>,
    /// The nearest after.
    next: Option<usize>,
    /// How often before, as far as is looked at.
    times: usize,
    /// How often within what is said.
    within: usize,
}

/// What the words for a speaker tell.
struct Voiced {
    head: TokenId,
    sentence: usize,
    gender: Option<Gender>,
    lemma: String,
    /// Whom the words name, folded: "the Kenyan minister".
    parties: Vec<String>,
    narrow: Vec<String>,
}

impl<'a> Map<'a> {
    fn new(context: &'a Context<'a>, draft: &'a Draft, all: &'a [Found]) -> Self {
        let references = &draft.references;
        let mut spoken = vec![0; draft.actors.len()];
        for actor in all.iter().flat_map(|it| &it.voice.actors) {
            spoken[actor.index()] += 1;
        }
        let mut order = vec![usize::MAX; draft.actors.len()];
        let mut count = 0;
        for actor in references.iter().flat_map(|it| &it.actors) {
            let own = &mut order[actor.index()];
            if *own == usize::MAX {
                *own = count;
                count += 1;
            }
        }
        let quoted = |it: &Reference| shape::quotations_over(context, it.tokens).next().is_some();
        Self {
            context,
            draft,
            all,
            sentences: references
                .iter()
                .map(|it| context.document.sentence_index(it.head))
                .collect(),
            subjects: references
                .iter()
                .map(|it| coreference::is_subject(context, it.head))
                .collect(),
            quoted: references.iter().map(quoted).collect(),
            spoken,
            order,
        }
    }

    /// Those who may make a statement, each with what tells.
    fn candidates(&self, at: usize) -> Vec<Candidate> {
        let found = &self.all[at];
        let voiced = self.voiced(found);
        let told = self.told(found, &voiced);
        let earlier = || self.all[at.saturating_sub(SPOKEN)..at].iter().rev();
        let mut actors: Vec<ActorRef> = told.iter().map(|it| it.0).collect();
        let more = found.voice.actors.iter().chain(earlier().flat_map(|it| &it.voice.actors));
        for &actor in more {
            if !actors.contains(&actor) {
                actors.push(actor);
            }
        }
        // Those told around it come first.
        let nobody = Told::default();
        let of = |place: usize| told.get(place).map_or(&nobody, |it| &it.1);
        let fits: Vec<(i16, i16, i16)> = actors
            .iter()
            .map(|&it| (self.agrees(it, &voiced), self.fits(it, &voiced), self.serves(it, &voiced)))
            .collect();
        let mut general = Traits::new();
        self.of_words(found, &voiced, &mut general);
        self.of_statement(found, at, &mut general);
        general.count(actors.len());
        let candidate = |(place, &actor): (usize, &ActorRef)| {
            let mut traits = general.clone();
            let own = of(place);
            let (agrees, fit, serves) = fits[place];
            self.of_actor(found, actor, &mut traits);
            for it in [agrees, fit, serves] {
                traits.push(it);
            }
            self.of_told(own, &voiced, &mut traits);
            Self::of_speech(earlier(), &voiced, actor, &mut traits);
            // How many others fit as well, and of these how many were told since.
            let is_like = |(other, fit): &(usize, &(i16, i16, i16))| {
                let kind = |it: ActorRef| self.draft.actors[it.index()].kind == ActorKind::Person;
                *other != place
                    && kind(actors[*other]) == kind(actor)
                    && fit.0 >= agrees
                    && fit.1 >= fits[place].1
                    && fit.2 >= serves
            };
            let alike = || fits.iter().enumerate().filter(is_like).map(|(it, _)| of(it));
            traits.count(alike().count());
            traits.count(alike().filter(|it| it.last > own.last).count());
            traits.count(alike().filter(|it| it.subject > own.subject).count());
            (actor, traits)
        };
        actors.iter().enumerate().map(candidate).collect()
    }

    /// What the words for the speaker of a statement tell.
    fn voiced(&self, found: &Found) -> Voiced {
        let document = self.context.document;
        let head = found.head;
        let token = document.token(head);
        let noun = matches!(token.upos, Upos::Noun | Upos::ProperNoun | Upos::Adjective);
        let (parties, narrow) = if noun {
            let phrase = coreference::phrase(self.context, head);
            coreference::words_of(self.context, head, phrase)
        } else {
            Default::default()
        };
        let gender = match document.word(head).to_ascii_lowercase().as_str() {
            "he" | "him" | "his" => Some(Gender::Male),
            "she" | "her" | "hers" => Some(Gender::Female),
            word if word.ends_with("woman") => Some(Gender::Female),
            word if word.ends_with("man") => Some(Gender::Male),
            _ => None,
        };
        let sentence = document.sentence_index(head);
        Voiced { head, sentence, gender, lemma: fold(document.lemma(head)), parties, narrow }
    }

    /// How those told around a statement are told.
    fn told(&self, found: &Found, voiced: &Voiced) -> Vec<(ActorRef, Told)> {
        let references = &self.draft.references;
        let anchor = voiced.head.index();
        let here = references.partition_point(|it| it.tokens.start() <= anchor);
        let start = self.sentences.partition_point(|it| it + BEFORE < voiced.sentence);
        let end = self.sentences.partition_point(|&it| it <= voiced.sentence + AFTER);
        let start = start.max(here.saturating_sub(LISTED[0]));
        let end = end.min(here + LISTED[1]);
        let phrase = self.context.document.subtree(voiced.head);
        let mut all: Vec<(ActorRef, Told)> = Vec::new();
        for at in start..end.max(start) {
            let reference = &references[at];
            let is_own = reference.tokens.has(voiced.head)
                || phrase.has(reference.head) && self.sentences[at] == voiced.sentence;
            let within = found.content.iter().any(|it| it.has(reference.head));
            for &actor in &reference.actors {
                let place = all.iter().position(|it| it.0 == actor).unwrap_or_else(|| {
                    all.push((actor, Told::default()));
                    all.len() - 1
                });
                let own = &mut all[place].1;
                own.within += usize::from(within);
                if is_own {
                    let nearer = |other: usize| {
                        let away = |it: usize| references[it].head.index().abs_diff(anchor);
                        away(at) < away(other)
                    };
                    if own.own.is_none_or(nearer) {
                        own.own = Some(at);
                    }
                } else if reference.head < voiced.head {
                    own.last = Some(at);
                    own.times += 1;
                    if reference.form == Form::Name {
                        own.named = Some(at);
                    }
                    if self.subjects[at] {
                        own.subject = Some(at);
                    }
                    if reference.actors.len() > 1 {
                        own.shared = Some(at);
                    }
                } else if own.next.is_none() {
                    own.next = Some(at);
                }
            }
        }
        all
    }

    /// Whether an actor is of the gender that the words tell: 2, or 0; 1 where nothing tells.
    fn agrees(&self, actor: ActorRef, voiced: &Voiced) -> i16 {
        let own = &self.draft.traits[actor.index()];
        match (voiced.gender, own.gender) {
            (Some(_), _) if own.kind != ActorKind::Person => 0,
            (Some(one), Some(two)) => i16::from(one == two) * 2,
            _ => 1,
        }
    }

    /// How the words fit the offices of an actor: 0 where they do not, more where better.
    fn fits(&self, actor: ActorRef, voiced: &Voiced) -> i16 {
        let own = &self.draft.traits[actor.index()];
        let token = self.context.document.token(voiced.head);
        if !matches!(token.upos, Upos::Noun | Upos::ProperNoun | Upos::Adjective) {
            return 0;
        }
        if own.kind != ActorKind::Person {
            return i16::from(own.name.split(' ').any(|it| it == voiced.lemma)) * 4;
        }
        match coreference::fit(&own.roles, &voiced.lemma, &voiced.narrow) {
            Some(Fit::Office) => 4,
            Some(Fit::Like) => 3,
            Some(Fit::Any) => 2,
            Some(Fit::Guess) => 1,
            None => 0,
        }
    }

    /// Whether an actor is, or serves, whom the words name: 0 where it is another's; 1 where none is named or
    /// nothing known.
    fn serves(&self, actor: ActorRef, voiced: &Voiced) -> i16 {
        let own = &self.draft.traits[actor.index()];
        match () {
            () if voiced.parties.is_empty() => 1,
            () if voiced.parties.contains(&own.name) => 3,
            () if own.affiliations.iter().any(|it| voiced.parties.contains(it)) => 2,
            () if own.affiliations.is_empty() => 1,
            () => 0,
        }
    }

    /// What the words for the speaker are.
    fn of_words(&self, found: &Found, voiced: &Voiced, traits: &mut Traits) {
        let (context, head) = (self.context, voiced.head);
        let document = context.document;
        let token = document.token(head);
        let form = self.draft.reference_at(head).map(|it| (it.form, it.head == head));
        traits.push(match form {
            None => 0,
            Some((Form::Pronoun, _)) => 1,
            Some((Form::Description, _)) => 2,
            Some((Form::Name, false)) => 3,
            Some((Form::Name, true)) => 4,
        });
        traits.push(match token.upos {
            Upos::Pronoun => 1,
            Upos::Noun => 2,
            Upos::ProperNoun => 3,
            Upos::Verb => 4,
            _ => 0,
        });
        traits.push(place(PRONOUNS, document.word(head)));
        traits.flag(matches!(token.xpos, Xpos::Nns | Xpos::Nnps));
        traits.push(match () {
            () if voice::is_body(&voiced.lemma) => 3,
            () if voice::is_text(&voiced.lemma) => 2,
            () if voice::is_person_noun(context, head) => 1,
            () => 0,
        });
        // "the 61-year-old said".
        let is_age = voiced.lemma.ends_with("year-old");
        traits.push(if is_age { NEVER } else { place(NOUNS, &voiced.lemma) });
        let start = shape::noun_phrase_start(context, head);
        let first = TokenId::new(start);
        traits.push(match document.word(first).to_ascii_lowercase().as_str() {
            "the" => 1,
            "a" | "an" | "another" | "one" | "some" => 2,
            "this" | "that" | "these" | "both" => 3,
            _ if document.token(first).xpos == Xpos::PrpS => 4,
            _ => 0,
        });
        traits.count(head.index() - start);
        traits.count(voiced.parties.len());
        traits.count(voiced.narrow.len());
        traits.push(place(CUES, document.lemma(found.cue.first().unwrap_or(head))));
        traits.flag(found.cue.first().is_some_and(|it| head > it));
        traits.flag(self.is_source(head));
        let count = voiced.narrow.iter().find_map(|it| NUMBERS.iter().position(|word| word == it));
        traits.gap(count.map(|it| it + 2));
    }

    /// What a statement is.
    fn of_statement(&self, found: &Found, at: usize, traits: &mut Traits) {
        /// Sentences of a paragraph that are counted.
        const MANY: usize = 20;
        let document = self.context.document;
        let cue = found.cue.first().unwrap_or(found.head);
        traits.count(kind_of(self.context, &found.content) as usize);
        traits.flag(found.content.first().is_some_and(|it| it.start() < cue.index()));
        traits.count(found.voice.actors.len());
        let sentence = document.sentence_index(cue);
        traits.count(sentence);
        let paragraph = document.sentences()[sentence].paragraph;
        let own = document.sentences()[..sentence].iter().rev();
        traits.count(own.take(MANY).take_while(|it| it.paragraph == paragraph).count());
        let last = at.checked_sub(1).map(|at| self.all[at].sentence);
        traits.gap(last.map(|it| sentence.saturating_sub(it)));
        traits.flag(self.draft.frames.get(sentence).is_some_and(|it| !it.places.is_empty()));
    }

    /// What an actor is whatever the words.
    fn of_actor(&self, found: &Found, actor: ActorRef, traits: &mut Traits) {
        let draft = self.draft;
        let entry = &draft.actors[actor.index()];
        traits.flag(found.voice.actors.contains(&actor));
        traits.count(entry.kind as usize);
        traits.flag(entry.is_named);
        traits.count(entry.mentions.len());
        traits.count(entry.roles.len());
        let speaks = |role: &String| role.to_lowercase().contains("spokes");
        traits.flag(entry.roles.iter().any(speaks));
        let last = entry.name.rsplit(' ').next().unwrap_or_default();
        traits.flag(self.context.article.title.contains(last));
        traits.count(self.order[actor.index()]);
        traits.count(self.spoken[actor.index()]);
        traits.flag(found.addressees.contains(&actor));
        let sentence = self.context.document.sentence_index(found.head);
        let home = draft.home(sentence);
        traits.maybe(
            home.map(|it| entry.name == *it || entry.affiliations.iter().any(|own| own == it)),
        );
    }

    /// How an actor is told around the words for the speaker.
    fn of_told(&self, told: &Told, voiced: &Voiced, traits: &mut Traits) {
        let references = &self.draft.references;
        let away = |it: usize| self.sentences[it].abs_diff(voiced.sentence);
        traits.push(told.own.map_or(-1, |it| {
            let own = &references[it];
            match () {
                () if own.head == voiced.head => 20 + form(own),
                () if own.tokens.has(voiced.head) => 10 + form(own),
                () => self.relation(own.head),
            }
        }));
        traits.push(told.own.map_or(-1, |it| self.preposition(references[it].head)));
        traits.gap(told.last.map(away));
        let gap = |it: usize| voiced.head.index().abs_diff(references[it].head.index());
        traits.gap(told.last.map(gap));
        traits.push(told.last.map_or(-1, |it| form(&references[it])));
        traits.maybe(told.last.map(|it| self.subjects[it]));
        traits.maybe(told.last.map(|it| self.quoted[it]));
        traits.push(told.last.map_or(-1, |it| self.relation(references[it].head)));
        traits.count(told.last.map_or(0, |it| references[it].actors.len()));
        traits.gap(told.named.map(away));
        traits.gap(told.subject.map(away));
        traits.gap(told.next.map(away));
        traits.gap(told.next.map(gap));
        traits.push(told.next.map_or(-1, |it| form(&references[it])));
        traits.count(told.times);
        traits.count(told.within);
        // "its president, NAME, said", "said its president, NAME".
        let beside = |it: usize| {
            let first = references[it].tokens.first()?;
            let before = self.context.document.word(first.offset(-1)?);
            let own = before == "," && first > voiced.head && self.sentences[it] == voiced.sentence;
            own.then(|| self.between(voiced.head, first))
        };
        traits.gap(told.own.and_then(beside).or_else(|| told.next.and_then(beside)));
        let is_source = |it: usize| {
            self.sentences[it] == voiced.sentence && self.is_source(references[it].head)
        };
        traits.flag([told.own, told.last, told.next].into_iter().flatten().any(is_source));
        traits.gap(told.shared.map(away));
        let paragraph = |it: usize| self.context.document.sentences()[it].paragraph;
        traits
            .maybe(told.last.map(|it| paragraph(self.sentences[it]) == paragraph(voiced.sentence)));
    }

    /// How an actor has spoken so far.
    fn of_speech<'b>(
        mut earlier: impl Iterator<Item = &'b Found>,
        voiced: &Voiced,
        actor: ActorRef,
        traits: &mut Traits,
    ) {
        let mut back = 0;
        let last = earlier.find(|it| {
            back += 1;
            it.voice.actors.contains(&actor)
        });
        traits.push(if last.is_some() { back } else { NEVER });
        traits.gap(last.map(|it| voiced.sentence.saturating_sub(it.sentence)));
    }

    /// The verbs and commas between two words.
    fn between(&self, one: TokenId, two: TokenId) -> usize {
        let document = self.context.document;
        let between =
            TokenRange::new(one.index() + 1, two.index().saturating_sub(1).max(one.index() + 1));
        let parts = |it: &TokenId| {
            matches!(document.token(*it).upos, Upos::Verb | Upos::Auxiliary)
                || document.word(*it) == ","
        };
        between.iter().filter(parts).count()
    }

    /// Whether a word was learned to be one for a source.
    fn is_source(&self, id: TokenId) -> bool {
        let learned = self.context.document.passages();
        let from = learned.partition_point(|it| it.tokens.end() <= id.index());
        learned.get(from).is_some_and(|it| it.role == Role::Source && it.tokens.has(id))
    }

    /// By which relation some words hang from others.
    fn relation(&self, head: TokenId) -> i16 {
        match self.context.document.token(head).relation {
            Relation::Nsubj => 1,
            Relation::NsubjPass => 2,
            Relation::Obj => 3,
            Relation::Obl | Relation::OblAgent => 4,
            Relation::Nmod => 5,
            Relation::NmodPoss => 6,
            Relation::Compound | Relation::Amod => 7,
            Relation::Appos => 8,
            Relation::Conj => 9,
            _ => 0,
        }
    }

    /// The preposition that leads to some words.
    fn preposition(&self, head: TokenId) -> i16 {
        predication::preposition(self.context, head).map_or(0, |it| place(PREPOSITIONS, it))
    }
}

/// How words stand for an actor.
fn form(reference: &Reference) -> i16 {
    match reference.form {
        Form::Pronoun => 1,
        Form::Description => 2,
        Form::Name => 3,
    }
}

const PRONOUNS: &[&str] = &["he", "she", "they", "it", "who", "i", "we", "both", "all"];
const PREPOSITIONS: &[&str] = &["of", "for", "from", "by", "in", "at", "to", "with", "on"];
/// Nouns for those who speak for others or are told by what they are.
const NOUNS: &[&str] = &[
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "official",
    "source",
    "minister",
    "president",
    "leader",
    "ministry",
    "statement",
    "office",
    "government",
    "host",
    "side",
    "envoy",
    "diplomat",
    "ambassador",
    "chief",
    "secretary",
    "premier",
    "chancellor",
    "party",
    "king",
    "agency",
    "communique",
    "adviser",
    "aide",
    "delegation",
    "country",
    "report",
    "document",
    "declaration",
    "letter",
    "people",
    "guest",
    "visitor",
    "counterpart",
    "colleague",
    "chairman",
    "commissioner",
    "general",
    "politician",
    "readout",
];
/// How many words may speak of, from two.
const NUMBERS: &[&str] = &["two", "three", "four", "five", "six", "seven", "eight"];
/// Verbs that attribute.
const CUES: &[&str] = &[
    "say", "tell", "add", "accord", "ask", "agree", "call", "announce", "note", "stress", "urge",
    "thank", "warn", "promise", "express", "welcome", "accuse", "deny", "reply", "answer",
    "confirm", "write", "declare", "describe", "quote", "claim", "insist", "explain", "propose",
    "offer",
];
