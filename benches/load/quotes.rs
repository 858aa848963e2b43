//! Finding the quotes of a model in their articles.

use std::path::Path;
use std::time::Instant;

use demarche::load::load;
use demarche::model::{Anchor, ArticleId, Model};
use demarche::quote::{Quote, locate};
use memchr::memmem;

/// Measures the quotes of one model; a row of the table.
pub fn row(name: &str, path: &Path) -> String {
    let model = load(&[path.to_owned()]).expect("the model can be read").model;
    let exact = exact(&model);
    let count: usize = exact.iter().map(|(_, quotes)| quotes.len()).sum();
    let changed = |change| best(&changed(&exact, change), count, ours);
    let (otherwise, lost) = (changed(otherwise_written), changed(with_another_word));
    let (ours, peer) = (best(&exact, count, ours), best(&exact, count, peer));
    let row =
        format!("| {name} | {count} | {ours:.2} | {peer:.2} | {:.2} | {otherwise:.2} | {lost:.2} |\n", ours / peer);
    print!("{row}");
    row
}

/// An article with quotes to find in it.
type Task<'m> = (&'m str, Vec<String>);

/// The quotes that stand in their article byte for byte.
fn exact(model: &Model) -> Vec<Task<'_>> {
    let of = |id: ArticleId| {
        let quotes = model.quoted_from(id).iter().copied();
        let exact = quotes.filter(|quote| matches!(model.passage(*quote).anchor, Anchor::Exact(_)));
        (model.article(id).text(), exact.map(|quote| model.quote(quote).to_owned()).collect())
    };
    model.article_ids().map(of).collect()
}

/// The same articles, every quote changed.
fn changed<'m>(tasks: &[Task<'m>], change: fn(&str) -> String) -> Vec<Task<'m>> {
    tasks.iter().map(|(text, quotes)| (*text, quotes.iter().map(|quote| change(quote)).collect())).collect()
}

/// In other white space and quotation marks: it is still found.
fn otherwise_written(quote: &str) -> String {
    format!(" {} ", quote.replace(' ', "  ").replace('\'', "\u{2019}"))
}

/// It is not in the article, but much like its place.
fn with_another_word(quote: &str) -> String {
    quote.replacen(' ', " nevermore ", 1)
}

fn ours((text, quotes): &Task<'_>) -> usize {
    let quotes: Vec<Quote<'_>> = quotes.iter().map(|words| Quote { words, prefix: None, suffix: None }).collect();
    locate(text, &quotes).iter().filter(|found| found.anchor.verified().is_some()).count()
}

fn peer((text, quotes): &Task<'_>) -> usize {
    quotes.iter().filter(|quote| memmem::find(text.as_bytes(), quote.as_bytes()).is_some()).count()
}

/// Microseconds a quote, in the best of five rounds over all tasks.
fn best(tasks: &[Task<'_>], count: usize, find: impl Fn(&Task<'_>) -> usize) -> f64 {
    let round = |_| {
        let begun = Instant::now();
        std::hint::black_box(tasks.iter().map(&find).sum::<usize>());
        begun.elapsed().as_secs_f64()
    };
    let least = (0..5).map(round).fold(f64::INFINITY, f64::min);
    least * 1e6 / f64::from(u32::try_from(count.max(1)).expect("fewer quotes"))
}
