//! Where a family puts its numbers, and what they are called.
//!
//! An [`Output`] is written once, beside the family; the catalogue entry takes its name from it and the
//! kernel its place, so that a value cannot land under another's name. Other code that asks for a
//! feature by name takes the name from here too: one that no family has does not compile.

/// One number of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Output {
    place: usize,
    name: &'static str,
}

impl Output {
    /// The number at `place` among the family's, counted from 0.
    pub const fn new(place: usize, name: &'static str) -> Self {
        Self { place, name }
    }

    /// The feature's name.
    pub const fn name(self) -> &'static str {
        self.name
    }
}

/// Numbers of one kind: one for each of some lengths in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputPerDays {
    first: usize,
    stride: usize,
    stem: &'static str,
}

impl OutputPerDays {
    /// The numbers from place `first` on; `{W}` in the stem stands for the days.
    pub const fn new(first: usize, stem: &'static str) -> Self {
        Self { first, stride: 1, stem }
    }

    /// The same numbers, `stride` places apart.
    #[must_use]
    pub const fn every(self, stride: usize) -> Self {
        Self { stride, ..self }
    }

    /// The number of the `i`-th length by its full name, for code that asks for it.
    pub const fn output(self, i: usize, name: &'static str) -> Output {
        Output::new(self.place(i), name)
    }

    /// The number of the `i`-th length, which is `days`.
    pub fn of(self, i: usize, days: u32) -> Label {
        Label::per_days(self.place(i), self.stem, days)
    }

    /// The numbers of all lengths, each beside its length.
    pub fn each<const N: usize>(self, days: [u32; N]) -> [(Label, u32); N] {
        std::array::from_fn(|i| (self.of(i, days[i]), days[i]))
    }

    #[inline]
    const fn place(self, i: usize) -> usize {
        self.first + i * self.stride
    }
}

/// A place and a name put together.
#[derive(Debug, Clone)]
pub struct Label {
    pub(super) place: usize,
    pub(super) stem: String,
    pub(super) days: Option<u32>,
}

impl Label {
    /// A number whose name is known when the program runs only.
    pub fn new(place: usize, name: impl Into<String>) -> Self {
        Self { place, stem: name.into(), days: None }
    }

    /// Like [`Label::new`]; `{W}` in the stem stands for the days.
    pub fn per_days(place: usize, stem: impl Into<String>, days: u32) -> Self {
        Self { place, stem: stem.into(), days: Some(days) }
    }

    /// The feature's name.
    pub fn name(&self) -> String {
        match self.days {
            Some(days) => self.stem.replace("{W}", &days.to_string()),
            None => self.stem.clone(),
        }
    }
}

impl From<Output> for Label {
    fn from(output: Output) -> Self {
        Self::new(output.place, output.name)
    }
}

/// The numbers of one family and one customer, filled by [`super::Family::compute`].
#[derive(Debug)]
pub struct Values<'a>(&'a mut [f64]);

impl<'a> Values<'a> {
    /// One number for each entry of the family.
    pub fn new(values: &'a mut [f64]) -> Self {
        Self(values)
    }

    /// Sets one number; NaN where it cannot be computed.
    #[inline]
    pub fn set(&mut self, output: Output, value: f64) {
        self.0[output.place] = value;
    }

    /// Sets the number of the `i`-th length.
    #[inline]
    pub fn set_of(&mut self, output: OutputPerDays, i: usize, value: f64) {
        self.0[output.place(i)] = value;
    }

    /// The number at a place, for families that work out their places.
    #[inline]
    pub fn at(&mut self, place: usize) -> &mut f64 {
        &mut self.0[place]
    }

    /// Sets all numbers.
    #[inline]
    pub fn fill(&mut self, value: f64) {
        self.0.fill(value);
    }
}
