//! Names of entries within one extraction: `a1`, `l1`, `m1`, `s1`.

use std::{fmt, str::FromStr};

/// Why a text names no entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("‘{text}’ is no reference such as {letter}1")]
pub struct NoReference {
    text: String,
    letter: char,
}

macro_rules! reference {
    ($(#[$meta:meta])* $name:ident, $letter:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The reference to the entry at `index` of its list.
            ///
            /// # Panics
            ///
            /// If an extraction had more than four thousand million entries.
            #[must_use]
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("entries are few"))
            }

            /// The place of the entry in its list, from 0.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{}"), u64::from(self.0) + 1)
            }
        }

        impl FromStr for $name {
            type Err = NoReference;

            fn from_str(text: &str) -> Result<Self, NoReference> {
                text.strip_prefix($letter)
                    .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
                    .and_then(|digits| digits.parse::<u32>().ok()?.checked_sub(1))
                    .map(Self)
                    .ok_or_else(|| NoReference { text: text.to_owned(), letter: $letter })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "pattern": concat!("^", $letter, "[1-9][0-9]*$")
                })
            }
        }
    };
}

reference! {
    /// An actor entry of one extraction.
    ActorRef, 'a'
}
reference! {
    /// A location entry of one extraction.
    LocationRef, 'l'
}
reference! {
    /// A meeting entry of one extraction.
    MeetingRef, 'm'
}
reference! {
    /// A statement of one extraction.
    StatementRef, 's'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_count_from_one_outside_and_zero_inside() {
        assert_eq!(ActorRef::new(0).to_string(), "a1");
        assert_eq!("m12".parse(), Ok(MeetingRef::new(11)));
        assert!("a0".parse::<ActorRef>().is_err());
        assert!("a+1".parse::<ActorRef>().is_err());
        assert!("l1".parse::<ActorRef>().is_err());
    }
}
