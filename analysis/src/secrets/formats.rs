//! What well-known credentials look like, as data: a mark that is in each of them, what stands around it, and what they are for.
//!
//! From what the issuers publish. A format without a mark of its own (32 hexadecimal digits) is known by its key alone and stands in [`KEYED`].
//! To add a format, add its line; the tests make a specimen of every line.

use std::ops::RangeInclusive;

use self::Alphabet::{Alnum, Base64, Digits, Dotted, Hex, Path, Tilde, Upper, Url};

/// The characters that a part of a credential is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Alphabet {
    /// `0-9`
    Digits,
    /// `0-9a-f`
    Hex,
    /// `A-Z0-9`
    Upper,
    /// `A-Za-z0-9`
    Alnum,
    /// `A-Za-z0-9+/=`
    Base64,
    /// `A-Za-z0-9_-`
    Url,
    /// `A-Za-z0-9_.-`
    Dotted,
    /// `A-Za-z0-9_.~-`
    Tilde,
    /// `A-Za-z0-9/_-`
    Path,
}

impl Alphabet {
    /// Whether `byte` is one of them.
    pub fn has(self, byte: u8) -> bool {
        match self {
            Alphabet::Digits => byte.is_ascii_digit(),
            Alphabet::Hex => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
            Alphabet::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Alphabet::Alnum => byte.is_ascii_alphanumeric(),
            Alphabet::Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='),
            Alphabet::Url => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
            Alphabet::Dotted => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'),
            Alphabet::Tilde => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'~' | b'-'),
            Alphabet::Path => byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-'),
        }
    }
}

/// What a credential is, for messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kind {
    /// With its article: "an AWS access key id".
    pub name: &'static str,
    /// What it gives access to: "AWS".
    pub opens: &'static str,
}

/// How the rest of a credential is found once its mark is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// The mark is a part of it.
    Token,
    /// The mark names it, and it begins right behind.
    Value,
    /// The mark names it; quotes, blanks, `:` and `=` may stand between.
    Assigned,
    /// A PEM block.
    Pem,
    /// Three parts with dots between, the second of which begins as the first does.
    Jwt,
}

/// One format.
#[derive(Debug)]
pub(super) struct Format {
    pub kind: Kind,
    pub shape: Shape,
    /// The mark.
    pub mark: &'static str,
    /// What stands before the mark, and how many of it.
    pub before: (Alphabet, RangeInclusive<usize>),
    /// What stands after the mark, and how many of it.
    pub body: (Alphabet, RangeInclusive<usize>),
}

/// A format that is known by the words that its key ends with.
#[derive(Debug)]
pub(super) struct Keyed {
    pub kind: Kind,
    /// One of these is among the words of the key.
    pub owner: &'static [&'static str],
    /// The last words of the key, any of these.
    pub ends: &'static [&'static [&'static str]],
    pub body: (Alphabet, RangeInclusive<usize>),
}

/// The half of a pair that has no mark, and is known by its key, or by an access key id beside it.
pub(super) const AWS_SECRET: Kind = Kind { name: "an AWS secret access key", opens: "AWS" };

/// No bound that means anything.
const LONGEST: usize = 4096;

const fn token(name: &'static str, opens: &'static str, mark: &'static str, alphabet: Alphabet, length: RangeInclusive<usize>) -> Format {
    Format { kind: Kind { name, opens }, shape: Shape::Token, mark, before: (Alphabet::Alnum, 0..=0), body: (alphabet, length) }
}

const fn after(before: Alphabet, count: RangeInclusive<usize>, format: Format) -> Format {
    Format { before: (before, count), ..format }
}

const fn shaped(shape: Shape, format: Format) -> Format {
    Format { shape, ..format }
}

