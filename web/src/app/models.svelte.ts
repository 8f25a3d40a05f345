// Who can be asked for words, as the whole page knows it.
import { Problem, words } from "../api/http";
import { providers, type Provider, type Providers } from "../api/models";

class Models {
  told = $state.raw<Providers>();
  problem = $state<string>();
  #asked = false;

  writers = $derived((this.told?.items ?? []).filter((item) => item.does === "write"));
  /** Who is asked when nobody is named. */
  writer = $derived(this.writers.find((item) => item.name === this.told?.writes));

  painter = $derived(this.told?.items.find((item) => item.name === this.told?.paints));

  /** Asks the server, at most once. */
  load() {
    if (!this.#asked) this.refresh();
  }

  /** Asks anew: the guards of the servers change by themselves. */
  refresh() {
    this.#asked = true;
    providers().then(
      (told) => (this.told = told),
      (error) => {
        this.#asked = false;
        // A server without these routes asks no models.
        this.problem = error instanceof Problem && error.status === 404 ? undefined : words(error);
      },
    );
  }
}

/** A sentence for each state of the guard that keeps a broken server from being asked again and again. */
export function guarded(provider: Provider): string | undefined {
  const guard = provider.guard;
  if (!guard) return undefined;
  if (guard.state === "closed") return guard.failures ? `${guard.failures} of ${guard.tries} tries failed since the server runs` : undefined;
  if (guard.state === "half-open") return "trying again with one question";
  return `rests after ${guard.failures} failures${guard.open_s ? `, ${Math.ceil(guard.open_s)} s more` : ""}`;
}

export const models = new Models();
