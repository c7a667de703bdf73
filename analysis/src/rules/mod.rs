//! The registry: one list of rules, and everything else is derived from it.
//!
//! A rule is one file in this folder: metadata, check, fix, page text and tests. To add one, write the file and add its line to [`ALL`];
//! `rules`, `explain`, the pages under `docs/rules/`, the configuration schema and the tests that walk all rules follow.

mod alias_not_supported;
mod ambiguous_number;
mod broad_role;
mod case_variant_key;
mod composite_in_text;
mod config_key_namespace;
mod constraint_violation;
mod credential_in_url;
mod crossed_credentials;
mod custom_tag;
mod cyclic_import;
mod cyclic_reference;
mod dangerous_variable;
mod deprecated_input;
mod doubtful_reference;
mod duplicate_import;
mod duplicate_key;
mod early_binding;
mod empty_section;
mod evaluated;
mod exported;
mod final_overridden_by_import;
mod foreign_interpolation;
mod function_not_alone;
mod ignored_document;
mod import_conflict;
mod import_name;
mod incomplete_credential_set;
mod incomplete_environment_path;
mod index_out_of_range;
mod inputs;
mod invalid_ciphertext;
mod invalid_function_arguments;
mod invalid_import;
mod invalid_interpolation;
mod invalid_schema;
mod invalid_suppression;
mod invalid_tagged_scalar;
mod invalid_variable_name;
mod invalid_yaml;
mod key_naming;
pub(crate) mod login;
mod login_method_count;
mod long_function_form;
mod malformed_arn;
mod malformed_import_name;
mod malformed_session_name;
mod merge_key_without_effect;
mod misplaced_section;
mod missing_description;
mod missing_provider_input;
mod misspelt_section;
mod nested_section;
mod non_string_key;
mod null_variable;
mod overrides_final_value;
mod page;
mod pins;
mod placeholder_value;
mod plaintext_credential;
pub(crate) mod precedence;
mod redundant_function;
mod report;
mod reserved_key;
mod same_name_slip;
mod secret_dollar_collapse;
mod secret_exported_whole;
mod secret_lost_by_split;
mod section_not_object;
mod section_order;
mod select;
mod sensitive_key_in_clear;
mod session_duration;
mod stack_config_secret;
mod static_credentials;
mod suppression_without_reason;
mod tab_indentation;
#[cfg(test)]
pub(crate) mod testing;
mod trace;
mod trailing_json_text;
mod type_mismatch;
mod types;
mod undeclared_output;
mod undecodable_value;
mod unencrypted_secret;
mod unexplained_schema_failure;
mod unexported_value;
mod unknown_argument_entry;
mod unknown_function;
mod unknown_import_option;
mod unknown_provider;
mod unknown_provider_input;
mod unknown_reference;
mod unknown_schema_keyword;
mod unknown_top_level_key;
mod unneeded_escape;
mod unpinned_import;
mod unprojected_login;
mod unqualified_import;
mod unresolved_import;
mod unscoped_login;
mod unused_import;
pub(crate) mod unused_suppression;
mod unused_value;
mod usage;
pub(crate) mod words;
mod wrap_secret;
mod wrong_section_type;
mod yaml11_boolean;

use crate::diagnostic::Severity;

pub use page::{Page, index_page, page};
pub use report::{Context, Finding, Sink};
pub(crate) use report::{MOST, MOST_SILENCED, speaks_of_meaning};
pub use select::{UnknownRule, rule, select};

/// Every rule, by code.
pub static ALL: &[&Rule] = &[
    &invalid_yaml::RULE,
    &duplicate_key::RULE,
    &alias_not_supported::RULE,
    &non_string_key::RULE,
    &ignored_document::RULE,
    &tab_indentation::RULE,
    &ambiguous_number::RULE,
    &custom_tag::RULE,
    &invalid_tagged_scalar::RULE,
    &merge_key_without_effect::RULE,
    &yaml11_boolean::RULE,
    &unknown_top_level_key::RULE,
    &misplaced_section::RULE,
    &wrong_section_type::RULE,
    &reserved_key::RULE,
    &function_not_alone::RULE,
    &unknown_function::RULE,
    &invalid_function_arguments::RULE,
    &case_variant_key::RULE,
    &unknown_argument_entry::RULE,
    &misspelt_section::RULE,
    &nested_section::RULE,
    &invalid_interpolation::RULE,
    &unknown_reference::RULE,
    &cyclic_reference::RULE,
    &index_out_of_range::RULE,
    &foreign_interpolation::RULE,
    &unused_value::RULE,
    &unneeded_escape::RULE,
    &undeclared_output::RULE,
    &composite_in_text::RULE,
    &incomplete_environment_path::RULE,
    &early_binding::RULE,
    &doubtful_reference::RULE,
    &type_mismatch::RULE,
    &unknown_provider::RULE,
    &unknown_provider_input::RULE,
    &missing_provider_input::RULE,
    &login_method_count::RULE,
    &malformed_arn::RULE,
    &malformed_session_name::RULE,
    &session_duration::RULE,
    &constraint_violation::RULE,
    &deprecated_input::RULE,
    &undecodable_value::RULE,
    &invalid_schema::RULE,
    &unknown_schema_keyword::RULE,
    &trailing_json_text::RULE,
    &unexplained_schema_failure::RULE,
    &unresolved_import::RULE,
    &cyclic_import::RULE,
    &duplicate_import::RULE,
    &invalid_import::RULE,
    &unpinned_import::RULE,
    &unqualified_import::RULE,
    &overrides_final_value::RULE,
    &import_conflict::RULE,
    &unknown_import_option::RULE,
    &final_overridden_by_import::RULE,
    &malformed_import_name::RULE,
    &unused_import::RULE,
    &plaintext_credential::RULE,
    &unencrypted_secret::RULE,
    &sensitive_key_in_clear::RULE,
    &credential_in_url::RULE,
    &static_credentials::RULE,
    &placeholder_value::RULE,
    &broad_role::RULE,
    &unscoped_login::RULE,
    &secret_exported_whole::RULE,
    &invalid_ciphertext::RULE,
    &secret_lost_by_split::RULE,
    &stack_config_secret::RULE,
    &secret_dollar_collapse::RULE,
    &unexported_value::RULE,
    &invalid_variable_name::RULE,
    &incomplete_credential_set::RULE,
    &crossed_credentials::RULE,
    &unprojected_login::RULE,
    &null_variable::RULE,
    &config_key_namespace::RULE,
    &dangerous_variable::RULE,
    &section_not_object::RULE,
    &same_name_slip::RULE,
    &section_order::RULE,
    &key_naming::RULE,
    &missing_description::RULE,
    &empty_section::RULE,
    &redundant_function::RULE,
    &long_function_form::RULE,
    &unused_suppression::RULE,
    &invalid_suppression::RULE,
    &suppression_without_reason::RULE,
];

