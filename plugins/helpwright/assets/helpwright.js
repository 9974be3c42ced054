/* Versions of articles: a selector in place of the links, and the page for the version that a
 * reader chose. What is stored, and what an address says, is untrusted: it is only ever compared
 * with what the page itself knows. */
(() => {
  "use strict";

  const KEY = "helpwright.versions";
  const MOVED = "helpwright.moved";
  let unsaved = null;
  let loads = 0;
  let current = null;

  const attempt = (action) => {
    try {
      return action();
    } catch {
      return null; // Storage is blocked or full, or holds something else.
    }
  };

  // [product, version] pairs, the latest choice first.
  const choices = () => {
    const stored = unsaved || attempt(() => JSON.parse(localStorage.getItem(KEY)));
    const text = (it) => typeof it === "string";
    return Array.isArray(stored)
      ? stored.filter((it) => Array.isArray(it) && it.length === 2 && it.every(text)).slice(0, 50)
      : [];
  };

  // Version and platform of an id such as "2.0/windows".
  const split = (product, id) => {
    const platform = (product.platforms || []).find((it) => id.endsWith(`/${it}`));
    return platform ? [id.slice(0, -platform.length - 1), platform] : [id, ""];
  };

  // The id of a version that may be called by another of its names.
  const named = (product, id) => {
    const [version, platform] = split(product, id);
    const { versions } = product;
    if (versions.some((it) => split(product, it.id)[0] === version)) return id;
    const entry = versions.find((it) => (it.aliases || []).includes(version));
    const own = entry ? split(product, entry.id)[0] : version;
    return platform ? `${own}/${platform}` : own;
  };

  // What an article knows of a version; either of the two may leave the platform open.
  const matching = (product, id) => {
    const [version, platform] = split(product, id);
    return product.versions.filter((it) => {
      const [own, system] = split(product, it.id);
      return own === version && (!system || !platform || system === platform);
    });
  };

  // A choice that leaves the platform open keeps the one that was chosen before.
  const choose = (product, id) => {
    const before = choices();
    const [version, platform] = split(product, id);
    const old = before.find(([it]) => it === product.id);
    const system = platform || (old && split(product, old[1])[1]);
    const others = before.filter(([it]) => it !== product.id);
    unsaved = [[product.id, system ? `${version}/${system}` : version], ...others];
    attempt(() => {
      localStorage.setItem(KEY, JSON.stringify(unsaved));
      unsaved = null;
    });
  };

  // What the choices that matter here come to, the latest first: [product, its entry].
  const wanted = ({ products, page }) => {
    const found = [];
    for (const [id, version] of choices()) {
      const product = products.find((it) => it.id === id);
      const entries = product ? matching(product, version) : [];
      const here = entries.find((it) => it.slug === page);
      const entry = here || entries.find((it) => "slug" in it) || entries[0];
      if (entry) found.push([product, entry]);
    }
    return found;
  };

  const fullName = ([product, entry]) => `${product.name} ${entry.name}`.trim();

  // What stands for a variant: its newest version that is out and supported.
  const standing = ({ entries }, slug) => {
    const all = entries.filter(([, entry]) => entry.slug === slug);
    return all.find(([, entry]) => !entry.retired && !entry.upcoming) || all[0];
  };

  const open = ({ links }, slug) => {
    const link = links.find((it) => it.dataset.hwVariant === slug);
    if (!link) return;
    const url = new URL(link.href);
    url.search = location.search;
    url.hash = location.hash;
    attempt(() => sessionStorage.setItem(MOVED, "1"));
    location.replace(url);
  };

  // What a text asks for: a version, `product:version`, or a variant by what its address ends in.
  const read = ({ products, entries }, asked) => {
    const found = products
      .map((it) => [it, asked.startsWith(`${it.id}:`) ? asked.slice(it.id.length + 1) : asked])
      .map(([product, id]) => [product, named(product, id)])
      .filter(([product, id]) => matching(product, id).length);
    const held = ([product, id]) => matching(product, id).some((it) => "slug" in it);
    const variant = asked && standing({ entries }, asked);
    return found.find(held) || found[0] || (variant && [variant[0], variant[1].id]);
  };

  const drop = (parameter) => {
    const url = new URL(location);
    url.searchParams.delete(parameter);
    history.replaceState(history.state, "", url);
  };

  // The version that the address names becomes the choice.
  const take = (view) => {
    const asked = new URL(location).searchParams.get("v");
    const best = asked !== null && read(view, asked);
    if (!best) return false;
    choose(...best);
    drop("v");
    return true;
  };

  // Whether the reader came by the address of a version that leads on to this page: it says so in
  // `for`, which goes at once. Who comes back has only the referrer: it stands below the article.
  const wasAskedFor = ({ links, page }) => {
    if (!links.length) return false;
    if (new URL(location).searchParams.has("for")) {
      drop("for");
      return true;
    }
    const from = attempt(() => new URL(document.referrer));
    if (page || !from || from.origin !== location.origin) return false;
    const folder = location.pathname.replace(/(\/index)?\.html$/, "/");
    const isBelow = from.pathname !== folder && from.pathname.startsWith(folder);
    return isBelow && !links.some((it) => it.pathname === from.pathname);
  };

  // Whether the reader came from a page of this site. The address of a version that shares its
  // variant with others leads on to this page: it stands beside this one and is no variant.
  const cameFromInside = ({ links }) => {
    const from = attempt(() => new URL(document.referrer));
    if (!from || from.origin !== location.origin) return false;
    const folder = new URL(location.pathname.endsWith("/") ? ".." : ".", location).pathname;
    return !from.pathname.startsWith(folder) || links.some((it) => it.pathname === from.pathname);
  };

  const add = (parent, tag, properties) =>
    parent.appendChild(Object.assign(document.createElement(tag), properties));

  // Open the page for the choice, or say in a line why this one is not it.
  const settle = (view, mayMove) => {
    const { box, note, select, page, links } = view;
    const [latest, ...earlier] = wanted(view);
    note.textContent = "";
    if (!latest) return;
    const held = [latest, ...earlier].find((it) => "slug" in it[1]);
    const entry = held && held[1];
    if (held !== latest) {
      const name = fullName(latest);
      note.textContent = `This article is not about ${name}, the version that you chose. `;
    }
    if (entry && entry.slug === page) {
      if (select) select.selectedIndex = view.entries.findIndex(([, it]) => it === entry);
    } else if (entry && mayMove) {
      open(view, entry.slug);
    } else if (entry) {
      const name = fullName(held);
      const link = links.find((it) => it.dataset.hwVariant === entry.slug);
      note.append(`You chose ${name}: `);
      const textContent = `read this article for ${entry.name || name}`;
      if (link) add(note, "a", { href: link.href + location.hash, textContent });
    }
    box.hidden = !select && !note.textContent;
  };

  const selector = (view) => {
    const { box, products, page, entries } = view;
    const several = products.length > 1;
    const text = several ? "Your version" : `Your version of ${products[0].name}`;
    for (const part of [...box.children]) part.hidden = true;
    const label = add(box, "label", { className: "hw-label", textContent: text });
    const select = add(label, "select", { autocomplete: "off" });
    const groups = new Map(
      products.map((it) => [it, several ? add(select, "optgroup", { label: it.name }) : select]),
    );
    for (const [product, { name, retired, upcoming }] of entries) {
      const state = retired ? "no longer supported" : upcoming ? "not out yet" : "";
      const more = [several && name && product.name, state].filter(Boolean).join(", ");
      const textContent = (name || product.name) + (more && ` (${more})`);
      add(groups.get(product), "option", { textContent });
    }
    select.selectedIndex = entries.indexOf(standing(view, page));

    // A key that steps through a closed list must not leave the page: Enter does, and the link.
    let stepping = false;
    const chosen = () => entries[select.selectedIndex][1].slug;
    const press = (event) => {
      if (event.key === "Enter" && chosen() !== page) {
        event.preventDefault();
        open(view, chosen());
      }
      stepping = !event.altKey && ![" ", "Enter", "F4"].includes(event.key);
      setTimeout(() => (stepping = false));
    };
    select.addEventListener("keydown", press);
    select.addEventListener("keypress", press);
    select.addEventListener("change", () => {
      const [product, entry] = entries[select.selectedIndex];
      choose(product, entry.id);
      if (stepping || entry.slug === page) settle(view, false);
      else open(view, entry.slug);
    });
    return select;
  };

  const run = () => {
    const first = !loads++;
    const moved = attempt(() => sessionStorage.getItem(MOVED));
    attempt(() => sessionStorage.removeItem(MOVED));
    const box = document.querySelector("[data-hw-versions]");
    current = null;
    if (!box) return;
    const view = { box, ...JSON.parse(box.dataset.hwVersions) };
    view.links = [...box.querySelectorAll("a[data-hw-variant]")];
    view.entries = view.products.flatMap((product) =>
      product.versions.filter((it) => "slug" in it).map((it) => [product, it]),
    );
    view.select = view.links.length ? selector(view) : null;
    view.note = add(box, "p", { className: "hw-versions-note", role: "status" });
    current = view;
    view.stays = wasAskedFor(view);
    const reloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
    const inside = () => view.page === "" || cameFromInside(view);
    const mayMove = !moved && !view.stays;
    settle(view, take(view) || (mayMove && (!first || (!reloaded && inside()))));
  };

  // To follow a link to another variant is to choose what it stands for.
  const follow = (event) => {
    const link = event.target.closest("a[data-hw-variant]");
    const choice = link && current && standing(current, link.dataset.hwVariant);
    if (!choice || event.button > 1) return;
    choose(choice[0], choice[1].id);
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    open(current, link.dataset.hwVariant);
  };

  addEventListener("click", follow, true);
  addEventListener("auxclick", follow, true);
  addEventListener("pageshow", (event) => {
    if (!event.persisted || !current) return;
    if (current.select) {
      const now = standing(current, current.page);
      current.select.selectedIndex = current.entries.indexOf(now);
    }
    settle(current, !current.stays && (current.page === "" || cameFromInside(current)));
  });

  // A place that has moved to another page leads on there.
  const leadOn = () => {
    const id = attempt(() => decodeURIComponent(location.hash.slice(1)));
    const place = id && document.getElementById(id);
    const link = place && place.matches(".hw-moved") && place.querySelector("a");
    if (link) location.replace(link.href);
  };
  addEventListener("hashchange", leadOn);
  if (typeof document$ !== "undefined") document$.subscribe(leadOn);
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", leadOn);
  else leadOn();
  if (typeof document$ !== "undefined") document$.subscribe(run);
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", run);
  else run();
})();

