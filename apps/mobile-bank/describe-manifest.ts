/** The web app manifest: what makes the page an app on the home screen. */
export function describeManifest(bankName: string): string {
  const icon = (name: string, sizes: string, type: string, purpose = "any") => ({
    src: `/icons/${name}`,
    sizes,
    type,
    purpose,
  });
  return JSON.stringify({
    id: "/",
    name: `همراه بانک ${bankName}`,
    short_name: "همراه بانک",
    description: "رمز یک‌بار مصرف کارت، حساب و درگاه، بدون اینترنت",
    lang: "fa",
    dir: "rtl",
    start_url: "/",
    scope: "/",
    display: "standalone",
    orientation: "portrait",
    background_color: "#faf9f7",
    theme_color: "#faf9f7",
    icons: [
      icon("icon.svg", "any", "image/svg+xml"),
      icon("icon-192.png", "192x192", "image/png"),
      icon("icon-512.png", "512x512", "image/png"),
      icon("maskable-512.png", "512x512", "image/png", "maskable"),
    ],
    shortcuts: [{ name: "رمزنما", url: "/ramznama/cards" }],
  });
}
