//! What a part of a page is for: the article, or what pages put around it.
//!
//! The tag tells, and the words in names of classes and the like: `<div class="story-share">` is
//! for sharing. No rule knows one site.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::page::{Page, PartId};
use super::tags::{Class, Tag};

/// What a part is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing that is known of.
    Plain,
    /// The text of the article, as the page says.
    Body,
    /// What a picture shows.
    Caption,
    /// Whose a picture is.
    Credit,
    /// Likely beside the article: bylines, widgets, teasers.
    Aside,
    /// Surely beside it: menus, prompts, comments.
    Frame,
    /// Not shown.
    Hidden,
}

/// Words of parts that are surely no text of the article.
const FRAME: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "breadcrumb",
    "breadcrumbs",
    "footer",
    "masthead",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "share",
    "shares",
    "sharing",
    "sharebar",
    "sharedaddy",
    "addtoany",
    "social",
    "comment",
    "comments",
    "disqus",
    "newsletter",
    "newsletters",
    "signup",
    "sign-up",
    "subscribe",
    "sponsored",
    "promo",
    "promos",
    "promoted",
    "related",
    "recommended",
    "recommendation",
    "recommendations",
    "recirc",
    "recirculation",
    "outbrain",
    "taboola",
    "trending",
    "most-read",
    "most-viewed",
    "most-popular",
    "read-more",
    "readmore",
    "read-next",
    "also-read",
    "read-also",
    "see-also",
    "more-on",
    "more-from",
    "more-stories",
    "more-news",
    "also-like",
    "skip-link",
    "skip-to",
    "pagination",
    "pager",
    "byline",
    "bylines",
    "tag-list",
    "taglist",
    "tags-list",
    "tag-links",
    "author-bio",
    "about-author",
    "author-box",
    "advert",
    "adverts",
    "advertisement",
    "advertising",
    "ad-slot",
    "adslot",
    "ad-container",
    "ad-wrapper",
    "ad-unit",
    "dfp",
    "app-download",
    "app-promo",
    "barrier",
    "regwall",
    "piano",
    "pull-quote",
    "pullquote",
    "toolbar",
    "popup",
    "feedback",
    "reading-time",
    "read-time",
    "links-block",
    "jp-relatedposts",
    "post-navigation",
    "nav-links",
    "twitter-tweet",
    "instagram-media",
    "fb-post",
    "tiktok-embed",
    "listen-to",
    "audio-player",
    "video-player",
    "edit-link",
];

/// Words of parts that are likely beside the article, unless another word says its text is there.
const ASIDE: &[&str] = &[
    "menu",
    "ad",
    "ads",
    "sidebar",
    "side-bar",
    "rail",
    "widget",
    "widgets",
    "banner",
    "modal",
    "overlay",
    "tag",
    "tags",
    "topic",
    "topics",
    "keywords",
    "author",
    "authors",
    "bio",
    "contributor",
    "contributors",
    "reporter",
    "writer",
    "print",
    "login",
    "search",
    "popular",
    "latest",
    "timestamp",
    "date",
    "datetime",
    "pubdate",
    "published",
    "updated",
    "posted-on",
    "meta",
    "metadata",
    "article-info",
    "post-info",
    "rating",
    "follow",
    "follow-us",
    "poll",
    "quiz",
    "subscription",
    "subscribers",
    "offer",
    "paywall-prompt",
    "paywall-message",
    "toc",
    "language-switcher",
    "lang-switch",
    "weather",
    "ticker",
    "breaking-news",
    "copyright",
    "disclaimer",
    "correction-policy",
    "gallery",
    "slideshow",
    "carousel",
    "jump",
    "eyebrow",
    "kicker",
    "section-label",
    "embed",
    "reply",
    "respond",
    "donate",
    "donation",
    "cta",
    "infobox",
    "factbox-links",
    "video",
    "videos",
    "player",
    "audio",
    "podcast",
    "teasers",
    "card",
    "cards",
    "headlines",
    "alert",
    "alerts",
    "contact",
    "contacts",
    "utility",
    "utilities",
    "tools",
    "actions",
    "buttons",
    "btn",
];

/// Words that say that text of the article is there, whatever else is said.
const TEXT: &[&str] = &[
    "article",
    "body",
    "story",
    "content",
    "contents",
    "entry",
    "text",
    "texts",
    "paragraph",
    "main",
    "post",
    "editor",
    "column",
    "copy",
    "richtext",
    "prose",
];

/// Words of the part that holds the text of the article.
const BODY: &[&str] = &[
    "article-body",
    "articlebody",
    "article-text",
    "articletext",
    "article-content",
    "articlecontent",
    "story-body",
    "storybody",
    "story-text",
    "story-content",
    "entry-content",
    "post-content",
    "post-body",
    "post-text",
    "news-body",
    "news-text",
    "news-content",
    "field-name-body",
    "field-body",
    "body-copy",
    "body-text",
    "main-text",
    "rich-text",
    "richtext",
    "press-release-body",
    "release-body",
    "content-body",
    "text-content",
];

