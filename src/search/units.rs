//! The texts that are searched, numbered: names first, then demands, passages and the sentences of articles.

use std::ops::Range;

use crate::model::{ArticleId, DemandId, Model, PassageId, Record, Subject, SubjectKind};
use crate::text::Span;

/// Which text of a record a label is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Name,
    Alias(usize),
    Question,
    Title,
    Key,
}

/// A short text that names a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    pub record: Record,
    pub source: Source,
}

impl Label {
    /// The text as written.
    pub fn text(self, model: &Model) -> &str {
        match (self.record, self.source) {
            (record, Source::Key) => model.key(record),
            (Record::Actor(id), Source::Alias(at)) => model.actor(id).aliases.get(at).map_or("", |alias| alias),
            (Record::Actor(id), Source::Name | Source::Question | Source::Title) => &model.actor(id).name,
            (Record::Issue(id), Source::Question) => model.issue(id).question.as_deref().unwrap_or(""),
            (Record::Issue(id), Source::Name | Source::Alias(_) | Source::Title) => &model.issue(id).name,
            (Record::Article(id), _) => &model.article(id).title,
            (Record::Demand(id), _) => &model.demand(id).text,
        }
    }
}

/// The labels of a model in the order of kinds and files; those of one record stand together, its name first.
///
/// The ids of demands and articles are not among them: there are too many, and [`super::ids`] finds them.
pub(super) fn labels(model: &Model) -> Vec<Label> {
    let mut out = Vec::new();
    for id in model.actor_ids() {
        let record = Record::Actor(id);
        out.push(Label { record, source: Source::Name });
        out.extend((0..model.actor(id).aliases.len()).map(|at| Label { record, source: Source::Alias(at) }));
        out.push(Label { record, source: Source::Key });
    }
    for id in model.issue_ids() {
        let record = Record::Issue(id);
        out.push(Label { record, source: Source::Name });
        out.extend(model.issue(id).question.as_ref().map(|_| Label { record, source: Source::Question }));
        out.push(Label { record, source: Source::Key });
    }
    out.extend(model.article_ids().map(|id| Label { record: Record::Article(id), source: Source::Title }));
    out
}

/// The number space of the units.
#[derive(Debug, Clone, Default)]
pub(super) struct Units {
    labels: Vec<Label>,
    /// First unit of the names of issues.
    issues: u32,
    /// First unit of the demands, the passages, the sentences, and the first behind all.
    demands: u32,
    passages: u32,
    sentences: u32,
    end: u32,
    /// Where each sentence stands in its article.
    spans: Vec<Span>,
    /// Place in `spans` of the first sentence of each article.
    firsts: Vec<u32>,
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Units {
    /// The units of a model. `sentences` holds the sentences of each article.
    pub fn new(model: &Model, sentences: &[Vec<Span>]) -> Self {
        let labels = labels(model);
        let issues = narrow(labels.partition_point(|label| matches!(label.record, Record::Actor(_))));
        let demands = narrow(labels.len());
        let passages = demands + narrow(model.demands().len());
        let first = passages + narrow(model.passages().len());
        let mut spans = Vec::with_capacity(sentences.iter().map(Vec::len).sum());
        let mut firsts = Vec::with_capacity(sentences.len());
        for all in sentences {
            firsts.push(narrow(spans.len()));
            spans.extend_from_slice(all);
        }
        let end = first + narrow(spans.len());
        Self { labels, issues, demands, passages, sentences: first, end, spans, firsts }
    }

    /// Bytes that the places of the sentences and the labels take.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.labels) + size_of_val(&*self.spans) + size_of_val(&*self.firsts)
    }

    /// The labels; their places are their unit numbers.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// The units that are no labels.
    pub fn prose(&self) -> Range<u32> {
        self.demands..self.end
    }

    /// The units that are no labels, by kind.
    pub fn kinds(&self) -> [(SubjectKind, Range<u32>); 3] {
        [
            (SubjectKind::Demand, self.demands..self.passages),
            (SubjectKind::Passage, self.passages..self.sentences),
            (SubjectKind::Article, self.sentences..self.end),
        ]
    }

