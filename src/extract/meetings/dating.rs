//! When meetings took place, weighed over the whole article: each day that it tells against each meeting, by
//! what rules say, by what was learned of the sentence, and by how the day is told.
//!
//! Finds: the day told in the sentence before; `in March`, of an invitation, as the March to come; another
//! Friday than the last, where the article tells of one.
//! Leaves: what rules took for the day of a meeting, where all else tells that something else was on it: "their
//! first talks since he took office in December".

use std::sync::LazyLock;

use crate::date::{Date, Precision};
use crate::extract::forest::{Forest, NEVER, Traits, number};
use crate::extract::meetings::merge::{Event, MANY};
use crate::extract::meetings::{fill, nearness, setting};
use crate::extract::weighed::{self, Weighed};
use crate::extract::{Context, Draft, predication};
use crate::nlp::{Open, Relation, TokenId, TokenRange, Upos, Xpos};

/// Sentences before a meeting in which its day may be told.
const BEFORE: usize = 30;
/// Sentences after it.
const AFTER: usize = 3;
/// Sentences from a meeting within which words may mean another day than the likeliest.
const CLOSE: usize = 1;
/// Days told before a meeting that are weighed for it, and as many after: more are a list.
const LISTED: usize = 150;
/// Days from publication that are told apart.
const FAR: i32 = 400;
/// Days between meetings that are told apart.
const CLOSE_DAYS: i32 = 40;

/// What was learned of when meetings are.
static LEARNED: LazyLock<Forest> =
    LazyLock::new(|| Forest::read(include_bytes!("../../../models/days.bin")));

/// The logarithm of the odds from which the likeliest day is that of a meeting: a chance of 0.35.
const ENOUGH: f32 = -0.6;

/// A day on which a meeting may have been, by its number, with what tells whether it was.
type Candidate = (usize, Traits);

/// A day that the text tells.
struct Seen {
    date: Date,
    /// How many weeks or years it lies from what its words mean most likely.
    shift: i16,
    open: Open,
    tokens: TokenRange,
    head: TokenId,
    sentence: usize,
    paragraph: u32,
}

/// Gives each meeting its day.
pub(super) fn settle(
    context: &Context<'_>,
    draft: &Draft,
    events: &mut [Event],
    weighed: &mut Option<Weighed>,
) {
    let seen = seen(context);
    let mut days: Vec<Date> = seen.iter().map(|it| it.date).collect();
    days.extend(context.article.published);
    days.extend(events.iter().filter_map(|it| it.draft.date));
    days.extend(events.iter().filter_map(|it| it.dated));
    days.sort_unstable();
    days.dedup();
    let is_past = |it: &Date| {
        it.precision() == Precision::Day
            && context.article.published.is_none_or(|published| it.last() <= published.last())
    };
    let told = seen.iter().filter(|it| it.shift == 0).map(|it| it.date);
    let latest = told.filter(is_past).max();
    let map = Map { context, draft, seen, days, latest };
    let all: Vec<Vec<Candidate>> = (0..events.len()).map(|at| map.candidates(events, at)).collect();
    if let Some(weighed) = weighed {
        let text = context.document.text();
        let drafts = events.iter().map(|it| &it.draft);
        weighed.days = weighed::meetings(text, drafts, &all, |it| it);
        weighed.dates.clone_from(&map.days);
    }
    for (event, candidates) in events.iter_mut().zip(&all) {
        // Of days that are counted each lies by the others.
        if event.day.is_some() && event.draft.date.is_some() {
            continue;
        }
        let odds = |(day, traits): &Candidate| (LEARNED.odds(traits), *day);
        let best = candidates
            .iter()
            .map(odds)
            .max_by(|one, two| one.0.total_cmp(&two.0).then(two.1.cmp(&one.1)));
        event.draft.date = best.filter(|it| it.0 >= ENOUGH).map(|(_, day)| map.days[day]);
        fill::stand(context, draft, event);
    }
}

