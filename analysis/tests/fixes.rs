//! What every fix promises (`common/fixing.rs`), checked for every rule, over every environment at hand and over what proptest makes of them.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail, and says why")]

mod common;

use common::fixing::{check_text, fix_text, fix_with, run};
use common::{Example, all_rules};
use esc_analysis::rules::{ALL, FixAvailability, Group, Level, Rule};
use esc_analysis::{Applicability, Settings};
use proptest::prelude::*;
use proptest::sample::Index;

/// `rule` is on, and the others too where it is about what they say.
fn settings_for(rule: &Rule) -> Settings {
    let mut settings = all_rules();
    if rule.group != Group::Tool {
        ALL.iter().for_each(|other| settings.set(other, Level::Off));
        settings.select(rule);
    }
    settings
}

#[test]
fn every_rule_that_promises_a_fix_mends_its_bad_example() {
    for rule in ALL.iter().filter(|rule| rule.fix != FixAvailability::None) {
        let settings = settings_for(rule);
        let found = run(rule.page.bad, &settings);
        let fix = found.iter().filter(|finding| std::ptr::eq(finding.rule, *rule)).find_map(|finding| finding.fix.as_ref());
        assert!(fix.is_some(), "{rule:?} promises a fix, and has none for its bad example");
        let example = if rule.group == Group::Tool { Example::part(rule.page.bad) } else { Example::new(rule.page.bad) };
        let fixed = fix_with(&example, Applicability::Unsafe, &settings);
        let left = fixed.remaining.iter().filter(|finding| std::ptr::eq(finding.rule, *rule)).count();
        assert_eq!((left, fixed.withheld), (0, 0), "{rule:?} does not mend its bad example:\n{}", fixed.source.text());
        // With all rules on, nothing else speaks up.
        let fixed = fix_text(rule.page.bad, Applicability::Unsafe);
        assert_eq!(fixed.withheld, 0, "{rule:?} brings other findings:\n{}", fixed.source.text());
    }
}

#[test]
fn safe_fixes_come_from_rules_that_promise_them() {
    for rule in ALL {
        for finding in run(rule.page.bad, &settings_for(rule)) {
            let Some(fix) = finding.fix else { continue };
            let promised = match fix.applicability {
                Applicability::Safe => finding.rule.fix == FixAvailability::Safe,
                Applicability::Unsafe | Applicability::Draft => finding.rule.fix != FixAvailability::None,
            };
            assert!(promised, "{:?} offers more than it promises", finding.rule);
        }
    }
}

#[test]
fn every_fix_of_every_text_at_hand_holds() {
    for text in &*common::TEXTS {
        check_text(text);
        // Other line breaks, and none at the end.
        check_text(text.replace("\r\n", "\n").replace('\n', "\r\n").trim_end_matches(['\r', '\n']));
        check_text(&format!("\u{FEFF}{}", text.trim_start_matches('\u{FEFF}')));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_fix_of_slipped_texts_holds(text in any::<Index>(), slips in prop::collection::vec((0..common::SLIPS.len(), 0..100usize), 1..5)) {
        check_text(&common::slipped(text.get::<String>(&common::TEXTS).clone(), &slips));
    }
}
