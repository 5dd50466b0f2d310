//! What a network rests on, for the formats that tell it: sentences, statements and articles.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Date;
use crate::network::Network;
use crate::record::{ActorId, MeetingId, StatementId};
use crate::store::{Failure, Proof, Source, Store};

/// An article, as its readers find it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Its headline, or empty.
    pub title: String,
    /// Who published it, or empty.
    pub source: String,
    /// Its address on the web, or empty.
    pub url: String,
    /// The day it was published, if known.
    pub published: Option<Date>,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The statement.
    pub id: StatementId,
    /// Who speaks.
    pub speakers: Vec<ActorId>,
    /// The words for an unnamed source, or empty.
    pub speaker_text: String,
    /// Whom it is about.
    pub about: Vec<ActorId>,
    /// What the speaker does by it, in a word.
    pub tone: String,
    /// What is said.
    pub content: String,
    /// The article it is in.
    pub article: String,
}

/// What a network rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources {
    /// Articles, by their ids.
    pub articles: BTreeMap<String, Report>,
    /// Of each meeting the sentences that tell of it, each with its article.
    pub sentences: BTreeMap<MeetingId, Vec<(String, String)>>,
    /// What actors of the network say, or is said of them, in order of articles.
    pub statements: Vec<Said>,
}

impl Sources {
    /// What is known of the meetings and actors of `network`.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub fn read(store: &Store, network: &Network) -> Result<Self, Failure> {
        let meetings: BTreeSet<MeetingId> = network.encounters().iter().map(|it| it.id).collect();
        let actors: BTreeSet<ActorId> = network.parties().filter_map(|it| it.id.actor()).collect();
        let mut sources = Self::default();
        store.evidence(Some(Proof::Meeting), &mut |row| {
            let meeting = MeetingId::new(row.row);
            if meetings.contains(&meeting) {
                let told = sources.sentences.entry(meeting).or_default();
                let sentence = (row.article.clone(), row.sentence.clone());
                if !told.contains(&sentence) {
                    told.push(sentence);
                }
            }
            Ok(())
        })?;
        store.statements(&mut |row| {
            let known = |all: &[(ActorId, String)]| -> Vec<ActorId> {
                all.iter().map(|(id, _)| *id).filter(|id| actors.contains(id)).collect()
            };
            let (speakers, about) = (known(&row.speakers), known(&row.about));
            if !speakers.is_empty() || !about.is_empty() {
                let names: Vec<&str> = row.speakers.iter().map(|(_, name)| name.as_str()).collect();
                let unknown =
                    if names.is_empty() { row.speaker_text.clone() } else { names.join(", ") };
                sources.statements.push(Said {
                    id: row.id,
                    speaker_text: unknown,
                    speakers,
                    about,
                    tone: row.tone.to_string(),
                    content: row.content.clone(),
                    article: row.article.clone(),
                });
            }
            Ok(())
        })?;
        let cited: BTreeSet<&String> = sources
            .sentences
            .values()
            .flatten()
            .map(|(article, _)| article)
            .chain(sources.statements.iter().map(|it| &it.article))
            .collect();
        let mut articles = BTreeMap::new();
        store.articles(&mut |row| {
            if cited.contains(&row.id) {
                articles.insert(
                    row.id.clone(),
                    Report {
                        title: row.title.clone(),
                        source: row.source.clone(),
                        url: row.url.clone(),
                        published: row.published,
                    },
                );
            }
            Ok(())
        })?;
        sources.articles = articles;
        Ok(sources)
    }
}
