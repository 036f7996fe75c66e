//! How a table's columns are found in the files: named by the user, laid down by a preset, or recognised.
//!
//! What is named is used or refused, never replaced; `none` is the name of no column. Then the preset has its
//! say. Columns that neither has found are recognised by well-known names if exactly one column fits,
//! whatever else is named. What was taken for what, what could have been, and which preset would have told
//! more is returned, so that it can be said. The names are with the columns, in `ingest`; presets in
//! `presets`.

use super::clocks::{Values, by_clocks};
use super::error::{ConfigError, Origin};
use super::presets::{Preset, spelled};
use super::refused::{Refused, not_there};
use super::source::ConfigSource;
use super::taken::{How, Unsure, near_misses};
use crate::ingest::{
    Accepts, ColumnMap, DateReading, DecimalMark, Forms, TableColumn, by_last_names,
    first_of_side_by_side, normalised, trimmed,
};
use crate::time::Zone;
use std::path::Path;

/// Which column of the files plays which part, resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved<C: 'static> {
    /// The columns' names in the files; the required ones are all there.
    pub mapping: ColumnMap<C, String>,
    /// How each of them came to its name.
    pub taken: Vec<(C, How)>,
    /// Parts that no column plays although one may be meant for it.
    pub unsure: Vec<Unsure<C>>,
    /// Parts that no column plays because the user says so.
    pub declined: Vec<C>,
    /// The preset of such columns, where none is set and it would take other ones.
    pub suggested: Option<&'static Preset<C>>,
}

/// The name of no column, where no column is called so: the part is not played.
const NO_COLUMN: &str = "none";

/// How a table's values are written, as far as the user says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrittenAs {
    pub dates: DateReading,
    pub decimal: Option<DecimalMark>,
}

/// Columns of one table as the user named them.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice<C: 'static> {
    named: ColumnMap<C, (String, Origin)>,
    presets: Presets<C>,
    written_as: WrittenAs,
    /// Whether people are known by addresses elsewhere, where that is known.
    by_address: Option<bool>,
}

/// The presets of a table, and the one that is set.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Presets<C: 'static> {
    pub all: &'static [Preset<C>],
    pub set: Option<&'static Preset<C>>,
}

/// Columns found so far.
struct Found<C> {
    mapping: ColumnMap<C, String>,
    taken: Vec<(C, How)>,
}

impl<C: TableColumn> Found<C> {
    fn take(&mut self, column: C, name: &str, how: How) {
        self.mapping.insert(column, name.to_owned());
        self.taken.push((column, how));
    }

    /// Whether a column of the files may play a part: a column plays one, but for an address that says who
    /// it is.
    fn may_take(&self, column: C, name: &str) -> bool {
        self.mapping.iter().all(|(other, taken)| taken != name || are_one_detail(column, other))
    }

    /// An amount is not looked for where its price is there, nor a price where the amount is.
    fn is_replaced(&self, column: C) -> bool {
        C::PRODUCT.is_some_and(|(product, [_, price])| {
            (column == product && self.mapping.has(price))
                || (column == price && self.mapping.has(product))
        })
    }

    fn is_product(&self, column: C) -> bool {
        C::PRODUCT.is_some_and(|(product, factors)| {
            product == column && factors.into_iter().all(|factor| self.mapping.has(factor))
        })
    }
}

impl<C: TableColumn> Choice<C> {
    /// Refuses empty names, and a name that is given to two columns.
    pub(super) fn check(
        given: &ColumnMap<C, String>,
        presets: Presets<C>,
        written_as: WrittenAs,
        source: &ConfigSource,
    ) -> Result<Self, ConfigError> {
        let mut named = ColumnMap::<C, (String, Origin)>::default();
        for (column, name) in given.iter() {
            let key = column.spec().key;
            if name.is_empty() {
                return Err(source.refuse(C::SECTION, key, "the column's name is empty"));
            }
            if let Some((other, (_, at))) = named.iter().find(|(_, (taken, _))| taken == name) {
                let other = other.spec().key;
                return Err(source.refuse(
                    C::SECTION,
                    key,
                    format!(
                        "column '{name}' already plays {other} ({at}): a column plays one part"
                    ),
                ));
            }
            named.insert(column, (name.clone(), source.origin(C::SECTION, key)));
        }
        Ok(Self { named, presets, written_as, by_address: None })
    }

