//! The form as it opens: everything preset that the text and the demands before it suggest.

use super::line::{Choice, Kind, Line, What};
use super::state::{Form, Purpose};
use super::words::Words;
use crate::app::session::Recent;
use crate::model::{ActorId, ArticleId, DemandKind, Model, Record, RelationKind, Status, SubjectKind, Voice};
use crate::search::ActorNames;
use crate::text::Span;

/// What the demand is to be of, where that was chosen before its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// An actor or an issue; the demand that the words are to support.
    pub record: Record,
}

impl Form {
    /// A new demand with the words at `span`.
    pub fn demand((model, names): (&Model, &ActorNames), place: (ArticleId, Span), recent: &Recent) -> Self {
        let (article, span) = place;
        let relation = |kind: &RelationKind| Line::new(kind.word(), Kind::Many(What::Demand));
        let mut lines = vec![
            Line::new("actor", Kind::One(What::Actor)),
            Line::new("issue", Kind::One(What::Issue)),
            Line::closed("kind", DemandKind::ALL.iter().map(|kind| kind.word())),
            Line::new("position", Kind::Closed),
            Line::closed("status", Status::ALL.iter().map(|status| status.word())),
            Line::closed("voice", Voice::ALL.iter().map(|voice| voice.word())),
            Line::new("speaker", Kind::One(What::Actor)),
            Line::new("text", Kind::Words),
            Line::new("date", Kind::Words),
            Line::new("id", Kind::Words),
            Line::new("addressee", Kind::Many(What::Actor)),
        ];
        lines.extend(RelationKind::ALL.iter().map(relation));
        lines.push(Line::new("note", Kind::Words));
        let mut form = Self::new(Purpose::Demand(Words::at(model, place)), lines, recent);
        let text = model.article(article).text();
        let actor = speaker_before(model, names, text, span);
        if let Some(actor) = actor.or_else(|| recent.actors.iter().find_map(|id| Choice::known(model, id))) {
            form.set("actor", actor);
        }
        if let Some(issue) = recent.issues.iter().find_map(|id| Choice::known(model, id)) {
            form.set("issue", issue);
        }
        form.set("kind", Choice::plain(DemandKind::Demand.word()));
        form.set("status", Choice::plain(Status::Held.word()));
        form.set("voice", Choice::plain(voice(text, span).word()));
        form.preset("text", &words(text, behind_label(text, span)));
        form.settle(model);
        form
    }

    /// A further passage with the words at `span`, of the demand written last.
    pub fn passage(model: &Model, place: (ArticleId, Span), recent: &Recent) -> Self {
        let lines = vec![
            Line::new("demand", Kind::One(What::Demand)),
            Line::new("speaker", Kind::One(What::Actor)),
            Line::closed("voice", Voice::ALL.iter().map(|voice| voice.word())),
            Line::new("note", Kind::Words),
        ];
        let mut form = Self::new(Purpose::Passage(Words::at(model, place)), lines, recent);
        if let Some(demand) = recent.demands.iter().find_map(|id| Choice::known(model, id)) {
            form.set("demand", demand);
        }
        form.set("voice", Choice::plain(voice(model.article(place.0).text(), place.1).word()));
        form.settle(model);
        form
    }

    /// The same form for other words. Where its text was that of the words before, it becomes theirs.
    #[must_use]
    pub fn with_words(mut self, model: &Model, place: (ArticleId, Span)) -> Self {
        let new = Words::at(model, place);
        let (Purpose::Demand(held) | Purpose::Passage(held)) = &mut self.purpose else { return self };
        let before = std::mem::replace(held, new).text;
        let text = words(&before, behind_label(&before, Span::whole(&before)));
        if self.line("text").is_some_and(|line| line.values() == [text]) {
            let article = model.article(place.0).text();
            self.set("text", Choice::plain(&words(article, behind_label(article, place.1))));
        }
        self
    }

    /// Presets the actor or issue that was chosen before the words.
    pub fn wish(&mut self, model: &Model, Wish { record }: Wish) {
        let line = match record {
            Record::Actor(_) => "actor",
            Record::Issue(_) => "issue",
            Record::Demand(_) => "demand",
            Record::Article(_) => return,
        };
        if let Some(wished) = Choice::known(model, model.key(record)) {
            self.set(line, wished);
        }
        self.settle(model);
    }
}

