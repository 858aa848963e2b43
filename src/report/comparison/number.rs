//! Formatting numbers.

/// A number with two decimals, or `none`; never `-0.00`.
pub fn rounded(value: Option<f64>) -> String {
    let text = value.map_or_else(|| "none".to_owned(), |value| format!("{value:.2}"));
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

/// A number in full, or nothing.
pub fn bare(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
