//! The meetings of a report: when, what, with whom, where, with the sentences behind them.

use std::collections::BTreeSet;

use jiff::ToSpan;

use super::page::{Block, Column, Holds, Line, Piece, Section, day_or, figure, joined, words};
use super::{Composer, Held, left_out};
use crate::date::Date;
use crate::record::{Confidence, MeetingKind, MeetingStatus};
use crate::store::{Counted, Error, Filter, MeetingRow, Order};

/// Below this chance of being right, a reading is more likely wrong than right.
const UNSURE: f64 = 0.5;

/// Sentences that a meeting is quoted with; the other articles are told by number.
const QUOTED: usize = 2;

/// Letters of a sentence that is quoted whole.
const LONGEST: usize = 600;

/// Plans up to this number are told apart by hand: those ahead, and those whose day has passed.
const PLANS: usize = 400;

const COLUMNS: &[Column] = &[
    Column { name: "When", holds: Holds::Dates, share: 11 },
    Column { name: "What", holds: Holds::Words, share: 11 },
    Column { name: "Who", holds: Holds::Words, share: 19 },
    Column { name: "Where", holds: Holds::Words, share: 13 },
    Column { name: "Told as", holds: Holds::Words, share: 46 },
];

const COLUMNS_WITH: &[Column] = &[
    COLUMNS[0],
    COLUMNS[1],
    Column { name: "With whom", holds: Holds::Words, share: 19 },
    COLUMNS[3],
    COLUMNS[4],
];

/// Meetings with some statuses.
fn with_status(filter: &Filter, statuses: &[MeetingStatus]) -> Option<Filter> {
    let asked = |it: &&MeetingStatus| {
        filter.statuses.is_empty() || filter.statuses.iter().any(|word| word == it.as_str())
    };
    let statuses: Vec<String> =
        statuses.iter().filter(asked).map(|it| it.as_str().to_owned()).collect();
    (!statuses.is_empty()).then(|| Filter { statuses, ..filter.clone() })
}

/// The chance that a reading is right, where that is to be told.
pub(super) fn doubt(confidence: f64) -> Option<Piece> {
    (confidence < UNSURE).then(|| {
        let chance = Confidence::new(confidence);
        Piece::Flag(format!("uncertain: read with confidence {chance}"))
    })
}

/// A sentence cut to some letters, at a word.
pub(super) fn cut(sentence: &str) -> String {
    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = sentence.char_indices().nth(LONGEST) else { return sentence };
    let end = sentence[..end].rfind(' ').unwrap_or(end);
    format!("{} …", &sentence[..end])
}

