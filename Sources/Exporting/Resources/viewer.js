"use strict";
(function () {
  // Everything shown goes in as text, never as markup: what stands in events is not ours.
  const ZH = 0, EN = 1, PAGE = 300, LISTED = 200;
  const words = {
    title: ["审计数据包", "Audit package"], overview: ["总览", "Overview"], journal: ["资金流水", "Journal"],
    balances: ["余额", "Balances"], payments: ["支付", "Payments"], exceptions: ["疑点", "Exceptions"],
    indicators: ["指标", "Indicators"], events: ["事件", "Events"], dictionary: ["字典", "Dictionary"],
    print: ["打印", "Print"], search: ["查找", "Search"], from: ["自", "From"], to: ["至", "To"],
    all: ["全部", "all"], details: ["细项与分", "Details and fen"], rows: ["行", "rows"], of: ["共", "of"],
    sums: ["可见行合计", "Sum of the rows shown"], more: ["再显示", "Show more"], close: ["关闭", "Close"],
    yuan: ["元", "yuan"], fen: ["分", "fen"], clear: ["清除筛选", "Clear filters"], none: ["无", "none"],
    question: ["问题与依据", "Question and what it stands on"], ratios: ["中央资金使用比例(支付/下达)", "Central fund ratios (paid / granted)"],
    official: ["正式口径", "official reading"], limit: ["界限", "limit"], headroom: ["余量", "headroom"],
    sources: ["资金来源余额", "Balances by source"], found: ["疑点种类", "Exceptions by kind"],
    coverage: ["覆盖率(正式口径)", "Coverage (official readings)"], exits: ["站点退出依据", "Exit grounds"],
    checks: ["如何核对", "How to check"], event: ["事件", "Event"], field: ["字段", "Field"], value: ["值", "Value"],
    meaning: ["含义", "Meaning"], canonical: ["规范 JSON(摘要所覆盖的内容加上 sequence、recordedtime)", "Canonical JSON (what the digest covers, with sequence and recordedtime)"],
    notHere: ["本页未内嵌该事件;全部事件见 events.ndjson.zst。", "This page does not hold that event; all events are in events.ndjson.zst."],
    wholeHistory: ["本页内嵌全部事件。", "This page holds every event."],
    namedHistory: ["历史较长,本页只内嵌各表提到的事件;全部事件见 events.ndjson.zst。", "The history is long: this page holds the events that the tables name; all are in events.ndjson.zst."],
    byID: ["编号、来源#编号、账本位置,或任意文字", "An id, source#id, a position, or any text"],
    hits: ["条相符", "match"], first: ["只列前", "the first are shown:"], count: ["数量", "Count"],
    later: ["截至日之后的资金事件(已知,未列入流水)", "Fund events of later dates (known, not in the journal)"],
    row: ["行", "Row"], language: ["English", "中文"], yes: ["是", "yes"], no: ["否", "no"], covered: ["已覆盖", "Covered"],
    clock: ["(北京时间)", "(UTC+8)"], opening: ["期初", "Opening"], closing: ["余额", "Balance"],
  };
  const checks = [
    ["manifest.json 列出每个文件的 SHA-256 与 SM3;解压后可用 sha256sum -c SHA256SUMS 核对。",
      "manifest.json has SHA-256 and SM3 of every file; after unpacking, sha256sum -c SHA256SUMS checks them."],
    ["events.ndjson.zst 是全部事件,导入空账本后根哈希必须与上面的相同(见 restore.zh.txt)。",
      "events.ndjson.zst holds every event: imported into an empty ledger it must give the root hash above (see restore.en.txt)."],
    ["流水与余额由事件逐条计算,导出时已与资金指标互相核对,不一致则拒绝导出。",
      "Journal and balances are computed event by event and were held against the fund indicator; a package that disagrees is not made."],
    ["本页不联网、不执行外部脚本,可离线保存。", "This page needs no network and runs no other script; keep it anywhere."],
  ];
  const tabs = [
    ["overview", []], ["journal", ["fund_journal"]],
    ["balances", ["fund_balances_by_source", "fund_balances_by_line"]], ["payments", ["fund_payments"]],
    ["exceptions", ["exceptions", "findings"]], ["indicators", null], ["events", []],
    ["dictionary", ["data_dictionary", "event_types", "code_list"]],
  ];
  const tables = {};
  document.querySelectorAll("script[data-table]").forEach(function (block) {
    const table = JSON.parse(block.textContent);
    table.faintRows = new Set(table.faint);
    tables[table.name] = table;
  });
  const named = new Set([].concat.apply([], tabs.map(function (tab) { return tab[1] || []; })));
  tabs[5][1] = Object.keys(tables).filter(function (name) { return !named.has(name); });
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const eventBlock = document.getElementById("events");
  const isWhole = eventBlock.dataset.whole === "true";
  let eventLines = null;
  let language = (navigator.language || "zh").toLowerCase().indexOf("zh") === 0 ? ZH : EN;
  if (location.hash === "#en") { language = EN; }
  if (location.hash === "#zh") { language = ZH; }
  let tab = "overview";
  const views = {};

  function t(name) { return words[name][language]; }
  function say(pair) { return pair[language]; }
  function el(tag, attributes) {
    const node = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) {
      if (name === "on") { Object.keys(attributes.on).forEach(function (kind) { node.addEventListener(kind, attributes.on[kind]); }); }
      else if (attributes[name] !== null && attributes[name] !== undefined) { node.setAttribute(name, attributes[name]); }
    });
    for (let index = 2; index < arguments.length; index += 1) {
      const child = arguments[index];
      (Array.isArray(child) ? child : [child]).forEach(function (item) {
        if (item !== null && item !== undefined) { node.append(item); }
      });
    }
    return node;
  }

  // Money stays in whole fen, in integers of any size.
  function yuan(fen) {
    const isNegative = fen.charAt(0) === "-";
    const digits = (isNegative ? fen.slice(1) : fen).padStart(3, "0");
    const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
    return (isNegative ? "-" : "") + whole + "." + digits.slice(-2);
  }
  /** By the clock of the business dates, which is that of Beijing. */
  function local(instant) {
    const moment = new Date(Date.parse(instant) + 8 * 3600000);
    return isNaN(moment) ? instant : moment.toISOString().replace("T", " ").replace("Z", "");
  }
  function term(column, code) { return column.terms[code] ? say(column.terms[code]) : code; }
  const tones = { met: "good", notMet: "bad", established: "bad", watch: "warn", pending: "warn", voided: "warn", corrected: "warn", repeated: "warn", waiting: "warn" };
  function chip(column, code) { return el("span", { class: "chip " + (tones[code] || "") }, term(column, code)); }
  function columnOf(table, name) { return table.columns.findIndex(function (column) { return column.name === name; }); }
  function cellOf(table, row, name) { const place = columnOf(table, name); return place < 0 ? null : row[place]; }

  function eventLink(reference) {
    return el("button", { class: "link", type: "button", on: { click: function (click) { click.stopPropagation(); showEvent(reference); } } }, reference);
  }
  const referring = new Set(["event", "stateEvent", "classifiedBy"]);

  /** The value as it is read, and as it is searched. */
  function textOf(column, value, inFen) {
    if (value === null) { return ""; }
    switch (column.kind) {
      case "money": return inFen ? value : yuan(value);
      case "instant": return local(value);
      case "boolean": return value ? t("yes") : t("no");
      case "term": return term(column, value);
      case "terms": return value.map(function (code) { return term(column, code); }).join("; ");
      case "texts": return value.join(" ");
      default: return String(value);
    }
  }
  function nodeOf(column, value, inFen) {
    if (value === null) { return ""; }
    if (referring.has(column.name)) { return eventLink(value); }
    if (column.kind === "term" && tones[value]) { return chip(column, value); }
    if (column.kind === "texts") {
      return value.map(function (text, index) {
        const item = text.indexOf("#") > 0 ? eventLink(text) : text;
        return index === 0 ? item : el("span", {}, " ", item);
      });
    }
    return textOf(column, value, inFen);
  }
  function classOf(column) {
    switch (column.kind) {
      case "money": case "integer": case "percent": return "number";
      case "date": case "instant": return "date";
      case "text": case "terms": return "wordy";
      default: return null;
    }
  }

  // MARK: Tables

  function viewOf(name) {
    if (!views[name]) { views[name] = { text: "", terms: {}, from: "", to: "", details: false, sort: null, shown: PAGE }; }
    return views[name];
  }
  function searchTexts(table) {
    // Both languages, so that a word finds its row whatever the page speaks.
    if (!table.texts) {
      table.texts = table.rows.map(function (row) {
        return table.columns.map(function (column, index) {
          const value = row[index];
          if (value === null) { return ""; }
          if (column.kind === "money") { return value + " " + yuan(value) + " " + yuan(value).replace(/,/g, ""); }
          const codes = column.kind === "term" ? [value] : column.kind === "terms" ? value : [];
          return textOf(column, value, false) + " " + String(value) + " " + codes.map(function (code) { return (column.terms[code] || []).join(" "); }).join(" ");
        }).join("\n").toLowerCase();
      });
    }
    return table.texts;
  }
  function visibleRows(table, view) {
    const words = view.text.toLowerCase().split(/\s+/).filter(Boolean);
    const texts = words.length ? searchTexts(table) : null;
    const dates = table.columns.findIndex(function (column) { return column.kind === "date"; });
    const rows = [];
    table.rows.forEach(function (row, index) {
      if (texts && !words.every(function (word) { return texts[index].indexOf(word) >= 0; })) { return; }
      const fits = Object.keys(view.terms).every(function (name) {
        const chosen = view.terms[name], value = cellOf(table, row, name);
        return !chosen || (Array.isArray(value) ? value.indexOf(chosen) >= 0 : value === chosen);
      });
      if (!fits) { return; }
      if (dates >= 0 && view.from && !(row[dates] !== null && row[dates] >= view.from)) { return; }
      if (dates >= 0 && view.to && !(row[dates] !== null && row[dates] <= view.to)) { return; }
      rows.push(index);
    });
    if (view.sort) {
      const place = columnOf(table, view.sort.name), kind = table.columns[place].kind;
      const isNumber = kind === "money" || kind === "integer";
      rows.sort(function (left, right) {
        const a = table.rows[left][place], b = table.rows[right][place];
        if (a === null || b === null) { return a === b ? left - right : a === null ? 1 : -1; }
        const first = isNumber ? BigInt(a) : kind === "percent" ? Number(a) : String(a);
        const second = isNumber ? BigInt(b) : kind === "percent" ? Number(b) : String(b);
        const order = first < second ? -1 : first > second ? 1 : left - right;
        return view.sort.isRising ? order : -order;
      });
    }
    return rows;
  }
  function sumsOf(table, rows) {
    const sums = [];
    table.columns.forEach(function (column, place) {
      if (!column.summed) { return; }
      let sum = BigInt(0);
      rows.forEach(function (index) { if (table.rows[index][place] !== null) { sum += BigInt(table.rows[index][place]); } });
      sums.push(el("span", {}, say(column.title) + " ", el("b", {}, column.kind === "money" ? yuan(String(sum)) : String(sum))));
    });
    return sums;
  }
  function filterTools(table, view, update) {
    const tools = el("div", { class: "tools" });
    function control(label, node) { tools.append(el("label", {}, label, node)); return node; }
    control(t("search"), el("input", { type: "search", value: view.text, on: { input: function (event) { view.text = event.target.value; update(); } } }));
    table.columns.forEach(function (column, place) {
      if (column.kind !== "term" && column.kind !== "terms" && column.name !== "line" && column.name !== "countyName") { return; }
      const values = new Set();
      table.rows.forEach(function (row) { [].concat(row[place] === null ? [] : row[place]).forEach(function (value) { values.add(value); }); });
      if (values.size < 2 || values.size > 200) { return; }
      const select = el("select", { on: { change: function (event) { view.terms[column.name] = event.target.value; update(); } } }, el("option", { value: "" }, t("all")));
      Array.from(values).sort().forEach(function (value) {
        const option = el("option", { value: value }, term(column, value));
        option.selected = view.terms[column.name] === value;
        select.append(option);
      });
      control(say(column.title), select);
    });
    if (table.columns.some(function (column) { return column.kind === "date"; })) {
      [["from", "from"], ["to", "to"]].forEach(function (pair) {
        control(t(pair[0]), el("input", { type: "date", value: view[pair[1]], on: { change: function (event) { view[pair[1]] = event.target.value; update(); } } }));
      });
    }
    const box = el("input", { type: "checkbox", on: { change: function (event) { view.details = event.target.checked; update(); } } });
    box.checked = view.details;
    tools.append(el("label", { class: "check" }, box, t("details")));
    tools.append(el("button", { type: "button", on: { click: function () { delete views[table.name]; render(); } } }, t("clear")));
    return tools;
  }
  function showTable(name, parent) {
    const table = tables[name], view = viewOf(name);
    parent.append(el("h2", {}, say(table.title)), el("p", { class: "note" }, say(table.summary)));
    const body = el("div");
    function update() {
      const rows = visibleRows(table, view);
      body.replaceChildren();
      const sums = sumsOf(table, rows);
      const counted = rows.length === table.rows.length ? rows.length + " " + t("rows") : rows.length + " / " + table.rows.length + " " + t("rows");
      body.append(el("div", { class: "sums" }, el("span", {}, counted), sums.length ? el("span", {}, t("sums") + ":") : null, sums));
      const isWide = columnsOf(table, view).length > 14;
      body.append(el("div", { class: "frame" + (isWide ? " wide" : "") }, grid(table, view, rows, update)));
      if (rows.length > view.shown) {
        body.append(el("div", { class: "more" }, el("button", { type: "button", on: { click: function () { view.shown += PAGE * 4; update(); } } }, t("more") + " (" + (rows.length - view.shown) + ")")));
      }
    }
    parent.append(filterTools(table, view, function () { view.shown = PAGE; update(); }), body);
    update();
  }
  function columnsOf(table, view) {
    const columns = [];
    table.columns.forEach(function (column, place) {
      if (view.details || !column.detail) { columns.push({ column: column, place: place, fen: false }); }
    });
    if (view.details) {
      table.columns.forEach(function (column, place) {
        if (column.kind === "money") { columns.push({ column: column, place: place, fen: true }); }
      });
    }
    return columns;
  }
  function grid(table, view, rows, update) {
    const columns = columnsOf(table, view);
    const head = el("tr", {}, columns.map(function (item) {
      const unit = item.column.kind === "money" ? " (" + (item.fen ? t("fen") : t("yuan")) + ")" : item.column.kind === "instant" ? " " + t("clock") : "";
      const isSorted = view.sort && view.sort.name === item.column.name;
      const cell = el("th", { title: say(item.column.meaning), scope: "col", "aria-sort": isSorted ? (view.sort.isRising ? "ascending" : "descending") : null },
        el("button", { type: "button", on: { click: function () {
          view.sort = isSorted && !view.sort.isRising ? null : { name: item.column.name, isRising: !isSorted };
          update();
        } } }, say(item.column.title) + unit + (isSorted ? (view.sort.isRising ? " ▲" : " ▼") : "")));
      cell.style.minWidth = Math.min(item.column.width, 26) * 0.48 + "em";
      return cell;
    }));
    const lines = rows.slice(0, view.shown).map(function (index) {
      const row = table.rows[index];
      return el("tr", { class: table.faintRows.has(index) ? "faint" : null, on: { click: function () { showRow(table, row); } } },
        columns.map(function (item) {
          const value = row[item.place];
          const isNegative = item.column.kind === "money" && value !== null && value.charAt(0) === "-";
          const isOpen = item.column.name === "state" || referring.has(item.column.name);
          const kind = [classOf(item.column), isNegative ? "negative" : null, isOpen ? "open" : null].filter(Boolean).join(" ");
          const full = item.column.kind === "instant" && value !== null ? local(value) + " +08:00" : null;
          return el("td", { class: kind || null, title: full }, full ? full.slice(0, 19) : nodeOf(item.column, value, item.fen));
        }));
    });
    return el("table", { class: "data" }, el("thead", {}, head), el("tbody", {}, lines));
  }

  // MARK: Panel

  const panel = document.getElementById("panel");
  let returnTo = null;
  function showPanel(nodes) {
    if (panel.hidden) { returnTo = document.activeElement; }
    panel.replaceChildren(el("button", { class: "close", type: "button", on: { click: hidePanel } }, t("close")), ...nodes);
    panel.hidden = false;
    panel.firstChild.focus();
    panel.scrollTop = 0;
  }
  function hidePanel() {
    panel.hidden = true;
    if (returnTo && returnTo.isConnected) { returnTo.focus(); }
  }
  document.addEventListener("keydown", function (event) { if (event.key === "Escape" && !panel.hidden) { hidePanel(); } });

  function showRow(table, row) {
    const lines = table.columns.map(function (column, place) {
      const value = row[place];
      const both = column.kind === "money" && value !== null ? yuan(value) + " " + t("yuan") + " = " + value + " " + t("fen") : null;
      return el("tr", {}, el("th", { scope: "row", title: say(column.meaning) }, say(column.title)), el("td", {}, both || nodeOf(column, value, false)));
    });
    showPanel([el("h2", {}, say(table.title)), el("table", { class: "facts" }, el("tbody", {}, lines))]);
  }

  // MARK: Events

  function linesOfEvents() {
    if (!eventLines) { eventLines = eventBlock.textContent.split("\n").filter(Boolean); }
    return eventLines;
  }
  function findEvent(reference) {
    const mark = reference.indexOf("#");
    const source = reference.slice(0, mark), id = reference.slice(mark + 1);
    const wanted = "\"id\":" + JSON.stringify(id).replace(/</g, "\\u003c");
    const line = linesOfEvents().find(function (line) {
      if (line.indexOf(wanted) < 0) { return false; }
      const event = JSON.parse(line);
      return event.id === id && event.source === source;
    });
    return line === undefined ? null : line;
  }
  function fieldTitles(type, field) {
    const table = tables.event_types;
    const row = table && table.rows.find(function (row) { return cellOf(table, row, "type") === type && cellOf(table, row, "field") === field; });
    return row ? [cellOf(table, row, "fieldZh"), cellOf(table, row, "fieldSummary")] : ["", ""];
  }
  function showEvent(reference) {
    const line = findEvent(reference);
    if (!line) { return showPanel([el("h2", {}, t("event") + " " + reference), el("p", {}, t("notHere"))]); }
    const event = JSON.parse(line);
    const order = ["type", "subject", "time", "recordedtime", "sequence", "source", "id", "actor", "role", "evidence", "corrects", "dataschema"];
    const rows = order.filter(function (name) { return event[name] !== undefined; }).map(function (name) {
      const title = fieldTitles("*", name);
      const value = name === "corrects" ? eventLink(event[name]) : name === "recordedtime" || name === "time" ? event[name] + " = " + local(event[name]) + " +08:00" : name === "sequence" ? String(BigInt(event[name])) : String(event[name]);
      return fieldRow(name, title, value);
    });
    const data = Object.keys(event.data || {}).map(function (name) {
      const raw = event.data[name];
      const text = typeof raw === "string" ? raw : JSON.stringify(raw);
      const isMoney = /Fen$/.test(name) && typeof raw === "number";
      return fieldRow(name, fieldTitles(event.type, name), isMoney ? yuan(String(raw)) + " " + t("yuan") + " = " + raw + " " + t("fen") : text);
    });
    const head = function () { return el("thead", {}, el("tr", {}, el("th", {}, t("field")), el("th", {}, t("value")), el("th", {}, t("meaning")))); };
    showPanel([
      el("h2", {}, t("event") + " ", el("span", { class: "hash" }, reference)),
      el("table", { class: "small fields" }, head(), el("tbody", {}, rows)),
      el("h3", {}, "data"),
      el("table", { class: "small fields" }, head(), el("tbody", {}, data)),
      el("p", { class: "note" }, t("canonical")), el("pre", {}, line),
    ]);
  }
  function fieldRow(name, titles, value) {
    return el("tr", {}, el("td", {}, name), el("td", {}, value), el("td", {}, language === ZH && titles[0] ? titles[0] : titles[1]));
  }
  const eventSearch = { text: "" };
  function showEvents(parent) {
    parent.append(el("h2", {}, t("events")), el("p", { class: "note" }, isWhole ? t("wholeHistory") : t("namedHistory")));
    const list = el("div");
    let waiting = null;
    const input = el("input", { type: "search", value: eventSearch.text, on: { input: function (event) {
      eventSearch.text = event.target.value;
      clearTimeout(waiting);
      waiting = setTimeout(update, 150);
    } } });
    parent.append(el("div", { class: "tools" }, el("label", {}, t("byID"), input)), list);
    function update() { list.replaceChildren(...foundEvents(eventSearch.text.trim())); }
    update();
  }
  function foundEvents(text) {
    const lines = linesOfEvents();
    let found = lines;
    if (text.indexOf("#") > 0) {
      const exact = findEvent(text);
      if (exact) { found = [exact]; } else { found = []; }
    } else if (/^\d+$/.test(text)) {
      const position = "\"sequence\":\"" + text.padStart(12, "0") + "\"", id = "\"id\":\"" + text + "\"";
      found = lines.filter(function (line) { return line.indexOf(position) >= 0 || line.indexOf(id) >= 0; });
    } else if (text) {
      const words = text.toLowerCase().split(/\s+/);
      found = lines.filter(function (line) { const low = line.toLowerCase(); return words.every(function (word) { return low.indexOf(word) >= 0; }); });
    }
    const rows = found.slice(0, LISTED).map(function (line) {
      const event = JSON.parse(line);
      return el("tr", {}, el("td", { class: "number" }, String(BigInt(event.sequence))), el("td", {}, event.time.slice(0, 10)), el("td", { class: "date" }, local(event.recordedtime)),
        el("td", {}, event.type), el("td", {}, event.subject), el("td", {}, eventLink(event.source + "#" + event.id)));
    });
    const heads = [["账本位置", "Position"], ["日期", "Date"], ["记录时间", "Recorded at"], ["类型", "Type"], ["事物", "Subject"], ["事件", "Event"]];
    return [
      el("p", {}, found.length + " / " + lines.length + " " + t("hits") + (found.length > LISTED ? "; " + t("first") + " " + LISTED : "")),
      el("div", { class: "frame" }, el("table", { class: "data" }, el("thead", {}, el("tr", {}, heads.map(function (head) { return el("th", {}, say(head)); }))), el("tbody", {}, rows))),
    ];
  }

  // MARK: Overview

  function card(title, nodes, isWide) { return el("section", { class: "card" + (isWide ? " wide" : "") }, el("h3", {}, title), nodes); }
  function factTable() {
    return el("table", { class: "facts" }, el("tbody", {}, facts.lines.map(function (line) {
      return el("tr", {}, el("th", { scope: "row" }, say(line.title)), el("td", {}, say(line.value)));
    }), facts.laterFundEvents > 0 ? el("tr", {}, el("th", { scope: "row" }, t("later")), el("td", {}, String(facts.laterFundEvents))) : null));
  }
  function gauges() {
    const table = tables.funds;
    return table.rows.filter(function (row) {
      return cellOf(table, row, "stage") === "paid" && cellOf(table, row, "base") === "appropriated";
    }).map(function (row) {
      const get = function (name) { return cellOf(table, row, name); };
      const column = function (name) { return table.columns[columnOf(table, name)]; };
      const percent = get("percent"), limit = Number(get("threshold"));
      const isCap = get("reading").indexOf("FLOOR") !== 0;
      const fill = el("div", { class: "fill" }), mark = el("div", { class: "limit" });
      fill.style.width = Math.min(100, Math.max(0, Number(percent || 0))) + "%";
      mark.style.left = "calc(" + limit + "% - 1px)";
      return el("div", { class: "gauge" },
        el("div", { class: "label" },
          el("span", {}, (get("official") ? "★ " : "") + term(column("reading"), get("reading"))),
          el("span", {}, (percent === null ? "—" : percent + " % ") + (isCap ? "≤ " : "≥ ") + get("threshold") + " % ", chip(column("verdict"), get("verdict")))),
        el("div", { class: "track", role: "img", "aria-label": (percent || "—") + " %, " + t("limit") + " " + limit + " %" }, fill, mark),
        el("div", { class: "scale" }, yuan(get("numeratorFen")) + " / " + yuan(get("denominatorFen")) + " " + t("yuan") + "; " + t("headroom") + " " + yuan(get("headroomFen"))));
    });
  }
  function briefTable(name, columns, filter) {
    const table = tables[name];
    const places = columns.map(function (column) { return columnOf(table, column); });
    const head = el("tr", {}, places.map(function (place) { return el("th", { class: classOf(table.columns[place]) === "number" ? "number" : null }, say(table.columns[place].title)); }));
    const rows = table.rows.filter(filter || function () { return true; }).map(function (row) {
      return el("tr", {}, places.map(function (place) {
        const isNumber = classOf(table.columns[place]) === "number";
        return el("td", { class: isNumber ? "number" : null }, nodeOf(table.columns[place], row[place], false));
      }));
    });
    return el("table", { class: "small" }, el("thead", {}, head), el("tbody", {}, rows));
  }
  function counts(name, by, open) {
    const table = tables[name], place = columnOf(table, by), found = new Map();
    table.rows.forEach(function (row) { found.set(row[place], (found.get(row[place]) || 0) + 1); });
    if (!found.size) { return el("p", {}, t("none")); }
    return el("table", { class: "small" }, el("tbody", {}, Array.from(found.keys()).sort().map(function (code) {
      const label = el("button", { class: "link", type: "button", on: { click: function () { open(code); } } }, term(table.columns[place], code) || code);
      return el("tr", {}, el("td", {}, label), el("td", {}, el("span", { class: "hash" }, code)), el("td", { class: "number" }, String(found.get(code))));
    })));
  }
  function exitCounts() {
    const table = tables.exits, found = new Map();
    table.rows.forEach(function (row) {
      const reading = cellOf(table, row, "reading");
      if (reading !== null && reading !== "filed") { return; }
      const key = [cellOf(table, row, "rule"), cellOf(table, row, "ground") || "", cellOf(table, row, "status")].join("\n");
      found.set(key, (found.get(key) || 0) + 1);
    });
    if (!found.size) { return el("p", {}, t("none")); }
    const column = function (name) { return table.columns[columnOf(table, name)]; };
    return el("table", { class: "small" }, el("tbody", {}, Array.from(found.keys()).sort().map(function (key) {
      const parts = key.split("\n");
      return el("tr", {}, el("td", {}, term(column("rule"), parts[0])), el("td", {}, parts[1] ? term(column("ground"), parts[1]) : ""), el("td", {}, chip(column("status"), parts[2])), el("td", { class: "number" }, String(found.get(key))));
    })));
  }
  function showOverview(parent) {
    const cards = [card(t("question"), factTable())];
    if (tables.funds) { cards.push(card(t("ratios") + ";★ " + t("official"), gauges())); }
    cards.push(card(t("sources"), briefTable("fund_balances_by_source", ["source", "openingFen", "appropriatedFen", "paidFen", "returnedFen", "recoveredFen", "balanceFen"]), true));
    cards.push(card(t("found"), counts("exceptions", "kind", function (code) {
      viewOf("exceptions").terms = { kind: code };
      open("exceptions");
    })));
    if (tables.exits) { cards.push(card(t("exits"), exitCounts())); }
    if (tables.coverage) {
      const table = tables.coverage;
      cards.push(card(t("coverage"), briefTable("coverage", ["region", "regionName", "population", "strength", "threshold", "numerator", "denominator", "percent", "verdict"], function (row) { return cellOf(table, row, "official") === true; }), true));
    }
    cards.push(card(t("checks"), el("ul", {}, checks.map(function (line) { return el("li", {}, say(line)); })), true));
    parent.append(el("div", { class: "cards" }, cards));
  }

  // MARK: Page

  function open(name) { tab = name; render(); document.getElementById("main").focus(); window.scrollTo(0, 0); }
  function render() {
    document.documentElement.lang = language === ZH ? "zh-CN" : "en";
    const head = document.getElementById("head");
    head.replaceChildren(
      el("div", { class: "row" }, el("h1", {}, t("title")),
        el("button", { type: "button", on: { click: function () { language = 1 - language; Object.keys(tables).forEach(function (name) { delete tables[name].texts; }); render(); } } }, t("language")),
        el("button", { type: "button", on: { click: function () { window.print(); } } }, t("print"))),
      el("p", {}, facts.synthetic ? el("span", { class: "synthetic" }, say(facts.synthetic)) : null, " ", say(facts.line)));
    document.getElementById("tabs").replaceChildren(...tabs.map(function (item) {
      const single = item[1].length === 1 ? tables[item[1][0]].rows.length : null;
      return el("button", { type: "button", "aria-current": tab === item[0] ? "page" : null, on: { click: function () { open(item[0]); } } },
        t(item[0]), single === null ? null : el("span", { class: "count" }, String(single)));
    }));
    const main = document.getElementById("main");
    main.replaceChildren();
    if (tab === "overview") { return showOverview(main); }
    if (tab === "events") { return showEvents(main); }
    tabs.find(function (item) { return item[0] === tab; })[1].forEach(function (name) { showTable(name, main); });
  }
  // On paper every row that the filter leaves is shown.
  window.addEventListener("beforeprint", function () {
    Object.keys(views).forEach(function (name) { views[name].shown = Infinity; });
    render();
  });
  render();
}());
