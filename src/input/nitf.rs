//! NITF, the News Industry Text Format of the agencies: one article a file.

use std::io::Read;

use super::html::fragment_text;
use super::published::day;
use super::xml::{self, Broken, Element, Piece, Shape, Xml};
use super::{Draft, Format, Outcome, Source, finish};

pub(super) const FORMAT: Format = Format {
    name: "nitf",
    extensions: &["nitf"],
    about: "NITF of news agencies: headline, dateline, paragraphs, date of issue",
    fits: |start| xml::root(start) == Some("nitf"),
    read,
};

fn read(mut source: Source) -> Box<dyn Iterator<Item = Outcome>> {
    let reader = std::mem::replace(&mut source.reader, Box::new(std::io::empty()));
    let outcome = match Xml::new(reader).and_then(|mut xml| first(&mut xml)) {
        Ok(draft) => finish(draft, &source.name, source.published, &source.place),
        Err(broken) => {
            let (reason, detail) = broken.told();
            Outcome::Skipped(source.skipped("", reason, &detail))
        }
    };
    Box::new(std::iter::once(outcome))
}

/// Reads the first article of a document.
fn first<R: Read>(xml: &mut Xml<R>) -> Result<Draft, Broken> {
    loop {
        match xml.next()? {
            Piece::Start(element) if element.local() == "nitf" => return article(xml, &element),
            Piece::Eof => return Err(Broken::Malformed("it holds no element ‘nitf’".to_owned())),
            _ => {}
        }
    }
}

/// Reads an article behind its start tag, to its end.
pub(super) fn article<R: Read>(xml: &mut Xml<R>, start: &Element) -> Result<Draft, Broken> {
    let mut draft = Draft::default();
    let mut title = String::new();
    let mut dateline = String::new();
    loop {
        let element = match xml.next()? {
            Piece::Start(element) => element,
            Piece::End(name) if name == start.name => break,
            Piece::Eof => return Err(Broken::Malformed("it breaks off within ‘nitf’".to_owned())),
            Piece::End(_) | Piece::Words(_) => continue,
        };
        match element.local() {
            "title" => title = xml.words(&element.name)?,
            "hl1" if draft.title.is_empty() => draft.title = xml.words(&element.name)?,
            "doc-id" => element.attribute("id-string").clone_into(&mut draft.id),
            "date.issue" => draft.published = day(element.attribute("norm")).or(draft.published),
            "date.release" | "story.date" if draft.published.is_none() => {
                draft.published = day(element.attribute("norm"));
            }
            "pubdata" => {
                element.attribute("name").clone_into(&mut draft.source);
                element.attribute("ex-ref").clone_into(&mut draft.url);
                draft.published =
                    draft.published.or_else(|| day(element.attribute("date.publication")));
            }
            "distributor" | "doc.rights" | "doc.copyright" if draft.source.is_empty() => {
                let owner = element.attribute("owner").to_owned();
                let holder = element.attribute("holder").to_owned();
                let words = xml.words(&element.name)?;
                draft.source = [owner, holder, words]
                    .into_iter()
                    .find(|it| !it.is_empty())
                    .unwrap_or_default();
            }
            "dateline" => dateline = fragment_text(&xml.inner(&element.name, |_| Shape::Inline)?),
            "body.content" => {
                let body = xml.inner(&element.name, shape)?;
                draft.text = fragment_text(&body);
            }
            _ => {}
        }
    }
    if draft.title.is_empty() {
        draft.title = title;
    }
    draft.text = with_dateline(&dateline, draft.text);
    Ok(draft)
}

/// What the elements of a body are in HTML. Captions are paragraphs, credits are left out.
fn shape(name: &str) -> Shape<'_> {
    match name {
        "p" | "br" | "ul" | "ol" | "li" | "table" | "tr" | "td" | "th" | "pre" => Shape::Tag(name),
        "hl1" | "hl2" => Shape::Tag("h2"),
        "media-caption" | "caption" => Shape::Tag("p"),
        "bq" => Shape::Tag("blockquote"),
        "block" => Shape::Tag("div"),
        "media-metadata" | "media-object" | "media-producer" | "byline" | "credit" => Shape::Gone,
        _ => Shape::Inline,
    }
}

