# Tasuki: one program from src/, one archive per floor. `make help` lists the goals.
#
# Everything made goes to build/: build/tasuki is the release, build/test/ the same
# with sanitizers, build/fuzz/ for libFuzzer, build/gen/ what tools/ write from
# templates and data files. Sources are found by looking; new ones need no line here.

MAKEFLAGS += --no-builtin-rules --no-builtin-variables --no-print-directory
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := build/tasuki

CC := gcc
CLANG := clang
AR := ar
PREFIX ?= /usr/local
DESTDIR ?=
DATA ?= ./data
LISTEN ?= 127.0.0.1:8080
FUZZ_SECONDS ?= 60
SOAK_ROUNDS ?= 50
JOBS ?= $(shell nproc)

# V=1 shows the commands.
quiet := $(if $(V),,@)
said = $(if $(V),,@printf '  %-7s %s\n' '$(1)' '$(patsubst build/%,%,$@)')

# What is missing ends a build in one line; these goals install or need nothing.
helpers := packages run check bench fuzz-short soak audit screenshots pictures lint help clean format
ifneq ($(filter-out $(helpers),$(or $(MAKECMDGOALS),build)),)
missing := $(shell tools/packages missing run build)
ifneq ($(missing),)
$(error Missing packages; run: $(shell tools/packages command run build))
endif
endif

# --- flags links ---------------------------------------------------------------

libraries := libmicrohttpd gnutls libseccomp sqlite3 libpq libcrypto libsodium jansson expat inih libutf8proc zlib libqrencode libzip ldap gmime-3.0 cairo harfbuzz-subset fontconfig libcmark-gfm libqpdf xlsxwriter
library_flags := $(subst -I,-isystem ,$(shell pkg-config --cflags $(libraries) 2>/dev/null))
# libcurl's flags name only the folder every compiler knows, which -isystem would put first.
library_links := $(shell pkg-config --libs $(libraries) libcurl 2>/dev/null) -lm

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wswitch-enum -Wvla \
    -Wno-missing-field-initializers -Werror
LANGUAGE := -std=c17 -D_GNU_SOURCE -pthread $(WARNINGS) -Isrc -Ibuild/gen $(library_flags)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer

release_flags := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
release_link := -pie -Wl,-z,relro,-z,now
# Without tracking of variables the compiler takes a fifth less time.
# gcc 12 warns falsely of a null format where the undefined sanitizer looks at it.
test_flags := -O1 -g -fno-var-tracking $(SANITIZE) -DARENA_STRICT -Wno-format-truncation
test_link := $(SANITIZE)
fuzz_flags := -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
    -fno-sanitize-recover=undefined -fno-omit-frame-pointer -Wno-string-conversion
fuzz_link := -fsanitize=fuzzer,address,undefined

release_compiler := $(CC)
test_compiler := $(CC)
fuzz_compiler := $(CLANG)
variants := release test fuzz

# --- what there is -------------------------------------------------------

floors := $(shell awk '$$1 ~ /^[0-9]+$$/ { print $$2 }' floors.txt)
# reach_<floor>: a floor and those below it, highest first, as the linker wants them.
$(foreach line,$(shell awk '$$1 ~ /^[0-9]+$$/ { level[++n] = $$1; name[n] = $$2 } \
    END { for (f = 1; f <= n; f++) { printf "reach_%s:=%s", name[f], name[f]; \
        for (i = n; i > 0; i--) if (level[i] < level[f]) printf "|%s", name[i]; \
        print "" } }' floors.txt),$(eval $(subst |, ,$(line))))
top := $(lastword $(floors))
# Folders that are no floor reach all.
reach = $(or $(reach_$(1)),$(reach_$(top)))

views = $(wildcard src/$(1)/views/*.html)
view_sources = $(patsubst src/%.html,build/gen/%.c,$(call views,$(1)))
styles := $(wildcard src/render/assets/*)
assets := $(wildcard src/web/assets/*) $(filter %.css,$(styles))
facts := $(wildcard facts/*)
packed_base := $(if $(facts),build/gen/base/facts)
packed_render := $(if $(styles),build/gen/render/styles)
packed_web := $(if $(assets),build/gen/web/assets)

sources = $(wildcard src/$(1)/*.c src/$(1)/*/*.c)
generated_sources = $(call view_sources,$(1)) $(addsuffix .c,$(packed_$(1)))
generated_headers = $(if $(call views,$(1)),build/gen/$(1)/views.h) $(addsuffix .h,$(packed_$(1)))
headers_below = $(foreach f,$(call reach,$(1)),$(call generated_headers,$(f)))
objects = $(patsubst %.c,build/$(1)/%.o,$(call sources,$(2))) \
    $(patsubst build/gen/%.c,build/$(1)/gen/%.o,$(call generated_sources,$(2)))
