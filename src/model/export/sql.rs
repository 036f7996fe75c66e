//! The model as one SELECT statement: `customer_id`, `log_odds`, `churn_probability`.
//!
//! It reads a table of features, or, put on top of the features' own SQL, the transactions. The
//! arithmetic is the scorer's, operation by operation and in its order; only `ln(1 + x)` stands for
//! `ln_1p`, which not every engine has.

use super::Portable;
use crate::features::Sql;
use crate::features::names::DAYS_SINCE_LAST_PURCHASE;
use crate::features::sql::{Dialect, Inputs, SqlError, select};
use crate::model::calibrate::{Calibration, Piece};
use crate::model::design::transform::{ColumnTransform, LOGIT_MARGIN, Shape};
use crate::model::design::{Design, DesignColumn, Factor, Term};
use crate::model::fit::Coefficients;
use crate::time::AsOf;
use std::fmt::Write;

/// What tells whether a customer is asked about.
const LAST_PURCHASE: &str = DAYS_SINCE_LAST_PURCHASE.name();

/// The statement over a table `features` with the columns that `winback features --model` writes.
pub fn from_features(model: &Portable<'_>, dialect: Dialect) -> String {
    let names: Vec<&str> = model.inputs.iter().map(|f| f.name.as_str()).collect();
    let lookback = model.content.rule.lookback_days;
    let mut text = header(model, dialect);
    let _ = write!(
        text,
        "-- Reads the table features: customer_id and the columns {}.\n\
         -- It scores every row. winback scores customers whose last purchase lies at most {lookback} days before \
         as-of.\n",
        line(&names.join(", "))
    );
    for feature in model.inputs.iter().filter(|f| f.sql == Sql::Model) {
        let _ = writeln!(
            text,
            "-- {} comes from a fitted model: winback features --model computes it.",
            feature.name
        );
    }
    let known = known(&model.content.design, dialect, "features");
    text + "with " + &score(model, dialect, &known)
}

/// The statement from raw data, as of one date: the customers that winback would score.
pub fn from_transactions(
    model: &Portable<'_>,
    inputs: &Inputs,
    dialect: Dialect,
    as_of: AsOf,
) -> Result<String, SqlError> {
    let mut names: Vec<&str> = model.inputs.iter().map(|f| f.name.as_str()).collect();
    if !names.contains(&LAST_PURCHASE) {
        names.push(LAST_PURCHASE);
    }
    let catalogue = model.catalogue_with_closed_forms(as_of);
    let features = select(&catalogue, &names, inputs, dialect, as_of)?;
    let lookback = model.content.rule.lookback_days;
    let mut text = header(model, dialect);
    let _ = writeln!(
        text,
        "-- As of {as_of}, from the transactions; customers whose last purchase lies at most {lookback} days before \
         it."
    );
    let eligible = format!("features where {LAST_PURCHASE} <= {lookback}");
    let known = known(&model.content.design, dialect, &eligible);
    Ok(format!("{text}with features as (\n{features}\n),\n{}", score(model, dialect, &known)))
}

fn header(model: &Portable<'_>, dialect: Dialect) -> String {
    let rule = &model.content.rule;
    let window = match rule.gap_days {
        0 => format!("the {} days from as-of", rule.horizon_days),
        gap => format!("the {} days that begin {gap} days after as-of", rule.horizon_days),
    };
    format!(
        "-- winback model {}, for {}\n\
         -- churn_probability: P(no purchase in {window}); log_odds: its log-odds.\n",
        line(model.version),
        dialect.name()
    )
}

/// Text that cannot leave the line of a comment.
fn line(text: &str) -> String {
    text.replace(|c: char| c.is_control(), " ")
}

/// The common tables and the final query, without the leading `with`.
fn score(model: &Portable<'_>, dialect: Dialect, known: &str) -> String {
    let content = model.content;
    format!(
        "known as (\n  {known}\n),\nstandardised as (\n  {}\n),\nuncalibrated as (\n  {}\n),\n\
         calibrated as (\n  {}\n)\n\
         select customer_id, log_odds, 1e0 / (1e0 + exp(-log_odds)) as churn_probability\n\
         from calibrated\n",
        standardised(&content.design, dialect),
        uncalibrated(&content.design, &content.coefficients, dialect),
        calibrated(&content.calibration),
    )
}

/// The features as doubles, null where not known.
fn known(design: &Design, dialect: Dialect, from: &str) -> String {
    let column = |t: &ColumnTransform| {
        let name = dialect.alias(&t.feature);
        let value = format!("cast({name} as double)");
        format!(",\n    case when isnan({value}) then null else {value} end as {name}")
    };
    let columns: String = design.columns.iter().map(column).collect();
    format!("select customer_id{columns}\n  from {from}")
}

