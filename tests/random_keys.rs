//! Random keys, sizes and news on every view: nothing breaks, and every frame is what a frame has to be.
//!
//! `DEMARCHE_TEST_KEYS=10000000 cargo test --release --test random_keys` presses ten million keys; `DEMARCHE_TEST_SEED`
//! begins elsewhere. A session that fails is said with its seed and with as few of its events as still fail.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

mod random;
#[allow(dead_code, reason = "other tests need the rest of it")]
mod screen;

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fs, thread};

use demarche::app::command::Direction;
use demarche::app::keymap::Keymap;
use demarche::app::overlay::Typed;
use demarche::app::place::Mode;
use demarche::app::{
    self, App, Code, Effect, Key, Live, Message, Mouse, Options, Settings, Snapshot, ThemeName, Touch, WriteReply,
};
use demarche::edit::{Action, Done};
use demarche::load::{self, Progress, Stage, load_str};

use random::{Random, fewest, number};
use screen::{assert_cursors_are_valid, draw};

/// So many keys are pressed where nobody asks for more.
const KEYS: u64 = 200_000;
/// Events of one session.
const EVENTS: usize = 400;
/// More places than this are never kept.
const MOST_PLACES: usize = 202;

/// Something that happens to the program. Plain data, so that a session can be repeated without some of it.
#[derive(Debug, Clone)]
enum Event {
    Key(Key),
    Paste(&'static str),
    Resize(u16, u16),
    Mouse(Mouse),
    /// The model of this number was read.
    Loaded(usize),
    /// As much of it is there so far.
    Part(usize),
    Unread,
    Progress(Stage, u64),
    Live(Live),
    Notice,
    /// The oldest search that has no answer yet gets one.
    Answer,
    /// A search that was answered, or is not the newest, is answered once more.
    Stale,
    /// The oldest change that was asked for is made, and the model is then that of this number; or it is refused.
    Written(Option<usize>),
}

/// A beginning and what happens then.
#[derive(Debug, Clone)]
struct Session {
    model: usize,
    size: (u16, u16),
    /// Whether it begins without its model.
    waits: bool,
    /// Whether every search is left to the outside.
    is_large: bool,
    theme: ThemeName,
    events: Vec<Event>,
}

/// Keys that lead to every view and overlay.
const VIEWS: &[&str] = &[
    "",
    "b l",
    "b b l l",
    "l z",
    "/ e",
    "l l r",
    "l l r / e",
    "l l r v w",
    "c",
    "c 2",
    "c 3",
    "c 3 m ] N",
    "c 4",
    "c 4 \\ j",
    "c 5",
    "Space j j Space c 4",
    "c \\",
    "c d",
    "c M",
    "c z",
    "f",
    "f s a n",
    "?",
    ": z o",
    "!",
    "i",
    "l l r i",
    "&",
    "g",
    "Space j Space c 2",
];

const PASTES: &[&str] = &[
    "",
    "sanctions",
    "actor:putin is:passage",
    "\u{1b}[201~:quit\r",
    "a\u{202e}b\0\r\n\t",
    "é\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "👩\u{200d}👩\u{200d}👧🏴\u{e0067}\u{e007f}",
    "184467440737095516150",
    "\"unclosed ^' :",
    "欧盟提议 שלום السلام",
];

/// Letters that are typed where no key is meant.
const LETTERS: &str = "aeionrst AEZ0123456789.:/\"'^!#-_&é漢ש\u{301}\u{200b}";

const CODES: &[Code] = &[
    Code::Enter,
    Code::Esc,
    Code::Tab,
    Code::BackTab,
    Code::Backspace,
    Code::Delete,
    Code::Up,
    Code::Down,
    Code::Left,
    Code::Right,
    Code::Home,
    Code::End,
    Code::PageUp,
    Code::PageDown,
    Code::F(1),
    Code::F(12),
];

/// Models as different as can be: the example, those of the tests, none, one of many records and one of awkward words.
fn models() -> Vec<Snapshot> {
    let at = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models").join(name).with_extension("toml");
        load_str(&[("m.toml", &fs::read_to_string(path).unwrap())], &[])
    };
    let loaded = [
        load::example(),
        at("states"),
        at("overlaps"),
        at("broken"),
        at("empty"),
        load_str(&[("m.toml", &many())], &[]),
        load_str(&[("m.toml", AWKWARD)], &[]),
        load_str(&[("m.toml", "x = [[[[[[[[[[[[[[[[[[[")], &[]),
    ];
    // What makes them searchable is made once, and shared by all sessions.
    loaded.into_iter().map(|loaded| Snapshot::from(Arc::new(loaded))).collect()
}

