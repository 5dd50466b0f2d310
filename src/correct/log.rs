//! All corrections in the order in which they hold, and which of them were taken back.

use std::collections::{BTreeMap, BTreeSet};

use super::{Anchor, Change, Correction, Target};
use crate::record::Extraction;
use crate::text::fold;

/// Corrections, the earliest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corrections {
    all: Vec<Correction>,
    standing: Vec<Standing>,
}

/// Whether a correction still stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Stands,
    /// The correction at this place took it back.
    Undone(usize),
    /// It takes back a correction that is not among these.
    Idle,
}

impl Corrections {
    /// Puts corrections in the order of their times; the order in which they are given is nothing
    /// to them.
    #[must_use]
    pub fn new(mut all: Vec<Correction>) -> Self {
        all.sort_by(|one, other| (one.time, &one.uid).cmp(&(other.time, &other.uid)));
        all.dedup_by(|one, other| one.uid == other.uid);
        let mut standing = vec![Standing::Stands; all.len()];
        let places: BTreeMap<&str, usize> =
            all.iter().enumerate().map(|(place, it)| (it.uid.as_str(), place)).collect();
        // Whatever takes something back is later, so that it is known whether it stands itself.
        for place in (0..all.len()).rev() {
            let Change::Undo { undone } = &all[place].change else { continue };
            match places.get(undone.as_str()) {
                Some(&other) if other < place && standing[place] == Standing::Stands => {
                    standing[other] = Standing::Undone(place);
                }
                Some(&other) if other < place => {}
                _ if standing[place] == Standing::Stands => standing[place] = Standing::Idle,
                _ => {}
            }
        }
        Self { all, standing }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All of them, the earliest first.
    #[must_use]
    pub fn all(&self) -> &[Correction] {
        &self.all
    }

    /// Whether the correction at a place still stands.
    #[must_use]
    pub fn standing(&self, place: usize) -> Standing {
        self.standing[place]
    }

    /// The last one that stands and takes back no other: what `undo` is about.
    #[must_use]
    pub fn last(&self) -> Option<&Correction> {
        let stands = |&place: &usize| {
            self.standing[place] == Standing::Stands
                && !matches!(self.all[place].change, Change::Undo { .. })
        };
        (0..self.all.len()).rev().find(stands).map(|place| &self.all[place])
    }

    /// What must be known of articles to find what the corrections are about.
    #[must_use]
    pub fn wanted(&self) -> Wanted<'_> {
        let mut wanted = Wanted::default();
        for anchor in self.all.iter().flat_map(|it| anchors(&it.change)) {
            wanted.articles.insert(&anchor.article);
            wanted.addresses.insert(&anchor.url);
            wanted.headlines.insert(&anchor.title);
            wanted.sentences.extend(anchor.evidence.iter().map(|it| fold(it)));
        }
        wanted
    }
}

/// All entries that a change names.
fn anchors(change: &Change) -> Vec<&Anchor> {
    let mut targets: Vec<&Target> = change.target().into_iter().collect();
    let mut anchors: Vec<&Anchor> = Vec::new();
    match change {
        Change::Merge { from, .. } => targets.extend(from),
        Change::Set { things, .. } => targets.extend(things),
        Change::Split { part, .. } => anchors.extend(part),
        _ => {}
    }
    anchors.extend(targets.into_iter().flat_map(|it| &it.entries));
    anchors
}

/// By what corrections know articles and their meetings.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    articles: BTreeSet<&'a str>,
    addresses: BTreeSet<&'a str>,
    headlines: BTreeSet<&'a str>,
    sentences: BTreeSet<String>,
}

impl Wanted<'_> {
    /// Whether no correction goes by anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
            && self.addresses.is_empty()
            && self.headlines.is_empty()
            && self.sentences.is_empty()
    }

    /// Whether a correction goes by an article, so that it is known by its id.
    #[must_use]
    pub fn is_about(&self, article: &str) -> bool {
        self.articles.contains(article)
    }

    /// Whether a correction may find something in an article, by its id, address, headline, or a
    /// sentence behind a meeting.
    pub fn goes_by<'s>(
        &self,
        (id, url, title): (&str, &str, &str),
        mut sentences: impl Iterator<Item = &'s str>,
    ) -> bool {
        self.articles.contains(id)
            || !url.is_empty() && self.addresses.contains(url)
            || !title.is_empty() && self.headlines.contains(title)
            || !self.sentences.is_empty() && sentences.any(|it| self.sentences.contains(&fold(it)))
    }

    /// The sentences that corrections go by, folded.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        self.sentences.iter().map(String::as_str)
    }

    /// Leaves out of a record what no correction goes by: the address, the headline, and the
    /// sentences behind meetings. A hundred thousand articles are smaller without them.
    pub fn strip(&self, record: &mut Extraction) {
        if !self.addresses.contains(record.url.as_str()) {
            record.url = String::new();
        }
        if !self.headlines.contains(record.title.as_str()) {
            record.title = String::new();
        }
        if !self.articles.contains(record.id.as_str()) {
            for meeting in &mut record.meetings {
                meeting.evidence.retain(|piece| {
                    !self.sentences.is_empty() && self.sentences.contains(&fold(&piece.text))
                });
            }
        }
    }
}
