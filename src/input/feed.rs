//! Feeds: RSS 0.9 to 2.0, RDF and Atom, one article an entry of the feed, read one at a time.

use std::io::Read;

use super::html::fragment_text;
use super::published::day;
use super::series::{self, Kind, Series};
use super::xml::{self, Broken, Element, Piece, Shape, Xml, as_html};
use super::{Draft, Format, Outcome, Reason, Source, finish};
use crate::date::Date;

pub(super) const FORMAT: Format = Format {
    name: "feed",
    extensions: &["rss", "atom", "rdf"],
    about: "a feed, RSS or Atom; the whole text where it has it, else its summary",
    fits,
    read,
};

/// Whether the first element is that of a feed.
fn fits(start: &str) -> bool {
    match xml::root(start) {
        Some("rss") => true,
        Some("RDF") => start.contains("purl.org/rss") || start.contains("my.netscape.com/rdf"),
        Some("feed") => start.contains("www.w3.org/2005/Atom") || start.contains("purl.org/atom"),
        _ => false,
    }
}

fn read(source: Source) -> Box<dyn Iterator<Item = Outcome>> {
    series::read(source, Feed::default())
}

/// A feed.
#[derive(Default)]
struct Feed {
    /// What it is called.
    title: String,
}

impl Kind for Feed {
    fn take(series: &mut Series<Self>, piece: Piece) -> Result<Option<Outcome>, Broken> {
        match piece {
            Piece::Start(element) => match element.local() {
                "item" | "entry" => {
                    series.begin();
                    return article(series, &element).map(Some);
                }
                "title" if series.kind.title.is_empty() && is_own(&element) => {
                    let title = series.xml.inner(&element.name, as_html)?;
                    series.kind.title = one_line(&title);
                }
                // A picture and a search box have a title too.
                "image" | "textinput" | "textInput" | "author" => series.xml.skip(&element.name)?,
                _ => {}
            },
            Piece::Eof if series.number == 0 => {
                return Ok(Some(series.skipped(Reason::NoText, "a feed without articles")));
            }
            Piece::Eof | Piece::End(_) | Piece::Words(_) => {}
        }
        Ok(None)
    }
}

/// Reads one article to its end.
fn article(series: &mut Series<Feed>, start: &Element) -> Result<Outcome, Broken> {
    let mut entry = Entry { id: start.attribute("about").to_owned(), ..Entry::default() };
    series.article(start, |xml, element| entry.take(xml, element))?;
    let draft = entry.draft(&series.kind.title);
    let name = format!("{}#{}", series.source.name, series.number);
    Ok(finish(draft, &name, series.source.published, &series.place()))
}

/// Whether an element is one of the feed itself, not of one of the many vocabularies beside it.
fn is_own(element: &Element) -> bool {
    matches!(element.name.split_once(':'), None | Some(("atom" | "a" | "rss" | "rdf" | "dc", _)))
}

/// What an article of a feed says of itself.
#[derive(Default)]
struct Entry {
    id: String,
    url: String,
    title: String,
    source: String,
    /// The date, and how near it is to that of publication.
    published: Option<(usize, Date)>,
    /// The text, and how far it is from the whole.
    text: Option<(usize, String)>,
}

/// The elements that hold a date, the surest first.
const DATES: &[&[&str]] =
    &[&["pubDate", "published", "issued"], &["date", "created"], &["updated", "modified"]];