impl Composer<'_> {
    /// Looks up the meetings that were held, where such are asked for.
    pub(super) fn choose_held(&self) -> Result<Option<Held>, Error> {
        let filter = with_status(&self.meetings(), &[MeetingStatus::Held]);
        let choose =
            |filter: Filter| Ok(Held { chosen: self.store.choose_meetings(&filter)?, filter });
        filter.map(choose).transpose()
    }

    /// The sections of meetings: held, ahead, planned before, called off.
    pub(super) fn meeting_sections(&self) -> Result<Vec<Section>, Error> {
        let mut sections = Vec::new();
        if let Some(held) = &self.held {
            sections.extend(self.meeting_section("Meetings", &held.filter)?);
        }
        let plans = [MeetingStatus::Planned, MeetingStatus::Proposed];
        if let Some(filter) = with_status(&self.meetings(), &plans) {
            sections.extend(self.plans(&filter)?);
        }
        if let Some(filter) = with_status(&self.meetings(), &[MeetingStatus::Cancelled]) {
            sections.extend(self.meeting_section("Called off", &filter)?);
        }
        Ok(sections)
    }

    /// Meetings in order of time: where they are more than are asked for, the latest.
    fn meeting_section(&self, heading: &str, filter: &Filter) -> Result<Option<Section>, Error> {
        let all = self.store.count(Counted::Meetings, filter)?;
        let limit = self.request.limit;
        let order = if all > limit { Order::Reversed } else { Order::Usual };
        let mut rows =
            self.store.list_meetings(&Filter { order, limit: Some(limit), ..filter.clone() })?;
        if order == Order::Reversed {
            let dated = rows.iter().filter(|row| row.date.is_some()).count();
            rows[..dated].reverse();
        }
        self.tabled(heading, &rows, all, None)
    }

    /// What is planned: ahead, and what has no date or one that has passed.
    fn plans(&self, filter: &Filter) -> Result<Vec<Section>, Error> {
        let all = self.store.count(Counted::Meetings, filter)?;
        let limit = self.request.limit;
        let is_ahead = |row: &MeetingRow| row.date.is_some_and(|it| it.last() >= self.today);
        let (mut ahead, mut passed, count) = if all > PLANS {
            self.many_plans(filter)?
        } else {
            let rows = self.store.list_meetings(filter)?;
            let (ahead, passed): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_ahead);
            let count = ahead.len();
            (ahead, passed, count)
        };
        ahead.truncate(limit);
        passed.retain(|row| !is_ahead(row));
        passed.drain(..passed.len().saturating_sub(limit));
        let why = if self.request.today.is_some() { "" } else { ", the day of the latest article" };
        let note = format!("On {} or later{why}.", self.today);
        let mut sections = Vec::new();
        sections.extend(self.tabled("Planned meetings ahead", &ahead, count, Some(&note))?);
        let note = "Their day has passed or is not told, and no article that was read tells of \
                    them as held.";
        sections.extend(self.tabled("Planned before", &passed, all - count, Some(note))?);
        Ok(sections)
    }

    /// The first plans ahead, the latest of those before, and how many are ahead.
    fn many_plans(
        &self,
        filter: &Filter,
    ) -> Result<(Vec<MeetingRow>, Vec<MeetingRow>, usize), Error> {
        let since = filter.since.map_or(self.today, |it| it.first().max(self.today));
        let ahead = Filter { since: Some(Date::Day(since)), ..filter.clone() };
        let count = self.store.count(Counted::Meetings, &ahead)?;
        let limit = Some(self.request.limit);
        let eve = self.today.saturating_sub(1.day());
        let until = filter.until.map_or(eve, |it| it.last().min(eve));
        let until = Some(Date::Day(until));
        let before = Filter { until, order: Order::Reversed, limit, ..filter.clone() };
        let mut passed = self.store.list_meetings(&before)?;
        passed.reverse();
        let ahead = self.store.list_meetings(&Filter { limit, ..ahead })?;
        Ok((ahead, passed, count))
    }

    fn tabled(
        &self,
        heading: &str,
        rows: &[MeetingRow],
        all: usize,
        note: Option<&str>,
    ) -> Result<Option<Section>, Error> {
        if rows.is_empty() {
            return Ok(None);
        }
        let mut blocks: Vec<Block> =
            note.map(|note| Block::Words(words(note))).into_iter().collect();
        blocks.extend(left_out(all, rows.len(), "meetings"));
        let cells = rows.iter().map(|row| self.meeting(row)).collect::<Result<_, _>>()?;
        let columns = if self.is_one() { COLUMNS_WITH } else { COLUMNS };
        blocks.push(Block::Table(columns, cells));
        Ok(Some(Section::new(format!("{heading} ({})", figure(all)), blocks)))
    }

    /// Whether the report is about one actor, who takes part in all its meetings.
    pub(super) fn is_one(&self) -> bool {
        self.own.len() == 1
    }

    /// A row of the table of meetings.
    fn meeting(&self, row: &MeetingRow) -> Result<Vec<Line>, Error> {
        let own: BTreeSet<&str> = self.own.iter().map(|it| it.name.as_str()).collect();
        let who = row.participants.iter().filter_map(|name| {
            let is_own = own.contains(name.as_str());
            match (is_own, self.is_one()) {
                (true, true) => None,
                (true, false) => Some(vec![Piece::Strong(name.clone())]),
                (false, _) => Some(words(name.clone())),
            }
        });
        let who = joined(who, "; ");
        let mut places = row.places.clone();
        if !row.country.is_empty() && !places.contains(&row.country) {
            places.push(row.country.clone());
        }
        let what = match (row.status, row.kind) {
            (MeetingStatus::Proposed, kind) => format!("proposed {kind}"),
            (_, MeetingKind::Meeting) => "meeting".to_owned(),
            (_, kind) => kind.to_string(),
        };
        Ok(vec![
            day_or(row.date, "no date"),
            words(what),
            who,
            words(places.join(", ")),
            self.told(row)?,
        ])
    }

    /// The sentences behind a meeting, with what is to be checked.
    fn told(&self, row: &MeetingRow) -> Result<Line, Error> {
        let mut all = self.store.sentences_of(row.id)?;
        let first = all.iter().position(|it| it.0 == row.article && it.1 == row.sentence);
        if let Some(first) = first {
            all[..=first].rotate_right(1);
        }
        // One sentence in several articles is quoted once.
        let mut told: Vec<(String, Vec<String>)> = Vec::new();
        for (article, sentence) in all {
            match told.iter_mut().find(|it| it.0 == sentence) {
                Some((_, articles)) if articles.contains(&article) => {}
                Some((_, articles)) => articles.push(article),
                None => told.push((sentence, vec![article])),
            }
        }
        let articles: BTreeSet<&String> = told.iter().flat_map(|it| &it.1).collect();
        let mut line = Line::new();
        for (sentence, articles) in told.iter().take(QUOTED) {
            if !line.is_empty() {
                line.push(Piece::Break);
            }
            line.push(Piece::Quote(cut(sentence), Vec::new()));
            for (place, article) in articles.iter().enumerate() {
                line.push(Piece::Text(if place == 0 { " " } else { ", " }.to_owned()));
                line.push(Piece::Cite(article.clone()));
            }
        }
        let quoted: BTreeSet<&String> = told.iter().take(QUOTED).flat_map(|it| &it.1).collect();
        let others: Vec<&String> =
            articles.iter().filter(|it| !quoted.contains(**it)).copied().collect();
        if !others.is_empty() {
            line.push(Piece::Break);
            line.push(Piece::Text("also told in ".to_owned()));
            line.extend(joined(others.iter().map(|it| vec![Piece::Number((*it).clone())]), ", "));
        }
        let flag = |line: &mut Line, flag: Piece| {
            if !line.is_empty() {
                line.push(Piece::Break);
            }
            line.push(flag);
        };
        if articles.len() > 1 {
            for it in self.store.contradictions_of(row.id)? {
                flag(&mut line, Piece::Flag(format!("the articles differ on the {}: ", it.of)));
                let versions = it.versions.into_iter().map(|version| {
                    let articles = version.articles.into_iter().map(|it| vec![Piece::Number(it)]);
                    let mut told = words(format!("{} ", version.value));
                    told.extend(joined(articles, ", "));
                    told
                });
                line.extend(joined(versions, " – "));
            }
        }
        if let Some(doubt) = doubt(row.confidence) {
            flag(&mut line, doubt);
        }
        Ok(line)
    }
}
