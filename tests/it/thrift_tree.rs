//! A Parquet footer as a tree of Thrift values, to be changed in one place and written again.

/// A value in Thrift's compact encoding.
#[derive(Debug, Clone)]
pub enum Value {
    /// Whole numbers of a type, or truth values by their type alone.
    Integer(u8, i64),
    /// Other bytes of fixed length.
    Fixed(u8, Vec<u8>),
    Binary(Vec<u8>),
    List(u8, Vec<Value>),
    Struct(Vec<(i16, Value)>),
}

/// A Parquet file whose footer is taken apart.
pub struct Taken {
    body: Vec<u8>,
    pub footer: Value,
}

impl Taken {
    /// Takes a whole file apart.
    pub fn apart(file: &[u8]) -> Self {
        let end = file.len() - 8;
        let length = u32::from_le_bytes(file[end..end + 4].try_into().unwrap()) as usize;
        let body = file[..end - length].to_vec();
        let footer = read(12, &mut &file[end - length..end]);
        Self { body, footer }
    }

    /// Puts it together again.
    pub fn together(&self) -> Vec<u8> {
        let mut bytes = self.body.clone();
        let mut footer = Vec::new();
        write(&self.footer, &mut footer);
        bytes.extend(&footer);
        bytes.extend((footer.len() as u32).to_le_bytes());
        bytes.extend(b"PAR1");
        bytes
    }
}

impl Value {
    /// A field of a structure.
    pub fn field(&mut self, id: i16) -> &mut Value {
        let Value::Struct(fields) = self else { panic!("no structure") };
        &mut fields.iter_mut().find(|(field, _)| *field == id).unwrap().1
    }

    /// Every whole number in it.
    pub fn integers<'a>(&'a mut self, found: &mut Vec<&'a mut i64>) {
        match self {
            Value::Integer(kind, number) if *kind > 2 => found.push(number),
            Value::List(_, values) => values.iter_mut().for_each(|value| value.integers(found)),
            Value::Struct(fields) => fields.iter_mut().for_each(|(_, value)| value.integers(found)),
            _ => {}
        }
    }
}

fn byte(bytes: &mut &[u8]) -> u8 {
    let (first, rest) = bytes.split_first().unwrap();
    *bytes = rest;
    *first
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let (mut value, mut shift) = (0, 0);
    loop {
        let next = byte(bytes);
        value |= u64::from(next & 0x7f) << shift;
        shift += 7;
        if next < 0x80 {
            return value;
        }
    }
}

fn zigzag(bytes: &mut &[u8]) -> i64 {
    let coded = varint(bytes);
    (coded >> 1) as i64 ^ -((coded & 1) as i64)
}

fn take(bytes: &mut &[u8], n: usize) -> Vec<u8> {
    let (taken, rest) = bytes.split_at(n);
    *bytes = rest;
    taken.to_vec()
}

fn read(kind: u8, bytes: &mut &[u8]) -> Value {
    match kind {
        1 | 2 => Value::Integer(kind, 0),
        3 => Value::Fixed(kind, take(bytes, 1)),
        4..=6 => Value::Integer(kind, zigzag(bytes)),
        7 => Value::Fixed(kind, take(bytes, 8)),
        8 => {
            let n = varint(bytes) as usize;
            Value::Binary(take(bytes, n))
        }
        9 => {
            let head = byte(bytes);
            let n = if head >> 4 == 15 { varint(bytes) } else { u64::from(head >> 4) };
            let kind = head & 0x0f;
            let element = |bytes: &mut &[u8]| match kind {
                1 | 2 => Value::Fixed(kind, take(bytes, 1)),
                _ => read(kind, bytes),
            };
            Value::List(kind, (0..n).map(|_| element(bytes)).collect())
        }
        12 => {
            let (mut fields, mut last) = (Vec::new(), 0);
            loop {
                let head = byte(bytes);
                if head == 0 {
                    return Value::Struct(fields);
                }
                last =
                    if head >> 4 == 0 { zigzag(bytes) as i16 } else { last + i16::from(head >> 4) };
                fields.push((last, read(head & 0x0f, bytes)));
            }
        }
        _ => panic!("type {kind} is in no footer"),
    }
}

fn put_varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn put_zigzag(number: i64, out: &mut Vec<u8>) {
    put_varint((number << 1 ^ number >> 63) as u64, out);
}

fn kind_of(value: &Value) -> u8 {
    match value {
        Value::Integer(kind, _) | Value::Fixed(kind, _) => *kind,
        Value::Binary(_) => 8,
        Value::List(..) => 9,
        Value::Struct(_) => 12,
    }
}

fn write(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Integer(1 | 2, _) => {}
        Value::Integer(_, number) => put_zigzag(*number, out),
        Value::Fixed(_, bytes) => out.extend(bytes),
        Value::Binary(bytes) => {
            put_varint(bytes.len() as u64, out);
            out.extend(bytes);
        }
        Value::List(kind, values) => {
            out.push(0xf0 | kind);
            put_varint(values.len() as u64, out);
            for value in values {
                write(value, out);
            }
        }
        Value::Struct(fields) => {
            for (id, value) in fields {
                out.push(kind_of(value));
                put_zigzag(i64::from(*id), out);
                write(value, out);
            }
            out.push(0);
        }
    }
}
