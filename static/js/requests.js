/* What becomes of an htmx request that did not end as hoped. Nothing is ever lost silently. */

const texts = document.body.dataset;

function say(text) {
  const callout = document.getElementById("failure").content.cloneNode(true);
  callout.querySelector("p").textContent = text;
  document.getElementById("messages").replaceChildren(callout);
  document.getElementById("messages").scrollIntoView({ block: "center" });
}

function signIn() {
  const here = location.pathname + location.search;
  location.assign(`${texts.loginUrl}?next=${encodeURIComponent(here)}`);
}

const isLogin = (address) => address && new URL(address, location.href).pathname === texts.loginUrl;

document.addEventListener("htmx:beforeSwap", (event) => {
  // An expired session answers with the sign-in page: go there instead of swapping it into a table.
  if (isLogin(event.detail.xhr.responseURL) && location.pathname !== texts.loginUrl) {
    event.detail.shouldSwap = false;
    signIn();
  }
});

document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  if (status === 401 || (status === 403 && !event.detail.xhr.getResponseHeader("X-Refused"))) signIn();
  else say(status < 500 ? texts.textRefused : texts.textFailed);
});

document.addEventListener("htmx:sendError", () => say(texts.textOffline));
document.addEventListener("htmx:timeout", () => say(texts.textOffline));

// A button that was pressed once is not pressed twice: the second click of a slow moment is dropped.
document.addEventListener("submit", (event) => {
  const form = event.target;
  // Not form.method: a field of that name stands in its place.
  const posts = form.getAttribute("method")?.toLowerCase() === "post";
  if (event.defaultPrevented || !posts || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
});

// Filters may have changed the address since the page was drawn: whoever changes the language stays where they are.
document.querySelector("form.switch").addEventListener("submit", (event) => {
  event.target.elements.next.value = location.pathname + location.search;
});

// Back brings the page out of memory with its forms still marked as sent.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});
