/** The links between the pages of a folder. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * `page: link` of every relative link in a Markdown page that leads to no file of these, or to no heading in it. The files
 * are paths from the root.
 */
export function brokenLinks(root: string, files: readonly string[]): string[] {
  const prose = (path: string): string =>
    readFileSync(join(root, path), 'utf8').replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
  const anchors = (path: string): string[] =>
    [...prose(path).matchAll(/^#{1,6} (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
  return files
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) =>
      [...prose(path).matchAll(/\]\(([^()\s]+)\)/g)]
        .map(([, link = '']) => link)
        .filter((link) => !/^[a-z]+:/.test(link))
        .filter((link) => {
          const [target = '', heading] = link.split('#');
          const file = target === '' ? path : join(dirname(path), target).replace(/\/$/, '');
          if (!files.includes(file) && !files.some((known) => known.startsWith(`${file}/`))) return true;
          return heading !== undefined && file.endsWith('.md') && !anchors(file).includes(heading);
        })
        .map((link) => `${path}: ${link}`),
    );
}

/** GitHub's name of a heading: lower case, punctuation dropped, spaces as hyphens. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
