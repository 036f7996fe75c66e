//! What the kernels cost, one by one: reading and scattering, sorting, each feature family, writing,
//! the design matrix, fitting, scoring. Quick by default: `cargo bench --bench kernels`, or `cargo bench --bench kernels -- sort`.
//!
//! The history is generated (some 400,000 rows of 20,000 customers), so figures compare between
//! commits on one machine and with nothing else. Whole runs beside other programs: `scripts/bench`.

use criterion::{BatchSize, Criterion, Throughput};
use ndarray::{Array2, ShapeBuilder};
use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;
use winback::features::{FeatureBlock, FeatureSet, families, schema};
use winback::generate::{self, IdType, Shape, generate};
use winback::internals::history::{
    Columns, History, HistoryError, HistorySettings, Inputs, SortedPartition,
};
use winback::internals::ingest::{
    Forms, ReadUntil, RowFilter, TableColumn, TransactionColumn, TransactionReader,
};
use winback::internals::labels::{DEFAULT_MAX_CUTOFFS, OutcomeRule, plan_cutoffs};
use winback::internals::table::{Files, ParquetSink, Stores};
use winback::internals::time::{AsOf, Zone};
use winback::model::fit::{FitSettings, fit};
use winback::model::{
    BLOCK, CollectSettings, ScoreBlock, Scorer, TrainSettings, collect_training_set, train,
};

type Done = Result<(), Box<dyn Error>>;

const CHANNELS: [&str; 3] = ["web", "app", "store"];

fn main() -> Done {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    let folder = tempfile::tempdir()?;
    for (ids, name) in [(IdType::Integer, "integer"), (IdType::Text, "text")] {
        let business = folder.path().join(name);
        make(&business, ids)?;
        histories(&mut criterion, &business.join("transactions"), name)?;
    }
    fits(&mut criterion)?;
    criterion.final_summary();
    Ok(())
}

fn make(folder: &Path, id_type: IdType) -> Done {
    let settings = generate::BusinessSettings {
        customers: 20_000,
        transactions: Some(400_000),
        id_type,
        events: false,
        shape: Shape::Wholesale,
        ..generate::BusinessSettings::default()
    };
    generate(&settings, folder, &|_| {})?;
    Ok(())
}

fn channels() -> Vec<String> {
    CHANNELS.map(str::to_owned).to_vec()
}

fn read(files: &Files) -> Result<History, HistoryError> {
    let columns = TransactionColumn::ALL.iter().filter(|column| {
        use TransactionColumn::{Currency, ReturnFlag, UnitPrice};
        ![Currency, ReturnFlag, UnitPrice].contains(column)
    });
    let mapping = columns.map(|&column| (column, column.spec().key.to_owned())).collect();
    let zone = Zone::utc();
    let until = ReadUntil { as_of_micros: None, present_micros: i64::MAX };
    let keep = Columns { events: false, ..Columns::ALL };
    let forms = Forms::usual(&zone);
    let transactions =
        TransactionReader::open(files, &mapping, keep, &forms, until, &RowFilter::default())?;
    let settings = HistorySettings {
        row_budget_bytes: 4 << 30,
        spill_dir: std::env::temp_dir(),
        zone,
        channels: channels(),
        note_later_buyers: false,
    };
    let inputs = Inputs { transactions, events: None, customers: None };
    History::read(inputs, &settings, &|_| {})
}

fn each_partition(history: &History, work: impl Fn(&SortedPartition) + Sync) {
    let done: Result<(), HistoryError> = history.visit(&|_| {}, work, |()| Ok(()));
    drop(black_box(done));
}

fn histories(criterion: &mut Criterion, transactions: &Path, ids: &str) -> Done {
    let files = Files::open(&transactions.to_string_lossy(), &Stores::default())?;
    let history = read(&files)?;
    let mut group = criterion.benchmark_group(format!("history, {ids} ids"));
    group.throughput(Throughput::Elements(history.quality().rows));
    group.bench_function("decode and scatter", |b| {
        b.iter(|| drop(black_box(read(&files))));
    });
    group.bench_function("sort and visit", |b| {
        b.iter(|| {
            each_partition(&history, |partition| {
                partition.for_each(|customer| {
                    black_box(customer.transactions.len());
                });
            });
        });
    });
    group.finish();
    if ids == "integer" {
        features(criterion, &history)?;
        model(criterion, &history)?;
    }
    Ok(())
}