/// Words of what is said of a picture.
const CAPTION: &[&str] =
    &["caption", "captions", "caption-text", "cutline", "image-description", "photo-description"];

/// Words of whose a picture is.
const CREDIT: &[&str] = &[
    "credit",
    "credits",
    "image-credit",
    "photo-credit",
    "image-source",
    "photographer",
    "image-copyright",
    "copyright-holder",
    "photo-by",
];

/// Words of what is not shown.
const HIDDEN: &[&str] = &[
    "visually-hidden",
    "visuallyhidden",
    "sr-only",
    "screen-reader-text",
    "screen-reader",
    "screenreader-only",
    "is-hidden",
    "u-hidden",
    "d-none",
    "print-only",
    "offscreen",
    "off-screen",
    "assistive-text",
    "a11y-hidden",
];

/// The lists, in the order of their bits.
const LISTS: [&[&str]; 7] = [FRAME, ASIDE, TEXT, BODY, CAPTION, CREDIT, HIDDEN];
const IS_FRAME: u8 = 1;
const IS_ASIDE: u8 = 1 << 1;
const IS_TEXT: u8 = 1 << 2;
const IS_BODY: u8 = 1 << 3;
const IS_CAPTION: u8 = 1 << 4;
const IS_CREDIT: u8 = 1 << 5;
const IS_HIDDEN: u8 = 1 << 6;

/// Finds the words of all lists, and the bit of the list that each is of.
static WORDS: LazyLock<(AhoCorasick, Vec<u8>)> = LazyLock::new(|| {
    let mut patterns = Vec::new();
    let mut bits = Vec::new();
    for (index, list) in LISTS.iter().enumerate() {
        for word in *list {
            patterns.push(format!("-{word}-"));
            bits.push(1 << index);
        }
    }
    (AhoCorasick::new(patterns).expect("the words are few"), bits)
});

/// Bytes of names of classes that are looked at: more is style, not words.
const ENOUGH: usize = 400;

/// Parts in an element past which it is no caption or credit, whatever it is called.
const LARGEST_CAPTION: usize = 24;

/// What a part is for. `words` is a place to work in.
pub(super) fn of(page: &Page<'_>, part: PartId, words: &mut String) -> Role {
    let tag = page.tag(part);
    match told(page, part, words) {
        // The page shows itself when its scripts are done.
        Role::Hidden if matches!(tag, Tag::Html | Tag::Body | Tag::Main) => Role::Plain,
        Role::Caption | Role::Credit if page.size(part) > LARGEST_CAPTION => Role::Plain,
        role => role,
    }
}

/// What all that stands in its tag tells.
fn told(page: &Page<'_>, part: PartId, words: &mut String) -> Role {
    let tag = page.tag(part);
    words.clear();
    let mut role = by_tag(tag);
    if tag == Tag::Custom {
        add_words(page.name(part), words);
    }
    for (name, value) in page.attributes(part) {
        match Attribute::named(name) {
            Some(Attribute::Words) => add_words(value, words),
            Some(Attribute::Hidden) if !value.eq_ignore_ascii_case("until-found") => {
                return Role::Hidden;
            }
            Some(Attribute::AriaHidden) if value.eq_ignore_ascii_case("true") => {
                return Role::Hidden;
            }
            Some(Attribute::Style) if hides(value) => return Role::Hidden,
            Some(Attribute::Itemprop) => match value.trim() {
                "articleBody" | "reviewBody" => role = Role::Body,
                "caption" => role = Role::Caption,
                "comment" | "author" | "keywords" => role = Role::Aside,
                _ => {}
            },
            Some(Attribute::Role) => role = by_aria(value.trim()).unwrap_or(role),
            _ => {}
        }
    }
    if words.is_empty() || matches!(tag, Tag::Html | Tag::Body | Tag::Head | Tag::Main) {
        return role;
    }
    by_words(page, part, words, role)
}

/// What the words say, where the tag and the other attributes said something already.
fn by_words(page: &Page<'_>, part: PartId, words: &str, role: Role) -> Role {
    let found = bits(words);
    let tag = page.tag(part);
    let is_inline = tag.class() == Class::Inline;
    match () {
        () if found & IS_HIDDEN != 0 && !shows_again(words) => Role::Hidden,
        () if role == Role::Body => role,
        () if found & IS_CREDIT != 0 => Role::Credit,
        () if found & IS_CAPTION != 0 && role != Role::Frame => Role::Caption,
        () if matches!(role, Role::Caption | Role::Frame) => role,
        // The classes of the article itself may name its topics: `tag-newsletters`.
        () if tag == Tag::Article && found & (IS_TEXT | IS_BODY) != 0 => role,
        // Nor is one that a page promotes no article.
        () if tag == Tag::Article && found & IS_FRAME != 0 => Role::Aside,
        () if found & IS_FRAME != 0 => Role::Frame,
        () if found & IS_BODY != 0 => Role::Body,
        () if found & IS_ASIDE != 0 && found & IS_TEXT == 0 && !is_inline => Role::Aside,
        () => role,
    }
}

