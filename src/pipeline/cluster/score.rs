//! A scoring in a cluster: it computes the features and facts of every customer and hands them over, a row each; this
//! machine scores the rows.
//!
//! What is many is the rows of the transactions, and they stay where they are. Of customers a few hundred bytes each come
//! here, and everything that is said of them (probability, value, reasons, ranks, bands) is said by the code that says it
//! without a cluster. Who has said no is read here, from the events and transactions.

use super::connect;
use super::counts::{Counted, count};
use super::facts;
use super::handed_over::{HandedOver, place};
use super::known::{Names, Reader};
use super::later::later_buyers;
use super::query::{Column, of_customers};
use crate::config::{Settings, SparkSettings};
use crate::features::sql::{Dialect, select};
use crate::features::{Feature, FeatureSet, Sql, families};
use crate::model::Artifact;
use crate::pipeline::score::pass::{Pass, Passed};
use crate::pipeline::score::{Begun, Known, Read, Scored, begin, finish, runs};
use crate::pipeline::{Job, Machine, Sources, Statements, Watcher, YEARLY_DISCOUNT_RATE};
use crate::table::Files;
use crate::time::AsOf;
use crate::value::{ValueFamily, ValueFamilyTerms};
use rayon::prelude::*;
use std::collections::HashSet;

/// [`crate::pipeline::score_customers`] with the rows read in a cluster.
pub(in crate::pipeline) fn score_in_cluster(
    spark: &SparkSettings,
    sources: &Sources,
    job: &Job<'_>,
    artifact: &Artifact,
    known: Known,
) -> crate::Result<Scored> {
    let Job { settings, machine, watcher } = *job;
    let statements = Statements::of(sources, settings, Dialect::Spark)?;
    let cluster = connect(spark)?;
    let counted = count(&*cluster, &statements, sources, job)?;
    let Counted { as_of, quality, .. } = counted;
    counted.refuse_ended(settings, artifact.content.rule.lookback_days)?;
    let begun = begin(sources, settings, artifact, known.refusals, as_of, quality.used)?;
    let statement = statement(&statements, sources, settings, &begun.pass.set, as_of)?;
    let place = place(spark, settings);
    let later_buyers = match counted.quality.not_yet {
        later if later > 0 && known.later_buyers => {
            later_buyers(&*cluster, &statements, as_of, machine, watcher)?
        }
        _ => HashSet::new(),
    };
    let handed = HandedOver::ask(&*cluster, &statement, "customers", &place, watcher)?;
    drop(cluster);
    let (passed, category_names) = score(&begun, artifact, &handed.files, machine, watcher)?;
    drop(handed);
    let inputs = known.inputs;
    // The rows are the cluster's to read.
    let read = Read { quality, category_names, inputs, loyalty: None, later_buyers };
    finish(sources, job, artifact, begun, passed, read)
}

/// A row for every customer: features that have SQL, then facts.
fn statement(
    statements: &Statements<'_>,
    sources: &Sources,
    settings: &Settings,
    set: &FeatureSet,
    as_of: AsOf,
) -> crate::Result<String> {
    let facts = facts::entries(sources.available(), &settings.scores.health);
    let plain = set.features().iter().filter(|feature| feature.sql != Sql::Model);
    let facts_of = facts.iter().map(|(entry, kind)| Column::new(&entry.name, kind));
    let columns: Vec<Column<'_>> = plain.map(Column::of).chain(facts_of).collect();
    let mut catalogue: Vec<Feature> =
        families(&settings.columns.channels).iter().flat_map(|family| family.features()).collect();
    catalogue.extend(facts.iter().map(|(entry, _)| entry.clone()));
    let names: Vec<&str> = columns.iter().map(Column::name).collect();
    let rows = select(&catalogue, &names, &statements.inputs()?, Dialect::Spark, as_of)?;
    Ok(of_customers(statements, &columns, &rows))
}

/// Scores what was handed over, row groups side by side.
fn score(
    begun: &Begun,
    artifact: &Artifact,
    files: &Files,
    machine: &Machine,
    watcher: &dyn Watcher,
) -> crate::Result<(Passed, Vec<String>)> {
    let pass: &Pass = &begun.pass;
    let terms = ValueFamilyTerms::of(&pass.rule, YEARLY_DISCOUNT_RATE);
    let models = artifact.content.value_models.clone();
    let values = ValueFamily::new(vec![(pass.as_of, models)], terms);
    let reader = Reader { pass, values, names: Names::default() };
    let mut passed = Passed::nobody(pass, runs(machine));
    let groups: Vec<(usize, usize)> = files
        .footers
        .iter()
        .enumerate()
        .flat_map(|(file, footer)| (0..footer.parquet().num_row_groups()).map(move |g| (file, g)))
        .collect();
    let work = watcher.begin("scoring", "row groups", groups.len() as u64);
    for some in groups.chunks(rayon::current_num_threads()) {
        let scored: Vec<_> = some
            .par_iter()
            .with_max_len(1)
            .map(|&(file, group)| reader.score(files, file, group))
            .collect::<Result<_, _>>()?;
        for scored in scored.into_iter().flatten() {
            passed.add(scored)?;
        }
        work.advance(some.len() as u64);
    }
    let (names, not_sure) = reader.names.finish();
    if not_sure > 0 {
        tracing::warn!(
            "last_product_category: not told of {not_sure} customers, whose last orders share an instant: a cluster does \
             not know which row came last"
        );
    }
    Ok((passed, names))
}
