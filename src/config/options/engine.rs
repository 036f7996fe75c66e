//! `[engine]`: who works on the transactions.

use super::options;
use super::spec::{count, path, text, word};
use std::path::PathBuf;

options! {
    /// Who works on the transactions: this process, or a Spark cluster. See docs/scale.md.
    section "engine", heading "Engine";
    struct EngineOptions {
        /// Who works on the transactions: local or spark.
        engine: String = word("an engine", &["local", "spark"]).default("local").flag("ENGINE");
        /// Spark Connect server: sc://HOST:PORT, parameters after it as in sc://HOST:PORT/;use_ssl=true.
        ///
        /// A token is given as a parameter, or in the variable SPARK_CONNECT_AUTHENTICATE_TOKEN. It is sent over TLS
        /// or to this machine only, and never shown.
        remote: Option<String> = text("an address")
            .without("no cluster").example("sc://spark.example:15002").flag("URL").machine_only();
        /// Folder in which the cluster leaves what this machine reads; both must see it by this path.
        work_dir: Option<PathBuf> = path()
            .without("beside the results").example("/mnt/shared/winback").flag("DIR").machine_only();
        /// Customers that come back from the cluster for a training, about so many at most.
        ///
        /// All their rows come back, and the model is learned on this machine. The choice depends on their identifiers
        /// alone.
        sample_customers: u64 = count("a number of customers", 1000, u64::MAX).default(500_000);
    }
}
