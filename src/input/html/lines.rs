//! The lines of a page: the text of each paragraph, heading, item and row, and where it stands.

use super::entities::{Within, decode};
use super::page::{Page, PartId, ROOT};
use super::prompt;
use super::role::Role;
use super::tags::{Class, Tag};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    Heading,
    /// Of a list.
    Item,
    /// A row of a table.
    Row,
    /// Of a picture.
    Caption,
}

/// A line of text.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) kind: Kind,
    /// The block that it stands in.
    pub(super) part: PartId,
    /// Bytes of it that lead elsewhere.
    pub(super) linked: usize,
    /// Bytes of it that are slanted.
    pub(super) slanted: usize,
}

impl Line {
    /// Whether most of it leads elsewhere.
    pub(super) fn is_link(&self) -> bool {
        self.linked * 10 >= self.text.len() * 8
    }

    /// Whether it ends as sentences do.
    pub(super) fn is_sentence(&self) -> bool {
        ends_sentence(&self.text)
    }
}

/// Whether a text ends as sentences do.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' '])
        .ends_with(['.', '!', '?', '…', '。'])
}

/// Bytes of a cell past which its table sets out the page, not figures.
const LONG_CELL: usize = 240;

/// The lines of a page. `roles` has a role for each part; what is hidden is left out.
pub(super) fn of(page: &Page<'_>, roles: &[Role]) -> Vec<Line> {
    let mut maker = Maker::new(page);
    let mut next = Some(ROOT);
    while let Some(part) = next {
        maker.leave(part);
        let role = roles[part.place()];
        let tag = page.tag(part);
        let is_left_out = match role {
            Role::Hidden | Role::Credit => true,
            // A prompt within a line is none of its words.
            Role::Frame => tag.class() == Class::Inline,
            _ => false,
        };
        if is_left_out {
            if tag.class() != Class::Inline {
                maker.end_line();
            }
            next = page.after(part);
            continue;
        }
        maker.enter(part, tag, role);
        next = page.next(part);
    }
    maker.end_line();
    maker.lines
}

/// A block that is open, and what lines in it are.
#[derive(Clone, Copy, Debug)]
struct Block {
    part: PartId,
    end: PartId,
    kind: Kind,
    is_pre: bool,
}

/// Makes lines of parts.
struct Maker<'p, 'a> {
    page: &'p Page<'a>,
    lines: Vec<Line>,
    line: Line,
    blocks: Vec<Block>,
    /// Where the link ends that is open.
    link_end: PartId,
    slant_end: PartId,
    /// Line breaks since the last text.
    breaks: usize,
    /// Whether a space stands between the last text and the next.
    is_apart: bool,
    decoded: String,
}

impl<'p, 'a> Maker<'p, 'a> {
    fn new(page: &'p Page<'a>) -> Self {
        Self {
            page,
            lines: Vec::new(),
            line: Line {
                text: String::new(),
                kind: Kind::Paragraph,
                part: ROOT,
                linked: 0,
                slanted: 0,
            },
            blocks: Vec::new(),
            link_end: ROOT,
            slant_end: ROOT,
            breaks: 0,
            is_apart: false,
            decoded: String::new(),
        }
    }

    /// The innermost open block.
    fn block(&self) -> Block {
        let whole = Block { part: ROOT, end: ROOT, kind: Kind::Paragraph, is_pre: false };
        self.blocks.last().copied().unwrap_or(whole)
    }

    /// Leaves the blocks that end before a part.
    fn leave(&mut self, part: PartId) {
        while let Some(block) = self.blocks.last().copied()
            && block.end <= part
        {
            match self.page.tag(block.part) {
                Tag::Td | Tag::Th if block.kind == Kind::Row => self.end_cell(),
                tag if block.kind == Kind::Row && !matches!(tag, Tag::Tr | Tag::Table) => {
                    self.is_apart = true;
                }
                _ => self.end_line(),
            }
            self.blocks.pop();
        }
    }

