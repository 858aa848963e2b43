//! A made model of 10,000 passages, for the benches.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A model and the texts of its articles.
pub struct Corpus {
    /// The model file.
    pub model: String,
    /// Path and text of each article file.
    articles: Vec<(String, String)>,
}

impl Corpus {
    /// Path and text of each article file.
    #[allow(dead_code, reason = "not every bench keeps them in memory")]
    pub fn articles(&self) -> Vec<(&str, &str)> {
        self.articles.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
    }

    /// Writes the model as `positions.toml` into `folder`, beside its articles.
    #[allow(dead_code, reason = "not every bench reads from the disk")]
    pub fn write(&self, folder: &Path) {
        fs::create_dir_all(folder.join("articles")).expect("a folder can be made");
        for (path, text) in &self.articles {
            fs::write(folder.join(path), text).expect("an article can be written");
        }
        fs::write(folder.join("positions.toml"), &self.model).expect("the model can be written");
    }
}

/// 500 articles of 20 sentences, ten demands to each, two passages to a demand; out of `words` and made ones, 4,000 in
/// all, the first of them frequent.
pub fn medium(words: &[String]) -> Corpus {
    let mut state = 7u64;
    let mut next = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((state >> 33) % below).expect("small")
    };
    let parts =
        ["ad", "cli", "ta", "tion", "ne", "go", "san", "cti", "ber", "ma", "ter", "ri", "pro", "col", "ki", "en"];
    let mut words = words.to_vec();
    while words.len() < 4000 {
        words.push((0..2 + next(3)).map(|_| parts[next(16)]).collect());
    }
    let mut model =
        String::from("format = 1\n[[actors]]\nid = 'a'\nname = 'Actor'\n[[issues]]\nid = 'i'\nname = 'Issue'\n");
    let mut articles = Vec::new();
    for article in 0..500 {
        let mut sentence = || -> String {
            let word = |_| {
                let high = next(4000) as u64 + 1;
                words[next(high)].clone()
            };
            (0..20).map(word).collect::<Vec<_>>().join(" ")
        };
        let sentences: Vec<String> = (0..20).map(|_| sentence()).collect();
        let path = format!("articles/r{article}.txt");
        let _ = writeln!(model, "[[articles]]\nid = 'r{article}'\ntitle = 'Report {article}'\nfile = '{path}'");
        articles.push((path, sentences.join(".\n")));
        for (at, pair) in sentences.chunks(2).enumerate() {
            let _ = writeln!(
                model,
                "[[demands]]\nid = 'd{article}-{at}'\nactor = 'a'\nissue = 'i'\ntext = \"\"\"{}\"\"\"",
                pair[0]
            );
            for quote in pair {
                let _ = writeln!(model, "[[demands.passages]]\narticle = 'r{article}'\nquote = \"\"\"{quote}\"\"\"");
            }
        }
    }
    Corpus { model, articles }
}
