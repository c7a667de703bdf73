use insta::assert_snapshot;

use super::completions;
use crate::testing::World;

/// The menu, one completion a line: label, what is replaced, what is inserted with its holes, detail.
fn menu(fixture: &str) -> String {
    let world = World::new(fixture);
    world.look(|context, offset| {
        let items = completions(context, offset).into_iter().map(|item| {
            let replaced = &world.source().text()[item.range];
            assert!(!replaced.contains('\n') && item.range.contains_inclusive(offset), "{item:?}");
            let replaced = if replaced.is_empty() { String::new() } else { format!("{replaced} → ") };
            let detail = item.detail.map(|detail| format!("  ({detail})")).unwrap_or_default();
            format!("{}: {replaced}{}{detail}", item.label, item.insert.snippet().replace('\n', "⏎"))
        });
        items.collect::<Vec<_>>().join("\n")
    })
}

/// The labels alone.
fn labels(fixture: &str) -> String {
    World::new(fixture)
        .look(|context, offset| completions(context, offset).into_iter().map(|item| item.label).collect::<Vec<_>>().join(" "))
}

#[test]
fn fields_of_the_root() {
    assert_snapshot!(menu("$0"), @"
    values: values:⏎  $1
    imports: imports:⏎  - $1
    description: description: $1
    ");
    assert_snapshot!(menu("va$0"), @"values: va → values:⏎  $1");
    assert_snapshot!(labels("values:\n  a: 1\n$0"), @"imports description");
    assert_snapshot!(menu("im$0: [a]\nvalues:\n  a: 1\n"), @"imports: im → imports");
}

#[test]
fn sections_stand_directly_below_values() {
    assert_snapshot!(menu("values:\n  $0"), @"
    environmentVariables: environmentVariables:⏎  $1  (entries become environment variables)
    files: files:⏎  $1  (entries become files)
    policyConfig: policyConfig:⏎  $1  (entries reach policy packs as configuration)
    pulumiConfig: pulumiConfig:⏎  $1  (entries reach Pulumi stacks as configuration)
    ");
    assert_snapshot!(labels("values:\n  files: {}\n  pu$0\n  b: 1\n"), @"pulumiConfig");
    assert_snapshot!(labels("values:\n  a:\n    pu$0\n"), @"fn::open::azure-login fn::open::azure-secrets fn::open::debug-oidc-claims fn::open::pulumi-stacks fn::open::vault-login fn::open::vault-secrets");
}

#[test]
fn what_is_missing_around_it_is_inserted_too() {
    // Without a space, a colon or a dash separates nothing.
    assert_snapshot!(menu("values:\n  a:\n    fn::rotate:\n      inputs: {}\n      provider:passw$0\n"), @"password: passw →  password");
    assert_snapshot!(menu("//- a\n//- b\n//- main\nimports:\n  - a\n  -$0\n"), @"b:  b");
    // An item needs a dash in line with the others.
    assert_snapshot!(menu("//- a\n//- b\n//- main\nimports:\n  - a\n  $0\n"), @"b: - b");
    assert_snapshot!(menu("//- a\n//- main\nimports:\n  $0\n"), @"a: - a");
    assert_snapshot!(menu("//- a\n//- b\n//- main\nimports:\n  - a\n $0\n"), @"");
    // A key that is typed anew above its own lines needs nothing but its colon.
    assert_snapshot!(menu("values:\n  a:\n    fn::open::aws-l$0\n      oidc: {}\n"), @"fn::open::aws-login: fn::open::aws-l → fn::open::aws-login:  (AWS credentials: from an IAM role, assumed with an OIDC token of Pulumi Cloud, or a key pair that you give.)");
    // Keys of one object are in line.
    assert_snapshot!(labels("values:\n  files: {}\n   $0\n"), @"");
}

#[test]
fn what_a_variable_is_for_comes_first() {
    assert_snapshot!(labels(&format!("{AWS}  environmentVariables:\n    AWS_SESSION_TOKEN: ${{aws.login.$0\n")), @"sessionToken accessKeyId secretAccessKey");
    assert_snapshot!(labels(&format!("{AWS}  a:\n    fn::open::aws-secrets:\n      login: ${{$0\n")), @"aws.login");
}

const AWS: &str = "\
values:
  aws:
    login:
      fn::open::aws-login:
        oidc: {roleArn: x, sessionName: y}
";

#[test]
fn the_outputs_of_a_login() {
    assert_snapshot!(menu(&format!("{AWS}  a: ${{aws.login.$0}}\n")), @"
    accessKeyId: accessKeyId  (string)
    secretAccessKey: secretAccessKey  (secret string)
    sessionToken: sessionToken  (secret string)
    ");
    assert_snapshot!(menu(&format!("{AWS}  a: \"x ${{aws.login.$0\"\n")), @r"
    accessKeyId: accessKeyId\}  (string)
    secretAccessKey: secretAccessKey\}  (secret string)
    sessionToken: sessionToken\}  (secret string)
    ");
    assert_snapshot!(menu(&format!("{AWS}  a: '${{aws.login.se$0'\n  b: 1\n")), @r"
    secretAccessKey: se → secretAccessKey\}  (secret string)
    sessionToken: se → sessionToken\}  (secret string)
    accessKeyId: se → accessKeyId\}  (string)
    ");
    assert_snapshot!(menu(&format!("{AWS}  a: |\n    one\n    ${{aws.login.se$0}} two\n")), @"
    secretAccessKey: se → secretAccessKey  (secret string)
    sessionToken: se → sessionToken  (secret string)
    accessKeyId: se → accessKeyId  (string)
    ");
    assert_snapshot!(menu(&format!("{AWS}  a: [${{aws.login.se$0]\n")), @r#"
    secretAccessKey: ${aws.login.se → "\${aws.login.secretAccessKey\}"  (secret string)
    sessionToken: ${aws.login.se → "\${aws.login.sessionToken\}"  (secret string)
    accessKeyId: ${aws.login.se → "\${aws.login.accessKeyId\}"  (string)
    "#);
    assert_snapshot!(menu(&format!("{AWS}  a: [\"${{aws.login.se$0}}\"]\n")), @"
    secretAccessKey: se → secretAccessKey  (secret string)
    sessionToken: se → sessionToken  (secret string)
    accessKeyId: se → accessKeyId  (string)
    ");
    assert_snapshot!(menu(&format!("{AWS}  a: ${{aws.login.se$0ssion}}\n")), @"
    secretAccessKey: session → secretAccessKey  (secret string)
    sessionToken: session → sessionToken  (secret string)
    accessKeyId: session → accessKeyId  (string)
    ");
    assert_snapshot!(menu(&format!("{AWS}  a: ${{aws.login[\"se$0\n")), @r#"
    secretAccessKey: ["se → ["secretAccessKey"]\}  (secret string)
    sessionToken: ["se → ["sessionToken"]\}  (secret string)
    accessKeyId: ["se → ["accessKeyId"]\}  (string)
    "#);
}

#[test]
fn roots_of_a_path() {
    assert_snapshot!(menu(&format!("{AWS}  a: ${{$0}}\n")), @"
    aws: aws  (object)
    context: context
    environments: environments
    imports: imports
    ");
    assert_snapshot!(labels(&format!("{AWS}  a: $$0\n")), @"aws context environments imports");
    assert_snapshot!(labels(&format!("{AWS}  a: $$$0\n")), @"");
    assert_snapshot!(menu(&format!("{AWS}  environmentVariables:\n    A: ${{$0}}\n")), @"
    aws.login.accessKeyId: aws.login.accessKeyId  (string)
    aws.login.secretAccessKey: aws.login.secretAccessKey  (secret string)
    aws.login.sessionToken: aws.login.sessionToken  (secret string)
    context.currentEnvironment.name: context.currentEnvironment.name
    context.pulumi.openDuration: context.pulumi.openDuration
    context.pulumi.organization.login: context.pulumi.organization.login
    context.pulumi.token.name: context.pulumi.token.name
    context.pulumi.token.team: context.pulumi.token.team
    context.pulumi.token.type: context.pulumi.token.type
    context.pulumi.user.login: context.pulumi.user.login
    context.rootEnvironment.name: context.rootEnvironment.name
    ");
}

#[test]
fn nothing_that_leads_back_to_itself() {
    assert_snapshot!(labels("values:\n  a: ${$0}\n  b: ${a}\n  c: x${b}\n  d: 1\n  o: {x: '${a}', y: 2}\n"), @"d context environments imports o.y");
    assert_snapshot!(labels("values:\n  o:\n    x: ${$0}\n    y: 1\n    z: ${o.x}\n"), @"context environments imports o.y");
}

#[test]
fn keys_that_need_brackets() {
    assert_snapshot!(menu("values:\n  o: {\"a b\": 1, c.d: 2, e: 3}\n  x: ${o.$0}\n"), @r#"
    e: e  (number)
    ["a b"]: . → ["a b"]  (number)
    ["c.d"]: . → ["c.d"]  (number)
    "#);
    assert_snapshot!(menu("values:\n  o: {\"a b\": 1}\n  x: \"${o.$0}\"\n"), @r#"["a b"]: . → [\\"a b\\"]  (number)"#);
    assert_snapshot!(menu("values:\n  l: [1, 2]\n  x: ${l[$0}\n"), @"
    [0]: [ → [0]  (number)
    [1]: [ → [1]  (number)
    ");
}

#[test]
fn imported_values() {
    let base = "//- shared/base\nvalues:\n  region: eu-west-1\n  nested: {a: 1}\n  files: {X: y}\n";
    assert_snapshot!(menu(&format!("{base}//- main\nimports: [shared/base]\nvalues:\n  own: 1\n  a: ${{$0}}\n")), @"
    own: own  (number)
    context: context
    environments: environments
    files: files  (object)
    imports: imports
    nested: nested  (object)
    region: region  (string)
    ");
    assert_snapshot!(menu(&format!("{base}//- main\nimports: [shared/base]\nvalues:\n  a: ${{imports.$0}}\n")), @r#"["shared/base"]: . → ["shared/base"]  (object)"#);
    assert_snapshot!(menu(&format!("{base}//- main\nvalues:\n  a: ${{environments.$0}}\n")), @"shared: shared");
    assert_snapshot!(menu(&format!("{base}//- main\nvalues:\n  a: ${{environments.shared.base.$0}}\n")), @"
    files: files  (object)
    nested: nested  (object)
    region: region  (string)
    ");
    assert_snapshot!(menu(&format!("{base}//- main\nimports: [shared/base]\nvalues:\n  re$0\n")), @"
    region: re → region: $1  (overrides an imported value)
    environmentVariables: re → environmentVariables:⏎  $1  (entries become environment variables)
    ");
    assert_snapshot!(menu("values:\n  a: ${context.$0}\n"), @"
    currentEnvironment: currentEnvironment
    pulumi: pulumi
    rootEnvironment: rootEnvironment
    ");
    assert_snapshot!(menu("values:\n  a: ${context.pulumi.user.$0}\n"), @"login: login");
}

#[test]
fn types_that_do_not_fit_are_left_out() {
    assert_snapshot!(labels("values:\n  t: x\n  n: 1\n  l: [a]\n  o: {t: y, n: 2}\n  x: {fn::toBase64: \"${$0}\"}\n"), @"t l[0] o.t context.currentEnvironment.name context.pulumi.openDuration context.pulumi.organization.login context.pulumi.token.name context.pulumi.token.team context.pulumi.token.type context.pulumi.user.login context.rootEnvironment.name");
}

#[test]
fn keys_of_a_get_map() {
    let text = "\
values:
  secrets:
    fn::open::aws-secrets:
      region: eu-west-1
      login: ${aws.login}
      get:
        db-password: {secretId: x}
        api key: {secretId: y}
  a: ${secrets.$0}
";
    assert_snapshot!(menu(text), @r#"
    db-password: db-password  (secret string)
    ["api key"]: . → ["api key"]  (secret string)
    "#);
}

#[test]
fn functions_and_providers() {
    assert_snapshot!(labels("values:\n  a:\n    fn$0\n"), @"fn::secret fn::fromJSON fn::join fn::toJSON fn::concat fn::final fn::fromBase64 fn::split fn::toBase64 fn::toString fn::toYAML fn::validate fn::open::1password-secrets fn::open::aws-login fn::open::aws-parameter-store fn::open::aws-secrets fn::open::azure-login fn::open::azure-secrets fn::open::debug-oidc-claims fn::open::doppler-login fn::open::doppler-secrets fn::open::external fn::open::gcp-login fn::open::gcp-secrets fn::open::gh-login fn::open::infisical-login fn::open::infisical-secrets fn::open::oidc fn::open::pulumi-stacks fn::open::snowflake-login fn::open::terraform-state fn::open::vault-login fn::open::vault-secrets fn::rotate::aws-iam fn::rotate::azure-app-secret fn::rotate::external fn::rotate::mysql fn::rotate::passphrase fn::rotate::password fn::rotate::postgres fn::rotate::snowflake-user fn::open fn::rotate");
    assert_snapshot!(menu("values:\n  a:\n    fn::open::aws-l$0\n  b: 1\n"), @"fn::open::aws-login: fn::open::aws-l → fn::open::aws-login:⏎  oidc:⏎    roleArn: ${1:arn:aws:iam::123456789012:role/esc-oidc}⏎    sessionName: ${2:pulumi-esc}  (AWS credentials: from an IAM role, assumed with an OIDC token of Pulumi Cloud, or a key pair that you give.)");
    assert_snapshot!(menu("values:\n  a:\n      fn::open::aws-s$0\n"), @"
    fn::open::aws-secrets: fn::open::aws-s → fn::open::aws-secrets:⏎  login:⏎    accessKeyId: $1⏎    secretAccessKey:⏎      fn::secret: $2⏎  get:⏎    ${3:name}:⏎      secretId: $4⏎  region: ${5:us-west-2}  (Secrets from AWS Secrets Manager.)
    fn::open::aws-parameter-store: fn::open::aws-s → fn::open::aws-parameter-store:⏎  login:⏎    accessKeyId: $1⏎    secretAccessKey:⏎      fn::secret: $2⏎  get:⏎    ${3:name}:⏎      name: ${4:/myNamespace/myKey}⏎  region: ${5:us-west-2}  (Parameters from AWS Systems Manager Parameter Store.)
    ");
    assert_snapshot!(menu("values:\n  a: {fn::open::aws-l$0}\n"), @r"fn::open::aws-login: fn::open::aws-l → fn::open::aws-login: {oidc: {roleArn: ${1:arn:aws:iam::123456789012:role/esc-oidc}, sessionName: ${2:pulumi-esc}\}\}  (AWS credentials: from an IAM role, assumed with an OIDC token of Pulumi Cloud, or a key pair that you give.)");
    assert_snapshot!(menu("values:\n  - fn::open::doppler-l$0\n"), @"");
    assert_snapshot!(menu("values:\n  a:\n    - fn::open::doppler-l$0\n"), @"fn::open::doppler-login: fn::open::doppler-l → fn::open::doppler-login:⏎    oidc:⏎      identityId: ${1:00000000-0000-0000-0000-000000000000}  (A short-lived Doppler token of a service account identity, by OIDC.)");
    assert_snapshot!(menu("values:\n  a:\n    fn::rotate::aws-i$0\n"), @"fn::rotate::aws-iam: fn::rotate::aws-i → fn::rotate::aws-iam:⏎  inputs:⏎    login:⏎      accessKeyId: $1⏎      secretAccessKey:⏎        fn::secret: $2⏎    userArn: ${3:arn:aws:iam::123456789012:user/username}  (Access keys of an IAM user: the current pair and the one before, both valid.)");
    assert_snapshot!(menu("values:\n  a:\n    fn::jo$0\n"), @r#"
    fn::join: fn::jo → fn::join: ["${1:,}", [$2]]  ([delimiter, list of text] → text)
    fn::fromJSON: fn::jo → fn::fromJSON: $1  (text → any value)
    fn::toJSON: fn::jo → fn::toJSON: $1  (any value → text)
    "#);
    assert_snapshot!(menu("values:\n  a:\n    fn::jo$0: [x]\n"), @"
    fn::join: fn::jo → fn::join  ([delimiter, list of text] → text)
    fn::fromJSON: fn::jo → fn::fromJSON  (text → any value)
    fn::toJSON: fn::jo → fn::toJSON  (any value → text)
    ");
    // A call is alone.
    assert_snapshot!(labels("values:\n  a:\n    fn$0\n    b: 1\n"), @"");
    assert_snapshot!(labels("values:\n  fn$0\n"), @"");
}

#[test]
fn inputs_of_a_provider() {
    assert_snapshot!(menu("values:\n  a:\n    fn::open::aws-login:\n      $0\n"), @"
    oidc: oidc:⏎  roleArn: ${1:arn:aws:iam::123456789012:role/esc-oidc}⏎  sessionName: ${2:pulumi-esc}  (object)
    static: static:⏎  accessKeyId: $1⏎  secretAccessKey:⏎    fn::secret: $2  (object)
    fn::fromJSON: fn::fromJSON: $1  (text → any value)
    fn::final: fn::final: $1  (any value → the same value)
    fn::validate: fn::validate:⏎  schema: $1⏎  value: $2  ({schema, value} → the value)
    fn::open::aws-login: fn::open::aws-login:⏎  oidc:⏎    roleArn: ${1:arn:aws:iam::123456789012:role/esc-oidc}⏎    sessionName: ${2:pulumi-esc}  (AWS credentials: from an IAM role, assumed with an OIDC token of Pulumi Cloud, or a key pair that you give.)
    fn::open::azure-login: fn::open::azure-login:⏎  clientId: $1⏎  tenantId: $2⏎  oidc: true  (Azure credentials of an Entra application, by OIDC or with a client secret.)
    fn::open::debug-oidc-claims: fn::open::debug-oidc-claims:⏎  $1  (The claims that an OIDC token of ESC would carry, without a token: to set up the other side first.)
    fn::open::doppler-login: fn::open::doppler-login:⏎  oidc:⏎    identityId: ${1:00000000-0000-0000-0000-000000000000}  (A short-lived Doppler token of a service account identity, by OIDC.)
    fn::open::external: fn::open::external:⏎  url: ${1:https://my-adapter.example.com/fetch-secrets}  (The JSON answer of an HTTPS adapter that you run.)
    fn::open::gcp-login: fn::open::gcp-login:⏎  project: ${1:951040570662}⏎  oidc:⏎    providerId: $2⏎    serviceAccount: $3⏎    workloadPoolId: $4  (A Google Cloud access token: by workload identity federation with OIDC, or from a token that you give, with impersonation if wanted.)
    fn::open::gh-login: fn::open::gh-login:⏎  appId: ${1:123456}⏎  owner: ${2:octocat}⏎  privateKey:⏎    fn::secret: $3  (An installation token of a GitHub App for one account, good for about an hour.)
    fn::open::infisical-login: fn::open::infisical-login:⏎  oidc:⏎    identityId: $1  (An Infisical token of a machine identity, by OIDC or with Universal Auth.)
    fn::open::pulumi-stacks: fn::open::pulumi-stacks:⏎  stacks:⏎    ${1:name}:⏎      stack: ${2:vpc-infra/dev}  (Outputs of Pulumi stacks, or of Terraform states that Pulumi Cloud keeps.)
    fn::open::snowflake-login: fn::open::snowflake-login:⏎  oidc:⏎    account: ${1:myorganization-account}⏎    user: $2  (An OAuth token of a Snowflake user, by OIDC through an external OAuth integration.)
    fn::open::terraform-state: fn::open::terraform-state:⏎  backend:⏎    $1  (Root outputs of a Terraform state in an S3 bucket or a Terraform Cloud or Enterprise workspace.)
    fn::open::vault-login: fn::open::vault-login:⏎  address: ${1:https://127.0.0.1:8200/}⏎  jwt:⏎    role: $2  (A short-lived HashiCorp Vault token: by the JWT method with OIDC, or as the child of a token that you give.)
    fn::open::vault-secrets: fn::open::vault-secrets:⏎  login:⏎    address: $1⏎    token:⏎      fn::secret: $2⏎  read:⏎    ${3:name}:⏎      path: $4  (Data from HashiCorp Vault as it is stored.)
    fn::rotate::aws-iam: fn::rotate::aws-iam:⏎  inputs:⏎    login:⏎      accessKeyId: $1⏎      secretAccessKey:⏎        fn::secret: $2⏎    userArn: ${3:arn:aws:iam::123456789012:user/username}  (Access keys of an IAM user: the current pair and the one before, both valid.)
    fn::rotate::azure-app-secret: fn::rotate::azure-app-secret:⏎  inputs:⏎    login:⏎      clientId: $1⏎      tenantId: $2⏎    clientId: $3  (Client secrets of an Entra app registration: the current one and the one before, both valid.)
    fn::rotate::external: fn::rotate::external:⏎  inputs:⏎    url: ${1:https://my-adapter.example.com/rotate-credentials}  (Credentials from an HTTPS adapter that you run; its answer becomes the new state.)
    fn::rotate::mysql: fn::rotate::mysql:⏎  inputs:⏎    database:⏎      database: $1⏎      host: $2⏎      managingUser:⏎        password:⏎          fn::secret: $3⏎        username: $4⏎      port: ${5:3306}⏎    rotateUsers:⏎      username1: $6⏎      username2: $7  (Passwords of two MySQL users, changed in turn, so that one always works.)
    fn::rotate::passphrase: fn::rotate::passphrase:⏎  inputs:⏎    $1  (A passphrase of random words, new at every rotation.)
    fn::rotate::password: fn::rotate::password:⏎  inputs:⏎    $1  (A random password, new at every rotation.)
    fn::rotate::postgres: fn::rotate::postgres:⏎  inputs:⏎    database:⏎      database: $1⏎      host: $2⏎      managingUser:⏎        password:⏎          fn::secret: $3⏎        username: $4⏎      port: ${5:5432}⏎    rotateUsers:⏎      username1: $6⏎      username2: $7  (Passwords of two PostgreSQL users, changed in turn, so that one always works.)
    fn::rotate::snowflake-user: fn::rotate::snowflake-user:⏎  inputs:⏎    login:⏎      account: ${1:myorganization-account}⏎      user: $2⏎    targetUser: $3  (The RSA key pair of a Snowflake user.)
    fn::open: fn::open:⏎  provider: $1⏎  inputs:⏎    $2  ({provider, inputs} → what the provider answers)
    fn::rotate: fn::rotate:⏎  provider: $1⏎  inputs:⏎    $2  ({provider, inputs, state} → current and previous credentials)
    ");
    assert_snapshot!(menu("values:\n  a:\n    fn::open::aws-login:\n      oidc:\n        roleArn: x\n        s$0\n"), @"
    sessionName: s → sessionName: ${1:pulumi-esc}  (string, required)
    subjectAttributes: s → subjectAttributes:⏎  - $1  (list of strings)
    policyArns: s → policyArns:⏎  - $1  (list of strings)
    ");
    assert_snapshot!(menu("values:\n  a:\n    fn::open::aws-login:\n      oidc: {ro$0}\n"), @r"
    roleArn: ro → roleArn: ${1:arn:aws:iam::123456789012:role/esc-oidc}  (string, required)
    duration: ro → duration: ${1:2h}  (string)
    fn::fromJSON: ro → fn::fromJSON: $1  (text → any value)
    fn::open::aws-parameter-store: ro → fn::open::aws-parameter-store: {login: {accessKeyId: $1, secretAccessKey: {fn::secret: $2\}\}, get: {$3\}, region: ${4:us-west-2}\}  (Parameters from AWS Systems Manager Parameter Store.)
    fn::rotate: ro → fn::rotate: {provider: $1, inputs: {$2\}\}  ({provider, inputs, state} → current and previous credentials)
    ");
    assert_snapshot!(menu("values:\n  a:\n    fn::open::aws-login:\n      oidc:\n        subjectAttributes:\n          - pulumi.u$0\n"), @"pulumi.user.login: pulumi.u → pulumi.user.login");
    assert_snapshot!(menu("values:\n  a:\n    fn::open::aws-login:\n      oidc:\n        subjectAttributes: [\"$0\"]\n"), @"
    currentEnvironment.name: currentEnvironment.name
    pulumi.organization.login: pulumi.organization.login
    pulumi.token.team: pulumi.token.team
    pulumi.token.type: pulumi.token.type
    pulumi.user.login: pulumi.user.login
    rootEnvironment.name: rootEnvironment.name
    ");
    assert_snapshot!(menu("values:\n  a:\n    fn::rotate::password:\n      inputs:\n        lower: $0\n"), @"
    false: false
    true: true
    ");
}

#[test]
fn a_login_for_a_provider_that_asks_for_one() {
    assert_snapshot!(menu(&format!("{AWS}  s:\n    fn::open::aws-secrets:\n      login: $0\n      region: x\n")), @r"${aws.login}: \${aws.login\}  (object)");
    assert_snapshot!(menu(&format!("{AWS}  s:\n    fn::open::aws-s$0\n")), @r"
    fn::open::aws-secrets: fn::open::aws-s → fn::open::aws-secrets:⏎  login: ${1:\${aws.login\}}⏎  get:⏎    ${2:name}:⏎      secretId: $3⏎  region: ${4:us-west-2}  (Secrets from AWS Secrets Manager.)
    fn::open::aws-parameter-store: fn::open::aws-s → fn::open::aws-parameter-store:⏎  login: ${1:\${aws.login\}}⏎  get:⏎    ${2:name}:⏎      name: ${3:/myNamespace/myKey}⏎  region: ${4:us-west-2}  (Parameters from AWS Systems Manager Parameter Store.)
    ");
}

#[test]
fn long_forms() {
    assert_snapshot!(menu("values:\n  a:\n    fn::open:\n      $0\n"), @"
    inputs: inputs:⏎  $1
    provider: provider: $1
    ");
    assert_snapshot!(menu("values:\n  a:\n    fn::open:\n      provider: aws-l$0\n"), @"aws-login: aws-l → aws-login");
    assert_snapshot!(menu("values:\n  a:\n    fn::open:\n      provider: aws-login\n      inputs:\n        st$0\n"), @"
    static: st → static:⏎  accessKeyId: $1⏎  secretAccessKey:⏎    fn::secret: $2  (object)
    fn::open::pulumi-stacks: st → fn::open::pulumi-stacks:⏎  stacks:⏎    ${1:name}:⏎      stack: ${2:vpc-infra/dev}  (Outputs of Pulumi stacks, or of Terraform states that Pulumi Cloud keeps.)
    fn::open::terraform-state: st → fn::open::terraform-state:⏎  backend:⏎    $1  (Root outputs of a Terraform state in an S3 bucket or a Terraform Cloud or Enterprise workspace.)
    fn::open::vault-secrets: st → fn::open::vault-secrets:⏎  login:⏎    address: $1⏎    token:⏎      fn::secret: $2⏎  read:⏎    ${3:name}:⏎      path: $4  (Data from HashiCorp Vault as it is stored.)
    fn::rotate::azure-app-secret: st → fn::rotate::azure-app-secret:⏎  inputs:⏎    login:⏎      clientId: $1⏎      tenantId: $2⏎    clientId: $3  (Client secrets of an Entra app registration: the current one and the one before, both valid.)
    fn::rotate::postgres: st → fn::rotate::postgres:⏎  inputs:⏎    database:⏎      database: $1⏎      host: $2⏎      managingUser:⏎        password:⏎          fn::secret: $3⏎        username: $4⏎      port: ${5:5432}⏎    rotateUsers:⏎      username1: $6⏎      username2: $7  (Passwords of two PostgreSQL users, changed in turn, so that one always works.)
    ");
    assert_snapshot!(labels("values:\n  a:\n    fn::validate:\n      value: 1\n      $0\n"), @"schema");
}

#[test]
fn imports() {
    let others = "//- shared/aws\nvalues: {}\n//- shared/base\nvalues: {}\n//- plain\nvalues: {}\n";
    assert_snapshot!(menu(&format!("{others}//- main\nimports:\n- $0\n")), @"
    shared/aws: shared/aws
    shared/base: shared/base
    plain: plain
    ");
    assert_snapshot!(menu(&format!("{others}//- main\nimports:\n- shared/base@1\n- sha$0\n")), @"shared/aws: sha → shared/aws");
    assert_snapshot!(menu(&format!("{others}//- main\nimports: [\"sha$0\"]\n")), @"
    shared/aws: sha → shared/aws
    shared/base: sha → shared/base
    ");
    assert_snapshot!(menu(&format!("{others}//- main\nimports:\n- shared/aws@$0\n")), @"shared/aws@latest: shared/aws@ → shared/aws@latest  (the newest revision, which is built in)");
    assert_snapshot!(menu(&format!("{others}//- main\nimports:\n- shared/aws:\n    $0\n")), @"merge: merge: ${1:false}");
    assert_snapshot!(menu(&format!("{others}//- main\nimports:\n- shared/aws:\n    merge: $0\n")), @"
    false: false
    true: true
    ");
    assert_snapshot!(menu(&format!("{others}//- main\nimports:\n- shared/a$0: {{merge: false}}\n")), @"
    shared/aws: shared/a → shared/aws
    shared/base: shared/a → shared/base
    ");
}

#[test]
fn environment_variables_with_what_fills_them() {
    assert_snapshot!(menu(&format!("{AWS}  environmentVariables:\n    AWS$0\n")), @r"
    AWS_ACCESS_KEY_ID: AWS → AWS_ACCESS_KEY_ID: \${aws.login.accessKeyId\}  (Public half of the AWS access key: ${aws.login.accessKeyId})
    AWS_SECRET_ACCESS_KEY: AWS → AWS_SECRET_ACCESS_KEY: \${aws.login.secretAccessKey\}  (Secret half of the AWS access key: ${aws.login.secretAccessKey})
    AWS_SESSION_TOKEN: AWS → AWS_SESSION_TOKEN: \${aws.login.sessionToken\}  (Token that goes with temporary AWS keys: ${aws.login.sessionToken})
    ");
    assert_snapshot!(labels("values:\n  environmentVariables:\n    AWS$0\n"), @"");
    let with_region = |region: &str| labels(&format!("{AWS}  {region}\n  environmentVariables:\n    AWS_R$0\n"));
    assert_snapshot!(with_region("region: eu-west-1"), @"AWS_REGION AWS_SECRET_ACCESS_KEY");
    assert_snapshot!(with_region("app: {region: eu-west-1}"), @"AWS_REGION AWS_SECRET_ACCESS_KEY");
    assert_snapshot!(with_region("region: [eu-west-1]"), @"AWS_SECRET_ACCESS_KEY");
}

#[test]
fn suppression_comments() {
    assert_snapshot!(menu("# $0\nvalues: {}\n"), @"esc-lint: ignore[...]: esc-lint: ignore[$1]  (silences rules for what follows, or for this line)");
    assert_snapshot!(menu("# esc-lint: $0\nvalues: {}\n"), @"
    ignore: ignore[$1]  (for an entry and all below it)
    ignore-file: ignore-file[$1]  (for the whole file)
    ");
    assert_snapshot!(menu("values: {} # esc-lint: ignore[ESC101$0]\n"), @"ESC101: ESC101 → ESC101  (unknown-top-level-key)");
    assert_snapshot!(menu("value: {} # esc-lint: ignore[ESC102, unknown-top-level-k$0\n"), @"ESC101: unknown-top-level-k → ESC101  (unknown-top-level-key)");
    assert_snapshot!(menu("# some words $0\n"), @"");
}

#[test]
fn where_nothing_can_stand() {
    assert_snapshot!(labels("values:\n  a: 1\n    $0\n"), @"");
    assert_snapshot!(labels("values:\n  a: so$0me text\n"), @"");
    assert_snapshot!(labels("description: ${$0}\nvalues:\n  a: 1\n"), @"");
    assert_snapshot!(labels("values:\n  a:\n    fn::secret: $0\n"), @"");
    assert_snapshot!(labels("values: {}\n---\nval$0\n"), @"");
    assert_snapshot!(labels("other:\n  $0\n"), @"");
}