/// Every format with a mark.
pub(super) static FORMATS: &[Format] = &[
    // Clouds
    token("an AWS access key id", "AWS", "AKIA", Upper, 16..=16),
    token("a temporary AWS access key id", "AWS", "ASIA", Upper, 16..=16),
    token("an AWS bearer token", "AWS", "ABIA", Upper, 16..=16),
    token("an Amazon Bedrock API key", "Amazon Bedrock", "ABSK", Base64, 109..=269),
    shaped(Shape::Assigned, token(AWS_SECRET.name, AWS_SECRET.opens, "secretAccessKey", Base64, 40..=40)),
    shaped(Shape::Assigned, token(AWS_SECRET.name, AWS_SECRET.opens, "SecretAccessKey", Base64, 40..=40)),
    shaped(Shape::Assigned, token(AWS_SECRET.name, AWS_SECRET.opens, "secret_access_key", Base64, 40..=40)),
    shaped(Shape::Assigned, token(AWS_SECRET.name, AWS_SECRET.opens, "SECRET_ACCESS_KEY", Base64, 40..=40)),
    shaped(Shape::Assigned, token(AWS_SECRET.name, AWS_SECRET.opens, "aws_secret_key", Base64, 40..=40)),
    shaped(Shape::Assigned, token(AWS_SECRET.name, AWS_SECRET.opens, "AWS_SECRET_KEY", Base64, 40..=40)),
    shaped(Shape::Value, token("an Azure storage account key", "the storage account", "AccountKey=", Base64, 88..=88)),
    shaped(Shape::Value, token("an Azure shared access key", "the Azure service", "SharedAccessKey=", Base64, 44..=88)),
    after(Tilde, 4..=4, token("an Azure client secret", "the Azure application", "Q~", Tilde, 31..=34)),
    token("a Google API key", "Google APIs", "AIza", Url, 35..=35),
    token("a Google OAuth client secret", "the Google application", "GOCSPX-", Url, 28..=28),
    token("a Google access token", "Google Cloud", "ya29.", Url, 30..=LONGEST),
    token("a DigitalOcean access token", "DigitalOcean", "dop_v1_", Hex, 64..=64),
    token("a DigitalOcean OAuth token", "DigitalOcean", "doo_v1_", Hex, 64..=64),
    token("a DigitalOcean refresh token", "DigitalOcean", "dor_v1_", Hex, 64..=64),
    token("an Alibaba Cloud access key id", "Alibaba Cloud", "LTAI", Alnum, 20..=20),
    token("a Cloudflare origin CA key", "Cloudflare", "v1.0-", Url, 171..=171),
    token("a Heroku API key", "Heroku", "HRKU-AA", Url, 58..=58),
    token("a Fly.io access token", "Fly.io", "fm2_", Base64, 100..=LONGEST),
    token("a Netlify access token", "Netlify", "nfp_", Alnum, 36..=40),
    token("a Supabase access token", "Supabase", "sbp_", Hex, 40..=40),
    token("a Supabase secret key", "Supabase", "sb_secret_", Url, 31..=31),
    // Source control and packages
    token("a GitHub access token", "GitHub", "ghp_", Alnum, 36..=36),
    token("a GitHub OAuth token", "GitHub", "gho_", Alnum, 36..=36),
    token("a GitHub user token", "GitHub", "ghu_", Alnum, 36..=36),
    token("a GitHub installation token", "GitHub", "ghs_", Alnum, 36..=36),
    token("a GitHub refresh token", "GitHub", "ghr_", Alnum, 36..=76),
    token("a GitHub access token", "GitHub", "github_pat_", Url, 82..=82),
    token("a GitLab access token", "GitLab", "glpat-", Dotted, 20..=300),
    token("a GitLab deploy token", "GitLab", "gldt-", Url, 20..=64),
    token("a GitLab runner token", "GitLab", "glrt-", Dotted, 20..=300),
    token("a GitLab trigger token", "GitLab", "glptt-", Url, 20..=64),
    token("a GitLab job token", "GitLab", "glcbt-", Url, 20..=64),
    token("a GitLab feed token", "GitLab", "glft-", Url, 20..=64),
    token("a GitLab agent token", "GitLab", "glagent-", Url, 50..=1024),
    token("a GitLab application secret", "GitLab", "gloas-", Url, 64..=64),
    token("a Bitbucket or Atlassian API token", "Atlassian", "ATATT3xFfGF0", Base64, 50..=400),
    token("an npm access token", "npm", "npm_", Alnum, 36..=36),
    token("a PyPI upload token", "PyPI", "pypi-AgE", Url, 50..=LONGEST),
    token("a RubyGems API key", "RubyGems", "rubygems_", Hex, 48..=48),
    token("a crates.io token", "crates.io", "cio", Alnum, 32..=32),
    token("a NuGet API key", "NuGet", "oy2", Alnum, 43..=43),
    token("a Docker Hub access token", "Docker Hub", "dckr_pat_", Url, 27..=27),
    token("a Docker Hub access token", "Docker Hub", "dckr_oat_", Url, 32..=32),
    token("an Artifactory API key", "Artifactory", "AKCp", Alnum, 69..=69),
    // Infrastructure and delivery
    token("a Pulumi access token", "Pulumi Cloud", "pul-", Hex, 40..=40),
    after(Alnum, 14..=14, token("a Terraform Cloud token", "HCP Terraform", ".atlasv1.", Url, 60..=70)),
    token("a Vault token", "Vault", "hvs.", Url, 24..=256),
    token("a Vault batch token", "Vault", "hvb.", Url, 100..=512),
    token("a Doppler personal token", "Doppler", "dp.pt.", Alnum, 40..=44),
    token("a Doppler service token", "Doppler", "dp.st.", Dotted, 40..=96),
    token("a Doppler CLI token", "Doppler", "dp.ct.", Alnum, 40..=44),
    token("a Doppler service account token", "Doppler", "dp.sa.", Alnum, 40..=44),
    token("a 1Password service account token", "1Password", "ops_eyJ", Base64, 200..=LONGEST),
    token("a Databricks access token", "Databricks", "dapi", Hex, 32..=32),
    token("a Snyk service token", "Snyk", "snyk_", Dotted, 36..=200),
    token("a SonarQube token", "SonarQube", "sqp_", Hex, 40..=40),
    token("a SonarQube token", "SonarQube", "squ_", Hex, 40..=40),
    token("a Buildkite token", "Buildkite", "bkua_", Hex, 40..=40),
    token("a CircleCI token", "CircleCI", "CCIPAT_", Url, 40..=100),
    token("a Tailscale key", "the tailnet", "tskey-auth-", Url, 17..=80),
    token("a Tailscale API key", "Tailscale", "tskey-api-", Url, 17..=80),
    token("a Tailscale OAuth secret", "Tailscale", "tskey-client-", Url, 17..=80),
    token("a PlanetScale password", "the database", "pscale_pw_", Dotted, 32..=64),
    token("a PlanetScale token", "PlanetScale", "pscale_tkn_", Dotted, 32..=64),
    // Observability
    token("a New Relic user key", "New Relic", "NRAK-", Upper, 27..=27),
    after(Hex, 36..=36, token("a New Relic license key", "New Relic", "NRAL", Alnum, 0..=0)),
    token("a Grafana Cloud token", "Grafana Cloud", "glc_", Base64, 32..=400),
    token("a Grafana service account token", "Grafana", "glsa_", Url, 41..=41),
    token("a Sentry auth token", "Sentry", "sntrys_", Base64, 60..=400),
    token("a Sentry user token", "Sentry", "sntryu_", Hex, 64..=64),
    token("a Dynatrace token", "Dynatrace", "dt0c01.", Dotted, 89..=89),
    // Messages and payments
    token("a Slack bot token", "Slack", "xoxb-", Url, 24..=100),
    token("a Slack user token", "Slack", "xoxp-", Url, 24..=150),
    token("a Slack token", "Slack", "xoxa-", Url, 24..=150),
    token("a Slack token", "Slack", "xoxe-", Url, 24..=250),
    token("a Slack app token", "Slack", "xapp-", Url, 40..=150),
    shaped(Shape::Value, token("the address of a Slack webhook", "the channel", "hooks.slack.com/services/", Path, 40..=60)),
    shaped(Shape::Value, token("the address of a Discord webhook", "the channel", "discord.com/api/webhooks/", Path, 70..=100)),
    after(Digits, 8..=10, token("a Telegram bot token", "the bot", ":AA", Url, 33..=33)),
    token("a Stripe secret key", "Stripe", "sk_live_", Alnum, 16..=247),
    token("a Stripe test key", "the Stripe test account", "sk_test_", Alnum, 16..=247),
    token("a Stripe restricted key", "Stripe", "rk_live_", Alnum, 16..=247),
    token("a Stripe test key", "the Stripe test account", "rk_test_", Alnum, 16..=247),
    token("a webhook signing secret", "the webhook", "whsec_", Base64, 24..=80),
    token("a Square access token", "Square", "sq0atp-", Url, 22..=22),
    token("a Square secret", "Square", "sq0csp-", Url, 43..=43),
    token("a Shopify access token", "the shop", "shpat_", Hex, 32..=32),
    token("a Shopify shared secret", "the shop", "shpss_", Hex, 32..=32),
    token("a Twilio API key", "Twilio", "SK", Hex, 32..=32),
    token("a SendGrid API key", "SendGrid", "SG.", Dotted, 66..=66),
    token("a Mailgun API key", "Mailgun", "key-", Hex, 32..=32),
    token("a Brevo API key", "Brevo", "xkeysib-", Url, 81..=81),
    token("a Postman API key", "Postman", "PMAK-", Url, 59..=59),
    // Models
    token("an OpenAI API key", "OpenAI", "sk-proj-", Url, 40..=200),
    token("an OpenAI API key", "OpenAI", "sk-svcacct-", Url, 40..=200),
    token("an OpenAI admin key", "OpenAI", "sk-admin-", Url, 40..=200),
    token("an OpenAI API key", "OpenAI", "sk-", Alnum, 48..=48),
    token("an Anthropic API key", "Anthropic", "sk-ant-", Url, 80..=120),
    token("a Hugging Face token", "Hugging Face", "hf_", Alnum, 34..=34),
    token("a Groq API key", "Groq", "gsk_", Alnum, 52..=52),
    token("an xAI API key", "xAI", "xai-", Alnum, 80..=80),
    token("a Replicate token", "Replicate", "r8_", Alnum, 37..=37),
    token("a Pinecone API key", "Pinecone", "pcsk_", Url, 50..=80),
    // Workplace
    token("a Notion token", "Notion", "ntn_", Alnum, 46..=46),
    token("a Linear API key", "Linear", "lin_api_", Alnum, 40..=40),
    after(Alnum, 14..=14, token("an Airtable token", "Airtable", ".pat", Hex, 64..=64)),
    token("a Figma token", "Figma", "figd_", Url, 40..=60),
    // Keys
    token("an age secret key", "whatever is encrypted for it", "AGE-SECRET-KEY-1", Upper, 58..=58),
    shaped(Shape::Pem, token("a private key", "whatever trusts it", "-----BEGIN ", Base64, 64..=LONGEST)),
    shaped(Shape::Jwt, token("a JSON Web Token", "the service that issued it", "eyJ", Url, 10..=LONGEST)),
];

