//! WARC (ISO 28500): pages as crawlers keep them, one record after the other.
//!
//! Taken: answers of web servers with status 200, and `resource` and `conversion` records, if they
//! are web pages or plain text. The address of an article is that of its record. When the page was
//! fetched tells nothing of when it was published: a page that has no date of its own has none.

use std::io::{self, BufRead, Cursor, Read};

use super::http::{self, ContentType, Headers};
use super::{Body, Level, Outcomes, Outer, Parcel, WARC_MARK, one, skipped};
use crate::input::flow::Flow;
use crate::input::{Format, Named, Outcome, Reason, WHOLE, from_bytes, html, text};

/// Types of what is read, and the formats in which.
const TYPES: &[(&str, &Format)] = &[
    ("text/html", &html::FORMAT),
    ("application/xhtml+xml", &html::FORMAT),
    ("text/plain", &text::FORMAT),
];

/// What stands after each record.
const RECORD_END: &[u8] = b"\r\n\r\n";

/// Bytes of one line that is passed over in search of a record.
const LINE: u64 = 1 << 16;

/// Reads the articles of all records.
pub(super) fn read(parcel: Parcel) -> Outcomes {
    let outer = Outer::of(&parcel);
    let is_alone = parcel.level == Level::Outside || parcel.level == Level::Unpacked;
    let mut records = Records {
        flow: parcel.bytes.into_flow(),
        number: 0,
        is_over: false,
        outer,
        is_empty: is_alone,
    };
    Box::new(std::iter::from_fn(move || records.next()).flatten())
}

/// The records of a file.
struct Records {
    flow: Flow<Body>,
    number: usize,
    is_over: bool,
    /// Whether no record came yet.
    is_empty: bool,
    outer: Outer,
}

/// Why a record is not read.
enum Fault {
    /// The bytes cannot be read: the record is lost.
    Bytes(io::Error),
    /// It is no record.
    NoRecord(&'static str),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Bytes(error)
    }
}

/// A record whose text is to be read.
struct Page {
    url: String,
    kind: ContentType,
    format: &'static Format,
    headers: Headers,
    body: Vec<u8>,
}

/// What a record holds.
enum Content {
    /// A page or a text.
    Page(Page),
    /// Something that is told, with why.
    Told(Reason, String),
    /// What the crawler keeps for itself.
    Own,
}

impl Records {
    fn next(&mut self) -> Option<Outcomes> {
        while !self.is_over {
            self.number += 1;
            match self.record() {
                Ok(Some(Content::Page(page))) => {
                    self.is_empty = false;
                    return Some(self.article(page));
                }
                Ok(Some(Content::Told(reason, detail))) => {
                    self.is_empty = false;
                    return Some(one(skipped(&self.place(), reason, &detail)));
                }
                Ok(Some(Content::Own)) => self.is_empty = false,
                Ok(None) => {
                    self.is_over = true;
                    return self.is_empty.then(|| self.outer.empty());
                }
                Err(fault) => {
                    self.is_empty = false;
                    let (reason, detail) = match fault {
                        Fault::Bytes(error) => (Reason::Unreadable, error.to_string()),
                        Fault::NoRecord(what) => (Reason::BadRecord, what.to_owned()),
                    };
                    let place = self.place();
                    self.is_over = !self.resume();
                    return Some(one(skipped(&place, reason, &detail)));
                }
            }
        }
        None
    }

    /// Where the record at hand stands.
    fn place(&self) -> String {
        format!("{}, record {}", self.outer.place, self.number)
    }

    /// Goes to where the record after a damaged one begins; says whether there is one.
    fn resume(&mut self) -> bool {
        let mut may_fail = true;
        loop {
            // Each record is a member of its own, so that the next one is sound.
            if let Body::Gzip(members) = self.flow.reader_mut()
                && members.resume()
            {
                self.flow.clear();
                return true;
            }
            if self.flow.ahead(WARC_MARK.len()).starts_with(WARC_MARK) {
                return true;
            }
            let mut line = Vec::new();
            match self.flow.by_ref().take(LINE).read_until(b'\n', &mut line) {
                Ok(0) => return false,
                Ok(_) => {}
                // A member that is damaged is passed over above, if one follows it.
                Err(_) if std::mem::take(&mut may_fail) => {}
                Err(_) => return false,
            }
        }
    }

