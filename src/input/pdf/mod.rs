//! PDF: the text that is in it, if it has any, put together from the lines of its pages.
//!
//! With the feature `pdf` the program reads it itself; without, the program `pdftotext` does, where
//! it is installed.

#[cfg(feature = "pdf")]
mod own;
mod pages;
#[cfg(not(feature = "pdf"))]
mod program;

#[cfg(feature = "pdf")]
use own as engine;
#[cfg(not(feature = "pdf"))]
use program as engine;

use super::published::{day, in_name};
use super::text::split_title;
use super::{Draft, Format, LONGEST, Outcome, Reason, Source, finish, labels};
use crate::date::Date;

pub(super) const FORMAT: Format = Format {
    name: "pdf",
    extensions: &["pdf"],
    about: "the text of a PDF (not of a scan); needs `pdftotext`, or a build with the feature pdf",
    fits: |start| start.starts_with("%PDF-"),
    read,
};

/// Bytes that a file may take: pictures may fill it.
const LARGEST: usize = 16 * LONGEST;
/// Bytes that the text of its pages may take.
const MOST_TEXT: usize = 2 * LONGEST;
/// Letters a page under which it is a scan with a line or two over it.
const SCANNED: usize = 20;

/// Why a file gives no pages.
enum Failed {
    /// It has a password.
    Locked,
    /// Nothing is there that could read it.
    #[cfg(not(feature = "pdf"))]
    NoProgram,
    /// The program took longer than this.
    #[cfg(not(feature = "pdf"))]
    TooSlow(std::time::Duration),
    /// It has more text than an article may.
    TooLong,
    /// It is damaged, and how.
    Damaged(String),
}

impl Failed {
    /// The reason and the detail for the report.
    fn told(self) -> (Reason, String) {
        match self {
            Self::Locked => {
                (Reason::Unreadable, "it has a password; save it without one".to_owned())
            }
            #[cfg(not(feature = "pdf"))]
            Self::NoProgram => (
                Reason::Unreadable,
                "reading PDF needs the program pdftotext (Debian, Ubuntu: apt install poppler-utils; macOS: \
                 brew install poppler), or a build with --features pdf"
                    .to_owned(),
            ),
            #[cfg(not(feature = "pdf"))]
            Self::TooSlow(limit) => (
                Reason::Unreadable,
                format!(
                    "pdftotext was ended, as it took more than {} seconds; save the file anew \
                     (`qpdf damaged.pdf whole.pdf`), or its text",
                    limit.as_secs_f32()
                ),
            ),
            Self::TooLong => (Reason::TooLong, format!("over {} MiB of text", MOST_TEXT >> 20)),
            Self::Damaged(why) => (Reason::Unreadable, format!("it is damaged: {why}")),
        }
    }
}

fn read(mut source: Source) -> Box<dyn Iterator<Item = Outcome>> {
    let outcome = match source.bytes(LARGEST) {
        Ok(bytes) => match parse(&bytes, &source.name) {
            Ok(draft) => finish(draft, &source.name, source.published, &source.place),
            Err((reason, detail)) => Outcome::Skipped(source.skipped("", reason, &detail)),
        },
        Err(skipped) => Outcome::Skipped(skipped),
    };
    Box::new(std::iter::once(outcome))
}

/// Takes the text and what the file says of itself out of a file of this name.
fn parse(bytes: &[u8], name: &str) -> Result<Draft, (Reason, String)> {
    if bytes.is_empty() {
        return Err((Reason::NoText, String::new()));
    }
    // Some programs put bytes of their own before the start.
    if !bytes[..bytes.len().min(1024)].windows(5).any(|it| it == b"%PDF-") {
        return Err((Reason::Unreadable, "it is no PDF".to_owned()));
    }
    let pages = engine::pages(bytes).map_err(Failed::told)?;
    let letters: usize =
        pages.iter().map(|page| page.chars().filter(|it| it.is_alphabetic()).count()).sum();
    if letters < SCANNED * pages.len().max(1) {
        if is_locked(bytes) {
            return Err(Failed::Locked.told());
        }
        let why = "its pages are pictures, as of a scan; a program for text recognition (OCR) may add the text";
        return Err((Reason::NoText, why.to_owned()));
    }
    let mut draft = Draft { text: pages::join(&pages), ..Draft::default() };
    labels::take(&mut draft);
    draft.published = draft.published.or_else(|| in_name(name)).or_else(|| created(bytes));
    split_title(&mut draft);
    Ok(draft)
}

/// Whether a file of which no text can be read says that it is encrypted.
fn is_locked(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"/Encrypt").is_some()
}

/// The day on which the file says that it was made.
fn created(bytes: &[u8]) -> Option<Date> {
    let after = |mark: &[u8]| {
        let at = memchr::memmem::find(bytes, mark)? + mark.len();
        let rest = bytes.get(at..bytes.len().min(at + 40))?;
        let digits: String = rest
            .iter()
            .map(|&byte| char::from(byte))
            .skip_while(|it| !it.is_ascii_digit())
            .take_while(|it| it.is_ascii_digit() || *it == '-')
            .collect();
        day(digits.get(..10).filter(|it| it.contains('-')).or_else(|| digits.get(..8))?)
    };
    after(b"/CreationDate").or_else(|| after(b"<xmp:CreateDate>"))
}

#[cfg(test)]
mod tests;
