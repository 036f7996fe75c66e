//! Names inside SQL text: found and replaced as whole words, never as parts of others.

/// Whether `word` stands in `sql` as a word of its own.
pub(super) fn mentions(sql: &str, word: &str) -> bool {
    split(sql).any(|piece| piece == word)
}

/// The text with some words replaced: `replacement` gives `None` for words that stay.
pub(super) fn replace_words<E>(
    sql: &str,
    mut replacement: impl FnMut(&str) -> Result<Option<String>, E>,
) -> Result<String, E> {
    let mut text = String::with_capacity(sql.len());
    for piece in split(sql) {
        match replacement(piece)? {
            Some(other) => text.push_str(&other),
            None => text.push_str(piece),
        }
    }
    Ok(text)
}

/// Words (letters, digits, underscores; a number such as `1e0` is one) and what lies between.
fn split(sql: &str) -> impl Iterator<Item = &str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = sql;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let kind = is_word(first);
        let end = rest.find(|c| is_word(c) != kind).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}