    /// How many units there are.
    pub fn len(&self) -> usize {
        self.end as usize
    }

    /// What kind of record the unit belongs to.
    pub fn kind(&self, unit: u32) -> SubjectKind {
        match self.labels.get(unit as usize).map(|label| label.record) {
            Some(Record::Actor(_)) => SubjectKind::Actor,
            Some(Record::Issue(_)) => SubjectKind::Issue,
            Some(Record::Demand(_)) => SubjectKind::Demand,
            None if unit < self.passages => SubjectKind::Demand,
            None if unit < self.sentences => SubjectKind::Passage,
            Some(Record::Article(_)) | None => SubjectKind::Article,
        }
    }

    /// The record the unit belongs to. O(log articles).
    pub fn subject(&self, unit: u32) -> Subject {
        if let Some(label) = self.labels.get(unit as usize) {
            return Subject::from(label.record);
        }
        if unit < self.passages {
            return Subject::Demand(DemandId::new((unit - self.demands) as usize));
        }
        if unit < self.sentences {
            return Subject::Passage(PassageId::new((unit - self.passages) as usize));
        }
        let at = unit - self.sentences;
        let article = self.firsts.partition_point(|first| *first <= at).saturating_sub(1);
        Subject::Words(ArticleId::new(article), self.spans.get(at as usize).copied().unwrap_or_default())
    }

    /// The units of an article: its title, and its sentences.
    pub fn of_article(&self, id: ArticleId) -> [Range<u32>; 2] {
        let title = self.title(id);
        let first = |at: usize| self.firsts.get(at).map_or(self.end, |first| self.sentences + first);
        [title..title + 1, first(id.index())..first(id.index() + 1)]
    }

    /// The units of a kind: its names, and its texts.
    pub fn of_kind(&self, kind: SubjectKind) -> [Range<u32>; 2] {
        let titles = self.titles();
        match kind {
            SubjectKind::Actor => [0..self.issues, 0..0],
            SubjectKind::Issue => [self.issues..titles, 0..0],
            SubjectKind::Demand => [0..0, self.demands..self.passages],
            SubjectKind::Passage => [0..0, self.passages..self.sentences],
            SubjectKind::Article => [titles..self.demands, self.sentences..self.end],
        }
    }

    /// The names of the actors and issues that `fits` says yes to, rising.
    pub fn names_that(&self, fits: impl Fn(Subject) -> bool) -> impl Iterator<Item = u32> {
        (0..self.titles()).filter(move |unit| fits(self.subject(*unit)))
    }

    /// The first title of an article.
    pub fn titles(&self) -> u32 {
        self.demands - narrow(self.firsts.len())
    }

    /// The text of the unit as written.
    pub fn text<'m>(&self, unit: u32, model: &'m Model) -> &'m str {
        if let Some(label) = self.labels.get(unit as usize) {
            return label.text(model);
        }
        prose_text(self.subject(unit), model)
    }

    /// The unit of a demand's words.
    pub fn demand(&self, id: DemandId) -> u32 {
        self.demands + narrow(id.index())
    }

    /// The unit of a passage's quote.
    pub fn passage(&self, id: PassageId) -> u32 {
        self.passages + narrow(id.index())
    }

    /// The unit of an article's title.
    pub fn title(&self, id: ArticleId) -> u32 {
        self.titles() + narrow(id.index())
    }

    /// The units of demands and passages.
    pub fn statements(&self) -> Range<u32> {
        self.demands..self.sentences
    }
}

/// The text of a record that a search in prose reads: words of a demand, a quote, a sentence; else the name.
pub(super) fn prose_text(subject: Subject, model: &Model) -> &str {
    match subject {
        Subject::Actor(id) => &model.actor(id).name,
        Subject::Issue(id) => &model.issue(id).name,
        Subject::Demand(id) => &model.demand(id).text,
        Subject::Passage(id) => model.quote(id),
        Subject::Article(id) => &model.article(id).title,
        Subject::Words(id, span) => span.of(model.article(id).text()),
    }
}
