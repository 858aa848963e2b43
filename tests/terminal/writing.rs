//! Models that are made and changed in the terminal, and files that others change meanwhile.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use crate::session::{PATIENCE, PROGRAM, Session, save, shelf, shows};

const ARTICLE: &str = include_str!("../../assets/articles/alaska-summit.txt");

/// A folder of its own with these texts and no model.
fn folder(name: &str, texts: &[&str]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for text in texts {
        fs::write(folder.join(text), ARTICLE).unwrap();
    }
    folder
}

/// The program in a folder, on a terminal of 100 columns and 30 rows.
fn open(folder: &Path) -> Session {
    let state = folder.join(".state");
    let script = "cd \"$1\" && exec \"$0\"";
    let words = ["sh", "-c", script, PROGRAM, folder.to_str().unwrap()];
    let mut session = Session::start(&words, &[("XDG_STATE_HOME", state.to_str().unwrap())]);
    session.wait("the first frame", crate::session::is_drawn);
    session.wait_for_a_frame_of((30, 100));
    session
}

fn run(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(words).current_dir(folder).env("XDG_STATE_HOME", folder.join(".state"));
    command.output().unwrap()
}

fn read(folder: &Path) -> String {
    fs::read_to_string(folder.join("positions.toml")).unwrap()
}

