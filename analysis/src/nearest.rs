//! "Did you mean": the one measure of likeness that every suggestion uses, so that all of them agree.
//!
//! At least as generous as the reference's (case and `_` set aside, fewer slips than half of the letters), and deterministic.

/// `name` without what people get wrong first: case, and the marks between words.
pub fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// Whether `name` is at most `slips` slips away from `written`; both are folded. Tells most strangers apart without counting slips.
pub(crate) fn is_within(written: &str, name: &str, slips: usize) -> bool {
    // A slip adds one letter at most, and takes one away at most.
    let may_be = written.chars().count().abs_diff(name.chars().count()) <= slips
        && name.chars().filter(|letter| !written.contains(*letter)).nth(slips).is_none();
    may_be && strsim::osa_distance(written, name) <= slips
}

/// The candidate most like `written`, if any is like enough. Of equals the first in byte order.
pub fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = fold(written);
    let near = candidates.into_iter().filter(|candidate| *candidate != written);
    let near = near.filter_map(|candidate| likeness(&folded, candidate).map(|rank| (rank, candidate)));
    near.min().map(|(_, candidate)| candidate)
}

/// How far `candidate` is from the folded name; `None` if too far. Smaller is nearer: slips first, then whether the beginning differs.
fn likeness(folded: &str, candidate: &str) -> Option<(usize, bool)> {
    let other = fold(candidate);
    // A transposition counts as one slip.
    let slips = strsim::osa_distance(folded, &other);
    let begins_alike = folded.chars().next() == other.chars().next();
    let length = folded.chars().count();
    if slips < length.div_ceil(2) || slips == 0 {
        return Some((slips, !begins_alike));
    }
    // Half a name, as someone typed it: `environment` for `environmentVariables`.
    let cut = length >= 3 && (other.starts_with(folded) || !other.is_empty() && other.chars().count() >= 3 && folded.starts_with(&other));
    cut.then_some((slips, !begins_alike))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, candidates: &[&str], expected: Option<&str>) {
        assert_eq!(nearest(written, candidates.iter().copied()), expected, "{written}");
    }

    #[test]
    fn finds_slips_case_and_cut_names() {
        check("vaules", &["values", "imports"], Some("values"));
        check("Values", &["values", "imports"], Some("values"));
        check("access_key_id", &["accessKeyId", "secretAccessKey"], Some("accessKeyId"));
        check("env", &["envVars", "other"], Some("envVars"));
        check("fn::tojson", &["fn::toJSON", "fn::toYAML"], Some("fn::toJSON"));
    }

    #[test]
    fn counts_slips_that_are_allowed() {
        for (written, slips) in [("files", 0), ("flies", 1), ("fles", 1), ("fillles", 2), ("fxlys", 2)] {
            assert!(is_within(written, "files", slips), "{written}");
        }
        for (written, slips) in [("flies", 0), ("fls", 1), ("fxlys", 1), ("fillles", 1), ("abcde", 2)] {
            assert!(!is_within(written, "files", slips), "{written}");
        }
    }

    #[test]
    fn leaves_strangers_alone() {
        check("x", &["y"], None);
        check("ab", &["ac"], None);
        check("zebra", &["values", "imports"], None);
        check("same", &["same"], None);
        check("", &["a"], None);
    }

    #[test]
    fn is_deterministic_among_equals() {
        check("hos", &["hot", "host", "hose"], Some("hose"));
        check("hos", &["host", "hose", "hot"], Some("hose"));
    }
}
