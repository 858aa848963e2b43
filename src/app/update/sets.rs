//! Named sets of actors.

use crate::app::App;
use crate::app::views::compare::Compare;
use crate::model::{ActorId, Record};
use crate::text::counted;

/// Compares the actors of the set of this name. If there is none, saves the current ones under the name. Says which.
pub(super) fn call(app: &mut App, name: String) -> Option<Compare> {
    let compare = app.compare()?;
    let Some(keys) = app.sets.get(&name) else {
        let keys: Vec<String> =
            compare.actors().iter().map(|id| app.model().key(Record::Actor(*id)).to_owned()).collect();
        app.notice = Some(format!("`{name}` is now the name of these {}", counted(keys.len(), "actor")));
        app.sets.insert(name, keys);
        return None;
    };
    let model = app.model();
    let actor = |key: &String| if let Some(Record::Actor(id)) = model.find(key) { Some(id) } else { None };
    let actors: Vec<ActorId> = keys.iter().filter_map(actor).collect();
    let lost = keys.len() - actors.len();
    let [base, _, ..] = actors.as_slice() else {
        app.notice = Some(format!("the model has fewer than two of the actors of `{name}`"));
        return None;
    };
    let mut called = Compare::new(model, *base, &actors);
    called.show(model, compare.mode);
    let gone =
        if lost > 0 { format!("; {} of it no longer in the model", counted(lost, "actor")) } else { String::new() };
    app.notice = Some(format!("the set `{name}`{gone}"));
    Some(called)
}