fn features(criterion: &mut Criterion, history: &History) -> Done {
    let zone = Zone::utc();
    let as_of = AsOf::parse("2024-12-01", &zone)?;
    let available = history.columns();
    // One partition at a time, so that what is measured has the machine to itself.
    let alone = std::sync::Mutex::new(());
    let mut group = criterion.benchmark_group("features");
    group.throughput(Throughput::Elements(history.quality().rows));
    for (i, family) in families(&channels()).into_iter().enumerate() {
        let entries = family.features();
        let names: Vec<String> =
            entries.iter().filter(|f| f.needs.within(available)).map(|f| f.name.clone()).collect();
        let Some(first) = names.first() else { continue };
        let label = format!("{i:02} {} ({first} …)", entries[0].family);
        let set = FeatureSet::select(families(&channels()), available, Some(&names))?;
        group.bench_function(label, |b| {
            b.iter_custom(|rounds| {
                let spent = std::sync::Mutex::new(Duration::ZERO);
                each_partition(history, |partition| {
                    let _alone = alone.lock();
                    let started = std::time::Instant::now();
                    for _ in 0..rounds {
                        black_box(FeatureBlock::compute(partition, &set, as_of, &zone));
                    }
                    if let Ok(mut spent) = spent.lock() {
                        *spent += started.elapsed();
                    }
                });
                spent.into_inner().unwrap_or_default()
            });
        });
    }
    group.finish();
    writing(criterion, history, as_of)
}

fn writing(criterion: &mut Criterion, history: &History, as_of: AsOf) -> Done {
    let zone = Zone::utc();
    let set = FeatureSet::select(families(&channels()), history.columns(), None)?;
    let shape = schema(&set, history.has_text_ids());
    let mut batches = Vec::new();
    history.visit(
        &|_| {},
        |partition| FeatureBlock::compute(partition, &set, as_of, &zone).into_batch(&shape),
        |batch| -> Result<(), HistoryError> {
            batches.extend(batch.ok());
            Ok(())
        },
    )?;
    let mut group = criterion.benchmark_group("write");
    group.throughput(Throughput::Elements(batches.iter().map(|b| b.num_rows() as u64).sum()));
    group.bench_function("all features as Parquet", |b| {
        b.iter_batched(
            || batches.clone(),
            |batches| -> Done {
                let mut sink = ParquetSink::new(Vec::new(), shape.clone())?;
                for batch in batches {
                    sink.write(batch)?;
                }
                black_box(sink.finish()?);
                Ok(())
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
    Ok(())
}

/// A model of the history: its matrix, and the scores of its rows with all reasons.
fn model(criterion: &mut Criterion, history: &History) -> Done {
    let as_of = AsOf::parse("2024-12-01", history.zone())?;
    let rule = OutcomeRule { horizon_days: 90, gap_days: 0, lookback_days: 365 };
    let first_micros = history.span_micros().map_or(as_of.micros(), |(first, _)| first);
    let plan = plan_cutoffs(&rule, as_of, first_micros, None, DEFAULT_MAX_CUTOFFS, history.zone())?;
    let settings = CollectSettings {
        rule,
        as_of,
        snapshots: plan.snapshots(),
        cutoffs: plan.cutoffs.clone(),
        with_present: true,
        max_rows: 40_000,
        channels: channels(),
        yearly_discount_rate: 0.1,
        columns: history.columns(),
        features: Vec::new(),
    };
    let collected = collect_training_set(history, &settings)?;
    let set = collected.set;
    let artifact = train(&set, collected.value_models, &TrainSettings::default())?;
    let rows: Vec<u32> = (0..set.table.n_rows as u32).collect();
    let columns = artifact.content.design.terms.len();
    let mut group = criterion.benchmark_group("model");
    group.throughput(Throughput::Elements(rows.len() as u64));
    group.bench_function(format!("design matrix, {columns} columns"), |b| {
        b.iter(|| black_box(artifact.content.design.matrix(&set.table, &rows)));
    });
    let scorer = Scorer::new(&artifact, &set.table.features)?;
    let values: Vec<Vec<f64>> = (0..set.table.n_rows)
        .map(|i| set.table.columns.iter().map(|column| column[i]).collect())
        .collect();
    let mut block = ScoreBlock::new(set.table.features.len());
    group.bench_function("score and explain", |b| {
        b.iter(|| {
            for customers in values.chunks(BLOCK) {
                block.clear();
                for values in customers {
                    block.push(values);
                }
                scorer.explain(&mut block);
                black_box(block.scored(0));
            }
        });
    });
    group.finish();
    Ok(())
}

fn fits(criterion: &mut Criterion) -> Done {
    const ROWS: usize = 20_000;
    const COLUMNS: usize = 40;
    let noise = |i: usize| winback::internals::ingest::mix(i as u64) as f64 / u64::MAX as f64 - 0.5;
    let values: Vec<f64> = (0..ROWS * COLUMNS).map(noise).collect();
    let x = Array2::from_shape_vec((ROWS, COLUMNS).f(), values)?;
    let churned: Vec<bool> =
        (0..ROWS).map(|row| x[[row, 0]] + x[[row, 1]] + noise(row + (1 << 40)) > 0.1).collect();
    let mut group = criterion.benchmark_group("fit");
    group.throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("20,000 × 40", |b| {
        b.iter(|| fit(x.view(), &churned, None, &FitSettings::default(), None).map(black_box));
    });
    group.finish();
    Ok(())
}
