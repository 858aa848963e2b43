//! From changes to splices.

use super::block::{block_edit, empty_list, last_of, removal};
use super::change::{Change, Record};
use super::doc::{Doc, Edit, Rec, Table};
use super::element::insert;
use super::ids::check_id;
use super::offer::offer_of;
use super::outcome::{Action, Done, Refusal};
use super::references::{Reference, Target, references, unnamed};
use super::said::{Intent, holds_exactly};
use super::splice::{Splice, apply};
use super::spot::renamed_in;
use super::style::Style;
use super::table::{line_behind, put, take};
use super::value::Value;
use crate::format::{ACTOR, ARTICLE, DEMAND, Form, ISSUE, PASSAGE, TableKind};
use crate::load::{Chunk, chunks};
use crate::model::Model;

/// The changes of a step to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileStep {
    /// Its index among the files.
    pub file: usize,
    /// The replacements, to be applied in order.
    pub splices: Vec<Splice>,
    /// The text after them.
    pub after: String,
}

/// Changes made together: all or none, and undone as one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// The files that change, in order; none if they already say so.
    pub files: Vec<FileStep>,
    /// The records and passages that change, in the order of the changes.
    pub done: Vec<Done>,
    /// The renamed records: the id before the step and the one after it.
    pub renamed: Vec<(String, String)>,
}

impl Step {
    /// What it does, in a few words: `add putin-donbas and actor putin`, `change trump-role and 2 more`. `after` is the
    /// model with it.
    pub fn sentence(&self, after: &Model) -> String {
        let Some(first) = self.done.first() else { return "nothing".to_owned() };
        // A demand comes after the actor and issue that are added with it.
        if let [with @ .., last] = &*self.done
            && (1..=2).contains(&with.len())
            && self.done.iter().all(|done| done.action == Action::Added)
        {
            let named = |done: &Done| match after.subject(&done.id) {
                Some(subject) => format!("{} {}", subject.kind().word(), done.id),
                None => done.id.clone(),
            };
            let all: Vec<String> = std::iter::once(last.id.clone()).chain(with.iter().map(named)).collect();
            let (rest, end) = all.split_at(all.len() - 1);
            return format!("add {} and {}", rest.join(", "), end.concat());
        }
        let doing = match first.action {
            Action::Added => "add",
            Action::Changed => "change",
            Action::Removed => "remove",
        };
        match self.done.len() - 1 {
            0 => format!("{doing} {}", first.id),
            more => format!("{doing} {} and {more} more", first.id),
        }
    }
}

/// Plans changes, one after another, on the texts of a model's files. A change may refer to what an earlier one adds.
///
/// Nothing outside the splices changes, and each change is checked: the touched tables must say exactly what it says.
/// Whether the model is still sound is up to [`verify`](super::verify). Costs one pass over the texts and one over the
/// text of each splice, to cut them into tables.
pub fn plan(texts: &[&str], changes: &[Change]) -> Result<Step, Refusal> {
    let chunks = texts.iter().map(|text| chunks(text)).collect();
    let texts = texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let mut planner =
        Planner { splices: vec![Vec::new(); texts.len()], chunks, texts, done: Vec::new(), renamed: Vec::new() };
    changes.iter().try_for_each(|change| planner.change(change))?;
    let Planner { texts, splices, done, renamed, .. } = planner;
    let touched = texts.into_iter().zip(splices).enumerate().filter(|(_, (_, splices))| !splices.is_empty());
    let files = touched.map(|(file, (after, splices))| FileStep { file, splices, after }).collect();
    Ok(Step { files, done, renamed })
}

struct Planner {
    texts: Vec<String>,
    /// The chunks of each text.
    chunks: Vec<Vec<Chunk>>,
    splices: Vec<Vec<Splice>>,
    done: Vec<Done>,
    renamed: Vec<(String, String)>,
}

impl Planner {
    fn change(&mut self, change: &Change) -> Result<(), Refusal> {
        match change {
            Change::Add(record) => self.add(record),
            Change::AddPassage { demand, passage } => self.add_passage(demand, passage),
            Change::Set { id, key, value } => self.set(id, key, value.as_ref()),
            Change::Remove { id } => self.remove(id),
        }
    }

