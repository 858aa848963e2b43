//! Which file is read, and reading it.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::keys::Config;
use super::read::read;
use crate::diagnose::{Finding, codes};

/// Names a file.
const VARIABLE: &str = "DEMARCHE_CONFIG";
/// A longer file is not read.
const LONGEST: u64 = 64 << 10;

/// The file that was `given`, else that of `DEMARCHE_CONFIG`, else `demarche/config.toml` in the folder for configurations,
/// where that can be told; it need not exist. The folder is `XDG_CONFIG_HOME`, else `~/.config`, on macOS
/// `~/Library/Application Support`.
pub fn config_file(given: Option<&Path>) -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    given.map(Path::to_owned).or_else(|| set(VARIABLE)).or_else(|| {
        let absolute = |name| set(name).filter(|path| path.is_absolute());
        let usual = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".config" };
        let folder = absolute("XDG_CONFIG_HOME").or_else(|| absolute("HOME").map(|home| home.join(usual)))?;
        Some(folder.join("demarche/config.toml"))
    })
}

/// Reads the configuration as it is now; that `given` or named by the environment has to be there.
pub fn open(given: Option<&Path>) -> Config {
    let Some(path) = config_file(given) else { return Config::default() };
    let is_named = given.is_some() || std::env::var_os(VARIABLE).is_some_and(|value| !value.is_empty());
    match text(&path) {
        Ok(Some(text)) => read(&path.to_string_lossy(), &text),
        Ok(None) if !is_named => Config::default(),
        Ok(None) => faulty(&path, "there is no such file"),
        Err(why) => faulty(&path, &why),
    }
}

/// The defaults, with the reason why the file is not read.
fn faulty(path: &Path, why: &str) -> Config {
    let message = format!("`{}` cannot be read: {why}", path.display());
    let mut config = Config::default();
    config.settings.findings.push(Finding { is_failure: true, ..Finding::new(&codes::CONFIG_FILE, message) });
    config
}

/// The text of the file; `None` where there is none.
fn text(path: &Path) -> Result<Option<String>, String> {
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.to_string()),
    };
    if path == Path::new("/dev/null") {
        return Ok(Some(String::new()));
    }
    if !about.is_file() {
        return Err("it is not a regular file".to_owned());
    }
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes));
    read.map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LONGEST {
        return Err(format!("it is larger than {} KiB", LONGEST >> 10));
    }
    String::from_utf8(bytes).map(Some).map_err(|error| {
        let line = 1 + error.as_bytes().iter().take(error.utf8_error().valid_up_to()).filter(|b| **b == b'\n').count();
        format!("line {line} is not UTF-8 text")
    })
}
