//! Custom properties for tools that can hold them, on request: whoever answers the customer may see them.

use crate::audience::export::target::{Column, column, text};

/// Play, offer and dates. A blank would leave the last campaign's value in place, hence "none".
pub(super) const PROPERTIES: &[Column] = &[
    column("wb_play", |p| text(p.contact.play.as_deref())).blank("none"),
    column("wb_offer", |p| text(p.contact.offer_code.as_deref())).blank("none"),
    column("wb_offer_value", |p| text(p.contact.offer_value.as_deref())).blank("none"),
    column("wb_campaign", |p| text(p.contact.campaign.as_deref())).blank("none"),
    column("wb_list_date", |p| text(p.contact.list_date.as_deref())),
    column("wb_expires_on", |p| text(p.contact.expires_on.as_deref())),
];
