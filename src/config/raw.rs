//! `winback.toml` as it is written: every value optional, nothing checked but its shape.
//!
//! The command line fills the same structs, and lies over the file value by value
//! ([`RawConfig::over`]). No stage sees these: `settings` turns them into checked types once.
//! The comments of the fields are for programmers; what a user reads is `template.toml`.

use serde::{Deserialize, Serialize};

/// Defines sections whose fields are all optional, and how one lies over another.
macro_rules! sections {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(
                $(#[$field_doc])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )*
        }

        impl $name {
            /// These values, and `base`'s where there is none.
            #[must_use]
            pub fn over(self, base: Self) -> Self {
                let Self { $($field,)* } = self;
                Self { $($field: $field.or(base.$field),)* }
            }
        }
    )*};
}

sections! {
    /// `[data]`: what is read, and up to when.
    RawData {
        /// File, folder or glob.
        transactions: String,
        /// File, folder or glob.
        events: String,
        /// File, folder or glob.
        customers: String,
        /// IANA name.
        zone: String,
        /// `YYYY-MM-DD`, `today`, `yesterday` or `data_end`.
        as_of: String,
        /// Days between the newest transaction and `as_of`.
        max_staleness_days: u32,
    }

    /// `[columns]`: which column of the transactions plays which part.
    RawColumns {
        /// A common layout by name.
        preset: String,
        /// Part.
        customer_id: String,
        /// Part.
        timestamp: String,
        /// Part.
        amount: String,
        /// Part.
        quantity: String,
        /// Part.
        unit_price: String,
        /// Part.
        order_id: String,
        /// Part.
        category: String,
        /// Part.
        product_id: String,
        /// Part.
        channel: String,
        /// Part.
        discount: String,
        /// Part.
        return_flag: String,
        /// Only looked at by `check`, for mixed currencies.
        currency: String,
        /// The channels that get a feature of their own.
        channels: Vec<String>,
    }

    /// `[event_columns]`
    RawEventColumns {
        /// Part.
        customer_id: String,
        /// Part.
        timestamp: String,
        /// Part.
        r#type: String,
        /// Part.
        value: String,
    }

    /// `[customer_columns]`
    RawCustomerColumns {
        /// Part.
        customer_id: String,
        /// Part.
        email: String,
        /// Part.
        phone: String,
        /// Part.
        first_name: String,
        /// Part.
        last_name: String,
        /// Part.
        country: String,
        /// Part.
        postcode: String,
        /// Part.
        signup_date: String,
        /// Part.
        consent_email: String,
        /// Part.
        consent_phone: String,
        /// Part.
        suppression_reason: String,
        /// Part.
        acquisition_channel: String,
    }

    /// `[outcome]`: the question the model answers, in days.
    RawOutcome {
        /// A number or `auto`.
        horizon_days: toml::Value,
        /// Between `as_of` and the outcome window.
        gap_days: u32,
        /// How far back the last purchase may lie.
        lookback_days: u32,
    }

    /// `[model]`: where models lie, and how they are trained.
    RawModel {
        /// Folder.
        models: String,
        /// NAME, NAME/VERSION, NAME@ALIAS or PATH.
        model: String,
        /// Rows.
        max_training_rows: u64,
        /// Feature names or families; a leading `-` takes one away.
        features: Vec<String>,
    }

    /// `[output]`
    RawOutput {
        /// Folder.
        output: String,
        /// HTML file.
        report: String,
    }

    /// `[machine]`: what the process may use.
    RawMachine {
        /// Worker threads.
        threads: usize,
        /// A size such as `4GiB`, or bytes.
        memory_limit: toml::Value,
        /// Folder.
        spill_dir: String,
    }

    /// `[quality]`: largest shares of unusable rows, 0 to 1.
    RawQuality {
        /// Rows without a customer.
        max_no_customer_share: f64,
        /// Rows without a time.
        max_no_time_share: f64,
        /// Rows without a finite amount.
        max_no_amount_share: f64,
        /// Rows dated after the present.
        max_future_share: f64,
    }

    /// `[scores]`: how probabilities are worded.
    RawScores {
        /// Lowest probabilities of medium, high and critical.
        risk_bands: Vec<f64>,
        /// Highest probability of good health.
        health_good_below: f64,
        /// Highest probability of average health.
        health_average_below: f64,
        /// Days.
        engaged_within_days: u32,
        /// Days.
        complaint_within_days: u32,
        /// Shares of spenders below silver, gold and platinum.
        tier_quantiles: Vec<f64>,
        /// Money spent in a year from which on silver, gold and platinum.
        tier_spend: Vec<f64>,
        /// Days.
        new_within_days: u32,
        /// Own usual gaps.
        slipping_factor: f64,
        /// Lookbacks.
        lapsed_after_lookbacks: f64,
        /// Own gaps.
        gap_prior_weight: f64,
        /// One column per feature.
        all_contributions: bool,
    }

    /// `[audience]`: who is worth winning back.
    RawAudience {
        /// Money.
        budget: f64,
        /// Customers.
        list_size: u64,
        /// Share of a sale that is margin.
        margin_share: f64,
        /// Share of churners that an offer keeps.
        save_rate: f64,
        /// Share of those who stay anyway that take the offer.
        accept_rate: f64,
        /// Money a contact.
        contact_cost: f64,
        /// Money an accepted offer.
        offer_cost: f64,
        /// Share held back.
        control_share: f64,
        /// Text that is hashed with the customer.
        control_salt: String,
        /// Days.
        cool_down_days: u32,
    }
}

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawConfig {
    /// What is read.
    pub data: RawData,
    /// Parts of the transactions' columns.
    pub columns: RawColumns,
    /// Parts of the events' columns.
    pub event_columns: RawEventColumns,
    /// Parts of the customers' columns.
    pub customer_columns: RawCustomerColumns,
    /// The question.
    pub outcome: RawOutcome,
    /// Models.
    pub model: RawModel,
    /// Results.
    pub output: RawOutput,
    /// Threads, memory, disk.
    pub machine: RawMachine,
    /// Gates.
    pub quality: RawQuality,
    /// Wording of scores.
    pub scores: RawScores,
    /// The win-back list.
    pub audience: RawAudience,
}

impl RawConfig {
    /// These values, and `base`'s where there is none. A part of a column given here takes away
    /// what `base` says in its place: `--amount` replaces quantity × unit price, and the reverse.
    #[must_use]
    pub fn over(self, mut base: Self) -> Self {
        if self.columns.amount.is_some() {
            base.columns.unit_price = None;
        }
        if self.columns.unit_price.is_some() {
            base.columns.amount = None;
        }
        let Self {
            data,
            columns,
            event_columns,
            customer_columns,
            outcome,
            model,
            output,
            machine,
            quality,
            scores,
            audience,
        } = self;
        Self {
            data: data.over(base.data),
            columns: columns.over(base.columns),
            event_columns: event_columns.over(base.event_columns),
            customer_columns: customer_columns.over(base.customer_columns),
            outcome: outcome.over(base.outcome),
            model: model.over(base.model),
            output: output.over(base.output),
            machine: machine.over(base.machine),
            quality: quality.over(base.quality),
            scores: scores.over(base.scores),
            audience: audience.over(base.audience),
        }
    }
}
