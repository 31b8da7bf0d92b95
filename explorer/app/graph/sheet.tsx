/** The drawing of the graph. It is ours: Graphviz says only where things lie. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SpaceGraph } from '../../../checker/index.ts';
import type { Layout, Point } from './layout.ts';
import { labelOf } from './layout.ts';
import { badgesOf, isViolated } from './tones.ts';

const RADIUS = 8;
/** Below this nothing can be told apart or hit. */
const FIT_MIN = 0.6;
/** Around the drawing, in pixels. */
const MARGIN = 14;

interface Props {
  readonly graph: SpaceGraph;
  readonly layout: Layout;
  readonly labels: readonly string[];
  /** By state, the class of its colour. */
  readonly tones: readonly string[];
  /** The states of the run that is shown, as far as they are in the graph; and the one of now. */
  readonly path: readonly (number | null)[];
  readonly here: number | null;
  /** Of the size that fits; null for that. */
  readonly scale: number | null;
  readonly onGo: (state: number) => void;
}

export function Sheet({ graph, layout, labels, tones, path, here, scale, onGo }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [fit, setFit] = useState(1);
  const [width, height] = [layout.width + 2 * MARGIN, layout.height + 2 * MARGIN];
  useLayoutEffect(() => {
    const { clientWidth = 1, clientHeight = 1 } = box.current ?? {};
    // A graph that is far larger than its place is read by scrolling.
    setFit(Math.max(FIT_MIN, Math.min(1.3, clientWidth / width, clientHeight / height)));
  }, [width, height]);
  const zoom = fit * (scale ?? 1);
  const place = here === null ? undefined : layout.nodes[here];
  useEffect(() => {
    if (place === undefined || box.current === null) return;
    const { clientWidth, clientHeight, scrollLeft, scrollTop } = box.current;
    const [x, y] = [(place.x + MARGIN) * zoom, (place.y + MARGIN) * zoom];
    const isSeen =
      x > scrollLeft && x < scrollLeft + clientWidth && y > scrollTop && y < scrollTop + clientHeight;
    if (!isSeen) box.current.scrollTo({ left: x - clientWidth / 2, top: y - clientHeight / 2 });
  }, [place, zoom]);
  const edges = useMemo(() => <Edges {...{ graph, layout, labels }} />, [graph, layout, labels]);
  const nodes = useMemo(() => <Nodes {...{ graph, layout, tones }} />, [graph, layout, tones]);
  const taken = useMemo(() => <Taken {...{ graph, layout, path }} />, [graph, layout, path]);
  return (
    <div class="sheet" ref={box} tabIndex={0} role="group" aria-label={`${graph.states.length} states`}>
      <svg
        width={width * zoom}
        height={height * zoom}
        viewBox={`${-MARGIN} ${-MARGIN} ${width} ${height}`}
        aria-hidden="true"
        onClick={({ target }) => {
          const number =
            target instanceof SVGElement
              ? target.closest<SVGElement>('[data-state]')?.dataset['state']
              : undefined;
          if (number !== undefined) onGo(Number(number));
        }}
      >
        <defs>
          {['tip', 'tip-taken', 'tip-bad'].map((id) => (
            <marker
              key={id}
              id={id}
              viewBox="0 0 6 6"
              refX="1"
              refY="3"
              markerWidth="6"
              markerHeight="6"
              orient="auto"
            >
              <path d="M0 0L6 3L0 6z" class={id} />
            </marker>
          ))}
        </defs>
        {edges}
        {taken}
        {nodes}
        {place === undefined ? null : <circle class="ring" cx={place.x} cy={place.y} r={RADIUS + 4} />}
      </svg>
    </div>
  );
}

function Edges({ graph, layout, labels }: Pick<Props, 'graph' | 'layout' | 'labels'>) {
  return (
    <g class="edges">
      {graph.edges.map(({ violates }, index) => {
        const drawn = layout.edges[index];
        if (drawn === undefined) return null;
        const label = labels[index] ?? '';
        return (
          <g key={index} class={violates.length > 0 ? 'bad' : undefined}>
            <path d={drawn.path} marker-end={`url(#tip${violates.length > 0 ? '-bad' : ''})`}>
              <title>{[label, ...violates.map((name) => `violates ${name}`)].join(', ')}</title>
            </path>
            {drawn.label === null ? null : (
              <text x={drawn.label.x} y={drawn.label.y + 3}>
                {labelOf(graph, label)}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

/** The steps of the run, drawn over those of the graph. */
function Taken({ graph, layout, path }: Pick<Props, 'graph' | 'layout' | 'path'>) {
  const pairs = new Set(path.slice(1).map((to, index) => `${path[index] ?? ''} ${to ?? ''}`));
  return (
    <g class="taken">
      {graph.edges.map(({ from, to }, index) =>
        pairs.has(`${from} ${to}`) ? (
          <path key={index} d={layout.edges[index]?.path} marker-end="url(#tip-taken)" />
        ) : null,
      )}
    </g>
  );
}

function Nodes({ graph, layout, tones }: Pick<Props, 'graph' | 'layout' | 'tones'>) {
  return (
    <g class="nodes">
      {graph.states.map((one, number) => {
        const { x, y } = layout.nodes[number] ?? { x: 0, y: 0 };
        const broken = isViolated(one);
        return (
          <g key={number} data-state={number} class={`${tones[number] ?? ''}${broken ? ' broken' : ''}`}>
            <title>{`State ${number}, ${one.distance} ${one.distance === 1 ? 'step' : 'steps'} far: ${badgesOf(one.verdicts)}`}</title>
            {number < graph.begins ? <circle class="begin" cx={x} cy={y} r={RADIUS + 2.5} /> : null}
            {broken ? <path d={diamond({ x, y })} /> : <circle cx={x} cy={y} r={RADIUS} />}
          </g>
        );
      })}
    </g>
  );
}

const diamond = ({ x, y }: Point): string => {
  const r = RADIUS + 2;
  return `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}z`;
};
