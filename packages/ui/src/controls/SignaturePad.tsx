import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { useText } from '../text/TextProvider.tsx';
import { Button } from './Button.tsx';
import { TextField } from './TextField.tsx';

/** Strokes in the pad's own coordinates, 0 to 1000 wide and 0 to 250 high; or the name a person typed. */
export interface Signature {
  readonly strokes: readonly (readonly (readonly [number, number])[])[];
  readonly typedName: string;
}

export const emptySignature: Signature = { strokes: [], typedName: '' };
const width = 1000;
const height = 250;

export function isSigned(signature: Signature): boolean {
  return signature.strokes.length > 0 || signature.typedName.trim().length >= 2;
}

function strokePath(stroke: readonly (readonly [number, number])[]): string {
  return stroke.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}

/** A small standalone SVG as a data URL: what is kept as evidence. */
export function signatureImage(signature: Signature): string {
  const lines = signature.strokes.map((stroke) => `<path d="${strokePath(stroke)}"/>`).join('');
  const name = signature.typedName.trim().replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const text = name
    ? `<text x="40" y="160" font-family="cursive" font-size="80" font-style="italic">${name}</text>`
    : '';
  const drawing = `<g fill="none" stroke="#111" stroke-width="5" stroke-linecap="round" stroke-linejoin="round">${lines}</g>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${drawing}${text}</svg>`;
  return `data:image/svg+xml;base64,${btoa(String.fromCharCode(...new TextEncoder().encode(svg)))}`;
}

export interface SignaturePadProps {
  readonly value: Signature;
  readonly onChange: (value: Signature) => void;
  readonly label: string;
}

/** Sign with a pen or finger; who cannot, types the name (WCAG 2.5.7, 2.1.1). */
export function SignaturePad({ value, onChange, label }: SignaturePadProps) {
  const t = useText();
  const frame = useRef<SVGSVGElement>(null);
  const [stroke, setStroke] = useState<readonly (readonly [number, number])[] | null>(null);
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  }, [value]);

  function point(event: PointerEvent): readonly [number, number] {
    const box = frame.current?.getBoundingClientRect();
    if (!box) return [0, 0];
    const x = Math.round(((event.clientX - box.left) / box.width) * width);
    return [x, Math.round(((event.clientY - box.top) / box.height) * height)];
  }
  function start(event: PointerEvent) {
    event.currentTarget.setPointerCapture(event.pointerId);
    setStroke([point(event)]);
  }
  function draw(event: PointerEvent) {
    if (stroke) setStroke([...stroke, point(event)]);
  }
  function end() {
    if (!stroke) return;
    const finished = stroke.length === 1 ? [...stroke, ...stroke] : stroke;
    onChange({ strokes: [...latest.current.strokes, finished], typedName: '' });
    setStroke(null);
  }

  const shown = stroke ? [...value.strokes, stroke] : value.strokes;
  return (
    <div className="field">
      <span className="field-label">{label}</span>
      <div className="signature">
        <svg
          ref={frame}
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          width="100%"
          height="100%"
          role="img"
          aria-label={t('ui.signature.draw')}
          onPointerDown={start}
          onPointerMove={draw}
          onPointerUp={end}
          onPointerCancel={end}
        >
          <g fill="none" stroke="currentColor" strokeWidth="4" strokeLinecap="round" strokeLinejoin="round">
            {shown.map((points, index) => (
              <path key={index} d={strokePath(points)} />
            ))}
          </g>
          {value.typedName ? (
            <text x="40" y="160" fill="currentColor" fontFamily="cursive" fontStyle="italic" fontSize="80">
              {value.typedName}
            </text>
          ) : null}
        </svg>
        <div className="signature-line" />
      </div>
      <div className="signature-foot">
        <TextField
          label={t('ui.signature.type')}
          value={value.typedName}
          onChange={(typedName) => onChange({ strokes: [], typedName })}
          autoComplete="off"
        />
        <Button tone="quiet" isDisabled={!isSigned(value)} onPress={() => onChange(emptySignature)}>
          {t('ui.signature.clear')}
        </Button>
      </div>
    </div>
  );
}
