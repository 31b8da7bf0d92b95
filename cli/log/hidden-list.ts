/** The hidden steps of a log, one line for each record that follows some, written to a file as they come. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JudgeOptions } from '../../runtime/index.ts';
import { UsageError, fileError } from '../errors.ts';
import type { World } from '../world.ts';

const LINES = 4096;

export class HiddenList {
  readonly #fd: number;
  readonly #file: string;
  #lines: string[] = [];

  /** Throws a UsageError for a file that cannot be written; so do the others. */
  constructor(file: string, { cwd }: World) {
    this.#file = file;
    this.#fd = this.#written(() => openSync(resolve(cwd, file), 'w'));
  }

  /** `1234 M3 acquireFlag: AcquireOuter, AcquireFlagDown`: they come before the record. */
  readonly add: NonNullable<JudgeOptions['onHidden']> = (record, kind, m, steps) => {
    const who = m === -1 ? '' : `M${m} `;
    this.#lines.push(`${record} ${who}${kind}: ${steps.join(', ')}\n`);
    if (this.#lines.length === LINES) this.#flush();
  };

  close(): void {
    this.#flush();
    closeSync(this.#fd);
  }

  #flush(): void {
    const text = this.#lines.join('');
    this.#lines = [];
    this.#written(() => writeSync(this.#fd, text));
  }

  #written<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw new UsageError(
        `--hidden ${this.#file} cannot be written (${fileError(error)}); choose another file`,
      );
    }
  }
}
