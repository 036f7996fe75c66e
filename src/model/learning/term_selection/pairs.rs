//! Candidate pairs: products of the foremost features, of a step of one and another, and of steps of two.
//!
//! Products of straight lines are few and all go to `forward`. Of the others each is held against the residuals of the
//! fit first, orthogonal to what its two halves say alone; one of each kind passes for two features. All candidates of
//! two features cost one pass over the rows.

use super::FittedPart;
use super::screen::{Candidate, IN_ALL, SIDE_ROWS, Sums, add, knots, scores};
use crate::features::Topic;
use crate::model::dataset::TrainingSet;
use crate::model::design::{Design, Half, LearnedTerm, Term};
use crate::stats::Cholesky;
use rayon::prelude::*;

/// Features whose pairs are tested.
const PAIRED: usize = 20;
/// Steps of one feature that are tested in pairs, at most.
const STEPS: usize = 6;

/// Pairs of the features that say most in the fit. Products that the design has already are left out; so are those of
/// the season, which would learn the weather of a few cutoffs.
pub(super) fn pairs_worth_testing(set: &TrainingSet, part: &FittedPart) -> Vec<Candidate> {
    let columns = foremost(set, part);
    let mut all = products_of_lines(set, &part.design, &columns);
    let halves: Vec<Halves> =
        columns.iter().filter_map(|&column| Halves::of(set, part, column)).collect();
    let scores = scores(part);
    let of_pair = |(k, first): (usize, &Halves)| -> Vec<Found> {
        let others = || halves.iter().enumerate().filter(move |(other, _)| *other != k);
        let steps = others().filter(|(other, _)| *other < k);
        let steps = steps.filter_map(|(_, second)| two_steps(first, second, &scores));
        let lines = others().filter_map(|(_, second)| step_and_line(first, second, &scores));
        steps.chain(lines).collect()
    };
    let mut found: Vec<Found> = halves.par_iter().enumerate().flat_map_iter(of_pair).collect();
    // The order in which they were found decides between equals.
    found.sort_by(|a, b| b.chi2.total_cmp(&a.chi2));
    found.truncate(IN_ALL);
    let place = |feature: usize| {
        let name = &set.table.features[feature].name;
        part.design.columns.iter().position(|column| column.feature == *name)
    };
    all.extend(found.into_iter().filter_map(|Found { term, chi2 }| {
        let in_design = term.term(place, &part.design.columns)?;
        Some(Candidate { term, in_design, chi2 })
    }));
    all
}

/// Columns of the features whose straight lines say most, that first, and of those with a step.
fn foremost(set: &TrainingSet, part: &FittedPart) -> Vec<usize> {
    let FittedPart { design, slopes, .. } = part;
    let place = |column: usize| set.table.position(&design.columns[column].feature);
    let is_paired =
        |column: usize| place(column).is_some_and(|j| set.table.features[j].topic != Topic::Season);
    let mut lines: Vec<(f64, usize)> = design
        .terms
        .iter()
        .zip(slopes)
        .filter_map(|(column, slope)| match column.term {
            Term::Linear { column: feature } if is_paired(feature) => {
                Some(((slope / column.scale).abs(), feature))
            }
            _ => None,
        })
        .collect();
    lines.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    lines.truncate(PAIRED);
    let mut columns: Vec<usize> = lines.into_iter().map(|(_, column)| column).collect();
    for column in &design.terms {
        match column.term {
            Term::Step { column, .. } if is_paired(column) && !columns.contains(&column) => {
                columns.push(column);
            }
            _ => {}
        }
    }
    columns
}

