//! DOCX, the documents of Word and its like: paragraphs, tables row by row, title and date.
//!
//! Deleted words of tracked changes, notes, comments, heads and feet of pages are left out. No more
//! is unpacked than an article may take, however little it takes while packed.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::published::{day, in_name};
use super::text::split_title;
use super::xml::{Broken, Element, Piece, Shape, Xml, local};
use super::{Draft, Format, LONGEST, Outcome, Reason, Source, finish, labels};
use crate::date::Date;

pub(super) const FORMAT: Format = Format {
    name: "docx",
    extensions: &["docx"],
    about: "a Word document; its title, and if nothing else tells, the day on which it was made",
    fits: |start| {
        start.starts_with("PK\u{3}\u{4}")
            && (start.contains("[Content_Types].xml") || start.contains("word/"))
    },
    read,
};

/// Bytes that a file may take: pictures may fill it.
const LARGEST: usize = 16 * LONGEST;
/// Bytes that the part of a document that holds the text may take.
const UNPACKED: u64 = 8 * LONGEST as u64;

fn read(mut source: Source) -> Box<dyn Iterator<Item = Outcome>> {
    let outcome = match source.bytes(LARGEST) {
        Ok(bytes) => match parse(bytes, &source.name) {
            Ok(draft) => finish(draft, &source.name, source.published, &source.place),
            Err((reason, detail)) => Outcome::Skipped(source.skipped("", reason, &detail)),
        },
        Err(skipped) => Outcome::Skipped(skipped),
    };
    Box::new(std::iter::once(outcome))
}

type Archive = ZipArchive<Cursor<Vec<u8>>>;

/// Takes the text and what the document says of itself out of a file of this name.
fn parse(bytes: Vec<u8>, name: &str) -> Result<Draft, (Reason, String)> {
    if bytes.is_empty() {
        return Err((Reason::NoText, String::new()));
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let why = "an old Word document, or one with a password; save it as .docx without one";
        return Err((Reason::Unreadable, why.to_owned()));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| told(&error))?;
    let part = main_part(&archive).ok_or_else(|| {
        (Reason::Unreadable, "no Word document is in it: it lacks word/document.xml".to_owned())
    })?;
    let mut body = Body::default();
    unpack(&mut archive, &part, |xml| body.read(xml))?;
    let mut core = Core::default();
    if archive.index_for_name("docProps/core.xml").is_some() {
        // What a document says of itself is not worth losing its text.
        let _ = unpack(&mut archive, "docProps/core.xml", |xml| core.read(xml));
    }
    let mut draft =
        Draft { title: body.title, text: body.text.trim().to_owned(), ..Draft::default() };
    labels::take(&mut draft);
    draft.published = draft.published.or_else(|| in_name(name)).or(core.created);
    if draft.title.is_empty() && !is_hollow(&core.title) {
        draft.title = core.title;
    }
    split_title(&mut draft);
    Ok(draft)
}

/// The part of the document that holds its text.
fn main_part(archive: &Archive) -> Option<String> {
    let usual = "word/document.xml";
    if archive.index_for_name(usual).is_some() {
        return Some(usual.to_owned());
    }
    let mut names = archive.file_names().flatten().map(std::borrow::Cow::into_owned);
    names.find(|name| {
        let rest = name.strip_prefix("word/document").and_then(|it| it.strip_suffix(".xml"));
        rest.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// Reads one part of a document, up to a bound.
fn unpack(
    archive: &mut Archive,
    part: &str,
    read: impl FnOnce(&mut Xml<Bounded<'_>>) -> Result<(), Broken>,
) -> Result<(), (Reason, String)> {
    let mut file = archive.by_name(part).map_err(|error| told(&error))?;
    let reader = Bounded { inner: &mut file, left: UNPACKED };
    Xml::new(reader).and_then(|mut xml| read(&mut xml)).map_err(|broken| broken.told())
}

/// What is unpacked, as far as it may go.
struct Bounded<'a> {
    inner: &'a mut dyn Read,
    left: u64,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| {
            let what = format!("it unpacks to more than {} MiB", UNPACKED >> 20);
            std::io::Error::other(what)
        })?;
        Ok(count)
    }
}

/// The reason and the detail of an error of the archive.
fn told(error: &ZipError) -> (Reason, String) {
    let detail = match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            "it has a password; save it without one".to_owned()
        }
        ZipError::InvalidArchive(_) | ZipError::Io(_) => {
            format!("it is damaged, or no .docx at all: {error}")
        }
        error => error.to_string(),
    };
    (Reason::Unreadable, detail)
}

