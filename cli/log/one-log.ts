/** A log that is read and judged: its verdict, and what is known of the run beside it. */
import type { JudgedBy, LogVerdict } from '../../runtime/index.ts';
import { LogError, judgeLog } from '../../runtime/index.ts';
import { UsageError } from '../errors.ts';
import type { LogAbout } from '../reporters/log-verdict.ts';
import type { OtherDesign } from './named-design.ts';
import type { World } from '../world.ts';
import { HiddenList } from './hidden-list.ts';
import { opened } from './opened.ts';

export interface LogOptions extends OtherDesign {
  readonly coverage?: true | undefined;
  /** A file to list hidden steps in. */
  readonly hidden?: string | undefined;
  readonly format: 'text' | 'json';
  readonly out?: string | undefined;
}

export interface OneLog {
  readonly about: LogAbout;
  readonly found: LogVerdict;
}

/** Judges the log by its own design, or by another. Throws a UsageError for what is no log. */
export function oneLog(
  file: string,
  other: JudgedBy | null,
  { coverage, hidden }: Pick<LogOptions, 'coverage' | 'hidden'>,
  world: World,
): OneLog {
  const log = opened(file, world);
  try {
    const { go, tree } = log.header;
    const list = hidden === undefined ? null : new HiddenList(hidden, world);
    const found = judgeLog(log, other ?? log.header.design, {
      ...(coverage === true && { coverage: { go } }),
      ...(list === null ? {} : { onHidden: list.add }),
    });
    list?.close();
    const { ended = null, godebug = '' } = log.trailer ?? {};
    return { about: { file, go, tree, ended, godebug }, found };
  } catch (error) {
    if (error instanceof LogError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  } finally {
    log.close();
  }
}