/// Presses keys, then waits for what is said; words may be broken over rows.
fn step(session: &mut Session, keys: &str, said: &str) {
    session.press(keys);
    let end = Instant::now() + PATIENCE;
    loop {
        let parser = session.screen();
        let contents = parser.screen().contents();
        let flat = contents.split_whitespace().collect::<Vec<_>>().join(" ");
        if flat.contains(said) {
            return;
        }
        assert!(Instant::now() < end, "waited in vain for `{said}`:\n{contents}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// What the watcher says of a change comes before the next key, so that it does not take the place of what is said to that.
fn watched() {
    thread::sleep(Duration::from_millis(700));
}

/// Whether the lines of one text are all in the other, in order.
fn only_grew(before: &str, after: &str) -> bool {
    let mut after = after.lines();
    before.lines().all(|line| after.any(|other| other == line))
}

/// A new model without the comment that offers a name as an actor, which is used up once there is one.
fn without_offer(text: &str, name: &str) -> String {
    let end = format!(" times\n# id = \"{}\"\n# name = \"{name}\"\n", name.to_lowercase());
    let (before, behind) = text.split_once(&end).unwrap();
    let (before, _) = before.rsplit_once("\n# [[actors]]").unwrap();
    format!("{before}{behind}")
}

#[test]
fn an_article_becomes_a_model_without_an_editor() {
    let folder = folder("coding", &["alaska-summit.txt"]);
    let made = run(&folder, &["new", "alaska-summit.txt"]);
    assert!(made.status.success(), "{made:?}");
    let bare = read(&folder);
    let mut session = open(&folder);
    session.wait("the article", shows("no demand yet"));
    let down = |count: usize| "\x1b[B".repeat(count);
    let scale = |labels: &[&str]| labels.join("\t") + "\t";
    // A new actor, a new issue with a scale.
    let labels = scale(&["stay Ukrainian", "divided", "become Russian"]);
    step(&mut session, &format!("aPutin\t\t\t\tDonetsk and Luhansk\t\t{labels}{}3\r", down(2)), "⏎ writes");
    step(&mut session, "\r", "added putin-donetsk-and-luhansk with 1 new actor, 1 new issue; u undoes it");
    // The same ones again.
    step(&mut session, "'.2\r", "⏎ writes");
    step(&mut session, "\r", "added putin-donetsk-and-luhansk-2; u");
    // Others, with a label of another scale.
    step(&mut session, "/Zelenskyy, however\r", "Zelenskyy, however");
    let labels = scale(&["lifted", "remain"]);
    step(&mut session, &format!("aZelenskyy\t\t\t\tSanctions\t\t{labels}{}2\r", down(2)), "⏎ writes");
    step(&mut session, "\r", "added zelenskyy-sanctions with 1 new actor, 1 new issue; u");
    // Known ones, and a relation.
    let opposes = format!("{}1{}Alaska summit\t\r", down(1), down(9));
    step(&mut session, &format!("'aZel\tDon\t{opposes}"), "⏎ writes");
    step(&mut session, "\r", "added zelenskyy-donetsk-and-luhansk; u");
    assert!(read(&folder).contains("opposes = [\"putin-donetsk-and-luhansk\"]"), "{}", read(&folder));
    step(&mut session, &format!("'aPutin\tSanc\t{}1\r", down(1)), "⏎ writes");
    step(&mut session, "\r", "added putin-sanctions; u");
    let five = read(&folder);
    step(&mut session, "'A", "Add a passage");
    step(&mut session, "\r", "⏎ writes");
    step(&mut session, "\r", "added putin-sanctions#2; u");
    let six = read(&folder);
    session.press("\x1bqq");
    session.ends_with(0);
    // In another run the last change is undone and made again.
    let mut session = open(&folder);
    session.wait("a live model", shows("live"));
    step(&mut session, "u", "undone: add putin-sanctions#2");
    assert_eq!(read(&folder), five);
    step(&mut session, "\x12", "redone: add putin-sanctions#2");
    assert_eq!(read(&folder), six);
    // Another program edits the article.
    let edited = ARTICLE.replace("tying this concession directly", "tying that concession directly");
    fs::write(folder.join("alaska-summit.txt"), edited).unwrap();
    session.wait("what was lost", shows("1 quote lost: putin-donetsk-and-luhansk#1; x repairs"));
    step(&mut session, "x", "{+that+} concession");
    step(&mut session, "\r", "changed putin-donetsk-and-luhansk#1; u");
    session.press("q");
    session.ends_with(0);
    let last = read(&folder);
    assert!(only_grew(&without_offer(&bare, "Putin"), &last), "{last}");
    let changed = |of: &str, other: &str| of.lines().filter(|line| !other.lines().any(|o| o == *line)).count();
    assert_eq!((changed(&six, &last), changed(&last, &six)), (1, 1), "{last}");
    assert_eq!(six.lines().count(), last.lines().count());
    let checked = run(&folder, &["check"]);
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success() && said.contains("5 demands") && said.contains("0 errors"), "{checked:?}");
}

#[test]
fn of_a_folder_of_texts_a_makes_a_model() {
    let folder = folder("texts", &["a.txt", "b.txt", "c.TXT"]);
    fs::write(folder.join("notes.md"), "no article").unwrap();
    let mut session = open(&folder);
    session.wait("the offer", shows("3 texts here: a makes a model"));
    step(&mut session, "a", "a model of 3 texts: a.txt, b.txt, c.TXT; a again writes it as positions.toml");
    assert!(!folder.join("positions.toml").exists());
    step(&mut session, "a", "wrote `positions.toml`");
    let bare = read(&folder);
    assert_eq!(bare.matches("[[articles]]").count(), 3);
    session.wait("a live model", shows("live"));
    step(&mut session, "aPutin\t\t\t\tPeace\t\t\t\r", "⏎ writes");
    step(&mut session, "\r", "added putin-peace with 1 new actor, 1 new issue");
    assert!(only_grew(&without_offer(&bare, "Putin"), &read(&folder)));
    // One more article by its path; a passage that could leave out the only one names it.
    step(&mut session, "q", "1 Actors");
    step(&mut session, "+", "notes.md");
    step(&mut session, "not\t", "file notes.md");
    step(&mut session, "\r", "title = \"no article\"");
    step(&mut session, "\r", "added notes; no passage is from article `notes`");
    let text = read(&folder);
    assert!(text.contains("file = \"notes.md\"\nsha256 = \""), "{text}");
    // What is no article is said, and the form stays.
    step(&mut session, "+nowhere.txt\t\r", "cannot read the article `nowhere.txt`: No such file or directory");
    session.press("\x1bqq");
    session.ends_with(0);
    assert_eq!(read(&folder), text);
}

/// A session on the shelf's model with a form whose changes are ready to be written.
fn ready(name: &str) -> (PathBuf, Session) {
    let folder = shelf(name);
    let mut session = open(&folder);
    session.wait("a live model", shows("live"));
    step(&mut session, "a", "V selects");
    step(&mut session, "aBeta\tI\t", "Add a demand");
    step(&mut session, "\r", "⏎ writes");
    (folder, session)
}

#[test]
fn what_takes_the_place_of_the_file_while_the_form_is_open_is_said_and_nothing_is_lost() {
    let (folder, mut session) = ready("form-replaced");
    let (model, aside) = (folder.join("positions.toml"), folder.join("aside"));
    let before = fs::read(&model).unwrap();
    fs::rename(&model, &aside).unwrap();
    fs::create_dir(&model).unwrap();
    watched();
    step(&mut session, "\r", "cannot read the model folder `positions.toml`: there is no model file in it");
    fs::remove_dir(&model).unwrap();
    assert!(Command::new("mkfifo").arg(&model).status().unwrap().success());
    watched();
    step(&mut session, "\r", "cannot read the model file `positions.toml`: it is not a regular file");
    fs::remove_file(&model).unwrap();
    watched();
    step(&mut session, "\r", "cannot read the model file `positions.toml`: No such file or directory");
    fs::rename(&aside, &model).unwrap();
    assert_eq!(fs::read(&model).unwrap(), before);
    step(&mut session, "", "⏎ writes");
    step(&mut session, "\r", "added Beta-i");
    assert!(only_grew(&String::from_utf8(before).unwrap(), &read(&folder)));
    session.press("\x1bqq");
    session.ends_with(0);
}

#[test]
fn a_model_that_is_gone_for_a_moment_keeps_screen_and_form() {
    let folder = shelf("form-gone");
    let mut session = open(&folder);
    session.wait("a live model", shows("live"));
    step(&mut session, "a", "V selects");
    step(&mut session, "aBeta\tI\t", "Add a demand");
    let before = read(&folder);
    fs::rename(folder.join("positions.toml"), folder.join("aside")).unwrap();
    let said = "cannot read the model file `positions.toml`: No such file or directory (os error 2); the last good model stays";
    step(&mut session, "", said);
    session.wait("the form", shows("Add a demand"));
    session.wait("what was typed", shows("actor       Beta"));
    // The notice of before says so as well: the key is answered when that is gone.
    session.press("\r");
    let is_refused = |screen: &vt100::Screen| shows("No such file")(screen) && !shows("stays")(screen);
    session.wait("the refusal", is_refused);
    fs::rename(folder.join("aside"), folder.join("positions.toml")).unwrap();
    watched();
    step(&mut session, "\r", "⏎ writes");
    step(&mut session, "\r", "added Beta-i");
    assert!(only_grew(&before, &read(&folder)));
    session.press("\x1bqq");
    session.ends_with(0);
}

#[test]
fn what_another_program_writes_while_the_form_is_open_stays() {
    let (folder, mut session) = ready("form-beside");
    let mut text = read(&folder);
    // A new record, then a mistake elsewhere.
    for more in ["\n[[actors]]\nid = \"gamma\"\nname = \"Gamma\"\n", "\n[[actors]]\nid = = \"delta\"\n"] {
        text = read(&folder) + more;
        save(&folder, &text);
    }
    step(&mut session, "\r", "added Beta-i; u undoes it, ! shows what is broken in the files");
    assert!(only_grew(&text, &read(&folder)), "{}", read(&folder));
    session.wait("the new demand", shows("2 marked passages"));
    // A mistake at the place of a change.
    let mended = read(&folder).replace("id = = \"delta\"", "id = \"delta\"\nname = \"Delta\"");
    save(&folder, &mended);
    step(&mut session, "", "4 actors (+1), 2 demands");
    step(&mut session, "E", "Change Beta-i#1");
    step(&mut session, "\x1b[B3\r", "⏎ writes");
    let broken = read(&folder).replace("id = \"Beta-i\"", "id = = \"Beta-i\"");
    save(&folder, &broken);
    watched();
    step(&mut session, "\r", "is not valid TOML; fix it first");
    assert_eq!(read(&folder), broken);
    session.press("\x1b\x1bqqq");
    session.ends_with(0);
}
