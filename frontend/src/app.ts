// What every page loads: style, requests, toasts, theme, live updates, keys.
import "bootstrap/js/dist/collapse";
import "bootstrap/js/dist/dropdown";
import "bootstrap/js/dist/modal";
import "bootstrap/js/dist/tab";
import { listenToKeys } from "./parts/keyboard";
import { listenLive } from "./parts/live";
import { listenToRequests } from "./parts/requests";
import { openScrollersToKeys } from "./parts/scrolling";
import { listenForTheme } from "./parts/theme";
import "./style/app.scss";

listenToRequests();
listenForTheme();
listenToKeys();
listenLive();
openScrollersToKeys();