    fn doc(&self, file: usize) -> Doc<'_> {
        let (text, chunks) = (self.texts.get(file), self.chunks.get(file));
        Doc::new(text.map_or("", String::as_str), chunks.map_or(&[], Vec::as_slice))
    }

    fn docs(&self) -> impl DoubleEndedIterator<Item = (usize, Doc<'_>)> + ExactSizeIterator {
        (0..self.texts.len()).map(|file| (file, self.doc(file)))
    }

    /// Applies edits to a file after checking that they do exactly what `intent` says. Returns whether the file
    /// changes.
    fn commit(&mut self, file: usize, mut edits: Vec<Edit>, intent: &Intent<'_>) -> Result<bool, Refusal> {
        let doc = self.doc(file);
        edits.retain(|(range, new)| doc.piece(range.clone()) != new);
        let is_change = !edits.is_empty();
        let touched = edits.iter().map(|(range, _)| range.clone()).collect::<Vec<_>>();
        let splices = doc.splices(edits);
        let after = apply(doc.text, &splices).map(|after| (chunks(&after), after));
        let is_meant = |(chunks, after): &(Vec<Chunk>, String)| holds_exactly(&doc, &Doc::new(after, chunks), intent);
        let Some((chunks, after)) = after.filter(is_meant) else {
            let meets = |chunk: &Chunk| {
                touched.iter().any(|range| range.start <= chunk.range.end && chunk.range.start <= range.end)
            };
            if let Some(chunk) = doc.chunks.iter().find(|chunk| meets(chunk) && !doc.is_right(chunk)) {
                return Err(doc.broken(chunk));
            }
            let sentence = "the file is written in a way at that place that cannot be changed safely; edit it by hand";
            return Err(Refusal::new(sentence));
        };
        let places = (self.texts.get_mut(file), self.chunks.get_mut(file), self.splices.get_mut(file));
        if let (Some(text), Some(cut), Some(all)) = places {
            (*text, *cut) = (after, chunks);
            all.extend(splices);
        }
        Ok(is_change)
    }

    /// Lists the requested change before its consequences, which are listed from `first` on.
    fn tell_first(&mut self, first: usize, id: String, action: Action) {
        let is_it = |done: &Done| done.id == id && done.action == action;
        if self.done.iter().take(first).any(is_it) {
            return;
        }
        self.done.retain(|done| !is_it(done));
        self.done.insert(first.min(self.done.len()), Done { id, action });
    }

    fn tell(&mut self, id: String, action: Action) {
        if !self.done.iter().any(|done| done.id == id && done.action == action) {
            self.done.push(Done { id, action });
        }
    }

    /// The records, or passages, with an id; at least one.
    fn targets(&self, id: &str) -> Result<Vec<Target>, Refusal> {
        let whole: Vec<Target> = self.records(id, None);
        if !whole.is_empty() {
            return Ok(whole);
        }
        if let Some((demand, number)) = id.rsplit_once('#')
            && let Some(at) = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1))
        {
            let mut found = self.records(demand, Some(at));
            found.retain(|target| target.record.passages.len() > at);
            if !found.is_empty() {
                return Ok(found);
            }
        }
        let of = id.rsplit_once('#').map_or(id, |(demand, _)| demand);
        for (_, doc) in self.docs() {
            if let Some(chunk) = doc.chunks.iter().find(|chunk| doc.holds(chunk, of) && !doc.is_right(chunk)) {
                return Err(doc.broken(chunk));
            }
        }
        Err(Refusal::new(format!("there is no record or passage `{id}`")))
    }

    fn records(&self, id: &str, passage: Option<usize>) -> Vec<Target> {
        let of_file = |(file, doc): (usize, Doc<'_>)| {
            let found = doc.find(id);
            found.into_iter().map(move |record| Target { file, record, id: id.to_owned(), passage })
        };
        self.docs().flat_map(of_file).collect()
    }

    fn add(&mut self, record: &Record) -> Result<(), Refusal> {
        let id = record.text(ARTICLE.id);
        check_id(id)?;
        if !self.records(id, None).is_empty() {
            return Err(Refusal::of_id(format!("the id `{id}` is used already")));
        }
        let (file, model) = self.neighbour(record);
        if record.kind != TableKind::Article {
            return self.insert(record, (file, model));
        }
        self.name_articles(file)?;
        let place = self.neighbour(record);
        self.insert(record, place)
    }

    fn insert(&mut self, record: &Record, (file, model): (usize, Option<Rec>)) -> Result<(), Refusal> {
        let doc = self.doc(file);
        let is_evidence = |other: &Rec| !other.passages.is_empty();
        let evidence = match &model {
            Some(model) if is_evidence(model) => Some(model.clone()),
            _ => last_of(&doc, TableKind::Demand, None, is_evidence),
        };
        let style = Style::of(&doc, model.as_ref(), evidence.as_ref());
        let mut edits = match model.as_ref().map(|model| (model, &model.within)) {
            Some((model, Some((list, index)))) if model.table.kind == record.kind => {
                insert(&doc, list, Some(*index), &style.inline(record))
            }
            _ => match empty_list(&doc, record.kind) {
                Some(list) => insert(&doc, &list, None, &style.inline(record)),
                None => block_edit(&doc, model.as_ref(), &style, record),
            },
        };
        if record.kind == TableKind::Actor
            && let Some(offer) = offer_of(doc.text, record.text(ACTOR.id), record.text(ACTOR.name))
            && edits.iter().all(|(range, _)| range.end <= offer.start || offer.end <= range.start)
        {
            edits.push((offer, String::new()));
        }
        self.commit(file, edits, &Intent::Add(record))?;
        self.tell(record.text(ARTICLE.id).to_owned(), Action::Added);
        Ok(())
    }

    /// Prepares `file` for another article: passages that omit their article, because it was the only one, get to name
    /// it.
    fn name_articles(&mut self, file: usize) -> Result<(), Refusal> {
        for (target, article, is_of_file) in unnamed(self.docs()) {
            // The only article of another file remains the only one there.
            if target.file != file && is_of_file {
                continue;
            }
            let number = target.passage;
            let found = self.records(&target.id, number).into_iter().find(|found| found.file == target.file);
            if let Some(target) = found {
                self.set_one(&target, PASSAGE.article.name, Some(&Value::from(article)))?;
            }
        }
        Ok(())
    }

    /// The passages of this article that do not name it.
    fn resting_on(&self, article: &str) -> Vec<String> {
        if self.records(article, None).iter().all(|target| target.record.table.kind != TableKind::Article) {
            return Vec::new();
        }
        let of = unnamed(self.docs()).into_iter().filter(|(_, id, _)| id == article);
        of.map(|(target, ..)| Reference { holder: target, key: PASSAGE.article.name, list: None }.holder()).collect()
    }

    /// The record to place a new one after, and its file: the last of its actor, else of its kind, else of the nearest
    /// earlier kind.
    fn neighbour(&self, record: &Record) -> (usize, Option<Rec>) {
        let actor = record.text(DEMAND.actor);
        let of_actor = |other: &Rec, text: &str| other.table.text(DEMAND.actor.name, text).as_deref() == Some(actor);
        if record.kind == TableKind::Demand {
            for (file, doc) in self.docs().rev() {
                if let Some(found) = last_of(&doc, record.kind, Some(actor), |other| of_actor(other, doc.text)) {
                    return (file, Some(found));
                }
            }
        }
        let kinds = [TableKind::Article, TableKind::Actor, TableKind::Issue, TableKind::Demand];
        let before = kinds.iter().position(|kind| *kind == record.kind).unwrap_or(0);
        for kind in kinds.iter().take(before + 1).rev() {
            for (file, doc) in self.docs().rev() {
                if let Some(found) = last_of(&doc, *kind, None, |_| true) {
                    return (file, Some(found));
                }
            }
        }
        (0, None)
    }

    fn add_passage(&mut self, demand: &str, passage: &Record) -> Result<(), Refusal> {
        let Some(target) =
            self.targets(demand)?.into_iter().find(|target| target.record.table.kind == TableKind::Demand)
        else {
            return Err(Refusal::new(format!("`{demand}` is not a demand")));
        };
        let (file, record) = (target.file, target.record);
        let doc = self.doc(file);
        let is_evidence = |other: &Rec| !other.passages.is_empty();
        let elsewhere = || last_of(&doc, TableKind::Demand, None, is_evidence);
        let evidence = if is_evidence(&record) { Some(record.clone()) } else { elsewhere() };
        let style = Style::of(&doc, Some(&record), evidence.as_ref());
        let last = record.passages.len().checked_sub(1);
        let edits = match &record.passage_list {
            Some(items) => insert(&doc, items, last, &style.inline(passage)),
            None if record.table.is_inline || (last.is_none() && style.lists_passages()) => {
                let pairs =
                    passage.in_order().into_iter().map(|(key, value)| (key.to_owned(), value.clone())).collect();
                put(&doc, &record.table, DEMAND.passages.name, &Value::List(vec![Value::Table(pairs)]))
            }
            None => {
                let end = record.passages.last().map_or(record.end, Table::end);
                line_behind(&doc, end, &style.passage_lines(passage).join(doc.eol))
            }
        };
        self.commit(file, edits, &Intent::AddPassage(demand, passage))?;
        self.tell(format!("{demand}#{}", last.map_or(1, |last| last + 2)), Action::Added);
        Ok(())
    }

    fn set(&mut self, id: &str, key: &str, value: Option<&Value>) -> Result<(), Refusal> {
        let (targets, first) = (self.targets(id)?, self.done.len());
        let is_record = targets.iter().all(|target| target.passage.is_none());
        if let Some(Value::Text(new)) = value.filter(|_| key == ARTICLE.id.name && is_record) {
            return self.rename(id, new);
        }
        let is_short = |target: &Target| target.passage.is_none() && target.record.table.pairs.len() <= 2;
        let (all_short, mut is_change) = (targets.iter().all(is_short), false);
        for target in targets.into_iter().filter(|target| all_short || !is_short(target)) {
            let kind = target.table().kind;
            if kind.keys().iter().any(|known| known.name == key && matches!(known.form, Form::Tables(_))) {
                return Err(Refusal::new(format!("`{key}` is not set as a whole: add, change or remove one of them")));
            }
            let labels = self.labels(&target);
            is_change |= self.set_one(&target, key, value)?;
            if let Some(Value::List(points)) = value.filter(|_| kind == TableKind::Issue && key == ISSUE.scale.name) {
                self.relabel(&target.id, &labels, &points.iter().map(label).collect::<Vec<_>>())?;
            }
        }
        if is_change {
            self.tell_first(first, id.to_owned(), Action::Changed);
        }
        Ok(())
    }

    fn set_one(&mut self, target: &Target, key: &str, value: Option<&Value>) -> Result<bool, Refusal> {
        let doc = self.doc(target.file);
        let edits = match value {
            Some(value) => put(&doc, target.table(), key, value),
            None => take(&doc, target.table(), key),
        };
        let intent = Intent::Set { id: &target.id, passage: target.passage, key, value };
        self.commit(target.file, edits, &intent)
    }

    /// Renames a record wherever it is named, also in earlier outcomes.
    fn rename(&mut self, from: &str, to: &str) -> Result<(), Refusal> {
        if from == to {
            return Ok(());
        }
        check_id(to)?;
        if !self.records(to, None).is_empty() {
            return Err(Refusal::of_id(format!("the id `{to}` is used already")));
        }
        let naming: Vec<String> =
            references(self.docs(), from).into_iter().map(|found| found.record().to_owned()).collect();
        for file in 0..self.texts.len() {
            let edits = renamed_in(&self.doc(file), from, to)?;
            self.commit(file, edits, &Intent::Rename { from, to })?;
        }
        for done in &mut self.done {
            done.rename(from, to);
        }
        match self.renamed.iter_mut().find(|(_, known)| known == from) {
            Some((_, known)) => to.clone_into(known),
            None => self.renamed.push((from.to_owned(), to.to_owned())),
        }
        self.tell(to.to_owned(), Action::Changed);
        naming.into_iter().filter(|id| id != from).for_each(|id| self.tell(id, Action::Changed));
        Ok(())
    }

    /// The labels of an issue's scale; empty without one.
    fn labels(&self, target: &Target) -> Vec<Option<String>> {
        let doc = self.doc(target.file);
        let scale = target.table().pair(ISSUE.scale.name).map(|pair| doc.piece(pair.value.range.clone()));
        let points = scale.and_then(|raw| raw.parse::<toml::Value>().ok());
        let points = points.as_ref().and_then(|points| points.as_array());
        points.map(|points| points.iter().map(|point| label(&Value::from_toml(point))).collect()).unwrap_or_default()
    }

    /// Updates the positions of demands on renamed labels of an issue.
    fn relabel(&mut self, issue: &str, old: &[Option<String>], new: &[Option<String>]) -> Result<(), Refusal> {
        if old.len() != new.len() {
            return Ok(());
        }
        let renamed = old.iter().zip(new).filter(|(old, _)| !new.contains(old));
        let renamed: Vec<(String, String)> =
            renamed.filter_map(|(old, new)| Some((old.clone()?, new.clone()?))).collect();
        for (from, to) in renamed {
            let on_label = |doc: &Doc<'_>, record: &Rec| {
                let says = |key: &str| record.table.text(key, doc.text);
                says(DEMAND.issue.name).as_deref() == Some(issue)
                    && says(DEMAND.position.name).as_deref() == Some(&*from)
            };
            let next = |planner: &Self| {
                planner.docs().find_map(|(file, doc)| {
                    let holding = doc.chunks.iter().filter(|chunk| doc.holds(chunk, issue));
                    let mut records = holding.flat_map(|chunk| doc.records(chunk));
                    let record =
                        records.find(|record| record.table.kind == TableKind::Demand && on_label(&doc, record))?;
                    let id = record.id(doc.text)?;
                    Some(Target { file, record, id, passage: None })
                })
            };
            while let Some(target) = next(self) {
                self.set_one(&target, DEMAND.position.name, Some(&Value::from(to.as_str())))?;
                self.tell(target.id, Action::Changed);
            }
        }
        Ok(())
    }

    fn remove(&mut self, id: &str) -> Result<(), Refusal> {
        let (targets, first) = (self.targets(id)?, self.done.len());
        if targets.iter().all(|target| target.passage.is_none()) {
            self.let_go(id)?;
        }
        // Offsets move with each removal, so find the records again.
        for _ in 0..targets.len() {
            let Some(target) = self.targets(id)?.into_iter().next() else { break };
            let doc = self.doc(target.file);
            let edits = removal(&doc, &target);
            self.commit(target.file, edits, &Intent::Remove { id: &target.id, passage: target.passage })?;
        }
        self.tell_first(first, id.to_owned(), Action::Removed);
        Ok(())
    }

    /// Removes a record from the lists that name it; refused if a demand or passage needs it.
    fn let_go(&mut self, id: &str) -> Result<(), Refusal> {
        let found = references(self.docs(), id);
        let named = found.iter().filter(|found| found.list.is_none()).map(Reference::holder);
        let mut needing: Vec<String> = named.chain(self.resting_on(id)).map(|holder| format!("`{holder}`")).collect();
        needing.dedup();
        if !needing.is_empty() {
            let shown = needing.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
            let more = if needing.len() > 5 { format!(" and {} more", needing.len() - 5) } else { String::new() };
            return Err(Refusal::new(format!("`{id}` is needed by {shown}{more}: change or remove that first")));
        }
        while let Some(found) = references(self.docs(), id).into_iter().next() {
            let rest: Vec<String> = found.list.unwrap_or_default().into_iter().filter(|other| other != id).collect();
            let value = if rest.is_empty() { None } else { Some(Value::from(rest)) };
            self.set_one(&found.holder, found.key, value.as_ref())?;
            self.tell(found.holder.id.clone(), Action::Changed);
        }
        Ok(())
    }
}

