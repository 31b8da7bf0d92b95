/** Logs of `nosplit record`, read and judged, and printed. */
import { unionOf } from '../../runtime/index.ts';
import type { LogVerdict } from '../../runtime/index.ts';
import { exitCode } from '../exit-codes.ts';
import { deliverVerdict, layoutOf } from '../output.ts';
import { ledgerText } from '../reporters/ledger.ts';
import { logVerdictDocument, logVerdictText, logVerdictWords } from '../reporters/log-verdict.ts';
import { logCoverageText } from '../reporters/log-coverage.ts';
import { validationText } from '../reporters/validation.ts';
import { painter } from '../reporters/words.ts';
import { commandLine } from '../selection/selection.ts';
import type { World } from '../world.ts';
import type { JudgedTrace, Ledger } from './ledger.ts';
import { differing, ledgerOf } from './ledger.ts';
import type { LogOptions } from './one-log.ts';
import { otherDesign, wordsOfOther } from './named-design.ts';
import { oneLog } from './one-log.ts';

/**
 * Judges the log, and compares it with the trace of its run, if that is given. Returns the exit code. Throws a UsageError for what is no
 * log, and for a trace of another run.
 */
export async function judgedLog(
  file: string,
  options: LogOptions,
  trace: JudgedTrace | null,
  world: World,
): Promise<number> {
  const { format, out } = options;
  const { about, found } = oneLog(file, await otherDesign(options, [file], world), options, world);
  const explore = commandLine(['nosplit', 'explore', '--log', file, ...wordsOfOther(options)]);
  const { columns, colour } = layoutOf(out, world);
  const ledger = trace === null ? null : ledgerOf(file, trace, world);
  const paint = painter(colour);
  const beside =
    trace === null || ledger === null
      ? ''
      : `\n${validationText(trace.file, trace.validation, columns, paint, false)}${ledgerText(ledger, columns, paint).join('\n')}\n`;
  const text =
    format === 'json'
      ? jsonOf(logVerdictDocument(about, found, ledger))
      : logVerdictText(about, found, explore, columns, paint) + beside;
  return deliverVerdict(text, { out, exit: exitOf(found, ledger) }, world).exit;
}

/** Judges several logs: a line for each, and what they took together. Returns the worst exit code. */
export async function judgedLogs(
  files: readonly string[],
  options: LogOptions,
  world: World,
): Promise<number> {
  const { coverage, format, out } = options;
  const other = await otherDesign(options, files, world);
  const all = files.map((file) => oneLog(file, other, options, world));
  const { columns, colour } = layoutOf(out, world);
  const paint = painter(colour);
  const union = unionOf(all.flatMap(({ found }) => found.coverage ?? []));
  const documents = all.map(({ about, found }) => logVerdictDocument(about, found, null));
  const text =
    format === 'json'
      ? jsonOf({ schema: 'nosplit.logs/1', logs: documents, coverage: union })
      : [
          ...all.flatMap(({ about, found }) => logVerdictWords(about, found, columns, paint)),
          ...(coverage === true && union !== null ? ['', ...logCoverageText(union, columns, paint)] : ['']),
        ].join('\n');
  const exits = all.map(({ found }) => exitOf(found, null));
  const exit = [exitCode.violated, exitCode.exhausted].find((code) => exits.includes(code)) ?? exitCode.holds;
  return deliverVerdict(text, { out, exit }, world).exit;
}

const jsonOf = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

function exitOf({ verdict }: LogVerdict, ledger: Ledger | null): number {
  const isLost = ledger !== null && (ledger.rule !== null || differing(ledger).length > 0);
  if (verdict === 'violated' || verdict === 'rejected' || isLost) return exitCode.violated;
  return verdict === 'inconclusive' || (ledger?.not ?? null) !== null ? exitCode.exhausted : exitCode.holds;
}
