/** Arrows between numbered states, in a few bytes each. */
export class Edges {
  #from = new Uint32Array(1 << 16);
  #to = new Uint32Array(1 << 16);
  #count = 0;

  add(from: number, to: number): void {
    if (this.#count === this.#from.length) {
      this.#from = grown(this.#from);
      this.#to = grown(this.#to);
    }
    this.#from[this.#count] = from;
    this.#to[this.#count] = to;
    this.#count += 1;
  }

  /** Marks with 1 every state from which one of `ends` can be reached. */
  backFrom(ends: readonly number[], states: number): Uint8Array {
    const starts = new Uint32Array(states + 1);
    for (let at = 0; at < this.#count; at += 1) {
      const to = (this.#to[at] ?? 0) + 1;
      starts[to] = (starts[to] ?? 0) + 1;
    }
    for (let at = 1; at <= states; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
    const next = starts.slice();
    const sources = new Uint32Array(this.#count);
    for (let at = 0; at < this.#count; at += 1) {
      const to = this.#to[at] ?? 0;
      const place = next[to] ?? 0;
      sources[place] = this.#from[at] ?? 0;
      next[to] = place + 1;
    }
    const reached = new Uint8Array(states);
    const todo = [...ends];
    for (const end of ends) reached[end] = 1;
    for (let state = todo.pop(); state !== undefined; state = todo.pop()) {
      for (let at = starts[state] ?? 0; at < (starts[state + 1] ?? 0); at += 1) {
        const from = sources[at] ?? 0;
        if (reached[from] === 1) continue;
        reached[from] = 1;
        todo.push(from);
      }
    }
    return reached;
  }
}

function grown(small: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const large = new Uint32Array(small.length * 2);
  large.set(small);
  return large;
}
