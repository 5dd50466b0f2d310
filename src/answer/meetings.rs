//! What questions about meetings have in common.

use super::who::Party;
use super::{Answer, Asked, Asker, Item};
use crate::date::Date;
use crate::record::{ActorId, MeetingKind, MeetingStatus};
use crate::store::{Chosen, Company, Counted, Counterpart, Error, Filter, Order, Stretch};

/// How people come together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// In one place.
    Met,
    /// In any way.
    Talked,
    /// By telephone.
    Called,
}

impl Manner {
    /// The manner that the words of a question tell.
    pub(super) fn of(asked: &Asked) -> Self {
        const CALLED: &[&str] = &[
            "called",
            "call",
            "calls",
            "phoned",
            "phone",
            "telephoned",
            "telephone",
            "rang",
            "ring",
        ];
        const TALKED: &[&str] = &[
            "talked",
            "talk",
            "talks",
            "spoke",
            "speak",
            "spoken",
            "conferred",
            "confer",
            "negotiated",
            "negotiate",
            "converse",
            "conversations",
            "meetings",
            "encounters",
            "happened",
            "attended",
            "attend",
            "part",
            "participated",
        ];
        match () {
            () if asked.shape.has(CALLED) && !asked.shape.has(&["off"]) => Self::Called,
            () if asked.shape.has(TALKED) => Self::Talked,
            () => Self::Met,
        }
    }

    /// The kinds of meetings that are meant; none for all.
    fn kinds(self) -> Vec<String> {
        let kinds = MeetingKind::ALL.iter().filter(|&&kind| match self {
            Self::Met => kind != MeetingKind::Call,
            Self::Talked => false,
            Self::Called => kind == MeetingKind::Call,
        });
        kinds.map(|kind| kind.as_str().to_owned()).collect()
    }

    /// What was done, in the past.
    pub(super) const fn verb(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Talked => "met or spoke with",
            Self::Called => "called",
        }
    }
}

/// Names that a headline has; the others are counted.
const TOLD: usize = 8;

/// Statuses of what is still to come.
pub(super) const AHEAD: &[MeetingStatus] = &[MeetingStatus::Planned, MeetingStatus::Proposed];

/// Meetings with a status.
pub(super) fn with_status(filter: &Filter, statuses: &[MeetingStatus]) -> Filter {
    let statuses = statuses.iter().map(|it| it.as_str().to_owned()).collect();
    Filter { statuses, ..filter.clone() }
}

/// The actors of a party.
pub(super) fn ids(party: Option<&Party>) -> Vec<ActorId> {
    party.map(|it| it.ids.clone()).unwrap_or_default()
}

/// The label of a party.
pub(super) fn label(party: Option<&Party>) -> &str {
    party.map_or("", |it| &it.label)
}

impl Asked {
    /// The held meetings that are asked for.
    pub(super) fn filter(&self) -> Filter {
        let place = self.place.as_ref();
        Filter {
            groups: [&self.a, &self.b].into_iter().flatten().map(|it| it.ids.clone()).collect(),
            at: place.filter(|it| it.near.is_none()).map(|it| it.ids.clone()),
            near: place.and_then(|it| it.near),
            since: self.window.since.map(Date::Day),
            until: self.window.until.map(Date::Day),
            kinds: Manner::of(self).kinds(),
            statuses: vec![MeetingStatus::Held.as_str().to_owned()],
            ..Filter::default()
        }
    }

    /// Where and when, in words.
    pub(super) fn setting(&self) -> String {
        let place = self.place.as_ref().map(|it| format!(", in {}", it.label));
        let window = (!self.window.label.is_empty()).then(|| format!(", {}", self.window.label));
        [place, window].into_iter().flatten().collect()
    }
}

