import { type Fields, longest, readAddress, writeAddress } from "./address";

/** What a screen does with its part of the address. */
export interface ScreenState {
  readonly name: string;
  /** Takes fields over; the names of those that it does not know, or cannot read, come back. */
  read(fields: Fields): string[];
  /** The fields that differ from what the screen opens with. */
  write(): Fields;
}

type Listener = (screen: string) => void;

/** The one place that knows which screen is open and what the address says. */
class Store {
  private readonly screens = new Map<string, ScreenState>();
  private readonly listeners: Listener[] = [];
  private first = "";
  private timer = 0;
  /** The address as it was last read or written. */
  private known = "";
  current = "";
  /** Fields of the address that no screen knows, and whether the state is too long for one. */
  unknown: string[] = [];
  tooLong = false;
  /** The language that the address asks for. */
  language: "en" | "zh" | null = null;
  /** Whether the page came with a state: who follows a link has no question to answer first. */
  isLinked = false;

  add(screen: ScreenState): void {
    if (this.first === "") this.first = screen.name;
    this.screens.set(screen.name, screen);
  }

  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Takes the address of the window over. */
  load(): void {
    clearTimeout(this.timer);
    this.known = location.hash;
    const { screen, fields } = readAddress(location.hash);
    const { lang, ...own } = fields;
    if (lang === "en" || lang === "zh") this.language = lang;
    this.isLinked = Object.keys(own).length > 0;
    this.current = this.screens.has(screen) ? screen : this.first;
    this.unknown = this.screens.get(this.current)?.read(own) ?? [];
    this.tell();
  }

  /** The state of the open screen has changed: the address follows a little later, so that a drag is one entry. */
  changed(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), 150);
  }

  save(): void {
    clearTimeout(this.timer);
    // A link was followed and is not read yet: the state that it leaves must not replace it.
    if (location.hash !== this.known) return;
    const address = this.address();
    this.tooLong = address.length > longest;
    if (!this.tooLong && address !== location.hash) history.replaceState(null, "", address);
    this.known = location.hash;
    for (const listener of this.listeners) listener("");
  }

  address(): string {
    const fields = this.screens.get(this.current)?.write() ?? {};
    return writeAddress({ screen: this.current, fields: this.language ? { ...fields, lang: this.language } : fields });
  }

  private tell(): void {
    for (const listener of this.listeners) listener(this.current);
  }
}

export const store = new Store();
