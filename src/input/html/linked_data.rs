//! JSON-LD: what a page tells machines of its article.
//!
//! Pages have it whole, in lists, in graphs whose members point at each other, and broken: with
//! raw line ends in strings, commas too many, several values in one script.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::entities::{Within, decoded};
use super::fragment_text;
use super::paragraphs::letters;

/// What is told of an article; empty where nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Linked {
    pub(super) title: String,
    pub(super) published: String,
    pub(super) modified: String,
    pub(super) source: String,
    pub(super) author: String,
    pub(super) url: String,
    /// The text of the article, with or without the ends of its paragraphs.
    pub(super) body: String,
}

type Thing = Map<String, Value>;

/// Reads the scripts of a page. `title` is what its head calls it: of several articles the one of
/// that name is told of.
pub(super) fn read(scripts: &[&str], title: &str) -> Option<Linked> {
    let values: Vec<Value> = scripts.iter().flat_map(|script| values(script)).collect();
    let mut things = Vec::new();
    for value in &values {
        collect(value, Place::Top, &mut things);
    }
    let by_id: FxHashMap<&str, &Thing> = things
        .iter()
        .filter(|(_, thing)| thing.len() > 1)
        .filter_map(|(_, thing)| Some((thing.get("@id")?.as_str()?, *thing)))
        .collect();
    let title = letters(title);
    let articles = things.iter().enumerate().filter(|(_, (_, thing))| is_article(thing));
    let article = articles.max_by_key(|(index, (place, thing))| {
        let own = letters(&text(thing.get("headline")));
        let is_named = own.len() > 10 && title.contains(&own);
        let is_full = thing.contains_key("datePublished") || thing.contains_key("articleBody");
        // Of equals the first.
        (is_named, *place == Place::Top, is_full, Reverse(*index))
    });
    let found = article.map(|(_, (_, thing))| told(thing, &by_id));
    found.or_else(|| salvage(scripts))
}

/// Where a thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// By itself, or in a graph.
    Top,
    /// Within another: a list of other articles, say.
    Within,
}

/// All things in a value, those that hold others before them.
fn collect<'v>(value: &'v Value, place: Place, things: &mut Vec<(Place, &'v Thing)>) {
    match value {
        Value::Array(list) => list.iter().for_each(|it| collect(it, place, things)),
        Value::Object(thing) => {
            things.push((place, thing));
            for (name, inner) in thing {
                let place = if matches!(name.as_str(), "@graph" | "mainEntity") {
                    place
                } else {
                    Place::Within
                };
                collect(inner, place, things);
            }
        }
        _ => {}
    }
}

/// Whether a thing is an article of news.
fn is_article(thing: &Thing) -> bool {
    let is_kind = |value: &Value| {
        value.as_str().is_some_and(|kind| {
            let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind);
            kind.ends_with("Article")
                || kind.ends_with("Posting") && kind != "JobPosting"
                || matches!(kind, "Report" | "PressRelease")
        })
    };
    match thing.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is_kind),
        Some(kind) => is_kind(kind),
        None => false,
    }
}

/// What an article tells.
fn told(thing: &Thing, by_id: &FxHashMap<&str, &Thing>) -> Linked {
    let name = |key: &str| named(thing.get(key), by_id);
    let body = match text(thing.get("articleBody")) {
        body if body.is_empty() => updates(thing),
        body => body,
    };
    let is_address = |it: &String| it.starts_with("http");
    let url = Some(text(thing.get("url")))
        .filter(is_address)
        .or_else(|| Some(text(thing.get("mainEntityOfPage"))).filter(is_address))
        .or_else(|| {
            let page = thing.get("mainEntityOfPage")?.as_object()?;
            [page.get("@id"), page.get("url")].into_iter().map(text).find(is_address)
        });
    let source = Some(name("publisher"))
        .filter(|it| !it.is_empty())
        .unwrap_or_else(|| name("sourceOrganization"));
    Linked {
        title: Some(text(thing.get("headline")))
            .filter(|it| !it.is_empty())
            .unwrap_or_else(|| text(thing.get("name"))),
        published: text(thing.get("datePublished")),
        modified: text(thing.get("dateModified")),
        source,
        author: name("author"),
        url: url.unwrap_or_default(),
        body,
    }
}

/// The text of what a page added to a report as it went on.
fn updates(thing: &Thing) -> String {
    let Some(Value::Array(list)) = thing.get("liveBlogUpdate") else { return String::new() };
    let mut all = Vec::new();
    for update in list.iter().filter_map(Value::as_object) {
        for key in ["headline", "articleBody"] {
            let text = text(update.get(key));
            if !text.is_empty() {
                all.push(text);
            }
        }
    }
    all.join("\n\n")
}

/// A text: of a list the first, of a value with a language the value. Markup and references in it
/// are read.
fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => {
            let text = if text.contains("</") { fragment_text(text) } else { text.clone() };
            // Some write `&amp;amp;`.
            decoded(&decoded(text.trim(), Within::Text), Within::Text)
        }
        Some(Value::Array(list)) => text(list.first()),
        Some(Value::Object(thing)) => text(thing.get("@value")),
        _ => String::new(),
    }
}

