//! Published figures through the binary: the RFM summary of Fader & Hardie's convention as in the
//! Python package `lifetimes`, and the counts of the CDNOW data set.
//!
//! Their fitted models are tested in `value`.

use crate::feature_file::features;
use crate::workplace::{Workplace, real_data};

#[test]
fn recency_and_frequency_of_the_lifetimes_fixture() {
    let work = Workplace::new();
    let january = 16_436; // 2015-01-01, in days since 1970
    let february = january + 31;
    let rows = [
        (1, january, 1.0),
        (1, february + 5, 2.0),
        (2, january, 2.0),
        (3, january, 3.0),
        (3, january + 1, 1.0),
        (3, january + 4, 5.0),
        (4, january + 15, 6.0),
        (4, february + 1, 3.0),
        (4, february + 4, 3.0),
        (5, january + 15, 3.0),
        (5, january + 16, 1.0),
        (5, january + 17, 8.0),
        (6, february + 1, 5.0),
    ];
    work.write_transactions("t.parquet", &rows);
    // Observed to the end of 2015-02-07: everything before the 8th. T is counted to the 7th itself.
    let found = features(&work, "--transactions t.parquet --as-of 2015-02-08");
    // Customer, frequency, recency, T; spend in all.
    let published = [
        ("1", 1.0, 36.0, 37.0, 3.0),
        ("2", 0.0, 0.0, 37.0, 2.0),
        ("3", 2.0, 4.0, 37.0, 9.0),
        ("4", 2.0, 20.0, 22.0, 12.0),
        ("5", 2.0, 2.0, 22.0, 12.0),
        ("6", 0.0, 0.0, 5.0, 5.0),
    ];
    assert_eq!(found.len(), published.len());
    for (customer, frequency, recency, observed, spend) in published {
        let of = |feature: &str| found[customer][feature];
        assert_eq!(of("purchases") - 1.0, frequency, "{customer}");
        let first = of("days_since_first_purchase");
        assert_eq!(first - of("days_since_last_purchase"), recency, "{customer}");
        assert_eq!(first - 1.0, observed, "{customer}");
        assert_eq!(of("spend"), spend, "{customer}");
    }
}

#[test]
#[ignore = "needs ../shared/data; run scripts/test"]
fn counts_of_cdnow_of_real_data() {
    let work = Workplace::new();
    let ask = |file: &str, as_of: &str| {
        let columns = "--features purchases --customer-id customer_id --timestamp date \
                       --amount dollar_value --as-of";
        features(&work, &format!("{columns} {as_of} --transactions {}", real_data(file).display()))
    };
    let purchases = |of: &std::collections::BTreeMap<String, f64>| of["purchases"] as u64;

    let calibration = ask("cdnow_sample.parquet", "1997-10-01");
    assert_eq!(calibration.len(), 2357);
    assert_eq!(calibration.values().map(|c| purchases(c) - 1).sum::<u64>(), 2457);
    assert_eq!(calibration.values().filter(|c| purchases(c) == 1).count(), 1411);

    let whole = ask("cdnow_sample.parquet", "1998-07-01");
    let later = |id: &String| purchases(&whole[id]) - purchases(&calibration[id]);
    let later: Vec<u64> = calibration.keys().map(later).collect();
    assert_eq!(later.iter().sum::<u64>(), 1882);
    assert_eq!(later.iter().filter(|&&n| n > 0).count(), 684);

    let master = ask("cdnow_master.parquet", "1998-07-01");
    assert_eq!(master.len(), 23_570);
    assert_eq!(master.values().map(purchases).sum::<u64>(), 67_591);
}
