import { useRef, useState } from 'preact/hooks';

/** A text, and a button that copies it; where the browser does not let it, the text is selected to be copied by hand. */
export function CopyText({ label, text }: { readonly label: string; readonly text: string }) {
  const [told, setTold] = useState('');
  const place = useRef<HTMLPreElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setTold('Copied.');
    } catch {
      if (place.current !== null) window.getSelection()?.selectAllChildren(place.current);
      setTold('Selected: copy it with the keyboard.');
    }
  };
  return (
    <>
      <pre ref={place} class="block">
        {text}
      </pre>
      <div class="actions">
        <button type="button" class="primary" onClick={() => void copy()}>
          {label}
        </button>
        <span role="status">{told}</span>
      </div>
    </>
  );
}
