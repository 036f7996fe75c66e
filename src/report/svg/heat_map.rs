//! A heat map: a table of HTML whose cells are coloured by their value. It is its own table of numbers.

use super::{About, Drawing, Numbers, escaped};
use std::fmt::Write as _;

/// Shades from nothing to most.
const SHADES: f64 = 9.0;

/// A cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct HeatCell {
    /// What decides its shade; without one the cell stays plain.
    pub value: Option<f64>,
    /// What stands in it.
    pub shown: String,
    /// A second, smaller line.
    pub beneath: String,
}

/// A table of cells.
#[derive(Debug, Clone)]
pub(crate) struct HeatMap {
    /// What the rows are.
    pub corner: String,
    /// The columns' names.
    pub columns: Vec<String>,
    /// The rows' names, plain cells such as sizes, and coloured cells.
    pub rows: Vec<(String, Vec<HeatCell>)>,
    /// The value of the darkest shade; the largest of the table where there is none.
    pub most: Option<f64>,
}

/// Writes a heat map.
pub(crate) fn heat_map(about: &About, map: &HeatMap) -> Drawing {
    let cells = map.rows.iter().flat_map(|(_, cells)| cells);
    let largest = cells.filter_map(|cell| cell.value).fold(0.0, f64::max);
    let most = map.most.unwrap_or(largest);
    let mut markup = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"{0}-title\">\
         <table class=\"heat\"><caption id=\"{0}-title\" class=\"unseen\">{1}</caption>\
         <thead><tr><th scope=\"col\">{2}</th>",
        about.id,
        escaped(&about.title),
        escaped(&map.corner)
    );
    for column in &map.columns {
        let _ = write!(markup, "<th scope=\"col\">{}</th>", escaped(column));
    }
    markup.push_str("</tr></thead><tbody>");
    for (name, cells) in &map.rows {
        let _ = write!(markup, "<tr><th scope=\"row\">{}</th>", escaped(name));
        for cell in cells {
            let _ = match shade(cell.value, most) {
                Some(shade) => write!(markup, "<td class=\"h{shade}\">"),
                None => write!(markup, "<td>"),
            };
            markup.push_str(&escaped(&cell.shown));
            if !cell.beneath.is_empty() {
                let _ = write!(markup, "<small>{}</small>", escaped(&cell.beneath));
            }
            markup.push_str("</td>");
        }
        markup.push_str("</tr>");
    }
    markup.push_str("</tbody></table></div>");
    Drawing { markup, numbers: Numbers::default() }
}

/// The shade of a value, 0 to 9.
fn shade(value: Option<f64>, most: f64) -> Option<u32> {
    let value = value.filter(|value| value.is_finite())?;
    let share = if most > 0.0 { (value / most).clamp(0.0, 1.0) } else { 0.0 };
    Some((share * SHADES).round() as u32)
}
