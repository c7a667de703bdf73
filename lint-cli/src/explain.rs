//! `esc-lint explain`: one rule's page.

use crate::args::{ExplainArgs, GlobalArgs};
use crate::outcome::Outcome;

pub(crate) fn run(args: &ExplainArgs, _global: &GlobalArgs) -> Outcome {
    Outcome::failed(format!("no rule is called `{}`", args.rule))
}
