//! Names of columns of the number of pieces that a price is of, as SAP writes it beside the price.

use crate::ingest::meaning::plain::normalised;

#[rustfmt::skip] // A table: as many words a line as fit.
const PIECES: &[&str] = &[
    "peinh", "kpein", "preiseinheit", "priceunit", "priceper", "perunit", "pricebasequantity", "pricebaseqty",
    "pricequantity", "priceqty", "pricingunit", "basequantity", "baseqty", "unitpricequantity", "unitpricebase",
    "unitpricebasequantity", "pricebase", "unitepriceper", "unitedeprix", "unidadprecio", "unitaprezzo", "prijseenheid",
];

/// Whether a column says how many pieces a price is of.
pub(crate) fn is_number_of_pieces(name: &str) -> bool {
    PIECES.contains(&normalised(name).as_str())
}
