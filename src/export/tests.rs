//! Every export of every name parses again.

use std::collections::BTreeMap;

use insta::assert_snapshot;
use proptest::prelude::*;
use quick_xml::events::Event;

use super::{FORMATS, Format, cell::armed, write_edges, write_network, write_nodes};
use crate::network::{
    Network, Party, Selection,
    tests::{encounter, party, site, small},
};
use crate::record::ActorKind;

/// What a writer writes.
fn written(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("memory takes all");
    String::from_utf8(bytes).expect("exports are UTF-8")
}

/// `network` in the format called `name`.
pub(super) fn in_format(name: &str, network: &Network) -> String {
    let format = Format::named(name).expect("a format");
    written(|out| format.write(network, out))
}

pub(super) fn sample() -> Network {
    let (parties, encounters) = small();
    Selection { statuses: Vec::new(), ..Selection::default() }.draw(&parties, &encounters)
}

#[test]
fn names_and_extensions_find_their_format() {
    for format in FORMATS {
        assert_eq!(Format::named(format.name).expect("it is listed").name, format.name);
        let path = std::path::PathBuf::from(format!("out/Network.{}", format.extension));
        let found = Format::of_path(&path).expect("its extension is known");
        assert_eq!(found.extension, format.extension);
    }
    assert!(Format::of_path(std::path::Path::new("network")).is_none());
    let error = Format::named("gif").expect_err("no format");
    assert!(error.to_string().starts_with("there is no format ‘gif’; known are dot, csv"));
}

#[test]
fn a_small_network_as_json() {
    assert_snapshot!(in_format("json", &sample()));
}

#[test]
fn a_small_network_as_graphml() {
    assert_snapshot!(in_format("graphml", &sample()));
}

#[test]
fn a_small_network_as_svg() {
    assert_snapshot!(in_format("svg", &sample()));
}

#[test]
fn a_small_network_as_gexf() {
    assert_snapshot!(in_format("gexf", &sample()));
}

#[test]
fn a_small_network_as_tables() {
    let network = sample();
    let nodes = written(|out| write_nodes(&network, out));
    let edges = written(|out| write_edges(&network, out));
    assert_snapshot!(format!("{nodes}\n{edges}").replace("\r\n", "\n"));
}

#[test]
fn an_empty_network_is_written_in_every_format() {
    let network = Network::default();
    for format in FORMATS {
        let mut bytes = Vec::new();
        format.write(&network, &mut bytes).expect("memory takes all");
        assert!(!bytes.is_empty(), "{}", format.name);
    }
}

#[test]
fn a_network_leaves_a_diagram_and_two_tables() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = write_network(&sample(), &folder.path().join("out")).expect("it is writable");
    assert_eq!(files.len(), 3);
    assert!(files.iter().all(|file| file.is_file()));
}

/// Names as badly behaved as names come.
pub(super) fn any_name() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "\"",
        "\\",
        "\\N",
        "&",
        "&amp;",
        "&#233;",
        "<b>",
        ">>",
        "]]>",
        "-->",
        "\n",
        "\r\n",
        "\t",
        ",",
        ";",
        "=1+1",
        "'",
        "{",
        "}",
        "|",
        "//",
        "/*",
        "#",
        "\u{0}",
        "\u{b}",
        "\u{2028}",
        "李",
        "الرياض",
        "Київ",
        "😀",
        "é",
        " ",
        "Okafor",
        "\u{fffe}",
    ]);
    let pieces = prop::collection::vec(prop_oneof![nasty.prop_map(str::to_owned), ".{0,8}"], 0..8);
    prop_oneof![9 => pieces.prop_map(|pieces| pieces.concat()), 1 => ".{500}"]
}

/// A network of two actors of these names who met in a place of the third.
pub(super) fn pair(names: &[String; 3]) -> Network {
    let mut parties: Vec<Party> =
        (1..).zip(&names[..2]).map(|(id, name)| party(id, name, ActorKind::Organization)).collect();
    parties[0].roles.push(names[1].clone());
    parties[1].affiliations.push(names[0].clone());
    let mut meeting = encounter(1, "2025-03", &[1, 2]);
    meeting.places.push(site(1, &names[2], &names[0]));
    let selection = Selection { places: vec![names[2].clone()], ..Selection::default() };
    selection.draw(&parties, &[meeting])
}

