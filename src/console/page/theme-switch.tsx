import { useEffect, useState } from 'preact/hooks';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const NAMES: Readonly<Record<Theme, string>> = Object.freeze({
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
});

/** Light or dark. Not remembered: nothing of this page is kept in the browser. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(
    () => THEMES.find((one) => one === document.documentElement.dataset.theme) ?? 'system',
  );
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    window.dispatchEvent(new Event('console-theme'));
  }, [theme]);
  return (
    <label class="theme">
      <span>Colours</span>
      <select
        value={theme}
        onChange={({ currentTarget }) => {
          setTheme(THEMES.find((one) => one === currentTarget.value) ?? 'system');
        }}
      >
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {NAMES[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
