//! Every kind of finding, as it is drawn: `tests/findings/NAME.toml` and what is said about it, `NAME.txt`; those of
//! `tests/findings/config` are configurations, the others models.
//!
//! `UPDATE=1 cargo test --test findings` rewrites the texts; review the diff like code.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files fails")]

use std::path::{Path, PathBuf};

use demarche::cli::{CheckArgs, CheckFormat, FixArgs, ModelArgs, Output, Subcommand, run};
use demarche::diagnose::{CODES, render};
use demarche::text::Colour;

/// The folder of the configurations.
const CONFIG: &str = "tests/findings/config";

fn cases() -> Vec<PathBuf> {
    let folders = ["tests/findings", CONFIG].map(|folder| std::fs::read_dir(folder).unwrap());
    let mut cases: Vec<PathBuf> = folders.into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    cases.sort();
    cases
}

/// What is said about a configuration that takes the whole way from its file.
fn said_about_config(file: &Path) -> String {
    let findings = demarche::config::open(Some(file)).settings.findings;
    findings.iter().map(|finding| render(finding, Colour::Off) + "\n\n").collect()
}

/// What `demarche check` says about a model file.
fn said_about(model: &Path) -> String {
    if model.starts_with(CONFIG) {
        return said_about_config(model);
    }
    let check = CheckArgs {
        files: vec![model.to_owned()],
        model: ModelArgs { paths: Vec::new() },
        format: CheckFormat::Text,
        strict: false,
        repair: FixArgs::default(),
    };
    let (mut result, mut notes) = (Vec::new(), Vec::new());
    let mut output = Output { result: &mut result, notes: &mut notes, colour: Colour::Off, is_terminal: false };
    run(&Subcommand::Check(check), None, &mut output).unwrap();
    String::from_utf8(result).unwrap()
}

#[test]
fn each_file_is_found_to_be_what_it_is() {
    let update = std::env::var_os("UPDATE").is_some();
    for model in cases() {
        let (expected, said) = (model.with_extension("txt"), said_about(&model));
        if update {
            std::fs::write(&expected, said).unwrap();
        } else {
            assert_eq!(said, std::fs::read_to_string(&expected).unwrap_or_default(), "{}", model.display());
        }
    }
}

#[test]
fn every_code_is_shown_by_a_file() {
    let all: String = cases().iter().map(|model| said_about(model)).collect();
    for code in CODES {
        assert!(all.contains(&format!("[{}]", code.name)), "no file in tests/findings shows {}", code.name);
    }
}

#[test]
fn nothing_said_about_a_model_can_drive_a_terminal() {
    for model in cases() {
        let said = said_about(&model);
        let hidden = said.chars().find(|c| *c != '\n' && demarche::text::is_hidden(*c));
        assert_eq!(hidden, None, "{}: {said:?}", model.display());
    }
}
