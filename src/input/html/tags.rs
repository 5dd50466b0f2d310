//! The elements of HTML, and what each does to the text in it.

/// What an element does to the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Stands in a line.
    Inline,
    /// Has lines of its own.
    Block,
    /// Has an inside that is no text of the page.
    Unread,
    /// Has no inside.
    Void,
}

/// Makes the tags of a list of their names.
macro_rules! tags {
    ($($class:ident: $($tag:ident $name:literal),+;)+) => {
        /// The name of an element.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Tag {
            $($($tag,)+)+
            /// An element that is not listed.
            Other,
            /// An element that a page has made up: `x-card`.
            Custom,
            /// What holds the whole page.
            Root,
            /// A text.
            Text,
            /// The inside of a script or title.
            Raw,
        }

        /// How many tags there are.
        pub(super) const TAGS: usize = Tag::Raw as usize + 1;

        impl Tag {
            /// The tag of this name, in any case.
            pub(super) fn named(name: &str) -> Self {
                let mut small = [0u8; 16];
                let unlisted = if name.contains('-') { Self::Custom } else { Self::Other };
                let Some(small) = small.get_mut(..name.len()) else { return unlisted };
                small.copy_from_slice(name.as_bytes());
                small.make_ascii_lowercase();
                match std::str::from_utf8(small).unwrap_or("") {
                    $($($name => Self::$tag,)+)+
                    _ => unlisted,
                }
            }

            /// What it does to the text in it.
            pub(super) const fn class(self) -> Class {
                match self {
                    $($(Self::$tag)|+ => Class::$class,)+
                    Self::Custom | Self::Root => Class::Block,
                    Self::Other | Self::Text | Self::Raw => Class::Inline,
                }
            }
        }
    };
}

tags! {
    Block:
        Address "address", Article "article", Aside "aside", Blockquote "blockquote", Body "body",
        Caption "caption", Center "center", Dd "dd", Details "details", Dialog "dialog", Dir "dir",
        Div "div", Dl "dl", Dt "dt", Fieldset "fieldset", Figcaption "figcaption",
        Figure "figure", Footer "footer", Form "form", H1 "h1", H2 "h2", H3 "h3", H4 "h4",
        H5 "h5", H6 "h6", Head "head", Header "header", Hgroup "hgroup", Html "html",
        Legend "legend", Li "li", Main "main", Menu "menu", Nav "nav", Ol "ol", P "p", Pre "pre",
        Section "section", Summary "summary", Table "table", Tbody "tbody", Td "td",
        Tfoot "tfoot", Th "th", Thead "thead", Tr "tr", Ul "ul";
    Inline:
        A "a", Abbr "abbr", B "b", Big "big", Cite "cite", Code "code", Del "del", Em "em",
        Font "font", I "i", Ins "ins", Label "label", Mark "mark", Q "q", S "s", Small "small",
        Span "span", Strike "strike", Strong "strong", Sub "sub", Sup "sup", Time "time", U "u";
    Void:
        Area "area", Base "base", Br "br", Col "col", Embed "embed", Hr "hr", Img "img",
        Input "input", Link "link", Meta "meta", Param "param", Source "source", Track "track",
        Wbr "wbr";
    Unread:
        Audio "audio", Button "button", Canvas "canvas", Datalist "datalist", Frameset "frameset",
        Iframe "iframe", Map "map", Math "math", Noembed "noembed", Noframes "noframes",
        Noscript "noscript", Object "object", Script "script", Select "select", Style "style",
        Svg "svg", Template "template", Textarea "textarea", Title "title", Video "video",
        Xmp "xmp";
}

impl Tag {
    /// Its place, to look things up that are kept by tag.
    pub(super) const fn place(self) -> usize {
        self as usize
    }

    /// Whether the end of what lies around it does not reach into it.
    pub(super) const fn is_wall(self) -> bool {
        matches!(self, Self::Table | Self::Td | Self::Th | Self::Caption | Self::Button | Self::Svg)
    }

    /// Whether it is a heading.
    pub(super) const fn is_heading(self) -> bool {
        matches!(self, Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6)
    }

    /// Whether paragraphs do not lie side by side in it.
    pub(super) const fn is_leaf(self) -> bool {
        matches!(
            self,
            Self::P
                | Self::Pre
                | Self::Blockquote
                | Self::Ul
                | Self::Ol
                | Self::Dl
                | Self::Table
                | Self::Tr
                | Self::Figure
                | Self::Li
        ) || self.is_heading()
            || matches!(self.class(), Class::Inline | Class::Void)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(Tag::named("DIV"), Tag::Div);
        assert_eq!(Tag::named("amp-social-share-button"), Tag::Custom);
        assert_eq!(Tag::named("g"), Tag::Other);
        assert_eq!(Tag::named("é"), Tag::Other);
        assert_eq!(Tag::named("a").class(), Class::Inline);
    }
}
