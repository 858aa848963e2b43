//! The file probably meant by a path that does not exist.

use super::folder::Folder;
use crate::load::nearest::nearest;
use crate::text::{fold_for_anchor, fold_for_search};

/// What to say about the file in `folder` that `path` nearly names; `None` if there is none.
///
/// Each name on the path may differ in code points, in case or accents, in a letter or two, or in its ending. Costs the
/// names of each folder on the way.
pub(super) fn alike(folder: &Folder, path: &str) -> Option<String> {
    let (mut found, mut is_other, mut is_same_to_see) = (String::new(), path.contains('\\'), true);
    for part in path.split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." {
            return None;
        }
        let names = folder.names(if found.is_empty() { "." } else { &found });
        let name = if names.iter().any(|name| name == part) { part } else { likest(part, &names)? };
        is_other |= name != part;
        is_same_to_see &= fold_for_anchor(name).text() == fold_for_anchor(part).text();
        if !found.is_empty() {
            found.push('/');
        }
        found.push_str(name);
    }
    if !is_other || !folder.is_file(&found) {
        return None;
    }
    Some(if is_same_to_see && !path.contains('\\') {
        format!("there is `{found}`, which has the same letters in other code points: copy its name")
    } else {
        format!("did you mean `{found}`?")
    })
}

fn likest<'n>(part: &str, names: &'n [String]) -> Option<&'n str> {
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    let same = |form: &dyn Fn(&str) -> String| {
        let wanted = form(part);
        names.iter().find(|name| form(name) == wanted).map(String::as_str)
    };
    same(&|name| fold_for_anchor(name).text().to_owned())
        .or_else(|| same(&|name| fold_for_search(name).text().to_owned()))
        .or_else(|| nearest(part, names.iter().map(String::as_str)))
        .or_else(|| same(&|name| fold_for_search(&stem(name)).text().to_owned()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::alike;
    use crate::load::source::{Folder, Unsaved};

    #[test]
    fn the_file_that_is_meant_is_found() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("Texts/old")).unwrap();
        for name in ["summit.txt", "Texts/e\u{301}lite.txt", "Texts/old/report-2024.txt", "Texts/.hidden.txt"] {
            fs::write(root.path().join(name), "one").unwrap();
        }
        let memory = ["summit.txt", "Texts/e\u{301}lite.txt", "Texts/old/report-2024.txt"];
        let memory = memory.map(|name| (name.to_owned(), Vec::new())).to_vec();
        for folder in [Folder::open(root.path(), Unsaved::default()).unwrap(), Folder::Memory(memory)] {
            for (path, said) in [
                ("Summit.txt", Some("did you mean `summit.txt`?")),
                ("summit.md", Some("did you mean `summit.txt`?")),
                ("summit", Some("did you mean `summit.txt`?")),
                ("summmit.txt", Some("did you mean `summit.txt`?")),
                ("texts/old/report-2024.txt", Some("did you mean `Texts/old/report-2024.txt`?")),
                ("Texts\\old\\report-2024.txt", Some("did you mean `Texts/old/report-2024.txt`?")),
                ("Texts/elite.txt", Some("did you mean `Texts/e\u{301}lite.txt`?")),
                (
                    "Texts/\u{e9}lite.txt",
                    Some(
                        "there is `Texts/e\u{301}lite.txt`, which has the same letters in other code points: copy its name",
                    ),
                ),
                ("Texts/.hiden.txt", None),
                ("summit.txt", None),
                ("./summit.txt", None),
                ("Texts/old", None),
                ("Texts/ol", None),
                ("Texts/../Summit.txt", None),
                ("protocol.txt", None),
                ("", None),
            ] {
                assert_eq!(alike(&folder, path).as_deref(), said, "{path}");
            }
        }
    }
}
