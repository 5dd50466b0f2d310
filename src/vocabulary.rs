//! The macro for closed vocabularies: an enum whose outside word stands beside each variant.

/// Declares an enum with one word for each variant, and every conversion between the two.
///
/// The enum gets `ALL`, `as_str`, `Display`, `FromStr`, serde and JSON Schema implementations.
#[macro_export]
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $word:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        $vis enum $name {
            $( $(#[$variant_meta])* #[serde(rename = $word)] $variant, )+
        }

        impl $name {
            /// Every variant, in order of declaration.
            $vis const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for this variant outside the program.
            #[must_use]
            $vis const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::vocabulary::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::vocabulary::UnknownWord {
                        word: word.to_owned(),
                        known: &[$($word),+],
                    }),
                }
            }
        }
    };
}

/// A word that is not in a closed vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("‘{word}’ is none of {}", known.join(", "))]
pub struct UnknownWord {
    /// The word that was given.
    pub word: String,
    /// The words that would do.
    pub known: &'static [&'static str],
}

#[cfg(test)]
mod tests {
    vocabulary! {
        /// Two sides.
        enum Side {
            /// Left.
            Left = "left",
            /// Right.
            Right = "right",
        }
    }

    #[test]
    fn each_word_reads_back_as_its_variant() {
        for side in Side::ALL {
            assert_eq!(side.as_str().parse::<Side>().as_ref(), Ok(side));
        }
        let error = "up".parse::<Side>().expect_err("no side");
        assert_eq!(error.to_string(), "‘up’ is none of left, right");
    }
}
