//! The page of a night as one file.

use super::blocks::{Html, rendered};
use super::facts::PageFacts;
use super::frame::Frame;
use super::sections::{Section, sections};
use super::words;
use askama::Template;

#[derive(Template)]
#[template(path = "page.html")]
struct PageHtml<'a> {
    policy: &'a str,
    style: &'a Html,
    script: &'a Html,
    title: &'a str,
    meta: &'a str,
    sections: &'a [Section],
}

/// The page: HTML that needs no other file and no network.
pub(crate) fn page(facts: &PageFacts<'_>) -> String {
    let locale = facts.locale;
    let date = locale.date(facts.as_of.date());
    let model = facts.model.map(|model| (model.version.as_str(), model.content.grade));
    let title = words::title(&date);
    let meta = words::meta(facts.has_money(), locale.currency(), model, facts.run_id);
    let Frame { policy, style, script } = Frame::new(&format!("{title} · {meta}"));
    let page = PageHtml {
        policy: &policy,
        style: &style,
        script: &script,
        title: &title,
        meta: &meta,
        sections: &sections(facts),
    };
    rendered(&page).into_text()
}
