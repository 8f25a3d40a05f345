// Server-sent events (HTML Living Standard, section 9.2) of an answer to any request.

export interface ServerEvent {
  name: string;
  id?: string;
  data: unknown;
}

export async function* events(response: Response): AsyncGenerator<ServerEvent> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  let text = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      text += value ?? "";
      const blocks = text.split(/\r?\n\r?\n/);
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = parse(block);
        if (event) yield event;
      }
      if (done) return;
    }
  } finally {
    // Whoever has heard enough ends the line, too.
    reader.cancel().catch(() => undefined);
  }
}

function parse(block: string): ServerEvent | undefined {
  let [name, id, data] = ["message", undefined as string | undefined, ""];
  for (const line of block.split(/\r?\n/)) {
    const [, field, value = ""] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (field === "event") name = value;
    else if (field === "id") id = value;
    else if (field === "data") data += data ? `\n${value}` : value;
  }
  return data ? { name, id, data: JSON.parse(data) } : undefined;
}
