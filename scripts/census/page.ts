/** The page that shows a census: what a run has found stands between two comments, of which the first is how it was run. */

/** The page with `found` in place of what stands below the comment with these words. Throws where the page has no such place. */
export function withFound(page: string, words: string, found: string): string {
  const [first, last] = [`<!-- ${words} -->\n`, '<!-- end of the census -->'];
  const from = page.indexOf(first);
  const to = page.indexOf(last, from);
  if (from < 0 || to < 0) throw new Error(`the page has no place for what \`${words}\` finds`);
  return `${page.slice(0, from + first.length)}\n${found}\n\n${page.slice(to)}`;
}
