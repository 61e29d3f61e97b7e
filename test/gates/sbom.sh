#!/usr/bin/env bash
# The list of parts (tools/sbom) is whole: every row of packages.txt and every package of the
# lock file stands in it once, with licence; what the program needs also with its version.
set -u
cd "$(dirname "$0")/../.." || exit 2
SOURCE_DATE_EPOCH=0 tools/sbom packages.txt | node -e '
const { readFileSync } = require("node:fs");
const list = JSON.parse(readFileSync(0, "utf8"));
const wrong = [];
const want = (good, what) => good || wrong.push(what);
const rows = readFileSync("packages.txt", "utf8").split("\n").filter((l) => l && !l.startsWith("#"))
  .map((l) => l.split(/[ \/]/)[0]);
const locked = Object.entries(JSON.parse(readFileSync("package-lock.json", "utf8")).packages).filter(([p]) => p);
const found = new Map(list.components.map((c) => [c["bom-ref"], c]));
want(list.bomFormat === "CycloneDX" && list.specVersion === "1.5", "it is no CycloneDX 1.5");
want(list.metadata.timestamp === "1970-01-01T00:00:00Z", "its time cannot be fixed");
want(/^[0-9a-f]{64}$/.test(list.metadata.component.hashes?.[0].content), "the program has no hash");
want(/^\d/.test(list.metadata.component.version), "the program has no version");
want(found.size === list.components.length, "a part stands twice");
want(list.components.length === rows.length + locked.length, "it has other parts than there are");
for (const name of rows) want(found.has(`deb:${name}`), `${name} is missing`);
for (const [path, it] of locked) {
  const part = found.get(`npm:${path}`);
  want(part?.version === it.version, `${path} is missing or of another version`);
  want(part?.properties.some((p) => p.value === it.integrity), `${path} has another hash`);
}
for (const c of list.components) {
  want(c.licenses[0].license.name, `${c.name} has no licence`);
  want(c.scope !== "required" || c.version, `${c.name} has no version`);
  want(/^pkg:(deb|npm)\//.test(c.purl), `${c.name} has no purl`);
}
wrong.forEach((what) => console.log(`sbom: ${what}`));
process.exit(wrong.length ? 1 : 0);
'
