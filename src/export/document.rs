//! The resolved model as a document: keys as in the file format, ids in place of numbers.
//!
//! Lists are always there, absent scalars are left out. Offsets are bytes of the article's text.

use std::io::{self, Write};

use serde::Serialize;

use super::{ActorRecord, ArticleRecord, DemandRecord, IssueRecord, write_json};
use crate::model::Model;

/// Writes the model as JSON.
pub(super) fn write(model: &Model, out: &mut dyn Write) -> io::Result<()> {
    write_json(&document(model), out)
}

#[derive(Serialize)]
struct Document<'m> {
    format: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'m str>,
    articles: Vec<ArticleRecord<'m>>,
    actors: Vec<ActorRecord<'m>>,
    issues: Vec<IssueRecord<'m>>,
    demands: Vec<DemandRecord<'m>>,
}

fn document(model: &Model) -> Document<'_> {
    Document {
        format: 1,
        title: model.title(),
        description: model.description(),
        language: model.language(),
        articles: model.article_ids().map(|id| ArticleRecord::new(model, id)).collect(),
        actors: model.actor_ids().map(|id| ActorRecord::new(model, id)).collect(),
        issues: model.issue_ids().map(|id| IssueRecord::new(model, id)).collect(),
        demands: model.demand_ids().map(|id| DemandRecord::new(model, id)).collect(),
    }
}