archives = $(foreach f,$(call reach,$(2)),build/$(1)/$(f).a)

generated := $(foreach f,$(floors),$(call generated_headers,$(f)) $(call generated_sources,$(f)))
has_main := $(wildcard src/app/main.c)

unit_folders := $(filter-out fuzz gates,$(sort $(patsubst test/%/,%,$(dir $(wildcard test/*/*.c)))))
# The desk's tests stand on the contract at work of the folder below.
unit_beside_desk := $(addprefix test/contract/,answers.c crew.c crowd.c modules.c)
unit_sources = $(wildcard test/$(1)/*.c test/$(1)/*/*.c) $(unit_beside_$(1))
units := $(addprefix build/test/unit/,$(unit_folders))
fuzzers := $(patsubst test/fuzz/%.c,build/fuzz/run/%,$(wildcard test/fuzz/*.c))

# --- tools that run while building ----------------------------------------

tool_flags := -std=c17 -D_GNU_SOURCE -O1 -g $(WARNINGS)

build/tools/view: tools/view.c tools/view_html.c tools/view.h
build/tools/pack: tools/pack.c
build/tools/pack: tool_links := -lcrypto -lz
build/tools/view build/tools/pack:
	$(call said,TOOL)
	@mkdir -p $(@D)
	$(quiet)$(CC) $(tool_flags) -o $@ $(filter %.c,$^) $(tool_links)

# Checks a bundle without the product; whoever takes over may build it alone.
build/verify_bundle: tools/verify_bundle.c
	$(call said,TOOL)
	@mkdir -p $(@D)
	$(quiet)$(CC) $(tool_flags) -O2 -o $@ $< -lzip -ljansson -lcrypto

# Rewritten only when the text changes: what depends on a list is made anew when
# a file was added or taken away, or when flags changed.
define list
$(1): FORCE
	@mkdir -p $$(@D)
	@echo '$(2)' | cmp -s - $$@ || echo '$(2)' > $$@
endef

define floor_generates
$(call list,build/gen/$(1).list,$(call views,$(1)))
build/gen/$(1)/views.done: $(call views,$(1)) build/gen/$(1).list build/tools/view
	$$(call said,VIEW)
	@mkdir -p build/gen/$(1)/views
	$(quiet)build/tools/view $(1) build/gen $(call views,$(1))
	@touch $$@
$(call view_sources,$(1)) build/gen/$(1)/views.h: build/gen/$(1)/views.done
	@:
endef
$(foreach f,$(floors),$(if $(call views,$(f)),$(eval $(call floor_generates,$(f)))))

# 1: floor/name of the result, 2: word for a row, 3: the files
define packs
$(call list,build/gen/$(1).list,$(3))
build/gen/$(1).c build/gen/$(1).h &: $(3) build/gen/$(1).list build/tools/pack
	$$(call said,PACK)
	$(quiet)build/tools/pack $(2) build/gen/$(1).c build/gen/$(1).h $(3)
endef
$(if $(facts),$(eval $(call packs,base/facts,fact,$(facts))))
$(if $(styles),$(eval $(call packs,render/styles,style,$(styles))))
$(if $(assets),$(eval $(call packs,web/assets,asset,$(assets))))

# --- compiling and linking, once per variant ------------------------------

compile = $(quiet)$($(1)_compiler) $(LANGUAGE) $($(1)_flags) -MMD -MP

# The header in front of all sources, read once.
front = build/$(1)/front/base/banned.h.gch
define reads
$(call front,$(1)): src/base/banned.h build/$(1)/flags
	$$(call said,READ)
	@mkdir -p $$(@D)
	$$(call compile,$(1)) -x c-header -o $$@ $$<
endef
$(foreach v,$(variants),$(eval $(call reads,$(v))))

define compiles
build/$(1)/src/$(2)/%.o: src/$(2)/%.c build/$(1)/flags $(call front,$(1)) | $(call headers_below,$(2))
	$$(call said,CC)
	@mkdir -p $$(@D)
	$$(call compile,$(1)) -include build/$(1)/front/base/banned.h -c -o $$@ $$<
build/$(1)/gen/$(2)/%.o: build/gen/$(2)/%.c build/$(1)/flags | $(call headers_below,$(2))
	$$(call said,CC)
	@mkdir -p $$(@D)
	$$(call compile,$(1)) -c -o $$@ $$<
$(call list,build/$(1)/$(2).list,$(call objects,$(1),$(2)))
build/$(1)/$(2).a: $(call objects,$(1),$(2)) build/$(1)/$(2).list
	$$(call said,AR)
	@rm -f $$@
	$(quiet)$(AR) rcs $$@ $(call objects,$(1),$(2))
endef
$(foreach v,$(variants),\
    $(eval $(call list,build/$(v)/flags,$(subst ',,$($(v)_compiler) $(LANGUAGE) $($(v)_flags))))\
    $(foreach f,$(floors),$(eval $(call compiles,$(v),$(f)))))

define links
$(2): $(call archives,$(1),$(top))
	$$(call said,LINK)
	$(if $(has_main),$(quiet)$($(1)_compiler) $($(1)_link) -pthread -o $$@ \
	    $(call archives,$(1),$(top)) $(library_links),@echo 'src/app/main.c is missing: archives only')
endef
$(eval $(call links,release,build/tasuki))
$(eval $(call links,test,build/test/tasuki))

# --- test programs --------------------------------------------------------

test_includes := -I. -Itest

# What tests themselves do is little: not optimised, it is compiled in two thirds of the time.
build/test/test/%.o: test/%.c build/test/flags
	$(call said,CC)
	@mkdir -p $(@D)
	$(call compile,test) -O0 $(test_includes) -c -o $@ $<

# A floor's program is given the archives of that floor and below: what climbs
# does not link. Folders that are no floor get all.
# Folders above the store open one for their tests as the store's own tests do.
store_for_test := build/test/test/store/open.o
ground_for_test := build/test/test/ledger/ground.o
define unit
$(patsubst %.c,build/test/%.o,$(call unit_sources,$(1))): | $(call headers_below,$(1))
build/test/unit/$(1): $(patsubst %.c,build/test/%.o,$(call unit_sources,$(1))) \
        build/test/test/test.o $(if $(filter-out base store,$(1)),$(store_for_test)) \
        $(if $(filter-out base store ledger render,$(1)),$(ground_for_test)) \
        $(call archives,test,$(1))
	$$(call said,LINK)
	@mkdir -p $$(@D)
	$(quiet)$(CC) $(test_link) -pthread -o $$@ $$(filter %.o,$$^) $$(filter %.a,$$^) \
	    -lcmocka $(library_links)
run-unit-$(1): build/test/unit/$(1) FORCE
	@tools/unit $(1)
endef
$(foreach f,$(unit_folders),$(eval $(call unit,$(f))))

build/fuzz/test/%.o: test/%.c build/fuzz/flags | $(call headers_below,$(top))
	$(call said,CC)
	@mkdir -p $(@D)
	$(call compile,fuzz) $(test_includes) -c -o $@ $<

build/fuzz/run/%: build/fuzz/test/fuzz/%.o $(call archives,fuzz,$(top))
	$(call said,LINK)
	@mkdir -p $(@D)
	$(quiet)$(CLANG) $(fuzz_link) -pthread -o $@ $< $(call archives,fuzz,$(top)) $(library_links)

# --- goals ----------------------------------------------------------------

.PHONY: FORCE help packages run check lint format fuzz-short soak audit bench screenshots pictures install sbom \
    clean flags links generated units run-units unit-folders fuzzers floor-archives
FORCE:

help:
	@echo 'make             build/tasuki'
	@echo 'make run         packages, program, demonstration data; serves on http://$(LISTEN)'
	@echo 'make check       packages, then every test; the last line counts them'
	@echo 'make lint        a second compiler, clang-tidy and cppcheck where installed'
	@echo 'make fuzz-short  every fuzz target for $(FUZZ_SECONDS) seconds (FUZZ_SECONDS=)'
	@echo 'make soak        kills the program under load, $(SOAK_ROUNDS) rounds (SOAK_ROUNDS=)'
	@echo 'make audit       wapiti and sqlmap against the running program; build/audit/'
	@echo 'make bench       the table of speeds'
	@echo 'make screenshots the pictures of docs/screenshots, from the demonstration data'
	@echo 'make pictures    those of the desk manual, docs/pictures'
	@echo 'make sbom        the list of parts with versions and licences (CycloneDX), build/sbom.cdx.json'
	@echo 'make install     into $(PREFIX) (PREFIX=, DESTDIR=)'
	@echo 'make packages    what run and check need; packages.txt says why'
	@echo 'make format      lays out all sources'
	@echo 'make clean       removes build/'
	@echo 'V=1 shows commands. One test: build/test/unit/base arena'

generated: $(generated) build/tools/view build/tools/pack
units: $(units)
run-units: $(addprefix run-unit-,$(unit_folders))
unit-folders:
	@echo $(unit_folders)
fuzzers: $(fuzzers)
floor-archives: $(call archives,release,$(top))

packages:
	@tools/packages install run build test

run:
	@tools/packages install run build
	@$(MAKE) -j$(JOBS) build/tasuki
	@DATA='$(DATA)' LISTEN='$(LISTEN)' tools/run

node_modules/.done: package.json package-lock.json
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# Asked anew once the packages are there: on a bare machine pkg-config knew nothing yet.
flags:
	@echo '$(LANGUAGE)'
links:
	@echo '$(library_links)'

check:
	@tools/packages install run build test
	+@MAKE='$(MAKE)' JOBS='$(JOBS)' CHECK_FLAGS="$$($(MAKE) -s flags)" tools/check

lint:
	@tools/packages install run build test
	@$(MAKE) -j$(JOBS) generated
	@CHECK_FLAGS="$$($(MAKE) -s flags)" tools/lint

format:
	@find src test tools bench -name '*.[ch]' -not -path 'test/gates/samples/*' -print0 | \
	    xargs -0 -r clang-format -i

fuzz-short:
	@tools/packages install run build test
	@$(MAKE) -j$(JOBS) fuzzers
	@FUZZ_SECONDS='$(FUZZ_SECONDS)' tools/fuzz

soak:
	@tools/packages install run build test
	@$(MAKE) -j$(JOBS) build/tasuki build/test/tasuki
	@test -x test/kill/run || { echo 'test/kill/run is missing' >&2; exit 1; }
	@ROUNDS='$(SOAK_ROUNDS)' TASUKI="$$PWD/build/test/tasuki" \
	    TASUKI_RELEASE="$$PWD/build/tasuki" test/kill/run

audit:
	@tools/packages install run build test audit
	@$(MAKE) -j$(JOBS) build/tasuki
	@TASUKI="$$PWD/build/tasuki" tools/audit

bench:
	@tools/packages install run build test bench
	@$(MAKE) -j$(JOBS) build/tasuki
	@test -x bench/run || { echo 'bench/run is missing' >&2; exit 1; }
	@TASUKI="$$PWD/build/tasuki" bench/run

screenshots:
	@tools/packages install run build test
	@$(MAKE) -j$(JOBS) build/tasuki node_modules/.done
	@TASUKI="$$PWD/build/tasuki" node tools/screenshots.mjs

pictures:
	@tools/packages install run build test pictures
	@$(MAKE) -j$(JOBS) build/tasuki node_modules/.done
	@TASUKI="$$PWD/build/tasuki" node tools/screenshots.mjs manual

sbom: build/tasuki
	@tools/sbom build/tasuki >build/sbom.cdx.json
	@echo build/sbom.cdx.json

install: build/tasuki
	install -D -m 0755 build/tasuki '$(DESTDIR)$(PREFIX)/bin/tasuki'
	$(if $(wildcard packaging/tasuki.service),install -D -m 0644 packaging/tasuki.service \
	    '$(DESTDIR)$(PREFIX)/lib/systemd/system/tasuki.service')

clean:
	rm -rf build

-include $(foreach v,$(variants),$(shell find build/$(v) -name '*.d' 2>/dev/null))
