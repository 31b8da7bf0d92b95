/** The first line of a log, which the recorded program wrote. */
import * as v from 'valibot';
import type { Design } from '../../model/index.ts';

export interface LogHeader {
  /** `go1.26.8`. */
  readonly go: string;
  /** The hash of the sources that were read, as `nosplit facts` prints it. */
  readonly tree: string;
  /** The design that was read from them. */
  readonly design: Design;
  /** Of which parts the records are. */
  readonly parts: readonly LogPart[];
  /** Functions that change the status of a G or P, by the numbers that records have of them. */
  readonly sites: readonly string[];
}

/** What `record --parts` takes. */
export const logParts = ['core', 'statuses', 'transitions'] as const;
export type LogPart = (typeof logParts)[number];

const design = v.object({
  name: v.string(),
  title: v.string(),
  lock: v.picklist(['seqlock', 'writing']),
  reentry: v.picklist(['drop', 'reload', 'entryGen']),
  splitPoints: v.array(v.string()),
  sharedWriter: v.boolean(),
  notOkReleases: v.boolean(),
  procStatuses: v.picklist(['afterBump', 'beforeBump']),
  syscalls: v.picklist(['procStatus', 'scanBit']),
  shutdownWakesReader: v.boolean(),
  debugThrowsplit: v.boolean(),
});

const header = v.object({
  nosplit: v.literal('log'),
  version: v.picklist([1, 2]),
  go: v.string(),
  tree: v.string(),
  design,
  // Logs had the core alone before.
  parts: v.optional(v.array(v.picklist(logParts)), ['core']),
  sites: v.optional(v.array(v.string()), []),
});

/** The header that a line holds, or what is wrong with it, in few words. */
export function headerOf(line: string): LogHeader | string {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    return 'it does not begin with the line of a log';
  }
  const result = v.safeParse(header, data);
  // The part had neither lists nor what a P was before.
  if (result.success && result.output.version === 1 && result.output.parts.includes('transitions'))
    return 'its records of transitions are those of an earlier nosplit; record the run again';
  if (result.success) return result.output;
  const [issue] = result.issues;
  return `its first line, ${v.getDotPath(issue) ?? 'root'}: ${issue.message}`;
}