/// Whether a title is what a program puts in for none.
fn is_hollow(title: &str) -> bool {
    let lower = title.to_lowercase();
    let number = lower.strip_prefix("document");
    number.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()))
        || lower.starts_with("microsoft word")
        || lower.strip_suffix(".docx").is_some()
}

/// What a document says of itself.
#[derive(Default)]
struct Core {
    title: String,
    created: Option<Date>,
}

impl Core {
    fn read<R: Read>(&mut self, xml: &mut Xml<R>) -> Result<(), Broken> {
        loop {
            match xml.next()? {
                Piece::Start(element) if element.local() == "title" => {
                    self.title = xml.words(&element.name)?;
                }
                Piece::Start(element) if element.local() == "created" => {
                    self.created = day(&xml.words(&element.name)?);
                }
                Piece::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}

/// The body of a document, as far as it was read.
#[derive(Default)]
struct Body {
    title: String,
    text: String,
    /// The paragraphs that are open: one may hold a box with others.
    open: Vec<Paragraph>,
    /// The rows of tables that are open: a table may stand in a cell.
    rows: Vec<Vec<Vec<String>>>,
}

/// A paragraph, as far as it was read.
#[derive(Default)]
struct Paragraph {
    words: String,
    is_title: bool,
}

impl Body {
    fn read<R: Read>(&mut self, xml: &mut Xml<R>) -> Result<(), Broken> {
        loop {
            match xml.next()? {
                Piece::Start(element) => self.start(xml, &element)?,
                Piece::End(name) => self.end(local(&name)),
                Piece::Words(_) => {}
                Piece::Eof => {
                    while !self.open.is_empty() {
                        self.end("p");
                    }
                    while !self.rows.is_empty() {
                        self.end("tr");
                    }
                    return Ok(());
                }
            }
        }
    }

    fn start<R: Read>(&mut self, xml: &mut Xml<R>, element: &Element) -> Result<(), Broken> {
        match element.local() {
            "p" => self.open.push(Paragraph::default()),
            "tr" => self.rows.push(Vec::new()),
            "tc" => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(Vec::new());
                }
            }
            "pStyle" => {
                let style = element.attribute("val");
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.is_title = style.eq_ignore_ascii_case("title");
                }
            }
            "t" if !element.name.starts_with("a:") => {
                let words = xml.inner(&element.name, |_| Shape::Inline)?;
                self.say(&words);
            }
            // Stops for tabs are set by elements of the same name, in the style of the paragraph.
            "tabs" => xml.skip(&element.name)?,
            "tab" => self.say("\t"),
            "br" if element.attribute("type").is_empty() => self.say("\n"),
            "br" => self.say("\n\n"),
            "cr" => self.say("\n"),
            "noBreakHyphen" => self.say("\u{2011}"),
            // Words that were deleted or moved away, and the second form of what stands there in one.
            "del" | "moveFrom" | "Fallback" => xml.skip(&element.name)?,
            _ => {}
        }
        Ok(())
    }

