/**
 * On which M each goroutine runs, and which M has each P, as the changes of their statuses tell it: who runs a goroutine is the one to take it
 * out of its status again, and who has looked into it with its scan bit puts it back.
 */
import { Rejection } from '../rejection.ts';
import { addressOf } from '../statuses.ts';
import { SCAN, statusName } from './changes.ts';

/** _Grunning, _Gsyscall and _Gcopystack: a goroutine that an M has. */
const onM = new Set([2, 3, 8]);
const P_RUNNING = 1;
/** Functions that take a P from another M: of a thread in a system call, or while the world is stopped. */
const takers = new Set([
  ...['retake', 'stopTheWorldWithSema', 'forEachPInternal', 'procresize', 'p.destroy'],
  ...['syscallingThread.takeP', 'syscallingThread.gcstopP', 'syscallingThread.releaseP'],
]);

/** The M has no P. */
export const NO_P = 0;

export class Owners {
  /** By G, the M that it runs on, and the one that has its scan bit. */
  readonly #runsOn = new Map<number, number>();
  readonly #scans = new Map<number, number>();
  /** The other way round. */
  readonly #scannedBy = new Map<number, number>();
  /** By new G, the M that makes it. */
  readonly #madeBy = new Map<number, number>();
  /** By M, the G that it ran last, and whether that runs still. */
  readonly #runs = new Map<number, { g: number; isOn: boolean }>();
  /** By P, the M that has it; and the other way, NO_P for an M that is known to have none. */
  readonly #hasP = new Map<number, number>();
  readonly #pOf = new Map<number, number>();

  /** The G that the M runs, or ran last; 0 where that is not known. */
  ranBy(m: number): number {
    return this.#runs.get(m)?.g ?? 0;
  }

  /** The G that the M runs; 0 where it is not known to run one. */
  runBy(m: number): number {
    const runs = this.#runs.get(m);
    return runs?.isOn === true ? runs.g : 0;
  }

  /** The P that the M has, NO_P for none; undefined where that is not known. */
  procOf(m: number): number | undefined {
    return this.#pOf.get(m);
  }

  /** A list says it. */
  runs(m: number, g: number): void {
    this.#runsOn.set(g, m);
    this.#runs.set(m, { g, isOn: true });
  }

  has(m: number, p: number): void {
    const before = this.#pOf.get(m);
    if (before !== undefined && before !== p && this.#hasP.get(before) === m) this.#hasP.delete(before);
    this.#hasP.set(p, m);
    this.#pOf.set(m, p);
  }

  /** Whether a list may say that the G runs on that M. */
  fits(m: number, g: number): boolean {
    return (this.#runsOn.get(g) ?? m) === m;
  }

  goroutine(m: number, g: number, was: number, is: number): void {
    const [scanned, scans] = [was >= SCAN, is >= SCAN];
    const owner = this.#runsOn.get(g);
    const other = this.#scannedBy.get(m) ?? g;
    if (other !== g) throw this.#rejection(m, 'G', g, `it has the scan bit of G ${addressOf(other)}`);
    const maker = this.#madeBy.get(g) ?? m;
    if (maker !== m) throw this.#rejection(m, 'G', g, `M${maker} is making it`);
    if (was === 0) this.#madeBy.set(g, m);
    else this.#madeBy.delete(g);
    if (scanned) {
      const by = this.#scans.get(g);
      this.#scans.delete(g);
      this.#scannedBy.delete(m);
      if (by !== undefined && by !== m) throw this.#rejection(m, 'G', g, `M${by} has its scan bit`);
    }
    if (scans) {
      this.#scans.set(g, m);
      this.#scannedBy.set(m, g);
    }
    // The scan bit alone is another's.
    if (scanned || (scans && is - SCAN === was)) return;
    if (onM.has(was) && owner !== undefined && owner !== m)
      throw this.#rejection(m, 'G', g, `it is ${statusName('G', was)} on M${owner}`);
    if (onM.has(is)) this.runs(m, g);
    else if (onM.has(was)) {
      this.#runsOn.delete(g);
      this.#runs.set(m, { g, isOn: false });
    }
  }

  proc(m: number, p: number, was: number, is: number, fn: string): void {
    const owner = this.#hasP.get(p);
    const isTaken = takers.has(fn);
    if (was === P_RUNNING && owner !== undefined && owner !== m && !isTaken)
      throw this.#rejection(m, 'P', p, `M${owner} has it`);
    if (is === P_RUNNING) {
      this.has(m, p);
      return;
    }
    // Who stops the world keeps its own.
    if (fn === 'stopTheWorldWithSema' && owner === m) return;
    this.#hasP.delete(p);
    if (owner !== undefined && this.#pOf.get(owner) === p) this.#pOf.set(owner, NO_P);
  }

  #rejection(m: number, letter: 'G' | 'P', who: number, why: string): Rejection {
    return new Rejection(
      letter === 'G' ? 'casgstatus' : 'p.status',
      m,
      null,
      `M${m} changes the status of ${letter} ${addressOf(who)}, and ${why}`,
    );
  }
}
