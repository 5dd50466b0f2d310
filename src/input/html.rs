//! HTML: the main text of a page, and what it says of itself.

use dom_smoothie::{Config, Readability, TextMode};

use super::published::day;
use super::{Draft, Format, Outcome, Reason, Source, finish};
use crate::date::{Date, MONTHS};

pub(super) const FORMAT: Format = Format {
    name: "html",
    extensions: &["html", "htm", "xhtml"],
    about: "a web page; navigation, banners and related links are left out",
    fits: |start| {
        let start = start.get(..200.min(start.len())).unwrap_or(start).to_ascii_lowercase();
        start.starts_with("<!doctype html") || start.contains("<html") || start.contains("<head")
    },
    read,
};

/// Elements within elements beyond which a page is no article.
const DEEPEST: usize = 2000;

fn read(mut source: Source) -> Box<dyn Iterator<Item = Outcome>> {
    let outcome = match source.text() {
        Ok(page) => match parse(&page) {
            Ok(draft) => finish(draft, &source.name, source.published, &source.place),
            Err(detail) => Outcome::Skipped(source.skipped("", Reason::NoText, &detail)),
        },
        Err(skipped) => Outcome::Skipped(skipped),
    };
    Box::new(std::iter::once(outcome))
}

/// Takes the article and its metadata out of a page.
fn parse(page: &str) -> Result<Draft, String> {
    if depth(page) > DEEPEST {
        return Err("its elements are nested too deep".to_owned());
    }
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let mut reader =
        Readability::new(page, None, Some(config)).map_err(|error| error.to_string())?;
    let article = reader.parse().map_err(|error| error.to_string())?;
    let published = article
        .published_time
        .as_deref()
        .and_then(day)
        .or_else(|| page_date(page))
        .or_else(|| article.modified_time.as_deref().and_then(day));
    let source = article.site_name.unwrap_or_default();
    let url = meta(page, "og:url").or_else(|| canonical(page)).unwrap_or_default();
    Ok(Draft {
        id: String::new(),
        url,
        title: without_site(article.title.trim(), &source),
        source,
        published,
        text: clean(&article.text_content),
    })
}

/// The most start tags that are open at one point, roughly.
fn depth(page: &str) -> usize {
    let (mut now, mut most) = (0usize, 0usize);
    for tag in page.split('<').skip(1) {
        match tag.bytes().next() {
            Some(b'/') => now = now.saturating_sub(1),
            Some(first) if first.is_ascii_alphabetic() => {
                let name = tag.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or("");
                let void = ["br", "img", "meta", "link", "input", "hr", "source", "p", "li"];
                if !void.contains(&name.to_ascii_lowercase().as_str()) {
                    now += 1;
                    most = most.max(now);
                }
            }
            _ => {}
        }
    }
    most
}

/// A headline without the name of the site that follows it.
fn without_site(title: &str, site: &str) -> String {
    for mark in [" | ", " - ", " – ", " — "] {
        if let Some((head, tail)) = title.rsplit_once(mark)
            && (tail.eq_ignore_ascii_case(site) || (mark == " | " && tail.len() < 40))
        {
            return head.trim().to_owned();
        }
    }
    title.to_owned()
}

