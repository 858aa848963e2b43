//! The reader: the article in full, and beside it who says what.

mod draw;
