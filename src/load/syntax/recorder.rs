//! Records values into tables and checks them against the format, whichever path read them.

use std::ops::Range;

use super::problems::{Problem, Problems};
use crate::diagnose::codes;
use crate::format::{Form, Key, POINT, TableKind};
use crate::load::report::At;
use crate::load::tables::{CellKind, Values};

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    String,
    Integer,
    Float,
    Boolean,
    Date,
    List,
    Table,
}

impl Shape {
    fn word(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Integer => "an integer",
            Self::Float => "a number with a fraction",
            Self::Boolean => "true or false",
            Self::Date => "a date",
            Self::List => "a list",
            Self::Table => "a table",
        }
    }
}

/// A key whose value, or an entry of whose list, is being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    key: &'static Key,
    index: u8,
    is_entry: bool,
}

impl Wanted {
    /// An entry of the list that the value is.
    pub(super) fn entry(self) -> Self {
        Self { is_entry: true, ..self }
    }

    pub(super) fn may_be_list(self) -> bool {
        self.key.form.is_list() && !self.is_entry
    }

    /// Whether it may be a table in braces.
    pub(super) fn may_be_table(self) -> bool {
        self.is_entry && matches!(self.key.form, Form::Tables(_) | Form::Points)
    }

    /// One bit for each key of a table.
    pub(super) fn bit(self) -> u32 {
        1 << self.index
    }
}

/// How to treat the content of a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Inside {
    /// Skip it, if there is any.
    Nothing,
    /// Each entry of the list is a value.
    Entries,
    /// The keys are those of a table of the format.
    Table(Opened),
    /// The keys are `at` and `label`.
    Point(Opened),
}

/// A table being recorded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opened {
    pub(super) kind: TableKind,
    place: usize,
    /// Whether all of it is valid: a point of a scale is taken whole or not at all.
    pub(super) is_right: bool,
}

/// Records the values of chunks.
pub(super) struct Recorder<'r> {
    pub(super) values: &'r mut Values,
    pub(super) problems: &'r mut Problems,
    /// The start of the chunk.
    pub(super) base: At,
}

impl Recorder<'_> {
    /// The key called `name` of a table; reports it if there is none.
    pub(super) fn key(&mut self, table: TableKind, name: &str, range: &Range<usize>) -> Option<Wanted> {
        let Some(index) = table.keys().iter().position(|key| key.name == name) else {
            let at = self.base.within(range);
            if let Some(near) = self.problems.unknown_key(name, at, table) {
                self.values.push(near, CellKind::Spoilt, at);
            }
            return None;
        };
        let key = &table.keys()[index];
        Some(Wanted {
            key,
            index: u8::try_from(index).unwrap_or_else(|_| unreachable!("tables are small")),
            is_entry: false,
        })
    }

    /// Records a value; returns how to treat its content.
    pub(super) fn take(&mut self, wanted: Wanted, shape: Shape, range: &Range<usize>) -> Inside {
        let (key, at) = (wanted.key, self.base.within(range));
        match (key.form, shape) {
            (Form::Tables(kind), Shape::Table) => {
                if !wanted.is_entry {
                    let message = format!("`{}` is a list of tables, and this is a single table", key.name);
                    let help = match key.table.strip_suffix("]]") {
                        Some(table) => format!(
                            "put it in square brackets, `{0} = [{{ … }}]`, or write it under the header `{table}.{0}]]`",
                            key.name
                        ),
                        None => format!("write the header with double brackets, `[[{}]]`", key.name),
                    };
                    self.problems.push(Problem { code: &codes::MISPLACED_TABLE, at, message, help: Some(help) });
                }
                Inside::Table(Opened { kind, place: self.values.open(wanted.index, at), is_right: true })
            }
            (Form::Points, Shape::Table) if wanted.is_entry => {
                let place = self.values.open(wanted.index, at);
                Inside::Point(Opened { kind: TableKind::Top, place, is_right: true })
            }
            (_, Shape::List) if wanted.may_be_list() => Inside::Entries,
            (form, shape) => {
                match cell_kind(form, shape).filter(|_| form.is_list() == wanted.is_entry) {
                    Some(kind) => self.values.push(wanted.index, kind, at),
                    None => self.wrong_type(wanted, shape, at),
                }
                Inside::Nothing
            }
        }
    }

    /// Records a value of a point; returns whether it is valid.
    pub(super) fn take_of_point(&mut self, name: &str, shape: Shape, range: &Range<usize>) -> bool {
        let Some((field, form)) = POINT.iter().find(|(field, _)| field.name == name) else { return false };
        let kind = cell_kind(*form, shape);
        if let Some(kind) = kind {
            self.values.push(field.index, kind, self.base.within(range));
        }
        kind.is_some()
    }

    /// Closes a table.
    pub(super) fn close(&mut self, table: Opened) {
        self.values.close(table.place);
    }

    /// Closes a table in braces at `range`.
    pub(super) fn close_braces(&mut self, table: Opened, range: &Range<usize>) {
        self.values.place(table.place, self.base.within(range));
        self.close(table);
    }

    /// Closes a point of a scale, or drops it if it is invalid.
    pub(super) fn close_point(&mut self, wanted: Wanted, point: Opened, range: &Range<usize>) {
        self.close_braces(point, range);
        if !point.is_right || self.values.cells.len() - point.place != 1 + POINT.len() {
            self.values.cells.truncate(point.place);
            self.wrong_type(wanted, Shape::Table, self.base.within(range));
        }
    }

    fn wrong_type(&mut self, wanted: Wanted, shape: Shape, at: At) {
        let Wanted { key, index, is_entry } = wanted;
        let name = if is_entry { format!("each of `{}`", key.name) } else { format!("`{}`", key.name) };
        let expected = match key.form {
            form if form.is_list() && !is_entry => "a list",
            Form::Text | Form::Texts => "a string",
            Form::Number => "a number",
            Form::Label => "a label or a number",
            Form::Points => "a label, or `{ at = NUMBER, label = \"…\" }`",
            Form::Date => "a date, such as 2025-08-15, \"2025-08\" or \"2025\"",
            Form::Tables(_) => "a table",
        };
        let is_texts = key.form.is_list() && !matches!(key.form, Form::Tables(_));
        let help = (is_texts && !is_entry).then(|| "put it in square brackets".to_owned());
        let message = format!("{name} must be {expected}, not {}", shape.word());
        self.problems.push(Problem { code: &codes::WRONG_TYPE, at, message, help });
        if !key.form.is_list() {
            self.values.push(index, CellKind::Spoilt, at);
        }
    }
}

/// How to keep a value, or an entry of a list; `None` if the form does not allow it.
fn cell_kind(form: Form, shape: Shape) -> Option<CellKind> {
    match (form, shape) {
        (Form::Text | Form::Texts | Form::Label | Form::Date | Form::Points, Shape::String) => Some(CellKind::Text),
        (Form::Number | Form::Label, Shape::Integer | Shape::Float) => Some(CellKind::Number),
        (Form::Date, Shape::Date) => Some(CellKind::Date),
        _ => None,
    }
}