/// Transformed, winsorised, standardised; null where not known.
fn standardised(design: &Design, dialect: Dialect) -> String {
    let column = |t: &ColumnTransform| {
        let name = dialect.alias(&t.feature);
        // greatest and least pass over nulls: the null must be kept by hand.
        format!(
            ",\n    case when {name} is null then null else\n      (least(greatest({}, {}), {}) - {}) / {} \
             end as {name}",
            transformed(t.shape, &name),
            number(t.low),
            number(t.high),
            number(t.mean),
            number(t.sd)
        )
    };
    let columns: String = design.columns.iter().map(column).collect();
    format!("select customer_id{columns}\n  from known")
}

fn transformed(shape: Shape, x: &str) -> String {
    match shape {
        Shape::Identity => x.to_owned(),
        Shape::Log => format!("ln(1e0 + greatest({x}, 0e0))"),
        // Not every engine's asinh keeps its digits below 0.
        Shape::Asinh => format!(
            "case when {x} < 0e0 then -ln(sqrt({x} * {x} + 1e0) - {x}) \
             else ln(sqrt({x} * {x} + 1e0) + {x}) end"
        ),
        Shape::Logit => {
            let (low, high) = (number(LOGIT_MARGIN), number(1.0 - LOGIT_MARGIN));
            let p = format!("least(greatest({x}, {low}), {high})");
            format!("ln({p} / (1e0 - {p}))")
        }
    }
}

/// Intercept and weighted terms, in the scorer's order.
fn uncalibrated(design: &Design, coefficients: &Coefficients, dialect: Dialect) -> String {
    let mut sum = number(coefficients.intercept);
    for (column, weight) in design.terms.iter().zip(&coefficients.weights) {
        let DesignColumn { term, centre, scale, .. } = column;
        let _ = write!(
            sum,
            "\n    + {} * (({} - {}) / {}) -- {}",
            number(*weight),
            value(term, design, dialect),
            number(*centre),
            number(*scale),
            line(&design.label(term))
        );
    }
    format!("select customer_id, {sum}\n    as log_odds\n  from standardised")
}

fn value(term: &Term, design: &Design, dialect: Dialect) -> String {
    let name = |j: usize| dialect.alias(&design.columns[j].feature);
    let known = |j: usize| format!("coalesce({}, 0e0)", name(j));
    let step = |column: usize, knot: f64| {
        format!("case when {} >= {} then 1e0 else 0e0 end", name(column), number(knot))
    };
    let factor = |Factor { column, knot }: Factor| {
        knot.map_or_else(|| known(column), |knot| format!("({})", step(column, knot)))
    };
    match *term {
        Term::Linear { column } => known(column),
        Term::Hinge { column, knot } => {
            let z = name(column);
            format!("case when {z} > {knot} then {z} - {knot} else 0e0 end", knot = number(knot))
        }
        Term::Step { column, knot } => step(column, knot),
        Term::Missing { column } => {
            format!("case when {} is null then 1e0 else 0e0 end", name(column))
        }
        Term::Product { first, second } => format!("{} * {}", factor(first), factor(second)),
    }
}

fn calibrated(calibration: &Calibration) -> String {
    let pieces = calibration.curve.pieces();
    let part = |piece: &Piece| {
        let Piece { log_odds_in, log_odds_out, slope, .. } = *piece;
        let (at, out, slope) = (number(log_odds_in), number(log_odds_out), number(slope));
        format!("{out} + {slope} * (log_odds - {at})")
    };
    let ends = pieces.iter().skip(1).filter_map(|next| next.from_log_odds);
    let mut cases = String::new();
    for (piece, end) in pieces.iter().zip(ends) {
        let _ = write!(cases, "\n      when log_odds < {} then {}", number(end), part(piece));
    }
    let last = pieces.last().map_or_else(|| "log_odds".to_owned(), part);
    let curve = match cases.as_str() {
        "" => last,
        cases => format!("case{cases}\n      else {last} end"),
    };
    format!(
        "select customer_id, {} * log_odds + {} * ({curve}) + {} as log_odds\n  from uncalibrated",
        number(1.0 - calibration.trust),
        number(calibration.trust),
        number(calibration.base_rate_offset)
    )
}

/// A floating-point literal that every engine reads as a double, to the same bits.
fn number(x: f64) -> String {
    if x < 0.0 { format!("({x:e})") } else { format!("{x:e}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::export::fixtures::{calibration, coefficients, design};

    #[test]
    fn every_shape_term_and_piece_is_said() {
        let (design, duck) = (design(), Dialect::DuckDb);
        let parts = [
            known(&design, duck, "features"),
            standardised(&design, duck),
            uncalibrated(&design, &coefficients(), duck),
            calibrated(&calibration()),
        ];
        insta::assert_snapshot!(parts.join("\n\n"));
    }

    #[test]
    fn numbers_are_doubles_to_the_bit() {
        for x in [0.0, -0.1, 1.0 / 3.0, 1e-300, f64::MAX] {
            let text = number(x);
            assert!(text.contains('e'));
            assert_eq!(text.trim_matches(['(', ')']).parse::<f64>().unwrap(), x);
        }
    }

    #[test]
    fn a_name_cannot_leave_its_comment() {
        assert_eq!(line("a\nselect 1"), "a select 1");
    }
}
