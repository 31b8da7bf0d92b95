/**
 * Makes model/program/releases.json of the trees of released Go versions, which the go command downloads if need be:
 * `npx tsx scripts/programs.ts`. A statement that is new in a release is refused by its hash, which facts/program/shapes.ts
 * then needs, with a reason.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { leftOutByFunction, readPrograms } from '../facts/index.ts';

/** Trees whose statements that are no part are known, and the designs whose programs are kept. */
const trees: Readonly<Record<string, string | null>> = {
  'go1.24.0': null,
  'go1.24.5': null,
  'go1.24.13': '1.24',
  'go1.25.0': null,
  'go1.25.12': '1.25',
  'go1.26.0': null,
  'go1.26.8': '1.26',
  'go1.27.0': null,
  'go1.27.4': null,
};

const leftOut: Record<string, readonly string[]> = {};
const releases: Record<string, object> = {};
for (const [release, design] of Object.entries(trees)) {
  const env = { ...process.env, GOTOOLCHAIN: release, GOFLAGS: '' };
  const goroot = execFileSync('go', ['env', 'GOROOT'], { env, encoding: 'utf8' }).trim();
  const read = await readPrograms(goroot, null);
  for (const [fn, shapes] of Object.entries(leftOutByFunction(read)))
    leftOut[fn] = [...new Set([...(leftOut[fn] ?? []), ...shapes])];
  if (design === null) continue;
  const named = new Set(Object.values(read.programs).flatMap(({ list }) => list.map(({ fn }) => fn)));
  const files = Object.fromEntries([...read.files].filter(([fn]) => named.has(fn)));
  releases[design] = { release, files, programs: read.programs };
}
const file = fileURLToPath(new URL('../model/program/releases.json', import.meta.url));
writeFileSync(file, `${JSON.stringify({ leftOut, releases })}\n`);
