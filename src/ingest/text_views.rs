//! Texts set aside until they are looked up, short ones without a detour.
//!
//! A text is held as Arrow's views hold it: 16 bytes with its length and its beginning, which is all of
//! it up to 12 bytes. Most identifiers are that short, and equal when these numbers are.

use arrow_array::builder::make_view;

/// Texts in the order in which they came.
#[derive(Debug, Default)]
pub struct TextViews {
    /// Of a long text, the upper half is where it begins in `long`.
    views: Vec<u128>,
    long: String,
}

/// One text, ready to be compared: two are equal when both parts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextView<'a> {
    /// The length and the first bytes: 12, or 4 of a long text.
    pub head: u128,
    /// A long text, whole; nothing of one that its head holds.
    pub long: &'a str,
}

/// Longer texts do not fit into a view.
const MAX_SHORT_BYTES: u32 = 12;
/// Length and first four bytes.
const LONG_HEAD: u128 = u64::MAX as u128;

fn length(view: u128) -> u32 {
    view as u32
}

impl<'a> TextView<'a> {
    /// Of a text.
    #[inline]
    pub fn of(text: &'a str) -> Self {
        let view = make_view(text.as_bytes(), 0, 0);
        if length(view) <= MAX_SHORT_BYTES {
            Self { head: view, long: "" }
        } else {
            Self { head: view & LONG_HEAD, long: text }
        }
    }

    /// Shows the text to `look`.
    pub fn show<R>(&self, look: impl FnOnce(&str) -> R) -> R {
        if !self.long.is_empty() {
            return look(self.long);
        }
        let bytes = self.head.to_le_bytes();
        let text = bytes.get(4..4 + length(self.head) as usize).unwrap_or_default();
        look(std::str::from_utf8(text).unwrap_or_default())
    }
}

impl TextViews {
    /// Appends a text by its Arrow view; `text` is asked only if it is long.
    #[inline]
    pub fn push<'t>(&mut self, view: u128, text: impl FnOnce() -> &'t str) {
        if length(view) <= MAX_SHORT_BYTES {
            self.views.push(view);
        } else {
            self.views.push(view & LONG_HEAD | (self.long.len() as u128) << 64);
            self.long.push_str(text());
        }
    }

    /// The texts in order.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = TextView<'_>> {
        self.views.iter().map(|&view| {
            if length(view) <= MAX_SHORT_BYTES {
                return TextView { head: view, long: "" };
            }
            let start = (view >> 64) as usize;
            TextView {
                head: view & LONG_HEAD,
                long: &self.long[start..start + length(view) as usize],
            }
        })
    }

    /// Makes room for so many more.
    pub fn reserve(&mut self, n: usize) {
        self.views.reserve(n);
    }

    /// Takes all texts out, keeping the memory.
    pub fn clear(&mut self) {
        self.views.clear();
        self.long.clear();
    }

    /// Size in memory.
    pub fn bytes(&self) -> usize {
        self.views.len() * size_of::<u128>() + self.long.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::StringViewArray;

    #[test]
    fn texts_come_back_and_are_told_apart() {
        let texts = ["a", "", "customer-012", "customer-0123", "customer-0124", "größer als zwölf"];
        let array = StringViewArray::from_iter_values(texts);
        let mut views = TextViews::default();
        for (i, &view) in array.views().iter().enumerate() {
            views.push(view, || array.value(i));
        }
        let back: Vec<String> = views.iter().map(|view| view.show(str::to_owned)).collect();
        assert_eq!(back, texts);
        for (i, one) in views.iter().enumerate() {
            assert_eq!(one, TextView::of(texts[i]));
            assert_eq!(views.iter().filter(|other| *other == one).count(), 1);
        }
        views.clear();
        assert_eq!(views.iter().count(), 0);
    }
}
