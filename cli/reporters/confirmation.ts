/** What a tree's machine code says about its sources. */
import type { Confirmation } from '../../facts/index.ts';
import type { Paint } from './words.ts';
import { duration, fill } from './words.ts';

export function confirmationLines(confirmation: Confirmation, width: number, paint: Paint): string[] {
  if (confirmation.kind === 'skipped')
    return fill(`not confirmed by machine code: ${confirmation.reason}`, width).map((line) =>
      paint('yellow', line),
    );
  const { toolchain, growing, functions, elapsedMs } = confirmation;
  const who =
    growing.length === 0
      ? 'nothing calls'
      : `${growing.join(', ')} ${growing.length === 1 ? 'calls' : 'call'}`;
  const differences = functions.flatMap(({ name, difference }) =>
    difference === null ? [] : [`${name}: ${difference}`],
  );
  return [
    ...fill(
      `machine code of ${toolchain} (built in ${duration(elapsedMs)}): ${who} morestack between writer() and end()`,
      width,
    ),
    ...differences.flatMap((line) => fill(`≠ ${line}`, width)).map((line) => paint('yellow', line)),
  ];
}
