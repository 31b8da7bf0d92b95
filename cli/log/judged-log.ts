/** A log of `nosplit record`, read and judged, and printed. */
import { resolve } from 'node:path';
import { LogError, LogReader, judgeLog } from '../../runtime/index.ts';
import { UsageError, fileError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { deliver, layoutOf } from '../output.ts';
import { logVerdictDocument, logVerdictText } from '../reporters/log-verdict.ts';
import { painter } from '../reporters/words.ts';
import { HiddenList } from './hidden-list.ts';
import { selectDesign } from '../selection/tracer.ts';
import type { World } from '../world.ts';

export interface LogOptions {
  readonly design?: string | undefined;
  readonly coverage?: true | undefined;
  /** A file to list hidden steps in. */
  readonly hidden?: string | undefined;
  readonly format: 'text' | 'json';
  readonly out?: string | undefined;
}

/** Judges the log by its own design, or by another that is named; returns the exit code. Throws a UsageError for what is no log. */
export function judgedLog(
  file: string,
  { design, coverage, hidden, format, out }: LogOptions,
  world: World,
): number {
  const named = design === undefined ? null : selectDesign(design, 'tiny').design;
  const log = opened(file, world);
  try {
    const { go, tree } = log.header;
    const list = hidden === undefined ? null : new HiddenList(hidden, world);
    const found = judgeLog(log, named ?? log.header.design, {
      coverage: coverage === true,
      ...(list === null ? {} : { onHidden: list.add }),
    });
    list?.close();
    const about = {
      file,
      go,
      tree,
      ended: log.trailer?.ended ?? null,
      godebug: log.trailer?.godebug ?? '',
    };
    const { columns, colour } = layoutOf(out, world);
    const text =
      format === 'json'
        ? `${JSON.stringify(logVerdictDocument(about, found), null, 2)}\n`
        : logVerdictText(about, found, columns, painter(colour));
    if (!deliver(text, out, world)) return exitCode.usage;
    const { verdict } = found;
    return verdict === 'accepted'
      ? exitCode.holds
      : verdict === 'inconclusive'
        ? exitCode.exhausted
        : exitCode.violated;
  } catch (error) {
    if (error instanceof LogError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  } finally {
    log.close();
  }
}

function opened(file: string, { cwd }: World): LogReader {
  try {
    return new LogReader(resolve(cwd, file));
  } catch (error) {
    if (error instanceof LogError) throw new UsageError(`${file}: ${error.message}`);
    throw new UsageError(`${file} cannot be read (${fileError(error)}); give the file of record --out`);
  }
}
