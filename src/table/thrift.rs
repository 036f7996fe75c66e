//! As much of Thrift's compact encoding as it takes to see, before a decoder believes it, whether the
//! numbers of a Parquet footer or page header can be true.
//!
//! Nothing is built here and nothing is allocated: lists longer than the bytes that are left, structures
//! that end early and schemas nested deeper than a stack holds are refused.

/// Why bytes are no such structure, for messages.
pub(super) type Refused = &'static str;

/// Levels of lists and structures within each other; Parquet's own have six.
const MAX_NESTING: usize = 32;
/// Levels of a schema; decoders go down it by recursion.
const MAX_SCHEMA_DEPTH: usize = 128;
/// A page may be this large whatever it is compressed to.
const PAGE_BYTES: u64 = 64 << 20;
/// And else this many times as large as it is compressed; runs of one value come to a few thousand.
const PAGE_RATIO: u64 = 8192;

const BOOL_TRUE: u8 = 1;
const BOOL_FALSE: u8 = 2;
const BYTE: u8 = 3;
const I16: u8 = 4;
const I32: u8 = 5;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
const STRUCT: u8 = 12;
const UUID: u8 = 13;

/// `FileMetaData.schema`, a list of `SchemaElement`s in depth-first order.
const SCHEMA_FIELD: i16 = 2;
/// `SchemaElement.num_children`.
const CHILDREN_FIELD: i16 = 5;
/// `PageHeader.uncompressed_page_size` and `compressed_page_size`.
const UNCOMPRESSED_FIELD: i16 = 2;
const COMPRESSED_FIELD: i16 = 3;

/// Goes through a footer's `FileMetaData`.
pub(super) fn check_footer(bytes: &[u8]) -> Result<(), Refused> {
    let mut at = Cursor { bytes };
    let mut field = 0;
    while let Some((id, kind)) = at.field(&mut field)? {
        if id == SCHEMA_FIELD && kind == LIST {
            at.schema()?;
        } else {
            at.skip(kind, 1)?;
        }
    }
    Ok(())
}

/// Checks the sizes at the beginning of a page header, before which `left` bytes of the file are left.
pub(super) fn check_page_header(bytes: &[u8], left: u64) -> Result<(), Refused> {
    let mut at = Cursor { bytes };
    let (mut field, mut uncompressed) = (0, 0);
    while let Some((id, kind)) = at.field(&mut field)? {
        let size = match kind {
            I32 if id <= COMPRESSED_FIELD => at.integer()?,
            _ => break,
        };
        let size = u64::try_from(size).map_err(|_| "a page has a negative size")?;
        match id {
            UNCOMPRESSED_FIELD => uncompressed = size,
            COMPRESSED_FIELD => {
                if size > left {
                    return Err("a page is larger than the file");
                }
                if uncompressed > PAGE_BYTES.max(size.saturating_mul(PAGE_RATIO)) {
                    return Err("a page cannot be as large as it says");
                }
                break;
            }
            _ => {}
        }
    }
    Ok(())
}

struct Cursor<'a> {
    bytes: &'a [u8],
}

const ENDS: Refused = "the footer ends in the middle";

