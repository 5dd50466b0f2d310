//! What holds of every record: references lead to entries, excerpts are words of the text.

use super::{Excerpt, Extraction};

impl Extraction {
    /// Checks that references lead to entries, and that excerpts are words of the text at their
    /// places.
    ///
    /// # Errors
    ///
    /// What does not hold, if something does not.
    pub fn check(&self) -> Result<(), String> {
        let text: Vec<char> = self.text.chars().collect();
        let holds = |it: &Excerpt| {
            text.get(it.start..it.end)
                .is_some_and(|found| found.iter().copied().eq(it.text.chars()))
        };
        let fault = |what: &str, id: &dyn std::fmt::Display| Err(format!("{what}: {id}"));
        for (index, it) in self.actors.iter().enumerate() {
            let named = !it.name.trim().is_empty() && !it.mentions.is_empty();
            if it.id.index() != index || !named || !it.mentions.iter().all(holds) {
                return fault("an actor is not of the text", &it.id);
            }
        }
        for (index, it) in self.locations.iter().enumerate() {
            if it.id.index() != index || !it.mentions.iter().all(holds) {
                return fault("a location is not of the text", &it.id);
            }
        }
        for (index, it) in self.meetings.iter().enumerate() {
            let mut parties = it.participants.iter().chain(&it.hosts).chain(&it.mediators);
            let known = parties.all(|id| id.index() < self.actors.len())
                && it.locations.iter().all(|id| id.index() < self.locations.len())
                && it.hosts.iter().all(|host| it.participants.contains(host));
            if it.id.index() != index || !known {
                return fault("a meeting has parties or places of no entry", &it.id);
            }
            if it.evidence.is_empty() || !it.evidence.iter().all(holds) {
                return fault("the evidence of a meeting is not of the text", &it.id);
            }
        }
        for (index, it) in self.statements.iter().enumerate() {
            let mut parties = it.speaker.actors().iter().chain(&it.addressees).chain(&it.about);
            if it.id.index() != index || !parties.all(|id| id.index() < self.actors.len()) {
                return fault("a statement has parties of no entry", &it.id);
            }
            if it.content.is_empty() || !it.content.iter().chain(&it.evidence).all(holds) {
                return fault("the words of a statement are not of the text", &it.id);
            }
        }
        Ok(())
    }
}
