//! The resolved model as JSON: keys as in the file format, ids instead of numbers.
//!
//! Lists are always present, absent scalars are left out. Offsets are bytes of the article's text.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::json::{self, Object};
use super::records::{ActorJson, ArticleJson, DemandJson, IssueJson};
use crate::model::Model;

/// Writes the model record by record, in constant memory.
pub fn write_json(model: &Model, out: &mut dyn Write) -> io::Result<()> {
    json::write_json(&ModelJson(model), out)
}

struct ModelJson<'m>(&'m Model);

impl Serialize for ModelJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let model = self.0;
        Object::new(serializer)?
            .with("format", 1)?
            .with_some("title", model.title())?
            .with_some("description", model.description())?
            .with_some("language", model.language())?
            .with("articles", Each(model.article_ids().map(|id| ArticleJson(model, id))))?
            .with("actors", Each(model.actor_ids().map(|id| ActorJson(model, id))))?
            .with("issues", Each(model.issue_ids().map(|id| IssueJson(model, id))))?
            .with("demands", Each(model.demand_ids().map(|id| DemandJson(model, id))))?
            .end()
    }
}

/// A list whose items are made one at a time while writing.
struct Each<I>(I);

impl<I: Iterator<Item: Serialize> + Clone> Serialize for Each<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}
