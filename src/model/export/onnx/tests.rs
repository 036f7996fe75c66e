//! That the file is well-formed. That it computes the same numbers is for `scripts/check_exports.py`.

use super::*;
use crate::model::export::fixtures::{calibration, coefficients, design};
use std::collections::BTreeSet;

/// The fields of a message: number and content (bytes, or a varint as such).
fn fields(mut bytes: &[u8]) -> Vec<(u64, Vec<u8>)> {
    fn varint(bytes: &mut &[u8]) -> u64 {
        let (mut value, mut shift) = (0, 0);
        loop {
            let (first, rest) = bytes.split_first().unwrap();
            *bytes = rest;
            value |= u64::from(first & 0x7f) << shift;
            shift += 7;
            if first & 0x80 == 0 {
                return value;
            }
        }
    }
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes);
        if tag.is_multiple_of(8) {
            found.push((tag >> 3, varint(&mut bytes).to_le_bytes().to_vec()));
        } else {
            assert_eq!(tag % 8, 2, "only varints and bytes are written");
            let length = varint(&mut bytes) as usize;
            found.push((tag >> 3, bytes[..length].to_vec()));
            bytes = &bytes[length..];
        }
    }
    found
}

fn texts(message: &[u8], field: u64) -> Vec<String> {
    let of_field = fields(message).into_iter().filter(|(number, _)| *number == field);
    of_field.map(|(_, text)| String::from_utf8(text).unwrap()).collect()
}

/// Names that no node reads before they are written.
fn check_graph(graph: &[u8]) {
    let mut known = BTreeSet::from(["features".to_owned()]);
    let entries = fields(graph);
    let of = |field: u64| entries.iter().filter(move |(number, _)| *number == field);
    known.extend(of(5).flat_map(|(_, tensor)| texts(tensor, 8)));
    for (_, node) in of(1) {
        for input in texts(node, 1) {
            assert!(known.contains(&input), "{input} is read before it is written");
        }
        for output in texts(node, 2) {
            assert!(known.insert(output.clone()), "{output} is written twice");
        }
    }
    for (_, output) in of(12) {
        assert!(known.contains(&texts(output, 1)[0]));
    }
}

#[test]
fn every_name_is_written_once_and_before_it_is_read() {
    let graph = graph(&design(), &coefficients(), &calibration()).into_bytes();
    check_graph(&graph);
    let operators: Vec<String> = fields(&graph)
        .iter()
        .filter(|(field, _)| *field == 1)
        .flat_map(|(_, node)| texts(node, 4))
        .collect();
    for operator in ["IsNaN", "Sqrt", "Clip", "Max", "MatMul", "ReduceSum", "Sigmoid"] {
        assert!(operators.iter().any(|o| o == operator), "{operator}");
    }
}

#[test]
fn a_model_of_the_base_rate_has_a_graph_too() {
    let nothing = Design { columns: Vec::new(), terms: Vec::new() };
    let intercept = Coefficients { intercept: 0.5, weights: Vec::new() };
    let graph = graph(&nothing, &intercept, &Calibration::identity());
    check_graph(&graph.clone().into_bytes());
    let file = file(&graph, &[("model_version", "v1".to_owned())]);
    let numbers: Vec<u64> = fields(&file).iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [1, 2, 3, 7, 8, 14]);
}
