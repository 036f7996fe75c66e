//! What a section consists of: paragraphs, figures, tables, tiles, tabs, lights and terms, as HTML. Texts come
//! in as texts and are escaped here, once.

mod table;

pub(super) use table::{Cell, Table, columns, table};

use super::svg::{About, Drawing, Numbers, escaped};
use super::words;
use askama::{FastWritable, Template};
use std::fmt::{Display, Formatter};

/// HTML that is whole and needs no escaping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Html(String);

impl Html {
    /// Takes markup as it is: its texts are escaped already.
    pub(super) fn of_markup(markup: String) -> Self {
        Self(markup)
    }

    /// The markup.
    pub(super) fn into_text(self) -> String {
        self.0
    }
}

impl Display for Html {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl FastWritable for Html {
    fn write_into(
        &self,
        out: &mut dyn std::fmt::Write,
        _: &dyn askama::Values,
    ) -> askama::Result<()> {
        Ok(out.write_str(&self.0)?)
    }
}

impl askama::filters::HtmlSafe for Html {}

/// The HTML of a template: writing into a text does not fail, and nothing that templates show does.
pub(super) fn rendered(template: &impl Template) -> Html {
    Html(template.render().unwrap_or_default())
}

/// Blocks one after another.
pub(super) fn together(blocks: impl IntoIterator<Item = Html>) -> Html {
    Html(blocks.into_iter().map(|block| block.0 + "\n").collect())
}

fn element(name: &str, class: &str, text: &str) -> Html {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    Html(format!("<{name}{class}>{}</{name}>", escaped(text)))
}

/// The sentence that a section begins with.
pub(super) fn lead(text: &str) -> Html {
    element("p", "lead", text)
}

/// A paragraph.
pub(super) fn paragraph(text: &str) -> Html {
    element("p", "", text)
}

/// A remark, smaller.
pub(super) fn note(text: &str) -> Html {
    element("p", "note", text)
}

/// What must not be overlooked.
pub(super) fn warning(text: &str) -> Html {
    element("p", "warning", text)
}

/// What stands where there is nothing to show: why.
pub(super) fn missing(text: &str) -> Html {
    element("p", "missing", text)
}

/// A heading within a section.
pub(super) fn heading(text: &str) -> Html {
    element("h3", "", text)
}

/// Sentences as a list.
pub(super) fn list(sentences: &[String]) -> Html {
    let items = sentences.iter().map(|sentence| format!("<li>{}</li>", escaped(sentence)));
    Html(format!("<ul class=\"facts\">{}</ul>", items.collect::<String>()))
}

/// Files that lie beside the page: name, and where.
pub(super) fn links(text: &str, files: &[(String, String)]) -> Html {
    let link = |(name, place): &(String, String)| {
        format!("<a href=\"{}\">{}</a>", escaped(place), escaped(name))
    };
    let links: Vec<String> = files.iter().map(link).collect();
    Html(format!("<p class=\"links\">{} {}</p>", escaped(text), links.join(" · ")))
}

/// Blocks side by side, as many as have room.
pub(super) fn side_by_side(class: &str, blocks: impl IntoIterator<Item = Html>) -> Html {
    let cells = blocks.into_iter().map(|block| format!("<div>{}</div>\n", block.0));
    Html(format!("<div class=\"{class}\">{}</div>", cells.collect::<String>()))
}

/// A card with a name, around some blocks.
pub(super) fn card(name: &str, number: &str, blocks: impl IntoIterator<Item = Html>) -> Html {
    let (name, number) = (escaped(name), escaped(number));
    Html(format!(
        "<article class=\"card\"><h3>{name}</h3><p class=\"number\">{number}</p>{}</article>",
        together(blocks)
    ))
}

#[derive(Template)]
#[template(path = "figure.html")]
struct FigureHtml<'a> {
    about: &'a About,
    markup: Html,
    numbers: &'a Numbers,
}

/// A drawing with its title, what it shows, and its numbers.
pub(super) fn figure(about: &About, drawing: Drawing) -> Html {
    let Drawing { markup, numbers } = drawing;
    rendered(&FigureHtml { about, markup: Html(markup), numbers: &numbers })
}

/// A small drawing whose surroundings say what it is; its numbers stay within reach.
pub(super) fn small_figure(drawing: Drawing) -> Html {
    let about = About::new("", "", "");
    let Drawing { markup, numbers } = drawing;
    rendered(&FigureHtml { about: &about, markup: Html(markup), numbers: &numbers })
}

/// A drawing alone, where its surroundings say what it is.
pub(super) fn bare(drawing: Drawing) -> Html {
    Html(drawing.markup)
}

#[derive(Template)]
#[template(path = "tabs.html")]
struct TabsHtml<'a> {
    id: &'a str,
    label: &'a str,
    panels: &'a [(String, Html)],
}

/// Panels of which scripts show one at a time; without scripts all of them stand there.
pub(super) fn tabs(id: &str, label: &str, panels: &[(String, Html)]) -> Html {
    rendered(&TabsHtml { id, label, panels })
}

/// A light, and what it stands for.
#[derive(Debug, Clone)]
pub(super) struct Light {
    /// What is judged.
    pub name: String,
    /// How it is.
    pub state: State,
    /// Why, in a sentence.
    pub says: String,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// As it should be.
    Good,
    /// Worth a look.
    Watch,
    /// Not as it should be.
    Bad,
}

impl Light {
    fn class(&self) -> &'static str {
        match self.state {
            State::Good => "good",
            State::Watch => "watch",
            State::Bad => "bad",
        }
    }

    /// A shape of its own for each, for who sees no colours.
    fn sign(&self) -> &'static str {
        match self.state {
            State::Good => "●",
            State::Watch => "▲",
            State::Bad => "■",
        }
    }

    fn word(&self) -> &'static str {
        match self.state {
            State::Good => words::GOOD,
            State::Watch => words::WATCH,
            State::Bad => words::BAD,
        }
    }
}

#[derive(Template)]
#[template(path = "lights.html")]
struct LightsHtml<'a> {
    lights: &'a [Light],
}

/// Traffic lights.
pub(super) fn lights(lights: &[Light]) -> Html {
    rendered(&LightsHtml { lights })
}

#[derive(Template)]
#[template(path = "terms.html")]
struct TermsHtml<'a> {
    terms: &'a [(String, String)],
}

/// Words and what they mean.
pub(super) fn terms(terms: &[(String, String)]) -> Html {
    rendered(&TermsHtml { terms })
}
