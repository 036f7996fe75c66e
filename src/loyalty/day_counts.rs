//! Whole days counted by their number: as much memory as the longest has days, and exact quantiles.

/// How often each number of days occurs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DayCounts {
    counts: Vec<u64>,
    n: u64,
}

impl DayCounts {
    pub(super) fn add(&mut self, days: u32) {
        let at = days as usize;
        if self.counts.len() <= at {
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] += 1;
        self.n += 1;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        self.n += other.n;
    }

    /// How many were counted.
    pub(super) fn n(&self) -> u64 {
        self.n
    }

    /// How many lie in `[from, to)`.
    pub(super) fn within(&self, from: usize, to: usize) -> u64 {
        let end = to.min(self.counts.len());
        self.counts[from.min(end)..end].iter().sum()
    }

    /// The `q`-quantile, by straight line between order statistics as [`crate::stats::quantile`] has it.
    pub(super) fn quantile(&self, q: f64) -> Option<f64> {
        let at = q * self.n.checked_sub(1)? as f64;
        let (below, part) = (at.floor() as u64, at.fract());
        let (low, high) = (self.value_at(below), self.value_at((below + 1).min(self.n - 1)));
        Some(low + part * (high - low))
    }

    /// The value of this rank, from 0.
    fn value_at(&self, rank: u64) -> f64 {
        let mut before = 0;
        let reaches = |&count: &u64| {
            before += count;
            before > rank
        };
        self.counts.iter().position(reaches).unwrap_or_default() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_sorted_values() {
        let values = [5, 1, 1, 30, 7, 7, 0, 12];
        let (mut all, mut rest) = (DayCounts::default(), DayCounts::default());
        values[..3].iter().for_each(|&days| all.add(days));
        values[3..].iter().for_each(|&days| rest.add(days));
        all.merge(&rest);
        let mut sorted = values.map(f64::from);
        sorted.sort_unstable_by(f64::total_cmp);
        for q in [0.0, 0.1, 0.5, 0.75, 0.9, 1.0] {
            let expected = crate::stats::quantile(&sorted, q);
            assert!((all.quantile(q).unwrap() - expected).abs() < 1e-12, "{q}");
        }
        assert_eq!((all.n(), all.within(1, 8), all.within(8, 999)), (8, 5, 2));
        assert_eq!(DayCounts::default().quantile(0.5), None);
    }
}
