//! XML of many articles, read one at a time: what is broken costs the article that it is in.

use std::io::Read;

use super::xml::{Broken, Element, Piece, Xml};
use super::{Outcome, Reason, Source};

/// A kind of document, with what it keeps from article to article.
pub(super) trait Kind: Sized {
    /// Takes a piece that stands outside all articles.
    fn take(series: &mut Series<Self>, piece: Piece) -> Result<Option<Outcome>, Broken>;
}

/// A document, and how far it was read.
pub(super) struct Series<K> {
    pub(super) kind: K,
    pub(super) xml: Xml<Box<dyn Read>>,
    pub(super) source: Source,
    pub(super) number: usize,
    /// Whether what stands before the next article was told to be broken.
    lost: bool,
    ended: bool,
}

/// Reads the articles of a source.
pub(super) fn read<K: Kind + 'static>(
    mut source: Source,
    kind: K,
) -> Box<dyn Iterator<Item = Outcome>> {
    let reader = std::mem::replace(&mut source.reader, Box::new(std::io::empty()));
    match Xml::new(reader) {
        Ok(xml) => Box::new(Series { kind, xml, source, number: 0, lost: false, ended: false }),
        Err(broken) => {
            let (reason, detail) = broken.told();
            let skipped = source.skipped("", reason, &detail);
            Box::new(std::iter::once(Outcome::Skipped(skipped)))
        }
    }
}

impl<K: Kind> Iterator for Series<K> {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        while !self.ended {
            self.xml.allow();
            let found = self.xml.next().and_then(|piece| {
                self.ended = matches!(piece, Piece::Eof);
                K::take(self, piece)
            });
            match found {
                Ok(None) => {}
                Ok(Some(outcome)) => return Some(outcome),
                Err(broken) => {
                    self.ended = !broken.is_passing();
                    self.xml.within.clear();
                    if std::mem::replace(&mut self.lost, true) && !self.ended {
                        continue;
                    }
                    let (reason, detail) = broken.told();
                    return Some(self.skipped(reason, &detail));
                }
            }
        }
        None
    }
}

impl<K> Series<K> {
    /// Where in the file the article stands that is being read.
    fn at(&self) -> String {
        if self.number == 0 { String::new() } else { format!(", article {}", self.number) }
    }

    /// The same, with the file.
    pub(super) fn place(&self) -> String {
        format!("{}{}", self.source.place, self.at())
    }

    /// Tells that the article that is being read gives nothing.
    pub(super) fn skipped(&self, reason: Reason, detail: &str) -> Outcome {
        Outcome::Skipped(self.source.skipped(&self.at(), reason, detail))
    }

    /// Begins with the next article.
    pub(super) fn begin(&mut self) {
        self.number += 1;
        self.lost = false;
    }

    /// Reads an article to its end, and gives the elements within it to `take`.
    pub(super) fn article(
        &mut self,
        start: &Element,
        mut take: impl FnMut(&mut Xml<Box<dyn Read>>, &Element) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        self.xml.within.clone_from(&start.name);
        loop {
            match self.xml.next()? {
                Piece::Start(element) => take(&mut self.xml, &element)?,
                Piece::End(name) if name == start.name => break,
                Piece::Eof => {
                    let name = &start.name;
                    return Err(Broken::Malformed(format!("it breaks off within ‘{name}’")));
                }
                Piece::End(_) | Piece::Words(_) => {}
            }
        }
        self.xml.within.clear();
        Ok(())
    }
}