/// The days that the text tells, also those that its words may mean besides.
fn seen(context: &Context<'_>) -> Vec<Seen> {
    let document = context.document;
    let mut all = Vec::new();
    for time in document.times() {
        let (Some(date), Some(head)) = (time.date, document.head_of(time.tokens)) else { continue };
        let sentence = document.sentence_index(head);
        let mut add = |date: Option<Date>, shift: i16| {
            all.extend(date.map(|date| Seen {
                date,
                shift,
                open: time.open,
                tokens: time.tokens,
                head,
                sentence,
                paragraph: document.sentences()[sentence].paragraph,
            }));
        };
        add(Some(date), 0);
        match time.open {
            Open::Week => [-1, 1].map(|by| add(date.weeks_on(by.into()), by)),
            Open::Year => [-1, 1].map(|by| add(date.years_on(by), by)),
            Open::Nothing => continue,
        };
    }
    all
}

/// What is looked up for all meetings of an article.
struct Map<'a> {
    context: &'a Context<'a>,
    draft: &'a Draft,
    seen: Vec<Seen>,
    /// All days, in order.
    days: Vec<Date>,
    /// The last day up to publication that the text tells.
    latest: Option<Date>,
}

/// A day of the text as a meeting sees it.
struct Near<'a> {
    seen: &'a Seen,
    /// Whether it stands in the sentences that tell of the meeting.
    inside: bool,
    /// How many tokens after the nearest word that tells of the meeting it stands.
    gap: i16,
}

