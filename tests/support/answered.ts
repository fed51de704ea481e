/** An answer as a client got it, whole. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed; `null` when it is no JSON. */
  readonly body: GraphqlBody | null;
}

export interface GraphqlBody {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: Record<string, unknown>;
  }[];
  readonly extensions?: Record<string, unknown>;
}

export async function answered(answer: Response): Promise<Answered> {
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
}

/** Codes of the errors, in their order. */
export function codesOf({ body }: Answered): readonly unknown[] {
  return (body?.errors ?? []).map(({ extensions }) => extensions.code);
}

function parsed(text: string): GraphqlBody | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
