import { catalogue, language, setLanguage } from "../lib/language";
import { mode, typeSize, type Mode } from "./theme";

const texts = catalogue(
  { look: "显示", light: "浅色", dark: "深色", sun: "强光", large: "大字", other: "English" },
  { look: "Look", light: "Light", dark: "Dark", sun: "Bright sun", large: "Large type", other: "中文" },
);

/** Language, mode and size of type, on every page. */
export function Preferences() {
  const t = texts.value;
  return (
    <div class="row no-print">
      <label class="row">
        <span class="visually-hidden">{t.look}</span>
        <select value={mode.value} onChange={(e) => (mode.value = e.currentTarget.value as Mode)}>
          <option value="light">{t.light}</option>
          <option value="dark">{t.dark}</option>
          <option value="sun">{t.sun}</option>
        </select>
      </label>
      <button
        aria-pressed={typeSize.value === "large"}
        onClick={() => (typeSize.value = typeSize.value === "large" ? "normal" : "large")}
      >
        {t.large}
      </button>
      <button
        lang={language.value === "zh" ? "en" : "zh-CN"}
        onClick={() => setLanguage(language.value === "zh" ? "en" : "zh")}
      >
        {t.other}
      </button>
    </div>
  );
}
