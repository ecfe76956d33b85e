// biome-ignore-all lint/a11y/useSemanticElements: a picture to move about is no fieldset
import { useState } from 'react';
import { useText } from '../text/TextProvider.tsx';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

export interface ImageViewerProps {
  readonly src: string;
  readonly alt: string;
  readonly className?: string;
}

const zoomMin = 0.25;
const zoomMax = 6;

/** A scanned page to read beside a form: keys + and - size it, T turns it, arrows move it when it has the focus. */
export function ImageViewer({ src, alt, className }: ImageViewerProps) {
  const t = useText();
  const [view, setView] = useState({ zoom: 1, turn: 0, x: 0, y: 0 });
  const [drag, setDrag] = useState<{ x: number; y: number } | null>(null);
  const [size, setSize] = useState<{ width: number; height: number; fit: number } | null>(null);

  const zoomBy = (factor: number) =>
    setView((v) => ({ ...v, zoom: Math.min(zoomMax, Math.max(zoomMin, v.zoom * factor)) }));
  const moveBy = (x: number, y: number) => setView((v) => ({ ...v, x: v.x + x, y: v.y + y }));
  const turn = () => setView((v) => ({ ...v, turn: (v.turn + 90) % 360 }));
  const fit = () => setView((v) => ({ ...v, zoom: 1, x: 0, y: 0 }));

  const keys: Record<string, () => void> = {
    '+': () => zoomBy(1.25),
    '=': () => zoomBy(1.25),
    '-': () => zoomBy(0.8),
    t: turn,
    '0': fit,
    ArrowLeft: () => moveBy(40, 0),
    ArrowRight: () => moveBy(-40, 0),
    ArrowUp: () => moveBy(0, 40),
    ArrowDown: () => moveBy(0, -40),
  };

  function load(image: HTMLImageElement) {
    const stage = image.parentElement;
    if (!stage) return;
    const scale = Math.min(stage.clientWidth / image.naturalWidth, stage.clientHeight / image.naturalHeight);
    setSize({ width: image.naturalWidth, height: image.naturalHeight, fit: Math.min(scale, 2) });
  }

  return (
    <div
      className={className ? `image-stage ${className}` : 'image-stage'}
      role="group"
      aria-label={alt}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: moved and sized with the keyboard
      tabIndex={0}
      onKeyDown={(event) => {
        const action = event.target === event.currentTarget ? keys[event.key] : undefined;
        if (!action) return;
        event.preventDefault();
        action();
      }}
      onPointerDown={(event) => setDrag({ x: event.clientX, y: event.clientY })}
      onPointerMove={(event) => {
        if (!drag) return;
        moveBy(event.clientX - drag.x, event.clientY - drag.y);
        setDrag({ x: event.clientX, y: event.clientY });
      }}
      onPointerUp={() => setDrag(null)}
      onPointerLeave={() => setDrag(null)}
    >
      <img
        src={src}
        alt={alt}
        draggable={false}
        onLoad={(event) => load(event.currentTarget)}
        style={{
          width: size ? size.width * size.fit : undefined,
          visibility: size ? 'visible' : 'hidden',
          transform: `translate(calc(-50% + ${view.x}px), calc(-50% + ${view.y}px)) rotate(${view.turn}deg) scale(${view.zoom})`,
        }}
      />
      <div className="image-tools">
        <Button size="small" isIconOnly aria-label={t('ui.image.zoomOut')} onPress={() => zoomBy(0.8)}>
          <Icon name="minus" />
        </Button>
        <Button size="small" isIconOnly aria-label={t('ui.image.zoomIn')} onPress={() => zoomBy(1.25)}>
          <Icon name="plus" />
        </Button>
        <Button size="small" isIconOnly aria-label={t('ui.image.rotate')} onPress={turn}>
          <Icon name="rotate" />
        </Button>
        <Button size="small" onPress={fit}>
          {t('ui.image.fit')}
        </Button>
      </div>
    </div>
  );
}
