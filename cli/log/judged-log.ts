/** A log of `nosplit record`, read and judged, and printed. */
import type { LogVerdict } from '../../runtime/index.ts';
import { LogError, judgeLog } from '../../runtime/index.ts';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { deliverVerdict, layoutOf } from '../output.ts';
import { ledgerText } from '../reporters/ledger.ts';
import { logVerdictDocument, logVerdictText } from '../reporters/log-verdict.ts';
import { validationText } from '../reporters/validation.ts';
import { painter } from '../reporters/words.ts';
import type { JudgedTrace, Ledger } from './ledger.ts';
import { differing, ledgerOf } from './ledger.ts';
import { HiddenList } from './hidden-list.ts';
import { opened } from './opened.ts';
import { commandLine } from '../selection/selection.ts';
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

/**
 * Judges the log by its own design, or by another that is named, and compares it with the trace of its run, if that is given. Returns the exit
 * code. Throws a UsageError for what is no log, and for a trace of another run.
 */
export function judgedLog(
  file: string,
  { design, coverage, hidden, format, out }: LogOptions,
  trace: JudgedTrace | null,
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
    const words = [
      'nosplit',
      'explore',
      '--log',
      file,
      ...(design === undefined ? [] : ['--design', design]),
    ];
    const { columns, colour } = layoutOf(out, world);
    const ledger = trace === null ? null : ledgerOf(file, trace, world);
    const paint = painter(colour);
    const beside =
      trace === null || ledger === null
        ? ''
        : `\n${validationText(trace.file, trace.validation, columns, paint, false)}${ledgerText(ledger, columns, paint).join('\n')}\n`;
    const text =
      format === 'json'
        ? `${JSON.stringify(logVerdictDocument(about, found, ledger), null, 2)}\n`
        : logVerdictText(about, found, commandLine(words), columns, paint) + beside;
    return deliverVerdict(text, { out, exit: exitOf(found, ledger) }, world).exit;
  } catch (error) {
    if (error instanceof LogError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  } finally {
    log.close();
  }
}

function exitOf({ verdict }: LogVerdict, ledger: Ledger | null): number {
  const isLost = ledger !== null && (ledger.rule !== null || differing(ledger).length > 0);
  if (verdict === 'violated' || verdict === 'rejected' || isLost) return exitCode.violated;
  return verdict === 'inconclusive' || (ledger?.not ?? null) !== null ? exitCode.exhausted : exitCode.holds;
}
