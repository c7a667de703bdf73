//! Texts to count the instructions for: the same each time, on every machine.

use std::fmt::Write as _;

/// An environment of about `lines` lines, as people write them: a login, settings with references and lists, what is exported.
pub fn environment(lines: usize) -> String {
    let mut text = String::from("# Settings of one stage.\nimports:\n  - shared/base\nvalues:\n  stage: production\n");
    text.push_str(
        "  aws:\n    login:\n      fn::open::aws-login:\n        oidc:\n          roleArn: arn:aws:iam::123456789012:role/deploy\n",
    );
    text.push_str("          sessionName: deploy\n    region: eu-west-1\n");
    for service in 0..lines.saturating_sub(20).div_ceil(9) {
        let _ = writeln!(text, "  service-{service}: # owned by team {}", service % 7);
        let _ = writeln!(text, "    url: https://service-{service}.${{stage}}.example.com:8443/v1\n    replicas: {}", service % 9);
        let _ = writeln!(text, "    tags: [web, 'stage {service}', {{tier: gold}}]\n    labels:\n      region: ${{aws.region}}");
        let _ = writeln!(text, "      team: ${{team}}\n    password:\n      fn::secret: not-the-password-{service}");
    }
    text.push_str("  environmentVariables:\n    AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}\n");
    text.push_str("    AWS_SECRET_ACCESS_KEY: ${aws.login.secretAccessKey}\n    AWS_SESSION_TOKEN: ${aws.login.sessionToken}\n");
    text.push_str("    SERVICE_URL: ${service-0.url}\n");
    text
}

/// What [`environment`] imports.
pub const BASE: &str = "values:\n  team: platform\n  network:\n    vpc: vpc-0a1b2c3d\n    zones: [a, b, c]\n";

/// An environment with this many findings.
pub fn broken(findings: usize) -> String {
    let mistakes = (0..findings).map(|number| format!("  value-{number}: ${{stge.member-{number}}}\n"));
    format!("values:\n  stage: production\n{}", mistakes.collect::<String>())
}
