/** Two lists side by side. */

/** What stands in one list where something else, or nothing, stands in the other. */
export interface Row<T> {
  readonly old: T | null;
  readonly new: T | null;
}

/** The rows in which two lists differ, by a longest common sequence of their keys; what replaces what stands in one row. */
export function differingRows<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
): Row<T>[] {
  const [old, now] = [before.map(keyOf), after.map(keyOf)];
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  const length = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        old[i] === now[j] ? 1 + length(i + 1, j + 1) : Math.max(length(i + 1, j), length(i, j + 1));
  const rows: Row<T>[] = [];
  let [gone, come]: [T[], T[]] = [[], []];
  const flush = (): void => {
    for (let at = 0; at < Math.max(gone.length, come.length); at++)
      rows.push({ old: gone[at] ?? null, new: come[at] ?? null });
    [gone, come] = [[], []];
  };
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      flush();
      [i, j] = [i + 1, j + 1];
    } else if (j >= now.length || (i < old.length && length(i + 1, j) >= length(i, j + 1)))
      gone.push(...before.slice(i, ++i));
    else come.push(...after.slice(j, ++j));
  }
  flush();
  return rows;
}
