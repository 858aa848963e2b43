//! `demarche new`: a model that quotes articles and says nothing about them yet.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use unicode_segmentation::UnicodeSegmentation;

use super::save::{Existing, save};
use super::write::source;
use super::{Failure, NewArgs, Outcome, Output};
use crate::edit::{Change, Record, fresh_id, id_of_name, offered, plan};
use crate::format::{ARTICLE, TableKind};
use crate::load::{EXAMPLE, LONGEST_ARTICLE};
use crate::model::Model;
use crate::text::clean;

/// The name of a model that was given none.
const FILE: &str = "positions.toml";
/// The name of an article from standard input.
const ARTICLE_FILE: &str = "article.txt";
/// So many names are listed at most.
const MOST_NAMES: usize = 20;

/// Carries out the command.
pub fn run(args: &NewArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let path = args.output.clone().unwrap_or_else(|| PathBuf::from(FILE));
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    refuse_existing(&path)?;
    if args.example {
        let [(_, model), (name, article)] = EXAMPLE;
        let beside = folder.join(name);
        if let Some(folder) = beside.parent() {
            fs::create_dir_all(folder).map_err(|why| failed(folder, &why))?;
        }
        keep_article(&beside, article)?;
        keep(&path, model)?;
        return Ok(go_on(&path, output));
    }
    if !folder.as_os_str().is_empty() && !folder.is_dir() {
        let [path, folder] = [&path, &folder].map(|path| clean(&path.to_string_lossy()));
        return Err(Failure::World(format!("cannot write `{path}`: there is no folder `{folder}`")));
    }
    let is_input = |article: &&PathBuf| article.as_os_str() == "-";
    if args.articles.iter().filter(is_input).count() > 1 {
        return Err(Failure::Usage("standard input is one article: name `-` once".to_owned()));
    }
    let beside = folder.join(ARTICLE_FILE);
    let has_input = args.articles.iter().any(|article| is_input(&article));
    if has_input {
        refuse_article(&beside)?;
        keep_article(&beside, &from_stdin()?)?;
    }
    let named = |article: &PathBuf| if is_input(&article) { beside.clone() } else { article.clone() };
    let articles: Vec<PathBuf> = args.articles.iter().map(named).collect();
    let made = model(&articles, &folder).and_then(|text| keep(&path, &text));
    if made.is_err() && has_input {
        let _ = fs::remove_file(&beside);
    }
    made.map(|()| go_on(&path, output))
}

/// The texts of a folder that could be articles: its `*.txt` files, by their names.
pub fn texts(folder: &Path) -> Vec<PathBuf> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let is_text = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_named = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt"));
        is_named && !name.starts_with('.') && path.is_file()
    };
    let entries = fs::read_dir(here).into_iter().flatten().flatten();
    let mut texts: Vec<PathBuf> = entries.map(|entry| folder.join(entry.file_name())).filter(is_text).collect();
    texts.sort();
    texts
}

/// Writes a model of these articles into the working folder and gives its path.
pub fn model_of(articles: &[PathBuf]) -> Result<PathBuf, Failure> {
    let path = PathBuf::from(FILE);
    refuse_existing(&path)?;
    keep(&path, &model(articles, Path::new(""))?)?;
    Ok(path)
}

/// The model of these articles as text.
fn model(articles: &[PathBuf], folder: &Path) -> Result<String, Failure> {
    let (mut changes, mut ids, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for article in articles {
        let source = source(article, folder)?;
        let stem = article.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let stem = id_of_name(&stem);
        let numbered = (2..).map(|number| format!("{stem}-{number}"));
        let free = std::iter::once(stem.clone()).chain(numbered).find(|id| !ids.contains(id));
        let id = free.unwrap_or_else(|| fresh_id(&Model::default(), &stem));
        ids.push(id.clone());
        let record = Record::new(TableKind::Article).with(ARTICLE.id, id).with(ARTICLE.title, source.title);
        let record = record.with(ARTICLE.file, source.file).with(ARTICLE.sha256, source.sha256);
        changes.push(Change::Add(record));
        texts.push(fs::read_to_string(article).map_err(|why| failed(article, &why))?);
    }
    let head = "format = 1\n";
    let step = plan(&[head], &changes).map_err(|refusal| Failure::Usage(refusal.sentence))?;
    let mut text = step.files.into_iter().next().map_or_else(|| head.to_owned(), |file| file.after);
    let names = repeated_names(&texts);
    if !names.is_empty() {
        text.push_str("\n# Names that the text repeats, with counts. Take the marks away from those that take part.\n");
        for (name, count) in names {
            text.push_str(&offered(&name, count));
        }
    }
    Ok(text)
}

/// Capitalised words, alone or together, that are in the texts at least twice: the most frequent first. The first word of a
/// sentence counts only where it is capitalised within one too.
fn repeated_names(texts: &[String]) -> Vec<(String, usize)> {
    let sentences = || texts.iter().flat_map(|text| text.unicode_sentences());
    let inside: HashSet<&str> = sentences()
        .flat_map(|sentence| sentence.unicode_words().skip(1).map(bare))
        .filter(|word| is_capitalised(word))
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for sentence in sentences() {
        let mut run: Option<Range<usize>> = None;
        for (at, word) in sentence.unicode_word_indices() {
            let word = bare(word);
            if !inside.contains(word) {
                continue;
            }
            let end = at + word.len();
            match run.as_mut().filter(|run| sentence.get(run.end..at) == Some(" ")) {
                Some(run) => run.end = end,
                None => tally(&mut counts, run.replace(at..end).and_then(|run| sentence.get(run))),
            }
        }
        tally(&mut counts, run.and_then(|run| sentence.get(run)));
    }
    let repeated = counts.into_iter().filter(|(_, count)| *count > 1);
    let mut names: Vec<(String, usize)> = repeated.map(|(name, count)| (name.to_owned(), count)).collect();
    names.sort_by_key(|(_, count)| Reverse(*count));
    names.truncate(MOST_NAMES);
    names
}

fn tally<'t>(counts: &mut BTreeMap<&'t str, usize>, name: Option<&'t str>) {
    if let Some(name) = name {
        *counts.entry(name).or_default() += 1;
    }
}

