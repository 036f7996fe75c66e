//! What lists of other sizes would do: more leavers reached, more of those who would buy anyway, more profit or less.

use crate::audience::CampaignSummary;

/// Sizes that are compared, at most.
const SIZES: usize = 40;

/// A list of so many customers, best first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ListSize {
    /// Number of customers on the list.
    pub customers: u64,
    /// Of these, how many would leave unless something is done.
    pub leavers: f64,
    /// What the list is expected to bring, costs taken off.
    pub profit: f64,
}

/// Churn probability and expected profit of someone who is or could be on the list.
pub(super) type Candidate = (f64, f64);

/// Lists of several sizes: of the listed, best first, and then of those beyond the budget. The size that was
/// chosen has the campaign's own numbers.
pub(super) fn sizes(
    summary: &CampaignSummary,
    mut listed: Vec<(u64, Candidate)>,
    mut beyond: Vec<Candidate>,
) -> Vec<ListSize> {
    let Some(profit) = summary.expected_profit else { return Vec::new() };
    listed.sort_unstable_by_key(|(rank, _)| *rank);
    beyond.retain(|(risk, profit)| risk.is_finite() && profit.is_finite());
    beyond.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.0.total_cmp(&a.0)));
    let chosen = listed.len();
    let all: Vec<Candidate> =
        listed.into_iter().map(|(_, candidate)| candidate).chain(beyond).collect();
    let step = all.len().div_ceil(SIZES).max(1);
    let mut sizes = vec![ListSize { customers: 0, leavers: 0.0, profit: 0.0 }];
    let (mut leavers, mut sum) = (0.0, 0.0);
    for (at, (risk, brings)) in all.iter().enumerate() {
        (leavers, sum) = (leavers + risk, sum + brings);
        let customers = at + 1;
        if customers == chosen {
            // Cells of the list are rounded; the campaign is not.
            (leavers, sum) = (summary.expected_leavers, profit);
        }
        if customers == chosen || customers.is_multiple_of(step) || customers == all.len() {
            sizes.push(ListSize { customers: customers as u64, leavers, profit: sum });
        }
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_chosen_size_has_the_campaigns_own_numbers() {
        let summary =
            CampaignSummary { listed: 2, expected_leavers: 1.4, ..fixture::contacts().summary };
        let listed = vec![(2, (0.6, 3.0)), (1, (0.8, 9.0))];
        let beyond = vec![(0.5, 1.0), (0.4, 2.0), (f64::NAN, 5.0)];
        let found = sizes(&summary, listed, beyond);
        let expected =
            [(0, 0.0, 0.0), (1, 0.8, 9.0), (2, 1.4, 77.25), (3, 1.8, 79.25), (4, 2.3, 80.25)]
                .map(|(customers, leavers, profit)| ListSize { customers, leavers, profit });
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(found.customers, expected.customers);
            assert!((found.leavers - expected.leavers).abs() < 1e-12, "{found:?}");
            assert!((found.profit - expected.profit).abs() < 1e-12, "{found:?}");
        }
        let unpriced = CampaignSummary { expected_profit: None, ..summary };
        assert_eq!(sizes(&unpriced, vec![(1, (0.8, f64::NAN))], Vec::new()), []);
    }
}
