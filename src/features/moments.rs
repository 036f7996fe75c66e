//! Mean, spread and middle of a few numbers. Nothing here knows what they stand for.

/// Mean, sample standard deviation and extremes; all NaN without a value, `sd` NaN below two.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moments {
    pub mean: f64,
    pub sd: f64,
    pub min: f64,
    pub max: f64,
}

impl Moments {
    pub(super) fn of(values: &[f64]) -> Self {
        let Some(&first) = values.first() else {
            return Self { mean: f64::NAN, sd: f64::NAN, min: f64::NAN, max: f64::NAN };
        };
        let count = values.len() as f64;
        let (mut sum, mut min, mut max) = (0.0, first, first);
        // Sums are taken from the first value on: equal values have a deviation of exactly 0.
        for &value in values {
            sum += value - first;
            min = if value < min { value } else { min };
            max = if value > max { value } else { max };
        }
        let shift = sum / count;
        let squares: f64 = values.iter().map(|v| (v - first - shift).powi(2)).sum();
        let sd = if values.len() < 2 { f64::NAN } else { (squares / (count - 1.0)).sqrt() };
        Self { mean: first + shift, sd, min, max }
    }
}

/// The median; the mean of the middle two for an even number, NaN for none. Reorders the values.
pub(super) fn median(values: &mut [f64]) -> f64 {
    let count = values.len();
    if count == 0 {
        return f64::NAN;
    }
    let (below, &mut upper, _) = values.select_nth_unstable_by(count / 2, f64::total_cmp);
    if count % 2 == 1 {
        return upper;
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    f64::midpoint(lower, upper)
}

/// A quotient, NaN where the divisor is 0.
#[inline]
pub(super) fn ratio(dividend: f64, divisor: f64) -> f64 {
    if divisor == 0.0 { f64::NAN } else { dividend / divisor }
}

/// 1 for yes, 0 for no.
#[inline]
pub(super) fn flag(yes: bool) -> f64 {
    if yes { 1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_a_textbook_sample() {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sum of squared deviations 32.
        let m = Moments::of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
        assert_eq!((m.mean, m.min, m.max), (5.0, 2.0, 9.0));
        assert!((m.sd - (32.0_f64 / 7.0).sqrt()).abs() < 1e-15);
        assert_eq!(Moments::of(&[0.1; 3]).sd, 0.0);
        assert!(Moments::of(&[1.0]).sd.is_nan() && Moments::of(&[]).mean.is_nan());
    }

    #[test]
    fn median_of_odd_even_and_none() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(&mut []).is_nan());
    }
}
