//! A subject as JSON.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::evidence::demands_of;
use crate::model::{Model, Subject};
use crate::report::json::{Object, write_json};
use crate::report::records::{ActorJson, ArticleJson, DemandJson, IssueJson, PassageJson};

/// Writes `{"kind", "id", "actor" | "issue" | "passage" | "article", "line", "text", "demands"}`.
///
/// `line` and `text` are present for a line of an article. `demands` are those of an actor and its members, those on an
/// issue, or those that a passage, line or article supports; each as in the export.
pub fn write(model: &Model, subject: Subject, _cells: usize, out: &mut dyn Write) -> io::Result<()> {
    write_json(&SubjectJson(model, subject), out)
}

struct SubjectJson<'m>(&'m Model, Subject);

impl Serialize for SubjectJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(model, subject) = *self;
        let object =
            Object::new(serializer)?.with("kind", subject.kind().word())?.with("id", model.subject_key(subject))?;
        let object = match subject {
            Subject::Actor(id) => object.with("actor", ActorJson(model, id))?,
            Subject::Issue(id) => object.with("issue", IssueJson(model, id))?,
            // It is in the list of demands.
            Subject::Demand(_) => object,
            Subject::Passage(id) => object.with("passage", PassageJson(model, id))?,
            Subject::Article(id) => object.with("article", ArticleJson(model, id))?,
            Subject::Words(id, span) => {
                let article = model.article(id);
                let text = span.of(article.text()).trim_end_matches(['\r', '\n']);
                object
                    .with("article", ArticleJson(model, id))?
                    .with("line", article.lines.line(span.start()))?
                    .with("text", text)?
            }
        };
        let demands = demands_of(model, subject).into_iter().map(|id| DemandJson(model, id));
        object.with("demands", demands.collect::<Vec<_>>())?.end()
    }
}
