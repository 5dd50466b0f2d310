//! XML in pieces: start tags, words, end tags, in bounded memory; and files named `.xml`.
//!
//! Nothing is ever expanded but the letters that XML itself names, so that no document grows in
//! memory. Tags that do not match are taken as they come, as the feeds of the world have them.

use std::io::{self, Read};

use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::escape;
use quick_xml::events::{BytesStart, Event};

use super::utf8::Utf8;
use super::{FORMATS, Format, LONGEST, Outcome, Reason, Source};

pub(super) const FORMAT: Format = Format {
    name: "xml",
    extensions: &["xml"],
    about: "XML of one of the kinds below or a web page, as its first element tells",
    fits: |_| false,
    read,
};

/// Bytes that one article may take with all its tags.
pub(super) const LARGEST: usize = 4 * LONGEST;
/// Elements within elements beyond which a document is no article.
const DEEPEST: usize = 1000;
/// Bytes by which the first element is known.
const SAMPLE: u64 = 4096;
/// The formats that the first element tells apart.
const KINDS: &[&str] = &["feed", "newsml", "nitf", "html"];

/// Hands a document on to the format of its first element.
fn read(mut source: Source) -> Box<dyn Iterator<Item = Outcome>> {
    let mut start = Vec::new();
    if let Err(error) = source.reader.by_ref().take(SAMPLE).read_to_end(&mut start) {
        let skipped = source.skipped("", Reason::Unreadable, &error.to_string());
        return Box::new(std::iter::once(Outcome::Skipped(skipped)));
    }
    let mut text = String::new();
    // What is no text is told by the format that reads it, or below.
    let _ = Utf8::new(&start[..]).and_then(|mut it| it.read_to_string(&mut text));
    let text = text.trim_start();
    let found = FORMATS.iter().find(|it| KINDS.contains(&it.name) && (it.fits)(text));
    if let Some(format) = found {
        let rest = std::mem::replace(&mut source.reader, Box::new(io::empty()));
        source.reader = Box::new(io::Cursor::new(start).chain(rest));
        return (format.read)(source);
    }
    let (reason, detail) = match root(text) {
        _ if text.is_empty() => (Reason::NoText, String::new()),
        Some(name) => (
            Reason::UnknownFormat,
            format!(
                "its first element is ‘{name}’; read are rss, RDF, feed, newsItem, newsMessage, nitf, html"
            ),
        ),
        None => (Reason::UnknownFormat, "it has no first element".to_owned()),
    };
    Box::new(std::iter::once(Outcome::Skipped(source.skipped("", reason, &detail))))
}

/// The name of the first element of a document, without its prefix.
pub(super) fn root(start: &str) -> Option<&str> {
    let mut rest = start.trim_start_matches('\u{feff}');
    loop {
        rest = rest.trim_start().strip_prefix('<')?;
        let end = match rest.as_bytes().first()? {
            b'?' => "?>",
            b'!' if rest.starts_with("!--") => "-->",
            // A type may declare things in brackets, which may hold the mark of its end.
            b'!' if rest.split('>').next().is_some_and(|it| it.contains('[')) => "]>",
            b'!' => ">",
            _ => break,
        };
        rest = rest.split_once(end)?.1;
    }
    let name = rest.split(|it: char| it.is_whitespace() || matches!(it, '>' | '/')).next()?;
    Some(local(name)).filter(|name| !name.is_empty())
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element {
    /// Its name, with its prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    fn new(tag: &BytesStart<'_>) -> Self {
        let mut attributes = tag.attributes();
        let attributes = attributes.with_checks(false).flatten().map(|it| {
            let value = escape::unescape(&it.value);
            (it.key.as_ref().to_owned(), value.map_or_else(|_| it.value.to_string(), Into::into))
        });
        Self { name: tag.name().as_ref().to_owned(), attributes: attributes.collect() }
    }

    /// Its name without its prefix.
    pub(super) fn local(&self) -> &str {
        local(&self.name)
    }

    /// The value of an attribute, or nothing; its prefix does not matter.
    pub(super) fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(key, _)| local(key) == name);
        found.map(|(_, value)| value.trim()).unwrap_or_default()
    }
}

/// A piece of a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A start tag; one that ends itself has its end tag after it.
    Start(Element),
    /// An end tag: the name with its prefix.
    End(String),
    /// Words between tags.
    Words(String),
    /// Nothing follows.
    Eof,
}

/// Why a document, or an article in it, cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// It takes more than an article may.
    TooLong,
    /// Its elements are nested too deep.
    TooDeep,
    /// It cannot be read on.
    Unreadable(String),
    /// It is no XML.
    Malformed(String),
}

