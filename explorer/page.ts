/** Assembles the page: one file that has all in itself, or a shell whose parts a server hands out. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Embedded, Spec } from './data.ts';
import { entities } from './share/entities.ts';

type Part = 'app.js' | `worker-${'programs' | 'examples'}.js` | 'graph.js' | 'app.css';

/** The worker that has the systems of this kind in itself; null where none has. */
export function workerPart({ base: { kind } }: Spec): Part | null {
  return kind === 'own' || kind === 'recorded' ? null : `worker-${kind === 'example' ? 'examples' : kind}.js`;
}

/** A part of the built page. Throws an Error where the page was not built. */
export const part = (name: Part): string => readFileSync(join(builtFolder(), name), 'utf8');

/** Where the built page lies: beside this module, or in `dist`. Throws an Error where it was not built. */
export function builtFolder(): string {
  const folder = ['./', '../dist/explorer/']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(join(path, 'app.js')));
  if (folder === undefined) throw new Error("the explorer's page is not built; npm run build makes it");
  return folder;
}

export interface PageParts {
  /** The program that draws graphs of states, which is larger than all else. */
  readonly withGraph: boolean;
  /** The worker of a user's model, in place of the one that has what is built in. */
  readonly model: string | null;
}

/**
 * A page that opens from disk and talks to nobody: its policy allows its own script and its own style alone, and what it starts as
 * workers.
 */
export function pageFile(data: Embedded, { withGraph, model }: PageParts): string {
  const [app, style] = [inScript(part('app.js')), part('app.css')];
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(app)} 'unsafe-eval'`,
    `style-src ${hashOf(style)}`,
    'worker-src blob:',
    'img-src data: blob:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const name = workerPart(data.spec);
  const worker = model ?? (name === null ? null : part(name));
  return [
    ...head(data.system.title),
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<style>${style}</style>`,
    '</head><body><div id="page"></div>',
    `<script type="application/json" id="data">${inJson(data)}</script>`,
    ...(worker === null ? [] : [packed('worker', worker)]),
    ...(worker !== null && withGraph ? [packed('graph', part('graph.js'))] : []),
    `<script>${app}</script>`,
    '</body></html>',
    '',
  ].join('\n');
}

/** The script of a worker, as text that the page unpacks. */
const packed = (name: 'worker' | 'graph', script: string): string =>
  `<script type="text/plain" id="${name}">${gzipSync(script, { level: 9 }).toString('base64')}</script>`;

/** The shell that a server hands out; data, scripts and style have addresses of their own. */
export const pageShell = (): string =>
  [
    ...head('nosplit'),
    '<link rel="stylesheet" href="app.css">',
    '</head><body><div id="page"></div><script src="app.js"></script></body></html>',
    '',
  ].join('\n');

const head = (title: string): string[] => [
  '<!doctype html>',
  '<html lang="en"><head><meta charset="utf-8">',
  '<meta name="viewport" content="width=device-width, initial-scale=1">',
  '<meta name="referrer" content="no-referrer">',
  `<title>${entities(title.slice(0, 200))}</title>`,
  '<link rel="icon" href="data:,">',
];

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** JSON in which nothing ends the element that it stands in, or begins a comment. */
const inJson = (data: Embedded): string =>
  JSON.stringify(data)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');

/** A script of ours, in strings and patterns of which these two may stand. */
const inScript = (text: string): string =>
  text.replaceAll(/<\/(?=script)/gi, '<\\/').replaceAll('<!--', '<\\!--');
