//! The resolved model as JSON: keys as in the file format, ids instead of numbers.
//!
//! Lists are always present, absent scalars are left out. Offsets are bytes of the article's text.

use std::io::{self, Write};

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::json;
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
        let mut out = serializer.serialize_struct("Model", 8)?;
        out.serialize_field("format", &1)?;
        let head = [("title", model.title()), ("description", model.description()), ("language", model.language())];
        for (key, value) in head {
            if let Some(value) = value {
                out.serialize_field(key, value)?;
            }
        }
        out.serialize_field("articles", &Each(model.article_ids().map(|id| ArticleJson::new(model, id))))?;
        out.serialize_field("actors", &Each(model.actor_ids().map(|id| ActorJson::new(model, id))))?;
        out.serialize_field("issues", &Each(model.issue_ids().map(|id| IssueJson::new(model, id))))?;
        out.serialize_field("demands", &Each(model.demand_ids().map(|id| DemandJson::new(model, id))))?;
        out.end()
    }
}

/// A list whose items are made one at a time while writing.
struct Each<I>(I);

impl<I: Iterator<Item: Serialize> + Clone> Serialize for Each<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}