/// The text without what pages put between paragraphs: prompts to read on, share, subscribe.
fn clean(text: &str) -> String {
    const PROMPTS: &[&str] = &[
        "read more",
        "also read",
        "see also",
        "related:",
        "related articles",
        "recommended",
        "advertisement",
        "sign up",
        "subscribe",
        "share this",
        "follow us",
        "click here",
        "all rights reserved",
        "most read",
        "editor's picks",
        "cookie",
        "story continues",
    ];
    let mut out = String::with_capacity(text.len());
    for paragraph in text.split('\n') {
        let paragraph = paragraph.trim();
        if paragraph.is_empty() {
            continue;
        }
        let lower = paragraph.to_lowercase();
        let is_banner = paragraph.len() < 300
            && lower.contains("cookies")
            && ["we use", "accept", "consent", "uses cookies"].iter().any(|it| lower.contains(it));
        let is_prompt = is_banner
            || is_dateline(paragraph)
            || paragraph.len() < 120 && PROMPTS.iter().any(|it| lower.starts_with(it));
        if is_prompt {
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(paragraph);
    }
    out
}

/// Whether a paragraph holds nothing but a date, as pages put under a headline.
fn is_dateline(paragraph: &str) -> bool {
    let is_word = |word: &str| {
        let word = word.trim_matches(|it: char| !it.is_alphanumeric());
        word.len() <= 2
            || word.starts_with(|it: char| it.is_uppercase() || it.is_ascii_digit())
            || ["published", "updated", "posted"].contains(&word)
    };
    paragraph.len() < 60
        && paragraph.contains(|it: char| it.is_ascii_digit())
        && paragraph.split_whitespace().count() <= 8
        && paragraph.split_whitespace().all(is_word)
        && !paragraph.ends_with(['.', '!', '?'])
        && (paragraph.split_whitespace().any(names_month)
            || day(paragraph.trim_start_matches("Published ").trim_start_matches("Updated "))
                .is_some())
}

/// Whether a word is a month's name or a short form of one: "December", "Dec.", "Sept.".
fn names_month(word: &str) -> bool {
    let word = word.trim_matches(|it: char| !it.is_alphanumeric()).to_lowercase();
    word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&word))
}

/// The content of the `meta` element with this name or property.
fn meta(page: &str, name: &str) -> Option<String> {
    elements(page, "meta")
        .find(|tag| {
            ["property", "name", "itemprop"]
                .iter()
                .any(|key| attribute(tag, key).is_some_and(|it| it.eq_ignore_ascii_case(name)))
        })
        .and_then(|tag| attribute(tag, "content"))
        .filter(|content| !content.is_empty())
}

fn canonical(page: &str) -> Option<String> {
    elements(page, "link")
        .find(|tag| attribute(tag, "rel").is_some_and(|it| it.eq_ignore_ascii_case("canonical")))
        .and_then(|tag| attribute(tag, "href"))
}

/// The date of publication in `meta`, JSON-LD or `time`.
fn page_date(page: &str) -> Option<Date> {
    const NAMES: &[&str] = &[
        "article:published_time",
        "datePublished",
        "date",
        "pubdate",
        "publishdate",
        "publish-date",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
        "sailthru.date",
        "parsely-pub-date",
        "og:published_time",
    ];
    NAMES
        .iter()
        .find_map(|name| meta(page, name).as_deref().and_then(day))
        .or_else(|| {
            let at = page.find("\"datePublished\"")? + 15;
            let value = page[at..].trim_start_matches([' ', ':', '\n', '\t']);
            day(value.strip_prefix('"')?.split('"').next()?)
        })
        .or_else(|| elements(page, "time").find_map(|tag| day(&attribute(tag, "datetime")?)))
}

/// The insides of all start tags of a name.
fn elements<'a>(page: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    page.match_indices('<').filter_map(move |(at, _)| {
        let rest = page.get(at + 1..)?;
        let own = rest.get(..name.len())?;
        let ends = rest[name.len()..].starts_with(|it: char| it.is_whitespace() || it == '>');
        (own.eq_ignore_ascii_case(name) && ends).then(|| rest.split('>').next().unwrap_or(rest))
    })
}

/// The value of an attribute within a start tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower[from..].find(name).map(|at| at + from) {
        let apart = lower[..at].ends_with(|it: char| it.is_whitespace());
        let rest = tag[at + name.len()..].trim_start();
        if apart && let Some(value) = rest.strip_prefix('=') {
            let value = value.trim_start();
            let quote = value.chars().next()?;
            let value = if matches!(quote, '"' | '\'') {
                value[1..].split(quote).next()?
            } else {
                value.split_whitespace().next()?
            };
            return Some(value.replace("&amp;", "&").replace("&quot;", "\""));
        }
        from = at + name.len();
    }
    None
}