/// Many of everything, with blocs, moves, scales and one article that is quoted line by line.
fn many() -> String {
    let mut out = String::from("title = 'Many'\n[[articles]]\nid = 't'\ntitle = 'T'\ntext = '''\n");
    for n in 0..120 {
        writeln!(out, "Line {n} says that delegation {n} wants item {n}, as Name {} told us.", n % 40).unwrap();
    }
    out += "'''\n[[actors]]\nid = 'bloc'\nname = 'The bloc'\nkind = 'bloc'\n";
    for n in 0..40 {
        let member = if n % 3 == 0 { "member_of = ['bloc']\n" } else { "" };
        write!(out, "[[actors]]\nid = 'a{n}'\nname = 'Name {n}'\naliases = ['Alias {n}']\n{member}").unwrap();
        write!(out, "[[issues]]\nid = 'i{n}'\nname = 'Issue {n}'\ngroup = 'Group {}'\n", n / 7).unwrap();
        out += "scale = ['none', 'some', { at = 0.8, label = 'most' }, 'all']\n";
    }
    for n in 0..120 {
        let (actor, issue) = (n % 40, (n / 3) % 40);
        let place = ["'none'", "'some'", "0.5", "'all'"][n % 4];
        write!(out, "[[demands]]\nid = 'd{n}'\nactor = 'a{actor}'\nissue = 'i{issue}'\ntext = 'Wish {n}'\n").unwrap();
        writeln!(out, "position = {place}\nsalience = 0.{}", n % 10).unwrap();
        if n >= 40 && n % 5 == 0 {
            write!(out, "opposes = ['d{}']\nin_exchange_for = ['d{}']\n", n - 40, n - 1).unwrap();
        }
        writeln!(out, "passages = [{{ quote = 'delegation {n} wants item {n},' }}]").unwrap();
    }
    out
}

const AWKWARD: &str = "title = \"\\u001b]0;x\\u0007\\u202e\"\n[[articles]]\nid = 't'\ntitle = \"\\u0301t\"\n\
    text = \"Zero\\u200bwidth \\u05e9\\u05dc\\u05d5\\u05dd e\\u0301\\u0301\\u0301\\u0301\\u0301\\u0301 \\u6f22\\u5b57\\r\\n\\t\\u0000end\\nlast\"\n\
    [[actors]]\nid = 'a'\nname = \"\\u202eA\\u0000\"\naliases = [\"\\u200b\", \"\\u6f22\"]\n[[actors]]\nid = 'b'\nname = ''\n\
    [[issues]]\nid = 'i'\nname = \"\\u001b[2J\"\nscale = [\"\\u0007\", \"\\u6f22\\u5b57\"]\n\
    [[demands]]\nid = 'd'\nactor = 'a'\nissue = 'i'\ntext = \"\\t\\r\\n\\u2028\"\nposition = \"\\u0007\"\n\
    passages = [{ quote = \"\\u6f22\\u5b57\" }, { quote = 'e' }]\n\
    [[demands]]\nid = 'e'\nactor = 'b'\nissue = 'i'\ntext = 'E'\nposition = \"\\u6f22\\u5b57\"\n";

fn parsed(keys: &str) -> impl Iterator<Item = Event> {
    keys.split_whitespace().map(|name| Event::Key(Key::parse(name).unwrap()))
}

