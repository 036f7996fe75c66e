//! Names of columns that number the instalments of a sale, not how many it has.

use crate::ingest::meaning::plain::squeeze;

#[rustfmt::skip] // A table: as many words a line as fit.
const NUMBERS: &[&str] = &[
    "installmentno", "installmentnumber", "installmentnum", "installmentseq", "installmentsequence", "installmentindex", "instalmentno",
    "instalmentnumber", "instalmentseq", "instalmentindex", "parcela", "numeroparcela", "numparcela", "nrparcela", "numerodaparcela", "cuota",
    "numerocuota", "nrocuota", "numcuota", "numerodecuota", "ratennummer", "ratennr", "ratenr", "numeroecheance", "noecheance", "numerorata",
    "nrraty", "numerraty", "termijnnummer",
];

/// Whether a column numbers instalments.
pub(crate) fn numbers_instalments(name: &str) -> bool {
    NUMBERS.contains(&squeeze(name).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_instalments_are_told_from_how_many_there_are() {
        for name in ["installment_no", "Parcela", "Nro. cuota", "Ratennummer", "número de cuota"] {
            assert!(numbers_instalments(name), "{name}");
        }
        for name in ["installments", "parcelas", "number_of_installments", "payment_sequential"] {
            assert!(!numbers_instalments(name), "{name}");
        }
        assert!(NUMBERS.iter().all(|name| squeeze(name) == **name));
    }
}
