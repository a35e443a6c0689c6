#!/bin/sh
# Copies the program out of a disk image, as a person does with the mouse, tries it there and removes the copy.
#
#   packaging/macos/check_image.sh dist/desktop-llm-VERSION-macos-MACHINE.dmg
set -eu

image=$1
place=$(mktemp -d)
mounted=$place/image
trap 'hdiutil detach -quiet "$mounted" 2>/dev/null || true; rm -rf "$place"' EXIT
mkdir "$mounted"
hdiutil attach -quiet -nobrowse -readonly -mountpoint "$mounted" "$image"
cp -R "$mounted/Desktop LLM.app" "$place/"
"$place/Desktop LLM.app/Contents/MacOS/desktop-llm" --self-test "$place/report.txt"
cat "$place/report.txt"