/// The name of a thing, or of the one that its id points at.
fn named(value: Option<&Value>, by_id: &FxHashMap<&str, &Thing>) -> String {
    match value {
        Some(Value::Array(list)) => named(list.first(), by_id),
        Some(Value::Object(thing)) => {
            let own = text(thing.get("name"));
            let id = thing.get("@id").and_then(Value::as_str);
            if own.is_empty()
                && let Some(other) = id.and_then(|id| by_id.get(id))
            {
                return text(other.get("name"));
            }
            own
        }
        other => text(other).split("http").next().unwrap_or("").to_owned(),
    }
}

/// The values in a script; of a broken one those that can be mended.
fn values(script: &str) -> Vec<Value> {
    let script = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    let whole = |text: &str| {
        let read: Result<Vec<Value>, _> =
            serde_json::Deserializer::from_str(text).into_iter::<Value>().collect();
        read.ok().filter(|it| !it.is_empty())
    };
    whole(script)
        .or_else(|| whole(&mended(script)))
        .or_else(|| {
            let is_escaped = !script.contains('"') && script.contains("&quot;");
            is_escaped.then(|| whole(&decoded(script, Within::Text)))?
        })
        .unwrap_or_default()
}

/// JSON with raw line ends in its strings escaped, and without commas before brackets.
fn mended(script: &str) -> String {
    let mut out = String::with_capacity(script.len() + 64);
    let mut in_string = false;
    let mut is_escaped = false;
    for it in script.chars() {
        if in_string {
            match it {
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                it if it.is_control() => out.push(' '),
                it => out.push(it),
            }
            in_string = is_escaped || it != '"';
            is_escaped = !is_escaped && it == '\\';
            continue;
        }
        if matches!(it, '}' | ']') {
            let kept = out.trim_end().trim_end_matches(',').len();
            if out[kept..].contains(',') {
                out.truncate(kept);
            }
        }
        in_string = it == '"';
        out.push(it);
    }
    out
}

/// What can be read of scripts that are beyond mending: strings that follow their names.
fn salvage(scripts: &[&str]) -> Option<Linked> {
    let script = scripts.iter().find(|it| it.contains("Article\"") || it.contains("Posting\""))?;
    let field = |name: &str| {
        let key = format!("\"{name}\"");
        let at = script.find(&key)? + key.len();
        let rest = script[at..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        let mut end = None;
        let mut is_escaped = false;
        for (at, it) in rest.char_indices() {
            if it == '"' && !is_escaped {
                end = Some(at);
                break;
            }
            is_escaped = !is_escaped && it == '\\';
        }
        let raw = rest[..end?].replace(['\n', '\r', '\t'], " ");
        serde_json::from_str::<Value>(&format!("\"{raw}\"")).ok().map(|it| text(Some(&it)))
    };
    let found = Linked {
        title: field("headline").unwrap_or_default(),
        published: field("datePublished").unwrap_or_default(),
        modified: field("dateModified").unwrap_or_default(),
        ..Linked::default()
    };
    (found != Linked::default()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_of_a_graph_is_read_with_what_it_points_at() {
        let script = r##"{"@context":"https://schema.org","@graph":[
            {"@type":"Organization","@id":"#org","name":"The Fjord Times"},
            {"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Another"}]},
            {"@type":["NewsArticle","Thing"],"headline":"Talks &amp; tea","publisher":{"@id":"#org"},
             "datePublished":"2020-02-03T10:00:00Z","author":[{"@type":"Person","name":"A. Writer"}],
             "mainEntityOfPage":{"@id":"https://fjord.example/1"}}]}"##;
        let found = read(&["{}", script], "").expect("an article");
        assert_eq!(found.title, "Talks & tea");
        assert_eq!(found.source, "The Fjord Times");
        assert_eq!(found.author, "A. Writer");
        assert_eq!(found.published, "2020-02-03T10:00:00Z");
        assert_eq!(found.url, "https://fjord.example/1");
    }

    #[test]
    fn broken_scripts_are_mended() {
        for script in [
            "{\"@type\":\"NewsArticle\",\"headline\":\"Talks\nin Oslo\",}",
            "<!-- [{\"@type\":\"Thing\"}] {\"@type\":\"Article\",\"headline\":\"Talks\\nin Oslo\"} -->",
            "{&quot;@type&quot;:&quot;BlogPosting&quot;,&quot;headline&quot;:&quot;Talks\\nin Oslo&quot;}",
        ] {
            assert_eq!(
                read(&[script], "").map(|it| it.title).as_deref(),
                Some("Talks\nin Oslo"),
                "{script}"
            );
        }
        let lost = "{\"@type\":\"NewsArticle\" \"headline\":\"Talks in \\\"Oslo\\\"\", \"datePublished\" : \"2020-02-03\"";
        let found = read(&[lost], "").expect("some of it");
        assert_eq!(
            (found.title.as_str(), found.published.as_str()),
            ("Talks in \"Oslo\"", "2020-02-03")
        );
        assert_eq!(read(&["{\"@type\":\"WebSite\",\"name\":\"x\"}", "no json"], ""), None);
    }

    #[test]
    fn updates_of_a_live_report_are_its_text() {
        let script = r#"{"@type":"LiveBlogPosting","headline":"Live","liveBlogUpdate":[
            {"@type":"BlogPosting","headline":"They meet","articleBody":"<p>In Oslo.</p><p>Again.</p>"},
            {"@type":"BlogPosting","articleBody":"They left."}]}"#;
        let found = read(&[script], "Live").expect("an article");
        assert_eq!(found.body, "They meet\n\nIn Oslo.\n\nAgain.\n\nThey left.");
    }
}
