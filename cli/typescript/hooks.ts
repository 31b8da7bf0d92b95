/** The loader of TypeScript for a Node that has none: the types are replaced by blanks, as newer ones do it themselves. */
import type { LoadHook } from 'node:module';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import swc from '@swc/wasm-typescript';
import * as v from 'valibot';

const Fault = v.object({
  message: v.string(),
  startLine: v.optional(v.number()),
  startColumn: v.optional(v.number()),
});

export const load: LoadHook = async (url, context, nextLoad) => {
  if (!/^file:.*\.[cm]?ts$/.test(url)) return nextLoad(url, context);
  const path = fileURLToPath(url);
  const source = stripped(await readFile(path, 'utf8'), path);
  return { format: url.endsWith('.cts') ? 'commonjs' : 'module', source, shortCircuit: true };
};

/** Throws a SyntaxError with the place of what cannot be replaced by blanks (an enum), or is no TypeScript. */
function stripped(text: string, path: string): string {
  try {
    return swc.transformSync(text, { mode: 'strip-only', filename: path }).code;
  } catch (error) {
    const { message, startLine, startColumn = 0 } = v.parse(Fault, error);
    const place =
      startLine === undefined ? '' : ` (${relative(process.cwd(), path)}:${startLine}:${startColumn + 1})`;
    throw new SyntaxError(`${message}${place}`);
  }
}