/// A name as XML 1.0 can hold it.
pub(super) fn holdable(name: &str) -> String {
    let forbidden = |letter: char| {
        matches!(letter, '\u{fffe}' | '\u{ffff}')
            || (letter < ' ' && !['\t', '\n', '\r'].contains(&letter))
    };
    name.replace(forbidden, "\u{fffd}")
}

/// The labels of all nodes in XML, by their ids: in an attribute, or in the element `data`.
fn labels(xml: &str) -> BTreeMap<String, String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut labels = BTreeMap::new();
    let mut node = String::new();
    let mut inside = false;
    let mut depth = 0;
    loop {
        match reader.read_event().expect("it is XML") {
            Event::Start(start) => {
                depth += 1;
                let attributes: BTreeMap<String, String> = start
                    .attributes()
                    .map(|attribute| {
                        let attribute = attribute.expect("an attribute");
                        let key = attribute.key.as_ref().to_owned();
                        let value =
                            quick_xml::escape::unescape(&attribute.value).expect("it is escaped");
                        (key, value.into_owned())
                    })
                    .collect();
                match start.name().as_ref() {
                    "node" => {
                        node.clone_from(&attributes["id"]);
                        let label = attributes.get("label").cloned().unwrap_or_default();
                        labels.insert(node.clone(), label);
                    }
                    "data" => inside = attributes["key"] == "n0",
                    _ => {}
                }
            }
            Event::Text(text) if inside => {
                labels.entry(node.clone()).or_default().push_str(&text);
            }
            Event::GeneralRef(reference) if inside => {
                let raw = format!("&{};", &*reference);
                let letter = quick_xml::escape::unescape(&raw).expect("it is escaped");
                labels.entry(node.clone()).or_default().push_str(&letter);
            }
            Event::End(_) => {
                depth -= 1;
                inside = false;
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    labels
}

/// Everything that an XML file says, outside its tags.
pub(super) fn said(xml: &str) -> String {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut said = String::new();
    loop {
        match reader.read_event().expect("it is XML") {
            Event::Text(text) => said.push_str(&text),
            Event::GeneralRef(reference) => {
                let raw = format!("&{};", &*reference);
                said.push_str(&quick_xml::escape::unescape(&raw).expect("it is escaped"));
            }
            Event::Eof => return said,
            _ => {}
        }
    }
}

/// The rows of a table without its header.
fn rows(table: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    reader.records().map(|row| row.expect("rows of equal length")).collect()
}

proptest! {
    #[test]
    fn tables_of_every_name_parse_again(names in [any_name(), any_name(), any_name()]) {
        let network = pair(&names);
        let nodes = rows(&written(|out| write_nodes(&network, out)));
        for (row, name) in nodes.iter().zip(&names) {
            prop_assert_eq!(armed(&row[1]), name.as_str());
            prop_assert!(!row[1].starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
        let edges = rows(&in_format("csv", &network));
        prop_assert_eq!(edges.len(), 1);
        prop_assert_eq!(armed(&edges[0][12]), names[2].as_str());
    }

    #[test]
    fn xml_of_every_name_parses_again(names in [any_name(), any_name(), any_name()]) {
        let network = pair(&names);
        for format in ["graphml", "gexf"] {
            let labels = labels(&in_format(format, &network));
            prop_assert_eq!(labels.len(), 2);
            for (label, name) in labels.values().zip(&names) {
                prop_assert_eq!(label, &holdable(name));
            }
        }
    }

    #[test]
    fn drawings_of_every_name_parse_again(names in [any_name(), any_name(), any_name()]) {
        let said = said(&in_format("svg", &pair(&names)));
        for name in &names[..2] {
            let about = format!("{} (organization)", holdable(name));
            prop_assert!(said.contains(&about), "{} is not in {}", about, said);
        }
    }

    #[test]
    fn json_of_every_name_parses_again(names in [any_name(), any_name(), any_name()]) {
        let json = in_format("json", &pair(&names));
        let read: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
        for (place, name) in names[..2].iter().enumerate() {
            prop_assert_eq!(&read["nodes"][place]["label"], name);
        }
        prop_assert_eq!(&read["edges"][0]["meetings"][0]["places"][0], &names[2]);
    }
}
