# The command in a small image: `docker run --rm -v "$PWD:/work:ro" esc-lint`.

FROM rust:1.95-alpine3.22 AS build
# hadolint ignore=DL3018
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY . .
RUN cargo build --release --locked -p esc-lint

# A shell, because CI systems start their jobs with one; git, because a secret that it tracks is worse than one that it does not.
FROM alpine:3.22
# hadolint ignore=DL3018
RUN apk add --no-cache git \
  # The files of a mounted work tree belong to somebody else, and are only read.
  && git config --system --add safe.directory '*'
COPY --from=build /source/target/release/esc-lint /usr/local/bin/esc-lint
USER 65534:65534
WORKDIR /work
ENTRYPOINT ["esc-lint"]
