//! What a page says of its article: headline, site, address, day, author.
//!
//! JSON-LD goes first, then `meta` in its many dialects, then microdata and `RDFa`, then what stands
//! on the page: its headline, its `time`, its name in the browser.

use super::linked_data::{self, Linked};
use super::page::{Page, PartId};
use super::paragraphs::letters;
use super::prompt::stamped;
use super::role::{self, Role};
use super::tags::Tag;
use crate::date::Date;
use crate::input::published::day;

/// What a page says of its article; empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    pub(super) title: String,
    pub(super) source: String,
    pub(super) url: String,
    pub(super) author: String,
    pub(super) published: Option<Date>,
    /// The text of the article as JSON-LD or microdata have it.
    pub(super) body: String,
    /// Whether the page says that it is an article.
    pub(super) is_article: bool,
}

/// Names of `meta` elements for the headline, the surest first.
const TITLES: &[&str] = &[
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "headline",
    "title",
    "hdl",
    "citation_title",
];
/// For the site.
const SOURCES: &[&str] = &[
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "application-name",
    "apple-mobile-web-app-title",
    "cre",
    "citation_publisher",
    "dc.source",
    "copyright_holder",
];
/// For the address.
const ADDRESSES: &[&str] = &["og:url", "parsely-link", "twitter:url", "dc.identifier"];
/// For the day of publication.
const DAYS: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "pub_date",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publicationdate",
    "published_date",
    "published-date",
    "article_date_original",
    "article.published",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.created",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.available",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "displaydate",
    "originalpublicationdate",
    "ptime",
    "rnews:datepublished",
    "created",
    "timestamp",
    "release_date",
];
/// For the day of a change, which is better than none.
const CHANGED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "revised",
];
/// For who wrote it.
const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
];

/// Reads what a page says.
pub(super) fn read(page: &Page<'_>) -> About {
    let marks = Marks::read(page);
    let linked = linked_data::read(&marks.scripts, &marks.name).unwrap_or_default();
    let source = source(&marks, &linked);
    let title = title(&marks, &linked, &source);
    let source = if source.is_empty() { rest_of_name(&marks.name, &title) } else { source };
    let published = Some(&linked.published)
        .and_then(|it| day(it))
        .or_else(|| DAYS.iter().find_map(|name| marks.meta(name).and_then(day)))
        .or_else(|| marks.property("datepublished").and_then(day))
        .or_else(|| marks.times.iter().find_map(|it| day(it)))
        .or(marks.stamp);
    let changed = day(&linked.modified)
        .or_else(|| CHANGED.iter().find_map(|name| marks.meta(name).and_then(day)));
    let author = Some(linked.author.clone())
        .filter(|it| !it.is_empty())
        .or_else(|| first(&marks, AUTHORS).filter(|it| !it.contains("://")))
        .or_else(|| marks.property("author").map(str::to_owned))
        .unwrap_or_default();
    About {
        url: address(&marks, &linked),
        author: author.trim_start_matches("By ").trim().to_owned(),
        published: published.or(changed),
        is_article: linked != Linked::default()
            || marks.meta("og:type").is_some_and(|it| it.eq_ignore_ascii_case("article")),
        body: if linked.body.is_empty() { marks.body } else { linked.body },
        title,
        source,
    }
}

/// The first of some `meta` that the page has.
fn first(marks: &Marks<'_>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| marks.meta(name)).map(str::to_owned)
}

/// The name of the site.
fn source(marks: &Marks<'_>, linked: &Linked) -> String {
    let found = Some(linked.source.clone())
        .filter(|it| !it.is_empty())
        .or_else(|| first(marks, SOURCES))
        .or_else(|| marks.property("publisher").map(str::to_owned));
    found.filter(|it| !it.contains("://") && it.len() < 100).unwrap_or_default()
}

/// The headline, without the name of the site after it.
fn title(marks: &Marks<'_>, linked: &Linked, source: &str) -> String {
    let given = Some(linked.title.clone())
        .filter(|it| !it.is_empty())
        .or_else(|| first(marks, TITLES))
        .or_else(|| marks.property("headline").map(str::to_owned));
    if let Some(given) = given {
        return without_site(&given, source);
    }
    // A heading on the page is the headline if the name of the page tells the same, or if the
    // page has no name.
    let name = letters(&marks.name);
    let heading = marks.headings.iter().find(|it| name.starts_with(&letters(it)) && !it.is_empty());
    let only = (marks.headings.len() == 1 && marks.name.is_empty()).then(|| &marks.headings[0]);
    heading.or(only).cloned().unwrap_or_else(|| without_site(&marks.name, source))
}

