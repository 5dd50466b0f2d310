//! A page as a tree of parts: elements and texts, in the order in which they begin.
//!
//! A part holds those that follow it up to its end, so that the tree needs no links and is walked
//! without recursion, however deep it is. What pages leave out is put in as browsers do: ends of
//! paragraphs, items, rows and cells. What they nest wrongly is ended where its surroundings end.

use super::entities::{Within, decoded};
use super::tags::{Class, TAGS, Tag};
use super::tokens::{Token, Tokens, attributes};

/// Parts beyond which a page is no article: hundreds of times what a long one has.
const MOST: usize = 1_000_000;

/// A part of a page, by its place in the order of their beginnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PartId(u32);

impl PartId {
    /// The part at a place.
    fn at(place: usize) -> Self {
        Self(u32::try_from(place).expect("pages have a bounded number of parts"))
    }

    /// Its place, to look things up that are kept by part.
    pub(super) fn place(self) -> usize {
        self.0 as usize
    }
}

/// An element or a text.
#[derive(Clone, Copy, Debug)]
struct Part<'a> {
    tag: Tag,
    parent: PartId,
    /// The first part that does not lie in it.
    end: PartId,
    /// Of an element all between the angles; of a text the text, as written.
    content: &'a str,
}

/// A page, read.
#[derive(Debug)]
pub(super) struct Page<'a> {
    parts: Vec<Part<'a>>,
}

/// The root of every page, which no tag stands for.
pub(super) const ROOT: PartId = PartId(0);

