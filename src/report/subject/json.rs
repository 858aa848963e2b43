//! A subject as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::evidence::demands_of;
use crate::model::{Model, Subject};
use crate::report::json::write_json;
use crate::report::records::{ActorJson, ArticleJson, DemandJson, IssueJson, PassageJson};

#[derive(Serialize)]
struct SubjectJson<'m> {
    kind: &'static str,
    id: String,
    #[serde(flatten)]
    record: Option<RecordJson<'m>>,
    #[serde(flatten)]
    line: Option<LineJson<'m>>,
    demands: Vec<DemandJson<'m>>,
}

/// The subject, keyed by its kind; a demand is in the list of demands instead.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum RecordJson<'m> {
    Actor(ActorJson<'m>),
    Issue(IssueJson<'m>),
    Passage(PassageJson<'m>),
    Article(ArticleJson<'m>),
}

/// A line of an article.
#[derive(Serialize)]
struct LineJson<'m> {
    line: u32,
    text: &'m str,
}

/// Writes `{"kind", "id", "actor" | "issue" | "passage" | "article", "line", "text", "demands"}`.
///
/// `line` and `text` are present for a line of an article. `demands` are those of an actor and its members, those on an
/// issue, or those that a passage, line or article supports; each as in the export.
pub fn write(model: &Model, subject: Subject, _cells: usize, out: &mut dyn Write) -> io::Result<()> {
    let record = match subject {
        Subject::Actor(id) => Some(RecordJson::Actor(ActorJson::new(model, id))),
        Subject::Issue(id) => Some(RecordJson::Issue(IssueJson::new(model, id))),
        Subject::Demand(_) => None,
        Subject::Passage(id) => Some(RecordJson::Passage(PassageJson::new(model, id))),
        Subject::Article(id) | Subject::Words(id, _) => Some(RecordJson::Article(ArticleJson::new(model, id))),
    };
    let line = match subject {
        Subject::Words(id, span) => {
            let article = model.article(id);
            let text = span.of(article.text()).trim_end_matches(['\r', '\n']);
            Some(LineJson { line: article.lines.line(span.start()), text })
        }
        Subject::Actor(_) | Subject::Issue(_) | Subject::Demand(_) | Subject::Passage(_) | Subject::Article(_) => None,
    };
    let demands = demands_of(model, subject).into_iter().map(|id| DemandJson::new(model, id)).collect();
    let (kind, id) = (subject.kind().word(), model.subject_key(subject));
    write_json(&SubjectJson { kind, id, record, line, demands }, out)
}
