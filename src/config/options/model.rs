//! `[model]`: where models are kept, and how they are trained.

use super::options;
use super::spec::{count, list, path, text, texts, word};
use crate::model::fit::Solver;
use crate::registry::Retrain;
use crate::table::Place;

options! {
    /// Where models are kept, and how they are trained.
    section "model", heading "Models";
    struct ModelSettings {
        /// Folder of the models, or its URL in an object store.
        models: Place = path().default("models").flag("DIR");
        /// Model: NAME, NAME/VERSION, NAME@champion or the path of a model.json.
        ///
        /// NAME alone means its champion, or its newest version where there is no champion.
        model: String = text("a model").default("churn").flag("MODEL");
        /// Rows of the training at most.
        ///
        /// Larger histories are sampled by customer, always in the same way.
        max_training_rows: u64 = count("a number of rows", 1, u64::MAX).default(400_000);
        /// Features that a training may use, by name or family; a leading "-" takes one away.
        ///
        /// An empty list means all. `winback features --list` shows names and families. The baselines
        /// that a model is judged by keep their own features.
        features: Vec<String> = texts("a list of features")
            .default(list::<&str>(&[])).example(list(&["-channel"]));
        /// When a night trains anew.
        ///
        /// "weekly" and "monthly" go by the age of the newest version, "on_drift" by an alert of the last night, at
        /// most once a week; "never" trains only where there is no model. What is trained takes the champion's place
        /// only where its log loss is lower, beyond noise, on customers whose outcome neither had seen, and its
        /// calibration is not worse. Such customers are there one horizon (and gap) after the champion's training, and
        /// nothing is trained before.
        retrain: Retrain = word("a schedule", &Retrain::NAMES).default(Retrain::NAMES[0]);
        /// Algorithm that fits the coefficients.
        ///
        /// Both find the same optimum: scores differ by less than 1e-6. "newton" uses all threads.
        /// "linfa" is the L-BFGS of linfa-logistic, ten to forty times slower; it is there to check by.
        solver: Solver = word("a solver", &["newton", "linfa"]).default(Solver::default().name());
    }
}
