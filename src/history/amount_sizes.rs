//! How large the amounts of a sample are, those in whole units and those with hundredths apart: where whole ones are about a
//! hundred times the others, two units of money stand in one column. Some that lie far above all others may stand for
//! something else than money. Which is right is not asked.

/// Steps of a size: four for each doubling.
const STEPS_PER_DOUBLING: f64 = 4.0;
const STEPS: usize = 192;
/// The size of the first step: a hundredth.
const LEAST: f64 = 0.01;

/// So many of either kind are needed, and such a share of all.
const FEW: u64 = 10;
const LEAST_SHARE: f64 = 0.02;
/// A hundred times the money, between sales whose usual prices differ.
const TIMES_FROM: f64 = 35.0;
const TIMES_TO: f64 = 300.0;
/// Sums of whole units that are this large are mostly round; hundredths are not.
const ROUND: f64 = 100.0;
const ROUND_SHARE: f64 = 0.5;

/// Amounts are far off from so many times the median on, behind so many empty steps.
const FAR_TIMES: f64 = 500.0;
const FAR_STEPS: usize = 16;

/// Amounts by size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AmountSizes {
    whole: Sizes,
    with_parts: Sizes,
    /// Whole ones that are round.
    round: u64,
}

/// Counts by size; nothing in them before the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Sizes(Vec<u64>);

impl Sizes {
    fn add(&mut self, amount: f64) {
        let step = ((amount / LEAST).log2() * STEPS_PER_DOUBLING).max(0.0) as usize;
        self.0.resize(STEPS, 0);
        self.0[step.min(STEPS - 1)] += 1;
    }

    fn and(&mut self, other: &Self) {
        if !other.0.is_empty() {
            self.0.resize(STEPS, 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(count, more)| *count += more);
    }

    /// How many lie far above all others, and where the first of them does.
    fn far_off(&self) -> Option<(u64, f64)> {
        let begins = |step: usize| LEAST * (step as f64 / STEPS_PER_DOUBLING).exp2();
        let filled: Vec<usize> = (0..self.0.len()).filter(|&step| self.0[step] > 0).collect();
        let gap = filled.windows(2).rposition(|pair| pair[1] - pair[0] > FAR_STEPS)?;
        let first = filled[gap + 1];
        let rows = self.0[first..].iter().sum();
        (begins(first) > FAR_TIMES * self.median()).then_some((rows, begins(first)))
    }

    fn all(&self) -> u64 {
        self.0.iter().sum()
    }

    fn median(&self) -> f64 {
        let (half, mut before) = (self.all() / 2, 0);
        let step = self.0.iter().position(|count| {
            before += count;
            before > half
        });
        LEAST * ((step.unwrap_or_default() as f64 + 0.5) / STEPS_PER_DOUBLING).exp2()
    }
}

impl AmountSizes {
    /// Takes the amount of a purchase into account.
    pub(super) fn observe(&mut self, amount: f64) {
        if amount <= 0.0 {
            return;
        }
        if amount.fract() == 0.0 {
            self.whole.add(amount);
            self.round += u64::from(amount % ROUND == 0.0);
        } else {
            self.with_parts.add(amount);
        }
    }

    /// Adds the amounts of another part of the sample.
    pub(super) fn and(&mut self, other: &Self) {
        self.whole.and(&other.whole);
        self.with_parts.and(&other.with_parts);
        self.round += other.round;
    }

    /// How many amounts lie far above all others, and from about where on.
    pub fn far_off(&self) -> Option<(u64, f64)> {
        let mut all = self.whole.clone();
        all.and(&self.with_parts);
        if all.all() < FEW { None } else { all.far_off() }
    }

    /// Whether all amounts are whole, of at least one unit if they are hundredths, and mostly not round.
    pub fn may_be_hundredths(&self) -> bool {
        let all = self.whole.all();
        self.with_parts.all() == 0
            && all >= FEW
            && self.whole.median() >= ROUND
            && self.round as f64 <= ROUND_SHARE * all as f64
    }

    /// Whole amounts, where they seem to be in hundredths of the unit of the others.
    pub fn in_hundredths(&self) -> Option<u64> {
        let (whole, with_parts) = (self.whole.all(), self.with_parts.all());
        let is_few =
            |count: u64| count < FEW || (count as f64) < LEAST_SHARE * (whole + with_parts) as f64;
        if is_few(whole) || is_few(with_parts) || self.round as f64 > ROUND_SHARE * whole as f64 {
            return None;
        }
        let times = self.whole.median() / self.with_parts.median();
        (TIMES_FROM..TIMES_TO).contains(&times).then_some(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(amounts: impl Iterator<Item = f64>) -> AmountSizes {
        let mut sizes = AmountSizes::default();
        amounts.for_each(|amount| sizes.observe(amount));
        sizes
    }

    #[test]
    fn hundredths_among_units_are_seen() {
        let price = |i: u32| f64::from(1_099 + i % 70 * 50 + i % 7);
        let mixed = |one_in: u32| {
            (0..600).map(move |i| if i % one_in == 0 { price(i) } else { price(i) / 100.0 })
        };
        assert_eq!(sizes(mixed(2)).in_hundredths().map(|rows| rows >= 300), Some(true));
        assert!(sizes(mixed(10)).in_hundredths().is_some());
        assert_eq!(sizes(mixed(1)).in_hundredths(), None, "all in one unit");
    }

    #[test]
    fn whole_prices_and_large_round_sums_are_units() {
        let prices = (0..600).map(|i| f64::from(10 + i % 60) + if i % 3 == 0 { 0.0 } else { 0.99 });
        assert_eq!(sizes(prices).in_hundredths(), None);
        let deals = (0..600).map(|i| f64::from(i % 40) * if i % 3 == 0 { 100.0 } else { 0.99 });
        assert_eq!(sizes(deals).in_hundredths(), None);
    }

    #[test]
    fn whole_amounts_may_be_hundredths() {
        let cents = |i: u32| f64::from(1_099 + i % 70 * 50 + i % 7);
        assert!(sizes((0..600).map(cents)).may_be_hundredths());
        assert!(
            !sizes((0..600).map(|i| f64::from(19 + i % 20))).may_be_hundredths(),
            "a fraction of a unit each"
        );
        assert!(!sizes((0..600).map(|i| f64::from(i % 40) * 100.0)).may_be_hundredths(), "round");
        let mixed = (0..600).map(|i| cents(i) + if i == 7 { 0.5 } else { 0.0 });
        assert!(!sizes(mixed).may_be_hundredths(), "not whole");
    }

    #[test]
    fn amounts_far_above_all_others_are_seen() {
        let prices = || (1..200).map(|i| f64::from(i) * 1.5);
        assert_eq!(sizes(prices()).far_off(), None);
        let far = sizes(prices().chain([999_999.99, 999_999.99])).far_off();
        assert_eq!(far.map(|(rows, _)| rows), Some(2));
        let deals = (0..20).map(|k| f64::from(1 << k));
        assert_eq!(sizes(prices().chain(deals)).far_off(), None, "nothing lies between");
    }

    #[test]
    fn parts_of_a_sample_add_up() {
        let all = sizes((1..200).map(|i| f64::from(i) * 1.5));
        let mut parts = sizes((1..100).map(|i| f64::from(i) * 1.5));
        parts.and(&sizes((100..200).map(|i| f64::from(i) * 1.5)));
        assert_eq!(all, parts);
    }
}
