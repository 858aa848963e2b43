//! The last line.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::drawing::Drawing;
use super::edge::{self, Focus, Title};
use super::paint::{Canvas, Pen, row};
use super::theme::Theme;
use crate::app::command::{Command, Copied, Direction};
use crate::app::key::{Code, Key, Sequence, written};
use crate::app::keymap::Context;
use crate::app::layout::{self, Edge, Frame, Shape};
use crate::app::overlay::Overlay;
use crate::app::place::Mode;
use crate::app::prompt::{Prompt, Purpose};
use crate::app::{App, Glyphs};
use crate::search::fields;
use crate::text::{clip, width, wrap};

/// Draws the last line: a notice, a line being typed, or key hints and the place of the cursor.
pub fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let area = layout::footer(app.size);
    canvas.wipe(area);
    if let Some(Overlay::Prompt(prompt)) = &app.location.overlay {
        line(app, prompt, canvas);
        return;
    }
    if let Some(notice) = &app.notice {
        told(notice, area, theme.warn, canvas);
        return;
    }
    let pen = canvas.pen(area, 0).put(" ", theme.text);
    if !app.pending.is_empty() {
        let _ = pen.put(&format!("{} …", written(&app.pending)), theme.accent);
        if app.shows_rest {
            rest(app, canvas);
        }
        return;
    }
    let crumb = match &app.location.overlay {
        None if layout::shape(app.size) != Shape::Single => app.screen().crumbs(app),
        None | Some(_) => String::new(),
    };
    hints(app, pen, &crumb, theme);
}

/// The line being typed; above it a notice, a mistake in the query, completions, or the fields there are.
fn line(app: &App, prompt: &Prompt, canvas: &mut Canvas<'_>) {
    let (theme, area) = (canvas.theme, layout::footer(app.size));
    let label = match prompt.purpose {
        Purpose::Filter => "filter ",
        Purpose::Fields => "demands ",
        Purpose::AddActor => "add actor ",
        Purpose::Set => "name of the set ",
        Purpose::Search { .. } => "search ",
    };
    let pen = canvas.pen(area, 0).put(" ", theme.text).put(label, theme.dim);
    let mut pen = super::overlay::typed(pen, &prompt.field, theme).put(" ", theme.dim);
    let keeps = match prompt.purpose {
        Purpose::AddActor => "adds the first",
        Purpose::Set => "keeps or calls it",
        Purpose::Filter | Purpose::Fields | Purpose::Search { .. } => "keeps it",
    };
    for tip in [(Command::Open, keeps), (Command::Cancel, "drops it")] {
        let tip = app.keymap.tips(Context::Typing, &[tip]);
        if width(&tip) + 2 <= pen.room() {
            pen = pen.put("  ", theme.dim).put(&tip, theme.dim);
        }
    }
    let above = Rect { y: area.y.saturating_sub(1), ..area };
    if let Some(said) = app.notice.as_ref().or(prompt.mistake.as_ref().filter(|_| prompt.completer.offered.is_none())) {
        told(said, above, theme.warn, canvas);
    } else if prompt.completer.offered.is_some() {
        canvas.wipe(above);
        let _ = super::overlay::candidates(canvas.pen(above, 0), app, &prompt.completer);
    } else if let Some(offered) = offered(app, prompt.purpose) {
        told(&offered, above, theme.dim, canvas);
    } else if prompt.purpose == Purpose::Fields {
        told(
            &format!(
                "words, or fields: {}:",
                fields()
                    .filter_map(|field| field.typed.split_once(':'))
                    .map(|(name, _)| name)
                    .collect::<Vec<_>>()
                    .join(": ")
            ),
            above,
            theme.dim,
            canvas,
        );
    }
}

/// The actors that may be added, or the existing sets.
fn offered(app: &App, purpose: Purpose) -> Option<String> {
    match purpose {
        Purpose::AddActor => {
            let names: Vec<&str> = app.compare()?.offered.iter().map(|id| app.model().actor_name(*id)).collect();
            Some(if names.is_empty() { "no other actor is called so".to_owned() } else { names.join(" · ") })
        }
        Purpose::Set if app.sets.is_empty() => Some("Enter keeps these actors under the name typed".to_owned()),
        Purpose::Set => {
            let sets: Vec<String> = app.sets.iter().map(|(name, keys)| format!("{name} ({})", keys.len())).collect();
            Some(format!("sets: {}", sets.join(" · ")))
        }
        Purpose::Filter | Purpose::Fields | Purpose::Search { .. } => None,
    }
}

/// Writes a sentence that ends in the row `last`, using as many rows above as needed.
fn told(sentence: &str, last: Rect, style: Style, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let rows = wrap(sentence, usize::from(last.width.saturating_sub(2)).max(1));
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).min(last.y + 1);
    let area = Rect { y: last.y + 1 - height, height, ..last };
    canvas.wipe(area);
    for (at, span) in (0..height).zip(rows) {
        let _ = canvas.pen(row(area, at), 0).put(" ", theme.text).put(span.of(sentence).trim_end(), style);
    }
}

