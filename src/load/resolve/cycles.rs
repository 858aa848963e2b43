//! Cycles among references.

use crate::load::report::At;

/// References by the index of their owner among its kind: the target of each, and its place in the file.
pub(super) type Edges = Vec<Vec<(usize, At)>>;

/// Removes every reference that closes a cycle, in the order of the files, and calls `each` with the members of the
/// cycle, the closing one last, and the place of the reference. One pass over the references, without recursion.
pub(super) fn cut(edges: &mut Edges, mut each: impl FnMut(&[usize], At)) {
    let mut done = vec![false; edges.len()];
    let mut depth_of: Vec<Option<usize>> = vec![None; edges.len()];
    for root in 0..edges.len() {
        if done[root] {
            continue;
        }
        let (mut path, mut next) = (vec![root], vec![0]);
        depth_of[root] = Some(0);
        while let (Some(&node), Some(at)) = (path.last(), next.last_mut()) {
            let Some(&(to, place)) = edges[node].get(*at) else {
                (done[node], depth_of[node]) = (true, None);
                path.pop();
                next.pop();
                continue;
            };
            if let Some(depth) = depth_of[to] {
                each(path.get(depth..).unwrap_or(&[]), place);
                edges[node].remove(*at);
                continue;
            }
            *at += 1;
            if !done[to] {
                depth_of[to] = Some(path.len());
                path.push(to);
                next.push(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{At, Edges, cut};

    fn edges(raw: &[&[usize]]) -> Edges {
        raw.iter().map(|list| list.iter().map(|to| (*to, At::default())).collect()).collect()
    }

    #[test]
    fn each_circle_is_said_once_and_cut() {
        for (raw, circles) in [
            (&[&[1][..], &[2], &[0]][..], vec![vec![0, 1, 2]]),
            (&[&[0]], vec![vec![0]]),
            (&[&[1, 2], &[2], &[]], vec![]),
            (&[&[1], &[0, 2], &[1]], vec![vec![0, 1], vec![1, 2]]),
        ] {
            let (mut edges, mut said) = (edges(raw), Vec::new());
            cut(&mut edges, |members, _| said.push(members.to_vec()));
            assert_eq!(said, circles);
        }
    }

    proptest! {
        #[test]
        fn what_is_left_has_no_circle(raw in prop::collection::vec(prop::collection::vec(0usize..8, 0..4), 8)) {
            let raw: Vec<&[usize]> = raw.iter().map(Vec::as_slice).collect();
            let mut edges = edges(&raw);
            cut(&mut edges, |_, _| {});
            let mut again = 0;
            cut(&mut edges, |_, _| again += 1);
            prop_assert_eq!(again, 0);
        }
    }
}
