//! The customers table: names, addresses, consent, suppression.
//!
//! Nobody is reachable: e-mail domains are reserved (RFC 2606) and phone numbers are those that the countries'
//! regulators keep for fiction, or begin like them.

use super::draw::{Draw, Purpose};
use super::person::{Acquisition, Person};
use super::simulate::Fate;
use super::tables::Tables;
use super::world::World;
use arrow_array::ArrayRef;
use arrow_array::builder::{BooleanBuilder, Date32Builder, StringBuilder};
use arrow_schema::{DataType, Field, Schema};
use std::ops::Range;
use std::sync::Arc;

/// The sign and as many digits as a number may have.
const PHONE_LENGTH: usize = 16;

const FIRST_NAMES: [&str; 48] = [
    "Anna", "Ben", "Clara", "David", "Elif", "Felix", "Grace", "Hugo", "Ines", "Jonas", "Kamal",
    "Laura", "Mateo", "Nina", "Oscar", "Priya", "Quentin", "Rosa", "Samuel", "Tara", "Umar",
    "Vera", "William", "Xenia", "Yusuf", "Zoe", "Amelia", "Bruno", "Chloe", "Daniel", "Emma",
    "Finn", "Giulia", "Hannah", "Isaac", "Julia", "Karim", "Lea", "Martin", "Noor", "Olivia",
    "Paul", "Rachel", "Sofia", "Thomas", "Valentin", "Wanda", "Yara",
];
const LAST_NAMES: [&str; 60] = [
    "Adams",
    "Almeida",
    "Andersson",
    "Baker",
    "Bauer",
    "Becker",
    "Bernard",
    "Brown",
    "Byrne",
    "Campbell",
    "Carter",
    "Chen",
    "Clark",
    "Costa",
    "Davies",
    "Dubois",
    "Edwards",
    "Evans",
    "Fischer",
    "Fournier",
    "Garcia",
    "Girard",
    "Green",
    "Hall",
    "Hansen",
    "Hoffmann",
    "Hughes",
    "Ivanova",
    "Jansen",
    "Johnson",
    "Jones",
    "Kaya",
    "Keller",
    "Khan",
    "King",
    "Klein",
    "Lambert",
    "Larsson",
    "Lee",
    "Lefevre",
    "Lopez",
    "Martin",
    "Meyer",
    "Miller",
    "Moreau",
    "Murphy",
    "Nguyen",
    "Nowak",
    "Patel",
    "Quinn",
    "Roberts",
    "Rossi",
    "Schmidt",
    "Silva",
    "Smith",
    "Taylor",
    "Walker",
    "Weber",
    "Wilson",
    "Young",
];
const DOMAINS: [&str; 3] = ["example.com", "example.org", "example.net"];
const COUNTRIES: [&str; 7] = ["US", "GB", "DE", "FR", "SE", "IE", "AU"];

/// How the numbers begin that the regulator of each country keeps for fiction, and how many digits are free in each range.
#[rustfmt::skip] // A table: a country a line.
const FICTION: [(&[&str], usize); COUNTRIES.len()] = [
    // North American Numbering Plan: 555-0100 to 555-0199.
    (&["+120155501", "+121255501", "+130355501", "+140455501", "+141555501", "+161655501", "+161755501", "+180855501", "+191955501", "+172055501"], 2),
    // Ofcom, numbers for drama: 0113 496 0000 to 0999 and others.
    (&["+441134960", "+441144960", "+441154960", "+441164960", "+441174960", "+441184960", "+441214960", "+442079460", "+442896496", "+442920180"], 3),
    // Bundesnetzagentur, numbers for media: 030 23125 000 to 999 and others.
    (&["+493023125", "+496990009", "+494066969", "+492214710", "+498999998"], 3),
    // Arcep, numbers for fiction: 06 39 98 00 00 to 99 99.
    (&["+3363998"], 4),
    // PTS, numbers for books and films: 08-465 004 00 to 99 and others.
    (&["+468465004", "+463139006", "+464062804", "+469803192"], 2),
    // ComReg, numbers for drama: 020 91x xxxx.
    (&["+3532091"], 5),
    // ACMA, fictitious numbers: 02 5550 xxxx and 07 5550 xxxx.
    (&["+6125550", "+6175550"], 4),
];
const COUNTRY_WEIGHTS: [f64; 7] = [0.38, 0.22, 0.17, 0.11, 0.05, 0.04, 0.03];

/// Columns of the customers table after the identifier.
pub(super) fn schema(tables: &Tables) -> Schema {
    let text = |name| Field::new(name, DataType::Utf8, true);
    let flag = |name| Field::new(name, DataType::Boolean, true);
    Schema::new(vec![
        tables.customer_field(),
        text("email"),
        text("phone"),
        text("first_name"),
        text("last_name"),
        text("country"),
        text("postcode"),
        Field::new("signup_date", DataType::Date32, true),
        flag("consent_email"),
        flag("consent_phone"),
        text("suppression_reason"),
        text("acquisition_channel"),
    ])
}

/// The text columns, in the schema's order but for what stands between them.
#[derive(Default)]
struct Builders {
    email: StringBuilder,
    phone: StringBuilder,
    first_name: StringBuilder,
    last_name: StringBuilder,
    country: StringBuilder,
    postcode: StringBuilder,
    signup_date: Date32Builder,
    consent_email: BooleanBuilder,
    consent_phone: BooleanBuilder,
    suppression_reason: StringBuilder,
    acquisition_channel: StringBuilder,
}

