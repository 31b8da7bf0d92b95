/**
 * Hooks of the part transitions: every change of the status of a G or a P, wherever a file of the runtime makes one. A change is a call that
 * stands in a line, so the call alone is replaced, and the lines keep their numbers.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from './rules.ts';

export interface Rewritten {
  /** By file, all its lines. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** The functions that make the changes: `execute`, `p.init`. A record has the number of one, counted from 1. */
  readonly sites: readonly string[];
}

/** What is looked for, and what stands in its place; `#` is the number of the function. */
const calls: readonly (readonly [RegExp, string])[] = [
  [/^(\s*)casgstatus\(/, '$1nosplitAt(#); casgstatus('],
  [/([\w.]+)\.atomicstatus\.CompareAndSwap\(/, 'nosplitCas(#, $1, '],
  [/^(\s*)([\w.()]+)\.status = (_P\w+)/, '$1nosplitPStatus(#, $2, $3)'],
  [/atomic\.Store\(&([\w.]+)\.status, /, 'nosplitPStatus(#, $1, '],
  [/atomic\.Cas\(&([\w.]+)\.status, /, 'nosplitPCas(#, $1, '],
];

/** casgstatus itself has the number that its caller noted. */
const CALLED = 'casgstatus';

/** The files of a runtime folder that change a status, with the hooks. */
export function withTransitions(runtimeDir: string): Rewritten {
  const files = new Map<string, readonly string[]>();
  const sites: string[] = [];
  const numberOf = (site: string): number => {
    if (site === CALLED) return 0;
    if (!sites.includes(site)) sites.push(site);
    return sites.indexOf(site) + 1;
  };
  for (const name of readdirSync(runtimeDir)) {
    if (!name.endsWith('.go') || name.endsWith('_test.go')) continue;
    const text = readFileSync(join(runtimeDir, name), 'utf8');
    if (!/casgstatus\(|atomicstatus\.CompareAndSwap|\.status\b.*_P/.test(text)) continue;
    let site = '';
    const lines = text.split('\n').map((line) => {
      site = siteOf(line) ?? site;
      if (/^\s*\/\//.test(line)) return line;
      const found = calls.find(([call]) => call.test(line));
      if (found === undefined) return line;
      return line.replace(found[0], found[1].replace('#', String(numberOf(site))));
    });
    if (lines.join('\n') !== text) files.set(name, lines);
  }
  return { files, sites };
}

/** The function that begins in the line, by the name that programs have for it. */
function siteOf(line: string): string | undefined {
  const [, receiver, name] = /^func (?:\(\w+ \*?(\w+)\) )?(\w+)\(/.exec(line) ?? [];
  if (name === undefined) return undefined;
  return receiver === undefined ? name : `${receiver}.${name}`;
}

/** The field by which a caller tells casgstatus its number, the events, and the Ps that there are. */
export const transitionRules: readonly Rule[] = [
  {
    file: 'traceruntime.go',
    func: 'mTraceState',
    anchor: /^reentered +uint32\b/,
    after: ['nosplitSite uint64'],
  },
  {
    file: 'tracebuf.go',
    func: '(w traceWriter) event',
    anchor: /^ts := traceClockNow\(\)$/,
    before: ['nosplitTold(&w, uint64(ev), args)'],
  },
  {
    file: 'proc.go',
    func: '(pp *p) init',
    anchor: /^pp\.id = id$/,
    after: ['nosplitProc(pp)'],
  },
  {
    file: 'proc.go',
    func: 'runExitHooks',
    anchor: /^exithook\.Run\(code\)$/,
    after: ['nosplitEnds()'],
  },
];
