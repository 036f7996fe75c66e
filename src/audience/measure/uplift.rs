//! Whether those with a high churn probability respond more than others: the Qini coefficient.

use super::members::Member;
use crate::words::whole;

/// Fewer held back do not show who responds.
pub(super) const LEAST_CONTROL: usize = 1000;

/// The Qini coefficient of the order by churn probability, highest first: the area between the curve of
/// buyers won and the straight line to its end, in buyers per customer on the list (Radcliffe, "Using Control
/// Groups to Target on Predicted Lift", 2007). Above 0: the riskier respond more. Where it cannot be said, why.
pub(super) fn qini(members: &[Member]) -> Result<f64, String> {
    let control = members.iter().filter(|member| !member.treated).count();
    if control < LEAST_CONTROL {
        let [least, control] = [LEAST_CONTROL, control].map(|n| whole(n as f64));
        return Err(format!("who responds shows from {least} held back on, here {control}"));
    }
    let mut known: Vec<&Member> =
        members.iter().filter(|member| !member.churn_probability.is_nan()).collect();
    if known.len() < members.len() {
        return Err("the churn probability of some customers is not known".to_owned());
    }
    known.sort_by(|a, b| b.churn_probability.total_cmp(&a.churn_probability));
    let treated = (members.len() - control) as f64;
    // Customers and buyers met so far: held back, on the list.
    let (mut n, mut buyers) = ([0.0; 2], [0.0; 2]);
    let (mut area, mut height) = (0.0, 0.0);
    let equal = |a: &&Member, b: &&Member| a.churn_probability == b.churn_probability;
    for chunk in known.chunk_by(equal) {
        for member in chunk {
            let side = usize::from(member.treated);
            n[side] += 1.0;
            buyers[side] += f64::from(u8::from(member.bought));
        }
        let unaided = if n[0] > 0.0 { buyers[0] * n[1] / n[0] } else { 0.0 };
        let reached = (buyers[1] - unaided) / treated;
        area += f64::midpoint(height, reached) * chunk.len() as f64 / known.len() as f64;
        height = reached;
    }
    Ok(area - height / 2.0)
}
