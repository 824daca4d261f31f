/**
 * 1-based lines on which the elements of a JSON array start: of the top-level array (key ""), or of the array
 * under that key of the top-level object. The text is known to be valid JSON.
 */
export function recordLines(text: string, key: string): number[] {
  const lines: number[] = [];
  const wanted = key === '' ? 1 : 2;
  let line = 1;
  let depth = 0;
  let inArray = key === '';
  let lastString = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '\n') line++;
    else if (c === '"') {
      const end = stringEnd(text, i + 1);
      if (depth === 1) lastString = text.slice(i + 1, end);
      i = end;
    } else if (c === '{' || c === '[') {
      if (c === '{' && depth === wanted && inArray) lines.push(line);
      depth++;
      if (key !== '' && depth === 2) inArray = c === '[' && lastString === key;
    } else if (c === '}' || c === ']') depth--;
  }
  return lines;
}

function stringEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}
