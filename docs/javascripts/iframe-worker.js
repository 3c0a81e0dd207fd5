// Browsers start no workers for a page that is opened from a folder. There the search of the theme runs in
// a hidden frame instead, to which this class gives the two ends of a worker. The theme knows it by two
// names: iframe-worker in the address of this file, and IFrameWorker in the window.
"use strict";

class FrameWorker extends EventTarget {
  constructor(address) {
    super();
    const frame = document.createElement("iframe");
    frame.hidden = true;
    this.ready = new Promise((done) => (frame.onload = done)).then(() => {
      this.inside = frame.contentWindow;
      this.inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      this.inside.importScripts = async (...addresses) => {
        for (const each of addresses) await this.load(each);
      };
      return this.load(address);
    });
    document.body.append(frame);
  }

  load(address) {
    return new Promise((done, failed) => {
      const script = this.inside.document.createElement("script");
      script.src = new URL(address, location.href).href;
      script.onload = done;
      script.onerror = failed;
      this.inside.document.body.append(script);
    });
  }

  postMessage(data) {
    this.ready.then(() => this.inside.dispatchEvent(new this.inside.MessageEvent("message", { data })));
  }
}

if (location.protocol === "file:") {
  window.Worker = window.IFrameWorker = FrameWorker;
}
