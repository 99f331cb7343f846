/** `:name:` to character, for the common ones; the server's own reactions are added at start. */

const COMMON = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|heart ❤️|blue_heart 💙|green_heart 💚|yellow_heart 💛|broken_heart 💔
smile 😄|smiley 😃|grinning 😀|grin 😁|joy 😂|rofl 🤣|slightly_smiling_face 🙂|upside_down_face 🙃|wink 😉|blush 😊
innocent 😇|heart_eyes 😍|sunglasses 😎|thinking_face 🤔|face_with_monocle 🧐|neutral_face 😐|expressionless 😑
no_mouth 😶|smirk 😏|unamused 😒|face_with_rolling_eyes 🙄|grimacing 😬|relieved 😌|pensive 😔|sleeping 😴
slightly_frowning_face 🙁|confused 😕|worried 😟|cry 😢|sob 😭|angry 😠|rage 😡|triumph 😤|exploding_head 🤯
flushed 😳|scream 😱|disappointed 😞|sweat 😓|sweat_smile 😅|hugging_face 🤗|nerd_face 🤓|zipper_mouth_face 🤐
wave 👋|ok_hand 👌|raised_hands 🙌|clap 👏|pray 🙏|muscle 💪|point_up ☝️|point_right 👉|point_left 👈|point_down 👇
raised_hand ✋|handshake 🤝|eyes 👀|bust_in_silhouette 👤|busts_in_silhouette 👥|speech_balloon 💬|thought_balloon 💭
tada 🎉|sparkles ✨|star ⭐|star2 🌟|fire 🔥|rocket 🚀|zap ⚡|boom 💥|100 💯|bulb 💡|books 📚|book 📖|memo 📝|pencil ✏️
pencil2 ✏️|mag 🔍|bell 🔔|no_bell 🔕|mega 📣|loudspeaker 📢|calendar 📅|date 📅|alarm_clock ⏰|hourglass ⌛
hourglass_flowing_sand ⏳|clock9 🕘|stopwatch ⏱️|lock 🔒|unlock 🔓|key 🔑|gear ⚙️|wrench 🔧|hammer 🔨|link 🔗|paperclip 📎
pushpin 📌|round_pushpin 📍|bookmark 🔖|label 🏷️|email 📧|envelope ✉️|inbox_tray 📥|outbox_tray 📤|telephone_receiver 📞
phone ☎️|iphone 📱|computer 💻|chart_with_upwards_trend 📈|clipboard 📋|wastebasket 🗑️|file_folder 📁|package 📦
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|warning ⚠️
no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|question ❓|exclamation ❗|information_source ℹ️|heavy_plus_sign ➕
arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrows_counterclockwise 🔄|repeat 🔁|back 🔙|soon 🔜
red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|white_circle ⚪
black_circle ⚫|globe_with_meridians 🌐|earth_africa 🌍|sunny ☀️|cloud ☁️|umbrella ☔|snowflake ❄️|rainbow 🌈|coffee ☕
tea 🍵|pizza 🍕|cake 🍰|cookie 🍪|apple 🍎|seedling 🌱|four_leaf_clover 🍀|deciduous_tree 🌳|dog 🐶|cat 🐱|owl 🦉
robot_face 🤖|technologist 🧑‍💻|mortar_board 🎓|trophy 🏆|medal 🏅|dart 🎯|art 🎨|musical_note 🎵|ship 🚢|house 🏠
one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|flag-nl 🇳🇱|flag-il 🇮🇱|flag-gb 🇬🇧|us 🇺🇸|shrug 🤷|facepalm 🤦|bow 🙇`;

/** @type {Map<string, string>} */
const table = new Map(
  COMMON.trim()
    .split(/[|\n]/)
    .map((entry) => /** @type {[string, string]} */ (entry.trim().split(" "))),
);

/** @param {{name: string, char?: string}[]} entries */
export function addEmoji(entries) {
  for (const { name, char } of entries) if (char) table.set(name, char);
}

/** @param {string} name without colons; a skin tone (`wave::skin-tone-3`) is ignored */
export const emojiChar = (name) => table.get(name.replace(/::?skin-tone-\d$/, ""));

/** Replaces the names that are known and leaves the rest. @param {string} text */
export const emojify = (text) =>
  text.replace(/:([\w+'-]+(?:::skin-tone-\d)?):/g, (whole, name) => emojiChar(name) ?? whole);

/** @param {string} start @param {number} limit @returns {{name: string, char: string}[]} */
export const emojiStarting = (start, limit) =>
  [...table]
    .filter(([name]) => name.startsWith(start))
    .slice(0, limit)
    .map(([name, char]) => ({ name, char }));
