//! From values to places, and the values that an axis names.

/// A straight scale.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    from: (f64, f64),
    to: (f64, f64),
}

impl Scale {
    /// The scale that puts the values `from` onto the places `to`. A single value stands at the first place.
    pub(super) fn new(from: (f64, f64), to: (f64, f64)) -> Self {
        Self { from, to }
    }

    /// The place of a value.
    pub(super) fn at(&self, value: f64) -> f64 {
        let width = self.from.1 - self.from.0;
        let share = if width == 0.0 { 0.0 } else { (value - self.from.0) / width };
        self.to.0 + share * (self.to.1 - self.to.0)
    }
}

/// Round values from `low` to `high`, both included, that are about `wanted` in number: the axis reaches from the
/// first to the last.
pub(super) fn ticks(low: f64, high: f64, wanted: u32) -> Vec<f64> {
    let width = high - low;
    if !width.is_finite() || width <= 0.0 {
        return vec![low, low + 1.0];
    }
    let raw = width / f64::from(wanted.max(1));
    let power = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|factor| factor * power);
    let step = step.clone().find(|step| *step >= raw * (1.0 - 1e-9)).unwrap_or(raw);
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil();
    (0..=(last - first) as u32).map(|k| (first + f64::from(k)) * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_reaches_round_values_on_either_side() {
        assert_eq!(ticks(0.0, 100.0, 4), [0.0, 25.0, 50.0, 75.0, 100.0]);
        assert_eq!(ticks(0.0, 759.0, 4), [0.0, 200.0, 400.0, 600.0, 800.0]);
        assert_eq!(ticks(-0.013, 0.02, 4), [-0.02, -0.01, 0.0, 0.01, 0.02]);
        assert_eq!(ticks(3.0, 3.0, 4), [3.0, 4.0]);
        assert_eq!(Scale::new((0.0, 10.0), (100.0, 0.0)).at(2.5), 75.0);
        assert_eq!(Scale::new((5.0, 5.0), (10.0, 20.0)).at(5.0), 10.0);
    }
}
