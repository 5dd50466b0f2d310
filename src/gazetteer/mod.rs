//! What is known of the world by name: states, places, organizations, titles, personal names.

/// Known names, found by longest match over words.
#[derive(Debug, Default)]
pub struct Gazetteer {}

impl Gazetteer {
    /// Decodes the embedded tables.
    #[must_use]
    pub fn load() -> Self {
        Self::default()
    }
}
