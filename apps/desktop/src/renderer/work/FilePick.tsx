import { Button } from '@apotheca/ui';
import { useRef } from 'react';

export interface FilePickProps {
  readonly label: string;
  readonly accept: string;
  readonly files: readonly File[];
  readonly onFiles: (files: readonly File[]) => void;
}

/** The browser's own file dialog behind a button, and the names of what was chosen. */
export function FilePick({ label, accept, files, onFiles }: FilePickProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="grid gap-2">
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accept}
        aria-label={label}
        onChange={(event) => onFiles([...(event.target.files ?? [])])}
      />
      <div>
        <Button keys="Alt+F" keyOptions={{ whileTyping: true }} onPress={() => input.current?.click()}>
          {label}
        </Button>
      </div>
      <ul className="mono">
        {files.map((file) => (
          <li key={file.name}>
            {file.name} · {Math.ceil(file.size / 1024).toLocaleString()} KB
          </li>
        ))}
      </ul>
    </div>
  );
}