/// A headline without the name of the site before or after it.
fn without_site(title: &str, site: &str) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let site = letters(site);
    for mark in [" | ", " - ", " – ", " — ", " :: ", " • ", " · "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let own = letters(tail);
            let is_site = !site.is_empty()
                && (own == site
                    || own.starts_with(&site)
                    || site.starts_with(&own) && own.len() > 2);
            if is_site || (mark == " | " && tail.len() < 40) {
                return without_section(head.trim());
            }
        }
        if let Some((head, tail)) = title.split_once(mark)
            && !site.is_empty()
            && letters(head) == site
        {
            return tail.trim().to_owned();
        }
    }
    title
}

/// A headline without the section that stands between it and the site: `Talks | World`.
fn without_section(title: &str) -> String {
    match title.rsplit_once(" | ") {
        Some((head, tail)) if tail.split(' ').count() <= 2 => head.trim().to_owned(),
        _ => title.to_owned(),
    }
}

/// The site, where the name of a page has it after the headline.
fn rest_of_name(name: &str, title: &str) -> String {
    let rest = name.strip_prefix(title).unwrap_or("");
    let is_mark = |it: char| it.is_whitespace() || "|-–—:•·".contains(it);
    let own = rest.trim_start_matches(is_mark);
    let own = own.rsplit(" | ").next().unwrap_or(own).trim();
    if own.len() < rest.len() && own.len() < 60 && !title.is_empty() {
        own.to_owned()
    } else {
        String::new()
    }
}

/// The address of the article: the canonical one, unless it is that of the whole site.
fn address(marks: &Marks<'_>, linked: &Linked) -> String {
    let meta = ADDRESSES.iter().find_map(|name| marks.meta(name));
    let all = [marks.canonical.as_deref(), meta, Some(linked.url.as_str()), marks.property("url")];
    let whole = |it: &&str| it.starts_with("http://") || it.starts_with("https://");
    let has_path = |it: &&str| {
        it.split_once("://")
            .and_then(|(_, rest)| rest.split_once('/'))
            .is_some_and(|(_, path)| !path.is_empty())
    };
    let found = || all.into_iter().flatten().filter(whole);
    found().find(has_path).or_else(|| found().next()).unwrap_or_default().to_owned()
}

/// What is marked on a page, in its order.
#[derive(Debug, Default)]
struct Marks<'a> {
    /// Names of `meta` elements, in small letters, and their contents.
    metas: Vec<(String, String)>,
    /// Names of properties (microdata, `RDFa`), in small letters, and their values.
    properties: Vec<(String, String)>,
    scripts: Vec<&'a str>,
    canonical: Option<String>,
    /// What the browser calls the page.
    name: String,
    headings: Vec<String>,
    times: Vec<String>,
    /// The day in an element that is named for it.
    stamp: Option<Date>,
    /// The text that microdata call that of the article, if it stands in an attribute.
    body: String,
}

impl<'a> Marks<'a> {
    fn meta(&self, name: &str) -> Option<&str> {
        self.metas.iter().find(|(own, _)| own == name).map(|(_, content)| content.as_str())
    }

    fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Collects all marks.
    fn read(page: &Page<'a>) -> Self {
        let mut marks = Self::default();
        let mut words = String::new();
        for part in page.all() {
            match page.tag(part) {
                Tag::Meta => marks.meta_element(page, part),
                Tag::Link => {
                    let is_canonical = page
                        .attribute(part, "rel")
                        .is_some_and(|it| it.eq_ignore_ascii_case("canonical"));
                    if is_canonical && marks.canonical.is_none() {
                        marks.canonical = page.attribute(part, "href");
                    }
                }
                Tag::Title if marks.name.is_empty() && page.tag(page.parent(part)) != Tag::Svg => {
                    marks.name = page.text(part);
                }
                Tag::H1 if page.size(part) < FEW => marks.headings.push(page.text(part)),
                Tag::Raw => marks.script(page, part),
                Tag::Time => {
                    let moment = page.attribute(part, "datetime").filter(|it| day(it).is_some());
                    marks.times.extend(moment);
                }
                Tag::Text => continue,
                _ => {}
            }
            marks.marked(page, part);
            if marks.stamp.is_none() && page.size(part) < FEW && is_moment(page, part, &mut words) {
                marks.stamp = stamped(&page.text(part));
            }
        }
        marks
    }

