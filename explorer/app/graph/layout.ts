/** Between the graph of states and Graphviz: it gets numbers and lengths, no name, and gives places. */
import type { SpaceGraph } from '../../../checker/index.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** In pixels, from the upper left. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** By state. */
  readonly nodes: readonly Point[];
  /** By edge: the path of a curve, and where its label stands, where it has one. */
  readonly edges: readonly { readonly path: string; readonly label: Point | null }[];
}

/** Of a graph with more edges, a label for each is too much. */
const LABELS_MAX = 60;
const LABEL_LETTERS = 24;

/** The label of an edge as it is drawn; empty where there are too many. */
export const labelOf = (graph: SpaceGraph, label: string): string =>
  graph.edges.length > LABELS_MAX
    ? ''
    : label.length > LABEL_LETTERS
      ? `${label.slice(0, LABEL_LETTERS - 1)}…`
      : label;

/** The graph in Graphviz's language. In place of a label stand as many letters, so that nothing of a model is read there. */
export function dotOf(graph: SpaceGraph, labels: readonly string[]): string {
  const begins = Array.from({ length: graph.begins }, (_, index) => `${index};`).join('');
  return [
    'digraph {',
    'graph [nodesep=0.2 ranksep=0.35];',
    'node [shape=circle fixedsize=true width=0.24 label=""];',
    'edge [arrowsize=0.5 fontsize=9 fontname="monospace"];',
    `{rank=min; ${begins}}`,
    ...graph.states.map((_, index) => `${index};`),
    ...graph.edges.map(({ from, to }, index) => {
      const letters = labelOf(graph, labels[index] ?? '').length;
      // A state stands as deep as it is far.
      const isOn = (graph.states[from]?.distance ?? 0) < (graph.states[to]?.distance ?? 0);
      const label = letters === 0 ? '' : ` label="${'x'.repeat(letters)}"`;
      return `${from} -> ${to} [constraint=${isOn}${label}];`;
    }),
    '}',
  ].join('\n');
}

const INCH = 72;

/** Reads Graphviz's plain output. Throws an Error where it is none, or of another graph. */
export function layoutOf(plain: string, graph: SpaceGraph): Layout {
  const lines = plain.split('\n').map((line) => line.split(' '));
  const [, , width = 0, height = 0] = (lines[0] ?? []).map(Number);
  const point = (x: string | undefined, y: string | undefined): Point => ({
    x: round(Number(x) * INCH),
    y: round((height - Number(y)) * INCH),
  });
  const nodes: Point[] = [];
  // Edges between the same two states come in the order in which they were given.
  const waiting = new Map<string, number[]>();
  graph.edges.forEach(({ from, to }, index) => {
    const key = `${from} ${to}`;
    waiting.set(key, [...(waiting.get(key) ?? []), index]);
  });
  const edges: { path: string; label: Point | null }[] = [];
  for (const [kind, ...words] of lines) {
    if (kind === 'node') nodes[Number(words[0])] = point(words[1], words[2]);
    if (kind !== 'edge') continue;
    const [from = '', to = '', count = ''] = words;
    const numbers = words.slice(3, 3 + 2 * Number(count));
    const points = Array.from({ length: Number(count) }, (_, at) =>
      point(numbers[2 * at], numbers[2 * at + 1]),
    );
    const [start, ...rest] = points.map(({ x, y }) => `${x} ${y}`);
    const [label = '', x, y] = words.slice(3 + 2 * Number(count));
    const index = waiting.get(`${from} ${to}`)?.shift();
    if (index !== undefined)
      edges[index] = {
        path: `M${start ?? ''}C${rest.join(' ')}`,
        label: /^x+$/.test(label) ? point(x, y) : null,
      };
  }
  const isWhole =
    Object.keys(nodes).length === graph.states.length && Object.keys(edges).length === graph.edges.length;
  if (!isWhole || nodes.some(({ x, y }) => Number.isNaN(x + y)))
    throw new Error('Graphviz drew another graph than it was given');
  return { width: round(width * INCH), height: round(height * INCH), nodes, edges };
}

const round = (value: number): number => Math.round(value * 10) / 10;
