#!/usr/bin/env bash
# Prints the Python that has aiosmtpd, the SMTP server of the tests, after putting it in target/smtp if it is missing.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

python_with smtp aiosmtpd==1.4.6
