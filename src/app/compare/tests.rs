//! Keys of the compare view, pressed as a person would.
