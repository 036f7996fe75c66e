//! Flags of the win-back list, shared by the commands that make one; each lies over `[audience]`.

use crate::config::raw::RawAudience;
use clap::Args;

/// What a contact brings and costs, and how long the list is.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Win-back list")]
pub struct EconomicsArgs {
    /// Customers on the list, at most
    #[arg(long, value_name = "N")]
    list_size: Option<u64>,
    /// Money to spend on contacts and offers, at most
    #[arg(long, value_name = "MONEY")]
    budget: Option<f64>,
    /// Share of a sale that is margin [default: 0.3]
    #[arg(long, value_name = "SHARE")]
    margin_share: Option<f64>,
    /// Share of those about to leave whom a contact keeps [default: 0.1]
    #[arg(long, value_name = "SHARE")]
    save_rate: Option<f64>,
    /// Share of those who stay anyway that take the offer all the same [default: 0.1]
    #[arg(long, value_name = "SHARE")]
    accept_rate: Option<f64>,
    /// Money per contact [default: 0]
    #[arg(long, value_name = "MONEY")]
    contact_cost: Option<f64>,
    /// Money per accepted offer [default: 0]
    #[arg(long, value_name = "MONEY")]
    offer_cost: Option<f64>,
    /// Share of the list held back, so that its effect can be measured [default: 0.1]
    #[arg(long, value_name = "SHARE")]
    control_share: Option<f64>,
    /// Text that decides who is held back; another one draws others [default: winback]
    #[arg(long, value_name = "TEXT")]
    control_salt: Option<String>,
    /// Days during which a contacted customer is left alone [default: 30]
    #[arg(long, value_name = "N")]
    cool_down_days: Option<u32>,
}

impl EconomicsArgs {
    /// The values as the configuration has them.
    pub fn to_raw(&self) -> RawAudience {
        let Self {
            list_size,
            budget,
            margin_share,
            save_rate,
            accept_rate,
            contact_cost,
            offer_cost,
            control_share,
            control_salt,
            cool_down_days,
        } = self.clone();
        RawAudience {
            budget,
            list_size,
            margin_share,
            save_rate,
            accept_rate,
            contact_cost,
            offer_cost,
            control_share,
            control_salt,
            cool_down_days,
        }
    }
}
