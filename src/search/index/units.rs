//! The texts that are searched, numbered: labels, demands, passages, then the sentences of articles.

use std::ops::Range;

use super::numbers::UnitId;
use crate::model::{ActorId, ArticleId, DemandId, IssueId, Model, PassageId, Record, Subject, SubjectKind};
use crate::text::Span;

/// A short text that names a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    ActorName(ActorId),
    /// The alias at this place.
    ActorAlias(ActorId, u32),
    ActorKey(ActorId),
    IssueName(IssueId),
    IssueQuestion(IssueId),
    IssueKey(IssueId),
    ArticleTitle(ArticleId),
}

impl Label {
    /// The record it names.
    pub fn record(self) -> Record {
        match self {
            Self::ActorName(id) | Self::ActorAlias(id, _) | Self::ActorKey(id) => Record::Actor(id),
            Self::IssueName(id) | Self::IssueQuestion(id) | Self::IssueKey(id) => Record::Issue(id),
            Self::ArticleTitle(id) => Record::Article(id),
        }
    }

    /// The text as written.
    pub fn text(self, model: &Model) -> &str {
        match self {
            Self::ActorName(id) => &model.actor(id).name,
            Self::ActorAlias(id, at) => &model.actor(id).aliases[at as usize],
            Self::IssueName(id) => &model.issue(id).name,
            Self::IssueQuestion(id) => {
                let question = model.issue(id).question.as_deref();
                question.unwrap_or_else(|| unreachable!("only issues with a question have this label"))
            }
            Self::ActorKey(_) | Self::IssueKey(_) => model.key(self.record()),
            Self::ArticleTitle(id) => &model.article(id).title,
        }
    }

    /// Whether it is a name or an id: few and short, unlike titles and questions.
    pub fn is_short(self) -> bool {
        match self {
            Self::ActorName(_) | Self::ActorAlias(..) | Self::ActorKey(_) | Self::IssueName(_) | Self::IssueKey(_) => {
                true
            }
            Self::IssueQuestion(_) | Self::ArticleTitle(_) => false,
        }
    }
}

/// The labels of a model: actors, issues, articles, each in file order; those of one record together, its name first.
///
/// Ids of demands and articles are not labels: there are too many. [`RecordIds`](super::record_ids::RecordIds) has them.
fn labels(model: &Model) -> Vec<Label> {
    let mut out = Vec::new();
    for id in model.actor_ids() {
        out.push(Label::ActorName(id));
        out.extend((0..).zip(&model.actor(id).aliases).map(|(at, _)| Label::ActorAlias(id, at)));
        out.push(Label::ActorKey(id));
    }
    for id in model.issue_ids() {
        out.push(Label::IssueName(id));
        out.extend(model.issue(id).question.as_ref().map(|_| Label::IssueQuestion(id)));
        out.push(Label::IssueKey(id));
    }
    out.extend(model.article_ids().map(Label::ArticleTitle));
    out
}

/// All units of a model.
#[derive(Debug, Clone, Default)]
pub struct Units {
    /// The first units, in order.
    labels: Vec<Label>,
    /// The first label of an issue, and the first title of an article.
    issues: UnitId,
    titles: UnitId,
    /// The first demand, passage and sentence, and the end.
    demands: UnitId,
    passages: UnitId,
    sentences: UnitId,
    end: UnitId,
    /// Where each sentence is in its article.
    spans: Vec<Span>,
    /// The first sentence of each article, then the end of all.
    first_sentences: Vec<UnitId>,
}

