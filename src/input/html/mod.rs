//! HTML: the main text of a page, and what it says of itself.
//!
//! ```text
//! page --tokens, page--> parts --role, lines, main_text--> lines --prompt, paragraphs--> text
//! page --about, linked_data--> headline, site, address, day
//! ```
//!
//! Where the page has the text for machines too (JSON-LD, the state of its scripts), the two are
//! compared: the longer counts, and of what both have the paragraphs on the page.

mod about;
mod entities;
mod lines;
mod linked_data;
mod main_text;
mod page;
mod paragraphs;
mod prompt;
mod role;
mod state;
mod tags;
mod tokens;
mod whole;

use super::{Draft, Format, Outcome, Reason, Source, finish};
use about::About;
use main_text::MainText;
use page::Page;
use paragraphs::Paragraphs;
use prompt::Prompt;
use role::Role;

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

/// Words under which the text on a page may be less than what its scripts hold.
const FEW_WORDS: usize = 40;
/// Words under which a page that lists others is a list.
const WORDS_OF_LIST: usize = 25;
/// The same, where it does not say that it is an article and lists many.
const WORDS_OF_LONG_LIST: usize = 60;
/// Others that a page lists, at least, to be a list.
const LIST: usize = 4;
const LONG_LIST: usize = 8;

/// Takes the article and its metadata out of a page.
fn parse(text: &str) -> Result<Draft, String> {
    let Some(page) = Page::read(text) else {
        return Err("it has over 1,000,000 elements, which no article has".to_owned());
    };
    let about = about::read(&page);
    let main = main_text::find(&page);
    let found = paragraphs_of(&page, &about, &main);
    let words = found.words();
    let is_list = main.teasers >= LIST && words < WORDS_OF_LIST
        || !about.is_article && main.teasers >= LONG_LIST && words < WORDS_OF_LONG_LIST;
    if is_list {
        return Err(format!(
            "it lists {} other pages and has no article of its own; read those pages",
            main.teasers
        ));
    }
    if words == 0 {
        return Err(why_empty(text));
    }
    let stamp = found.stamp;
    Ok(Draft {
        id: String::new(),
        url: about.url,
        source: about.source,
        published: about.published.or(stamp),
        title: about.title,
        text: found.joined(),
    })
}

/// Why a page has no text.
fn why_empty(page: &str) -> String {
    if page.trim().is_empty() {
        "the page is empty"
    } else if page.contains("<script") {
        "the page has no running text; if a browser shows some, save the page from there"
    } else {
        "the page has no running text"
    }
    .to_owned()
}

/// The paragraphs of a page: those it shows, or those it has for machines if they are more.
fn paragraphs_of(page: &Page<'_>, about: &About, main: &MainText) -> Paragraphs {
    let known = paragraphs::About { title: &about.title, author: &about.author };
    let mut found = paragraphs::of(&main.lines, known);
    let body = paragraphs::of_plain(&about.body);
    match whole::compare(&found.text, &body) {
        whole::Verdict::Page => {}
        whole::Verdict::Body => found.text = body,
        whole::Verdict::Both => {
            let kept = whole::shared(&main.lines, &body);
            found = paragraphs::of(&kept, known);
        }
    }
    if found.words() < FEW_WORDS {
        let state = state::read(page);
        if state.iter().map(|it| it.split_whitespace().count()).sum::<usize>() > found.words() {
            found.text = state;
        }
    }
    found
}

/// The paragraphs of a piece of HTML that is all text: of a feed, an e-mail, a news message; an
/// empty line stands between two. Prompts are left out where there is a whole sentence besides;
/// what has no tags is text, in which empty lines part paragraphs.
pub(in crate::input) fn fragment_text(html: &str) -> String {
    fragment_lines(html).join("\n\n")
}

/// The same, one by one.
fn fragment_lines(html: &str) -> Vec<String> {
    if !html.contains('<') {
        let text = entities::decoded(html, entities::Within::Text).replace("\r\n", "\n");
        return text
            .split("\n\n")
            .map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|it| !it.is_empty())
            .collect();
    }
    let Some(page) = Page::read(html) else { return Vec::new() };
    let mut words = String::new();
    let roles: Vec<Role> = page.all().map(|it| role::of(&page, it, &mut words)).collect();
    let lines = lines::of(&page, &roles);
    let has_text = lines.iter().any(paragraphs::is_running);
    lines
        .into_iter()
        .map(|line| line.text)
        .filter(|text| !has_text || prompt::of(text) == Prompt::No)
        .collect()
}

#[cfg(test)]
mod tests;
