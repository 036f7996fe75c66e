//! Text broken into lines, and cut to a width; characters are counted, not bytes.

/// Characters to a line of sentences on a terminal, at most.
pub(crate) const LINE_WIDTH: usize = 96;

/// Words broken into lines of at most `width` characters (a longer word stands alone), the first line
/// after `first`, the others after `rest`. Every line ends with a newline.
pub(crate) fn wrapped(text: &str, width: usize, first: &str, rest: &str) -> String {
    let mut lines = String::new();
    let mut line = first.to_owned();
    let mut is_empty = true;
    for word in text.split_whitespace() {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > width {
            lines.push_str(&line);
            lines.push('\n');
            rest.clone_into(&mut line);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push_str(&line);
    lines.push('\n');
    lines
}

/// The text, with an ellipsis for what goes beyond so many characters.
pub(crate) fn shortened(text: &str, characters: usize) -> String {
    if text.chars().count() <= characters {
        return text.to_owned();
    }
    text.chars().take(characters.saturating_sub(1)).chain(['…']).collect()
}

/// With a capital letter in front.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_within_the_width() {
        let text = wrapped(&"word ".repeat(40), 60, "head ", "   ");
        assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
        assert!(text.starts_with("head word word") && text.contains("\n   word"), "{text}");
        assert_eq!(wrapped("", 60, "", ""), "\n");
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(shortened("Anna Bauer", 5), "Anna…");
        assert_eq!(shortened("Anna", 4), "Anna");
    }
}
