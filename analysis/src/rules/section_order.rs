//! ESC701: root fields in another order than description, imports, values.

use esc_syntax::{Entry, TextRange, TextSize};

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Field, RootField};
use crate::{Edit, Fix, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC701",
    name: "section-order",
    summary: "description, imports and values in another order",
    level: Level::Off,
    strict: Level::Off,
    group: Group::Style,
    reference: Reference::Adds,
    fix: FixAvailability::Safe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "`description`, `imports` and `values` in an order other than this one.",
        why: "One order in all files lets a reader find what an environment is built on before what it says itself.",
        bad: "values:\n  a: 1\nimports:\n  - base\n",
        good: "imports:\n  - base\nvalues:\n  a: 1\n",
        fix: "Put them in order. The fix moves whole sections with the comments right above them, and leaves the empty lines between them where they are.",
        reference: "Says nothing: the order means nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let known: Vec<(RootField, &Field)> = context.document.fields.iter().filter_map(|entry| Some((entry.field?, entry))).collect();
    let rank = |field: RootField| RootField::ALL.iter().position(|other| *other == field);
    let late = known.windows(2).find(|pair| rank(pair[0].0) > rank(pair[1].0)).map(|pair| (pair[0].1, pair[1].1));
    let Some((before, late)) = late else { return };
    let (key, before) = (context.node(late.key_node), context.node(before.key_node));
    let edits = in_order(context, &known).filter(|edits| fix::parses(context.source().text(), edits));
    sink.report(
        Finding::at(key, format!("{} stands behind {}", code(&key.text()), code(&before.text())))
            .help("Order the file as `description`, `imports`, `values`")
            .fix(edits.map(|edits| Fix::safe("Put the sections in order", edits))),
    );
}

/// The sections in each other's places. `None` where one of them is there twice, or shares its lines with something else.
fn in_order(context: &Context<'_>, known: &[(RootField, &Field)]) -> Option<Vec<Edit>> {
    let text = context.source().text();
    let mut sorted = known.to_vec();
    sorted.sort_by_key(|(field, _)| RootField::ALL.iter().position(|other| other == field));
    let repeated = sorted.windows(2).any(|pair| pair[0].0 == pair[1].0);
    // What `|+` keeps of the empty lines behind it would be others.
    let keeps = text.contains("|+") || text.contains(">+");
    if repeated || keeps || context.tree().root()?.is_flow() {
        return None;
    }
    let lines = |(_, field): &(RootField, &Field)| lines(text, fix::entry_of(context.node(field.key_node))?);
    let (slots, blocks): (Option<Vec<_>>, Option<Vec<_>>) = (known.iter().map(lines).collect(), sorted.iter().map(lines).collect());
    let moves = slots?.into_iter().zip(blocks?).filter(|(slot, block)| slot != block);
    let edits = moves.map(|(slot, block)| {
        let ended = text[slot].ends_with('\n');
        let block = text[block].trim_end_matches(['\n', '\r']);
        Edit::replace(slot, if ended { format!("{block}{}", fix::line_break(text)) } else { block.to_owned() })
    });
    Some(edits.collect())
}

/// The lines of an entry with the comments right above it, unless they are the head of the file.
fn lines(text: &str, entry: Entry<'_>) -> Option<TextRange> {
    let lines = fix::lines_of_entry(text, entry)?;
    let above = text[..usize::from(lines.start())].split_inclusive('\n').rev();
    let comments = above.take_while(|line| line.starts_with('#')).map(TextSize::of);
    let start = comments.fold(lines.start(), |start, line| start - line);
    Some(TextRange::new(if start == TextSize::from(0) { lines.start() } else { start }, lines.end()))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn points_at_the_first_that_is_late() {
        check(
            "ESC701",
            "
            values:
              a: 1
            imports: [b]
            ^^^^^^^ info: `imports` stands behind `values`
            description: d
        ",
        );
    }

    #[test]
    fn is_silent_about_the_usual_order_and_unknown_fields() {
        check(
            "ESC701",
            "
            x: 1
            description: d
            imports: [b]
            y: 1
            Values: {}
        ",
        );
    }

    #[test]
    fn puts_them_in_order() {
        check_fix(
            "ESC701",
            "
            # Head.
            values:
              a: 1  # a

            # What it is built on.
            imports:
              - b
            description: |
              d
            ",
            "
            # Head.
            description: |
              d

            # What it is built on.
            imports:
              - b
            values:
              a: 1  # a
            ",
        );
        check_fix("ESC701", "imports: [b]\ndescription: d", "description: d\nimports: [b]");
        check_no_fix("ESC701", "{values: {a: 1}, imports: [b]}\n");
        check_no_fix("ESC701", "values:\n  a: |+\n    x\n\nimports: [b]\n");
    }
}