/// What the tag alone says.
const fn by_tag(tag: Tag) -> Role {
    match tag {
        Tag::Nav | Tag::Footer => Role::Frame,
        Tag::Aside | Tag::Form | Tag::Menu | Tag::Dialog => Role::Aside,
        Tag::Figcaption => Role::Caption,
        _ if matches!(tag.class(), Class::Unread) => Role::Hidden,
        _ => Role::Plain,
    }
}

/// What the attribute `role` says.
fn by_aria(value: &str) -> Option<Role> {
    match value {
        "navigation" | "contentinfo" | "search" | "banner" | "menu" | "menubar" | "toolbar"
        | "tablist" => Some(Role::Frame),
        "complementary" | "dialog" | "alertdialog" | "alert" => Some(Role::Aside),
        _ => None,
    }
}

/// An attribute that tells what an element is for.
enum Attribute {
    Words,
    Hidden,
    AriaHidden,
    Style,
    Itemprop,
    Role,
}

impl Attribute {
    fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "class" | "id" | "data-component" | "data-testid" | "data-module" | "data-widget"
            | "data-name" | "aria-label" | "data-block-type" => Self::Words,
            "hidden" => Self::Hidden,
            "aria-hidden" => Self::AriaHidden,
            "style" => Self::Style,
            "itemprop" => Self::Itemprop,
            "role" => Self::Role,
            _ => return None,
        })
    }
}

/// Whether a style hides.
fn hides(style: &str) -> bool {
    let tight: String =
        style.chars().filter(|it| !it.is_whitespace()).map(|it| it.to_ascii_lowercase()).collect();
    tight.contains("display:none") || tight.contains("visibility:hidden")
}

/// Whether a class shows again, on a wider screen, what another hides: `d-none d-md-block`.
fn shows_again(words: &str) -> bool {
    ["-block-", "-flex-", "-inline-", "-grid-"].iter().any(|it| words.contains(it))
}

/// Appends the words of names, in small letters, each name between hyphens: `storyShare_x` is
/// `-story-share-x-`.
fn add_words(names: &str, words: &mut String) {
    for name in names.split_ascii_whitespace() {
        if words.len() > ENOUGH {
            return;
        }
        words.push('-');
        let bytes = name.as_bytes();
        for (at, &byte) in bytes.iter().enumerate().take(ENOUGH) {
            let before = at.checked_sub(1).map_or(b'-', |at| bytes[at]);
            // A capital begins a word if a word of some length follows: what tools make up from
            // letters and digits has no words.
            let begins = byte.is_ascii_uppercase()
                && before.is_ascii_lowercase()
                && bytes[at + 1..].iter().take(2).filter(|it| it.is_ascii_lowercase()).count() == 2;
            if begins {
                words.push('-');
            }
            if byte.is_ascii_alphanumeric() {
                words.push(char::from(byte.to_ascii_lowercase()));
            } else if !words.ends_with('-') {
                words.push('-');
            }
        }
        if !words.ends_with('-') {
            words.push('-');
        }
    }
}

/// The bits of the lists that have one of the words.
fn bits(words: &str) -> u8 {
    let (finder, bits) = &*WORDS;
    finder
        .find_overlapping_iter(words)
        .map(|found| bits[found.pattern().as_usize()])
        .fold(0, |all, bit| all | bit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::html::page::ROOT;

    fn role(start: &str) -> Role {
        let page = Page::read(start).expect("it is small");
        let part = page.children(ROOT).next().expect("there is one");
        of(&page, part, &mut String::new())
    }

    #[test]
    fn tags_and_words_tell_what_a_part_is_for() {
        for (start, expected) in [
            ("<nav>", Role::Frame),
            ("<div class='StoryShare-module'>", Role::Frame),
            ("<amp-social-share>", Role::Frame),
            ("<section aria-label='Related stories'>", Role::Frame),
            ("<div role=navigation>", Role::Frame),
            ("<div class='widget'>", Role::Aside),
            ("<div class='elementor-widget-text-editor'>", Role::Plain),
            ("<div id=sidebar>", Role::Aside),
            ("<div class='post-content clearfix'>", Role::Body),
            ("<section itemprop=articleBody class=share>", Role::Body),
            ("<p class='wp-caption-text'>", Role::Caption),
            ("<span class='image-credit'>", Role::Credit),
            ("<div style='display: none'>", Role::Hidden),
            ("<div hidden>", Role::Hidden),
            ("<div class='sr-only'>", Role::Hidden),
            ("<div class='d-none d-md-block'>", Role::Plain),
            ("<div class='css-1ad3fx sc-bAdK'>", Role::Plain),
            ("<body class='has-sidebar nav-open'>", Role::Plain),
            ("<article class='post tag-newsletter tag-cookies'>", Role::Plain),
            ("<span class='date'>", Role::Plain),
            ("<p>", Role::Plain),
        ] {
            assert_eq!(role(start), expected, "{start}");
        }
    }
}