    /// The same with the preset whose layout the columns are, and that preset's name; none where they are of no known
    /// layout.
    pub fn of_layout(&self, available: &[String]) -> Option<(Self, &'static str)> {
        let preset = self.presets.all.iter().find(|preset| preset.is_layout_of(available))?;
        let presets = Presets { set: Some(preset), ..self.presets.clone() };
        Some((Self { presets, ..self.clone() }, preset.name))
    }

    /// The same where a preset knows people by the address as well as by an identifier: by what the other tables do.
    #[must_use]
    pub fn known_by_address(&self, by_address: bool) -> Self {
        Self { by_address: Some(by_address), ..self.clone() }
    }

    /// The preset that is set.
    pub fn preset(&self) -> Option<&'static Preset<C>> {
        self.presets.set
    }

    /// How the table's values are written, with wall times of a zone.
    pub fn forms(&self, zone: &Zone) -> Forms {
        let WrittenAs { dates, decimal } = self.written_as.clone();
        Forms { dates, decimal, ..Forms::usual(zone) }
    }

    /// Finds each column among those that the files have; `path` is for messages.
    pub fn resolve(
        &self,
        available: &[String],
        path: &Path,
        values: &Values<'_>,
    ) -> Result<Resolved<C>, ConfigError> {
        let mut found = self.found_by_name(available, path)?;
        let suggested = self.suggestion(&found, available);
        if let Some(preset) = self.presets.set {
            self.find_by_preset(preset, available, &mut found);
        }
        let refused = Refused { available, path, suggested };
        let mut unsure = self.recognise(&refused, &mut found, values)?;
        // The layout of a preset says more than its addresses.
        if suggested.is_none() {
            self.know_by_address(&mut found);
        }
        for &column in C::ALL {
            let is_there = found.mapping.has(column)
                || found.is_product(column)
                || self.may_be_absent(column, &refused, &found);
            if column.spec().required && !is_there {
                return Err(refused.missing(column, &found.mapping));
            }
        }
        if self.presets.set.is_none() {
            self.add_near_misses(available, &found, &mut unsure);
        }
        let Found { mapping, taken } = found;
        let mapping = mapping.map_values(|name| only_part(available, name));
        // One that would find the same has nothing to add.
        let suggested = suggested.filter(|preset| self.finds_other(preset, available, &mapping));
        Ok(Resolved { mapping, taken, unsure, declined: self.declined(), suggested })
    }

    /// Parts that the user gives to no column.
    fn declined(&self) -> Vec<C> {
        let declined = self.named.iter().filter(|(_, (name, _))| name == NO_COLUMN);
        declined.map(|(column, _)| column).collect()
    }

    fn found_by_name(&self, available: &[String], path: &Path) -> Result<Found<C>, ConfigError> {
        let mut found = Found { mapping: ColumnMap::default(), taken: Vec::new() };
        for (column, (name, origin)) in self.named.iter() {
            if let Some(name) = there(available, name) {
                found.take(column, name, How::Named);
            } else if name != NO_COLUMN || column.spec().required && !is_product(column) {
                return Err(not_there(name, origin, available, path));
            }
        }
        Ok(found)
    }

    fn find_by_preset(&self, preset: &Preset<C>, available: &[String], found: &mut Found<C>) {
        for &column in C::ALL {
            if self.named.has(column) || found.is_replaced(column) || self.is_no_price(column) {
                continue;
            }
            let mut names = preset.names(column).unwrap_or_default().to_vec();
            if let Some(by_address) = self.by_address.filter(|_| says_who(column)) {
                names.sort_by_key(|name| is_address(name) != by_address);
            }
            let exactly = names.iter().filter_map(|name| there(available, name));
            let spelled = names.iter().filter_map(|name| spelled_there(available, name));
            let mut there = exactly.chain(spelled);
            if let Some(name) = there.find(|name| found.may_take(column, name)) {
                found.take(column, name, How::Preset);
            }
        }
    }

    /// Finds the others by well-known names; returns those that could be several.
    fn recognise(
        &self,
        refused: &Refused<'_, C>,
        found: &mut Found<C>,
        values: &Values<'_>,
    ) -> Result<Vec<Unsure<C>>, ConfigError> {
        let mut unsure = Vec::new();
        for &column in C::ALL {
            if !self.is_open(column, found) || !column.fits(&found.mapping) {
                continue;
            }
            let names = well_known(column, refused.available);
            let may_take = |name: &String| found.may_take(column, name);
            let mut names: Vec<String> = names.into_iter().filter(may_take).collect();
            without_structs(&mut names, refused.available);
            if says_who(column) {
                names = with_values::<C>(names, refused.available, values);
            }
            let date = C::of_key("timestamp").and_then(|column| found.mapping.get(column));
            let date = date.map(String::as_str);
            let mut names = by_clocks(column, names, date, refused.available, values.is_clock_of);
            names.retain(may_take);
            match &names[..] {
                [] => {
                    if let Some((name, how)) = last_name(column, refused.available, found, values) {
                        found.take(column, &name, how);
                    }
                }
                [name] => found.take(column, name, How::Recognised),
                _ if column.spec().required => match first_of_side_by_side(&names) {
                    Some(name) => found.take(column, name, How::FirstOfSeveral),
                    None => return Err(refused.several(column, &names)),
                },
                // Files of one table call a detail in several ways; the further ones are read for refusals.
                _ if column.spec().accepts == Accepts::Detail
                    && names.iter().any(|name| name == column.spec().key) =>
                {
                    found.take(column, column.spec().key, How::FirstOfSeveral);
                }
                // An optional column that could be several is left out rather than guessed.
                _ => unsure.push(Unsure { column, candidates: names, well_known: true }),
            }
        }
        Ok(unsure)
    }

    /// Takes the e-mail address for whom it is where no column says so, as sending tools write their exports, else the
    /// phone number, as those of text messages do.
    fn know_by_address(&self, found: &mut Found<C>) {
        let who = C::ALL.iter().find(|&&column| says_who(column) && self.is_open(column, found));
        let mapped = |key| C::of_key(key).and_then(|column| found.mapping.get(column)).cloned();
        let address = mapped("email").or_else(|| mapped("phone"));
        if let (Some(&who), Some(address)) = (who, address) {
            found.take(who, &address, How::Address);
        }
    }

    /// Whether a table may be without a column of amounts: the user says so, or no column reads like an amount
    /// or a price. Layouts of presets have amounts.
    fn may_be_absent(&self, column: C, refused: &Refused<'_, C>, found: &Found<C>) -> bool {
        let Some((product, [_, price])) = C::PRODUCT else { return false };
        if column != product || found.mapping.has(price) {
            return false;
        }
        let is_none = self.named.get(product).is_some_and(|(name, _)| name == NO_COLUMN);
        is_none
            || self.presets.set.is_none()
                && refused.suggested.is_none()
                && refused.near_amounts(product, &found.mapping).is_empty()
    }

    /// Whether it is the price where the user names the amount, or says that there is none.
    fn is_no_price(&self, column: C) -> bool {
        C::PRODUCT.is_some_and(|(product, [_, price])| column == price && self.named.has(product))
    }

    /// Whether a column for the part may still be looked for.
    fn is_open(&self, column: C, found: &Found<C>) -> bool {
        let left_out = |preset: &Preset<C>| preset.names(column).is_some_and(<[_]>::is_empty);
        !found.mapping.has(column)
            && !self.named.has(column)
            && !found.is_replaced(column)
            && !self.is_no_price(column)
            && !self.presets.set.is_some_and(left_out)
    }

    fn add_near_misses(&self, available: &[String], found: &Found<C>, unsure: &mut Vec<Unsure<C>>) {
        for &column in C::ALL {
            let is_known = unsure.iter().any(|known| known.column == column);
            if is_known || !self.is_open(column, found) {
                continue;
            }
            let candidates = near_misses(column, &found.mapping, available);
            if !candidates.is_empty() {
                unsure.push(Unsure { column, candidates, well_known: false });
            }
        }
    }

    /// The preset whose layout the columns are, where none is set.
    fn suggestion(&self, found: &Found<C>, available: &[String]) -> Option<&'static Preset<C>> {
        let mut all = self.presets.all.iter().filter(|_| self.presets.set.is_none());
        let preset = all.find(|preset| preset.is_layout_of(available))?;
        self.finds_other(preset, available, &found.mapping).then_some(preset)
    }

    /// Whether a preset takes a column for a part that plays none, or another one.
    fn finds_other(
        &self,
        preset: &Preset<C>,
        available: &[String],
        mapping: &ColumnMap<C, String>,
    ) -> bool {
        let named = mapping.iter().filter(|(column, _)| self.named.has(*column));
        let named = named.map(|(column, name)| (column, name.clone())).collect();
        let mut found = Found { mapping: named, taken: Vec::new() };
        self.find_by_preset(preset, available, &mut found);
        found.mapping.iter().any(|(column, name)| mapping.get(column) != Some(name))
    }
}

