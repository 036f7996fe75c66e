//! What names of columns that play no part tell of, and names of tables: money, discounts, currencies,
//! people, times, versions, earlier orders.
//!
//! One subject a file, with its table of names and the questions that others ask of it. A name tells what a column may
//! be about, never what its values are. The names of columns that are read stand in `ingest::columns`.

mod contact_times;
mod currencies;
mod discounts;
mod earlier_orders;
mod holders;
mod instalments;
mod measures;
mod money;
mod payments;
mod people;
mod prices;
mod refunds;
mod tables;
mod validity;
mod versions;

pub(crate) use contact_times::time_of_contact;
pub(crate) use currencies::{
    has_hundredths, is_in_one_currency, is_of_a_currency, is_rate, is_the_same_in_one_currency,
};
pub(crate) use discounts::{is_discount, is_discount_in_money, is_discount_in_percent};
pub(crate) use earlier_orders::doubt_of_earlier_orders;
pub(crate) use holders::{holder_among, person_among, place_among};
pub(crate) use instalments::numbers_instalments;
pub(crate) use measures::says_which_measure;
pub(crate) use money::{is_in_parts_of_a_unit, is_money_of_a_line, reads_like_money};
pub(crate) use payments::{is_still_due, is_time_of_payment};
pub(crate) use people::{is_of_buyers, may_be_of_sellers, tells_people_apart};
pub(crate) use prices::is_number_of_pieces;
pub(crate) use refunds::{is_change_given, is_given_back, is_of_units, is_what_is_left_of};
pub(crate) use tables::{are_customers, are_events, are_transactions};
pub(crate) use validity::{is_of_rows, validities_among};
pub(crate) use versions::{line_among, versions_among};