/// Values of [`schema`] for the customers of a range; `fates` is everybody's.
pub(super) fn columns(
    world: &World,
    tables: &Tables,
    first_day: i32,
    fates: &[Fate],
    range: Range<u64>,
) -> Vec<ArrayRef> {
    let mut builders = Builders::default();
    for index in range.clone() {
        builders.push(world, first_day, index, fates[index as usize]);
    }
    let Builders { mut email, mut phone, mut first_name, mut last_name, .. } = builders;
    let Builders { mut country, mut postcode, mut signup_date, .. } = builders;
    let Builders { mut consent_email, mut consent_phone, .. } = builders;
    let Builders { mut suppression_reason, mut acquisition_channel, .. } = builders;
    vec![
        tables.customer_ids(range),
        Arc::new(email.finish()),
        Arc::new(phone.finish()),
        Arc::new(first_name.finish()),
        Arc::new(last_name.finish()),
        Arc::new(country.finish()),
        Arc::new(postcode.finish()),
        Arc::new(signup_date.finish()),
        Arc::new(consent_email.finish()),
        Arc::new(consent_phone.finish()),
        Arc::new(suppression_reason.finish()),
        Arc::new(acquisition_channel.finish()),
    ]
}

impl Builders {
    fn push(&mut self, world: &World, first_day: i32, index: u64, fate: Fate) {
        let person = Person::draw(world, index);
        let mut draw = Draw::new(world.seed, index, Purpose::Contact);
        let first_name = FIRST_NAMES[draw.below(FIRST_NAMES.len())];
        let last_name = LAST_NAMES[draw.below(LAST_NAMES.len())];
        let country = draw.weighted(&COUNTRY_WEIGHTS);
        let domain = DOMAINS[draw.weighted(&[0.7, 0.2, 0.1])];
        let email = format!(
            "{}.{}.{}@{domain}",
            first_name.to_ascii_lowercase(),
            last_name.to_ascii_lowercase(),
            index + 1
        );
        self.email.append_option((!draw.chance(0.03)).then_some(email));
        let phone = (!draw.chance(0.35)).then(|| fictional_phone(country, index));
        self.phone.append_option(phone);
        self.first_name.append_value(first_name);
        self.last_name.append_value(last_name);
        self.country.append_value(COUNTRIES[country]);
        let postcode = postcode(country, &mut draw);
        self.postcode.append_option((!draw.chance(0.02)).then_some(postcode));
        self.signup_date.append_value(first_day + person.signup_days.floor() as i32);
        let withdrawn = fate.has(Fate::UNSUBSCRIBED);
        self.consent_email.append_option(if withdrawn {
            Some(false)
        } else {
            person.consent_email
        });
        self.consent_phone.append_option(match draw.weighted(&[0.25, 0.45, 0.30]) {
            0 => Some(true),
            1 => Some(false),
            _ => None,
        });
        self.suppression_reason.append_option(suppression(fate, &mut draw));
        self.acquisition_channel.append_value(Acquisition::NAMES[person.acquisition as usize]);
    }
}

/// Why a customer must not be written to; mostly no reason.
fn suppression(fate: Fate, draw: &mut Draw) -> Option<&'static str> {
    let reasons = ["do_not_contact", "hard_bounce", "legal_hold", "deceased"];
    let weights = if fate.has(Fate::LEFT) {
        [0.010, 0.015, 0.002, 0.003, 0.970]
    } else {
        [0.004, 0.003, 0.001, 0.0, 0.992]
    };
    reasons.get(draw.weighted(&weights)).copied()
}

/// A number that reaches nobody, in international form. Beyond the numbers that are kept for fiction it has 15 digits in
/// all, more than any of its country. The last eight digits are the customer's own, so that a no of one is not taken for
/// another's.
fn fictional_phone(country: usize, index: u64) -> String {
    let (begins, digits) = FICTION[country];
    let size = 10_u64.pow(digits as u32);
    match begins.get((index / size) as usize) {
        Some(begin) => format!("{begin}{:0digits$}", index % size),
        None => {
            let begin = begins[(index % begins.len() as u64) as usize];
            let digits = PHONE_LENGTH - begin.len();
            format!("{begin}{:0digits$}", index % 10_u64.pow(digits as u32))
        }
    }
}

fn postcode(country: usize, draw: &mut Draw) -> String {
    let letter = |draw: &mut Draw| char::from(b"ABDEFGHJLNPQRSTUWXYZ"[draw.below(20)]);
    match COUNTRIES[country] {
        "GB" => {
            let area =
                ["B", "BS", "CF", "EH", "G", "L", "LS", "M", "NE", "SE", "SW"][draw.below(11)];
            let (district, sector) = (1 + draw.below(20), draw.below(10));
            format!("{area}{district} {sector}{}{}", letter(draw), letter(draw))
        }
        "US" | "DE" | "FR" => format!("{:05}", 1000 + draw.below(94_000)),
        "SE" => format!("{:03} {:02}", 100 + draw.below(880), draw.below(100)),
        "IE" => {
            let number = draw.below(99);
            format!("D{:02} {}{number:02}{}", 1 + draw.below(18), letter(draw), letter(draw))
        }
        _ => format!("{:04}", 2000 + draw.below(5900)),
    }
}
