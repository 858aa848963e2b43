//! The page of results that the benches write.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Puts `body`, and when and at which commit it was measured, between the marks of `section` in `benches/RESULTS.md`;
/// adds them at the end where they are missing. Every other section stays as it is.
pub fn write(section: &str, body: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/RESULTS.md");
    let old = fs::read_to_string(&path).unwrap_or_else(|_| "# What the benches measured last\n".to_owned());
    let (open, close) = (format!("<!-- {section} -->"), format!("<!-- /{section} -->"));
    let body = format!("{}\n\n{}\n", body.trim_end(), measured());
    let new = match (old.split_once(&open), old.split_once(&close)) {
        (Some((before, _)), Some((_, after))) => format!("{before}{open}\n{body}{close}{after}"),
        _ => format!("{old}\n{open}\n{body}{close}\n"),
    };
    fs::write(&path, new).expect("benches/RESULTS.md can be written");
}

/// When and at which commit: `Measured 2025-08-15 at 1a2b3c4.`, without what is not known.
fn measured() -> String {
    let date = said("date", &["+%F"]).map_or(String::new(), |date| format!(" {date}"));
    let commit = said("git", &["rev-parse", "--short", "HEAD"]).map_or(String::new(), |commit| format!(" at {commit}"));
    format!("Measured{date}{commit}.")
}

/// What a program says in one line; `None` where it is missing or fails.
fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
