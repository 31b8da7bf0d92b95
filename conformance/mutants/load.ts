/**
 * A mutant of the reference: its compiled text with a few places changed, loaded beside the real one. The reference itself has no
 * hooks for this.
 */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Reference } from '../run/run.ts';
import type { ReferenceMutant } from './mutant.ts';

/** The folder with the compiled folders: that of this file, or `build` where this is a source. */
const built = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../build/' : '../../', import.meta.url),
);

type Edits = Pick<ReferenceMutant, 'name' | 'file' | 'edits'>;

/** Throws a RangeError where a text that is to be changed does not stand in its file just once. */
export async function loadMutant(mutant: Edits): Promise<Reference> {
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-mutant-'));
  try {
    // Below node_modules: a test runner leaves what lies there to Node, and does not transform each file.
    const files = join(folder, 'node_modules/reference');
    cpSync(join(built, 'reference'), files, { recursive: true });
    // The copy shares the wire's tables with the real one.
    const wire = pathToFileURL(join(built, 'wire/index.js')).href;
    for (const name of readdirSync(files, { encoding: 'utf8', recursive: true }).filter((one) =>
      one.endsWith('.js'),
    )) {
      const text = readFileSync(join(files, name), 'utf8');
      writeFileSync(
        join(files, name),
        text.replaceAll(/["'](\.\.\/)+wire\/index\.js["']/g, JSON.stringify(wire)),
      );
    }
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    mutate(files, mutant);
    return asReference(await import(pathToFileURL(join(files, 'index.js')).href));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Makes a mutant of the compiled reference in a folder. Throws as {@link loadMutant}. */
export function mutate(files: string, mutant: Edits): void {
  writeFileSync(join(files, `${mutant.file}.js`), textOf(mutant, files));
}

/** The text of the file that a mutant changes. Throws as {@link loadMutant}. */
export function textOf(mutant: Edits, files: string = join(built, 'reference')): string {
  const text = readFileSync(join(files, `${mutant.file}.js`), 'utf8');
  return mutant.edits.reduce((before, [from, to]) => edited(before, from, to, mutant), text);
}

/** Replaces a text that stands there once; any white space stands for any other. */
function edited(text: string, from: string, to: string, { name, file }: Edits): string {
  const pattern = from
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('\\s*');
  const places = [...text.matchAll(new RegExp(pattern, 'g'))];
  const [place] = places;
  if (place === undefined || places.length > 1)
    throw new RangeError(
      `mutant ${name}: '${from}' stands ${places.length} times in reference/${file}; change its edits in conformance/mutants/`,
    );
  return text.slice(0, place.index) + to + text.slice(place.index + place[0].length);
}

/** Sound because the module is a copy of the reference's own text, of which an edit changes what it does, not what it exports. */
const asReference = (module: unknown): Reference => module as Reference;