/// A word without the ending of a genitive.
fn bare(word: &str) -> &str {
    word.trim_end_matches("'s").trim_end_matches("’s")
}

fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) && word.chars().count() > 1
}

fn from_stdin() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    io::stdin()
        .take(LONGEST_ARTICLE + 1)
        .read_to_end(&mut bytes)
        .map_err(|why| Failure::World(format!("cannot read standard input: {why}")))?;
    if bytes.len() as u64 > LONGEST_ARTICLE {
        return Err(Failure::Usage("the article on standard input is larger than 256 MiB".to_owned()));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Failure::Usage("the article on standard input is empty".to_owned()));
    }
    String::from_utf8(bytes).map_err(|_| Failure::Usage("the article on standard input is not UTF-8 text".to_owned()))
}

fn refuse_existing(path: &Path) -> Result<(), Failure> {
    if path.symlink_metadata().is_ok() {
        let name = clean(&path.to_string_lossy()).into_string();
        return Err(Failure::Usage(format!("`{name}` exists and is not replaced: name another file with -o")));
    }
    Ok(())
}

/// Refuses to replace an article, whose name is given with the model's folder.
fn refuse_article(path: &Path) -> Result<(), Failure> {
    if path.symlink_metadata().is_ok() {
        let name = clean(&path.to_string_lossy()).into_string();
        let help = "move it away, or write the model into another folder with -o";
        return Err(Failure::Usage(format!("the article `{name}` exists and is not replaced: {help}")));
    }
    Ok(())
}

fn keep_article(path: &Path, text: &str) -> Result<(), Failure> {
    refuse_article(path).and_then(|()| keep(path, text))
}

fn keep(path: &Path, text: &str) -> Result<(), Failure> {
    match save(path, Existing::Keep, |out| out.write_all(text.as_bytes())) {
        Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {
            refuse_existing(path).and_then(|()| Err(failed(path, &why)))
        }
        Err(why) => Err(failed(path, &why)),
        Ok(()) => Ok(()),
    }
}

fn failed(path: &Path, why: &io::Error) -> Failure {
    Failure::World(format!("cannot write `{}`: {why}", clean(&path.to_string_lossy())))
}

/// Says how to go on.
fn go_on(path: &Path, output: &mut Output) -> Outcome {
    let name = path.to_string_lossy();
    output.note(&format!("wrote `{name}`"));
    let model = if &*name == FILE { String::new() } else { format!(" {name}") };
    output.note(&format!("go on with `demarche{model}`, or `demarche add demand --help`"));
    Outcome::Done
}

#[cfg(test)]
mod tests {
    use super::repeated_names;

    #[test]
    fn names_are_what_is_capitalised_within_sentences_and_comes_again() {
        let text = "The ferry left. Anna Lind wrote to Oslo. Anna Lind’s answer from Oslo came. However, Oslo waited. \
                    However it was, the Port Council met.";
        let names = repeated_names(&[text.to_owned()]);
        assert_eq!(names, [("Oslo".to_owned(), 3), ("Lind".to_owned(), 2)]);
        let inside = repeated_names(&["They met Anna Lind. Then Anna Lind left.".to_owned()]);
        assert_eq!(inside, [("Anna Lind".to_owned(), 2)]);
    }
}
