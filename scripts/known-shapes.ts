/**
 * Makes `facts/closed/known.json` from the sources of Go releases: `npx tsx scripts/known-shapes.ts DIR…`, each DIR a GOROOT or
 * a copy of its `src/runtime` with `VERSION`. The file holds digests and our own words, and nothing of Go's text.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KnownMaker, shapesForKnown } from '../facts/index.ts';

/** Changes of a release that the model knows, as edits of single lines; each is tried where its text stands. */
const variants: readonly {
  readonly name: string;
  readonly edits: readonly (readonly [file: string, from: RegExp, to: string])[];
}[] = [
  {
    name: 'nested sections load the generation again',
    edits: [
      ['traceruntime.go', /mp, mp\.trace\.entryGen\}/, 'mp, trace.gen.Load()}'],
      ['traceruntime.go', /^\tmp\.trace\.entryGen = gen\n/m, ''],
    ],
  },
  {
    name: 'nested sections use the generation of the outer one',
    edits: [
      ['traceruntime.go', /mp, trace\.gen\.Load\(\)\}/, 'mp, mp.trace.entryGen}'],
      ['traceruntime.go', /^\treturn traceLocker\{mp, gen\}\n/m, '\tmp.trace.entryGen = gen\n$&'],
      ['traceruntime.go', /^\treentered .*\n/m, '$&\tentryGen uintptr\n'],
    ],
  },
  {
    name: 'a nested acquire that finds generation 0 undoes what it counted',
    edits: [
      [
        'traceruntime.go',
        /mp\.trace\.reentered\+\+\n\t\treturn traceLocker\{mp, trace\.gen\.Load\(\)\}/,
        'gen := trace.gen.Load()\n\t\tif gen == 0 {\n\t\t\treleasem(mp)\n\t\t\treturn traceLocker{}\n\t\t}\n' +
          '\t\tmp.trace.reentered++\n\t\treturn traceLocker{mp, gen}',
      ],
    ],
  },
  {
    name: 'debugTraceReentrancy is on',
    edits: [['traceruntime.go', /debugTraceReentrancy = false/, 'debugTraceReentrancy = true']],
  },
];

const order = (version: string): number => {
  const [, minor = '0', patch, candidate] = /^go1\.(\d+)(?:\.(\d+))?(?:rc(\d+))?/.exec(version) ?? [];
  return Number(minor) * 1000 + (candidate === undefined ? 100 + Number(patch ?? 0) : Number(candidate));
};

const dirs = process.argv.slice(2);
if (dirs.length === 0) {
  console.error('usage: npx tsx scripts/known-shapes.ts DIR…, each a GOROOT or a copy of its src/runtime');
  process.exit(2);
}
const trees: ({ readonly dir: string } & Awaited<ReturnType<typeof shapesForKnown>>)[] = [];
for (const dir of dirs) trees.push({ dir, ...(await shapesForKnown(dir)) });
trees.sort((a, b) => order(a.version) - order(b.version));

const maker = new KnownMaker();
for (const { version, read } of trees) maker.addRelease(version, read);
const minor = (version: string): string => /^go1\.\d+/.exec(version)?.[0] ?? version;
const newest = trees.filter(
  ({ version }, index) => minor(trees[index + 1]?.version ?? '') !== minor(version),
);
for (const { dir, version, read } of newest) {
  for (const { name, edits } of variants) {
    const copy = mkdtempSync(join(tmpdir(), 'nosplit-variant-'));
    try {
      cpSync(join(dir, 'src/runtime'), join(copy, 'src/runtime'), {
        recursive: true,
        filter: (from) => basename(from) !== 'testdata',
      });
      const applied = edits.map(([file, from, to]) => {
        const path = join(copy, 'src/runtime', file);
        const before = readFileSync(path, 'utf8');
        writeFileSync(path, before.replace(from, to));
        return from.test(before);
      });
      if (!applied.every(Boolean)) continue;
      const changed = maker.addVariant(read, (await shapesForKnown(copy)).read);
      console.log(`${version}, ${name}: ${changed.join(', ')}`);
    } finally {
      rmSync(copy, { recursive: true });
    }
  }
}

const file = maker.file();
const functions = Object.entries(file.functions).map(
  ([name, one]) => `${JSON.stringify(name)}:${JSON.stringify(one)}`,
);
const text = `{"releases":${JSON.stringify(file.releases)},\n"calls":${JSON.stringify(file.calls)},\n"functions":{\n${functions.join(',\n')}\n}}\n`;
writeFileSync(fileURLToPath(new URL('../facts/closed/known.json', import.meta.url)), text);
const shapes = Object.values(file.functions).reduce((sum, one) => sum + one.shapes.length, 0);
console.log(`${trees.length} trees, ${functions.length} functions, ${shapes} shapes, ${text.length} bytes`);
