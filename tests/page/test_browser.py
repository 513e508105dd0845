"""The page in a browser (chromium, driven by chromedriver), wide and narrow, light and dark: it
says nothing on the console, asks for nothing, fits the window, and its tables sort."""

import base64
import json
import shutil
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from experiments import FIGURES, make
import skips
from harness import CommandTest

ENTER = "\ue007"
WIDTHS = (1280, 390)
COLUMN = """
const table = document.querySelector('#features-table');
const cells = Array.from(table.tBodies[0].rows, (row) => row.cells[arguments[0]]);
return cells.map((cell) => cell.dataset.value === undefined ? cell.textContent
                                                            : Number(cell.dataset.value));
"""
CUT_OFF = """
const found = [];
for (const svg of document.querySelectorAll('figure svg')) {
  const box = svg.getBoundingClientRect();
  for (const text of svg.querySelectorAll('text')) {
    const place = text.getBoundingClientRect();
    if (place.width > 0 && (place.left < box.left - 1 || place.right > box.right + 1 ||
                            place.top < box.top - 1 || place.bottom > box.bottom + 1))
      found.push(svg.getAttribute('aria-labelledby') + ': ' + text.textContent);
  }
}
return found;
"""
WIDER = """
return Array.from(document.querySelectorAll('figure .scroll'))
    .filter((figure) => figure.scrollWidth > figure.clientWidth)
    .map((figure) => figure.parentNode.id);
"""

# Texts that lie on each other; turned ones, whose boxes meet where they do not, left out.
OVERLAPPING = """
const found = [];
for (const svg of document.querySelectorAll('figure svg')) {
  const texts = Array.from(svg.querySelectorAll('text'))
      .filter((text) => !(text.parentNode.getAttribute('transform') || '').includes('rotate'))
      .map((text) => [text.textContent, text.getBoundingClientRect()])
      .filter(([words, box]) => words.trim() && box.width > 0);
  for (let i = 0; i < texts.length; i++)
    for (let j = 0; j < i; j++) {
      const [a, b] = [texts[i][1], texts[j][1]];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 0.35 * a.height)
        found.push(svg.getAttribute('aria-labelledby') + ': ' + texts[i][0] + ' / ' + texts[j][0]);
    }
}
return found;
"""


# Of each figure that is drawn: its name, and whether it takes room and has shapes in it.
DRAWN = """
return Array.from(document.querySelectorAll('figure svg'), (svg) => {
  const box = svg.getBoundingClientRect();
  const shapes = Array.from(svg.querySelectorAll('path, polygon, rect, use, circle'))
      .filter((shape) => shape.getBoundingClientRect().width > 0);
  return [svg.closest('figure').id, box.width > 300 && box.height > 60 && shapes.length > 10];
});
"""


# The verdict's place in the window; of its warnings the sign before them and their colour, and the
# colour of the other points.
VERDICT = """
const verdict = document.querySelector('#verdict'), box = verdict.getBoundingClientRect();
const warning = verdict.querySelector('li.caution'), point = verdict.querySelector('li:not(.caution)');
const sign = getComputedStyle(warning, '::before');
return [box.top, box.bottom, sign.content, getComputedStyle(warning).color,
        getComputedStyle(point).color];
"""


