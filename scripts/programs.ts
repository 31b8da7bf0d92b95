/**
 * Makes model/program/releases.json of the trees of released Go versions, which the go command downloads if need be:
 * `npx tsx scripts/programs.ts`. A statement that is new in a release is refused by its hash, which facts/program/shapes.ts
 * then needs, with a reason.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { leftOutByFunction, readPrograms } from '../facts/index.ts';
import { kindsIn, mapKinds, programParts } from '../model/index.ts';
import type { KeptPrograms, ProgramPart, Programs } from '../model/index.ts';

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

const leftOut: Partial<Record<ProgramPart, Record<string, readonly string[]>>> = {};
const releases: Record<string, object> = {};
for (const [release, design] of Object.entries(trees)) {
  const env = { ...process.env, GOTOOLCHAIN: release, GOFLAGS: '' };
  const goroot = execFileSync('go', ['env', 'GOROOT'], { env, encoding: 'utf8' }).trim();
  const files: Record<string, string> = {};
  const parts: Partial<Record<ProgramPart, KeptPrograms>> = {};
  let core: Programs | undefined;
  for (const part of programParts) {
    const read = await readPrograms(goroot, { part, known: null });
    const known = (leftOut[part] ??= {});
    for (const [fn, shapes] of Object.entries(leftOutByFunction(read)))
      known[fn] = [...new Set([...(known[fn] ?? []), ...shapes])];
    const { programs } = read;
    for (const kind of kindsIn(programs)) {
      for (const { fn } of programs[kind]?.list ?? []) {
        const file = read.files.get(fn);
        if (file !== undefined) files[fn] = file;
      }
    }
    parts[part] = mapKinds(programs, (program, kind) =>
      core !== undefined && JSON.stringify(core[kind]) === JSON.stringify(program)
        ? ('as in the core' as const)
        : program,
    );
    core ??= programs;
  }
  if (design !== null) releases[design] = { release, files, parts };
}
// What leaves nothing out in any release goes without saying.
const told = Object.fromEntries(
  Object.entries(leftOut).map(([part, known]) => [
    part,
    Object.fromEntries(Object.entries(known).filter(([, shapes]) => shapes.join() !== '')),
  ]),
);
const file = fileURLToPath(new URL('../model/program/releases.json', import.meta.url));
writeFileSync(file, `${JSON.stringify({ leftOut: told, releases })}\n`);
