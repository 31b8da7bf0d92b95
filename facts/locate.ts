import type { Place } from './fact.ts';
import type { Facts } from './facts.ts';

/**
 * Where a tree has the function that a model's action names as its source, `runtime/tracebuf.go, traceWriter.refill`
 * (whatever follows the name is left out); null if it has none. Functions move between files from release to release,
 * so the named file only decides between several of one name.
 */
export function locate(facts: Facts, source: string): Place | null {
  const named = /^runtime\/([\w/]+\.go), \(?\*?([\w.]+?)\)?(?:\.(\w+))?(?:\W|$)/.exec(source);
  if (named === null) return null;
  const [, file, first = '', second] = named;
  const name = second === undefined ? first : `${first}.${second}`;
  const declarations = facts.index.get(name) ?? [];
  const found = declarations.find((each) => each.file === file) ?? declarations[0];
  return found === undefined ? null : { file: found.file, line: found.line };
}