    fn meta_element(&mut self, page: &Page<'_>, part: PartId) {
        let Some(content) = page.attribute(part, "content") else { return };
        for key in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = page.attribute(part, key) {
                self.metas.push((name.to_ascii_lowercase(), content.clone()));
            }
        }
    }

    /// Keeps a script that tells of the article.
    fn script(&mut self, page: &Page<'a>, part: PartId) {
        let script = page.parent(part);
        let is_linked = page
            .attribute(script, "type")
            .is_some_and(|it| it.to_ascii_lowercase().contains("ld+json"));
        if page.tag(script) == Tag::Script && is_linked {
            self.scripts.push(page.written(part));
        }
    }

    /// Keeps what microdata or `RDFa` mark.
    fn marked(&mut self, page: &Page<'_>, part: PartId) {
        let mut names = String::new();
        for (key, value) in page.attributes(part) {
            if key.eq_ignore_ascii_case("itemprop") || key.eq_ignore_ascii_case("property") {
                names = value.to_ascii_lowercase();
            }
        }
        for name in names.split_ascii_whitespace() {
            let name = name.rsplit(':').next().unwrap_or(name);
            if ![
                "headline",
                "datepublished",
                "publisher",
                "author",
                "url",
                "articlebody",
                "created",
                "issued",
            ]
            .contains(&name)
            {
                continue;
            }
            let given = ["content", "datetime"].iter().find_map(|key| page.attribute(part, key));
            if name == "articlebody" {
                if self.body.is_empty() {
                    self.body = given.unwrap_or_default();
                }
                continue;
            }
            let given =
                given.or_else(|| if name == "url" { page.attribute(part, "href") } else { None });
            let value = match given {
                Some(given) => given,
                None => name_within(page, part),
            };
            let name = if matches!(name, "created" | "issued") { "datepublished" } else { name };
            if !value.is_empty() && value.len() < 300 {
                self.properties.push((name.to_owned(), value));
            }
        }
    }
}

/// Parts that an element has at most that holds a name, a day or a headline.
const FEW: usize = 24;

/// The name that is marked in an element, or all its text.
fn name_within(page: &Page<'_>, part: PartId) -> String {
    if page.size(part) > FEW * 4 {
        return String::new();
    }
    let is_name = |it: &PartId| page.attribute(*it, "itemprop").is_some_and(|it| it == "name");
    match page.inside(part).find(is_name) {
        Some(name) => page.attribute(name, "content").unwrap_or_else(|| page.text(name)),
        None => page.text(part),
    }
}

/// Whether an element is named for the moment of publication.
fn is_moment(page: &Page<'_>, part: PartId, words: &mut String) -> bool {
    let named = page.attributes(part).any(|(key, value)| {
        words.clear();
        if key.eq_ignore_ascii_case("class") || key.eq_ignore_ascii_case("id") {
            words.push_str(value);
            words.make_ascii_lowercase();
        }
        ["date", "publish", "posted", "time"].iter().any(|it| words.contains(it))
    });
    named && role::of(page, part, words) != Role::Hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(text: &str) -> About {
        read(&Page::read(text).expect("it is small"))
    }

    #[test]
    fn metas_of_many_dialects_are_read() {
        for meta in [
            "<meta property='article:published_time' content='2020-02-03T10:00:00Z'>",
            "<META NAME=\"DC.date.issued\" CONTENT=\"2020-02-03\">",
            "<meta name=parsely-pub-date content=2020-02-03T10:00:00Z>",
            "<meta itemprop=datePublished content=2020-02-03>",
            "<span property='schema:datePublished' content='2020-02-03'>Monday</span>",
            "<time datetime='2020-02-03'>Monday</time>",
            "<div class='post-date'>Monday, February 3, 2020</div>",
            "<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"2020-02-03\"}</script>",
        ] {
            assert_eq!(about(meta).published, "2020-02-03".parse().ok(), "{meta}");
        }
    }

    #[test]
    fn the_headline_is_told_from_the_site() {
        for (page, title, source) in [
            (
                "<title>Talks in Oslo | World | The Fjord Times</title>",
                "Talks in Oslo",
                "The Fjord Times",
            ),
            (
                "<title>Talks - The Fjord Times</title><meta property=og:site_name content='The Fjord Times'>",
                "Talks",
                "The Fjord Times",
            ),
            (
                "<title>Talks in Oslo - The Fjord Times</title><h1>Talks in Oslo</h1>",
                "Talks in Oslo",
                "The Fjord Times",
            ),
            (
                "<title>Site: x</title><meta property=og:title content='Talks &amp; tea'>",
                "Talks & tea",
                "",
            ),
            ("<h1>Talks</h1>", "Talks", ""),
        ] {
            let about = about(page);
            assert_eq!((about.title.as_str(), about.source.as_str()), (title, source), "{page}");
        }
    }

    #[test]
    fn the_address_is_the_canonical_one() {
        let both = "<link rel=canonical href='https://a.example/1'><meta property=og:url content='https://b.example/2'>";
        assert_eq!(about(both).url, "https://a.example/1");
        let home = "<link rel=canonical href='https://a.example/'><meta property=og:url content='https://b.example/2'>";
        assert_eq!(about(home).url, "https://b.example/2");
        assert_eq!(about("<link rel=canonical href='/1'>").url, "");
    }

    #[test]
    fn microdata_name_the_publisher() {
        let page = "<div itemscope><h2 itemprop=headline>Talks</h2><div itemprop=publisher itemscope>\
                    <meta itemprop=name content='The Fjord Times'></div></div>";
        assert_eq!(about(page).source, "The Fjord Times");
        assert_eq!(about(page).title, "Talks");
    }
}
