//! Reports for programs: several in one run, in files or on standard output.

use crate::sandbox::{BROKEN, CLEAN, Sandbox};

#[test]
fn one_run_writes_as_many_reports_as_are_asked_for() {
    let sandbox = Sandbox::new(&[("dev.yaml", BROKEN), ("prod.yaml", CLEAN)]);
    let run = sandbox.run(&["--output", "sarif=esc.sarif", "--output", "gitlab=esc.json", "--output=full=esc.txt", "--color=always"]);
    let run = run.exits(1);
    assert!(run.stdout.contains("\u{1b}[") && run.stdout.contains(" in 1 file (2 checked)."), "{run}");
    let read = |file| std::fs::read_to_string(sandbox.path(file)).unwrap();
    assert!(read("esc.sarif").starts_with("{\"$schema\":") && read("esc.json").starts_with("[{"));
    // What stands in a file is not coloured.
    assert!(read("esc.txt").starts_with("error[ESC002 duplicate-key]: "), "{}", read("esc.txt"));
}

#[test]
fn an_output_that_cannot_be_is_refused() {
    let sandbox = Sandbox::new(&[("dev.yaml", BROKEN)]);
    let error = |output: &str| sandbox.run(&["--output", output]).exits(2).stderr;
    assert!(error("esc.sarif").contains("write it as FORMAT=FILE, as in `sarif=esc.sarif`"));
    assert!(error("sariff=esc.sarif").contains("there is no format `sariff`; did you mean `sarif`?"));
    assert!(error("xml=esc.xml").contains("there is no format `xml`; there are full, concise, json"));
    assert!(error("sarif=").contains("there is no file after the `=`"));
    assert_eq!(error("sarif=gone/esc.sarif"), "error: gone/esc.sarif: cannot be written: its directory does not exist\n");
}

#[test]
fn reports_for_programs_are_whole_without_findings() {
    let sandbox = Sandbox::new(&[("dev.yaml", CLEAN)]);
    assert_eq!(sandbox.run(&["--output-format", "gitlab"]).exits(0).stdout, "[]\n");
    assert_eq!(sandbox.run(&["--output-format", "github"]).exits(0).stdout, "");
    assert!(sandbox.run(&["--output-format", "junit"]).exits(0).stdout.contains("tests=\"1\" failures=\"0\""));
}

#[test]
fn a_fingerprint_survives_what_is_written_above_and_beside() {
    let fingerprint = |text: &str| {
        let run = Sandbox::new(&[("dev.yaml", text)]).run(&["--output-format", "gitlab"]).exits(1);
        run.json()[0]["fingerprint"].as_str().unwrap().to_owned()
    };
    assert_eq!(fingerprint(BROKEN), fingerprint(&format!("# new\n\n{}", BROKEN.replace("values:\n", "values:\r\n  other: 1\r\n"))));
    assert_ne!(fingerprint(BROKEN), fingerprint(&BROKEN.replace("region", "zone")));
}
