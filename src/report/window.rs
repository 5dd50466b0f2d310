//! A report on a time, or on whatever filters leave: what happened, who took part, where.

use super::actor::{PARTNERS, STATES, table};
use super::page::{Block, Column, Holds, Line, Piece, counted, figure, number, period, words};
use super::{Composer, Held, Report, Speech};
use crate::store::{CountKey, Counted, Counterpart, Error, Filter};

/// Pairs of states that are told.
const PAIRS: usize = 10;

const STATES_MET: &[Column] = &[
    Column { name: "State", holds: Holds::Words, share: 35 },
    Column { name: "With", holds: Holds::Words, share: 35 },
    Column { name: "Meetings", holds: Holds::Figures, share: 14 },
];

impl Composer<'_> {
    /// A report on a time.
    pub(super) fn of_window(&self) -> Result<Report, Error> {
        let filter = self.meetings();
        let title = match (self.request.filter.since, self.request.filter.until) {
            (None, None) => "Meetings and statements".to_owned(),
            (Some(since), None) => format!("Meetings and statements since {since}"),
            (None, Some(until)) => format!("Meetings and statements until {until}"),
            (Some(since), Some(until)) if since == until => {
                format!("Meetings and statements of {since}")
            }
            (Some(since), Some(until)) => format!("Meetings and statements, {since} to {until}"),
        };
        let mut report = self.begin(title);
        let speech = self.statements(Speech::Own);
        let said =
            speech.as_ref().map(|it| self.store.count(Counted::Statements, it)).transpose()?;
        let said = said.unwrap_or_default();
        report.found = self.store.count(Counted::Meetings, &filter)? + said;
        let company = match &self.held {
            Some(held) => self.store.company(&held.chosen, &[])?,
            None => Vec::new(),
        };
        report.add("Overview", self.overview(&filter, &company, said)?);
        if let Some(held) = &self.held {
            let mut blocks = table(PARTNERS, self.partners(&company)?, company.len());
            blocks.extend(self.picture_among(&company)?);
            report.add(format!("Most active actors ({})", figure(company.len())), blocks);
            report.add("States whose people met", self.states_in(held)?);
            report.add("Where", self.places(held)?);
        }
        report.sections.extend(self.meeting_sections()?);
        report.sections.extend(self.statement_section("What was said", Speech::Own)?);
        Ok(report)
    }

    fn overview(
        &self,
        filter: &Filter,
        company: &[Counterpart],
        said: usize,
    ) -> Result<Vec<Block>, Error> {
        let counts = self.store.count_by(Counted::Meetings, CountKey::Status, filter)?;
        let of = |word: &str| counts.iter().find(|it| it.value == word).map_or(0, |it| it.count);
        let mut facts: Vec<(&'static str, Line)> = Vec::new();
        let articles = self.store.count(Counted::Articles, &self.request.filter)?;
        facts.push(("Articles", words(format!("{} published then", figure(articles)))));
        let mut held = vec![Piece::Strong(figure(of("held")))];
        if let Some(own) = &self.held {
            let span = own.chosen.span();
            let when = period(span.first, span.last);
            if !when.is_empty() {
                held.push(Piece::Text(format!(", {when}")));
            }
            let kinds = self.store.count_by(Counted::Meetings, CountKey::Kind, &own.filter)?;
            let kinds: Vec<String> =
                kinds.iter().map(|it| format!("{} {}", it.value, figure(it.count))).collect();
            if !kinds.is_empty() {
                held.push(Piece::Text(format!(": {}", kinds.join(", "))));
            }
        }
        facts.push(("Meetings held", held));
        let plans = [("planned", "planned"), ("proposed", "proposed"), ("cancelled", "called off")];
        let plans: Vec<String> =
            plans.iter().map(|(word, told)| format!("{} {told}", figure(of(word)))).collect();
        facts.push(("Not held", words(plans.join(", "))));
        facts.push(("Who met", words(counted(company.len(), "actor"))));
        facts.push(("Statements", words(figure(said))));
        Ok(vec![Block::Facts(facts)])
    }

    /// The states whose people met, and which of them met one another.
    fn states_in(&self, held: &Held) -> Result<Vec<Block>, Error> {
        let states = self.store.count_by(Counted::Meetings, CountKey::State, &held.filter)?;
        let all = states.len();
        let rows = states.iter().take(super::actor::ROWS);
        let rows = rows.map(|it| vec![words(it.value.clone()), number(it.count)]).collect();
        let mut blocks = table(STATES, rows, all);
        let pairs = self.store.states_met(&held.chosen, self.gazetteer)?;
        let mut pairs: Vec<((String, String), usize)> = pairs.into_iter().collect();
        pairs.sort_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0)));
        let all = pairs.len();
        let rows = pairs.into_iter().take(PAIRS);
        let rows = rows.map(|((one, other), count)| vec![words(one), words(other), number(count)]);
        blocks.extend(table(STATES_MET, rows.collect(), all));
        Ok(blocks)
    }
}