/// A text with the dateline before it, as papers print it, unless it begins so already.
pub(super) fn with_dateline(dateline: &str, text: String) -> String {
    let dateline = dateline.split_whitespace().collect::<Vec<_>>().join(" ");
    let dateline = dateline.trim_end_matches([' ', '-', '–', '—', ':', ',']);
    let place = dateline.split([',', ' ', '(']).next().unwrap_or_default().to_lowercase();
    if place.is_empty() || text.is_empty() || text.to_lowercase().starts_with(&place) {
        return text;
    }
    format!("{dateline} — {text}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Options, Reason, read_from};

    const BODY: &str = "Foreign Minister Okafor met Envoy Lund on Friday. The two spoke of fish and \
                        said that they would meet again in the spring.";

    fn one(text: String) -> Outcome {
        let mut found = read_from("a.nitf", std::io::Cursor::new(text), Options::default());
        found.next().expect("one outcome")
    }

    #[test]
    fn an_article_has_its_headline_dateline_date_and_paragraphs() {
        let text = format!(
            "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf-3-4.dtd'><nitf><head><title>slug-7</title>\
             <docdata><doc-id id-string='FW-20251206-7'/><date.issue norm='20251206T101500Z'/></docdata>\
             <pubdata name='The Fjord Wire' ex-ref='https://fjord.example/7'/></head>\
             <body><body.head><hedline><hl1>Okafor meets <person>Lund</person></hl1><hl2>On fish</hl2></hedline>\
             <byline>By Ivo Marek</byline><dateline><location>OSLO</location>, <story.date>Dec. 6</story.date></dateline>\
             </body.head><body.content><p>{}</p><media media-type='image'><media-reference source='x.jpg'/>\
             <media-caption>Okafor greets Lund &amp; others.</media-caption><media-producer>Photo: Marek</media-producer>\
             </media><block><p>It <em>rained</em>.</p></block></body.content>\
             <body.end><tagline>Editing by Moe</tagline></body.end></body></nitf>",
            BODY.replace("Okafor", "<person><name.family>Okafor</name.family></person>")
        );
        let Outcome::Article(article) = one(text) else { panic!("it is an article") };
        assert_eq!(article.title, "Okafor meets Lund");
        assert_eq!(article.id, "FW-20251206-7");
        assert_eq!(article.url, "https://fjord.example/7");
        assert_eq!(article.source, "The Fjord Wire");
        assert_eq!(article.published, "2025-12-06".parse().ok());
        let expected =
            format!("OSLO, Dec. 6 — {BODY}\n\nOkafor greets Lund & others.\n\nIt rained.");
        assert_eq!(article.text, expected);
    }

    #[test]
    fn a_text_that_breaks_off_is_told() {
        let text = format!("<nitf><body><body.content><p>{BODY}</p>");
        let Outcome::Skipped(skipped) = one(text) else { panic!("it is cut") };
        assert_eq!(skipped.reason, Reason::BadRecord);
        assert_eq!(skipped.detail, "it breaks off within ‘body.content’");
        let Outcome::Skipped(skipped) = one("<p>no</p>".to_owned()) else { panic!("none") };
        assert_eq!(skipped.detail, "it holds no element ‘nitf’");
    }

    #[test]
    fn a_dateline_stands_once() {
        for (dateline, text, expected) in [
            ("OSLO, Dec 6 -", "They met.", "OSLO, Dec 6 — They met."),
            ("OSLO", "Oslo (FW) — They met.", "Oslo (FW) — They met."),
            ("", "They met.", "They met."),
        ] {
            assert_eq!(with_dateline(dateline, text.to_owned()), expected);
        }
    }
}
