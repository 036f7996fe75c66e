//! How widely: distinct products, categories and channels, their concentration, and basket sizes.
//!
//! Only purchase rows count. Rows that name no product, category or channel are left out of that
//! column's features.

use super::family::FamilyName;
use super::moments::ratio;
use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Family, Feature, Output, Role, Sql, Topic, Unit, Values};
use crate::history::{Columns, Transactions};

/// Distinct and repeated products.
pub(super) struct Products;

/// Distinct categories.
pub(super) struct Categories;

/// How purchases spread over categories.
pub(super) struct CategorySpread;

/// Distinct channels.
pub(super) struct Channels;

/// Rows and items per order.
pub(super) struct Baskets;

/// Rows in all, which amounts tell better where there are any.
pub(super) struct PurchaseRows;

const DISTINCT_PRODUCTS: Output = Output::new(0, "distinct_products");
const REPEAT_ITEM_SHARE: Output = Output::new(1, "repeat_item_share");

const DISTINCT_CATEGORIES: Output = Output::new(0, "distinct_categories");

const TOP_CATEGORY_SHARE: Output = Output::new(0, "top_category_share");
const CATEGORY_ENTROPY: Output = Output::new(1, "category_entropy");

const DISTINCT_CHANNELS: Output = Output::new(0, "distinct_channels");

const ROWS_PER_ORDER: Output = Output::new(0, "rows_per_order");
const ITEMS_PER_ORDER: Output = Output::new(1, "items_per_order");

const PURCHASE_ROWS: Output = Output::new(0, "purchase_rows");

const FAMILY: FamilyName = FamilyName("breadth");

fn distinct(output: Output, definition: &str, sql: Sql, needs: Columns) -> Feature {
    FAMILY.entry(output, Topic::Range, Unit::Count, definition, sql).needing(needs)
}

/// The codes of the purchase rows; nothing where the column is not kept.
fn purchased<'a>(rows: &Transactions<'a>, codes: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    codes.iter().zip(rows.amount).filter(|(_, a)| a.is_sign_positive()).map(|(&code, _)| code)
}

impl Family for Products {
    fn features(&self) -> Vec<Feature> {
        let needs = Columns { product: true, ..Columns::default() };
        let share = phrase::ratio("count(*)", "sum(n_rows)");
        vec![
            distinct(
                DISTINCT_PRODUCTS,
                "Distinct products bought",
                Sql::products("count(*)"),
                needs,
            ),
            FAMILY
                .entry(
                    REPEAT_ITEM_SHARE,
                    Topic::Range,
                    Unit::Share,
                    "Share of purchase rows whose product was in an earlier row already",
                    Sql::products(format!("1e0 - {share}")),
                )
                .needing(needs),
        ]
    }

    fn compute(&self, view: &CustomerView<'_>, work: &mut Workspace, out: &mut Values<'_>) {
        let (distinct, rows) = work.codes.distinct(purchased(&view.rows, view.rows.product));
        out.set(DISTINCT_PRODUCTS, f64::from(distinct));
        out.set(REPEAT_ITEM_SHARE, 1.0 - ratio(f64::from(distinct), f64::from(rows)));
    }
}

impl Family for Categories {
    fn features(&self) -> Vec<Feature> {
        let needs = Columns { category: true, ..Columns::default() };
        vec![distinct(
            DISTINCT_CATEGORIES,
            "Distinct categories bought",
            Sql::categories("count(*)"),
            needs,
        )]
    }

    fn compute(&self, view: &CustomerView<'_>, work: &mut Workspace, out: &mut Values<'_>) {
        let codes = purchased(&view.rows, view.rows.category);
        out.set(DISTINCT_CATEGORIES, f64::from(work.codes.distinct(codes).0));
    }
}

impl Family for CategorySpread {
    fn features(&self) -> Vec<Feature> {
        let needs = Columns { category: true, ..Columns::default() };
        vec![
            FAMILY
                .entry(
                    TOP_CATEGORY_SHARE,
                    Topic::Range,
                    Unit::Share,
                    "Share of purchase rows in the customer's most bought category",
                    Sql::categories("1e0 * max(n_rows) / sum(n_rows)"),
                )
                .needing(needs),
            FAMILY
                .entry(
                    CATEGORY_ENTROPY,
                    Topic::Range,
                    Unit::Ratio,
                    "Entropy (natural logarithm) of the purchase rows over categories",
                    Sql::categories(
                        "ln(1e0 * sum(n_rows)) - sum(n_rows * ln(1e0 * n_rows)) / sum(n_rows)",
                    ),
                )
                .needing(needs),
        ]
    }

