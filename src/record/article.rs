//! An article: a text with its source and date.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::date::Date;

/// A text with its source and date, as it came in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// The article's own id, or one made from its address or text.
    pub id: String,
    /// Its address on the web, or empty.
    #[serde(default)]
    pub url: String,
    /// Who published it, or empty.
    #[serde(default)]
    pub source: String,
    /// The day it was published, if known.
    #[serde(default)]
    pub published: Option<Date>,
    /// Its headline, or empty.
    #[serde(default)]
    pub title: String,
    /// Its text, without the headline.
    pub text: String,
}
