#!/usr/bin/env python3
"""Writes a workspace of environments that share imports, the same one each time.

usage: generate.py DIR [--environments 10000] [--fan-in 50] [--imports 2] [--lines 60]

Each environment imports `--imports` shared ones, and each shared one is imported by `--fan-in` environments.
"""
import argparse
import pathlib

SERVICE = """\
  service-{service}: # owned by team {team}
    url: https://service-{service}.${{stage}}.example.com:{port}/v1
    replicas: {replicas}
    tags: [web, 'stage {seed}', {{tier: gold}}]
    labels:
      region: ${{aws.region}}
      team: team-{team}
"""


def shared(seed):
    """An environment that others import. Each defines values of its own, so that importing two of them is no conflict."""
    return f"""\
# What a group of environments has in common.
values:
  base-{seed}:
    login:
      fn::open::aws-login:
        oidc:
          roleArn: arn:aws:iam::{seed * 7919 % 10**12:012}:role/deploy-{seed}
          sessionName: deploy-{seed}
          duration: 1h
    region: eu-west-{seed % 3 + 1}
    limits: {{cpu: {seed % 8 + 1}, memory: {seed % 16 + 1}Gi}}
"""


def environment(seed, imports, lines):
    """An environment of about `lines` lines, as people write them."""
    head = "# Settings of one stage.\n"
    if imports:
        head += "imports:\n" + "".join(f"  - shared/base-{number}\n" for number in imports)
    text = head + f"values:\n  stage: stage-{seed}\n  aws: {{region: eu-west-{seed % 3 + 1}}}\n"
    tail = "  environmentVariables:\n    STAGE: ${stage}\n    SERVICE_URL: ${service-0.url}\n"
    for number in imports[:1]:
        tail += f"    AWS_REGION: ${{base-{number}.region}}\n    AWS_ACCESS_KEY_ID: ${{base-{number}.login.accessKeyId}}\n"
        tail += f"    AWS_SECRET_ACCESS_KEY: ${{base-{number}.login.secretAccessKey}}\n"
        tail += f"    AWS_SESSION_TOKEN: ${{base-{number}.login.sessionToken}}\n"
    service = 0
    while service == 0 or text.count("\n") + tail.count("\n") < lines:
        text += SERVICE.format(service=service, team=service + seed % 4, port=8000 + service, replicas=seed % 9, seed=seed)
        service += 1
    return text + tail


def write(root, environments, fan_in, imports, lines):
    """Fills `root`, and says how many shared environments there are."""
    hubs = max(imports, environments * imports // fan_in)
    (root / "shared").mkdir(parents=True, exist_ok=True)
    for seed in range(hubs):
        (root / f"shared/base-{seed}.yaml").write_text(shared(seed))
    for seed in range(environments):
        project = root / f"project-{seed // 100}"
        project.mkdir(exist_ok=True)
        used = sorted({(seed * imports + number) % hubs for number in range(imports)})
        (project / f"env-{seed}.yaml").write_text(environment(seed, used, lines))
    (root / ".esc-lint.yaml").write_text("files: ['**/*.yaml']\n")
    return hubs


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--environments", type=int, default=10_000)
    parser.add_argument("--fan-in", type=int, default=50)
    parser.add_argument("--imports", type=int, default=2)
    parser.add_argument("--lines", type=int, default=60)
    args = parser.parse_args()
    hubs = write(args.directory, args.environments, args.fan_in, args.imports, args.lines)
    print(f"{args.environments} environments and {hubs} that they import")


if __name__ == "__main__":
    main()
