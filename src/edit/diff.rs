//! What a change does to a file, as a diff.

use std::path::Path;

use similar::TextDiff;

/// A unified diff of a file with three lines of context, as `git apply` and `patch` take it; empty where nothing changes.
pub fn unified(path: &Path, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let name = path.to_string_lossy();
    let name = name.strip_prefix("./").unwrap_or(&name);
    let diff = TextDiff::from_lines(before, after);
    diff.unified_diff().context_radius(3).header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}