/// Every format that only its key gives away.
pub(super) static KEYED: &[Keyed] = &[
    Keyed {
        kind: AWS_SECRET,
        owner: &["aws", "amazon", "s3", "secret"],
        ends: &[&["secret", "access", "key"], &["secret", "key"], &["aws", "secret"]],
        body: (Base64, 40..=40),
    },
    Keyed {
        kind: Kind { name: "a Cloudflare API token", opens: "Cloudflare" },
        owner: &["cloudflare", "cf"],
        ends: &[&["token"], &["api", "key"]],
        body: (Url, 37..=40),
    },
    Keyed {
        kind: Kind { name: "a Datadog API key", opens: "Datadog" },
        owner: &["datadog", "dd"],
        ends: &[&["api", "key"]],
        body: (Hex, 32..=32),
    },
    Keyed {
        kind: Kind { name: "a Datadog application key", opens: "Datadog" },
        owner: &["datadog", "dd"],
        ends: &[&["app", "key"], &["application", "key"]],
        body: (Hex, 40..=40),
    },
    Keyed { kind: Kind { name: "a Twilio auth token", opens: "Twilio" }, owner: &["twilio"], ends: &[&["token"]], body: (Hex, 32..=32) },
    Keyed {
        kind: Kind { name: "a Heroku API key", opens: "Heroku" },
        owner: &["heroku"],
        ends: &[&["api", "key"], &["token"]],
        body: (Url, 36..=36),
    },
    Keyed {
        kind: Kind { name: "a Mailgun API key", opens: "Mailgun" },
        owner: &["mailgun"],
        ends: &[&["api", "key"], &["key"]],
        body: (Url, 50..=50),
    },
    Keyed {
        kind: Kind { name: "a Fastly API token", opens: "Fastly" },
        owner: &["fastly"],
        ends: &[&["token"], &["api", "key"]],
        body: (Url, 32..=32),
    },
    Keyed {
        kind: Kind { name: "a Pulumi access token", opens: "Pulumi Cloud" },
        owner: &["pulumi"],
        ends: &[&["access", "token"]],
        body: (Hex, 40..=40),
    },
];