    fn compute(&self, view: &CustomerView<'_>, work: &mut Workspace, out: &mut Values<'_>) {
        let counts = work.codes.count(purchased(&view.rows, view.rows.category));
        // In the order of size: the sum must not depend on which row came first.
        counts.sort_unstable();
        let rows = f64::from(counts.iter().sum::<u32>());
        let top = counts.last().copied().unwrap_or(0);
        out.set(TOP_CATEGORY_SHARE, ratio(f64::from(top), rows));
        let mut entropy = 0.0;
        for &mut count in counts {
            let share = f64::from(count) / rows;
            entropy -= share * share.ln();
        }
        out.set(CATEGORY_ENTROPY, if rows == 0.0 { f64::NAN } else { entropy });
    }
}

impl Family for Channels {
    fn features(&self) -> Vec<Feature> {
        let needs = Columns { channel: true, ..Columns::default() };
        vec![distinct(
            DISTINCT_CHANNELS,
            "Distinct channels bought through",
            // Every channel has one first day.
            Sql::channels(phrase::count_where("day_before is null")),
            needs,
        )]
    }

    fn compute(&self, view: &CustomerView<'_>, work: &mut Workspace, out: &mut Values<'_>) {
        let codes = purchased(&view.rows, view.rows.channel);
        out.set(DISTINCT_CHANNELS, f64::from(work.codes.distinct(codes).0));
    }
}

impl Family for Baskets {
    fn features(&self) -> Vec<Feature> {
        let needs = Columns { quantity: true, ..Columns::default() };
        vec![
            FAMILY.entry(
                ROWS_PER_ORDER,
                Topic::Other,
                Unit::Ratio,
                "Mean rows per order",
                Sql::orders("avg(n_rows)"),
            ),
            FAMILY
                .entry(
                    ITEMS_PER_ORDER,
                    Topic::Other,
                    Unit::Ratio,
                    "Mean units per order",
                    Sql::orders("avg(quantity)"),
                )
                .needing(needs),
        ]
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let orders = view.orders;
        let count = orders.len() as f64;
        let rows: u32 = orders.rows.iter().sum();
        out.set(ROWS_PER_ORDER, ratio(f64::from(rows), count));
        let unmapped = view.rows.quantity.is_empty();
        let items: f64 = orders.quantity.iter().sum();
        out.set(ITEMS_PER_ORDER, if unmapped { f64::NAN } else { ratio(items, count) });
    }
}

impl Family for PurchaseRows {
    fn features(&self) -> Vec<Feature> {
        vec![
            FAMILY
                .entry(
                    PURCHASE_ROWS,
                    Topic::Orders,
                    Unit::Count,
                    "Rows of all purchases",
                    Sql::orders("coalesce(sum(n_rows), 0)"),
                )
                .roles(&[Role::WithoutMoney]),
        ]
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        out.set(PURCHASE_ROWS, f64::from(view.orders.rows.iter().sum::<u32>()));
    }
}

#[cfg(test)]
mod tests {
    use crate::features::testing::{Customer, check};

    #[test]
    fn distinct_things_and_their_concentration() {
        let customer = Customer::default()
            .row(-20.0, 1.0, "a")
            .with("p1", "shoes", "web")
            .row(-20.0, 1.0, "a")
            .with("p2", "shoes", "web")
            .row(-10.0, 1.0, "b")
            .with("p1", "hats", "store")
            .row(-5.0, 1.0, "c")
            .with("p1", "shoes", "web")
            .give_back(-4.0, 1.0)
            .with("p9", "coats", "app");
        let entropy = -(0.75 * 0.75_f64.ln() + 0.25 * 0.25_f64.ln());
        check(
            &customer,
            &[
                ("distinct_products", 2.0),
                ("repeat_item_share", 0.5),
                ("distinct_categories", 2.0),
                ("top_category_share", 0.75),
                ("category_entropy", entropy),
                ("distinct_channels", 2.0),
                ("purchase_rows", 4.0),
                ("rows_per_order", 4.0 / 3.0),
                ("items_per_order", 4.0 / 3.0),
            ],
        );
    }

    #[test]
    fn without_a_purchase_there_is_nothing_to_spread() {
        check(
            &Customer::default().give_back(-4.0, 1.0),
            &[
                ("distinct_products", 0.0),
                ("repeat_item_share", f64::NAN),
                ("category_entropy", f64::NAN),
                ("purchase_rows", 0.0),
                ("rows_per_order", f64::NAN),
            ],
        );
    }
}
