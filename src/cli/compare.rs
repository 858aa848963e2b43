//! `demarche compare`: what actors hold on every issue, and how each two of them relate.

use super::answer::{NoResult, note_findings};
use super::named::named;
use super::{Choice, CompareArgs, Failure, Outcome, Output};
use crate::compare::{Folding, Party, parties};
use crate::model::{ActorId, Date, DemandId, IssueId, Model, Record, SubjectKind};
use crate::report::{Comparison, Request};
use crate::text::{clean, counted};

/// Carries out the command.
pub fn run(args: &CompareArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let loaded = Choice::or_example(&args.model.paths, output).read()?;
    note_findings(&loaded, output);
    let choice = match Chosen::new(&loaded.model, args) {
        Ok(choice) => choice,
        Err(none) => return none.end(output),
    };
    let Chosen { sides, issues, left_out } = choice;
    let is_kept = |id: DemandId| {
        let demand = loaded.model.demand(id);
        !left_out.contains(&demand.actor) && issues.contains(&demand.issue)
    };
    let (is_dated, is_chosen) =
        (args.since.is_some() || args.until.is_some(), !(args.without.is_empty() && args.issues.is_empty()));
    if is_dated {
        note_undated(&loaded.model, args, is_kept, output);
    }
    let kept = (is_dated || is_chosen)
        .then(|| loaded.model.keeping(|id| is_kept(id) && is_within(loaded.model.date_of(id), args)));
    let request = Request {
        measure: args.measure,
        normalise: args.normalise,
        duplicates: args.duplicates,
        order: args.sort,
        groups: args.groups,
        timeline: args.timeline,
        common_ground: args.common_ground,
    };
    let comparison = Comparison::new(kept.as_ref().unwrap_or(&loaded.model), sides, &issues, request);
    let width = output.table_width();
    output.report(|out| (args.format)(&comparison, width, out))?;
    Ok(Outcome::Done)
}

/// Whether a demand of this date counts: a partial date as its last day, none as the oldest.
fn is_within(date: Option<Date>, args: &CompareArgs) -> bool {
    let day = date.map(Date::last_day);
    args.since.is_none_or(|since| day >= Some(since.first_day()))
        && args.until.is_none_or(|until| day <= Some(until.last_day()))
}

fn note_undated(model: &Model, args: &CompareArgs, is_kept: impl Fn(DemandId) -> bool, output: &mut Output) {
    let undated = model.demand_ids().filter(|id| is_kept(*id) && model.date_of(*id).is_none()).count();
    if undated > 0 {
        let how = if args.since.is_some() { "left out" } else { "taken for the oldest" };
        output.note(&format!("{} without a date: {how}", counted(undated, "demand")));
    }
}

/// What is compared on what.
#[derive(Debug, PartialEq, Eq)]
struct Chosen {
    sides: Vec<Party>,
    issues: Vec<IssueId>,
    /// Actors whose demands do not count.
    left_out: Vec<ActorId>,
}

impl Chosen {
    /// What the names in the arguments mean; what to answer where one is unknown or means several, where fewer than two
    /// sides or no issue is left, or where they cannot be divided into that many groups.
    fn new(model: &Model, args: &CompareArgs) -> Result<Self, NoResult> {
        let (mut actors, mut issues, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        for word in &args.actors {
            actors.extend(actor(named(model, word, &[SubjectKind::Actor])?));
        }
        for word in &args.issues {
            issues.extend(issue(named(model, word, &[SubjectKind::Issue])?));
        }
        let mut closed = Vec::new();
        for word in &args.without {
            let record = named(model, word, &[SubjectKind::Actor, SubjectKind::Issue])?;
            left_out.extend(actor(record));
            closed.extend(issue(record));
        }
        let is_open = |id: &IssueId| !closed.contains(id) && (issues.is_empty() || issues.contains(id));
        let issues: Vec<IssueId> = model.issue_ids().filter(is_open).collect();
        actors.retain(|actor| !left_out.contains(actor));
        let folding = if args.blocs { Folding::Blocs } else { Folding::Alone };
        let mut sides = parties(model, &actors, folding);
        sides.retain(|side| !left_out.contains(&side.actor));
        let refused = |sentence: String| Err(NoResult::Usage(sentence));
        match sides.as_slice() {
            [] => return refused("comparing takes two or more actors, and none is given".to_owned()),
            [only] => {
                let name = clean(model.actor_name(only.actor)).into_string();
                return refused(format!("comparing takes two or more actors, and this is only one: {name}"));
            }
            _ => {}
        }
        if issues.is_empty() && model.issue_ids().len() > 0 {
            return refused("no issue is left to compare on".to_owned());
        }
        match args.groups {
            Some(number) if !(1..=sides.len()).contains(&number) => refused(format!(
                "{} can be divided into 1 to {} groups, not {number}",
                counted(sides.len(), "actor"),
                sides.len()
            )),
            _ => Ok(Self { sides, issues, left_out }),
        }
    }
}

fn actor(record: Record) -> Option<ActorId> {
    if let Record::Actor(id) = record { Some(id) } else { None }
}

fn issue(record: Record) -> Option<IssueId> {
    if let Record::Issue(id) = record { Some(id) } else { None }
}

#[cfg(test)]
mod tests {
    use super::Chosen;
    use crate::cli::answer::NoResult;
    use crate::cli::{Args, CompareArgs, Subcommand, Task};
    use crate::report::sample;

    fn args(line: &str) -> CompareArgs {
        let words = ["demarche", "compare"].into_iter().chain(line.split_whitespace());
        match Args::read(words.map(Into::into)).map(|args| args.task) {
            Ok(Task::Command(Subcommand::Compare(args))) => args,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn what_cannot_be_compared_is_refused_and_what_is_unknown_named() {
        let refused = |sentence: &str| NoResult::Usage(sentence.to_owned());
        let unknown = |sentence: &str| NoResult::Unknown(sentence.to_owned());
        for (line, expected) in [
            ("north north", refused("comparing takes two or more actors, and this is only one: North")),
            ("north south --blocs", refused("comparing takes two or more actors, and this is only one: The Union")),
            ("north mia --without mia", refused("comparing takes two or more actors, and this is only one: North")),
            (
                "north south --without North --without south",
                refused("comparing takes two or more actors, and none is given"),
            ),
            ("north south --issue river --without river", refused("no issue is left to compare on")),
            ("north south --groups 3", refused("2 actors can be divided into 1 to 2 groups, not 3")),
            ("north south --groups 0", refused("2 actors can be divided into 1 to 2 groups, not 0")),
            ("north border", unknown("no actor is called `border`")),
            ("north south --issue north", unknown("no issue is called `north`")),
            ("north nroth", unknown("no actor is called `nroth`; did you mean `north`?")),
        ] {
            assert_eq!(Chosen::new(&sample::model(), &args(line)), Err(expected), "{line}");
        }
    }

    #[test]
    fn names_choose_actors_and_issues() {
        let model = sample::model();
        let chosen = |line: &str| {
            let Chosen { sides, issues, left_out } = Chosen::new(&model, &args(line)).unwrap();
            let sides: Vec<usize> = sides.iter().map(|side| side.actor.index()).collect();
            let issues: Vec<usize> = issues.iter().map(|issue| issue.index()).collect();
            (sides, issues, left_out.len())
        };
        assert_eq!(chosen("NORTH union mia"), (vec![1, 0, 3], vec![0, 1], 0));
        assert_eq!(chosen("north south --issue border"), (vec![1, 2], vec![0], 0));
        assert_eq!(chosen("north mia --blocs --without south --without river"), (vec![0, 3], vec![0], 1));
    }
}
