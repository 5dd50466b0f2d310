//! How sure a reading is, in hundredths.

use std::fmt;
use std::str::FromStr;

/// The chance that a reading is right, in hundredths: from 0.00 to 1.00.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Confidence(u8);

/// Text that is no confidence.
#[derive(Debug, thiserror::Error)]
#[error("‘{0}’ is no confidence: write a number from 0 to 1, such as 0.8, or a share such as 80%")]
pub struct NoConfidence(String);

impl Confidence {
    /// The nearest hundredth to a number, which is cut to the range from 0 to 1.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number from 0 to 100 is rounded"
    )]
    pub fn new(share: f64) -> Self {
        Self((share.clamp(0.0, 1.0) * 100.0).round() as u8)
    }

    /// It as a number from 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.share())
    }
}

impl FromStr for Confidence {
    type Err = NoConfidence;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fail = || NoConfidence(text.to_owned());
        let (number, whole) = match text.strip_suffix('%') {
            Some(percent) => (percent, 100.0),
            None => (text, 1.0),
        };
        let share = number.trim().parse::<f64>().map_err(|_| fail())? / whole;
        (0.0..=1.0).contains(&share).then(|| Self::new(share)).ok_or_else(fail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_read_as_number_or_percent() {
        for text in ["0.8", ".8", "80%", "80 %"] {
            let read: Confidence = text.parse().expect("it is a share");
            assert_eq!(read.to_string(), "0.80", "{text}");
        }
        for text in ["", "8", "-0.1", "101%", "NaN", "sure"] {
            assert!(text.parse::<Confidence>().is_err(), "{text}");
        }
    }
}
