/** What Slack's own client checks before a form is sent. */

/**
 * @param {any[]} blocks
 * @param {Record<string, Record<string, any>>} values
 * @returns {Record<string, string>} by block_id
 */
export function checkInputs(blocks, values) {
  /** @type {Record<string, string>} */
  const errors = {};
  for (const block of blocks) {
    if (block.type !== "input") continue;
    const entered = values[block.block_id]?.[block.element.action_id];
    const fault = faultOf(block, entered);
    if (fault) errors[block.block_id] = fault;
  }
  return errors;
}

/** @param {any} entered */
function isEmpty(entered) {
  const { type: _, ...rest } = entered ?? {};
  return Object.values(rest).every(
    (value) =>
      value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length),
  );
}

/** @param {any} block @param {any} entered */
function faultOf(block, entered) {
  const { element } = block;
  if (isEmpty(entered)) return block.optional ? "" : "Please fill this in.";
  const text = entered.value;
  if (typeof text !== "string") return "";
  if (!block.optional && text.trim() === "") return "Please fill this in.";
  if (element.min_length && text.length < element.min_length)
    return `At least ${element.min_length} characters, please.`;
  if (element.max_length && text.length > element.max_length)
    return `At most ${element.max_length} characters: this has ${text.length}.`;
  if (element.type === "plain_text_input" && text.length > 3000)
    return `At most 3000 characters: this has ${text.length}.`;
  if (element.type === "email_text_input" && !/^\S+@\S+\.\S+$/.test(text))
    return "This needs to be an email address.";
  if (element.type === "url_text_input" && !URL.canParse(text))
    return "This needs to be a web address, with https:// before it.";
  if (element.type === "number_input") return numberFault(element, text);
  return "";
}

/** @param {any} element @param {string} text */
function numberFault(element, text) {
  const number = Number(text);
  if (!Number.isFinite(number) || text.trim() === "") return "This needs to be a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "This needs to be a whole number.";
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `This needs to be ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `This needs to be ${element.max_value} or less.`;
  return "";
}
