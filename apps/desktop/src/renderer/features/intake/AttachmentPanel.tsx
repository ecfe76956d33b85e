import { Button, Card, Icon, ImageViewer, Notice } from '@apotheca/ui';
import { useEffect, useRef, useState } from 'react';
import { t } from '../../text/t.ts';
import { PdfFrame } from '../../work/PdfFrame.tsx';
import type { Attachment } from './intake-form.ts';

const types = ['image/png', 'image/jpeg', 'image/webp', 'image/tiff', 'application/pdf'] as const;
const bytesMax = 14_000_000;

export interface AttachmentPanelProps {
  readonly value: Attachment | null;
  readonly onChange: (value: Attachment | null) => void;
  /** False when it is too large to survive a reload. */
  readonly isKept: boolean;
}

/** The page the prescription came on, beside the form: chosen, pasted or dropped. */
export function AttachmentPanel({ value, onChange, isKept }: AttachmentPanelProps) {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const latest = useRef(take);
  latest.current = take;

  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0];
      if (!file) return;
      event.preventDefault();
      void latest.current(file);
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, []);

  async function take(file: File) {
    const mediaType = types.find((type) => type === file.type);
    if (!mediaType) return setProblem(t('intake.image.type'));
    if (file.size > bytesMax) return setProblem(t('intake.image.size'));
    setProblem(null);
    onChange({ mediaType, base64: await base64Of(file) });
  }

  return (
    <Card
      title={t('intake.image')}
      className="flex min-h-72 flex-1 flex-col gap-2"
      side={
        value ? (
          <Button size="small" tone="quiet" onPress={() => onChange(null)}>
            {t('intake.image.remove')}
          </Button>
        ) : null
      }
    >
      {value && !isKept ? <Notice tone="warn">{t('common.draft.memory')}</Notice> : null}
      {problem ? <Notice tone="late">{problem}</Notice> : null}
      {value ? (
        value.mediaType === 'application/pdf' ? (
          <PdfFrame base64={value.base64} title={t('intake.image')} />
        ) : (
          <ImageViewer
            src={`data:${value.mediaType};base64,${value.base64}`}
            alt={t('intake.image')}
            className="flex-1"
          />
        )
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut of the button in it
        <div
          className="rounded-card grid flex-1 place-items-center border border-dashed border-line-strong p-6 text-center"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            const file = event.dataTransfer.files[0];
            if (file) void take(file);
          }}
        >
          <div className="grid justify-items-center gap-2">
            <Button keys="Alt+I" onPress={() => input.current?.click()}>
              <Icon name="image" />
              {t('intake.image.add')}
            </Button>
            <span className="faint">{t('intake.image.hint')}</span>
          </div>
        </div>
      )}
      <input
        ref={input}
        type="file"
        accept={types.join(',')}
        className="hidden"
        aria-label={t('intake.image.add')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void take(file);
          event.target.value = '';
        }}
      />
    </Card>
  );
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
