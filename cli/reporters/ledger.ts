/** The events of a trace beside those of the log of its run. */
import type { Ledger } from '../log/ledger.ts';
import { differing } from '../log/ledger.ts';
import type { Paint } from './words.ts';
import { count, dimmed, fill, plural, right, table } from './words.ts';

export function ledgerText(ledger: Ledger, width: number, paint: Paint): string[] {
  const { file, generations, not } = ledger;
  if (not !== null) return fill(`${paint('yellow', 'not compared')}: ${not}`, width);
  const wrong = differing(ledger);
  const events = generations.reduce((sum, { written }) => sum + written, 0);
  if (wrong.length === 0)
    return fill(
      `${paint('green', 'complete')}: ${file} has the ${plural(events, 'event')} that Ms wrote in its ${plural(generations.length, 'generation')}`,
      width,
    );
  return [
    ...fill(`${paint('red', 'differs')}: ${file} has not the events that Ms wrote`, width),
    ...table(
      [
        ['generation', 'written', 'in the trace'].map((cell) => dimmed(right(cell), paint)),
        ...wrong.map(({ gen, written, read }) => [
          right(String(gen)),
          right(count(written)),
          right(count(read)),
        ]),
      ],
      width,
    ),
  ];
}