    /// Reads one record and all bytes of it; none at the end.
    fn record(&mut self) -> Result<Option<Content>, Fault> {
        // Two empty lines end a record.
        while matches!(self.flow.ahead(1), [b'\r' | b'\n', ..]) {
            self.flow.consume(1);
        }
        if self.flow.fill_buf()?.is_empty() {
            return Ok(None);
        }
        if !self.flow.ahead(WARC_MARK.len()).starts_with(WARC_MARK) {
            return Err(Fault::NoRecord("it does not begin with WARC/ and a version"));
        }
        let member = self.member();
        let mut version = Vec::new();
        self.flow.by_ref().take(LINE).read_until(b'\n', &mut version)?;
        let (headers, is_whole) = Headers::read(&mut self.flow)?;
        if !is_whole {
            return Err(Fault::NoRecord("its headers break off"));
        }
        let Ok(length) = headers.value("content-length").parse::<u64>() else {
            return Err(Fault::NoRecord("its Content-Length is no number"));
        };
        let mut block = self.flow.by_ref().take(length);
        let content = content(&headers, &mut block)?;
        io::copy(&mut block, &mut io::sink())?;
        if block.limit() > 0 {
            return Err(Fault::NoRecord("it breaks off"));
        }
        // A member is sound only if its end is. What is wrong with the next one is told there.
        if member.is_some() {
            self.flow.ahead(RECORD_END.len() + 1);
            if member == self.member()
                && let Some(fault) = self.flow.take_fault()
            {
                return Err(Fault::Bytes(fault));
            }
        }
        Ok(Some(content))
    }

    /// The number of the member of gzip that is read, if one is.
    fn member(&mut self) -> Option<u64> {
        match self.flow.reader_mut() {
            Body::Gzip(members) => Some(members.count()),
            Body::Plain(_) => None,
        }
    }

    /// Reads the article of a page.
    fn article(&self, page: Page) -> Outcomes {
        let place = self.place();
        let body = match http::unpack(&page.headers, page.body, WHOLE) {
            Ok(body) => page.kind.decode(body),
            Err(detail) => return one(skipped(&place, Reason::Unreadable, &detail)),
        };
        let url = page.url;
        // The name of the file tells when the page was fetched, the address may tell its date.
        let name = match url.split(['?', '#']).next() {
            Some(path) if !path.is_empty() => path.to_owned(),
            _ => format!("{}#{}", self.outer.name, self.number),
        };
        let source =
            self.outer.options.source((place, name), Named::Yes, Box::new(Cursor::new(body)));
        let outcomes = from_bytes(source, Some(page.format));
        Box::new(outcomes.map(move |outcome| match outcome {
            Outcome::Article(mut article) if !url.is_empty() => {
                article.id.clone_from(&url);
                article.url.clone_from(&url);
                Outcome::Article(article)
            }
            other => other,
        }))
    }
}

/// What stands in the block of a record.
fn content(headers: &Headers, block: &mut impl BufRead) -> Result<Content, Fault> {
    let kind = headers.value("warc-type").to_ascii_lowercase();
    let own = ContentType::of(headers.value("content-type"));
    let url = headers.value("warc-target-uri").trim_matches(['<', '>']).to_owned();
    let (kind, http) = match kind.as_str() {
        "response" if own.essence == "application/http" => {
            let status = http::status(block)?;
            let (http, _) = Headers::read(block)?;
            match status {
                Some(200) => {}
                Some(other) => {
                    return Ok(Content::Told(
                        Reason::NoText,
                        format!("HTTP status {other}: {url}"),
                    ));
                }
                None => {
                    let detail = format!("it is no answer of a web server: {url}");
                    return Ok(Content::Told(Reason::BadRecord, detail));
                }
            }
            (ContentType::of(http.value("content-type")), http)
        }
        "resource" | "conversion" => (own, Headers::default()),
        "continuation" => {
            let detail = format!("it goes on in another record: {url}");
            return Ok(Content::Told(Reason::BadRecord, detail));
        }
        // Requests, facts of the crawl, pages that were there before.
        _ => return Ok(Content::Own),
    };
    let Some((_, format)) = TYPES.iter().find(|(name, _)| *name == kind.essence) else {
        let what = if kind.essence.is_empty() { "what has no type" } else { &kind.essence };
        return Ok(Content::Told(Reason::UnknownFormat, format!("{what} is not read: {url}")));
    };
    let mut body = Vec::new();
    block.take(WHOLE as u64 + 1).read_to_end(&mut body)?;
    if body.len() > WHOLE {
        let detail = format!("over {} MiB: {url}", WHOLE >> 20);
        return Ok(Content::Told(Reason::TooLong, detail));
    }
    Ok(Content::Page(Page { url, kind, format, headers: http, body }))
}
