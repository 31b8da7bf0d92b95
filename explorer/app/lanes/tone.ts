/** Two processes of the tracer have a colour of their own; others take turns. */
export const toneOf = (process: string, index: number): string =>
  process === 'advancer'
    ? 'A'
    : /^M\d+$/.test(process)
      ? 'M'
      : process === 'reader'
        ? 'R'
        : (['M', 'A', 'R'][index % 3] ?? 'M');
