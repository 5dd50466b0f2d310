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

/// The lists of words, with a bit for each.
const LISTS: [(&str, u8); 7] = [
    ("frame", IS_FRAME),
    ("aside", IS_ASIDE),
    ("text", IS_TEXT),
    ("body", IS_BODY),
    ("caption", IS_CAPTION),
    ("credit", IS_CREDIT),
    ("hidden", IS_HIDDEN),
];
const IS_FRAME: u8 = 1;
const IS_ASIDE: u8 = 1 << 1;
const IS_TEXT: u8 = 1 << 2;
const IS_BODY: u8 = 1 << 3;
const IS_CAPTION: u8 = 1 << 4;
const IS_CREDIT: u8 = 1 << 5;
const IS_HIDDEN: u8 = 1 << 6;

/// Finds the words of all lists, and the bit of the list that each is of.
static WORDS: LazyLock<(AhoCorasick, Vec<u8>)> = LazyLock::new(|| {
    let (patterns, bits): (Vec<String>, Vec<u8>) = include_str!("roles.tsv")
        .lines()
        .filter_map(|line| {
            let (list, word) = line.split_once('\t')?;
            let (_, bit) = LISTS.iter().find(|(name, _)| *name == list)?;
            Some((format!("-{word}-"), *bit))
        })
        .unzip();
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
    // As a word among others it says that a label is hidden, say: `field--label-hidden`.
    let is_hidden = found & IS_HIDDEN != 0
        || (words.contains("-hidden-")
            && words.split("--").any(|it| it.trim_matches('-') == "hidden"));
    match () {
        () if is_hidden && !shows_again(words) => Role::Hidden,
        () if role == Role::Body => role,
        () if found & IS_CREDIT != 0 => Role::Credit,
        () if found & IS_CAPTION != 0 && role != Role::Frame => Role::Caption,
        () if matches!(role, Role::Caption | Role::Frame) => role,
        // The classes of the article itself may name its topics: `tag-newsletters`.
        () if tag == Tag::Article && found & (IS_TEXT | IS_BODY) != 0 => role,
        // Nor is one that a page promotes no article.
        () if tag == Tag::Article && found & IS_FRAME != 0 => Role::Aside,
        // A quotation set apart may be one that the text does not repeat.
        () if tag == Tag::Blockquote && words.contains("-pull") => role,
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
#[derive(Clone, Copy)]
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
        const NAMES: &[(&str, Attribute)] = &[
            ("class", Attribute::Words),
            ("id", Attribute::Words),
            ("style", Attribute::Style),
            ("role", Attribute::Role),
            ("hidden", Attribute::Hidden),
            ("aria-hidden", Attribute::AriaHidden),
            ("itemprop", Attribute::Itemprop),
            ("aria-label", Attribute::Words),
            ("data-component", Attribute::Words),
            ("data-testid", Attribute::Words),
            ("data-module", Attribute::Words),
            ("data-widget", Attribute::Words),
            ("data-name", Attribute::Words),
            ("data-block-type", Attribute::Words),
        ];
        let found = NAMES.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, attribute)| *attribute)
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
            ("<div class='section hidden'>", Role::Hidden),
            ("<div class='field--label-hidden'>", Role::Plain),
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
