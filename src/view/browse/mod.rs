//! The browse view: three linked panes, the selected demand in full, the text around the selected passage.

mod draw;
mod panes;
