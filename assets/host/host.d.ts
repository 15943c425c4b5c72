// The host: all that a tile of kind `app` may use of where it runs. The same in Parvis, in Liferay and on its own
// (docs/host.md). A tile's module exports `define(host)`, which defines its one custom element and does nothing else.

/** The language of the page around the tile. */
export type Locale = "fr-CA" | "en-CA";

/** What went wrong, as RFC 9457 writes it. */
export interface Problem {
  /** What kind of problem: `urn:parvis:problem:<name>`, or the back-end's own `urn:tile:<id>:<name>`. */
  readonly type: string;
  /** What to call it, in the page's language. */
  readonly title?: string;
  /** 4xx: the back-end understood and refused. 502: it answered what it should not. 503, 504: it does not answer now. */
  readonly status?: number;
  /** More about this one, as plain text. */
  readonly detail?: string;
}

/** What came of a call. It never throws, and there is no HTTP status to branch on: Liferay hides it. */
export type Outcome<Data> =
  | { readonly ok: true; readonly data: Data }
  | { readonly ok: false; readonly problem: Problem };

/** What goes with a call. */
export interface Call {
  /** A value for each hole in the route's path. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** Query parameters, of those that the route lets through. */
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** What is sent, as JSON. */
  readonly body?: unknown;
  /** A file that is sent as it is, in place of `body`. */
  readonly file?: Blob;
}

/** Where a tile may lead: pages that every host has. */
export type Target = "home" | "start" | "help" | "form" | "requests" | "messages";

/** The host. */
export interface Host {
  /** The language of the page around. */
  readonly locale: Locale;
  /** What else the page says of where it is; may be empty. */
  readonly context: Readonly<Record<string, unknown>>;
  /** Calls a `[[route]]` of tile.toml by its name. Data is what its JSON says; null where there is none. */
  request<Data = unknown>(route: string, call?: Call): Promise<Outcome<Data>>;
  /** What the person is doing, kept for them while they are away. Needs the permission `draft`. */
  readonly draft: {
    /** What was last put; null when nothing is kept. */
    get<Value = unknown>(): Promise<Outcome<Value | null>>;
    /** Keeps a value in the place of the last, as JSON of at most 64 KiB; null forgets it. */
    put(value: unknown): Promise<Outcome<null>>;
  };
  /** Has a screen reader say something. Needs the permission `announce`. */
  announce(text: string): void;
  /** Leads to another page. Where the host has none of that name, nothing happens. */
  navigate(target: Target): void;
  /** Has the browser save what a route answers. Needs the permission `download`. */
  download(route: string, call?: Call): Promise<Outcome<null>>;
  /** The tile is there: what stood in its place may go. */
  ready(): void;
  /** The tile cannot go on: its fallback takes its place. */
  error(error: unknown): void;
}

/** What a tile's module exports. */
export type Define = (host: Host) => void;