/// Whether the product of two other columns may stand in a column's place.
fn is_product<C: TableColumn>(column: C) -> bool {
    C::PRODUCT.is_some_and(|(product, _)| product == column)
}

/// A column of the files by its name; a byte order mark before it cannot be typed.
fn there<'a>(available: &'a [String], name: &str) -> Option<&'a str> {
    let exactly = available.iter().find(|column| *column == name);
    let visible = || available.iter().find(|column| trimmed(column) == name);
    exactly.or_else(visible).map(String::as_str)
}

/// The only column of the files that goes by a preset's name in another spelling.
fn spelled_there<'a>(available: &'a [String], name: &str) -> Option<&'a str> {
    let mut columns = available.iter().filter(|column| spelled(column) == spelled(name));
    let column = columns.next()?;
    columns.next().is_none().then_some(column)
}

/// The only part of a struct, down to what has none: `order_date.$date` of `order_date`, as MongoDB writes it. The
/// column itself where it has no parts or several.
fn only_part(available: &[String], name: String) -> String {
    let parts: Vec<&String> = available
        .iter()
        .filter(|other| other.strip_prefix(&name).is_some_and(|rest| rest.starts_with('.')))
        .collect();
    match parts[..] {
        [part] => part.clone(),
        _ => name,
    }
}

