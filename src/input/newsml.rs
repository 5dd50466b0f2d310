//! NewsML-G2 of the agencies: a `newsItem`, or a `newsMessage` with many, read one at a time.
//!
//! The text stands in it as XHTML, NITF, HTML or plain words. Pictures, withdrawn articles and what
//! is kept elsewhere are told as articles without text.

use std::io::Read;

use super::html::fragment_text;
use super::nitf::{self, with_dateline};
use super::published::day;
use super::series::{self, Kind, Series};
use super::xml::{self, Broken, Element, Piece, Shape, Xml, as_html};
use super::{Draft, Format, Outcome, Reason, Source, finish};
use crate::date::Date;

pub(super) const FORMAT: Format = Format {
    name: "newsml",
    extensions: &["newsml", "g2"],
    about: "NewsML-G2 of news agencies, one article or many",
    fits: |start| matches!(xml::root(start), Some("newsItem" | "newsMessage" | "packageItem")),
    read,
};

fn read(source: Source) -> Box<dyn Iterator<Item = Outcome>> {
    series::read(source, Message)
}

/// A document of one or many articles.
struct Message;

impl Kind for Message {
    fn take(series: &mut Series<Self>, piece: Piece) -> Result<Option<Outcome>, Broken> {
        match piece {
            Piece::Start(element) => match element.local() {
                "newsItem" => {
                    series.begin();
                    article(series, &element).map(Some)
                }
                // It lists articles that come by themselves.
                "packageItem" => {
                    series.number += 1;
                    series.xml.skip(&element.name)?;
                    Ok(Some(series.skipped(Reason::NoText, "a package, which has none of its own")))
                }
                _ => Ok(None),
            },
            Piece::Eof => {
                let none = "it holds no element ‘newsItem’";
                Ok((series.number == 0).then(|| series.skipped(Reason::NoText, none)))
            }
            Piece::End(_) | Piece::Words(_) => Ok(None),
        }
    }
}

/// Reads one article to its end.
fn article(series: &mut Series<Message>, start: &Element) -> Result<Outcome, Broken> {
    let guid = start.attribute("guid").to_owned();
    let mut news = News { guid, ..News::default() };
    series.article(start, |xml, element| news.take(xml, element))?;
    if let Some(why) = news.why_none() {
        return Ok(series.skipped(Reason::NoText, &why));
    }
    let name = if series.number == 1 {
        series.source.name.clone()
    } else {
        format!("{}#{}", series.source.name, series.number)
    };
    Ok(finish(news.draft(), &name, series.source.published, &series.place()))
}

/// The elements that hold a date, that of the text first.
const DATES: &[&str] = &["contentCreated", "firstCreated", "versionCreated"];

/// What an article says of itself.
#[derive(Default)]
struct News {
    guid: String,
    class: String,
    status: String,
    elsewhere: String,
    title: String,
    headline: String,
    slug: String,
    source: String,
    dateline: String,
    /// The date, and its place among [`DATES`].
    published: Option<(usize, Date)>,
    /// What NITF in it says.
    inner: Draft,
    text: String,
}