/// Shows above the last line how the pressed keys may continue.
fn rest(app: &App, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let rest = app.keymap.continuations(app.context(), &app.pending);
    let lines: Vec<(String, &str)> = rest.iter().map(|(keys, command)| (written(keys), command.help())).collect();
    let (columns, rows) = (app.size.0, app.size.1.saturating_sub(1));
    let cells = lines.iter().map(|(keys, help)| width(keys) + width(help) + 3).max().unwrap_or(0) + 2;
    let outer = Rect {
        width: u16::try_from(cells).unwrap_or(columns).min(columns),
        height: u16::try_from(lines.len() + 2).unwrap_or(rows).min(rows),
        ..Rect::ZERO
    };
    let frame = Frame::new(Rect { y: rows - outer.height, ..outer }, Edge::Boxed);
    canvas.wipe(frame.outer);
    edge::draw(canvas, frame, Title { left: &format!("{} …", written(&app.pending)), right: "", focus: Focus::Here });
    for (at, (keys, help)) in (0..frame.inner.height).zip(&lines) {
        let pen = canvas.pen(row(frame.inner, at), 0).put(" ", theme.text).put(keys, theme.accent);
        let _ = pen.put(" ", theme.text).put(help, theme.text);
    }
}

/// A word of the footer, and the commands whose keys precede it.
struct Hint {
    /// Its context.
    context: Context,
    commands: &'static [Command],
    /// The separator between the keys.
    between: &'static str,
    word: &'static str,
}

const fn hint(context: Context, commands: &'static [Command], word: &'static str) -> Hint {
    Hint { context, commands, between: "/", word }
}

use Command as C;
use Context::{
    Anywhere, Browse, Card, Compare, Find, Findings, Form, Groups, Pick, Preview, Reader, Repairs, Themes, Typing,
};
use Direction::{Next, Previous};

/// The hints in order; those at the end are dropped if they do not fit. Help follows them all.
const HINTS: &[Hint] = &[
    hint(Card, &[C::Open], "go"),
    hint(Card, &[C::Cancel], "close"),
    hint(Findings, &[C::Edit], "edit"),
    hint(Findings, &[C::Repair], "repair"),
    hint(Repairs, &[C::Open], "write"),
    hint(Repairs, &[C::Cancel], "close"),
    hint(Themes, &[C::Open], "take"),
    hint(Themes, &[C::Cancel], "as before"),
    hint(Preview, &[C::Open], "write"),
    hint(Preview, &[C::Cancel], "back"),
    hint(Preview, &[C::Copy(Copied::Toml)], "copy"),
    hint(Preview, &[C::Step(Previous), C::Step(Next)], "scroll"),
    hint(Anywhere, &[C::Step(Next), C::Step(Previous)], "move"),
    hint(Browse, &[C::PaneBeside(Previous), C::PaneBeside(Next)], "pane"),
    hint(Browse, &[C::Open], "open"),
    hint(Groups, &[C::Open], "why"),
    hint(Groups, &[C::Measure], "measure"),
    hint(Groups, &[C::Conflict(Previous), C::Conflict(Next)], "nearest").between(" "),
    hint(Compare, FACES, "faces").between(""),
    hint(Compare, &[C::Column(Previous), C::Step(Next), C::Step(Previous), C::Column(Next)], "cell").between(""),
    hint(Compare, &[C::Conflict(Previous), C::Conflict(Next)], "conflict").between(" "),
    hint(Reader, &[C::Passage(Previous), C::Passage(Next)], "passage").between(" "),
    hint(Reader, &[C::Select], "select"),
    hint(Reader, &[C::Add], "add"),
    hint(Form, &[C::Complete(Next)], "take"),
    hint(Form, &[C::Open], "preview"),
    hint(Form, &[C::Cancel], "leave"),
    hint(Typing, &[C::Step(Previous), C::Step(Next)], "move"),
    hint(Form, &[C::Page(Previous), C::Page(Next)], "page"),
    hint(Browse, &[C::Compare], "compare"),
    hint(Groups, &[C::Cut(Previous), C::Cut(Next)], "groups").between(" "),
    hint(Compare, &[C::Shift(Next)], "moved"),
    hint(Compare, &[C::Differences], "differences"),
    hint(Compare, &[C::Base], "base"),
    hint(Compare, &[C::Transpose], "transpose"),
    hint(Compare, &[C::Blocs], "blocs"),
    hint(Browse, &[C::Filter], "filter"),
    hint(Compare, &[C::Order], "order"),
    hint(Compare, &[C::AddActor, C::DropActor], "actor").between(" "),
    hint(Compare, &[C::Filter], "filter"),
    hint(Reader, &[C::Search], "search"),
    hint(Anywhere, &[C::Find], "find"),
    hint(Pick, &[C::Choose], "choose"),
    hint(Pick, &[C::Open], "print"),
    hint(Find, &[C::Scope], "scope"),
    hint(Browse, &[C::Read], "read"),
    hint(Browse, &[C::BrowseByNext], "by"),
    hint(Compare, &[C::Open], "passages"),
    hint(Compare, &[C::Read], "read"),
    hint(Reader, &[C::GoToDemand], "demand"),
    hint(Anywhere, &[C::Card], "card"),
    hint(Anywhere, COPIES, COPY),
    hint(Anywhere, &[C::History(Previous), C::History(Next)], "back"),
    hint(Typing, &[C::Open], "go"),
    hint(Find, &[C::Preview], "preview"),
    hint(Typing, &[C::Cancel], "close"),
];

