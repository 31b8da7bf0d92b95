/**
 * Makes model/program/releases/releases.json of the trees of released Go versions, which the go command downloads if need be:
 * `npx tsx scripts/programs.ts`. A statement that is new in a release is refused by its hash, which facts/program/shapes.ts
 * then needs, with a reason.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UnrecognizedShape, leftOutByFunction, readPrograms } from '../facts/index.ts';
import type { ReadPrograms } from '../facts/index.ts';
import { kindsIn, mapKinds, programParts } from '../model/index.ts';
import type { KeptPrograms, ProgramPart } from '../model/index.ts';

/** Trees whose statements that are no part are known, and the designs whose programs are kept. */
const trees: Readonly<Record<string, string | null>> = {
  'go1.23.0': null,
  'go1.23.12': '1.23',
  'go1.24.0': null,
  'go1.24.5': null,
  'go1.24.13': '1.24',
  'go1.25.0': null,
  'go1.25.12': '1.25',
  'go1.26.0': null,
  'go1.26.8': '1.26',
  'go1.27.0': null,
  'go1.27.4': '1.27',
};

const leftOut: Partial<Record<ProgramPart, Record<string, readonly string[]>>> = {};
const releases: Record<string, object> = {};
/** Each program that is kept, as text, in the order of their numbers. */
const kept: string[] = [];
for (const [release, design] of Object.entries(trees)) {
  const env = { ...process.env, GOTOOLCHAIN: release, GOFLAGS: '' };
  const goroot = execFileSync('go', ['env', 'GOROOT'], { env, encoding: 'utf8' }).trim();
  const files: Record<string, string> = {};
  const parts: Partial<Record<ProgramPart, KeptPrograms>> = {};
  for (const part of programParts) {
    const read = await programsOrRefusal(goroot, part);
    if (read === null) continue;
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
    if (design !== null) parts[part] = mapKinds(programs, (program) => numberOf(JSON.stringify(program)));
  }
  if (design !== null) releases[design] = { release, files, parts };
}

function numberOf(program: string): number {
  const found = kept.indexOf(program);
  return found === -1 ? kept.push(program) - 1 : found;
}

/** Null, with a line, for a part that the tree has otherwise. */
async function programsOrRefusal(goroot: string, part: ProgramPart): Promise<ReadPrograms | null> {
  try {
    return await readPrograms(goroot, { part, known: null });
  } catch (error) {
    if (!(error instanceof UnrecognizedShape)) throw error;
    console.log(`${part}: ${error.message}`);
    return null;
  }
}

// What leaves nothing out in any release goes without saying.
const told = Object.fromEntries(
  Object.entries(leftOut).map(([part, known]) => [
    part,
    Object.fromEntries(Object.entries(known).filter(([, shapes]) => shapes.join() !== '')),
  ]),
);
const file = fileURLToPath(new URL('../model/program/releases/releases.json', import.meta.url));
// model/program/releases/kept-releases.ts reads it by its lines.
const head = [`{"leftOut":${JSON.stringify(told)}`, `"releases":${JSON.stringify(releases)}`];
writeFileSync(file, `${head.join(',\n')},\n"programs":[\n${kept.join(',\n')}\n]}\n`);
