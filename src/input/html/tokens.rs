//! The tags and texts of a page, one after the other, as slices of it.
//!
//! Reads what browsers read: attributes without quotes, tags that never end, texts with `<` in
//! them. Comments and declarations are left out. Each byte is looked at a bounded number of times.

use memchr::{memchr, memmem};

/// A piece of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A start tag: its name, and all of it between the angles.
    Start { name: &'a str, whole: &'a str },
    /// An end tag.
    End { name: &'a str },
    /// Text in which references such as `&amp;` stand as written.
    Text(&'a str),
    /// The inside of an element that has no markup: a script, say.
    Raw(&'a str),
}

/// Elements whose inside is no markup.
const RAW: &[&str] =
    &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// Splits a page.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    page: &'a str,
    at: usize,
    /// The name of the raw element that was opened last, whose inside comes next.
    raw: Option<&'a str>,
}

impl<'a> Tokens<'a> {
    /// Begins at the start of a page.
    pub(super) const fn of(page: &'a str) -> Self {
        Self { page, at: 0, raw: None }
    }

    /// The inside of a raw element: up to its end tag, or to the end of the page.
    fn inside(&mut self, name: &str) -> &'a str {
        let rest = &self.page[self.at..];
        let bytes = rest.as_bytes();
        let end = memmem::find_iter(bytes, b"</")
            .find(|&at| {
                let tail = &bytes[at + 2..];
                tail.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
                    && tail.get(name.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric())
            })
            .unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// The text up to the next tag.
    fn text(&mut self) -> &'a str {
        let rest = &self.page[self.at..];
        let bytes = rest.as_bytes();
        let mut from = 0;
        let end = loop {
            let Some(at) = memchr(b'<', &bytes[from..]).map(|at| at + from) else {
                break rest.len();
            };
            let opens = bytes.get(at + 1).is_some_and(|next| {
                next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')
            });
            if opens {
                break at;
            }
            from = at + 1;
        };
        self.at += end;
        &rest[..end]
    }

    /// Passes over a comment or declaration; gives the text of a CDATA section.
    fn declaration(&mut self) -> Option<Token<'a>> {
        let rest = &self.page[self.at..];
        let (start, end) = if rest.starts_with("<!-->") {
            (5, "")
        } else if rest.starts_with("<!--") {
            (4, "-->")
        } else if rest.starts_with("<![CDATA[") {
            (9, "]]>")
        } else {
            (2, ">")
        };
        let inside = rest.get(start..).unwrap_or("");
        let length = memmem::find(inside.as_bytes(), end.as_bytes()).unwrap_or(inside.len());
        self.at = (self.at + start + length + end.len()).min(self.page.len());
        // Between the marks stands text only; a tag there would be text too, which no news has.
        (start == 9).then(|| Token::Text(&inside[..length]))
    }

    /// Reads a tag.
    fn tag(&mut self) -> Option<Token<'a>> {
        let rest = &self.page[self.at..];
        let bytes = rest.as_bytes();
        let ends = bytes.get(1) == Some(&b'/');
        let start = if ends { 2 } else { 1 };
        let is_name = |byte: u8| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'<');
        let length = bytes[start..].iter().take_while(|&&byte| is_name(byte)).count();
        let name = &rest[start..start + length];
        let inside = &bytes[start + length..];
        let close = tag_end(inside);
        self.at = (self.at + start + length + close + 1).min(self.page.len());
        if !name.starts_with(|it: char| it.is_ascii_alphabetic()) {
            return None;
        }
        if ends {
            return Some(Token::End { name });
        }
        self.raw = RAW.iter().find(|it| it.eq_ignore_ascii_case(name)).map(|_| name);
        Some(Token::Start { name, whole: &rest[start..start + length + close] })
    }
}

