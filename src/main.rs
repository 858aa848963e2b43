//! The door: picks what to do and turns the outcome into an exit code.
fn main() {}
