//! What a division into groups does not say by itself, in words.

use super::cluster::Clusters;

/// Two at this distance are as far apart as can be, in the digits shown.
const FAR: f64 = 0.995;

impl Clusters {
    /// What keeps members of a group from being one: ` (nothing compares them)`, or ` (yet A and B are 1.00 apart)`.
    /// Empty where nothing does. `distance` is that of two columns, `None` where nothing compares them. O(members²).
    pub fn apart<'n>(
        &self,
        members: &[usize],
        distance: impl Fn((usize, usize)) -> Option<f64>,
        name: impl Fn(usize) -> &'n str,
    ) -> String {
        let pairs = members.iter().enumerate().flat_map(|(at, a)| members[at + 1..].iter().map(move |b| (*a, *b)));
        // What has no distance and yet is not unknown has the same demands.
        let same = |(a, b): (usize, usize)| self.unknown.binary_search(&(a.min(b), a.max(b))).is_err().then_some(0.0);
        let known: Vec<_> = pairs.filter_map(|pair| Some((pair, distance(pair).or_else(|| same(pair))?))).collect();
        match known.iter().max_by(|(_, a), (_, b)| a.total_cmp(b)) {
            None if members.len() > 1 => " (nothing compares them)".to_owned(),
            Some(((a, b), value)) if *value >= FAR => {
                format!(" (yet {} and {} are {value:.2} apart)", name(*a), name(*b))
            }
            None | Some(_) => String::new(),
        }
    }

    /// The columns that can be compared with no other. O(unknown pairs + columns).
    pub fn alone(&self) -> Vec<usize> {
        let mut unknown = vec![0; self.count];
        for (a, b) in &self.unknown {
            unknown[*a] += 1;
            unknown[*b] += 1;
        }
        (0..self.count).filter(|column| self.count > 1 && unknown[*column] == self.count - 1).collect()
    }

    /// That pairs share nothing and yet decide who is divided, so that a division says little: they are more than half, or
    /// the two of one can be compared with others. O(unknown pairs + columns).
    pub fn too_little(&self) -> Option<String> {
        let (unknown, all) = (self.unknown.len(), self.pairs());
        let alone = self.alone();
        let is_alone = |column: &usize| alone.binary_search(column).is_ok();
        let how = if 2 * unknown > all {
            "divide"
        } else if self.unknown.iter().any(|(a, b)| !is_alone(a) && !is_alone(b)) {
            "be sure"
        } else {
            return None;
        };
        Some(format!("too little in common to {how}: {unknown} of {all} pairs share no issue with positions"))
    }

    /// How many pairs share nothing, and what they count as; `None` where all share something.
    pub fn unshared(&self) -> Option<String> {
        let (unknown, all) = (self.unknown.len(), self.pairs());
        let words =
            self.too_little().unwrap_or_else(|| format!("{unknown} of {all} pairs share no issue with positions"));
        (unknown > 0).then(|| format!("{words}; in the tree each of these counts as 1.00."))
    }

    fn pairs(&self) -> usize {
        self.count * self.count.saturating_sub(1) / 2
    }
}

#[cfg(test)]
mod tests {
    use crate::compare::cluster::Clusters;
    use crate::compare::party::Party;
    use crate::model::ActorId;

    #[test]
    fn too_little_in_common_is_said_where_it_decides_who_is_divided() {
        for (count, unknown, doubt) in [
            (4, &[][..], None),
            // One that nobody can be compared with divides no others.
            (4, &[(0, 3), (1, 3), (2, 3)], None),
            (4, &[(0, 3)], Some("be sure")),
            (3, &[(0, 1), (1, 2)], Some("divide")),
        ] {
            let parties: Vec<Party> = (0..count).map(|column| Party::alone(ActorId::new(column))).collect();
            let clusters = Clusters::new(&parties, |pair| (!unknown.contains(&pair)).then_some(0.5));
            let shared =
                format!("{} of {} pairs share no issue with positions", unknown.len(), count * (count - 1) / 2);
            let said = doubt.map(|doubt| format!("too little in common to {doubt}: {shared}"));
            assert_eq!(clusters.too_little(), said);
            let unshared = format!("{}; in the tree each of these counts as 1.00.", said.unwrap_or(shared));
            assert_eq!(clusters.unshared(), (!unknown.is_empty()).then_some(unshared));
        }
    }
}
