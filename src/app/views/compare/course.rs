//! Who said what when, or where in the text, and who moved.

use std::sync::Arc;

use crate::compare::{Change, CourseStep, Matrix, Movement, Movements, course};
use crate::model::{Date, DemandId, Model, PassageId};

/// A demand of a party, with its place on the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Whose: the column of the table.
    pub column: usize,
    /// On what: the row of the table.
    pub row: usize,
    /// The demand.
    pub demand: DemandId,
    /// When.
    pub when: When,
    /// How the party moved with it, from it or to it.
    pub movements: Vec<Movement>,
    mark: Mark,
}

/// The place of an event on the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// It has no date: its number among those, in the order of the files; of the text, where no event has a date.
    Nth(u32),
    /// From the first day that its date may mean to the last, in days of months of 31 days.
    Days(u32, u32),
}

/// What an event is to its party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It says what it wants.
    States,
    /// What it asks for was met.
    Met,
    /// It was withdrawn, or rejected. Its place is where it was stated: a status has no date.
    GivenUp,
    /// It comes in the place of another, neither harder nor softer.
    InPlace,
    /// It asks for less than before.
    Softened,
    /// It asks for more than before.
    Hardened,
}

impl Event {
    fn new((row, column): (usize, usize), step: &CourseStep, movements: &[Movement]) -> Self {
        let demand = step.demand;
        let its_own = movements.iter().filter(|movement| [movement.from, movement.to].contains(&Some(demand)));
        let movements: Vec<Movement> = its_own.copied().collect();
        let mark = |movement: &Movement| match (movement.change, movement.to == Some(demand)) {
            (Change::Hardened, true) => Mark::Hardened,
            (Change::Softened, true) => Mark::Softened,
            (Change::Withdrawn | Change::Rejected | Change::Met | Change::Superseded, true) => Mark::InPlace,
            (Change::Met, false) => Mark::Met,
            (Change::Withdrawn | Change::Rejected, false) => Mark::GivenUp,
            (Change::Hardened | Change::Softened | Change::Superseded, false) => Mark::States,
        };
        let mark = movements.iter().map(mark).max().unwrap_or(Mark::States);
        Self { column, row, demand, when: step.date.map_or(When::Nth(0), days), movements, mark }
    }

    /// What it is to its party.
    pub fn mark(&self) -> Mark {
        self.mark
    }

    /// Whether a movement leads to it, or away from it with nothing in its place.
    pub fn is_turn(&self) -> bool {
        self.movements.iter().any(|movement| movement.to.is_none_or(|to| to == self.demand))
    }
}

/// The events of one column, or of one row, by their places among all.
#[derive(Debug, Clone, Default)]
pub struct Lane {
    /// All of them, in the order of the axis.
    pub events: Vec<usize>,
    /// Those at which the party moved.
    pub turns: Vec<usize>,
}

/// All events of a table and their axis.
#[derive(Debug, Default)]
pub struct Course {
    /// In the order of the axis.
    pub events: Vec<Event>,
    /// How many have no date; they come first.
    pub undated: usize,
    /// How many have one.
    dated: usize,
    /// First and last day of the others; `None` where no event has a date, and the axis is the order of the text.
    pub days: Option<(u32, u32)>,
    /// The events of each column.
    pub by_column: Arc<[Lane]>,
    /// The events of each row.
    pub by_row: Arc<[Lane]>,
}

impl Course {
    /// Gathers the demands of all parties of a matrix. O(cells + n log n) in the demands.
    pub fn new(model: &Model, matrix: &Matrix) -> Self {
        let movements = Movements::new(model, matrix);
        let mut events = Vec::new();
        for (row, entry) in matrix.rows().iter().enumerate() {
            for (column, party) in matrix.parties().iter().enumerate() {
                let course = course(model, matrix.stances(), party, entry.issue);
                let moved = movements.of((row, column), &course);
                events.extend(course.iter().map(|step| Event::new((row, column), step, &moved)));
            }
        }
        let mut course = Self::placed(model, events);
        let mut lanes = [matrix.parties().len(), matrix.rows().len()].map(|count| vec![Lane::default(); count]);
        for (at, event) in course.events.iter().enumerate() {
            for (lanes, lane) in lanes.iter_mut().zip([event.column, event.row]) {
                lanes[lane].events.push(at);
                lanes[lane].turns.extend(event.is_turn().then_some(at));
            }
        }
        [course.by_column, course.by_row] = lanes.map(Arc::from);
        course
    }