impl Map<'_> {
    /// The days on which a meeting may have been, each with what tells.
    fn candidates(&self, events: &[Event], at: usize) -> Vec<Candidate> {
        let event = &events[at];
        let near = self.near(event);
        let mut dates: Vec<Date> = near.iter().map(|it| it.seen.date).collect();
        dates.extend(event.draft.date.into_iter().chain(event.dated));
        dates.extend(self.context.article.published);
        dates.extend(self.draft.frames.get(event.first_sentence).and_then(|it| it.date));
        // "at an earlier meeting" of the same: on another day.
        let told = |date: Date| near.iter().any(|it| it.inside && it.seen.date == date);
        let is_taken = |date: Date| {
            let mut before = events[at.saturating_sub(MANY)..at].iter();
            let same = |it: &Event| it.draft.participants == event.draft.participants;
            event.is_other && before.any(|it| it.dated == Some(date) && same(it)) && !told(date)
        };
        dates.retain(|it| !is_taken(*it));
        dates.sort_unstable();
        dates.dedup();
        let judged: Vec<i16> = near.iter().map(|it| self.judged(event, it.seen)).collect();
        let candidate = |date: &Date| {
            let mut traits = Traits::new();
            traits.count(dates.len());
            self.of_day(event, *date, &mut traits);
            let told = Self::told((event, &near, &judged), *date, &mut traits);
            self.words(event, told, &mut traits);
            self.beside(events, at, (*date, told), &mut traits);
            Some((self.days.binary_search(date).ok()?, traits))
        };
        dates.iter().filter_map(candidate).collect()
    }

    /// The days told near a meeting.
    fn near(&self, event: &Event) -> Vec<Near<'_>> {
        let first = event.first_sentence;
        let last = event.last_sentence.max(first);
        let start = self.seen.partition_point(|it| it.sentence + BEFORE < first);
        let end = self.seen.partition_point(|it| it.sentence <= last + AFTER);
        let here = self.seen.partition_point(|it| it.sentence < first);
        let start = start.max(here.saturating_sub(LISTED));
        let end = end.min(here + LISTED);
        let all = self.seen[start..end].iter().map(|seen| {
            let from = self.context.document.token(seen.head).span.start();
            let own = &event.draft.evidence;
            let inside = own.iter().any(|span| span.start() <= from && from < span.end());
            Near { seen, inside, gap: nearness::gap(self.context, &event.words, seen.head) }
        });
        let is_close = |it: &Near<'_>| it.inside || it.seen.sentence + CLOSE >= first;
        all.filter(|it| it.seen.shift == 0 || is_close(it) && it.seen.sentence <= last).collect()
    }

    /// How likely it was learned that some words tell when a meeting took place, in hundredths, or -1.
    fn judged(&self, event: &Event, seen: &Seen) -> i16 {
        let document = self.context.document;
        let sentence = document.sentences()[seen.sentence].tokens;
        let all = document.settings();
        let from = all.partition_point(|it| it.of.min(it.at).index() < sentence.start());
        let here = all[from..].iter().take_while(|it| it.of.min(it.at).index() < sentence.end());
        let takes_part = |of: TokenId| {
            let actors = self.draft.actors_at(of);
            event.words.contains(&of)
                || actors.iter().any(|it| event.draft.participants.contains(it))
        };
        let own = here.filter(|it| seen.tokens.has(it.at) && takes_part(it.of));
        own.map(|it| i16::from(it.time)).max().unwrap_or(-1)
    }

    /// What a day itself tells.
    fn of_day(&self, event: &Event, date: Date, traits: &mut Traits) {
        let lies = |other: Option<Date>| {
            other.map_or(-1, |it| match () {
                () if it == date => 4,
                () if it.is_compatible(date) && it.precision() < date.precision() => 3,
                () if it.is_compatible(date) => 2,
                () => i16::from(it.first() < date.first()),
            })
        };
        let precision = |it: Option<Date>| it.map_or(-1, |it| it.precision() as i16);
        traits.push(precision(Some(date)));
        traits.push(away(date, self.context.article.published, FAR).unwrap_or(i16::MIN));
        traits.push(lies(self.context.article.published));
        traits.push(lies(event.dated));
        traits.push(lies(event.draft.date));
        traits.push(precision(event.dated));
        traits.push(precision(event.draft.date));
        traits.push(away(date, event.draft.date, FAR).unwrap_or(i16::MIN));
        let own = &event.draft;
        traits.count(own.kind as usize);
        traits.count(own.status as usize);
        traits.count(event.told_status as usize);
        traits.flag(event.is_other);
        traits.flag(event.is_stop);
        traits.flag(event.day.is_some());
        traits.count(event.mentions);
        traits.count(event.first_sentence);
        let frame = self.draft.frames.get(event.first_sentence);
        traits.push(lies(frame.and_then(|it| it.date)));
        traits.maybe(frame.map(|it| it.calendar));
        let lemma = event.lemmas.first().map_or("", String::as_str);
        traits.push(nearness::lemma(lemma));
    }

    /// Where a day is told, and which other days are told there; the words that tell it best.
    fn told<'a>(
        (event, near, judged): (&Event, &'a [Near<'_>], &[i16]),
        date: Date,
        traits: &mut Traits,
    ) -> Option<&'a Near<'a>> {
        let first = event.first_sentence;
        let mine = || (0..near.len()).filter(|&it| near[it].seen.date == date);
        let rank = |it: &usize| {
            let own = &near[*it];
            let away = own.seen.sentence.abs_diff(first);
            (own.seen.shift != 0, !own.inside, away, own.gap.abs(), *it)
        };
        let best = mine().min_by_key(rank);
        let told = best.map(|it| &near[it]);
        traits.push(told.map_or(NEVER, |it| it.seen.shift));
        traits.push(told.map_or(-1, |it| it.seen.open as i16));
        traits.push(told.map_or(NEVER, |it| {
            let away = number(it.seen.sentence.abs_diff(first));
            if it.seen.sentence > first { -away } else { away }
        }));
        traits.maybe(told.map(|it| it.inside));
        traits.push(told.map_or(NEVER, |it| it.gap));
        traits.push(best.map_or(-1, |it| judged[it]));
        let likeliest = |own: bool| {
            let all = (0..near.len()).filter(|&it| (near[it].seen.date == date) == own);
            all.map(|it| judged[it]).max().unwrap_or(-1)
        };
        traits.push(likeliest(true) - likeliest(false));
        traits.count(mine().count());
        let apart = |it: &&Near<'_>| it.seen.shift == 0 && it.seen.date != date;
        let inside = || near.iter().filter(|it| it.inside).filter(apart);
        traits.count(inside().count());
        let gap = told.map_or(NEVER, |it| it.gap.abs());
        traits.count(inside().filter(|it| it.gap.abs() < gap).count());
        // How many other days were told since.
        let since = best.map_or(0, |at| {
            let between = near[at..].iter().take_while(|it| it.seen.sentence <= first);
            between.filter(apart).count()
        });
        traits.count(since);
        told
    }

    /// What the words tell by which a day is told.
    fn words(&self, event: &Event, told: Option<&Near<'_>>, traits: &mut Traits) {
        let context = self.context;
        let document = context.document;
        let Some(told) = told else {
            for _ in 0..12 {
                traits.push(-1);
            }
            return;
        };
        let seen = told.seen;
        traits.push(nearness::steps(context, &event.words, seen.head));
        traits.push(leads(context, seen));
        traits.push(names(context, seen));
        let token = document.token(seen.head);
        traits.push(match token.relation {
            Relation::Obl | Relation::OblUnmarked => 1,
            Relation::Nmod | Relation::NmodUnmarked => 2,
            Relation::NmodPoss => 3,
            Relation::Compound | Relation::Amod => 4,
            Relation::Advmod => 5,
            Relation::Nsubj => 6,
            Relation::Obj => 7,
            Relation::Conj => 8,
            _ => 0,
        });
        // The word that it hangs from, and the verb above that.
        let above = token.head;
        traits.maybe(above.map(|it| event.words.contains(&it)));
        let is_verb = |it: &TokenId| document.token(*it).upos == Upos::Verb;
        let verb = document.ancestors(seen.head).take(4).find(is_verb);
        traits.maybe(above.map(|it| is_verb(&it)));
        traits.push(verb.map_or(-1, |it| tense(context, it)));
        traits.flag(setting::is_reporting(context, seen.head));
        traits.push(verb.map_or(-1, |it| clause(context, it)));
        traits.maybe(verb.map(|it| document.ancestors(it).any(|it| event.words.contains(&it))));
        // Who and what is told in the same sentence.
        let sentence = document.sentences()[seen.sentence].tokens;
        let participants = &event.draft.participants;
        let references = self.draft.references_in(sentence);
        let with =
            references.iter().filter(|it| it.actors.iter().any(|it| participants.contains(it)));
        traits.count(with.count());
        let places = self.draft.places_in(sentence);
        traits.flag(places.iter().any(|it| event.told.contains(&it.location)));
    }

    /// What is told of a day beside a meeting: of other meetings, and of the news.
    fn beside(
        &self,
        events: &[Event],
        at: usize,
        (date, told): (Date, Option<&Near<'_>>),
        traits: &mut Traits,
    ) {
        let event = &events[at];
        let own = &event.draft;
        let is_then = |it: &&Event| it.dated == Some(date);
        let common =
            |it: &&Event| it.draft.participants.iter().any(|it| own.participants.contains(it));
        let gap = |it: &Event| number(event.first_sentence.abs_diff(it.first_sentence));
        let earlier = || events[at.saturating_sub(MANY)..at].iter().rev();
        let later = || events[at + 1..].iter().take(MANY);
        traits.push(earlier().find(is_then).map_or(NEVER, gap));
        traits.push(earlier().filter(is_then).find(common).map_or(NEVER, gap));
        traits.push(later().find(is_then).map_or(NEVER, gap));
        traits.count(earlier().chain(later()).filter(is_then).count());
        let last = earlier().next();
        traits.maybe(last.map(|it| it.draft.date == Some(date)));
        traits.maybe(last.map(|it| it.draft.status == own.status));
        traits.maybe(last.map(|it| common(&it)));
        let paragraph = self.context.document.sentences()[event.first_sentence].paragraph;
        traits.maybe(told.map(|it| it.seen.paragraph == paragraph));
        // Whether the words of another meeting stand nearer.
        let taken = told.map(|it| {
            let mine = it.gap.abs();
            let nearer = |other: &Event| {
                nearness::gap(self.context, &other.words, it.seen.head).abs() < mine
            };
            earlier().chain(later()).any(nearer)
        });
        traits.maybe(taken);
        let first = self.seen.iter().find(|it| it.date == date);
        traits.gap(first.map(|it| it.sentence));
        // How it lies to those of the meetings before.
        let near = |other: Option<&Event>| {
            away(date, other.and_then(|it| it.draft.date), CLOSE_DAYS).unwrap_or(NEVER)
        };
        traits.push(near(last));
        traits.push(near(earlier().find(common)));
        traits.flag(self.latest == Some(date));
        let trigger = event.words.first();
        let document = self.context.document;
        let verb = trigger.and_then(|it| {
            std::iter::once(*it)
                .chain(document.ancestors(*it))
                .take(4)
                .find(|it| document.token(*it).upos == Upos::Verb)
        });
        traits.push(verb.map_or(-1, |it| tense(self.context, it)));
        traits.push(verb.map_or(-1, |it| clause(self.context, it)));
        traits.push(told.map_or(-1, |it| {
            let start = document.sentences()[it.seen.sentence].tokens.start();
            number(it.seen.tokens.start() - start)
        }));
    }
}

