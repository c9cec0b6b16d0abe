// One size for all rooms, which the screen scales; no movement between slides. On a telephone, and where a reader enlarges
// the page to twice its size, letters would be too small: there the slides stand one below another.
const roomy = matchMedia("(min-width: 641px)");
const preview = new URLSearchParams(location.search).has("receiver"); // in the window with the notes

if (roomy.matches || preview) {
  Reveal.initialize({
    plugins: [RevealNotes],
    width: 1280,
    height: 720,
    margin: 0.03,
    center: false,
    hash: true,
    slideNumber: "c/t",
    transition: "none",
    backgroundTransition: "none",
    pdfSeparateFragments: false,
    pdfMaxPagesPerSlide: 1,
  });
}
if (!preview) roomy.addEventListener("change", () => location.reload());