impl<'a> Page<'a> {
    /// Reads a page; nothing if it has more parts than any article.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let mut builder = Builder::new(text);
        for token in Tokens::of(text) {
            match token {
                Token::Start { name, whole } => builder.start(name, whole),
                Token::End { name } => builder.end(name),
                Token::Text(text) => builder.add(Tag::Text, text),
                Token::Raw(text) => builder.raw(text),
            }
            if builder.parts.len() > MOST {
                return None;
            }
        }
        builder.close(0);
        Some(Self { parts: builder.parts })
    }

    /// How many parts there are.
    pub(super) fn count(&self) -> usize {
        self.parts.len()
    }

    /// All parts, each after the one that holds it.
    pub(super) fn all(&self) -> impl DoubleEndedIterator<Item = PartId> + use<> {
        (0..self.parts.len()).map(PartId::at)
    }

    /// The parts that lie in a part, at any depth.
    pub(super) fn inside(&self, part: PartId) -> impl DoubleEndedIterator<Item = PartId> + use<> {
        (part.0 + 1..self.end(part).0).map(PartId)
    }

    /// The parts that lie in a part and in none within it.
    pub(super) fn children(&self, part: PartId) -> impl Iterator<Item = PartId> {
        let end = self.end(part);
        let mut next = PartId(part.0 + 1);
        std::iter::from_fn(move || {
            let child = next;
            (child < end).then(|| {
                next = self.end(child);
                child
            })
        })
    }

    /// The part that comes next, whether in this one or after it.
    pub(super) fn next(&self, part: PartId) -> Option<PartId> {
        (part.place() + 1 < self.count()).then_some(PartId(part.0 + 1))
    }

    /// The first part that does not lie in a part, if the page goes on after it.
    pub(super) fn after(&self, part: PartId) -> Option<PartId> {
        Some(self.end(part)).filter(|end| end.place() < self.count())
    }

    /// The first place after a part.
    pub(super) fn end(&self, part: PartId) -> PartId {
        self.parts[part.place()].end
    }

    /// How many parts lie in a part.
    pub(super) fn size(&self, part: PartId) -> usize {
        self.end(part).place() - part.place() - 1
    }

    /// The part that holds a part; of the root itself.
    pub(super) fn parent(&self, part: PartId) -> PartId {
        self.parts[part.place()].parent
    }

    /// What a part is.
    pub(super) fn tag(&self, part: PartId) -> Tag {
        self.parts[part.place()].tag
    }

    /// A text or the inside of a script, as written; nothing of an element.
    pub(super) fn written(&self, part: PartId) -> &'a str {
        match self.tag(part) {
            Tag::Text | Tag::Raw => self.parts[part.place()].content,
            _ => "",
        }
    }

    /// The name of an element and its attributes, as written.
    fn element(&self, part: PartId) -> (&'a str, &'a str) {
        if matches!(self.tag(part), Tag::Text | Tag::Raw) {
            return ("", "");
        }
        split(self.parts[part.place()].content)
    }

    /// The name of an element as written.
    pub(super) fn name(&self, part: PartId) -> &'a str {
        self.element(part).0
    }

    /// The attributes of an element, as written.
    pub(super) fn attributes(&self, part: PartId) -> impl Iterator<Item = (&'a str, &'a str)> {
        attributes(self.element(part).1)
    }

    /// The value of an attribute of an element, if there is one and it is not empty.
    pub(super) fn attribute(&self, part: PartId, name: &str) -> Option<String> {
        self.attributes(part)
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| decoded(value, Within::Attribute).trim().to_owned())
            .filter(|value| !value.is_empty())
    }

    /// All text in a part, with its spaces evened out.
    pub(super) fn text(&self, part: PartId) -> String {
        let mut text = String::new();
        let own = matches!(self.tag(part), Tag::Text | Tag::Raw).then_some(part);
        for it in own.into_iter().chain(self.inside(part)) {
            match self.tag(it) {
                Tag::Text => text.push_str(&decoded(self.written(it), Within::Text)),
                Tag::Raw if self.tag(self.parent(it)) == Tag::Title => {
                    text.push_str(&decoded(self.written(it), Within::Text));
                }
                tag if tag.class() == Class::Block || tag == Tag::Br => text.push(' '),
                _ => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The name and the attributes of what stands between the angles.
fn split(content: &str) -> (&str, &str) {
    let is_name = |byte: u8| !byte.is_ascii_whitespace() && byte != b'/';
    let length = content.bytes().take_while(|&byte| is_name(byte)).count();
    content.split_at(length)
}

/// An element that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    part: PartId,
    /// What it is found by; nothing if its end has been passed over.
    tag: Option<Tag>,
}

/// Makes the tree.
struct Builder<'a> {
    parts: Vec<Part<'a>>,
    open: Vec<Open>,
    /// For each tag where among the open elements it is, the innermost last.
    by_tag: Vec<Vec<usize>>,
    /// Where the open elements are that the ends of those around them do not reach into.
    walls: Vec<usize>,
    /// Where the open blocks are.
    blocks: Vec<usize>,
    /// Whether the page is XML, in which `<p/>` has ended.
    is_xml: bool,
}

impl<'a> Builder<'a> {
    fn new(text: &str) -> Self {
        let mut builder = Self {
            parts: Vec::with_capacity(text.len() / 64 + 16),
            open: Vec::new(),
            by_tag: vec![Vec::new(); TAGS],
            walls: Vec::new(),
            blocks: Vec::new(),
            is_xml: text.trim_start().starts_with("<?xml"),
        };
        builder.push(Tag::Root, "");
        builder
    }

    /// Where among the open elements the innermost of a tag is.
    fn innermost(&self, tag: Tag) -> Option<usize> {
        self.by_tag[tag.place()].last().copied()
    }

    /// Adds a part that holds nothing yet and leaves it open.
    fn push(&mut self, tag: Tag, content: &'a str) {
        let part = PartId::at(self.parts.len());
        let parent = self.open.last().map_or(part, |open| open.part);
        self.parts.push(Part { tag, parent, end: part, content });
        let place = self.open.len();
        self.open.push(Open { part, tag: Some(tag) });
        self.by_tag[tag.place()].push(place);
        if tag.is_wall() {
            self.walls.push(place);
        }
        if tag.class() != Class::Inline {
            self.blocks.push(place);
        }
    }

    /// Adds a part that holds nothing.
    fn add(&mut self, tag: Tag, content: &'a str) {
        let part = PartId::at(self.parts.len());
        let parent = self.open.last().map_or(part, |open| open.part);
        self.parts.push(Part { tag, parent, end: PartId(part.0 + 1), content });
    }

    /// Adds the inside of an element without markup, if anything is to be found there.
    fn raw(&mut self, text: &'a str) {
        if self.open.last().is_some_and(|open| {
            matches!(self.parts[open.part.place()].tag, Tag::Script | Tag::Title)
        }) {
            self.add(Tag::Raw, text);
        }
    }

    /// Ends the open elements from a place on.
    fn close(&mut self, place: usize) {
        let end = PartId::at(self.parts.len());
        while self.open.len() > place {
            let Some(open) = self.open.pop() else { return };
            self.parts[open.part.place()].end = end;
            if let Some(tag) = open.tag {
                self.by_tag[tag.place()].pop();
            }
        }
        while self.walls.last().is_some_and(|&wall| wall >= place) {
            self.walls.pop();
        }
        while self.blocks.last().is_some_and(|&block| block >= place) {
            self.blocks.pop();
        }
    }

    /// Ends the innermost element of a tag, if none of those tags lies between.
    fn close_within(&mut self, tag: Tag, between: &[Tag]) {
        let Some(place) = self.innermost(tag) else { return };
        if between.iter().all(|it| self.innermost(*it).is_none_or(|other| other < place)) {
            self.close(place);
        }
    }

    /// Ends the innermost element of a tag, if no wall lies between.
    fn close_in_sight(&mut self, tag: Tag) -> bool {
        let Some(place) = self.innermost(tag) else { return false };
        let seen = self.walls.last().is_none_or(|&wall| wall <= place);
        if seen {
            self.close(place);
        }
        seen
    }

    /// Reads a start tag.
    fn start(&mut self, name: &str, whole: &'a str) {
        let tag = Tag::named(name);
        match tag {
            Tag::Html | Tag::Body if self.innermost(tag).is_some() => return,
            Tag::Li => self.close_within(Tag::Li, &[Tag::Ul, Tag::Ol, Tag::Menu, Tag::Td, Tag::Th]),
            Tag::Dt | Tag::Dd => {
                for tag in [Tag::Dt, Tag::Dd] {
                    self.close_within(tag, &[Tag::Dl, Tag::Td, Tag::Th]);
                }
            }
            Tag::Td | Tag::Th => {
                for tag in [Tag::Td, Tag::Th] {
                    self.close_within(tag, &[Tag::Table]);
                }
            }
            Tag::Tr => self.close_within(Tag::Tr, &[Tag::Table]),
            Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                for tag in [Tag::Tbody, Tag::Thead, Tag::Tfoot] {
                    self.close_within(tag, &[Tag::Table]);
                }
            }
            Tag::A => self.end_inline(Tag::A),
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => {
                let last = self.open.last().and_then(|open| open.tag);
                if last.is_some_and(Tag::is_heading) {
                    self.close(self.open.len() - 1);
                }
            }
            _ => {}
        }
        if tag.class() == Class::Block {
            self.close_in_sight(Tag::P);
        }
        if tag.class() == Class::Void || (self.is_xml && whole.ends_with('/')) {
            self.add(tag, whole);
        } else {
            self.push(tag, whole);
        }
    }

    /// Reads an end tag.
    fn end(&mut self, name: &str) {
        let tag = Tag::named(name);
        match tag {
            Tag::Br => self.add(tag, "br"),
            Tag::Html | Tag::Body => {}
            // A paragraph that ends without having begun parts what is around it.
            Tag::P => {
                if !self.close_in_sight(Tag::P) {
                    self.add(Tag::P, "p");
                }
            }
            Tag::Td | Tag::Th | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Caption => {
                self.close_within(tag, &[Tag::Table]);
            }
            Tag::Table => self.close_within(tag, &[]),
            Tag::Other | Tag::Custom => {
                let same = self.innermost(tag).filter(|&place| {
                    let part = self.parts[self.open[place].part.place()];
                    split(part.content).0.eq_ignore_ascii_case(name)
                });
                if same.is_some() {
                    self.close_in_sight(tag);
                }
            }
            _ => match tag.class() {
                Class::Inline => self.end_inline(tag),
                Class::Void => {}
                Class::Block | Class::Unread => {
                    self.close_in_sight(tag);
                }
            },
        }
    }

    /// Ends an inline element. Where a block has begun in it, the block goes on; a link that is
    /// ended so is none, or all that follows would be taken for its text.
    fn end_inline(&mut self, tag: Tag) {
        let Some(place) = self.innermost(tag) else { return };
        if self.blocks.last().is_none_or(|&block| block < place) {
            self.close(place);
        } else if tag == Tag::A && self.walls.last().is_none_or(|&wall| wall < place) {
            let open = &mut self.open[place];
            open.tag = None;
            self.parts[open.part.place()].tag = Tag::Span;
            self.by_tag[Tag::A.place()].pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in brackets.
    fn drawn(text: &str) -> String {
        fn draw(page: &Page<'_>, part: PartId, out: &mut String) {
            for child in page.children(part) {
                match page.tag(child) {
                    Tag::Text | Tag::Raw => out.push_str(page.written(child)),
                    _ => {
                        out.push_str(page.name(child));
                        out.push('(');
                        draw(page, child, out);
                        out.push(')');
                    }
                }
            }
        }
        let page = Page::read(text).expect("it is small");
        let mut out = String::new();
        draw(&page, ROOT, &mut out);
        out
    }

    #[test]
    fn what_is_left_out_is_put_in() {
        for (text, tree) in [
            ("<p>a<p>b<div>c</div>d", "p(a)p(b)div(c)d"),
            ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "ul(li(a)li(bul(li(c)))li(d))"),
            ("<table><tr><td>a<td>b<tr><td>c</table>d", "table(tr(td(a)td(b))tr(td(c)))d"),
            ("<dl><dt>a<dd>b<dt>c</dl>", "dl(dt(a)dd(b)dt(c))"),
            ("a</p>b<br>c</br>d", "ap()bbr()cbr()d"),
            ("<div><img src=x>a</div></div>b", "div(img()a)b"),
        ] {
            assert_eq!(drawn(text), tree, "{text}");
        }
    }

    #[test]
    fn what_is_nested_wrongly_keeps_its_paragraphs() {
        for (text, tree) in [
            ("<b><p>a</b> b</p>c", "b(p(a b)c)"),
            (
                "<div><td>x</td><table><tr><td></div>a</td></tr></table>b</div>c",
                "div(td(x)table(tr(td(a)))b)c",
            ),
            ("<a href=x><div>a</a>b</div>c", "a(div(ab)c)"),
            ("<a>a<a>b</a>c", "a(a)a(b)c"),
            ("<x-y>a<z>b</x-y>c", "x-y(az(b))c"),
            ("</i>a</table>b", "ab"),
        ] {
            assert_eq!(drawn(text), tree, "{text}");
        }
        let page = Page::read("<a href=x><div>a</a>b</div>c").expect("it is small");
        assert!(page.all().all(|part| page.tag(part) != Tag::A), "no link goes on");
    }

    #[test]
    fn attributes_and_texts_are_decoded() {
        let page = Page::read("<title>Q&amp;A</title><a HREF='?a=1&amp;b=2'> x&nbsp; y<p>z</a>");
        let page = page.expect("it is small");
        let link = page.all().find(|&it| page.name(it) == "a").expect("there is one");
        assert_eq!(page.attribute(link, "href").as_deref(), Some("?a=1&b=2"));
        assert_eq!(page.attribute(link, "title"), None);
        assert_eq!(page.text(ROOT), "Q&A x y z");
    }
}
