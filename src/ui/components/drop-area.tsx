import { useState, type DragEvent, type ReactElement, type ReactNode } from 'react';
import { dropFiles } from '../actions.ts';
import { filesOfDrop, filesOfInput } from '../dropped-files.ts';

/** Where files are dropped or, with a click or the keyboard, chosen. */
export function DropArea({ children }: { readonly children: ReactNode }): ReactElement {
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void filesOfDrop(event.dataTransfer).then(dropFiles);
  };
  return (
    <label
      className="drop"
      data-over={over}
      data-testid="drop-area"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        type="file"
        multiple
        className="hidden-visually"
        data-testid="file-input"
        accept=".csv,.txt,.tsv,.json,.gz,.kfm,.safetensors"
        onChange={(event) => {
          const files = filesOfInput(event.target);
          event.target.value = '';
          void dropFiles(files);
        }}
      />
      {children}
    </label>
  );
}
