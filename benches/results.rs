//! The page of results that the benches write.

use std::fs;
use std::path::Path;

/// Puts `body` between the marks of `section` in `benches/RESULTS.md`; adds them at the end where they are missing.
pub fn write(section: &str, body: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/RESULTS.md");
    let old = fs::read_to_string(&path).unwrap_or_else(|_| "# What the benches measured last\n".to_owned());
    let (open, close) = (format!("<!-- {section} -->"), format!("<!-- /{section} -->"));
    let new = match (old.split_once(&open), old.split_once(&close)) {
        (Some((before, _)), Some((_, after))) => format!("{before}{open}\n{body}{close}{after}"),
        _ => format!("{old}\n{open}\n{body}{close}\n"),
    };
    fs::write(&path, new).expect("benches/RESULTS.md can be written");
}
