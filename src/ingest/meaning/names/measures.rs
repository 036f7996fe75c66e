//! Names of columns that say which measure a row has, and words for measures: revenue, units, discounts, one below the other.

use crate::ingest::meaning::plain::squeeze;

/// Names of columns that hold nothing else.
const OF_MEASURES: &[&str] = &[
    "metric",
    "metricname",
    "metrictype",
    "kpi",
    "kpiname",
    "keyfigure",
    "keyfigurename",
    "kennzahl",
    "measurename",
    "measurenames",
];
/// Names that may be about something else, such as units and properties of goods.
const MAYBE_OF_MEASURES: &[&str] = &[
    "measure",
    "variable",
    "attribute",
    "attributename",
    "indicator",
    "indicatorname",
    "fieldname",
    "key",
];
/// Words for measures.
#[rustfmt::skip] // A table: as many words a line as fit.
const MEASURES: &[&str] = &[
    "revenue", "netrevenue", "grossrevenue", "sales", "netsales", "grosssales", "salesamount", "amount", "netamount", "grossamount", "turnover", "umsatz",
    "quantity", "qty", "units", "unitssold", "discount", "discounts", "discountamount", "margin", "grossmargin", "profit", "grossprofit", "cost", "cogs",
    "tax", "taxamount", "total", "subtotal", "price", "unitprice", "menge", "rabatt", "marge", "ventas", "cantidad", "descuento", "ventes", "quantite", "remise",
];

/// Whether a column says which measure each row has, by its name and some of its values.
pub(crate) fn says_which_measure<'a>(
    column: &str,
    mut values: impl Iterator<Item = &'a String>,
) -> bool {
    let plain = squeeze(column);
    let is = |names: &[&str]| names.contains(&plain.as_str());
    is(OF_MEASURES)
        || is(MAYBE_OF_MEASURES) && values.any(|value| MEASURES.contains(&squeeze(value).as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(column: &str, values: &[&str]) -> bool {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        says_which_measure(column, values.iter())
    }

    #[test]
    fn measures_are_told_from_units_and_properties() {
        assert!(says("metric", &["discount", "revenue"]) && says("Measure Names", &["a", "b"]));
        assert!(says("measure", &["discount", "net_sales"]) && says("attribute", &["Qty", "x"]));
        assert!(!says("measure", &["kg", "pcs"]) && !says("attribute", &["colour", "size"]));
        assert!(!says("measured_at", &["discount", "revenue"]) && !says("kind", &["sales"]));
        let words = OF_MEASURES.iter().chain(MAYBE_OF_MEASURES).chain(MEASURES);
        assert!(words.into_iter().all(|word| squeeze(word) == **word));
    }
}