    /// Takes in a part.
    fn enter(&mut self, part: PartId, tag: Tag, role: Role) {
        match tag {
            Tag::Text => self.text(part),
            Tag::Br => self.breaks += 1,
            Tag::Wbr => {}
            // A picture between two words parts them.
            Tag::Img => self.is_apart = true,
            Tag::Hr => self.end_line(),
            Tag::A if leads_elsewhere(self.page, part) => {
                self.link_end = self.link_end.max(self.page.end(part));
            }
            Tag::I | Tag::Em | Tag::Cite => {
                self.slant_end = self.slant_end.max(self.page.end(part));
                self.caption(part, role);
            }
            Tag::Q => self.caption(part, role),
            _ if tag.class() == Class::Block => self.open(part, tag, role),
            _ => self.caption(part, role),
        }
    }

    /// Begins a line where an inline element holds a caption.
    fn caption(&mut self, part: PartId, role: Role) {
        if role == Role::Caption && self.block().kind != Kind::Caption {
            self.end_line();
            self.push(part, Kind::Caption);
        }
    }

    /// Begins a block.
    fn open(&mut self, part: PartId, tag: Tag, role: Role) {
        let around = self.block().kind;
        let kind = match tag {
            _ if around == Kind::Caption || role == Role::Caption => Kind::Caption,
            _ if tag.is_heading() => Kind::Heading,
            Tag::Li | Tag::Dd | Tag::Dt => Kind::Item,
            Tag::Table if is_figures(self.page, part) => Kind::Row,
            Tag::Table => Kind::Paragraph,
            _ => around,
        };
        let goes_on =
            kind == Kind::Row && tag != Tag::Tr && tag != Tag::Table && around == Kind::Row;
        if !goes_on {
            self.end_line();
        }
        self.push(part, kind);
    }

    fn push(&mut self, part: PartId, kind: Kind) {
        let is_pre = self.page.tag(part) == Tag::Pre || self.block().is_pre;
        self.blocks.push(Block { part, end: self.page.end(part), kind, is_pre });
    }

    /// Takes in a text.
    fn text(&mut self, part: PartId) {
        let mut decoded = std::mem::take(&mut self.decoded);
        decoded.clear();
        decode(self.page.written(part), Within::Text, &mut decoded);
        let ways = Ways { linked: part < self.link_end, slanted: part < self.slant_end };
        if self.block().is_pre {
            let mut lines = decoded.split('\n').peekable();
            while let Some(line) = lines.next() {
                if line.trim().is_empty() && lines.peek().is_some() {
                    self.end_line();
                }
                self.words(line, ways);
                self.is_apart = true;
            }
        } else {
            self.words(&decoded, ways);
        }
        self.decoded = decoded;
    }

    /// Appends words, one space between them.
    fn words(&mut self, text: &str, ways: Ways) {
        for (at, word) in text.split(is_space).enumerate() {
            self.is_apart |= at > 0;
            if word.is_empty() || word.chars().all(is_nothing) {
                continue;
            }
            self.before(word);
            let from = self.line.text.len();
            if self.is_apart && !self.line.text.is_empty() {
                self.line.text.push(' ');
            }
            self.is_apart = false;
            if word.contains(is_nothing) {
                self.line.text.extend(word.chars().filter(|it| !is_nothing(*it)));
            } else {
                self.line.text.push_str(word);
            }
            let added = self.line.text.len() - from;
            self.line.linked += if ways.linked { added } else { 0 };
            self.line.slanted += if ways.slanted { added } else { 0 };
        }
    }

    /// Makes of the line breaks before a word what they mean: two part paragraphs, one does if
    /// a sentence ends before it and another begins.
    fn before(&mut self, word: &str) {
        let breaks = std::mem::take(&mut self.breaks);
        if breaks == 0 {
            return;
        }
        self.is_apart = true;
        let begins = word.starts_with(|it: char| it.is_uppercase() || "“\"‘'—–-•*".contains(it));
        let is_whole = ends_sentence(&self.line.text) || prompt::is_stamp(&self.line.text);
        if breaks > 1 || (begins && is_whole) {
            self.end_line();
        }
    }

    /// Ends a cell: the next one stands after a comma.
    fn end_cell(&mut self) {
        if !self.line.text.is_empty() {
            if self.line.text.ends_with(|it: char| it.is_alphanumeric() || ")”\"%".contains(it)) {
                self.line.text.push(',');
            }
            self.is_apart = true;
        }
    }

