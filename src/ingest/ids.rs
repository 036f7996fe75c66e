//! Customer identifiers: whole numbers or text, compact, and ordered as people expect.

use std::fmt;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, StringArray};
use xxhash_rust::xxh3::xxh3_64;

/// One customer's identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CustomerId<'a> {
    /// A whole number.
    Int(i64),
    /// Text, as it stands in the data.
    Text(&'a str),
}

impl CustomerId<'_> {
    /// The stable hash by which customers are scattered and drawn; equal on every machine and run.
    #[inline]
    pub fn stable_hash(&self) -> u64 {
        match self {
            CustomerId::Int(id) => mix(*id as u64),
            CustomerId::Text(text) => xxh3_64(text.as_bytes()),
        }
    }
}

impl fmt::Display for CustomerId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CustomerId::Int(id) => id.fmt(f),
            CustomerId::Text(text) => text.fmt(f),
        }
    }
}

/// A bijective mix of 64 bits (the finaliser of `SplitMix64`): no two numbers share a hash.
#[inline]
pub const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The number of which [`mix`] makes `hash`.
#[inline]
pub(crate) fn unmix(hash: u64) -> u64 {
    // Each step undoes one of `mix`: the factors are the inverses of its factors modulo 2^64.
    let x = hash ^ (hash >> 31) ^ (hash >> 62);
    let x = x.wrapping_mul(0x3196_42b2_d24d_8ec3);
    let x = x ^ (x >> 27) ^ (x >> 54);
    let x = x.wrapping_mul(0x96de_1b17_3f11_9089);
    x ^ (x >> 30) ^ (x >> 60)
}

/// A column of identifiers, all of one kind.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum CustomerIds {
    /// Whole numbers.
    Int(Vec<i64>),
    /// Texts laid end to end; text `i` is `bytes[ends[i − 1]..ends[i]]`.
    Text {
        /// All texts.
        bytes: String,
        /// Where each ends.
        ends: Vec<u64>,
    },
}

impl CustomerIds {
    /// An empty column of the same kind.
    #[must_use]
    pub fn empty_like(&self) -> Self {
        match self {
            CustomerIds::Int(_) => CustomerIds::Int(Vec::new()),
            CustomerIds::Text { .. } => {
                CustomerIds::Text { bytes: String::new(), ends: Vec::new() }
            }
        }
    }

    /// Takes all identifiers out, keeping the memory.
    pub fn clear(&mut self) {
        match self {
            CustomerIds::Int(ids) => ids.clear(),
            CustomerIds::Text { bytes, ends } => {
                bytes.clear();
                ends.clear();
            }
        }
    }

    /// Whether they are text.
    pub fn is_text(&self) -> bool {
        matches!(self, CustomerIds::Text { .. })
    }

    /// Number of identifiers.
    pub fn len(&self) -> usize {
        match self {
            CustomerIds::Int(ids) => ids.len(),
            CustomerIds::Text { ends, .. } => ends.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Identifier `i`.
    #[inline]
    pub fn get(&self, i: usize) -> CustomerId<'_> {
        match self {
            CustomerIds::Int(ids) => CustomerId::Int(ids[i]),
            CustomerIds::Text { bytes, ends } => {
                let start = if i == 0 { 0 } else { ends[i - 1] as usize };
                CustomerId::Text(&bytes[start..ends[i] as usize])
            }
        }
    }

    /// Appends an identifier; one of the other kind is written in this column's kind where that is
    /// possible (a number as text) and ignored otherwise, which the reader of files rules out.
    pub fn push(&mut self, id: CustomerId<'_>) {
        match (self, id) {
            (CustomerIds::Int(ids), CustomerId::Int(id)) => ids.push(id),
            (CustomerIds::Text { bytes, ends }, id) => {
                match id {
                    CustomerId::Text(text) => bytes.push_str(text),
                    CustomerId::Int(id) => bytes.push_str(&id.to_string()),
                }
                ends.push(bytes.len() as u64);
            }
            (CustomerIds::Int(_), CustomerId::Text(_)) => {
                debug_assert!(false, "text among numbers");
            }
        }
    }

    /// Appends every identifier of `other`.
    pub fn extend(&mut self, other: &CustomerIds) {
        match (self, other) {
            (CustomerIds::Int(ids), CustomerIds::Int(more)) => ids.extend_from_slice(more),
            (ids, more) => (0..more.len()).for_each(|i| ids.push(more.get(i))),
        }
    }

    /// The column in Arrow: `Int64` or `Utf8`, without nulls.
    pub fn to_arrow(&self) -> ArrayRef {
        match self {
            CustomerIds::Int(ids) => Arc::new(Int64Array::from(ids.clone())),
            CustomerIds::Text { .. } => {
                Arc::new(StringArray::from_iter_values(self.iter().map(|id| match id {
                    CustomerId::Text(text) => text,
                    CustomerId::Int(_) => "",
                })))
            }
        }
    }

    /// Iterates over the identifiers.
    pub fn iter(&self) -> impl Iterator<Item = CustomerId<'_>> {
        (0..self.len()).map(|i| self.get(i))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_again_by_its_hash() {
        for i in 0..10_000u64 {
            for x in [i, u64::MAX - i, i.wrapping_mul(0x9e37_79b9_7f4a_7c15)] {
                assert_eq!(unmix(mix(x)), x);
            }
        }
    }
}
