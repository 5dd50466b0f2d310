//! How sure readings were said to be against how many of them were right: calibration.
//!
//! The measures are those of probability forecasts: the share that is right in each tenth of the
//! scale (a reliability diagram as a table), the expected calibration error (the mean distance between
//! the two, weighted by readings) and the Brier score (the mean squared distance from 0 or 1).

use std::fmt;

use crate::evaluate::article::Scored;
use crate::evaluate::{count, share};
use crate::record::Extraction;

/// A reading, how sure it was said to be, and whether it was right.
#[derive(Clone, Copy, Debug)]
pub struct Judged {
    /// What it is of: "meetings" or "statements".
    pub kind: &'static str,
    /// The place of its article among those evaluated, counted from 0.
    pub article: usize,
    /// Its place in the record, counted from 0.
    pub index: usize,
    /// How sure it was said to be, from 0 to 1.
    pub confidence: f64,
    /// A meeting is right if those found took part, all of them, and its status is as told; a
    /// statement if its words are (half of them at least) and its speaker is.
    pub is_right: bool,
}

/// The readings of an article, judged.
pub(super) fn judge(article: usize, record: &Extraction, scored: &Scored) -> Vec<Judged> {
    let meetings = record.meetings.iter().map(|it| it.confidence).zip(&scored.right_meetings);
    let statements = record.statements.iter().map(|it| it.confidence).zip(&scored.right_statements);
    let of = |kind| {
        move |(index, (confidence, is_right)): (usize, (f64, &bool))| Judged {
            kind,
            article,
            index,
            confidence,
            is_right: *is_right,
        }
    };
    let meetings = meetings.enumerate().map(of("meetings"));
    meetings.chain(statements.enumerate().map(of("statements"))).collect()
}

/// How confidence and truth agree.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Reliability {
    /// The tenths of the scale that have readings, lowest first.
    pub bands: Vec<Band>,
    /// The mean distance of confidence and share, weighted by readings.
    pub calibration_error: f64,
    /// The mean squared distance of confidence and truth.
    pub brier: f64,
}

/// The readings of a tenth of the scale.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Band {
    /// Where it begins; it is a tenth wide.
    pub from: f64,
    /// The readings in it.
    pub readings: usize,
    /// How sure they were said to be, in the mean.
    pub confidence: f64,
    /// The share that is right.
    pub precision: f64,
    /// The share that is right of all readings at least as sure as this band.
    pub precision_from: f64,
}

impl Reliability {
    /// How confidence and truth agree for some readings.
    #[must_use]
    pub fn of<'a>(judged: impl Iterator<Item = &'a Judged>) -> Self {
        const BANDS: usize = 10;
        let all: Vec<&Judged> = judged.collect();
        let mut own = Self::default();
        let (mut readings_from, mut right_from) = (0, 0);
        for band in (0..BANDS).rev() {
            let (from, to) = (count(band) / count(BANDS), count(band + 1) / count(BANDS));
            let within =
                |it: &&&Judged| it.confidence >= from && (it.confidence < to || band + 1 == BANDS);
            let members: Vec<&&Judged> = all.iter().filter(within).collect();
            if members.is_empty() {
                continue;
            }
            let right = members.iter().filter(|it| it.is_right).count();
            readings_from += members.len();
            right_from += right;
            let confidence =
                members.iter().map(|it| it.confidence).sum::<f64>() / count(members.len());
            let precision = share(right, members.len());
            own.calibration_error +=
                (confidence - precision).abs() * share(members.len(), all.len());
            let precision_from = share(right_from, readings_from);
            let readings = members.len();
            own.bands.push(Band { from, readings, confidence, precision, precision_from });
        }
        own.bands.reverse();
        let squared = |it: &&Judged| {
            let truth = if it.is_right { 1.0 } else { 0.0 };
            (it.confidence - truth).powi(2)
        };
        own.brier = all.iter().map(squared).sum::<f64>() / count(all.len().max(1));
        own
    }
}

impl fmt::Display for Reliability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "confidence    readings      mean     right  right from here up")?;
        for band in &self.bands {
            writeln!(
                f,
                "{:.1} to {:.1}{:12}{:10.2}{:10.2}{:20.2}",
                band.from,
                band.from + 0.1,
                band.readings,
                band.confidence,
                band.precision,
                band.precision_from
            )?;
        }
        write!(f, "calibration error {:.3}, Brier score {:.3}", self.calibration_error, self.brier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_tell_the_share_that_is_right() {
        let judged = |confidence, is_right| Judged {
            kind: "meetings",
            article: 0,
            index: 0,
            confidence,
            is_right,
        };
        let all = [judged(0.95, true), judged(1.0, true), judged(0.5, true), judged(0.55, false)];
        let own = Reliability::of(all.iter());
        let bands: Vec<(usize, f64)> =
            own.bands.iter().map(|it| (it.readings, it.precision)).collect();
        assert_eq!(bands, [(2, 0.5), (2, 1.0)]);
        assert!((own.bands[0].precision_from - 0.75).abs() < 1e-9);
        assert!((own.calibration_error - 0.025).abs() < 1e-9);
    }
}
