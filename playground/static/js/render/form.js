/**
 * What a person has entered in a view or a message, by block_id and action_id, in the shape of
 * Slack's `state.values`. It outlives a re-render: a view that is updated keeps what was typed
 * wherever block_id and action_id are still there with the same type.
 */
export class Form {
  /** @type {Record<string, Record<string, any>>} */
  values = {};
  /** What the current render has claimed; the rest is dropped by `settle`. @type {Set<string>} */
  #claimed = new Set();

  begin() {
    this.#claimed.clear();
  }

  /**
   * Called by each input as it renders: its kept value, or `initial` on its first time.
   * @param {string} blockId @param {string} actionId @param {any} initial with `type`
   */
  claim(blockId, actionId, initial) {
    this.#claimed.add(`${blockId}\n${actionId}`);
    const block = (this.values[blockId] ??= {});
    if (block[actionId]?.type !== initial.type) block[actionId] = initial;
    return block[actionId];
  }

  /** Forgets the inputs that the last render no longer had. */
  settle() {
    for (const [blockId, block] of Object.entries(this.values)) {
      for (const actionId of Object.keys(block)) {
        if (!this.#claimed.has(`${blockId}\n${actionId}`)) delete block[actionId];
      }
      if (!Object.keys(block).length) delete this.values[blockId];
    }
  }

  /** @param {string} blockId @param {string} actionId @param {any} value */
  set(blockId, actionId, value) {
    (this.values[blockId] ??= {})[actionId] = value;
  }
}
