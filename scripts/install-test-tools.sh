#!/bin/sh
# Chromium drives the page tests and prints the report, poppler reads what it printed, PostgreSQL is one
# of the two stores. Install what is missing through apt where we may; elsewhere say in one line what to
# install.
set -eu
missing=""
[ -x /usr/bin/chromium ] || missing="chromium"
command -v pdfinfo >/dev/null 2>&1 || missing="$missing poppler-utils"
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$missing postgresql"
[ "${1:-}" != deep ] || command -v soffice >/dev/null || missing="$missing libreoffice-impress"
[ -n "$missing" ] || exit 0
run=""
[ "$(id -u)" = 0 ] || run="sudo -n"
echo "Installing for the tests:$missing…" >&2
log=$(mktemp)
# A new cluster is of no use to the tests, which start their own.
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
if ! { $run apt-get update -qq && $run apt-get install -y -qq --no-install-recommends $missing; } \
    >"$log" 2>&1; then
    echo "The tests need$missing; run: sudo apt-get install $missing (tests that need them are skipped)" >&2
fi
rm -f "$log"