    /// Ends the line.
    fn end_line(&mut self) {
        self.breaks = 0;
        self.is_apart = false;
        let block = self.block();
        let line = &mut self.line;
        if block.kind == Kind::Row {
            line.text.truncate(line.text.trim_end_matches(',').len());
        }
        if line.text.is_empty() {
            return;
        }
        line.kind = block.kind;
        line.part = block.part;
        let empty =
            Line { text: String::new(), kind: Kind::Paragraph, part: ROOT, linked: 0, slanted: 0 };
        self.lines.push(std::mem::replace(line, empty));
    }
}

/// How the words of a text stand.
#[derive(Clone, Copy)]
struct Ways {
    linked: bool,
    slanted: bool,
}

/// Whether a character parts words.
fn is_space(it: char) -> bool {
    it.is_whitespace()
}

/// Whether a character is one that nobody sees.
const fn is_nothing(it: char) -> bool {
    matches!(it, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{0}')
}

/// Whether a link leads to another page, not to a mark on this one.
fn leads_elsewhere(page: &Page<'_>, link: PartId) -> bool {
    page.attributes(link).any(|(key, value)| {
        key.eq_ignore_ascii_case("href") && !value.trim_start().starts_with('#')
    })
}

/// Whether a table holds figures or dates side by side, not the page itself.
fn is_figures(page: &Page<'_>, table: PartId) -> bool {
    let (mut rows, mut cells) = (0usize, 0usize);
    // Where the cell ends that is looked at, and how much is in it.
    let (mut end, mut length) = (ROOT, 0usize);
    for part in page.inside(table) {
        match page.tag(part) {
            Tag::Table | Tag::Div | Tag::Section | Tag::Article | Tag::Form | Tag::H1 | Tag::H2 => {
                return false;
            }
            Tag::Tr => rows += 1,
            Tag::Td | Tag::Th => {
                cells += 1;
                end = page.end(part);
                length = 0;
            }
            Tag::Text if part < end => {
                length += page.written(part).trim().len();
                if length > LONG_CELL {
                    return false;
                }
            }
            _ => {}
        }
    }
    rows >= 2 && cells >= rows * 2 - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::html::role;

    fn lines(text: &str) -> Vec<String> {
        let page = Page::read(text).expect("it is small");
        let mut words = String::new();
        let roles: Vec<Role> = page.all().map(|it| role::of(&page, it, &mut words)).collect();
        of(&page, &roles).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn inline_elements_neither_part_nor_join_words() {
        assert_eq!(
            lines(
                "<p>The <b>for</b>eign\n <i>minister</i><a href=/x> met</a>&nbsp;<span>envoys</span>.</p>"
            ),
            ["The foreign minister met envoys."]
        );
        assert_eq!(
            lines("<p>co&shy;opera\u{200b}tion <span class=share>Share</span>now"),
            ["cooperation now"]
        );
    }

    #[test]
    fn blocks_and_breaks_part_lines() {
        assert_eq!(lines("a<div>b<p>c</div>d<hr>e"), ["a", "b", "c", "d", "e"]);
        assert_eq!(lines("One<br><br>two<br>three.<br>Four"), ["One", "two three.", "Four"]);
        assert_eq!(lines("<pre>One\ntwo\n\nthree</pre>"), ["One two", "three"]);
        assert_eq!(lines("<ul><li>a<li><p>b</ul><blockquote><p>c</blockquote>"), ["a", "b", "c"]);
    }

    #[test]
    fn what_is_not_shown_has_no_lines() {
        let page = "<p>a<p hidden>b</p><noscript>c</noscript><script>d</script><template>e</template>\
                    <p style='display:none'>f<p>g<svg><text>h</text></svg>";
        assert_eq!(lines(page), ["a", "g"]);
    }

    #[test]
    fn rows_of_figures_are_lines_and_tables_for_layout_are_not() {
        let rows = "<table><tr><th>Day<th>Place</tr><tr><td>3 March<td><p>Oslo</p></tr></table>z";
        assert_eq!(lines(rows), ["Day, Place", "3 March, Oslo", "z"]);
        let layout = "<table><tr><td>a<td><table><tr><td>b<tr><td>c</table></table>";
        assert_eq!(lines(layout), ["a", "b", "c"]);
    }
}