impl Asker<'_> {
    /// An answer with the meetings that a filter lets through: where they are more than are asked
    /// for, the latest.
    pub(super) fn meetings(
        &self,
        asked: &Asked,
        filter: &Filter,
        reading: String,
    ) -> Result<(Answer, Chosen), Error> {
        let chosen = self.store.choose_meetings(filter)?;
        Ok((self.answer_with(asked, filter, &chosen, reading)?, chosen))
    }

    /// An answer with some meetings, which a filter let through.
    pub(super) fn answer_with(
        &self,
        asked: &Asked,
        filter: &Filter,
        chosen: &Chosen,
        reading: String,
    ) -> Result<Answer, Error> {
        let count = chosen.span().count;
        let order = if count > self.limit { Order::Reversed } else { Order::Usual };
        let meetings = Some(chosen.page(order, self.limit));
        let page = Filter { order, meetings, ..Filter::default() };
        let mut answer = Answer {
            reading,
            count,
            meetings: self.store.list_meetings(&page)?,
            ..Answer::default()
        };
        if count == 0 {
            "no article tells of such a meeting".clone_into(&mut answer.headline);
            let all = self.store.count(Counted::Meetings, &Filter::default())?;
            let articles = self.store.count_articles()?;
            answer.searched = format!("{all} meetings that {articles} articles tell of");
            answer.notes = self.elsewhere(asked, filter)?;
        }
        Ok(answer)
    }

    /// What there is where a condition of the question is left out.
    fn elsewhere(&self, asked: &Asked, filter: &Filter) -> Result<Vec<String>, Error> {
        let mut notes = Vec::new();
        let mut tell = |filter: Filter, what: &str| -> Result<(), Error> {
            let found = self.store.meetings_span(&filter)?.count;
            if found > 0 {
                notes.push(format!("{what}: {found}"));
            }
            Ok(())
        };
        if filter.statuses == [MeetingStatus::Held.as_str()] {
            tell(with_status(filter, AHEAD), "only planned or proposed")?;
            tell(with_status(filter, &[MeetingStatus::Cancelled]), "called off")?;
        }
        if !filter.kinds.is_empty() && Manner::of(asked) == Manner::Met {
            tell(Filter { kinds: vec!["call".to_owned()], ..filter.clone() }, "by telephone")?;
        }
        if !asked.window.is_open() {
            tell(Filter { since: None, until: None, ..filter.clone() }, "at any time")?;
        }
        if asked.place.is_some() {
            tell(Filter { at: None, near: None, ..filter.clone() }, "in any place")?;
        }
        Ok(notes)
    }

    /// Those who take part in some meetings besides some actors, as items.
    pub(super) fn company(
        &self,
        chosen: &Chosen,
        own: &[ActorId],
        keep: impl Fn(&Counterpart) -> bool,
    ) -> Result<Vec<Item>, Error> {
        let company = self.store.company(chosen, own)?;
        Ok(company.into_iter().filter(|it| keep(it)).map(item).collect())
    }
}

fn item(it: Counterpart) -> Item {
    Item {
        name: it.name,
        what: it.kind.to_string(),
        count: it.meetings,
        first: it.first,
        last: it.last,
    }
}

/// Places and the like as items.
pub(super) fn items(companies: Vec<Company>, what: &str) -> Vec<Item> {
    companies
        .into_iter()
        .map(|it| Item {
            name: it.name,
            what: what.to_owned(),
            count: it.stretch.count,
            first: it.stretch.first,
            last: it.stretch.last,
        })
        .collect()
}

/// The names of items, with how often each, and how many more there are.
pub(super) fn names(items: &[Item]) -> String {
    let told = items.iter().take(TOLD).map(|it| match it.count {
        0 | 1 => it.name.clone(),
        count => format!("{} ({count})", it.name),
    });
    let told: Vec<String> = told.collect();
    super::who::listed(&told, items.len())
}

/// So many meetings.
pub(super) fn meetings(count: usize) -> String {
    format!("{count} meeting{}", if count == 1 { "" } else { "s" })
}

/// From when to when.
pub(super) fn dates(span: Stretch) -> String {
    match (span.first, span.last) {
        (Some(first), Some(last)) if first != last => format!("from {first} to {last}"),
        (Some(day), _) | (None, Some(day)) => format!("on {day}"),
        (None, None) => "without a date".to_owned(),
    }
}
