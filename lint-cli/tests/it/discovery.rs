//! What is linted: named files, walked directories, patterns, exclusions.

use crate::sandbox::{BROKEN, CLEAN, MANIFEST, Sandbox};

#[test]
fn a_directory_is_walked_for_what_looks_like_an_environment() {
    let sandbox = Sandbox::new(&[
        ("envs/dev.yaml", CLEAN),
        ("envs/team/prod.yml", CLEAN),
        ("envs/deployment.yaml", MANIFEST),
        ("envs/notes.yaml", "just: notes\n"),
        ("envs/empty.esc.yaml", "{}\n"),
        ("envs/any.esc", "a: 1\n"),
        ("envs/.hidden.yaml", CLEAN),
        ("envs/.hidden/dev.yaml", CLEAN),
        ("envs/readme.md", "values:\n  a: 1\n"),
    ]);
    let expected = ["envs/any.esc", "envs/dev.yaml", "envs/empty.esc.yaml", "envs/team/prod.yml"];
    assert_eq!(sandbox.listed(&["envs"]), expected);
    assert_eq!(sandbox.listed(&["envs/"]), expected);
    assert_eq!(sandbox.listed(&[]), expected);
    assert_eq!(sandbox.listed(&["."]), expected);
    assert_eq!(sandbox.listed(&["./envs"])[0], "./envs/any.esc");
}

#[test]
fn text_that_does_not_parse_is_judged_by_its_lines() {
    let sandbox =
        Sandbox::new(&[("a.yaml", "values:\n  a: [\n"), ("b.yaml", "other:\n  a: [\n"), ("c.yaml", "kind: [\nvalues:\n  a: 1\n")]);
    assert_eq!(sandbox.listed(&["."]), ["a.yaml"]);
}

#[test]
fn a_named_file_is_always_linted() {
    let sandbox = Sandbox::new(&[("manifest.yaml", MANIFEST), (".hidden.yaml", CLEAN), ("text.txt", CLEAN)]);
    assert_eq!(sandbox.listed(&["text.txt", "manifest.yaml", ".hidden.yaml"]), [".hidden.yaml", "manifest.yaml", "text.txt"]);
}

#[test]
fn gitignore_counts_with_and_without_a_work_tree() {
    let sandbox =
        Sandbox::new(&[(".gitignore", "/build/\n*.gen.yaml\n"), ("build/dev.yaml", CLEAN), ("dev.gen.yaml", CLEAN), ("dev.yaml", CLEAN)]);
    assert_eq!(sandbox.listed(&["."]), ["dev.yaml"]);
    std::fs::create_dir(sandbox.path(".git")).unwrap();
    assert_eq!(sandbox.listed(&["."]), ["dev.yaml"]);
    // What is named is linted all the same.
    assert_eq!(sandbox.listed(&["build"]), ["build/dev.yaml"]);
    assert_eq!(sandbox.listed(&["dev.gen.yaml"]), ["dev.gen.yaml"]);
}

#[test]
fn patterns_that_the_shell_left_alone_are_expanded() {
    let sandbox = Sandbox::new(&[
        ("envs/a.yaml", CLEAN),
        ("envs/b.yaml", CLEAN),
        ("envs/c.yml", CLEAN),
        ("envs/deep/d.yaml", CLEAN),
        ("envs/manifest.yaml", MANIFEST),
        ("envs/odd[1].yaml", CLEAN),
    ]);
    assert_eq!(sandbox.listed(&["envs/*.yaml"]), ["envs/a.yaml", "envs/b.yaml", "envs/odd[1].yaml"]);
    assert_eq!(sandbox.listed(&["./envs/[ab].yaml"]), ["./envs/a.yaml", "./envs/b.yaml"]);
    assert_eq!(sandbox.listed(&["**/d.yaml"]), ["envs/deep/d.yaml"]);
    assert_eq!(sandbox.listed(&["envs/{a,c}.*"]), ["envs/a.yaml", "envs/c.yml"]);
    // A file of that very name is meant before any pattern.
    assert_eq!(sandbox.listed(&["envs/odd[1].yaml"]), ["envs/odd[1].yaml"]);
    let run = sandbox.run(&["envs/*.json"]).exits(2);
    assert_eq!(run.stderr, "error: envs/*.json: no file matches this pattern\n");
}