    /// Sorts the events, and numbers those without a date.
    fn placed(model: &Model, mut events: Vec<Event>) -> Self {
        let first = |event: &Event| if let When::Days(first, _) = event.when { Some(first) } else { None };
        let last = |event: &Event| if let When::Days(_, last) = event.when { Some(last) } else { None };
        let days = events.iter().filter_map(first).min().zip(events.iter().filter_map(last).max());
        let text = |event: &Event| if days.is_none() { place(model, event.demand) } else { None };
        // Who is not quoted comes after those who are.
        events.sort_by_cached_key(|event| {
            let text = text(event);
            (event.when, text.is_none(), text, event.demand, event.column)
        });
        let dated = events.iter().filter(|event| matches!(event.when, When::Days(..))).count();
        let mut undated = 0;
        let mut before = None;
        for event in events.iter_mut().filter(|event| matches!(event.when, When::Nth(_))) {
            // A demand that counts for several parties has one place.
            undated += u32::from(before != Some(event.demand));
            before = Some(event.demand);
            event.when = When::Nth(undated - 1);
        }
        Self { events, undated: undated as usize, dated, days, ..Self::default() }
    }

    /// Cells of the events without a date, of `width`, with the one behind them; 0 where there are none, all of them
    /// where no event has a date.
    pub fn left_part(&self, width: u16) -> u16 {
        match (self.undated, self.days) {
            (_, None) => width,
            (0, Some(_)) => 0,
            (undated, Some(_)) => {
                let share = usize::from(width) * undated / (undated + self.dated).max(1);
                u16::try_from(share).unwrap_or(width).clamp(width / 4, width - width.div_ceil(4))
            }
        }
    }

    /// First and last cell of an event on an axis of `width` cells.
    pub fn cells(&self, event: &Event, width: u16) -> (u16, u16) {
        let left = self.left_part(width);
        match (event.when, self.days) {
            (When::Nth(nth), days) => {
                let room = if days.is_some() { left.saturating_sub(2) } else { left };
                let at = spread((nth, 0), u32::try_from(self.undated.saturating_sub(1)).unwrap_or(u32::MAX), room);
                (at, at)
            }
            (When::Days(first, last), Some((low, high))) => {
                let room = width.saturating_sub(left);
                let at = |day: u32| left + spread((day, low), high - low, room);
                let start = at(first);
                // Most events are of one day, and there are thousands of them.
                (start, if last == first { start } else { at(last) })
            }
            (When::Days(..), None) => (0, 0),
        }
    }
}

/// The cell of `value - low` of `whole` on `room` cells.
fn spread((value, low): (u32, u32), whole: u32, room: u16) -> u16 {
    let last = u64::from(room.saturating_sub(1));
    let at = u64::from(value.saturating_sub(low)) * last / u64::from(whole.max(1));
    u16::try_from(at.min(last)).unwrap_or(0)
}

fn days(date: Date) -> When {
    let number = |(year, month, day): (u16, u8, u8)| (u32::from(year) * 12 + u32::from(month)) * 31 + u32::from(day);
    When::Days(number(date.first_day()), number(date.last_day()))
}

/// Where the first words of a demand are in the texts.
pub fn place(model: &Model, demand: DemandId) -> Option<(usize, usize)> {
    let start = |id: PassageId| {
        let passage = model.passage(id);
        Some((passage.article.index(), passage.anchor.places().first()?.start()))
    };
    model.demand(demand).passages().filter_map(start).min()
}

#[cfg(test)]
mod tests {
    use super::{Course, Mark, When};
    use crate::compare::{Folding, Matrix, Stances, parties};
    use crate::load::{Loaded, example, load_str};
    use crate::model::{ActorId, IssueId, Record};

