/** The places of the street as drawings: one box of 160×150, standing on its lower edge. */
import { type Html, html } from "../pages/html.ts";

export type FacadeName = "atm" | "phone" | "sms" | "shop" | "branch" | "home";

export function renderFacade(name: FacadeName): Html {
  return html`<svg class="facade" viewBox="0 0 160 150" aria-hidden="true">${SHAPES[name]}</svg>`;
}

const SHAPES: Readonly<Record<FacadeName, Html>> = {
  atm: html`<rect class="wall" x="30" y="18" width="100" height="132" rx="8" />
    <path class="accent" d="M38 18h84a8 8 0 0 1 8 8v16H30V26a8 8 0 0 1 8-8z" />
    <rect class="bright" x="46" y="27" width="68" height="6" rx="3" />
    <rect class="ink" x="44" y="54" width="72" height="38" rx="5" />
    <circle class="ring" cx="80" cy="73" r="11" />
    <g class="wall-deep">
      <rect x="44" y="100" width="12" height="7" rx="2" />
      <rect x="60" y="100" width="12" height="7" rx="2" />
      <rect x="76" y="100" width="12" height="7" rx="2" />
      <rect x="44" y="111" width="12" height="7" rx="2" />
      <rect x="60" y="111" width="12" height="7" rx="2" />
      <rect x="76" y="111" width="12" height="7" rx="2" />
    </g>
    <rect class="ink" x="94" y="100" width="24" height="5" rx="2" />
    <path class="paper" d="M97 103h18v26l-3-3-3 3-3-3-3 3-3-3-3 3z" />`,
  phone: html`<rect class="wall-deep" x="50" y="120" width="8" height="30" />
    <rect class="wall-deep" x="102" y="120" width="8" height="30" />
    <rect class="ink" x="42" y="6" width="76" height="122" rx="13" />
    <rect class="bright" x="48" y="13" width="64" height="108" rx="8" />
    <rect class="soft" x="55" y="22" width="50" height="9" rx="4" />
    <circle class="track" cx="80" cy="66" r="21" />
    <path class="ring" d="M80 45a21 21 0 1 1-20 14.500" />
    <rect class="dark-text" x="71" y="62" width="18" height="7" rx="3" />
    <rect class="accent" x="55" y="100" width="50" height="13" rx="6" />`,
  sms: html`<rect class="wall-deep" x="76" y="84" width="8" height="66" />
    <path
      class="accent"
      d="M34 18h92a12 12 0 0 1 12 12v44a12 12 0 0 1-12 12H92L80 98 68 86H34a12 12 0 0 1-12-12V30a12 12 0 0 1 12-12z"
    />
    <rect class="bright" x="40" y="36" width="80" height="7" rx="3.500" />
    <rect class="bright" x="40" y="50" width="80" height="7" rx="3.500" />
    <rect class="bright" x="72" y="64" width="48" height="7" rx="3.500" />`,
  shop: html`<rect class="wall" x="16" y="30" width="128" height="120" rx="4" />
    <rect class="wall-deep" x="16" y="22" width="128" height="16" rx="4" />
    <g class="accent">
      <path d="M12 38h20v22a10 8 0 0 1-20 0z" />
      <path d="M51 38h20v22a10 8 0 0 1-20 0z" />
      <path d="M90 38h20v22a10 8 0 0 1-20 0z" />
      <path d="M128 38h20v22a10 8 0 0 1-20 0z" />
    </g>
    <g class="bright">
      <path d="M32 38h19v22a9.500 8 0 0 1-19 0z" />
      <path d="M71 38h19v22a9.500 8 0 0 1-19 0z" />
      <path d="M110 38h18v22a9 8 0 0 1-18 0z" />
    </g>
    <rect class="glass" x="28" y="82" width="58" height="44" rx="3" />
    <circle class="accent" cx="44" cy="114" r="8" />
    <rect class="wall-deep" x="58" y="102" width="20" height="20" rx="3" />
    <rect class="ink" x="100" y="84" width="32" height="66" rx="3" />
    <circle class="accent" cx="108" cy="118" r="2.500" />`,
  branch: html`<path class="wall" d="M80 6 150 44v8H10v-8z" />
    <circle class="accent" cx="80" cy="34" r="9" />
    <rect class="wall-deep" x="20" y="52" width="120" height="84" />
    <g class="wall">
      <rect x="24" y="56" width="15" height="78" rx="3" />
      <rect x="51" y="56" width="15" height="78" rx="3" />
      <rect x="94" y="56" width="15" height="78" rx="3" />
      <rect x="121" y="56" width="15" height="78" rx="3" />
    </g>
    <path class="ink" d="M69 136V92a11 11 0 0 1 22 0v44z" />
    <rect class="wall" x="8" y="134" width="144" height="8" />
    <rect class="wall" x="2" y="142" width="156" height="8" />`,
  home: html`<rect class="wall" x="26" y="62" width="108" height="88" rx="3" />
    <path class="accent" d="M80 10 148 66H12z" />
    <rect class="wall-deep" x="112" y="20" width="13" height="26" />
    <rect class="glass" x="40" y="80" width="56" height="40" rx="3" />
    <rect class="ink" x="50" y="90" width="36" height="22" rx="3" />
    <circle class="ring" cx="68" cy="101" r="6" />
    <rect class="wall-deep" x="44" y="112" width="48" height="5" rx="2" />
    <rect class="ink" x="106" y="98" width="20" height="52" rx="3" />
    <circle class="accent" cx="111" cy="126" r="2" />`,
};
