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

/// Shorter names are a slip away from too many others.
const MIN_LETTERS: usize = 4;

/// Whether `written` is `name` with a single slip of the fingers, so that nearly nobody means both. Names that are told apart by a number, or by
/// being one or many, are no slips.
pub(crate) fn is_slip(written: &str, name: &str) -> bool {
    let (one, other) = (fold(written), fold(name));
    let letters = |name: &str| name.trim_matches(|c: char| c.is_ascii_digit()).trim_end_matches('s').to_owned();
    one.chars().count() >= MIN_LETTERS && (one == other || is_within(&one, &other, 1) && letters(&one) != letters(&other))
}

/// The candidate most like `written`, if any is like enough. Of equals the first in byte order. Half a name that is a part of several, such as
/// `token`, is nobody's in particular.
pub fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str, IntoIter: Clone>) -> Option<&'c str> {
    let folded = fold(written);
    let candidates = candidates.into_iter().filter(|candidate| *candidate != written);
    let near = candidates.clone().filter_map(|candidate| Some((likeness(&folded, &fold(candidate))?, candidate)));
    let (rank, nearest) = near.min()?;
    let is_anybodys = || candidates.filter(|candidate| fold(candidate).contains(&folded)).nth(1).is_some();
    (rank.slips < allowed(&folded) || !is_anybodys()).then_some(nearest)
}

/// Slips that leave a name recognizable: fewer than half of its letters.
fn allowed(folded: &str) -> usize {
    folded.chars().count().div_ceil(2).max(1)
}

/// Smaller is nearer.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    slips: usize,
    begins_otherwise: bool,
}

/// How far `other` is from `folded`, both folded; `None` if too far.
fn likeness(folded: &str, other: &str) -> Option<Rank> {
    // A transposition counts as one slip.
    let slips = strsim::osa_distance(folded, other);
    let rank = Rank { slips, begins_otherwise: folded.chars().next() != other.chars().next() };
    let length = folded.chars().count();
    if slips < allowed(folded) {
        return Some(rank);
    }
    // Half a name, as someone typed it: `environment` for `environmentVariables`.
    let cut = length >= 3 && (other.starts_with(folded) || !other.is_empty() && other.chars().count() >= 3 && folded.starts_with(other));
    cut.then_some(rank)
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
        check("token", &["accessToken", "tokenType"], None);
        check("token", &["token_s", "tokenType"], Some("token_s"));
        check("fn::tojson", &["fn::toJSON", "fn::toYAML"], Some("fn::toJSON"));
    }

    #[test]
    fn a_slip_is_one_letter_and_no_other_name() {
        for (written, name) in [("pasword", "password"), ("regoin", "region"), ("Region", "region"), ("db_host", "dbHost")] {
            assert!(is_slip(written, name), "{written}");
        }
        for (written, name) in [("hosts", "host"), ("zone1", "zone2"), ("a/prod-us", "a/prod-eu"), ("db", "dc"), ("token", "tokenType")] {
            assert!(!is_slip(written, name), "{written}");
        }
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
