//! An environment with all that it imports, as a document to read: what programs would find in it, secrets masked.

use esc_analysis::preview::{Preview, yaml};

use crate::Context;
use crate::values::file_name;

/// The document, YAML with a head that says what it is.
pub fn merged(context: &Context<'_>) -> String {
    let mut preview = Preview::new(context.analyzer, context.source());
    let imports: Vec<String> = preview.imports().map(|(name, ..)| format!("`{}`", one_line(&name))).collect();
    let imports = if imports.is_empty() { "nothing".to_owned() } else { imports.join(", ") };
    let more = if preview.is_open() { "# There may be more keys: an import is not known here.\n" } else { "" };
    let file = one_line(file_name(context.source().path()));
    format!(
        "# `{file}` merged with what it imports: {imports}.\n# Nothing was opened or decrypted; secrets are masked.\n{more}{}",
        yaml(&preview.json())
    )
}

fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::testing::World;

    #[test]
    fn shows_what_is_merged_and_masks_secrets() {
        let world = World::new(
            "//- base\nvalues:\n  a: 1\n  p: {fn::secret: hunter2}\n//- main\nimports: [base, nowhere]$0\nvalues:\n  b: ${a}\n  c: ${p}-\n  l: {fn::open::aws-login: {}}\n",
        );
        assert_snapshot!(world.look(|context, _| merged(context)), @"
        # `main.yaml` merged with what it imports: `base`, `nowhere`.
        # Nothing was opened or decrypted; secrets are masked.
        # There may be more keys: an import is not known here.
        a: 1
        b: 1
        c: '[secret]'
        l: '[unknown]'
        p: '[secret]'
        ");
    }
}