/// How a rule is set: at a severity, or not at all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// Silent.
    Off,
    /// Speaks at this severity.
    On(Severity),
}

/// Which part of an environment a rule is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Group {
    /// ESC0xx
    Syntax,
    /// ESC1xx
    Structure,
    /// ESC2xx
    References,
    /// ESC3xx
    Types,
    /// ESC4xx
    Imports,
    /// ESC5xx
    Secrets,
    /// ESC6xx
    Projection,
    /// ESC7xx
    Style,
    /// ESC9xx
    Tool,
}

impl Group {
    /// All groups, by code.
    pub const ALL: [Group; 9] = [
        Group::Syntax,
        Group::Structure,
        Group::References,
        Group::Types,
        Group::Imports,
        Group::Secrets,
        Group::Projection,
        Group::Style,
        Group::Tool,
    ];

    /// What the codes of its rules begin with.
    pub fn prefix(self) -> &'static str {
        match self {
            Group::Syntax => "ESC0",
            Group::Structure => "ESC1",
            Group::References => "ESC2",
            Group::Types => "ESC3",
            Group::Imports => "ESC4",
            Group::Secrets => "ESC5",
            Group::Projection => "ESC6",
            Group::Style => "ESC7",
            Group::Tool => "ESC9",
        }
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Group::Syntax => "Syntax",
            Group::Structure => "Structure",
            Group::References => "References",
            Group::Types => "Types and providers",
            Group::Imports => "Imports",
            Group::Secrets => "Secrets",
            Group::Projection => "Projection",
            Group::Style => "Style",
            Group::Tool => "About the tool itself",
        }
    }
}

/// Whether the reference evaluator reports the same thing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Reference {
    /// It does, and the verdicts must agree.
    Agrees,
    /// It is silent; this is what the tool adds.
    Adds,
}

/// Whether a rule's findings come with a fix.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FixAvailability {
    /// Never.
    None,
    /// Some do, and it may be made without looking.
    Safe,
    /// Some do, and it has to be asked for.
    Unsafe,
}

/// One rule.
pub struct Rule {
    /// `ESC` and three digits, never reused.
    pub code: &'static str,
    /// Kebab-case, states the problem.
    pub name: &'static str,
    /// One line for lists.
    pub summary: &'static str,
    /// Unless configured.
    pub level: Level,
    /// In the `strict` profile.
    pub strict: Level,
    /// What it is about.
    pub group: Group,
    /// What the reference does.
    pub reference: Reference,
    /// Whether there is a fix.
    pub fix: FixAvailability,
    /// Whether a comment may silence it.
    pub suppressible: bool,
    /// The version that brought it.
    pub since: &'static str,
    /// Looks at one document and reports what it finds. Not called where the rule is off.
    pub check: fn(&Context<'_>, &mut Sink<'_>),
    /// Its page.
    pub page: Page,
}

impl Rule {
    /// The severity of a rule that is off and gets switched on without a word about it.
    pub fn severity_when_selected(&self) -> Severity {
        match (self.level, self.strict) {
            (Level::On(severity), _) => severity,
            // A strict profile turns warnings into errors; no rule that is off by itself is worse than a warning.
            (Level::Off, Level::On(Severity::Error)) => Severity::Warning,
            (Level::Off, Level::On(severity)) => severity,
            (Level::Off, Level::Off) => Severity::Info,
        }
    }

    /// The address of its page, once the pages have a home.
    pub fn url(&self) -> Option<String> {
        PAGES.map(|base| format!("{base}/{}.md", self.code))
    }

    /// Its place in [`ALL`].
    pub(crate) fn index(&self) -> Option<usize> {
        ALL.binary_search_by_key(&self.code, |rule| rule.code).ok()
    }
}

/// Where the rule pages are published; links are left out until this is set.
const PAGES: Option<&str> = None;

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}
