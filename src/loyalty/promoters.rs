//! Net promoter score: promoters less detractors among those who were asked.

use super::measure::Measure;
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
