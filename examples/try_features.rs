//! (temporary) features of a file.
use winback::*;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let paths: Vec<std::path::PathBuf> = args[6..].iter().map(Into::into).collect();
    let zone = time::Zone::utc();
    let mapping = ingest::TransactionMapping {
        customer_id: args[1].clone(),
        timestamp: args[2].clone(),
        amount: ingest::AmountMapping::Column(args[3].clone()),
        order_id: std::env::var("ORDER").ok(),
        quantity: None,
        product_id: None,
        category: std::env::var("CATEGORY").ok(),
        channel: std::env::var("CHANNEL").ok(),
        discount: std::env::var("DISCOUNT").ok(),
        return_flag: None,
    };
    let as_of = time::AsOf::parse(&args[4], &zone).unwrap();
    let keep =
        ingest::Columns { category: true, channel: true, discount: true, ..Default::default() };
    let until = ingest::ReadUntil { as_of_micros: Some(as_of.micros()), present_micros: i64::MAX };
    let t0 = std::time::Instant::now();
    let reader = ingest::TransactionReader::open(&paths, &mapping, keep, &zone, until).unwrap();
    let settings = history::Settings {
        row_budget_bytes: std::env::var("BUDGET").map_or(u64::MAX, |b| b.parse().unwrap()),
        spill_dir: "/tmp".into(),
        zone: zone.clone(),
        channels: vec![],
    };
    let history = history::History::read(
        history::Inputs { transactions: reader, events: None, customers: None },
        &settings,
        &|_, _| (),
    )
    .unwrap();
    eprintln!(
        "read {:?} {} customers {:?} spilled {}",
        t0.elapsed(),
        history.n_customers(),
        history.quality(),
        history.spilled_bytes()
    );
    let set = features::FeatureSet::select(
        features::families(&[]),
        history.columns(),
        std::env::var("FEATURES")
            .ok()
            .map(|f| f.split(",").map(str::to_owned).collect::<Vec<_>>())
            .as_deref(),
    )
    .unwrap();
    let schema = features::schema(&set, std::env::var("TEXT").is_ok());
    let mut sink =
        table::ParquetSink::new(std::fs::File::create(&args[5]).unwrap(), schema.clone()).unwrap();
    history
        .visit::<_, history::HistoryError>(
            &|_, _| (),
            |p| features::FeatureBlock::compute(p, &set, as_of, &zone).into_batch(&schema).unwrap(),
            |b| {
                sink.write(b).unwrap();
                Ok(())
            },
        )
        .unwrap();
    sink.finish().unwrap();
    eprintln!("done {:?}", t0.elapsed());
}
