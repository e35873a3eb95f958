/**
 * A WebSocket for pages: JSON both ways, streams, and a connection that comes back.
 *
 *   const bridge = new channels.WebSocketBridge();
 *   bridge.connect("/chat/");
 *   bridge.listen((message, stream) => { ... });            // what belongs to no stream
 *   bridge.demultiplex("news", (payload, stream) => { ... });
 *   bridge.send({ text: "hi" });
 *   bridge.stream("news").send({ read: 1 });
 *
 * Behaves as the script of that name that came with Channels 1.x. Nothing is queued while the
 * connection is down: what is sent then throws or is lost, as with a plain WebSocket.
 */
(function (root, factory) {
  "use strict";
  if (typeof module === "object" && module.exports) {
    module.exports = factory();
  } else {
    root.channels = factory();
  }
})(typeof self === "undefined" ? this : self, function () {
  "use strict";

  const DEFAULTS = {
    /** What opens the sockets; null: the browser's WebSocket. */
    constructor: null,
    /** Milliseconds: no wait before another try is longer. */
    maxReconnectionDelay: 10000,
    /** Milliseconds: the first wait is from this to twice as long, by chance. */
    minReconnectionDelay: 1500,
    /** By how much each wait is longer than the one before. */
    reconnectionDelayGrowFactor: 1.3,
    /** Milliseconds that one try has. */
    connectionTimeout: 4000,
    /** How many tries in a row may fail. */
    maxRetries: Infinity,
    /** Whether to tell the console what happens. */
    debug: false,
  };

  const HANDLERS = ["onopen", "onclose", "onmessage", "onerror"];
  const READ = ["readyState", "bufferedAmount", "extensions", "protocol", "url"];

  const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);

  /**
   * A WebSocket that opens itself again when it is closed. Listeners and on… handlers stay.
   *
   * url: text, or a function that returns it, called for each try. The rest is as for WebSocket;
   * options are those of DEFAULTS.
   */
  class ReconnectingWebSocket {
    constructor(url, protocols, options) {
      this._url = url;
      this._protocols = protocols;
      this._options = { ...DEFAULTS };
      for (const name of Object.keys(DEFAULTS)) {
        if (options && has(options, name)) this._options[name] = options[name];
      }
      this._make = this._options.constructor || globalThis.WebSocket;
      if (!this._make || this._make.CLOSING !== 2) {
        throw new TypeError("Invalid WebSocket constructor: pass one as options.constructor.");
      }
      this._listeners = {};
      this._handlers = { onopen: null, onclose: null, onmessage: null, onerror: null };
      this._binaryType = "blob";
      this._failures = 0;
      this._delay = null;
      this._again = true;
      this._timer = null;
      this._onOpen = () => this._opened();
      this._onClose = () => this._closed();
      this._connect();
    }

    send(data) {
      this._socket.send(data);
    }

    /**
     * Close the connection; it is opened again unless keepClosed.
     *
     * fastClose: tell the listeners at once, not when the server has answered. delay:
     * milliseconds before it is opened again, 0 for the usual ones.
     */
    close(code = 1000, reason = "", { keepClosed = false, fastClose = true, delay = 0 } = {}) {
      this._log("close", code, reason);
      this._again = !keepClosed && this._failures <= this._options.maxRetries;
      this._nextDelay = delay || null;
      if (this._timer !== null) {
        // Between two tries there is nothing to close, and nobody to be told.
        clearTimeout(this._timer);
        this._timer = null;
        this._plan();
        return;
      }
      const socket = this._socket;
      if (fastClose) this._leave(socket);
      socket.close(code, reason);
      if (fastClose) {
        this._closed();
        this._tell("close", { type: "close", code, reason, wasClean: true, target: this });
      }
    }

    addEventListener(type, listener, options) {
      const listeners = (this._listeners[type] = this._listeners[type] || []);
      if (listeners.some((one) => one[0] === listener)) return;
      listeners.push([listener, options]);
      this._socket.addEventListener(type, listener, options);
    }

    removeEventListener(type, listener, options) {
      const listeners = this._listeners[type] || [];
      this._listeners[type] = listeners.filter((one) => one[0] !== listener);
      this._socket.removeEventListener(type, listener, options);
    }

    _connect() {
      this._timer = null;
      if (!this._again) return;
      const url = typeof this._url === "function" ? this._url() : this._url;
      this._log("connect", url);
      const socket =
        this._protocols === undefined
          ? new this._make(url)
          : new this._make(url, this._protocols);
      this._socket = socket;
      socket.binaryType = this._binaryType;
      this._timeout = setTimeout(() => {
        socket.close();
        this._fail("ETIMEDOUT", "Connection timeout");
      }, this._options.connectionTimeout);
      socket.addEventListener("open", this._onOpen);
      socket.addEventListener("close", this._onClose);
      for (const type of Object.keys(this._listeners)) {
        for (const [listener, options] of this._listeners[type]) {
          socket.addEventListener(type, listener, options);
        }
      }
      for (const name of HANDLERS) socket[name] = this._handlers[name];
    }

    /** Hear nothing more from a socket. */
    _leave(socket) {
      socket.removeEventListener("open", this._onOpen);
      socket.removeEventListener("close", this._onClose);
      for (const type of Object.keys(this._listeners)) {
        for (const [listener, options] of this._listeners[type]) {
          socket.removeEventListener(type, listener, options);
        }
      }
      for (const name of HANDLERS) socket[name] = null;
    }

    _opened() {
      this._log("open");
      clearTimeout(this._timeout);
      this._failures = 0;
      this._delay = null;
    }

    _closed() {
      clearTimeout(this._timeout);
      this._failures += 1;
      if (this._failures > this._options.maxRetries) {
        this._fail("EHOSTDOWN", "Too many failed connection attempts");
        return;
      }
      this._plan();
    }

    /** Open it again after a while. */
    _plan() {
      const { minReconnectionDelay, maxReconnectionDelay, reconnectionDelayGrowFactor } =
        this._options;
      this._delay =
        this._delay === null
          ? minReconnectionDelay * (1 + Math.random())
          : Math.min(this._delay * reconnectionDelayGrowFactor, maxReconnectionDelay);
      const delay = this._nextDelay || this._delay;
      this._nextDelay = null;
      if (!this._again) return;
      this._log("again in", delay);
      this._timer = setTimeout(() => this._connect(), delay);
    }

    /** Tell an error that is no event of the socket; after what happens now. */
    _fail(code, text) {
      setTimeout(() => this._tell("error", Object.assign(new Error(text), { code })), 0);
    }

    _tell(type, event) {
      for (const [listener, options] of [...(this._listeners[type] || [])]) {
        if (typeof listener === "function") listener.call(this, event);
        else listener.handleEvent(event);
        if (options && options.once) this.removeEventListener(type, listener, options);
      }
      const handler = this._handlers[`on${type}`];
      if (handler) handler.call(this, event);
    }

    _log(...what) {
      if (this._options.debug) console.log("ReconnectingWebSocket:", ...what);
    }

    get binaryType() {
      return this._socket.binaryType;
    }

    set binaryType(type) {
      this._binaryType = type;
      this._socket.binaryType = type;
    }
  }

  for (const name of READ) {
    Object.defineProperty(ReconnectingWebSocket.prototype, name, {
      get() {
        return this._socket[name];
      },
    });
  }
  for (const name of HANDLERS) {
    Object.defineProperty(ReconnectingWebSocket.prototype, name, {
      get() {
        return this._handlers[name];
      },
      set(handler) {
        this._handlers[name] = handler;
        this._socket[name] = handler;
      },
    });
  }
  ["CONNECTING", "OPEN", "CLOSING", "CLOSED"].forEach((name, number) => {
    ReconnectingWebSocket[name] = ReconnectingWebSocket.prototype[name] = number;
  });

  /** What a page speaks through; see the head of this file. */
  class WebSocketBridge {
    constructor(options) {
      /** The reconnecting socket; null before connect. */
      this.socket = null;
      /** Stream → what is called with its payloads. */
      this.streams = {};
      /** What is called with messages of no stream. */
      this.default_cb = null;
      this.options = { ...options };
    }

    /**
     * Open the connection.
     *
     * url: undefined for this page's own host; a path on it; or a whole address. options are those
     * of the reconnecting socket.
     */
    connect(url, protocols, options) {
      const scheme = window.location.protocol === "https:" ? "wss" : "ws";
      const base = `${scheme}://${window.location.host}`;
      let address = url;
      if (url === undefined) address = base;
      else if (url[0] === "/") address = base + url;
      this.socket = new ReconnectingWebSocket(address, protocols, options);
    }

    /**
     * Hear messages: those of a stream go to what demultiplex has registered for it, all others
     * to callback(message, null).
     */
    listen(callback) {
      this.default_cb = callback;
      this.socket.onmessage = (event) => {
        const message = JSON.parse(event.data);
        const ofStream =
          typeof message === "object" && message !== null && message.stream !== undefined;
        if (!ofStream) {
          if (this.default_cb) this.default_cb(message, null);
        } else if (has(this.streams, message.stream)) {
          this.streams[message.stream](message.payload, message.stream);
        }
      };
    }

    /** Let callback(payload, stream) have the messages of a stream; before or after listen. */
    demultiplex(stream, callback) {
      this.streams[stream] = callback;
    }

    /** Send a message as JSON. */
    send(message) {
      this.socket.send(JSON.stringify(message));
    }

    /** Return what sends payloads in a stream. */
    stream(stream) {
      return {
        send: (payload) => {
          this.socket.send(JSON.stringify({ stream, payload }));
        },
      };
    }
  }

  return { WebSocketBridge, ReconnectingWebSocket };
});
