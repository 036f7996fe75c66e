//! An ONNX graph as it grows: operations and constants, each with a name of its own.
//!
//! What is computed is for `steps`; how it is written is for `proto`.

use super::proto::{Message, doubles, integers, node};

/// A graph under construction.
#[derive(Default)]
pub(super) struct Graph {
    /// Nodes (field 1) and constants (field 5) of a `GraphProto`.
    nodes: Message,
    count: usize,
}

impl Graph {
    /// The nodes and constants so far.
    pub(super) fn into_message(self) -> Message {
        self.nodes
    }

    /// Adds an operation whose output has this name.
    pub(super) fn add_as(&mut self, operator: &str, inputs: &[&str], output: &str) {
        self.push(1, &node(operator, inputs, output, &[]));
    }

    /// Adds an operation; returns the name of its output.
    pub(super) fn add(&mut self, operator: &str, inputs: &[&str]) -> String {
        self.add_with(operator, inputs, &[])
    }

    /// Adds an operation with integer attributes; returns the name of its output.
    pub(super) fn add_with(
        &mut self,
        operator: &str,
        inputs: &[&str],
        attributes: &[(&str, i64)],
    ) -> String {
        let output = self.name(operator);
        self.push(1, &node(operator, inputs, &output, attributes));
        output
    }

    /// Adds a constant; returns its name, which begins with `what`.
    pub(super) fn doubles(&mut self, what: &str, shape: &[usize], values: &[f64]) -> String {
        let name = self.name(what);
        self.push(5, &doubles(&name, shape, values));
        name
    }

    /// A row of doubles, one per column.
    pub(super) fn row(&mut self, what: &str, values: impl Iterator<Item = f64>) -> String {
        let values: Vec<f64> = values.collect();
        self.doubles(what, &[1, values.len()], &values)
    }

    /// Adds a constant without dimensions.
    pub(super) fn scalar(&mut self, value: f64) -> String {
        self.doubles("number", &[], &[value])
    }

    /// Adds a constant vector of integers.
    pub(super) fn integers(&mut self, what: &str, values: &[i64]) -> String {
        let name = self.name(what);
        self.push(5, &integers(&name, &[values.len()], values));
        name
    }

    /// Some columns of a matrix.
    pub(super) fn columns(&mut self, matrix: &str, positions: &[usize]) -> String {
        let positions: Vec<i64> = positions.iter().map(|&j| j as i64).collect();
        let positions = self.integers("positions", &positions);
        self.add_with("Gather", &[matrix, &positions], &[("axis", 1)])
    }

    /// Matrices side by side.
    pub(super) fn beside(&mut self, matrices: &[String]) -> String {
        let names: Vec<&str> = matrices.iter().map(String::as_str).collect();
        self.add_with("Concat", &names, &[("axis", 1)])
    }

    fn name(&mut self, what: &str) -> String {
        self.count += 1;
        format!("{}_{}", what.to_lowercase(), self.count)
    }

    fn push(&mut self, field: u64, message: &Message) {
        self.nodes = std::mem::take(&mut self.nodes).message(field, message);
    }
}