/// Where a tag ends whose name has been read: at a `>` that no quoted value holds.
fn tag_end(inside: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let Some(next) = inside[at..]
            .iter()
            .position(|byte| matches!(byte, b'>' | b'"' | b'\''))
            .map(|next| next + at)
        else {
            return inside.len();
        };
        let quote = inside[next];
        if quote == b'>' {
            return next;
        }
        // A quote opens a value only after an equals sign.
        let opens = inside[..next].iter().rev().find(|it| !it.is_ascii_whitespace()) == Some(&b'=');
        at = next + 1;
        if opens {
            match memchr(quote, &inside[at..]) {
                Some(end) => at += end + 1,
                // The value is never closed: the tag ends where the first one could.
                None => return memchr(b'>', &inside[at..]).map_or(inside.len(), |end| at + end),
            }
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(name) = self.raw.take() {
            let inside = self.inside(name);
            if !inside.is_empty() {
                return Some(Token::Raw(inside));
            }
        }
        loop {
            let bytes = self.page.as_bytes();
            let first = *bytes.get(self.at)?;
            let second = bytes.get(self.at + 1).copied().unwrap_or(0);
            let found = match (first, second) {
                (b'<', b'!' | b'?') => self.declaration(),
                (b'<', next) if next == b'/' || next.is_ascii_alphabetic() => self.tag(),
                _ => Some(Token::Text(self.text())),
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

/// The attributes of a start tag, which stand after its name: names and values as written.
pub(super) fn attributes(mut rest: &str) -> impl Iterator<Item = (&str, &str)> {
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|it: char| it.is_ascii_whitespace() || it == '/');
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .bytes()
            .skip(1)
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'/'))
            .map_or(rest.len(), |at| at + 1);
        // The byte after the first may lie within a character.
        let end = (end..=rest.len()).find(|&at| rest.is_char_boundary(at)).unwrap_or(rest.len());
        let (name, tail) = rest.split_at(end);
        let Some(value) = tail.trim_start().strip_prefix('=') else {
            rest = tail;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''));
        let (value, tail) = match quote {
            Some(quote) => {
                let inside = &value[1..];
                inside.split_once(quote).unwrap_or((inside, ""))
            }
            None => {
                let end = value.find(|it: char| it.is_ascii_whitespace()).unwrap_or(value.len());
                value.split_at(end)
            }
        };
        rest = tail;
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(page: &str) -> Vec<Token<'_>> {
        Tokens::of(page).collect()
    }

    #[test]
    fn tags_and_texts_come_in_order() {
        assert_eq!(
            all("<!doctype html><p class=a>One<!-- not --> &amp; two</P ><br/>"),
            [
                Token::Start { name: "p", whole: "p class=a" },
                Token::Text("One"),
                Token::Text(" &amp; two"),
                Token::End { name: "P" },
                Token::Start { name: "br", whole: "br/" },
            ]
        );
    }

    #[test]
    fn a_script_has_no_tags_and_a_sign_no_tag() {
        assert_eq!(
            all("<script>if (a</b) '<p>'</scripts></SCRIPT>1 < 2 <3"),
            [
                Token::Start { name: "script", whole: "script" },
                Token::Raw("if (a</b) '<p>'</scripts>"),
                Token::End { name: "SCRIPT" },
                Token::Text("1 < 2 <3"),
            ]
        );
    }

    #[test]
    fn a_quoted_value_may_hold_the_end_of_a_tag() {
        let page = "<a title='x > y' href=/z>link</a><a href=\"open>text";
        let tokens = all(page);
        assert_eq!(tokens[1], Token::Text("link"));
        assert_eq!(tokens[4], Token::Text("text"));
    }

    #[test]
    fn pages_that_break_off_end() {
        for page in
            ["<", "</", "<a", "<a b", "<a b=", "<a b='", "<!", "<!--", "<![CDATA[x", "</>", "<é"]
        {
            assert!(all(page).len() < 3, "{page}");
        }
    }

    #[test]
    fn attributes_are_read_with_and_without_quotes() {
        let read: Vec<_> =
            attributes(" class=\"a b\" id='c'hidden data-é=1 href = /x/ é ").collect();
        assert_eq!(
            read,
            [
                ("class", "a b"),
                ("id", "c"),
                ("hidden", ""),
                ("data-é", "1"),
                ("href", "/x/"),
                ("é", "")
            ]
        );
    }
}
