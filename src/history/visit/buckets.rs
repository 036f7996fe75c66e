//! Records moved to numbered buckets: a counting sort, which keeps their order within a bucket.

use crate::history::store::layout::{Layout, with_words};
use crate::history::store::records::Records;
use std::borrow::Cow;

/// A layout with room for all records.
pub(crate) fn common_layout(records: &[&Records]) -> Layout {
    let mut layouts = records.iter().flat_map(|records| records.layouts());
    let first =
        layouts.next().copied().unwrap_or_else(|| Layout::new(<_>::default(), <_>::default()));
    layouts.fold(first, |all, layout| all.union(layout))
}

/// Moves every record to its bucket, those of a bucket in the order in which they came; returns the
/// words in `layout` and where each bucket ends.
pub(crate) fn to_buckets(
    records: &[&Records],
    layout: &Layout,
    buckets: &[u32],
    n_buckets: usize,
) -> (Vec<u64>, Vec<u32>) {
    let mut ends = vec![0u32; n_buckets];
    for &bucket in buckets {
        ends[bucket as usize] += 1;
    }
    let mut start = 0;
    for end in &mut ends {
        start += std::mem::replace(end, start);
    }
    let mut words = vec![0; buckets.len() * layout.n_words()];
    let mut rest = buckets;
    for (own, block) in records.iter().flat_map(|records| records.blocks()) {
        let (here, later) = rest.split_at(block.len() / own.n_words());
        let block = in_layout(layout, own, block);
        with_words!(layout.n_words(), W => move_records::<W>(&block, here, &mut ends, &mut words));
        rest = later;
    }
    (words, ends)
}

fn move_records<const W: usize>(from: &[u64], buckets: &[u32], ends: &mut [u32], into: &mut [u64]) {
    let (from, _) = from.as_chunks::<W>();
    let (into, _) = into.as_chunks_mut::<W>();
    for (record, &bucket) in from.iter().zip(buckets) {
        let at = &mut ends[bucket as usize];
        into[*at as usize] = *record;
        *at += 1;
    }
}

/// Records of layout `own` in `layout`, which has room for them.
fn in_layout<'a>(layout: &Layout, own: &Layout, words: &'a [u64]) -> Cow<'a, [u64]> {
    if layout.fields() == own.fields() {
        return Cow::Borrowed(words);
    }
    let mut converted = vec![0; words.len() / own.n_words() * layout.n_words()];
    let records = words.chunks_exact(own.n_words());
    for (record, into) in records.zip(converted.chunks_exact_mut(layout.n_words())) {
        layout.convert(own, record, into);
    }
    Cow::Owned(converted)
}