class Browser:
    """WebDriver with the standard library."""

    def __init__(self):
        self.process = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.base = None
        for line in self.process.stdout:
            if "successfully on port" in line:
                self.base = "http://127.0.0.1:" + line.split("port")[1].strip(" .\n")
                break
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu",
                            "--disable-dev-shm-usage", "--hide-scrollbars"]}
        session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}}})
        self.base += "/session/" + session["sessionId"]

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            self.base + path, method=method, headers={"Content-Type": "application/json"},
            data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def devtools(self, command, **parameters):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def script(self, text, *arguments):
        return self.call("POST", "/execute/sync", {"script": text, "args": list(arguments)})

    def log(self, kind):
        return self.call("POST", "/se/log", {"type": kind})

    def open(self, path, width, scheme):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=900,
                      deviceScaleFactor=1, mobile=width < 500)
        self.devtools("Emulation.setEmulatedMedia",
                      features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("POST", "/url", {"url": Path(path).as_uri()})

    def find(self, selector):
        found = self.call("POST", "/element", {"using": "css selector", "value": selector})
        return next(iter(found.values()))

    def close(self):
        try:
            self.call("DELETE", "")
        except (urllib.error.URLError, OSError):
            pass
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class BrowserTest(CommandTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def see(self, name, figures=None):
        """The report of an experiment at each width and in each scheme; so many figures are drawn."""
        make(name, self)
        self.succeed(f"report {name}.h5")
        path = Path(self.folder, f"{name}-report/report.html")
        papers = {}
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                with self.subTest(name=name, width=width, scheme=scheme):
                    self.browser.log("performance")
                    self.browser.open(path, width, scheme)
                    self.check_silence(path)
                    self.check_fit(width)
                    self.check_figures(figures)
                    papers[scheme] = self.browser.script(
                        "return getComputedStyle(document.body).backgroundColor")
        self.assertNotEqual(papers["light"], papers["dark"])

    def check_silence(self, path):
        self.assertEqual(self.browser.log("browser"), [])
        asked = []
        for entry in self.browser.log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked.append(message["params"]["request"]["url"])
        strangers = [url for url in asked if url != path.as_uri() and not url.startswith("data:")]
        self.assertEqual(strangers, [])
        self.assertIn(path.as_uri(), asked)

    def check_figures(self, number):
        drawn = dict(self.browser.script(DRAWN))
        self.assertEqual([name for name, is_seen in drawn.items() if not is_seen], [])
        if number:
            self.assertEqual(len(drawn), number, drawn)

    def check_fit(self, width):
        shown = self.browser.script("return [document.documentElement.scrollWidth, innerWidth]")
        self.assertEqual(shown[1], width)
        self.assertLessEqual(shown[0], width, "the page is wider than the window")
        self.assertEqual(self.browser.script(WIDER), [], "figures are wider than the window")
        self.assertEqual(self.browser.script(CUT_OFF), [], "text is cut off")
        self.assertEqual(self.browser.script(OVERLAPPING), [], "texts lie on each other")

    def test_the_main_job(self):
        self.see("main", len(FIGURES) - 1)  # all but the null test's
        self.check_sorting("main")
        session = self.browser.script(
            "return Array.from(document.querySelectorAll('#sessions tbody td'), "
            "(cell) => cell.textContent)")
        self.assertIn("3072", session)
        self.assertEqual(len([cell for cell in session if cell.startswith("holdfast run")]), 1)

    def test_the_tutorial(self):
        self.see("tutorial")
        wide = "return document.querySelector('#figure-ranks .scroll').scrollWidth"
        shown = "return getComputedStyle(document.querySelector('#figure-ranks .enlarge')).display"
        path = Path(self.folder, "tutorial-report/report.html")
        self.browser.open(path, 1280, "light")
        self.assertEqual(self.browser.script(shown), "none")
        self.browser.open(path, 390, "light")
        before = self.browser.script(wide)
        for factor in 1.5, 1:
            button = self.browser.find("#figure-ranks .enlarge")
            self.browser.call("POST", f"/element/{button}/click", {})
            self.assertGreaterEqual(self.browser.script(wide), factor * before)
        self.assertEqual(self.browser.script(wide), before)

    def test_the_first_look(self):
        self.see("quick")
        path = Path(self.folder, "quick-report/report.html")
        for scheme in ("light", "dark"):
            self.browser.open(path, 1280, scheme)
            top, bottom, sign, warning, point = self.browser.script(VERDICT)
            self.assertGreater(top, 0)
            self.assertLessEqual(bottom, 900, "the verdict is not on the first screen")
            self.assertEqual(sign, '"!"')
            self.assertNotEqual(warning, point)
            self.browser.open(path, 390, scheme)
            self.assertLess(self.browser.script(VERDICT)[0], 300)

    def test_heads_without_words_do_not_sort(self):
        self.see("four")
        buttons = "return Array.from(document.querySelectorAll(arguments[0]), (b) => b.textContent)"
        self.assertEqual(self.browser.script(buttons, "#stability-table button"), [])
        self.assertIn("place", self.browser.script(buttons, "#features-table button"))
        self.assertEqual(self.browser.script(buttons, "#main-table button"), [])

    def test_many_features_and_classes(self):
        self.see("wide")

    def test_four_features(self):
        self.see("four")

    def test_ten_classes(self):
        self.see("digits")

    def test_markup_stays_text(self):
        self.see("markup")

    def test_null_tests(self):
        self.see("noise", len(FIGURES))

    def check_sorting(self, name):
        """By mouse and by keyboard."""
        self.browser.open(Path(self.folder, f"{name}-report/report.html"), 1280, "light")
        self.browser.script("document.querySelector('#features-table').closest('details').open = true")
        first = self.browser.script(COLUMN, 2)
        self.assertEqual(first, sorted(first, reverse=True))
        head = "#features-table th:nth-child({}) button"
        state = "return document.querySelectorAll('#features-table th')[arguments[0]].ariaSort"
        button = self.browser.find(head.format(1))
        self.browser.call("POST", f"/element/{button}/click", {})
        names = self.browser.script(COLUMN, 0)
        self.assertEqual(names, sorted(names))
        self.assertEqual(self.browser.script(state, 0), "ascending")
        self.browser.call("POST", f"/element/{button}/value", {"text": ENTER})
        self.assertEqual(self.browser.script(COLUMN, 0), sorted(names, reverse=True))
        self.assertEqual(self.browser.script(state, 0), "descending")
        button = self.browser.find(head.format(3))
        self.browser.call("POST", f"/element/{button}/value", {"text": " "})
        self.assertEqual(self.browser.script(COLUMN, 2), first)
        self.assertIsNone(self.browser.script(state, 0))

    def test_all_is_printed(self):
        make("wide", self)
        self.succeed("report wide.h5")
        self.browser.open(Path(self.folder, "wide-report/report.html"), 1280, "light")
        printed = self.browser.devtools("Page.printToPDF", printBackground=False)
        self.assertGreater(len(base64.b64decode(printed["data"])), 100_000)
        self.assertEqual(self.browser.script(
            "return document.querySelectorAll('details[open]').length"), 0)


if __name__ == "__main__":
    missing = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    if missing:
        skips.end(f"needs {' and '.join(missing)} (Debian: chromium, chromium-driver)")
    skips.main()
