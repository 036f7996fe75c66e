//! What a judgement means, in sentences: may the model be relied on, what do its probabilities mean, what does
//! contacting the riskiest catch. Every text about a model begins with these.

use super::evaluate::{Metrics, ReliabilityBin};
use super::judge::baselines::Baselines;
use super::judge::grade::Grade;
use super::judge::segments::Dimensioned;
use crate::words::{ratio, share, share_to_tenths};

/// What is to be told of a judgement.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The grade.
    pub grade: Grade,
    /// The measures.
    pub test: &'a Metrics,
    /// Predicted against observed, by tenth.
    pub reliability: &'a [ReliabilityBin],
    /// Share of the lost money held by the tenth with the most at risk.
    pub money_at_10: Option<f64>,
    /// What the model must beat.
    pub baselines: &'a Baselines,
    /// Parts of the customer base.
    pub segments: &'a [Dimensioned],
}

/// Fewest customers of whom a part's AUC says something.
const FEW: u64 = 200;

impl Judged<'_> {
    /// All that is to be said, the verdict first.
    pub fn sentences(&self) -> Vec<String> {
        let more = [self.meaning(), self.gains(), self.money(), self.weakness()];
        std::iter::once(self.verdict()).chain(more.into_iter().flatten()).collect()
    }

    /// May it be relied on?
    fn verdict(&self) -> String {
        let best = self.best_baseline();
        let beside = best.map_or_else(String::new, |(name, auc)| {
            format!(
                ": of one who left and one who stayed it gives the one who left the higher risk {} times in \
                 100; {name}, the best simple rule, {}",
                to_tenths(self.test.auc.unwrap_or(f64::NAN)),
                to_tenths(auc),
            )
        });
        match self.grade {
            Grade::A => format!("Rely on it. It is better than every simple rule{beside}."),
            Grade::B => format!(
                "Use its order, and its probabilities with care. It knows more than the base rate, but not \
                 more than every simple rule{beside}."
            ),
            Grade::C => format!("Do not rely on it. It is not shown to beat simple rules{beside}."),
        }
    }

    /// What a probability means, by the tenth of the customers nearest to 80 %.
    fn meaning(&self) -> Option<String> {
        let distance = |bin: &ReliabilityBin| (bin.mean_predicted - 0.8).abs();
        let bin = self.reliability.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
        Some(format!(
            "Of 100 customers whom it gives {}, {} left. Predicted and observed shares differ by {} \
             percentage points on average.",
            share(bin.mean_predicted),
            to_tenths(bin.observed),
            to_tenths(self.test.ece),
        ))
    }

    /// What contacting the riskiest catches, beside what chance would and what nobody can exceed.
    fn gains(&self) -> Option<String> {
        let (capture, lift) = (self.test.capture_at_20?, self.test.lift_at_10?);
        let ceiling = (0.2 / self.test.churn_rate).min(1.0);
        let best_lift = 1.0 / self.test.churn_rate.max(0.1);
        Some(format!(
            "The riskiest fifth holds {} of those who left; at random it would be 20%, and more than {} is \
             not possible. In the riskiest tenth {} times as many left as on average, of at most {}.",
            share(capture),
            share(ceiling),
            ratio((lift * 100.0).round() / 100.0),
            ratio((best_lift * 100.0).round() / 100.0),
        ))
    }

    /// The money that the tenth with the most at risk held.
    fn money(&self) -> Option<String> {
        Some(format!(
            "The tenth of the customers with the most at risk (probability × last year's spend) held {} of \
             the money that was lost.",
            share(self.money_at_10?)
        ))
    }

    /// Where it is weakest.
    fn weakness(&self) -> Option<String> {
        let parts = self.segments.iter().flat_map(|dimension| {
            dimension.segments.iter().map(move |part| (dimension.dimension.as_str(), part))
        });
        let known = parts.filter(|(_, part)| part.metrics.n_rows >= FEW);
        let (dimension, part) =
            known.filter(|(_, part)| part.metrics.auc.is_some()).min_by(|(_, a), (_, b)| {
                a.metrics.auc.partial_cmp(&b.metrics.auc).unwrap_or(std::cmp::Ordering::Equal)
            })?;
        let are = match dimension {
            "purchases" => "purchases are",
            "value_tier" => "value tier is",
            other => &format!("{other} is"),
        };
        Some(format!(
            "It is weakest among customers whose {are} {}: {} times in 100 ({} of the customers, {} left).",
            part.segment,
            to_tenths(part.metrics.auc.unwrap_or(f64::NAN)),
            share_to_tenths(part.metrics.n_rows as f64 / self.test.n_rows.max(1) as f64),
            share(part.metrics.churn_rate),
        ))
    }

    /// The simple rule that orders customers best, with its AUC.
    fn best_baseline(&self) -> Option<(&'static str, f64)> {
        let named = [
            ("days since the last order", &self.baselines.days_since_last),
            ("silence ÷ own usual gap", &self.baselines.own_gap),
            ("BG/NBD", &self.baselines.bg_nbd),
        ];
        let known =
            named.into_iter().filter_map(|(name, metrics)| Some((name, metrics.as_ref()?.auc?)));
        known.max_by(|a, b| a.1.total_cmp(&b.1))
    }
}

/// A share as so many in 100.
fn to_tenths(share: f64) -> String {
    ratio((share * 1000.0).round() / 10.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::evaluate::reliability_table;

    #[test]
    fn a_judgement_reads_as_a_person_would_say_it() {
        // Of 400 customers the half with a high risk left in three cases of four.
        let p: Vec<f64> = (0..400).map(|i| if i % 2 == 0 { 0.75 } else { 0.25 }).collect();
        let churned: Vec<bool> = (0..400).map(|i| (i % 2 == 0) == (i % 8 < 6)).collect();
        let test = Metrics::of(&p, &churned).unwrap();
        let weaker: Vec<f64> = (0..400).map(|i| if i % 3 == 0 { 0.6 } else { 0.5 }).collect();
        let baselines = Baselines {
            days_since_last: Some(Metrics::of(&weaker, &churned).unwrap()),
            ..Baselines::default()
        };
        let judged = Judged {
            grade: Grade::A,
            test: &test,
            reliability: &reliability_table(&p, &churned).unwrap(),
            money_at_10: Some(0.412),
            baselines: &baselines,
            segments: &[],
        };
        insta::assert_snapshot!(judged.sentences().join("\n"), @"
        Rely on it. It is better than every simple rule: of one who left and one who stayed it gives the one who left the higher risk 75 times in 100; days since the last order, the best simple rule, 50.
        Of 100 customers whom it gives 75%, 75 left. Predicted and observed shares differ by 0 percentage points on average.
        The riskiest fifth holds 30% of those who left; at random it would be 20%, and more than 40% is not possible. In the riskiest tenth 1.5 times as many left as on average, of at most 2.
        The tenth of the customers with the most at risk (probability × last year's spend) held 41% of the money that was lost.
        ");
        let unsure = Judged { grade: Grade::C, money_at_10: None, ..judged };
        insta::assert_snapshot!(
            unsure.sentences()[0],
            @"Do not rely on it. It is not shown to beat simple rules: of one who left and one who stayed it gives the one who left the higher risk 75 times in 100; days since the last order, the best simple rule, 50."
        );
    }
}
