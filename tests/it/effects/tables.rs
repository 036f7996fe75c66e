//! Tables in which every column stands twice, so that naming the other one makes a difference.

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use std::sync::Arc;

/// A number that is the same every time, below `below`.
fn draw(i: usize, j: usize, below: usize) -> usize {
    let mut x = (i as u64) << 32 | j as u64;
    for _ in 0..2 {
        x = (x ^ (x >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    (x >> 33) as usize % below
}

/// Columns of text and of numbers, by name.
#[derive(Default)]
struct Table(Vec<(&'static str, ArrayRef)>);

impl Table {
    fn text(&mut self, name: &'static str, n: usize, cell: impl Fn(usize) -> String) {
        let cells = (0..n).map(|i| Some(cell(i)).filter(|text| !text.is_empty()));
        self.0.push((name, Arc::new(cells.collect::<StringArray>())));
    }

    fn number(&mut self, name: &'static str, n: usize, cell: impl Fn(usize) -> f64) {
        self.0.push((name, Arc::new(Float64Array::from_iter_values((0..n).map(cell)))));
    }

    fn batch(self) -> RecordBatch {
        RecordBatch::try_from_iter(self.0).unwrap()
    }
}

/// When: day `day` of 2024 from 0, at an hour and a minute that only rows of one order share.
fn at(day: usize, minute: usize) -> String {
    let date = jiff::civil::date(2024, 1, 1).saturating_add(jiff::Span::new().days(day as i64));
    format!("{date} {:02}:{:02}:00", minute / 60, minute % 60)
}

/// The times of a table, in every form that a setting is about.
fn add_times(table: &mut Table, n: usize, day: impl Fn(usize) -> usize) {
    let minute = |i: usize| draw(i / 2, 1, 1440);
    table.text("at", n, |i| at(day(i), minute(i)));
    table.text("at_2", n, |i| at(day(i) / 2, minute(i)));
    table.text("at_holes", n, |i| if i % 9 == 0 { String::new() } else { at(day(i), minute(i)) });
    table.text("at_future", n, |i| {
        if i % 50 == 0 { "2990-01-01".to_owned() } else { at(day(i), minute(i)) }
    });
    table.text("day", n, |i| at(day(i), 0)[..10].to_owned());
    table.text("clock", n, |i| at(0, minute(i))[11..16].to_owned());
    table.text("clock_2", n, |i| at(0, (minute(i) + 700) % 1440)[11..16].to_owned());
    table.text("day_text", n, |i| {
        format!("{:02}/{:02}/2024", day(i) % 12 + 1, day(i) / 30 % 12 + 1)
    });
    let seconds = (0..n).map(|i| 1_704_067_200 + day(i) as i64 * 86_400 + minute(i) as i64 * 60);
    table.0.push(("ticks", Arc::new(Int64Array::from_iter_values(seconds))));
}

/// Sixty customers with up to twenty orders of two lines.
pub fn orders() -> RecordBatch {
    let n = 1600;
    let who = |i: usize| draw(i / 2, 2, 60) + 1;
    let name = |i: usize| ["web", "store", "app"][draw(i / 2, 3, 3)].to_owned();
    let mut table = Table::default();
    table.text("who", n, |i| format!("c{}", who(i)));
    table.text("who_2", n, |i| format!("c{}", draw(i / 2, 4, 60)));
    table.text(
        "who_zero",
        n,
        |i| if i % 4 < 2 { format!("00{}", who(i)) } else { who(i).to_string() },
    );
    table.text("who_holes", n, |i| if i % 9 == 0 { String::new() } else { format!("c{}", who(i)) });
    add_times(&mut table, n, |i| draw(i / 2, 5, 330));
    let paid = |i: usize| 5.0 + draw(i, 6, 9000) as f64 / 100.0;
    table.number("paid", n, paid);
    table.number("paid_2", n, |i| paid(i) * 2.0 + i as f64);
    table.text("paid_text", n, |i| format!("{}.{:03}", draw(i, 7, 9) + 1, draw(i, 8, 1000)));
    table.text("paid_holes", n, |i| if i % 9 == 0 { "so".to_owned() } else { paid(i).to_string() });
    table.number("price", n, paid);
    table.number("price_2", n, |i| paid(i) + 1.0);
    table.number("units", n, |i| (draw(i, 9, 4) + 1) as f64);
    table.number("units_2", n, |i| (draw(i, 10, 7) + 1) as f64);
    table.text("bill", n, |i| format!("b{}", i / 2));
    table.text("bill_2", n, |i| format!("b{i}"));
    table.text("line", n, |i| (i % 2).to_string());
    for (column, salt) in [("item", 11), ("item_2", 12), ("kind", 13), ("kind_2", 14)] {
        table.text(column, n, |i| format!("{column} {}", draw(i, salt, 7)));
    }
    table.text("via", n, name);
    table.text("via_2", n, |i| name(i + 2));
    for (column, salt) in [("off", 15), ("off_2", 16), ("bill_off", 17), ("bill_off_2", 18)] {
        table.number(column, n, |i| (draw(i / 2, salt, 3)) as f64);
    }
    for (column, salt) in [("back", 19), ("back_2", 20)] {
        table.number(column, n, |i| if draw(i, salt, 6) == 0 { 4.0 } else { 0.0 });
    }
    for (column, salt) in [("pieces", 26), ("pieces_2", 27)] {
        table.number(column, n, |i| (draw(i, salt, 3) / 2) as f64);
    }
    for (column, salt) in [("is_back", 21), ("is_back_2", 22)] {
        table.text(column, n, |i| (draw(i, salt, 8) == 0).to_string());
    }
    table.text("money", n, |_| "EUR".to_owned());
    table.text("money_2", n, |i| ["EUR", "USD"][i % 2].to_owned());
    table.text("status", n, |i| {
        ["paid", "cancelled"][usize::from(draw(i / 2, 23, 9) == 0)].to_owned()
    });
    for (column, salt) in [("step", 24), ("step_2", 25)] {
        table.text(column, n, |i| ["done", "open"][draw(i / 2, salt, 2)].to_owned());
    }
    table.number("version", n, |i| (i % 2) as f64);
    table.number("version_2", n, |i| ((i + 1) % 2) as f64);
    table.batch()
}

/// Visits, and events of a kind that nobody knows.
pub fn events() -> RecordBatch {
    let n = 800;
    let mut table = Table::default();
    table.text("who", n, |i| {
        if i % 40 == 0 { String::new() } else { format!("c{}", draw(i, 2, 60) + 1) }
    });
    table.text("who_2", n, |i| format!("c{}", draw(i, 4, 60) + 1));
    add_times(&mut table, n, |i| draw(i, 5, 330));
    let known = ["visit", "nps", "complaint"];
    table.text("what", n, |i| match i {
        i if i % 40 == 0 => "unsubscribed".to_owned(),
        i if i % 5 == 0 => "Zog".to_owned(),
        i => known[draw(i, 26, 3)].to_owned(),
    });
    table.text("what_2", n, |i| known[draw(i, 27, 3)].to_owned());
    for (column, salt) in [("number", 28), ("number_2", 29)] {
        table.number(column, n, |i| draw(i, salt, 11) as f64);
    }
    table.text("number_text", n, |i| format!("{}.{:03}", draw(i, 30, 9) + 1, draw(i, 31, 1000)));
    table.text("mail", n, |i| format!("c{}@example.org", draw(i, 32, 60) + 1));
    table.text("tel", n, |i| format!("+49 171 23456{:02}", draw(i, 33, 60) + 1));
    table.batch()
}

pub fn people() -> RecordBatch {
    // One of them has never bought.
    let n = 61;
    let mut table = Table::default();
    table.text("who", n, |i| format!("c{}", i + 1));
    table.text("who_2", n, |i| format!("d{i}"));
    table.text("mail", n, |i| format!("c{}@example.org", i + 1));
    table.text(
        "mail_2",
        n,
        |i| if i % 3 == 0 { String::new() } else { format!("d{i}@example.org") },
    );
    table.text("tel", n, |i| format!("+49 171 23456{:02}", i + 1));
    table.text(
        "tel_2",
        n,
        |i| if i % 3 == 0 { String::new() } else { format!("+49 171 65432{i:02}") },
    );
    for (column, salt) in
        [("may_mail", 34), ("may_mail_2", 35), ("may_call", 36), ("may_call_2", 37)]
    {
        table.text(column, n, |i| ["yes", "no"][draw(i, salt, 2)].to_owned());
    }
    for (column, salt) in [("never", 38), ("never_2", 39)] {
        table.text(column, n, |i| {
            if draw(i, salt, 4) == 0 { "asked".to_owned() } else { String::new() }
        });
    }
    table.text("bounces_30d", n, |i| draw(i, 40, 2).to_string());
    table.text("flag_7", n, |i| draw(i, 42, 2).to_string());
    add_times(&mut table, n, |i| draw(i, 41, 330));
    table.batch()
}

/// The people of the sample, who all consent, with the day of their registration in other forms.
pub fn registered_people() -> RecordBatch {
    let n = 2000;
    let mut table = Table::default();
    table.text("customer_id", n, |i| format!("C{:07}", i + 1));
    table.text("email", n, |i| format!("c{i}@example.org"));
    table.text("consent_email", n, |_| "yes".to_owned());
    add_times(&mut table, n, |i| draw(i, 42, 330));
    table.batch()
}
