//! What would become of articles: they are read and looked up, and nothing is written.

use super::flow::{Ready, Sink};
use super::intake::duplicate;
use super::report::{Report, Told};
use crate::input::Skipped;
use crate::record::Article;
use crate::store::{Added, Error, Foresight};

/// Counts what adding articles would come to.
pub(super) struct Preview<'a, F> {
    pub(super) foresight: Foresight<'a>,
    pub(super) told: F,
    pub(super) report: Report,
}

impl<F: FnMut(Told<'_>)> Preview<'_, F> {
    fn skip(&mut self, skipped: &Skipped, id: Option<&str>) {
        (self.told)(Told::Skipped(skipped, id));
        self.report.skipped.push(skipped);
    }
}

impl<F: FnMut(Told<'_>)> Sink for Preview<'_, F> {
    type Known = ();
    type Error = Error;

    fn look(&mut self, _: &Article) -> Result<Option<()>, Error> {
        // None is analyzed.
        Ok(Some(()))
    }

    fn take(&mut self, ready: Ready<()>) -> Result<(), Error> {
        self.report.read += 1;
        match ready {
            Ready::Skipped(skipped) => self.skip(&skipped, None),
            Ready::Record(_) => unreachable!("none is analyzed"),
            Ready::Known(article, ()) => {
                let added = self.foresight.add(&article)?;
                match &added {
                    Added::New => self.report.added += 1,
                    Added::Replaced => self.report.replaced.push(&article.id),
                    Added::Unchanged => self.report.unchanged += 1,
                    Added::Duplicate(other) => {
                        self.skip(&duplicate(&article.id, other), Some(&article.id));
                    }
                }
                if article.published.is_none() && matches!(added, Added::New | Added::Replaced) {
                    self.report.undated.push(&article.id);
                }
            }
        }
        (self.told)(Told::Read(self.report.read));
        Ok(())
    }

    fn pause(&mut self) -> Result<(), Error> {
        Ok(())
    }
}
