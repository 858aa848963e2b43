//! The reader: the article in full, with its passages beside it.

mod draw;