/// Words on one line.
fn words(text: &str, span: Span) -> String {
    span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// This much text before the words is looked through for who says them.
const REACH: usize = 2000;

/// Who says the words: the label `Name:` at the beginning of the nearest line above that has one, else the first name
/// in the words, else the last one before them.
fn speaker_before(model: &Model, names: &ActorNames, text: &str, span: Span) -> Option<Choice> {
    let from = text.ceil_char_boundary(span.start().saturating_sub(REACH));
    let before = text.get(from..span.start()).unwrap_or("");
    let own_line = span.of(text).lines().next().unwrap_or("");
    let last_line = before.rsplit('\n').next().unwrap_or("");
    let first = format!("{last_line}{own_line}");
    let mut lines = std::iter::once(&*first).chain(before.rsplit('\n').skip(1));
    if let Some(label) = lines.find_map(label_of) {
        return Some(match model.named(label, &[SubjectKind::Actor]).as_slice() {
            [actor] => Choice::known(model, model.key(*actor))?,
            _ => Choice::new(label),
        });
    }
    let known = |actor: ActorId| Choice::known(model, &model.actor(actor).key);
    let inside = names.find(span.of(text)).into_iter().next().and_then(|(_, actor)| known(actor));
    inside.or_else(|| names.find(before).into_iter().next_back().and_then(|(_, actor)| known(actor)))
}

/// The name in `Name: what they say`: a few capitalised words at the beginning of a line.
fn label_of(line: &str) -> Option<&str> {
    const LONGEST: usize = 40;
    let (label, _) = line.split_once(':')?;
    let label = label.trim().trim_matches('*').trim();
    let is_name = !label.is_empty() && label.len() <= LONGEST && label.split_whitespace().count() <= 4;
    (is_name && label.split_whitespace().all(|word| word.starts_with(char::is_uppercase))).then_some(label)
}

/// The words without the label of a speaker at the beginning of their line; all of them where they have none.
pub fn behind_label(text: &str, span: Span) -> Span {
    let is_first = text.get(..span.start()).is_some_and(|before| before.is_empty() || before.ends_with('\n'));
    let words = span.of(text);
    let Some((label, rest)) = words.split_once(':').filter(|_| is_first && label_of(words).is_some()) else {
        return span;
    };
    let rest_at = span.start() + label.len() + 1 + (rest.len() - rest.trim_start().len());
    if rest.trim().is_empty() { span } else { Span::new(rest_at, span.end()) }
}

/// Quoted where the words stand in quotation marks or behind a speaker's label on their line.
fn voice(text: &str, span: Span) -> Voice {
    let span = behind_label(text, span);
    let before = text.get(..span.start()).unwrap_or("").rsplit('\n').next().unwrap_or("");
    let count = |marks: &[char]| before.matches(marks).count();
    let begins = span.of(text).trim_start().starts_with(['“', '„', '«', '"']);
    let is_open = count(&['“', '„', '«']) > count(&['”', '»']) || count(&['"']) % 2 == 1;
    if begins || is_open || label_of(before).is_some() { Voice::Quoted } else { Voice::Reported }
}

#[cfg(test)]
mod tests {
    use super::{behind_label, voice};
    use crate::model::Voice;
    use crate::text::Span;

    #[test]
    fn words_behind_a_label_or_in_marks_are_quoted() {
        for (text, words, behind, expected) in [
            ("Anna Lind: We wait.", "Anna Lind: We wait.", "We wait.", Voice::Quoted),
            ("x\nANNA:  We wait.\n", "ANNA:  We wait.", "We wait.", Voice::Quoted),
            ("Anna Lind: We wait. We go.", "We go.", "We go.", Voice::Quoted),
            ("She said: We wait.", "She said: We wait.", "She said: We wait.", Voice::Reported),
            ("She said that “we wait”.", "we wait", "we wait", Voice::Quoted),
            ("“Go,” he said. We wait.", "We wait.", "We wait.", Voice::Reported),
            ("Anna:\nWe wait.", "Anna:", "Anna:", Voice::Reported),
            ("In May Anna: we wait.", "Anna: we wait.", "Anna: we wait.", Voice::Reported),
        ] {
            let at = text.find(words).unwrap();
            let span = Span::new(at, at + words.len());
            assert_eq!((behind_label(text, span).of(text), voice(text, span)), (behind, expected), "{text:?}");
        }
    }
}
