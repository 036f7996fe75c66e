//! Net promoter score: promoters less detractors among those who were asked.

use super::measure::{Figure, Meaning, Measure, Unit};
use super::plan::Plan;
use super::tally::{Customer, Tally};
use crate::history::{EventKind, Events};
use serde::Serialize;

/// The score and the answers behind it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NetPromoterScore {
    /// % of promoters − % of detractors.
    pub score: Measure,
    /// Customers whose latest answer is 9 or 10.
    pub promoters: u64,
    /// 7 or 8.
    pub passives: u64,
    /// 0 to 6.
    pub detractors: u64,
}

/// Latest answers of one period.
#[derive(Debug, Clone, Copy, Default)]
struct Answers {
    promoters: u64,
    passives: u64,
    detractors: u64,
}

impl Answers {
    fn all(&self) -> u64 {
        self.promoters + self.passives + self.detractors
    }
}

pub(super) struct PromoterTally(Vec<Answers>);

/// The latest answer in `[from, to)`; the lowest of those at one instant. Answers outside 0 to 10 are none.
fn latest_answer(events: &Events<'_>, from: i64, to: i64) -> Option<f64> {
    let (start, end) = (
        events.time_micros.partition_point(|&t| t < from),
        events.time_micros.partition_point(|&t| t < to),
    );
    let is_answer = |&i: &usize| {
        events.kind[i] == EventKind::Nps as u8 && (0.0..=10.0).contains(&events.value[i])
    };
    let last = (start..end).rev().find(is_answer)?;
    let same =
        (start..=last).rev().take_while(|&i| events.time_micros[i] == events.time_micros[last]);
    same.filter(is_answer).map(|i| events.value[i]).min_by(f64::total_cmp)
}

impl Tally for PromoterTally {
    type Measured = NetPromoterScore;

    fn new(plan: &Plan) -> Self {
        Self(vec![Answers::default(); plan.spans.len()])
    }

    fn add(&mut self, customer: &Customer<'_>, plan: &Plan) {
        if customer.events.time_micros.is_empty() {
            return;
        }
        for (answers, span) in self.0.iter_mut().zip(&plan.spans) {
            match latest_answer(&customer.events, span.start.micros(), span.end.micros()) {
                None => {}
                Some(answer) if answer >= 9.0 => answers.promoters += 1,
                Some(answer) if answer > 6.0 => answers.passives += 1,
                Some(_) => answers.detractors += 1,
            }
        }
    }

    fn merge(&mut self, other: Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            sum.promoters += more.promoters;
            sum.passives += more.passives;
            sum.detractors += more.detractors;
        }
    }

    fn said(self, plan: &Plan) -> NetPromoterScore {
        let meaning = Meaning {
            name: "net promoter score",
            unit: Unit::Points,
            n_of: "customers with an answer in the period",
            definition: "% of promoters (9 or 10) − % of detractors (0 to 6), by the latest answer of each customer \
                         in the period (events of type nps with a value from 0 to 10)"
                .to_owned(),
        };
        let score = Measure::series(meaning, plan, |k, _| {
            if !plan.columns.events {
                return Err("there are no events".to_owned());
            }
            let Answers { promoters, detractors, .. } = self.0[k];
            match self.0[k].all() {
                0 => Err("nobody answered in the period (events of type nps)".to_owned()),
                n => Ok(Figure {
                    value: 100.0 * (promoters as f64 - detractors as f64) / n as f64,
                    n,
                }),
            }
        });
        let Answers { promoters, passives, detractors } = self.0[self.0.len() - 1];
        NetPromoterScore { score, promoters, passives, detractors }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, buyers, plan, said};
    use super::*;

    fn answered(answer: f64) -> Buyer {
        Buyer::default().event(-5.0, "nps", answer)
    }

    #[test]
    fn fifty_per_cent_promoters_and_thirty_per_cent_detractors_are_twenty() {
        let mut base = buyers(5, |i| answered([9.0, 10.0][i % 2]));
        base.extend([answered(7.0), answered(8.0)]);
        base.extend([answered(0.0), answered(6.0), answered(3.0)]);
        let found = said::<PromoterTally>(&plan(30, 365), &base);
        assert_eq!((found.score.value, found.score.n), (Some(20.0), 10));
        assert_eq!((found.promoters, found.passives, found.detractors), (5, 2, 3));
    }

    #[test]
    fn the_latest_answer_of_the_period_counts_and_the_lowest_of_one_instant() {
        let base = [
            answered(10.0).event(-8.0, "nps", 0.0).event(-31.0, "nps", 0.0),
            answered(10.0).event(-5.0, "nps", 2.0),
            answered(10.0).event(-4.0, "nps", 11.0).event(-3.0, "nps", f64::NAN),
            Buyer::default().event(-31.0, "nps", 0.0),
            Buyer::default().event(-3.0, "review", 0.0),
        ];
        let found = said::<PromoterTally>(&plan(30, 365), &base);
        assert_eq!((found.promoters, found.passives, found.detractors), (2, 0, 1));
    }
}
