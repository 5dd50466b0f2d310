//! What Graphviz would show is what the network says.

use graphviz_rust::dot_structures::{Attribute, Graph, Id, Stmt};
use insta::assert_snapshot;
use proptest::prelude::*;

use crate::export::tests::{any_name, in_format, pair, sample};
use crate::network::Network;

#[test]
fn a_small_network_as_dot() {
    assert_snapshot!(in_format("dot", &sample()));
}

#[test]
fn an_empty_network_is_dot_too() {
    assert!(!statements(&in_format("dot", &Network::default())).is_empty());
}

/// The statements of a DOT file.
fn statements(dot: &str) -> Vec<Stmt> {
    match graphviz_rust::parse(dot).expect("it is DOT") {
        Graph::Graph { stmts, .. } | Graph::DiGraph { stmts, .. } => stmts,
    }
}

/// What Graphviz would show for an attribute.
fn shown(attributes: &[Attribute], name: &str) -> String {
    let value = attributes.iter().find_map(|Attribute(key, value)| match (key, value) {
        (Id::Plain(key), Id::Escaped(value)) if key == name => Some(value),
        _ => None,
    });
    let value = value.and_then(|value| value.strip_prefix('"')).expect("it is there");
    let value = value.strip_suffix('"').expect("it ends in a quotation mark");
    let mut shown = String::new();
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => match letters.next() {
                Some('n') => shown.push('\n'),
                Some(other) => shown.push(other),
                None => panic!("a lone backslash in {value}"),
            },
            (letter, false) => shown.push(letter),
        }
    }
    shown
}

/// A name as any drawing shows it, without blanks and what has no shape.
fn drawable(name: &str) -> String {
    let plain = name
        .replace(|letter: char| letter.is_control() || "\u{fffe}\u{ffff}".contains(letter), " ");
    plain.split_whitespace().collect()
}

proptest! {
    #[test]
    fn dot_of_every_name_parses_again(names in [any_name(), any_name(), any_name()]) {
        let stmts = statements(&in_format("dot", &pair(&names)));
        let nodes: Vec<_> = stmts
            .iter()
            .filter_map(|stmt| if let Stmt::Node(node) = stmt { Some(node) } else { None })
            .collect();
        prop_assert_eq!(nodes.len(), 2);
        for (node, name) in nodes.into_iter().zip(&names) {
            let label = shown(&node.attributes, "label").replace(['\n', ' '], "");
            // Where Graphviz would take a name's `&#233;` for a letter, the ampersand is escaped.
            prop_assert_eq!(label.replace("&amp;", "&"), drawable(name));
        }
        prop_assert_eq!(stmts.iter().filter(|stmt| matches!(stmt, Stmt::Edge(_))).count(), 1);
    }
}