fn size(random: &mut Random) -> (u16, u16) {
    let one = |random: &mut Random, most: usize| u16::try_from(random.below(most)).unwrap();
    match random.below(12) {
        0 => *random.pick(&[(0, 0), (80, 0), (0, 24), (1, 1), (2, 1), (20, 5), (39, 8), (40, 7), (65_535, 1)]),
        1 => (160, 48),
        2..=4 => (80, 24),
        5..=7 => (one(random, 60), one(random, 16)),
        _ => (40 + one(random, 90), 8 + one(random, 28)),
    }
}

fn mouse(random: &mut Random) -> Mouse {
    let at = if random.one_in(20) {
        *random.pick(&[(u16::MAX, u16::MAX), (0, u16::MAX), (u16::MAX, 0)])
    } else {
        (u16::try_from(random.below(130)).unwrap(), u16::try_from(random.below(40)).unwrap())
    };
    let what =
        *random.pick(&[Touch::Click, Touch::Drag, Touch::Wheel(Direction::Next), Touch::Wheel(Direction::Previous)]);
    Mouse { at, what }
}

/// A few events: most are keys that mean something.
fn next(random: &mut Random, models: usize) -> Vec<Event> {
    let news = match random.below(100) {
        0..=1 => Event::Loaded(random.below(models)),
        2 => Event::Part(random.below(models)),
        3 if random.one_in(4) => Event::Unread,
        3 => Event::Progress(
            *random.pick(&[Stage::Reading, Stage::Articles, Stage::Quotes, Stage::Index]),
            random.next() >> 32,
        ),
        4 => Event::Live(*random.pick(&[Live::No, Live::Yes])),
        5 => Event::Notice,
        6..=8 => Event::Mouse(mouse(random)),
        9..=10 => {
            let size = size(random);
            Event::Resize(size.0, size.1)
        }
        11 => Event::Paste(random.pick::<&str>(PASTES)),
        12..=14 => Event::Answer,
        15 => Event::Written(if random.one_in(4) { None } else { Some(random.below(models)) }),
        16 => Event::Stale,
        17..=32 => {
            let letters: Vec<char> = LETTERS.chars().collect();
            Event::Key(Key { ctrl: random.one_in(12), alt: random.one_in(20), ..Key::char(*random.pick(&letters)) })
        }
        33..=40 => {
            Event::Key(Key { ctrl: random.one_in(12), alt: random.one_in(12), ..Key::plain(*random.pick(CODES)) })
        }
        _ => {
            let keymap = Keymap::default();
            return random.pick(keymap.bindings()).keys.keys().iter().copied().map(Event::Key).collect();
        }
    };
    vec![news]
}

impl Session {
    fn random(seed: u64, models: usize) -> Self {
        let mut random = Random::new(seed);
        let mut session = Self {
            model: random.below(models),
            size: size(&mut random),
            waits: random.one_in(3),
            is_large: random.one_in(4),
            theme: *random.pick(&[ThemeName::Auto, ThemeName::Dark, ThemeName::Light, ThemeName::Mono]),
            events: parsed(random.pick::<&str>(VIEWS)).collect(),
        };
        while session.events.len() < EVENTS {
            if random.one_in(60) {
                session.events.extend(parsed(random.pick::<&str>(VIEWS)));
            }
            session.events.extend(next(&mut random, models));
        }
        session
    }

    /// Lives through the session; panics where something is not as it has to be.
    fn run(&self, models: &[Snapshot]) {
        let options = Options { settings: Settings { theme: self.theme, ..Settings::default() }, ..Options::default() };
        let mut app = if self.waits {
            App::waiting(&options, self.size)
        } else {
            App::new(models[self.model].clone(), &options, self.size)
        };
        if self.is_large {
            app.at_once = 0;
        }
        let mut outside = Outside::default();
        for (number, event) in self.events.iter().enumerate() {
            outside.take(&mut app, event, models);
            assert_sound(&app);
            // A frame for every key would be most of the time.
            if number % 8 == 0 || matches!(event, Event::Resize(..) | Event::Loaded(_) | Event::Part(_)) {
                draw(&app);
            }
        }
        draw(&app);
        assert_that_it_can_be_left(&mut app);
    }
}

