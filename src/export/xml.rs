//! Text within XML: what must be escaped, and what XML cannot hold.

use std::fmt::{self, Write};

/// Shows a text as XML writes it, in an element or in quotation marks.
///
/// Letters that XML 1.0 forbids become a replacement character; line ends and tabs are escaped, so
/// that they survive in attributes.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\t' | '\n' | '\r' => write!(f, "&#{};", u32::from(letter))?,
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => f.write_char('\u{fffd}')?,
                _ => f.write_char(letter)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_the_forbidden_replaced() {
        let escaped = Escaped("<a & \"b\">\n\u{1}é😀").to_string();
        assert_eq!(escaped, "&lt;a &amp; &quot;b&quot;&gt;&#10;\u{fffd}é😀");
    }
}