fn as_text(value: &Value) -> Option<&str> {
    if let Value::Text(text) = value { Some(text) } else { None }
}

/// The label of a point of a scale.
fn label(point: &Value) -> Option<String> {
    match point {
        Value::Text(label) => Some(label.clone()),
        Value::Table(pairs) => {
            let label = pairs.iter().find(|(key, _)| key == "label").map(|(_, label)| label);
            label.and_then(as_text).map(str::to_owned)
        }
        Value::Bare(_) | Value::List(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::plan;
    use crate::edit::{Change, Record, Value};
    use crate::format::{ACTOR, ARTICLE, DEMAND, ISSUE, PASSAGE, TableKind};

    const MODEL: &str = "# head\nformat = 1\n\n[[articles]]\nid = \"a\"\ntitle = \"A\"\ntext = \"one two three\"\n\n\
        # ==== Actors\n\n[[actors]]\nid = \"x\"\nname = \"X\"\n\n# of y\n[[actors]]\nid = \"y\"  # why\nname = \"Y\"\n\
        member_of = [\"x\"]\n\n[[issues]]\nid = \"i\"\nname = \"I\"\nscale = [\"low\", \"high\"]\n\n\
        # ==== X\n\n[[demands]]\nid = \"x-i\"\nactor = \"x\"\nissue = \"i\"\ntext = \"T\"\nposition = \"low\"\n\n  \
        [[demands.passages]]\n  quote = \"one two\"\n\n# ==== Y\n\n[[demands]]\nid = \"y-i\"\nactor = \"y\"\n\
        issue = \"i\"\ntext = \"U\"\nopposes = [\"x-i\"]\n";

    fn demand(id: &str, actor: &str) -> Record {
        let passage = Record::new(TableKind::Passage).with(PASSAGE.quote, "two three");
        let record =
            Record::new(TableKind::Demand).with(DEMAND.text, "N").with(DEMAND.id, id).with(DEMAND.actor, actor);
        record.with(DEMAND.issue, "i").passage(passage)
    }

    fn set(id: &str, key: &str, value: Option<Value>) -> Change {
        Change::Set { id: id.to_owned(), key: key.to_owned(), value }
    }

    /// The lines that go and come, as a diff shows them.
    fn changed(text: &str, changes: &[Change]) -> String {
        let step = plan(&[text], changes).unwrap();
        let after = step.files.first().map_or(text, |file| &file.after);
        let lines = |line: &&str| line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---");
        let diff = super::super::unified(std::path::Path::new("m"), text, after);
        diff.lines().filter(lines).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_renamed_record_is_reported_once_and_first() {
        let named = |key: &str, value: &str| set("x", key, Some(Value::from(value)));
        let step = plan(&[MODEL], &[named("name", "O"), named("id", "omega")]).unwrap();
        let told: Vec<&str> = step.done.iter().map(|done| &*done.id).collect();
        assert_eq!(told.first(), Some(&"omega"), "{told:?}");
        assert!(told.len() > 1 && !told.contains(&"x"), "{told:?}");
        assert_eq!(told.iter().filter(|id| **id == "omega").count(), 1, "{told:?}");
    }

    #[test]
    fn a_new_record_looks_like_its_neighbours_and_follows_the_last_of_its_actor() {
        let block = "+[[demands]]\n+id = \"n\"\n+actor = \"x\"\n+issue = \"i\"\n+text = \"N\"\n+\n+  [[demands.passages]]\n\
                     +  quote = \"two three\"\n+";
        assert_eq!(changed(MODEL, &[Change::Add(demand("n", "x"))]), block);
        let after = plan(&[MODEL], &[Change::Add(demand("n", "x"))]).unwrap().files.remove(0).after;
        assert!(after.contains("quote = \"two three\"\n\n# ==== Y\n"), "{after}");
        let literal = MODEL.replace('"', "'").replace('\n', "\r\n");
        let step = plan(&[&literal], &[Change::Add(demand("n", "y"))]).unwrap();
        assert!(step.files[0].after.ends_with(
            "\r\n\r\n[[demands]]\r\nid = 'n'\r\nactor = 'y'\r\nissue = 'i'\r\ntext = 'N'\r\n\
            \r\n  [[demands.passages]]\r\n  quote = 'two three'\r\n"
        ));
        let actor = Record::new(TableKind::Actor).with(ACTOR.id, "z").with(ACTOR.name, "Z");
        assert_eq!(changed(MODEL, &[Change::Add(actor)]), "+[[actors]]\n+id = \"z\"\n+name = \"Z\"\n+");
    }

    #[test]
    fn a_file_without_such_tables_takes_them_in_the_order_of_the_format() {
        let actor = || Change::Add(Record::new(TableKind::Actor).with(ACTOR.id, "z").with(ACTOR.name, "Z"));
        let issue = || Change::Add(Record::new(TableKind::Issue).with(ISSUE.id, "j").with(ISSUE.name, "J"));
        let article = || Change::Add(Record::new(TableKind::Article).with(ARTICLE.id, "b").with(ARTICLE.title, "B"));
        for text in ["", "# a comment\n", "format = 1", "title = 'T'\n\n# [[actors]]\n# id = 'q'\n", "actors = []\n"] {
            let after = plan(&[text], &[article(), issue(), actor()]).unwrap().files.remove(0).after;
            let order = ["id = 'b'", "id = 'z'", "id = 'j'"].map(|id| after.replace('"', "'").find(id).unwrap());
            assert!(order.is_sorted() || text.starts_with("actors"), "{after}");
            assert!(text.lines().all(|line| after.contains(line.trim_end_matches(']'))), "{after}");
        }
        assert_eq!(changed("", &[Change::Add(demand("n", "x"))]).lines().count(), 8);
    }

    #[test]
    fn inline_lists_take_inline_tables() {
        let text = "actors = [{ id = 'x', name = 'X' }]\ndemands = [\n  { id = 'd', actor = 'x', passages = [{ quote = 'q' }] },\n]\n";
        let actor = Change::Add(Record::new(TableKind::Actor).with(ACTOR.id, "z").with(ACTOR.name, "Z"));
        let passage = Record::new(TableKind::Passage).with(PASSAGE.quote, "r");
        let more = Change::AddPassage { demand: "d".to_owned(), passage };
        let all = [actor, more, Change::Add(demand("n", "x")), set("n#1", "voice", Some("quoted".into()))];
        let after = plan(&[text], &all).unwrap().files.remove(0).after;
        assert_eq!(
            after,
            "actors = [{ id = 'x', name = 'X' }, { id = 'z', name = 'Z' }]\ndemands = [\n  { id = 'd', actor = 'x', \
             passages = [{ quote = 'q' }, { quote = 'r' }] },\n  { id = 'n', actor = 'x', issue = 'i', text = 'N', passages = \
             [{ quote = 'two three', voice = 'quoted' }] },\n]\n"
        );
    }

    #[test]
    fn a_value_changes_and_nothing_beside_it() {
        for (id, key, value, diff) in [
            (
                "y",
                "id",
                Some("why".into()),
                "-id = \"y\"  # why\n+id = \"why\"  # why\n-actor = \"y\"\n+actor = \"why\"",
            ),
            ("x", "role", Some("R".into()), "+role = \"R\""),
            ("y", "name", Some("It's".into()), "-name = \"Y\"\n+name = \"It's\""),
            ("x-i", "kind", Some("offer".into()), "+kind = \"offer\""),
            ("x-i#1", "article", Some("a".into()), "+  article = \"a\""),
            ("y-i", "opposes", None, "-opposes = [\"x-i\"]"),
            ("y-i", "salience", Some(Value::Bare("0.9".to_owned())), "+salience = 0.9"),
            ("y-i", "text", Some("U".into()), ""),
            (
                "i",
                "scale",
                Some(vec!["lowest".to_owned(), "high".to_owned()].into()),
                "-scale = [\"low\", \"high\"]\n+scale = [\"lowest\", \"high\"]\n-position = \"low\"\n+position = \"lowest\"",
            ),
        ] {
            assert_eq!(changed(MODEL, &[set(id, key, value)]), diff, "{id} {key}");
        }
    }

    #[test]
    fn what_goes_leaves_no_reference_and_what_is_needed_stays() {
        let remove = |id: &str| Change::Remove { id: id.to_owned() };
        assert_eq!(changed(MODEL, &[remove("x-i#1")]), "-  [[demands.passages]]\n-  quote = \"one two\"\n-");
        let gone = "-[[demands]]\n-id = \"x-i\"\n-actor = \"x\"\n-issue = \"i\"\n-text = \"T\"\n-position = \"low\"\n-\n-  \
                    [[demands.passages]]\n-  quote = \"one two\"\n-\n-opposes = [\"x-i\"]";
        assert_eq!(changed(MODEL, &[remove("x-i")]), gone);
        let said = |id: &str| plan(&[MODEL], &[remove(id)]).unwrap_err().sentence;
        assert_eq!(said("y"), "`y` is needed by `y-i`: change or remove that first");
        assert_eq!(said("i"), "`i` is needed by `x-i`, `y-i`: change or remove that first");
        assert_eq!(said("q"), "there is no record or passage `q`");
        let both = [remove("y-i"), remove("y")];
        let after = plan(&[MODEL], &both).unwrap().files.remove(0).after;
        assert!(!after.contains("# of y") && after.contains("# ==== Y"), "{after}");
        let broken = MODEL.replace("text = \"U\"", "text = U U");
        let said = plan(&[&broken], &[remove("y-i")]).unwrap_err().sentence;
        assert_eq!(said, "the table on line 40 is not valid TOML; fix it first");
        assert!(
            plan(&[&broken], &[set("x-i", "note", Some("N".into()))]).is_ok(),
            "a mistake elsewhere does not get in the way"
        );
    }
}
