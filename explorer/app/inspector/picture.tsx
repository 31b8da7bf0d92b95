/** Who holds what: holders on the left, boxes on the right, arrows between them. */
import type { Picture } from '../../../checker/index.ts';
import * as state from '../state.ts';

const ROW = 42;
const HOLDER = { x: 1, width: 236 };
const BOX = { x: 326, width: 170 };
const TOP = 4;

export function PicturePart() {
  const picture = state.here.value?.picture ?? null;
  if (picture === null) return null;
  return (
    <section class="picture panel" aria-label={picture.title}>
      <div class="head">
        <h2>{picture.title}</h2>
        <span class="muted">
          {state.at.value === 0 ? 'in the initial state' : `after step ${state.at.value}`}
        </span>
        <span class="push muted wide">solid: holds. dashed: let go in this step</span>
      </div>
      <Drawing picture={picture} />
      <ul class="vh">
        {picture.boxes.map((box, index) => (
          <li key={box.name}>{twin(picture, index)}</li>
        ))}
      </ul>
    </section>
  );
}

/** The picture in words: `buffer 1, gen 1, event 0: nobody holds it`. */
function twin({ boxes, holders, arrows }: Picture, index: number): string {
  const box = boxes[index];
  if (box === undefined) return '';
  const by = arrows
    .filter(({ box: to, kind }) => to === index && kind !== 'let go')
    .map(({ holder }) => `${holders[holder]?.label ?? ''} ${holders[holder]?.field ?? ''}`);
  const held =
    box.state === 'free' ? 'free' : by.length === 0 ? 'nobody holds it' : `held by ${by.join(' and ')}`;
  return (
    [box.name, ...(box.state === 'free' ? [] : [box.note]), ...(box.text === '' ? [] : [box.text])].join(
      ', ',
    ) + `: ${held}`
  );
}

function Drawing({ picture: { holders, boxes, arrows } }: { readonly picture: Picture }) {
  const rows = Math.max(holders.length, boxes.length);
  const y = (index: number): number => TOP + index * ROW;
  return (
    <svg viewBox={`0 0 612 ${rows * ROW + TOP}`} aria-hidden="true" class="drawing">
      <defs>
        <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0.6L7.4 4L0 7.4z" class="tip" />
        </marker>
        <marker
          id="tip-new"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto"
        >
          <path d="M0 0.6L7.4 4L0 7.4z" class="tip new" />
        </marker>
      </defs>
      {holders.map(({ label, field, value, isOff }, index) => {
        const isNew = arrows.some(({ holder, kind }) => holder === index && kind !== 'holds');
        return (
          <g key={label} class={`holder${isOff && !isNew ? ' off' : ''}${isNew ? ' new' : ''}`}>
            <rect x={HOLDER.x} y={y(index)} width={HOLDER.width} height={ROW - 6} rx={4} />
            <text x={HOLDER.x + 10} y={y(index) + 23} class="label">
              {label}
            </text>
            <text x={HOLDER.x + 104} y={y(index) + 23} class="mono">
              {field}
            </text>
            <text
              x={HOLDER.x + HOLDER.width - 10}
              y={y(index) + 23}
              class={`mono value${value === 'nil' || value === 'empty' ? '' : ' set'}`}
            >
              {value}
            </text>
          </g>
        );
      })}
      {boxes.map(({ name, note, text, filled, units, state: kind }, index) => (
        <g key={name} class={`box ${kind}`}>
          <rect x={BOX.x} y={y(index)} width={BOX.width} height={ROW - 6} rx={4} />
          <text x={BOX.x + 10} y={y(index) + (kind === 'free' ? 22 : 15)} class="name">
            {name}
          </text>
          <text x={BOX.x + BOX.width - 10} y={y(index) + (kind === 'free' ? 22 : 15)} class="note">
            {note}
          </text>
          {kind === 'free'
            ? null
            : Array.from({ length: units }, (_, unit) => {
                const size = Math.min(18, 76 / units);
                return (
                  <rect
                    key={unit}
                    x={BOX.x + 10 + unit * (size + 2)}
                    y={y(index) + 21}
                    width={size}
                    height={8}
                    rx={2}
                    class={unit < filled ? 'unit full' : 'unit'}
                  />
                );
              })}
          {kind === 'free' ? null : (
            <text x={BOX.x + 94} y={y(index) + 29} class="text">
              {text}
            </text>
          )}
          {kind === 'lost' ? (
            <>
              <text x={BOX.x + BOX.width + 10} y={y(index) + 15} class="lost">
                ✗ lost
              </text>
              <text x={BOX.x + BOX.width + 10} y={y(index) + 30} class="lost small">
                nobody holds it
              </text>
            </>
          ) : null}
        </g>
      ))}
      {arrows.map(({ holder, box, kind }) => {
        const [x1, y1] = [HOLDER.x + HOLDER.width, y(holder) + (ROW - 6) / 2];
        const [x2, y2] = [BOX.x - 2, y(box) + (ROW - 6) / 2 + (kind === 'let go' ? -4 : 3)];
        const lost = boxes[box]?.state === 'lost';
        return (
          <path
            key={`${holder}.${box}.${kind}`}
            d={`M${x1} ${y1}C${x1 + 46} ${y1} ${x2 - 46} ${y2} ${x2} ${y2}`}
            class={`arrow ${kind === 'let go' ? 'gone' : kind === 'taken' ? 'new' : ''}${lost ? ' lost' : ''}`}
            marker-end={kind === 'let go' ? undefined : kind === 'taken' ? 'url(#tip-new)' : 'url(#tip)'}
          />
        );
      })}
    </svg>
  );
}
