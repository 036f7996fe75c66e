//! What the business sells: categories, products, prices, and how often goods come back.
//!
//! A product has one price for everybody, which rises a little twice a year. Who buys the dearer
//! ones is the customer's matter (`person`), as is how much of them.

use super::draw::{Draw, Purpose};
use super::shape::Profile;
use crate::stats::sigmoid;

/// A kind of goods: name, products, median price, spread of log prices, share of lines returned,
/// how many units people take beyond the first, and how popular the category is.
struct ProductKind(&'static str, u16, f64, f64, f64, f64, f64);

const KINDS: [ProductKind; 12] = [
    ProductKind("grocery", 160, 5.5, 0.6, 0.004, 1.6, 1.6),
    ProductKind("beauty", 140, 16.0, 0.6, 0.02, 0.3, 1.3),
    ProductKind("health", 100, 19.0, 0.5, 0.01, 0.4, 1.0),
    ProductKind("pets", 80, 22.0, 0.6, 0.01, 0.7, 0.8),
    ProductKind("clothing", 220, 34.0, 0.6, 0.16, 0.1, 1.5),
    ProductKind("shoes", 90, 62.0, 0.5, 0.20, 0.02, 0.7),
    ProductKind("home", 160, 27.0, 0.8, 0.05, 0.5, 1.2),
    ProductKind("garden", 70, 24.0, 0.8, 0.04, 0.4, 0.5),
    ProductKind("toys", 90, 23.0, 0.6, 0.03, 0.2, 0.7),
    ProductKind("books", 180, 14.0, 0.4, 0.01, 0.15, 0.9),
    ProductKind("electronics", 110, 89.0, 1.0, 0.09, 0.05, 0.7),
    ProductKind("sports", 100, 39.0, 0.7, 0.07, 0.1, 0.7),
];

/// Number of categories.
pub(super) const CATEGORIES: usize = KINDS.len();

/// What prices lie near to in shapes where they lie near to one another.
const COMMON_PRICE: f64 = 28.0;

/// Popularity falls with rank as u^this, so that a tenth of the products makes about half the lines.
const POPULARITY_POWER: f64 = 3.0;

/// Products by category, each category's most popular first.
#[derive(Debug)]
pub(super) struct Assortment {
    /// Where each category's products start, and the end of the last.
    starts: [u16; CATEGORIES + 1],
    base_price: Vec<f64>,
}

impl Assortment {
    /// The goods of a seed, priced as the shape has it.
    pub(super) fn new(seed: u64, profile: &Profile) -> Self {
        let mut draw = Draw::new(seed, 0, Purpose::Assortment);
        let mut starts = [0; CATEGORIES + 1];
        let mut base_price = Vec::new();
        for (i, &ProductKind(_, products, median, spread, ..)) in KINDS.iter().enumerate() {
            for _ in 0..products {
                let price = draw.log_normal(median, spread);
                let nearer = (COMMON_PRICE / price).powf(profile.price_closeness);
                base_price.push((price * nearer).max(1.0));
            }
            starts[i + 1] = base_price.len() as u16;
        }
        Self { starts, base_price }
    }

    /// Number of products.
    pub(super) fn products(&self) -> usize {
        self.base_price.len()
    }

    /// Names of the categories, in the order of their codes.
    pub(super) fn category_names() -> impl Iterator<Item = &'static str> {
        KINDS.iter().map(|kind| kind.0)
    }

    /// How popular each category is.
    pub(super) fn category_weights() -> [f64; CATEGORIES] {
        KINDS.each_ref().map(|kind| kind.6)
    }

    /// The category of a product.
    pub(super) fn category_of(&self, product: u16) -> usize {
        self.starts.partition_point(|&start| start <= product) - 1
    }

    /// Share of the category's lines that come back.
    pub(super) fn return_rate(category: usize) -> f64 {
        KINDS[category].4
    }

    /// Mean number of units beyond the first.
    pub(super) fn extra_units(category: usize) -> f64 {
        KINDS[category].5
    }

    /// A product of the category; the higher the customer's level of spending (a standard normal
    /// score), the more often the dearer of two.
    pub(super) fn pick(&self, category: usize, spend_level: f64, draw: &mut Draw) -> u16 {
        let first = self.popular(category, draw);
        let second = self.popular(category, draw);
        let dearer_probability = sigmoid(1.5 * spend_level);
        let first_is_dearer =
            self.base_price[usize::from(first)] > self.base_price[usize::from(second)];
        if draw.chance(dearer_probability) == first_is_dearer { first } else { second }
    }

    fn popular(&self, category: usize, draw: &mut Draw) -> u16 {
        let products = self.starts[category + 1] - self.starts[category];
        let rank = f64::from(products) * draw.unit().powf(POPULARITY_POWER);
        self.starts[category] + (rank as u16).min(products - 1)
    }

    /// The list price in cents on a day since the start: 1.5 % up every half year, ending in 9.
    pub(super) fn price_cents(&self, product: u16, day: usize) -> u32 {
        let risen = self.base_price[usize::from(product)] * 1.015_f64.powi((day / 182) as i32);
        ((risen * 10.0).round() as u32).max(1) * 10 - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_product_has_its_category_and_those_with_money_buy_dearer() {
        let goods = Assortment::new(1, &Profile::WHOLESALE);
        assert_eq!(goods.products(), 1500);
        assert_eq!(goods.category_of(0), 0);
        assert_eq!(goods.category_of(160), 1);
        assert_eq!(goods.category_of(1499), CATEGORIES - 1);
        let mut draw = Draw::new(1, 1, Purpose::Life);
        let mut mean = |level| {
            let sum: u32 =
                (0..2000).map(|_| goods.price_cents(goods.pick(10, level, &mut draw), 0)).sum();
            f64::from(sum) / 2000.0
        };
        assert!(mean(2.0) > 1.3 * mean(-2.0));
    }
}
