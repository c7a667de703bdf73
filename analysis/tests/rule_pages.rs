//! The registry keeps its promises, and `docs/rules/` is what the rules say. `UPDATE_PAGES=1 cargo test -p esc-analysis --test rule_pages`
//! rewrites the pages.

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use common::{Example, lint};
use esc_analysis::rules::{ALL, FixAvailability, Group, Level, Rule, index_page, page, rule, select};
use esc_analysis::{Diagnostic, Settings, Severity};

/// What `rule` says about `text`: alone, or with all others where it is about what they say.
fn findings(rule: &Rule, text: &str) -> Vec<Diagnostic> {
    let mut settings = Settings::default();
    for other in ALL {
        match rule.group {
            Group::Tool => settings.select(other),
            _ => settings.set(other, Level::Off),
        }
    }
    settings.select(rule);
    let example = Example::new(text);
    let found = lint(&example.source(), &settings, &example);
    found.into_iter().filter(|finding| std::ptr::eq(finding.rule, rule)).collect()
}

#[test]
fn codes_and_names_are_sorted_unique_and_well_formed() {
    assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
    let names: BTreeSet<_> = ALL.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), ALL.len());
    for rule in ALL {
        let digits = rule.code.strip_prefix("ESC").unwrap_or_else(|| panic!("{rule:?}"));
        assert!(digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{rule:?}");
        assert!(rule.code.starts_with(rule.group.prefix()), "{rule:?}");
        assert!(
            rule.name.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())),
            "{rule:?}"
        );
    }
    assert!(Group::ALL.windows(2).all(|pair| pair[0].prefix() < pair[1].prefix()));
}

#[test]
fn a_strict_profile_is_never_milder_and_makes_warnings_errors() {
    for rule in ALL {
        let fits = match (rule.level, rule.strict) {
            (Level::On(Severity::Error | Severity::Warning), strict) => strict == Level::On(Severity::Error),
            (Level::On(Severity::Info), strict) => matches!(strict, Level::On(Severity::Info | Severity::Warning)),
            (Level::Off, _) => true,
        };
        assert!(fits, "{rule:?}");
    }
}

#[test]
fn every_rule_has_a_whole_page() {
    for rule in ALL {
        let texts = [rule.summary, rule.page.what, rule.page.why, rule.page.bad, rule.page.good, rule.page.fix, rule.page.reference];
        assert!(texts.iter().all(|text| !text.trim().is_empty()), "{rule:?}");
        assert!(!rule.summary.ends_with('.') && !rule.summary.contains('\n'), "{rule:?}");
        assert!(rule.page.bad.ends_with('\n') && rule.page.good.ends_with('\n'), "{rule:?}");
    }
}

#[test]
fn every_bad_example_is_reported_and_no_good_one() {
    for rule in ALL {
        assert!(!findings(rule, rule.page.bad).is_empty(), "{rule:?} is silent about its bad example");
        let good = findings(rule, rule.page.good);
        assert!(good.is_empty(), "{rule:?} speaks about its good example: {good:?}");
    }
}

#[test]
fn only_rules_that_promise_a_fix_offer_one() {
    for rule in ALL.iter().filter(|rule| rule.fix == FixAvailability::None) {
        assert!(findings(rule, rule.page.bad).iter().all(|finding| finding.fix.is_none()), "{rule:?}");
    }
}

#[test]
fn rules_are_found_by_code_and_name() {
    for expected in ALL {
        assert!(std::ptr::eq(rule(expected.code).unwrap(), *expected));
        assert!(std::ptr::eq(select(expected.name).unwrap()[0], *expected));
    }
}

#[test]
fn pages_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules");
    let mut pages: Vec<(PathBuf, String)> = ALL.iter().map(|rule| (folder.join(format!("{}.md", rule.code)), page(rule))).collect();
    pages.push((folder.join("README.md"), index_page()));
    if env::var_os("UPDATE_PAGES").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        pages.iter().for_each(|(path, text)| fs::write(path, text).unwrap());
    }
    for (path, text) in &pages {
        assert!(fs::read_to_string(path).is_ok_and(|current| current == *text), "{} is stale: run with UPDATE_PAGES=1", path.display());
    }
    let files = fs::read_dir(&folder).unwrap().count();
    assert_eq!(files, pages.len(), "docs/rules holds pages of rules that do not exist: run with UPDATE_PAGES=1");
}