impl Broken {
    /// The reason and the detail for the report.
    pub(super) fn told(&self) -> (Reason, String) {
        match self {
            Self::TooLong => (Reason::TooLong, format!("over {} MiB with its tags", LARGEST >> 20)),
            Self::TooDeep => (Reason::BadRecord, "its elements are nested too deep".to_owned()),
            Self::Unreadable(why) => (Reason::Unreadable, why.clone()),
            Self::Malformed(why) => (Reason::BadRecord, why.clone()),
        }
    }

    /// Whether reading can go on behind it.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self, Self::TooLong | Self::TooDeep)
    }
}

/// What becomes of an element within one that is read as markup.
pub(super) enum Shape<'a> {
    /// An element of HTML.
    Tag(&'a str),
    /// Its words alone.
    Inline,
    /// Nothing.
    Gone,
}

/// The shapes of elements that are HTML already.
pub(super) fn as_html(name: &str) -> Shape<'_> {
    match name {
        "script" | "style" => Shape::Gone,
        name => Shape::Tag(name),
    }
}

/// A document, piece by piece.
pub(super) struct Xml<R: Read> {
    reader: Option<Reader<Utf8<R>>>,
    buffer: Vec<u8>,
    depth: usize,
    /// The element that an article is; nothing reads past its end.
    pub(super) within: String,
    pushed: Option<Piece>,
}

impl<R: Read> Xml<R> {
    /// Begins to read.
    ///
    /// # Errors
    ///
    /// If the start cannot be read or is no text.
    pub(super) fn new(reader: R) -> Result<Self, Broken> {
        let letters = Utf8::new(reader).map_err(|error| Broken::Unreadable(error.to_string()))?;
        let mut made = Self {
            reader: Some(begin(letters)),
            buffer: Vec::new(),
            depth: 0,
            within: String::new(),
            pushed: None,
        };
        made.allow();
        Ok(made)
    }

    /// Lets another article be read.
    pub(super) fn allow(&mut self) {
        self.depth = 0;
        if let Some(reader) = &mut self.reader {
            reader.get_mut().allow(LARGEST);
        }
    }

