//! Rows of the store: actors, locations, meetings and statements over all articles.

use std::fmt;

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// The row of this number.
            #[must_use]
            pub const fn new(row: i64) -> Self {
                Self(row)
            }

            /// The number of the row.
            #[must_use]
            pub const fn row(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id! {
    /// An actor over all articles.
    ActorId
}
id! {
    /// A location over all articles.
    LocationId
}
id! {
    /// A meeting over all articles.
    MeetingId
}
id! {
    /// A statement of one article.
    StatementId
}
id! {
    /// A correction.
    CorrectionId
}
