// Sets the color theme before the first paint. Loaded in the head of every page, before the style sheet.
import { applyTheme } from "./parts/theme";

applyTheme();