/// What lies outside of the state: searches that were asked for.
#[derive(Default)]
struct Outside {
    asked: Vec<(demarche::app::lookup::SearchRequest, Snapshot)>,
    answered: Vec<(demarche::app::lookup::SearchRequest, Snapshot)>,
    /// Of each change that was asked for, whether it is only looked at.
    changes: Vec<bool>,
}

impl Outside {
    fn take(&mut self, app: &mut App, event: &Event, models: &[Snapshot]) {
        let reading = |number: usize| models[number].clone();
        // Only the first reading tells how far it is, and what there is so far.
        let is_late = app.progress().is_none();
        let effect = match event {
            Event::Part(_) | Event::Progress(..) if is_late => None,
            Event::Key(key) => app::press(app, *key),
            Event::Paste(text) => app::update(app, Message::Paste((*text).to_owned())),
            Event::Resize(columns, rows) => app::update(app, Message::Resize(*columns, *rows)),
            Event::Mouse(mouse) => app::update(app, Message::Mouse(*mouse)),
            Event::Loaded(number) => app::update(app, Message::Loaded(reading(*number))),
            Event::Part(number) => app::update(app, Message::Part(reading(*number))),
            Event::Unread => app::update(app, Message::Unread("the file is\u{1b} gone".to_owned())),
            Event::Progress(stage, done) => {
                let progress = Progress { stage: *stage, done: *done, of: 1 << 31, articles: 7, demands: 70 };
                app::update(app, Message::Progress(progress))
            }
            Event::Live(live) => app::update(app, Message::Live(*live)),
            Event::Notice => app::update(app, Message::Notice("the editor ended\u{202e} with 1".to_owned())),
            Event::Answer if self.asked.is_empty() => None,
            Event::Answer => {
                let (search, reading) = self.asked.remove(0);
                let found = search.run(&reading.loaded.model, &reading.search_data);
                self.answered.push((search, reading));
                app::update(app, Message::Found(found))
            }
            Event::Stale => {
                let Some((search, reading)) = self.answered.first().or(self.asked.last()) else { return };
                let found = search.run(&reading.loaded.model, &reading.search_data);
                // The newest is not stale.
                if found.number == app.searches {
                    return;
                }
                app::update(app, Message::Found(found))
            }
            Event::Written(_) if self.changes.is_empty() => None,
            Event::Written(number) => {
                let is_preview = self.changes.remove(0);
                let answer = |number: usize| Message::Written(written(&models[number], is_preview));
                app::update(
                    app,
                    number.map_or_else(|| Message::Refused("it is\u{1b} read-only".to_owned(), None), answer),
                )
            }
        };
        match effect {
            Some(Effect::Search(search)) => {
                let reading = Snapshot { loaded: Arc::clone(&app.loaded), search_data: Arc::clone(&app.search_data) };
                self.asked.push((search, reading));
            }
            Some(Effect::Write(change)) => self.changes.push(change.is_preview),
            Some(Effect::Undo(_)) => self.changes.push(false),
            _ => {}
        }
    }
}

/// What is said of changes after which the model is as in `reading`: some of a record that is there, some of none.
fn written(reading: &Snapshot, is_preview: bool) -> WriteReply {
    let ids = reading.loaded.model.keys().take(1).chain(["gone\u{202e}#9"]).map(str::to_owned);
    WriteReply {
        loaded: Arc::clone(&reading.loaded),
        done: ids.zip([Action::Changed, Action::Removed]).map(|(id, action)| Done { id, action }).collect(),
        sentence: "change gone\u{1b}[2J".to_owned(),
        notes: vec!["a note\u{202e}".to_owned()],
        diff: "--- a/m.toml\n+++ b/m.toml\n@@ -1 +1 @@\n-a\tb\u{1b}[2J\n+\u{202e}c\n".to_owned(),
        is_preview,
    }
}

