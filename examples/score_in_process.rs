//! A stored model, asked about customers that are already in memory: no file is read but the model.
//!
//! ```sh
//! cargo run --release --example score_in_process models/churn/VERSION/model.json
//! ```

#![allow(clippy::print_stdout, reason = "an example tells its story on the terminal")]

use winback::model::export::Portable;
use winback::model::{Artifact, ScoreScratch, Scorer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a model.json: winback train writes one")?;
    let artifact = Artifact::from_json(&std::fs::read_to_string(path)?)?;
    for (days, probability) in risk_by_silence(&artifact, [5.0, 30.0, 90.0, 180.0])? {
        println!("{days:>4} days silent: churns with probability {probability:.3}");
    }
    Ok(())
}

/// The average customer's probability of churn after so many days without a purchase.
pub fn risk_by_silence(artifact: &Artifact, days: [f64; 4]) -> winback::Result<[(f64, f64); 4]> {
    // The features that the model reads, in the order in which it gets them here.
    // Channels have features of their own: those of `[columns] channels`, here the defaults.
    let channels = ["web", "app", "store", "phone", "marketplace"].map(str::to_owned);
    let inputs = Portable::new(artifact, &channels)?.inputs;
    let scorer = Scorer::new(artifact, &inputs)?;

    // A customer is a value per feature; NaN is "not known". This one is the average customer, of whom
    // only the silence changes.
    let mut customer = scorer.typical(inputs.len());
    let silence = inputs.iter().position(|feature| feature.name == "days_since_last_purchase");
    let mut scratch = ScoreScratch::default();
    Ok(days.map(|days| {
        if let Some(silence) = silence {
            customer[silence] = days;
        }
        (days, scorer.score(&customer, &mut scratch).probability)
    }))
}