    fn course(loaded: &Loaded) -> Course {
        let model = &loaded.model;
        let actors: Vec<ActorId> = model.actor_ids().filter(|id| !model.demands_of(*id).is_empty()).collect();
        let issues: Vec<IssueId> = model.issue_ids().collect();
        let parties = parties(model, &actors, Folding::Alone);
        Course::new(model, &Matrix::new(model, Stances::new(model), parties, &issues))
    }

    fn dated(dates: &[&str]) -> Loaded {
        let mut text = "format = 1\n[[actors]]\nid = 'a'\n[[issues]]\nid = 'i'\n".to_owned();
        for (n, date) in dates.iter().enumerate() {
            let date = if date.is_empty() { String::new() } else { format!("date = '{date}'\n") };
            text = format!("{text}[[demands]]\nid = 'd{n}'\nactor = 'a'\nissue = 'i'\ntext = 't'\n{date}");
        }
        load_str(&[("positions.toml", &text)], &[])
    }

    #[test]
    fn undated_ones_come_first_in_the_order_of_the_file_and_spans_are_as_long_as_the_date_is_vague() {
        let loaded = dated(&["2025-03-02", "", "2024", "", "2025-03"]);
        let course = course(&loaded);
        let keys: Vec<&str> =
            course.events.iter().map(|event| loaded.model.key(Record::Demand(event.demand))).collect();
        assert_eq!((keys, course.undated), (vec!["d1", "d3", "d2", "d4", "d0"], 2));
        let cells: Vec<(u16, u16)> = course.events.iter().map(|event| course.cells(event, 100)).collect();
        assert_eq!((cells[0], cells[1]), ((0, 0), (37, 37)));
        assert!(cells[2].0 == 40 && cells[2].1 > 80, "{cells:?}");
        assert!(cells[3].0 <= cells[4].0 && cells[4].0 == cells[4].1 && cells[3].1 == 99, "{cells:?}");
    }

    #[test]
    fn an_axis_may_be_as_wide_as_can_be() {
        let loaded = dated(&["2025-03-02", "", "2024", "", "2025-03"]);
        let course = course(&loaded);
        for event in &course.events {
            let cells = course.cells(event, u16::MAX);
            assert!(cells.0 <= cells.1, "{cells:?}");
        }
        assert_eq!(course.left_part(u16::MAX), 26_214);
    }

    #[test]
    fn without_dates_the_order_of_the_text_is_the_axis() {
        let model = "format = 1\n[[actors]]\nid = 'a'\n[[issues]]\nid = 'i'\n\
            [[articles]]\nid = 't'\ntitle = 'T'\ntext = 'one two three'\n\
            [[demands]]\nid = 'd'\nactor = 'a'\nissue = 'i'\ntext = 't'\n\
            [[demands]]\nid = 'e'\nactor = 'a'\nissue = 'i'\ntext = 't'\npassages = [{ quote = 'three' }]\n\
            [[demands]]\nid = 'f'\nactor = 'a'\nissue = 'i'\ntext = 't'\npassages = [{ quote = 'one' }]\n";
        let loaded = load_str(&[("positions.toml", model)], &[]);
        let course = course(&loaded);
        let keys: Vec<&str> =
            course.events.iter().map(|event| loaded.model.key(Record::Demand(event.demand))).collect();
        assert_eq!((keys, course.days), (vec!["f", "e", "d"], None));
        assert_eq!(course.events.iter().map(|event| course.cells(event, 11).0).collect::<Vec<_>>(), [0, 5, 10]);
    }

    #[test]
    fn the_example_has_three_turns_each_with_its_mark() {
        let loaded = example();
        let course = course(&loaded);
        let turns = course.events.iter().filter(|event| event.is_turn());
        let turns: Vec<(&str, Mark)> =
            turns.map(|event| (loaded.model.key(Record::Demand(event.demand)), event.mark())).collect();
        assert_eq!(turns.len(), 3, "{turns:?}");
        assert!(turns.iter().all(|(key, mark)| key.starts_with("trump") && *mark > Mark::States), "{turns:?}");
        assert!(course.events.iter().any(|event| matches!(event.when, When::Days(..))));
    }
}