/// The products of features as they are.
fn products_of_lines(set: &TrainingSet, design: &Design, columns: &[usize]) -> Vec<Candidate> {
    let half = |column: usize| {
        let feature = set.table.position(&design.columns[column].feature)?;
        Some(Half { feature, at: None })
    };
    let place = |feature: usize| {
        columns.iter().copied().find(|&column| half(column).is_some_and(|h| h.feature == feature))
    };
    let candidate = |first: usize, second: usize| {
        let term = LearnedTerm::Pair { first: half(first)?, second: half(second)? };
        let in_design = term.term(place, &design.columns)?;
        let known = design.terms.iter().any(|column| is_of_the_same(&column.term, &in_design));
        (!known).then_some(Candidate { term, in_design, chi2: 0.0 })
    };
    let pairs = columns
        .iter()
        .enumerate()
        .flat_map(|(k, &second)| columns[..k].iter().map(move |&first| (first, second)));
    pairs.filter_map(|(first, second)| candidate(first, second)).collect()
}

/// Whether two terms are products of the same, in either order.
fn is_of_the_same(one: &Term, other: &Term) -> bool {
    match (one, other) {
        (Term::Product { first: a, second: b }, Term::Product { first: c, second: d }) => {
            (a, b) == (c, d) || (a, b) == (d, c)
        }
        _ => false,
    }
}

/// What a feature may bring into a pair, row by row.
struct Halves {
    feature: usize,
    /// Where its steps may be, ascending, in its unit.
    knots: Vec<f64>,
    /// How many of them each row has reached.
    reached: Vec<u8>,
    /// The standardised feature; 0 where it is not known.
    z: Vec<f64>,
}

impl Halves {
    fn of(set: &TrainingSet, part: &FittedPart, column: usize) -> Option<Self> {
        let transform = &part.design.columns[column];
        let feature = set.table.position(&transform.feature)?;
        let values = part.learn.rows.iter().map(|&i| set.table.columns[feature][i as usize]);
        let values: Vec<f64> = values.collect();
        let knots = evenly(STEPS, &knots(&values));
        let reached =
            values.iter().map(|x| knots.iter().take_while(|at| x >= *at).count() as u8).collect();
        let z = values.iter().map(|&x| transform.apply(x).unwrap_or(0.0)).collect();
        Some(Self { feature, knots, reached, z })
    }

    fn line(&self) -> Half {
        Half { feature: self.feature, at: None }
    }

    fn step(&self, knot: usize) -> Half {
        Half { feature: self.feature, at: self.knots.get(knot).copied() }
    }
}

/// So many at most of some values, at equal distances.
fn evenly(most: usize, values: &[f64]) -> Vec<f64> {
    let n = values.len();
    let kept = n.min(most);
    (0..kept).map(|k| values[(2 * k + 1) * n / (2 * kept)]).collect()
}

/// A pair with its test.
struct Found {
    term: LearnedTerm,
    chi2: f64,
}

impl Found {
    fn of(first: Half, second: Half, chi2: f64) -> Self {
        Self { term: LearnedTerm::Pair { first, second }, chi2 }
    }
}

/// Curvature, residual and its square summed over some rows, and their number.
type Cell = [f64; 4];

/// The most significant product of a step of each.
fn two_steps(a: &Halves, b: &Halves, scores: &[[f64; 3]]) -> Option<Found> {
    let mut cells = vec![vec![Cell::default(); b.knots.len() + 1]; a.knots.len() + 1];
    for ((&i, &j), &[curvature, residual, square]) in a.reached.iter().zip(&b.reached).zip(scores) {
        let cell = &mut cells[usize::from(i)][usize::from(j)];
        let row = [curvature, residual, square, 1.0];
        cell.iter_mut().zip(row).for_each(|(sum, part)| *sum += part);
    }
    let knots = (0..a.knots.len()).flat_map(|i| (0..b.knots.len()).map(move |j| (i, j)));
    let tested =
        knots.filter_map(|(i, j)| Some((chi2_of_quarters(&quarters(&cells, i, j))?, i, j)));
    let best = tested.max_by(|one, other| one.0.total_cmp(&other.0));
    best.map(|(chi2, i, j)| Found::of(a.step(i), b.step(j), chi2))
}