/// In the order of their keys.
const FACES: &[Command] = &[
    C::Show(Mode::Matrix),
    C::Show(Mode::Spectrum),
    C::Show(Mode::Groups),
    C::Show(Mode::Timeline),
    C::Show(Mode::Ground),
];

/// A crumb cut to fewer cells would be useless.
const LEAST_CRUMB: usize = 20;

/// The word of [`COPIES`].
const COPY: &str = "copy";

/// Their keys share a prefix, which is shown alone.
const COPIES: &[Command] = &[
    C::Copy(Copied::Citation),
    C::Copy(Copied::Quote),
    C::Copy(Copied::Id),
    C::Copy(Copied::Place),
    C::Copy(Copied::Markdown),
    C::Copy(Copied::Toml),
];

impl Hint {
    const fn between(self, between: &'static str) -> Self {
        Self { between, ..self }
    }

    /// The current keys of the commands, or only their common prefix. Empty if nothing is bound.
    fn keys(&self, app: &App) -> String {
        let foremost = |command: &Command| app.keymap.keys_of(app.context(), *command).next();
        let keys: Vec<&Sequence> = self.commands.iter().filter_map(foremost).collect();
        if let [first, rest @ ..] = keys.as_slice()
            && let ([key, _, ..], [_, ..]) = (first.keys(), rest)
            && rest.iter().all(|other| other.keys().first() == Some(key))
        {
            return symbol(app, *key);
        }
        let shown = |keys: &&Sequence| keys.keys().iter().map(|key| symbol(app, *key)).collect::<String>();
        keys.iter().map(shown).collect::<Vec<_>>().join(self.between)
    }
}

/// The shortest form of a key.
fn symbol(app: &App, key: Key) -> String {
    match key {
        _ if app.glyphs == Glyphs::Ascii && !key.ctrl => key.to_string(),
        Key { code: Code::Enter, ctrl: false, alt: false } => "⏎".to_owned(),
        Key { code: Code::Up, ctrl: false, alt: false } => "↑".to_owned(),
        Key { code: Code::Down, ctrl: false, alt: false } => "↓".to_owned(),
        Key { code: Code::Char(c), ctrl: true, alt: false } => format!("^{}", c.to_ascii_uppercase()),
        other => other.to_string(),
    }
}

/// Writes the hints of the current context, as many as fit, and `crumb` at the right if there is room.
fn hints(app: &App, pen: Pen<'_>, crumb: &str, theme: &Theme) {
    let stack = app.context().stack();
    let mut here: Vec<&Hint> = Vec::new();
    for hint in HINTS.iter().filter(|hint| stack.contains(&hint.context)) {
        // An inner context may have its own word for the same commands.
        if !here.iter().any(|other| other.commands == hint.commands) {
            here.push(hint);
        }
    }
    let hints = here.into_iter().map(|hint| (hint.keys(app), hint.word));
    let hints: Vec<(String, &str)> = hints.filter(|(keys, _)| !keys.is_empty()).collect();
    // These are never dropped.
    let tip = |command, word| app.keymap.tips(app.context(), &[(command, word)]);
    let mut always = vec![tip(Command::Palette, "commands"), tip(Command::Help, "help")];
    if layout::shape(app.size) == Shape::Single && always.iter().all(|hint| !hint.is_empty()) {
        always = vec![always.concat().replace(" commands", "/")];
    }
    let reserve = always.iter().filter(|hint| !hint.is_empty()).map(|hint| width(hint) + 2).sum::<usize>();
    let cells = |(keys, word): &(String, &str)| width(keys) + width(word) + 3;
    let needed = hints.iter().map(cells).sum::<usize>() + reserve;
    // On a wide screen a crumb is cut rather than dropped, and replaces the hints after the copies.
    let behind = hints.iter().skip_while(|(_, word)| *word != COPY).skip(1).map(cells).sum::<usize>();
    let is_wide = layout::shape(app.size) == Shape::Wide;
    let kept = if is_wide { needed - behind } else { needed };
    let room = pen.room().saturating_sub(kept + 1).min(width(crumb));
    let mut pen = if is_wide && room >= LEAST_CRUMB || room == width(crumb) {
        pen.right(" ", theme.text).right(clip(crumb, room).as_str(), theme.dim)
    } else {
        pen
    };
    for hint in &hints {
        if cells(hint) + reserve > pen.room() {
            break;
        }
        let (keys, word) = hint;
        pen = pen.put(keys, theme.accent).put(" ", theme.text).put(word, theme.dim).put("  ", theme.text);
    }
    for (keys, word) in always.iter().filter_map(|hint| hint.split_once(' ')) {
        pen = pen.put(keys, theme.accent).put(" ", theme.text).put(word, theme.dim).put("  ", theme.text);
    }
}