    /// The next piece.
    pub(super) fn next(&mut self) -> Result<Piece, Broken> {
        if let Some(piece) = self.pushed.take() {
            return Ok(piece);
        }
        loop {
            self.buffer.clear();
            let Some(reader) = &mut self.reader else { return Ok(Piece::Eof) };
            let event = match reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(Error::Io(error)) if error.kind() == io::ErrorKind::FileTooLarge => {
                    // After an error this reader is at its end; what follows is for another.
                    self.reader = self.reader.take().map(|it| begin(it.into_inner()));
                    return Err(Broken::TooLong);
                }
                Err(Error::Io(error)) => return Err(Broken::Unreadable(error.to_string())),
                // What is written wrong is passed over; what is cut off ends the document.
                Err(Error::IllFormed(_)) => continue,
                Err(error) => return Err(Broken::Malformed(error.to_string())),
            };
            return Ok(match event {
                Event::Start(tag) | Event::Empty(tag) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(Broken::TooDeep);
                    }
                    Piece::Start(Element::new(&tag))
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Piece::End(tag.name().as_ref().to_owned())
                }
                Event::Text(words) => Piece::Words(words.xml10_content().into_owned()),
                Event::CData(words) => Piece::Words(words.xml10_content().into_owned()),
                Event::GeneralRef(name) => {
                    let letter = name.resolve_char_ref().unwrap_or(Some('\u{fffd}'));
                    let known = escape::resolve_predefined_entity(&name).map(str::to_owned);
                    let named = letter.map(String::from).or(known);
                    Piece::Words(named.unwrap_or_else(|| format!("&{};", &*name)))
                }
                Event::Eof => Piece::Eof,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            });
        }
    }

    /// What stands in the element of this name that was begun last: its words as they are, or where
    /// it holds elements, all of it as HTML.
    pub(super) fn inner(
        &mut self,
        name: &str,
        shape: fn(&str) -> Shape<'_>,
    ) -> Result<String, Broken> {
        let mut out = String::new();
        let mut is_markup = false;
        self.each(name, |piece| match piece {
            Piece::Start(element) => {
                if !is_markup {
                    is_markup = true;
                    out = escape::partial_escape(out.as_str()).into_owned();
                }
                match shape(element.local()) {
                    Shape::Tag(tag) => {
                        out.push('<');
                        out.push_str(tag);
                        out.push('>');
                        Depth::Into
                    }
                    Shape::Inline => Depth::Into,
                    Shape::Gone => Depth::Past,
                }
            }
            Piece::Words(words) if is_markup => {
                out.push_str(&escape::partial_escape(words.as_str()));
                Depth::Into
            }
            Piece::Words(words) => {
                out.push_str(words);
                Depth::Into
            }
            Piece::End(end) => {
                if let Shape::Tag(tag) = shape(local(end))
                    && !matches!(tag, "br" | "img" | "hr" | "wbr")
                {
                    out.push_str("</");
                    out.push_str(tag);
                    out.push('>');
                }
                Depth::Into
            }
            Piece::Eof => Depth::Into,
        })?;
        Ok(out)
    }

    /// The words in the element of this name that was begun last, with one space between them.
    pub(super) fn words(&mut self, name: &str) -> Result<String, Broken> {
        let mut out = String::new();
        self.each(name, |piece| {
            if let Piece::Words(words) = piece {
                out.push_str(words);
            }
            Depth::Into
        })?;
        Ok(out.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Passes over the element of this name that was begun last.
    pub(super) fn skip(&mut self, name: &str) -> Result<(), Broken> {
        self.each(name, |_| Depth::Into)
    }

    /// Hands on each piece within the element of this name that was begun last.
    fn each(&mut self, name: &str, mut take: impl FnMut(&Piece) -> Depth) -> Result<(), Broken> {
        // Only elements of the same name are counted, so that one that nobody closed costs nothing.
        let mut open = 1usize;
        // An element that is passed over, and how many of its name are open.
        let mut past: Option<(String, usize)> = None;
        loop {
            let piece = self.next()?;
            match &piece {
                Piece::Start(element) if element.name == name => open += 1,
                Piece::End(end) if *end == self.within => {
                    self.pushed = Some(piece);
                    return Ok(());
                }
                Piece::End(end) if end == name => {
                    open -= 1;
                    if open == 0 {
                        return Ok(());
                    }
                }
                Piece::Eof => {
                    return Err(Broken::Malformed(format!("it breaks off within ‘{name}’")));
                }
                _ => {}
            }
            match (&mut past, &piece) {
                (Some((gone, open)), Piece::Start(element)) if element.name == *gone => *open += 1,
                (Some((gone, open)), Piece::End(end)) if end == gone => {
                    *open -= 1;
                    if *open == 0 {
                        past = None;
                    }
                }
                (Some(_), _) => {}
                (None, _) => {
                    if let (Depth::Past, Piece::Start(element)) = (take(&piece), &piece) {
                        past = Some((element.name.clone(), 1));
                    }
                }
            }
        }
    }
}

/// Begins to read at any place of a document.
fn begin<R: Read>(letters: Utf8<R>) -> Reader<Utf8<R>> {
    let mut reader = Reader::from_reader(letters);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    config.expand_empty_elements = true;
    reader
}

/// Whether the pieces within an element are wanted.
enum Depth {
    Into,
    Past,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(xml: &str) -> Result<String, Broken> {
        let mut xml = Xml::new(xml.as_bytes())?;
        while !matches!(xml.next()?, Piece::Start(it) if it.name == "a") {}
        xml.inner("a", as_html)
    }

    #[test]
    fn words_come_as_they_are_and_elements_as_html() {
        for (xml, expected) in [
            ("<a>x &amp; &#233; &nbsp;<![CDATA[<b>]]></a>", "x & é &nbsp;<b>"),
            ("<a>1 &lt; 2 <p xmlns='x'>y<br/>z</p></a>", "1 &lt; 2 <p>y<br>z</p>"),
            ("<a><h:div>x <script>no <b/></script>y</h:div></a>", "<div>x y</div>"),
            ("<a>x<a>y</a></b></a><c>", "x<a>y</a></b>"),
        ] {
            assert_eq!(inner(xml).as_deref(), Ok(expected), "{xml}");
        }
    }

    #[test]
    fn what_a_document_defines_is_not_expanded() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'><!ENTITY c '&b;&b;&b;&b;'>]><a>&c;&c;</a>";
        assert_eq!(inner(bomb).as_deref(), Ok("&c;&c;"));
        assert_eq!(root(bomb), Some("a"));
    }

    #[test]
    fn depth_and_length_are_bounded() {
        assert_eq!(inner(&format!("<a>{}", "<b>".repeat(2000))), Err(Broken::TooDeep));
        let mut long = "<a>".to_owned();
        long.push_str(&"x ".repeat(LARGEST / 2));
        long.push_str("</a>");
        assert_eq!(inner(&long), Err(Broken::TooLong));
        assert!(matches!(inner("<a>x"), Err(Broken::Malformed(_))));
    }

    #[test]
    fn the_first_element_is_found_behind_what_stands_before_it() {
        for (start, expected) in [
            ("<?xml version='1.0'?>\n<!-- <b> -->\n<rss version='2.0'>", Some("rss")),
            ("<!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf>", Some("nitf")),
            ("<atom:feed xmlns:atom='x'>", Some("feed")),
            ("plain", None),
            ("<>", None),
            ("<!-- ", None),
        ] {
            assert_eq!(root(start), expected, "{start}");
        }
    }
}
