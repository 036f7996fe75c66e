//! The kinds of business that can be generated, and the numbers in which they differ.
//!
//! The numbers of `Shop` were chosen so that what is counted in the rows (docs/accuracy.md) lies where
//! published figures of shops lie. Everything that the shapes have in common stands where it is used.

/// What kind of business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum Shape {
    /// A shop: most buy once, the others rarely, everybody in small quantities.
    #[default]
    Shop,
    /// A supplier: most buy again and often, a few for their business in large quantities.
    Wholesale,
}

impl Shape {
    /// Code of the currency that the transactions name; they may name none.
    pub fn currency(self) -> Option<&'static str> {
        match self {
            Shape::Shop => Some("EUR"),
            Shape::Wholesale => None,
        }
    }

    /// The numbers of the shape.
    pub(super) fn profile(self) -> Profile {
        match self {
            Shape::Shop => Profile::SHOP,
            Shape::Wholesale => Profile::WHOLESALE,
        }
    }
}

/// The numbers of a shape.
#[derive(Debug, Clone, Copy)]
pub(super) struct Profile {
    /// Share of those registered who never buy.
    pub never_buys: f64,
    /// Customers before the history begins ÷ those who come in a year of it.
    pub known_before: f64,
    /// Orders that a customer from before the history is taken to have behind.
    pub orders_before: u32,
    /// Factor on the habits' orders a year.
    pub order_rate: f64,
    /// Factor on the habits' odds that the first order stays the only one.
    pub one_time_odds: f64,
    /// Probability of an average customer to be done after a later order.
    pub leave_per_order: f64,
    /// That probability falls with the number of orders to this power.
    pub habit_power: f64,
    /// The same of the most fickle customer.
    pub leave_per_order_max: f64,
    /// Factor on the habits' hazard of leaving at any moment.
    pub leave_rate: f64,
    /// Share of those who left who come back,
    pub back_share: f64,
    /// after so many days at least,
    pub back_after_days: f64,
    /// and so many more on average.
    pub back_spread_days: f64,
    /// Share of customers who buy for a business.
    pub business_share: f64,
    /// How near prices lie to one another: 0 as the goods have them, 1 all the same.
    pub price_closeness: f64,
    /// Factor on the lines of an order beyond the first.
    pub extra_lines: f64,
    /// Factor on the units of a line beyond the first.
    pub extra_units: f64,
    /// Units of a line, at most.
    pub units_max: i32,
    /// Factor on the categories' return rates.
    pub returns: f64,
    /// Days from mail to mail.
    pub mail_every_days: f64,
    /// E-mails that a customer of median interest opens a day.
    pub opens_per_day: f64,
    /// Visits of a customer of median interest a day, without an order.
    pub visits_per_day: f64,
    /// Mean number of visits just before an order, beyond the first.
    pub looks_before_order: f64,
    /// After leaving, what engagement is left falls to 1/e in so many days.
    pub memory_days: f64,
    /// Mean answer of a customer of average satisfaction, 0 to 10.
    pub nps_mean: f64,
}

impl Profile {
    const SHOP: Self = Self {
        never_buys: 0.27,
        known_before: 1.6,
        orders_before: 0,
        order_rate: 0.7,
        one_time_odds: 15.0,
        leave_per_order: 1.25,
        leave_per_order_max: 0.9,
        habit_power: 1.2,
        leave_rate: 0.45,
        back_share: 0.2,
        back_after_days: 320.0,
        back_spread_days: 100.0,
        business_share: 0.0,
        price_closeness: 0.35,
        extra_lines: 1.1,
        extra_units: 0.4,
        units_max: 20,
        returns: 1.5,
        mail_every_days: 5.0,
        opens_per_day: 0.18,
        visits_per_day: 0.08,
        looks_before_order: 4.0,
        memory_days: 300.0,
        nps_mean: 8.6,
    };

    pub(super) const WHOLESALE: Self = Self {
        never_buys: 0.05,
        known_before: 0.9,
        orders_before: 1,
        order_rate: 1.0,
        one_time_odds: 1.0,
        leave_per_order: 0.026,
        leave_per_order_max: 0.5,
        habit_power: 0.0,
        leave_rate: 1.0,
        back_share: 0.07,
        back_after_days: 120.0,
        back_spread_days: 150.0,
        business_share: 0.02,
        price_closeness: 0.0,
        extra_lines: 1.0,
        extra_units: 1.0,
        units_max: 5000,
        returns: 1.0,
        mail_every_days: 3.0,
        opens_per_day: 0.016,
        visits_per_day: 0.012,
        looks_before_order: 0.8,
        memory_days: 45.0,
        nps_mean: 7.9,
    };
}
