//! One customer's row as bytes on disk, and back to the same bits.
//!
//! Numbers are little-endian, one after another, without names: the bytes live as long as the process
//! that wrote them and are no format for anybody else.

use super::cadence::Rhythm;
use super::reasons::Picked;
use super::rows::{Engagement, Facts, Judgement, PartitionScores, Row, Standing};
use crate::history::{CustomerId, CustomerIds};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

/// Why bytes are no rows.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// They cannot be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// They are not what was written.
    #[error("a row is cut short or altered")]
    Altered,
}

/// Appends customer `i` of `run` to `out`.
pub(super) fn pack(run: &PartitionScores, i: usize, out: &mut Vec<u8>) {
    match run.ids.get(i) {
        CustomerId::Int(id) => out.extend(id.to_le_bytes()),
        CustomerId::Text(text) => {
            out.extend((text.len() as u64).to_le_bytes());
            out.extend(text.as_bytes());
        }
    }
    let Row { facts, judgement, standing } = &run.rows[i];
    let Facts { rhythm, last_day, spend, spend_365d, engagement } = facts;
    let Rhythm { first_micros, last_micros, orders } = rhythm;
    let Engagement { engaged, complained, advocate, unsubscribed } = *engagement;
    let Judgement { probability, log_odds, predicted_value, predicted_value_365d, picked } =
        judgement;
    out.extend(first_micros.to_le_bytes());
    out.extend(last_micros.to_le_bytes());
    out.extend(orders.to_le_bytes());
    out.extend(last_day.to_le_bytes());
    for number in [spend, spend_365d, probability, log_odds, predicted_value, predicted_value_365d]
    {
        out.extend(number.to_le_bytes());
    }
    picked.contribution.iter().chain(&picked.value).for_each(|x| out.extend(x.to_le_bytes()));
    picked.beside.iter().for_each(|x| out.extend(x.to_le_bytes()));
    picked.feature.iter().for_each(|x| out.extend(x.to_le_bytes()));
    out.extend([engaged, complained, advocate, unsubscribed].map(u8::from));
    out.push(*standing as u8);
    let width = run.contributions.len() / run.len();
    run.contributions[i * width..][..width].iter().for_each(|x| out.extend(x.to_le_bytes()));
}

/// Reads numbers off the front of bytes.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn float(&mut self) -> Option<f64> {
        self.array().map(f64::from_le_bytes)
    }

    fn triple<T: Default + Copy>(
        &mut self,
        one: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<[T; 3]> {
        Some([one(self)?, one(self)?, one(self)?])
    }

    fn row(&mut self) -> Option<Row> {
        let first_micros = self.array().map(i64::from_le_bytes)?;
        let last_micros = self.array().map(i64::from_le_bytes)?;
        let orders = self.array().map(u32::from_le_bytes)?;
        let last_day = self.array().map(i32::from_le_bytes)?;
        let [spend, spend_365d, probability] = self.triple(Self::float)?;
        let [log_odds, predicted_value, predicted_value_365d] = self.triple(Self::float)?;
        let picked = Picked {
            contribution: self.triple(Self::float)?,
            value: self.triple(Self::float)?,
            beside: self.triple(|b| b.array().map(f32::from_le_bytes))?,
            feature: self.triple(|b| b.array().map(u16::from_le_bytes))?,
        };
        let [engaged, complained, advocate, unsubscribed] =
            self.array::<4>()?.map(|flag| flag != 0);
        let [standing] = self.array::<1>()?;
        Some(Row {
            facts: Facts {
                rhythm: Rhythm { first_micros, last_micros, orders },
                last_day,
                spend,
                spend_365d,
                engagement: Engagement { engaged, complained, advocate, unsubscribed },
            },
            judgement: Judgement {
                probability,
                log_odds,
                predicted_value,
                predicted_value_365d,
                picked,
            },
            standing: Standing::ALL.get(usize::from(standing)).copied()?,
        })
    }

    /// Reads one customer; None, and nothing is added, where they are cut short.
    fn customer(&mut self, spilled: &Spilled, run: &mut PartitionScores) -> Option<()> {
        let number: [u8; 8] = self.array()?;
        let id = if spilled.text_ids {
            let text = self.take(usize::try_from(u64::from_le_bytes(number)).ok()?)?;
            CustomerId::Text(std::str::from_utf8(text).ok()?)
        } else {
            CustomerId::Int(i64::from_le_bytes(number))
        };
        let row = self.row()?;
        let contributions = self.take(spilled.contributions * 8)?;
        run.ids.push(id);
        run.rows.push(row);
        let (numbers, _) = contributions.as_chunks::<8>();
        run.contributions.extend(numbers.iter().map(|bytes| f64::from_le_bytes(*bytes)));
        Some(())
    }
}

/// A run on disk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spilled {
    pub offset: u64,
    pub bytes: u64,
    pub contributions: usize,
    pub text_ids: bool,
}

/// A run on disk, read from its beginning to its end.
#[derive(Debug)]
pub(super) struct PackedReader {
    spilled: Spilled,
    /// Read and not yet understood: a row cut short.
    pending: Vec<u8>,
}

/// Bytes read at a time.
const PIECE_BYTES: u64 = 64 << 10;

impl PackedReader {
    /// A reader at the beginning.
    pub fn new(spilled: Spilled) -> Self {
        Self { spilled, pending: Vec::new() }
    }

    /// An empty column of the kind of the run's identifiers.
    pub fn no_ids(&self) -> CustomerIds {
        if self.spilled.text_ids {
            CustomerIds::Text { bytes: String::new(), ends: Vec::new() }
        } else {
            CustomerIds::Int(Vec::new())
        }
    }

    /// Adds the next customers to `run`, at least one unless there is none.
    pub fn read(&mut self, file: &mut File, run: &mut PartitionScores) -> Result<(), PackError> {
        while run.is_empty() && self.spilled.bytes > 0 {
            let n = self.spilled.bytes.min(PIECE_BYTES);
            file.seek(SeekFrom::Start(self.spilled.offset))?;
            Read::by_ref(file).take(n).read_to_end(&mut self.pending)?;
            self.spilled.offset += n;
            self.spilled.bytes -= n;
            let mut whole = 0;
            let mut bytes = Bytes(&self.pending);
            while bytes.customer(&self.spilled, run).is_some() {
                whole = self.pending.len() - bytes.0.len();
            }
            self.pending.drain(..whole);
        }
        if self.spilled.bytes == 0 && !self.pending.is_empty() {
            return Err(PackError::Altered);
        }
        Ok(())
    }
}
