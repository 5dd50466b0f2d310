//! What a user searches for, as FTS5 has it.
//!
//! Takes: `grain deal` (both words), `"grain deal"`, `grain OR wheat`, `grain NOT wheat`, `sanction*`,
//! `NEAR(grain port, 5)`, `title: grain`, parentheses. All else is a word, whatever is in it: `U.S.`,
//! `Jean-Yves`, a quotation mark that is never closed.

/// Operators of FTS5, in capitals only.
const OPERATORS: &[&str] = &["AND", "OR", "NOT"];

/// Columns that may be named before a colon.
const COLUMNS: &[&str] = &["title", "text", "content"];

/// A piece of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// Between quotation marks.
    Phrase(String),
    /// `(`, `)` or `NEAR(` with all that belongs to it.
    Mark(String),
    /// Anything else up to a blank, with a star at its end or not.
    Word(String),
}

/// A search as FTS5 reads it; words of no letter find nothing.
pub(super) fn expression(text: &str) -> String {
    let pieces = pieces(text);
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        match &pieces[at] {
            Piece::Phrase(phrase) => out.push(quoted(phrase)),
            Piece::Mark(mark) => out.push(mark.clone()),
            Piece::Word(word) if OPERATORS.contains(&word.as_str()) => out.push(word.clone()),
            Piece::Word(word) => out.push(of_word(word)),
        }
        at += 1;
    }
    if out.is_empty() { quoted("") } else { out.join(" ") }
}

/// A word, with the column before its colon and the star behind it.
fn of_word(word: &str) -> String {
    let column = COLUMNS.iter().find_map(|column| {
        let rest = word.strip_prefix(column)?.strip_prefix(':')?;
        Some((column, rest))
    });
    let (column, word) = match column {
        Some((column, "")) => return format!("{column} :"),
        Some((column, rest)) => (format!("{column} : "), rest),
        None => (String::new(), word),
    };
    match word.strip_suffix('*') {
        Some(start) if start.chars().any(char::is_alphanumeric) => {
            format!("{column}{} *", quoted(start))
        }
        _ => format!("{column}{}", quoted(word)),
    }
}

/// A string of FTS5.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    let balanced = text.matches('(').count() == text.matches(')').count();
    while !rest.is_empty() {
        let taken = if let Some(after) = rest.strip_prefix('"')
            && let Some(end) = after.find('"')
        {
            found.push(Piece::Phrase(after[..end].to_owned()));
            end + 2
        } else if balanced
            && rest.starts_with("NEAR(")
            && let Some(end) = rest.find(')')
        {
            found.push(Piece::Mark(near(&rest["NEAR(".len()..end])));
            end + 1
        } else if balanced && rest.starts_with(['(', ')']) {
            found.push(Piece::Mark(rest[..1].to_owned()));
            1
        } else {
            let ends = |letter: char| {
                letter.is_whitespace() || balanced && (letter == '(' || letter == ')')
            };
            let end = rest.find(ends).unwrap_or(rest.len());
            let column = COLUMNS.iter().map(|it| it.len() + 1).find(|&length| {
                rest.is_char_boundary(length)
                    && length < end
                    && COLUMNS.iter().any(|it| rest[..length].strip_suffix(':') == Some(it))
            });
            // `title:"grain deal"` is a column and a phrase.
            let end = column.filter(|&it| rest[it..].starts_with('"')).unwrap_or(end);
            found.push(Piece::Word(rest[..end].to_owned()));
            end
        };
        rest = rest[taken..].trim_start();
    }
    found
}

/// What stands between the parentheses of `NEAR`: phrases, and how far apart they may be.
fn near(inside: &str) -> String {
    let (words, reach) = match inside.rsplit_once(',') {
        Some((words, reach)) if reach.trim().parse::<u32>().is_ok() => (words, Some(reach.trim())),
        _ => (inside, None),
    };
    let words: Vec<String> = pieces(&words.replace(['(', ')'], " "))
        .into_iter()
        .map(|piece| match piece {
            Piece::Phrase(text) | Piece::Mark(text) | Piece::Word(text) => quoted(&text),
        })
        .collect();
    let reach = reach.map_or_else(String::new, |reach| format!(", {reach}"));
    format!("NEAR({}{reach})", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::expression;

    #[test]
    fn plain_words_are_strings_whatever_is_in_them() {
        assert_eq!(expression("grain U.S. Jean-Yves"), r#""grain" "U.S." "Jean-Yves""#);
        assert_eq!(expression("a \"b"), r#""a" """b""#);
        assert_eq!(expression(" "), r#""""#);
        assert_eq!(expression("(open"), r#""(open""#);
        assert_eq!(expression("and or *"), r#""and" "or" "*""#);
    }

    #[test]
    fn the_syntax_of_fts5_is_kept() {
        assert_eq!(expression("\"grain deal\" OR wheat"), r#""grain deal" OR "wheat""#);
        assert_eq!(expression("sanction*"), r#""sanction" *"#);
        assert_eq!(expression("(a OR b) NOT c"), r#"( "a" OR "b" ) NOT "c""#);
        assert_eq!(expression("NEAR(grain port, 5)"), r#"NEAR("grain" "port", 5)"#);
        assert_eq!(expression("title:grain"), r#"title : "grain""#);
        assert_eq!(expression("title:\"grain deal\""), r#"title : "grain deal""#);
    }
}
