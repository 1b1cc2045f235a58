// Nightreel's page: which of its parts is open, by the address.
//
//   /                      the start page          /?run=ID            one run
//   /?watch=ID.CODE        one run, to look at     /?world=..&new=1    the start page, filled in
//   /?resume=1             the latest run that is not over
//   /#key=KEY              the key of the house, taken out of the address at once
//
// What can be relied on from outside (tests, styles):
//
//   body    data-phase = loading | start | open | resolving | over     data-turn, data-take
//           data-locked = true | false: whether actions are shut       data-readonly: watching
//           data-paused  data-lost  data-back (looking back)  data-words (no pictures in this run)
//           data-film = awaited | made | lost | none, after the end
//   start   #start  #play-button  #play-words  #resume-button  #begin (form)  #start-message
//           #set-world  #set-clock  #set-crew  #set-auto  #seed        #door, #key: where a key is asked
//   play    #monitor img (#frame)  #osd  #place  #done  #reaction  #dispatch  #status  #message
//           #choices button[data-choice="0"][data-risk]: aria-disabled while locked, aria-pressed when
//           it is the one taken, or voted for; on a watch link a div, no button
//           #write-in  #send  #others  #clock (.time)  #more-time  #paused  #resume  #pause
//           #fate[data-state = spin | land | rest][data-fate]
//   log     #log li button  #look-back  #earlier  #later  #live-button
//   end     #ending  #ending-title  #again  #tape video  #save-tape  #share-page  #film-note
//   drawer  #controls opens #drawer: #rewind-by  #rewind  #set-clock .. #set-pictures  #extend  #unclock
//           #clean  #watch-link  #watch-url  #watch-copy  #restart and #stop (pressed twice)  #join  #leave
//   help    #help-button opens #help            #connection: shown while the signal is lost

import { Refused, admit } from "/static/api.js";
import "/static/help.js";
import "/static/prefs.js";
import { Run } from "/static/run.js";
import { Door, Start } from "/static/start.js";

let open = null;
let visit = 0;

/** Leave what is open, and open what the address says. */
async function route(note = "") {
  const mine = ++visit;
  open?.close();
  open = null;
  document.body.dataset.phase = "loading";
  const query = new URLSearchParams(location.search);
  const watch = query.get("watch");
  if (watch) {
    const dot = watch.indexOf(".");
    open = new Run({
      run: dot < 0 ? watch : watch.slice(0, dot),
      code: dot < 0 ? "" : watch.slice(dot + 1),
      go,
      denied: () => route(),
      came: mine > 1,
    });
    return;
  }
  try {
    await admit(keyOfAddress());
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    if (mine !== visit) return;
    open =
      refused.status === 401 || refused.status === 403
        ? new Door({
            enter: () => route(),
            refused: refused.reason === "wrong_key" ? refused.text : "",
          })
        : new Start({ query, go, note });
    return;
  }
  if (mine !== visit) return;
  const run = query.get("run");
  open = run ? new Run({ run, code: null, go, denied: () => route(), came: mine > 1 }) : new Start({ query, go, note });
}

/** Go to another address of the page, with a note on what happened at this one. */
function go(address, note) {
  history.pushState(null, "", address);
  scrollTo({ top: 0, behavior: "instant" });
  route(note);
}

/** The key that came with the address, which must not stay there to be copied. */
function keyOfAddress() {
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  if (key !== null) history.replaceState(null, "", location.pathname + location.search);
  return key;
}

/** Links within the page change the page without loading it again. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (
    !link ||
    link.hasAttribute("download") ||
    event.button !== 0 ||
    event.ctrlKey ||
    event.metaKey ||
    event.shiftKey ||
    event.altKey
  )
    return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.pathname !== "/" || url.hash) return;
  event.preventDefault();
  go(url.pathname + url.search);
});
addEventListener("popstate", () => route());
route();