/// The column that is taken for a part where no usual name is there. Several for a required part of the transactions are asked
/// about, and so is money beside a price; what may number orders or something else is believed by its values.
fn last_name<C: TableColumn>(
    column: C,
    available: &[String],
    found: &Found<C>,
    values: &Values<'_>,
) -> Option<(String, How)> {
    let is_order = C::HAS_FLAGS && column.spec().key == "order_id";
    let mut names = by_last_names(column, available);
    names.retain(|name| found.may_take(column, name));
    names.retain(|name| !is_order || (values.may_number_orders)(name));
    let is_price = |(product, [_, price]): (C, [C; 2])| {
        product == column && !well_known(price, available).is_empty()
    };
    match names[..] {
        [_, _, ..] if C::HAS_FLAGS && column.spec().required => None,
        [_, ..] if C::PRODUCT.is_some_and(is_price) => None,
        [name] => Some((name.clone(), How::Recognised)),
        [name, ..] if is_order => Some((name.clone(), How::FirstOfSeveral)),
        [name, ..] => Some((name.clone(), How::Recognised)),
        [] => None,
    }
}

/// Takes out structs of which a field may play the part, or is known by the names of the part together with theirs.
fn without_structs(names: &mut Vec<String>, available: &[String]) {
    let below = |name: &str| format!("{name}.");
    let has_fields = |name: &String| available.iter().any(|other| other.starts_with(&below(name)));
    let all = names.clone();
    names.retain(|name| {
        !has_fields(name) || !all.iter().any(|other| other.starts_with(&below(name)))
    });
}

/// Whether a part says who it is.
fn says_who<C: TableColumn>(column: C) -> bool {
    column.spec().required && column.spec().accepts == Accepts::Identifier
}

/// Whether a column of such a name has addresses.
fn is_address(name: &str) -> bool {
    normalised(name).contains("email")
}

/// Whether of two parts one says who it is and the other is a detail such as the address.
fn are_one_detail<C: TableColumn>(one: C, other: C) -> bool {
    let is_detail = |column: C| column.spec().accepts == Accepts::Detail;
    says_who(one) && is_detail(other) || is_detail(one) && says_who(other)
}

/// Of columns that may say who it is those that do; none where all are empty and an address says it.
fn with_values<C: TableColumn>(
    names: Vec<String>,
    available: &[String],
    values: &Values<'_>,
) -> Vec<String> {
    let has_values = |name: &&String| !(values.is_empty)(name);
    let filled: Vec<String> = names.iter().filter(has_values).cloned().collect();
    let addresses = C::of_key("email").map(|email| well_known(email, available));
    let has_addresses = addresses.is_some_and(|names| names.iter().any(|name| has_values(&name)));
    if filled.is_empty() && !has_addresses { names } else { filled }
}

/// The columns that go by the column's own key, else those by a well-known name.
fn well_known<C: TableColumn>(column: C, available: &[String]) -> Vec<String> {
    let spec = column.spec();
    let own = normalised(spec.key);
    let by = |known: &dyn Fn(&str) -> bool| -> Vec<String> {
        available.iter().filter(|name| known(&normalised(name))).cloned().collect()
    };
    let by_own = by(&|name| name == own);
    if by_own.is_empty() { by(&|name| spec.aliases.contains(&name)) } else { by_own }
}
