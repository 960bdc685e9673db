"""Style sheet, page language, and the bridge that tells Python which citation was clicked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

_STYLE = Path(__file__).with_name("style.css")
ICON = Path(__file__).with_name("icon.png")
_LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 28" role="img" aria-label="advisor">
<g fill="#3F86AA"><rect x="0" y="19" width="6" height="7" rx="1.5" opacity=".45"/>
<rect x="8" y="14" width="6" height="12" rx="1.5" opacity=".65"/><rect x="16" y="8" width="6" height="18" rx="1.5"
opacity=".85"/><rect x="24" y="2" width="6" height="24" rx="1.5"/></g>
<text x="40" y="21" font-family="Source Sans, Source Sans Pro, sans-serif" font-size="20" font-weight="600"
fill="#3F86AA">advisor</text></svg>"""

_SCRIPT = """
export default function ({ data, setTriggerValue }) {
  const root = document.documentElement;
  root.lang = "fr";
  root.style.colorScheme = getComputedStyle(document.querySelector(".stApp") ?? root).colorScheme;
  const kept = (window.__advisor ??= {});
  // Streamlit follows the bottom of a page that ends with a chat input: whoever reads a growing answer would lose the
  // line. The page still goes up, and the bridge brings what matters into view.
  const main = document.querySelector(".stMain");
  if (main && !Object.hasOwn(main, "scrollTop")) {
    const native = Object.getOwnPropertyDescriptor(Element.prototype, "scrollTop");
    Object.defineProperty(main, "scrollTop", {
      configurable: true,
      get() { return native.get.call(this); },
      set(value) { if (value < native.get.call(this)) native.set.call(this, value); },
    });
  }
  if (kept.click) document.removeEventListener("click", kept.click);
  kept.click = (event) => {
    const link = event.target.closest?.("a[data-cite]");
    if (!link) return;
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (elsewhere && !link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    setTriggerValue("cited", link.dataset.cite);
  };
  document.addEventListener("click", kept.click);
  if (data.target && kept.target !== data.target + data.moment) {
    kept.target = data.target + data.moment;
    clearInterval(kept.timer);
    const end = Date.now() + 2500;
    const leave = () => clearInterval(kept.timer);
    ["wheel", "touchstart", "pointerdown", "keydown"].forEach((name) =>
      document.addEventListener(name, leave, { once: true, passive: true }));
    kept.timer = setInterval(() => {
      const place = document.getElementById(data.target);
      if (Date.now() > end) leave();
      else if (place && Math.abs(place.getBoundingClientRect().top - 73) > 24) place.scrollIntoView({ block: "start" });
    }, 80);
  }
  let live = document.getElementById("advisor-live");
  if (!live) {
    live = document.createElement("div");
    live.id = "advisor-live";
    live.className = "sr-only";
    live.setAttribute("aria-live", "polite");
    document.body.appendChild(live);
  }
  if (live.dataset.said !== data.moment) {
    live.dataset.said = data.moment;
    live.textContent = data.say;
  }
}
"""


def apply() -> None:
    """Puts the style sheet and the logo on the page."""
    st.html(_STYLE)
    st.logo(_LOGO, size="large")


def bridge(target: str = "", say: str = "", moment: str = "") -> str:
    """Sets the page's language and returns the reference of the citation just clicked, if any.

    `target` is the element to bring into view and `say` what screen readers announce, once per
    `moment`.
    """
    mount = _component()
    with st.container(key="bridge"):
        result = mount(
            key="bridge-clicks",
            data={"target": target, "say": say, "moment": moment},
            on_cited_change=lambda: None,
        )
    return str(getattr(result, "cited", None) or "")


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    return st.components.v2.component("advisor_bridge", js=_SCRIPT)