/// The text of a piece of HTML, as feeds, e-mails and agencies have it: a blank line between
/// paragraphs, tags and what no reader sees left out.
pub(in crate::input) fn fragment_text(html: &str) -> String {
    const HIDDEN: &[&str] = &["script", "style", "head", "title", "template", "noscript", "select"];
    const INLINE: &[&str] = &[
        "a", "abbr", "b", "bdi", "big", "cite", "code", "em", "font", "i", "img", "ins", "mark",
        "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
    ];
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (words, tag) = (&rest[..at], &rest[at + 1..]);
        push_words(&mut out, words);
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !tag.starts_with(|it: char| it.is_ascii_alphabetic() || matches!(it, '/' | '!' | '?')) {
            out.push('<');
            rest = tag;
            continue;
        }
        let (inside, after) = tag.split_once('>').unwrap_or((tag, ""));
        rest = after;
        let name = inside.trim_start_matches('/');
        let name = name.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        if HIDDEN.contains(&name.as_str()) && !inside.starts_with('/') && !inside.ends_with('/') {
            rest = past_end(rest, &name);
        } else if name == "br" {
            out.push('\n');
        } else if name == "td" || name == "th" {
            out.push(' ');
        } else if !INLINE.contains(&name.as_str()) {
            out.push_str("\n\n");
        }
    }
    push_words(&mut out, rest);
    let mut text = String::with_capacity(out.len());
    for paragraph in out.split("\n\n") {
        let lines = paragraph.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let lines: Vec<String> =
            lines.filter(|words| !words.is_empty()).map(|words| words.join(" ")).collect();
        if !lines.is_empty() {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(&lines.join("\n"));
        }
    }
    text
}

/// What follows the end tag of a name.
fn past_end<'a>(html: &'a str, name: &str) -> &'a str {
    let ends = html.match_indices("</").find(|(at, _)| {
        let end = html.get(at + 2..at + 2 + name.len());
        end.is_some_and(|it| it.eq_ignore_ascii_case(name))
    });
    let rest = ends.map_or("", |(at, _)| &html[at..]);
    rest.split_once('>').map_or("", |(_, after)| after)
}

/// Adds words in which letters may be named; breaks of lines in them are spaces.
fn push_words(out: &mut String, words: &str) {
    const NAMED: &[(&str, &str)] = &[
        ("amp", "&"),
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("apos", "'"),
        ("nbsp", " "),
        ("rsquo", "’"),
        ("lsquo", "‘"),
        ("rdquo", "”"),
        ("ldquo", "“"),
        ("mdash", "—"),
        ("ndash", "–"),
        ("hellip", "…"),
        ("eacute", "é"),
        ("egrave", "è"),
        ("uuml", "ü"),
        ("ouml", "ö"),
        ("auml", "ä"),
        ("aring", "å"),
        ("oslash", "ø"),
        ("ccedil", "ç"),
        ("ntilde", "ñ"),
        ("aacute", "á"),
        ("iacute", "í"),
        ("oacute", "ó"),
        ("uacute", "ú"),
        ("euro", "€"),
        ("pound", "£"),
        ("shy", ""),
    ];
    let words = words.replace(['\n', '\r', '\t'], " ");
    let mut rest = words.as_str();
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let name = rest.bytes().take(12).position(|byte| byte == b';').map(|end| &rest[..end]);
        let letter = name.and_then(|name| {
            let number = match name.strip_prefix('#') {
                Some(digits) => match digits.strip_prefix(['x', 'X']) {
                    Some(digits) => u32::from_str_radix(digits, 16).ok(),
                    None => digits.parse().ok(),
                },
                None => return NAMED.iter().find(|it| it.0 == name).map(|it| it.1.to_owned()),
            };
            number.and_then(char::from_u32).filter(|it| *it != '\0').map(String::from)
        });
        match (letter, name) {
            (Some(letter), Some(name)) => {
                out.push_str(&letter);
                rest = &rest[name.len() + 1..];
            }
            _ => out.push('&'),
        }
    }
    out.push_str(rest);
}
