//! Draws a screen of the example as an SVG picture: `cargo run --example picture -- --keys "j j Enter" -o browse.svg`.

mod drawing;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use demarche::app::ThemeName;

use drawing::{Ground, Picture};

/// Draw a screen of the built-in example as an SVG picture.
#[derive(Parser)]
struct Args {
    /// Columns and rows.
    #[arg(long, default_value = "120x36", value_parser = size)]
    size: (u16, u16),
    /// The keys to press first, with spaces between them: `j j Enter`.
    #[arg(long, default_value = "")]
    keys: String,
    /// Draw the example as it is when it was saved.
    #[arg(long)]
    saved: bool,
    /// The theme: auto, dark, light, mono.
    #[arg(long, default_value = "dark", value_parser = theme)]
    theme: ThemeName,
    /// The ground of the terminal: dark or light. Only auto and mono show it.
    #[arg(long, default_value = "dark", value_parser = ground)]
    ground: Ground,
    /// The file to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

fn main() -> ExitCode {
    let Args { size, keys, saved, theme, ground, output } = Args::parse();
    let written = drawing::svg(&Picture { size, keys: &keys, is_saved: saved, theme, ground })
        .and_then(|svg| std::fs::write(&output, svg).map_err(|error| format!("{}: {error}", output.display())));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("error: {why}\n").as_bytes());
            ExitCode::from(2)
        }
    }
}

fn size(word: &str) -> Result<(u16, u16), String> {
    let numbers = word.split_once('x').and_then(|(columns, rows)| Some((columns.parse().ok()?, rows.parse().ok()?)));
    numbers.ok_or_else(|| "columns and rows are written as 120x36".to_owned())
}

fn theme(word: &str) -> Result<ThemeName, String> {
    ThemeName::parse(word).ok_or_else(|| "the themes are auto, dark, light, mono".to_owned())
}

fn ground(word: &str) -> Result<Ground, String> {
    match word {
        "dark" => Ok(Ground::Dark),
        "light" => Ok(Ground::Light),
        _ => Err("the ground is dark or light".to_owned()),
    }
}