#[test]
fn a_file_that_is_reached_twice_is_linted_once() {
    let sandbox = Sandbox::new(&[("envs/dev.yaml", BROKEN)]);
    let absolute = sandbox.path("envs/dev.yaml");
    let run = sandbox.run(&["--output-format", "json", "envs/dev.yaml", "./envs/dev.yaml", "envs", absolute.to_str().unwrap()]).exits(1);
    assert_eq!(run.json()["files"], 1);
    assert_eq!(run.findings().len(), 1);
}

#[cfg(unix)]
#[test]
fn links_count_once_and_dangling_ones_are_told() {
    let sandbox = Sandbox::new(&[("envs/dev.yaml", CLEAN)]);
    std::os::unix::fs::symlink("dev.yaml", sandbox.path("envs/alias.yaml")).unwrap();
    std::os::unix::fs::symlink("gone.yaml", sandbox.path("envs/broken.yaml")).unwrap();
    std::os::unix::fs::symlink("..", sandbox.path("envs/loop")).unwrap();
    let run = sandbox.run(&["--output-format", "json", "envs"]).exits(0);
    assert_eq!(run.json()["files"], 1);
    assert_eq!(run.stderr, "warning: envs/broken.yaml: is a link to a file that does not exist\n");
    let run = sandbox.run(&["envs/broken.yaml"]).exits(2);
    assert_eq!(run.stderr, "error: envs/broken.yaml: is a link to a file that does not exist\n");
}

#[test]
fn the_configuration_says_what_belongs_and_what_does_not() {
    let sandbox = Sandbox::new(&[
        (".esc-lint.yaml", "files: [envs/*.yaml, .esc/]\nexclude: [envs/old.yaml, vendor/]\n"),
        ("envs/dev.yaml", CLEAN),
        ("envs/odd.yaml", "a: 1\n"),
        ("envs/old.yaml", CLEAN),
        (".esc/prod.yaml", CLEAN),
        ("other/dev.yaml", CLEAN),
        ("vendor/dev.yaml", CLEAN),
    ]);
    assert_eq!(sandbox.listed(&[]), [".esc/prod.yaml", "envs/dev.yaml", "envs/odd.yaml"]);
    assert_eq!(sandbox.listed(&["."]), ["envs/dev.yaml", "envs/odd.yaml", "other/dev.yaml"]);
    assert_eq!(sandbox.listed(&["--no-config"]), ["envs/dev.yaml", "envs/old.yaml", "other/dev.yaml", "vendor/dev.yaml"]);
    // From below, the configuration's files are shown from where the user stands.
    let run = sandbox.run_in("other", &["files"]).exits(0);
    assert_eq!(run.stdout, "../.esc/prod.yaml\n../envs/dev.yaml\n../envs/odd.yaml\n");
    // A file that is named is linted, whatever is excluded.
    assert_eq!(sandbox.listed(&["envs/old.yaml"]), ["envs/old.yaml"]);
}

#[test]
fn with_force_exclude_named_files_pass_the_same_test() {
    let sandbox = Sandbox::new(&[
        (".esc-lint.yaml", "files: [odd.yaml]\nexclude: [vendor/]\n"),
        ("dev.yaml", CLEAN),
        ("odd.yaml", "a: 1\n"),
        ("manifest.yaml", MANIFEST),
        ("vendor/dev.yaml", CLEAN),
        ("readme.md", CLEAN),
    ]);
    let named = ["dev.yaml", "odd.yaml", "manifest.yaml", "vendor/dev.yaml", "readme.md"];
    assert_eq!(sandbox.listed(&[&["--force-exclude"], named.as_slice()].concat()), ["dev.yaml", "odd.yaml"]);
    let run = sandbox.run(&["--force-exclude", "manifest.yaml", "readme.md"]).exits(0);
    assert_eq!(run.stdout + &run.stderr, "");
}

#[test]
fn nothing_to_lint_is_no_success() {
    let sandbox = Sandbox::new(&[("manifest.yaml", MANIFEST)]);
    let run = sandbox.run(&[]).exits(2);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.starts_with("error: no ESC environment found here"), "{run}");
}