/// The sums of the rows that have reached neither knot, the second's, the first's, and both.
fn quarters(cells: &[Vec<Cell>], i: usize, j: usize) -> [Cell; 4] {
    let mut quarters = [Cell::default(); 4];
    for (above_a, row) in cells.iter().enumerate() {
        for (above_b, cell) in row.iter().enumerate() {
            let quarter = usize::from(above_a > i) * 2 + usize::from(above_b > j);
            quarters[quarter].iter_mut().zip(cell).for_each(|(sum, part)| *sum += part);
        }
    }
    quarters
}

/// The score test of both knots together, beside each alone: in four quarters that leaves one contrast, of weights
/// `±1 / curvature`.
fn chi2_of_quarters(quarters: &[Cell; 4]) -> Option<f64> {
    let rows: f64 = quarters.iter().map(|quarter| quarter[3]).sum();
    let together = quarters[3][3];
    if together < SIDE_ROWS || rows - together < SIDE_ROWS {
        return None;
    }
    if quarters.iter().any(|quarter| quarter[0] <= 0.0) {
        return None;
    }
    let contrast = |k: usize| if k == 0 || k == 3 { 1.0 } else { -1.0 } / quarters[k][0];
    let score: f64 = (0..4).map(|k| contrast(k) * quarters[k][1]).sum();
    let variance: f64 = (0..4).map(|k| contrast(k).powi(2) * quarters[k][2]).sum();
    (variance > 0.0).then(|| score * score / variance)
}

/// The most significant product of a step of the first and the second as it is.
fn step_and_line(a: &Halves, b: &Halves, scores: &[[f64; 3]]) -> Option<Found> {
    let mut parts = vec![Sums::default(); a.knots.len() + 1];
    let mut counts = vec![0.0; parts.len()];
    for ((&i, &z), score) in a.reached.iter().zip(&b.z).zip(scores) {
        counts[usize::from(i)] += 1.0;
        for (sums, &s) in parts[usize::from(i)].iter_mut().zip(score) {
            for (sum, power) in sums.iter_mut().zip([1.0, z, z * z]) {
                *sum += s * power;
            }
        }
    }
    let side = |range: std::ops::Range<usize>| {
        let mut sums = Sums::default();
        parts[range].iter().for_each(|part| add(&mut sums, part));
        sums
    };
    let rows: f64 = counts.iter().sum();
    let tested = (0..a.knots.len()).filter_map(|knot| {
        let above: f64 = counts[knot + 1..].iter().sum();
        let both_sides = above >= SIDE_ROWS && rows - above >= SIDE_ROWS;
        let chi2 = chi2_of_slopes(&side(0..knot + 1), &side(knot + 1..parts.len()));
        chi2.filter(|_| both_sides).map(|chi2| (chi2, knot))
    });
    let best = tested.max_by(|one, other| one.0.total_cmp(&other.0));
    best.map(|(chi2, knot)| Found::of(a.step(knot), b.line(), chi2))
}

/// The score test of another slope above a knot, beside one slope everywhere and a step at the knot.
fn chi2_of_slopes(below: &Sums, above: &Sums) -> Option<f64> {
    let mut all = *below;
    add(&mut all, above);
    let [[w0, w1, w2], ..] = all;
    let [[u0, u1, u2], [s0, s1, _], [v0, v1, v2]] = *above;
    let normal = [w0, u0, w1, u0, u0, u1, w1, u1, w2];
    let shares = Cholesky::exact(&normal, 3, 1e-9)?.solve(&[u1, u1, u2]);
    let &[constant, jump, slope] = shares.as_slice() else { return None };
    let [_, [r0, r1, _], [q0, q1, q2]] = *below;
    // What is left of the candidate: high + steep·z above the knot, low + flat·z below.
    let (high, steep, low, flat) = (-constant - jump, 1.0 - slope, -constant, -slope);
    let score = high * s0 + steep * s1 + low * r0 + flat * r1;
    let square = |level: f64, slope: f64, [q0, q1, q2]: [f64; 3]| {
        level * level * q0 + 2.0 * level * slope * q1 + slope * slope * q2
    };
    let variance = square(high, steep, [v0, v1, v2]) + square(low, flat, [q0, q1, q2]);
    (variance > 1e-12).then(|| score * score / variance)
}
