# Every target works from a fresh clone. packaging/setup.sh brings what is missing and takes a moment when nothing is.
.DEFAULT_GOAL := help
# Else each of the many processes that tests start would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help setup setup-for-tests run check lint fast-tests test slow-tests window-tests format translations gpu cpu \
    package check-package lock clean

python := .venv/bin/python
pytest := $(python) -m pytest -q
fast := tests/unit tests/ui tests/architecture
slow := tests/process tests/model
xvfb := $(shell command -v xvfb-run)

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 16

setup: ## bring everything that is needed to start (5 to 8 minutes the first time, then 1 second)
	@packaging/setup.sh run

run: setup ## setup, then open the window; ARGS="chat Hello" for the terminal program
	@$(python) -m desktop_llm $(ARGS)

check: lint fast-tests ## format, lint, types, layers, fast tests (about 12 minutes on two cores)

test: fast-tests slow-tests window-tests ## all tests, without a screen too (about 30 minutes on two cores)

setup-for-tests:
	@packaging/setup.sh test

lint: setup-for-tests ## the part of check that runs no tests (15 seconds)
	$(python) -m ruff format --check
	$(python) -m ruff check
	$(python) -m basedpyright
	.venv/bin/lint-imports --no-logo

fast-tests: setup-for-tests
	$(pytest) -n auto --dist worksteal $(fast)

slow-tests: setup-for-tests
	$(pytest) $(slow)

# Real windows on a real X server that draws into memory; on other systems, on the screen.
window-tests: setup-for-tests
	$(if $(xvfb),QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1280x800x24") $(pytest) -m real_window

format: setup-for-tests ## let ruff format the code and mend what it can
	$(python) -m ruff check --fix-only --quiet
	$(python) -m ruff format

translations: setup ## bring new texts of the program into resources/translations/*.ts (docs/translations.md)
	packaging/update_translations.sh
	@packaging/setup.sh run

gpu: setup ## rebuild llama.cpp for a graphics card: BACKEND=CUDA, VULKAN, METAL or HIP (10 minutes and more)
	$(if $(filter CUDA VULKAN METAL HIP,$(BACKEND)),,$(error Name one: make gpu BACKEND=CUDA, VULKAN, METAL or HIP))
	CMAKE_ARGS="-DGGML_$(BACKEND)=ON $(CMAKE_ARGS)" packaging/setup.sh rebuild

cpu: setup ## rebuild llama.cpp for this computer's processor alone (4 minutes)
	packaging/setup.sh rebuild

# The llama.cpp inside: for processors, or with BACKEND=VULKAN for graphics cards as well.
backend := $(or $(shell printf %s "$(BACKEND)" | tr A-Z a-z),cpu)
deb = dist/desktop-llm$(if $(filter vulkan,$(backend)),-vulkan)_$(shell $(python) -c 'from desktop_llm.version import __version__ as v; print(v)')_amd64.deb
as_root := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

package: ## build what people install, into dist/: a .deb and a portable .tar.gz; BACKEND=VULKAN for a second .deb
	@packaging/setup.sh package
	$(python) packaging/build_program.py $(backend)
	$(python) packaging/build_linux_packages.py $(backend)

check-package: ## install that .deb into a bare Debian, use it, remove it (3 minutes; asks for root)
	@packaging/setup.sh check-package
	$(as_root) $(python) packaging/check_package.py $(if $(SUITE),--suite $(SUITE)) $(deb)

compile := .venv/bin/uv pip compile --quiet $(if $(UPGRADE),--upgrade) --universal --python-version 3.11 \
    --generate-hashes --no-header --no-annotate

lock: setup ## write the pinned requirement files again; UPGRADE=1 takes newer versions
	$(python) -m pip install -q --require-hashes -r requirements/lock.txt
	for name in pip build run dev package lock; do $(compile) -o requirements/$$name.txt requirements/$$name.in || exit 1; done
	$(compile) --no-deps -o requirements/model.txt requirements/model.in

clean: ## remove the virtual environment, caches and build results; chats and models stay
	rm -rf .venv build dist resources/translations/*.qm resources/licences.json
	rm -rf .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find desktop_llm tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