impl Units {
    /// The units of a model, given the sentences of each article.
    pub fn new(model: &Model, sentences: &[Vec<Span>]) -> Self {
        let labels = labels(model);
        let first_of =
            |is_before: fn(Record) -> bool| UnitId::new(labels.partition_point(|label| is_before(label.record())));
        let issues = first_of(|record| matches!(record, Record::Actor(_)));
        let titles = first_of(|record| !matches!(record, Record::Article(_)));
        let demands = UnitId::new(labels.len());
        let passages = demands.plus(model.demands().len());
        let first = passages.plus(model.passages().len());
        let spans = sentences.concat();
        let mut first_sentences = vec![first];
        let mut end = first;
        for own in sentences {
            end = end.plus(own.len());
            first_sentences.push(end);
        }
        Self { labels, issues, titles, demands, passages, sentences: first, end, spans, first_sentences }
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.labels) + size_of_val(&*self.spans) + size_of_val(&*self.first_sentences)
    }

    /// How many units there are.
    pub fn len(&self) -> usize {
        self.end.index()
    }

    /// All units.
    pub fn all(&self) -> Range<UnitId> {
        UnitId(0)..self.end
    }

    /// The labels by unit.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// The label of the unit; `None` for prose.
    pub fn label(&self, unit: UnitId) -> Option<Label> {
        self.labels.get(unit.index()).copied()
    }

    /// The units that are labels.
    pub fn label_units(&self) -> Range<UnitId> {
        UnitId(0)..self.demands
    }

    /// The labels of actors and issues.
    pub fn name_units(&self) -> Range<UnitId> {
        UnitId(0)..self.titles
    }

    /// Demands and passages.
    pub fn statements(&self) -> Range<UnitId> {
        self.demands..self.sentences
    }

    /// Demands, passages and sentences, by kind.
    pub fn prose(&self) -> [(SubjectKind, Range<UnitId>); 3] {
        [
            (SubjectKind::Demand, self.demands..self.passages),
            (SubjectKind::Passage, self.passages..self.sentences),
            (SubjectKind::Article, self.sentences..self.end),
        ]
    }

    /// What the unit belongs to. O(log articles).
    pub fn subject(&self, unit: UnitId) -> Subject {
        if let Some(label) = self.label(unit) {
            return Subject::from(label.record());
        }
        let since = |first: UnitId| unit.index() - first.index();
        if unit < self.passages {
            return Subject::Demand(DemandId::new(since(self.demands)));
        }
        if unit < self.sentences {
            return Subject::Passage(PassageId::new(since(self.passages)));
        }
        let article = self.first_sentences.partition_point(|first| *first <= unit) - 1;
        Subject::Words(ArticleId::new(article), self.spans[since(self.sentences)])
    }

    /// The actor that a label names; `None` for other units.
    pub fn actor(&self, unit: UnitId) -> Option<ActorId> {
        if let Record::Actor(id) = self.label(unit)?.record() { Some(id) } else { None }
    }

    /// The sentences of an article that a piece of its text touches. O(log sentences).
    pub fn sentences_at(&self, id: ArticleId, piece: Span) -> Range<UnitId> {
        let [_, own] = self.of_article(id);
        let since = |unit: UnitId| unit.index() - self.sentences.index();
        let spans = self.spans.get(since(own.start)..since(own.end)).unwrap_or_default();
        let from = spans.partition_point(|span| span.end <= piece.start);
        let to = spans.partition_point(|span| span.start < piece.end);
        own.start.plus(from)..own.start.plus(to.max(from))
    }

    /// The title and the sentences of an article.
    pub fn of_article(&self, id: ArticleId) -> [Range<UnitId>; 2] {
        let title = self.title(id);
        let first = |article: usize| self.first_sentences[article];
        [title..title.plus(1), first(id.index())..first(id.index() + 1)]
    }

    /// The labels and the texts of a kind.
    pub fn of_kind(&self, kind: SubjectKind) -> [Range<UnitId>; 2] {
        let none = UnitId(0)..UnitId(0);
        match kind {
            SubjectKind::Actor => [UnitId(0)..self.issues, none],
            SubjectKind::Issue => [self.issues..self.titles, none],
            SubjectKind::Demand => [none, self.demands..self.passages],
            SubjectKind::Passage => [none, self.passages..self.sentences],
            SubjectKind::Article => [self.titles..self.demands, self.sentences..self.end],
        }
    }

    /// The text of the unit as written.
    pub fn text<'m>(&self, unit: UnitId, model: &'m Model) -> &'m str {
        match self.label(unit) {
            Some(label) => label.text(model),
            None => prose_text(self.subject(unit), model),
        }
    }

    /// The unit of a demand.
    pub fn demand(&self, id: DemandId) -> UnitId {
        self.demands.plus(id.index())
    }

    /// The unit of a passage.
    pub fn passage(&self, id: PassageId) -> UnitId {
        self.passages.plus(id.index())
    }

    /// The unit of an article's title.
    pub fn title(&self, id: ArticleId) -> UnitId {
        self.titles.plus(id.index())
    }
}

/// What a search reads of a subject: the words of a demand, a quote, a sentence, or the name.
pub fn prose_text(subject: Subject, model: &Model) -> &str {
    match subject {
        Subject::Actor(id) => &model.actor(id).name,
        Subject::Issue(id) => &model.issue(id).name,
        Subject::Demand(id) => &model.demand(id).text,
        Subject::Passage(id) => model.quote(id),
        Subject::Article(id) => &model.article(id).title,
        Subject::Words(id, span) => span.of(model.article(id).text()),
    }
}