/* Pictures that are shown smaller than they are: a button, or a click on the picture, opens each in
 * a dialog as large as the window. */
(() => {
  "use strict";

  const NOTICEABLE = 1.1; // A picture that grows by less is not worth a button.
  const WELL_LARGER = 1.5; // Less than that, and the letters are still too small.
  const BUSY = "a, button, label, summary"; // A click on these does something else.

  const create = (tag, properties, attributes = {}) => {
    const element = Object.assign(document.createElement(tag), properties);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  const open = (image, opener) => {
    const name = image.alt || "Picture";
    const dialog = create("dialog", { className: "hw-viewer" }, { "aria-label": name });
    const bar = create("div", { className: "hw-viewer-bar" });
    const caption = image.closest("figure")?.querySelector("figcaption");
    const title = create("p", { textContent: caption ? caption.textContent : "" });
    const size = create("button", { type: "button", textContent: "Actual size" });
    const close = create("button", { type: "button", textContent: "Close", autofocus: true });
    const scroller = { tabindex: "0", role: "group", "aria-label": "Picture" };
    const view = create("div", { className: "hw-viewer-view" }, scroller);
    const { naturalWidth: width, naturalHeight: height } = image;
    const copy = create("img", { src: image.currentSrc || image.src, alt: image.alt, width, height });
    bar.append(title, size, close);
    view.append(copy);
    dialog.append(bar, view);
    image.closest(".hw-article").append(dialog);

    const fit = (fits) => {
      dialog.classList.toggle("hw-fits", fits);
      size.setAttribute("aria-pressed", String(!fits));
    };
    const toggle = () => fit(!dialog.classList.contains("hw-fits"));
    const measure = () => {
      const share = Math.min(view.clientWidth / width, view.clientHeight / height, 1);
      size.hidden = share === 1;
      return share;
    };
    const resize = () => measure() === 1 && fit(true);

    // The theme would take letters for its shortcuts: `n` leads to the next page.
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.addEventListener("click", (event) => {
      if (event.target === copy && !size.hidden) toggle();
      else if (event.target === view) dialog.close();
    });
    size.addEventListener("click", toggle);
    close.addEventListener("click", () => dialog.close());
    addEventListener("resize", resize);
    dialog.addEventListener("close", () => {
      removeEventListener("resize", resize);
      dialog.remove();
      opener.focus({ preventScroll: true });
    });
    dialog.showModal();
    const share = measure();
    fit(share === 1 || share * width >= WELL_LARGER * image.clientWidth);
  };

  const prepare = (image) => {
    if (image.closest(BUSY) || image.closest(".hw-zoom")) return;
    const inner = image.closest("picture") || image;
    const box = create("span", { className: "hw-zoom" });
    const label = `Enlarge the picture${image.alt ? `: ${image.alt}` : ""}`;
    const button = create("button", { type: "button", hidden: true }, { "aria-label": label });
    button.setAttribute("aria-haspopup", "dialog");
    inner.replaceWith(box);
    box.append(inner, button);
    const update = () => {
      const shown = image.clientWidth;
      button.hidden = !shown || image.naturalWidth < NOTICEABLE * shown;
    };
    image.addEventListener("load", update);
    new ResizeObserver(update).observe(image);
    button.addEventListener("click", () => open(image, button));
    image.addEventListener("click", () => button.hidden || open(image, button));
  };

  const run = () => document.querySelectorAll("img[data-hw-zoom]").forEach(prepare);
  if (typeof document$ !== "undefined") document$.subscribe(run);
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", run);
  else run();
})();
