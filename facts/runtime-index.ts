import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './fact.ts';
import type { GoTree } from './go-tree.ts';

/** Where a function is declared, and whether its stack may grow at its prologue. */
export interface Declared extends Place {
  readonly grows: boolean;
}

/**
 * Every function of the runtime by name (`traceWriter.refill`, `newstack`), with all its declarations: there are
 * several where systems differ. Read line by line, since parsing 450 files would take seconds; gofmt keeps `func` at the
 * start of its line.
 */
export type RuntimeIndex = ReadonlyMap<string, readonly Declared[]>;

export function indexRuntime(tree: GoTree): RuntimeIndex {
  const index = new Map<string, Declared[]>();
  for (const file of tree.files) {
    let neverGrows = false;
    const lines = readFileSync(join(tree.runtimeDir, file), 'utf8').split('\n');
    for (const [at, line] of lines.entries()) {
      if (line.startsWith('//')) {
        neverGrows ||= /^\/\/go:(nosplit|systemstack)\b/.test(line);
        continue;
      }
      const declaration = /^func (?:\((?:\w+ )?\*?(\w+)[^)]*\) )?(\w+)/.exec(line);
      if (declaration !== null) {
        const [, receiver, name = ''] = declaration;
        const full = receiver === undefined ? name : `${receiver}.${name}`;
        // Without a body it is assembly, which carries its own NOSPLIT flag.
        const declared = { file, line: at + 1, grows: line.trimEnd().endsWith('{') && !neverGrows };
        index.set(full, [...(index.get(full) ?? []), declared]);
      }
      if (line !== '') neverGrows = false;
    }
  }
  return index;
}