    /// Adds words to the paragraph.
    fn say(&mut self, words: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.words.push_str(words);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => {
                let Some(paragraph) = self.open.pop() else { return };
                let words = paragraph.words.trim();
                if words.is_empty() {
                } else if paragraph.is_title && self.title.is_empty() && self.rows.is_empty() {
                    self.title = words.split_whitespace().collect::<Vec<_>>().join(" ");
                } else {
                    self.put(words.to_owned());
                }
            }
            "tr" => {
                let Some(row) = self.rows.pop() else { return };
                // A table that sets pages has paragraphs in its cells, one that tells figures has not.
                if row.iter().all(|cell| cell.len() < 2) {
                    let cells: Vec<String> = row.into_iter().flatten().collect();
                    if !cells.is_empty() {
                        self.put(cells.join("\t"));
                    }
                } else {
                    for paragraph in row.into_iter().flatten() {
                        self.put(paragraph);
                    }
                }
            }
            _ => {}
        }
    }

    /// Puts a whole paragraph into the cell that is open, or into the text.
    fn put(&mut self, words: String) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.push(words);
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(&words);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;
    use crate::input::{Options, read_from};

    const BODY: &str = "Foreign Minister Okafor met Envoy Lund in Oslo on Friday. The two spoke of \
                        fish and said that they would meet again in the spring.";

    /// A document with this body, and these properties.
    fn document(body: &str, core: &str) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let mut put = |name: &str, text: &str| {
            archive.start_file(name, SimpleFileOptions::default()).expect("memory takes all");
            archive.write_all(text.as_bytes()).expect("memory takes all");
        };
        put("[Content_Types].xml", "<Types/>");
        put(
            "word/document.xml",
            &format!("<w:document xmlns:w='x'><w:body>{body}</w:body></w:document>"),
        );
        put("docProps/core.xml", &format!("<cp:coreProperties>{core}</cp:coreProperties>"));
        archive.finish().expect("memory takes all").into_inner()
    }

    fn one(name: &'static str, bytes: Vec<u8>) -> Outcome {
        read_from(name, Cursor::new(bytes), Options::default()).next().expect("one outcome")
    }

    fn article(name: &'static str, body: &str, core: &str) -> crate::record::Article {
        match one(name, document(body, core)) {
            Outcome::Article(article) => article,
            Outcome::Skipped(skipped) => panic!("skipped: {skipped:?}"),
        }
    }

    fn paragraph(words: &str) -> String {
        format!("<w:p><w:r><w:t xml:space='preserve'>{words}</w:t></w:r></w:p>")
    }

    #[test]
    fn paragraphs_and_rows_are_read_and_what_was_deleted_is_not() {
        let body = format!(
            "<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>Okafor meets</w:t></w:r><w:r><w:t xml:space='preserve'> Lund</w:t></w:r></w:p>\
             {}<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>It</w:t><w:tab/><w:t>rained,</w:t><w:br/><w:t>and </w:t></w:r>\
             <w:del><w:r><w:delText>hailed</w:delText><w:t>hailed</w:t></w:r></w:del><w:ins><w:r><w:t>snowed &amp; froze.</w:t></w:r></w:ins>\
             <w:r><w:instrText>PAGE</w:instrText></w:r></w:p>\
             <w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}{}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>\
             <w:p><mc:AlternateContent><mc:Choice><w:txbxContent>{}</w:txbxContent></mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:p>",
            paragraph(BODY),
            paragraph("Fish"),
            paragraph("7 t"),
            paragraph("One."),
            paragraph("Two."),
            paragraph("In a box."),
            paragraph("In a box.")
        );
        let core =
            "<dc:title>Document1</dc:title><dcterms:created>2025-12-06T10:00:00Z</dcterms:created>";
        let found = article("a.docx", &body, core);
        assert_eq!(found.title, "Okafor meets Lund");
        assert_eq!(
            found.text,
            format!(
                "{BODY}\n\nIt\trained,\nand snowed & froze.\n\nFish\t7 t\n\nOne.\n\nTwo.\n\nIn a box."
            )
        );
        assert_eq!(found.published, "2025-12-06".parse().ok());
    }

    #[test]
    fn the_title_and_the_date_come_from_the_surest_place() {
        let core = "<dc:title>Talks in Oslo</dc:title><dcterms:created>2025-01-01T10:00:00Z</dcterms:created>";
        let found = article("2025-12-07-x.docx", &paragraph(BODY), core);
        assert_eq!(found.title, "Talks in Oslo");
        assert_eq!(found.published, "2025-12-07".parse().ok());
        let body = format!(
            "{}{}{}",
            paragraph("date 2025-12-06"),
            paragraph("Talks resume"),
            paragraph(BODY)
        );
        let found = article("2025-12-07-x.docx", &body, "");
        assert_eq!((found.title.as_str(), found.text.as_str()), ("Talks resume", BODY));
        assert_eq!(found.published, "2025-12-06".parse().ok());
    }

    #[test]
    fn what_is_no_document_is_told() {
        let detail = |bytes: Vec<u8>| match one("a.docx", bytes) {
            Outcome::Skipped(skipped) => skipped.detail,
            Outcome::Article(article) => panic!("an article: {article:?}"),
        };
        let whole = document(&paragraph(BODY), "");
        assert!(
            detail(whole[..whole.len() / 2].to_vec())
                .starts_with("it is damaged, or no .docx at all")
        );
        assert!(
            detail(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec())
                .starts_with("an old Word document")
        );
        let mut other = ZipWriter::new(Cursor::new(Vec::new()));
        other
            .start_file("xl/workbook.xml", SimpleFileOptions::default())
            .expect("memory takes all");
        let other = other.finish().expect("memory takes all").into_inner();
        assert!(detail(other).contains("lacks word/document.xml"));
    }

    #[test]
    fn what_unpacks_without_end_is_bounded() {
        let bomb = format!(
            "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
            "x ".repeat(super::super::xml::LARGEST / 2 + 10)
        );
        let bytes = document(&bomb, "");
        assert!(bytes.len() < 1 << 20);
        let Outcome::Skipped(skipped) = one("a.docx", bytes) else { panic!("it is too long") };
        assert_eq!(skipped.reason, Reason::TooLong);
    }
}