/// The days from a date to another, no more than `most` either way; nothing where there is no other.
fn away(date: Date, other: Option<Date>, most: i32) -> Option<i16> {
    other.map(|it| i16::try_from(date.days_to(it).clamp(-most, most)).unwrap_or_default())
}

/// The preposition that leads to a day, or what else stands before it.
fn leads(context: &Context<'_>, seen: &Seen) -> i16 {
    const WORDS: &[&str] = &[
        "on", "in", "since", "by", "until", "before", "after", "from", "to", "for", "of", "at",
        "during", "between", "through", "till", "late", "early", "this", "last", "next", "the",
        "and", ",", "(",
    ];
    let document = context.document;
    let place = |word: &str| WORDS.iter().position(|it| it.eq_ignore_ascii_case(word));
    let case = predication::preposition(context, seen.head);
    let before = || seen.tokens.first()?.offset(-1).map(|it| document.word(it));
    case.or_else(before).and_then(place).map_or(0, |it| number(it + 1))
}

/// By what kind of words a day is told.
fn names(context: &Context<'_>, seen: &Seen) -> i16 {
    let document = context.document;
    let is = |words: &[&str]| {
        seen.tokens
            .iter()
            .any(|it| words.iter().any(|word| word.eq_ignore_ascii_case(document.word(it))))
    };
    let has_year = || {
        let is_year = |it: &str| it.len() == 4 && it.bytes().all(|it| it.is_ascii_digit());
        seen.tokens.iter().any(|it| is_year(document.word(it)))
    };
    match () {
        () if is(&["last"]) => 1,
        () if is(&["next"]) => 2,
        () if is(&["this"]) => 3,
        () if is(&["ago"]) => 4,
        () if is(&["later", "after"]) => 5,
        () if is(&["earlier", "before", "previous"]) => 6,
        () if is(&["yesterday"]) => 7,
        () if is(&["today", "tonight"]) => 8,
        () if is(&["tomorrow"]) => 9,
        () if is(&["day", "week", "month", "year"]) => 10,
        () if has_year() => 11,
        () => 0,
    }
}