impl News {
    /// Takes what an element within the article says.
    fn take<R: Read>(&mut self, xml: &mut Xml<R>, element: &Element) -> Result<(), Broken> {
        let name = element.local();
        match name {
            "itemClass" => self.class = code(element),
            "pubStatus" => self.status = code(element),
            "provider" => {
                let literal = element.attribute("literal").to_owned();
                let named = fragment_text(&xml.inner(&element.name, names)?);
                let known = [named, literal, code(element)].into_iter().find(|it| !it.is_empty());
                self.source = known.unwrap_or_default();
            }
            "creditline" | "infoSource" if self.source.is_empty() => {
                let literal = element.attribute("literal").to_owned();
                let words = xml.words(&element.name)?;
                self.source = if words.is_empty() { literal } else { words };
            }
            "title" if self.title.is_empty() => self.title = xml.words(&element.name)?,
            "headline" if self.headline.is_empty() => self.headline = xml.words(&element.name)?,
            "slugline" => self.slug = xml.words(&element.name)?,
            "dateline" => self.dateline = xml.words(&element.name)?,
            "nitf" => {
                self.inner = nitf::article(xml, element)?;
                self.text = std::mem::take(&mut self.inner.text);
            }
            "html" => self.text = page(xml, element)?,
            "inlineXML" if !element.attribute("contenttype").contains("nitf") => {
                self.take_marked_up(xml, element)?;
            }
            "inlineData" => {
                let is_page = element.attribute("contenttype").contains("html");
                let words = xml.inner(&element.name, as_html)?;
                self.text = if is_page { fragment_text(&words) } else { words.trim().to_owned() };
            }
            "remoteContent" => element.attribute("href").clone_into(&mut self.elsewhere),
            // What subjects, people and links are called is none of the above.
            "subject" | "by" | "creator" | "contributor" | "link" | "genre" | "located"
            | "description" | "partMeta" | "assert" | "rightsInfo" | "catalog" => {
                xml.skip(&element.name)?;
            }
            _ => {
                if let Some(rank) = DATES.iter().position(|date| *date == name) {
                    let date = day(&xml.words(&element.name)?);
                    if let Some(date) = date
                        && self.published.is_none_or(|(other, _)| rank < other)
                    {
                        self.published = Some((rank, date));
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes what stands in an element that may hold a whole page or parts of one.
    fn take_marked_up<R: Read>(
        &mut self,
        xml: &mut Xml<R>,
        element: &Element,
    ) -> Result<(), Broken> {
        self.text = fragment_text(&xml.inner(&element.name, |name| match name {
            "head" | "title" => Shape::Gone,
            "html" | "body" => Shape::Inline,
            name => as_html(name),
        })?);
        Ok(())
    }

    /// Why it has no text, where it is none to be read.
    fn why_none(&self) -> Option<String> {
        if self.status.ends_with("canceled") || self.status.ends_with("withheld") {
            return Some(format!("it was withdrawn: {}", self.status));
        }
        if !self.text.trim().is_empty() {
            return None;
        }
        if !self.class.is_empty() && !self.class.ends_with("text") {
            return Some(format!("it is no text: {}", self.class));
        }
        let elsewhere = &self.elsewhere;
        (!elsewhere.is_empty()).then(|| format!("its text is kept elsewhere: {elsewhere}"))
    }

    /// The article.
    fn draft(self) -> Draft {
        let titles = [self.headline, self.inner.title, self.title, self.slug];
        let title = titles.into_iter().find(|it| !it.is_empty()).unwrap_or_default();
        let text = without_title(&title, self.text);
        let is_address = self.guid.starts_with("http");
        Draft {
            url: if is_address { self.guid.clone() } else { self.inner.url },
            id: if self.guid.is_empty() { self.inner.id } else { self.guid },
            source: if self.source.is_empty() { self.inner.source } else { self.source },
            published: self.published.map(|(_, date)| date).or(self.inner.published),
            text: with_dateline(&self.dateline, text),
            title,
        }
    }
}

/// The code that an element gives.
fn code(element: &Element) -> String {
    let code = element.attribute("qcode");
    if code.is_empty() { element.attribute("uri") } else { code }.to_owned()
}

/// Of what a party says of itself, its name.
fn names(name: &str) -> Shape<'_> {
    if name == "name" { Shape::Inline } else { Shape::Gone }
}

/// The text of a page within an article.
fn page<R: Read>(xml: &mut Xml<R>, element: &Element) -> Result<String, Broken> {
    let inner = xml.inner(&element.name, |name| match name {
        "head" | "title" => Shape::Gone,
        "body" => Shape::Inline,
        name => as_html(name),
    })?;
    Ok(fragment_text(&inner))
}

/// A text without its headline, where it begins with it.
fn without_title(title: &str, text: String) -> String {
    match text.split_once("\n\n") {
        Some((first, rest)) if first.trim() == title => rest.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Options, read_from};

    const BODY: &str = "Foreign Minister Okafor met Envoy Lund in Oslo on Friday. The two spoke of \
                        fish and said that they would meet again in the spring.";

    fn outcomes(text: String) -> Vec<Outcome> {
        read_from("a.newsml", std::io::Cursor::new(text), Options::default()).collect()
    }

    /// An article with this content, and what stands before it.
    fn item(guid: &str, meta: &str, content: &str) -> String {
        format!(
            "<newsItem guid='{guid}' version='2' xmlns='http://iptc.org/std/nar/2006-10-01/'>\
             <catalogRef href='x'/><itemMeta><itemClass qcode='ninat:text'/>\
             <provider qcode='nprov:FW'><name>The Fjord Wire</name></provider>\
             <versionCreated>2025-12-08T09:00:00Z</versionCreated>{meta}</itemMeta>\
             <contentMeta><contentCreated>2025-12-06T10:00:00Z</contentCreated>\
             <subject qcode='x'><name>Politics</name></subject>\
             <headline>Okafor meets Lund</headline></contentMeta>\
             <contentSet>{content}</contentSet></newsItem>"
        )
    }

    #[test]
    fn every_kind_of_content_gives_the_same_text() {
        for content in [
            format!(
                "<inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'>\
                 <head><title>t</title></head><body><h1>Okafor meets Lund</h1><p>{BODY}</p><p>It rained.</p></body></html></inlineXML>"
            ),
            format!(
                "<inlineXML contenttype='application/nitf+xml'><nitf><body><body.content><p>{BODY}</p>\
                 <p>It rained.</p></body.content></body></nitf></inlineXML>"
            ),
            format!("<inlineData contenttype='text/plain'>{BODY}\n\nIt rained.\n</inlineData>"),
            format!(
                "<inlineData contenttype='text/html'>&lt;p&gt;{BODY}&lt;/p&gt;&lt;p&gt;It rained.&lt;/p&gt;</inlineData>"
            ),
        ] {
            let [Outcome::Article(article)] = &outcomes(item("urn:fw:1", "", &content))[..] else {
                panic!("one article: {content}")
            };
            assert_eq!(article.text, format!("{BODY}\n\nIt rained."), "{content}");
            assert_eq!(article.title, "Okafor meets Lund");
            assert_eq!(article.id, "urn:fw:1");
            assert_eq!(article.source, "The Fjord Wire");
            assert_eq!(article.published, "2025-12-06".parse().ok());
        }
    }

    #[test]
    fn a_message_gives_its_articles_and_tells_what_has_no_text() {
        let text =
            |words: &str| format!("<inlineData contenttype='text/plain'>{words}</inlineData>");
        let message = format!(
            "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header><sent>2025-12-06</sent></header><itemSet>{}{}{}<packageItem guid='p'><itemMeta/></packageItem>{}</itemSet></newsMessage>",
            item("a", "", &text(BODY)),
            item("b", "<pubStatus qcode='stat:canceled'/>", &text(BODY)),
            item("c", "", "<remoteContent href='https://fw.example/c.html'/>"),
            item("d", "", &text(&format!("{BODY} It rained."))),
        );
        let told: Vec<String> = outcomes(message)
            .into_iter()
            .map(|outcome| match outcome {
                Outcome::Article(article) => article.id,
                Outcome::Skipped(it) => format!("{}: {} ({})", it.place, it.reason, it.detail),
            })
            .collect();
        assert_eq!(
            told,
            [
                "a",
                "a.newsml, article 2: no text (it was withdrawn: stat:canceled)",
                "a.newsml, article 3: no text (its text is kept elsewhere: https://fw.example/c.html)",
                "a.newsml, article 4: no text (a package, which has none of its own)",
                "d",
            ]
        );
    }

    #[test]
    fn a_message_that_breaks_off_keeps_what_came_before() {
        let text = format!("<inlineData contenttype='text/plain'>{BODY}</inlineData>");
        let message = format!("<newsMessage>{}<newsItem guid='b'><itemMeta>", item("a", "", &text));
        let [Outcome::Article(_), Outcome::Skipped(skipped)] = &outcomes(message)[..] else {
            panic!("one article and one line")
        };
        assert_eq!(skipped.place, "a.newsml, article 2");
        assert_eq!(skipped.reason, Reason::BadRecord);
    }
}