fn assert_sound(app: &App) {
    assert_cursors_are_valid(app);
    assert!(app.pending.len() <= 4, "{:?}", app.pending);
    if let Some(compare) = app.compare() {
        assert_eq!(compare.issues.selected().is_some(), compare.issues.count() > 0);
        assert!(compare.parties.selected().is_some(), "a comparison has columns");
        assert!(compare.parties.ordinal() <= compare.parties.count());
        assert!(compare.issues.items().all(|row| compare.table.issue(row).is_some()));
        let is_whole = compare.narrowed().is_empty();
        match compare.mode {
            Mode::Matrix | Mode::Spectrum => {}
            Mode::Groups => assert!(!is_whole || compare.groups.down.count() == compare.table.parties().len()),
            Mode::Timeline => {
                let events = compare.table.course(app.model()).events.len();
                assert!(!is_whole || (compare.timeline.lanes.count() > 0) == (events > 0));
                assert!(compare.timeline.event.is_none_or(|event| event < events));
            }
            Mode::Ground => {
                let ((issues, trades), related) =
                    (compare.table.ground(app.model()), compare.table.related(app.model()));
                assert!(!is_whole || compare.ground.list.count() == issues.len() + related.len() + trades.len());
            }
        }
    }
}

/// Esc takes layer after layer away and never leaves; `q` then closes view after view and at last the program,
/// once more where something was typed into a form.
fn assert_that_it_can_be_left(app: &mut App) {
    let back = {
        let (mut history, mut count) = (app.history.clone(), 0);
        while history.back(app.location.clone()).is_some() {
            count += 1;
        }
        while history.forward(app.location.clone()).is_some() {
            count += 1;
        }
        count
    };
    assert!(back <= 2 * MOST_PLACES, "{back} places are kept");
    for _ in 0..6 {
        let effect = app::press(app, Key::plain(Code::Esc));
        assert!(!matches!(effect, Some(Effect::Quit)), "Esc left the program");
    }
    let overlay = &app.location.overlay;
    assert!(overlay.is_none() && app.pending.is_empty(), "{overlay:?}, {:?}", app.pending);
    if app.location.views.is_browse() {
        assert_eq!(app.browse().filters.concat(), "", "Esc takes the filters away");
    }
    let mut closed = 0;
    while !app.location.views.is_browse() {
        assert_eq!(app::press(app, Key::char('q')), None, "there is a view left");
        closed += 1;
        assert!(closed < 10_000, "q does not lead to the lowest view");
    }
    draw(app);
    if app.drafts.iter().any(|form| form.typed == Typed::Something) {
        assert_eq!(app::press(app, Key::char('q')), None, "something was typed into a form");
    }
    assert_eq!(app::press(app, Key::char('q')), Some(Effect::Quit));
}

/// What a session ends with, if it fails.
fn failure(session: &Session, models: &[Snapshot]) -> Option<String> {
    let why = catch_unwind(AssertUnwindSafe(|| session.run(models))).err()?;
    let text = why.downcast_ref::<String>().cloned();
    Some(text.or_else(|| why.downcast_ref::<&str>().map(|&text| text.to_owned())).unwrap_or_default())
}

#[test]
fn no_keys_lead_to_a_wrong_state_or_a_wrong_frame() {
    let models = models();
    let first = number("DEMARCHE_TEST_SEED", 1);
    let sessions = number("DEMARCHE_TEST_KEYS", KEYS).div_ceil(EVENTS as u64);
    let (next, failed) = (AtomicU64::new(0), AtomicU64::new(u64::MAX));
    let work = || {
        loop {
            let seed = first + next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + sessions || failed.load(Ordering::Relaxed) != u64::MAX {
                return;
            }
            if failure(&Session::random(seed, models.len()), &models).is_some() {
                failed.fetch_min(seed, Ordering::Relaxed);
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let seed = failed.into_inner();
    if seed != u64::MAX {
        let session = Session::random(seed, models.len());
        let with = |events: &[Event]| Session { events: events.to_vec(), ..session.clone() };
        let least = with(&fewest(&session.events, |fewer| failure(&with(fewer), &models).is_some()));
        let why = failure(&least, &models).unwrap_or_default();
        panic!("DEMARCHE_TEST_SEED={seed} fails: {why}\n{least:?}");
    }
}