/// How a verb is told in time.
fn tense(context: &Context<'_>, verb: TokenId) -> i16 {
    let document = context.document;
    let token = document.token(verb);
    let mut found = match token.xpos {
        Xpos::Vbd => 1,
        Xpos::Vbz | Xpos::Vbp => 2,
        Xpos::Vbg => 3,
        Xpos::Vbn => 4,
        Xpos::Vb => 5,
        _ => 0,
    };
    for it in document.dependents(verb, &[Relation::Aux, Relation::AuxPass, Relation::Mark]) {
        let word = document.word(it);
        found = match document.token(it).xpos {
            Xpos::Md if matches!(word, "will" | "'ll" | "’ll" | "shall") => 6,
            Xpos::Md => 7,
            Xpos::To => 8,
            Xpos::Vbd if document.lemma(it) == "have" => 9,
            Xpos::Vbd if found != 9 => 10,
            Xpos::Vbz | Xpos::Vbp if document.lemma(it) == "have" => 11,
            Xpos::Vbz | Xpos::Vbp if found != 11 => 12,
            _ => found,
        };
    }
    found
}

/// How a verb's clause is part of another.
fn clause(context: &Context<'_>, verb: TokenId) -> i16 {
    const WORDS: &[&str] =
        &["since", "after", "before", "when", "as", "while", "until", "if", "that", "because"];
    let document = context.document;
    let place = |word: &str| WORDS.iter().position(|it| it.eq_ignore_ascii_case(word));
    let mark = document
        .dependents(verb, &[Relation::Mark, Relation::Advmod])
        .find_map(|it| place(document.word(it)));
    if let Some(mark) = mark {
        return number(10 + mark);
    }
    match document.token(verb).relation {
        Relation::Root => 1,
        Relation::AclRelcl => 2,
        Relation::Acl => 3,
        Relation::Advcl => 4,
        Relation::Ccomp => 5,
        Relation::Xcomp => 6,
        Relation::Conj => 7,
        Relation::Parataxis => 8,
        _ => 0,
    }
}
