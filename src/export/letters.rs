//! How much room text takes in a drawing, without a font at hand.

use crate::network::real;

/// Letters in a line of a short name; longer names get longer lines, so that they stay compact.
const SHORT_LINE: f64 = 16.0;

/// Letters of a name in a drawing, which is about four lines; who points at it reads all.
const LONGEST_NAME: usize = 100;

/// `name`, or its beginning if it is too long for a drawing.
pub(super) fn short(name: &str) -> String {
    match name.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", name[..end].trim_end()),
        None => name.to_owned(),
    }
}

/// The width of a text in letters of one point, about as Helvetica has it.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(letter_width).sum()
}

fn letter_width(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '’' | '|' => 0.23,
        'f' | 't' | 'r' | 'I' | ' ' | '.' | ',' | ':' | ';' | '!' | '(' | ')' | '[' | ']' | '-'
        | '/' => 0.31,
        'm' | 'M' | '—' => 0.84,
        'w' | '&' => 0.71,
        'W' | '@' | '%' => 0.95,
        'A'..='Z' => 0.70,
        '\0'..='\u{7f}' => 0.55,
        // Accents that stand on the letter before them, and marks without a shape.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0.0,
        // Kana, Han, Hangul, full-width forms, pictures.
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}'
        | '\u{1f000}'..='\u{3ffff}' => 1.05,
        _ => 0.65,
    }
}

/// `name` in lines of about the same length, broken at blanks, and within words only if they are
/// longer than two lines; letters without a shape are blanks.
pub(super) fn lines(name: &str) -> Vec<String> {
    let name: String = name.chars().map(printable).collect();
    let longest = SHORT_LINE.max(2.5 * real(name.chars().count()).sqrt());
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for word in name.split_whitespace() {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if real(used + 1 + length) <= longest => {
                line.push(' ');
                line.push_str(word);
                used += 1 + length;
            }
            _ if real(length) > 2.0 * longest => {
                let mut line = String::new();
                used = 0;
                for letter in word.chars() {
                    if real(used) >= longest {
                        lines.push(std::mem::take(&mut line));
                        used = 0;
                    }
                    line.push(letter);
                    used += 1;
                }
                lines.push(line);
            }
            _ => {
                lines.push(word.to_owned());
                used = length;
            }
        }
    }
    lines
}

/// `letter`, or a blank for those that no drawing can show.
pub(super) fn printable(letter: char) -> char {
    match letter {
        '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' => ' ',
        _ if letter.is_control() => ' ',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_broken_at_blanks_and_short_ones_are_not() {
        assert_eq!(lines("Amara Okafor"), ["Amara Okafor"]);
        assert_eq!(
            lines("Kingdom of\nRuritania & Strelsau").join("|"),
            "Kingdom of|Ruritania &|Strelsau"
        );
        assert_eq!(lines(&"x".repeat(90)).len(), 4);
        assert!(lines(" \u{0} ").is_empty());
    }

    #[test]
    fn a_name_too_long_for_a_drawing_ends_in_dots() {
        assert_eq!(short("Amara Okafor"), "Amara Okafor");
        let short = short(&"łańcuch ".repeat(50));
        assert!(short.ends_with('…') && lines(&short).len() <= 5, "{short}");
    }

    #[test]
    fn wide_letters_take_more_room_than_narrow_ones() {
        assert!(width("WWW") > width("aaa") && width("aaa") > width("iii"));
        assert!(width("李伟") > 2.0);
    }
}
