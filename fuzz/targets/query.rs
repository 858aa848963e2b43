//! Any text as a query of the example, and as a sentence pasted into it.
#![no_main]

use std::sync::LazyLock;

use demarche::load::{self, Loaded};
use demarche::search::{Index, Query, Scope, SearchOptions, locate_pasted};
use libfuzzer_sys::fuzz_target;

static SEARCHED: LazyLock<(Loaded, Index)> = LazyLock::new(|| {
    let loaded = load::example();
    let index = Index::new(&loaded.model);
    (loaded, index)
});

fuzz_target!(|typed: &str| {
    let (loaded, index) = &*SEARCHED;
    let query = Query::new(typed, &loaded.model);
    let hits = index.search(&loaded.model, &query, SearchOptions { scope: Scope::All, limit: 50 });
    assert!(hits.hits.len() <= 50 && hits.hits.len() <= hits.total);
    for hit in &hits.hits {
        let text = &*hit.text;
        assert!(hit.marks.iter().all(|mark| text.get(mark.start()..mark.end()).is_some()), "{typed:?}: {text:?}");
    }
    let found = index.demands(&loaded.model, &query);
    assert!(found.windows(2).all(|pair| pair[0] < pair[1]), "rising");
    locate_pasted(index, &loaded.model, typed, 20);
});
