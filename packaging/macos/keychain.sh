#!/bin/sh
# Makes a keychain with the certificate that programs are signed with, and a profile for Apple's notary, in a workflow.
#
#   CERTIFICATE CERTIFICATE_PASSWORD IDENTITY      a .p12 file in base64, its password, the name of its certificate
#   NOTARY_KEY NOTARY_KEY_ID NOTARY_ISSUER         an App Store Connect key (.p8), its id and its issuer
#
# What build_macos_image.py reads is written for the steps that follow. Without a certificate nothing is done, and the
# program is signed for the machine that builds it only.
set -eu

if [ -z "${CERTIFICATE:-}" ]; then
    echo "There is no certificate: the program is not signed, and macOS will ask before it opens it."
    exit 0
fi
keychain=$RUNNER_TEMP/signing.keychain-db
certificate=$RUNNER_TEMP/certificate.p12
key=$RUNNER_TEMP/notary.p8
password=$(uuidgen)
trap 'rm -f "$certificate" "$key"' EXIT
umask 077

printf '%s' "$CERTIFICATE" | base64 --decode >"$certificate"
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 21600 "$keychain"
security unlock-keychain -p "$password" "$keychain"
security import "$certificate" -P "$CERTIFICATE_PASSWORD" -A -t cert -f pkcs12 -k "$keychain"
security set-key-partition-list -S apple-tool:,apple: -k "$password" "$keychain" >/dev/null
security list-keychains -d user -s "$keychain" login.keychain-db
echo "DESKTOP_LLM_IDENTITY=$IDENTITY" >>"$GITHUB_ENV"

if [ -n "${NOTARY_KEY:-}" ]; then
    printf '%s' "$NOTARY_KEY" >"$key"
    xcrun notarytool store-credentials desktop-llm --keychain "$keychain" \
        --key "$key" --key-id "$NOTARY_KEY_ID" --issuer "$NOTARY_ISSUER"
    echo "DESKTOP_LLM_NOTARY_PROFILE=desktop-llm" >>"$GITHUB_ENV"
fi
