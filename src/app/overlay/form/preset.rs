//! The form as it opens: everything preset that the text and the demands before it suggest.

use super::line::{Choice, Kind, Line, Suggested, What};
use super::state::{Form, Purpose};
use super::words::Words;
use crate::app::session::Recent;
use crate::model::{ActorId, ArticleId, DemandKind, Model, Record, RelationKind, Status, SubjectKind, Voice};
use crate::search::{ActorNames, paragraph_at, sentences};
use crate::text::{Span, unbroken};

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
        let last = |ids: &[String]| Some((ids.iter().find_map(|id| Choice::known(model, id))?, Suggested::LastUsed));
        if let Some(actor) = speaker_of(model, names, text, span).or_else(|| last(&recent.actors)) {
            form.suggest("actor", actor);
        }
        if let Some(issue) = last(&recent.issues) {
            form.suggest("issue", issue);
        }
        form.set("kind", Choice::plain(DemandKind::Demand.word()));
        form.set("status", Choice::plain(Status::Held.word()));
        form.set("voice", Choice::plain(voice(text, span).word()));
        form.preset("text", &unbroken(text, behind_label(text, span)));
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

    /// The same form for other words. A text that nobody has edited becomes theirs.
    #[must_use]
    pub fn with_words(mut self, model: &Model, place: (ArticleId, Span)) -> Self {
        let (Purpose::Demand(held) | Purpose::Passage(held)) = &mut self.purpose else { return self };
        *held = Words::at(model, place);
        if self.line("text").is_some_and(|line| line.is_preset) {
            let article = model.article(place.0).text();
            self.preset("text", &unbroken(article, behind_label(article, place.1)));
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

/// This much text before the words is looked through for who says them.
const REACH: usize = 2000;

/// Who says the words: the label `Name:` at the beginning of the nearest line above that has one, else the name that
/// their sentence begins with, the first one in it, or the last one before it.
fn speaker_of(model: &Model, names: &ActorNames, text: &str, span: Span) -> Option<(Choice, Suggested)> {
    let from = text.ceil_char_boundary(span.start().saturating_sub(REACH));
    let before = text.get(from..span.start()).unwrap_or("");
    let own_line = span.of(text).lines().next().unwrap_or("");
    let last_line = before.rsplit('\n').next().unwrap_or("");
    let first = format!("{last_line}{own_line}");
    let mut lines = std::iter::once(&*first).chain(before.rsplit('\n').skip(1));
    if let Some(label) = lines.find_map(label_of) {
        let speaker = match model.named(label, &[SubjectKind::Actor]).as_slice() {
            [actor] => Choice::known(model, model.key(*actor))?,
            _ => Choice::new(label),
        };
        return Some((speaker, Suggested::Label));
    }
    let known = |actor: ActorId| Choice::known(model, &model.actor(actor).key);
    // The words with the beginning of their sentence.
    let around = text.get(from..span.end()).unwrap_or("");
    let is_own = |sentence: &Span| sentence.end() > before.len();
    let start = sentences(around).into_iter().find(is_own).map_or(before.len(), |own| own.start().min(before.len()));
    let (before, sentence) = around.split_at(start);
    let found = names.find(sentence);
    let subject = subject_of(sentence).filter(|subject| found.iter().all(|(at, _)| at.start() >= subject.len()));
    if let Some(subject) = subject {
        return Some((Choice::new(subject), Suggested::Sentence));
    }
    if let Some(inside) = found.into_iter().find_map(|(_, actor)| known(actor)) {
        return Some((inside, Suggested::Sentence));
    }
    names.find(before).into_iter().rev().find_map(|(_, actor)| Some((known(actor)?, Suggested::Before)))
}

/// The name that a sentence begins with: two to four capitalised words before one that is not. A word alone may be
/// capitalised for its place only.
fn subject_of(sentence: &str) -> Option<&str> {
    /// Words that begin sentences before a name.
    const OPENINGS: &str = "a after although an and as at because before but by for from if in on since that the these this \
                            those to under when while with yet";
    let is_name = |word: &&str| {
        let is_owner = word.ends_with("’s") || word.ends_with("'s");
        word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphanumeric) && !is_owner
    };
    let mut words = sentence.split(' ');
    let mut name: Vec<&str> = words.by_ref().take_while(is_name).collect();
    let mut end = name.iter().map(|word| word.len() + 1).sum::<usize>().saturating_sub(1);
    // A comma ends it, too.
    let stop = sentence.get(if name.is_empty() { 0 } else { end + 1 }..)?.split(' ').next()?;
    let last = stop.trim_end_matches([',', '’', '\'']).trim_end_matches("’s").trim_end_matches("'s");
    if last.len() < stop.len() && is_name(&last) {
        end += last.len() + usize::from(!name.is_empty());
        name.push(last);
    } else if !stop.starts_with(char::is_lowercase) {
        return None;
    }
    let first = name.first()?.to_lowercase();
    let is_opening = OPENINGS.split(' ').any(|opening| opening == first);
    ((2..=4).contains(&name.len()) && !is_opening).then(|| sentence.get(..end))?
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

/// Quoted where the words are in quotation marks or behind a speaker's label on their line.
fn voice(text: &str, span: Span) -> Voice {
    let span = behind_label(text, span);
    let before = text.get(..span.start()).unwrap_or("").rsplit('\n').next().unwrap_or("");
    let words = span.of(text);
    let at = span.start() + (words.len() - words.trim_start().len());
    let is_quoted = label_of(before).is_some() || MARKS.iter().any(|marks| is_in_marks(text, at, marks));
    if is_quoted { Voice::Quoted } else { Voice::Reported }
}

/// Quotation marks that close each other. Which of them opens differs by language.
const MARKS: [&[char]; 5] = [&['"', '\u{ff02}'], &['“', '”', '„', '‟'], &['«', '»'], &['「', '」'], &['『', '』']];

/// Whether the words at `at` are between marks of this kind, or begin with one that opens.
///
/// Marks are paired within a paragraph, over its line ends. One that nothing closes quotes nothing, unless it begins the
/// paragraph and the next paragraph begins with one as well, as in a quotation of several paragraphs. One pass over the
/// text.
fn is_in_marks(text: &str, at: usize, marks: &[char]) -> bool {
    let Some(paragraph) = paragraph_at(text, at) else { return false };
    let (words, at) = (paragraph.of(text), at - paragraph.start());
    let mut opened = None;
    for (place, _) in words.match_indices(marks) {
        let is_opening = opens(words, place, opened.is_some());
        if place >= at {
            return if place == at { is_opening } else { opened.is_some() && !is_opening };
        }
        opened = is_opening.then_some(place);
    }
    let next = text.get(paragraph.end()..).unwrap_or("").trim_start();
    opened == Some(0) && next.starts_with(marks)
}

/// Whether the quotation mark at `at` opens: by the white space and the punctuation around it; where that does not
/// tell, by its form.
fn opens(text: &str, at: usize, is_open: bool) -> bool {
    let (before, here) = text.split_at(at);
    let mut here = here.chars();
    let (mark, after) = (here.next(), here.next());
    let is_dash = |c: char| matches!(c, '-' | '–' | '—');
    let begins = before.chars().next_back().is_none_or(|c| c.is_whitespace() || "([{".contains(c) || is_dash(c));
    let ends = after.is_none_or(|c| c.is_whitespace() || ".,;:!?)]}…".contains(c) || is_dash(c));
    match mark {
        _ if begins != ends => begins,
        Some('“' | '„' | '‟' | '«' | '「' | '『') => true,
        Some('”' | '»' | '」' | '』') => false,
        _ => !is_open,
    }
}

#[cfg(test)]
mod tests {
    use super::{Suggested, behind_label, speaker_of, subject_of, voice};
    use crate::load::load_str;
    use crate::model::Voice;
    use crate::search::ActorNames;
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

    #[test]
    fn quotation_marks_are_paired_within_their_paragraph() {
        let wrapped = "The council’s lawyer wrote that “a\nharbour is a harbour”. She asked that dues be\nraised. He said: \"We pay for\n\
                       what we use. That is no offer.\" They left.\n";
        let straight = wrapped.replace(['“', '”'], "\"");
        let broken = "He said \"we wait. She asked for dues.\n\nThey left. \"We go,\" he said. It rained.\n";
        let several = "\"We wait. We hope.\n\n\"We go. We leave,\" she said. It rained.\n";
        let other = "Er sagte: „Wir\ngehen. Wir bleiben.“ Sie ging. Il dit : « Nous\nallons. Ils vont. » Elle part. \
                     He said »we\ngo. We stay.« They left. Hon sade ”vi\ngår. Vi stannar.” De gick.";
        for (text, words, expected) in [
            (wrapped, "harbour is", Voice::Quoted),
            (wrapped, "She asked", Voice::Reported),
            (wrapped, "what we use.", Voice::Quoted),
            (wrapped, "That is no offer.", Voice::Quoted),
            (wrapped, "They left.", Voice::Reported),
            (&straight, "harbour is", Voice::Quoted),
            (&straight, "She asked", Voice::Reported),
            (&straight, "That is no offer.", Voice::Quoted),
            (&straight, "They left.", Voice::Reported),
            (broken, "She asked", Voice::Reported),
            (broken, "They left.", Voice::Reported),
            (broken, "\"We go", Voice::Quoted),
            (broken, "\" he said", Voice::Reported),
            (broken, "It rained.", Voice::Reported),
            (several, "We hope.", Voice::Quoted),
            (several, "We leave", Voice::Quoted),
            (several, "It rained.", Voice::Reported),
            (other, "Wir bleiben.", Voice::Quoted),
            (other, "Sie ging.", Voice::Reported),
            (other, "Ils vont.", Voice::Quoted),
            (other, "Elle part.", Voice::Reported),
            (other, "We stay.", Voice::Quoted),
            (other, "They left.", Voice::Reported),
            (other, "Vi stannar.", Voice::Quoted),
            (other, "De gick.", Voice::Reported),
            ("\"He called it “a gift” twice.\nWe did not,\" she said.", "We did not", Voice::Quoted),
            ("A 5\" pipe burst. They left.", "They left.", Voice::Reported),
            ("他说：“我们走。我们不留。”她走了。", "我们不留", Voice::Quoted),
            ("他说：“我们走。我们不留。”她走了。", "她走了", Voice::Reported),
        ] {
            let at = text.find(words).unwrap();
            assert_eq!(voice(text, Span::new(at, at + words.len())), expected, "{words:?} in {text:?}");
        }
    }

    #[test]
    fn a_sentence_begins_with_a_name_of_several_capitalised_words() {
        for (sentence, expected) in [
            ("Dmitry Orlov praised the talks.", Some("Dmitry Orlov")),
            ("Anna Maria Lind, the mayor, agreed.", Some("Anna Maria Lind")),
            ("Dmitry Orlov’s office agreed.", Some("Dmitry Orlov")),
            ("European allies backed him.", None),
            ("In Berlin talks went on.", None),
            ("The Port Council met.", None),
            ("Talks Fail Again In Old Port City", None),
            ("Anna Lind", None),
            ("Éva Ő said no.", Some("Éva Ő")),
            ("", None),
            ("  ", None),
        ] {
            assert_eq!(subject_of(sentence), expected, "{sentence:?}");
        }
    }

    #[test]
    fn the_name_in_the_sentence_comes_before_one_before_it() {
        let actors = "[[actors]]\nid = 'orban'\nname = 'Viktor Orban'\n[[actors]]\nid = 'lind'\nname = 'Anna Lind'\n";
        let model = load_str(&[("a.toml", actors)], &[]).model;
        let names = ActorNames::new(&model);
        for (text, words, expected) in [
            (
                "Orban left. Dmitry Orlov told Lind to go.",
                "told Lind to go",
                Some(("Dmitry Orlov", Suggested::Sentence)),
            ),
            ("Orban left. Lind told Orban to go.", "told Orban to go", Some(("lind", Suggested::Sentence))),
            ("Orban left. Prime Minister Lind told him to go.", "told him to go", Some(("lind", Suggested::Sentence))),
            (
                "Orban left. European allies backed him.",
                "European allies backed him.",
                Some(("orban", Suggested::Before)),
            ),
            ("Anna Lind: We go. Orban left.", "Orban left.", Some(("lind", Suggested::Label))),
            ("They left. Nobody came.", "Nobody came.", None),
        ] {
            let at = text.find(words).unwrap();
            let found = speaker_of(&model, &names, text, Span::new(at, at + words.len()));
            let found = found.as_ref().map(|(choice, from)| (&*choice.value, *from));
            assert_eq!(found, expected, "{text}");
        }
    }
}