impl Entry {
    /// Takes what an element within the article says.
    fn take<R: Read>(&mut self, xml: &mut Xml<R>, element: &Element) -> Result<(), Broken> {
        let name = element.local();
        if name == "encoded" {
            return self.take_text(xml, element, 0);
        }
        if name == "origLink" {
            self.url = xml.words(&element.name)?;
            return Ok(());
        }
        let is_dated = element.name.starts_with("dcterms:");
        if !is_own(element) && !is_dated {
            return Ok(());
        }
        match name {
            "title" if self.title.is_empty() => {
                self.title = one_line(&xml.inner(&element.name, as_html)?);
            }
            "content" => self.take_text(xml, element, 1)?,
            "description" => self.take_text(xml, element, 2)?,
            "summary" => self.take_text(xml, element, 3)?,
            "link" => self.take_link(xml, element)?,
            "guid" | "id" => {
                let id = xml.words(&element.name)?;
                let is_address =
                    id.starts_with("http") && element.attribute("isPermaLink") != "false";
                if is_address && self.url.is_empty() {
                    self.url.clone_from(&id);
                }
                self.id = id;
            }
            // The element of this name in Atom is a feed in small.
            "source" => {
                if let Some(source) = source(xml, &element.name)? {
                    self.source = source;
                }
            }
            "publisher" if self.source.is_empty() => self.source = xml.words(&element.name)?,
            // What people and parts of the text are called is none of the above.
            "author" | "contributor" | "category" => xml.skip(&element.name)?,
            _ => {
                if let Some(rank) = DATES.iter().position(|names| names.contains(&name)) {
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

    /// Takes a text, unless one that is nearer to the whole is there.
    fn take_text<R: Read>(
        &mut self,
        xml: &mut Xml<R>,
        element: &Element,
        rank: usize,
    ) -> Result<(), Broken> {
        let kind = element.attribute("type");
        let is_text = matches!(kind, "" | "text" | "html" | "xhtml")
            || kind.starts_with("text/")
            || kind.ends_with("xml");
        let inner = xml.inner(&element.name, as_html)?;
        if !is_text || !element.attribute("src").is_empty() {
            return Ok(());
        }
        let text = words_of(&inner);
        if !text.is_empty() && self.text.as_ref().is_none_or(|(other, _)| rank < *other) {
            self.text = Some((rank, text));
        }
        Ok(())
    }

    /// Takes the address of the article: an attribute in Atom, the words in RSS.
    fn take_link<R: Read>(&mut self, xml: &mut Xml<R>, element: &Element) -> Result<(), Broken> {
        let own = element.attribute("href");
        let is_article = matches!(element.attribute("rel"), "" | "alternate");
        let words = xml.words(&element.name)?;
        let url = if own.is_empty() { &words } else { own };
        if is_article && self.url.is_empty() {
            url.clone_into(&mut self.url);
        }
        Ok(())
    }

    /// The article, in a feed of this name.
    fn draft(self, feed: &str) -> Draft {
        // A bare number is one article in each of many feeds.
        let is_sure = self.id.contains([':', '/', '.']) || self.url.is_empty();
        Draft {
            id: if is_sure { self.id } else { String::new() },
            url: self.url,
            source: if self.source.is_empty() { feed.to_owned() } else { self.source },
            published: self.published.map(|(_, date)| date),
            title: self.title,
            text: self.text.map(|(_, text)| text).unwrap_or_default(),
        }
    }
}

/// The name in an element `source`: its title where it has one, else its words.
fn source<R: Read>(xml: &mut Xml<R>, name: &str) -> Result<Option<String>, Broken> {
    let shape = |name: &str| match name {
        "title" => Shape::Tag("h1"),
        "id" | "updated" | "link" | "author" | "rights" | "logo" | "icon" | "category"
        | "subtitle" | "generator" | "contributor" => Shape::Gone,
        _ => Shape::Inline,
    };
    let found = one_line(&xml.inner(name, shape)?);
    Ok(Some(found).filter(|it| !it.is_empty() && !it.starts_with("http")))
}

/// Words that may be HTML, in one line.
fn one_line(words: &str) -> String {
    words_of(words).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words that may be HTML as text: where there is no tag in them, lines stay lines.
fn words_of(words: &str) -> String {
    let has_tags = words.match_indices('<').any(|(at, _)| {
        words[at + 1..].starts_with(|it: char| it.is_ascii_alphabetic() || matches!(it, '/' | '!'))
    });
    if has_tags {
        return fragment_text(words);
    }
    let lines = words.trim().lines().map(|line| {
        if line.contains(['&', '<']) { fragment_text(line) } else { line.trim().to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::xml::local;
    use crate::input::{Options, read_from};
    use crate::record::Article;

    const BODY: &str = "Foreign Minister Okafor met Envoy Lund in Oslo on Friday. The two spoke of \
                        fish and said that they would meet again in the spring.";

    fn outcomes(name: &'static str, feed: &str) -> Vec<Outcome> {
        read_from(name, std::io::Cursor::new(feed.to_owned()), Options::default()).collect()
    }

    fn articles(feed: &str) -> Vec<Article> {
        let each = outcomes("feed.xml", feed).into_iter().map(|outcome| match outcome {
            Outcome::Article(article) => article,
            Outcome::Skipped(skipped) => panic!("skipped: {skipped:?}"),
        });
        each.collect()
    }

    #[test]
    fn the_whole_text_goes_before_the_summary() {
        let feed = format!(
            "<?xml version='1.0'?><rss version='2.0' xmlns:content='x' xmlns:dc='y' xmlns:media='z'>\
             <channel><image><title>Logo</title></image><title>The Fjord Times</title>\
             <link>https://fjord.example</link>\
             <item><title>Okafor &amp;#8216;meets&amp;#8217; Lund</title><link>https://fjord.example/1</link>\
             <guid isPermaLink='false'>77</guid><pubDate>Sat, 06 Dec 2025 23:10:00 +0100</pubDate>\
             <media:title>A picture</media:title><media:content url='x'/>\
             <description>Short.</description>\
             <content:encoded><![CDATA[<p>{BODY}</p><p>It rained &amp; snowed.</p>]]></content:encoded></item>\
             <item><description>{BODY}</description><dc:date>2025-12-05T10:00:00Z</dc:date>\
             <guid>https://fjord.example/2</guid><source url='https://x.example/rss'>Wire</source></item>\
             </channel></rss>"
        );
        let [first, second] = &articles(&feed)[..] else { panic!("two articles") };
        assert_eq!(first.title, "Okafor ‘meets’ Lund");
        assert_eq!(first.text, format!("{BODY}\n\nIt rained & snowed."));
        assert_eq!(first.id, "https://fjord.example/1");
        assert_eq!(first.source, "The Fjord Times");
        assert_eq!(first.published, "2025-12-06".parse().ok());
        assert_eq!(
            (second.id.as_str(), second.url.as_str()),
            ("https://fjord.example/2", "https://fjord.example/2")
        );
        assert_eq!(second.source, "Wire");
        assert_eq!(second.published, "2025-12-05".parse().ok());
    }

    #[test]
    fn atom_has_its_dates_links_and_marked_up_content() {
        let feed = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title type='text'>Fjord</title>\
             <author><name>Desk</name></author><entry><id>tag:fjord.example,2025:1</id>\
             <link rel='enclosure' href='https://fjord.example/a.mp3'/><link href='https://fjord.example/1'/>\
             <title type='html'>Talks &lt;b&gt;resume&lt;/b&gt;</title>\
             <updated>2025-12-07T00:00:00Z</updated><published>2025-12-06T00:00:00Z</published>\
             <source><id>x</id><title>Wire</title><updated>2020-01-01T00:00:00Z</updated></source>\
             <summary>Short.</summary>\
             <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{BODY}</p><p>More<br/>so.</p></div></content>\
             </entry></feed>"
        );
        let [article] = &articles(&feed)[..] else { panic!("one article") };
        assert_eq!(article.id, "tag:fjord.example,2025:1");
        assert_eq!(article.url, "https://fjord.example/1");
        assert_eq!(article.title, "Talks resume");
        assert_eq!(article.source, "Wire");
        assert_eq!(article.published, "2025-12-06".parse().ok());
        assert!(
            article.text.starts_with(BODY) && article.text.contains("\n\nMore"),
            "{}",
            article.text
        );
    }

    #[test]
    fn rdf_is_a_feed_where_it_says_so() {
        let feed = format!(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>\
             <channel rdf:about='https://fjord.example'><title>Fjord</title></channel>\
             <item rdf:about='https://fjord.example/1'><title>Talks</title><link>https://fjord.example/1</link>\
             <dc:date>2025-12-06</dc:date><description>{BODY}\n\nIt rained.</description></item></rdf:RDF>"
        );
        let [article] = &articles(&feed)[..] else { panic!("one article") };
        assert_eq!(article.id, "https://fjord.example/1");
        assert_eq!(article.source, "Fjord");
        assert_eq!(article.text, format!("{BODY}\n\nIt rained."));
        assert!(!fits("<rdf:RDF xmlns:rdf='x'><skos:Concept/></rdf:RDF>"));
    }

    #[test]
    fn what_is_broken_costs_only_itself() {
        let long = "x ".repeat(xml::LARGEST / 2 + 10);
        let feed = format!(
            "<rss><channel><title>Fjord</title><item><title>a</title><b><description>{BODY} A & B</description></item>\
             <item><description>{long}</description></item>\
             <item><title>no text</title></item>\
             <item><description>{BODY} It rained.</description></item><item><title>cut"
        );
        let told: Vec<(String, String)> = outcomes("feed.rss", &feed)
            .into_iter()
            .map(|outcome| match outcome {
                Outcome::Article(article) => (article.id, String::new()),
                Outcome::Skipped(it) => (it.place, format!("{}: {}", it.reason, it.detail)),
            })
            .collect();
        let short: Vec<(&str, &str)> =
            told.iter().map(|(at, why)| (at.as_str(), why.as_str())).collect();
        let long = format!("too long: over {} MiB with its tags", xml::LARGEST >> 20);
        assert_eq!(
            short,
            [
                ("feed.rss#1", ""),
                ("feed.rss, article 2", long.as_str()),
                ("feed.rss, article 3", "no text: "),
                ("feed.rss#4", ""),
                ("feed.rss, article 5", "bad record: it breaks off within ‘title’"),
            ]
        );
    }

    #[test]
    fn an_article_that_is_nested_without_end_is_told_once() {
        let deep = "<b>".repeat(50_000);
        let feed =
            format!("<rss><item>{deep}</item><item><description>{BODY}</description></item></rss>");
        let [Outcome::Skipped(skipped), Outcome::Article(_)] = &outcomes("a.rss", &feed)[..] else {
            panic!("one of each")
        };
        assert_eq!(skipped.detail, "its elements are nested too deep");
    }

    #[test]
    fn a_feed_without_articles_says_so() {
        let [Outcome::Skipped(skipped)] = &outcomes("a.rss", "<rss><channel/></rss>")[..] else {
            panic!("one line")
        };
        assert_eq!(
            (skipped.reason, skipped.detail.as_str()),
            (Reason::NoText, "a feed without articles")
        );
    }

    #[test]
    fn prefixes_of_names_do_not_matter() {
        assert_eq!(local("atom:entry"), "entry");
        let feed = format!(
            "<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'><atom:entry><atom:title>T</atom:title>\
             <atom:content>{BODY}</atom:content></atom:entry></atom:feed>"
        );
        assert_eq!(articles(&feed)[0].title, "T");
    }
}
