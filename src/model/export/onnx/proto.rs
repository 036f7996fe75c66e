//! The few protobuf messages of an ONNX file, written by hand.
//!
//! Field numbers are those of `onnx.proto` (proto2, <https://github.com/onnx/onnx>); the wire format is
//! tag, then varint or length and bytes. What the graph means is for `onnx`; nothing is read here.

/// Element types of tensors (`TensorProto.DataType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    /// 64-bit integers.
    Int64 = 7,
    /// Double precision.
    Double = 11,
}

/// A message under construction.
#[derive(Debug, Clone, Default)]
pub(super) struct Message {
    bytes: Vec<u8>,
}

impl Message {
    /// The encoded message.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    /// Adds an integer field.
    #[must_use]
    pub(super) fn integer(mut self, field: u64, value: i64) -> Self {
        self.varint(field << 3);
        self.varint(value as u64);
        self
    }

    /// Adds a field of bytes or text.
    #[must_use]
    pub(super) fn bytes(mut self, field: u64, value: &[u8]) -> Self {
        self.varint(field << 3 | 2);
        self.varint(value.len() as u64);
        self.bytes.extend_from_slice(value);
        self
    }

    /// Adds a text field.
    #[must_use]
    pub(super) fn text(self, field: u64, value: &str) -> Self {
        self.bytes(field, value.as_bytes())
    }

    /// Adds a nested message.
    #[must_use]
    pub(super) fn message(self, field: u64, value: &Message) -> Self {
        self.bytes(field, &value.bytes)
    }

    /// Adds a text field for each text.
    #[must_use]
    pub(super) fn texts(self, field: u64, values: &[&str]) -> Self {
        values.iter().fold(self, |message, value| message.text(field, value))
    }
}

/// A constant tensor of doubles (`TensorProto`).
pub(super) fn doubles(name: &str, shape: &[usize], values: &[f64]) -> Message {
    let raw: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    tensor(name, shape, Element::Double, &raw)
}

/// A constant tensor of integers (`TensorProto`).
pub(super) fn integers(name: &str, shape: &[usize], values: &[i64]) -> Message {
    let raw: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    tensor(name, shape, Element::Int64, &raw)
}

fn tensor(name: &str, shape: &[usize], element: Element, raw: &[u8]) -> Message {
    let dimensions =
        shape.iter().fold(Message::default(), |message, &size| message.integer(1, size as i64));
    dimensions.integer(2, element as i64).text(8, name).bytes(9, raw)
}

/// An operation (`NodeProto`) with integer attributes.
pub(super) fn node(
    operator: &str,
    inputs: &[&str],
    output: &str,
    attributes: &[(&str, i64)],
) -> Message {
    /// `AttributeProto.INT`
    const INTEGER: i64 = 2;
    let node =
        Message::default().texts(1, inputs).text(2, output).text(3, output).text(4, operator);
    attributes.iter().fold(node, |node, (name, value)| {
        node.message(5, &Message::default().text(1, name).integer(3, *value).integer(20, INTEGER))
    })
}

/// An input or output of the graph (`ValueInfoProto`) of doubles: rows of a number that the caller
/// chooses, by `width` columns where there is one.
pub(super) fn rows(name: &str, width: Option<usize>, description: &str) -> Message {
    let any = Message::default().text(2, "rows");
    let mut shape = Message::default().message(1, &any);
    if let Some(width) = width {
        shape = shape.message(1, &Message::default().integer(1, width as i64));
    }
    let tensor = Message::default().integer(1, Element::Double as i64).message(2, &shape);
    let value_type = Message::default().message(1, &tensor);
    Message::default().text(1, name).message(2, &value_type).text(3, description)
}

/// Key and value of the model's properties (`StringStringEntryProto`).
pub(super) fn property(key: &str, value: &str) -> Message {
    Message::default().text(1, key).text(2, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_format_is_that_of_the_protobuf_manual() {
        // https://protobuf.dev/programming-guides/encoding: 150, "testing", and a nested 150.
        assert_eq!(Message::default().integer(1, 150).into_bytes(), [0x08, 0x96, 0x01]);
        let text = Message::default().text(2, "testing").into_bytes();
        assert_eq!(text, [&[0x12, 0x07][..], b"testing"].concat());
        let inner = Message::default().integer(1, 150);
        let nested = Message::default().message(3, &inner).into_bytes();
        assert_eq!(nested, [0x1a, 0x03, 0x08, 0x96, 0x01]);
        let negative = Message::default().integer(1, -2).into_bytes();
        assert_eq!(negative.len(), 11, "a negative integer takes ten bytes");
        assert_eq!(Message::default().integer(20, 2).into_bytes(), [0xa0, 0x01, 0x02]);
    }

    #[test]
    fn a_tensor_is_its_shape_type_name_and_little_endian_values() {
        let bytes = doubles("w", &[1, 2], &[1.0, -0.5]).into_bytes();
        let mut wanted = vec![0x08, 1, 0x08, 2, 0x10, 11, 0x42, 1, b'w', 0x4a, 16];
        wanted.extend(1.0_f64.to_le_bytes());
        wanted.extend((-0.5_f64).to_le_bytes());
        assert_eq!(bytes, wanted);
    }
}
