#!/bin/sh
# Brings the texts that stand in the program into its translation files, and takes those out that are gone.
#
#   packaging/update_translations.sh [FOLDER]       all *.ts of a folder, of resources/translations if none is named
#
# Sorted and without line numbers, so that a text that is added changes its own lines and no others.
set -eu
folder=${1:-resources/translations}
cd -- "$(dirname -- "$0")/.."
for texts in "$folder"/*.ts; do
    .venv/bin/pyside6-lupdate -silent -extensions py -locations none -sort-messages -no-obsolete desktop_llm -ts "$texts"
    unfinished=$(grep -c 'type="unfinished"' "$texts" || true)
    printf '%s: %s texts to translate\n' "$texts" "$unfinished"
done
