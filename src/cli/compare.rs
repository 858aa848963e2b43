//! `demarche compare`: what actors hold on every issue, and how each two of them relate.

use super::answer::{NoResult, note_findings, unknown};
use super::{Choice, CompareArgs, Failure, Outcome, Output};
use crate::compare::{Folding, Party, parties};
use crate::model::{ActorId, Model, Record, SubjectKind};
use crate::report::Comparison;
use crate::text::clean;

/// Carries out the command.
pub fn run(args: &CompareArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let loaded = Choice::or_example(&args.model.paths, output).read()?;
    note_findings(&loaded, output);
    let folding = if args.blocs { Folding::Blocs } else { Folding::Alone };
    let sides = match sides(&loaded.model, &args.actors, folding) {
        Ok(sides) => sides,
        Err(none) => return none.end(output),
    };
    let comparison = Comparison::new(&loaded.model, sides, args.measure, args.normalise);
    let width = output.table_width();
    output.report(|out| (args.format)(&comparison, width, out))?;
    Ok(Outcome::Done)
}

/// The columns that the ids of actors give, each once; what to answer where one is unknown or fewer than two are left.
fn sides(model: &Model, ids: &[String], folding: Folding) -> Result<Vec<Party>, NoResult> {
    let actor = |id: &String| match model.find(id) {
        Some(Record::Actor(actor)) => Ok(actor),
        Some(Record::Issue(_) | Record::Demand(_) | Record::Article(_)) | None => {
            Err(unknown(model, id, &[SubjectKind::Actor]))
        }
    };
    let actors: Vec<ActorId> = ids.iter().map(actor).collect::<Result<_, _>>()?;
    let sides = parties(model, &actors, folding);
    match sides.as_slice() {
        [] => Err(NoResult::Usage("comparing takes two or more actors, and none is given".to_owned())),
        [only] => {
            let name = clean(&model.actor(only.actor).name);
            Err(NoResult::Usage(format!("comparing takes two or more actors, and this is only one: {name}")))
        }
        _ => Ok(sides),
    }
}

#[cfg(test)]
mod tests {
    use super::sides;
    use crate::cli::answer::NoResult;
    use crate::compare::Folding;
    use crate::report::sample;

    #[test]
    fn fewer_than_two_actors_are_refused_and_unknown_ones_named() {
        let refused = |sentence: &str| NoResult::Usage(sentence.to_owned());
        for (ids, folding, expected) in [
            (&[][..], Folding::Alone, refused("comparing takes two or more actors, and none is given")),
            (
                &["north", "north"],
                Folding::Alone,
                refused("comparing takes two or more actors, and this is only one: North"),
            ),
            (
                &["north", "south"],
                Folding::Blocs,
                refused("comparing takes two or more actors, and this is only one: The Union"),
            ),
            (&["north", "border"], Folding::Alone, NoResult::Unknown("`border` is not the id of an actor".to_owned())),
        ] {
            let ids: Vec<String> = ids.iter().map(|id: &&str| (*id).to_owned()).collect();
            assert_eq!(sides(&sample::model(), &ids, folding), Err(expected), "{ids:?}");
        }
    }
}
