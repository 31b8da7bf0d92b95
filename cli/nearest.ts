/**
 * The message for a name that is none of the known ones: `said`, then the name that was probably meant, then what to do next. That is to
 * choose among the known ones, unless told otherwise; null says nothing, where they are too many to list.
 */
export function noSuch(
  said: string,
  typed: string,
  known: readonly string[],
  next: string | null = `there are ${known.join(', ')}`,
): string {
  return `${said}${didYouMean(typed, known)}${next === null ? '' : `; ${next}`}`;
}

/** The known name that a mistyped one probably meant, as ` (did you mean X?)`; empty where none is near. */
function didYouMean(typed: string, known: readonly string[]): string {
  const best = known
    .map((name) => ({ name, distance: distance(typed.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const near = best !== undefined && best.distance <= Math.max(1, Math.floor(best.name.length / 3));
  return near ? ` (did you mean ${best.name}?)` : '';
}

/** Insertions, deletions, replacements, and exchanges of two neighbours. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isExchange = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const exchanged = isExchange ? (before[j - 2] ?? Infinity) + 1 : Infinity;
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, exchanged));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