impl Cursor<'_> {
    fn byte(&mut self) -> Result<u8, Refused> {
        let (first, rest) = self.bytes.split_first().ok_or(ENDS)?;
        self.bytes = rest;
        Ok(*first)
    }

    fn varint(&mut self) -> Result<u64, Refused> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err("a number has too many bytes")
    }

    /// A signed number, zigzag-coded.
    fn integer(&mut self) -> Result<i64, Refused> {
        let coded = self.varint()?;
        Ok((coded >> 1) as i64 ^ -((coded & 1) as i64))
    }

    fn pass(&mut self, n: u64) -> Result<(), Refused> {
        let n = usize::try_from(n).map_err(|_| ENDS)?;
        self.bytes = self.bytes.get(n..).ok_or(ENDS)?;
        Ok(())
    }

    /// The next field of a structure, or its end.
    fn field(&mut self, last: &mut i16) -> Result<Option<(i16, u8)>, Refused> {
        let head = self.byte()?;
        if head == 0 {
            return Ok(None);
        }
        *last = match head >> 4 {
            0 => self.integer()? as i16,
            delta => last.wrapping_add(i16::from(delta)),
        };
        Ok(Some((*last, head & 0x0f)))
    }

    /// Length and type of a list; each of its elements takes a byte at least.
    fn list(&mut self) -> Result<(u64, u8), Refused> {
        let head = self.byte()?;
        let n = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
        if n > self.bytes.len() as u64 {
            return Err("a list is longer than the footer");
        }
        Ok((n, head & 0x0f))
    }

    fn skip(&mut self, kind: u8, nesting: usize) -> Result<(), Refused> {
        if nesting > MAX_NESTING {
            return Err("its structures are nested too deep");
        }
        match kind {
            BOOL_TRUE | BOOL_FALSE => Ok(()),
            BYTE => self.pass(1),
            I16 | I32 | I64 => self.varint().map(drop),
            DOUBLE => self.pass(8),
            UUID => self.pass(16),
            BINARY => {
                let n = self.varint()?;
                self.pass(n)
            }
            LIST | SET => {
                let (n, kind) = self.list()?;
                (0..n).try_for_each(|_| self.skip_element(kind, nesting + 1))
            }
            MAP => {
                let n = self.varint()?;
                if n == 0 {
                    return Ok(());
                }
                let kinds = self.byte()?;
                if n > self.bytes.len() as u64 {
                    return Err("a map is longer than the footer");
                }
                (0..n).try_for_each(|_| {
                    self.skip_element(kinds >> 4, nesting + 1)?;
                    self.skip_element(kinds & 0x0f, nesting + 1)
                })
            }
            STRUCT => {
                let mut field = 0;
                while let Some((_, kind)) = self.field(&mut field)? {
                    self.skip(kind, nesting + 1)?;
                }
                Ok(())
            }
            _ => Err("it has a field of no known type"),
        }
    }

    /// In lists a truth value takes a byte; as a field its type says it.
    fn skip_element(&mut self, kind: u8, nesting: usize) -> Result<(), Refused> {
        if matches!(kind, BOOL_TRUE | BOOL_FALSE) { self.pass(1) } else { self.skip(kind, nesting) }
    }

    /// The elements of a schema: how deep they lie within each other.
    fn schema(&mut self) -> Result<(), Refused> {
        let (n, kind) = self.list()?;
        if kind != STRUCT {
            return Err("its schema cannot be read");
        }
        // Children that are still to come, of each element that is open.
        let mut open: Vec<i64> = Vec::new();
        for _ in 0..n {
            while open.last() == Some(&0) {
                open.pop();
            }
            if let Some(left) = open.last_mut() {
                *left -= 1;
            }
            let children = self.schema_element()?;
            if children > 0 {
                open.push(children);
            }
            if open.len() > MAX_SCHEMA_DEPTH {
                return Err("its schema is nested too deep");
            }
        }
        Ok(())
    }

    fn schema_element(&mut self) -> Result<i64, Refused> {
        let (mut field, mut children) = (0, 0);
        while let Some((id, kind)) = self.field(&mut field)? {
            if id == CHILDREN_FIELD && kind == I32 {
                children = self.integer()?;
            } else {
                self.skip(kind, 2)?;
            }
        }
        // Each child is an element of its own, which takes bytes.
        if children < 0 || children > self.bytes.len() as i64 {
            return Err("a part of its schema has an impossible number of parts");
        }
        Ok(children)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A footer whose schema is a chain of groups.
    fn chain(depth: usize) -> Vec<u8> {
        let mut bytes = vec![0x15, 2, 0x19, 0xfc];
        let mut n = depth as u64 + 1;
        while n >= 0x80 {
            bytes.push(n as u8 | 0x80);
            n >>= 7;
        }
        bytes.push(n as u8);
        for _ in 0..depth {
            // Field 5, an i32: one child.
            bytes.extend([0x55, 2, 0]);
        }
        bytes.extend([0x15, 2, 0, 0]);
        bytes
    }

    #[test]
    fn schemas_are_followed_as_deep_as_a_stack_holds() {
        assert_eq!(check_footer(&chain(MAX_SCHEMA_DEPTH)), Ok(()));
        for depth in [MAX_SCHEMA_DEPTH + 1, 10_000, 1_000_000] {
            assert_eq!(check_footer(&chain(depth)), Err("its schema is nested too deep"));
        }
    }

    #[test]
    fn lengths_that_cannot_be_are_refused_before_anybody_makes_room_for_them() {
        // Field 4, a list of 2^34 structures.
        let huge = [0x49, 0xfc, 0x80, 0x80, 0x80, 0x80, 0x40, 0];
        assert_eq!(check_footer(&huge), Err("a list is longer than the footer"));
        assert_eq!(check_footer(&[0x58, 0x7f, 0]), Err(ENDS));
        assert_eq!(check_footer(&[0x15]), Err(ENDS));
        assert_eq!(check_footer(&[0x1f, 0]), Err("it has a field of no known type"));
        let lists = [0x19; 100];
        assert!(check_footer(&lists).is_err());
    }

    #[test]
    fn pages_are_no_larger_than_they_can_be() {
        let header = |uncompressed: u64, compressed: u64| {
            let mut bytes = vec![0x15, 0];
            for size in [uncompressed, compressed] {
                bytes.push(0x15);
                let mut coded = size << 1;
                while coded >= 0x80 {
                    bytes.push(coded as u8 | 0x80);
                    coded >>= 7;
                }
                bytes.push(coded as u8);
            }
            bytes
        };
        assert_eq!(check_page_header(&header(5000, 900), 1000), Ok(()));
        assert_eq!(check_page_header(&header(800_000_000, 164_000), 200_000), Ok(()));
        assert!(check_page_header(&header(5000, 1001), 1000).is_err());
        assert!(check_page_header(&header(i32::MAX as u64, 900), 1000).is_err());
    }
}
