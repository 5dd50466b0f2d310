//! Texts that a page holds in JSON for its scripts, where it shows none itself.

use serde_json::Value;

use super::fragment_lines;
use super::page::Page;
use super::paragraphs::of_plain;
use super::tags::Tag;

/// Names of the values that texts of articles have.
const NAMES: &[&str] = &[
    "articlebody",
    "body",
    "bodyhtml",
    "bodytext",
    "content",
    "contents",
    "html",
    "text",
    "paragraphs",
    "blocks",
    "elements",
    "components",
    "value",
    "children",
    "articlecontent",
    "storybody",
    "fulltext",
    "main",
    "rendered",
    "content_elements",
    "bodycontent",
];
/// Bytes under which a text is a label.
const LABEL: usize = 40;
/// Bytes past which a script is no article's.
const LARGEST: usize = 8 << 20;

/// The paragraphs of the longest text in the JSON of a page.
pub(super) fn read(page: &Page<'_>) -> Vec<String> {
    let mut best = Vec::new();
    for part in page.all().filter(|it| page.tag(*it) == Tag::Raw) {
        let script = page.parent(part);
        let kind = page.attribute(script, "type").unwrap_or_default().to_ascii_lowercase();
        let text = page.written(part).trim();
        if page.tag(script) != Tag::Script || kind != "application/json" || text.len() > LARGEST {
            continue;
        }
        if let Ok(value) = serde_json::from_str::<Value>(text) {
            search(&value, &mut best);
        }
    }
    best
}

/// Looks in a value and all within it for a longer text than the best.
fn search(value: &Value, best: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                if NAMES.contains(&name.to_ascii_lowercase().as_str()) {
                    let mut found = Vec::new();
                    gather(inner, &mut found);
                    if length(&found) > length(best) {
                        *best = found;
                    }
                }
                // What a text holds was gathered with it; elsewhere there may be another.
                if !NAMES.contains(&name.to_ascii_lowercase().as_str()) || best.is_empty() {
                    search(inner, best);
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|it| search(it, best)),
        _ => {}
    }
}

fn length(paragraphs: &[String]) -> usize {
    paragraphs.iter().map(String::len).sum()
}

/// Gathers the paragraphs of a text, which may lie in pieces.
fn gather(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.contains("</") || text.contains("<p") => {
            found.extend(fragment_lines(text));
        }
        Value::String(text) if text.len() >= LABEL && text.contains(' ') => {
            found.extend(of_plain(text));
        }
        Value::Array(list) => list.iter().for_each(|it| gather(it, found)),
        Value::Object(fields) => {
            for (name, inner) in fields {
                if NAMES.contains(&name.to_ascii_lowercase().as_str()) {
                    gather(inner, found);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "Foreign Minister Okafor met Envoy Lund in Oslo on Friday.";
    const SECOND: &str = "The two discussed fishing rights and will meet again.";

    #[test]
    fn the_longest_text_is_taken_whole_or_in_pieces() {
        let html = format!("<p>{FIRST}</p><p>{SECOND}</p>").replace('"', "\\\"");
        for json in [
            format!(
                "{{\"props\":{{\"teaser\":{{\"text\":\"{FIRST}\"}},\"story\":{{\"bodyHtml\":\"{html}\"}}}}}}"
            ),
            format!(
                "{{\"body\":[{{\"type\":\"p\",\"text\":\"{FIRST}\"}},{{\"type\":\"p\",\"text\":\"{SECOND}\"}}],\"menu\":[\"Home\"]}}"
            ),
        ] {
            let text = format!("<script id=__NEXT_DATA__ type='application/json'>{json}</script>");
            let page = Page::read(&text).expect("it is small");
            assert_eq!(read(&page), [FIRST, SECOND], "{json}");
        }
        let page = Page::read("<script>{\"body\":\"no\"}</script>").expect("it is small");
        assert!(read(&page).is_empty());
    }
}
