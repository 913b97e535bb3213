#!/usr/bin/env bash
# Prints the Python that has aiosmtpd, the SMTP server of the tests, after putting it in target/smtp if it is missing. Fails when it cannot
# be had; the system's Python is left alone.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

AIOSMTPD=1.4.6
VENV=$TARGET/smtp

has_it() { "$VENV/bin/python" -c 'import aiosmtpd' 2>/dev/null; }

if ! has_it; then
    rm -rf "$VENV"
    python3 -m venv "$VENV" >&2
    "$VENV/bin/pip" install --quiet --disable-pip-version-check "aiosmtpd==$AIOSMTPD" >&2
fi
has_it
echo "$VENV/bin/python"
